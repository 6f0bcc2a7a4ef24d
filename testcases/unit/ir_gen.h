/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Units for the tests of lib/ir: generated ones, and how to compare two. */
#ifndef UNIT_IR_GEN_H
#define UNIT_IR_GEN_H

#include "lib/ir/builder.h"
#include "lib/ir/ir.h"

/* Deterministic pseudo-random numbers (splitmix64). */
u64 ir_gen_random(u64 *state);

/* A unit that uses whatever the IR has, a different one for each seed. */
struct ir_unit *ir_gen_unit(u64 seed);
/* A unit with each opcode of ops.def at least once, in order. */
struct ir_unit *ir_gen_every_op(void);

/*
 * NULL when both units say the same, else the member in which they differ
 * first. Strings are compared by content, everything else by number.
 */
const char *ir_gen_diff(const struct ir_unit *a, const struct ir_unit *b);

#endif
