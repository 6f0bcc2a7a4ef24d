/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Judging what reaches a sink, and the records that carry the judgement up
 * to the function that fixes the value.
 */
#include <string.h>

#include "lib/engine/confirm.h"

/* What one piece of an index value means to one spec. */
struct judgement {
	u8 verdict;	/* enum verdict */
	u8 rule;	/* VIOLATION: enum finding_rule */
	u8 reason;	/* UNPROVEN: enum unproven_reason */
	bool guardable;
	struct value bad;	/* VIOLATION: the illegal members */
};

/* ---- records -------------------------------------------------------------- */

static bool same_record(const struct record *a, const struct record *b)
{
	if (a->kind != b->kind || a->target != b->target)
		return false;
	switch (a->kind) {
	case RECORD_SITE:
		return true;
	case RECORD_BAD:
		return a->rule == b->rule && a->val == b->val &&
		       a->place == b->place && a->deps == b->deps;
	default:
		return a->is_global == b->is_global && a->guards == b->guards &&
		       a->val == b->val && a->deps == b->deps;
	}
}

static void merge_site(struct machine *m, struct record *to,
		       const struct record *r)
{
	to->val = vals_join(m->vals, to->val, r->val);
	to->deps |= r->deps;
	to->guardable |= r->guardable;
	to->doubt |= r->doubt;
	to->bounds = bounds_join(m, to->bounds, r->bounds);
	/* the budget is the reason that tells most: look no further */
	if (r->verdict < to->verdict ||
	    (r->verdict == to->verdict && (r->verdict != VERDICT_UNPROVEN ||
					   r->reason != UNPROVEN_BUDGET)))
		return;
	to->verdict = r->verdict;
	to->reason = r->reason;
	to->origin = r->origin;
}

void record_add(struct frame *fr, const struct record *r)
{
	record_vec *v = &fr->res->records;
	u32 i;

	if (fr->root && fr->m->confirm)
		confirm_found(fr->m->confirm, r);
	for (i = 0; i < v->n; i++) {
		if (!same_record(&v->v[i], r))
			continue;
		if (r->kind == RECORD_SITE)
			merge_site(fr->m, &v->v[i], r);
		v->v[i].guardable |= r->guardable;
		return;
	}
	vec_push(v, *r);
}

static u32 value_deps(const struct value *v)
{
	u32 i, deps = 0;

	for (i = 0; i < v->n; i++)
		deps |= v->p[i].deps;
	return deps;
}

void record_store(struct frame *fr, struct state *st, bool is_global,
		  u32 target, const struct value *v)
{
	struct value w = *v;
	struct record r;
	u32 i;

	if (!fr->report || value_is_empty(v))
		return;
	memset(&r, 0, sizeof(r));
	r.kind = RECORD_STORE;
	r.is_global = is_global;
	r.target = target;
	r.guards = st->known_true;
	/* a caller can only improve on what is open */
	r.deps = value_is_open(v) ? value_deps(v) | st->path_deps : 0;
	for (i = 0; i < w.n; i++)
		w.p[i].deps = 0;
	r.val = vals_put(fr->m->vals, &w);
	record_add(fr, &r);
}

/* ---- judging ------------------------------------------------------------------ */

static int name_index(const char *const *names, u32 n, const char *name)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (!strcmp(names[i], name))
			return (int)i;
	return -1;
}

static void judge_violation(struct judgement *j, enum finding_rule rule,
			    const struct value *bad, bool guardable)
{
	if (j->verdict == VERDICT_VIOLATION && j->rule <= rule) {
		value_join(&j->bad, &j->bad, bad);
		return;
	}
	if (j->verdict == VERDICT_VIOLATION) {
		struct value all;

		value_join(&all, &j->bad, bad);
		j->bad = all;
	} else {
		j->bad = *bad;
	}
	j->verdict = VERDICT_VIOLATION;
	j->rule = rule;
	j->guardable = guardable;
}

static void judge_unproven(struct judgement *j, u8 reason, bool guardable)
{
	if (j->verdict >= VERDICT_UNPROVEN)
		return;
	j->verdict = VERDICT_UNPROVEN;
	j->reason = reason;
	j->guardable = guardable;
}

/*
 * One stretch of integers that no register has here. `away` tells on which
 * side of what is legal it lies (-1 below, 1 above, 0 neither): the piece's
 * end on that side must have been put there by the program, or nothing says
 * that these integers are meant to occur.
 */
static void judge_part(const struct state *st, const struct piece *p,
		       struct ir_type t, s128 lo, s128 hi,
		       int away, enum finding_rule rule, struct judgement *j)
{
	bool guardable = rule == FINDING_EGPR_UNGUARDED;
	struct value v, r, bad;
	bool closed, lo_end, hi_end;

	if (lo < value_type_min(t))
		lo = value_type_min(t);
	if (hi > value_type_max(t))
		hi = value_type_max(t);
	if (lo > hi || lo > p->hi || hi < p->lo)
		return;
	v.type = t;
	v.n = 1;
	v.p[0] = *p;
	value_range(&r, t, lo, hi, 0);
	value_meet(&bad, &v, &r);
	if (value_is_empty(&bad))
		return;
	lo_end = p->lo >= lo && p->lo <= hi;
	hi_end = p->hi >= lo && p->hi <= hi;
	closed = p->flags & (away < 0 ? VALUE_LO_SET : VALUE_HI_SET);
	if (!away)
		closed = piece_closed(p);
	if (!closed)
		judge_unproven(j, p->flags & VALUE_MERGED ? UNPROVEN_BUDGET :
				  p->why ? p->why : UNPROVEN_OPEN_RANGE,
			       guardable);
	else if ((p->flags & VALUE_GAP) && !lo_end && !hi_end)
		judge_unproven(j, UNPROVEN_BUDGET, guardable);
	else if ((p->flags & VALUE_MERGED) || (guardable && st->lost))
		judge_unproven(j, UNPROVEN_BUDGET, guardable);
	else if (st->lossy && !(p->lo >= lo && p->hi <= hi))
		judge_unproven(j, UNPROVEN_BUDGET, guardable);
	else
		judge_violation(j, rule, &bad, guardable);
}

/* Ranges that are allowed here, in ascending order; returns their number. */
struct allowed {
	struct index_range range;
	bool guarded;	/* extended range whose guard is missing */
};

/* What is legal anyway asks for no guard: the rest of r, empty when none. */
static struct index_range beyond_legal(const struct index_spec *s,
				       struct index_range r)
{
	u32 i;

	for (i = 0; i < s->nlegal; i++)
		if (s->legal[i].lo <= r.lo && s->legal[i].hi >= r.lo)
			r.lo = s->legal[i].hi + 1;
	return r;
}

static u32 list_ranges(const struct machine *m, const struct state *st,
		       const struct index_spec *s, struct allowed *ret)
{
	u32 i, j, n = 0;

	for (i = 0; i < s->nlegal; i++)
		ret[n++] = (struct allowed){ s->legal[i], false };
	for (i = 0; i < s->nextended; i++) {
		struct index_range r = beyond_legal(s, s->extended[i].range);

		if (r.lo <= r.hi)
			ret[n++] = (struct allowed){
				r, guard_level(m, s->extended[i].feature,
					       st->known_true,
					       st->known_false) <
				   s->extended[i].level,
			};
	}
	for (i = 1; i < n; i++)
		for (j = i; j > 0 && ret[j].range.lo < ret[j - 1].range.lo; j--) {
			struct allowed tmp = ret[j];

			ret[j] = ret[j - 1];
			ret[j - 1] = tmp;
		}
	return n;
}

static void judge_plain(const struct machine *m, const struct state *st,
			const struct index_spec *s, const struct piece *p,
			struct ir_type t, struct judgement *j)
{
	struct allowed a[2 * RULES_MAX_RANGES];
	u32 i, n = list_ranges(m, st, s, a);
	s128 next = value_type_min(t);

	for (i = 0; i < n; i++) {
		judge_part(st, p, t, next, (s128)a[i].range.lo - 1,
			   i == 0 ? -1 : 1, FINDING_INDEX_RANGE, j);
		if (a[i].guarded)
			judge_part(st, p, t, a[i].range.lo, a[i].range.hi, 1,
				   FINDING_EGPR_UNGUARDED, j);
		if ((s128)a[i].range.hi + 1 > next)
			next = (s128)a[i].range.hi + 1;
	}
	judge_part(st, p, t, next, value_type_max(t), n ? 1 : 0,
		   FINDING_INDEX_RANGE, j);
}

static void judge_piece(struct frame *fr, const struct state *st,
			const struct index_spec *s, const struct piece *p,
			struct ir_type t, struct judgement *j)
{
	const char *tag = program_tag_name(fr->m->p, p->tag);
	struct value v;

	memset(j, 0, offsetof(struct judgement, bad));
	v.type = t;
	v.n = 1;
	v.p[0] = *p;
	if (p->tag && (p->flags & VALUE_MERGED) &&
	    (name_index(s->never, s->nnever, tag) >= 0 ||
	     name_index(s->foreign, s->nforeign, tag) >= 0))
		judge_unproven(j, UNPROVEN_BUDGET, false);
	else if (p->tag && name_index(s->never, s->nnever, tag) >= 0)
		judge_violation(j, FINDING_RIP_INDEX, &v, false);
	else if (p->tag && name_index(s->foreign, s->nforeign, tag) >= 0)
		judge_violation(j, FINDING_WRONG_CLASS, &v, false);
	else
		judge_plain(fr->m, st, s, p, t, j);
}

/* ---- recording --------------------------------------------------------------------- */

static void record_bad(struct frame *fr, const struct state *st,
		       const struct sink *s, const struct piece *p,
		       const struct judgement *j)
{
	struct hop *hop = arena_new_obj(fr->m->arena, struct hop);
	struct record r;

	memset(&r, 0, sizeof(r));
	hop->point = pfunc_point(fr->fn, s->inst);
	hop->path = st->path;
	r.kind = RECORD_BAD;
	r.rule = j->rule;
	r.target = s->id;
	r.val = vals_put(fr->m->vals, &j->bad);
	r.guardable = j->guardable;
	r.deps = p->deps;
	r.origin = p->origin;
	r.hops = hop;
	/* fixed here, or on its way to a caller that fixes it */
	r.place = p->deps && !(p->flags & VALUE_FIXED) && !fr->root ?
		  0 : hop->point;
	record_add(fr, &r);
}

static u8 doubt_of(const struct judgement *j)
{
	if (j->verdict != VERDICT_UNPROVEN)
		return 0;
	return j->reason == UNPROVEN_OPEN_RANGE ||
	       j->reason == UNPROVEN_BUDGET ? DOUBT_COARSE : DOUBT_UNKNOWN;
}

/* An index reaches the sink in state st. */
void sink_check(struct frame *fr, struct state *st, const struct sink *s)
{
	struct judgement j;
	struct record r;
	struct value v;
	u32 i;

	if (!fr->report)
		return;
	if (s->index.kind == IR_OPND_NONE)
		top_value(fr, &v, (struct ir_type){ IR_T_INT, 64, 1 },
			  UNPROVEN_UNKNOWN_VALUE);
	else
		eval_operand(fr, st, s->index, &v);
	memset(&r, 0, sizeof(r));
	r.kind = RECORD_SITE;
	r.target = s->id;
	r.val = vals_put(fr->m->vals, &v);
	for (i = 0; i < v.n; i++) {
		struct record one = r;

		judge_piece(fr, st, s->spec, &v.p[i], v.type, &j);
		/* what is passed was given up: it may exclude this */
		if (fr->ctx->lossy && j.verdict != VERDICT_SAFE &&
		    (v.p[i].deps || st->path_deps || j.guardable)) {
			j.verdict = VERDICT_UNPROVEN;
			j.reason = UNPROVEN_BUDGET;
		}
		one.verdict = j.verdict;
		one.reason = j.reason;
		one.guardable = j.guardable;
		one.doubt = doubt_of(&j);
		one.origin = v.p[i].origin;
		if (j.verdict != VERDICT_SAFE)
			one.deps = v.p[i].deps | st->path_deps;
		else
			one.bounds = bounds_of(fr, st, s->spec, &v.p[i],
					       v.type);
		record_add(fr, &one);
		if (j.verdict == VERDICT_VIOLATION)
			record_bad(fr, st, s, &v.p[i], &j);
	}
}

static void give_up_sink(struct frame *fr, const struct pfunc *pf,
			 const struct sink *s)
{
	struct ir_type t = { IR_T_INT, 64, 1 };
	struct record r;
	struct value v;

	if (s->index.kind != IR_OPND_NONE)
		t = ir_operand_type(pf->ir, pf->f, s->index);
	top_value(fr, &v, t, UNPROVEN_BUDGET);
	memset(&r, 0, sizeof(r));
	r.kind = RECORD_SITE;
	r.target = s->id;
	r.verdict = VERDICT_UNPROVEN;
	r.reason = UNPROVEN_BUDGET;
	r.doubt = DOUBT_COARSE;
	r.val = vals_put(fr->m->vals, &v);
	record_add(fr, &r);
}

/* The sites of a function, and of those judged only by being called from it. */
static void give_up_func(struct frame *fr, u32 pf, bool own, bool *seen)
{
	struct machine *m = fr->m;
	const struct pfunc *fn = &m->p->funcs.v[pf];
	u32 i;

	seen[pf] = true;
	fn_prepare(m->p, m->slice_arena, m->s, pf, &m->nsites);
	for (i = 0; own && i < fn->fn->nsinks; i++)
		give_up_sink(fr, fn, &fn->fn->sinks[i]);
	for (i = 0; i < fn->calls.n; i++) {
		u32 to = fn->calls.v[i].pfunc;

		if (!seen[to] && !m->p->funcs.v[to].trusted)
			give_up_func(fr, to, m->demand.escalated[to], seen);
	}
}

/* A budget was hit: whatever was not seen here is not proven. */
void sink_give_up(struct frame *fr)
{
	fr->res->incomplete = true;
	give_up_func(fr, fr->pf, fr->report,
		     arena_new_array(fr->scratch, bool, fr->m->p->funcs.n));
}

void sink_give_up_call(struct frame *fr, u32 pf)
{
	fr->res->incomplete = true;
	give_up_func(fr, pf, fr->m->demand.escalated[pf],
		     arena_new_array(fr->scratch, bool, fr->m->p->funcs.n));
}
