/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck rules: check rule packs, list those in force. */
#include <stdio.h>
#include <string.h>

#include "cli/options.h"
#include "lib/rules/rules.h"

static const struct argp_option options[] = {
	OPTION_RULES,
	OPTION_FORMAT,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.args_doc = "check FILE...\nlist",
	.doc = "Checks rule packs, or lists the packs in force.",
	.min_args = 1,
	.max_args = ANY_NUMBER,
	.missing = "'check' or 'list'",
	.example = "gprcheck rules check my-pack.yaml",
};

static int check_pack(const char *path)
{
	struct error err = ERROR_INIT;
	struct rules *r;

	if (rules_load(&path, 1, &r, &err) < 0)
		return fail(&err);
	for (u32 i = 0; i < rules_pack_count(r); i++)
		printf("%s: pack %s is valid\n", rules_pack_file(r, i), rules_pack_name(r, i));
	rules_free(r);
	return EXIT_DONE;
}

static int check_packs(const struct options *o)
{
	int code = EXIT_DONE;

	if (o->args.n < 2) {
		complain("rules check: name a rule pack or a folder of packs");
		return EXIT_ERROR;
	}
	for (u32 i = 1; i < o->args.n; i++)
		if (check_pack(o->args.v[i]) != EXIT_DONE)
			code = EXIT_ERROR;
	return code;
}

static int print_packs(const struct options *o, const struct rules *r, struct error *err)
{
	static const struct report_column columns[] = {
		{ "pack", REPORT_TEXT, REPORT_IN_ALL },
		{ "file", REPORT_TEXT, REPORT_IN_ALL },
		{ "summary", REPORT_TEXT, REPORT_IN_ALL },
	};
	struct report_output out;
	struct report_writer *w;
	int code, end;

	output_to_stdout(o, &out);
	code = report_begin(&out, "packs", columns, ARRAY_SIZE(columns), &w, err);
	if (code < 0)
		return code;
	for (u32 i = 0; code == 0 && i < rules_pack_count(r); i++)
		code = report_row(w, (const char *[]){ rules_pack_name(r, i),
				  rules_pack_file(r, i), rules_pack_summary(r, i) }, err);
	end = report_end(w, code < 0 ? NULL : err);
	return code < 0 ? code : end;
}

static int list_packs(struct options *o)
{
	struct error err = ERROR_INIT;
	struct rules *r;
	int code;

	if (o->args.n > 1) {
		complain("rules list: unexpected argument '%s'", o->args.v[1]);
		return EXIT_ERROR;
	}
	if (load_rules(&o->rules, &r, &err) < 0)
		return fail(&err);
	code = print_packs(o, r, &err);
	rules_free(r);
	return code < 0 ? fail(&err) : EXIT_DONE;
}

int cmd_rules(int argc, char **argv)
{
	struct options o;
	int code = EXIT_ERROR;

	options_parse(&spec, argc, argv, &o);
	if (strcmp(o.args.v[0], "check") == 0)
		code = check_packs(&o);
	else if (strcmp(o.args.v[0], "list") == 0)
		code = list_packs(&o);
	else
		complain("rules: '%s' is neither 'check' nor 'list'", o.args.v[0]);
	options_release(&o);
	return code;
}
