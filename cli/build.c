/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gprcheck build: a build with the plugin, then the collection of its facts.
 *
 * The plugin gets into a kernel build through KCFLAGS, which kbuild appends
 * to the flags of every unit. Any other build can use it the same way.
 */
#include "cli/build.h"

#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "cli/collect.h"
#include "lib/base/strbuf.h"

extern char **environ;

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_RULES,
	OPTION_NEW_RUN,
	OPTION_TREE,
	OPTION_CONFIG,
	OPTION_FAIL_ON,
	OPTION_FRESH,
	OPTION_STATS,
	{ "plugin", OPT_PLUGIN, "SO", 0,
	  "The plugin (default: the one for the build's compiler)", 0 },
	{ "gcc", OPT_GCC, "GCC", 0,
	  "The build's compiler, where CC= and CROSS_COMPILE= do not say it", 0 },
	{ "objects", OPT_OBJECTS, "PATH", 0,
	  "Collect from here; repeatable (default: where -C, O= and M= say)", 0 },
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.args_doc = "-- make [ARG...]",
	.doc = "Runs a build with the GCC plugin and collects the facts from its objects.\v"
	       "The plugin's flags are added to KCFLAGS, in the environment and for make on its "
	       "command line; KCFLAGS of your own are kept. kbuild rebuilds everything once, and "
	       "again when the plugin or the rules have changed. A build that fails leaves the "
	       "database alone.\n"
	       "Exit status: 0 done, 1 findings (with --fail-on), 2 something failed.",
	.needs_db = true,
	.rest_is_command = true,
	.min_args = 1,
	.max_args = ANY_NUMBER,
	.missing = "the command of the build",
	.example = "gprcheck build --db kvm.db -- make -j8 arch/x86/kvm/",
};

/* One word for the shell that make starts, through make's own expansion. */
static void add_word(struct strbuf *sb, const char *option, const char *value)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+=./,:@%";
	bool quote = value[strspn(value, plain)] != '\0';

	if (sb->len)
		strbuf_addch(sb, ' ');
	strbuf_addstr(sb, option);
	if (quote)
		strbuf_addch(sb, '\'');
	for (; *value; value++) {
		if (*value == '$')
			strbuf_addstr(sb, "$$");
		else if (*value == '\'')
			strbuf_addstr(sb, "'\\''");
		else
			strbuf_addch(sb, *value);
	}
	if (quote)
		strbuf_addch(sb, '\'');
}

static int add_path(struct strbuf *sb, const char *option, const char *path, struct error *err)
{
	char *real = realpath(path, NULL);

	if (!real)
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	add_word(sb, option, real);
	free(real);
	return 0;
}

/* The user's flags and ours. The id makes a changed plugin a changed command. */
static int make_kcflags(struct strbuf *sb, const char *users, const char *plugin,
			const struct options *o, const struct rules *rules, struct error *err)
{
	u64 id = rules_hash(rules);
	char digits[17];
	int code = hash_file(plugin, &id, err);

	strbuf_addstr(sb, users);
	if (code == 0)
		code = add_path(sb, "-fplugin=", plugin, err);
	for (u32 i = 0; code == 0 && i < o->rules.n; i++)
		code = add_path(sb, "-fplugin-arg-gprcheck-rules=", o->rules.v[i], err);
	snprintf(digits, sizeof(digits), "%016llx", (unsigned long long)id);
	if (code == 0)
		add_word(sb, "-fplugin-arg-gprcheck-id=", digits);
	return code;
}

static int run_build(char **argv, struct error *err)
{
	int status, code;
	pid_t pid;

	fflush(NULL);
	code = posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ);
	if (code != 0)
		return error_set(err, ERR_IO, "%s: %s", argv[0], strerror(code));
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return error_set(err, ERR_IO, "%s: %s", argv[0], strerror(errno));
	if (WIFSIGNALED(status))
		return error_set(err, ERR_IO, "%s: ended by signal %d: nothing collected", argv[0],
				 WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return error_set(err, ERR_IO, "%s: exit status %d: nothing collected", argv[0],
				 WEXITSTATUS(status));
	return 0;
}

static int choose_plugin(const struct options *o, const struct build_command *b,
			 struct arena *arena, const char **ret, struct error *err)
{
	*ret = o->plugin;
	if (o->plugin)
		return 0;
	if (b->uses_llvm && !o->gcc)
		return error_set(err, ERR_USAGE, "LLVM= builds with Clang, which takes no GCC "
				 "plugin; run `make C=2 CHECK=gprcheck-clang' and collect its facts");
	return find_plugin(o->gcc ? o->gcc : b->cc, arena, ret, err);
}

/* Everything up to the end of the build. */
static int build(const struct options *o, const struct build_command *b,
		 const struct rules *rules, struct arena *arena, struct error *err)
{
	struct strbuf kcflags = STRBUF_INIT;
	const char *plugin;
	int code = choose_plugin(o, b, arena, &plugin, err);

	if (code == 0)
		code = make_kcflags(&kcflags, b->kcflags, plugin, o, rules, err);
	if (code == 0) {
		setenv("KCFLAGS", strbuf_str(&kcflags), 1);
		code = run_build(build_command_argv(b, strbuf_str(&kcflags), arena), err);
	}
	strbuf_release(&kcflags);
	return code;
}

static int build_and_collect(struct options *o, const struct build_command *b,
			     struct arena *arena)
{
	struct error err = ERROR_INIT;
	struct rules *rules = NULL;
	int code = EXIT_ERROR;

	if (!database_is_usable(o->db, &err) || load_rules(&o->rules, &rules, &err) < 0 ||
	    build(o, b, rules, arena, &err) < 0)
		fail(&err);
	else if (o->objects.n)
		code = collect_paths(o, rules, o->objects.v, o->objects.n);
	else
		code = collect_paths(o, rules, &b->objects, 1);
	rules_free(rules);
	return code;
}

int cmd_build(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct build_command b;
	struct options o;
	int code;

	options_parse(&spec, argc, argv, &o);
	vec_push(&o.args, NULL);
	build_command_read(&b, (char *const *)o.args.v, o.args.n - 1, arena);
	code = build_and_collect(&o, &b, arena);
	options_release(&o);
	arena_free(arena);
	return code;
}
