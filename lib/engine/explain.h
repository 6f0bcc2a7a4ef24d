/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of the engine: records become sites and findings with a path. */
#ifndef ENGINE_EXPLAIN_H
#define ENGINE_EXPLAIN_H

#include "lib/engine/exec.h"

/* Fills sites and findings of `out` (its arena) from the final records. */
void explain_records(struct machine *m, const record_vec *recs,
		     bool findings_only, struct analysis *out);

#endif
