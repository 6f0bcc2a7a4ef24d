/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck problems: what a run could not read or left out. */
#include "cli/options.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_FORMAT,
	OPTION_RUN,
	OPTION_PATH,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.doc = "Prints the inputs that a run could not read or left out, with the cause.",
	.needs_db = true,
	.example = "gprcheck problems --db kvm.db --run today",
};

static int print_problems(struct store *s, struct options *o, struct arena *arena,
			  struct error *err)
{
	const struct run_problem *p;
	struct report_output out;
	u32 n;
	int code = store_problems(s, &o->filter, arena, &p, &n, err);

	if (code < 0)
		return code;
	output_to_stdout(o, &out);
	return report_problems(&out, p, n, err);
}

int cmd_problems(int argc, char **argv)
{
	return run_query(&spec, argc, argv, print_problems);
}
