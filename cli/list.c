/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck list: the findings of a run. */
#include "cli/options.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_FORMAT_SARIF,
	OPTION_RUN,
	OPTION_STATUS,
	OPTION_RULE,
	OPTION_PATH,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.doc = "Prints the findings of the latest run.",
	.needs_db = true,
};

static int print_findings(struct store *s, struct options *o, struct arena *arena,
			  struct error *err)
{
	const struct finding_record *r;
	struct report_output out;
	u32 n;
	int code;

	if (o->format == REPORT_SARIF)
		o->filter.with_events = true;
	code = store_findings(s, &o->filter, arena, &r, &n, err);
	if (code < 0)
		return code;
	output_to_stdout(o, &out);
	return report_findings(&out, r, n, err);
}

int cmd_list(int argc, char **argv)
{
	return run_query(&spec, argc, argv, print_findings);
}
