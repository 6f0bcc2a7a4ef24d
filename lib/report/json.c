/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables as JSON: one object with one list, one line a row, nothing held back. */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/report/report_p.h"

static const char replacement[] = "\xef\xbf\xbd";

/* Continuation bytes that follow this first byte, and the range of the first of them. */
static u32 sequence(u8 first, u8 *low, u8 *high)
{
	*low = 0x80;
	*high = 0xbf;
	if (first >= 0xc2 && first <= 0xdf)
		return 1;
	if (first >= 0xe0 && first <= 0xef) {
		*low = first == 0xe0 ? 0xa0 : 0x80;	/* no overlong form */
		*high = first == 0xed ? 0x9f : 0xbf;	/* no surrogate */
		return 2;
	}
	if (first >= 0xf0 && first <= 0xf4) {
		*low = first == 0xf0 ? 0x90 : 0x80;
		*high = first == 0xf4 ? 0x8f : 0xbf;	/* up to U+10FFFF */
		return 3;
	}
	return 0;
}

u32 report_utf8_length(const char *s)
{
	const u8 *b = (const u8 *)s;
	u8 low, high;
	u32 i, more;

	if (b[0] < 0x80)
		return 1;
	more = sequence(b[0], &low, &high);
	if (!more || b[1] < low || b[1] > high)
		return 0;
	for (i = 2; i <= more; i++)
		if ((b[i] & 0xc0) != 0x80)
			return 0;
	return more + 1;
}

bool report_is_control(const char *s, u32 n)
{
	const u8 *b = (const u8 *)s;

	return n == 0 || (n == 1 && (b[0] < ' ' || b[0] == 0x7f)) ||
	       (n == 2 && b[0] == 0xc2 && b[1] < 0xa0);
}

json_t *report_json_string(const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	json_t *j = json_string(text);
	u32 n;

	if (j)
		return j;
	for (; *text; text += n ? n : 1) {
		n = report_utf8_length(text);
		if (n)
			strbuf_add(&sb, text, n);
		else
			strbuf_addstr(&sb, replacement);
	}
	j = json_string(strbuf_str(&sb));
	strbuf_release(&sb);
	if (!j)
		abort();
	return j;
}

void report_json_dump(FILE *out, json_t *value)
{
	json_dumpf(value, out, 0);
	json_decref(value);
}

struct json_writer {
	struct report_writer w;
	bool again;	/* a row was written before */
};

static void json_begin(struct report_writer *w)
{
	fprintf(w->o.out, "{\"%s\": [", w->name);
}

static json_t *cell_value(const struct report_column *column, const char *cell)
{
	if (column->type == REPORT_NUMBER && !cell[0])
		return json_null();
	if (column->type == REPORT_NUMBER)
		return json_integer(strtoll(cell, NULL, 10));
	return report_json_string(cell);
}

static void json_row(struct report_writer *w, const char *const *cells)
{
	struct json_writer *jw = (struct json_writer *)w;
	json_t *object = json_object();
	u32 i;

	for (i = 0; i < w->ncolumns; i++)
		json_object_set_new(object, w->columns[i].name,
				    cell_value(&w->columns[i], cells[i]));
	fputs(jw->again ? ",\n  " : "\n  ", w->o.out);
	report_json_dump(w->o.out, object);
	jw->again = true;
}

static void json_end(struct report_writer *w)
{
	fputs("\n]}\n", w->o.out);
}

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

static void set_text(json_t *object, const char *key, const char *text)
{
	set(object, key, report_json_string(text));
}

static void set_place(json_t *object, const struct src_loc *loc, const char *function)
{
	set_text(object, "file", loc->file);
	set(object, "line", json_integer(loc->line));
	set(object, "column", json_integer(loc->column));
	set_text(object, "function", function);
}

static json_t *path_json(const struct finding *f)
{
	json_t *path = json_array();
	u32 i;

	for (i = 0; i < f->nevents; i++) {
		const struct path_event *e = &f->events[i];
		json_t *step = json_object();

		set_text(step, "kind", event_kind_name(e->kind));
		set_place(step, &e->loc, e->function);
		set_text(step, "text", e->text);
		json_array_append_new(path, step);
	}
	return path;
}

static json_t *assessment_json(const struct assessment *a)
{
	json_t *j = json_object();

	set_text(j, "verdict", assessment_verdict_name(a->verdict));
	set_text(j, "state", assessment_state_name(a->state));
	set_text(j, "reason", a->reason);
	set_text(j, "author", a->author);
	set(j, "time", json_integer(a->time));
	set_text(j, "until", a->until);
	return j;
}

static json_t *gone_json(const struct end_note *end)
{
	json_t *j = json_object();

	set_text(j, "reason", end_reason_name(end->reason));
	set_text(j, "why", end->why);
	set_text(j, "commit", end->commit);
	return j;
}

json_t *report_finding_json(const struct finding_record *r)
{
	json_t *j = json_object(), *site = json_object();
	const struct finding *f = &r->f;
	char hex[17];

	snprintf(hex, sizeof(hex), "%016" PRIx64, r->fingerprint);
	set(j, "id", json_integer(r->id));
	set_text(j, "rule", finding_rule_name(f->rule));
	set_place(j, &f->loc, f->function);
	set_text(j, "accessor", f->accessor);
	set_text(j, "index", f->index);
	set_text(j, "status", finding_status_name(r->status));
	set_text(j, "message", f->message);
	set_text(j, "fingerprint", hex);
	set_text(j, "first_run", r->first_run_name);
	set_text(j, "last_run", r->last_run_name);
	if (r->end.reason != END_NONE)
		set(j, "gone", gone_json(&r->end));
	set_place(site, &f->site, f->site_function);
	if (r->assessment && r->assessment->verdict != ASSESSED_OPEN)
		set(j, "assessment", assessment_json(r->assessment));
	set(j, "site", site);
	set(j, "path", path_json(f));
	return j;
}

static void json_findings(const struct report_output *o,
			  const struct finding_record *r, u32 n)
{
	u32 i;

	fputs("{\"findings\": [", o->out);
	for (i = 0; i < n; i++) {
		fputs(i ? ",\n  " : "\n  ", o->out);
		report_json_dump(o->out, report_finding_json(&r[i]));
	}
	fputs("\n]}\n", o->out);
}

const struct report_writer_ops report_json_ops = {
	.size = sizeof(struct json_writer),
	.begin = json_begin,
	.row = json_row,
	.end = json_end,
	.findings = json_findings,
};
