/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck: the command table, help, and what all commands print with. */
#include <argp.h>
#include <errno.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static int cmd_help(int argc, char **argv);
static int cmd_version(int argc, char **argv);

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;	/* NULL: a tool for developers of gprcheck */
} commands[] = {
	{ "build", cmd_build, "run a build with the checker and collect its findings" },
	{ "collect", cmd_collect, "analyse the facts in objects and store the result" },
	{ "series", cmd_series, "say what each patch of a series adds and fixes" },
	{ "list", cmd_list, "print the findings" },
	{ "export", cmd_export, "write the findings as JSON, SARIF, JUnit, HTML ..." },
	{ "show", cmd_show, "print one finding with its path through the source" },
	{ "diff", cmd_diff, "print what two runs have that the other has not" },
	{ "merge", cmd_merge, "add the runs of other databases" },
	{ "check-db", cmd_check_db, "read a whole database and say whether it is sound" },
	{ "assess", cmd_assess, "say what a finding is worth; exchange what was said" },
	{ "sites", cmd_sites, "print every place where an index reaches an accessor" },
	{ "stats", cmd_stats, "count the findings by rule, age, first run and folder" },
	{ "sql", cmd_sql, "answer a question in SQL" },
	{ "runs", cmd_runs, "print what was collected when" },
	{ "problems", cmd_problems, "print what a run could not read" },
	{ "rules", cmd_rules, "check or list rule packs" },
	{ "ir", cmd_ir, NULL },
	{ "help", cmd_help, "explain a command" },
	{ "version", cmd_version, "print the version" },
};

void complain(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("gprcheck: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

int fail(const struct error *err)
{
	complain("%s", err->msg);
	return EXIT_ERROR;
}

static void print_help(FILE *out)
{
	fputs("Usage: gprcheck COMMAND [OPTION...]\n"
	      "Checks which register indices reach the register accessors of a kernel.\n\n", out);
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (commands[i].help)
			fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].help);
	fputs("\n`gprcheck COMMAND --help' explains a command.\n", out);
}

static u32 min3(u32 a, u32 b, u32 c)
{
	u32 m = a < b ? a : b;

	return m < c ? m : c;
}

/* Edit distance of two words; long ones are far from everything. */
static u32 distance(const char *a, const char *b)
{
	u32 row[32], diagonal, above;
	size_t na = strlen(a), nb = strlen(b);

	if (na >= ARRAY_SIZE(row) || nb >= ARRAY_SIZE(row))
		return ARRAY_SIZE(row);
	for (size_t j = 0; j <= nb; j++)
		row[j] = (u32)j;
	for (size_t i = 1; i <= na; i++) {
		diagonal = row[0];
		row[0] = (u32)i;
		for (size_t j = 1; j <= nb; j++) {
			above = row[j];
			row[j] = min3(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[nb];
}

static int unknown_command(const char *name)
{
	const char *best = NULL;
	u32 best_distance = 3, d;

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		d = commands[i].help ? distance(name, commands[i].name) : best_distance;
		if (d < best_distance) {
			best_distance = d;
			best = commands[i].name;
		}
	}
	if (best)
		complain("unknown command '%s'; did you mean '%s'?", name, best);
	else
		complain("unknown command '%s'; `gprcheck help' lists them", name);
	return EXIT_ERROR;
}

static int run_command(const char *name, int argc, char **argv)
{
	char called[64];

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		if (strcmp(commands[i].name, name) != 0)
			continue;
		snprintf(called, sizeof(called), "gprcheck %s", name);
		argv[0] = called;
		return commands[i].run(argc, argv);
	}
	return unknown_command(name);
}

static int cmd_help(int argc, char **argv)
{
	char option[] = "--help";
	char *args[] = { NULL, option, NULL };

	if (argc < 2 || strncmp(argv[1], "help", 4) == 0 || strcmp(argv[1], "version") == 0 ||
	    argv[1][0] == '-') {
		print_help(stdout);
		return EXIT_DONE;
	}
	return run_command(argv[1], 2, args);
}

static int cmd_version(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	puts("gprcheck " GPRCHECK_VERSION);
	return EXIT_DONE;
}

static int dispatch(int argc, char **argv)
{
	if (argc < 2) {
		print_help(stderr);
		return EXIT_ERROR;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return cmd_help(1, argv);
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
		return cmd_version(1, argv);
	return run_command(argv[1], argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	int code;

	setlocale(LC_ALL, "");
	code = dispatch(argc, argv);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("standard output: %s", strerror(errno));
		return EXIT_ERROR;
	}
	return code;
}
