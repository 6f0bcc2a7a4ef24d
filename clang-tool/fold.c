/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The forms that GCC gives to arithmetic while it parses: 8-bit sums are computed
 * in 8 bits, masks move outwards past conversions and shifts, two constants
 * become one. The engine's answers hang on the form - who fixed a value, which
 * of its ends the program has set - so what Clang leaves as it is written gets
 * the same form here. Each rule keeps the value.
 */
#include "clang-tool/fold_p.h"

static struct val val_of(struct lower *lw, struct ir_operand o)
{
	struct ir_type t = irb_operand_type(lw->b, o);

	if (o.kind == IR_OPND_CONST)
		return val_const(t, irb_const_bits(lw->b, o), NULL);
	return val_opnd(o, t);
}

bool is_int(struct val v)
{
	return v.t.kind == IR_T_INT;
}

bool part_of(struct lower *lw, struct val v, struct part *ret)
{
	const struct ir_inst *in;

	if (v.is_const || !is_int(v) || v.o.kind != IR_OPND_LOCAL)
		return false;
	in = irb_unread(lw->b, v.o.idx);
	if (!in || in->op == IR_OP_COPY)
		return false;
	ret->in = *in;
	ret->a = val_of(lw, in->a);
	ret->b = val_of(lw, in->b);
	return is_int(ret->a) && (in->b.kind == IR_OPND_NONE || is_int(ret->b));
}

struct ir_loc take(struct lower *lw, struct val v, const struct part *p)
{
	struct ir_loc now = get_loc(lw);

	irb_drop(lw->b, v.o.idx);
	put_loc(lw, p->in.loc);
	return now;
}

/* ---- conversions ----------------------------------------------------------- */

struct ir_type bare_type(struct lower *lw, struct val v, struct ir_type to)
{
	struct ir_type t = v.t;
	struct part p;

	if (v.is_const) {
		t.bits = to.bits;
		return ir_extend(t, v.bits) == v.bits ? t : v.t;
	}
	if (part_of(lw, v, &p) && p.in.op == IR_OP_CAST && p.a.t.bits < t.bits)
		return p.a.t;
	return t;
}

/* In which sign GCC computes what is cut to `to` anyway. */
static struct ir_type narrow_type(struct lower *lw, const struct part *p, struct ir_type to)
{
	struct ir_type a = bare_type(lw, p->a, to), b = bare_type(lw, p->b, to);
	bool sum = p->in.op == IR_OP_ADD || p->in.op == IR_OP_SUB || p->in.op == IR_OP_MUL;

	to.is_signed = p->in.type.is_signed && (a.is_signed || b.is_signed) &&
		       !(sum && (a.bits * 2 > to.bits || b.bits * 2 > to.bits));
	return to;
}

/* The smaller of two: only of what was as narrow before. */
static bool fits_narrow(struct lower *lw, const struct part *p, struct ir_type to)
{
	struct ir_type a = bare_type(lw, p->a, to), b = bare_type(lw, p->b, to);

	return a.bits <= to.bits && b.bits <= to.bits && a.is_signed == b.is_signed &&
	       a.is_signed == to.is_signed;
}

static bool may_narrow(const struct part *p, struct ir_type to)
{
	switch (p->in.op) {
	case IR_OP_CAST:
	case IR_OP_NEG:
	case IR_OP_NOT:
	case IR_OP_ADD:
	case IR_OP_SUB:
	case IR_OP_MUL:
	case IR_OP_AND:
	case IR_OP_OR:
	case IR_OP_XOR:
	case IR_OP_MIN:
	case IR_OP_MAX: return true;
	case IR_OP_SHL: return p->b.is_const && p->b.bits < to.bits && !to.is_signed;
	default: return false;
	}
}

/* As it was written. */
static struct val cut(struct lower *lw, const struct part *p, struct ir_type to)
{
	u32 wide = temp(lw, p->in.type), t = temp(lw, to);

	irb_binary(lw->b, (enum ir_op)p->in.op, p->in.type, wide, opnd(lw, p->a), opnd(lw, p->b));
	irb_unary(lw->b, IR_OP_CAST, to, t, ir_local(wide));
	return val_local(t, to);
}

/* (u8)(x + y) is (u8)x + (u8)y */
static struct val narrow(struct lower *lw, const struct part *p, struct ir_type to)
{
	enum ir_op op = (enum ir_op)p->in.op;
	struct ir_type t = to;
	struct val a, b;

	switch (op) {
	case IR_OP_CAST: return convert(lw, p->a, to);
	case IR_OP_NEG:
		t.is_signed = 0;
		/* fall through */
	case IR_OP_NOT: return convert(lw, unary(lw, op, t, convert(lw, p->a, t)), to);
	case IR_OP_SHL: return binary(lw, op, t, convert(lw, p->a, t), p->b);
	case IR_OP_MIN:
	case IR_OP_MAX:
		if (!fits_narrow(lw, p, to))
			return cut(lw, p, to);
		break;
	default: t = narrow_type(lw, p, to);
	}
	a = convert(lw, p->a, t);
	b = convert(lw, p->b, t);
	return convert(lw, binary(lw, op, t, a, b), to);
}

/* A conversion of a conversion that keeps the value is a single one. */
static bool keeps_value(struct ir_type from, struct ir_type to)
{
	return from.bits == to.bits ? from.is_signed == to.is_signed
				    : from.bits < to.bits && (!from.is_signed || to.is_signed);
}

/* A shift of the other sign: in the sign asked for when the operand was narrow. */
static struct val shift_as(struct lower *lw, const struct part *p, struct ir_type to)
{
	if (bare_type(lw, p->a, to).bits < to.bits)
		return binary(lw, IR_OP_SHL, to, convert(lw, p->a, to), p->b);
	return cut(lw, p, to);
}

/* (s8)~(u8)x is ~(s8)x */
static struct val inverted_as(struct lower *lw, const struct part *p, struct ir_type to)
{
	struct part q;
	struct val v;
	u32 t;

	if (part_of(lw, p->a, &q) && q.in.op == IR_OP_CAST && q.a.t.bits > to.bits)
		return unary(lw, IR_OP_NOT, to, convert(lw, p->a, to));
	v = unary(lw, IR_OP_NOT, p->in.type, p->a);
	t = temp(lw, to);
	irb_unary(lw->b, IR_OP_CAST, to, t, opnd(lw, v));
	return val_local(t, to);
}

bool fold_convert(struct lower *lw, struct val v, struct ir_type to, struct val *ret)
{
	struct ir_loc now;
	struct part p;
	bool mask;

	if (to.kind != IR_T_INT || to.bits < 8 || v.t.bits < 8 || !part_of(lw, v, &p))
		return false;
	if (to.bits < v.t.bits) {
		if (!may_narrow(&p, to))
			return false;
		now = take(lw, v, &p);
		*ret = narrow(lw, &p, to);
		put_loc(lw, now);
		return true;
	}
	/* (u32)((int)c << 4) of a narrow c is (u32)c << 4 */
	if (p.in.op == IR_OP_SHL && p.b.is_const && to.bits == v.t.bits && !to.is_signed) {
		now = take(lw, v, &p);
		*ret = shift_as(lw, &p, to);
		put_loc(lw, now);
		return true;
	}
	if (p.in.op == IR_OP_NOT && to.bits == v.t.bits) {
		now = take(lw, v, &p);
		*ret = inverted_as(lw, &p, to);
		put_loc(lw, now);
		return true;
	}
	/* (u64)(x & 7) is (u64)x & 7 */
	mask = p.in.op == IR_OP_AND && p.b.is_const &&
	       (!v.t.is_signed || to.bits == v.t.bits || (s64)p.b.bits >= 0);
	if (!mask && !(p.in.op == IR_OP_CAST && (to.bits == v.t.bits || keeps_value(p.a.t, v.t))))
		return false;
	now = take(lw, v, &p);
	*ret = convert(lw, p.a, to);
	if (mask)
		*ret = binary(lw, IR_OP_AND, to, *ret, val_const(to, p.b.bits, NULL));
	put_loc(lw, now);
	return true;
}

/* ---- two constants ------------------------------------------------------------- */

/* What GCC makes of the mask in (x & m) | c. */
static u64 mask_under_or(u64 m, u64 c, struct ir_type t)
{
	u32 w;

	for (w = 8; w <= t.bits; w <<= 1) {
		u64 low = ir_low_bits(w);

		if (((m | c) & low) == low && !(m & ir_low_bits(t.bits) & ~low))
			return low;
	}
	return m & ~c;
}

/* What is to become of (x OP k) NEXT c: `k1` alone, or [~]x op1 k1 op2 k2. */
struct plan {
	bool is_const, inverted;
	enum ir_op op1, op2; /* IR_OP_COUNT: not there */
	u64 k1, k2;
};

static bool plan_one(struct plan *p, enum ir_op op, u64 k)
{
	p->op1 = op;
	p->k1 = k;
	return true;
}

static bool plan_two(struct plan *p, enum ir_op op1, u64 k1, enum ir_op op2, u64 k2)
{
	p->op2 = op2;
	p->k2 = k2;
	return plan_one(p, op1, k1);
}

static bool plan_const(struct plan *p, u64 bits)
{
	p->is_const = true;
	p->k1 = bits;
	return true;
}

static bool plan_or(struct plan *p, enum ir_op in, u64 k, u64 c, struct ir_type t)
{
	u64 all = ir_low_bits(t.bits), m;

	/* (x ^ 16) | 16 */
	if (in == IR_OP_XOR)
		return k == c && plan_one(p, IR_OP_OR, c);
	if (in != IR_OP_AND)
		return false;
	if (!(k & all & ~c))
		return plan_const(p, c);
	if (!(~(k | c) & all))
		return plan_one(p, IR_OP_OR, c);
	m = mask_under_or(k, c, t);
	return ((m ^ k) & all) && plan_two(p, IR_OP_AND, m, IR_OP_OR, c);
}

static bool plan_and(struct plan *p, enum ir_op in, u64 k, u64 c, struct ir_type t)
{
	u64 all = ir_low_bits(t.bits), low, m;

	if (in == IR_OP_OR)
		return plan_two(p, IR_OP_AND, c, IR_OP_OR, c & k);
	/* (x ^ 15) & 15 */
	if (in == IR_OP_XOR) {
		p->inverted = k == c;
		return k == c && plan_one(p, IR_OP_AND, c);
	}
	/* (x + 16) & 15 */
	if (in == IR_OP_ADD)
		return c && !(c & (c + 1)) && !(k & c) && plan_one(p, IR_OP_AND, c);
	/* (x >> 28) & 15 */
	if (in == IR_OP_SHR && !t.is_signed && k && k < t.bits && !(all >> k & ~c))
		return plan_one(p, IR_OP_SHR, k);
	/* (x * 4) & 63 */
	if (in == IR_OP_MUL) {
		low = k ? (k & -k) - 1 : 0;
		if (!(c & low) || c == 0xff || c == 0xffff || c == 0xffffffff)
			return false;
		return c & all & ~low ? plan_two(p, IR_OP_MUL, k, IR_OP_AND, c & ~low)
				      : plan_const(p, 0);
	}
	if (in != IR_OP_SHL || k >= t.bits)
		return false;
	/* (x << 4) & 15 */
	low = (1ull << k) - 1;
	if (!(c & all & ~low))
		return plan_const(p, 0);
	m = (c & all) | low;
	/* (x << 60) & 0xf000000000000000 */
	if (m == all)
		return plan_one(p, IR_OP_SHL, k);
	/* (x << 3) & 0xf8 */
	if (m == (c & all) || (m != 0xff && m != 0xffff && m != 0xffffffff))
		return false;
	return plan_two(p, IR_OP_SHL, k, IR_OP_AND, m);
}

static bool plan_xor(struct plan *p, enum ir_op in, u64 k, u64 c)
{
	if (k != c || (in != IR_OP_OR && in != IR_OP_AND))
		return false;
	p->inverted = in == IR_OP_AND;
	return plan_one(p, IR_OP_AND, in == IR_OP_AND ? k : ~k);
}

/* (x & k) << c is (x << c) & (k << c) */
static bool plan_shift(struct plan *p, enum ir_op in, u64 k, enum ir_op op, u64 c, struct ir_type t)
{
	if (c >= t.bits)
		return false;
	/* (x >> 2) << 2 */
	if (k == c && ((in == IR_OP_SHR && op == IR_OP_SHL) ||
		       (in == IR_OP_SHL && op == IR_OP_SHR && !t.is_signed)))
		return plan_one(p, IR_OP_AND, op == IR_OP_SHL ? ~0ull << c : ir_low_bits(t.bits) >> c);
	if (in != IR_OP_AND && in != IR_OP_OR && in != IR_OP_XOR)
		return false;
	if (op == IR_OP_SHL)
		k <<= c;
	else
		k = t.is_signed ? (u64)((s64)k >> c) : k >> c;
	return plan_two(p, op, c, in, k);
}

/* (x + 1) + 2 is x + 3 */
static bool plan_same(struct plan *p, enum ir_op op, u64 k, u64 c, struct ir_type t)
{
	switch (op) {
	case IR_OP_ADD: return plan_one(p, op, k + c);
	case IR_OP_MUL: return plan_one(p, op, k * c);
	case IR_OP_AND: return plan_one(p, op, k & c);
	case IR_OP_OR: return plan_one(p, op, k | c);
	case IR_OP_XOR: return plan_one(p, op, k ^ c);
	case IR_OP_SHL:
	case IR_OP_SHR: return k + c < t.bits && plan_one(p, op, k + c);
	default: return false;
	}
}

static bool plan_of(struct plan *p, enum ir_op in, u64 k, enum ir_op op, u64 c, struct ir_type t)
{
	if (in == op)
		return plan_same(p, op, k, c, t);
	switch (op) {
	case IR_OP_OR: return plan_or(p, in, k, c, t);
	case IR_OP_AND: return plan_and(p, in, k, c, t);
	case IR_OP_XOR: return plan_xor(p, in, k, c);
	case IR_OP_SHL:
	case IR_OP_SHR: return plan_shift(p, in, k, op, c, t);
	default: return false;
	}
}

static struct val with_constant(struct lower *lw, enum ir_op op, struct ir_type t, struct val x,
				u64 k)
{
	bool shift = op == IR_OP_SHL || op == IR_OP_SHR;

	return binary(lw, op, t, x, val_const(shift ? int_type(32, true) : t, k, NULL));
}

static struct val carry_out(struct lower *lw, const struct plan *p, struct ir_type t, struct val x)
{
	if (p->is_const)
		return val_const(t, p->k1, NULL);
	if (p->inverted)
		x = unary(lw, IR_OP_NOT, t, x);
	x = with_constant(lw, p->op1, t, x, p->k1);
	return p->op2 == IR_OP_COUNT ? x : with_constant(lw, p->op2, t, x, p->k2);
}

/* x & a constant: which one; 0 when it is nothing of the kind. */
static u64 mask_of(struct lower *lw, struct val v)
{
	struct part p;

	return part_of(lw, v, &p) && p.in.op == IR_OP_AND && p.b.is_const ? p.b.bits : 0;
}

/* ---- one constant ---------------------------------------------------------------- */

static bool of_constant(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, u64 c,
			struct val *ret)
{
	u64 all = ir_low_bits(t.bits);

	if (!(c & all) && (op == IR_OP_ADD || op == IR_OP_SUB || op == IR_OP_OR ||
			   op == IR_OP_XOR || op == IR_OP_SHL || op == IR_OP_SHR)) {
		*ret = a;
		return true;
	}
	/* x | -1, x & 0 */
	if ((op == IR_OP_OR && !(~c & all)) ||
	    ((op == IR_OP_AND || op == IR_OP_MUL) && !(c & all)) || (op == IR_OP_MOD && c == 1)) {
		*ret = val_const(t, op == IR_OP_OR ? c : 0, NULL);
		return true;
	}
	if ((op == IR_OP_AND && !(~c & all)) || (c == 1 && (op == IR_OP_MUL || op == IR_OP_DIV))) {
		*ret = a;
		return true;
	}
	if (op == IR_OP_XOR && !(~c & all)) {
		*ret = unary(lw, IR_OP_NOT, t, a);
		return true;
	}
	if (op == IR_OP_MOD && (!t.is_signed || (s64)mask_of(lw, a) > 0) && (s64)c > 0 &&
	    !(c & (c - 1))) {
		*ret = binary(lw, IR_OP_AND, t, a, val_const(t, c - 1, NULL));
		return true;
	}
	return false;
}

struct ir_type shared_type(struct lower *lw, struct ir_type t, struct val a, struct val c)
{
	struct ir_type from = bare_type(lw, a, t), other;

	if (a.is_const || from.bits >= t.bits || from.bits < 8 || (from.is_signed && !t.is_signed))
		return t;
	other = bare_type(lw, c, from);
	if (c.is_const ? ir_extend(from, c.bits) != c.bits : !ir_type_eq(other, from))
		return t;
	return from;
}

/* (int)x | 3 is (int)(x | 3) */
static bool shorten(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, struct val c,
		    struct val *ret)
{
	struct ir_type from;

	switch (op) {
	case IR_OP_AND:
		if (c.is_const)
			return false;
		break;
	case IR_OP_DIV:
	case IR_OP_MOD:
		if (!c.is_const || !c.bits || (s64)c.bits == -1)
			return false;
		break;
	case IR_OP_OR:
	case IR_OP_XOR: break;
	case IR_OP_SHR:
		from = bare_type(lw, a, t);
		if (!c.is_const || c.bits >= from.bits || from.bits >= t.bits || from.bits < 8 ||
		    (from.is_signed && !t.is_signed))
			return false;
		*ret = convert(lw, binary(lw, op, from, convert(lw, a, from), c), t);
		return true;
	default: return false;
	}
	from = shared_type(lw, t, a, c);
	if (ir_type_eq(from, t))
		return false;
	a = convert(lw, a, from);
	c = convert(lw, c, from);
	*ret = convert(lw, binary(lw, op, from, a, c), t);
	return true;
}

/* !(x < y) and the like */
static bool of_truth(struct lower *lw, enum ir_op op, struct val a, struct val c, struct val *ret)
{
	struct ir_loc now;
	struct part p;

	if ((op != IR_OP_EQ && op != IR_OP_NE) || !c.is_const || c.bits || !part_of(lw, a, &p) ||
	    !is_compare((enum ir_op)p.in.op))
		return false;
	if (op == IR_OP_NE) {
		*ret = a;
		return true;
	}
	now = take(lw, a, &p);
	*ret = binary(lw, ir_cmp_negate((enum ir_op)p.in.op), p.in.type, p.a, p.b);
	put_loc(lw, now);
	return true;
}

/* (x & 1) + (y & 16): no bit is in both. */
enum ir_op or_for_sum(struct lower *lw, enum ir_op op, struct val a, struct val c)
{
	u64 x, y;

	if ((op != IR_OP_ADD && op != IR_OP_XOR) || a.is_const || c.is_const)
		return op;
	x = mask_of(lw, a);
	y = mask_of(lw, c);
	return x && y && !(x & y) ? IR_OP_OR : op;
}

/* x & m where m has all bits of c, x | m and x ^ m where it has none: x */
static bool unmask(struct lower *lw, struct val *v, u64 c)
{
	struct part p;
	bool keeps;

	if (!part_of(lw, *v, &p) || !p.b.is_const || !ir_type_eq(p.a.t, v->t))
		return false;
	keeps = p.in.op == IR_OP_AND ? !(~p.b.bits & c)
				     : (p.in.op == IR_OP_OR || p.in.op == IR_OP_XOR) &&
					       !(p.b.bits & c);
	if (!keeps)
		return false;
	take(lw, *v, &p);
	*v = p.a;
	return true;
}

/*
 * ((x & 31) + y) & 31 is (x + y) & 31, computed without sign, (32 - y) & 31 is
 * -y & 31. False: *v is still the sum.
 */
static bool of_masked_sum(struct lower *lw, struct ir_type t, struct val *v, u64 c, struct val *ret)
{
	struct ir_type u = t;
	struct ir_loc now;
	struct part p;
	bool minus, less;

	if ((c & (c + 1)) || !part_of(lw, *v, &p) || !ir_type_eq(p.in.type, t) ||
	    !ir_type_eq(p.a.t, t))
		return false;
	minus = p.in.op == IR_OP_NEG;
	if (!minus && ((p.in.op != IR_OP_ADD && p.in.op != IR_OP_SUB) || !ir_type_eq(p.b.t, t)))
		return false;
	now = take(lw, *v, &p);
	less = !minus && unmask(lw, &p.b, c);
	less |= unmask(lw, &p.a, c);
	if (p.in.op == IR_OP_SUB && p.a.is_const && !(p.a.bits & c)) {
		minus = less = true;
		p.a = p.b;
	}
	u.is_signed = less ? 0 : t.is_signed;
	p.a = convert(lw, p.a, u);
	*v = minus ? unary(lw, IR_OP_NEG, u, p.a)
		   : binary(lw, (enum ir_op)p.in.op, u, p.a, convert(lw, p.b, u));
	*v = convert(lw, *v, t);
	put_loc(lw, now);
	if (less)
		*ret = binary(lw, IR_OP_AND, t, *v, val_const(t, c, NULL));
	return less;
}

bool is_same(struct lower *lw, struct val a, struct val c)
{
	struct part p, q;

	if (a.is_const || c.is_const || a.o.kind != IR_OPND_LOCAL || c.o.kind != IR_OPND_LOCAL)
		return false;
	if (a.o.idx == c.o.idx)
		return true;
	return part_of(lw, a, &p) && part_of(lw, c, &q) && p.in.op == IR_OP_CAST &&
	       q.in.op == IR_OP_CAST && p.in.a.idx == q.in.a.idx &&
	       !irb_is_temporary(lw->b, p.in.a.idx);
}

/* x & x, x - x, x + x */
static bool of_one(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, struct val c,
		   struct val *ret)
{
	if (!is_same(lw, a, c))
		return false;
	switch (op) {
	case IR_OP_AND:
	case IR_OP_OR: *ret = a; return true;
	case IR_OP_SUB:
	case IR_OP_XOR: *ret = val_const(t, 0, NULL); return true;
	case IR_OP_ADD: *ret = binary(lw, IR_OP_MUL, t, a, val_const(t, 2, NULL)); return true;
	default: return false;
	}
}

static bool is_bitwise(enum ir_op op)
{
	return op == IR_OP_AND || op == IR_OP_OR || op == IR_OP_XOR;
}

/* `whole` is x & y, x | y or x ^ y in type t: what y is. */
static bool has_part(struct lower *lw, struct ir_type t, struct val whole, struct val x,
		     struct part *ret_p, struct val *ret_y)
{
	if (!part_of(lw, whole, ret_p) || !is_bitwise((enum ir_op)ret_p->in.op) ||
	    !ir_type_eq(ret_p->a.t, t) || !ir_type_eq(ret_p->b.t, t))
		return false;
	if (is_same(lw, ret_p->a, x))
		*ret_y = ret_p->b;
	else if (is_same(lw, ret_p->b, x))
		*ret_y = ret_p->a;
	else
		return false;
	return true;
}

/* y & ~x */
static struct val without(struct lower *lw, struct ir_type t, struct val y, struct val x)
{
	return binary(lw, IR_OP_AND, t, y, unary(lw, IR_OP_NOT, t, x));
}

/* x op (x in y) of other operations than one alone */
static struct val merge_own(struct lower *lw, enum ir_op op, enum ir_op in, struct ir_type t,
			    struct val x, struct val y)
{
	switch (op) {
	case IR_OP_AND: return in == IR_OP_OR ? x : without(lw, t, x, y);
	case IR_OP_OR: return in == IR_OP_AND ? x : binary(lw, op, t, x, y);
	default:
		if (in == IR_OP_XOR)
			return y;
		return in == IR_OP_AND ? without(lw, t, x, y) : without(lw, t, y, x);
	}
}

/* x & (x & y), x | (x & y), x ^ (x | y), x - (x & y), (x | y) - x */
static bool of_own_part(struct lower *lw, enum ir_op op, struct ir_type t, struct val a,
			struct val c, struct val *ret)
{
	struct val x = a, whole = c, y;
	struct ir_loc now;
	struct part p;

	if (!is_bitwise(op) && op != IR_OP_SUB)
		return false;
	if (!has_part(lw, t, whole, x, &p, &y) || (op == IR_OP_SUB && p.in.op != IR_OP_AND)) {
		x = c;
		whole = a;
		if (!has_part(lw, t, whole, x, &p, &y) ||
		    (op == IR_OP_SUB && p.in.op != IR_OP_OR))
			return false;
	}
	if (p.in.op == op && op != IR_OP_XOR) {
		*ret = whole;
		return true;
	}
	now = take(lw, whole, &p);
	*ret = merge_own(lw, op, (enum ir_op)p.in.op, t, x, y);
	put_loc(lw, now);
	return true;
}

/* v is ~x */
static bool is_inverse(struct lower *lw, struct ir_type t, struct val v, struct val x,
		       struct part *ret)
{
	return part_of(lw, v, ret) && ret->in.op == IR_OP_NOT && ir_type_eq(ret->a.t, t) &&
	       is_same(lw, ret->a, x);
}

/* Each of AND and OR takes the other one's operands in. */
static enum ir_op dual(enum ir_op op)
{
	return op == IR_OP_AND ? IR_OP_OR : IR_OP_AND;
}

struct val put_back(struct lower *lw, const struct part *p)
{
	u32 dst = temp(lw, p->in.type);

	if (p->in.b.kind == IR_OPND_NONE)
		irb_unary(lw->b, (enum ir_op)p->in.op, p->in.type, dst, opnd(lw, p->a));
	else
		irb_binary(lw->b, (enum ir_op)p->in.op, p->in.type, dst, opnd(lw, p->a),
			   opnd(lw, p->b));
	return val_local(dst, p->in.type);
}

/* x & ~x, x | ~x, x + ~x; (x | y) & ~x is y & ~x */
static bool of_inverse(struct lower *lw, enum ir_op op, struct ir_type t, struct val a,
		       struct val c, struct val *ret)
{
	struct ir_loc now;
	struct part p, q;
	bool right;
	struct val y;

	if (!is_bitwise(op) && op != IR_OP_ADD)
		return false;
	right = is_inverse(lw, t, c, a, &p);
	if (right || is_inverse(lw, t, a, c, &p)) {
		now = take(lw, right ? c : a, &p);
		*ret = val_const(t, op == IR_OP_AND ? 0 : ir_extend(t, ~0ull), NULL);
		put_loc(lw, now);
		return true;
	}
	if (op != IR_OP_AND && op != IR_OP_OR)
		return false;
	if (!part_of(lw, c, &p) || p.in.op != IR_OP_NOT) {
		y = a;
		a = c;
		c = y;
		if (!part_of(lw, c, &p) || p.in.op != IR_OP_NOT)
			return false;
	}
	if (!ir_type_eq(p.a.t, t) || !has_part(lw, t, a, p.a, &q, &y) || q.in.op != dual(op))
		return false;
	now = take(lw, a, &q);
	*ret = binary(lw, op, t, y, c);
	put_loc(lw, now);
	return true;
}

/* x | (~x & y) is x | y, so is x ^ (~x & y), x & ~(x & y) is x & ~y; false: *whole is as it was */
static bool of_inverse_part(struct lower *lw, enum ir_op op, struct ir_type t, struct val x,
			    struct val *whole, struct val *ret)
{
	struct part p, q;
	struct ir_loc now;
	bool found = true;
	struct val y;

	if (!is_bitwise(op) || x.is_const || !part_of(lw, *whole, &p) || !ir_type_eq(p.a.t, t) ||
	    (p.in.op != dual(op) && (p.in.op != IR_OP_NOT || op == IR_OP_XOR)))
		return false;
	now = take(lw, *whole, &p);
	if (op == IR_OP_XOR)
		op = IR_OP_OR;
	if (p.in.op == IR_OP_NOT && has_part(lw, t, p.a, x, &q, &y) && q.in.op == op) {
		take(lw, p.a, &q);
		*ret = binary(lw, op, t, x, unary(lw, IR_OP_NOT, t, y));
	} else if (p.in.op != IR_OP_NOT && is_inverse(lw, t, p.a, x, &q)) {
		take(lw, p.a, &q);
		*ret = binary(lw, op, t, x, p.b);
	} else if (p.in.op != IR_OP_NOT && is_inverse(lw, t, p.b, x, &q)) {
		take(lw, p.b, &q);
		*ret = binary(lw, op, t, x, p.a);
	} else {
		*whole = put_back(lw, &p);
		found = false;
	}
	put_loc(lw, now);
	return found;
}

/* (x & 3) | (x & 8) */
static bool of_masks(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, struct val c,
		     struct val *ret)
{
	struct ir_loc now;
	struct part p, q;
	u64 m;

	if ((op != IR_OP_OR && op != IR_OP_XOR) || !part_of(lw, a, &p) || !part_of(lw, c, &q) ||
	    p.in.op != IR_OP_AND || q.in.op != IR_OP_AND || !p.b.is_const || !q.b.is_const ||
	    p.a.is_const || q.a.is_const || p.in.a.idx != q.in.a.idx ||
	    irb_is_temporary(lw->b, p.in.a.idx) || !ir_type_eq(p.a.t, t))
		return false;
	m = op == IR_OP_OR ? p.b.bits | q.b.bits : p.b.bits ^ q.b.bits;
	now = take(lw, c, &q);
	take(lw, a, &p);
	*ret = binary(lw, IR_OP_AND, t, p.a, val_const(t, m, NULL));
	put_loc(lw, now);
	return true;
}

/* (x & 15) | (y & 15), (x | 15) & (y | 15); of (x & 15) & (y & 15) one mask goes */
static bool of_same_mask(struct lower *lw, enum ir_op op, struct ir_type t, struct val a,
			 struct val c, struct val *ret)
{
	struct ir_loc now;
	struct part p, q;
	enum ir_op in;

	if ((op != IR_OP_OR && op != IR_OP_XOR && op != IR_OP_AND) || !part_of(lw, a, &p) ||
	    !part_of(lw, c, &q) || p.in.op != q.in.op || !p.b.is_const || !q.b.is_const ||
	    p.b.bits != q.b.bits || !ir_type_eq(p.a.t, t) || !ir_type_eq(q.a.t, t))
		return false;
	in = (enum ir_op)p.in.op;
	if (in != IR_OP_AND && !(in == IR_OP_OR && op == IR_OP_AND))
		return false;
	now = take(lw, c, &q);
	if (in == op) {
		*ret = binary(lw, op, t, q.a, a);
	} else {
		take(lw, a, &p);
		a = binary(lw, op, t, p.a, q.a);
		*ret = binary(lw, in, t, a, p.b);
	}
	put_loc(lw, now);
	return true;
}

/* ~x ^ 15 is x ^ ~15, ~(x & 15) & 15 is ~x & 15, ~x & 1 is (x & 1) == 0; false: *v is as it was. */
static bool of_inverted_bits(struct lower *lw, enum ir_op op, struct ir_type t, struct val *v,
			     u64 c, struct val *ret)
{
	struct val x, k = val_const(t, op == IR_OP_XOR ? ~c : c, NULL);
	struct ir_loc now;
	struct part p, q;
	bool found = true;

	if ((op != IR_OP_AND && op != IR_OP_XOR) || !part_of(lw, *v, &p) ||
	    p.in.op != IR_OP_NOT || !ir_type_eq(p.a.t, t))
		return false;
	now = take(lw, *v, &p);
	x = p.a;
	if (op == IR_OP_XOR) {
		*ret = binary(lw, op, t, x, k);
	} else if (c == 1) {
		x = binary(lw, op, t, x, k);
		*ret = convert(lw, binary(lw, IR_OP_EQ, t, x, val_const(t, 0, NULL)), t);
	} else if (part_of(lw, x, &q) && q.in.op == IR_OP_AND && q.b.is_const &&
		   q.b.bits == c && ir_type_eq(q.a.t, t)) {
		take(lw, x, &q);
		*ret = binary(lw, op, t, unary(lw, IR_OP_NOT, t, q.a), k);
	} else {
		*v = unary(lw, IR_OP_NOT, t, x);
		found = false;
	}
	put_loc(lw, now);
	return found;
}

bool fold_binary(struct lower *lw, enum ir_op op, struct ir_type t, struct val *left,
		 struct val *right, struct val *ret)
{
	struct val a = *left, c = *right;
	struct plan plan = {.op1 = IR_OP_COUNT, .op2 = IR_OP_COUNT};
	struct ir_loc now;
	struct part p;

	if (of_truth(lw, op, a, c, ret))
		return true;
	if (is_compare(op) || t.kind != IR_T_INT || t.bits < 8 || !is_int(c) || !ir_type_eq(a.t, t))
		return false;
	if (of_one(lw, op, t, a, c, ret) || of_own_part(lw, op, t, a, c, ret) ||
	    of_inverse(lw, op, t, a, c, ret) || of_inverse_part(lw, op, t, a, right, ret) ||
	    of_inverse_part(lw, op, t, c, left, ret))
		return true;
	a = *left;
	c = *right;
	if (of_masks(lw, op, t, a, c, ret) || of_same_mask(lw, op, t, a, c, ret) ||
	    fold_sum(lw, op, t, a, c, ret) || shorten(lw, op, t, a, c, ret) ||
	    fold_chain(lw, op, t, a, c, ret))
		return true;
	if (!c.is_const)
		return false;
	if (of_constant(lw, op, t, a, c.bits, ret) || fold_product(lw, op, t, a, c.bits, ret))
		return true;
	if (of_inverted_bits(lw, op, t, left, c.bits, ret) ||
	    (op == IR_OP_AND && of_masked_sum(lw, t, left, c.bits, ret)))
		return true;
	a = *left;
	if (!part_of(lw, a, &p) || p.in.b.kind == IR_OPND_NONE || !p.b.is_const ||
	    !ir_type_eq(p.in.type, t) || !ir_type_eq(p.a.t, t) ||
	    !plan_of(&plan, (enum ir_op)p.in.op, p.b.bits, op, c.bits, t))
		return false;
	now = take(lw, a, &p);
	*ret = carry_out(lw, &plan, t, p.a);
	put_loc(lw, now);
	return true;
}

/* ~(~x & 15) is x | ~15; false: *a is as it was */
static bool of_inverted_mask(struct lower *lw, struct ir_type t, struct val *a, struct val *ret)
{
	struct ir_loc now;
	struct part p, q;
	bool found;

	if (!part_of(lw, *a, &p) || p.in.op != IR_OP_AND || !p.b.is_const || !ir_type_eq(p.a.t, t))
		return false;
	now = take(lw, *a, &p);
	found = part_of(lw, p.a, &q) && q.in.op == IR_OP_NOT && ir_type_eq(q.a.t, t);
	if (found) {
		take(lw, p.a, &q);
		*ret = binary(lw, IR_OP_OR, t, q.a, val_const(t, ~p.b.bits, NULL));
	} else {
		*a = put_back(lw, &p);
	}
	put_loc(lw, now);
	return found;
}

/* ~~x, -(x - y), ~(x ^ 15) */
bool fold_unary(struct lower *lw, enum ir_op op, struct ir_type t, struct val *v, struct val *ret)
{
	struct ir_loc now;
	struct part p;
	bool twice, minus, flip;
	struct val a;

	if (op == IR_OP_NOT && of_inverted_mask(lw, t, v, ret))
		return true;
	a = *v;
	if (fold_turned(lw, op, t, a, ret))
		return true;
	if (t.bits < 8 || !part_of(lw, a, &p) || !ir_type_eq(p.in.type, t) || !ir_type_eq(p.a.t, t))
		return false;
	twice = (op == IR_OP_NOT || op == IR_OP_NEG) && p.in.op == op;
	minus = op == IR_OP_NEG && ir_type_eq(p.b.t, t) &&
		(p.in.op == IR_OP_SUB || (p.in.op == IR_OP_ADD && p.b.is_const));
	flip = op == IR_OP_NOT && p.in.op == IR_OP_XOR && p.b.is_const;
	if (!twice && !minus && !flip)
		return false;
	now = take(lw, a, &p);
	if (p.in.op == IR_OP_ADD)
		p.b.bits = ir_extend(t, -p.b.bits);
	if (flip)
		*ret = binary(lw, IR_OP_XOR, t, p.a, val_const(t, ~p.b.bits, NULL));
	else
		*ret = twice ? p.a : binary(lw, IR_OP_SUB, t, p.b, p.a);
	put_loc(lw, now);
	return true;
}
