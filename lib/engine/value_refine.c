/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What comparisons and inverse operations teach about a value. */
#include <string.h>

#include "lib/engine/value_p.h"

/* ---- cutting ------------------------------------------------------------------ */

/* p without what lies above `at`; false when nothing is left. */
static bool cut_above(struct ir_type t, struct piece *p, s128 at, bool set)
{
	bool closed = piece_closed(p);

	if (p->hi <= at) {
		/* the bound says what the type said already: now on purpose */
		if (p->hi == at && set)
			p->flags |= VALUE_HI_SET;
	} else {
		p->hi = at;
		p->flags &= (u8)~VALUE_HI_SET;
		if (set)
			p->flags |= VALUE_HI_SET;
		if (p->lo > p->hi || !piece_normalise(t, p))
			return false;
	}
	if (!closed && piece_closed(p))
		p->flags |= VALUE_FIXED;
	return true;
}

static bool cut_below(struct ir_type t, struct piece *p, s128 at, bool set)
{
	bool closed = piece_closed(p);

	if (p->lo >= at) {
		if (p->lo == at && set)
			p->flags |= VALUE_LO_SET;
	} else {
		p->lo = at;
		p->flags &= (u8)~VALUE_LO_SET;
		if (set)
			p->flags |= VALUE_LO_SET;
		if (p->lo > p->hi || !piece_normalise(t, p))
			return false;
	}
	if (!closed && piece_closed(p))
		p->flags |= VALUE_FIXED;
	return true;
}

static void keep_above(struct value *a, s128 at, bool set)
{
	struct piece_list l = { .type = a->type };
	u32 i;

	for (i = 0; i < a->n; i++) {
		struct piece p = a->p[i];

		if (cut_below(a->type, &p, at, set))
			list_add(&l, p);
	}
	list_finish(&l, a);
}

static void keep_below(struct value *a, s128 at, bool set)
{
	struct piece_list l = { .type = a->type };
	u32 i;

	for (i = 0; i < a->n; i++) {
		struct piece p = a->p[i];

		if (cut_above(a->type, &p, at, set))
			list_add(&l, p);
	}
	list_finish(&l, a);
}

/* ---- comparisons ------------------------------------------------------------------ */

static void keep_equal(struct value *a, const struct value *b)
{
	struct piece_list l = { .type = a->type };
	u16 tag = b->p[0].tag;
	s128 c;
	u32 i;

	if (!value_is_const(b, &c) || b->n != 1 || !tag) {
		value_meet(a, a, b);
		return;
	}
	value_meet(a, a, b);
	for (i = 0; i < a->n; i++) {
		a->p[i].tag = tag;
		list_add(&l, a->p[i]);
	}
	list_finish(&l, a);
}

/*
 * One integer taken out says little about where the rest ends: the new inner
 * ends are as set as the piece's own.
 */
static void keep_unequal(struct value *a, s128 c)
{
	struct piece_list l = { .type = a->type };
	u32 i;

	if (!value_contains(a, c))
		return;
	for (i = 0; i < a->n; i++) {
		struct piece low = a->p[i], high = a->p[i];

		if (c < low.lo || c > low.hi ||
		    (pattern(a->type, c) & ~low.mask) != low.bits) {
			list_add(&l, low);
			continue;
		}
		if (c > low.lo && cut_above(a->type, &low, c - 1,
					    low.flags & VALUE_HI_SET))
			list_add(&l, low);
		if (c < high.hi && cut_below(a->type, &high, c + 1,
					     high.flags & VALUE_LO_SET))
			list_add(&l, high);
	}
	list_finish(&l, a);
}

/* Pieces overlap: the lowest and the highest end may be of several. */
static bool min_is_set(const struct value *v)
{
	u32 i;

	for (i = 0; i < v->n; i++)
		if (v->p[i].lo == v->p[0].lo && (v->p[i].flags & VALUE_LO_SET))
			return true;
	return false;
}

static bool max_is_set(const struct value *v)
{
	s128 max = value_max(v);
	u32 i;

	for (i = 0; i < v->n; i++)
		if (v->p[i].hi == max && (v->p[i].flags & VALUE_HI_SET))
			return true;
	return false;
}

void value_refine(struct value *a, enum ir_op cmp, const struct value *b)
{
	bool lo_set, hi_set;
	s128 c, min, max;

	if (!a->n)
		return;
	if (!b->n) {
		value_empty(a, a->type);
		return;
	}
	min = b->p[0].lo;
	max = value_max(b);
	lo_set = min_is_set(b);
	hi_set = max_is_set(b);
	switch (cmp) {
	case IR_OP_EQ: keep_equal(a, b); break;
	case IR_OP_NE:
		if (value_is_const(b, &c))
			keep_unequal(a, c);
		break;
	case IR_OP_LT: keep_below(a, max - 1, hi_set); break;
	case IR_OP_LE: keep_below(a, max, hi_set); break;
	case IR_OP_GT: keep_above(a, min + 1, lo_set); break;
	case IR_OP_GE: keep_above(a, min, lo_set); break;
	default: break;
	}
}

/* ---- inverse operations -------------------------------------------------------------- */

static bool single(const struct value *v, s128 *ret_c)
{
	return value_is_const(v, ret_c);
}

/*
 * Cuts a to the image of what is known of r under a bijection. A limit of r's
 * type can come to lie anywhere in a's type: `(unsigned)x < 16` bounds x from
 * below, too. So a piece with one set end has both.
 */
static void keep_image(struct value *a, struct value *image)
{
	u32 i;

	for (i = 0; i < image->n; i++) {
		struct piece *p = &image->p[i];

		if (!(p->flags & VALUE_BOTH_SET))
			continue;
		if (p->lo > value_type_min(a->type))
			p->flags |= VALUE_LO_SET;
		if (p->hi < value_type_max(a->type))
			p->flags |= VALUE_HI_SET;
	}
	value_meet(a, a, image);
}

/* Every member of a keeps its value when cast to t. */
static bool preserves(const struct value *a, struct ir_type t)
{
	return !a->n || (a->p[0].lo >= value_type_min(t) &&
			 value_max(a) <= value_type_max(t));
}

/* r's integers seen in type t: exact for those that t can hold. */
static void cut_to_type(struct value *ret, const struct value *r,
			struct ir_type t)
{
	struct piece_list l = { .type = t };
	s128 min = value_type_min(t), max = value_type_max(t);
	u32 i;

	for (i = 0; i < r->n; i++) {
		struct piece p = r->p[i];

		if (p.hi < min || p.lo > max)
			continue;
		if (p.lo < min) {
			p.lo = min;
			p.flags &= (u8)~VALUE_LO_SET;
		}
		if (p.hi > max) {
			p.hi = max;
			p.flags &= (u8)~VALUE_HI_SET;
		}
		/* the same integers: the bits both types have are the same */
		p.bits &= type_mask(t);
		p.mask |= ~type_mask(r->type);
		p.mask &= type_mask(t);
		p.bits &= ~p.mask;
		list_add(&l, p);
	}
	list_finish(&l, ret);
}

/* Tags learnt by a comparison with a constant travel back. */
static void take_tags(struct value *a, const struct value *r)
{
	s128 c;
	u32 i;

	if (!value_is_const(r, &c) || r->n != 1 || !r->p[0].tag)
		return;
	for (i = 0; i < a->n; i++)
		if (!a->p[i].tag)
			a->p[i].tag = r->p[0].tag;
}

/* What was cut off may be anything; below, a has the bits all of r has. */
static void keep_low_bits(struct value *a, const struct value *r)
{
	struct piece_list l = { .type = a->type };
	struct value all, image;
	struct piece p;
	u64 mask = 0;
	u32 i;

	for (i = 0; i < r->n; i++)
		mask |= r->p[i].mask | (r->p[i].bits ^ r->p[0].bits);
	value_top(&all, a->type, 0);
	p = all.p[0];
	p.mask = type_mask(a->type) & (mask | ~type_mask(r->type));
	p.bits = r->p[0].bits & ~p.mask;
	list_add(&l, p);
	list_finish(&l, &image);
	value_meet(a, a, &image);
}

void value_invert_cast(struct value *a, const struct value *r)
{
	struct value image;

	if (!r->n) {
		value_empty(a, a->type);
		return;
	}
	if (ir_type_eq(a->type, r->type)) {
		value_meet(a, a, r);
	} else if (preserves(a, r->type)) {
		cut_to_type(&image, r, a->type);
		keep_image(a, &image);
	} else if (a->type.bits == r->type.bits) {
		value_cast(&image, a->type, r);
		keep_image(a, &image);
	} else {
		if (a->type.bits > r->type.bits)
			keep_low_bits(a, r);
		return;
	}
	take_tags(a, r);
}

static void invert_lnot(struct value *a, const struct value *r)
{
	struct value zero;
	s128 c;

	if (!single(r, &c))
		return;
	value_const(&zero, a->type, 0, 0, 0);
	value_refine(a, c ? IR_OP_EQ : IR_OP_NE, &zero);
}

void value_invert_unary(struct value *a, enum ir_op op, const struct value *r)
{
	struct value image;

	if (!r->n) {
		value_empty(a, a->type);
		return;
	}
	switch (op) {
	case IR_OP_COPY:
	case IR_OP_CAST:
		value_invert_cast(a, r);
		break;
	case IR_OP_LNOT:
		invert_lnot(a, r);
		break;
	case IR_OP_NEG:
	case IR_OP_NOT:
		/* their own inverses */
		if (!ir_type_eq(a->type, r->type))
			break;
		value_unary(&image, op, a->type, r, 0);
		keep_image(a, &image);
		break;
	default:
		break;
	}
}

/* a op c = r, op one of the bijections: a = r op' c. */
static void invert_bijection(struct value *a, enum ir_op back,
			     const struct value *c, const struct value *r)
{
	struct value image;

	value_binary(&image, back, a->type, r, c, 0);
	keep_image(a, &image);
}

/* The highest bit of `mask` is above all of `below`. */
static bool bits_above(u64 mask, u64 below)
{
	return mask && (!below || __builtin_clzll(mask) < __builtin_clzll(below));
}

/* (a & m) = r: the bits under m are those of r where r knows them. */
static void learn_masked(struct value *a, u64 m, const struct piece *r,
			 struct piece_list *l)
{
	u64 known = m & ~r->mask;
	u32 i;

	for (i = 0; i < a->n; i++) {
		struct piece p = a->p[i];
		bool closed = piece_closed(&p);

		if ((r->bits & ~m) || ((p.bits ^ r->bits) & known & ~p.mask))
			continue;
		p.bits |= r->bits & known & p.mask;
		p.mask &= ~known;
		if (!piece_normalise(a->type, &p))
			continue;
		/*
		 * The mask bounds the value when it fixes the highest bit that
		 * was unknown; a lower bit only moves an end a little.
		 */
		if (p.mask < a->p[i].mask && bits_above(a->p[i].mask, p.mask)) {
			if (p.lo != a->p[i].lo)
				p.flags |= VALUE_LO_SET;
			if (p.hi != a->p[i].hi)
				p.flags |= VALUE_HI_SET;
		}
		if (!closed && piece_closed(&p))
			p.flags |= VALUE_FIXED;
		list_add(l, p);
	}
}

/* r != 0 with m all ones above bit k: a non-negative a is at least 2^k. */
static void learn_high(struct value *a, u64 m, const struct value *r)
{
	u64 low = ~m & type_mask(a->type);
	struct value bound;

	if (value_may_be_zero(r) || (low & (low + 1)) || !a->n ||
	    a->p[0].lo < 0)
		return;
	value_const(&bound, a->type, low, 0, 0);
	value_refine(a, IR_OP_GT, &bound);
}

static void invert_and(struct value *a, s128 mask, const struct value *r)
{
	struct piece_list l = { .type = a->type };
	u64 m = pattern(a->type, mask);
	u32 i;

	for (i = 0; i < r->n; i++)
		learn_masked(a, m, &r->p[i], &l);
	list_finish(&l, a);
	learn_high(a, m, r);
}

/* The interval as far as the type goes; its bits were another's. */
static void add_clipped(struct piece_list *l, struct piece p)
{
	if (p.lo < value_type_min(l->type))
		p.lo = value_type_min(l->type);
	if (p.hi > value_type_max(l->type))
		p.hi = value_type_max(l->type);
	p.bits = 0;
	p.mask = type_mask(l->type);
	list_add(l, p);
}

/* a >> by = r: the high bits of a are the low bits of r, of either sign. */
static void invert_shr(struct value *a, s128 by, const struct value *r)
{
	struct piece_list l = { .type = a->type };
	u64 all = type_mask(a->type);
	struct value image;
	u32 i;

	if (by < 0 || by >= a->type.bits)
		return;
	for (i = 0; i < r->n; i++) {
		struct piece p = r->p[i];

		p.lo = p.lo * ((s128)1 << by);
		p.hi = p.hi * ((s128)1 << by) + (((s128)1 << by) - 1);
		if (p.lo < value_type_min(a->type))
			p.lo = value_type_min(a->type);
		if (p.hi > value_type_max(a->type))
			p.hi = value_type_max(a->type);
		p.mask = (p.mask << by | ((1ull << by) - 1)) & all;
		p.bits = p.bits << by & all & ~p.mask;
		list_add(&l, p);
	}
	list_finish(&l, &image);
	keep_image(a, &image);
}

/* a / by = r, by positive: C cuts towards zero. */
static void invert_div(struct value *a, s128 by, const struct value *r)
{
	struct piece_list l = { .type = a->type };
	struct value image;
	u32 i;

	if (by <= 0 || by > INT32_MAX)
		return;
	for (i = 0; i < r->n; i++) {
		struct piece p = r->p[i];

		p.lo = p.lo > 0 ? p.lo * by : p.lo * by - (by - 1);
		p.hi = p.hi < 0 ? p.hi * by : p.hi * by + (by - 1);
		add_clipped(&l, p);
	}
	list_finish(&l, &image);
	keep_image(a, &image);
}

static s128 div_up(s128 a, s128 b)
{
	return a > 0 ? (a + b - 1) / b : a / b;
}

static s128 div_down(s128 a, s128 b)
{
	return a < 0 ? -((-a + b - 1) / b) : a / b;
}

/* a * by = r, by positive, where no product wraps. */
static void invert_mul(struct value *a, s128 by, const struct value *r)
{
	struct piece_list l = { .type = a->type };
	struct value image;
	u32 i;

	if (by <= 0 || by > INT32_MAX ||
	    a->p[0].lo * by < value_type_min(a->type) ||
	    value_max(a) * by > value_type_max(a->type))
		return;
	for (i = 0; i < r->n; i++) {
		struct piece p = r->p[i];

		p.lo = div_up(p.lo, by);
		p.hi = div_down(p.hi, by);
		if (p.lo <= p.hi)
			add_clipped(&l, p);
	}
	list_finish(&l, &image);
	keep_image(a, &image);
}

/* a << by = r: the low bits of a are the high bits of r. */
static void invert_shl(struct value *a, s128 by, const struct value *r)
{
	struct piece_list l = { .type = a->type };
	u32 i;

	if (by < 0 || by >= a->type.bits)
		return;
	for (i = 0; i < r->n; i++) {
		struct piece q = r->p[i];

		q.bits >>= by;
		q.mask >>= by;
		learn_masked(a, type_mask(a->type) >> by, &q, &l);
	}
	list_finish(&l, a);
}

/* The bits that every member has, and those that none has. */
struct known_bits {
	u64 ones, zeros;
};

static struct known_bits known_bits(const struct value *v)
{
	u64 all = type_mask(v->type);
	struct known_bits k = { all, all };
	u32 i;

	for (i = 0; i < v->n; i++) {
		k.ones &= v->p[i].bits;
		k.zeros &= ~(v->p[i].bits | v->p[i].mask);
	}
	return k;
}

static void learn_bits(struct value *a, u64 ones, u64 zeros)
{
	struct piece_list l = { .type = a->type };
	u64 all = type_mask(a->type);
	struct piece p = { .bits = ones, .mask = all & ~(ones | zeros) };
	struct value c;

	if (p.mask == all || ones & zeros)
		return;
	if (!p.mask) {
		value_const(&c, a->type, ones, 0, 0);
		value_refine(a, IR_OP_EQ, &c);
		return;
	}
	learn_masked(a, all, &p, &l);
	list_finish(&l, a);
}

/* (a | b) = r: neither has what r has not; what one has not, the other has. */
static void invert_or(struct value *a, struct value *b, const struct value *r)
{
	struct known_bits ka = known_bits(a), kb = known_bits(b);
	struct known_bits k = known_bits(r);

	learn_bits(a, k.ones & kb.zeros, k.zeros);
	learn_bits(b, k.ones & ka.zeros, k.zeros);
}

/* (a & b) = r, neither constant: both have what r has. */
static void invert_and_bits(struct value *a, struct value *b,
			    const struct value *r)
{
	struct known_bits ka = known_bits(a), kb = known_bits(b);
	struct known_bits k = known_bits(r);

	learn_bits(a, k.ones, k.zeros & kb.ones);
	learn_bits(b, k.ones, k.zeros & ka.ones);
}

/* min(a, b) = r: both are at least r; and the same upside down. */
static void invert_minmax(struct value *a, struct value *b, enum ir_op op,
			  const struct value *r)
{
	enum ir_op cmp = op == IR_OP_MIN ? IR_OP_GE : IR_OP_LE;

	value_refine(a, cmp, r);
	value_refine(b, cmp, r);
}

static void invert_compare(struct value *a, struct value *b, enum ir_op op,
			   const struct value *r)
{
	struct value a0 = *a;
	s128 c;

	if (!single(r, &c) || !ir_type_eq(a->type, b->type))
		return;
	if (!c)
		op = ir_cmp_negate(op);
	value_refine(a, op, b);
	value_refine(b, ir_cmp_swap(op), &a0);
}

static void invert_const(struct value *a, struct value *b, enum ir_op op,
			 const struct value *r)
{
	s128 ca, cb;
	bool sa = single(a, &ca), sb = single(b, &cb);

	switch (op) {
	case IR_OP_ADD:
		if (sb)
			invert_bijection(a, IR_OP_SUB, b, r);
		if (sa)
			invert_bijection(b, IR_OP_SUB, a, r);
		break;
	case IR_OP_SUB:
		if (sb)
			invert_bijection(a, IR_OP_ADD, b, r);
		else if (sa) {
			struct value image;

			value_binary(&image, IR_OP_SUB, b->type, a, r, 0);
			keep_image(b, &image);
		}
		break;
	case IR_OP_XOR:
		if (sb)
			invert_bijection(a, IR_OP_XOR, b, r);
		if (sa)
			invert_bijection(b, IR_OP_XOR, a, r);
		break;
	case IR_OP_AND:
		if (sb)
			invert_and(a, cb, r);
		if (sa)
			invert_and(b, ca, r);
		if (!sa && !sb)
			invert_and_bits(a, b, r);
		break;
	case IR_OP_SHR:
		if (sb)
			invert_shr(a, cb, r);
		break;
	case IR_OP_SHL:
		if (sb)
			invert_shl(a, cb, r);
		break;
	case IR_OP_MUL:
		if (sb)
			invert_mul(a, cb, r);
		break;
	case IR_OP_DIV:
		if (sb)
			invert_div(a, cb, r);
		break;
	default:
		break;
	}
}

void value_invert_binary(struct value *a, struct value *b, enum ir_op op,
			 const struct value *r)
{
	if (!a->n || !b->n)
		return;
	if (!r->n) {
		value_empty(a, a->type);
		return;
	}
	if (ir_op_class(op) == IR_CLASS_COMPARE) {
		invert_compare(a, b, op, r);
		return;
	}
	if (!ir_type_eq(a->type, r->type))
		return;
	if (op == IR_OP_OR)
		invert_or(a, b, r);
	else if (op == IR_OP_MIN || op == IR_OP_MAX)
		invert_minmax(a, b, op, r);
	else
		invert_const(a, b, op, r);
}
