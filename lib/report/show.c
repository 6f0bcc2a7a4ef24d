/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One finding as text: its path with the source lines and a caret each. */
#include <inttypes.h>
#include <time.h>
#include <string.h>

#include "lib/report/report_p.h"

/* A longer line is no source a person reads: it is cut. */
#define LINE_MAX_BYTES 400
#define TAB 8

struct show {
	const struct report_output *o;
	struct report_source *source;
};

static const char *bold(const struct show *s)
{
	return s->o->colour ? "\033[1m" : "";
}

static const char *red(const struct show *s)
{
	return s->o->colour ? "\033[1;31m" : "";
}

static const char *plain(const struct show *s)
{
	return s->o->colour ? "\033[0m" : "";
}

/* One character at *s, tabs expanded, whatever could upset a terminal as `?`. */
static u32 add_char(struct strbuf *out, const char **s, u32 column)
{
	u32 n = report_utf8_length(*s), width = 1, i;

	if (**s == '\t') {
		width = TAB - column % TAB;
		for (i = 0; i < width; i++)
			strbuf_addch(out, ' ');
	} else if (report_is_control(*s, n)) {
		strbuf_addch(out, '?');
	} else {
		strbuf_add(out, *s, n);
	}
	*s += n ? n : 1;
	return column + width;
}

/*
 * The line as shown; returns where the caret goes: the shown column of the
 * byte `column` (from 1), the end of the line when it has not that many.
 */
static u32 expand(struct strbuf *out, const char *line, u32 column)
{
	const char *s = line;
	u32 shown = 0, caret = 0;

	while (*s && s - line < LINE_MAX_BYTES) {
		if ((u32)(s - line) < column)
			caret = shown;
		shown = add_char(out, &s, shown);
	}
	return (u32)(s - line) < column ? shown : caret;
}

static void put_source(const struct show *s, const struct src_loc *loc)
{
	struct strbuf text = STRBUF_INIT;
	const char *line = report_source_line(s->source, loc->file, loc->line);
	u32 caret;

	if (!line)
		return;
	caret = expand(&text, line, loc->column);
	fprintf(s->o->out, "    %6u | %s\n", loc->line, strbuf_str(&text));
	if (loc->column)
		fprintf(s->o->out, "           | %*s%s^%s\n", (int)caret, "", red(s), plain(s));
	strbuf_release(&text);
}

static void put_text(const struct show *s, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	while (*text)
		add_char(&sb, &text, 0);
	fputs(strbuf_str(&sb), s->o->out);
	strbuf_release(&sb);
}

static void put_loc(const struct show *s, const struct src_loc *loc)
{
	fputs(bold(s), s->o->out);
	put_text(s, loc->file[0] ? loc->file : "<unknown>");
	if (loc->line)
		fprintf(s->o->out, ":%u", loc->line);
	if (loc->line && loc->column)
		fprintf(s->o->out, ":%u", loc->column);
	fputs(plain(s), s->o->out);
}

static void put_function(const struct show *s, const char *function)
{
	if (!function[0])
		return;
	fputs("in ", s->o->out);
	put_text(s, function);
	fputs("(): ", s->o->out);
}

static void put_field(const struct show *s, const char *name, const char *value)
{
	fprintf(s->o->out, "  %-12s", name);
	put_text(s, value);
	fputc('\n', s->o->out);
}

static void put_reason(const struct show *s, const struct end_note *end)
{
	fputs(end_reason_name(end->reason), s->o->out);
	if (end->why[0]) {
		fputs(": ", s->o->out);
		put_text(s, end->why);
	}
	if (end->commit[0]) {
		fputs(", by commit ", s->o->out);
		put_text(s, end->commit);
	}
}

static void put_status(const struct show *s, const struct finding_record *r)
{
	fprintf(s->o->out, "  %-12s%s", "status", finding_status_name(r->status));
	if (r->end.reason != END_NONE) {
		fputs(", ", s->o->out);
		put_reason(s, &r->end);
	}
	fputc('\n', s->o->out);
}

static void put_day(const struct show *s, s64 seconds)
{
	time_t t = (time_t)seconds;
	char text[16];
	struct tm tm;

	if (seconds && gmtime_r(&t, &tm) && strftime(text, sizeof(text), "%Y-%m-%d", &tm))
		fprintf(s->o->out, " on %s", text);
}

/* What became of an assessment that does not count any more. */
static void put_state(const struct show *s, const struct assessment *a)
{
	if (a->state == ASSESSMENT_EXPIRED)
		fprintf(s->o->out, " [expired after %s]", a->until);
	else if (a->state == ASSESSMENT_IN_FORCE && a->until[0])
		fprintf(s->o->out, " [until %s]", a->until);
	if (a->state != ASSESSMENT_ENDED)
		return;
	fputs(" [ended: it was about ", s->o->out);
	put_text(s, a->expression);
	fputs(", this is ", s->o->out);
	put_text(s, a->now_is);
	fputc(']', s->o->out);
}

static void put_assessment(const struct show *s, const struct finding_record *r)
{
	const struct assessment *a = r->assessment;

	if (!a || a->verdict == ASSESSED_OPEN)
		return;
	fprintf(s->o->out, "  %-12s%s, by ", "assessed", assessment_verdict_name(a->verdict));
	put_text(s, a->author);
	put_day(s, a->time);
	fputs(": ", s->o->out);
	put_text(s, a->reason);
	put_state(s, a);
	fputc('\n', s->o->out);
}

static void put_match(const struct show *s, const struct finding_record *r)
{
	fprintf(s->o->out, "  %-12s%s: %s", "matched by", match_name(r->match),
		match_help(r->match));
	if (r->match_why[0]) {
		fputs("; ", s->o->out);
		put_text(s, r->match_why);
	}
	fputc('\n', s->o->out);
}

static bool same_variant(const struct finding_stretch *a, const struct finding_stretch *b)
{
	return !strcmp(a->config, b->config) && !strcmp(a->arch, b->arch) &&
	       !strcmp(a->compiler, b->compiler);
}

static void put_variant(const struct show *s, const struct finding_stretch *t)
{
	const char *const words[] = { t->config, t->arch, t->compiler };
	u32 i, n = 0;

	fputs("  ", s->o->out);
	for (i = 0; i < ARRAY_SIZE(words); i++) {
		if (!words[i][0])
			continue;
		fputs(n++ ? ", " : "", s->o->out);
		put_text(s, words[i]);
	}
	fputs(n ? ":\n" : "unknown configuration and compiler:\n", s->o->out);
}

static void put_runs(const struct show *s, const struct finding_stretch *t)
{
	put_text(s, t->first_run_name);
	if (t->first_run == t->last_run)
		return;
	fputs(" .. ", s->o->out);
	put_text(s, t->last_run_name);
}

static void put_stretch(const struct show *s, const struct finding_stretch *t)
{
	fputs("    ", s->o->out);
	put_runs(s, t);
	fputs(": ", s->o->out);
	put_text(s, t->file);
	fprintf(s->o->out, ":%u ", t->line);
	put_function(s, t->function);
	fputs(match_name(t->match), s->o->out);
	if (t->match_why[0]) {
		fputs(", ", s->o->out);
		put_text(s, t->match_why);
	}
	if (t->end.reason != END_NONE && t->end.reason != END_CHANGED) {
		fputs("; not in ", s->o->out);
		put_text(s, t->end_run_name);
		fputs(": ", s->o->out);
		put_reason(s, &t->end);
	}
	fputc('\n', s->o->out);
}

/* By variant, in the order of their first sight; within one, by run. */
static void put_history(const struct show *s, const struct finding_record *r)
{
	const struct finding_stretch *t = r->stretches;
	u32 i, j;

	if (r->nstretches)
		fputs("\nseen in\n", s->o->out);
	for (i = 0; i < r->nstretches; i++) {
		for (j = 0; j < i && !same_variant(&t[i], &t[j]);)
			j++;
		if (j < i)
			continue;
		put_variant(s, &t[i]);
		for (j = i; j < r->nstretches; j++)
			if (same_variant(&t[i], &t[j]))
				put_stretch(s, &t[j]);
	}
}

static void put_header(const struct show *s, const struct finding_record *r)
{
	const struct finding *f = &r->f;

	fprintf(s->o->out, "finding %" PRId64 ": ", r->id);
	put_loc(s, &f->loc);
	fputs(": ", s->o->out);
	put_function(s, f->function);
	put_text(s, f->message);
	fprintf(s->o->out, " [gprcheck:%s]\n", finding_rule_name(f->rule));
	put_status(s, r);
	put_assessment(s, r);
	put_field(s, "index", f->index);
	put_field(s, "accessor", f->accessor);
	put_field(s, "first run", r->first_run_name);
	put_field(s, "last run", r->last_run_name);
	put_match(s, r);
	fprintf(s->o->out, "  %-12s%016" PRIx64 "\n", "fingerprint", r->fingerprint);
}

static void put_event(const struct show *s, u32 number, const struct path_event *e)
{
	fprintf(s->o->out, "\n(%u) ", number);
	put_loc(s, &e->loc);
	fputs(": ", s->o->out);
	put_function(s, e->function);
	put_text(s, e->text);
	fputc('\n', s->o->out);
	put_source(s, &e->loc);
}

int report_show(const struct report_output *o, const struct finding_record *r,
		const char *root, struct error *err)
{
	struct show s = { o, report_source_new(root) };
	u32 i;

	put_header(&s, r);
	if (!r->f.nevents)
		put_source(&s, &r->f.loc);
	for (i = 0; i < r->f.nevents; i++)
		put_event(&s, i + 1, &r->f.events[i]);
	put_history(&s, r);
	report_source_free(s.source);
	return report_flush(o->out, err);
}
