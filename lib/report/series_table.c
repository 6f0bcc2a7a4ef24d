/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A series for a terminal: patch by verdict, then what is new and what went wrong. */
#include <string.h>

#include "lib/report/series_p.h"

static const struct report_column patch_columns[] = {
	{ "patch", REPORT_TEXT, REPORT_IN_ALL },
	{ "commit", REPORT_TEXT, REPORT_IN_ALL },
	{ "verdict", REPORT_WORD, REPORT_IN_ALL },
	{ "new", REPORT_NUMBER, REPORT_IN_ALL },
	{ "fixed", REPORT_NUMBER, REPORT_IN_ALL },
	{ "moved", REPORT_NUMBER, REPORT_IN_ALL },
	{ "subject", REPORT_LONG, REPORT_IN_ALL },
};

static int add_patch(const struct series_output *r, struct report_writer *w, u32 i,
		     struct arena *arena, struct error *err)
{
	const struct series_patch *p = &r->s->patches[i];
	const char *verdict = patch_verdict_name(p->verdict);
	struct strbuf subject = STRBUF_INIT;
	const char *cells[ARRAY_SIZE(patch_columns)];
	int code;

	if (p->verdict == PATCH_NEW && p->is_incomplete)
		verdict = "new findings, not all known";
	series_add_line(&subject, p->subject);
	cells[0] = arena_printf(arena, "%u/%u", i + 1, r->s->npatches);
	cells[1] = arena_printf(arena, "%.12s", *p->commit ? p->commit : "-");
	cells[2] = verdict;
	cells[3] = arena_printf(arena, "%u", p->nnew);
	cells[4] = arena_printf(arena, "%u", p->nfixed);
	cells[5] = arena_printf(arena, "%u", p->nmoved);
	cells[6] = strbuf_str(&subject);
	code = report_row(w, cells, err);
	strbuf_release(&subject);
	return code;
}

static void print_patches(const struct series_output *r, struct error *err)
{
	struct report_output table = *r->o;
	struct arena *arena = arena_new();
	struct report_writer *w;

	table.format = REPORT_TABLE;
	if (report_begin(&table, "patches", patch_columns, ARRAY_SIZE(patch_columns), &w, err) == 0) {
		for (u32 i = 0; i < r->s->npatches; i++)
			if (series_wants(r, i + 1))
				add_patch(r, w, i, arena, err);
		report_end(w, err);
	}
	arena_free(arena);
}

static void print_source(FILE *out, const struct series_finding *f)
{
	for (u32 i = 0; i < f->nsource; i++) {
		fprintf(out, "  %c%6u  ", f->source[i].line == f->r.f.loc.line ? '>' : ' ',
			f->source[i].line);
		series_put_line(out, f->source[i].text);
		fputc('\n', out);
	}
}

static void print_details(const struct series_output *r, u32 patch)
{
	const struct series_patch *p = &r->s->patches[patch - 1];
	struct strbuf sb = STRBUF_INIT;

	series_add_details(&sb, r->s, patch);
	if (sb.len) {
		fprintf(r->out, "\n%u/%u ", patch, r->s->npatches);
		series_put_line(r->out, p->subject);
		fprintf(r->out, "\n%s", strbuf_str(&sb));
		for (u32 i = 0; i < r->s->nfindings; i++)
			if (r->s->findings[i].last == patch)
				print_source(r->out, &r->s->findings[i]);
	}
	strbuf_release(&sb);
}

void series_table(const struct series_output *r, struct error *err)
{
	fprintf(r->out, "base %.12s ", r->s->base);
	series_put_line(r->out, r->s->base_subject);
	fprintf(r->out, ": %u finding%s\n\n", r->s->nbase, r->s->nbase == 1 ? "" : "s");
	print_patches(r, err);
	for (u32 i = 1; i <= r->s->npatches; i++)
		if (series_wants(r, i))
			print_details(r, i);
	fputc('\n', r->out);
	report_series_summary(r->out, r->s);
	fputc('\n', r->out);
}
