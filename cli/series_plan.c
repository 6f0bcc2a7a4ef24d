/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a series needs built, and whether it was: from the touched files and
 * the dependency files that the build itself leaves (.x.o.cmd of kbuild, *.d
 * of gcc -MMD).
 */
#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define uthash_fatal(msg) abort()
#include <uthash.h>

#include "cli/series.h"
#include "lib/base/path.h"

bool has_suffix(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && strcmp(s + n - m, suffix) == 0;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_compiled(const char *path)
{
	return has_suffix(path, ".c") || has_suffix(path, ".h") || has_suffix(path, ".S");
}

/* A change here can take objects out of the build or in. */
static bool is_build_file(const char *path)
{
	const char *name = base_name(path);

	return strncmp(name, "Makefile", 8) == 0 || strncmp(name, "Kconfig", 7) == 0 ||
	       strncmp(name, "Kbuild", 6) == 0 || has_suffix(name, ".mk") ||
	       has_suffix(name, ".make");
}

/* Programs and texts that come with a kernel and are no part of it. */
bool plan_is_beside_kernel(const struct work *w, const char *path)
{
	static const char *const folders[] = { "tools/", "scripts/", "Documentation/", "usr/" };

	for (size_t i = 0; w->is_kernel && i < ARRAY_SIZE(folders); i++)
		if (strncmp(path, folders[i], strlen(folders[i])) == 0)
			return true;
	return false;
}

/* ---- places */

static const char *in_tree(struct work *w, const char *path)
{
	return path[0] == '/' ? path : arena_printf(w->arena, "%s/%s", w->tree, path);
}

/* Where objects are: a NUL behind each name, relative to the tree. */
static const char *folders_file(struct work *w)
{
	return arena_printf(w->arena, "%s/folders", w->dir);
}

/* ---- targets */

static void add_target(struct work *w, const char *target)
{
	for (u32 i = 0; i < w->targets.n; i++)
		if (strcmp(w->targets.v[i], target) == 0)
			return;
	vec_push(&w->targets, target);
}

/* The nearest folder above the file that kbuild can make by its name. */
static const char *folder_to_make(struct work *w, const char *base, const char *path)
{
	char *folder = arena_strdup(w->arena, path), *slash;

	while ((slash = strrchr(folder, '/'))) {
		*slash = '\0';
		if (strstr(folder, "/include") || strncmp(folder, "include", 7) == 0)
			continue;
		if (repo_has_file(w, base, arena_printf(w->arena, "%s/Makefile", folder)) ||
		    repo_has_file(w, base, arena_printf(w->arena, "%s/Kbuild", folder)))
			return arena_printf(w->arena, "%s/", folder);
	}
	return NULL;
}

static void add_folders(struct work *w, const char *base, const struct commit *c)
{
	for (u32 i = 0; i < c->touched.n; i++) {
		const char *path = c->touched.v[i], *target;

		if (plan_is_beside_kernel(w, path) || !(is_compiled(path) || is_build_file(path)))
			continue;
		target = folder_to_make(w, base, path);
		if (target)
			add_target(w, target);
	}
}

static const char *targets_file(struct work *w)
{
	return arena_printf(w->arena, "%s/targets", w->dir);
}

static void add_known_targets(struct work *w)
{
	size_t len;
	const char *list = read_text(w->arena, targets_file(w), &len);

	for (const char *s = list; s < list + len; s += strlen(s) + 1)
		add_target(w, s);
}

static int keep_targets(struct work *w, struct error *err)
{
	struct strbuf sb = STRBUF_INIT;
	size_t len;
	const char *before = read_text(w->arena, targets_file(w), &len);
	int code;

	for (u32 i = 0; i < w->targets.n; i++)
		strbuf_add(&sb, w->targets.v[i], strlen(w->targets.v[i]) + 1);
	/* A new target has objects in new places. */
	if (sb.len != len || memcmp(strbuf_str(&sb), before, len) != 0)
		unlink(folders_file(w));
	code = write_text(targets_file(w), strbuf_str(&sb), sb.len, err);
	strbuf_release(&sb);
	return code;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int plan_targets(struct work *w, const char *base, const commit_list *commits, struct error *err)
{
	add_known_targets(w);
	for (u32 i = 0; i < w->so->targets.n; i++)
		add_target(w, w->so->targets.v[i]);
	for (u32 i = 0; w->is_kernel && !w->so->targets.n && i < commits->n; i++)
		add_folders(w, base, &commits->v[i]);
	if (w->is_kernel && !w->targets.n)
		return error_set(err, ERR_USAGE, "cannot tell what to build for these patches; "
				 "name it, as in --target=arch/x86/kvm/");
	if (w->targets.n)
		qsort(w->targets.v, w->targets.n, sizeof(*w->targets.v), by_text);
	return keep_targets(w, err);
}

/* ---- objects that outlived their source */

/* OBJECT NUL FILE NUL ...: the units of the latest run, relative to the tree. */
static const char *units_file(struct work *w)
{
	return arena_printf(w->arena, "%s/units", w->dir);
}

void plan_remember(struct work *w, const struct unit_info *units, u32 n)
{
	struct strbuf sb = STRBUF_INIT;

	for (u32 i = 0; i < n; i++) {
		strbuf_add(&sb, units[i].object, strlen(units[i].object) + 1);
		strbuf_add(&sb, units[i].file, strlen(units[i].file) + 1);
	}
	write_text(units_file(w), strbuf_str(&sb), sb.len, NULL);
	strbuf_release(&sb);
}

static bool is_there(struct work *w, const char *path)
{
	return access(in_tree(w, path), F_OK) == 0;
}

void plan_drop_stale(struct work *w, const string_list *changed)
{
	size_t len, n = strlen(w->dir);
	const char *list = read_text(w->arena, units_file(w), &len), *s = list, *file, *path;
	bool all = false;

	for (u32 i = 0; i < changed->n; i++)
		all |= is_build_file(changed->v[i]);
	while (s < list + len) {
		file = s + strlen(s) + 1;
		path = in_tree(w, s);
		/* An archive member has "(" in its name and no file: its archive is made anew. */
		if ((all || !is_there(w, file)) && strncmp(path, w->dir, n) == 0)
			unlink(path);
		s = file + strlen(file) + 1;
	}
}

/* ---- is it built? */

struct wanted {
	const char *path;
	bool is_built;
	UT_hash_handle hh;
};

/* .x.o.cmd stays behind when kbuild no longer makes x.o: then it says nothing. */
static bool is_in_force(struct work *w, const char *path)
{
	size_t folder = (size_t)(base_name(path) - path), n = strlen(path);

	if (!has_suffix(path, ".o.cmd"))
		return has_suffix(path, ".d");
	return access(arena_printf(w->arena, "%.*s%.*s", (int)folder, path,
				   (int)(n - folder - 1 - strlen(".cmd")), path + folder + 1),
		      F_OK) == 0;
}

static void find_dep_files(struct work *w, const char *folder, string_list *ret)
{
	char *const roots[] = { arena_strdup(w->arena, folder), NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_NOSTAT, NULL);
	FTSENT *e;

	while (fts && (e = fts_read(fts))) {
		if (e->fts_info == FTS_D && strcmp(e->fts_name, ".git") == 0)
			fts_set(fts, e, FTS_SKIP);
		else if ((has_suffix(e->fts_name, ".d") || has_suffix(e->fts_name, ".o.cmd")) &&
			 e->fts_info != FTS_D && e->fts_info != FTS_DP &&
			 is_in_force(w, e->fts_path))
			vec_push(ret, arena_strdup(w->arena, e->fts_path));
	}
	if (fts)
		fts_close(fts);
}

void plan_dep_files(struct work *w, string_list *ret)
{
	string_list folders = VEC_INIT;

	plan_folders(w, &folders);
	for (u32 i = 0; i < folders.n; i++)
		find_dep_files(w, strcmp(folders.v[i], ".") == 0 ? w->tree
							      : in_tree(w, folders.v[i]), ret);
	vec_release(&folders);
}

/* ---- where objects are */

void plan_folders(struct work *w, string_list *ret)
{
	size_t len;
	const char *list = read_text(w->arena, folders_file(w), &len);

	for (const char *s = list; s < list + len; s += strlen(s) + 1)
		vec_push(ret, s);
	if (!ret->n)
		vec_push(ret, ".");
}

void plan_forget_folders(struct work *w, const string_list *changed)
{
	bool all = false;

	for (u32 i = 0; i < changed->n; i++)
		all |= is_build_file(changed->v[i]);
	if (all)
		unlink(folders_file(w));
}

static bool is_within(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

/* Sorted, a folder comes before all that is in it. */
static void write_folders(struct work *w, string_list *all)
{
	struct strbuf sb = STRBUF_INIT;
	const char *last = NULL;

	qsort(all->v, all->n, sizeof(*all->v), by_text);
	for (u32 i = 0; i < all->n; i++) {
		if (last && is_within(all->v[i], last))
			continue;
		last = all->v[i];
		strbuf_add(&sb, last, strlen(last) + 1);
	}
	write_text(folders_file(w), strbuf_str(&sb), sb.len, NULL);
	strbuf_release(&sb);
}

void plan_remember_folders(struct work *w)
{
	string_list files = VEC_INIT, folders = VEC_INIT;
	size_t tree = strlen(w->tree) + 1;

	if (!w->is_kernel || access(folders_file(w), F_OK) == 0)
		return;
	plan_dep_files(w, &files);
	for (u32 i = 0; i < files.n; i++) {
		const char *path = files.v[i] + tree;

		if (has_suffix(path, ".o.cmd") && strchr(path, '/') &&
		    !plan_is_beside_kernel(w, path))
			vec_push(&folders, arena_strndup(w->arena, path,
							 (size_t)(base_name(path) - path - 1)));
	}
	if (folders.n)
		write_folders(w, &folders);
	vec_release(&files);
	vec_release(&folders);
}

/* One word of a make rule, unescaped in place; *at moves behind it. */
static char *next_word(char **at)
{
	char *s = *at, *word, *o;

	while (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r' ||
	       (*s == '\\' && (s[1] == '\n' || s[1] == '\r')))
		s++;
	if (!*s)
		return NULL;
	for (word = o = s; *s && !strchr(" \t\n\r", *s); s++) {
		if (*s == '\\' && s[1] && strchr(" #\\:", s[1]))
			s++;
		else if (*s == '\\' && s[1] == '\n')
			break;
		else if (*s == '$' && s[1] == '$')
			s++;
		*o++ = *s;
	}
	*at = *s ? s + 1 : s;
	*o = '\0';
	return word;
}

static void meet(struct work *w, struct wanted *wanted, const char *folder, const char *word)
{
	const char *names[2] = {
		path_normalise(w->arena, w->tree, word),
		path_normalise(w->arena, w->tree, arena_printf(w->arena, "%s/%s", folder, word)),
	};
	struct wanted *hit;

	for (u32 i = 0; i < ARRAY_SIZE(names); i++) {
		HASH_FIND_STR(wanted, names[i], hit);
		if (hit)
			hit->is_built = true;
	}
}

/* Cheap before exact: most words name files that nobody touched. */
static bool may_match(struct wanted *wanted, const char *word)
{
	const char *name = base_name(word);

	for (struct wanted *x = wanted; x; x = x->hh.next)
		if (strcmp(base_name(x->path), name) == 0)
			return true;
	return false;
}

static void read_dep_file(struct work *w, struct wanted *wanted, const char *path)
{
	char *text = read_text(w->arena, path, NULL), *word;
	const char *folder = arena_strndup(w->arena, path, (size_t)(base_name(path) - path - 1));
	size_t n;

	while ((word = next_word(&text))) {
		n = strlen(word);
		if (n && is_compiled(word) && may_match(wanted, word))
			meet(w, wanted, folder, word);
	}
}

static void read_dep_files(struct work *w, struct wanted *wanted)
{
	string_list files = VEC_INIT;

	plan_dep_files(w, &files);
	for (u32 i = 0; i < files.n; i++)
		read_dep_file(w, wanted, files.v[i]);
	vec_release(&files);
}

static void meet_units(struct work *w, struct wanted *wanted)
{
	size_t len;
	const char *list = read_text(w->arena, units_file(w), &len), *s = list;
	struct wanted *hit;

	while (s < list + len) {
		s += strlen(s) + 1;
		HASH_FIND_STR(wanted, s, hit);
		if (hit)
			hit->is_built = true;
		s += strlen(s) + 1;
	}
}

static const char *list_missing(struct work *w, struct wanted *wanted)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text = "";
	u32 n = 0;

	for (struct wanted *x = wanted; x; x = x->hh.next) {
		if (x->is_built)
			continue;
		if (n < 3)
			strbuf_addf(&sb, "%s%s", n ? ", " : "", x->path);
		n++;
	}
	if (n > 3)
		strbuf_addf(&sb, " and %u more", n - 3);
	if (n)
		text = arena_printf(w->arena, "%s: not built here, or nothing says what depends on it",
				    strbuf_str(&sb));
	strbuf_release(&sb);
	return text;
}

const char *plan_not_built(struct work *w, const struct commit *c)
{
	struct wanted *wanted = NULL;
	const char *text;

	for (u32 i = 0; i < c->touched.n; i++) {
		const char *path = c->touched.v[i];
		struct wanted *x;

		if (!is_compiled(path) || plan_is_beside_kernel(w, path) || !is_there(w, path))
			continue;
		x = arena_new_obj(w->arena, struct wanted);
		x->path = path;
		HASH_ADD_KEYPTR(hh, wanted, x->path, strlen(x->path), x);
	}
	if (!wanted)
		return "";
	meet_units(w, wanted);
	read_dep_files(w, wanted);
	text = list_missing(w, wanted);
	HASH_CLEAR(hh, wanted);
	return text;
}
