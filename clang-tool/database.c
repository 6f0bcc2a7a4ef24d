/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads compile_commands.json: folder, file and flags of each unit. */
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "clang-tool/database.h"

/* One word of a shell command; NULL at the end. */
static char *next_word(const char **at)
{
	const char *s = *at;
	char *out, *o, quote = 0;

	while (*s == ' ' || *s == '\t' || *s == '\n')
		s++;
	if (!*s)
		return NULL;
	out = o = malloc(strlen(s) + 1);
	if (!out)
		abort();
	for (; *s && (quote || !strchr(" \t\n", *s)); s++) {
		if (*s == '\\' && quote != '\'' && s[1])
			*o++ = *++s;
		else if (quote && *s == quote)
			quote = 0;
		else if (!quote && (*s == '"' || *s == '\''))
			quote = *s;
		else
			*o++ = *s;
	}
	*o = '\0';
	*at = s;
	return out;
}

static void add(struct tool *t, str_list *l, const char *s)
{
	const char *copy = arena_strdup(t->arena, s);

	vec_push(l, copy);
}

static void read_flags(struct tool *t, json_t *entry, str_list *ret)
{
	json_t *list = json_object_get(entry, "arguments"), *one;
	const char *command = json_string_value(json_object_get(entry, "command"));
	str_list all = VEC_INIT;
	size_t i;
	char *w;

	json_array_foreach(list, i, one)
		if (json_is_string(one) && i)
			add(t, &all, json_string_value(one));
	if (!list && command) {
		free(next_word(&command));
		while ((w = next_word(&command))) {
			add(t, &all, w);
			free(w);
		}
	}
	flags_filter(t, &all, ret, NULL);
	vec_release(&all);
}

bool database_names(struct tool *t, const char *name, const char *folder,
		    const char *file)
{
	const char *full = *file == '/' ? file :
			   arena_printf(t->arena, "%s/%s", folder, file);
	size_t n, m = strlen(full);

	while (!strncmp(name, "./", 2))
		name += 2;
	n = strlen(name);
	return m >= n && !strcmp(full + m - n, name) &&
	       (m == n || full[m - n - 1] == '/' || *name == '/');
}

/* FILES on the command line. */
static bool wanted(struct tool *t, const char *folder, const char *file)
{
	u32 i;

	for (i = 0; i < t->files.n; i++)
		if (database_names(t, t->files.v[i], folder, file))
			return true;
	return !t->files.n;
}

static bool is_c(const char *file)
{
	const char *dot = strrchr(file, '.');

	return dot && (!strcmp(dot, ".c") || !strcmp(dot, ".i"));
}

static void read_entry(struct tool *t, const char *base, json_t *entry,
		       job_list *ret)
{
	const char *folder = json_string_value(json_object_get(entry, "directory"));
	const char *file = json_string_value(json_object_get(entry, "file"));
	struct job j;

	if (!folder)
		folder = base;
	if (!file || !is_c(file) || !wanted(t, folder, file))
		return;
	memset(&j, 0, sizeof(j));
	j.folder = arena_strdup(t->arena, folder);
	j.file = arena_strdup(t->arena, file);
	read_flags(t, entry, &j.flags);
	vec_push(ret, j);
}

int database_read(struct tool *t, job_list *ret)
{
	const char *path = t->database;
	json_error_t err;
	json_t *root, *entry;
	char real[PATH_MAX];
	struct stat st;
	char *slash;
	size_t i;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		path = arena_printf(t->arena, "%s/compile_commands.json", path);
	root = json_load_file(path, 0, &err);
	if (!json_is_array(root)) {
		fprintf(stderr, "gprcheck-clang: %s:%d: %s\n", path,
			root ? 1 : err.line, root ? "not a list of commands" : err.text);
		json_decref(root);
		return 2;
	}
	if (!realpath(path, real))
		strcpy(real, "./.");
	slash = strrchr(real, '/');
	if (slash)
		*slash = '\0';
	json_array_foreach(root, i, entry)
		read_entry(t, real, entry, ret);
	json_decref(root);
	return 0;
}
