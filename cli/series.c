/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck series: what each patch of a series adds and what it fixes. */
#include "cli/series.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NIPA_WARNING 250

enum own_key {
	OWN_TREE = 0x200,
	OWN_CONFIG,
	OWN_MBOX,
	OWN_BASE,
	OWN_WORK,
	OWN_FRONT_END,
	OWN_TARGET,
	OWN_FORMAT,
	OWN_URL,
	OWN_ONLY,
};

static const struct argp_option options[] = {
	{ "tree", OWN_TREE, "DIR", 0, "The git repository; it is only read (default: .)", 0 },
	{ "config", OWN_CONFIG, "FILE", 0, "The configuration to build: becomes .config", 0 },
	{ "mbox", OWN_MBOX, "FILE", 0, "Patches as mails, in place of BASE..HEAD; - is standard input",
	  0 },
	{ "base", OWN_BASE, "COMMIT", 0, "What the mails apply to", 0 },
	{ "db", OPT_DB, "FILE", 0, "Keep the runs in this database (default: in --work)", 0 },
	{ "work", OWN_WORK, "DIR", 0,
	  "Keep the built tree here for the next call (default: build in a temporary folder)", 0 },
	{ "target", OWN_TARGET, "TARGET", 0,
	  "What make builds; repeatable (default: the folders of the touched files)", 0 },
	{ "front-end", OWN_FRONT_END, "gcc|clang", 0, "What reads the code (default: gcc)", 0 },
	{ "format", OWN_FORMAT, "FORMAT", 0,
	  "table (default), mail, patchwork, b4, nipa, ktap, junit, sarif or github", 0 },
	{ "output", OPT_OUTPUT, "FILE", 0, "Write the report to FILE", 0 },
	{ "only", OWN_ONLY, "N", 0, "Report only patch N", 0 },
	{ "url", OWN_URL, "URL", 0, "Where the full report will be, for formats that name it", 0 },
	OPTION_RULES,
	{ "plugin", OPT_PLUGIN, "SO", 0, "The plugin (default: the one for the compiler)", 0 },
	{ "gcc", OPT_GCC, "GCC", 0, "The compiler, where the make command does not say it", 0 },
	{ "fail-on", OPT_FAIL_ON, "new|any", 0,
	  "Exit with 1 when the series brings findings (default), or leaves any", 0 },
	OPTION_END,
};

static error_t take_argument(char *arg, struct argp_state *state, struct series_options *so)
{
	if (state->quoted && state->next > state->quoted)
		vec_push(&so->command, arg);
	else if (so->range)
		argp_error(state, "unexpected argument '%s'", arg);
	else
		so->range = arg;
	return 0;
}

static void check_complete(const struct series_options *so, struct argp_state *state)
{
	if (!so->mbox == !so->range)
		argp_error(state, "give either BASE..HEAD or --mbox FILE --base COMMIT");
	if (!so->mbox != !so->base)
		argp_error(state, so->mbox ? "--base COMMIT is missing: what do the mails apply to?"
					   : "--base goes with --mbox");
}

static void parse_front_end(const char *arg, struct series_options *so, struct argp_state *state)
{
	so->use_clang = strcmp(arg, "clang") == 0;
	if (!so->use_clang && strcmp(arg, "gcc") != 0)
		argp_error(state, "--front-end takes 'gcc' or 'clang', not '%s'", arg);
}

static void parse_only(const char *arg, struct series_options *so, struct argp_state *state)
{
	char *end;
	unsigned long n = strtoul(arg, &end, 10);

	if (*arg < '0' || *arg > '9' || *end || !n || n > 100000)
		argp_error(state, "--only takes the number of a patch, not '%s'", arg);
	so->only = (u32)n;
}

static error_t parse_own(int key, char *arg, struct argp_state *state, void *own)
{
	struct series_options *so = own;
	struct error err = ERROR_INIT;

	switch (key) {
	case OWN_TREE: so->tree = arg; break;
	case OWN_CONFIG: so->config = arg; break;
	case OWN_MBOX: so->mbox = arg; break;
	case OWN_BASE: so->base = arg; break;
	case OWN_WORK: so->work = arg; break;
	case OWN_URL: so->url = arg; break;
	case OWN_TARGET: vec_push(&so->targets, arg); break;
	case OWN_FRONT_END: parse_front_end(arg, so, state); break;
	case OWN_ONLY: parse_only(arg, so, state); break;
	case OWN_FORMAT:
		if (series_format_parse(arg, &so->format, &err) < 0)
			argp_error(state, "--format: %s", err.msg);
		break;
	case ARGP_KEY_ARG: return take_argument(arg, state, so);
	case ARGP_KEY_END: check_complete(so, state); return ARGP_ERR_UNKNOWN;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct command_spec spec = {
	.options = options,
	.args_doc = "BASE..HEAD [-- make ARG...]\n--mbox FILE --base COMMIT [-- make ARG...]",
	.doc = "Says, patch by patch, what a series adds and what it fixes.\v"
	       "Builds the base and each patch on top of it in a work tree of its own: building a "
	       "patch runs code that comes with it, see doc/ci.md. The command after -- stands in "
	       "place of `make -jN'; in a kernel tree targets are added to it.\n"
	       "Exit status: 0 all patches pass, 1 new findings, 2 something failed or is not known.",
	.example = "gprcheck series --target arch/x86/kvm/ v6.12..HEAD",
	.parse_own = parse_own,
};

/* ---- files */

char *read_text(struct arena *arena, const char *path, size_t *ret_len)
{
	FILE *in = fopen(path, "rb");
	struct strbuf sb = STRBUF_INIT;
	char buf[65536], *text;
	size_t n;

	while (in && (n = fread(buf, 1, sizeof(buf), in)) > 0)
		strbuf_add(&sb, buf, n);
	if (in)
		fclose(in);
	text = arena_strndup(arena, "", 0);
	if (sb.len) {
		text = arena_alloc(arena, sb.len + 1);
		memcpy(text, sb.buf, sb.len + 1);
	}
	if (ret_len)
		*ret_len = sb.len;
	strbuf_release(&sb);
	return text;
}

int write_text(const char *path, const char *text, size_t len, struct error *err)
{
	FILE *out = fopen(path, "wb");
	bool bad;

	if (!out)
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	bad = fwrite(text, 1, len, out) != len;
	bad |= fclose(out) != 0;
	return bad ? error_set(err, ERR_IO, "%s: cannot be written", path) : 0;
}

void remove_folder(const char *path)
{
	char *const roots[] = { (char *)path, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_NOSTAT, NULL);
	FTSENT *e;

	while (fts && (e = fts_read(fts))) {
		if (e->fts_info == FTS_D)
			chmod(e->fts_path, 0700);
		else if (e->fts_info == FTS_DP)
			rmdir(e->fts_path);
		else
			unlink(e->fts_path);
	}
	if (fts)
		fts_close(fts);
}

/* ---- where to work */

static int real_path(struct work *w, const char *path, const char **ret, struct error *err)
{
	char *real = realpath(path, NULL);

	if (!real)
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	*ret = arena_strdup(w->arena, real);
	free(real);
	return 0;
}

/* Of a file that need not be there yet. */
static int real_new_path(struct work *w, const char *path, const char **ret, struct error *err)
{
	const char *slash = strrchr(path, '/'), *folder;
	int code = real_path(w, slash ? arena_strndup(w->arena, path, (size_t)(slash - path) +
						      (slash == path)) : ".", &folder, err);

	if (code == 0)
		*ret = arena_printf(w->arena, "%s/%s", folder, slash ? slash + 1 : path);
	return code;
}

static int make_folder(const char *path, struct error *err)
{
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	return 0;
}

static int choose_root(struct work *w, struct error *err)
{
	const char *tmp = getenv("TMPDIR");
	char *name;
	int code;

	if (w->so->work) {
		code = make_folder(w->so->work, err);
		return code < 0 ? code : real_path(w, w->so->work, &w->root, err);
	}
	/* A built kernel does not fit into a /tmp in memory. */
	name = arena_printf(w->arena, "%s/gprcheck-series-XXXXXX", tmp && *tmp ? tmp : "/var/tmp");
	if (!mkdtemp(name))
		return error_set(err, ERR_IO, "%s: %s", name, strerror(errno));
	w->is_temporary = true;
	return real_path(w, name, &w->root, err);
}

/* Two calls with the same --work and configuration take turns. */
static int lock(struct work *w, struct error *err)
{
	const char *path = arena_printf(w->arena, "%s/lock", w->dir);
	const struct timespec pause = { 0, 200000000 };
	int code = 0;

	w->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (w->lock < 0)
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	while (code == 0 && flock(w->lock, LOCK_EX | LOCK_NB) != 0) {
		code = jobs_check(&w->jobs, err);
		nanosleep(&pause, NULL);
	}
	return code;
}

static const char *busy_file(struct work *w)
{
	return arena_printf(w->arena, "%s/busy", w->dir);
}

/* What a killed call left may be half a checkout or half an object: begin again. */
static int enter(struct work *w, struct error *err)
{
	int code = lock(w, err);

	w->tree = arena_printf(w->arena, "%s/tree", w->dir);
	if (code == 0 && access(busy_file(w), F_OK) == 0) {
		remove_folder(w->tree);
		remove_folder(arena_printf(w->arena, "%s/facts", w->dir));
		unlink(arena_printf(w->arena, "%s/units", w->dir));
		unlink(arena_printf(w->arena, "%s/folders", w->dir));
	}
	if (code == 0)
		code = write_text(busy_file(w), "", 0, err);
	return code;
}

static void leave(struct work *w)
{
	if (w->tree && !w->jobs.caught)
		unlink(busy_file(w));
	if (w->lock >= 0)
		close(w->lock);
	if (w->is_temporary)
		remove_folder(w->root);
}

/* A folder for each configuration, compiler, plugin, command and repository. */
static int choose_folder(struct work *w, struct error *err)
{
	u64 key = w->facts_key;

	for (const char *s = w->user_tree; *s; s++)
		key = key * 1099511628211u ^ (unsigned char)*s;
	w->dir = arena_printf(w->arena, "%s/%016llx", w->root, (unsigned long long)key);
	w->log = arena_printf(w->arena, "%s/log", w->dir);
	w->out = arena_printf(w->arena, "%s/out", w->dir);
	return make_folder(w->dir, err);
}

static int find_paths(struct work *w, struct error *err)
{
	char folder[PATH_MAX];
	int code;

	if (!executable_folder(folder))
		return error_set(err, ERR_IO, "cannot tell where gprcheck itself is");
	w->self = arena_printf(w->arena, "%s/gprcheck", folder);
	code = real_path(w, w->so->tree ? w->so->tree : ".", &w->user_tree, err);
	if (code == 0 && w->so->config)
		code = real_path(w, w->so->config, &w->config, err);
	if (code == 0)
		code = choose_root(w, err);
	w->db = code == 0 ? arena_printf(w->arena, "%s/findings.db", w->root) : NULL;
	if (code == 0 && w->o->db)
		code = real_new_path(w, w->o->db, &w->db, err);
	if (code == 0 && !database_is_usable(w->db, err))
		code = err->code;
	return code;
}

/* Paths in the options are ours; the programs we start work elsewhere. */
static int settle_options(struct work *w, struct options *o, struct error *err)
{
	int code = load_rules(&o->rules, &w->rules, err);

	for (u32 i = 0; code == 0 && i < o->rules.n; i++)
		code = real_path(w, o->rules.v[i], &o->rules.v[i], err);
	if (code == 0 && o->plugin)
		code = real_path(w, o->plugin, &o->plugin, err);
	return code;
}

/* ---- the steps */

/* What an earlier call has seen in full need not be built again. */
static int need_facts(struct work *w, struct commit *c, struct error *err)
{
	c->run = build_known(w, c->id);
	return c->run ? 0 : build_commit(w, c, err);
}

static int build_base(struct work *w, struct commit *base, struct error *err)
{
	int code = need_facts(w, base, err);

	if (code == 0 && !base->run)
		code = error_set(err, ERR_FORMAT, "the base %.12s does not build: %s", base->id,
				 base->reason);
	return code;
}

static int build_patches(struct work *w, commit_list *commits, struct error *err)
{
	int code = 0;

	for (u32 i = 0; code == 0 && i < commits->n; i++)
		if (*commits->v[i].id)
			code = need_facts(w, &commits->v[i], err);
	return code;
}

static int read_series(struct work *w, commit_list *ret, const char **ret_base,
		       struct error *err)
{
	int code;

	if (!w->so->mbox)
		return repo_range(w, ret, ret_base, err);
	code = repo_resolve(w, w->so->base, ret_base, err);
	return code < 0 ? code : mail_read(w, *ret_base, ret, err);
}

static void add_word(struct strbuf *sb, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+=./,:@%";

	if (*word && !word[strspn(word, plain)]) {
		strbuf_addf(sb, " %s", word);
		return;
	}
	strbuf_addstr(sb, " '");
	for (; *word; word++)
		if (*word == '\'')
			strbuf_addstr(sb, "'\\''");
		else
			strbuf_addch(sb, *word);
	strbuf_addch(sb, '\'');
}

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The command line that repeats it elsewhere: names of files, ids of commits. */
static const char *reproduce(struct work *w, const char *base, const commit_list *commits)
{
	struct strbuf sb = STRBUF_INIT;
	const char *line;

	strbuf_addstr(&sb, "gprcheck series");
	if (w->config)
		add_word(&sb, arena_printf(w->arena, "--config=%s", file_name(w->config)));
	if (w->so->use_clang)
		add_word(&sb, "--front-end=clang");
	for (u32 i = 0; i < w->so->targets.n; i++)
		add_word(&sb, arena_printf(w->arena, "--target=%s", w->so->targets.v[i]));
	if (w->so->mbox)
		add_word(&sb, arena_printf(w->arena, "--mbox=%s", file_name(w->so->mbox)));
	if (w->so->mbox)
		add_word(&sb, arena_printf(w->arena, "--base=%.12s", base));
	else
		add_word(&sb, arena_printf(w->arena, "%.12s..%.12s", base,
					   commits->v[commits->n - 1].id));
	for (u32 i = 0; i < w->so->command.n; i++) {
		strbuf_addstr(&sb, i ? "" : " --");
		add_word(&sb, w->so->command.v[i]);
	}
	line = arena_strdup(w->arena, strbuf_str(&sb));
	strbuf_release(&sb);
	return line;
}

static const char *reporter(struct work *w)
{
	struct git_call name = { .in_user_tree = true, .argv = { "config", "user.name" } };
	struct git_call mail = { .in_user_tree = true, .argv = { "config", "user.email" } };
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	const char *who = "";

	if (git_call(w, &name, &a, NULL) == 0 && git_call(w, &mail, &b, NULL) == 0)
		who = arena_printf(w->arena, "%.*s <%.*s>",
				   (int)strcspn(strbuf_str(&a), "\n"), strbuf_str(&a),
				   (int)strcspn(strbuf_str(&b), "\n"), strbuf_str(&b));
	strbuf_release(&a);
	strbuf_release(&b);
	return who;
}

static void fill_in(struct work *w, const char *base, const commit_list *commits, struct series *s)
{
	s->base = base;
	s->base_subject = repo_subject(w, base);
	s->config = w->config ? file_name(w->config) : "";
	s->compiler = w->compiler;
	s->frontend = w->so->use_clang ? "clang" : "gcc";
	s->tool_version = GPRCHECK_VERSION;
	s->rules_hash = arena_printf(w->arena, "%016llx", (unsigned long long)rules_hash(w->rules));
	s->reproduce = reproduce(w, base, commits);
	s->reporter = reporter(w);
}

/* From the options to what is known of the series; the pipeline. */
static int examine(struct work *w, struct series *ret, struct error *err)
{
	commit_list commits = VEC_INIT;
	struct commit base = { .reason = "", .log = "" };
	int code = build_prepare(w, err);

	if (code == 0)
		code = choose_folder(w, err);
	if (code == 0)
		code = enter(w, err);
	if (code == 0)
		code = repo_open(w, err);
	if (code == 0)
		code = read_series(w, &commits, &base.id, err);
	if (code == 0) {
		w->is_kernel = repo_has_file(w, base.id, "scripts/Kbuild.include");
		code = plan_targets(w, base.id, &commits, err);
	}
	if (code == 0)
		code = build_base(w, &base, err);
	if (code == 0)
		code = build_patches(w, &commits, err);
	if (code == 0)
		code = judge(w, &base, &commits, ret, err);
	if (code == 0)
		fill_in(w, base.id, &commits, ret);
	if (code == 0 && w->so->only > commits.n)
		code = error_set(err, ERR_USAGE, "--only %u: there are %u patches", w->so->only,
				 commits.n);
	vec_release(&commits);
	return code;
}

/* ---- the answer */

static bool is_failure(const struct options *o, const struct series *s, u32 only)
{
	for (u32 i = 0; i < s->nfindings; i++) {
		const struct series_finding *f = &s->findings[i];

		if (f->last && (!only || f->last == only))
			return true;
		if (o->fail_on == FAIL_ON_ANY && !f->gone_last)
			return true;
	}
	return false;
}

static int exit_code(const struct work *w, const struct series *s)
{
	bool unknown = false;

	for (u32 i = 0; i < s->npatches; i++)
		if (!w->so->only || w->so->only == i + 1)
			unknown |= !s->patches[i].is_judged || s->patches[i].is_incomplete;
	if (is_failure(w->o, s, w->so->only))
		return EXIT_FINDINGS;
	if (unknown)
		return w->so->format == SERIES_NIPA ? NIPA_WARNING : EXIT_ERROR;
	return EXIT_DONE;
}

/* NIPA reads one line from the descriptor it names in DESC_FD. */
static void tell_nipa(const struct series *s)
{
	const char *number = getenv("DESC_FD");
	int fd = number && *number >= '0' && *number <= '9' ? atoi(number) : -1;
	FILE *out = fd > STDERR_FILENO ? fdopen(fd, "w") : NULL;

	if (!out)
		return;
	report_series_summary(out, s);
	fputc('\n', out);
	fclose(out);
}

static int print(struct work *w, const struct series *s, struct error *err)
{
	const char *url = w->so->url ? w->so->url : "";
	struct report_output out;
	FILE *file = stdout;
	int code;

	if (w->o->output && !(file = fopen(w->o->output, "w")))
		return error_set(err, ERR_IO, "%s: %s", w->o->output, strerror(errno));
	output_to(w->o, file, &out);
	code = report_series(&out, w->so->format, s, url, w->so->only, err);
	if (file != stdout && fclose(file) != 0 && code == 0)
		code = error_set(err, ERR_IO, "%s: %s", w->o->output, strerror(errno));
	if (w->so->format == SERIES_NIPA)
		tell_nipa(s);
	return code;
}

int cmd_series(int argc, char **argv)
{
	struct series_options so = { .format = SERIES_TABLE };
	struct error err = ERROR_INIT;
	struct options o;
	struct work w = { .o = &o, .so = &so, .arena = arena_new(), .lock = -1 };
	struct series s = { 0 };
	int code;

	options_parse_with(&spec, argc, argv, &o, &so);
	jobs_begin(&w.jobs);
	code = settle_options(&w, &o, &err);
	if (code == 0)
		code = find_paths(&w, &err);
	if (code == 0)
		code = examine(&w, &s, &err);
	leave(&w);
	if (code == 0)
		code = print(&w, &s, &err);
	jobs_end(&w.jobs);
	code = code < 0 ? fail(&err) : exit_code(&w, &s);
	rules_free(w.rules);
	vec_release(&so.targets);
	vec_release(&so.command);
	options_release(&o);
	arena_free(w.arena);
	return code;
}
