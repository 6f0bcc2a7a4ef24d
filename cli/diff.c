/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck diff: what came and what went between two runs. */
#include "cli/options.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_FORMAT_FINDINGS,
	OPTION_ROOT,
	OPTION_FAIL_ON,
	{ "status", OPT_STATUS, "STATUS", 0,
	  "Only findings that came (new), went (fixed, lost) or are in both (open); repeatable "
	  "(default: all but open)", 0 },
	OPTION_RULE,
	OPTION_PATH,
	OPTIONS_CHOICE,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.args_doc = "OLD NEW",
	.doc = "Prints what came and what went from run OLD to run NEW, each by name or number.",
	.needs_db = true,
	.min_args = 2,
	.max_args = 2,
	.missing = "OLD or NEW",
	.example = "gprcheck diff --db kvm.db v6.12 today",
};

static bool must_fail(const struct options *o, const struct finding_record *r, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (r[i].status == STATUS_NEW && o->fail_on != FAIL_ON_NOTHING)
			return true;
	return o->fail_on == FAIL_ON_ANY && n;
}

static int print_diff(struct store *s, struct options *o, struct arena *arena, struct error *err)
{
	const struct finding_record *r;
	struct report_output out;
	u32 n;
	int code;

	o->filter.with_events = report_format_has_paths(o->format);
	code = store_diff(s, o->args.v[0], o->args.v[1], &o->filter, arena, &r, &n, err);
	if (code == 0)
		code = choose_findings(s, o, arena, &r, &n, err);
	if (code < 0)
		return code;
	output_to_stdout(o, &out);
	code = report_findings(&out, r, n, err);
	if (code < 0)
		return code;
	return must_fail(o, r, n) ? EXIT_FINDINGS : EXIT_DONE;
}

int cmd_diff(int argc, char **argv)
{
	return run_query(&spec, argc, argv, print_diff);
}
