/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings as one page: data, style and script in one file, nothing from a
 * network.
 *
 * Text of the analysed program gets into the page only as JSON, in which
 * every `<` and `&` is a \u escape; the script sets it as text, never as markup.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/embed.h"
#include "lib/report/report_p.h"

/* The page around the data: page.html has the marks @STYLE@, @DATA@, @SCRIPT@. */
EMBED(report_page_html, "lib/report/page.html");
EMBED(report_page_css, "lib/report/page.css");
EMBED(report_page_js, "lib/report/page.js");

/* Lines of source shown before and after the one in question. */
#define CONTEXT 2
/* A longer line is no source a person reads: it is cut. */
#define LINE_MAX_BYTES 400

static json_t *source_line(const char *line)
{
	char cut[LINE_MAX_BYTES + 1];

	if (strlen(line) <= LINE_MAX_BYTES)
		return report_json_string(line);
	memcpy(cut, line, LINE_MAX_BYTES);
	cut[LINE_MAX_BYTES] = '\0';
	return report_json_string(cut);
}

/*
 * The characters before the byte `column` (from 1) of the line: bytes mean
 * nothing to a script.
 */
static u32 caret_of(const char *line, u32 column)
{
	const char *s = line;
	u32 caret = 0, n;

	while (*s && (u32)(s - line) + 1 < column && s - line < LINE_MAX_BYTES) {
		n = report_utf8_length(s);
		caret += n == 4 ? 2 : 1;	/* UTF-16 */
		s += n ? n : 1;
	}
	return caret;
}

/* { "first": 10, "caret": 4, "lines": [..] }, or NULL when the source is not there. */
static json_t *excerpt(struct report_source *source, const struct src_loc *loc)
{
	const char *line = report_source_line(source, loc->file, loc->line), *l;
	u32 first = loc->line > CONTEXT ? loc->line - CONTEXT : 1, i;
	json_t *j, *lines;

	if (!line)
		return NULL;
	lines = json_array();
	for (i = first; i <= loc->line + CONTEXT; i++) {
		l = report_source_line(source, loc->file, i);
		if (l)
			json_array_append_new(lines, source_line(l));
	}
	j = json_object();
	json_object_set_new(j, "first", json_integer(first));
	if (loc->column)
		json_object_set_new(j, "caret", json_integer(caret_of(line, loc->column)));
	json_object_set_new(j, "lines", lines);
	return j;
}

static void set_excerpt(json_t *object, struct report_source *source, const struct src_loc *loc)
{
	json_t *j = excerpt(source, loc);

	if (j)
		json_object_set_new(object, "source", j);
}

static json_t *finding_json(const struct finding_record *r, struct report_source *source)
{
	json_t *j = report_finding_json(r), *path = json_object_get(j, "path");
	u32 i;

	set_excerpt(j, source, &r->f.loc);
	for (i = 0; i < r->f.nevents; i++)
		set_excerpt(json_array_get(path, i), source, &r->f.events[i].loc);
	return j;
}

/* JSON that cannot end the script element it stands in. */
static void put_json(FILE *out, json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENSURE_ASCII), *s;

	if (!text)
		abort();
	for (s = text; *s; s++) {
		if (strchr("<>&", *s))
			fprintf(out, "\\u%04x", (unsigned char)*s);
		else
			fputc(*s, out);
	}
	free(text);
	json_decref(value);
}

static json_t *rules_json(void)
{
	json_t *j = json_object();
	u32 i;

	for (i = 0; i < FINDING_RULE_COUNT; i++)
		json_object_set_new(j, finding_rule_name((enum finding_rule)i),
				    json_string(finding_rule_help((enum finding_rule)i)));
	return j;
}

static json_t *head_json(const struct report_output *o)
{
	json_t *j = json_object();

	json_object_set_new(j, "version", report_json_string(o->tool_version ? o->tool_version : ""));
	json_object_set_new(j, "run", report_json_string(o->run ? o->run : ""));
	json_object_set_new(j, "rules", rules_json());
	return j;
}

static void put_data(const struct report_output *o, const struct finding_record *r, u32 n)
{
	struct report_source *source = report_source_new(o->root);
	u32 i;

	fputs("{\"report\":", o->out);
	put_json(o->out, head_json(o));
	fputs(",\n\"findings\":[", o->out);
	for (i = 0; i < n; i++) {
		fputs(i ? ",\n" : "\n", o->out);
		put_json(o->out, finding_json(&r[i], source));
	}
	fputs("\n]}", o->out);
	report_source_free(source);
}

/* The template up to the mark; returns what follows the mark. */
static const char *put_until(FILE *out, const char *template, const char *mark)
{
	const char *at = strstr(template, mark);

	if (!at)
		abort();
	fwrite(template, 1, (size_t)(at - template), out);
	return at + strlen(mark);
}

static void html_findings(const struct report_output *o,
			  const struct finding_record *r, u32 n)
{
	const char *rest;

	rest = put_until(o->out, report_page_html, "@STYLE@");
	fputs(report_page_css, o->out);
	rest = put_until(o->out, rest, "@DATA@");
	put_data(o, r, n);
	rest = put_until(o->out, rest, "@SCRIPT@");
	fputs(report_page_js, o->out);
	fputs(rest, o->out);
}

const struct report_writer_ops report_html_ops = {
	.findings = html_findings,
};
