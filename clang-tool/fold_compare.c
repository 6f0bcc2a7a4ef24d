/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The forms that GCC gives to comparisons: of the variable itself, with a constant at the right. See fold.c. */
#include "clang-tool/fold_p.h"

/* What is compared, and how. */
struct compare {
	enum ir_op op;
	struct ir_type t;
	struct val a, c;
};

/* x / 2 <= 8 is x <= 17 */
static bool compare_quotient(struct lower *lw, struct compare *q, const struct part *p)
{
	u64 d = p->b.bits, above = q->op == IR_OP_LE || q->op == IR_OP_GT, limit;
	struct ir_loc now;

	if (p->in.op != IR_OP_DIV || q->op < IR_OP_LT || (s64)d <= 1 || d > 0x10000 ||
	    (s64)q->c.bits < (above ? 0 : 1) || q->c.bits > 0x1000)
		return false;
	limit = q->c.bits * d + (above ? d - 1 : 0);
	if (ir_extend(q->t, limit) != limit)
		return false;
	now = take(lw, q->a, p);
	q->a = p->a;
	q->c = val_const(q->t, limit, NULL);
	put_loc(lw, now);
	return true;
}

/* The value is another one now, compared with k. */
static void with(struct compare *q, struct val x, u64 k)
{
	q->a = x;
	q->c = val_const(q->t, k, NULL);
}

/* The same without sign: op becomes <= or > of k. */
static void as_unsigned(struct lower *lw, struct compare *q, struct val x, u64 add, u64 k)
{
	q->t.is_signed = 0;
	x = convert(lw, x, q->t);
	if (add)
		x = binary(lw, IR_OP_ADD, q->t, x, val_const(q->t, add, NULL));
	q->op = q->op == IR_OP_EQ ? IR_OP_LE : IR_OP_GT;
	with(q, x, k);
}

/* (x & 4) == 4 is (x & 4) != 0, (x & ~7) == 0 is x <= 7, ((x >> 3) & 1) != 0 is (x & 8) != 0 */
static bool masked_is(struct lower *lw, struct compare *q, const struct part *p)
{
	u64 k = p->b.bits, all = ir_low_bits(q->t.bits), low = ~k & all;
	bool one = k && !(k & (k - 1));
	struct ir_loc now;
	struct part s;

	if (one && q->c.bits == k) {
		q->op = ir_cmp_negate(q->op);
		q->c = val_const(q->t, 0, NULL);
		return true;
	}
	if (q->c.bits || (!one && (!low || low & (low + 1))))
		return false;
	now = take(lw, q->a, p);
	if (!one) {
		as_unsigned(lw, q, p->a, 0, low);
	} else if (part_of(lw, p->a, &s) && s.in.op == IR_OP_SHR && s.b.is_const &&
		   ir_type_eq(s.a.t, q->t) && k << s.b.bits >> s.b.bits == k &&
		   k << s.b.bits <= all >> 1) {
		take(lw, p->a, &s);
		with(q, binary(lw, IR_OP_AND, q->t, s.a, val_const(q->t, k << s.b.bits, NULL)), 0);
	} else {
		q->a = put_back(lw, p);
		put_loc(lw, now);
		return false;
	}
	put_loc(lw, now);
	return true;
}

/* x / 4 == 3 is x - 12 <= 3, without sign */
static bool quotient_is(struct lower *lw, struct compare *q, const struct part *p)
{
	u64 k = p->b.bits, c = q->c.bits, more = k - 1;
	struct ir_loc now;

	if ((s64)k <= 1 || k > 0x10000 || c > 0x1000 || c * k + more > ir_low_bits(q->t.bits) >> 1)
		return false;
	now = take(lw, q->a, p);
	if (c || !q->t.is_signed)
		as_unsigned(lw, q, p->a, -(c * k), more);
	else
		as_unsigned(lw, q, p->a, more, 2 * more);
	put_loc(lw, now);
	return true;
}

/* Equal to a constant: what the value is made of is equal to another one. */
static bool equal_to(struct lower *lw, struct compare *q, const struct part *p)
{
	u64 k = p->b.bits, c = q->c.bits;
	bool power = k && !(k & (k - 1));
	struct ir_loc now;

	switch (p->in.op) {
	case IR_OP_ADD: c -= k; break;
	case IR_OP_XOR: c ^= k; break;
	case IR_OP_AND: return masked_is(lw, q, p);
	case IR_OP_MUL:
		if ((s64)k <= 0 || (s64)c % (s64)k || (!q->t.is_signed && (!(k & 1) || (s64)c < 0)))
			return false;
		c = (u64)((s64)c / (s64)k);
		break;
	case IR_OP_DIV: return quotient_is(lw, q, p);
	case IR_OP_MOD:
		if (c || !power || !q->t.is_signed || (s64)k < 0)
			return false;
		now = take(lw, q->a, p);
		q->t.is_signed = 0;
		with(q, binary(lw, IR_OP_AND, q->t, convert(lw, p->a, q->t),
			       val_const(q->t, k - 1, NULL)), 0);
		put_loc(lw, now);
		return true;
	default: return false;
	}
	put_loc(lw, take(lw, q->a, p));
	with(q, p->a, c);
	return true;
}

/* -x == 3, ~x == 3; x - y == 0, x ^ y != 0 */
static bool equal_parts(struct lower *lw, struct compare *q, const struct part *p)
{
	bool two = p->in.op == IR_OP_SUB || p->in.op == IR_OP_XOR;

	if (p->in.op == IR_OP_NOT ||
	    (p->in.op == IR_OP_NEG && (q->t.is_signed || !q->c.bits))) {
		put_loc(lw, take(lw, q->a, p));
		with(q, p->a, p->in.op == IR_OP_NEG ? -q->c.bits : ~q->c.bits);
		return true;
	}
	if (q->c.bits || !two || !ir_type_eq(p->b.t, q->t))
		return false;
	put_loc(lw, take(lw, q->a, p));
	q->a = p->a;
	q->c = p->b;
	return true;
}

/* (x & 3) == (x & 7) is (x & 4) == 0, (x & 3) == (y & 3) is ((x ^ y) & 3) == 0 */
static bool equal_masks(struct lower *lw, struct compare *q)
{
	struct ir_loc now;
	struct part p, r;
	struct val x;
	u64 k;

	if (!part_of(lw, q->a, &p) || !part_of(lw, q->c, &r) || p.in.op != IR_OP_AND ||
	    r.in.op != IR_OP_AND || !p.b.is_const || !r.b.is_const ||
	    !ir_type_eq(p.a.t, q->t) || !ir_type_eq(r.a.t, q->t))
		return false;
	k = p.b.bits ^ r.b.bits;
	if (!is_same(lw, p.a, r.a) && k)
		return false;
	now = take(lw, q->c, &r);
	take(lw, q->a, &p);
	x = k ? p.a : binary(lw, IR_OP_XOR, q->t, p.a, r.a);
	with(q, binary(lw, IR_OP_AND, q->t, x, val_const(q->t, k ? k : p.b.bits, NULL)), 0);
	put_loc(lw, now);
	return true;
}

/* x & 15 > 7 is x & 8 != 0 */
static bool compare_mask(struct lower *lw, struct compare *q, const struct part *p)
{
	u64 k = p->b.bits, limit = q->c.bits + (q->op == IR_OP_GT || q->op == IR_OP_LE);
	bool more = q->op == IR_OP_GT || q->op == IR_OP_GE;
	struct ir_loc now;

	if (p->in.op != IR_OP_AND || (s64)k <= 0 || (s64)limit <= 1 || (limit & (limit - 1)) ||
	    (k & ~(limit - 1)) == 0 || (k & (k + 1)))
		return false;
	now = take(lw, q->a, p);
	with(q, binary(lw, IR_OP_AND, q->t, p->a, val_const(q->t, k & ~(limit - 1), NULL)), 0);
	q->op = more ? IR_OP_NE : IR_OP_EQ;
	put_loc(lw, now);
	return true;
}

/* x - 5 < 3 is x < 8, -x < 3 is x > -3, with a sign, as nothing overflows then. */
static bool compare_sum(struct lower *lw, struct compare *q, const struct part *p)
{
	u64 c = ir_extend(q->t, q->c.bits - p->b.bits);
	s64 k = (s64)p->b.bits;

	if (p->in.op == IR_OP_NEG && q->t.is_signed && q->c.bits != 1ull << (q->t.bits - 1)) {
		put_loc(lw, take(lw, q->a, p));
		q->op = ir_cmp_swap(q->op);
		with(q, p->a, -q->c.bits);
		return true;
	}
	if (p->in.op != IR_OP_ADD || !q->t.is_signed || (k > 0) != ((s64)c < (s64)q->c.bits))
		return false;
	put_loc(lw, take(lw, q->a, p));
	with(q, p->a, c);
	return true;
}

/* One step on; false when it stays as it is. */
static bool compare_bits(struct lower *lw, struct compare *q)
{
	bool equal = q->op == IR_OP_EQ || q->op == IR_OP_NE;
	struct part p;

	if (!q->c.is_const)
		return equal && equal_masks(lw, q);
	if (!part_of(lw, q->a, &p) || !ir_type_eq(p.a.t, q->t))
		return false;
	if (!p.b.is_const || p.in.b.kind == IR_OPND_NONE)
		return equal ? equal_parts(lw, q, &p) : compare_sum(lw, q, &p);
	if (equal)
		return equal_to(lw, q, &p);
	return compare_quotient(lw, q, &p) || compare_mask(lw, q, &p) || compare_sum(lw, q, &p);
}

static void compare_narrow(struct lower *lw, struct ir_type *t, struct val *a, struct val *c)
{
	struct ir_type from;

	from = shared_type(lw, *t, *a, *c);
	if (ir_type_eq(from, *t) && c->is_const) {
		/* (u32)x > 15 of an s8 is (u8)x > 15 */
		from = bare_type(lw, *a, *t);
		if (from.bits < 8 || !from.is_signed || t->is_signed || c->bits >> (from.bits - 1))
			return;
		from.is_signed = 0;
	}
	if (from.bits >= t->bits)
		return;
	*t = from;
	*a = convert(lw, *a, from);
	*c = convert(lw, *c, from);
}

/* x < 2 is x <= 1, x > -2 is x >= -1: the constant is the one nearer to 0. */
static void nearer_to_zero(struct compare *q)
{
	bool below_zero = q->t.is_signed && (s64)q->c.bits < 0;
	u64 step = below_zero ? 1 : -1ull;
	struct {
		enum ir_op from, to;
	} swap[2][2] = {{{IR_OP_LT, IR_OP_LE}, {IR_OP_GE, IR_OP_GT}},
			{{IR_OP_LE, IR_OP_LT}, {IR_OP_GT, IR_OP_GE}}};
	u32 i;

	if (!q->c.is_const || !q->c.bits)
		return;
	for (i = 0; i < 2; i++)
		if (q->op == swap[below_zero][i].from) {
			q->op = swap[below_zero][i].to;
			q->c = val_const(q->t, q->c.bits + step, NULL);
			return;
		}
}

void fold_compare(struct lower *lw, enum ir_op *op, struct ir_type *t, struct val *a, struct val *c)
{
	struct compare q = {*op, *t, *a, *c};
	bool more = true;

	if (t->kind != IR_T_INT || !ir_type_eq(a->t, *t) || !ir_type_eq(c->t, *t))
		return;
	while (more) {
		compare_narrow(lw, &q.t, &q.a, &q.c);
		more = q.t.bits >= 8 && compare_bits(lw, &q);
		order_operands(lw, &q.op, &q.a, &q.c);
	}
	nearer_to_zero(&q);
	*op = q.op;
	*t = q.t;
	*a = q.a;
	*c = q.c;
}
