/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck runs: what was collected when. */
#include "cli/options.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_FORMAT,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.doc = "Prints the runs in the database, oldest first.",
	.needs_db = true,
	.example = "gprcheck runs --db kvm.db",
};

static int print_runs(struct store *s, struct options *o, struct arena *arena, struct error *err)
{
	const struct run_record *r;
	struct report_output out;
	u32 n;
	int code = store_runs(s, arena, &r, &n, err);

	if (code < 0)
		return code;
	output_to_stdout(o, &out);
	return report_runs(&out, r, n, err);
}

int cmd_runs(int argc, char **argv)
{
	return run_query(&spec, argc, argv, print_runs);
}
