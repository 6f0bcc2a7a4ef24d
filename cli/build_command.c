/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the command line of a build as make and kbuild will. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/build.h"

/* Variables on make's command line that matter to us; NULL when not given. */
struct make_variables {
	const char *cc, *cross_compile, *llvm;
	const char *o, *m, *mo;
	const char *kcflags;
};

static bool is_make(const char *word)
{
	const char *slash = strrchr(word, '/');
	const char *name = slash ? slash + 1 : word;

	return strcmp(name, "make") == 0 || strcmp(name, "gmake") == 0;
}

static const char *join_path(struct arena *arena, const char *folder, const char *path)
{
	if (path[0] == '/' || strcmp(folder, ".") == 0)
		return path;
	return arena_printf(arena, "%s/%s", folder, path);
}

/*
 * NAME=VALUE, NAME:=VALUE, NAME::=VALUE, NAME?=VALUE or NAME+=VALUE for the
 * given name: the value, with *ret_op the character before '=' or '='.
 */
static const char *assigned(const char *arg, const char *name, char *ret_op)
{
	size_t n = strlen(name);

	if (strncmp(arg, name, n) != 0)
		return NULL;
	arg += n;
	*ret_op = *arg;
	arg += strspn(arg, ":?+!");
	return *arg == '=' ? arg + 1 : NULL;
}

static void read_kcflags(const char *arg, struct make_variables *v, struct arena *arena)
{
	const char *env = getenv("KCFLAGS"), *value, *before;
	char op;

	value = assigned(arg, "KCFLAGS", &op);
	if (!value)
		return;
	before = v->kcflags ? v->kcflags : env;
	if (op == '+' && before && *before)
		v->kcflags = arena_printf(arena, "%s %s", before, value);
	else if (op != '?' || !before)
		v->kcflags = value;
}

static void read_variable(const char *arg, struct make_variables *v, struct arena *arena)
{
	const struct {
		const char *name;
		const char **value;
	} names[] = {
		{ "CC", &v->cc }, { "CROSS_COMPILE", &v->cross_compile }, { "LLVM", &v->llvm },
		{ "O", &v->o }, { "M", &v->m }, { "MO", &v->mo }, { "KBUILD_OUTPUT", &v->o },
	};
	const char *value;
	char op;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		value = assigned(arg, names[i].name, &op);
		if (value)
			*names[i].value = value;
	}
	read_kcflags(arg, v, arena);
}

/* The argument of -C, with *i moved over it; NULL for any other option. */
static const char *folder_option(const struct build_command *b, u32 *i)
{
	static const char longname[] = "--directory";
	const char *arg = b->argv[*i];
	size_t n = sizeof(longname) - 1;

	if (strcmp(arg, "-C") == 0 || strcmp(arg, longname) == 0)
		return *i + 1 < b->argc ? b->argv[++*i] : NULL;
	if (strncmp(arg, "-C", 2) == 0)
		return arg + 2;
	return strncmp(arg, longname, n) == 0 && arg[n] == '=' ? arg + n + 1 : NULL;
}

static bool is_kernel_tree(const char *folder, struct arena *arena)
{
	return access(arena_printf(arena, "%s/scripts/Kbuild.include", folder), F_OK) == 0;
}

/* kbuild sets CC itself; other Makefiles take it from the environment. */
static const char *compiler_of(const struct build_command *b, const struct make_variables *v,
			       struct arena *arena)
{
	const char *cross = v->cross_compile ? v->cross_compile : getenv("CROSS_COMPILE");
	const char *env = getenv("CC");

	if (v->cc)
		return v->cc;
	if (cross && *cross)
		return arena_printf(arena, "%sgcc", cross);
	if (env && *env && !is_kernel_tree(b->folder, arena))
		return env;
	return "gcc";
}

static const char *objects_of(const struct build_command *b, const struct make_variables *v,
			      struct arena *arena)
{
	const char *env = getenv("KBUILD_OUTPUT"), *given = v->mo;

	if (!given)
		given = v->m;
	if (!given)
		given = v->o;
	if (!given && env && is_kernel_tree(b->folder, arena))
		given = env;
	return given && *given ? join_path(arena, b->folder, given) : b->folder;
}

void build_command_read(struct build_command *b, char *const *argv, u32 argc,
			struct arena *arena)
{
	struct make_variables v = { 0 };
	const char *env, *folder;
	u32 i;

	memset(b, 0, sizeof(*b));
	b->argv = argv;
	b->argc = argc;
	b->folder = ".";
	while (b->make < argc && !is_make(argv[b->make]))
		b->make++;
	for (i = b->make + 1; i < argc; i++) {
		folder = folder_option(b, &i);
		if (folder)
			b->folder = join_path(arena, b->folder, folder);
		else
			read_variable(argv[i], &v, arena);
	}
	env = getenv("KCFLAGS");
	b->kcflags = v.kcflags ? v.kcflags : env ? env : "";
	env = getenv("LLVM");
	b->uses_llvm = v.llvm ? *v.llvm : env && *env;
	b->cc = compiler_of(b, &v, arena);
	b->objects = objects_of(b, &v, arena);
}

char **build_command_argv(const struct build_command *b, const char *kcflags, struct arena *arena)
{
	char **out = arena_new_array(arena, char *, b->argc + 2);
	u32 n = 0;
	char op;

	for (u32 i = 0; i < b->argc; i++)
		if (i <= b->make || !assigned(b->argv[i], "KCFLAGS", &op))
			out[n++] = b->argv[i];
	if (b->make < b->argc)
		out[n++] = arena_printf(arena, "KCFLAGS=%s", kcflags);
	return out;
}
