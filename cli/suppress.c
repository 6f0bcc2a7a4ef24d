/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the comments that suppress findings, see suppress.h. */
#include "cli/suppress.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/assess_file.h"
#include "cli/series.h"
#include "lib/base/strbuf.h"
#include "lib/base/vec.h"

/* ---- comments of C */

struct scan {
	const char *at, *end;
	u32 line;
	bool code_before;	/* on this line */
};

static char peek(const struct scan *s, u32 ahead)
{
	return s->end - s->at > ahead ? s->at[ahead] : '\0';
}

static void advance(struct scan *s)
{
	if (*s->at == '\n') {
		s->line++;
		s->code_before = false;
	}
	s->at++;
}

/* Behind a string or character constant; it ends at the line's end at the latest. */
static void skip_quoted(struct scan *s)
{
	char quote = *s->at;

	s->at++;
	while (s->at < s->end && *s->at != quote && *s->at != '\n') {
		if (*s->at == '\\' && s->at + 1 < s->end)
			advance(s);
		advance(s);
	}
	if (s->at < s->end && *s->at == quote)
		s->at++;
}

static bool code_follows(const struct scan *s)
{
	const char *p = s->at;

	while (p < s->end && *p != '\n' && isspace((unsigned char)*p))
		p++;
	return p < s->end && *p != '\n';
}

/* Behind the comment that begins here; its text ends before the closing mark. */
static const char *skip_comment(struct scan *s)
{
	bool to_line_end = s->at[1] == '/';
	const char *text_end;

	s->at += 2;
	while (s->at < s->end) {
		if (to_line_end ? *s->at == '\n' : *s->at == '*' && peek(s, 1) == '/')
			break;
		if (to_line_end && *s->at == '\\' && peek(s, 1) == '\n')
			advance(s);
		advance(s);
	}
	text_end = s->at;
	if (!to_line_end && s->at < s->end)
		s->at += 2;
	return text_end;
}

static void take_comment(struct scan *s, struct arena *arena, comment_fn *fn, void *ctx)
{
	struct comment c = { .line = s->line };
	const char *begin = s->at + 2, *end;
	bool code_before = s->code_before;
	size_t len;

	end = skip_comment(s);
	len = end > begin ? (size_t)(end - begin) : 0;
	c.end_line = s->line;
	c.alone = !code_before && !code_follows(s);
	c.text = arena_printf(arena, "%.*s", (int)len, begin);
	fn(ctx, &c);
	s->code_before = code_before && c.end_line == c.line;
}

void scan_comments(const char *text, size_t len, struct arena *arena, comment_fn *fn, void *ctx)
{
	struct scan s = { text, text + len, 1, false };

	while (s.at < s.end) {
		if (*s.at == '/' && (peek(&s, 1) == '*' || peek(&s, 1) == '/')) {
			take_comment(&s, arena, fn, ctx);
			continue;
		}
		if (!isspace((unsigned char)*s.at))
			s.code_before = true;
		if (*s.at == '"' || *s.at == '\'')
			skip_quoted(&s);
		else
			advance(&s);
	}
}

/* ---- what a comment says */

typedef VEC(struct suppression) suppression_vec;

struct finder {
	const struct analysis *a;
	struct arena *arena;
	const char *file;
	const char *today;
	suppression_vec found;
};

static const char *skip_space(const char *s)
{
	return s + strspn(s, " \t\r\n*");
}

static const char *trimmed(struct arena *arena, const char *s, const char *end)
{
	while (end > s && strchr(" \t\r\n*", end[-1]))
		end--;
	return arena_printf(arena, "%.*s", (int)(end - s), s);
}

/* A word of letters, digits and dashes; *at moves behind it. */
static const char *word(struct arena *arena, const char **at)
{
	const char *begin = skip_space(*at);

	*at = begin + strspn(begin, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
	return arena_printf(arena, "%.*s", (int)(*at - begin), begin);
}

static void malformed(struct finder *f, const struct comment *c, const char *why)
{
	struct suppression s = {
		.loc = { f->file, c->line, 0 },
		.rule = "", .reason = why, .until = "",
		.state = SUPPRESSION_MALFORMED,
	};

	vec_push(&f->found, s);
}

static bool is_meant(const struct comment *c, const struct suppression *s, const struct finding *g)
{
	u32 line = c->alone ? c->end_line + 1 : c->line;

	return g->loc.line == line && strcmp(g->loc.file, s->loc.file) == 0 &&
	       strcmp(finding_rule_name(g->rule), s->rule) == 0;
}

/* One entry for each finding that is suppressed, or one that says why none is. */
static void apply(struct finder *f, const struct comment *c, struct suppression s)
{
	u32 before = f->found.n;

	s.loc = (struct src_loc){ f->file, c->line, 0 };
	s.state = SUPPRESSION_USED;
	for (u32 i = 0; i < f->a->nfindings; i++) {
		if (!is_meant(c, &s, &f->a->findings[i]))
			continue;
		s.finding = i;
		if (s.until[0] && strcmp(s.until, f->today) < 0)
			break;
		vec_push(&f->found, s);
	}
	if (f->found.n != before)
		return;
	s.state = s.until[0] && strcmp(s.until, f->today) < 0 ? SUPPRESSION_EXPIRED
							      : SUPPRESSION_UNUSED;
	s.finding = 0;
	vec_push(&f->found, s);
}

/* RULE[, RULE] [until DATE]; the names go to rules. NULL, or what is wrong. */
static const char *read_rules(struct finder *f, const char **at, string_list *rules,
			      const char **ret_until)
{
	const char *name;

	do {
		*at += **at == ',';
		name = word(f->arena, at);
		if (!name[0])
			return "names no rule; write: gprcheck: ok RULE: reason";
		if (finding_rule_find(name) < 0)
			return arena_printf(f->arena, "no rule is called '%s'", name);
		vec_push(rules, name);
		*at = skip_space(*at);
	} while (**at == ',');
	*ret_until = "";
	if (strncmp(*at, "until", 5) != 0)
		return NULL;
	*at += 5;
	*ret_until = word(f->arena, at);
	*at = skip_space(*at);
	return is_day(*ret_until) ? NULL : "until is not followed by a day as 2027-01-31";
}

static const char *read_words(struct finder *f, const char *at, string_list *rules,
			      struct suppression *ret)
{
	const char *wrong;

	if (strcmp(word(f->arena, &at), "ok") != 0)
		return "only 'ok' can follow; write: gprcheck: ok RULE: reason";
	wrong = read_rules(f, &at, rules, &ret->until);
	if (wrong)
		return wrong;
	if (*at != ':')
		return "no ':' before the reason";
	at = skip_space(at + 1);
	ret->reason = trimmed(f->arena, at, at + strlen(at));
	return ret->reason[0] ? NULL : "gives no reason";
}

static void on_comment(void *ctx, const struct comment *c)
{
	static const char mark[] = "gprcheck:";
	const char *at = skip_space(c->text), *wrong;
	struct suppression s = { .reason = "", .until = "" };
	struct finder *f = ctx;
	string_list rules = VEC_INIT;

	if (strncmp(at, mark, sizeof(mark) - 1) != 0)
		return;
	wrong = read_words(f, at + sizeof(mark) - 1, &rules, &s);
	if (wrong)
		malformed(f, c, wrong);
	for (u32 i = 0; !wrong && i < rules.n; i++) {
		s.rule = rules.v[i];
		apply(f, c, s);
	}
	vec_release(&rules);
}

/* ---- the files */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_files(const struct analysis *a, string_list *ret)
{
	u32 i, n = 0;

	for (i = 0; i < a->nunits; i++)
		vec_push(ret, a->units[i].file);
	for (i = 0; i < a->nsites; i++)
		vec_push(ret, a->sites[i].loc.file);
	for (i = 0; i < a->nfindings; i++)
		vec_push(ret, a->findings[i].loc.file);
	if (ret->n)
		qsort(ret->v, ret->n, sizeof(*ret->v), by_name);
	for (i = 0; i < ret->n; i++)
		if (n == 0 || strcmp(ret->v[n - 1], ret->v[i]) != 0)
			ret->v[n++] = ret->v[i];
	ret->n = n;
}

/* The name comes out of an object: only a plain file is opened. */
static void scan_file(struct finder *f, const char *root, struct arena *scratch)
{
	const char *path = f->file[0] == '/' ? f->file
					     : arena_printf(scratch, "%s/%s", root, f->file);
	struct stat st;
	const char *text;
	size_t len;

	if (!f->file[0] || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return;
	text = read_text(scratch, path, &len);
	/* Most files have none: their comments need not be found. */
	if (memmem(text, len, "gprcheck:", 9))
		scan_comments(text, len, f->arena, on_comment, f);
}

static const char *today(struct arena *arena)
{
	time_t now = time(NULL);
	char text[16];
	struct tm tm;

	if (!gmtime_r(&now, &tm) || !strftime(text, sizeof(text), "%Y-%m-%d", &tm))
		return "";
	return arena_strdup(arena, text);
}

void find_suppressions(const char *root, const struct analysis *a, struct arena *arena,
		       const struct suppression **ret, u32 *ret_n)
{
	struct finder f = { .a = a, .arena = arena, .today = today(arena) };
	struct arena *scratch = arena_new();
	string_list files = VEC_INIT;

	if (root[0])
		list_files(a, &files);
	for (u32 i = 0; i < files.n; i++) {
		f.file = files.v[i];
		scan_file(&f, root, scratch);
		arena_reset(scratch);
	}
	*ret = arena_memdup(arena, f.found.v, f.found.n * sizeof(*f.found.v));
	*ret_n = f.found.n;
	vec_release(&f.found);
	vec_release(&files);
	arena_free(scratch);
}
