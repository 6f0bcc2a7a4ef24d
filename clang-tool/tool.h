/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What main.c, parse.c, flags.c, database.c and pool.c share. */
#ifndef CLANG_TOOL_TOOL_H
#define CLANG_TOOL_TOOL_H

#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/base/vec.h"
#include "lib/rules/rules.h"

typedef VEC(const char *) str_list;

struct tool {
	struct arena *arena;
	struct rules *rules;
	str_list rule_paths;
	const char *facts;	/* file, or folder with -p; NULL: none */
	const char *database;	/* -p */
	const char *dump;
	u32 jobs;
	bool parse_only;	/* for benchmarks: libclang's share of the work */
	u32 timeout;		/* seconds for one unit */
	bool fail_on;		/* exit 1 for findings */
	/* where flags that nobody knows are told to, or -1: standard error */
	int ignored;
	/* Units to fail in, to see that the others are done. */
	const char *selftest_crash, *selftest_hang;
	str_list files, flags;
};

/* ---- flags.c -------------------------------------------------------------------- */

/*
 * The flags that libclang is to get: without those that only GCC has, and
 * those that name outputs. Finds the source file when `file` is not NULL.
 */
void flags_filter(struct tool *t, const str_list *in, str_list *out,
		  const char **file);

/* ---- parse.c -------------------------------------------------------------------- */

/* One unit: 0, 1 for findings with --fail-on, 2 for an error, told on stderr. */
int check_unit(struct tool *t, const char *file, const str_list *flags,
	       const char *facts);

/*
 * Facts that say no more than that the unit could not be done. Takes the place of
 * what an earlier run has left. NULL for `facts`: nothing.
 */
void write_failed(const char *folder, const char *file, const char *why,
		  const char *facts);

/* ---- pool.c ---------------------------------------------------------------------- */

/* Everything in a compile_commands.json, in worker processes. */
int check_database(struct tool *t);

#endif
