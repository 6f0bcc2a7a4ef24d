/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions that no call gets to. */
#ifndef ENGINE_REACH_H
#define ENGINE_REACH_H

#include "lib/engine/exec.h"

/* A round begins: nothing was executed yet. */
void reach_reset(struct machine *m);
/* A function is executed; a state comes to one of its calls. */
void reach_enter(struct machine *m, u32 pf);
void reach_call(struct machine *m, u32 pf, u32 inst);
/* A budget was hit in a function: each call in it may be reached, and in what it calls. */
void reach_give_up(struct machine *m, u32 pf);
/*
 * What the round tells, per pfunc, in its arena: true for static functions all
 * whose calls are known and none is reached. Calls in functions that were not
 * executed count as reached.
 */
const bool *reach_dead(struct machine *m);

#endif
