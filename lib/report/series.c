/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports on a series: which formats there are, and the words they share. */
#include "lib/report/series.h"

#include <string.h>

#include "lib/base/vec.h"
#include "lib/report/series_p.h"

static void sarif(const struct series_output *r, struct error *err);

static const struct {
	const char *name;
	void (*print)(const struct series_output *r, struct error *err);
} formats[SERIES_FORMAT_COUNT] = {
	[SERIES_TABLE] = { "table", series_table },
	[SERIES_MAIL] = { "mail", series_mail },
	[SERIES_PATCHWORK] = { "patchwork", series_patchwork },
	[SERIES_B4] = { "b4", series_b4 },
	[SERIES_NIPA] = { "nipa", series_nipa },
	[SERIES_KTAP] = { "ktap", series_ktap },
	[SERIES_JUNIT] = { "junit", series_junit },
	[SERIES_SARIF] = { "sarif", sarif },
	[SERIES_GITHUB] = { "github", series_github },
};

int series_format_parse(const char *name, enum series_format *ret, struct error *err)
{
	struct strbuf known = STRBUF_INIT;

	for (u32 i = 0; i < SERIES_FORMAT_COUNT; i++) {
		if (!strcmp(name, formats[i].name)) {
			*ret = (enum series_format)i;
			strbuf_release(&known);
			return 0;
		}
		strbuf_addf(&known, "%s%s", i ? ", " : "", formats[i].name);
	}
	error_set(err, ERR_USAGE, "unknown format '%s'; known: %s", name, strbuf_str(&known));
	strbuf_release(&known);
	return ERR_USAGE;
}

/* ---- words */

void series_add_line(struct strbuf *sb, const char *text)
{
	u32 n;

	for (; *text; text += n) {
		n = report_utf8_length(text);
		if (*text == '\t')
			strbuf_addch(sb, ' ');
		else if (n == 0 || report_is_control(text, n))
			strbuf_addch(sb, '?');
		else
			strbuf_add(sb, text, n);
		n = n ? n : 1;
	}
}

void series_put_line(FILE *out, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	series_add_line(&sb, text);
	fputs(strbuf_str(&sb), out);
	strbuf_release(&sb);
}

static void add_count(struct strbuf *sb, u32 n, const char *one, const char *many)
{
	if (n)
		strbuf_addf(sb, "%s%u %s", sb->len ? ", " : "", n, n == 1 ? one : many);
}

void series_add_verdict(struct strbuf *sb, const struct series_patch *p)
{
	struct strbuf counts = STRBUF_INIT;

	add_count(&counts, p->nnew, "new finding", "new findings");
	add_count(&counts, p->nfixed, "fixed", "fixed");
	add_count(&counts, p->nmoved, "moved", "moved");
	if (!p->is_judged)
		strbuf_addf(&counts, "%s", patch_verdict_name(p->verdict));
	else if (p->is_incomplete)
		strbuf_addf(&counts, "%snot all known", counts.len ? ", " : "");
	strbuf_addstr(sb, counts.len ? strbuf_str(&counts) : "nothing new");
	strbuf_release(&counts);
	if (*p->reason) {
		strbuf_addstr(sb, ": ");
		series_add_line(sb, p->reason);
	}
}

static void add_patch_range(struct strbuf *sb, u32 first, u32 last, u32 total)
{
	if (first == last)
		strbuf_addf(sb, "%u/%u", last, total);
	else
		strbuf_addf(sb, "one of %u..%u/%u", first, last, total);
}

void series_add_fate(struct strbuf *sb, const struct series *s, const struct series_finding *f)
{
	if (f->last) {
		strbuf_addstr(sb, "introduced by ");
		add_patch_range(sb, f->first, f->last, s->npatches);
	} else {
		strbuf_addstr(sb, "there before");
	}
	if (!f->gone_last)
		return;
	strbuf_addstr(sb, *f->gone_reason ? ", not seen from " : ", fixed by ");
	add_patch_range(sb, f->gone_first, f->gone_last, s->npatches);
	if (*f->gone_reason) {
		strbuf_addstr(sb, " on: ");
		series_add_line(sb, f->gone_reason);
	}
}

void series_add_finding(struct strbuf *sb, const struct series_finding *f)
{
	series_add_line(sb, f->r.f.loc.file);
	strbuf_addf(sb, ":%u:%u: ", f->r.f.loc.line, f->r.f.loc.column);
	series_add_line(sb, f->r.f.message);
	strbuf_addf(sb, " [gprcheck:%s]", finding_rule_name(f->r.f.rule));
}

static void add_path(struct strbuf *sb, const struct finding *f)
{
	for (u32 i = 0; i < f->nevents; i++) {
		const struct path_event *e = &f->events[i];

		strbuf_addf(sb, "    (%u) ", i + 1);
		if (e->loc.file[0]) {
			series_add_line(sb, e->loc.file);
			strbuf_addf(sb, ":%u: ", e->loc.line);
		}
		series_add_line(sb, e->text);
		strbuf_addch(sb, '\n');
	}
}

static void add_log(struct strbuf *sb, const char *log)
{
	size_t n;

	for (; *log; log += n + (log[n] == '\n')) {
		struct strbuf line = STRBUF_INIT;

		n = strcspn(log, "\n");
		strbuf_add(&line, log, n);
		strbuf_addstr(sb, "    ");
		series_add_line(sb, strbuf_str(&line));
		strbuf_addch(sb, '\n');
		strbuf_release(&line);
	}
}

void series_add_details(struct strbuf *sb, const struct series *s, u32 patch)
{
	const struct series_patch *p = &s->patches[patch - 1];

	for (u32 i = 0; i < s->nfindings; i++) {
		const struct series_finding *f = &s->findings[i];

		if (f->last != patch && f->gone_last != patch)
			continue;
		series_add_finding(sb, f);
		strbuf_addstr(sb, " (");
		series_add_fate(sb, s, f);
		strbuf_addstr(sb, ")\n");
		if (f->last == patch)
			add_path(sb, &f->r.f);
	}
	/* The reason is most often a line of the log. */
	if (*p->reason && !strstr(p->log, p->reason)) {
		series_add_line(sb, p->reason);
		strbuf_addch(sb, '\n');
	}
	add_log(sb, p->log);
}

char series_grade(const struct series_patch *p)
{
	if (p->verdict == PATCH_PASS)
		return 'p';
	return p->verdict == PATCH_NEW ? 'f' : 'w';
}

void report_series_summary(FILE *out, const struct series *s)
{
	u32 nnew = 0, nfixed = 0, nhazards = 0, nunknown = 0;

	for (u32 i = 0; i < s->npatches; i++) {
		nnew += s->patches[i].nnew;
		nfixed += s->patches[i].nfixed;
		nunknown += !s->patches[i].is_judged || s->patches[i].is_incomplete;
	}
	for (u32 i = 0; i < s->nfindings; i++)
		nhazards += series_finding_is_hazard(&s->findings[i]);
	fprintf(out, "%u patch%s: %u new finding%s", s->npatches, s->npatches == 1 ? "" : "es",
		nnew, nnew == 1 ? "" : "s");
	if (nhazards)
		fprintf(out, " (%u gone again by a later patch)", nhazards);
	fprintf(out, ", %u fixed", nfixed);
	if (nunknown)
		fprintf(out, "; %u patch%s not known in full", nunknown, nunknown == 1 ? "" : "es");
}

/* ---- formats */

static void sarif(const struct series_output *r, struct error *err)
{
	struct report_output o = *r->o;
	VEC(struct finding_record) all = VEC_INIT;

	for (u32 i = 0; i < r->s->nfindings; i++)
		if (r->s->findings[i].last && series_wants(r, r->s->findings[i].last))
			vec_push(&all, r->s->findings[i].r);
	for (u32 i = 0; i < all.n; i++)
		all.v[i].status = STATUS_NEW;
	o.format = REPORT_SARIF;
	report_findings(&o, all.v, all.n, err);
	vec_release(&all);
}

int report_series(const struct report_output *o, enum series_format format,
		  const struct series *s, const char *url, u32 only, struct error *err)
{
	struct series_output r = { o, o->out, s, url, only };

	formats[format].print(&r, err);
	return report_flush(o->out, err);
}
