/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which argument of a call a token is, read from the source text.
 *
 * In `f(0, ES)` with ES being 0 nothing in GCC tells which 0 was spelled ES.
 * Only then are the lines of the call looked at, and only when it stands
 * outside macros: commas are counted up to the token.
 */
#include "gcc-plugin/linemaps.h"
#include "gcc-plugin/prov_walk_p.h"

#define MAX_NESTING 32
#define MAX_LINES 64

/* A place in a file, and how far the scan is. */
struct place {
	int line, col;
};

struct scan {
	struct place at, token, finish;
	u32 depth;
	u32 commas[MAX_NESTING];	/* before the token, at each depth */
	char quote;		/* inside a string or character */
	bool comment;		/* inside a comment */
	bool stop, ok;
	u32 result;
};

static bool reached(struct place at, struct place goal)
{
	return at.line > goal.line || (at.line == goal.line && at.col >= goal.col);
}

static bool same(struct place a, struct place b)
{
	return a.line == b.line && a.col == b.col;
}

static void closing(struct scan *s)
{
	bool last = same(s->at, s->finish);

	if (s->depth == 0 || last) {
		s->ok = last && s->depth == 1;
		s->result = s->commas[0];
		s->stop = true;
		return;
	}
	s->depth--;
}

static void character(struct scan *s, char c)
{
	switch (c) {
	case '"':
	case '\'':
		s->quote = c;
		break;
	case '(':
	case '[':
	case '{':
		if (s->depth == MAX_NESTING)
			s->stop = true;
		else
			s->commas[s->depth++] = 0;
		break;
	case ')':
	case ']':
	case '}':
		closing(s);
		break;
	case ',':
		if (s->depth && !reached(s->at, s->token))
			s->commas[s->depth - 1]++;
		break;
	default:
		break;
	}
}

/* One line from column s->at.col on. */
static void scan_line(struct scan *s, const char *text, size_t len)
{
	for (; !s->stop && (size_t)s->at.col <= len; s->at.col++) {
		char c = text[s->at.col - 1];
		char next = (size_t)s->at.col < len ? text[s->at.col] : '\0';

		if (s->comment) {
			if (c == '*' && next == '/') {
				s->comment = false;
				s->at.col++;
			}
		} else if (s->quote) {
			if (c == '\\')
				s->at.col++;
			else if (c == s->quote)
				s->quote = '\0';
		} else if (c == '/' && next == '/') {
			break;
		} else if (c == '/' && next == '*') {
			s->comment = true;
			s->at.col++;
		} else if (c == '#') {
			s->stop = true;	/* a directive */
		} else {
			character(s, c);
		}
	}
}

/* A location in a file itself, not in a macro's expansion. */
static bool in_file(location_t loc, const char **ret_file, struct place *ret)
{
	expanded_location x;

	if (loc <= BUILTINS_LOCATION ||
	    linemaps_is_virtual(linemaps_plain(loc)))
		return false;
	x = expand_location(loc);
	*ret_file = x.file;
	ret->line = x.line;
	ret->col = x.column;
	return x.file && x.line > 0 && x.column > 0;
}

u32 text_argument(tree call, const struct token *t)
{
	source_range range = get_range_from_loc(line_table, EXPR_LOCATION(call));
	const char *file, *other;
	struct scan s;

	memset(&s, 0, sizeof(s));
	if (t->nstep || !in_file(range.m_start, &file, &s.at) ||
	    !in_file(range.m_finish, &other, &s.finish) || other != file ||
	    !in_file(t->outer, &other, &s.token) || other != file ||
	    s.finish.line - s.at.line > MAX_LINES)
		return IR_NONE;
	for (; !s.stop && s.at.line <= s.finish.line; s.at.line++) {
		char_span line = gpr_source_line(file, s.at.line);

		if (!line)
			return IR_NONE;
		scan_line(&s, line.get_buffer(), line.length());
		if (!s.stop)
			s.at.col = 1;
	}
	return s.ok ? s.result : IR_NONE;
}
