/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people say of findings: kept, handed out, and laid beside the findings. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/vec.h"
#include "lib/store/store_p.h"

/*
 * What an assessment is about: the index, and how it came to be. It does not
 * change when the code moves; when it does change, the assessment ends.
 */
#define ORIGINS_OF(occ)							\
	" coalesce((SELECT group_concat('; ' || origin, '') FROM (SELECT e.text || CASE"	\
	" WHEN e.function IN ('', o.function) THEN '' ELSE ' in ' || e.function || '()' END"	\
	" AS origin FROM occurrence AS o JOIN event AS e ON e.occurrence = o.id"	\
	" WHERE o.id = " occ " AND e.kind = 'origin' ORDER BY e.step)), '')"

/* ---- adding */

struct adding {
	struct store *s;
	struct error *err;
	struct query exists, by_fingerprint, by_place, insert;
};

static int prepare_adding(struct adding *a)
{
	const struct {
		struct query *q;
		const char *sql;
	} all[] = {
		{ &a->exists, "SELECT id FROM finding WHERE id = ?" },
		{ &a->by_fingerprint, "SELECT id FROM finding WHERE fingerprint = ?" },
		/* Only when there is no doubt: of twins each may be meant. */
		{ &a->by_place, "SELECT min(id) FROM finding WHERE rule = ? AND file = ?"
			" AND function = ? AND accessor = ? AND idx = ? HAVING count(*) = 1" },
		{ &a->insert, "INSERT OR IGNORE INTO assessment (finding, verdict, reason, author,"
			" time, until, expression) SELECT ?, ?, ?, ?, ?, ?, coalesce(?,"
			" (SELECT idx ||" ORIGINS_OF("f.occurrence")
			" FROM v_finding AS f WHERE f.id = ?1))" },
	};
	u32 i;
	int rc = 0;

	for (i = 0; !rc && i < ARRAY_SIZE(all); i++)
		rc = query_prepare(all[i].q, a->s, all[i].sql, a->err);
	return rc;
}

static void finish_adding(struct adding *a)
{
	query_finish(&a->exists);
	query_finish(&a->by_fingerprint);
	query_finish(&a->by_place);
	query_finish(&a->insert);
}

/* The number a bound query gives; 0: none. */
static int one_number(struct query *q, s64 *ret, struct error *err)
{
	int rc = query_step(q, err);

	*ret = rc > 0 ? query_get_int(q) : 0;
	query_reset(q);
	return rc < 0 ? rc : 0;
}

static int look_up(struct adding *a, struct assessed *v)
{
	int rc;

	query_hex(&a->by_fingerprint, v->fingerprint);
	rc = one_number(&a->by_fingerprint, &v->a.finding, a->err);
	if (rc || v->a.finding)
		return rc;
	query_text(&a->by_place, v->rule);
	query_text(&a->by_place, v->file);
	query_text(&a->by_place, v->function);
	query_text(&a->by_place, v->accessor);
	query_text(&a->by_place, v->index);
	return one_number(&a->by_place, &v->a.finding, a->err);
}

static int must_exist(struct adding *a, s64 finding)
{
	s64 id;
	int rc;

	query_int(&a->exists, finding);
	rc = one_number(&a->exists, &id, a->err);
	if (!rc && !id)
		rc = error_set(a->err, ERR_USAGE, "%s: no finding %lld", a->s->path,
			       (long long)finding);
	return rc;
}

static int add_one(struct adding *a, struct assessed *v, u32 *added)
{
	struct query *q = &a->insert;
	int rc;

	rc = v->a.finding ? must_exist(a, v->a.finding) : look_up(a, v);
	if (rc || !v->a.finding)
		return rc;
	query_int(q, v->a.finding);
	query_text(q, assessment_verdict_name(v->a.verdict));
	query_text(q, v->a.reason);
	query_text(q, v->a.author);
	query_int(q, v->a.time ? v->a.time : (s64)time(NULL));
	query_text(q, v->a.until);
	query_optional(q, v->a.expression);
	rc = query_run(q, a->err);
	if (!rc)
		*added += (u32)sqlite3_changes(a->s->db);
	return rc;
}

int store_assess(struct store *s, struct assessed *v, u32 n, u32 *ret_added,
		 struct error *err)
{
	struct adding a = { .s = s, .err = err };
	u32 i, added = 0;
	int rc;

	rc = store_begin_write(s, err);
	if (rc)
		return rc;
	rc = prepare_adding(&a);
	for (i = 0; !rc && i < n; i++)
		rc = add_one(&a, &v[i], &added);
	finish_adding(&a);
	rc = store_end(s, rc, err);
	if (!rc)
		*ret_added = added;
	return rc;
}

/* ---- reading */

/* ORDER WITH read_assessment() */
#define ASSESSMENT_COLUMNS " a.finding, a.verdict, a.reason, a.author, a.time, a.until, a.expression"
#define IS_LATEST							\
	" a.id = (SELECT id FROM assessment WHERE finding = a.finding"	\
	" ORDER BY time DESC, id DESC LIMIT 1)"

static bool is_over(const char *until)
{
	time_t now = time(NULL);
	char today[16];
	struct tm tm;

	if (!until[0] || !gmtime_r(&now, &tm) || !strftime(today, sizeof(today), "%Y-%m-%d", &tm))
		return false;
	return strcmp(until, today) < 0;
}

/* ORDER WITH ASSESSMENT_COLUMNS */
static void read_assessment(struct query *q, struct arena *arena, struct assessment *a)
{
	a->finding = query_get_int(q);
	a->verdict = query_get_enum(q, assessment_verdict_find);
	a->reason = query_get_text(q, arena);
	a->author = query_get_text(q, arena);
	a->time = query_get_int(q);
	a->until = query_get_text(q, arena);
	a->expression = query_get_text(q, arena);
	a->now_is = "";
	a->state = is_over(a->until) ? ASSESSMENT_EXPIRED : ASSESSMENT_IN_FORCE;
}

static void compare_expression(struct assessment *a, const char *now_is)
{
	a->now_is = now_is;
	if (a->state == ASSESSMENT_IN_FORCE && strcmp(a->expression, now_is))
		a->state = ASSESSMENT_ENDED;
}

int store_assessments(struct store *s, struct arena *arena, const struct assessed **ret,
		      u32 *ret_n, struct error *err)
{
	VEC(struct assessed) v = VEC_INIT;
	struct query q;
	int rc;

	rc = query_prepare(&q, s,
		"SELECT" ASSESSMENT_COLUMNS "," IS_LATEST ", f.fingerprint, f.rule, f.file,"
		" f.function, f.accessor, f.idx, CASE f.reason WHEN 'replaced' THEN"
		" (SELECT end_why FROM occurrence WHERE id = f.occurrence)"
		" ELSE f.idx ||" ORIGINS_OF("f.occurrence") " END"
		" FROM assessment AS a CROSS JOIN v_finding AS f ON f.id = a.finding"
		" ORDER BY a.finding, a.time, a.id", err);
	while (!rc && (rc = query_step(&q, err)) > 0) {
		struct assessed e;

		rc = 0;
		read_assessment(&q, arena, &e.a);
		e.is_latest = query_get_int(&q);
		e.fingerprint = query_get_hex(&q);
		e.rule = query_get_text(&q, arena);
		e.file = query_get_text(&q, arena);
		e.function = query_get_text(&q, arena);
		e.accessor = query_get_text(&q, arena);
		e.index = query_get_text(&q, arena);
		compare_expression(&e.a, query_get_text(&q, arena));
		vec_push(&v, e);
	}
	query_finish(&q);
	if (!rc) {
		*ret = arena_memdup(arena, v.v, v.n * sizeof(*v.v));
		*ret_n = v.n;
	}
	vec_release(&v);
	return rc;
}

/* ---- beside the findings */

typedef VEC(struct assessment) assessment_vec;

static int load_latest(struct store *s, struct arena *arena, assessment_vec *v, struct error *err)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, s, "SELECT" ASSESSMENT_COLUMNS " FROM assessment AS a WHERE" IS_LATEST
		" ORDER BY a.finding", err);
	while (!rc && (rc = query_step(&q, err)) > 0) {
		struct assessment a;

		rc = 0;
		read_assessment(&q, arena, &a);
		vec_push(v, a);
	}
	query_finish(&q);
	return rc;
}

/*
 * A finding that took the place of an assessed one is another illegal index in
 * the same place: what was said has ended, and is still worth reading.
 */
static int load_replaced(struct store *s, struct arena *arena, assessment_vec *v, struct error *err)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, s, "SELECT" ASSESSMENT_COLUMNS ","
		/* The number in REPLACED_WHY. */
		" CAST(substr(o.end_why, length('finding ') + 1) AS INTEGER) AS later"
		" FROM assessment AS a JOIN occurrence AS o ON o.finding = a.finding"
		" WHERE" IS_LATEST " AND o.end_reason = 'replaced' AND o.end_why = printf('" REPLACED_WHY
		"', later) ORDER BY later, a.time", err);
	while (!rc && (rc = query_step(&q, err)) > 0) {
		struct assessment a;

		rc = 0;
		read_assessment(&q, arena, &a);
		a.finding = query_get_int(&q);
		vec_push(v, a);
	}
	query_finish(&q);
	return rc;
}

/* Comments as assessments; their author is the source. */
static int load_suppressed(struct store *s, s64 run, struct arena *arena, assessment_vec *v,
			   struct error *err)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, s,
		"SELECT finding, reason, until, file || ':' || line FROM suppression"
		" WHERE run = ? AND finding IS NOT NULL ORDER BY finding, id", err);
	if (!rc)
		query_int(&q, run);
	while (!rc && (rc = query_step(&q, err)) > 0) {
		struct assessment a = { .verdict = ASSESSED_SUPPRESSED, .expression = "", .now_is = "" };

		rc = 0;
		a.finding = query_get_int(&q);
		a.reason = query_get_text(&q, arena);
		a.until = query_get_text(&q, arena);
		a.author = arena_printf(arena, "comment at %s", query_get_text(&q, arena));
		if (is_over(a.until))
			a.state = ASSESSMENT_EXPIRED;
		vec_push(v, a);
	}
	query_finish(&q);
	return rc;
}

static int by_finding(const void *key, const void *element)
{
	const struct assessment *a = key, *b = element;

	return a->finding < b->finding ? -1 : a->finding > b->finding;
}

static struct assessment *find_assessment(const assessment_vec *v, s64 finding)
{
	struct assessment key = { .finding = finding };

	return v->n ? bsearch(&key, v->v, v->n, sizeof(key), by_finding) : NULL;
}

/* Says whether the assessment is still about this occurrence. */
static int judge(struct query *q, struct finding_record *r, s64 occurrence,
		 const struct assessment *found, struct arena *arena, struct error *err)
{
	struct assessment *a = arena_memdup(arena, found, sizeof(*a));
	int rc;

	query_text(q, r->f.index);
	query_int(q, occurrence);
	rc = query_step(q, err);
	if (rc > 0)
		compare_expression(a, query_get_text(q, arena));
	query_reset(q);
	r->assessment = a;
	return rc < 0 ? rc : 0;
}

/* All that was ever said, by whom it is meant for. */
struct said {
	assessment_vec latest, replaced, comments;
};

/* What a person said comes first, while it holds. */
static int assess_record(struct query *q, struct finding_record *r, s64 occurrence,
			 const struct said *said, struct arena *arena, struct error *err)
{
	const struct assessment *a = find_assessment(&said->latest, r->id);
	const struct assessment *c = find_assessment(&said->comments, r->id);
	int rc;

	if (!a)
		a = find_assessment(&said->replaced, r->id);
	rc = a ? judge(q, r, occurrence, a, arena, err) : 0;

	if (c && finding_verdict(r) == ASSESSED_OPEN)
		r->assessment = arena_memdup(arena, c, sizeof(*c));
	return rc;
}

int assess_records(struct store *s, s64 run, struct finding_record *records,
		   const s64 *occurrences, u32 n, struct arena *arena, struct error *err)
{
	struct said said = { VEC_INIT, VEC_INIT, VEC_INIT };
	struct query q = { .s = s };
	bool any;
	u32 i;
	int rc;

	rc = load_latest(s, arena, &said.latest, err);
	if (!rc && said.latest.n)
		rc = load_replaced(s, arena, &said.replaced, err);
	if (!rc)
		rc = load_suppressed(s, run, arena, &said.comments, err);
	any = said.latest.n || said.comments.n;
	if (!rc && any)
		rc = query_prepare(&q, s, "SELECT ?1 ||" ORIGINS_OF("?2"), err);
	for (i = 0; !rc && any && i < n; i++)
		rc = assess_record(&q, &records[i], occurrences[i], &said, arena, err);
	query_finish(&q);
	vec_release(&said.latest);
	vec_release(&said.replaced);
	vec_release(&said.comments);
	return rc;
}
