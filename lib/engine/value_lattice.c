/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as sets: making, asking, union, intersection, widening. */
#include <string.h>

#include "lib/engine/value_p.h"

/* ---- types ------------------------------------------------------------------ */

s128 value_type_min(struct ir_type t)
{
	return t.is_signed ? -((s128)1 << (t.bits - 1)) : 0;
}

s128 value_type_max(struct ir_type t)
{
	return ((s128)1 << (t.bits - (t.is_signed ? 1 : 0))) - 1;
}

s128 value_of_bits(struct ir_type t, u64 bits)
{
	bits &= type_mask(t);
	if (t.is_signed && (bits >> (t.bits - 1) & 1))
		return (s128)bits - ((s128)1 << t.bits);
	return (s128)bits;
}

/* ---- one piece ----------------------------------------------------------------- */

/*
 * Biased form: v - min, an unsigned number whose order is v's. Known bits are
 * the pattern's, with the sign bit inverted for signed types.
 */
static u64 sign_bit(struct ir_type t)
{
	return t.is_signed ? 1ull << (t.bits - 1) : 0;
}

static u64 bias(struct ir_type t, s128 v)
{
	return pattern(t, v) ^ sign_bit(t);
}

static s128 unbias(struct ir_type t, u64 b)
{
	return value_of_bits(t, b ^ sign_bit(t));
}

static u64 biased_bits(struct ir_type t, const struct piece *p)
{
	return p->bits ^ (sign_bit(t) & ~p->mask);
}

/* Smallest m >= x with (m & ~mask) == bits; none of them has bits beyond the type. */
static bool tnum_next(u64 bits, u64 mask, u64 x, u64 *ret)
{
	u64 diff = (x ^ bits) & ~mask, low, up, free_bits;
	int i;

	if (!diff) {
		*ret = x;
		return true;
	}
	i = 63 - __builtin_clzll(diff);
	low = (2ull << i) - 1;
	if (bits >> i & 1) {
		*ret = (x & ~low) | (bits & low);
		return true;
	}
	/* x is above the known bits there: step at a free zero higher up */
	free_bits = mask & ~x & ~low;
	if (!free_bits)
		return false;
	up = free_bits & -free_bits;
	*ret = (x & ~(2 * up - 1)) | up | (bits & (up - 1));
	return true;
}

static bool tnum_prev(u64 bits, u64 mask, u64 all, u64 x, u64 *ret)
{
	u64 m;

	if (!tnum_next(~bits & ~mask & all, mask, ~x & all, &m))
		return false;
	*ret = ~m & all;
	return true;
}

/* Known bits that both ends, which are members, and so everything between share. */
static void learn_prefix(struct ir_type t, struct piece *p)
{
	u64 lo = bias(t, p->lo), hi = bias(t, p->hi), x = lo ^ hi;
	u64 imask = x ? (2ull << (63 - __builtin_clzll(x))) - 1 : 0;
	u64 ibits = (lo ^ sign_bit(t)) & ~imask & type_mask(t);

	p->bits |= ibits & p->mask;
	p->mask &= imask;
}

bool piece_normalise(struct ir_type t, struct piece *p)
{
	u64 all = type_mask(t), lo, hi;

	p->mask &= all;
	p->bits &= all & ~p->mask;
	if (p->lo > p->hi ||
	    !tnum_next(biased_bits(t, p), p->mask, bias(t, p->lo), &lo) ||
	    !tnum_prev(biased_bits(t, p), p->mask, all, bias(t, p->hi), &hi) ||
	    lo > hi)
		return false;
	p->lo = unbias(t, lo);
	p->hi = unbias(t, hi);
	learn_prefix(t, p);
	return true;
}

bool piece_full(const struct piece *p)
{
	return (p->mask & (p->mask + 1)) == 0;
}

bool piece_is_single(const struct piece *p)
{
	return p->lo == p->hi;
}

bool piece_next(struct ir_type t, const struct piece *p, s128 v, s128 *ret)
{
	u64 m;

	if (v < p->lo)
		v = p->lo;
	if (v > p->hi ||
	    !tnum_next(biased_bits(t, p), p->mask, bias(t, v), &m))
		return false;
	*ret = unbias(t, m);
	return *ret <= p->hi;
}

/* The bits of x that the mask takes, side by side: of members, their order. */
static u64 free_bits_of(u64 x, u64 mask)
{
	u64 r = 0;
	u32 at;

	for (at = 0; mask; mask &= mask - 1, at++)
		if (x & mask & -mask)
			r |= 1ull << at;
	return r;
}

/* Both ends are members, so their numbers among all members tell. */
u32 piece_count(struct ir_type t, const struct piece *p, u32 limit)
{
	u64 more = piece_full(p) ? (u64)(p->hi - p->lo) :
				   free_bits_of(bias(t, p->hi), p->mask) -
					   free_bits_of(bias(t, p->lo), p->mask);

	return more >= limit ? limit + 1 : (u32)more + 1;
}

bool piece_within(const struct piece *a, const struct piece *b)
{
	return a->lo >= b->lo && a->hi <= b->hi &&
	       !(((a->bits ^ b->bits) | a->mask) & ~b->mask);
}

/* ---- lists ------------------------------------------------------------------------ */

static void list_cut(struct piece_list *l, u32 max);
static void list_sort(struct piece_list *l);

void list_add(struct piece_list *l, struct piece p)
{
	if (!piece_normalise(l->type, &p))
		return;
	if (l->n == PIECE_LIST_MAX) {
		list_sort(l);
		list_cut(l, PIECE_LIST_MAX / 2);
	}
	l->p[l->n++] = p;
}

void list_add_wrapped(struct piece_list *l, s128 lo, s128 hi,
		      const struct piece *like)
{
	s128 min = value_type_min(l->type), max = value_type_max(l->type);
	s128 width = (s128)1 << l->type.bits, k;
	struct piece p = *like;
	bool closed = piece_closed(like);

	p.lo = min;
	p.hi = max;
	if (hi - lo >= width - 1) {
		if (!closed)
			p.flags &= (u8)~VALUE_BOTH_SET;
		list_add(l, p);
		return;
	}
	k = lo - min;
	k = k >= 0 ? k / width : -((-k + width - 1) / width);
	p.lo = lo - k * width;
	p.hi = hi - k * width;
	if (p.hi <= max) {
		list_add(l, p);
		return;
	}
	p.hi = max;
	if (!closed)
		p.flags &= (u8)~VALUE_HI_SET;
	list_add(l, p);
	p.flags = like->flags;
	p.lo = min;
	p.hi = hi - (k + 1) * width;
	if (!closed)
		p.flags &= (u8)~VALUE_LO_SET;
	list_add(l, p);
}

static int cmp_u64(u64 a, u64 b)
{
	return a < b ? -1 : a > b;
}

static int cmp_s128(s128 a, s128 b)
{
	return a < b ? -1 : a > b;
}

static int cmp_piece(const struct piece *a, const struct piece *b)
{
	int c = cmp_s128(a->lo, b->lo);

	if (!c)
		c = cmp_s128(a->hi, b->hi);
	if (!c)
		c = cmp_u64(a->tag, b->tag);
	if (!c)
		c = cmp_u64(a->deps, b->deps);
	if (!c)
		c = cmp_u64(a->origin, b->origin);
	if (!c)
		c = cmp_u64(a->flags, b->flags);
	if (!c)
		c = cmp_u64(a->mask, b->mask);
	if (!c)
		c = cmp_u64(a->bits, b->bits);
	return c ? c : cmp_u64(a->why, b->why);
}

static void list_sort(struct piece_list *l)
{
	u32 i, j;

	for (i = 1; i < l->n; i++) {
		struct piece p = l->p[i];

		for (j = i; j > 0 && cmp_piece(&p, &l->p[j - 1]) < 0; j--)
			l->p[j] = l->p[j - 1];
		l->p[j] = p;
	}
}

static void list_remove(struct piece_list *l, u32 i)
{
	l->n--;
	memmove(&l->p[i], &l->p[i + 1], sizeof(l->p[0]) * (l->n - i));
}

/* Nothing is learnt from a when b is there; see value_subset(). */
static bool absorbs(const struct piece *b, const struct piece *a)
{
	return piece_within(a, b) && a->tag == b->tag &&
	       !(a->deps & ~b->deps) &&
	       !(a->flags & ~b->flags & VALUE_BOTH_SET) &&
	       !(b->flags & ~a->flags & (VALUE_GAP | VALUE_MERGED)) &&
	       (!piece_closed(a) ||
		!((a->flags ^ b->flags) & VALUE_FIXED));
}

/* Outer ends keep their flags; deps are or-ed; the rest is a's, then b's. */
static void unite(struct ir_type t, struct piece *a, const struct piece *b)
{
	u8 lo = a->lo <= b->lo ? a->flags : b->flags;
	u8 hi = a->hi >= b->hi ? a->flags : b->flags;
	u8 flags = (u8)((lo & VALUE_LO_SET) | (hi & VALUE_HI_SET) |
			((a->flags | b->flags) & (VALUE_GAP | VALUE_MERGED)) |
			(a->flags & b->flags &
			 (VALUE_FIXED | VALUE_WRAPPED)));

	if (a->lo == b->lo)
		flags &= (u8)~(VALUE_LO_SET & ~(a->flags & b->flags));
	if (a->hi == b->hi)
		flags &= (u8)~(VALUE_HI_SET & ~(a->flags & b->flags));
	a->mask |= b->mask | (a->bits ^ b->bits);
	a->bits &= ~a->mask;
	a->lo = b->lo < a->lo ? b->lo : a->lo;
	a->hi = b->hi > a->hi ? b->hi : a->hi;
	if (!(flags & VALUE_LO_SET) || !(flags & VALUE_HI_SET))
		flags &= (u8)~VALUE_FIXED;
	a->flags = flags;
	a->deps |= b->deps;
	if (!a->origin || (b->origin && b->origin < a->origin))
		a->origin = b->origin;
	if (!a->tag)
		a->tag = b->tag;
	if (!a->why)
		a->why = b->why;
	piece_normalise(t, a);
}

/* May the two become one without losing or inventing anything? */
static bool may_unite(const struct piece *a, const struct piece *b)
{
	if (a->tag != b->tag || a->deps != b->deps || a->origin != b->origin ||
	    !piece_full(a) || !piece_full(b) || b->lo > a->hi + 1 ||
	    ((a->flags ^ b->flags) & VALUE_MERGED))
		return false;
	if (((a->flags ^ b->flags) & VALUE_FIXED) &&
	    piece_closed(a) && piece_closed(b))
		return false;
	/* overlapping with different ends: what is set in one is not in both */
	return b->lo == a->hi + 1 || piece_closed(a) == piece_closed(b);
}

static void list_unite(struct piece_list *l)
{
	u32 i, j;

again:
	for (i = 0; i < l->n; i++) {
		for (j = i + 1; j < l->n; j++) {
			struct piece *a = &l->p[i], *b = &l->p[j];

			if (absorbs(a, b)) {
				list_remove(l, j--);
			} else if (absorbs(b, a)) {
				list_remove(l, i);
				goto again;
			} else if (may_unite(a, b)) {
				unite(l->type, a, b);
				list_remove(l, j);
				list_sort(l);
				goto again;
			}
		}
	}
}

/* What merging neighbours i and i + 1 costs: gap, then closedness, then tags. */
static s128 merge_cost(const struct piece_list *l, u32 i)
{
	const struct piece *a = &l->p[i], *b = &l->p[i + 1];
	s128 cost = b->lo > a->hi ? b->lo - a->hi : 0;

	if (piece_closed(a) != piece_closed(b))
		cost += (s128)1 << 66;
	if (a->tag != b->tag)
		cost += (s128)1 << 70;
	return cost;
}

/* Merges nearest neighbours until at most max are left. */
static void list_cut(struct piece_list *l, u32 max)
{
	while (l->n > max) {
		s128 best_cost = (s128)1 << 100;
		u32 i, best = 0;
		bool gap;

		for (i = 0; i + 1 < l->n; i++) {
			s128 c = merge_cost(l, i);

			if (c < best_cost) {
				best_cost = c;
				best = i;
			}
		}
		gap = l->p[best + 1].lo > l->p[best].hi + 1 ||
		      !piece_full(&l->p[best]) || !piece_full(&l->p[best + 1]);
		unite(l->type, &l->p[best], &l->p[best + 1]);
		if (gap)
			l->p[best].flags |= VALUE_GAP;
		list_remove(l, best + 1);
	}
}

void list_finish(struct piece_list *l, struct value *ret)
{
	list_sort(l);
	list_unite(l);
	list_cut(l, VALUE_MAX_PIECES);
	ret->type = l->type;
	ret->n = (u8)l->n;
	memcpy(ret->p, l->p, sizeof(l->p[0]) * l->n);
}

/* ---- making ------------------------------------------------------------------------ */

void value_empty(struct value *ret, struct ir_type t)
{
	ret->type = t;
	ret->n = 0;
}

static void set_range(struct value *ret, struct ir_type t, s128 lo, s128 hi)
{
	struct piece *p = &ret->p[0];

	memset(p, 0, sizeof(*p));
	p->lo = lo;
	p->hi = hi;
	p->mask = type_mask(t);
	ret->type = t;
	ret->n = piece_normalise(t, p) ? 1 : 0;
}

void value_top(struct value *ret, struct ir_type t, u8 why)
{
	set_range(ret, t, value_type_min(t), value_type_max(t));
	ret->p[0].why = why;
}

void value_range(struct value *ret, struct ir_type t, s128 lo, s128 hi,
		 u32 origin)
{
	s128 min = value_type_min(t), max = value_type_max(t);

	set_range(ret, t, lo < min ? min : lo, hi > max ? max : hi);
	ret->p[0].flags = VALUE_BOTH_SET | VALUE_FIXED;
	ret->p[0].origin = origin;
}

void value_const(struct value *ret, struct ir_type t, u64 bits, u16 tag,
		 u32 origin)
{
	s128 v = value_of_bits(t, bits);

	set_range(ret, t, v, v);
	ret->p[0].flags = VALUE_BOTH_SET;
	ret->p[0].tag = tag;
	ret->p[0].origin = origin;
}

/* ---- asking -------------------------------------------------------------------------- */

s128 value_max(const struct value *v)
{
	return pieces_max(v->p, v->n);
}

bool value_is_const(const struct value *v, s128 *ret_c)
{
	if (!v->n || v->p[0].lo != value_max(v))
		return false;
	*ret_c = v->p[0].lo;
	return true;
}

bool value_is_open(const struct value *v)
{
	u32 i;

	for (i = 0; i < v->n; i++)
		if (!piece_closed(&v->p[i]))
			return true;
	return false;
}

u32 value_count(const struct value *v, u32 limit)
{
	u32 i, n = 0;

	for (i = 0; i < v->n && n <= limit; i++)
		n += piece_count(v->type, &v->p[i], limit);
	return n <= limit ? n : limit + 1;
}

void value_take_first(struct value *v, struct value *ret)
{
	struct piece *p = &v->p[0];
	s128 next;

	ret->type = v->type;
	ret->n = 1;
	ret->p[0] = *p;
	ret->p[0].hi = p->lo;
	ret->p[0].bits = pattern(v->type, p->lo);
	ret->p[0].mask = 0;
	if (p->lo < p->hi && piece_next(v->type, p, p->lo + 1, &next)) {
		p->lo = next;
		if (p->flags & VALUE_GAP)
			p->flags = (u8)(p->lo < p->hi ? p->flags | VALUE_MERGED :
							p->flags & ~VALUE_MERGED);
		piece_normalise(v->type, p);
		return;
	}
	v->n--;
	memmove(p, p + 1, sizeof(*p) * v->n);
}

/* Adds the runs of members that stay; false when there are too many. */
static bool filter_piece(struct piece_list *l, const struct piece *p,
			 bool (*keep)(const struct value *one, void *data), void *data)
{
	struct value one = { .type = l->type, .n = 1 };
	struct piece run = *p;
	bool in_run = false, more = true;
	s128 x = p->lo;

	while (more) {
		one.p[0] = *p;
		one.p[0].lo = one.p[0].hi = x;
		one.p[0].bits = pattern(l->type, x);
		one.p[0].mask = 0;
		if (keep(&one, data)) {
			run.lo = in_run ? run.lo : x;
			run.hi = x;
			in_run = true;
		} else if (in_run) {
			if (l->n >= VALUE_MAX_PIECES)
				return false;
			list_add(l, run);
			in_run = false;
		}
		more = x < p->hi && piece_next(l->type, p, x + 1, &x);
	}
	if (in_run)
		list_add(l, run);
	return l->n <= VALUE_MAX_PIECES;
}

void value_filter(struct value *v,
		  bool (*keep)(const struct value *one, void *data), void *data)
{
	struct piece_list l = { .type = v->type };
	u32 i;

	for (i = 0; i < v->n; i++) {
		const struct piece *p = &v->p[i];

		if (!piece_closed(p) || (p->flags & VALUE_GAP)) {
			if (l.n >= VALUE_MAX_PIECES)
				return;
			list_add(&l, *p);
		} else if (!filter_piece(&l, p, keep, data)) {
			return;
		}
	}
	list_finish(&l, v);
}

bool value_contains(const struct value *v, s128 x)
{
	u32 i;

	for (i = 0; i < v->n; i++) {
		const struct piece *p = &v->p[i];

		if (x >= p->lo && x <= p->hi &&
		    (pattern(v->type, x) & ~p->mask) == p->bits)
			return true;
	}
	return false;
}

bool value_may_be_zero(const struct value *v)
{
	return value_contains(v, 0);
}

bool value_may_be_nonzero(const struct value *v)
{
	u32 i;

	for (i = 0; i < v->n; i++)
		if (v->p[i].lo != 0 || v->p[i].hi != 0)
			return true;
	return false;
}

bool value_equal(const struct value *a, const struct value *b)
{
	u32 i;

	if (!ir_type_eq(a->type, b->type) || a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++)
		if (cmp_piece(&a->p[i], &b->p[i]))
			return false;
	return true;
}

/* a lies in a run of touching full pieces of b that all have its flags. */
static bool covered_by_run(const struct piece *a, const struct value *b)
{
	s128 at = a->lo;
	u32 i;

	for (i = 0; i < b->n; i++) {
		const struct piece *p = &b->p[i];

		if (p->hi < at)
			continue;
		if (p->lo > at || p->tag != a->tag || !piece_full(p) ||
		    (a->deps & ~p->deps) || !piece_closed(p) ||
		    (p->flags & VALUE_GAP) ||
		    (p->flags & ~a->flags & VALUE_MERGED) ||
		    ((a->flags ^ p->flags) & VALUE_FIXED))
			continue;
		if (p->hi >= a->hi)
			return true;
		at = p->hi + 1;
	}
	return false;
}

bool value_subset(const struct value *a, const struct value *b)
{
	u32 i, j;

	for (i = 0; i < a->n; i++) {
		for (j = 0; j < b->n; j++)
			if (absorbs(&b->p[j], &a->p[i]))
				break;
		if (j == b->n && !covered_by_run(&a->p[i], b))
			return false;
	}
	return true;
}

bool value_within(const struct value *a, const struct value *b)
{
	u32 i, j;

	if (!ir_type_eq(a->type, b->type))
		return false;
	for (i = 0; i < a->n; i++) {
		for (j = 0; j < b->n; j++)
			if (a->p[i].tag == b->p[j].tag &&
			    piece_within(&a->p[i], &b->p[j]))
				break;
		if (j == b->n)
			return false;
	}
	return true;
}

static u64 mix(u64 h, u64 x)
{
	h = (h ^ x) * 0x9e3779b97f4a7c15ull;
	return h ^ (h >> 31);
}

u64 value_hash(const struct value *v)
{
	u64 h = (u64)v->type.kind << 16 | (u64)v->type.bits << 8 |
		v->type.is_signed;
	u32 i;

	h = mix(h, v->n);
	for (i = 0; i < v->n; i++) {
		const struct piece *p = &v->p[i];

		h = mix(h, (u64)p->lo);
		h = mix(h, (u64)p->hi);
		h = mix(h, p->mask ^ (p->bits << 1));
		h = mix(h, (u64)p->deps << 32 | p->origin);
		h = mix(h, (u64)p->tag << 16 | (u64)p->flags << 8 | p->why);
	}
	return h;
}

/* ---- lattice --------------------------------------------------------------------------- */

void value_join(struct value *ret, const struct value *a, const struct value *b)
{
	struct piece_list l;
	u32 i;

	l.type = a->type;
	l.n = 0;
	for (i = 0; i < a->n; i++)
		l.p[l.n++] = a->p[i];
	for (i = 0; i < b->n; i++)
		l.p[l.n++] = b->p[i];
	list_finish(&l, ret);
}

/* Members of both; ends moved take the flag of the one that moved them. */
static bool intersect(struct ir_type t, const struct piece *a,
		      const struct piece *b, struct piece *ret)
{
	struct piece p = *a;

	if (((a->bits ^ b->bits) & ~a->mask & ~b->mask))
		return false;
	p.bits |= b->bits & p.mask;
	p.mask &= b->mask;
	if (b->lo > p.lo) {
		p.lo = b->lo;
		p.flags = (u8)((p.flags & ~VALUE_LO_SET) |
			       (b->flags & VALUE_LO_SET));
	} else if (b->lo == p.lo) {
		p.flags |= b->flags & VALUE_LO_SET;
	}
	if (b->hi < p.hi) {
		p.hi = b->hi;
		p.flags = (u8)((p.flags & ~VALUE_HI_SET) |
			       (b->flags & VALUE_HI_SET));
	} else if (b->hi == p.hi) {
		p.flags |= b->flags & VALUE_HI_SET;
	}
	if (!piece_normalise(t, &p))
		return false;
	if (!piece_closed(a) && piece_closed(&p))
		p.flags |= VALUE_FIXED;
	*ret = p;
	return true;
}

void value_meet(struct value *ret, const struct value *a, const struct value *b)
{
	struct piece_list l;
	struct piece p;
	u32 i, j;

	l.type = a->type;
	l.n = 0;
	for (i = 0; i < a->n; i++)
		for (j = 0; j < b->n; j++)
			if (intersect(a->type, &a->p[i], &b->p[j], &p))
				list_add(&l, p);
	list_finish(&l, ret);
}

/* ---- widening ------------------------------------------------------------------------------ */

static s128 threshold_up(struct ir_type t, s128 x, const s64 *thr, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (thr[i] >= x && thr[i] <= value_type_max(t))
			return thr[i];
	return value_type_max(t);
}

static s128 threshold_down(struct ir_type t, s128 x, const s64 *thr, u32 n)
{
	while (n-- > 0)
		if (thr[n] <= x && thr[n] >= value_type_min(t))
			return thr[n];
	return value_type_min(t);
}

/* All untagged pieces of a value as one. */
static bool hull(const struct value *v, struct piece *ret)
{
	bool any = false, gap;
	u32 i;

	for (i = 0; i < v->n; i++) {
		const struct piece *p = &v->p[i];

		if (p->tag)
			continue;
		if (!any) {
			*ret = *p;
			any = true;
			continue;
		}
		gap = p->lo > ret->hi + 1 || !piece_full(p) || !piece_full(ret);
		unite(v->type, ret, p);
		if (gap)
			ret->flags |= VALUE_GAP;
	}
	return any;
}

static void widen_ends(struct ir_type t, struct piece *p,
		       const struct piece *prev, const s64 *thr, u32 n)
{
	bool closed = piece_closed(p);

	if (p->hi > prev->hi) {
		p->hi = threshold_up(t, p->hi, thr, n);
		/* where a loop comes to rest below the limit the program stops it */
		if (p->hi == value_type_max(t))
			p->flags &= (u8)~VALUE_HI_SET;
		p->mask = type_mask(t);
	}
	if (p->lo < prev->lo) {
		p->lo = threshold_down(t, p->lo, thr, n);
		if (p->lo == value_type_min(t) && t.is_signed)
			p->flags &= (u8)~VALUE_LO_SET;
		p->mask = type_mask(t);
	}
	if (!piece_closed(p)) {
		p->flags &= (u8)~VALUE_FIXED;
		/* no unknown source is to blame */
		if (closed)
			p->why = 0;
	}
	if (p->mask == type_mask(t))
		p->bits = 0;
}

void value_widen(struct value *ret, const struct value *prev,
		 const struct value *next, const s64 *thr, u32 nthr)
{
	struct piece_list l;
	struct value all;
	struct piece p, old;
	u32 i;

	if (value_subset(next, prev)) {
		if (ret != prev)
			*ret = *prev;
		return;
	}
	value_join(&all, prev, next);
	l.type = all.type;
	l.n = 0;
	for (i = 0; i < all.n; i++)
		if (all.p[i].tag)
			list_add(&l, all.p[i]);
	if (hull(&all, &p)) {
		if (hull(prev, &old))
			widen_ends(l.type, &p, &old, thr, nthr);
		list_add(&l, p);
	}
	list_finish(&l, ret);
}
