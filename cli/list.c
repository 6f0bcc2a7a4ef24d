/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck list: the findings of a run. */
#include "cli/options.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_FORMAT_FINDINGS,
	OPTION_ROOT,
	OPTIONS_FINDINGS,
	OPTIONS_ORDER,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.doc = "Prints the findings of the latest run.",
	.needs_db = true,
	.example = "gprcheck list --db kvm.db --rule rip-index --path 'arch/x86/*'",
};

/* For formats that name it; a database without a run has none. */
static const char *run_name(struct store *s, const struct options *o, struct arena *arena)
{
	const struct run_record *r;

	return store_run(s, o->filter.run, arena, &r, NULL) < 0 ? NULL : r->info.name;
}

int write_findings(struct store *s, struct options *o, FILE *out, struct arena *arena,
		   struct error *err)
{
	const struct finding_record *r;
	struct report_output output;
	u32 n;
	int code;

	o->filter.with_events = report_format_has_paths(o->format);
	code = store_findings(s, &o->filter, arena, &r, &n, err);
	if (code == 0)
		code = choose_findings(s, o, arena, &r, &n, err);
	if (code < 0)
		return code;
	output_to(o, out, &output);
	output.run = run_name(s, o, arena);
	return report_findings(&output, r, n, err);
}

static int print_findings(struct store *s, struct options *o, struct arena *arena,
			  struct error *err)
{
	return write_findings(s, o, stdout, arena, err);
}

int cmd_list(int argc, char **argv)
{
	return run_query(&spec, argc, argv, print_findings);
}
