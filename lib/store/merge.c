/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Adds the runs of another database.
 *
 * Each run is put again as if it were collected now, so that there is one way
 * into the database. What the other database has worked out is kept: which of
 * its findings are one, which files were renamed, why findings were gone.
 */
#include <stdlib.h>
#include <string.h>

/* Out of memory ends the process, as in lib/base. */
#define uthash_fatal(msg) abort()
#include <uthash.h>

#include "lib/base/vec.h"
#include "lib/store/put_p.h"

/* The same finding there and here. */
struct pair {
	s64 there, here;
	UT_hash_handle by_there, by_here;
};

struct merge {
	struct store *to, *from;
	struct error *err;
	struct arena *arena;	/* of all runs: pairs */
	struct pair *there, *here;
	/* of one run */
	struct arena *run_arena;
	s64 run;
	const struct finding_record *findings;
	u32 nfindings;
	VEC(struct renamed_file) renamed;
	int rc;			/* of a query that failed while asked */
};

static struct pair *find_there(struct merge *m, s64 finding)
{
	struct pair *p;

	HASH_FIND(by_there, m->there, &finding, sizeof(finding), p);
	return p;
}

static struct pair *find_here(struct merge *m, s64 finding)
{
	struct pair *p;

	HASH_FIND(by_here, m->here, &finding, sizeof(finding), p);
	return p;
}

static void forget(struct merge *m, struct pair *p)
{
	if (!p)
		return;
	HASH_DELETE(by_there, m->there, p);
	HASH_DELETE(by_here, m->here, p);
}

/* What was said last of either counts. */
static void remember(struct merge *m, s64 there, s64 here)
{
	struct pair *p;

	forget(m, find_there(m, there));
	forget(m, find_here(m, here));
	p = arena_new_obj(m->arena, struct pair);
	p->there = there;
	p->here = here;
	HASH_ADD(by_there, m->there, there, sizeof(p->there), p);
	HASH_ADD(by_here, m->here, here, sizeof(p->here), p);
}

/* ---- what struct run_history asks */

static u32 renames(void *ctx, const char *since, const struct renamed_file **ret)
{
	struct merge *m = ctx;

	(void)since;
	*ret = m->renamed.v;
	return m->renamed.n;
}

static bool known(void *ctx, u32 position, s64 *ret_finding, enum match *ret_match,
		  const char **ret_why)
{
	struct merge *m = ctx;
	const struct finding_record *r = &m->findings[position];
	struct pair *p = find_there(m, r->id);

	if (!p)
		return false;
	*ret_finding = p->here;
	*ret_match = r->match;
	*ret_why = r->match_why;
	return true;
}

static void is_finding(void *ctx, u32 position, s64 finding)
{
	struct merge *m = ctx;

	remember(m, m->findings[position].id, finding);
}

static bool ended(void *ctx, s64 finding, struct end_note *ret)
{
	struct merge *m = ctx;
	struct pair *p = find_here(m, finding);
	struct query q;
	int rc;

	if (!p)
		return false;
	rc = query_prepare(&q, m->from, "SELECT end_reason, end_why, end_commit FROM occurrence"
		" WHERE finding = ? AND end_run = ? AND end_reason <> 'changed'", m->err);
	if (!rc) {
		query_int(&q, p->there);
		query_int(&q, m->run);
		rc = query_step(&q, m->err);
	}
	if (rc > 0) {
		ret->reason = query_get_enum(&q, end_reason_find);
		ret->why = query_get_text(&q, m->run_arena);
		ret->commit = query_get_text(&q, m->run_arena);
	}
	query_finish(&q);
	if (rc < 0)
		m->rc = rc;
	return rc > 0;
}

/* ---- one run */

static int load_renamed(struct merge *m)
{
	struct query q;
	int rc;

	vec_clear(&m->renamed);
	rc = query_prepare(&q, m->from, "SELECT old_file, new_file FROM renamed WHERE run = ?",
			   m->err);
	if (!rc)
		query_int(&q, m->run);
	while (!rc && (rc = query_step(&q, m->err)) > 0) {
		struct renamed_file f = { query_get_text(&q, m->run_arena), NULL };

		f.new_file = query_get_text(&q, m->run_arena);
		vec_push(&m->renamed, f);
		rc = 0;
	}
	query_finish(&q);
	return rc;
}

/* Comments name findings by number there, by position on the way in. */
static int load_suppressions(struct merge *m, const struct store_filter *filter,
			     struct run_info *info)
{
	const struct suppression *there;
	struct suppression *v;
	u32 i, j, n;
	int rc = store_suppressions(m->from, filter, m->run_arena, &there, &n, m->err);

	if (rc)
		return rc;
	v = arena_memdup(m->run_arena, there, n * sizeof(*v));
	for (i = 0; i < n; i++) {
		for (j = 0; j < m->nfindings && m->findings[j].id != v[i].finding;)
			j++;
		if (v[i].state == SUPPRESSION_USED && j == m->nfindings)
			return error_set(m->err, ERR_FORMAT, "%s: suppression of a finding that"
					 " run %lld has not", m->from->path, (long long)m->run);
		v[i].finding = j;
	}
	info->suppressions = v;
	info->nsuppressions = n;
	return 0;
}

static int load_analysis(struct merge *m, struct analysis *a, struct run_info *info)
{
	struct store_filter filter = { .run_number = m->run, .with_events = true };
	struct finding *f;
	u32 i;
	int rc;

	rc = store_findings(m->from, &filter, m->run_arena, &m->findings, &m->nfindings, m->err);
	if (!rc)
		rc = store_sites(m->from, &filter, m->run_arena, &a->sites, &a->nsites, m->err);
	if (!rc)
		rc = store_units(m->from, &filter, m->run_arena, &a->units, &a->nunits, m->err);
	if (!rc)
		rc = store_problems(m->from, &filter, m->run_arena, &info->problems,
				    &info->nproblems, m->err);
	if (!rc)
		rc = load_suppressions(m, &filter, info);
	if (rc)
		return rc;
	f = arena_new_array(m->run_arena, struct finding, m->nfindings + 1);
	for (i = 0; i < m->nfindings; i++)
		f[i] = m->findings[i].f;
	a->findings = f;
	a->nfindings = m->nfindings;
	return load_renamed(m);
}

static int add_run(struct merge *m, const struct run_record *r)
{
	const struct run_history history = {
		.ctx = m, .renames = renames, .known = known, .ended = ended,
		.is_finding = is_finding,
	};
	struct run_info info = r->info;
	struct analysis a = { 0 };
	int rc;

	info.history = &history;
	rc = load_analysis(m, &a, &info);
	if (!rc)
		rc = store_put_run(m->to, &a, &info, NULL, m->err);
	return rc ? rc : m->rc;
}

static bool is_same(const struct finding_record *a, const struct finding_record *b)
{
	return a->f.rule == b->f.rule && a->f.loc.line == b->f.loc.line &&
	       a->f.loc.column == b->f.loc.column && !strcmp(a->f.loc.file, b->f.loc.file) &&
	       !strcmp(a->f.function, b->f.function) && !strcmp(a->f.accessor, b->f.accessor) &&
	       !strcmp(a->f.index, b->f.index);
}

/* A run that is here already tells which findings are one; both lists have one order. */
static int learn_pairs(struct merge *m, s64 here)
{
	struct store_filter there_filter = { .run_number = m->run };
	struct store_filter here_filter = { .run_number = here };
	const struct finding_record *a, *b;
	u32 na, nb, i, j = 0;
	int rc;

	rc = store_findings(m->from, &there_filter, m->run_arena, &a, &na, m->err);
	if (!rc)
		rc = store_findings(m->to, &here_filter, m->run_arena, &b, &nb, m->err);
	if (rc)
		return rc;
	for (i = 0; i < na && j < nb; i++) {
		if (!is_same(&a[i], &b[j]))
			continue;
		remember(m, a[i].id, b[j++].id);
	}
	return 0;
}

static int find_uid(struct merge *m, const char *uid, s64 *ret)
{
	struct query q;
	int rc;

	*ret = 0;
	rc = query_prepare(&q, m->to, "SELECT id FROM run WHERE uid = ?", m->err);
	if (!rc) {
		query_text(&q, uid);
		rc = query_step(&q, m->err);
	}
	if (rc > 0)
		*ret = query_get_int(&q);
	query_finish(&q);
	return rc < 0 ? rc : 0;
}

static int merge_run(struct merge *m, const struct run_record *r, u32 *added, u32 *already)
{
	s64 here;
	int rc;

	m->run = r->id;
	rc = find_uid(m, r->info.uid, &here);
	if (rc)
		return rc;
	if (here) {
		(*already)++;
		return learn_pairs(m, here);
	}
	rc = add_run(m, r);
	*added += !rc;
	return rc;
}

/* What people said of findings there is said of the same ones here. */
static int merge_assessments(struct merge *m)
{
	const struct assessed *there;
	struct assessed *v;
	u32 i, n, added, kept = 0;
	struct pair *p;
	int rc;

	rc = store_assessments(m->from, m->arena, &there, &n, m->err);
	if (rc)
		return rc;
	v = arena_memdup(m->arena, there, n * sizeof(*v));
	for (i = 0; i < n; i++) {
		p = find_there(m, v[i].a.finding);
		if (!p)
			continue;
		v[kept] = v[i];
		v[kept++].a.finding = p->here;
	}
	return store_assess(m->to, v, kept, &added, m->err);
}

int store_merge(struct store *s, struct store *from, u32 *ret_added, u32 *ret_known,
		struct error *err)
{
	struct merge m = { .to = s, .from = from, .err = err };
	const struct run_record *runs;
	u32 n = 0, i, added = 0, already = 0;
	int rc;

	m.arena = arena_new();
	m.run_arena = arena_new();
	rc = store_runs(from, m.arena, &runs, &n, err);
	for (i = 0; !rc && i < n; i++) {
		rc = merge_run(&m, &runs[i], &added, &already);
		arena_reset(m.run_arena);
	}
	if (!rc)
		rc = merge_assessments(&m);
	HASH_CLEAR(by_there, m.there);
	HASH_CLEAR(by_here, m.here);
	vec_release(&m.renamed);
	arena_free(m.run_arena);
	arena_free(m.arena);
	if (!rc) {
		*ret_added = added;
		*ret_known = already;
	}
	return rc;
}
