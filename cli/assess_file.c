/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and writes assessments as text, see assess_file.h. */
#include "cli/assess_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/cli.h"
#include "lib/base/strbuf.h"
#include "lib/report/report.h"

/* What makes an assessment the same comes first: lines sort by it. ORDER WITH cells_of(), take() */
static const struct report_column columns[] = {
	{ "fingerprint", REPORT_TEXT, REPORT_IN_ALL },
	{ "made", REPORT_TEXT, REPORT_IN_ALL },
	{ "verdict", REPORT_TEXT, REPORT_IN_ALL },
	{ "until", REPORT_TEXT, REPORT_IN_ALL },
	{ "author", REPORT_TEXT, REPORT_IN_ALL },
	{ "reason", REPORT_TEXT, REPORT_IN_ALL },
	{ "rule", REPORT_TEXT, REPORT_IN_ALL },
	{ "file", REPORT_TEXT, REPORT_IN_ALL },
	{ "function", REPORT_TEXT, REPORT_IN_ALL },
	{ "accessor", REPORT_TEXT, REPORT_IN_ALL },
	{ "index", REPORT_TEXT, REPORT_IN_ALL },
	{ "expression", REPORT_TEXT, REPORT_IN_ALL },
};

#define NCOLUMNS ARRAY_SIZE(columns)
#define NIDENTITY 6
#define TIME_FORMAT "%Y-%m-%dT%H:%M:%SZ"

bool is_day(const char *text)
{
	struct tm tm = { .tm_isdst = 0 }, again;
	const char *end = strptime(text, "%Y-%m-%d", &tm);
	char normal[16];
	time_t t;

	if (!end || *end || strlen(text) != 10)
		return false;
	t = timegm(&tm);
	return gmtime_r(&t, &again) && strftime(normal, sizeof(normal), "%Y-%m-%d", &again) &&
	       strcmp(normal, text) == 0;
}

static bool parse_time(const char *text, s64 *ret)
{
	struct tm tm = { .tm_isdst = 0 };
	const char *end = strptime(text, TIME_FORMAT, &tm);

	if (!end || *end)
		return false;
	*ret = timegm(&tm);
	return true;
}

static bool parse_hex(const char *text, u64 *ret)
{
	char *end;

	*ret = strtoull(text, &end, 16);
	return strlen(text) == 16 && strspn(text, "0123456789abcdef") == 16 && !*end;
}

/* Undoes the escapes of tsv in place; false for one that tsv has not. */
static bool unescape(char *s)
{
	static const char escaped[] = "tnr\\", plain[] = "\t\n\r\\";
	const char *p;
	char *to = s;

	for (; *s; s++) {
		if (*s == '\\') {
			p = s[1] ? strchr(escaped, s[1]) : NULL;
			if (!p)
				return false;
			*to++ = plain[p - escaped];
			s++;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
	return true;
}

/* Cuts a line into its cells; returns how many there are. */
static u32 cut(char *line, char **cells)
{
	u32 n = 0;

	for (;;) {
		if (n < NCOLUMNS)
			cells[n] = line;
		n++;
		line = strchr(line, '\t');
		if (!line)
			return n;
		*line++ = '\0';
	}
}

/* What is wrong with the cells, or NULL. ORDER WITH columns */
static const char *take(char **c, struct assessed *ret)
{
	int verdict = assessment_verdict_find(c[2]);

	*ret = (struct assessed){
		.a = { .until = c[3], .author = c[4], .reason = c[5], .expression = c[11] },
		.rule = c[6], .file = c[7], .function = c[8], .accessor = c[9], .index = c[10],
	};
	if (!parse_hex(c[0], &ret->fingerprint))
		return "the fingerprint is not 16 hex digits";
	if (!parse_time(c[1], &ret->a.time))
		return "the time is not as 2026-01-31T12:00:00Z";
	if (verdict < 0 || verdict == ASSESSED_SUPPRESSED)
		return "unknown verdict";
	if (c[3][0] && !is_day(c[3]))
		return "until is not a day as 2027-01-31";
	if (!c[4][0] || !c[5][0])
		return "author or reason is missing";
	ret->a.verdict = (enum assessment_verdict)verdict;
	return NULL;
}

static const char *read_line(char *line, struct arena *arena, struct assessed *ret)
{
	char *cells[NCOLUMNS];

	line = arena_strdup(arena, line);
	if (cut(line, cells) != NCOLUMNS)
		return "not the 12 fields of an assessment";
	for (u32 i = 0; i < NCOLUMNS; i++)
		if (!unescape(cells[i]))
			return "a backslash that is no \\t, \\n, \\r or \\\\";
	return take(cells, ret);
}

typedef VEC(struct assessed) assessed_vec;

static int read_lines(const char *path, FILE *in, struct arena *arena, assessed_vec *v,
		      struct error *err)
{
	const char *wrong = NULL;
	struct assessed a;
	char *line = NULL;
	size_t cap = 0;
	u32 number = 0;
	ssize_t len;

	while (!wrong && (len = getline(&line, &cap, in)) >= 0) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (!line[0] || line[0] == '#' || strncmp(line, "fingerprint\t", 12) == 0)
			continue;
		wrong = strlen(line) + 1 < (size_t)len ? "a NUL byte" : read_line(line, arena, &a);
		if (!wrong)
			vec_push(v, a);
	}
	free(line);
	if (wrong)
		return error_set(err, ERR_FORMAT, "%s:%u: %s", path, number, wrong);
	if (ferror(in))
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	return 0;
}

int assess_file_read(const char *path, bool may_lack, struct arena *arena,
		     struct assessed **ret, u32 *ret_n, struct error *err)
{
	assessed_vec v = VEC_INIT;
	FILE *in = fopen(path, "r");
	int code = 0;

	if (in) {
		code = read_lines(path, in, arena, &v, err);
		fclose(in);
	} else if (errno != ENOENT || !may_lack) {
		code = error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	}
	if (code == 0) {
		*ret = arena_memdup(arena, v.v, v.n * sizeof(*v.v));
		*ret_n = v.n;
	}
	vec_release(&v);
	return code;
}

/* ---- writing */

struct line {
	const char *cells[NCOLUMNS];
	u32 order;	/* of equal ones the first is kept */
};

static int compare_identity(const struct line *a, const struct line *b)
{
	int order = 0;

	for (u32 i = 0; order == 0 && i < NIDENTITY; i++)
		order = strcmp(a->cells[i], b->cells[i]);
	return order;
}

static int compare_lines(const void *x, const void *y)
{
	const struct line *a = x, *b = y;
	int order = compare_identity(a, b);

	return order ? order : (a->order < b->order ? -1 : 1);
}

static const char *time_text(struct arena *arena, s64 seconds)
{
	time_t t = (time_t)seconds;
	char text[64];
	struct tm tm;

	if (!gmtime_r(&t, &tm) || !strftime(text, sizeof(text), TIME_FORMAT, &tm))
		return "";
	return arena_strdup(arena, text);
}

/* ORDER WITH columns */
static struct line cells_of(const struct assessed *v, u32 order, struct arena *arena)
{
	return (struct line){
		{ arena_printf(arena, "%016" PRIx64, v->fingerprint), time_text(arena, v->a.time),
		  assessment_verdict_name(v->a.verdict), v->a.until, v->a.author, v->a.reason,
		  v->rule, v->file, v->function, v->accessor, v->index, v->a.expression },
		order,
	};
}

struct lines {
	struct line *v;
	u32 n;
};

static int write_lines(void *ctx, FILE *out, struct error *err)
{
	const struct lines *lines = ctx;
	struct report_output o;
	struct report_writer *w;
	int code, end;

	report_output_init(&o, out, REPORT_TSV);
	code = report_begin(&o, "assessments", columns, NCOLUMNS, &w, err);
	if (code < 0)
		return code;
	for (u32 i = 0; code == 0 && i < lines->n; i++)
		if (i == 0 || compare_identity(&lines->v[i - 1], &lines->v[i]) != 0)
			code = report_row(w, lines->v[i].cells, err);
	end = report_end(w, code < 0 ? NULL : err);
	return code < 0 ? code : end;
}

int assess_file_write(const char *path, const struct assessed *v, u32 n,
		      struct arena *arena, struct error *err)
{
	struct assessed *old;
	struct lines lines;
	u32 nold;
	int code;

	code = assess_file_read(path, true, arena, &old, &nold, err);
	if (code < 0)
		return code;
	lines.n = n + nold;
	lines.v = arena_new_array(arena, struct line, lines.n + 1);
	for (u32 i = 0; i < n; i++)
		lines.v[i] = cells_of(&v[i], i, arena);
	for (u32 i = 0; i < nold; i++)
		lines.v[n + i] = cells_of(&old[i], n + i, arena);
	qsort(lines.v, lines.n, sizeof(*lines.v), compare_lines);
	return write_whole(path, write_lines, &lines, err);
}
