/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fixpoint over the whole program: which functions run, in what order. */
#ifndef ENGINE_MACHINE_H
#define ENGINE_MACHINE_H

#include "lib/engine/exec.h"

/* A machine for a linked program; nothing has run yet. */
struct machine *machine_new(struct program *p,
			    const struct engine_options *opt);
void machine_free(struct machine *m);
/*
 * Runs to the fixpoint. *ret gets the final records of all functions; they
 * live in m->arena until machine_free().
 */
void machine_run(struct machine *m, record_vec *ret);

#endif
