/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck merge: the runs of several databases in one. */
#include <stdio.h>

#include "cli/collect.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.args_doc = "OTHER...",
	.doc = "Adds to the database the runs of OTHER databases that it has not yet: of other "
	       "machines, configurations or compilers. Findings that are the same become one. "
	       "Doing it again adds nothing; the others are only read.",
	.needs_db = true,
	.min_args = 1,
	.max_args = ANY_NUMBER,
	.missing = "OTHER",
	.example = "gprcheck merge --db all.db kvm.db",
};

static int merge_one(struct store *s, const char *path, struct error *err)
{
	u32 added, already;
	struct store *from;
	int code;

	code = store_open(path, STORE_READ, &from, err);
	if (code < 0)
		return code;
	code = store_merge(s, from, &added, &already, err);
	if (code == 0)
		printf("%s: %u runs added, %u were there\n", path, added, already);
	store_close(from);
	return code;
}

/* Before the first one is made, so that a wrong name leaves nothing behind. */
static int check_others(const struct options *o, struct error *err)
{
	struct store *from;
	int code = 0;

	for (u32 i = 0; code == 0 && i < o->args.n; i++) {
		code = store_open(o->args.v[i], STORE_READ, &from, err);
		if (code == 0)
			store_close(from);
	}
	return code;
}

int cmd_merge(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct store *s = NULL;
	struct options o;
	int code;

	options_parse(&spec, argc, argv, &o);
	code = check_others(&o, &err);
	if (code == 0 && !database_is_usable(o.db, &err))
		code = ERR_IO;
	if (code == 0)
		code = store_open(o.db, STORE_WRITE, &s, &err);
	for (u32 i = 0; code == 0 && i < o.args.n; i++)
		code = merge_one(s, o.args.v[i], &err);
	store_close(s);
	options_release(&o);
	return code < 0 ? fail(&err) : EXIT_DONE;
}
