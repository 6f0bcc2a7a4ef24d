/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads printed functions. The k-th asm statement in the text is the k-th
 * one that libclang visits; when the numbers differ nothing is believed.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "clang-tool/text.h"

struct text {
	VEC(struct asm_text) asms;
	VEC(struct for_text) fors;
	VEC(const char *) generics;
};

/* ---- reading ------------------------------------------------------------------------ */

static const char *skip_string(const char *s)
{
	char quote = *s++;

	while (*s && *s != quote)
		s += s[0] == '\\' && s[1] ? 2 : 1;
	return *s ? s + 1 : s;
}

/*
 * Splits what is in the parentheses at `s` at the separator, outside of inner
 * parentheses and strings. Returns the number of parts, at most max; ends[i]
 * is where part i ends.
 */
static u32 split(const char *s, char sep, const char **starts,
		 const char **ends, u32 max)
{
	int depth = 0;
	u32 n = 0;

	starts[0] = s + 1;
	while (*s) {
		if (*s == '"' || *s == '\'') {
			s = skip_string(s);
			continue;
		}
		if (*s == '(' || *s == '[' || *s == '{')
			depth++;
		else if (*s == ')' || *s == ']' || *s == '}')
			depth--;
		if (!depth || (depth == 1 && *s == sep)) {
			ends[n++] = s;
			if (!depth || n == max)
				return n;
			starts[n] = s + 1;
		}
		s++;
	}
	return 0;
}

static bool blank(const char *s, const char *end)
{
	while (s < end && isspace((unsigned char)*s))
		s++;
	return s == end;
}

static char *word(struct lower *lw, const char *s, const char *end)
{
	while (s < end && isspace((unsigned char)*s))
		s++;
	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	return arena_strndup(lw->scratch, s, (size_t)(end - s));
}

/* Items between commas, from a part of an asm statement. */
static u32 items(struct lower *lw, const char *s, const char *end,
		 const char ***ret)
{
	u32 n = 0, cap = 0;
	const char **v = NULL;
	int depth = 0;
	const char *from = s;

	if (blank(s, end))
		return 0;
	for (;;) {
		if (s == end || (!depth && *s == ',')) {
			if (n == cap) {
				const char **more = arena_alloc(lw->scratch,
						sizeof(*more) * (cap * 2 + 4));

				if (n)
					memcpy(more, v, sizeof(*v) * n);
				v = more;
				cap = cap * 2 + 4;
			}
			v[n++] = word(lw, from, s);
			if (s == end)
				break;
			from = ++s;
			continue;
		}
		if (*s == '"' || *s == '\'') {
			const char *next = skip_string(s);

			s = next > end ? end : next;
			continue;
		}
		if (*s == '(' || *s == '[' || *s == '{')
			depth++;
		else if (*s == ')' || *s == ']' || *s == '}')
			depth--;
		s++;
	}
	*ret = v;
	return n;
}

static const char *read_asm(struct lower *lw, struct text *t, const char *s)
{
	struct asm_text a = { false, false, 0, 0, NULL };
	const char *from[5], *to[5], **v;
	u32 n, i, k;

	while (*s && *s != '(') {
		if (!strncmp(s, "goto", 4))
			a.is_goto = true;
		s++;
	}
	n = split(s, ':', from, to, 5);
	if (n > 1)
		a.noutputs = items(lw, from[1], to[1], &v);
	if (n > 3) {
		k = items(lw, from[3], to[3], &v);
		for (i = 0; i < k; i++)
			a.memory |= !strcmp(v[i], "\"memory\"");
	}
	if (n > 4)
		a.nlabels = items(lw, from[4], to[4], &a.labels);
	vec_push(&t->asms, a);
	return n ? to[n - 1] : s;
}

static void read_for(struct text *t, const char *s)
{
	const char *from[3], *to[3];
	struct for_text f = { true, true, true };
	u32 n = split(s, ';', from, to, 3);

	if (n == 3) {
		f.init = !blank(from[0], to[0]);
		f.cond = !blank(from[1], to[1]);
		f.step = !blank(from[2], to[2]);
	}
	vec_push(&t->fors, f);
}

static bool is_word(const char *text, const char *s, const char *w)
{
	size_t n = strlen(w);

	return !strncmp(s, w, n) && (s == text || (!isalnum((unsigned char)s[-1]) &&
						   s[-1] != '_')) &&
	       !isalnum((unsigned char)s[n]) && s[n] != '_';
}

static void read_all(struct lower *lw, struct text *t, const char *text)
{
	const char *s = text;

	while (*s) {
		if (*s == '"' || *s == '\'') {
			s = skip_string(s);
		} else if (*s == 'a' && is_word(text, s, "asm")) {
			s = read_asm(lw, t, s + 3);
		} else if (*s == 'f' && is_word(text, s, "for") && s[3] == ' ') {
			read_for(t, s + 4);
			s += 4;
		} else if (*s == '_' && is_word(text, s, "_Generic")) {
			const char *copy = arena_strdup(lw->scratch, s + 8);

			vec_push(&t->generics, copy);
			s += 8;
		} else {
			s++;
		}
	}
}

static struct text *text_of(struct lower *lw)
{
	CXPrintingPolicy policy;
	CXString s;

	if (lw->f.text)
		return lw->f.text;
	lw->f.text = calloc(1, sizeof(struct text));
	if (!lw->f.text)
		abort();
	policy = clang_getCursorPrintingPolicy(lw->f.cursor);
	s = clang_getCursorPrettyPrinted(lw->f.cursor, policy);
	if (clang_getCString(s))
		read_all(lw, lw->f.text, clang_getCString(s));
	clang_disposeString(s);
	clang_PrintingPolicy_dispose(policy);
	return lw->f.text;
}

void text_forget(struct lower *lw)
{
	struct text *t = lw->f.text;

	lw->f.text = NULL;
	if (!t)
		return;
	vec_release(&t->asms);
	vec_release(&t->fors);
	vec_release(&t->generics);
	free(t);
}

/* ---- answers ------------------------------------------------------------------------- */

const struct asm_text *text_asm(struct lower *lw, CXCursor c)
{
	struct text *t = text_of(lw);
	u32 i = node_of(lw, c)->nth;

	return i < t->asms.n && t->asms.n == lw->f.nth[NTH_ASM] ? &t->asms.v[i] : NULL;
}

const struct for_text *text_for(struct lower *lw, CXCursor c)
{
	struct text *t = text_of(lw);
	u32 i = node_of(lw, c)->nth;

	return i < t->fors.n && t->fors.n == lw->f.nth[NTH_FOR] ? &t->fors.v[i] : NULL;
}

static bool same_type_text(CXType type, const char *name)
{
	CXString s = clang_getTypeSpelling(type);
	bool ret = !strcmp(clang_getCString(s), name);

	clang_disposeString(s);
	return ret;
}

bool text_generic(struct lower *lw, CXCursor c, CXType type, u32 *ret)
{
	struct text *t = text_of(lw);
	u32 i = node_of(lw, c)->nth, n, k, fallback = IR_NONE;
	const char *from[64], *to[64];

	if (i >= t->generics.n || t->generics.n != lw->f.nth[NTH_GENERIC])
		return false;
	type = clang_getUnqualifiedType(type);
	n = split(t->generics.v[i], ',', from, to, 64);
	for (k = 1; k < n; k++) {
		const char *colon = memchr(from[k], ':', (size_t)(to[k] - from[k]));
		char *name = colon ? word(lw, from[k], colon) : NULL;

		if (!name)
			continue;
		if (!strcmp(name, "default"))
			fallback = k - 1;
		else if (same_type_text(type, name) ||
			 same_type_text(clang_getUnqualifiedType(
					clang_getCanonicalType(type)), name)) {
			*ret = k - 1;
			return true;
		}
	}
	*ret = fallback;
	return fallback != IR_NONE;
}

const char *text_cleanup(struct lower *lw, CXCursor var)
{
	const char *at = attribute_text(lw, var, "cleanup(");

	if (!at)
		return NULL;
	at += strlen("cleanup(");
	return word(lw, at, at + strcspn(at, ")"));
}

static struct block_list blocks(struct lower *lw, const CXCursor *v, u32 n,
				const char *name)
{
	struct block_list l = { 0, arena_alloc(lw->scratch, sizeof(u32) * (n + 1u)) };
	u32 i, k;

	for (i = 0; i < n; i++) {
		u32 b;

		if (name && !spelled(v[i], name))
			continue;
		b = label_block(lw, v[i]);
		for (k = 0; k < l.n && l.v[k] != b; k++)
			;
		if (k == l.n)
			l.v[l.n++] = b;
	}
	return l;
}

struct block_list text_taken_labels(struct lower *lw)
{
	return blocks(lw, lw->f.taken_labels.v, lw->f.taken_labels.n, NULL);
}

struct block_list text_labels(struct lower *lw, const char *name)
{
	return blocks(lw, lw->f.label_stmts.v, lw->f.label_stmts.n, name);
}
