/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text form of the flow IR: the parser's cursor over a line. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/error.h"
#include "lib/base/strbuf.h"
#include "lib/ir/text_p.h"

/* ---- failures ----------------------------------------------------------------- */

void text_fail(struct text_lex *lx, const char *fmt, ...)
{
	char cause[256];
	va_list ap;

	if (lx->failed)
		return;
	va_start(ap, fmt);
	vsnprintf(cause, sizeof(cause), fmt, ap);
	va_end(ap);
	error_set(lx->err, ERR_FORMAT, "%s:%u: %s", lx->name, lx->line, cause);
	lx->failed = true;
	lx->p = lx->eol;
}

static void skip_blank(struct text_lex *lx)
{
	while (lx->p < lx->eol && (*lx->p == ' ' || *lx->p == '\t'))
		lx->p++;
	if (lx->p < lx->eol && *lx->p == '#')
		lx->p = lx->eol;
}

void text_expected(struct text_lex *lx, const char *what)
{
	int n = 0;

	skip_blank(lx);
	while (lx->p + n < lx->eol && n < 24 && lx->p[n] > ' ' && lx->p[n] < 0x7f)
		n++;
	if (n)
		text_fail(lx, "expected %s, found '%.*s'", what, n, lx->p);
	else if (lx->p < lx->eol)
		text_fail(lx, "expected %s, found byte 0x%02x", what,
			  (unsigned char)*lx->p);
	else
		text_fail(lx, "expected %s, found the end of the line", what);
}

/* ---- lines ---------------------------------------------------------------------- */

bool text_next_line(struct text_lex *lx)
{
	while (!lx->failed && lx->next < lx->end) {
		const char *nl = memchr(lx->next, '\n',
					(size_t)(lx->end - lx->next));

		lx->p = lx->next;
		lx->eol = nl ? nl : lx->end;
		lx->next = nl ? nl + 1 : lx->end;
		lx->line++;
		if (lx->eol > lx->p && lx->eol[-1] == '\r')
			lx->eol--;
		if (!text_at_end(lx))
			return true;
	}
	return false;
}

bool text_at_end(struct text_lex *lx)
{
	skip_blank(lx);
	return lx->p == lx->eol;
}

u32 text_lines_before(const struct text_lex *lx, const char *word)
{
	struct text_lex ahead = *lx;
	u32 n = 0;

	ahead.err = NULL;
	while (text_next_line(&ahead) && !text_accept_word(&ahead, word))
		n++;
	return n;
}

/* ---- punctuation and words -------------------------------------------------------- */

bool text_accept(struct text_lex *lx, const char *punct)
{
	size_t n = strlen(punct);

	skip_blank(lx);
	if ((size_t)(lx->eol - lx->p) < n || memcmp(lx->p, punct, n))
		return false;
	lx->p += n;
	return true;
}

void text_expect(struct text_lex *lx, const char *punct)
{
	char what[16];

	if (text_accept(lx, punct))
		return;
	snprintf(what, sizeof(what), "'%s'", punct);
	text_expected(lx, what);
}

bool text_peek(struct text_lex *lx, char c)
{
	skip_blank(lx);
	return lx->p < lx->eol && *lx->p == c;
}

static size_t word_len(const struct text_lex *lx)
{
	const char *s = lx->p;

	while (s < lx->eol && ((*s >= 'a' && *s <= 'z') ||
			       (*s >= 'A' && *s <= 'Z') ||
			       (*s >= '0' && *s <= '9') ||
			       *s == '_' || *s == '-'))
		s++;
	return (size_t)(s - lx->p);
}

const char *text_peek_word(struct text_lex *lx)
{
	skip_blank(lx);
	return arena_strndup(lx->arena, lx->p, word_len(lx));
}

bool text_accept_word(struct text_lex *lx, const char *word)
{
	size_t n = strlen(word);

	skip_blank(lx);
	if (word_len(lx) != n || memcmp(lx->p, word, n))
		return false;
	lx->p += n;
	return true;
}

void text_expect_word(struct text_lex *lx, const char *word)
{
	char what[32];

	if (text_accept_word(lx, word))
		return;
	snprintf(what, sizeof(what), "'%s'", word);
	text_expected(lx, what);
}

/* ---- numbers ------------------------------------------------------------------------ */

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/* Digits at the cursor; no blank is skipped. */
static u64 digits(struct text_lex *lx, const char *what)
{
	unsigned int base = 10;
	const char *start;
	u64 v = 0;

	if (lx->eol - lx->p > 2 && lx->p[0] == '0' && lx->p[1] == 'x') {
		base = 16;
		lx->p += 2;
	}
	start = lx->p;
	while (lx->p < lx->eol && digit(*lx->p) < (int)base) {
		unsigned int d = (unsigned int)digit(*lx->p);

		if (v > (UINT64_MAX - d) / base) {
			text_fail(lx, "%s is over 64 bits", what);
			return 0;
		}
		v = v * base + d;
		lx->p++;
	}
	if (lx->p == start)
		text_expected(lx, what);
	return v;
}

u32 text_u32(struct text_lex *lx, const char *what)
{
	u64 v;

	skip_blank(lx);
	v = digits(lx, what);
	if (v > UINT32_MAX) {
		text_fail(lx, "%s is over 32 bits", what);
		return 0;
	}
	return (u32)v;
}

u64 text_int(struct text_lex *lx, bool *ret_neg)
{
	u64 v;

	*ret_neg = text_accept(lx, "-");
	v = digits(lx, "a number");
	if (*ret_neg && v > (u64)1 << 63)
		text_fail(lx, "a number is over 64 bits");
	return *ret_neg ? -v : v;
}

/* ---- strings ------------------------------------------------------------------------ */

static char hex_escape(struct text_lex *lx)
{
	int hi, lo;

	if (lx->eol - lx->p < 2) {
		text_fail(lx, "\\x needs two digits");
		return 0;
	}
	hi = digit(lx->p[0]);
	lo = digit(lx->p[1]);
	if (hi > 15 || lo > 15 || (!hi && !lo)) {
		text_fail(lx, "\\x needs two digits that are not 00");
		return 0;
	}
	lx->p += 2;
	return (char)(hi << 4 | lo);
}

static char escape(struct text_lex *lx)
{
	char c = lx->p < lx->eol ? *lx->p++ : 0;

	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case '"':
	case '\\':
		return c;
	case 'x':
		return hex_escape(lx);
	default:
		text_fail(lx, "unknown escape in a string");
		return 0;
	}
}

const char *text_string(struct text_lex *lx)
{
	char *out, *o;

	text_expect(lx, "\"");
	out = o = arena_alloc(lx->arena, (size_t)(lx->eol - lx->p) + 1);
	while (!lx->failed && lx->p < lx->eol && *lx->p != '"') {
		char c = *lx->p++;

		if (!c)
			text_fail(lx, "NUL byte in a string");
		*o++ = c == '\\' ? escape(lx) : c;
	}
	text_expect(lx, "\"");
	*o = '\0';
	return lx->failed ? "" : out;
}

const char *text_name(struct text_lex *lx, const char *what)
{
	const char *s;
	size_t n;

	if (text_peek(lx, '"'))
		return text_string(lx);
	n = text_plain_name(lx->p, lx->eol);
	if (!n) {
		text_expected(lx, what);
		return "";
	}
	s = arena_strndup(lx->arena, lx->p, n);
	lx->p += n;
	return s;
}
