/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loads runs, findings, sites and the rest into plain arrays. */
#include <ctype.h>
#include <stdlib.h>

#include "lib/base/vec.h"
#include "lib/store/store_p.h"

/* What one query works with; all loads are within one read transaction. */
struct get {
	struct store *s;
	const struct store_filter *filter;
	struct arena *arena;
	struct error *err;
	s64 run;	/* 0: no run yet */
};

static const struct store_filter everything;

/* ---- which run */

static int run_by_name(struct store *s, const char *name, s64 *ret,
		       struct error *err)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, s, "SELECT max(id) FROM run WHERE name = ?", err);
	if (!rc) {
		query_text(&q, name);
		rc = query_step(&q, err);
	}
	if (rc > 0)
		*ret = query_get_int(&q);
	query_finish(&q);
	return rc < 0 ? rc : 0;
}

static int run_by_number(struct store *s, const char *name, s64 *ret,
			 struct error *err)
{
	struct query q;
	char *end;
	s64 id;
	int rc;

	id = strtoll(name, &end, 10);
	if (!isdigit((unsigned char)name[0]) || *end)
		return 0;
	rc = query_prepare(&q, s, "SELECT id FROM run WHERE id = ?", err);
	if (!rc) {
		query_int(&q, id);
		rc = query_step(&q, err);
	}
	if (rc > 0)
		*ret = query_get_int(&q);
	query_finish(&q);
	return rc < 0 ? rc : 0;
}

/* *ret is 0 when the latest is asked for and there is none. */
static int find_run(struct store *s, const char *name, s64 *ret,
		    struct error *err)
{
	int rc;

	*ret = 0;
	if (!name)
		return store_number(s, "SELECT max(id) FROM run", ret, err);
	rc = run_by_name(s, name, ret, err);
	if (!rc && !*ret)
		rc = run_by_number(s, name, ret, err);
	if (!rc && !*ret)
		rc = error_set(err, ERR_USAGE, "%s: no run named %s", s->path, name);
	return rc;
}

/* Ends with store_end(), unless it failed. */
static int get_begin(struct get *g, struct store *s,
		     const struct store_filter *filter, struct arena *arena,
		     struct error *err)
{
	int rc;

	g->s = s;
	g->filter = filter ? filter : &everything;
	g->arena = arena;
	g->err = err;
	rc = store_begin_read(s, err);
	if (rc)
		return rc;
	rc = find_run(s, g->filter->run, &g->run, err);
	return rc ? store_end(s, rc, err) : 0;
}

/* ---- findings */

typedef VEC(struct finding_record) finding_vec;

struct finding_rows {
	finding_vec records;
	VEC(s64) occurrences;	/* in step with records */
};

/* Parameters: the run to see from, rule or NULL, glob or NULL, id. ORDER WITH read_finding(). */
#define SELECT_FINDING							\
	"SELECT f.id, f.fingerprint, f.rule, f.file, f.function, f.accessor, f.idx,"	\
	" f.first_run, (SELECT name FROM run WHERE id = f.first_run),"	\
	" o.run, (SELECT name FROM run WHERE id = o.run),"		\
	" o.line, o.col, o.message, o.site_file, o.site_line, o.site_col,"	\
	" o.site_function, o.id"					\
	" FROM finding AS f JOIN occurrence AS o ON o.finding = f.id"
#define LATEST_OCCURRENCE						\
	" o.run = (SELECT max(run) FROM occurrence WHERE finding = f.id AND run <= ?1)"
#define MATCHES_FILTER							\
	" AND (?2 IS NULL OR f.rule = ?2) AND (?3 IS NULL OR f.file GLOB ?3)"
#define ORDER_FINDING " ORDER BY f.file, o.line, o.col, f.rule, f.id"

static const char select_present[] =
	SELECT_FINDING " WHERE o.run = ?1" MATCHES_FILTER ORDER_FINDING;
static const char select_all[] =
	SELECT_FINDING " WHERE" LATEST_OCCURRENCE MATCHES_FILTER ORDER_FINDING;
static const char select_one[] =
	SELECT_FINDING " WHERE" LATEST_OCCURRENCE MATCHES_FILTER " AND f.id = ?4";

static enum finding_status status_from(const struct get *g,
				       const struct finding_record *r)
{
	if (r->last_run < g->run)
		return STATUS_FIXED;
	return r->first_run == g->run ? STATUS_NEW : STATUS_OPEN;
}

/* ORDER WITH SELECT_FINDING */
static s64 read_finding(struct get *g, struct query *q,
			struct finding_record *r)
{
	struct finding *f = &r->f;

	r->id = query_get_int(q);
	r->fingerprint = query_get_hex(q);
	f->rule = query_get_enum(q, finding_rule_find);
	f->loc.file = query_get_text(q, g->arena);
	f->function = query_get_text(q, g->arena);
	f->accessor = query_get_text(q, g->arena);
	f->index = query_get_text(q, g->arena);
	r->first_run = query_get_int(q);
	r->first_run_name = query_get_text(q, g->arena);
	r->last_run = query_get_int(q);
	r->last_run_name = query_get_text(q, g->arena);
	f->loc.line = query_get_u32(q);
	f->loc.column = query_get_u32(q);
	f->message = query_get_text(q, g->arena);
	f->site.file = query_get_text(q, g->arena);
	f->site.line = query_get_u32(q);
	f->site.column = query_get_u32(q);
	f->site_function = query_get_text(q, g->arena);
	r->status = status_from(g, r);
	return query_get_int(q);
}

static int load_findings(struct get *g, const char *sql, s64 id, u32 statuses,
			 struct finding_rows *rows)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, g->s, sql, g->err);
	if (!rc) {
		query_int(&q, g->run);
		query_optional(&q, g->filter->rule);
		query_optional(&q, g->filter->path);
		if (id)
			query_int(&q, id);
	}
	while (!rc && (rc = query_step(&q, g->err)) > 0) {
		struct finding_record r = { 0 };
		s64 occurrence = read_finding(g, &q, &r);

		rc = 0;
		if (!(statuses & STATUS_BIT(r.status)))
			continue;
		vec_push(&rows->records, r);
		vec_push(&rows->occurrences, occurrence);
	}
	query_finish(&q);
	return rc;
}

static int load_path(struct get *g, struct query *q, s64 occurrence,
		     struct finding *f)
{
	VEC(struct path_event) events = VEC_INIT;
	int rc;

	query_int(q, occurrence);
	while ((rc = query_step(q, g->err)) > 0) {
		struct path_event e = { 0 };

		e.kind = query_get_enum(q, event_kind_find);
		e.loc.file = query_get_text(q, g->arena);
		e.loc.line = query_get_u32(q);
		e.loc.column = query_get_u32(q);
		e.function = query_get_text(q, g->arena);
		e.text = query_get_text(q, g->arena);
		vec_push(&events, e);
	}
	query_reset(q);
	f->nevents = events.n;
	f->events = arena_memdup(g->arena, events.v, events.n * sizeof(*events.v));
	vec_release(&events);
	return rc;
}

static int load_paths(struct get *g, struct finding_rows *rows)
{
	struct query q;
	u32 i;
	int rc;

	rc = query_prepare(&q, g->s,
		"SELECT kind, file, line, col, function, text FROM event"
		" WHERE occurrence = ? ORDER BY step", g->err);
	for (i = 0; !rc && i < rows->records.n; i++)
		rc = load_path(g, &q, rows->occurrences.v[i], &rows->records.v[i].f);
	query_finish(&q);
	return rc;
}

static void release_rows(struct finding_rows *rows)
{
	vec_release(&rows->records);
	vec_release(&rows->occurrences);
}

#define TO_ARENA(arena, vec) \
	arena_memdup((arena), (vec)->v, (vec)->n * sizeof(*(vec)->v))

int store_findings(struct store *s, const struct store_filter *filter,
		   struct arena *arena, const struct finding_record **ret,
		   u32 *ret_n, struct error *err)
{
	struct finding_rows rows = { VEC_INIT, VEC_INIT };
	struct get g;
	u32 statuses;
	int rc;

	rc = get_begin(&g, s, filter, arena, err);
	if (rc)
		return rc;
	statuses = g.filter->statuses ? g.filter->statuses : STATUS_PRESENT;
	rc = load_findings(&g, statuses & STATUS_BIT(STATUS_FIXED) ?
			   select_all : select_present, 0, statuses, &rows);
	if (!rc && g.filter->with_events)
		rc = load_paths(&g, &rows);
	rc = store_end(s, rc, err);
	if (!rc) {
		*ret = TO_ARENA(arena, &rows.records);
		*ret_n = rows.records.n;
	}
	release_rows(&rows);
	return rc;
}

#define IN_OTHER_RUN " EXISTS (SELECT 1 FROM occurrence WHERE finding = f.id AND run = ?4)"

static const char select_only[] =
	SELECT_FINDING " WHERE o.run = ?1" MATCHES_FILTER " AND NOT" IN_OTHER_RUN ORDER_FINDING;
static const char select_both[] =
	SELECT_FINDING " WHERE o.run = ?1" MATCHES_FILTER " AND" IN_OTHER_RUN ORDER_FINDING;

/* Appends what the query finds in g->run, with regard to another run. */
static int load_side(struct get *g, const char *sql, s64 other, enum finding_status status,
		     struct finding_rows *rows)
{
	u32 i = rows->records.n;
	int rc;

	if (!(g->filter->statuses & STATUS_BIT(status)))
		return 0;
	rc = load_findings(g, sql, other, STATUS_ALL, rows);
	for (; !rc && i < rows->records.n; i++)
		rows->records.v[i].status = status;
	return rc;
}

static int load_diff(struct get *g, const char *from, const char *to, struct finding_rows *rows)
{
	s64 a, b;
	int rc;

	rc = find_run(g->s, from, &a, g->err);
	if (!rc)
		rc = find_run(g->s, to, &b, g->err);
	if (rc)
		return rc;
	g->run = b;
	rc = load_side(g, select_only, a, STATUS_NEW, rows);
	if (!rc)
		rc = load_side(g, select_both, a, STATUS_OPEN, rows);
	g->run = a;
	if (!rc)
		rc = load_side(g, select_only, b, STATUS_FIXED, rows);
	return rc;
}

int store_diff(struct store *s, const char *from, const char *to,
	       const struct store_filter *filter, struct arena *arena,
	       const struct finding_record **ret, u32 *ret_n, struct error *err)
{
	struct store_filter f = filter ? *filter : everything;
	struct finding_rows rows = { VEC_INIT, VEC_INIT };
	struct get g;
	int rc;

	f.run = NULL;
	if (!f.statuses)
		f.statuses = STATUS_BIT(STATUS_NEW) | STATUS_BIT(STATUS_FIXED);
	rc = get_begin(&g, s, &f, arena, err);
	if (rc)
		return rc;
	rc = load_diff(&g, from, to, &rows);
	if (!rc && f.with_events)
		rc = load_paths(&g, &rows);
	rc = store_end(s, rc, err);
	if (!rc) {
		*ret = TO_ARENA(arena, &rows.records);
		*ret_n = rows.records.n;
	}
	release_rows(&rows);
	return rc;
}

int store_finding(struct store *s, s64 id, struct arena *arena,
		  const struct finding_record **ret, struct error *err)
{
	struct finding_rows rows = { VEC_INIT, VEC_INIT };
	struct get g;
	int rc;

	rc = get_begin(&g, s, NULL, arena, err);
	if (rc)
		return rc;
	if (id > 0)
		rc = load_findings(&g, select_one, id, STATUS_ALL, &rows);
	if (!rc && !rows.records.n)
		rc = error_set(err, ERR_USAGE, "%s: no finding %lld", s->path, (long long)id);
	if (!rc)
		rc = load_paths(&g, &rows);
	rc = store_end(s, rc, err);
	if (!rc)
		*ret = TO_ARENA(arena, &rows.records);
	release_rows(&rows);
	return rc;
}

/* ---- lists that belong to a run */

/*
 * Runs sql (parameters: the run, the path glob or NULL) and appends each row,
 * read by `read`, to an array of elements of this size.
 */
struct list {
	const char *sql;
	size_t size;
	void (*read)(struct get *g, struct query *q, void *element);
};

struct bytes {
	char *v;
	u32 n, cap;	/* elements */
};

static int load_rows(struct get *g, const struct list *list, struct bytes *rows)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, g->s, list->sql, g->err);
	if (!rc) {
		query_int(&q, g->run);
		query_optional(&q, g->filter->path);
	}
	while (!rc && (rc = query_step(&q, g->err)) > 0) {
		rows->v = vec_grow_(rows->v, &rows->cap, rows->n + 1, list->size);
		list->read(g, &q, rows->v + rows->n++ * list->size);
		rc = 0;
	}
	query_finish(&q);
	return rc;
}

static int load_list(struct store *s, const struct store_filter *filter,
		     struct arena *arena, const struct list *list,
		     const void **ret, u32 *ret_n, struct error *err)
{
	struct bytes rows = { NULL, 0, 0 };
	struct get g;
	int rc;

	rc = get_begin(&g, s, filter, arena, err);
	if (rc)
		return rc;
	rc = store_end(s, load_rows(&g, list, &rows), err);
	if (!rc) {
		*ret = arena_memdup(arena, rows.v, rows.n * list->size);
		*ret_n = rows.n;
	}
	vec_free_(rows.v);
	return rc;
}

static void read_site(struct get *g, struct query *q, void *element)
{
	struct site *site = element;

	site->loc.file = query_get_text(q, g->arena);
	site->loc.line = query_get_u32(q);
	site->loc.column = query_get_u32(q);
	site->function = query_get_text(q, g->arena);
	site->accessor = query_get_text(q, g->arena);
	site->verdict = query_get_enum(q, verdict_find);
	site->index = query_get_text(q, g->arena);
	site->reason = query_get_enum(q, unproven_reason_find);
	site->explain = query_get_text(q, g->arena);
}

int store_sites(struct store *s, const struct store_filter *filter,
		struct arena *arena, const struct site **ret, u32 *ret_n,
		struct error *err)
{
	static const struct list list = {
		"SELECT file, line, col, function, accessor, verdict, idx, reason, explain"
		" FROM site WHERE run = ?1 AND (?2 IS NULL OR file GLOB ?2)"
		" ORDER BY file, line, col, function, id",
		sizeof(struct site), read_site,
	};

	return load_list(s, filter, arena, &list, (const void **)ret, ret_n, err);
}

static void read_unit(struct get *g, struct query *q, void *element)
{
	struct unit_info *u = element;

	u->file = query_get_text(q, g->arena);
	u->frontend = query_get_text(q, g->arena);
	u->compiler = query_get_text(q, g->arena);
	u->object = query_get_text(q, g->arena);
	u->checksum = query_get_hex(q);
	u->status = query_get_enum(q, unit_status_find);
	u->message = query_get_text(q, g->arena);
	u->nfuncs = query_get_u32(q);
	u->nskipped = query_get_u32(q);
	u->packs = query_get_text(q, g->arena);
}

int store_units(struct store *s, const struct store_filter *filter,
		struct arena *arena, const struct unit_info **ret, u32 *ret_n,
		struct error *err)
{
	static const struct list list = {
		"SELECT file, frontend, compiler, object, checksum, status, message, nfuncs,"
		" nskipped, packs FROM unit WHERE run = ?1 AND (?2 IS NULL OR file GLOB ?2)"
		" ORDER BY id",
		sizeof(struct unit_info), read_unit,
	};

	return load_list(s, filter, arena, &list, (const void **)ret, ret_n, err);
}

static void read_problem(struct get *g, struct query *q, void *element)
{
	struct run_problem *p = element;

	p->kind = query_get_enum(q, problem_kind_find);
	p->file = query_get_text(q, g->arena);
	p->message = query_get_text(q, g->arena);
}

int store_problems(struct store *s, const struct store_filter *filter,
		   struct arena *arena, const struct run_problem **ret,
		   u32 *ret_n, struct error *err)
{
	static const struct list list = {
		"SELECT kind, file, message FROM diagnostic"
		" WHERE run = ?1 AND (?2 IS NULL OR file GLOB ?2) ORDER BY id",
		sizeof(struct run_problem), read_problem,
	};

	return load_list(s, filter, arena, &list, (const void **)ret, ret_n, err);
}

/* ---- runs */

/* ORDER WITH read_run(); the counts in the order of their enums. */
#define COUNT(table, column, value) \
	" (SELECT count(*) FROM " table " WHERE run = r.id AND " column " = '" value "')"
#define SELECT_RUN							\
	"SELECT r.id, r.name, r.commit_id, r.tool_version, r.rules_hash, r.time,"	\
	" r.objects, r.objects_no_facts, r.objects_untouched, r.objects_damaged,"	\
	COUNT("unit", "status", "ok") "," COUNT("unit", "status", "degraded") ","	\
	COUNT("unit", "status", "failed") ","				\
	COUNT("site", "verdict", "safe") "," COUNT("site", "verdict", "unproven") ","	\
	COUNT("site", "verdict", "violation") ","			\
	" (SELECT count(*) FROM finding WHERE first_run = r.id),"	\
	" (SELECT count(*) FROM occurrence WHERE run = r.id),"		\
	" (SELECT count(*) FROM finding WHERE first_run <= r.id)"	\
	" FROM run AS r"

/* ORDER WITH SELECT_RUN */
static void read_run(struct get *g, struct query *q, void *element)
{
	struct run_record *r = element;
	u32 i, fresh, present, known;

	*r = (struct run_record){ .id = query_get_int(q) };
	r->info.name = query_get_text(q, g->arena);
	r->info.commit = query_get_text(q, g->arena);
	r->info.tool_version = query_get_text(q, g->arena);
	r->info.rules_hash = query_get_text(q, g->arena);
	r->info.time = query_get_int(q);
	r->info.objects = query_get_u32(q);
	r->info.objects_no_facts = query_get_u32(q);
	r->info.objects_untouched = query_get_u32(q);
	r->info.objects_damaged = query_get_u32(q);
	for (i = 0; i < UNIT_STATUS_COUNT; i++)
		r->nunits[i] = query_get_u32(q);
	for (i = 0; i < VERDICT_COUNT; i++)
		r->nsites[i] = query_get_u32(q);
	fresh = query_get_u32(q);
	present = query_get_u32(q);
	known = query_get_u32(q);
	r->nfindings[STATUS_NEW] = fresh;
	r->nfindings[STATUS_OPEN] = present - fresh;
	r->nfindings[STATUS_FIXED] = known - present;
}

int store_runs(struct store *s, struct arena *arena,
	       const struct run_record **ret, u32 *ret_n, struct error *err)
{
	/* Lists have two parameters; this one needs neither. */
	static const struct list list = {
		SELECT_RUN " WHERE ?1 >= r.id AND ?2 IS NULL ORDER BY r.id",
		sizeof(struct run_record), read_run,
	};

	return load_list(s, NULL, arena, &list, (const void **)ret, ret_n, err);
}

/* g->run as a record; ends the transaction. */
static int get_run(struct get *g, const struct run_record **ret)
{
	static const struct list list = {
		SELECT_RUN " WHERE r.id = ?1 AND ?2 IS NULL",
		sizeof(struct run_record), read_run,
	};
	struct bytes rows = { NULL, 0, 0 };
	int rc;

	rc = load_rows(g, &list, &rows);
	if (!rc && !rows.n && g->run)
		rc = error_set(g->err, ERR_USAGE, "%s: no run %lld", g->s->path,
			       (long long)g->run);
	else if (!rc && !rows.n)
		rc = error_set(g->err, ERR_USAGE, "%s: no run yet", g->s->path);
	rc = store_end(g->s, rc, g->err);
	if (!rc)
		*ret = arena_memdup(g->arena, rows.v, sizeof(**ret));
	vec_free_(rows.v);
	return rc;
}

int store_run(struct store *s, const char *name, struct arena *arena,
	      const struct run_record **ret, struct error *err)
{
	struct store_filter filter = { .run = name };
	struct get g;
	int rc;

	rc = get_begin(&g, s, &filter, arena, err);
	if (rc)
		return rc;
	return get_run(&g, ret);
}

int store_run_number(struct store *s, s64 id, struct arena *arena,
		     const struct run_record **ret, struct error *err)
{
	struct get g;
	int rc;

	rc = get_begin(&g, s, NULL, arena, err);
	if (rc)
		return rc;
	g.run = id;
	return get_run(&g, ret);
}
