/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inside of `gprcheck series`: what its parts share.
 *
 * series.c orders the steps; series_repo.c has git, series_mail.c makes
 * commits of mails, series_plan.c decides what to build, series_build.c
 * builds and collects, series_judge.c says which patch brought what.
 */
#ifndef CLI_SERIES_H
#define CLI_SERIES_H

#include "cli/collect.h"
#include "cli/series_job.h"
#include "lib/base/strbuf.h"
#include "lib/findings/series.h"
#include "lib/report/series.h"
#include "lib/rules/rules.h"

/* The command line, beside what all commands share. */
struct series_options {
	const char *tree, *config, *mbox, *base, *work, *range;
	u32 only;		/* number of the one patch to report, 0: all */
	bool use_clang;
	string_list targets;
	string_list command;	/* words after -- */
	enum series_format format;
	const char *url;
};

/* One patch on its way through. */
struct commit {
	const char *id;		/* "" when it did not apply */
	const char *parent;	/* the state it is built on top of */
	const char *subject, *author, *message_id;
	u32 number, total;	/* of [PATCH 2/5]; 0 when it does not say */
	string_list touched;	/* files, relative to the tree */
	enum patch_verdict verdict;
	const char *reason, *log;
	s64 run;		/* number of its run in the database; 0 none */
	bool is_incomplete;
};

typedef VEC(struct commit) commit_list;

struct work {
	const struct options *o;
	const struct series_options *so;
	struct rules *rules;
	struct arena *arena;
	struct jobs jobs;
	const char *user_tree;	/* absolute, as all that follow */
	const char *root;	/* --work, or a temporary folder */
	const char *dir;	/* in root, for one configuration and compiler */
	const char *tree;	/* in dir: a repository and work tree of our own */
	const char *log, *out;	/* in dir: what the latest program printed */
	const char *db, *config;
	const char *self;	/* this executable */
	const char *compiler;	/* one line */
	const char *plugin;	/* NULL with --front-end clang */
	u64 facts_key;		/* of all that facts depend on but the source */
	int lock;
	bool is_temporary, is_kernel;
	const char *const *command;	/* NULL-terminated: make -jN ... */
	const char *make_folder;	/* in tree: where it makes */
	string_list targets;	/* more arguments for make */
	const char *state;	/* commit that is checked out; "" unknown */
};

/* ---- series_repo.c ------------------------------------------------------ */

/* Runs git in our repository (or, `git_user`, in the user's); args end with NULL. */
#define GIT_MAX_ARGS 24
int git(struct work *w, struct strbuf *ret_out, struct error *err, ...);
/* With an index of its own and standard input, both may be NULL. */
struct git_call {
	const char *index, *input;
	const char *const *env;
	bool in_user_tree;
	const char *argv[GIT_MAX_ARGS];
};
/* 0: done; ERR_FORMAT: git refused, its words in err; ERR_IO: a signal came. */
int git_call(struct work *w, const struct git_call *c, struct strbuf *ret_out, struct error *err);

/* The commit a revision of the user's repository names. */
int repo_resolve(struct work *w, const char *revision, const char **ret, struct error *err);
/* Makes or takes over w->tree, which borrows the user's objects. */
int repo_open(struct work *w, struct error *err);
/* The commits of w->so->range, oldest first, and where they start. */
int repo_range(struct work *w, commit_list *ret, const char **ret_base, struct error *err);
/* Fills what git knows of c->id. */
int repo_describe(struct work *w, struct commit *c, struct error *err);
int repo_touched(struct work *w, const char *from, const char *to, string_list *ret,
		 struct error *err);
int repo_checkout(struct work *w, const char *commit, struct error *err);
/* Is there such a file in the commit? */
bool repo_has_file(struct work *w, const char *commit, const char *path);
/* NULL when it is not there. */
const char *repo_file(struct work *w, const char *commit, const char *path);
const char *repo_subject(struct work *w, const char *commit);

/* ---- series_mail.c ------------------------------------------------------ */

/* The mails of a mailbox as commits on top of base. */
int mail_read(struct work *w, const char *base, commit_list *ret, struct error *err);

/* ---- series_plan.c ------------------------------------------------------ */

/*
 * What make is to make for these patches, in w->targets: what was asked for,
 * or the folders of the touched files, and all that w->tree ever made. So the
 * objects in it are all up to date after each build, and a header's users are
 * rebuilt wherever they are known.
 */
int plan_targets(struct work *w, const char *base, const commit_list *commits, struct error *err);
/*
 * Of the touched files that must be compiled somewhere, those that no unit
 * known to be built depends on: a list in words, "" when there is none.
 */
const char *plan_not_built(struct work *w, const struct commit *c);
/* The dependency files in the tree whose objects are there. */
void plan_dep_files(struct work *w, string_list *ret);
/*
 * Where objects are in the tree, "." when that is not known. In a kernel tree
 * of 80000 files it saves walking through all of them for each patch; an
 * object elsewhere needs a change of a build file, and then it is forgotten.
 */
void plan_folders(struct work *w, string_list *ret);
void plan_forget_folders(struct work *w, const string_list *changed);
void plan_remember_folders(struct work *w);
/* Tools and texts that come with a kernel and are no part of it. */
bool plan_is_beside_kernel(const struct work *w, const char *path);
/* Objects whose source is gone would tell of code that is no more. */
void plan_drop_stale(struct work *w, const string_list *changed);
/* Remembers which units there are, for plan_drop_stale() and plan_not_built(). */
void plan_remember(struct work *w, const struct unit_info *units, u32 n);

/* ---- series_build.c ----------------------------------------------------- */

/* Compiler, plugin, build command and the keys made of them. */
int build_prepare(struct work *w, struct error *err);
/*
 * Checks the commit out, builds it and collects its facts as a run of its
 * own. c->run is 0 when it does not build, with the cause in c; negative:
 * going on makes no sense.
 */
int build_commit(struct work *w, struct commit *c, struct error *err);
/* The run of an earlier call that left nothing unknown of the commit, 0 when there is none. */
s64 build_known(struct work *w, const char *commit);

/* ---- series_judge.c ----------------------------------------------------- */

/* Compares the runs and fills ret; all in w->arena. */
int judge(struct work *w, const struct commit *base, commit_list *commits, struct series *ret,
	  struct error *err);

/* ---- shared ------------------------------------------------------------- */

/* A whole file; "" when it cannot be read. ret_len may be NULL. */
char *read_text(struct arena *arena, const char *path, size_t *ret_len);
int write_text(const char *path, const char *text, size_t len, struct error *err);
/* A folder and all that is in it; links are not followed. */
void remove_folder(const char *path);
bool has_suffix(const char *s, const char *suffix);

#endif
