/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck show: one finding with its path and the source along it. */
#include "cli/options.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_ROOT,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.args_doc = "ID",
	.doc = "Prints finding ID with the path of the value and the source along it.",
	.needs_db = true,
	.min_args = 1,
	.max_args = 1,
	.missing = "ID",
	.example = "gprcheck show --db kvm.db --root . 1",
};

static int show_finding(struct store *s, struct options *o, struct arena *arena,
			struct error *err)
{
	const struct finding_record *r;
	struct report_output out;
	s64 id;
	int code = parse_finding_id(o->args.v[0], &id, err);

	if (code == 0)
		code = store_finding(s, id, arena, &r, err);
	if (code < 0)
		return code;
	output_to_stdout(o, &out);
	return report_show(&out, r, o->root ? o->root : ".", err);
}

int cmd_show(int argc, char **argv)
{
	return run_query(&spec, argc, argv, show_finding);
}
