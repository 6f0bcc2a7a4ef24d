/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions: values, operators, assignments, aggregates. */
#include <string.h>

#include "clang-tool/names.h"

static enum ir_op arithmetic_op(enum CXBinaryOperatorKind k)
{
	switch (k) {
	case CXBinaryOperator_Mul: case CXBinaryOperator_MulAssign: return IR_OP_MUL;
	case CXBinaryOperator_Div: case CXBinaryOperator_DivAssign: return IR_OP_DIV;
	case CXBinaryOperator_Rem: case CXBinaryOperator_RemAssign: return IR_OP_MOD;
	case CXBinaryOperator_Add: case CXBinaryOperator_AddAssign: return IR_OP_ADD;
	case CXBinaryOperator_Sub: case CXBinaryOperator_SubAssign: return IR_OP_SUB;
	case CXBinaryOperator_Shl: case CXBinaryOperator_ShlAssign: return IR_OP_SHL;
	case CXBinaryOperator_Shr: case CXBinaryOperator_ShrAssign: return IR_OP_SHR;
	case CXBinaryOperator_And: case CXBinaryOperator_AndAssign: return IR_OP_AND;
	case CXBinaryOperator_Xor: case CXBinaryOperator_XorAssign: return IR_OP_XOR;
	case CXBinaryOperator_Or: case CXBinaryOperator_OrAssign: return IR_OP_OR;
	default: return cond_compare_op(k);
	}
}

/* ---- operators ------------------------------------------------------------------------ */

static struct val pointer_step(struct lower *lw, struct val p, CXType pointer,
			       struct val i, bool minus)
{
	struct ir_type off = int_type(lw->ptr_bits, false);
	u64 size = type_step(lw, pointer);

	if (!size)
		return val_unknown(lw, p.t, IR_WHY_ADDRESS);
	i = binary(lw, IR_OP_MUL, off, convert(lw, i, off),
		   val_const(off, size, NULL));
	if (minus)
		i = unary(lw, IR_OP_NEG, off, i);
	if (i.is_const && !i.bits)
		return p;
	return binary(lw, IR_OP_PTRADD, p.t, p, i);
}

static struct val pointer_difference(struct lower *lw, struct val a,
				     struct val d, CXType pointer)
{
	struct ir_type t = int_type(lw->ptr_bits, true);
	u64 size = type_step(lw, pointer);

	a = binary(lw, IR_OP_SUB, t, a, d);
	if (size <= 1)
		return a;
	return binary(lw, IR_OP_DIV, t, a, val_const(t, size, NULL));
}

static struct val additive(struct lower *lw, struct kids k, bool minus)
{
	CXType ta = clang_getCursorType(k.v[0]), td = clang_getCursorType(k.v[1]);
	struct val a = rvalue(lw, k.v[0]), d = rvalue(lw, k.v[1]);

	if (is_pointer_value(lw, k.v[0]) && is_pointer_value(lw, k.v[1]))
		return pointer_difference(lw, a, d, ta);
	if (is_pointer_value(lw, k.v[0]))
		return pointer_step(lw, a, ta, d, minus);
	if (is_pointer_value(lw, k.v[1]))
		return pointer_step(lw, d, td, a, false);
	return binary(lw, minus ? IR_OP_SUB : IR_OP_ADD, type_of(lw, ta), a, d);
}

/* A parameter that is an array by its declaration: a pointer, whatever its type says. */
static struct val set_array_param(struct lower *lw, CXCursor param, struct val v)
{
	struct ir_type ptr = { IR_T_PTR, (u8)lw->ptr_bits, 0 };
	u32 local = local_of(lw, param);

	set_local(lw, local, ptr, v);
	return val_local(local, ptr);
}

static struct val step_array_param(struct lower *lw, CXCursor param, struct val n,
				   bool minus)
{
	struct ir_type ptr = { IR_T_PTR, (u8)lw->ptr_bits, 0 };
	struct val old = val_local(local_of(lw, param), ptr);

	return set_array_param(lw, param, pointer_step(lw, old,
			clang_getCursorType(param), n, minus));
}

/* Stores what has the type of the place; what it holds then, which GCC reads, where it is asked for. */
static struct val stored(struct lower *lw, const struct place *p, struct val v, bool want)
{
	place_store(lw, p, v);
	if (place_is_local(lw, p))
		return val_local(p->idx, v.t);
	if (want && !p->is_volatile && !p->inexact)
		return place_load(lw, p);
	return convert(lw, convert_bits(lw, v, p->bit_width), v.t);
}

static struct val assign(struct lower *lw, CXCursor c, struct kids k, bool want)
{
	struct place p;
	CXCursor param;
	struct val v;

	if (is_array_param(lw, k.v[0], &param))
		return set_array_param(lw, param, rvalue(lw, k.v[1]));
	place_of(lw, k.v[0], &p);
	if (type_of(lw, p.type).kind == IR_T_AGG) {
		aggregate_into(lw, k.v[1], &p);
		return val_const(int_type(32, true), 0, NULL);
	}
	v = convert(lw, rvalue(lw, k.v[1]), type_of(lw, p.type));
	set_loc(lw, c);
	return stored(lw, &p, v, want);
}

static struct val binary_operator(struct lower *lw, CXCursor c)
{
	enum CXBinaryOperatorKind k = clang_getCursorBinaryOperatorKind(c);
	struct kids v = exprs_of(lw, c);
	enum ir_op op = arithmetic_op(k);
	struct val a, d;
	struct ir_type t;

	if (v.n != 2)
		return val_unknown(lw, type_of(lw, clang_getCursorType(c)),
				   IR_WHY_UNSUPPORTED);
	switch (k) {
	case CXBinaryOperator_Assign:
		return assign(lw, c, v, true);
	case CXBinaryOperator_Comma:
		effects(lw, v.v[0]);
		return rvalue(lw, v.v[1]);
	case CXBinaryOperator_LAnd:
	case CXBinaryOperator_LOr:
		return cond_value(lw, c);
	case CXBinaryOperator_Add:
	case CXBinaryOperator_Sub:
		return additive(lw, v, k == CXBinaryOperator_Sub);
	default:
		break;
	}
	t = type_of(lw, clang_getCursorType(v.v[0]));
	a = rvalue(lw, v.v[0]);
	d = rvalue(lw, v.v[1]);
	if (t.kind == IR_T_AGG)
		t = a.t;
	if (op == IR_OP_COUNT)
		return val_unknown(lw, type_of(lw, clang_getCursorType(c)),
				   IR_WHY_UNSUPPORTED);
	return binary(lw, op, t, a, d);
}

/* The type in which `a op= b` computes. */
static struct ir_type common_type(struct ir_type a, struct ir_type b)
{
	struct ir_type i = int_type(32, true);

	if (a.bits < 32)
		a = i;
	if (b.bits < 32)
		b = i;
	if (a.bits != b.bits)
		return a.bits > b.bits ? a : b;
	return a.is_signed ? b : a;
}

static bool divides(struct lower *lw, CXCursor c)
{
	enum CXBinaryOperatorKind k = clang_getCursorBinaryOperatorKind(c);
	struct kids v = exprs_of(lw, c);
	u32 i;

	if (k == CXBinaryOperator_Div || k == CXBinaryOperator_Rem)
		return true;
	for (i = 0; i < v.n; i++)
		if (divides(lw, v.v[i]))
			return true;
	return false;
}

/*
 * GCC works the place of `x op= y` out for the reading and again for the
 * writing, unless that does something, or divides.
 */
static bool found_twice(struct lower *lw, CXCursor c)
{
	c = strip_parens(lw, c);
	return c.kind != CXCursor_DeclRefExpr && is_pure(lw, c) && !divides(lw, c);
}

static struct val compound_assign(struct lower *lw, CXCursor c, bool want)
{
	enum CXBinaryOperatorKind k = clang_getCursorBinaryOperatorKind(c);
	enum ir_op op = arithmetic_op(k);
	struct kids v = exprs_of(lw, c);
	struct ir_type lt, t;
	struct val a, d;
	CXCursor param;
	struct place p;

	if (is_array_param(lw, v.v[0], &param))
		return step_array_param(lw, param, rvalue(lw, v.v[1]),
					op == IR_OP_SUB);
	place_of(lw, v.v[0], &p);
	lt = type_of(lw, p.type);
	a = place_load(lw, &p);
	d = rvalue(lw, v.v[1]);
	if (found_twice(lw, v.v[0]))
		place_of(lw, v.v[0], &p);
	set_loc(lw, c);
	if (type_is_pointer(lw, p.type)) {
		a = pointer_step(lw, a, p.type, d, op == IR_OP_SUB);
	} else if (op == IR_OP_SHL || op == IR_OP_SHR) {
		t = common_type(lt, lt);
		a = binary(lw, op, t, convert(lw, a, t), d);
	} else if (!ir_type_is_scalar(lt) || !ir_type_is_scalar(d.t)) {
		a = val_unknown(lw, lt, IR_WHY_FLOAT);
	} else {
		t = common_type(lt, d.t);
		a = binary(lw, op, t, convert(lw, a, t), convert(lw, d, t));
	}
	return stored(lw, &p, convert(lw, a, lt), want);
}

static struct val step_place(struct lower *lw, const struct place *p, bool minus,
			     bool post, bool want)
{
	struct ir_type t = type_of(lw, p->type);
	struct val now = place_load(lw, p), old = now, one = val_const(t, 1, NULL);
	bool local = place_is_local(lw, p);

	if (post && local)
		old = copy_of(lw, now);
	if (type_is_pointer(lw, p->type)) {
		now = pointer_step(lw, now, p->type,
				   val_const(int_type(32, true), 1, NULL), minus);
	} else if (!ir_type_is_scalar(t)) {
		now = val_unknown(lw, t, IR_WHY_FLOAT);
	} else if (t.bits == 1) {
		/* a truth value: true is not counted up, nor is false down */
		now = minus ? unary(lw, IR_OP_NOT, t, now) : one;
	} else if (t.is_signed && t.bits < 32 && (local || !post)) {
		/* as `x = x + 1` is computed */
		struct ir_type u = { IR_T_INT, t.bits, 0 };

		one.t = u;
		now = convert(lw, old, u);
		now = binary(lw, minus ? IR_OP_SUB : IR_OP_ADD, u, now, one);
		now = convert(lw, now, t);
	} else if (local) {
		enum ir_op op = plus_for_minus(minus ? IR_OP_SUB : IR_OP_ADD, t,
					       &one);

		irb_binary(lw->b, op, t, p->idx, old.o, opnd(lw, one));
		return post ? old : now;
	} else {
		now = binary(lw, minus ? IR_OP_SUB : IR_OP_ADD, t, now, one);
	}
	if (!post)
		return stored(lw, p, now, want);
	place_store(lw, p, now);
	return old;
}

static struct val step(struct lower *lw, CXCursor c, bool minus, bool post, bool want)
{
	struct ir_type ptr = { IR_T_PTR, (u8)lw->ptr_bits, 0 };
	struct place p;
	struct val old;
	CXCursor param;

	if (!is_array_param(lw, last_expr(lw, c), &param)) {
		place_of(lw, last_expr(lw, c), &p);
		return step_place(lw, &p, minus, post, want);
	}
	old = val_local(local_of(lw, param), ptr);
	if (post)
		old = copy_of(lw, old);
	step_array_param(lw, param, val_const(int_type(32, true), 1, NULL), minus);
	return old;
}

static struct val address_of(struct lower *lw, CXCursor in)
{
	struct ir_type ptr = { IR_T_PTR, (u8)lw->ptr_bits, 0 };
	struct place p;

	in = strip_parens(lw, in);
	if (type_is_function(lw, clang_getCursorType(in)))
		return rvalue(lw, in);
	if (is_unary(in, CXUnaryOperator_Deref))
		return rvalue(lw, last_expr(lw, in));
	/* &p[i] is p + i when p is a pointer */
	if (in.kind == CXCursor_ArraySubscriptExpr) {
		place_of(lw, in, &p);
		if (p.base == IR_BASE_PTR && !p.nproj && !p.inexact)
			return val_local(p.idx, ptr);
		return place_addr(lw, &p);
	}
	place_of(lw, in, &p);
	if (p.inexact)
		return val_unknown(lw, ptr, IR_WHY_ADDRESS);
	return place_addr(lw, &p);
}

static struct val unary_operator(struct lower *lw, CXCursor c)
{
	CXCursor in = last_expr(lw, c);
	struct ir_type t = type_of(lw, clang_getCursorType(c));
	struct place p;

	switch (clang_getCursorUnaryOperatorKind(c)) {
	case CXUnaryOperator_PostInc: return step(lw, c, false, true, true);
	case CXUnaryOperator_PostDec: return step(lw, c, true, true, true);
	case CXUnaryOperator_PreInc: return step(lw, c, false, false, true);
	case CXUnaryOperator_PreDec: return step(lw, c, true, false, true);
	case CXUnaryOperator_AddrOf:
		return address_of(lw, in);
	case CXUnaryOperator_Deref:
		if (type_is_function(lw, clang_getCursorType(c)))
			return rvalue(lw, in);
		place_of(lw, c, &p);
		return place_load(lw, &p);
	case CXUnaryOperator_Plus:
	case CXUnaryOperator_Extension:
		return rvalue(lw, in);
	case CXUnaryOperator_Minus:
		return unary(lw, IR_OP_NEG, t, rvalue(lw, in));
	case CXUnaryOperator_Not:
		return unary(lw, IR_OP_NOT, t, rvalue(lw, in));
	case CXUnaryOperator_LNot: {
		int known = cond_truth(lw, in);
		struct val v;

		if (known >= 0)
			return val_const(t, !known, NULL);
		v = rvalue(lw, in);
		return binary(lw, IR_OP_EQ, v.t, v, val_const(v.t, 0, NULL));
	}
	default:
		effects(lw, in);
		return val_unknown(lw, t, IR_WHY_UNSUPPORTED);
	}
}

/* ---- conditional ---------------------------------------------------------------------- */

/*
 * What is done to the value of `c ? a : b`. Where that takes no more than
 * constants, GCC does it in each of the arms.
 */
struct rest {
	enum ir_op op;		/* CAST: a conversion to t */
	struct ir_type t;
	bool is_binary, const_first;
	struct val k;		/* the constant of a binary operation */
	const struct rest *next;
};

static struct val apply(struct lower *lw, struct val v, const struct rest *r)
{
	for (; r; r = r->next) {
		if (r->op == IR_OP_CAST)
			v = convert(lw, v, r->t);
		else if (!r->is_binary)
			v = unary(lw, r->op, r->t, v);
		else if (r->const_first)
			v = binary(lw, r->op, r->t, r->k, v);
		else
			v = binary(lw, r->op, r->t, v, r->k);
	}
	return v;
}

static bool is_int(struct lower *lw, CXCursor c)
{
	struct ir_type t = type_of(lw, clang_getCursorType(c));

	return t.kind == IR_T_INT && t.bits > 1;
}

/* One step from an expression towards a `?:` in it; false where there is none. */
static bool step_down(struct lower *lw, CXCursor c, CXCursor *ret, struct rest *r)
{
	enum CXBinaryOperatorKind k;
	struct kids v;
	u64 bits;

	r->is_binary = false;
	r->t = type_of(lw, clang_getCursorType(c));
	if (is_unary(c, CXUnaryOperator_Not) || is_unary(c, CXUnaryOperator_Minus)) {
		r->op = is_unary(c, CXUnaryOperator_Not) ? IR_OP_NOT : IR_OP_NEG;
		*ret = last_expr(lw, c);
		return is_int(lw, *ret);
	}
	if (c.kind == CXCursor_UnexposedExpr || c.kind == CXCursor_CStyleCastExpr) {
		v = exprs_of(lw, c);
		r->op = IR_OP_CAST;
		if (v.n != 1)
			return false;
		*ret = v.v[0];
		return is_int(lw, *ret);
	}
	if (c.kind != CXCursor_BinaryOperator)
		return false;
	k = clang_getCursorBinaryOperatorKind(c);
	v = exprs_of(lw, c);
	r->op = arithmetic_op(k);
	if (v.n != 2 || r->op == IR_OP_COUNT || !is_int(lw, v.v[0]) ||
	    !is_int(lw, v.v[1]))
		return false;
	r->is_binary = true;
	r->t = type_of(lw, clang_getCursorType(v.v[0]));
	r->const_first = const_eval(lw, v.v[0], &bits);
	if (!r->const_first && !const_eval(lw, v.v[1], &bits))
		return false;
	*ret = v.v[r->const_first];
	return true;
}

/* x < y, !x: what is done to it with a constant is done to 1 and 0. */
static bool is_truth(CXCursor c)
{
	enum CXBinaryOperatorKind k;

	if (c.kind != CXCursor_BinaryOperator)
		return is_unary(c, CXUnaryOperator_LNot);
	k = clang_getCursorBinaryOperatorKind(c);
	return cond_compare_op(k) != IR_OP_COUNT;
}

/* Whether there may be one: costs little. */
static bool has_choice(struct lower *lw, CXCursor c)
{
	struct kids v;
	u32 i;

	c = strip_parens(lw, c);
	if (c.kind == CXCursor_ConditionalOperator || is_truth(c))
		return true;
	if (c.kind != CXCursor_BinaryOperator && c.kind != CXCursor_UnaryOperator &&
	    c.kind != CXCursor_CStyleCastExpr && c.kind != CXCursor_UnexposedExpr)
		return false;
	v = exprs_of(lw, c);
	for (i = 0; i < v.n && i < 2; i++)
		if (has_choice(lw, v.v[i]))
			return true;
	return false;
}

static bool leads_to_choice(struct lower *lw, CXCursor c)
{
	struct rest r;
	bool sum = false;

	if (!is_int(lw, c) || !has_choice(lw, c))
		return false;
	for (;;) {
		c = strip_parens(lw, c);
		if (c.kind == CXCursor_ConditionalOperator || (sum && is_truth(c)))
			return true;
		if (!step_down(lw, c, &c, &r))
			return false;
		sum = r.is_binary && !is_compare(r.op);
	}
}

static struct val conditional(struct lower *lw, CXCursor c, struct ir_type t,
			      const struct rest *rest);

/* What is done to two constants gives one, whatever was chosen. */
static bool one_result(struct lower *lw, struct val x, struct val y,
		       const struct rest *rest, struct val *ret)
{
	const struct rest *r;

	for (r = rest; r; r = r->next)
		if (r->is_binary && (!r->k.is_const ||
				     ((r->op == IR_OP_DIV || r->op == IR_OP_MOD) &&
				      (r->const_first || !r->k.bits))))
			return false;
	x = apply(lw, x, rest);
	y = apply(lw, y, rest);
	*ret = x;
	return x.is_const && y.is_const && x.bits == y.bits;
}

/* The value of c goes nowhere. */
static void drop_value(struct lower *lw, CXCursor c)
{
	if (!is_pure(lw, c))
		effects(lw, c);
}

static struct val truth_then(struct lower *lw, CXCursor c, struct ir_type t,
			     const struct rest *rest)
{
	struct ir_type own = int_type(32, true);
	struct val same;
	u32 yes, no, done, dst, i;

	if (one_result(lw, val_const(own, 1, NULL), val_const(own, 0, NULL), rest, &same)) {
		drop_value(lw, c);
		return same;
	}
	yes = irb_block(lw->b);
	no = irb_block(lw->b);
	done = irb_block(lw->b);
	dst = temp(lw, t);
	lower_cond(lw, c, yes, no);
	for (i = 0; i < 2; i++) {
		struct val v = val_const(own, !i, NULL);

		irb_set_block(lw->b, i ? no : yes);
		set_local(lw, dst, t, apply(lw, v, rest));
		irb_jump(lw->b, done);
	}
	irb_set_block(lw->b, done);
	return val_local(dst, t);
}

static struct val rvalue_then(struct lower *lw, CXCursor c, struct ir_type t,
			      const struct rest *rest)
{
	struct rest r = { .next = rest };
	CXCursor in;

	c = strip_parens(lw, c);
	if (c.kind == CXCursor_ConditionalOperator)
		return conditional(lw, c, t, rest);
	if (rest && rest->is_binary && !is_compare(rest->op) && is_truth(c) &&
	    cond_truth(lw, c) < 0)
		return truth_then(lw, c, t, rest);
	if (!leads_to_choice(lw, c) || !step_down(lw, c, &in, &r))
		return apply(lw, rvalue(lw, c), rest);
	if (r.is_binary)
		r.k = rvalue(lw, exprs_of(lw, c).v[!r.const_first]);
	return rvalue_then(lw, in, t, &r);
}

static void arm(struct lower *lw, CXCursor c, u32 dst, struct ir_type t,
		u32 done, const struct rest *rest)
{
	struct val v = rest ? rvalue_then(lw, c, t, rest) : rvalue(lw, c);

	if (dst != IR_NONE)
		set_local(lw, dst, t, v);
	irb_jump(lw->b, done);
}

/* The variable an expression is the plain reading of. */
static bool read_of_variable(struct lower *lw, CXCursor c, CXCursor *ret)
{
	struct ir_type t = type_of(lw, clang_getCursorType(c));
	struct kids k;

	for (;;) {
		c = strip_parens(lw, c);
		if (!ir_type_eq(type_of(lw, clang_getCursorType(c)), t))
			return false;
		if (c.kind != CXCursor_UnexposedExpr)
			break;
		k = exprs_of(lw, c);
		if (k.n != 1)
			return false;
		c = k.v[0];
	}
	*ret = clang_getCursorReferenced(c);
	return c.kind == CXCursor_DeclRefExpr && ir_type_is_scalar(t) &&
	       (ret->kind == CXCursor_VarDecl || ret->kind == CXCursor_ParmDecl) &&
	       !type_is_volatile(lw, clang_getCursorType(c));
}

/* c ? x : x; of two constants the one that has a name. */
static bool same_arms(struct lower *lw, struct kids k, CXCursor *ret)
{
	if (!same_expr(lw, k.v[1], k.v[2]))
		return false;
	*ret = k.v[const_name(lw, k.v[2]) && !const_name(lw, k.v[1]) ? 2 : 1];
	return true;
}

/* Both arms are constants, and what is done to them makes them one. */
static bool arms_become_one(struct lower *lw, struct kids k, struct ir_type own,
			    const struct rest *rest, struct val *ret)
{
	u64 x, y;

	return rest && const_eval(lw, k.v[1], &x) && const_eval(lw, k.v[2], &y) && x != y &&
	       one_result(lw, val_const(own, x, NULL), val_const(own, y, NULL), rest, ret);
}

/* One variable, or one constant. */
static bool same_value(struct lower *lw, CXCursor a, CXCursor d)
{
	CXCursor va, vd;
	u64 x, y;

	if (read_of_variable(lw, strip_casts(lw, a), &va) &&
	    read_of_variable(lw, strip_casts(lw, d), &vd))
		return clang_equalCursors(va, vd);
	return const_eval(lw, a, &x) && const_eval(lw, d, &y) && x == y;
}

/*
 * x < 16 ? x : 15 is the smaller one as well: `d` is 16 and becomes 15. The
 * operation, or IR_OP_COUNT.
 */
static enum ir_op off_by_one(enum ir_op op, struct ir_type t, struct val *d, u64 arm)
{
	bool min = op == IR_OP_LT || op == IR_OP_LE;
	u64 step = op == IR_OP_LT || op == IR_OP_GE ? -1ull : 1;

	if (op < IR_OP_LT || !d->is_const || ir_extend(t, d->bits + step) != arm ||
	    ir_cmp_holds(IR_OP_LT, t, arm, d->bits) != (step != 1))
		return IR_OP_COUNT;
	*d = val_const(t, arm, NULL);
	return min ? IR_OP_MIN : IR_OP_MAX;
}

/*
 * What `x op y ? x : other` is: a minimum or maximum of x and *ret_y, x itself
 * (COPY), or nothing of the kind (COUNT).
 */
static enum ir_op choice_of(struct lower *lw, enum ir_op op, struct ir_type t,
			    CXCursor y, CXCursor other, struct val *ret_y)
{
	u64 bits, arm;

	ret_y->is_const = false;
	if (same_value(lw, y, other)) {
		if (op >= IR_OP_LT)
			return op == IR_OP_LT || op == IR_OP_LE ? IR_OP_MIN : IR_OP_MAX;
		return op == IR_OP_NE ? IR_OP_COPY : IR_OP_COUNT;
	}
	if (!const_eval(lw, y, &bits) || !const_eval(lw, other, &arm))
		return IR_OP_COUNT;
	*ret_y = val_const(t, bits, NULL);
	return off_by_one(op, t, ret_y, ir_extend(t, arm));
}

/* x < y ? x : y, as GCC sees it: the smaller one. */
static bool min_or_max(struct lower *lw, struct kids k, struct ir_type t,
		       struct val *ret)
{
	CXCursor cond = strip_parens(lw, k.v[0]), other = k.v[2];
	enum ir_op op, made, less = IR_OP_LT;
	struct val a, d;
	struct kids v;

	if (cond.kind != CXCursor_BinaryOperator || t.kind != IR_T_INT)
		return false;
	op = cond_compare_op(clang_getCursorBinaryOperatorKind(cond));
	v = exprs_of(lw, cond);
	if (op == IR_OP_COUNT || v.n != 2 ||
	    !ir_type_eq(type_of(lw, clang_getCursorType(v.v[0])), t))
		return false;
	if (same_value(lw, v.v[0], other)) {
		op = ir_cmp_negate(op);
		other = k.v[1];
	} else if (!same_value(lw, v.v[0], k.v[1])) {
		return false;
	}
	made = choice_of(lw, op, t, v.v[1], other, &d);
	if (made == IR_OP_COUNT)
		return false;
	a = rvalue(lw, v.v[0]);
	*ret = a;
	if (made == IR_OP_COPY)
		return true;
	if (!d.is_const)
		d = rvalue(lw, v.v[1]);
	fold_compare(lw, &less, &t, &a, &d);
	/* where it is not `or equal`, GCC has it from the other side */
	*ret = op == IR_OP_LT || op == IR_OP_GT ? binary(lw, made, t, d, a) :
						  binary(lw, made, t, a, d);
	return true;
}

/* The value, with what is done to it, which is of type `t`. */
static struct val conditional(struct lower *lw, CXCursor c, struct ir_type t,
			      const struct rest *rest)
{
	struct kids k = exprs_of(lw, c);
	struct ir_type own = type_of(lw, clang_getCursorType(c));
	u32 yes, no, done, dst = IR_NONE;
	int known = cond_truth(lw, k.v[0]);
	CXCursor same;
	struct val v;

	if (known >= 0)
		return convert(lw, rvalue_then(lw, k.v[known ? 1 : 2], t, rest), t);
	if (min_or_max(lw, k, own, &v))
		return apply(lw, convert(lw, v, own), rest);
	if (same_arms(lw, k, &same)) {
		drop_value(lw, k.v[0]);
		return rvalue_then(lw, same, t, rest);
	}
	if (arms_become_one(lw, k, own, rest, &v)) {
		drop_value(lw, k.v[0]);
		return v;
	}
	yes = irb_block(lw->b);
	no = irb_block(lw->b);
	done = irb_block(lw->b);
	if (t.kind != IR_T_VOID)
		dst = temp(lw, t.kind == IR_T_AGG ? type_other : t);
	lower_cond(lw, k.v[0], yes, no);
	irb_set_block(lw->b, yes);
	arm(lw, k.v[1], dst, t, done, rest);
	irb_set_block(lw->b, no);
	arm(lw, k.v[2], dst, t, done, rest);
	irb_set_block(lw->b, done);
	return dst == IR_NONE ? val_const(int_type(32, true), 0, NULL) :
				val_local(dst, t);
}

/* `a ?: b` */
static struct val elvis(struct lower *lw, CXCursor c, struct kids k)
{
	struct ir_type t = type_of(lw, clang_getCursorType(c));
	u32 yes = irb_block(lw->b), no = irb_block(lw->b);
	u32 done = irb_block(lw->b);
	u32 dst = temp(lw, t);
	struct val v = rvalue(lw, k.v[0]);

	cond_branch(lw, v, yes, no);
	irb_set_block(lw->b, yes);
	irb_unary(lw->b, IR_OP_COPY, t, dst, opnd(lw, convert(lw, v, t)));
	irb_jump(lw->b, done);
	irb_set_block(lw->b, no);
	arm(lw, k.v[3], dst, t, done, NULL);
	irb_set_block(lw->b, done);
	return val_local(dst, t);
}

/* ---- the rest -------------------------------------------------------------------------- */

struct val enumerator(struct lower *lw, CXCursor decl)
{
	u32 i = names_enumerator(lw, decl);
	u64 bits = (u64)clang_getEnumConstantDeclValue(decl);

	return val_const(int_type(64, true), bits,
			 i == IR_NONE ? NULL : lw->enum_names.v[i]);
}

static struct val decl_ref(struct lower *lw, CXCursor c)
{
	CXCursor d = clang_getCursorReferenced(c);
	struct ir_type ptr = { IR_T_PTR, (u8)lw->ptr_bits, 0 };
	struct place p;

	if (d.kind == CXCursor_EnumConstantDecl)
		return convert(lw, enumerator(lw, d),
			       type_of(lw, clang_getCursorType(c)));
	if (d.kind == CXCursor_FunctionDecl)
		return val_opnd(ir_funcref(func_used(lw, d)), ptr);
	place_of(lw, c, &p);
	return place_load(lw, &p);
}

/* A function that a member of a constant variable points to: GCC reads it while it parses. */
static bool constant_function(struct lower *lw, CXCursor c, CXCursor *ret)
{
	CXType type = clang_getCursorType(c);
	CXCursor base = last_expr(lw, c), var, value;

	if (clang_Cursor_isNull(base) || !type_is_pointer(lw, type) ||
	    !type_is_function(lw, type_pointee(lw, type)))
		return false;
	base = strip_parens(lw, base);
	if (base.kind != CXCursor_DeclRefExpr)
		return false;
	var = clang_getCursorReferenced(base);
	if (!is_global_var(var) || !type_is_const(lw, clang_getCursorType(var)) ||
	    type_is_volatile(lw, clang_getCursorType(var)))
		return false;
	if (!init_of_member(lw, var, clang_getCursorReferenced(c), &value))
		return false;
	value = strip_casts(lw, value);
	*ret = clang_getCursorReferenced(value);
	if (value.kind != CXCursor_DeclRefExpr || ret->kind != CXCursor_FunctionDecl)
		return false;
	vec_push(&lw->constants, var);
	return true;
}

static struct val member(struct lower *lw, CXCursor c)
{
	struct ir_type ptr = { IR_T_PTR, (u8)lw->ptr_bits, 0 };
	struct place p;
	CXCursor f;

	if (constant_function(lw, c, &f))
		return val_opnd(ir_funcref(func_used(lw, f)), ptr);
	place_of(lw, c, &p);
	return place_load(lw, &p);
}

static struct val all_unknown(struct lower *lw, CXCursor c, struct kids k,
			      enum ir_why why)
{
	struct ir_type t = type_of(lw, clang_getCursorType(c));
	u32 i;

	for (i = 0; i < k.n; i++)
		effects(lw, k.v[i]);
	return val_unknown(lw, t, why);
}

/* Memory that an expression not understood is given the address of. */
static void clobber_pointee(struct lower *lw, CXCursor c)
{
	CXType type = clang_getCursorType(c);
	struct place p;

	if (!type_is_pointer(lw, type) ||
	    type_is_const(lw, type_pointee(lw, type)))
		return;
	place_of_pointer(lw, c, type_pointee(lw, type), &p);
	if (type_of(lw, p.type).kind != IR_T_VOID)
		place_clobber(lw, &p);
}

/* On 32 bits va_list is a char pointer with a name. */
static bool is_builtin_va_list(CXType type)
{
	CXString s = clang_getTypeSpelling(type);
	bool ret = strstr(clang_getCString(s), "va_list");

	clang_disposeString(s);
	return ret;
}

/* The type of va_list, or what is left of it when it is passed on. */
static bool is_va_list(struct lower *lw, CXCursor c)
{
	CXType t = clang_getCanonicalType(clang_getCursorType(c));

	if (type_is_pointer(lw, t))
		t = clang_getCanonicalType(type_pointee(lw, t));
	else if (type_is_array(lw, t))
		t = clang_getCanonicalType(type_element(lw, t));
	if (t.kind == CXType_Record)
		return spelled(clang_getTypeDeclaration(t), "__va_list_tag");
	return t.kind == CXType_Char_S &&
	       type_is_pointer(lw, clang_getCursorType(c)) &&
	       is_builtin_va_list(clang_getCursorType(c));
}

/* GCC leaves a conversion to an enumeration where it is written. */
static struct val to_enum(struct lower *lw, struct val v, struct ir_type t)
{
	u32 to;

	if (v.is_const || v.t.kind != IR_T_INT || v.t.bits < 8 ||
	    v.t.bits > t.bits || ir_type_eq(v.t, t))
		return convert(lw, v, t);
	to = temp(lw, t);
	irb_unary(lw->b, IR_OP_CAST, t, to, v.o);
	return val_local(to, t);
}

static struct val implicit_cast(struct lower *lw, CXCursor c, CXCursor in)
{
	CXType ct = clang_getCursorType(c), it = clang_getCursorType(in);
	struct ir_type t = type_of(lw, ct);
	CXCursor param;
	struct place p;

	if (type_is_array(lw, it) && type_is_pointer(lw, ct) && !is_va_list(lw, c) &&
	    !is_array_param(lw, in, &param)) {
		place_of(lw, in, &p);
		if (p.inexact)
			return val_unknown(lw, t, IR_WHY_ADDRESS);
		return place_addr(lw, &p);
	}
	if (t.kind != IR_T_PTR &&
	    (type_is_pointer(lw, it) || type_is_array(lw, it) || type_is_record(lw, it)) &&
	    is_va_list(lw, in))
		return all_unknown(lw, c, exprs_of(lw, c), IR_WHY_VARARG);
	if (type_is_function(lw, it))
		return rvalue(lw, in);
	if (t.kind == IR_T_VOID) {
		effects(lw, in);
		return val_const(int_type(32, true), 0, NULL);
	}
	if (clang_getCanonicalType(ct).kind == CXType_Enum)
		return to_enum(lw, rvalue(lw, in), t);
	return convert(lw, rvalue(lw, in), t);
}

static struct val unexposed(struct lower *lw, CXCursor c)
{
	struct ir_type t = type_of(lw, clang_getCursorType(c));
	struct kids k = exprs_of(lw, c);
	CXCursor chosen;
	struct val v;
	u64 bits;
	u32 i;

	if (is_choose_expr(lw, c, &chosen))
		return convert(lw, rvalue(lw, chosen), t);
	if (k.n == 4 && k.v[0].data[1] == k.v[1].data[1])
		return elvis(lw, c, k);
	if (k.n && is_type_question(lw, c) && const_eval(lw, c, &bits))
		return val_const(t, bits, NULL);
	if (k.n == 1)
		return implicit_cast(lw, c, k.v[0]);
	if (ir_type_is_scalar(t) && const_eval(lw, c, &bits))
		return val_const(t, bits, NULL);
	v = all_unknown(lw, c, k, IR_WHY_UNSUPPORTED);
	for (i = 0; i < k.n; i++)
		clobber_pointee(lw, k.v[i]);
	lw->nunsupported++;
	return v;
}

static struct val stmt_expr(struct lower *lw, CXCursor c)
{
	struct ir_type t = type_of(lw, clang_getCursorType(c));
	u32 depth = lw->f.cleanups.n;
	CXCursor last;
	struct val v;

	if (!lower_stmt_expr(lw, c, &last)) {
		v = t.kind == IR_T_VOID ? val_const(int_type(32, true), 0, NULL) :
					  val_unknown(lw, t, IR_WHY_UNSUPPORTED);
	} else if (t.kind == IR_T_VOID) {
		effects(lw, last);
		v = val_const(int_type(32, true), 0, NULL);
	} else {
		v = before_cleanups(lw, rvalue(lw, last), depth);
	}
	run_cleanups(lw, depth);
	drop_cleanups(lw, depth);
	return v;
}

static struct val cast(struct lower *lw, CXCursor c)
{
	struct ir_type t = type_of(lw, clang_getCursorType(c));
	CXCursor in = last_expr(lw, c);

	if (t.kind == IR_T_VOID) {
		effects(lw, in);
		return val_const(int_type(32, true), 0, NULL);
	}
	return implicit_cast(lw, c, in);
}

struct val rvalue(struct lower *lw, CXCursor c)
{
	struct ir_type t = type_of(lw, clang_getCursorType(c));
	struct place p;
	CXCursor chosen;
	u64 bits;

	if (t.kind == IR_T_AGG && is_array_param(lw, c, &chosen)) {
		struct ir_type ptr = { IR_T_PTR, (u8)lw->ptr_bits, 0 };

		return val_local(local_of(lw, chosen), ptr);
	}
	if ((c.kind == CXCursor_BinaryOperator || c.kind == CXCursor_UnaryOperator ||
	     c.kind == CXCursor_CStyleCastExpr ||
	     c.kind == CXCursor_UnexposedExpr) && leads_to_choice(lw, c))
		return rvalue_then(lw, c, t, NULL);
	switch ((int)c.kind) {
	case CXCursor_ParenExpr: return rvalue(lw, last_expr(lw, c));
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_UnaryExpr:
		if (const_eval(lw, c, &bits))
			return val_const(t, bits, NULL);
		return val_unknown(lw, t, IR_WHY_UNSUPPORTED);
	case CXCursor_FloatingLiteral:
	case CXCursor_ImaginaryLiteral:
		return val_unknown(lw, t, IR_WHY_FLOAT);
	case CXCursor_DeclRefExpr: return decl_ref(lw, c);
	case CXCursor_MemberRefExpr: return member(lw, c);
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_CompoundLiteralExpr:
		place_of(lw, c, &p);
		return place_load(lw, &p);
	case CXCursor_UnaryOperator: return unary_operator(lw, c);
	case CXCursor_BinaryOperator: return binary_operator(lw, c);
	case CXCursor_CompoundAssignOperator: return compound_assign(lw, c, true);
	case CXCursor_ConditionalOperator: return conditional(lw, c, t, NULL);
	case CXCursor_CStyleCastExpr: return cast(lw, c);
	case CXCursor_UnexposedExpr: return unexposed(lw, c);
	case CXCursor_StmtExpr: return stmt_expr(lw, c);
	case CXCursor_CallExpr: return lower_call(lw, c, NULL);
	case CXCursor_GenericSelectionExpr:
		if (generic_choice(lw, c, &chosen))
			return rvalue(lw, chosen);
		return val_unknown(lw, t, IR_WHY_UNSUPPORTED);
	case CXCursor_AddrLabelExpr:
	case CXCursor_StringLiteral:
		return val_unknown(lw, t, IR_WHY_ADDRESS);
	case CXCursor_InitListExpr:
		return rvalue(lw, last_expr(lw, c));
	default:
		lw->nunsupported++;
		return all_unknown(lw, c, exprs_of(lw, c), IR_WHY_UNSUPPORTED);
	}
}

/* An assignment whose value nobody asks for; x++ for its effect is ++x. */
static bool sets_only(struct lower *lw, CXCursor c)
{
	bool minus = is_unary(c, CXUnaryOperator_PostDec) || is_unary(c, CXUnaryOperator_PreDec);

	if (minus || is_unary(c, CXUnaryOperator_PostInc) || is_unary(c, CXUnaryOperator_PreInc))
		step(lw, c, minus, false, false);
	else if (c.kind == CXCursor_CompoundAssignOperator)
		compound_assign(lw, c, false);
	else if (c.kind == CXCursor_BinaryOperator && exprs_of(lw, c).n == 2 &&
		 clang_getCursorBinaryOperatorKind(c) == CXBinaryOperator_Assign)
		assign(lw, c, exprs_of(lw, c), false);
	else
		return false;
	return true;
}

void effects(struct lower *lw, CXCursor c)
{
	struct place p;

	if (clang_Cursor_isNull(c) || !clang_isExpression(c.kind))
		return;
	c = strip_parens(lw, c);
	if (sets_only(lw, c))
		return;
	if (type_of(lw, clang_getCursorType(c)).kind != IR_T_AGG ||
	    is_pointer_value(lw, c)) {
		rvalue(lw, c);
		return;
	}
	if (c.kind == CXCursor_CallExpr) {
		lower_call(lw, c, NULL);
	} else if (c.kind == CXCursor_BinaryOperator) {
		rvalue(lw, c);
	} else {
		place_of(lw, c, &p);
	}
}

/* ---- aggregates ------------------------------------------------------------------------- */

static void conditional_into(struct lower *lw, CXCursor c,
			     const struct place *to)
{
	struct kids k = exprs_of(lw, c);
	u32 yes = irb_block(lw->b), no = irb_block(lw->b);
	u32 done = irb_block(lw->b);

	lower_cond(lw, k.v[0], yes, no);
	irb_set_block(lw->b, yes);
	aggregate_into(lw, k.v[1], to);
	irb_jump(lw->b, done);
	irb_set_block(lw->b, no);
	aggregate_into(lw, k.v[2], to);
	irb_jump(lw->b, done);
	irb_set_block(lw->b, done);
}

static void stmt_expr_into(struct lower *lw, CXCursor c, const struct place *to)
{
	u32 depth = lw->f.cleanups.n;
	CXCursor last;

	if (lower_stmt_expr(lw, c, &last))
		aggregate_into(lw, last, to);
	else
		irb_clobber(lw->b, make_place(lw, to));
	run_cleanups(lw, depth);
	drop_cleanups(lw, depth);
}

/* What is not understood: done for its effects, the place is unknown after it. */
static void unknown_into(struct lower *lw, CXCursor c, const struct place *to)
{
	all_unknown(lw, c, exprs_of(lw, c), IR_WHY_UNSUPPORTED);
	irb_clobber(lw->b, make_place(lw, to));
}

static void binary_into(struct lower *lw, CXCursor c, const struct place *to)
{
	struct kids k = exprs_of(lw, c);
	struct place from;

	if (clang_getCursorBinaryOperatorKind(c) == CXBinaryOperator_Comma) {
		effects(lw, k.v[0]);
		aggregate_into(lw, k.v[1], to);
		return;
	}
	rvalue(lw, c);
	if (type_is_record(lw, clang_getCursorType(c))) {
		place_of(lw, k.v[0], &from);
		place_copy(lw, to, &from);
	} else {
		irb_clobber(lw->b, make_place(lw, to));
	}
}

static void cast_into(struct lower *lw, CXCursor c, const struct place *to)
{
	CXCursor in = last_expr(lw, c);

	if (!clang_Cursor_isNull(in) &&
	    type_fits(lw, clang_getCursorType(in), clang_getCursorType(c))) {
		aggregate_into(lw, in, to);
		return;
	}
	effects(lw, in);
	irb_clobber(lw->b, make_place(lw, to));
}

static void unexposed_into(struct lower *lw, CXCursor c, const struct place *to)
{
	struct kids k = exprs_of(lw, c);
	CXCursor chosen;

	if (k.n == 1 && is_va_list(lw, k.v[0]))
		irb_clobber(lw->b, make_place(lw, to));
	else if (k.n == 1)
		aggregate_into(lw, k.v[0], to);
	else if (is_choose_expr(lw, c, &chosen))
		aggregate_into(lw, chosen, to);
	else
		unknown_into(lw, c, to);
}

static void copy_into(struct lower *lw, CXCursor c, const struct place *to)
{
	struct place from;

	place_of(lw, c, &from);
	place_copy(lw, to, &from);
}

void aggregate_into(struct lower *lw, CXCursor c, const struct place *to)
{
	c = strip_parens(lw, c);
	switch ((int)c.kind) {
	case CXCursor_CallExpr: lower_call(lw, c, to); return;
	case CXCursor_InitListExpr: init_local(lw, to, to->type, c); return;
	case CXCursor_ConditionalOperator: conditional_into(lw, c, to); return;
	case CXCursor_StmtExpr: stmt_expr_into(lw, c, to); return;
	case CXCursor_BinaryOperator: binary_into(lw, c, to); return;
	case CXCursor_CStyleCastExpr: cast_into(lw, c, to); return;
	case CXCursor_UnexposedExpr: unexposed_into(lw, c, to); return;
	case CXCursor_UnaryOperator:
		if (is_unary(c, CXUnaryOperator_Deref) ||
		    is_unary(c, CXUnaryOperator_Extension)) {
			copy_into(lw, c, to);
			return;
		}
		rvalue(lw, c);
		irb_clobber(lw->b, make_place(lw, to));
		return;
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_CompoundLiteralExpr:
	case CXCursor_StringLiteral:
	case CXCursor_GenericSelectionExpr:
		copy_into(lw, c, to);
		return;
	default:
		unknown_into(lw, c, to);
	}
}
