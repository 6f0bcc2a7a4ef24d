/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inputs of one run: units read from paths, each once, and problems.
 *
 * Linking and archiving copies facts. Equal facts are one unit, named after
 * the object that the compiler wrote. A copy in a merged object or an archive
 * that differs from a newer object of the same source is what is left of an
 * earlier build: it is left out and counted.
 *
 * A file the cache knows is not opened, so a unit may be there without its IR:
 * gather_load() reads what is needed. To keep memory flat, IR is dropped again
 * when much of it came together.
 */
#ifndef CLI_GATHER_H
#define CLI_GATHER_H

#include "cli/cache.h"
#include "lib/base/arena.h"
#include "lib/base/vec.h"
#include "lib/findings/records.h"
#include "lib/ir/ir.h"
#include "lib/rules/rules.h"

struct gathered_unit {
	struct ir_unit *unit;	/* owned by struct gather; NULL: not loaded */
	const struct unit_brief *brief;
	const char *object;
	const char *file;	/* to load it from */
	struct facts_key key;
	bool wanted;		/* by the gather_load() that runs */
	s64 mtime;
	bool is_copy;		/* one of several in an object, or in an archive */
};

struct facts_reader;
struct unit_index;

struct gather {
	struct arena *arena;
	struct facts_reader *reader;
	const struct rules *rules;
	struct cache *cache;
	struct unit_index *index;
	const char *current_file;	/* being read: its objects so far */
	VEC(struct cached_object) current;
	size_t ir_bytes;	/* of the IR that is loaded */
	u32 objects_read;	/* the others were known */
	struct error *err;	/* set by the first unit the packs do not fit */
	int code;
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
void gather_init(struct gather *g, const struct rules *rules, struct cache *cache,
		 struct error *err);
void gather_path(struct gather *g, const char *path);
/*
 * Call after the last path: sorts the units and drops outdated copies. An error
 * when a pack asks for what a unit cannot give.
 */
int gather_finish(struct gather *g);
/* Makes sure of the IR of these units; ERR_IO when a file has changed meanwhile. */
int gather_load(struct gather *g, const u32 *units, u32 n, struct error *err);
/* Forgets the IR of a unit. */
void gather_unload(struct gather *g, struct gathered_unit *u);
void gather_release(struct gather *g);

#endif
