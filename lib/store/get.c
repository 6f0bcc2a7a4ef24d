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
	s64 run, variant;	/* 0: no run yet */
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

static int find_variant(struct store *s, s64 run, s64 *ret, struct error *err)
{
	struct query q;
	int rc;

	*ret = 0;
	rc = query_prepare(&q, s, "SELECT variant FROM run WHERE id = ?", err);
	if (!rc) {
		query_int(&q, run);
		rc = query_step(&q, err);
	}
	if (rc > 0)
		*ret = query_get_int(&q);
	query_finish(&q);
	return rc < 0 ? rc : 0;
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
	g->run = g->filter->run_number;
	rc = g->run ? 0 : find_run(s, g->filter->run, &g->run, err);
	if (!rc)
		rc = find_variant(s, g->run, &g->variant, err);
	return rc ? store_end(s, rc, err) : 0;
}

/* ---- findings */

typedef VEC(struct finding_record) finding_vec;

struct finding_rows {
	finding_vec records;
	VEC(s64) occurrences;	/* in step with records */
};

/*
 * Parameters of all: 1 the run to see from, 2 rule or NULL, 3 glob or NULL,
 * 4 the variant of the run. ORDER WITH read_finding().
 */
#define LAST_SEEN							\
	"(SELECT max(id) FROM run WHERE variant = o.variant AND id <= min(o.last_run, ?1))"
#define SELECT_FINDING							\
	"SELECT f.id, f.fingerprint, f.rule, o.file, o.function, f.accessor, f.idx,"	\
	" f.first_run, (SELECT name FROM run WHERE id = f.first_run),"	\
	" " LAST_SEEN ", (SELECT name FROM run WHERE id = " LAST_SEEN "),"	\
	" o.line, o.col, o.message, o.site_file, o.site_line, o.site_col,"	\
	" o.site_function, o.matched, o.matched_why, o.end_reason, o.end_why, o.end_commit,"	\
	" o.variant = ?4, o.last_run >= ?1, o.id FROM "
#define IN_RUN " o.variant = ?4 AND o.first_run <= ?1 AND o.last_run >= ?1"
#define LATEST_OCCURRENCE						\
	" o.id = coalesce((SELECT id FROM occurrence INDEXED BY occurrence_finding"	\
	" WHERE finding = f.id AND variant = ?4"				\
	" AND first_run <= ?1 ORDER BY first_run DESC LIMIT 1),"	\
	" (SELECT id FROM occurrence INDEXED BY occurrence_finding WHERE finding = f.id"	\
	" AND first_run <= ?1 ORDER BY first_run DESC LIMIT 1))"
#define MATCHES_FILTER							\
	" AND (?2 IS NULL OR f.rule = ?2) AND (?3 IS NULL OR o.file GLOB ?3)"
#define ORDER_FINDING " ORDER BY o.file, o.line, o.col, f.rule, f.id"

/* CROSS JOIN keeps the order of the tables: the first one is the small end. */
static const char select_present[] =
	SELECT_FINDING "occurrence AS o CROSS JOIN finding AS f ON f.id = o.finding"
	" WHERE" IN_RUN MATCHES_FILTER ORDER_FINDING;
static const char select_new[] =
	SELECT_FINDING "finding AS f CROSS JOIN occurrence AS o INDEXED BY occurrence_finding"
	" ON o.finding = f.id WHERE f.first_run = ?1 AND" IN_RUN MATCHES_FILTER ORDER_FINDING;
static const char select_all[] =
	SELECT_FINDING "finding AS f CROSS JOIN occurrence AS o ON" LATEST_OCCURRENCE
	" WHERE true" MATCHES_FILTER ORDER_FINDING;
/* 5: the finding */
static const char select_one[] =
	SELECT_FINDING "finding AS f CROSS JOIN occurrence AS o ON" LATEST_OCCURRENCE
	" WHERE f.id = ?5" MATCHES_FILTER;

static void set_status(const struct get *g, struct finding_record *r, bool same_variant,
		       bool is_there)
{
	if (same_variant && is_there) {
		r->status = r->first_run == g->run ? STATUS_NEW : STATUS_OPEN;
		r->end = (struct end_note){ END_NONE, "", "" };
		return;
	}
	if (!same_variant)
		r->end = (struct end_note){ END_OTHER_VARIANT, "", "" };
	r->status = end_reason_status(r->end.reason);
}

/* ORDER WITH SELECT_FINDING */
static s64 read_finding(struct get *g, struct query *q,
			struct finding_record *r)
{
	struct finding *f = &r->f;
	bool same_variant, is_there;

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
	r->match = query_get_enum(q, match_find);
	r->match_why = query_get_text(q, g->arena);
	r->end.reason = query_get_enum(q, end_reason_find);
	r->end.why = query_get_text(q, g->arena);
	r->end.commit = query_get_text(q, g->arena);
	same_variant = query_get_int(q);
	is_there = query_get_int(q);
	set_status(g, r, same_variant, is_there);
	return query_get_int(q);
}

/* Parameters beyond the common four. */
struct more {
	u32 n;
	s64 v[4];
};

static int load_findings(struct get *g, const char *sql, const struct more *more, u32 statuses,
			 struct finding_rows *rows)
{
	struct query q;
	u32 i;
	int rc;

	rc = query_prepare(&q, g->s, sql, g->err);
	if (!rc) {
		query_int(&q, g->run);
		query_optional(&q, g->filter->rule);
		query_optional(&q, g->filter->path);
		query_int(&q, g->variant);
		for (i = 0; more && i < more->n; i++)
			query_int(&q, more->v[i]);
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

int store_prepare_path(struct query *q, struct store *s, struct error *err)
{
	return query_prepare(q, s,
		"SELECT kind, file, line, col, function, text FROM event"
		" WHERE occurrence = ? ORDER BY step", err);
}

int store_read_path(struct query *q, s64 occurrence, struct arena *arena,
		    struct finding *f, struct error *err)
{
	VEC(struct path_event) events = VEC_INIT;
	int rc;

	query_int(q, occurrence);
	while ((rc = query_step(q, err)) > 0) {
		struct path_event e = { 0 };

		e.kind = query_get_enum(q, event_kind_find);
		e.loc.file = query_get_text(q, arena);
		e.loc.line = query_get_u32(q);
		e.loc.column = query_get_u32(q);
		e.function = query_get_text(q, arena);
		e.text = query_get_text(q, arena);
		vec_push(&events, e);
	}
	query_reset(q);
	f->nevents = events.n;
	f->events = arena_memdup(arena, events.v, events.n * sizeof(*events.v));
	vec_release(&events);
	return rc;
}

static int load_paths(struct get *g, struct finding_rows *rows)
{
	struct query q;
	u32 i;
	int rc;

	rc = store_prepare_path(&q, g->s, g->err);
	for (i = 0; !rc && i < rows->records.n; i++)
		rc = store_read_path(&q, rows->occurrences.v[i], g->arena,
				     &rows->records.v[i].f, g->err);
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

static const char *choose_select(u32 statuses)
{
	if (statuses & STATUS_GONE)
		return select_all;
	return statuses & STATUS_BIT(STATUS_OPEN) ? select_present : select_new;
}

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
	rc = load_findings(&g, choose_select(statuses), NULL, statuses, &rows);
	if (!rc && g.filter->with_events)
		rc = load_paths(&g, &rows);
	if (!rc)
		rc = assess_records(s, g.run, rows.records.v, rows.occurrences.v, rows.records.n,
				    arena, err);
	rc = store_end(s, rc, err);
	if (!rc) {
		*ret = TO_ARENA(arena, &rows.records);
		*ret_n = rows.records.n;
	}
	release_rows(&rows);
	return rc;
}

/*
 * 5 the other run, 6 its variant, 7 and 8 what the stretch may not go beyond:
 * where the variant is the same, what is not in the other run began after it
 * or ended before it, and an index leads there.
 */
#define IN_OTHER_RUN							\
	" EXISTS (SELECT 1 FROM occurrence AS p INDEXED BY occurrence_finding"	\
	" WHERE p.finding = o.finding AND p.variant = ?6"			\
	" AND p.first_run <= ?5 AND p.last_run >= ?5)"
#define SELECT_SIDE(index, negation)					\
	SELECT_FINDING "occurrence AS o INDEXED BY " index		\
	" CROSS JOIN finding AS f ON f.id = o.finding"			\
	" WHERE o.variant = ?4 AND o.first_run BETWEEN ?7 AND ?1"	\
	" AND o.last_run BETWEEN ?1 AND ?8 AND" negation IN_OTHER_RUN	\
	MATCHES_FILTER ORDER_FINDING

static const char select_began[] = SELECT_SIDE("occurrence_first_run", " NOT");
static const char select_ended[] = SELECT_SIDE("occurrence_last_run", " NOT");
static const char select_both[] = SELECT_SIDE("occurrence_last_run", "");

struct side {
	s64 run, variant;
};

static const char *limit_side(const struct side *here, const struct side *other,
			      struct more *more)
{
	*more = (struct more){ 4, { other->run, other->variant, 0, INT64_MAX } };
	if (here->variant != other->variant)
		return select_ended;
	if (other->run < here->run) {
		more->v[2] = other->run + 1;
		return select_began;
	}
	more->v[3] = other->run - 1;
	return select_ended;
}

/* How a finding of another run stands in the run of this side, which has it not. */
static int read_end(struct get *g, struct query *q, const struct side *to,
		    struct finding_record *r)
{
	int rc;

	r->end = (struct end_note){ END_OTHER_VARIANT, "", "" };
	query_int(q, r->id);
	query_int(q, to->variant);
	query_int(q, to->run);
	rc = query_step(q, g->err);
	if (rc > 0) {
		r->end.reason = query_get_enum(q, end_reason_find);
		r->end.why = query_get_text(q, g->arena);
		r->end.commit = query_get_text(q, g->arena);
	}
	query_reset(q);
	r->status = end_reason_status(r->end.reason);
	return rc < 0 ? rc : 0;
}

static int read_ends(struct get *g, const struct side *to, struct finding_rows *rows, u32 first)
{
	struct query q;
	u32 i;
	int rc;

	rc = query_prepare(&q, g->s, "SELECT end_reason, end_why, end_commit FROM occurrence"
		" WHERE finding = ? AND variant = ? AND first_run <= ?"
		" ORDER BY first_run DESC LIMIT 1", g->err);
	for (i = first; !rc && i < rows->records.n; i++)
		rc = read_end(g, &q, to, &rows->records.v[i]);
	query_finish(&q);
	return rc;
}

static void keep_statuses(struct finding_rows *rows, u32 statuses)
{
	u32 i, n = 0;

	for (i = 0; i < rows->records.n; i++) {
		if (!(statuses & STATUS_BIT(rows->records.v[i].status)))
			continue;
		rows->records.v[n] = rows->records.v[i];
		rows->occurrences.v[n++] = rows->occurrences.v[i];
	}
	rows->records.n = rows->occurrences.n = n;
}

/* Appends what is in g->run, and not (or: also) in the other one. */
static int load_side(struct get *g, const struct side *here, const struct side *other,
		     bool in_both, enum finding_status status, struct finding_rows *rows)
{
	u32 i = rows->records.n;
	struct more more;
	const char *sql = limit_side(here, other, &more);
	int rc;

	if (in_both) {
		sql = select_both;
		more.v[2] = 0;
		more.v[3] = INT64_MAX;
	}
	g->run = here->run;
	g->variant = here->variant;
	rc = load_findings(g, sql, &more, STATUS_ALL, rows);
	if (!rc)
		rc = assess_records(g->s, g->run, rows->records.v + i, rows->occurrences.v + i,
				    rows->records.n - i, g->arena, g->err);
	for (; !rc && i < rows->records.n; i++)
		rows->records.v[i].status = status;
	return rc;
}

static int find_side(struct get *g, const char *name, struct side *ret)
{
	int rc = find_run(g->s, name, &ret->run, g->err);

	return rc ? rc : find_variant(g->s, ret->run, &ret->variant, g->err);
}

static int load_diff(struct get *g, const char *from, const char *to, struct finding_rows *rows)
{
	u32 statuses = g->filter->statuses, n;
	struct side a, b;
	int rc;

	rc = find_side(g, from, &a);
	if (!rc)
		rc = find_side(g, to, &b);
	if (!rc && statuses & STATUS_BIT(STATUS_NEW))
		rc = load_side(g, &b, &a, false, STATUS_NEW, rows);
	if (!rc && statuses & STATUS_BIT(STATUS_OPEN))
		rc = load_side(g, &b, &a, true, STATUS_OPEN, rows);
	n = rows->records.n;
	if (rc || !(statuses & STATUS_GONE))
		return rc;
	rc = load_side(g, &a, &b, false, STATUS_LOST, rows);
	if (!rc)
		rc = read_ends(g, &b, rows, n);
	keep_statuses(rows, statuses);
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
	f.run_number = 0;
	if (!f.statuses)
		f.statuses = STATUS_BIT(STATUS_NEW) | STATUS_GONE;
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

/* ORDER WITH load_stretches() */
static void read_stretch(struct get *g, struct query *q, struct finding_stretch *t)
{
	t->config = query_get_text(q, g->arena);
	t->arch = query_get_text(q, g->arena);
	t->compiler = query_get_text(q, g->arena);
	t->first_run = query_get_int(q);
	t->first_run_name = query_get_text(q, g->arena);
	t->last_run = query_get_int(q);
	t->last_run_name = query_get_text(q, g->arena);
	t->file = query_get_text(q, g->arena);
	t->function = query_get_text(q, g->arena);
	t->line = query_get_u32(q);
	t->match = query_get_enum(q, match_find);
	t->match_why = query_get_text(q, g->arena);
	t->end_run = query_get_int(q);
	t->end_run_name = query_get_text(q, g->arena);
	t->end.reason = query_get_enum(q, end_reason_find);
	t->end.why = query_get_text(q, g->arena);
	t->end.commit = query_get_text(q, g->arena);
}

static int load_stretches(struct get *g, struct finding_record *r)
{
	VEC(struct finding_stretch) v = VEC_INIT;
	struct query q;
	int rc;

	rc = query_prepare(&q, g->s,
		"SELECT v.config, v.arch, v.compiler, o.first_run,"
		" (SELECT name FROM run WHERE id = o.first_run), o.last_run,"
		" (SELECT name FROM run WHERE id = o.last_run), o.file, o.function, o.line,"
		" o.matched, o.matched_why, o.end_run, (SELECT name FROM run WHERE id = o.end_run),"
		" o.end_reason, o.end_why, o.end_commit"
		" FROM occurrence AS o JOIN variant AS v ON v.id = o.variant"
		" WHERE o.finding = ? ORDER BY o.first_run, o.id", g->err);
	if (!rc)
		query_int(&q, r->id);
	while (!rc && (rc = query_step(&q, g->err)) > 0) {
		struct finding_stretch t;

		read_stretch(g, &q, &t);
		vec_push(&v, t);
		rc = 0;
	}
	query_finish(&q);
	r->nstretches = v.n;
	r->stretches = TO_ARENA(g->arena, &v);
	vec_release(&v);
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
	rc = load_findings(&g, select_one, &(struct more){ 1, { id } }, STATUS_ALL, &rows);
	if (!rc && !rows.records.n)
		rc = error_set(err, ERR_USAGE, "%s: no finding %lld", s->path, (long long)id);
	if (!rc)
		rc = load_paths(&g, &rows);
	if (!rc)
		rc = load_stretches(&g, &rows.records.v[0]);
	if (!rc)
		rc = assess_records(s, g.run, rows.records.v, rows.occurrences.v, 1, arena, err);
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

static void read_suppression(struct get *g, struct query *q, void *element)
{
	struct suppression *p = element;

	p->loc.file = query_get_text(q, g->arena);
	p->loc.line = query_get_u32(q);
	p->loc.column = 0;
	p->rule = query_get_text(q, g->arena);
	p->reason = query_get_text(q, g->arena);
	p->until = query_get_text(q, g->arena);
	p->state = query_get_enum(q, suppression_state_find);
	p->finding = query_get_int(q);
}

int store_suppressions(struct store *s, const struct store_filter *filter,
		       struct arena *arena, const struct suppression **ret,
		       u32 *ret_n, struct error *err)
{
	static const struct list list = {
		"SELECT file, line, rule, reason, until, state, finding FROM suppression"
		" WHERE run = ?1 AND (?2 IS NULL OR file GLOB ?2) ORDER BY id",
		sizeof(struct suppression), read_suppression,
	};

	return load_list(s, filter, arena, &list, (const void **)ret, ret_n, err);
}

/* ---- runs */

/* ORDER WITH read_run(); the counts in the order of their enums. */
#define SELECT_RUN							\
	"SELECT r.id, r.name, r.uid, r.commit_id, r.tree_state, v.config, r.config_hash,"	\
	" r.arch, r.tool_version, r.rules_hash, r.packs, r.compilers, r.time, r.objects,"	\
	" r.objects_no_facts, r.objects_untouched, r.objects_damaged, r.units_expected,"	\
	" r.units_seen - r.units_degraded - r.units_failed, r.units_degraded, r.units_failed,"	\
	" r.sites_safe, r.sites_unproven, r.sites_violation, r.findings_new, r.findings_open,"	\
	" r.findings_fixed, r.findings_lost"				\
	" FROM run AS r JOIN variant AS v ON v.id = r.variant"

static void read_counts(struct query *q, u32 *ret, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		ret[i] = query_get_u32(q);
}

/* ORDER WITH SELECT_RUN */
static void read_run(struct get *g, struct query *q, void *element)
{
	struct run_record *r = element;

	*r = (struct run_record){ .id = query_get_int(q) };
	r->info.name = query_get_text(q, g->arena);
	r->info.uid = query_get_text(q, g->arena);
	r->info.commit = query_get_text(q, g->arena);
	r->info.tree_state = query_get_text(q, g->arena);
	r->info.config = query_get_text(q, g->arena);
	r->info.config_hash = query_get_text(q, g->arena);
	r->info.arch = query_get_text(q, g->arena);
	r->info.tool_version = query_get_text(q, g->arena);
	r->info.rules_hash = query_get_text(q, g->arena);
	r->info.packs = query_get_text(q, g->arena);
	r->compilers = query_get_text(q, g->arena);
	r->info.time = query_get_int(q);
	r->info.objects = query_get_u32(q);
	r->info.objects_no_facts = query_get_u32(q);
	r->info.objects_untouched = query_get_u32(q);
	r->info.objects_damaged = query_get_u32(q);
	r->info.units_expected = query_get_u32(q);
	read_counts(q, r->nunits, UNIT_STATUS_COUNT);
	read_counts(q, r->nsites, VERDICT_COUNT);
	read_counts(q, r->nfindings, STATUS_COUNT);
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
