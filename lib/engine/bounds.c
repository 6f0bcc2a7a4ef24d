/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What makes the indices of a site legal: who fixed them, behind which guard.
 * Nothing is judged here; it is for the explanation of what is safe.
 */
#include <string.h>

#include "lib/engine/exec.h"

static int cmp_bound(const struct bound *a, const struct bound *b)
{
	if (a->origin != b->origin)
		return a->origin < b->origin ? -1 : 1;
	if (a->guard != b->guard)
		return (int)a->guard - (int)b->guard;
	return (int)a->passed - (int)b->passed;
}

static bool same_bounds(const struct bounds *a, const struct bounds *b)
{
	u32 i;

	if (a->n != b->n || a->more != b->more)
		return false;
	for (i = 0; i < a->n; i++)
		if (cmp_bound(&a->v[i], &b->v[i]) ||
		    a->v[i].val != b->v[i].val ||
		    a->v[i].guard_point != b->v[i].guard_point)
			return false;
	return true;
}

static void add_bound(struct bounds *to, const struct bound *b)
{
	if (to->n == MAX_BOUNDS)
		to->more = true;
	else
		to->v[to->n++] = *b;
}

static void unite_bound(struct machine *m, struct bound *a,
			const struct bound *b)
{
	if (ir_type_eq(vals_type(m->vals, a->val), vals_type(m->vals, b->val)))
		a->val = vals_join(m->vals, a->val, b->val);
	if (!a->guard_point ||
	    (b->guard_point && b->guard_point < a->guard_point))
		a->guard_point = b->guard_point;
}

const struct bounds *bounds_join(struct machine *m, const struct bounds *a,
				 const struct bounds *b)
{
	struct bounds r = { .n = 0 };
	u32 i = 0, j = 0;

	if (!a || !b || a == b)
		return a ? a : b;
	r.more = a->more || b->more;
	while (i < a->n || j < b->n) {
		int c = i == a->n ? 1 : j == b->n ? -1 :
			cmp_bound(&a->v[i], &b->v[j]);

		if (c > 0) {
			add_bound(&r, &b->v[j++]);
			continue;
		}
		add_bound(&r, &a->v[i++]);
		if (c < 0)
			continue;
		if (r.n && !cmp_bound(&r.v[r.n - 1], &b->v[j]))
			unite_bound(m, &r.v[r.n - 1], &b->v[j]);
		j++;
	}
	if (same_bounds(&r, a))
		return a;
	if (same_bounds(&r, b))
		return b;
	return arena_memdup(m->arena, &r, sizeof(r));
}

/* The guard that the range needs: the latest one of the path, or any known. */
static void find_guard(struct machine *m, const struct state *st,
		       enum guard_level level, struct bound *ret)
{
	const struct step *s;
	u32 g;

	for (s = st->path; s; s = s->prev) {
		g = s->detail >> 1;
		if (s->kind != EVENT_GUARD || !(s->detail & 1) ||
		    !(st->known_true >> g & 1) ||
		    m->p->guards[g].g.level < level)
			continue;
		ret->guard = (u8)(g + 1);
		ret->guard_point = s->point;
		return;
	}
	for (g = 0; g < m->p->nguards; g++)
		if ((st->known_true >> g & 1) &&
		    m->p->guards[g].g.level >= level) {
			ret->guard = (u8)(g + 1);
			return;
		}
}

static const struct bounds *one_bound(struct machine *m, const struct bound *b)
{
	struct bounds *r = arena_new_obj(m->arena, struct bounds);

	r->n = 1;
	r->v[0] = *b;
	return r;
}

/* The part of a piece in a range, without what only judging needs. */
static u32 part_of(struct machine *m, const struct piece *p, struct ir_type t,
		   struct index_range range)
{
	struct value v = { .type = t, .n = 1, .p = { *p } }, r;

	v.p[0].deps = 0;
	v.p[0].why = 0;
	v.p[0].flags = VALUE_BOTH_SET;
	value_range(&r, t, range.lo, range.hi, 0);
	value_meet(&v, &v, &r);
	return value_is_empty(&v) ? 0 : vals_put(m->vals, &v);
}

static const struct bounds *add_part(struct frame *fr, const struct bounds *to,
				     const struct bound *b)
{
	return b->val ? bounds_join(fr->m, to, one_bound(fr->m, b)) : to;
}

const struct bounds *bounds_of(struct frame *fr, const struct state *st,
			       const struct index_spec *s, const struct piece *p,
			       struct ir_type t)
{
	struct bound b = {
		.origin = p->origin,
		.passed = p->deps && !(p->flags & VALUE_FIXED),
	};
	const struct bounds *r = NULL;
	u32 i;

	for (i = 0; i < s->nlegal; i++) {
		b.val = part_of(fr->m, p, t, s->legal[i]);
		r = add_part(fr, r, &b);
	}
	for (i = 0; i < s->nextended; i++) {
		b.val = part_of(fr->m, p, t, s->extended[i].range);
		find_guard(fr->m, st, s->extended[i].level, &b);
		r = add_part(fr, r, &b);
		b.guard = 0;
		b.guard_point = 0;
	}
	return r;
}
