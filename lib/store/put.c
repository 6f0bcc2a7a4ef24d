/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Adds a run: all of it or nothing. */
#include <stdlib.h>
#include <time.h>

#include "lib/store/put_p.h"

static int name_by_number(struct put *p)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, p->s, "UPDATE run SET name = id WHERE id = ?", p->err);
	if (!rc) {
		query_int(&q, p->run);
		rc = query_run(&q, p->err);
	}
	query_finish(&q);
	return rc;
}

static void count_units(const struct put *p, u32 *ret)
{
	u32 i;

	for (i = 0; i < p->a->nunits; i++)
		ret[p->a->units[i].status]++;
}

static void count_sites(const struct put *p, u32 *ret)
{
	u32 i;

	for (i = 0; i < p->a->nsites; i++)
		ret[p->a->sites[i].verdict]++;
}

/* ORDER WITH put_run() */
static const char insert_run[] =
	"INSERT INTO run (name, commit_id, tool_version, rules_hash, time, objects,"
	" objects_no_facts, objects_untouched, objects_damaged, uid, variant, tree_state,"
	" config_hash, arch, compilers, packs, units_expected, units_seen, units_degraded,"
	" units_failed, sites_safe, sites_unproven, sites_violation)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, lower(hex(randomblob(16)))), ?, ?, ?, ?, ?,"
	" ?, ?, ?, ?, ?, ?, ?, ?)";

/* ORDER WITH insert_run */
static void bind_run(struct put *p, struct query *q)
{
	const struct run_info *info = p->info;
	u32 units[UNIT_STATUS_COUNT] = { 0 }, sites[VERDICT_COUNT] = { 0 };

	count_units(p, units);
	count_sites(p, sites);
	query_text(q, info->name);
	query_text(q, info->commit);
	query_text(q, info->tool_version);
	query_text(q, info->rules_hash);
	query_int(q, info->time ? info->time : (s64)time(NULL));
	query_int(q, info->objects);
	query_int(q, info->objects_no_facts);
	query_int(q, info->objects_untouched);
	query_int(q, info->objects_damaged);
	query_optional(q, info->uid && info->uid[0] ? info->uid : NULL);
	query_int(q, p->variant);
	query_text(q, info->tree_state);
	query_text(q, info->config_hash);
	query_text(q, info->arch);
	query_text(q, put_compilers(p, false));
	query_text(q, info->packs);
	query_int(q, info->units_expected);
	query_int(q, p->a->nunits);
	query_int(q, units[UNIT_DEGRADED]);
	query_int(q, units[UNIT_FAILED]);
	query_int(q, sites[VERDICT_SAFE]);
	query_int(q, sites[VERDICT_UNPROVEN]);
	query_int(q, sites[VERDICT_VIOLATION]);
}

static int put_run(struct put *p)
{
	const char *name = p->info->name;
	struct query q;
	int rc;

	rc = put_variant(p);
	if (!rc)
		rc = query_prepare(&q, p->s, insert_run, p->err);
	if (rc)
		return rc;
	bind_run(p, &q);
	rc = query_run(&q, p->err);
	query_finish(&q);
	if (rc)
		return rc;
	p->run = sqlite3_last_insert_rowid(p->s->db);
	return name && name[0] ? 0 : name_by_number(p);
}

/* How the findings stand, seen from this run: counted once, not for every list of runs. */
static int put_figures(struct put *p)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, p->s,
		"UPDATE run SET"
		" findings_new = (SELECT count(*) FROM finding WHERE first_run = ?1),"
		" findings_open = ?2 - (SELECT count(*) FROM finding WHERE first_run = ?1),"
		" findings_fixed = f.fixed,"
		" findings_lost = (SELECT count(*) FROM finding) - ?2 - f.fixed"
		" FROM (SELECT count(*) AS fixed FROM occurrence AS o"
		"	WHERE variant = ?3 AND end_reason IN ('safe', 'deleted') AND NOT EXISTS ("
		"		SELECT 1 FROM occurrence AS n WHERE n.finding = o.finding"
		"		AND n.variant = ?3 AND n.first_run > o.first_run)) AS f"
		" WHERE id = ?1", p->err);
	if (!rc) {
		query_int(&q, p->run);
		query_int(&q, p->a->nfindings);
		query_int(&q, p->variant);
		rc = query_run(&q, p->err);
	}
	query_finish(&q);
	return rc;
}

static int put_units(struct put *p)
{
	struct query q;
	u32 i;
	int rc;

	rc = query_prepare(&q, p->s,
		"INSERT INTO unit (run, file, frontend, compiler, object, checksum, status,"
		" message, nfuncs, nskipped, packs)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", p->err);
	for (i = 0; !rc && i < p->a->nunits; i++) {
		const struct unit_info *u = &p->a->units[i];

		query_int(&q, p->run);
		query_text(&q, u->file);
		query_text(&q, u->frontend);
		query_text(&q, u->compiler);
		query_text(&q, u->object);
		query_hex(&q, u->checksum);
		query_text(&q, unit_status_name(u->status));
		query_text(&q, u->message);
		query_int(&q, u->nfuncs);
		query_int(&q, u->nskipped);
		query_text(&q, u->packs);
		rc = query_run(&q, p->err);
	}
	query_finish(&q);
	return rc;
}

static int put_sites(struct put *p)
{
	struct query q;
	u32 i;
	int rc;

	rc = query_prepare(&q, p->s,
		"INSERT INTO site (run, file, line, col, function, accessor, verdict, idx,"
		" reason, explain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", p->err);
	for (i = 0; !rc && i < p->a->nsites; i++) {
		const struct site *site = &p->a->sites[i];

		query_int(&q, p->run);
		query_text(&q, site->loc.file);
		query_int(&q, site->loc.line);
		query_int(&q, site->loc.column);
		query_text(&q, site->function);
		query_text(&q, site->accessor);
		query_text(&q, verdict_name(site->verdict));
		query_text(&q, site->index);
		query_text(&q, unproven_reason_name(site->reason));
		query_text(&q, site->explain);
		rc = query_run(&q, p->err);
	}
	query_finish(&q);
	return rc;
}

static int put_problems(struct put *p)
{
	struct query q;
	u32 i;
	int rc;

	rc = query_prepare(&q, p->s,
		"INSERT INTO diagnostic (run, kind, file, message) VALUES (?, ?, ?, ?)",
		p->err);
	for (i = 0; !rc && i < p->info->nproblems; i++) {
		const struct run_problem *problem = &p->info->problems[i];

		query_int(&q, p->run);
		query_text(&q, problem_kind_name(problem->kind));
		query_text(&q, problem->file);
		query_text(&q, problem->message);
		rc = query_run(&q, p->err);
	}
	query_finish(&q);
	return rc;
}

static int put_suppressions(struct put *p)
{
	struct query q;
	u32 i;
	int rc;

	rc = query_prepare(&q, p->s,
		"INSERT INTO suppression (run, file, line, rule, reason, until, state, finding)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, 0))", p->err);
	for (i = 0; !rc && i < p->info->nsuppressions; i++) {
		const struct suppression *c = &p->info->suppressions[i];

		query_int(&q, p->run);
		query_text(&q, c->loc.file);
		query_int(&q, c->loc.line);
		query_text(&q, c->rule);
		query_text(&q, c->reason);
		query_text(&q, c->until);
		query_text(&q, suppression_state_name(c->state));
		query_int(&q, c->state == SUPPRESSION_USED ? p->matched[c->finding].finding : 0);
		rc = query_run(&q, p->err);
	}
	query_finish(&q);
	return rc;
}

static int put_all(struct put *p)
{
	int (*const steps[])(struct put *p) = {
		put_run, put_units, put_sites, put_match, put_findings, put_gone, put_problems,
		put_suppressions, put_figures,
	};
	u32 i;
	int rc = 0;

	for (i = 0; !rc && i < ARRAY_SIZE(steps); i++)
		rc = steps[i](p);
	return rc;
}

int store_put_run(struct store *s, const struct analysis *a,
		  const struct run_info *info, s64 *ret_id, struct error *err)
{
	struct put p = { .s = s, .a = a, .info = info, .err = err };
	int rc;

	rc = store_begin_write(s, err);
	if (rc)
		return rc;
	p.arena = arena_new();
	p.matched = arena_new_array(p.arena, struct matched, a->nfindings + 1);
	rc = store_end(s, put_all(&p), err);
	if (!rc && ret_id)
		*ret_id = p.run;
	vec_release(&p.alive);
	arena_free(p.arena);
	return rc;
}
