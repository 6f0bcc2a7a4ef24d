/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A second, finer look at what the first one calls a violation. */
#ifndef ENGINE_CONFIRM_H
#define ENGINE_CONFIRM_H

#include "lib/engine/exec.h"

/*
 * Where an operand of the instruction is a small set of integers: puts a state
 * for each member before it and returns true; st is done with.
 */
bool confirm_split(struct frame *fr, struct state *st, u32 inst);
/* A record of the root that runs; whether all is found, and no more is asked. */
void confirm_found(struct confirm *c, const struct record *r);
/* In some function, on some way, a site was not proven: it is left alone. */
void confirm_unproven(struct confirm *c, u32 site);
bool confirm_done(const struct confirm *c);
/*
 * Runs the roots with violations again (m->roots; the sums are final) and
 * removes from recs what does not come up any more.
 */
void confirm_violations(struct machine *m, record_vec *recs);

#endif
