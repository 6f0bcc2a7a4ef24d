/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The forms that GCC gives to sums, differences and products: constants meet,
 * signs go to the operation, what cancels out is gone. See fold.c.
 */
#include "clang-tool/fold_p.h"

/* ---- one operand and a constant -------------------------------------------------- */

/* x + k, or k - x */
struct line {
	struct val x;
	u64 k;
	bool minus;
};

static bool line_of(struct lower *lw, struct ir_type t, struct val v, struct part *p,
		    struct line *ret)
{
	if (!part_of(lw, v, p) || !ir_type_eq(p->in.type, t) || !ir_type_eq(p->a.t, t))
		return false;
	switch (p->in.op) {
	case IR_OP_ADD: *ret = (struct line){p->a, p->b.bits, false}; return p->b.is_const;
	case IR_OP_SUB: *ret = (struct line){p->b, p->a.bits, true}; return p->a.is_const;
	case IR_OP_NEG: *ret = (struct line){p->a, 0, true}; return true;
	case IR_OP_NOT: *ret = (struct line){p->a, ~0ull, true}; return true;
	default: return false;
	}
}

static struct val put_line(struct lower *lw, struct ir_type t, struct line l)
{
	struct val k = val_const(t, ir_extend(t, l.k), NULL);

	if (!l.minus)
		return binary(lw, IR_OP_ADD, t, l.x, k);
	if (!k.bits || k.bits == ir_extend(t, ~0ull))
		return unary(lw, k.bits ? IR_OP_NOT : IR_OP_NEG, t, l.x);
	return binary(lw, IR_OP_SUB, t, k, l.x);
}

/* x * k */
static bool is_product(struct lower *lw, struct ir_type t, struct val v, struct part *p)
{
	return part_of(lw, v, p) && p->in.op == IR_OP_MUL && p->b.is_const &&
	       ir_type_eq(p->in.type, t) && ir_type_eq(p->a.t, t);
}

static struct val times(struct lower *lw, struct ir_type t, struct val x, u64 k)
{
	return binary(lw, IR_OP_MUL, t, x, val_const(t, ir_extend(t, k), NULL));
}

/* ~x + 3 is 2 - x, 12 - (x + 7) is 5 - x, with a sign 3 - x * 7 is x * -7 + 3 */
static bool of_line(struct lower *lw, enum ir_op op, struct ir_type t, struct val a,
		    struct val c, struct val *ret)
{
	struct ir_loc now;
	struct line l;
	struct part p;

	if (op == IR_OP_ADD && c.is_const && line_of(lw, t, a, &p, &l) && l.minus) {
		now = take(lw, a, &p);
		l.k += c.bits;
		*ret = put_line(lw, t, l);
	} else if (op == IR_OP_SUB && a.is_const && line_of(lw, t, c, &p, &l)) {
		now = take(lw, c, &p);
		l.k = a.bits - l.k;
		l.minus = !l.minus;
		*ret = put_line(lw, t, l);
	} else if (op == IR_OP_SUB && t.is_signed && is_product(lw, t, c, &p)) {
		now = take(lw, c, &p);
		c = times(lw, t, p.a, -p.b.bits);
		*ret = a.is_const ? binary(lw, IR_OP_ADD, t, c, a) : binary(lw, IR_OP_ADD, t, a, c);
	} else {
		return false;
	}
	put_loc(lw, now);
	return true;
}

/* ---- signs ------------------------------------------------------------------------ */

static bool is_minus(struct lower *lw, struct ir_type t, struct val v, struct part *p)
{
	return part_of(lw, v, p) && p->in.op == IR_OP_NEG && ir_type_eq(p->a.t, t);
}

/* x + -y, -x + y, x - -y, -x * -y, -x * 3 */
static bool of_minus(struct lower *lw, enum ir_op op, struct ir_type t, struct val a,
		     struct val c, struct val *ret)
{
	struct part p, q;
	bool left = is_minus(lw, t, a, &p), right = is_minus(lw, t, c, &q);
	struct ir_loc now = get_loc(lw);

	if (op == IR_OP_ADD && !c.is_const && (left || right)) {
		take(lw, right ? c : a, right ? &q : &p);
		*ret = right ? binary(lw, IR_OP_SUB, t, a, q.a) :
			       binary(lw, IR_OP_SUB, t, c, p.a);
	} else if (op == IR_OP_SUB && right) {
		take(lw, c, &q);
		if (left)
			take(lw, a, &p);
		*ret = left ? binary(lw, IR_OP_SUB, t, q.a, p.a) :
			      binary(lw, IR_OP_ADD, t, a, q.a);
	} else if (op == IR_OP_MUL && left && (right || c.is_const)) {
		if (right)
			take(lw, c, &q);
		take(lw, a, &p);
		*ret = right ? binary(lw, op, t, p.a, q.a) : times(lw, t, p.a, -c.bits);
	} else {
		return false;
	}
	put_loc(lw, now);
	return true;
}

/* ---- what both sides have ------------------------------------------------------------ */

/* The sum or difference v has x as operand: the other one; *ret_right: x is the right one. */
static bool other_operand(struct lower *lw, enum ir_op op, struct ir_type t, struct val v,
			  struct val x, struct part *p, struct val *ret, bool *ret_right)
{
	if (!part_of(lw, v, p) || p->in.op != op || !ir_type_eq(p->in.type, t) ||
	    !ir_type_eq(p->a.t, t) || !ir_type_eq(p->b.t, t))
		return false;
	*ret_right = !is_same(lw, p->a, x);
	*ret = *ret_right ? p->a : p->b;
	return !*ret_right || is_same(lw, p->b, x);
}

/*
 * One of a and c, the second when `second`, is a sum or difference `in` that has the other one as
 * operand: what is left of (x + y) - x, x - (x + y), (x - y) - x, x - (x - y), x + (y - x).
 */
static bool left_over(struct lower *lw, enum ir_op op, enum ir_op in, struct ir_type t,
		      struct val a, struct val c, bool second, struct val *ret)
{
	struct val whole = second ? c : a, y;
	struct ir_loc now;
	struct part p;
	bool right;

	if (!other_operand(lw, in, t, whole, second ? a : c, &p, &y, &right) ||
	    (in == IR_OP_SUB && right != (op == IR_OP_ADD)))
		return false;
	now = take(lw, whole, &p);
	*ret = op == IR_OP_SUB && second != (in == IR_OP_SUB) ? unary(lw, IR_OP_NEG, t, y) : y;
	put_loc(lw, now);
	return true;
}

static bool of_cancelled(struct lower *lw, enum ir_op op, struct ir_type t, struct val a,
			 struct val c, struct val *ret)
{
	if (op == IR_OP_SUB && (left_over(lw, op, IR_OP_ADD, t, a, c, false, ret) ||
				left_over(lw, op, IR_OP_ADD, t, a, c, true, ret)))
		return true;
	return op != IR_OP_MUL && (left_over(lw, op, IR_OP_SUB, t, a, c, false, ret) ||
				   left_over(lw, op, IR_OP_SUB, t, a, c, true, ret));
}

/* x * 3 + x * 5, x * 3 - y * 3, (x + 3) - (y + 3) */
static bool of_common(struct lower *lw, enum ir_op op, struct ir_type t, struct val a,
		      struct val c, struct val *ret)
{
	bool sum = op == IR_OP_ADD, one, products;
	struct ir_loc now;
	struct part p, q;

	if ((!sum && op != IR_OP_SUB) || !part_of(lw, a, &p) || !part_of(lw, c, &q) ||
	    !p.b.is_const || !q.b.is_const || p.in.op != q.in.op || !ir_type_eq(p.in.type, t) ||
	    !ir_type_eq(p.a.t, t) || !ir_type_eq(q.a.t, t))
		return false;
	products = p.in.op == IR_OP_MUL;
	one = is_same(lw, p.a, q.a);
	if ((!products && (sum || p.in.op != IR_OP_ADD)) || (!one && p.b.bits != q.b.bits))
		return false;
	now = take(lw, c, &q);
	take(lw, a, &p);
	if (one && products)
		*ret = times(lw, t, p.a, sum ? p.b.bits + q.b.bits : p.b.bits - q.b.bits);
	else if (one)
		*ret = val_const(t, ir_extend(t, p.b.bits - q.b.bits), NULL);
	else if (products)
		*ret = times(lw, t, binary(lw, op, t, p.a, q.a), p.b.bits);
	else
		*ret = binary(lw, op, t, p.a, q.a);
	put_loc(lw, now);
	return true;
}

bool fold_sum(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, struct val c,
	      struct val *ret)
{
	if (op != IR_OP_ADD && op != IR_OP_SUB && op != IR_OP_MUL)
		return false;
	return of_line(lw, op, t, a, c, ret) || of_minus(lw, op, t, a, c, ret) ||
	       of_cancelled(lw, op, t, a, c, ret) || of_common(lw, op, t, a, c, ret);
}

/* ---- ~ and - ---------------------------------------------------------------------------- */

/* ~(x - y) is y - x - 1, with a sign y + ~x */
static struct val turned_difference(struct lower *lw, struct ir_type t, const struct part *p)
{
	if (t.is_signed)
		return binary(lw, IR_OP_ADD, t, p->b, unary(lw, IR_OP_NOT, t, p->a));
	return binary(lw, IR_OP_ADD, t, binary(lw, IR_OP_SUB, t, p->b, p->a),
		      val_const(t, ir_extend(t, ~0ull), NULL));
}

/* ~(x + 3) is -4 - x, ~-x is x + -1, -~x is x + 1, -(x * 3) is x * -3 */
bool fold_turned(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, struct val *ret)
{
	struct ir_loc now;
	struct part p;
	struct line l;

	if (t.bits < 8 || (op != IR_OP_NOT && op != IR_OP_NEG))
		return false;
	if (op == IR_OP_NEG && t.is_signed && is_product(lw, t, a, &p)) {
		now = take(lw, a, &p);
		*ret = times(lw, t, p.a, -p.b.bits);
	} else if (line_of(lw, t, a, &p, &l) && p.in.op != op &&
		   (op == IR_OP_NOT || p.in.op == IR_OP_NOT)) {
		now = take(lw, a, &p);
		l.k = (op == IR_OP_NOT ? ~0ull : 0) - l.k;
		l.minus = !l.minus;
		*ret = put_line(lw, t, l);
	} else if (op == IR_OP_NOT && part_of(lw, a, &p) && p.in.op == IR_OP_SUB &&
		   ir_type_eq(p.a.t, t) && ir_type_eq(p.b.t, t)) {
		now = take(lw, a, &p);
		*ret = turned_difference(lw, t, &p);
	} else {
		return false;
	}
	put_loc(lw, now);
	return true;
}

/* ---- products and chains --------------------------------------------------------------- */

/*
 * x * 2 + 16 is (x + 8) * 2, as long as what is added is no smaller than the
 * factor, which is a power of two.
 */
bool fold_product(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, u64 c,
		  struct val *ret)
{
	struct ir_loc now;
	struct part p;
	s64 k;

	if (op != IR_OP_ADD || !part_of(lw, a, &p) || p.in.op != IR_OP_MUL || !p.b.is_const ||
	    !ir_type_eq(p.a.t, t))
		return false;
	k = (s64)p.b.bits;
	if (k <= 1 || (k & (k - 1)) || (!t.is_signed && (s64)c < 0) || (s64)c % k ||
	    ((s64)c > 0 ? (s64)c < k : (s64)c > -k))
		return false;
	now = take(lw, a, &p);
	a = binary(lw, IR_OP_ADD, t, p.a, val_const(t, (u64)((s64)c / k), NULL));
	*ret = binary(lw, IR_OP_MUL, t, a, p.b);
	put_loc(lw, now);
	return true;
}

/* An operand of a sum or a chain of one operation: what varies, and a constant. */
struct term {
	struct line l;
	bool has_k;
};

static struct term term_of(struct lower *lw, enum ir_op op, struct ir_type t, struct val v)
{
	struct part p = {0};
	struct line l;
	bool found;

	if (op == IR_OP_ADD) {
		found = line_of(lw, t, v, &p, &l) && p.in.op != IR_OP_NEG;
	} else {
		found = part_of(lw, v, &p) && p.in.op == op && p.b.is_const &&
			ir_type_eq(p.in.type, t) && ir_type_eq(p.a.t, t);
		l = (struct line){p.a, p.b.bits, false};
	}
	if (!found)
		return (struct term){.l.x = v};
	take(lw, v, &p);
	return (struct term){l, true};
}

bool fold_chain(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, struct val c,
		struct val *ret)
{
	bool sum = op == IR_OP_ADD || op == IR_OP_SUB;
	enum ir_op in = sum ? IR_OP_ADD : op;
	struct ir_loc now = get_loc(lw);
	struct val v, k;
	struct term x, y;

	if (t.is_signed || a.is_const || c.is_const ||
	    (!sum && op != IR_OP_AND && op != IR_OP_OR && op != IR_OP_XOR && op != IR_OP_MUL))
		return false;
	y = term_of(lw, in, t, c);
	x = term_of(lw, in, t, a);
	if (!x.has_k && !y.has_k)
		return false;
	y.l.minus ^= op == IR_OP_SUB;
	if (op == IR_OP_SUB)
		y.l.k = -y.l.k;
	if (x.l.minus && y.l.minus)
		v = unary(lw, IR_OP_NEG, t, binary(lw, IR_OP_ADD, t, x.l.x, y.l.x));
	else if (x.l.minus)
		v = binary(lw, IR_OP_SUB, t, y.l.x, x.l.x);
	else
		v = binary(lw, y.l.minus ? IR_OP_SUB : in, t, x.l.x, y.l.x);
	k = val_const(t, x.l.k, NULL);
	if (x.has_k && y.has_k)
		k = binary(lw, in, t, k, val_const(t, y.l.k, NULL));
	else if (y.has_k)
		k = val_const(t, y.l.k, NULL);
	*ret = binary(lw, in, t, v, k);
	put_loc(lw, now);
	return true;
}
