/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Adds a run: all of it or nothing. */
#include <stdlib.h>
#include <time.h>

#include "lib/store/store_p.h"

/* What one put carries along. */
struct put {
	struct store *s;
	const struct analysis *a;
	const struct run_info *info;
	s64 run;
	struct error *err;
};

/* The statements that findings need, prepared once. */
struct finding_queries {
	struct query find, add, touch, occurrence, event;
};

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

static int put_run(struct put *p)
{
	const struct run_info *info = p->info;
	struct query q;
	int rc;

	rc = query_prepare(&q, p->s,
		"INSERT INTO run (name, commit_id, tool_version, rules_hash, time, objects,"
		" objects_no_facts, objects_untouched, objects_damaged)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", p->err);
	if (rc)
		return rc;
	query_text(&q, info->name);
	query_text(&q, info->commit);
	query_text(&q, info->tool_version);
	query_text(&q, info->rules_hash);
	query_int(&q, info->time ? info->time : (s64)time(NULL));
	query_int(&q, info->objects);
	query_int(&q, info->objects_no_facts);
	query_int(&q, info->objects_untouched);
	query_int(&q, info->objects_damaged);
	rc = query_run(&q, p->err);
	query_finish(&q);
	if (rc)
		return rc;
	p->run = sqlite3_last_insert_rowid(p->s->db);
	return info->name && info->name[0] ? 0 : name_by_number(p);
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

static void finish_finding_queries(struct finding_queries *q)
{
	query_finish(&q->find);
	query_finish(&q->add);
	query_finish(&q->touch);
	query_finish(&q->occurrence);
	query_finish(&q->event);
}

static int prepare_finding_queries(struct put *p, struct finding_queries *q)
{
	const struct {
		struct query *q;
		const char *sql;
	} all[] = {
		{ &q->find, "SELECT id FROM finding WHERE fingerprint = ?" },
		{ &q->touch, "UPDATE finding SET last_run = ? WHERE id = ?" },
		{ &q->add, "INSERT INTO finding (fingerprint, rule, file, function, accessor, idx,"
			   " first_run, last_run) VALUES (?, ?, ?, ?, ?, ?, ?7, ?7)" },
		{ &q->occurrence, "INSERT INTO occurrence (finding, run, line, col, message,"
			   " site_file, site_line, site_col, site_function)"
			   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)" },
		{ &q->event, "INSERT INTO event (occurrence, step, kind, file, line, col,"
			   " function, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)" },
	};
	u32 i;
	int rc = 0;

	for (i = 0; !rc && i < ARRAY_SIZE(all); i++)
		rc = query_prepare(all[i].q, p->s, all[i].sql, p->err);
	return rc;
}

static int touch_finding(struct put *p, struct finding_queries *q, s64 id)
{
	query_int(&q->touch, p->run);
	query_int(&q->touch, id);
	return query_run(&q->touch, p->err);
}

static int add_finding(struct put *p, struct finding_queries *q,
		       const struct finding *f, u64 fingerprint, s64 *ret_id)
{
	int rc;

	query_hex(&q->add, fingerprint);
	query_text(&q->add, finding_rule_name(f->rule));
	query_text(&q->add, f->loc.file);
	query_text(&q->add, f->function);
	query_text(&q->add, f->accessor);
	query_text(&q->add, f->index);
	query_int(&q->add, p->run);
	rc = query_run(&q->add, p->err);
	*ret_id = sqlite3_last_insert_rowid(p->s->db);
	return rc;
}

/* The identity: the one there, or a new one. */
static int put_identity(struct put *p, struct finding_queries *q,
			const struct finding *f, u64 fingerprint, s64 *ret_id)
{
	int found;

	query_hex(&q->find, fingerprint);
	found = query_step(&q->find, p->err);
	if (found > 0)
		*ret_id = query_get_int(&q->find);
	query_reset(&q->find);
	if (found < 0)
		return found;
	return found ? touch_finding(p, q, *ret_id)
		     : add_finding(p, q, f, fingerprint, ret_id);
}

static int put_occurrence(struct put *p, struct finding_queries *q,
			  const struct finding *f, s64 id)
{
	query_int(&q->occurrence, id);
	query_int(&q->occurrence, p->run);
	query_int(&q->occurrence, f->loc.line);
	query_int(&q->occurrence, f->loc.column);
	query_text(&q->occurrence, f->message);
	query_text(&q->occurrence, f->site.file);
	query_int(&q->occurrence, f->site.line);
	query_int(&q->occurrence, f->site.column);
	query_text(&q->occurrence, f->site_function);
	return query_run(&q->occurrence, p->err);
}

static int put_events(struct put *p, struct finding_queries *q,
		      const struct finding *f, s64 occurrence)
{
	u32 i;
	int rc = 0;

	for (i = 0; !rc && i < f->nevents; i++) {
		const struct path_event *e = &f->events[i];

		query_int(&q->event, occurrence);
		query_int(&q->event, i + 1);
		query_text(&q->event, event_kind_name(e->kind));
		query_text(&q->event, e->loc.file);
		query_int(&q->event, e->loc.line);
		query_int(&q->event, e->loc.column);
		query_text(&q->event, e->function);
		query_text(&q->event, e->text);
		rc = query_run(&q->event, p->err);
	}
	return rc;
}

static int put_finding(struct put *p, struct finding_queries *q,
		       const struct finding *f, u64 fingerprint)
{
	s64 id;
	int rc;

	rc = put_identity(p, q, f, fingerprint, &id);
	if (!rc)
		rc = put_occurrence(p, q, f, id);
	if (!rc)
		rc = put_events(p, q, f, sqlite3_last_insert_rowid(p->s->db));
	return rc;
}

static int put_findings(struct put *p)
{
	u64 *fingerprints = calloc(p->a->nfindings + 1, sizeof(*fingerprints));
	struct finding_queries q = { 0 };
	u32 i;
	int rc;

	if (!fingerprints)
		abort();
	analysis_fingerprints(p->a, fingerprints);
	rc = prepare_finding_queries(p, &q);
	for (i = 0; !rc && i < p->a->nfindings; i++)
		rc = put_finding(p, &q, &p->a->findings[i], fingerprints[i]);
	finish_finding_queries(&q);
	free(fingerprints);
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
	rc = put_run(&p);
	if (!rc)
		rc = put_units(&p);
	if (!rc)
		rc = put_sites(&p);
	if (!rc)
		rc = put_findings(&p);
	if (!rc)
		rc = put_problems(&p);
	rc = store_end(s, rc, err);
	if (!rc && ret_id)
		*ret_id = p.run;
	return rc;
}
