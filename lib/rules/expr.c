/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parsing and evaluation of the numbers of a pack, see expr.h. */
#include "lib/rules/expr.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/vec.h"

typedef VEC(struct expr_term) term_vec;

size_t ident_len(const char *s)
{
	size_t n = 0;

	if (!isalpha((unsigned char)*s) && *s != '_')
		return 0;
	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	return n;
}

static const char *skip_space(const char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return s;
}

/* Decimal or hexadecimal, up to 2^64 - 1; NULL when it is neither. */
static const char *parse_int(const char *s, u64 *ret_value)
{
	bool hex = s[0] == '0' && (s[1] == 'x' || s[1] == 'X');
	char *end;

	if (!isdigit((unsigned char)*s))
		return NULL;
	errno = 0;
	*ret_value = strtoull(s, &end, hex ? 16 : 10);
	return errno || ident_len(end) ? NULL : end;
}

static const char *parse_term(struct arena *a, const char *s, bool minus,
			      term_vec *terms)
{
	struct expr_term t = { .minus = minus };
	size_t n = ident_len(s);

	if (n) {
		t.name = arena_strndup(a, s, n);
		s += n;
	} else {
		s = parse_int(s, &t.value);
	}
	if (s)
		vec_push(terms, t);
	return s;
}

/* Returns what follows the expression, NULL when there is none. */
static const char *parse_sum(struct arena *a, const char *s, term_vec *terms)
{
	bool minus;

	s = skip_space(s);
	minus = *s == '-';
	s = parse_term(a, skip_space(s + minus), minus, terms);
	while (s) {
		s = skip_space(s);
		if (*s != '+' && *s != '-')
			break;
		minus = *s == '-';
		s = parse_term(a, skip_space(s + 1), minus, terms);
	}
	return s;
}

static const char *parse_expr(struct arena *a, const char *s,
			      struct expr *ret_expr)
{
	term_vec terms = VEC_INIT;

	s = parse_sum(a, s, &terms);
	if (s) {
		ret_expr->nterms = terms.n;
		ret_expr->terms = arena_memdup(a, terms.v,
					       terms.n * sizeof(*terms.v));
	}
	vec_release(&terms);
	return s;
}

bool expr_parse(struct arena *a, const char *text, struct expr *ret_expr)
{
	struct expr e;
	const char *end = parse_expr(a, text, &e);

	if (!end || *end)
		return false;
	*ret_expr = e;
	return true;
}

bool range_parse(struct arena *a, const char *text, u32 line,
		 struct range_expr *ret_range)
{
	struct range_expr r = { .text = text, .line = line };
	const char *s = parse_expr(a, text, &r.lo);

	r.hi = r.lo;
	if (s && s[0] == '.' && s[1] == '.')
		s = parse_expr(a, s + 2, &r.hi);
	if (!s || *s)
		return false;
	*ret_range = r;
	return true;
}

bool expr_eval(const struct expr *e, expr_lookup lookup, void *ctx,
	       u64 *ret_value, const char **ret_missing)
{
	u64 sum = 0, v;
	u32 i;

	for (i = 0; i < e->nterms; i++) {
		v = e->terms[i].value;
		if (e->terms[i].name &&
		    !lookup(ctx, e->terms[i].name, &v, ret_missing))
			return false;
		sum = e->terms[i].minus ? sum - v : sum + v;
	}
	*ret_value = sum;
	return true;
}
