/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conditions become branches; what is known while parsing takes one side only. */
#include <string.h>

#include "clang-tool/lower.h"

enum ir_op cond_compare_op(enum CXBinaryOperatorKind k)
{
	switch (k) {
	case CXBinaryOperator_LT: return IR_OP_LT;
	case CXBinaryOperator_GT: return IR_OP_GT;
	case CXBinaryOperator_LE: return IR_OP_LE;
	case CXBinaryOperator_GE: return IR_OP_GE;
	case CXBinaryOperator_EQ: return IR_OP_EQ;
	case CXBinaryOperator_NE: return IR_OP_NE;
	default: return IR_OP_COUNT;
	}
}

/* The expression in parentheses and conversions that keep zero and non-zero. */
static CXCursor strip_truth(struct lower *lw, CXCursor c)
{
	CXCursor in;

	for (; inner_expr(lw, c, &in); c = in) {
		struct ir_type to, from;

		if (c.kind == CXCursor_ParenExpr || is_unary(c, CXUnaryOperator_Extension))
			continue;
		if (is_type_question(lw, c))
			break;
		to = type_of(lw, clang_getCursorType(c));
		from = type_of(lw, clang_getCursorType(in));
		if (!ir_type_is_scalar(to) || !ir_type_is_scalar(from) ||
		    (to.bits != 1 && to.bits < from.bits))
			break;
		/* an lvalue: this is its reading */
		if (in.kind == CXCursor_DeclRefExpr ||
		    in.kind == CXCursor_MemberRefExpr ||
		    in.kind == CXCursor_ArraySubscriptExpr ||
		    is_unary(in, CXUnaryOperator_Deref))
			break;
	}
	return c;
}

bool is_pure(struct lower *lw, CXCursor c)
{
	struct kids k;
	u32 i;

	c = strip_parens(lw, c);
	switch (c.kind) {
	case CXCursor_UnaryOperator:
		if (is_unary(c, CXUnaryOperator_PreInc) || is_unary(c, CXUnaryOperator_PreDec) ||
		    is_unary(c, CXUnaryOperator_PostInc) || is_unary(c, CXUnaryOperator_PostDec))
			return false;
		break;
	case CXCursor_BinaryOperator:
		if (clang_getCursorBinaryOperatorKind(c) == CXBinaryOperator_Assign)
			return false;
		break;
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
		if (clang_isVolatileQualifiedType(clang_getCursorType(c)))
			return false;
		break;
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_UnexposedExpr:
	case CXCursor_CStyleCastExpr:
	case CXCursor_ConditionalOperator:
		break;
	default:
		return false;
	}
	k = exprs_of(lw, c);
	for (i = 0; i < k.n; i++)
		if (!is_pure(lw, k.v[i]))
			return false;
	return true;
}

/* Of one kind, apart from their operands. */
static bool same_node(CXCursor a, CXCursor d)
{
	if (a.kind != d.kind)
		return false;
	switch (a.kind) {
	case CXCursor_UnaryOperator:
		return clang_getCursorUnaryOperatorKind(a) ==
		       clang_getCursorUnaryOperatorKind(d);
	case CXCursor_BinaryOperator:
		return clang_getCursorBinaryOperatorKind(a) ==
		       clang_getCursorBinaryOperatorKind(d);
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
		return clang_equalCursors(clang_getCursorReferenced(a),
					  clang_getCursorReferenced(d));
	default:
		return true;
	}
}

/* One number of two names is two things to a rule. */
static bool same_name(const char *a, const char *d)
{
	return !a || !d || !strcmp(a, d);
}

static bool same_tree(struct lower *lw, CXCursor a, CXCursor d)
{
	struct kids k, l;
	u64 x, y;
	u32 i;

	a = strip_parens(lw, a);
	d = strip_parens(lw, d);
	if (!ir_type_eq(type_of(lw, clang_getCursorType(a)),
			type_of(lw, clang_getCursorType(d))))
		return false;
	if (const_eval(lw, a, &x))
		return const_eval(lw, d, &y) && x == y && same_name(const_name(lw, a), const_name(lw, d));
	k = exprs_of(lw, a);
	l = exprs_of(lw, d);
	if (!same_node(a, d) || k.n != l.n)
		return false;
	for (i = 0; i < k.n; i++)
		if (!same_tree(lw, k.v[i], l.v[i]))
			return false;
	return true;
}

bool same_expr(struct lower *lw, CXCursor a, CXCursor d)
{
	return is_pure(lw, a) && is_pure(lw, d) && same_tree(lw, a, d);
}

/* (c ? 4 : 15) != 16 holds whatever c is: 0 or 1; -1 when that hangs on c. */
static int choice_truth(struct lower *lw, enum ir_op op, struct kids k)
{
	struct ir_type t = type_of(lw, clang_getCursorType(k.v[0]));
	CXCursor choice = strip_parens(lw, k.v[0]);
	u64 one, other, with;
	struct kids arms;
	bool holds;

	if (choice.kind != CXCursor_ConditionalOperator || t.kind != IR_T_INT ||
	    !const_eval(lw, k.v[1], &with))
		return -1;
	arms = exprs_of(lw, choice);
	if (!const_eval(lw, arms.v[1], &one) || !const_eval(lw, arms.v[2], &other) ||
	    !is_pure(lw, arms.v[0]))
		return -1;
	with = ir_extend(t, with);
	holds = ir_cmp_holds(op, t, ir_extend(t, one), with);
	return holds == ir_cmp_holds(op, t, ir_extend(t, other), with) ? holds : -1;
}

/* 0 or 1 when that is known without running anything, else -1. */
int cond_truth(struct lower *lw, CXCursor c)
{
	enum CXBinaryOperatorKind op;
	struct kids k;
	CXCursor chosen;
	u64 bits;
	int a;

	c = strip_truth(lw, c);
	if (is_unary(c, CXUnaryOperator_LNot)) {
		a = cond_truth(lw, last_expr(lw, c));
		return a < 0 ? a : !a;
	}
	if (is_choose_expr(lw, c, &chosen))
		return cond_truth(lw, chosen);
	if (c.kind == CXCursor_CallExpr) {
		CXCursor d = callee_decl(lw, c);

		k = exprs_of(lw, c);
		if (k.n == 2 && spelled(d, "__builtin_constant_p"))
			return const_eval(lw, k.v[1], &bits);
		if (k.n >= 3 && spelled(d, "__builtin_expect"))
			return cond_truth(lw, k.v[1]);
		return -1;
	}
	if (c.kind == CXCursor_BinaryOperator) {
		op = clang_getCursorBinaryOperatorKind(c);
		if (op == CXBinaryOperator_LAnd || op == CXBinaryOperator_LOr) {
			int stop = op == CXBinaryOperator_LOr;

			k = exprs_of(lw, c);
			a = cond_truth(lw, k.v[0]);
			if (a < 0 || a == stop)
				return a;
			return cond_truth(lw, k.v[1]);
		}
		if (cond_compare_op(op) != IR_OP_COUNT) {
			a = choice_truth(lw, cond_compare_op(op), exprs_of(lw, c));
			if (a >= 0)
				return a;
		}
	}
	return const_eval(lw, c, &bits) ? bits != 0 : -1;
}

void cond_branch(struct lower *lw, struct val v, u32 yes, u32 no)
{
	if (v.is_const) {
		irb_jump(lw->b, v.bits ? yes : no);
	} else if (!ir_type_is_scalar(v.t)) {
		u32 both[2] = { yes, no };

		irb_anygoto(lw->b, both, 2);
	} else {
		irb_branch(lw->b, IR_OP_NE, v.t, v.o,
			   irb_const(lw->b, v.t, 0, NULL), yes, no);
	}
}

/* The same of a value that is not read again, and so may take another form. */
static void cond_branch_last(struct lower *lw, struct val v, u32 yes, u32 no)
{
	struct val zero = val_const(v.t, 0, NULL);
	struct ir_type t = v.t;
	enum ir_op op = IR_OP_NE;

	if (v.is_const || !ir_type_is_scalar(t)) {
		cond_branch(lw, v, yes, no);
		return;
	}
	fold_compare(lw, &op, &t, &v, &zero);
	irb_branch(lw->b, op, t, opnd(lw, v), opnd(lw, zero), yes, no);
}

static void cond_compare(struct lower *lw, CXCursor c, enum ir_op op, u32 yes,
			 u32 no)
{
	struct kids k = exprs_of(lw, c);
	struct ir_type t = type_of(lw, clang_getCursorType(k.v[0]));
	struct val a = rvalue(lw, k.v[0]), d = rvalue(lw, k.v[1]);

	set_loc(lw, c);
	if (t.kind == IR_T_AGG)
		t = a.t;
	if (!ir_type_is_scalar(t) || !ir_type_is_scalar(a.t) ||
	    !ir_type_is_scalar(d.t) || (a.is_const && d.is_const)) {
		cond_branch(lw, binary(lw, op, t, a, d), yes, no);
		return;
	}
	order_operands(lw, &op, &a, &d);
	fold_compare(lw, &op, &t, &a, &d);
	irb_branch(lw->b, op, t, opnd(lw, a), opnd(lw, d), yes, no);
}

static bool cond_binary(struct lower *lw, CXCursor c, u32 yes, u32 no)
{
	enum CXBinaryOperatorKind k = clang_getCursorBinaryOperatorKind(c);
	struct kids v;
	u32 mid;

	if (cond_compare_op(k) != IR_OP_COUNT) {
		cond_compare(lw, c, cond_compare_op(k), yes, no);
		return true;
	}
	if (k != CXBinaryOperator_LAnd && k != CXBinaryOperator_LOr &&
	    k != CXBinaryOperator_Comma)
		return false;
	v = exprs_of(lw, c);
	if (k == CXBinaryOperator_Comma) {
		effects(lw, v.v[0]);
		lower_cond(lw, v.v[1], yes, no);
		return true;
	}
	mid = irb_block(lw->b);
	if (k == CXBinaryOperator_LAnd)
		lower_cond(lw, v.v[0], mid, no);
	else
		lower_cond(lw, v.v[0], yes, mid);
	irb_set_block(lw->b, mid);
	lower_cond(lw, v.v[1], yes, no);
	return true;
}

static void cond_conditional(struct lower *lw, CXCursor c, u32 yes, u32 no)
{
	struct kids k = exprs_of(lw, c);
	u32 a = irb_block(lw->b), d = irb_block(lw->b);

	lower_cond(lw, k.v[0], a, d);
	irb_set_block(lw->b, a);
	lower_cond(lw, k.v[1], yes, no);
	irb_set_block(lw->b, d);
	lower_cond(lw, k.v[2], yes, no);
}

void lower_cond(struct lower *lw, CXCursor c, u32 yes, u32 no)
{
	int known = cond_truth(lw, c);
	struct val v;

	if (known >= 0) {
		irb_jump(lw->b, known ? yes : no);
		return;
	}
	c = strip_truth(lw, c);
	if (is_unary(c, CXUnaryOperator_LNot)) {
		lower_cond(lw, last_expr(lw, c), no, yes);
		return;
	}
	if (c.kind == CXCursor_BinaryOperator && cond_binary(lw, c, yes, no))
		return;
	if (c.kind == CXCursor_ConditionalOperator) {
		cond_conditional(lw, c, yes, no);
		return;
	}
	if (c.kind == CXCursor_CallExpr) {
		struct kids k = exprs_of(lw, c);

		if (k.n >= 3 && spelled(callee_decl(lw, c), "__builtin_expect")) {
			lower_cond(lw, k.v[1], yes, no);
			return;
		}
	}
	v = rvalue(lw, c);
	cond_branch_last(lw, v, yes, no);
}

/* The value 0 or 1 of a condition. */
struct val cond_value(struct lower *lw, CXCursor c)
{
	struct ir_type t = int_type(32, true);
	u32 yes, no, done, dst, i;
	int known = cond_truth(lw, c);

	if (known >= 0)
		return val_const(t, (u64)known, NULL);
	yes = irb_block(lw->b);
	no = irb_block(lw->b);
	done = irb_block(lw->b);
	dst = temp(lw, t);
	lower_cond(lw, c, yes, no);
	for (i = 0; i < 2; i++) {
		irb_set_block(lw->b, i ? no : yes);
		irb_unary(lw->b, IR_OP_COPY, t, dst,
			  irb_const(lw->b, t, !i, NULL));
		irb_jump(lw->b, done);
	}
	irb_set_block(lw->b, done);
	return val_local(dst, t);
}
