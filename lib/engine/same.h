/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which functions of different units are one: inlines of headers.
 *
 * Two bodies are the same when every instruction is, with its location, and
 * all it refers to means the same in both units: external names, records,
 * constant tables, other inlines with the same body, what the packs say. A
 * body that refers to something of which each unit has a copy of its own
 * (a static variable that changes, a static function of the main file) is the
 * same as no other; a static local of the function itself is no hindrance,
 * as the copies together hold the union of what is stored.
 */
#ifndef ENGINE_SAME_H
#define ENGINE_SAME_H

#include "lib/engine/program.h"

struct same_key {
	u64 hi, lo;	/* of the text of the body; 0, 0: not of a header */
	bool own;	/* not to be taken for any other */
};

/* One key for each function of the unit, in the program's arena. */
const struct same_key *same_keys(struct program *p, const struct punit *pu);

#endif
