/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records into sites and findings, see lib/engine/explain.h. */
#include "lib/engine/explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/engine/words.h"

/* ---- sites ------------------------------------------------------------------- */

struct site_ref {
	const struct pfunc *pf;
	const struct sink *sink;
};

struct explainer {
	struct machine *m;
	struct analysis *out;
	struct arena *a;
	struct words *w;
	struct site_ref *ref;	/* per site number */
	struct record *site;	/* per site number; kind RECORD_SITE when seen */
	bool *seen;
	struct record *bad;	/* per site number; rule and origin that come first */
};

static void find_sites(struct explainer *x)
{
	struct machine *m = x->m;
	u32 i, j;

	x->ref = arena_new_array(x->a, struct site_ref, m->nsites + 1);
	x->site = arena_new_array(x->a, struct record, m->nsites + 1);
	x->seen = arena_new_array(x->a, bool, m->nsites + 1);
	x->bad = arena_new_array(x->a, struct record, m->nsites + 1);
	for (i = 0; i < m->p->funcs.n; i++) {
		const struct pfunc *pf = &m->p->funcs.v[i];

		for (j = 0; pf->fn && j < pf->fn->nsinks; j++) {
			x->ref[pf->fn->sinks[j].id].pf = pf;
			x->ref[pf->fn->sinks[j].id].sink = &pf->fn->sinks[j];
		}
	}
}

static void add_site_record(struct explainer *x, const struct record *r)
{
	struct record *to = &x->site[r->target];

	if (!x->seen[r->target]) {
		x->seen[r->target] = true;
		*to = *r;
		return;
	}
	to->val = vals_join(x->m->vals, to->val, r->val);
	to->bounds = bounds_join(x->m, to->bounds, r->bounds);
	if (r->verdict > to->verdict ||
	    (r->verdict == to->verdict && r->verdict == VERDICT_UNPROVEN &&
	     r->reason == UNPROVEN_BUDGET)) {
		to->verdict = r->verdict;
		to->reason = r->reason;
		to->origin = r->origin;
	}
}

/* Of what is wrong with a site, its explanation names one. */
static void add_bad_record(struct explainer *x, const struct record *r)
{
	struct record *to = &x->bad[r->target];

	if (!r->place)
		return;
	if (to->place && r->rule == to->rule && r->origin == to->origin)
		to->val = vals_join(x->m->vals, to->val, r->val);
	else if (!to->place || r->rule < to->rule ||
		 (r->rule == to->rule && r->origin < to->origin))
		*to = *r;
}

static const struct ir_loc *sink_loc(const struct site_ref *ref)
{
	return &ref->pf->f->insts[ref->sink->inst].loc;
}

/* What no value domain follows, by what it is. */
static enum unproven_reason finer_reason(struct explainer *x,
					 const struct record *r)
{
	u32 inst = 0;
	const struct pfunc *pf = program_point(x->m->p, r->origin, &inst);

	if (r->reason == UNPROVEN_UNKNOWN_VALUE && pf &&
	    pf->f->insts[inst].op == IR_OP_UNKNOWN &&
	    pf->f->insts[inst].why == IR_WHY_ASM)
		return UNPROVEN_ASM;
	return (enum unproven_reason)r->reason;
}

static void make_site(struct explainer *x, u32 id, struct site *s)
{
	const struct site_ref *ref = &x->ref[id];
	const struct record *r = &x->site[id];

	memset(s, 0, sizeof(*s));
	s->loc = words_loc(x->w, ref->pf, sink_loc(ref));
	s->function = arena_strdup(x->a, pfunc_name(ref->pf));
	s->accessor = arena_strdup(x->a, ref->sink->spec->label);
	s->verdict = (enum verdict)r->verdict;
	s->index = words_value(x->w, r->val);
	s->reason = UNPROVEN_NONE;
	s->explain = "";
	if (s->verdict == VERDICT_SAFE &&
	    (ref->pf->ir->flags & (IR_UNIT_DEGRADED | IR_UNIT_FAILED))) {
		s->verdict = VERDICT_UNPROVEN;
		s->reason = UNPROVEN_DEGRADED;
		s->explain = arena_strdup(x->a, ir_str(ref->pf->ir,
						       ref->pf->ir->message));
	} else if (s->verdict == VERDICT_UNPROVEN) {
		s->reason = finer_reason(x, r);
		s->explain = words_unproven(x->w, r->origin, s->reason);
	} else if (s->verdict == VERDICT_VIOLATION) {
		if (x->bad[id].place)
			s->explain = words_violation(x->w, ref->pf, ref->sink,
						     &x->bad[id]);
	} else {
		s->explain = words_safe(x->w, ref->pf, ref->sink, r->bounds);
	}
}

static int cmp_loc(const struct src_loc *a, const struct src_loc *b)
{
	int c = strcmp(a->file, b->file);

	if (c)
		return c;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return 0;
}

/* A site with the body it is in: of a header, 0 for all others. */
struct site_in {
	struct site s;
	u64 body;
};

/* Worst verdict first among equals, so that the first one stays. */
static int cmp_site(const void *pa, const void *pb)
{
	const struct site *a = &((const struct site_in *)pa)->s;
	const struct site *b = &((const struct site_in *)pb)->s;
	int c = cmp_loc(&a->loc, &b->loc);

	if (!c)
		c = strcmp(a->function, b->function);
	if (!c)
		c = strcmp(a->accessor, b->accessor);
	if (!c)
		c = (int)b->verdict - (int)a->verdict;
	if (!c)
		c = strcmp(a->index, b->index);
	return c ? c : strcmp(a->explain, b->explain);
}

/*
 * What stands at one place is one site, but for inlines of which units have
 * different bodies: there each body has its own, unless nothing tells them apart.
 */
static bool same_site(const struct site_in *a, const struct site_in *b)
{
	if (cmp_loc(&a->s.loc, &b->s.loc) ||
	    strcmp(a->s.function, b->s.function) ||
	    strcmp(a->s.accessor, b->s.accessor))
		return false;
	return a->body == b->body || !a->body || !b->body ||
	       (a->s.verdict == b->s.verdict && !strcmp(a->s.index, b->s.index));
}

static void make_sites(struct explainer *x)
{
	u32 i, last = 0, n = 0, k = 0, all = x->m->nsites + 1;
	struct site_in *v = arena_new_array(x->a, struct site_in, all);
	struct site *out = arena_new_array(x->a, struct site, all);

	for (i = 0; i < x->m->nsites; i++) {
		if (!x->seen[i])
			continue;
		make_site(x, i, &v[n].s);
		v[n++].body = x->ref[i].pf->body_hash;
	}
	qsort(v, n, sizeof(*v), cmp_site);
	for (i = 0; i < n; i++) {
		if (i && same_site(&v[last], &v[i]))
			continue;
		last = i;
		out[k++] = v[i].s;
	}
	x->out->sites = out;
	x->out->nsites = k;
}

/* ---- findings ------------------------------------------------------------------- */

/* A record of kind BAD with its place, in an order that does not depend on runs. */
struct bad {
	const struct record *r;
	const struct pfunc *pf;	/* of the place */
	struct src_loc loc;
	u32 nhops;
};

static u32 count_hops(const struct hop *h)
{
	u32 n = 0;

	for (; h; h = h->inner)
		n++;
	return n;
}

static int cmp_bad(const void *pa, const void *pb)
{
	const struct bad *a = pa, *b = pb;
	int c = cmp_loc(&a->loc, &b->loc);

	if (!c)
		c = strcmp(pfunc_name(a->pf), pfunc_name(b->pf));
	if (!c)
		c = (int)a->r->rule - (int)b->r->rule;
	if (!c)
		c = (int)a->nhops - (int)b->nhops;
	if (!c)
		c = a->r->place < b->r->place ? -1 : a->r->place > b->r->place;
	if (!c)
		c = a->r->target < b->r->target ? -1 :
		    a->r->target > b->r->target;
	if (!c)
		c = a->r->origin < b->r->origin ? -1 :
		    a->r->origin > b->r->origin;
	return c;
}

static bool same_place(const struct bad *a, const struct bad *b)
{
	return a->r->rule == b->r->rule && !cmp_loc(&a->loc, &b->loc) &&
	       !strcmp(pfunc_name(a->pf), pfunc_name(b->pf));
}

static struct path_event *events_of(struct explainer *x, const struct record *r,
				    u32 val, u32 *ret_n)
{
	struct event_list l = { .w = x->w, .a = x->a };
	const struct site_ref *ref = &x->ref[r->target];
	const struct hop *h;

	if (r->rule == FINDING_EGPR_UNGUARDED)
		l.required = words_required(x->w, ref->sink->spec, val);
	words_origin(&l, r, val);
	for (h = r->hops; h; h = h->inner) {
		words_steps(&l, h->path);
		if (h->inner)
			words_call(&l, h->point, h->inner->point);
	}
	words_accessor(&l, ref->pf, ref->sink, val);
	*ret_n = l.n;
	return l.v;
}

static void make_finding(struct explainer *x, const struct bad *b, u32 val,
			 struct finding *f)
{
	const struct site_ref *ref = &x->ref[b->r->target];

	memset(f, 0, sizeof(*f));
	f->rule = (enum finding_rule)b->r->rule;
	f->loc = b->loc;
	f->function = arena_strdup(x->a, pfunc_name(b->pf));
	f->accessor = arena_strdup(x->a, ref->sink->spec->label);
	f->index = words_value(x->w, val);
	f->message = words_message(x->w, f->rule, ref->sink->spec, val);
	f->site = words_loc(x->w, ref->pf, sink_loc(ref));
	f->site_function = arena_strdup(x->a, pfunc_name(ref->pf));
	f->events = events_of(x, b->r, val, &f->nevents);
}

/*
 * What was fixed at one point is one fault, told by its worst rule, and so are
 * the integers that one place passes: how the engine has cut them into pieces,
 * and which operation made which, is nobody's business.
 */
static bool tells(const struct record *o, const struct record *r)
{
	return o->kind == RECORD_BAD && o->rule < r->rule &&
	       o->target == r->target && o->place == r->place &&
	       (o->origin == r->origin || o->rule == FINDING_INDEX_RANGE);
}

static bool is_told(const record_vec *recs, const struct record *r)
{
	u32 i;

	for (i = 0; i < recs->n; i++)
		if (tells(&recs->v[i], r))
			return true;
	return false;
}

/* The indices of a finding, with those that it tells of another rule. */
static u32 told_indices(struct explainer *x, const record_vec *recs,
			const struct record *r)
{
	u32 i, val = r->val;

	for (i = 0; i < recs->n; i++)
		if (recs->v[i].kind == RECORD_BAD && tells(r, &recs->v[i]))
			val = vals_join(x->m->vals, val, recs->v[i].val);
	return val;
}

static void make_findings(struct explainer *x, const record_vec *recs)
{
	struct bad *v = arena_new_array(x->a, struct bad, recs->n + 1);
	struct finding *f;
	u32 i, j, inst, val, n = 0, k = 0;

	for (i = 0; i < recs->n; i++) {
		const struct record *r = &recs->v[i];

		if (r->kind != RECORD_BAD || !r->place || is_told(recs, r))
			continue;
		v[n].r = r;
		v[n].pf = program_point(x->m->p, r->place, &inst);
		v[n].loc = words_loc(x->w, v[n].pf, &v[n].pf->f->insts[inst].loc);
		v[n].nhops = count_hops(r->hops);
		n++;
	}
	qsort(v, n, sizeof(*v), cmp_bad);
	f = arena_new_array(x->a, struct finding, n + 1);
	for (i = 0; i < n; i = j) {
		val = told_indices(x, recs, v[i].r);
		for (j = i + 1; j < n && same_place(&v[i], &v[j]); j++)
			val = vals_join(x->m->vals, val,
					told_indices(x, recs, v[j].r));
		make_finding(x, &v[i], val ? val : v[i].r->val, &f[k++]);
	}
	x->out->findings = f;
	x->out->nfindings = k;
}

static void explain_sites(struct explainer *x, const record_vec *recs)
{
	u32 i;

	for (i = 0; i < recs->n; i++) {
		if (recs->v[i].kind == RECORD_SITE)
			add_site_record(x, &recs->v[i]);
		if (recs->v[i].kind == RECORD_BAD)
			add_bad_record(x, &recs->v[i]);
	}
	make_sites(x);
}

void explain_records(struct machine *m, const record_vec *recs,
		     bool findings_only, struct analysis *out)
{
	struct explainer x = { .m = m, .out = out, .a = out->arena };

	x.w = words_new(m, out->arena);
	find_sites(&x);
	if (!findings_only)
		explain_sites(&x, recs);
	make_findings(&x, recs);
}
