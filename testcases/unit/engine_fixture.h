/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixtures of the engine's tests: units as IR text with what is expected of them. */
#ifndef UNIT_ENGINE_FIXTURE_H
#define UNIT_ENGINE_FIXTURE_H

#include "lib/base/strbuf.h"
#include "lib/base/vec.h"
#include "lib/engine/engine.h"

/* Lines of text, sorted. */
typedef VEC(char *) line_vec;

struct fixture {
	char *path;
	VEC(struct ir_unit *) units;
	line_vec expected;	/* as fixture_lines() gives them */
};

/* Fails the test on bad text. */
struct fixture *fixture_read(const char *path);
void fixture_free(struct fixture *f);

/* Units are added starting with number `first`, backwards when asked to. */
struct analysis *fixture_run(const struct fixture *f, const struct rules *rules,
			     const struct engine_options *opt, u32 first,
			     bool backwards);

/* "site FILE:LINE VERDICT [REASON]" and "finding FILE:LINE RULE", sorted. */
void fixture_lines(const struct analysis *a, line_vec *ret);
/* All that is in an analysis, as text. */
void fixture_dump(const struct analysis *a, struct strbuf *out);
/* Appends what only one of the two has; false when they are equal. */
bool fixture_diff(const line_vec *expected, const line_vec *actual,
		  struct strbuf *out);
void fixture_free_lines(line_vec *lines);

#endif
