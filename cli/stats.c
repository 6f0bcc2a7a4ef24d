/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck stats: how many findings by rule, age, first run and folder. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_FORMAT,
	OPTIONS_FINDINGS,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.doc = "Counts the findings of the latest run by rule, by age (from the run that first saw "
	       "them to this one), by the run that first saw them, and by folder.",
	.needs_db = true,
	.example = "gprcheck stats --db kvm.db --path 'arch/x86/kvm/*'",
};

/* What the findings are counted over. */
struct counted {
	const struct finding_record *findings;
	u32 n;
	const struct run_record *runs;
	u32 nruns;
	s64 now;	/* time of the run that they are seen from */
	struct arena *arena;
};

/* A word that a finding is counted under; order sorts words that are no text. */
struct label {
	const char *name;
	s64 order;
	bool is_new;
};

static const struct run_record *run_of(const struct counted *c, s64 id)
{
	for (u32 i = 0; i < c->nruns; i++)
		if (c->runs[i].id == id)
			return &c->runs[i];
	return NULL;
}

static struct label by_rule(const struct counted *c, const struct finding_record *r)
{
	(void)c;
	return (struct label){ finding_rule_name(r->f.rule), r->f.rule, false };
}

static struct label by_age(const struct counted *c, const struct finding_record *r)
{
	static const struct {
		const char *name;
		s64 days;
	} ages[] = {
		{ "under a day", 1 }, { "under a week", 7 }, { "under a month", 30 },
		{ "under a year", 365 }, { "a year or more", INT64_MAX },
	};
	const struct run_record *first = run_of(c, r->first_run);
	s64 days = first ? (c->now - first->info.time) / 86400 : 0;
	u32 i = 0;

	while (days >= ages[i].days)
		i++;
	return (struct label){ ages[i].name, i, false };
}

static struct label by_first_run(const struct counted *c, const struct finding_record *r)
{
	(void)c;
	return (struct label){ r->first_run_name, r->first_run, false };
}

static struct label by_folder(const struct counted *c, const struct finding_record *r)
{
	const char *slash = strrchr(r->f.loc.file, '/');
	int len = slash ? (int)(slash - r->f.loc.file) : 1;

	return (struct label){
		arena_printf(c->arena, "%.*s", len, slash ? r->f.loc.file : "."), 0, false,
	};
}

static int compare(const void *a, const void *b)
{
	const struct label *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int write_group(struct report_writer *w, const char *by, const struct label *labels,
		       u32 n, struct error *err)
{
	char count[16], fresh[16];
	u32 first, i, nnew;
	int code = 0;

	for (first = 0; code == 0 && first < n; first = i) {
		nnew = 0;
		for (i = first; i < n && compare(&labels[first], &labels[i]) == 0; i++)
			nnew += labels[i].is_new;
		snprintf(count, sizeof(count), "%u", i - first);
		snprintf(fresh, sizeof(fresh), "%u", nnew);
		code = report_row(w, (const char *[]){ by, labels[first].name, count, fresh }, err);
	}
	return code;
}

static int write_groups(struct report_writer *w, const struct counted *c, struct error *err)
{
	static const struct {
		const char *name;
		struct label (*label)(const struct counted *c, const struct finding_record *r);
	} groups[] = {
		{ "rule", by_rule }, { "age", by_age }, { "first run", by_first_run },
		{ "folder", by_folder },
	};
	struct label *labels = arena_new_array(c->arena, struct label, c->n);
	int code = 0;

	for (u32 g = 0; code == 0 && g < ARRAY_SIZE(groups); g++) {
		for (u32 i = 0; i < c->n; i++) {
			labels[i] = groups[g].label(c, &c->findings[i]);
			labels[i].is_new = c->findings[i].status == STATUS_NEW;
		}
		qsort(labels, c->n, sizeof(*labels), compare);
		code = write_group(w, groups[g].name, labels, c->n, err);
	}
	return code;
}

static int write_stats(const struct options *o, const struct counted *c, struct error *err)
{
	static const struct report_column columns[] = {
		{ "by", REPORT_TEXT, REPORT_IN_ALL },
		{ "name", REPORT_LONG, REPORT_IN_ALL },
		{ "findings", REPORT_NUMBER, REPORT_IN_ALL },
		{ "new", REPORT_NUMBER, REPORT_IN_ALL },
	};
	struct report_output out;
	struct report_writer *w;
	int code, end;

	output_to_stdout(o, &out);
	code = report_begin(&out, "stats", columns, ARRAY_SIZE(columns), &w, err);
	if (code < 0)
		return code;
	code = write_groups(w, c, err);
	end = report_end(w, code < 0 ? NULL : err);
	return code < 0 ? code : end;
}

static int print_stats(struct store *s, struct options *o, struct arena *arena,
		       struct error *err)
{
	struct counted c = { .arena = arena };
	const struct run_record *seen_from;
	int code;

	code = store_findings(s, &o->filter, arena, &c.findings, &c.n, err);
	if (code == 0)
		code = choose_findings(s, o, arena, &c.findings, &c.n, err);
	if (code == 0)
		code = store_runs(s, arena, &c.runs, &c.nruns, err);
	if (code < 0)
		return code;
	if (c.nruns && store_run(s, o->filter.run, arena, &seen_from, err) == 0)
		c.now = seen_from->info.time;
	return write_stats(o, &c, err);
}

int cmd_stats(int argc, char **argv)
{
	return run_query(&spec, argc, argv, print_stats);
}
