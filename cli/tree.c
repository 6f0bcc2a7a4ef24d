/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The source tree of a run, see tree.h. */
#include "cli/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"
#include "lib/base/strbuf.h"

extern char **environ;

#define MAX_ARGS 24
/* So many units are tried before a folder is not the tree. */
#define TRIED_UNITS 8
/* So many files are asked for the commit that changed them. */
#define MAX_ASKED 500

struct tree {
	struct arena *arena;
	const char *root;	/* absolute, "" unknown */
	const char *commit, *state, *config_hash;
	u32 asked;
	struct run_history history;
};

/* ---- git */

/* Another repository's GIT_DIR, of a hook we run in, and what would change the output. */
static char **git_environment(void)
{
	static char literal[] = "GIT_LITERAL_PATHSPECS=1", locks[] = "GIT_OPTIONAL_LOCKS=0";
	static char prompt[] = "GIT_TERMINAL_PROMPT=0", locale[] = "LC_ALL=C";
	VEC(char *) v = VEC_INIT;

	for (char **e = environ; *e; e++)
		if ((strncmp(*e, "GIT_", 4) != 0 || strncmp(*e, "GIT_CONFIG", 10) == 0) &&
		    strncmp(*e, "LC_ALL=", 7) != 0)
			vec_push(&v, *e);
	vec_push(&v, literal);
	vec_push(&v, locks);
	vec_push(&v, prompt);
	vec_push(&v, locale);
	vec_push(&v, NULL);
	return v.v;
}

static int start(const char *const *argv, int *ret_fd, pid_t *ret_pid)
{
	posix_spawn_file_actions_t actions;
	char **env = git_environment();
	int fds[2], code;

	if (pipe2(fds, O_CLOEXEC) != 0) {
		vec_free_(env);
		return -1;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, fds[1], 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	code = posix_spawnp(ret_pid, argv[0], &actions, NULL, (char **)(uintptr_t)argv, env);
	posix_spawn_file_actions_destroy(&actions);
	vec_free_(env);
	close(fds[1]);
	if (code != 0)
		close(fds[0]);
	*ret_fd = fds[0];
	return code ? -1 : 0;
}

static void read_all(int fd, struct strbuf *out)
{
	char buf[65536];
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			strbuf_add(out, buf, (size_t)n);
	close(fd);
}

/* Words end with NULL. False, and out is no use, when git fails or is not there. */
static bool git(const char *folder, struct strbuf *out, ...)
{
	const char *argv[MAX_ARGS] = {
		"git", "-C", folder, "-c", "core.fsmonitor=false", "-c", "core.quotePath=false",
	};
	u32 n = 7;
	va_list ap;
	int fd, status;
	pid_t pid;

	va_start(ap, out);
	while (n < MAX_ARGS - 1 && (argv[n] = va_arg(ap, const char *)))
		n++;
	va_end(ap);
	strbuf_reset(out);
	if (start(argv, &fd, &pid) < 0)
		return false;
	read_all(fd, out);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* What we stored ourselves, but the database may be anybody's: a hash and nothing else. */
static bool is_commit(const char *text)
{
	size_t len = strspn(text, "0123456789abcdef");

	return text[len] == '\0' && (len == 40 || len == 64);
}

/* ---- what changed since an earlier run */

/* "R100", old name and new name, each ended by NUL, again and again. */
static u32 parse_renames(struct tree *t, const struct strbuf *out, struct renamed_file **ret)
{
	const char *s = strbuf_str(out), *end = s + out->len;
	VEC(struct renamed_file) v = VEC_INIT;
	u32 n;

	while (s < end) {
		const char *old = s + strlen(s) + 1;
		const char *now = old < end ? old + strlen(old) + 1 : end;
		struct renamed_file f = { old, now };

		if (s[0] != 'R' || now >= end)
			break;
		f.old_file = arena_strdup(t->arena, old);
		f.new_file = arena_strdup(t->arena, now);
		vec_push(&v, f);
		s = now + strlen(now) + 1;
	}
	*ret = arena_memdup(t->arena, v.v, v.n * sizeof(*v.v));
	n = v.n;
	vec_release(&v);
	return n;
}

static u32 renames(void *ctx, const char *since, const struct renamed_file **ret)
{
	struct tree *t = ctx;
	struct strbuf out = STRBUF_INIT;
	struct renamed_file *v = NULL;
	u32 n = 0;
	bool known;

	if (!t->commit[0] || !is_commit(since))
		return 0;
	/* Of a changed tree the files themselves, else the commit. */
	known = git(t->root, &out, "diff", "-M", "--name-status", "-z", "--no-ext-diff",
		    "--no-textconv", "--relative", "--diff-filter=R", since,
		    strcmp(t->state, "dirty") == 0 ? NULL : t->commit, NULL);
	if (known)
		n = parse_renames(t, &out, &v);
	strbuf_release(&out);
	*ret = v;
	return n;
}

static bool is_changed_file(const struct tree *t, const char *file)
{
	struct strbuf out = STRBUF_INIT;
	bool changed = !git(t->root, &out, "status", "--porcelain", "-z", "--", file, NULL) ||
		out.len;

	strbuf_release(&out);
	return changed;
}

static const char *commit_of(void *ctx, const char *since, const char *file)
{
	struct tree *t = ctx;
	struct strbuf out = STRBUF_INIT;
	const char *range, *only = "";

	if (!t->commit[0] || !is_commit(since) || t->asked++ > MAX_ASKED || is_changed_file(t, file))
		return "";
	range = arena_printf(t->arena, "%s..%s", since, t->commit);
	if (git(t->root, &out, "log", "--format=%H", "-n", "2", range, "--", file, NULL)) {
		char *first = arena_strdup(t->arena, strbuf_str(&out));
		size_t len = strcspn(first, "\n");
		bool alone = first[len] == '\n' && first[len + 1] == '\0';

		first[len] = '\0';
		if (alone && is_commit(first))
			only = first;
	}
	strbuf_release(&out);
	return only;
}

static const char *in_tree(const struct tree *t, const char *file)
{
	return file[0] == '/' ? file : arena_printf(t->arena, "%s/%s", t->root, file);
}

static bool is_gone(void *ctx, const char *file)
{
	const struct tree *t = ctx;

	return t->root[0] && file[0] && access(in_tree(t, file), F_OK) != 0 &&
	       (errno == ENOENT || errno == ENOTDIR);
}

/* ---- where it is */

static const char *unit_file(const struct gather *g, u32 unit)
{
	return g->units.v[unit].brief->info.file;
}

static bool has_units(struct tree *t, const char *folder, const struct gather *g)
{
	for (u32 i = 0; i < g->units.n && i < TRIED_UNITS; i++) {
		const char *file = unit_file(g, i);

		if (file[0] && file[0] != '/' &&
		    access(arena_printf(t->arena, "%s/%s", folder, file), F_OK) == 0)
			return true;
	}
	return false;
}

/* The folder itself or one above it. */
static const char *find_above(struct tree *t, const char *path, const struct gather *g)
{
	char folder[PATH_MAX], *slash;

	if (!realpath(path, folder))
		return "";
	for (;;) {
		if (has_units(t, folder, g))
			return arena_strdup(t->arena, folder);
		slash = strrchr(folder, '/');
		if (!slash || slash == folder)
			return "";
		*slash = '\0';
	}
}

static const char *find_root(struct tree *t, const char *dir, const char *const *paths,
			     u32 npaths, const struct gather *g)
{
	const char *root = "";
	char here[PATH_MAX];

	if (dir)
		return realpath(dir, here) ? arena_strdup(t->arena, here) : "";
	for (u32 i = 0; !root[0] && i < npaths; i++)
		root = find_above(t, paths[i], g);
	if (!root[0] && getcwd(here, sizeof(here)) && has_units(t, here, g))
		root = arena_strdup(t->arena, here);
	return root;
}

/* ---- what is known of it */

/* A repository that merely surrounds the tree says nothing of it. */
static bool is_tracked(const struct tree *t, const struct gather *g)
{
	struct strbuf out = STRBUF_INIT;
	bool tracked = false;

	for (u32 i = 0; !tracked && i < g->units.n && i < TRIED_UNITS; i++)
		tracked = git(t->root, &out, "ls-files", "--error-unmatch", "-z", "--",
			      unit_file(g, i), NULL);
	strbuf_release(&out);
	return tracked;
}

static void ask_git(struct tree *t, const struct gather *g)
{
	struct strbuf out = STRBUF_INIT;
	char *commit;

	if (is_tracked(t, g) && git(t->root, &out, "rev-parse", "--verify", "--quiet",
				    "HEAD^{commit}", NULL)) {
		commit = arena_strdup(t->arena, strbuf_str(&out));
		commit[strcspn(commit, "\n")] = '\0';
		if (is_commit(commit))
			t->commit = commit;
	}
	if (t->commit[0] && git(t->root, &out, "status", "--porcelain", "-z",
				"--untracked-files=no", NULL))
		t->state = out.len ? "dirty" : "clean";
	strbuf_release(&out);
}

static bool take_config(struct tree *t, const char *folder)
{
	const char *path = arena_printf(t->arena, "%s/.config", folder);
	struct error err = ERROR_INIT;
	u64 hash = 0;

	if (access(path, R_OK) != 0 || hash_file(path, &hash, &err) < 0)
		return false;
	t->config_hash = arena_printf(t->arena, "%016llx", (unsigned long long)hash);
	return true;
}

/* Beside the objects, in the folders above them, in the tree. */
static void find_config(struct tree *t, const char *const *paths, u32 npaths)
{
	char folder[PATH_MAX], *slash;

	if (npaths && realpath(paths[0], folder)) {
		while (!take_config(t, folder)) {
			slash = strrchr(folder, '/');
			if (!slash || slash == folder)
				break;
			*slash = '\0';
		}
	}
	if (!t->config_hash[0] && t->root[0])
		take_config(t, t->root);
}

struct tree *tree_find(const char *dir, const char *const *paths, u32 npaths,
		       const struct gather *g)
{
	struct arena *arena = arena_new();
	struct tree *t = arena_new_obj(arena, struct tree);

	t->arena = arena;
	t->commit = t->state = t->config_hash = "";
	t->root = find_root(t, dir, paths, npaths, g);
	if (t->root[0])
		ask_git(t, g);
	find_config(t, paths, npaths);
	t->history = (struct run_history){
		.ctx = t, .renames = renames, .commit_of = commit_of, .is_gone = is_gone,
	};
	return t;
}

void tree_free(struct tree *t)
{
	arena_free(t->arena);
}

const char *tree_root(const struct tree *t)
{
	return t->root;
}

const char *tree_commit(const struct tree *t)
{
	return t->commit;
}

const char *tree_state(const struct tree *t)
{
	return t->state;
}

const char *tree_config_hash(const struct tree *t)
{
	return t->config_hash;
}

const struct run_history *tree_history(const struct tree *t)
{
	return &t->history;
}
