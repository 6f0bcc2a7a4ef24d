/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck sites: every place where an index reaches an accessor, or their count. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/options.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_FORMAT,
	OPTION_RUN,
	OPTION_PATH,
	{ "verdict", OPT_VERDICT, "VERDICT", 0, "Only safe, violation or unproven sites", 0 },
	{ "summary", OPT_SUMMARY, NULL, 0, "Count the sites by verdict and reason", 0 },
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.doc = "Prints every accessor call and array subscript of the latest run with its verdict "
	       "and what the verdict rests on.",
	.needs_db = true,
	.example = "gprcheck sites --db kvm.db --verdict unproven --summary",
};

static u32 keep_verdict(struct site *s, u32 n, int verdict)
{
	u32 kept = 0;

	for (u32 i = 0; i < n; i++)
		if (verdict < 0 || (int)s[i].verdict == verdict)
			s[kept++] = s[i];
	return kept;
}

/* Worst verdict first; of one verdict, the order of the reasons. */
static int by_group(const void *a, const void *b)
{
	const struct site *x = a, *y = b;

	if (x->verdict != y->verdict)
		return x->verdict > y->verdict ? -1 : 1;
	return (int)x->reason - (int)y->reason;
}

/* One line of the summary: sites with one verdict for one reason. */
static int print_group(struct report_writer *w, const struct site *first, u32 n, u32 all,
		       struct error *err)
{
	char count[16], share[16];

	snprintf(count, sizeof(count), "%u", n);
	snprintf(share, sizeof(share), "%.1f %%", all ? 100.0 * n / all : 0.0);
	return report_row(w, (const char *[]){ verdict_name(first->verdict),
			  unproven_reason_name(first->reason), count, share }, err);
}

static int print_summary(const struct report_output *out, struct site *s, u32 n,
			 struct error *err)
{
	static const struct report_column columns[] = {
		{ "verdict", REPORT_WORD, REPORT_IN_ALL },
		{ "reason", REPORT_TEXT, REPORT_IN_ALL },
		{ "sites", REPORT_NUMBER, REPORT_IN_ALL },
		{ "share", REPORT_TEXT, REPORT_IN(REPORT_TABLE) },
	};
	struct report_writer *w;
	u32 i, first;
	int code, end;

	qsort(s, n, sizeof(*s), by_group);
	code = report_begin(out, "summary", columns, ARRAY_SIZE(columns), &w, err);
	if (code < 0)
		return code;
	for (i = 0; code == 0 && i < n;) {
		first = i;
		while (i < n && by_group(&s[first], &s[i]) == 0)
			i++;
		code = print_group(w, &s[first], i - first, n, err);
	}
	end = report_end(w, code < 0 ? NULL : err);
	return code < 0 ? code : end;
}

static int print_sites(struct store *s, struct options *o, struct arena *arena, struct error *err)
{
	const struct site *sites;
	struct report_output out;
	struct site *copy;
	u32 n;
	int code = store_sites(s, &o->filter, arena, &sites, &n, err);

	if (code < 0)
		return code;
	copy = arena_memdup(arena, sites, n * sizeof(*copy));
	n = keep_verdict(copy, n, o->verdict);
	output_to_stdout(o, &out);
	if (o->summary)
		return print_summary(&out, copy, n, err);
	return report_sites(&out, copy, n, err);
}

int cmd_sites(int argc, char **argv)
{
	return run_query(&spec, argc, argv, print_sites);
}
