/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck check-db: is a database sound, from the first page to the last. */
#include <stdio.h>

#include "cli/options.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.doc = "Reads the whole database and checks that pages, indices, references and the "
	       "history of every finding agree.\v"
	       "Exit status: 0 sound, 2 not, or it cannot be read; stderr says what was found.",
	.needs_db = true,
	.example = "gprcheck check-db --db kvm.db",
};

static int check(struct store *s, struct options *o, struct arena *arena, struct error *err)
{
	const struct run_record *runs;
	u32 n;
	int code;

	code = store_check(s, err);
	if (code == 0)
		code = store_runs(s, arena, &runs, &n, err);
	if (code < 0)
		return code;
	printf("%s: sound, %u runs\n", o->db, n);
	return EXIT_DONE;
}

int cmd_check_db(int argc, char **argv)
{
	return run_query(&spec, argc, argv, check);
}
