/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck-clang: arguments, rules, and which of the ways to be called it is. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clang-tool/tool.h"

static const char usage_text[] =
"usage: gprcheck-clang [OPTIONS] FILE.c -- FLAGS...\n"
"       gprcheck-clang [OPTIONS] -p DIR|compile_commands.json [FILE.c ...]\n"
"       make C=2 CHECK=gprcheck-clang        (FLAGS... FILE.c)\n"
"  --rules PATH    rule pack or folder of packs (default: $GPRCHECK_RULES, then the\n"
"                  packs that came with the tool)\n"
"  --facts OUT     write the facts to this file; with -p: to files in this folder\n"
"  --fail-on WHAT  exit 1 when there are findings: never (default), new or any; what\n"
"                  is new only a database knows, here the two are the same\n"
"  -j N            units at a time, with -p (default: the number of processors)\n"
"  --parse-only    stop when libclang has parsed: what that alone costs\n"
"  --timeout SEC   give a unit up after this time, with -p (default: 600)\n"
"  --dump FILE     write the flow IR as text ('-': standard output)\n"
"  --selftest-crash FILE, --selftest-hang FILE\n"
"                  fail in this unit, with -p\n";

static int usage(const char *what, const char *arg)
{
	fprintf(stderr, "gprcheck-clang: %s%s\n%s", what, arg ? arg : "", usage_text);
	return 2;
}

/* ---- rules ------------------------------------------------------------------------- */

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static const char *default_rules(struct tool *t)
{
	static const char *const places[] = {
		"../rules", "../../rules", "../share/gprcheck/rules",
	};
	const char *env = getenv("GPRCHECK_RULES");
	char folder[PATH_MAX];
	ssize_t n;
	char *slash;

	if (env && *env)
		return env;
	n = readlink("/proc/self/exe", folder, sizeof(folder) - 1);
	folder[n > 0 ? n : 0] = '\0';
	slash = strrchr(folder, '/');
	if (slash)
		*slash = '\0';
	for (size_t i = 0; slash && i < ARRAY_SIZE(places); i++) {
		const char *path = arena_printf(t->arena, "%s/%s", folder, places[i]);

		if (is_folder(path))
			return path;
	}
#ifdef GPRCHECK_RULES_DIR
	if (is_folder(GPRCHECK_RULES_DIR))
		return GPRCHECK_RULES_DIR;
#endif
	return NULL;
}

static int load_rules(struct tool *t)
{
	struct error err = ERROR_INIT;

	if (!t->rule_paths.n) {
		const char *path = default_rules(t);

		if (!path) {
			fprintf(stderr, "gprcheck-clang: no rules found; give --rules PATH\n");
			return 2;
		}
		vec_push(&t->rule_paths, path);
	}
	if (!rules_load(t->rule_paths.v, t->rule_paths.n, &t->rules, &err))
		return 0;
	fprintf(stderr, "gprcheck-clang: %s\n", err.msg);
	return 2;
}

/* ---- arguments ------------------------------------------------------------------------ */

/* The value of `--name VALUE` or `--name=VALUE`; NULL when it is not this one. */
static const char *option(char **argv, int argc, int *i, const char *name,
			  bool *ret_missing)
{
	size_t n = strlen(name);

	if (strncmp(argv[*i], name, n) != 0)
		return NULL;
	if (argv[*i][n] == '=')
		return argv[*i] + n + 1;
	if (argv[*i][n])
		return NULL;
	if (*i + 1 >= argc) {
		*ret_missing = true;
		return NULL;
	}
	return argv[++*i];
}

static bool number(const char *s, u32 *ret)
{
	char *end;
	unsigned long v = strtoul(s, &end, 10);

	*ret = (u32)v;
	return *s >= '0' && *s <= '9' && !*end && v > 0 && v < 100000;
}

static int fail_on(struct tool *t, const char *when)
{
	t->fail_on = strcmp(when, "never") != 0;
	if (t->fail_on && strcmp(when, "new") != 0 && strcmp(when, "any") != 0)
		return usage("--fail-on is never, new or any, not ", when);
	return 1;
}

/* 1: was an option of ours, 0: was not, 2: wrong. */
static int own_option(struct tool *t, int argc, char **argv, int *i)
{
	bool missing = false;
	const char *v;

	if (!strcmp(argv[*i], "--parse-only")) {
		t->parse_only = true;
		return 1;
	}
	if ((v = option(argv, argc, i, "--rules", &missing)))
		vec_push(&t->rule_paths, v);
	else if ((v = option(argv, argc, i, "--facts", &missing)))
		t->facts = v;
	else if ((v = option(argv, argc, i, "--dump", &missing)))
		t->dump = v;
	else if ((v = option(argv, argc, i, "--timeout", &missing)))
		return number(v, &t->timeout) ? 1 : usage("not a number: ", v);
	else if ((v = option(argv, argc, i, "--fail-on", &missing)))
		return fail_on(t, v);
	else if ((v = option(argv, argc, i, "--selftest-crash", &missing)))
		t->selftest_crash = v;
	else if ((v = option(argv, argc, i, "--selftest-hang", &missing)))
		t->selftest_hang = v;
	else
		return missing ? usage("no value for ", argv[*i]) : 0;
	return 1;
}

static int database_option(struct tool *t, int argc, char **argv, int *i)
{
	const char *s = argv[*i], *v = NULL;

	if (!strcmp(s, "-p") && *i + 1 < argc) {
		t->database = argv[++*i];
		return 1;
	}
	if (!strncmp(s, "-j", 2)) {
		v = s[2] ? s + 2 : *i + 1 < argc ? argv[++*i] : "";
		return number(v, &t->jobs) ? 1 : usage("not a number: ", v);
	}
	return 0;
}

/* Everything up to `--` is ours; without one it is a kernel's CHECK= line. */
static int read_arguments(struct tool *t, int argc, char **argv)
{
	bool dashes = false, database = false;
	int i, ret;

	for (i = 1; i < argc; i++) {
		dashes |= !strcmp(argv[i], "--");
		database |= !strcmp(argv[i], "-p");
	}
	for (i = 1; i < argc; i++) {
		if (dashes && !strcmp(argv[i], "--")) {
			for (i++; i < argc; i++)
				vec_push(&t->flags, argv[i]);
			break;
		}
		ret = own_option(t, argc, argv, &i);
		if (!ret && (dashes || database))
			ret = database_option(t, argc, argv, &i);
		if (ret == 2)
			return 2;
		if (ret)
			continue;
		if (argv[i][0] != '-' && (dashes || database))
			vec_push(&t->files, argv[i]);
		else if (dashes || database)
			return usage("unknown option: ", argv[i]);
		else
			vec_push(&t->flags, argv[i]);
	}
	return 0;
}

static int one_unit(struct tool *t)
{
	const char *file = t->files.n ? t->files.v[0] : NULL;
	str_list flags = VEC_INIT;
	int ret;

	flags_filter(t, &t->flags, &flags, file ? NULL : &file);
	if (!file || t->files.n > 1)
		ret = usage(file ? "more than one file" : "no source file", NULL);
	else
		ret = check_unit(t, file, &flags, t->facts);
	vec_release(&flags);
	return ret;
}

int main(int argc, char **argv)
{
	struct tool t;
	int ret;

	memset(&t, 0, sizeof(t));
	t.arena = arena_new();
	t.timeout = 600;
	t.ignored = -1;
	if (argc == 2 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
		fputs(usage_text, stdout);
		return 0;
	}
	ret = read_arguments(&t, argc, argv);
	if (!ret)
		ret = load_rules(&t);
	if (!ret)
		ret = t.database ? check_database(&t) : one_unit(&t);
	rules_free(t.rules);
	vec_release(&t.rule_paths);
	vec_release(&t.files);
	vec_release(&t.flags);
	arena_free(t.arena);
	return ret;
}
