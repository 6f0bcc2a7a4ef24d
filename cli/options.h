/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One set of options for all commands; each command names those it takes. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <argp.h>
#include <stdio.h>

#include "cli/cli.h"
#include "lib/report/report.h"
#include "lib/store/store.h"

enum fail_on {
	FAIL_ON_NOTHING,
	FAIL_ON_NEW,
	FAIL_ON_ANY,
};

enum option_key {
	OPT_DB = 0x100,
	OPT_RULES,
	OPT_RUN,
	OPT_FAIL_ON,
	OPT_FRESH,
	OPT_STATS,
	OPT_FORMAT,
	OPT_STATUS,
	OPT_RULE,
	OPT_PATH,
	OPT_VERDICT,
	OPT_SUMMARY,
	OPT_ROOT,
	OPT_PLUGIN,
	OPT_GCC,
	OPT_OBJECTS,
	OPT_FUNCTION,
	OPT_ACCESSOR,
	OPT_SINCE,
	OPT_SORT,
	OPT_LIMIT,
	OPT_TREE,
	OPT_CONFIG,
	OPT_ASSESSMENT,
	OPT_REASON,
	OPT_UNTIL,
	OPT_LIST,
	OPT_EXPORT,
	OPT_IMPORT,
	OPT_OUTPUT = 'o',
};

#define OPTION_DB { "db", OPT_DB, "FILE", 0, "The findings database (required)", 0 }
#define OPTION_RULES \
	{ "rules", OPT_RULES, "PATH", 0, \
	  "Rule pack or folder of packs, instead of the default ones; repeatable", 0 }
#define OPTION_NEW_RUN \
	{ "run", OPT_RUN, "NAME", 0, "Name of this run (default: its number)", 0 }
#define OPTION_TREE \
	{ "tree", OPT_TREE, "DIR", 0, \
	  "The source tree (default: where the units' files are, above the objects or here)", 0 }
#define OPTION_CONFIG \
	{ "config", OPT_CONFIG, "NAME", 0, \
	  "What the configuration is called (default: the hash of its .config)", 0 }
#define OPTION_FAIL_ON \
	{ "fail-on", OPT_FAIL_ON, "new|any", 0, "Exit with 1 when there are new findings, or any", 0 }
#define OPTION_FRESH \
	{ "fresh", OPT_FRESH, NULL, 0, "Read and analyse everything, also what did not change", 0 }
#define OPTION_STATS \
	{ "stats", OPT_STATS, NULL, 0, "Say how much was read and analysed anew", 0 }
#define OPTION_FORMAT { "format", OPT_FORMAT, "FORMAT", 0, "table (default), tsv or json", 0 }
#define OPTION_FORMAT_FINDINGS \
	{ "format", OPT_FORMAT, "FORMAT", 0, \
	  "table (default), tsv, json, sarif, junit, github or html", 0 }
#define OPTION_FORMAT_EXPORT \
	{ "format", OPT_FORMAT, "FORMAT", 0, \
	  "json (default), sarif, junit, github, html, tsv or table", 0 }
#define OPTION_ROOT \
	{ "root", OPT_ROOT, "DIR", 0, "The source tree (default: the current folder)", 0 }
#define OPTION_RUN \
	{ "run", OPT_RUN, "NAME", 0, "As of this run, by name or number (default: the latest)", 0 }
#define OPTION_PATH \
	{ "path", OPT_PATH, "GLOB", 0, "Only files that match; * matches / too", 0 }
#define OPTION_STATUS \
	{ "status", OPT_STATUS, "STATUS", 0, \
	  "Only new, open, fixed or lost findings, or all; repeatable (default: new and open)", 0 }
#define OPTION_RULE { "rule", OPT_RULE, "RULE", 0, "Only findings of this rule", 0 }
/* Which of the findings loaded; choose_findings() does it. */
#define OPTIONS_CHOICE \
	{ "function", OPT_FUNCTION, "GLOB", 0, "Only findings in these functions", 0 }, \
	{ "accessor", OPT_ACCESSOR, "GLOB", 0, "Only findings that reach these accessors", 0 }, \
	{ "assessment", OPT_ASSESSMENT, "VERDICT", 0, \
	  "Only findings assessed as open, confirmed, false-positive, intentional, wontfix or " \
	  "suppressed (by a comment), or all; repeatable (default: open and confirmed)", 0 }, \
	{ "since", OPT_SINCE, "RUN", 0, \
	  "Only findings first seen after this run, by name, number or commit", 0 }
#define OPTIONS_ORDER \
	{ "sort", OPT_SORT, "KEY", 0, \
	  "place (default), id, rule, function, accessor, status or age; -KEY: the other way round", \
	  0 }, \
	{ "limit", OPT_LIMIT, "N", 0, "The first N only", 0 }
/* Which findings; shared by what prints lists of them. */
#define OPTIONS_FINDINGS OPTION_RUN, OPTION_STATUS, OPTION_RULE, OPTION_PATH, OPTIONS_CHOICE
#define OPTION_END { NULL, 0, NULL, 0, NULL, 0 }

enum sort_key {
	SORT_PLACE,
	SORT_ID,
	SORT_RULE,
	SORT_FUNCTION,
	SORT_ACCESSOR,
	SORT_STATUS,
	SORT_AGE,	/* oldest first */
	SORT_COUNT
};

struct choice {
	const char *function, *accessor;	/* globs; NULL: any */
	const char *since;
	u32 assessed;		/* ASSESSED_BIT()s; 0: ASSESSED_ACTIVE */
	bool sorted;		/* else the order of the store, by place */
	bool reverse;
	enum sort_key sort;
	u32 limit;		/* 0: all */
};

struct options {
	const char *db;
	const char *run;	/* NULL when not given */
	string_list rules;
	enum fail_on fail_on;
	bool fresh, stats;
	enum report_format format;
	struct store_filter filter;
	struct choice choice;
	int verdict;		/* enum verdict, or -1: all */
	bool summary;
	const char *root, *tree, *config;
	const char *plugin, *gcc, *output;
	const char *reason, *until;
	bool list;
	const char *export_to, *import_from;
	string_list objects;
	string_list args;	/* what is no option */
};

struct command_spec {
	const struct argp_option *options;
	const char *args_doc;
	const char *doc;
	bool needs_db;
	bool rest_is_command;	/* the first argument ends the options */
	u32 min_args, max_args;
	const char *missing;	/* what is missing when there are fewer than min_args */
	enum report_format format;	/* unless --format says otherwise */
	const char *example;	/* a command line, which testcases/cli/help.t runs */
	/* Options of this command alone, asked first; ARGP_ERR_UNKNOWN: not one of them. */
	error_t (*parse_own)(int key, char *arg, struct argp_state *state, void *own);
};

#define ANY_NUMBER 0xffffffffu

/* Complains and exits on wrong usage; prints and exits on --help. */
void options_parse(const struct command_spec *spec, int argc, char **argv, struct options *ret);
/* The same, with what parse_own of the spec fills. */
void options_parse_with(const struct command_spec *spec, int argc, char **argv,
			struct options *ret, void *own);
void options_release(struct options *o);

/*
 * A command that only reads: parses the options, opens the database, calls
 * the query with an arena of its own and returns the exit code. The query
 * returns an exit code or a negative error.
 */
typedef int query_fn(struct store *s, struct options *o, struct arena *arena, struct error *err);
int run_query(const struct command_spec *spec, int argc, char **argv, query_fn *query);

/* The number of a finding, from 1. */
int parse_finding_id(const char *text, s64 *ret, struct error *err);

/* ---- choose.c */

/* "id", "-id"; false when there is no such key. */
bool sort_parse(const char *arg, struct choice *ret);
/* Replaces the records by those that the options choose, in their order. */
int choose_findings(struct store *s, const struct options *o, struct arena *arena,
		    const struct finding_record **records, u32 *nrecords, struct error *err);

/* The findings that the options ask for, to out. */
int write_findings(struct store *s, struct options *o, FILE *out, struct arena *arena,
		   struct error *err);

/* A writer's output in the chosen format. */
void output_to(const struct options *o, FILE *out, struct report_output *ret);
void output_to_stdout(const struct options *o, struct report_output *ret);

#endif
