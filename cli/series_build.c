/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Builds one state of a series and collects its facts, by `gprcheck build` or,
 * for the other front end, by make, gprcheck-clang and `gprcheck collect`.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xxhash.h>

#include "cli/build.h"
#include "cli/series.h"
#include "cli/series_clang.h"

#define MAX_LOG_LINES 20

/* ---- what facts depend on */

static u64 mix_text(u64 hash, const char *s)
{
	return XXH64(s, strlen(s) + 1, hash);
}

static u64 mix_file(struct work *w, u64 hash, const char *path)
{
	size_t n;
	const char *text = read_text(w->arena, path, &n);

	return XXH64(text, n, hash);
}

/* "ccache gcc" --version: the first line. */
static const char *compiler_version(struct work *w, const char *cc)
{
	char *words[16], *copy = arena_strdup(w->arena, cc), *save = NULL, *word, *line;
	u32 n = 0;

	for (word = strtok_r(copy, " \t", &save); word && n < ARRAY_SIZE(words) - 2;
	     word = strtok_r(NULL, " \t", &save))
		words[n++] = word;
	words[n] = arena_strdup(w->arena, "--version");
	words[n + 1] = NULL;
	line = n ? output_of(words, w->arena) : NULL;
	return line ? line : cc;
}

static int find_front_end(struct work *w, const struct build_command *b, struct error *err)
{
	const char *cc = w->o->gcc ? w->o->gcc : b->uses_llvm ? "clang" : b->cc;

	w->compiler = compiler_version(w, cc);
	if (w->so->use_clang || w->o->plugin) {
		w->plugin = w->so->use_clang ? NULL : w->o->plugin;
		return 0;
	}
	return find_plugin(cc, w->arena, &w->plugin, err);
}

/* make -jN, or the words after --. */
static void choose_command(struct work *w)
{
	VEC(const char *) words = VEC_INIT;

	for (u32 i = 0; i < w->so->command.n; i++)
		vec_push(&words, w->so->command.v[i]);
	if (!words.n) {
		vec_push(&words, "make");
		vec_push(&words, arena_printf(w->arena, "-j%ld", sysconf(_SC_NPROCESSORS_ONLN)));
		vec_push(&words, "--output-sync=target");
	}
	vec_push(&words, NULL);
	w->command = arena_memdup(w->arena, words.v, words.n * sizeof(*words.v));
	vec_release(&words);
}

static u64 key_of_facts(struct work *w)
{
	u64 hash = rules_hash(w->rules);

	for (u32 i = 0; w->command[i]; i++)
		hash = mix_text(hash, w->command[i]);
	hash = mix_text(hash, w->compiler);
	hash = mix_text(hash, w->so->use_clang ? "clang" : "gcc");
	if (w->config)
		hash = mix_file(w, hash, w->config);
	return mix_file(w, hash, w->plugin ? w->plugin : clang_tool(w));
}

int build_prepare(struct work *w, struct error *err)
{
	struct build_command b;
	u32 argc = 0;
	int code;

	choose_command(w);
	while (w->command[argc])
		argc++;
	build_command_read(&b, (char *const *)w->command, argc, w->arena);
	if (b.make == argc)
		return error_set(err, ERR_USAGE, "%s: not a make command", w->command[0]);
	if (strcmp(b.objects, b.folder) != 0 || b.folder[0] == '/')
		return error_set(err, ERR_USAGE, "a series is built in a work tree of its own: "
				 "no O=, M= or absolute -C in the command");
	w->make_folder = b.folder;
	code = find_front_end(w, &b, err);
	if (code == 0)
		w->facts_key = key_of_facts(w);
	return code;
}

/* ---- what went wrong */

static bool names_cause(const char *line)
{
	return strstr(line, ": error: ") || strstr(line, ": fatal error: ") ||
	       strstr(line, "error: ") == line || strstr(line, "*** ") ||
	       strstr(line, "undefined reference") || strncmp(line, "gprcheck", 8) == 0;
}

/* Of other jobs, or of ours: no part of what went wrong. */
static bool is_beside_cause(const char *line)
{
	return strstr(line, "*** Waiting for unfinished jobs") || strstr(line, " [gprcheck:") ||
	       strstr(line, ": note: (") || strstr(line, ": nothing collected");
}

/* From the first line that names a cause, at most so many. */
static void explain_failure(struct work *w, struct commit *c)
{
	char *text = read_text(w->arena, w->log, NULL), *line, *save = NULL;
	struct strbuf log = STRBUF_INIT;
	u32 n = 0;

	c->reason = "the build failed and did not say why";
	for (line = strtok_r(text, "\n", &save); line && n < MAX_LOG_LINES;
	     line = strtok_r(NULL, "\n", &save)) {
		if ((!n && !names_cause(line)) || is_beside_cause(line))
			continue;
		if (!n)
			c->reason = line;
		strbuf_addf(&log, "%s\n", line);
		n++;
	}
	c->log = arena_strdup(w->arena, strbuf_str(&log));
	strbuf_release(&log);
	c->verdict = PATCH_NO_BUILD;
}

/* ---- steps */

/* make with our flags; more may be NULL. */
static int run_make(struct work *w, const char *const *before, const char *goal, int *ret_status,
		    struct error *err)
{
	VEC(const char *) argv = VEC_INIT;
	struct job job = { .folder = w->tree, .output = w->out, .errors = w->log };
	int code;

	for (u32 i = 0; before && before[i]; i++)
		vec_push(&argv, before[i]);
	for (u32 i = 0; w->command[i]; i++)
		vec_push(&argv, w->command[i]);
	if (goal)
		vec_push(&argv, goal);
	for (u32 i = 0; !goal && i < w->targets.n; i++)
		vec_push(&argv, w->targets.v[i]);
	vec_push(&argv, NULL);
	job.argv = argv.v;
	unlink(w->log);
	code = job_run(&w->jobs, &job, ret_status, err);
	vec_release(&argv);
	return code;
}

static bool touches_config(const string_list *changed)
{
	for (u32 i = 0; i < changed->n; i++) {
		const char *slash = strrchr(changed->v[i], '/');

		if (strncmp(slash ? slash + 1 : changed->v[i], "Kconfig", 7) == 0)
			return true;
	}
	return false;
}

/* The configuration as it was given, completed by the Kconfig files of this state. */
static int configure(struct work *w, const string_list *changed, int *ret_status,
		     struct error *err)
{
	const char *dot = arena_printf(w->arena, "%s/%s/.config", w->tree, w->make_folder), *text;
	size_t n;
	int code;

	*ret_status = 0;
	if (!w->config || (access(dot, F_OK) == 0 && !touches_config(changed)))
		return 0;
	text = read_text(w->arena, w->config, &n);
	code = write_text(dot, text, n, err);
	if (code == 0 && w->is_kernel)
		code = run_make(w, NULL, "olddefconfig", ret_status, err);
	if (code == 0 && *ret_status != 0)
		unlink(dot);
	return code;
}

static int run_gprcheck_build(struct work *w, const char *run, int *ret_status, struct error *err)
{
	VEC(const char *) argv = VEC_INIT;
	string_list folders = VEC_INIT;
	int code;

	vec_push(&argv, w->self);
	vec_push(&argv, "build");
	vec_push(&argv, "--db");
	vec_push(&argv, w->db);
	vec_push(&argv, "--run");
	vec_push(&argv, run);
	vec_push(&argv, "--plugin");
	vec_push(&argv, w->plugin);
	for (u32 i = 0; i < w->o->rules.n; i++) {
		vec_push(&argv, "--rules");
		vec_push(&argv, w->o->rules.v[i]);
	}
	plan_folders(w, &folders);
	for (u32 i = 0; i < folders.n; i++) {
		vec_push(&argv, "--objects");
		vec_push(&argv, folders.v[i]);
	}
	vec_push(&argv, "--");
	vec_push(&argv, NULL);
	code = run_make(w, argv.v, NULL, ret_status, err);
	vec_release(&argv);
	vec_release(&folders);
	return code;
}

static int build_and_collect(struct work *w, struct commit *c, int *ret_status,
			     struct error *err)
{
	int code;

	if (!w->so->use_clang)
		return run_gprcheck_build(w, c->id, ret_status, err);
	code = run_make(w, NULL, NULL, ret_status, err);
	if (code == 0 && *ret_status == 0)
		code = clang_collect(w, c, ret_status, err);
	return code;
}

/* ---- the run in the database */

static int open_db(struct work *w, struct store **ret, struct error *err)
{
	return store_open(w->db, STORE_READ, ret, err);
}

/* The number of the latest run of that name; 0 when there is none. */
static s64 latest_run(struct work *w, const char *name)
{
	const struct run_record *r;
	struct store *s;
	s64 id = 0;

	if (access(w->db, F_OK) != 0 || open_db(w, &s, NULL) < 0)
		return 0;
	if (store_run(s, name, w->arena, &r, NULL) == 0)
		id = r->id;
	store_close(s);
	return id;
}

/* Units that the front end could not read whole leave something unknown. */
static void note_bad_units(struct work *w, struct commit *c, const struct unit_info *u, u32 n)
{
	for (u32 i = 0; i < n; i++) {
		if (u[i].status == UNIT_OK)
			continue;
		c->is_incomplete = true;
		c->reason = arena_printf(w->arena, "%s: %s: %s", u[i].file,
					 unit_status_name(u[i].status), u[i].message);
		return;
	}
}

static int inspect_run(struct work *w, struct commit *c, struct error *err)
{
	struct store_filter filter = { 0 };
	const struct run_record *r;
	const struct unit_info *units;
	struct store *s;
	u32 n;
	int code;

	filter.run = arena_printf(w->arena, "%lld", (long long)c->run);
	code = open_db(w, &s, err);
	if (code < 0)
		return code;
	code = store_run_number(s, c->run, w->arena, &r, err);
	if (code == 0)
		code = store_units(s, &filter, w->arena, &units, &n, err);
	if (code == 0) {
		plan_remember(w, units, n);
		note_bad_units(w, c, units, n);
		if (r->info.objects_damaged) {
			c->is_incomplete = true;
			c->reason = "some objects are damaged: `gprcheck problems' lists them";
		}
	}
	store_close(s);
	return code;
}

static void note_coverage(struct work *w, struct commit *c)
{
	const char *missing = plan_not_built(w, c);

	if (*missing) {
		c->is_incomplete = true;
		c->reason = missing;
	}
}

/* ---- known from an earlier call: COMMIT KEY RUN DATABASE, a line each */

static const char *known_file(struct work *w)
{
	return arena_printf(w->arena, "%s/known", w->dir);
}

/* With the program that collects, and with what is collected. */
static u64 run_key(struct work *w)
{
	u64 hash = mix_file(w, w->facts_key, w->self);

	for (u32 i = 0; i < w->targets.n; i++)
		hash = mix_text(hash, w->targets.v[i]);
	return mix_text(hash, w->db);
}

static void remember_run(struct work *w, const struct commit *c)
{
	FILE *out = fopen(known_file(w), "a");

	if (!out)
		return;
	fprintf(out, "%s %016llx %lld\n", c->id, (unsigned long long)run_key(w), (long long)c->run);
	fclose(out);
}

s64 build_known(struct work *w, const char *commit)
{
	char *line, *save = NULL, *text = read_text(w->arena, known_file(w), NULL);
	const char *wanted = arena_printf(w->arena, "%s %016llx ", commit,
					  (unsigned long long)run_key(w));
	const struct run_record *r;
	struct store *s;
	s64 run = 0;

	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		if (strncmp(line, wanted, strlen(wanted)) == 0)
			run = strtoll(line + strlen(wanted), NULL, 10);
	if (!run || access(w->db, F_OK) != 0 || open_db(w, &s, NULL) < 0)
		return 0;
	/* Another database may be there under the old name. */
	if (store_run_number(s, run, w->arena, &r, NULL) < 0 || strcmp(r->info.name, commit) != 0)
		run = 0;
	store_close(s);
	return run;
}

int build_commit(struct work *w, struct commit *c, struct error *err)
{
	string_list changed = VEC_INIT;
	s64 before = latest_run(w, c->id);
	int code = 0, status;

	if (*w->state)
		code = repo_touched(w, w->state, c->id, &changed, err);
	if (code == 0)
		code = repo_checkout(w, c->id, err);
	if (code == 0) {
		plan_forget_folders(w, &changed);
		plan_drop_stale(w, &changed);
		code = configure(w, &changed, &status, err);
	}
	if (code == 0 && status == 0)
		code = build_and_collect(w, c, &status, err);
	vec_release(&changed);
	if (code < 0)
		return code;
	c->run = latest_run(w, c->id);
	if (c->run == before)
		c->run = 0;
	if (!c->run) {
		explain_failure(w, c);
		return 0;
	}
	plan_remember_folders(w);
	note_coverage(w, c);
	code = inspect_run(w, c, err);
	if (code == 0 && !c->is_incomplete)
		remember_run(w, c);
	return code;
}
