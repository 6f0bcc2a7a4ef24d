/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order in which the blocks of a function are worked off. */
#ifndef ENGINE_ORDER_H
#define ENGINE_ORDER_H

#include "lib/engine/fn.h"

/*
 * Sets order, rpo, norder and loop_head: a block comes after its predecessors,
 * loops aside, and what follows a loop comes after all of the loop. It does not
 * depend on which way round a condition is written.
 */
void order_blocks(struct arena *a, const struct ir_func *f, struct fn *fn);

#endif
