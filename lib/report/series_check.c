/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A series for the tools of a mailing list: patchwork, b4, NIPA; and GitHub. */
#include <string.h>

#include "lib/report/series_p.h"

static void set(json_t *object, const char *key, const char *value)
{
	json_object_set_new(object, key, report_json_string(value));
}

static void set_verdict(json_t *object, const char *key, const struct series_patch *p)
{
	struct strbuf sb = STRBUF_INIT;

	series_add_verdict(&sb, p);
	set(object, key, strbuf_str(&sb));
	strbuf_release(&sb);
}

static const char *grade_word(const struct series_patch *p, const char *pass, const char *warning,
			      const char *fail)
{
	char grade = series_grade(p);

	return grade == 'p' ? pass : grade == 'w' ? warning : fail;
}

/* What is posted to /patches/N/checks/, and which patch it is for. */
void series_patchwork(const struct series_output *r, struct error *err)
{
	(void)err;
	for (u32 i = 0; i < r->s->npatches; i++) {
		const struct series_patch *p = &r->s->patches[i];
		json_t *check = json_object(), *one = json_object();

		if (!series_wants(r, i + 1)) {
			json_decref(check);
			json_decref(one);
			continue;
		}
		set(check, "state", grade_word(p, "success", "warning", "fail"));
		set(check, "context", "gprcheck");
		set_verdict(check, "description", p);
		set(check, "target_url", r->url);
		json_object_set_new(one, "patch", json_integer(i + 1));
		set(one, "commit", p->commit);
		set(one, "msgid", p->message_id);
		set(one, "name", p->subject);
		json_object_set_new(one, "check", check);
		report_json_dump(r->out, one);
		fputc('\n', r->out);
	}
}

void series_b4(const struct series_output *r, struct error *err)
{
	json_t *all = json_array();

	(void)err;
	for (u32 i = 0; i < r->s->npatches; i++) {
		const struct series_patch *p = &r->s->patches[i];
		struct strbuf details = STRBUF_INIT;
		json_t *one;

		if (!series_wants(r, i + 1))
			continue;
		one = json_object();
		set(one, "tool", "gprcheck");
		set(one, "status", grade_word(p, "pass", "warn", "fail"));
		set_verdict(one, "summary", p);
		if (*r->url)
			set(one, "url", r->url);
		series_add_details(&details, r->s, i + 1);
		set(one, "details", strbuf_str(&details));
		strbuf_release(&details);
		json_array_append_new(all, one);
	}
	report_json_dump(r->out, all);
	fputc('\n', r->out);
}

/* A log for a person; exit code and summary are what the machine reads. */
void series_nipa(const struct series_output *r, struct error *err)
{
	(void)err;
	for (u32 i = 1; i <= r->s->npatches; i++) {
		const struct series_patch *p = &r->s->patches[i - 1];
		struct strbuf sb = STRBUF_INIT;

		if (!series_wants(r, i))
			continue;
		strbuf_addf(&sb, "%u/%u %.12s ", i, r->s->npatches, p->commit);
		series_add_line(&sb, p->subject);
		strbuf_addstr(&sb, "\n  ");
		series_add_verdict(&sb, p);
		strbuf_addch(&sb, '\n');
		series_add_details(&sb, r->s, i);
		fputs(strbuf_str(&sb), r->out);
		strbuf_release(&sb);
	}
}

/* ---- GitHub: the findings as ever, with what became of them; and a remark a patch */

static struct finding_record with_fate(const struct series_output *r, struct arena *arena,
				       const struct series_finding *f)
{
	struct finding_record record = f->r;
	struct strbuf sb = STRBUF_INIT;

	series_add_fate(&sb, r->s, f);
	record.status = STATUS_NEW;
	record.f.message = arena_printf(arena, "%s (%s)", f->r.f.message, strbuf_str(&sb));
	strbuf_release(&sb);
	return record;
}

static void remark_on(const struct series_output *r, u32 patch)
{
	const struct series_patch *p = &r->s->patches[patch - 1];
	struct strbuf sb = STRBUF_INIT;

	if (p->is_judged && !p->is_incomplete)
		return;
	strbuf_addf(&sb, "%u/%u %s: ", patch, r->s->npatches, p->subject);
	series_add_verdict(&sb, p);
	report_github_remark(r->out, "gprcheck", strbuf_str(&sb));
	strbuf_release(&sb);
}

void series_github(const struct series_output *r, struct error *err)
{
	struct report_output o = *r->o;
	struct arena *arena = arena_new();

	o.format = REPORT_GITHUB;
	for (u32 i = 0; i < r->s->nfindings; i++)
		if (r->s->findings[i].last && series_wants(r, r->s->findings[i].last)) {
			struct finding_record record = with_fate(r, arena, &r->s->findings[i]);

			report_findings(&o, &record, 1, err);
		}
	for (u32 i = 1; i <= r->s->npatches; i++)
		if (series_wants(r, i))
			remark_on(r, i);
	arena_free(arena);
}
