/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck collect: facts of all objects -> engine -> one run in the database. */
#include "cli/collect.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/analyse.h"
#include "cli/suppress.h"
#include "cli/tree.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_RULES,
	OPTION_NEW_RUN,
	OPTION_TREE,
	OPTION_CONFIG,
	OPTION_FAIL_ON,
	OPTION_FRESH,
	OPTION_STATS,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.args_doc = "PATH...",
	.doc = "Analyses the facts in objects, archives, facts files and folders of them, and adds "
	       "the result to the database as a new run.\v"
	       "Exit status: 0 done, 1 findings (with --fail-on), 2 something failed or an input "
	       "was damaged; the cause is on stderr.",
	.needs_db = true,
	.min_args = 1,
	.max_args = ANY_NUMBER,
	.missing = "PATH",
	.example = "gprcheck collect --db kvm.db --run today arch/x86/kvm virt/kvm",
};

/* What the run has, beside what the database says of it. */
struct outcome {
	const struct run_record *run;
	u32 active, fresh;	/* findings that nobody set aside; of these, new ones */
	u32 over;		/* of these, with an assessment that expired or ended */
	u32 nsuppressions;
	const struct suppression *suppressions;
};

static int count_active(struct store *s, struct arena *arena, struct outcome *ret,
			struct error *err)
{
	struct store_filter filter = { .run_number = ret->run->id };
	const struct finding_record *r;
	u32 n;
	int code = store_findings(s, &filter, arena, &r, &n, err);

	for (u32 i = 0; code == 0 && i < n; i++) {
		if (finding_is_aside(&r[i]))
			continue;
		ret->active++;
		ret->fresh += r[i].status == STATUS_NEW;
		ret->over += r[i].assessment && r[i].assessment->state != ASSESSMENT_IN_FORCE;
	}
	return code;
}

/* "kvm-x86:0123456789abcdef", comma-separated. */
static int list_packs(const struct rules *rules, struct arena *arena, const char **ret,
		      struct error *err)
{
	const char *text = "";
	int code = 0;

	for (u32 i = 0; code == 0 && i < rules_pack_count(rules); i++) {
		u64 hash = 0;

		code = hash_file(rules_pack_file(rules, i), &hash, err);
		text = arena_printf(arena, "%s%s%s:%016llx", text, i ? "," : "",
				    rules_pack_name(rules, i), (unsigned long long)hash);
	}
	*ret = text;
	return code;
}

static const char *join(struct arena *arena, const char *const *v, u32 n)
{
	const char *text = "";

	for (u32 i = 0; i < n; i++)
		text = arena_printf(arena, "%s%s%s", text, i ? "," : "", v[i]);
	return text;
}

static int describe_run(const struct options *o, const struct gather *g, const struct tree *t,
			const struct outcome *outcome, struct run_info *ret, struct error *err)
{
	struct arena *arena = g->arena;

	*ret = (struct run_info){
		.name = o->run,
		.commit = tree_commit(t),
		.tree_state = tree_state(t),
		.config = o->config,
		.config_hash = tree_config_hash(t),
		.arch = join(arena, g->machines.v, g->machines.n),
		.tool_version = GPRCHECK_VERSION,
		.rules_hash = arena_printf(arena, "%016llx",
					   (unsigned long long)rules_hash(g->rules)),
		.history = tree_history(t),
		.units_expected = g->objects - g->untouched,
		.objects = g->objects,
		.objects_no_facts = g->no_facts,
		.objects_untouched = g->untouched,
		.objects_damaged = g->damaged,
		.nproblems = g->problems.n,
		.problems = g->problems.v,
		.nsuppressions = outcome->nsuppressions,
		.suppressions = outcome->suppressions,
	};
	ret->accessors = rules_labels(g->rules, arena, &ret->naccessors);
	return list_packs(g->rules, arena, &ret->packs, err);
}

static int put_run(const struct options *o, const struct gather *g, const struct tree *t,
		   const struct analysis *a, struct outcome *ret, struct error *err)
{
	struct run_info info;
	struct store *s;
	s64 id;
	int code;

	code = describe_run(o, g, t, ret, &info, err);
	if (code == 0)
		code = store_open(o->db, STORE_WRITE, &s, err);
	if (code < 0)
		return code;
	code = store_put_run(s, a, &info, &id, err);
	if (code == 0)
		code = store_run_number(s, id, g->arena, &ret->run, err);
	if (code == 0)
		code = count_active(s, g->arena, ret, err);
	store_close(s);
	return code;
}

static u32 count_relevant(const struct analysis *a)
{
	u32 n = 0;

	for (u32 i = 0; i < a->nunits; i++)
		n += a->units[i].packs[0] != '\0';
	return n;
}

/* A comment that does nothing, or not what it was written for, is a mistake. */
static void complain_of_comments(const struct outcome *r)
{
	for (u32 i = 0; i < r->nsuppressions; i++) {
		const struct suppression *c = &r->suppressions[i];

		if (c->state == SUPPRESSION_UNUSED)
			complain("%s:%u: comment suppresses nothing: no %s finding is there",
				 c->loc.file, c->loc.line, c->rule);
		else if (c->state == SUPPRESSION_EXPIRED)
			complain("%s:%u: comment suppresses %s no more: it was until %s",
				 c->loc.file, c->loc.line, c->rule, c->until);
		else if (c->state == SUPPRESSION_MALFORMED)
			complain("%s:%u: comment suppresses nothing: %s", c->loc.file, c->loc.line,
				 c->reason);
	}
}

static void print_summary(const struct gather *g, const struct analysis *a,
			  const struct outcome *outcome)
{
	const struct run_record *r = outcome->run;
	u32 sites[VERDICT_COUNT] = { 0 };

	for (u32 i = 0; i < a->nsites; i++)
		sites[a->sites[i].verdict]++;
	printf("run %s: %u units (%u relevant, %u failed)", r->info.name, a->nunits,
	       count_relevant(a), g->failed);
	printf("; %u sites: %u safe, %u violation, %u unproven", a->nsites, sites[VERDICT_SAFE],
	       sites[VERDICT_VIOLATION], sites[VERDICT_UNPROVEN]);
	printf("; %u findings (%u new", a->nfindings, r->nfindings[STATUS_NEW]);
	if (outcome->active < a->nfindings)
		printf(", %u set aside", a->nfindings - outcome->active);
	if (outcome->over)
		printf(", %u whose assessment is over", outcome->over);
	putchar(')');
	printf("; %u objects (%u without facts, %u untouched, %u damaged", g->objects, g->no_facts,
	       g->untouched, g->damaged);
	if (g->outdated)
		printf(", %u outdated copies", g->outdated);
	puts(")");
}

static void print_effort(const struct gather *g, const struct effort *e)
{
	printf("read %u of %u objects; analysed %u of %u parts, %u of %u units\n",
	       g->objects_read, g->objects, e->parts_done, e->parts, e->units_done, e->units);
}

static int verdict_of_run(const struct options *o, const struct gather *g,
			  const struct outcome *r)
{
	if (g->damaged) {
		complain("%u damaged or unreadable: their findings are missing from run %s",
			 g->damaged, r->run->info.name);
		return EXIT_ERROR;
	}
	if (o->fail_on == FAIL_ON_ANY && r->active)
		return EXIT_FINDINGS;
	if (o->fail_on == FAIL_ON_NEW && r->fresh)
		return EXIT_FINDINGS;
	return EXIT_DONE;
}

/* An empty run would say that everything is fixed: never by mistake. */
static bool gathered_something(const struct gather *g)
{
	if (g->objects == 0)
		complain("no objects found: nothing stored");
	else if (g->units.n == 0 && g->damaged)
		complain("no facts could be read: nothing stored");
	else if (g->units.n == 0)
		complain("no facts in %u objects: either they use no accessor, or they were "
			 "built without the plugin", g->objects);
	return g->units.n || (g->objects && !g->damaged);
}

/* The run is there in any case: a cache that cannot be kept costs time, no more. */
static void keep_cache(struct cache *cache)
{
	struct error err = ERROR_INIT;

	if (cache_save(cache, &err) < 0)
		complain("%s", err.msg);
}

static int analyse_and_store(const struct options *o, struct gather *g, const struct tree *t)
{
	struct outcome r = { .run = NULL };
	struct error err = ERROR_INIT;
	struct analysis *a = NULL;
	struct effort effort;
	int code;

	if (!gathered_something(g))
		return EXIT_ERROR;
	code = analyse_parts(g, &a, &effort, &err);
	if (code == 0) {
		find_suppressions(tree_root(t), a, g->arena, &r.suppressions, &r.nsuppressions);
		code = put_run(o, g, t, a, &r, &err);
	}
	if (code < 0) {
		code = fail(&err);
	} else {
		complain_of_comments(&r);
		print_summary(g, a, &r);
		if (o->stats)
			print_effort(g, &effort);
		keep_cache(g->cache);
		code = verdict_of_run(o, g, &r);
	}
	analysis_free(a);
	return code;
}

int collect_paths(const struct options *o, const struct rules *rules, const char *const *paths,
		  u32 npaths)
{
	struct cache *cache = cache_load(o->db, rules_hash(rules), o->fresh);
	struct error err = ERROR_INIT;
	struct gather g;
	struct tree *t;
	int code;

	gather_init(&g, rules, cache, &err);
	for (u32 i = 0; i < npaths; i++)
		gather_path(&g, paths[i]);
	if (gather_finish(&g) < 0) {
		code = fail(&err);
	} else {
		t = tree_find(o->tree, paths, npaths, &g);
		code = analyse_and_store(o, &g, t);
		tree_free(t);
	}
	cache_free(cache);
	gather_release(&g);
	return code;
}

/* SQLite puts its log beside the file itself, not beside a link to it. */
static bool folder_is_writable(const char *path)
{
	char real[PATH_MAX], *slash;

	if (!realpath(path, real))
		snprintf(real, sizeof(real), "%s", path);
	slash = strrchr(real, '/');
	if (!slash)
		return access(".", W_OK) == 0;
	slash[1] = '\0';
	return access(real, W_OK) == 0;
}

/* Not through the store: another collect may be making its tables right now. */
static bool begins_like_sqlite(const char *path)
{
	static const char magic[16] = "SQLite format 3";
	char begin[sizeof(magic)];
	FILE *in = fopen(path, "rb");
	size_t n = 0;

	if (in) {
		n = fread(begin, 1, sizeof(begin), in);
		fclose(in);
	}
	return n == sizeof(begin) && memcmp(begin, magic, sizeof(magic)) == 0;
}

bool database_is_usable(const char *path, struct error *err)
{
	struct stat st;

	if (!folder_is_writable(path))
		error_set(err, ERR_IO, "%s: cannot write in its folder: %s", path,
			  strerror(errno));
	else if (stat(path, &st) != 0)
		return true;
	else if (!S_ISREG(st.st_mode))
		error_set(err, ERR_IO, "%s: not a file", path);
	else if (access(path, R_OK | W_OK) != 0)
		error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	else if (st.st_size > 0 && !begins_like_sqlite(path))
		error_set(err, ERR_FORMAT, "%s: not a gprcheck database", path);
	else
		return true;
	return false;
}

static bool paths_exist(const string_list *paths)
{
	for (u32 i = 0; i < paths->n; i++) {
		if (access(paths->v[i], F_OK) == 0)
			continue;
		complain("%s: %s", paths->v[i], strerror(errno));
		return false;
	}
	return true;
}

int cmd_collect(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct rules *rules = NULL;
	struct options o;
	int code = EXIT_ERROR;

	options_parse(&spec, argc, argv, &o);
	if (!paths_exist(&o.args))
		code = EXIT_ERROR;
	else if (!database_is_usable(o.db, &err) || load_rules(&o.rules, &rules, &err) < 0)
		code = fail(&err);
	else
		code = collect_paths(&o, rules, o.args.v, o.args.n);
	rules_free(rules);
	options_release(&o);
	return code;
}
