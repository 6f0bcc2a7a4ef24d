/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: constants are folded as they are made, the rest becomes instructions. */
#include "clang-tool/lower.h"

const struct ir_type type_other = { IR_T_OTHER, 0, 0 };

struct ir_type int_type(u32 bits, bool is_signed)
{
	struct ir_type t = { IR_T_INT, (u8)bits, is_signed };

	return t;
}

struct val val_const(struct ir_type t, u64 bits, const char *name)
{
	struct val v = { t, true, ir_extend(t, bits), name, { 0, 0 } };

	return v;
}

struct val val_opnd(struct ir_operand o, struct ir_type t)
{
	struct val v = { t, false, 0, NULL, o };

	return v;
}

struct val val_local(u32 local, struct ir_type t)
{
	return val_opnd(ir_local(local), t);
}

struct val val_unknown(struct lower *lw, struct ir_type t, enum ir_why why)
{
	u32 l;

	if (t.kind == IR_T_VOID || t.kind == IR_T_AGG)
		t = type_other;
	l = temp(lw, t);
	irb_unknown(lw->b, l, why);
	return val_local(l, t);
}

struct val copy_of(struct lower *lw, struct val v)
{
	u32 copy = temp(lw, v.t);

	irb_unary(lw->b, IR_OP_COPY, v.t, copy, opnd(lw, v));
	return val_local(copy, v.t);
}

struct ir_operand opnd(struct lower *lw, struct val v)
{
	if (v.is_const)
		return irb_const(lw->b, v.t, v.bits, v.name);
	return v.o;
}

/* local = v; what computes v writes there itself when nothing else can read it. */
void set_local(struct lower *lw, u32 local, struct ir_type t, struct val v)
{
	v = convert(lw, v, t);
	if (v.is_const || v.o.kind != IR_OPND_LOCAL ||
	    !irb_redirect(lw->b, v.o.idx, local))
		irb_unary(lw->b, IR_OP_COPY, t, local, opnd(lw, v));
}

bool is_compare(enum ir_op op)
{
	return op >= IR_OP_EQ && op <= IR_OP_GE;
}

u32 pointer_local(struct lower *lw, struct val v)
{
	struct ir_type type = { IR_T_PTR, (u8)lw->ptr_bits, 0 };
	u32 local;

	if (!v.is_const && v.o.kind == IR_OPND_LOCAL && ir_type_is_scalar(v.t))
		return v.o.idx;
	local = temp(lw, type);
	if (!v.is_const && v.o.kind == IR_OPND_LOCAL)
		irb_unknown(lw->b, local, IR_WHY_ADDRESS);
	else
		irb_unary(lw->b, IR_OP_COPY, type, local, opnd(lw, v));
	return local;
}

static struct val to_bool(struct lower *lw, struct val v, struct ir_type to)
{
	u32 t;

	if (v.is_const)
		return val_const(to, v.bits != 0, v.bits <= 1 ? v.name : NULL);
	t = temp(lw, to);
	irb_binary(lw->b, IR_OP_NE, v.t, t, v.o,
		   irb_const(lw->b, v.t, 0, NULL));
	return val_local(t, to);
}

static struct val cast_to(struct lower *lw, struct val v, struct ir_type to)
{
	struct val folded;
	u32 t;

	if (v.is_const)
		return val_const(to, v.bits, v.name);
	if (fold_convert(lw, v, to, &folded))
		return folded;
	t = temp(lw, to);
	irb_unary(lw->b, IR_OP_CAST, to, t, v.o);
	return val_local(t, to);
}

struct val convert(struct lower *lw, struct val v, struct ir_type to)
{
	if (ir_type_eq(v.t, to) || to.kind == IR_T_VOID || to.kind == IR_T_AGG)
		return v;
	if (!ir_type_is_scalar(v.t) || !ir_type_is_scalar(to))
		return val_unknown(lw, to, IR_WHY_FLOAT);
	if (to.bits == 1 && to.kind == IR_T_INT && v.t.bits != 1)
		return to_bool(lw, v, to);
	return cast_to(lw, v, to);
}

struct val convert_bits(struct lower *lw, struct val v, u32 bits)
{
	struct ir_type to = v.t;

	if (!bits || to.kind != IR_T_INT || to.bits == bits)
		return v;
	to.bits = (u8)bits;
	return cast_to(lw, v, to);
}

static bool fold_divide(enum ir_op op, struct ir_type t, u64 a, u64 c, u64 *ret)
{
	if (!c || (t.is_signed && (s64)c == -1))
		return false;
	if (op == IR_OP_DIV)
		*ret = t.is_signed ? (u64)((s64)a / (s64)c) : a / c;
	else
		*ret = t.is_signed ? (u64)((s64)a % (s64)c) : a % c;
	return true;
}

static bool fold(enum ir_op op, struct ir_type t, u64 a, u64 c, u64 *ret)
{
	switch (op) {
	case IR_OP_ADD: case IR_OP_PTRADD: *ret = a + c; return true;
	case IR_OP_SUB: *ret = a - c; return true;
	case IR_OP_MUL: *ret = a * c; return true;
	case IR_OP_AND: *ret = a & c; return true;
	case IR_OP_OR: *ret = a | c; return true;
	case IR_OP_XOR: *ret = a ^ c; return true;
	case IR_OP_MIN: case IR_OP_MAX:
		*ret = ir_cmp_holds(IR_OP_LT, t, a, c) == (op == IR_OP_MIN) ? a : c;
		return true;
	case IR_OP_DIV: case IR_OP_MOD: return fold_divide(op, t, a, c, ret);
	case IR_OP_SHL:
		*ret = c < t.bits ? a << c : 0;
		return c < t.bits;
	case IR_OP_SHR:
		*ret = c >= t.bits ? 0 : t.is_signed ? (u64)((s64)a >> c) : a >> c;
		return c < t.bits;
	default:
		return false;
	}
}

/* x - 1 is x + -1, as GCC writes it: what the engine says hangs on the form. */
enum ir_op plus_for_minus(enum ir_op op, struct ir_type t, struct val *c)
{
	if (op != IR_OP_SUB || !c->is_const || !c->bits)
		return op;
	*c = val_const(t, -c->bits, NULL);
	return IR_OP_ADD;
}

/* A variable in the other sign. */
static bool is_signed_anew(struct lower *lw, struct val v)
{
	const struct ir_inst *in = irb_unread(lw->b, v.o.idx);

	return in && in->op == IR_OP_CAST && in->a.kind == IR_OPND_LOCAL &&
	       !irb_is_temporary(lw->b, in->a.idx) &&
	       irb_operand_type(lw->b, in->a).bits == v.t.bits;
}

/*
 * GCC writes constants on the right and variables left of what is computed,
 * but computes a variable in the other sign last.
 */
static bool goes_last(struct lower *lw, struct val a, struct val c)
{
	if (a.is_const || c.is_const)
		return a.is_const && !c.is_const;
	if (a.o.kind != IR_OPND_LOCAL || c.o.kind != IR_OPND_LOCAL ||
	    !irb_is_temporary(lw->b, a.o.idx))
		return false;
	return !irb_is_temporary(lw->b, c.o.idx) ||
	       (is_signed_anew(lw, a) && !is_signed_anew(lw, c));
}

void order_operands(struct lower *lw, enum ir_op *op, struct val *a, struct val *c)
{
	bool swaps = *op == IR_OP_ADD || *op == IR_OP_MUL || *op == IR_OP_AND ||
		     *op == IR_OP_OR || *op == IR_OP_XOR || *op == IR_OP_MIN ||
		     *op == IR_OP_MAX || is_compare(*op);
	struct val v = *a;

	if (!swaps || !goes_last(lw, *a, *c))
		return;
	*a = *c;
	*c = v;
	if (is_compare(*op))
		*op = ir_cmp_swap(*op);
}

struct val binary(struct lower *lw, enum ir_op op, struct ir_type t,
		  struct val a, struct val c)
{
	struct ir_type rt = is_compare(op) ? int_type(32, true) : t;
	struct val folded;
	u64 bits;
	u32 dst;

	if (!ir_type_is_scalar(t) || !ir_type_is_scalar(a.t) ||
	    !ir_type_is_scalar(c.t))
		return val_unknown(lw, rt, IR_WHY_FLOAT);
	if (a.is_const && c.is_const) {
		if (is_compare(op))
			return val_const(rt, ir_cmp_holds(op, t,
					ir_extend(t, a.bits),
					ir_extend(t, c.bits)), NULL);
		if (fold(op, t, ir_extend(t, a.bits), c.bits, &bits))
			return val_const(rt, bits, NULL);
	}
	op = plus_for_minus(op, t, &c);
	order_operands(lw, &op, &a, &c);
	if (is_compare(op))
		fold_compare(lw, &op, &t, &a, &c);
	op = or_for_sum(lw, op, a, c);
	if (fold_binary(lw, op, t, &a, &c, &folded))
		return folded;
	dst = temp(lw, rt);
	irb_binary(lw->b, op, t, dst, opnd(lw, a), opnd(lw, c));
	return val_local(dst, rt);
}

struct val unary(struct lower *lw, enum ir_op op, struct ir_type t,
		 struct val a)
{
	struct ir_type rt = op == IR_OP_LNOT ? int_type(32, true) : t;
	struct val folded;
	u32 dst;

	if (!ir_type_is_scalar(t) || !ir_type_is_scalar(a.t))
		return val_unknown(lw, rt, IR_WHY_FLOAT);
	if (a.is_const && op == IR_OP_NEG)
		return val_const(t, -a.bits, NULL);
	if (a.is_const && op == IR_OP_NOT)
		return val_const(t, ~a.bits, NULL);
	if (a.is_const && op == IR_OP_LNOT)
		return val_const(rt, !a.bits, NULL);
	if (fold_unary(lw, op, t, &a, &folded))
		return folded;
	dst = temp(lw, rt);
	irb_unary(lw->b, op, op == IR_OP_LNOT ? a.t : t, dst, opnd(lw, a));
	return val_local(dst, rt);
}
