/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Git for a series: a repository of our own that borrows the user's objects.
 *
 * It has its own index, work tree, settings and no hooks, and nothing is ever
 * written to the user's repository, not even the entry of a linked work tree.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/series.h"

#define MAX_WORDS (GIT_MAX_ARGS + 16)

/* The last lines of what git said, without its prefixes, in one. */
static void git_words(struct work *w, struct error *err)
{
	char *text = read_text(w->arena, w->log, NULL), *end = text + strlen(text);

	while (end > text && end[-1] == '\n')
		*--end = '\0';
	if (strncmp(text, "fatal: ", 7) == 0)
		text += 7;
	error_set(err, ERR_FORMAT, "%s", *text ? text : "git failed and did not say why");
}

int git_call(struct work *w, const struct git_call *c, struct strbuf *ret_out, struct error *err)
{
	const char *argv[MAX_WORDS] = { "git", "-C", c->in_user_tree ? w->user_tree : w->tree };
	const char *env[8] = { NULL };
	struct job job = {
		.argv = argv, .input = c->input, .output = w->out, .errors = w->log,
		.env = env, .is_git = !c->in_user_tree,
	};
	u32 n = 3, e = 0;
	size_t len;
	int status, code;
	char *text;

	for (u32 i = 0; c->argv[i]; i++)
		argv[n++] = c->argv[i];
	if (c->index)
		env[e++] = arena_printf(w->arena, "GIT_INDEX_FILE=%s", c->index);
	for (u32 i = 0; c->env && c->env[i]; i++)
		env[e++] = c->env[i];
	unlink(w->log);
	code = job_run(&w->jobs, &job, &status, err);
	if (code < 0)
		return code;
	if (status != 0) {
		git_words(w, err);
		return ERR_FORMAT;
	}
	if (ret_out) {
		text = read_text(w->arena, w->out, &len);
		strbuf_reset(ret_out);
		strbuf_add(ret_out, text, len);
	}
	return 0;
}

int git(struct work *w, struct strbuf *ret_out, struct error *err, ...)
{
	struct git_call c = { 0 };
	u32 n = 0;
	va_list ap;

	va_start(ap, err);
	while (n < GIT_MAX_ARGS - 1 && (c.argv[n] = va_arg(ap, const char *)))
		n++;
	va_end(ap);
	return git_call(w, &c, ret_out, err);
}

static char *first_line(struct work *w, const struct strbuf *sb)
{
	const char *s = strbuf_str(sb);

	return arena_strndup(w->arena, s, strcspn(s, "\n"));
}

static int ask_user_tree(struct work *w, const char *const *args, const char **ret,
			 struct error *err)
{
	struct git_call c = { .in_user_tree = true };
	struct strbuf out = STRBUF_INIT;
	u32 n = 0;
	int code;

	while ((c.argv[n] = args[n]))
		n++;
	code = git_call(w, &c, &out, err);
	if (code == 0)
		*ret = first_line(w, &out);
	strbuf_release(&out);
	return code;
}

int repo_resolve(struct work *w, const char *revision, const char **ret, struct error *err)
{
	const char *name = arena_printf(w->arena, "%s^{commit}", revision);
	const char *const args[] = { "rev-parse", "--verify", "--quiet", name, NULL };
	int code;

	if (revision[0] == '-' || !revision[0])
		return error_set(err, ERR_USAGE, "'%s' is no commit", revision);
	code = ask_user_tree(w, args, ret, err);
	if (code == ERR_FORMAT)
		return error_set(err, ERR_USAGE, "%s: no commit '%s'", w->user_tree, revision);
	return code;
}

/* ---- the repository of our own */

/* git reads the file by lines, and a quoted one as C would. */
static int borrow_objects(struct work *w, struct error *err)
{
	static const char *const args[] = {
		"rev-parse", "--path-format=absolute", "--git-common-dir", NULL,
	};
	struct strbuf sb = STRBUF_INIT;
	const char *common, *shallow;
	size_t len;
	int code;

	code = ask_user_tree(w, args, &common, err);
	if (code < 0)
		return error_prefix(err, "%s", w->user_tree);
	if (strpbrk(common, "\n\"\\"))
		return error_set(err, ERR_USAGE, "%s: cannot be borrowed from by git: its name "
				 "has a quote, a backslash or a newline", common);
	strbuf_addf(&sb, "%s/objects\n", common);
	code = write_text(arena_printf(w->arena, "%s/.git/objects/info/alternates", w->tree),
			  strbuf_str(&sb), sb.len, err);
	strbuf_release(&sb);
	shallow = read_text(w->arena, arena_printf(w->arena, "%s/shallow", common), &len);
	if (code == 0 && len)
		code = write_text(arena_printf(w->arena, "%s/.git/shallow", w->tree), shallow, len,
				  err);
	return code;
}

int repo_open(struct work *w, struct error *err)
{
	struct strbuf head = STRBUF_INIT;
	struct stat st;
	int code;

	w->state = "";
	if (stat(arena_printf(w->arena, "%s/.git", w->tree), &st) == 0) {
		code = borrow_objects(w, err);
		if (code == 0 && git(w, &head, NULL, "rev-parse", "--verify", "HEAD", NULL) == 0)
			w->state = first_line(w, &head);
		strbuf_release(&head);
		return code;
	}
	if (mkdir(w->tree, 0777) != 0 && errno != EEXIST)
		return error_set(err, ERR_IO, "%s: %s", w->tree, strerror(errno));
	code = git(w, NULL, err, "init", "-q", "--template=", NULL);
	if (code == 0 &&
	    mkdir(arena_printf(w->arena, "%s/.git/objects/info", w->tree), 0777) != 0 &&
	    errno != EEXIST)
		code = error_set(err, ERR_IO, "%s: %s", w->tree, strerror(errno));
	if (code == 0)
		code = git(w, NULL, err, "config", "core.hooksPath", "/dev/null", NULL);
	if (code == 0)
		code = git(w, NULL, err, "config", "gc.auto", "0", NULL);
	return code == 0 ? borrow_objects(w, err) : code;
}

int repo_checkout(struct work *w, const char *commit, struct error *err)
{
	int code;

	if (strcmp(w->state, commit) == 0)
		return 0;
	code = git(w, NULL, err, "checkout", "-q", "--force", "--detach", commit, NULL);
	if (code == 0)
		w->state = commit;
	return code == ERR_FORMAT ? error_prefix(err, "cannot check out %s", commit) : code;
}

/* ---- asking about commits */

bool repo_has_file(struct work *w, const char *commit, const char *path)
{
	return git(w, NULL, NULL, "cat-file", "-e",
		   arena_printf(w->arena, "%s:%s", commit, path), NULL) == 0;
}

const char *repo_file(struct work *w, const char *commit, const char *path)
{
	struct strbuf out = STRBUF_INIT;
	const char *text = NULL;

	if (git(w, &out, NULL, "cat-file", "blob", arena_printf(w->arena, "%s:%s", commit, path),
		NULL) == 0)
		text = arena_strdup(w->arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

const char *repo_subject(struct work *w, const char *commit)
{
	struct strbuf out = STRBUF_INIT;
	const char *subject = "";

	if (git(w, &out, NULL, "show", "-s", "--format=%s", commit, NULL) == 0)
		subject = first_line(w, &out);
	strbuf_release(&out);
	return subject;
}

int repo_describe(struct work *w, struct commit *c, struct error *err)
{
	struct strbuf out = STRBUF_INIT;
	const char *fields[4] = { "", "", "", "" }, *s;
	int code;

	code = git(w, &out, err, "show", "-s", "--encoding=UTF-8", "--format=%P%x00%s%x00%an <%ae>%x00"
		   "%(trailers:key=Message-ID,valueonly,separator=%x20)", c->id, NULL);
	s = strbuf_str(&out);
	for (u32 i = 0; code == 0 && i < ARRAY_SIZE(fields); i++) {
		fields[i] = arena_strndup(w->arena, s, strcspn(s, "\n"));
		if (s + strlen(s) >= out.buf + out.len)
			break;
		s += strlen(s) + 1;
	}
	c->parent = fields[0];
	c->subject = fields[1];
	c->author = fields[2];
	if (fields[3][0] == '<')
		c->message_id = arena_strndup(w->arena, fields[3] + 1, strcspn(fields[3] + 1, ">"));
	strbuf_release(&out);
	return code;
}

int repo_touched(struct work *w, const char *from, const char *to, string_list *ret,
		 struct error *err)
{
	struct strbuf out = STRBUF_INIT;
	int code;

	code = git(w, &out, err, "diff-tree", "-r", "-z", "--name-only", "--no-renames", from, to,
		   NULL);
	for (const char *s = strbuf_str(&out); code == 0 && s < strbuf_str(&out) + out.len;
	     s += strlen(s) + 1)
		vec_push(ret, arena_strdup(w->arena, s));
	strbuf_release(&out);
	return code;
}

/* ---- BASE..HEAD */

static int add_range_commit(struct work *w, const char *id, const char *before, commit_list *ret,
			    struct error *err)
{
	struct commit c = { .id = id, .reason = "", .log = "", .message_id = "" };
	int code = repo_describe(w, &c, err);

	if (code == 0 && strcmp(c.parent, before) != 0)
		code = error_set(err, ERR_USAGE, "%.12s (%s) does not follow %.12s: a series is one "
				 "line of commits, without merges", id, c.subject, before);
	if (code == 0)
		code = repo_touched(w, before, id, &c.touched, err);
	if (code == 0)
		vec_push(ret, c);
	return code;
}

static int read_range(struct work *w, const char *from, const char *to, commit_list *ret,
		      struct error *err)
{
	struct strbuf out = STRBUF_INIT;
	const char *before = from, *id;
	char *list, *save = NULL;
	int code;

	code = git(w, &out, err, "rev-list", "--reverse", "--topo-order", to,
		   arena_printf(w->arena, "^%s", from), NULL);
	list = arena_strdup(w->arena, strbuf_str(&out));
	for (id = strtok_r(list, "\n", &save); code == 0 && id; id = strtok_r(NULL, "\n", &save)) {
		code = add_range_commit(w, id, before, ret, err);
		before = id;
	}
	strbuf_release(&out);
	if (code == 0 && ret->n == 0)
		code = error_set(err, ERR_USAGE, "%s: there is no commit in it", w->so->range);
	return code;
}

int repo_range(struct work *w, commit_list *ret, const char **ret_base, struct error *err)
{
	const char *range = w->so->range, *dots = strstr(range, ".."), *from, *to;
	struct strbuf out = STRBUF_INIT;
	int code;

	if (!dots || dots == range || dots[2] == '.')
		return error_set(err, ERR_USAGE, "'%s' is not BASE..HEAD", range);
	code = repo_resolve(w, arena_strndup(w->arena, range, (size_t)(dots - range)), &from, err);
	if (code == 0)
		code = repo_resolve(w, dots[2] ? dots + 2 : "HEAD", &to, err);
	if (code == 0)
		code = git(w, &out, err, "merge-base", from, to, NULL);
	if (code == ERR_FORMAT)
		code = error_set(err, ERR_USAGE, "%s: no common ancestor", range);
	if (code == 0) {
		*ret_base = first_line(w, &out);
		code = read_range(w, *ret_base, to, ret, err);
	}
	strbuf_release(&out);
	return code;
}
