/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The numbers of a pack: sums of integers and names, and ranges of them.
 *
 *	EXPR  := ["-"] TERM { ("+" | "-") TERM }
 *	RANGE := EXPR [".." EXPR]
 *
 * A TERM is a C identifier or an integer (decimal, 0x hexadecimal). A range
 * of one EXPR holds that number only.
 */
#ifndef RULES_EXPR_H
#define RULES_EXPR_H

#include "lib/base/arena.h"

struct expr_term {
	const char *name;	/* NULL: value */
	u64 value;
	bool minus;
};

struct expr {
	u32 nterms;
	struct expr_term *terms;
};

struct range_expr {
	struct expr lo, hi;
	const char *text;
	u32 line;
};

/* Both take the whole text; false leaves *ret_ unset. */
bool expr_parse(struct arena *a, const char *text, struct expr *ret_expr);
bool range_parse(struct arena *a, const char *text, u32 line,
		 struct range_expr *ret_range);

/*
 * Gives *ret_value of a name. On false *ret_missing is the name to blame,
 * which may be another one.
 */
typedef bool (*expr_lookup)(void *ctx, const char *name, u64 *ret_value,
			    const char **ret_missing);

/* Sum modulo 2^64; false: some name has no value. */
bool expr_eval(const struct expr *e, expr_lookup lookup, void *ctx,
	       u64 *ret_value, const char **ret_missing);

/* Length of the C identifier at the start of s, 0 when there is none. */
size_t ident_len(const char *s);

#endif
