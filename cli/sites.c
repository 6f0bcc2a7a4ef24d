/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck sites: every place where an index reaches an accessor, or their count. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_FORMAT,
	OPTION_RUN,
	OPTION_PATH,
	{ "verdict", OPT_VERDICT, "VERDICT", 0, "Only safe, violation or unproven sites", 0 },
	{ "summary", OPT_SUMMARY, NULL, 0, "Count the sites by verdict, reason and accessor", 0 },
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.doc = "Prints every accessor call and array subscript of the latest run with its verdict.",
	.needs_db = true,
};

static u32 keep_verdict(struct site *s, u32 n, int verdict)
{
	u32 kept = 0;

	for (u32 i = 0; i < n; i++)
		if (verdict < 0 || (int)s[i].verdict == verdict)
			s[kept++] = s[i];
	return kept;
}

static int by_group(const void *a, const void *b)
{
	const struct site *x = a, *y = b;

	if (x->verdict != y->verdict)
		return x->verdict > y->verdict ? -1 : 1;
	if (x->reason != y->reason)
		return x->reason < y->reason ? -1 : 1;
	return strcmp(x->accessor, y->accessor);
}

static int print_summary(const struct report_output *out, struct site *s, u32 n,
			 struct error *err)
{
	static const struct report_column columns[] = {
		{ "verdict", REPORT_WORD, REPORT_IN_ALL },
		{ "reason", REPORT_TEXT, REPORT_IN_ALL },
		{ "accessor", REPORT_TEXT, REPORT_IN_ALL },
		{ "sites", REPORT_NUMBER, REPORT_IN_ALL },
	};
	struct report_writer *w;
	char count[16];
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
		snprintf(count, sizeof(count), "%u", i - first);
		code = report_row(w, (const char *[]){ verdict_name(s[first].verdict),
				  unproven_reason_name(s[first].reason), s[first].accessor, count },
				  err);
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
