/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inputs of one run: units read from paths, each once, and problems.
 *
 * Linking and archiving copies facts. Equal facts are one unit, named after
 * the object that the compiler wrote. A copy in a merged object or an archive
 * that differs from a newer object of the same source is what is left of an
 * earlier build: it is left out and counted.
 */
#ifndef CLI_GATHER_H
#define CLI_GATHER_H

#include "lib/base/arena.h"
#include "lib/base/vec.h"
#include "lib/findings/records.h"
#include "lib/ir/ir.h"
#include "lib/rules/rules.h"

struct gathered_unit {
	struct ir_unit *unit;	/* owned by struct gather */
	const char *object;
	u64 checksum;
	size_t len;
	s64 mtime;
	bool is_copy;		/* one of several in an object, or in an archive */
};

struct facts_reader;
struct unit_index;

struct gather {
	struct arena *arena;
	struct facts_reader *reader;
	const struct rules *rules;
	struct unit_index *index;
	VEC(struct gathered_unit) units;	/* by file, front end, checksum */
	VEC(struct run_problem) problems;
	u32 objects;		/* and facts files */
	u32 no_facts, untouched, damaged;
	u32 outdated;		/* copies left out */
	u32 failed;		/* units the front end gave up */
	VEC(const char *) machines;	/* of objects with facts: "x86_64", each once */
	const char *last_damaged;
};

/* Reads all paths; complains about every problem on stderr at once. */
void gather_init(struct gather *g, const struct rules *rules);
void gather_path(struct gather *g, const char *path);
/* Call after the last path: sorts the units and drops outdated copies. */
void gather_finish(struct gather *g);
void gather_release(struct gather *g);

#endif
