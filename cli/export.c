/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck export: the findings of a run as a file for other programs, or a page. */
#include "cli/options.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_FORMAT_EXPORT,
	{ "output", OPT_OUTPUT, "FILE", 0, "Write to FILE, whole or not at all", 0 },
	OPTION_ROOT,
	OPTIONS_FINDINGS,
	OPTIONS_ORDER,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.doc = "Writes the findings of the latest run with their paths, in a format for other "
	       "programs or as a page for people.",
	.needs_db = true,
	.format = REPORT_JSON,
	.example = "gprcheck export --db kvm.db --format html -o kvm.html",
};

struct export {
	struct store *s;
	struct options *o;
	struct arena *arena;
};

static int write_export(void *ctx, FILE *out, struct error *err)
{
	struct export *e = ctx;

	return write_findings(e->s, e->o, out, e->arena, err);
}

static int export_findings(struct store *s, struct options *o, struct arena *arena,
			   struct error *err)
{
	struct export e = { s, o, arena };

	if (!o->output)
		return write_export(&e, stdout, err);
	return write_whole(o->output, write_export, &e, err);
}

int cmd_export(int argc, char **argv)
{
	return run_query(&spec, argc, argv, export_findings);
}
