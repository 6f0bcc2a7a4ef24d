/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which known finding each finding of a run is.
 *
 * Keys are tried from strict to loose, each for all findings before the next,
 * so that what is where it was is never taken for something that moved. A
 * strict key also finds what was gone for a while or is known from another
 * variant. A loose one finds only what the run before saw and this one does
 * not see any more at its old place: else a fixed finding would come back in
 * the shape of a new one.
 */
#include <stdlib.h>
#include <string.h>

/* Out of memory ends the process, as in lib/base. */
#define uthash_fatal(msg) abort()
#include <uthash.h>

#include "lib/store/put_p.h"

static const struct level {
	enum match match;
	enum identity_key key;
	bool by_old_name;	/* of a renamed file */
	bool loose;
} levels[] = {
	{ MATCH_EXACT, KEY_EXACT, false, false },
	{ MATCH_PLACE, KEY_PLACE, false, false },
	{ MATCH_RENAMED, KEY_PLACE, true, false },
	{ MATCH_MOVED, KEY_FUNCTION, false, true },
	{ MATCH_FUNCTION, KEY_FILE, false, true },
	{ MATCH_RENAMED_FUNCTION, KEY_FILE, true, true },
};

struct taken {
	s64 finding;
	UT_hash_handle hh;
};

struct candidate {
	s64 finding;
	struct alive *alive;	/* NULL: gone, or of another variant */
	struct twin_place place;
};

typedef VEC(struct candidate) candidate_vec;

struct wanted {
	u64 hash;
	u32 finding;	/* its position in the analysis */
};

struct matcher {
	struct put *p;
	struct taken *taken;
	struct query by_key, latest, sites, unit;
	candidate_vec alive, others;
};

/* ---- what went before */

static int load_before(struct put *p)
{
	struct query q;
	int rc;

	p->before_commit = "";
	rc = query_prepare(&q, p->s, "SELECT id, commit_id FROM run WHERE variant = ? AND id < ?"
		" ORDER BY id DESC LIMIT 1", p->err);
	if (!rc) {
		query_int(&q, p->variant);
		query_int(&q, p->run);
		rc = query_step(&q, p->err);
	}
	if (rc > 0) {
		p->before = query_get_int(&q);
		p->before_commit = query_get_text(&q, p->arena);
	}
	query_finish(&q);
	return rc < 0 ? rc : 0;
}

static void read_alive(struct put *p, struct query *q, struct alive *a)
{
	a->occurrence = query_get_int(q);
	a->finding = query_get_int(q);
	a->rule = query_get_enum(q, finding_rule_find);
	a->accessor = query_get_text(q, p->arena);
	a->index = query_get_text(q, p->arena);
	a->loc.file = query_get_text(q, p->arena);
	a->loc.line = query_get_u32(q);
	a->function = query_get_text(q, p->arena);
	a->site.file = query_get_text(q, p->arena);
	a->site.line = query_get_u32(q);
	a->site.column = query_get_u32(q);
	a->site_function = query_get_text(q, p->arena);
	a->position = query_get_u32(q);
	a->content = query_get_hex(q);
}

static int load_alive(struct put *p)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, p->s,
		"SELECT o.id, o.finding, f.rule, f.accessor, f.idx, o.file, o.line, o.function,"
		" o.site_file, o.site_line, o.site_col, o.site_function, o.position, o.content"
		" FROM occurrence AS o JOIN finding AS f ON f.id = o.finding"
		" WHERE o.variant = ? AND o.last_run = ? AND o.end_run IS NULL"
		" ORDER BY o.finding", p->err);
	if (!rc) {
		query_int(&q, p->variant);
		query_int(&q, p->before);
	}
	while (!rc && (rc = query_step(&q, p->err)) > 0) {
		struct alive a = { 0 };

		read_alive(p, &q, &a);
		vec_push(&p->alive, a);
		rc = 0;
	}
	query_finish(&q);
	return rc;
}

struct alive *put_alive(struct put *p, s64 finding)
{
	u32 lo = 0, hi = p->alive.n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (p->alive.v[mid].finding < finding)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < p->alive.n && p->alive.v[lo].finding == finding ? &p->alive.v[lo] : NULL;
}

static void ask_renames(struct put *p)
{
	const struct run_history *h = p->info->history;

	if (h && h->renames && p->before)
		p->nrenamed = h->renames(h->ctx, p->before_commit, &p->renamed);
}

const char *put_new_name(const struct put *p, const char *file)
{
	u32 i;

	for (i = 0; i < p->nrenamed; i++)
		if (!strcmp(p->renamed[i].old_file, file))
			return p->renamed[i].new_file;
	return file;
}

/* NULL: it was called the same. */
static const char *old_name(const struct put *p, const char *file)
{
	u32 i;

	for (i = 0; i < p->nrenamed; i++)
		if (!strcmp(p->renamed[i].new_file, file))
			return p->renamed[i].old_file;
	return NULL;
}

/* ---- positions among the sites of the function; sites are sorted by file, line, column */

static bool is_site_of(const struct site *s, const struct finding *f)
{
	return !strcmp(s->function, f->function) && !strcmp(s->accessor, f->accessor) &&
	       !strcmp(s->loc.file, f->loc.file);
}

static bool is_at(const struct site *s, const struct finding *f)
{
	return s->loc.line == f->loc.line && s->loc.column == f->loc.column;
}

static u32 first_of_file(const struct analysis *a, const char *file)
{
	u32 lo = 0, hi = a->nsites, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (strcmp(a->sites[mid].loc.file, file) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static u32 position_of(const struct analysis *a, const struct finding *f)
{
	u32 i, n = 0;

	for (i = first_of_file(a, f->loc.file); i < a->nsites; i++) {
		if (strcmp(a->sites[i].loc.file, f->loc.file))
			break;
		if (!is_site_of(&a->sites[i], f))
			continue;
		n++;
		if (is_at(&a->sites[i], f))
			return n;
	}
	return 0;
}

/* ---- candidates */

static bool is_taken(struct matcher *m, s64 finding)
{
	struct taken *t;

	HASH_FIND(hh, m->taken, &finding, sizeof(finding), t);
	return t;
}

static void take(struct matcher *m, s64 finding)
{
	struct taken *t = arena_new_obj(m->p->arena, struct taken);

	t->finding = finding;
	HASH_ADD(hh, m->taken, finding, sizeof(t->finding), t);
}

static int count_sites(struct matcher *m, s64 run, const struct alive *a, s64 *ret)
{
	struct query *q = &m->sites;
	int rc;

	query_int(q, run);
	query_text(q, a->loc.file);
	query_text(q, a->function);
	query_text(q, a->accessor);
	rc = query_step(q, m->p->err);
	*ret = rc > 0 ? query_get_int(q) : 0;
	query_reset(q);
	return rc < 0 ? rc : 0;
}

static int is_unit(struct matcher *m, s64 run, const char *file, bool *ret)
{
	struct query *q = &m->unit;
	int rc;

	query_int(q, run);
	query_text(q, file);
	rc = query_step(q, m->p->err);
	*ret = rc > 0;
	query_reset(q);
	return rc < 0 ? rc : 0;
}

/* Was its file looked at by this run, or is it known to be gone? */
static int was_looked_at(struct matcher *m, const struct alive *a, bool *ret)
{
	const struct run_history *h = m->p->info->history;
	bool before, now = false;
	int rc;

	rc = is_unit(m, m->p->before, a->loc.file, &before);
	if (!rc)
		rc = is_unit(m, m->p->run, a->loc.file, &now);
	*ret = !before || now || strcmp(put_new_name(m->p, a->loc.file), a->loc.file) ||
	       (h && h->is_gone && h->is_gone(h->ctx, a->loc.file));
	return rc;
}

/*
 * May what was at this place be somewhere else now? When its function is not
 * there any more, or when that has fewer calls than it had.
 */
static int may_have_moved(struct matcher *m, const struct alive *a, bool *ret)
{
	const char *file = put_new_name(m->p, a->loc.file);
	s64 before = 0, now = 0;
	int rc;

	rc = was_looked_at(m, a, ret);
	if (rc || !*ret || analysis_lacks_function(m->p->a, file, a->function))
		return rc;
	rc = count_sites(m, m->p->before, a, &before);
	if (!rc)
		rc = count_sites(m, m->p->run, a, &now);
	*ret = now < before;
	return rc;
}

static int add_alive(struct matcher *m, const struct level *l, struct alive *a)
{
	struct candidate c = { a->finding, a, { a->position, a->loc.line } };
	bool fits = true;
	int rc = l->loose ? may_have_moved(m, a, &fits) : 0;

	if (!rc && fits)
		vec_push(&m->alive, c);
	return rc;
}

/* One that the run before did not see, as it was when last seen. */
static int add_other(struct matcher *m, s64 finding)
{
	struct candidate c = { .finding = finding };
	struct query *q = &m->latest;
	int rc;

	query_int(q, finding);
	rc = query_step(q, m->p->err);
	if (rc > 0) {
		c.place.position = query_get_u32(q);
		c.place.line = query_get_u32(q);
		vec_push(&m->others, c);
	}
	query_reset(q);
	return rc < 0 ? rc : 0;
}

static int add_candidate(struct matcher *m, const struct level *l, s64 finding)
{
	struct alive *a = put_alive(m->p, finding);

	if (is_taken(m, finding))
		return 0;
	if (a)
		return add_alive(m, l, a);
	return l->loose ? 0 : add_other(m, finding);
}

static int by_place(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;

	if (a->place.line != b->place.line)
		return a->place.line < b->place.line ? -1 : 1;
	if (a->place.position != b->place.position)
		return a->place.position < b->place.position ? -1 : 1;
	return a->finding < b->finding ? -1 : a->finding > b->finding;
}

static int find_candidates(struct matcher *m, const struct level *l, u64 hash)
{
	VEC(s64) ids = VEC_INIT;
	u32 i;
	int rc;

	vec_clear(&m->alive);
	vec_clear(&m->others);
	query_hex(&m->by_key, hash);
	query_text(&m->by_key, identity_key_name(l->key));
	while ((rc = query_step(&m->by_key, m->p->err)) > 0)
		vec_push(&ids, query_get_int(&m->by_key));
	query_reset(&m->by_key);
	for (i = 0; !rc && i < ids.n; i++)
		rc = add_candidate(m, l, ids.v[i]);
	vec_release(&ids);
	if (m->alive.n)
		qsort(m->alive.v, m->alive.n, sizeof(*m->alive.v), by_place);
	if (m->others.n)
		qsort(m->others.v, m->others.n, sizeof(*m->others.v), by_place);
	return rc;
}

/* ---- pairing */

static const char *why_matched(struct put *p, const struct level *l, const struct candidate *c,
			       const struct finding *f)
{
	const struct alive *a = c->alive;

	if (!a)
		return "";
	switch (l->match) {
	case MATCH_RENAMED:
	case MATCH_MOVED:
		return arena_printf(p->arena, "was in %s", a->loc.file);
	case MATCH_FUNCTION:
		return arena_printf(p->arena, "was in %s()", a->function);
	case MATCH_RENAMED_FUNCTION:
		return arena_printf(p->arena, "was in %s() of %s", a->function, a->loc.file);
	default:
		return strcmp(a->loc.file, f->loc.file) ?
			arena_printf(p->arena, "was in %s", a->loc.file) : "";
	}
}

static void settle(struct matcher *m, const struct level *l, u32 finding,
		   const struct candidate *c)
{
	struct matched *to = &m->p->matched[finding];

	take(m, c->finding);
	to->finding = c->finding;
	to->alive = c->alive;
	to->match = l->match;
	to->why = why_matched(m->p, l, c, &m->p->a->findings[finding]);
	if (c->alive)
		c->alive->seen = true;
}

/* Pairs those of the group that have no partner yet. */
static void pair(struct matcher *m, const struct level *l, const struct wanted *group, u32 n,
		 const candidate_vec *from)
{
	struct twin_place *now = arena_new_array(m->p->arena, struct twin_place, n);
	struct twin_place *old = arena_new_array(m->p->arena, struct twin_place, from->n);
	u32 *partner = arena_new_array(m->p->arena, u32, n);
	u32 *who = arena_new_array(m->p->arena, u32, n);
	u32 i, k = 0;

	for (i = 0; i < n; i++) {
		u32 f = group[i].finding;

		if (m->p->matched[f].finding)
			continue;
		now[k].position = m->p->matched[f].position;
		now[k].line = m->p->a->findings[f].loc.line;
		who[k++] = f;
	}
	for (i = 0; i < from->n; i++)
		old[i] = from->v[i].place;
	identity_pair(old, from->n, now, k, partner);
	for (i = 0; i < k; i++)
		if (partner[i] != TWIN_NONE)
			settle(m, l, who[i], &from->v[partner[i]]);
}

static int match_group(struct matcher *m, const struct level *l, const struct wanted *group, u32 n)
{
	int rc = find_candidates(m, l, group[0].hash);

	if (rc)
		return rc;
	if (m->alive.n)
		pair(m, l, group, n, &m->alive);
	if (m->others.n)
		pair(m, l, group, n, &m->others);
	return 0;
}

static int by_hash(const void *x, const void *y)
{
	const struct wanted *a = x, *b = y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->finding < b->finding ? -1 : a->finding > b->finding;
}

/* The findings still unknown, by the key of this level. */
static u32 collect_wanted(struct matcher *m, const struct level *l, struct wanted *ret)
{
	struct put *p = m->p;
	u32 i, n = 0;

	for (i = 0; i < p->a->nfindings; i++) {
		const struct finding *f = &p->a->findings[i];
		const char *file = l->by_old_name ? old_name(p, f->loc.file) : f->loc.file;

		if (p->matched[i].finding || !file)
			continue;
		ret[n].hash = identity_hash(f, l->key, file);
		ret[n++].finding = i;
	}
	if (n)
		qsort(ret, n, sizeof(*ret), by_hash);
	return n;
}

static int match_level(struct matcher *m, const struct level *l)
{
	struct wanted *w = calloc(m->p->a->nfindings + 1, sizeof(*w));
	u32 n, first, end;
	int rc = 0;

	if (!w)
		abort();
	n = collect_wanted(m, l, w);
	for (first = 0; !rc && first < n; first = end) {
		for (end = first + 1; end < n && w[end].hash == w[first].hash;)
			end++;
		rc = match_group(m, l, &w[first], end - first);
	}
	free(w);
	return rc;
}

static int prepare(struct matcher *m)
{
	struct store *s = m->p->s;
	struct error *err = m->p->err;
	int rc;

	rc = query_prepare(&m->by_key, s,
		"SELECT finding FROM finding_key WHERE hash = ? AND kind = ? ORDER BY finding", err);
	if (!rc)
		rc = query_prepare(&m->latest, s, "SELECT position, line FROM occurrence"
			" WHERE finding = ? ORDER BY last_run DESC LIMIT 1", err);
	if (!rc)
		rc = query_prepare(&m->sites, s, "SELECT count(*) FROM site"
			" WHERE run = ? AND file = ? AND function = ? AND accessor = ?", err);
	if (!rc)
		rc = query_prepare(&m->unit, s, "SELECT 1 FROM unit WHERE run = ? AND file = ?",
				   err);
	return rc;
}

/* Those of which another database has said already what they are. */
static void take_known(struct matcher *m)
{
	const struct run_history *h = m->p->info->history;
	struct matched known = { 0 };
	u32 i;

	for (i = 0; h && h->known && i < m->p->a->nfindings; i++) {
		if (!h->known(h->ctx, i, &known.finding, &known.match, &known.why) ||
		    is_taken(m, known.finding))
			continue;
		take(m, known.finding);
		known.position = m->p->matched[i].position;
		known.alive = put_alive(m->p, known.finding);
		if (known.alive)
			known.alive->seen = true;
		m->p->matched[i] = known;
	}
}

static int match_all(struct put *p)
{
	struct matcher m = { .p = p };
	u32 i;
	int rc = prepare(&m);

	if (!rc)
		take_known(&m);

	for (i = 0; !rc && i < ARRAY_SIZE(levels); i++)
		rc = match_level(&m, &levels[i]);
	query_finish(&m.by_key);
	query_finish(&m.latest);
	query_finish(&m.sites);
	query_finish(&m.unit);
	vec_release(&m.alive);
	vec_release(&m.others);
	HASH_CLEAR(hh, m.taken);
	return rc;
}

int put_match(struct put *p)
{
	u32 i;
	int rc;

	rc = load_before(p);
	if (!rc && p->before)
		rc = load_alive(p);
	if (rc)
		return rc;
	ask_renames(p);
	for (i = 0; i < p->a->nfindings; i++) {
		p->matched[i].why = "";
		p->matched[i].position = position_of(p->a, &p->a->findings[i]);
	}
	return match_all(p);
}
