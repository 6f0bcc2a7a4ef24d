/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A second, finer look at what the first one calls a violation, or leaves open. */
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
bool confirm_done(const struct confirm *c);
/*
 * Runs the roots again (m->roots; the sums are final) that have violations, or
 * something unproven that a finer look may settle, and puts into recs what that
 * says instead.
 */
void confirm_records(struct machine *m, record_vec *recs);

#endif
