/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shared by the commands of gprcheck; only cli/ prints and exits.
 *
 * To add a command: 1. a file with `int cmd_NAME(int argc, char **argv)`,
 * 2. its prototype below, 3. its line in the table of main.c.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdio.h>

#include "lib/base/error.h"
#include "lib/base/vec.h"

#ifndef GPRCHECK_VERSION
#define GPRCHECK_VERSION "0.1"
#endif

enum exit_code {
	EXIT_DONE = 0,
	EXIT_FINDINGS = 1,	/* and the command was asked to fail on them */
	EXIT_ERROR = 2,		/* usage or operation; stderr names the cause */
};

typedef VEC(const char *) string_list;

/* argv[0] is "gprcheck NAME". They return an exit code. */
int cmd_assess(int argc, char **argv);
int cmd_build(int argc, char **argv);
int cmd_check_db(int argc, char **argv);
int cmd_collect(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_ir(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_merge(int argc, char **argv);
int cmd_problems(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_runs(int argc, char **argv);
int cmd_series(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_sites(int argc, char **argv);
int cmd_sql(int argc, char **argv);
int cmd_stats(int argc, char **argv);

/* "gprcheck: " before, a newline behind, to stderr. */
void complain(const char *fmt, ...) BASE_PRINTF(1, 2);
/* Complains and returns EXIT_ERROR. */
int fail(const struct error *err);

/* XXH64 over a file, begun with *hash, which it replaces. */
int hash_file(const char *path, u64 *hash, struct error *err);

/* ---- whole_file.c */

/*
 * Writes the file through a new one beside it, which takes its name when all
 * went well. What is no plain file (a pipe, a device, a link) is written to.
 */
typedef int write_fn(void *ctx, FILE *out, struct error *err);
int write_whole(const char *path, write_fn *write, void *ctx, struct error *err);

/* ---- rules_path.c ------------------------------------------------------- */

struct rules;

/*
 * The folder of the running executable, without its symbolic links; false
 * when the system does not say. buf has PATH_MAX bytes.
 */
bool executable_folder(char *buf);
/*
 * Where rules come from when none are given: $GPRCHECK_RULES, rules/ beside
 * the build folder, the installed ones. NULL when there are none; the string
 * lives as long as the process.
 */
const char *default_rules(void);
/* Appends the default to an empty list; ERR_RULES when there is none. */
int complete_rules(string_list *paths, struct error *err);
/* complete_rules() and rules_load(). */
int load_rules(string_list *paths, struct rules **ret, struct error *err);

#endif
