/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes of a string literal, read from its source: libclang stops at a NUL. */
#include <string.h>

#include "clang-tool/lower.h"

struct reader {
	const char *at, *end;
	char *out;
	size_t n, max;
};

static bool put(struct reader *r, unsigned int byte)
{
	if (r->n == r->max || byte > 0xff)
		return false;
	r->out[r->n++] = (char)byte;
	return true;
}

static int digit(char c, int base)
{
	int d = c >= '0' && c <= '9' ? c - '0' :
		c >= 'a' && c <= 'f' ? c - 'a' + 10 :
		c >= 'A' && c <= 'F' ? c - 'A' + 10 : base;

	return d < base ? d : -1;
}

static bool number(struct reader *r, int base, int max_digits)
{
	unsigned int v = 0;
	int n = 0;

	while (r->at < r->end && n < max_digits && digit(*r->at, base) >= 0 && v <= 0xff) {
		v = v * (unsigned int)base + (unsigned int)digit(*r->at++, base);
		n++;
	}
	return n && put(r, v);
}

static bool escape(struct reader *r)
{
	static const char from[] = "abfnrtve\\\"'?", to[] = "\a\b\f\n\r\t\v\33\\\"'?";
	const char *s;

	if (r->at == r->end)
		return false;
	if (*r->at == 'x') {
		r->at++;
		return number(r, 16, 64);
	}
	if (digit(*r->at, 8) >= 0)
		return number(r, 8, 3);
	s = strchr(from, *r->at++);
	return s && *s && put(r, (unsigned char)to[s - from]);
}

/* One piece between quotes; `at` is behind the first. */
static bool piece(struct reader *r)
{
	while (r->at < r->end && *r->at != '"') {
		char c = *r->at++;

		if (c == '\n' || !(c == '\\' ? escape(r) : put(r, (unsigned char)c)))
			return false;
	}
	return r->at++ < r->end;
}

bool literal_bytes(struct lower *lw, CXCursor c, size_t want, const char **ret,
		   size_t *ret_len)
{
	struct reader r = { .max = want };
	size_t n;

	r.at = loc_text(lw, c, &n);
	if (!r.at)
		return false;
	r.end = r.at + n;
	r.out = arena_alloc(lw->scratch, want + 1);
	while (r.at < r.end) {
		if (strchr(" \t\n", *r.at))
			r.at++;
		else if (*r.at++ != '"' || !piece(&r))
			return false;
	}
	if (r.n != want)
		return false;
	*ret = r.out;
	*ret_len = want;
	return true;
}
