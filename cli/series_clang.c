/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The libclang front end in a series: compile commands come from what kbuild
 * saved, or from the compile_commands.json that the build leaves in the tree.
 */
#include "cli/series_clang.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *clang_tool(struct work *w)
{
	char folder[PATH_MAX];
	const char *path;

	if (executable_folder(folder)) {
		path = arena_printf(w->arena, "%s/gprcheck-clang", folder);
		if (access(path, X_OK) == 0)
			return path;
	}
	return "gprcheck-clang";
}

/* ---- what kbuild saved */

/* One compilation of C, as .x.o.cmd tells it. */
struct compilation {
	const char *object, *file, *command;	/* relative to the tree */
};

/* The text behind "PREFIX... := " in the line that begins so; NULL: no such line. */
static char *saved(struct arena *arena, const char *text, const char *prefix)
{
	const char *line = strncmp(text, prefix, strlen(prefix)) == 0 ? text : NULL, *value;

	if (!line) {
		line = strstr(text, arena_printf(arena, "\n%s", prefix));
		line = line ? line + 1 : NULL;
	}
	value = line ? strstr(line, " := ") : NULL;
	if (!value || memchr(line, '\n', (size_t)(value - line)))
		return NULL;
	return arena_strndup(arena, value + 4, strcspn(value + 4, "\n"));
}

/* Undoes what kbuild does for make to read it back, in place. */
static void unescape(char *s)
{
	char *o = s;

	for (; *s; s++) {
		if (strncmp(s, "$(pound)", 8) == 0) {
			*o++ = '#';
			s += 7;
			continue;
		}
		s += s[0] == '$' && s[1] == '$';
		*o++ = *s;
	}
	*o = '\0';
}

static bool read_compilation(struct work *w, const char *path, struct compilation *ret)
{
	const char *text, *slash = strrchr(path, '/');
	size_t tree = strlen(w->tree) + 1;
	char *command, *file, *end;

	if (!has_suffix(path, ".o.cmd") || plan_is_beside_kernel(w, path + tree))
		return false;
	text = read_text(w->arena, path, NULL);
	command = saved(w->arena, text, "savedcmd_");
	if (!command)
		command = saved(w->arena, text, "cmd_");
	file = saved(w->arena, text, "source_");
	if (!command || !file || !has_suffix(file, ".c"))
		return false;
	end = strstr(command, " ; ");
	if (end)
		*end = '\0';
	unescape(command);
	ret->command = command;
	ret->file = file;
	ret->object = arena_printf(w->arena, "%.*s/%.*s", (int)(slash - path), path,
				   (int)(strlen(slash + 2) - strlen(".cmd")), slash + 2);
	return true;
}

/* ---- which of them are to be looked at */

static const char *facts_folder(struct work *w)
{
	return arena_printf(w->arena, "%s/facts", w->dir);
}

static const char *facts_of(struct work *w, const char *file)
{
	while (strncmp(file, "../", 3) == 0 || strncmp(file, "./", 2) == 0 || *file == '/')
		file += strcspn(file, "/") + 1;
	return arena_printf(w->arena, "%s/%s.gprcheck", facts_folder(w), file);
}

static bool is_older(const char *a, const char *b)
{
	struct stat x, y;

	if (stat(a, &x) != 0 || stat(b, &y) != 0)
		return true;
	if (x.st_mtim.tv_sec != y.st_mtim.tv_sec)
		return x.st_mtim.tv_sec < y.st_mtim.tv_sec;
	return x.st_mtim.tv_nsec < y.st_mtim.tv_nsec;
}

static void add_command(struct work *w, json_t *list, const struct compilation *c)
{
	json_t *one = json_object();

	json_object_set_new(one, "directory", json_string(w->tree));
	json_object_set_new(one, "file", json_string(c->file));
	json_object_set_new(one, "command", json_string(c->command));
	json_array_append_new(list, one);
}

/* Facts that are not there cannot be taken for those of a unit that failed. */
static json_t *outdated_units(struct work *w)
{
	json_t *list = json_array();
	string_list files = VEC_INIT;

	plan_dep_files(w, &files);
	for (u32 i = 0; i < files.n; i++) {
		struct compilation c;
		const char *facts;

		if (!read_compilation(w, files.v[i], &c))
			continue;
		facts = facts_of(w, c.file);
		if (!is_older(facts, c.object))
			continue;
		unlink(facts);
		/* Without its source an object is only left over. */
		if (access(c.file[0] == '/' ? c.file : arena_printf(w->arena, "%s/%s", w->tree, c.file),
			   F_OK) == 0)
			add_command(w, list, &c);
	}
	vec_release(&files);
	return list;
}

/* ---- running it */

static void note_trouble(struct work *w, struct commit *c)
{
	const char *said = read_text(w->arena, w->log, NULL), *line = strstr(said, "error: ");

	while (line && line > said && line[-1] != '\n')
		line--;
	c->is_incomplete = true;
	c->reason = line ? arena_strndup(w->arena, line, strcspn(line, "\n"))
			 : "gprcheck-clang could not read all units";
	c->log = said;
}

static int look_at(struct work *w, const char *database, struct commit *c, struct error *err)
{
	VEC(const char *) argv = VEC_INIT;
	struct job job = { .folder = w->tree, .output = w->out, .errors = w->log };
	int status, code;

	vec_push(&argv, clang_tool(w));
	for (u32 i = 0; i < w->o->rules.n; i++) {
		vec_push(&argv, "--rules");
		vec_push(&argv, w->o->rules.v[i]);
	}
	vec_push(&argv, "--facts");
	vec_push(&argv, facts_folder(w));
	vec_push(&argv, "-p");
	vec_push(&argv, database);
	vec_push(&argv, NULL);
	job.argv = argv.v;
	unlink(w->log);
	code = job_run(&w->jobs, &job, &status, err);
	vec_release(&argv);
	if (code == 0 && status != 0)
		note_trouble(w, c);
	return code;
}

static int refresh_facts(struct work *w, struct commit *c, struct error *err)
{
	const char *database = arena_printf(w->arena, "%s/compile_commands.json", w->dir);
	const char *left = arena_printf(w->arena, "%s/compile_commands.json", w->tree);
	json_t *list;
	int code = 0;

	if (!w->is_kernel) {
		remove_folder(facts_folder(w));
		if (access(left, F_OK) != 0)
			return error_set(err, ERR_USAGE, "--front-end=clang needs a build that "
					 "leaves compile_commands.json in its root (or kbuild)");
		return look_at(w, left, c, err);
	}
	list = outdated_units(w);
	if (json_array_size(list)) {
		if (json_dump_file(list, database, 0) != 0)
			code = error_set(err, ERR_IO, "%s: %s", database, strerror(errno));
		else
			code = look_at(w, database, c, err);
	}
	json_decref(list);
	return code;
}

int clang_collect(struct work *w, struct commit *c, int *ret_status, struct error *err)
{
	VEC(const char *) argv = VEC_INIT;
	struct job job = { .folder = w->tree, .output = w->out, .errors = w->log };
	int code = refresh_facts(w, c, err);

	if (code < 0)
		return code;
	vec_push(&argv, w->self);
	vec_push(&argv, "collect");
	vec_push(&argv, "--db");
	vec_push(&argv, w->db);
	vec_push(&argv, "--run");
	vec_push(&argv, c->id);
	for (u32 i = 0; i < w->o->rules.n; i++) {
		vec_push(&argv, "--rules");
		vec_push(&argv, w->o->rules.v[i]);
	}
	vec_push(&argv, facts_folder(w));
	vec_push(&argv, NULL);
	job.argv = argv.v;
	unlink(w->log);
	code = job_run(&w->jobs, &job, ret_status, err);
	vec_release(&argv);
	return code;
}
