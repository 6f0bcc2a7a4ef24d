/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Comments in the source that suppress findings, read when they are collected:
 * never in the compiler, whose caches may not see comments.
 *
 * A comment gprcheck: ok RULE[, RULE] [until DATE]: REASON stands on the line of
 * the finding, behind code, or alone on the line above.
 */
#ifndef CLI_SUPPRESS_H
#define CLI_SUPPRESS_H

#include "lib/base/arena.h"
#include "lib/findings/records.h"

/*
 * All such comments in the files of the units, sites and findings below root;
 * a file that cannot be read has none; root "": no file can. Ordered by file and line.
 */
void find_suppressions(const char *root, const struct analysis *a, struct arena *arena,
		       const struct suppression **ret, u32 *ret_n);

/* The comments of one text, for find_suppressions() and its test. */
struct comment {
	u32 line, end_line;	/* where it begins and ends */
	bool alone;		/* no code on its lines */
	const char *text;	/* between the marks */
};

typedef void comment_fn(void *ctx, const struct comment *c);
void scan_comments(const char *text, size_t len, struct arena *arena, comment_fn *fn, void *ctx);

#endif
