/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From gathered units to one analysis, part by part. */
#ifndef CLI_ANALYSE_H
#define CLI_ANALYSE_H

#include "cli/gather.h"

/* What was done for it. */
struct effort {
	u32 parts, parts_done;	/* the others are as they were */
	u32 units, units_done;	/* in parts */
};

/*
 * The analysis of all units: each part (lib/engine/brief.h) whose units were
 * analysed together before comes out of the cache, the others go into it. The
 * result is the same as of one engine with all units, but that each part has the
 * engine's limits for itself.
 */
int analyse_parts(struct gather *g, struct analysis **ret, struct effort *ret_effort,
		  struct error *err);

#endif
