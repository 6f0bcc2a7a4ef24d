/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Operands that are one value on a path: x - x, (x + y) - x, x ^ (x & m), x != x.
 *
 * Compilers fold some of these and keep others. What a value is does not say
 * it: two operands are the same when they were computed the same way from
 * operands that did not change since. Nor does it say that an expression has
 * one value whatever its operands are: (x | 31) & 31.
 */
#include "lib/engine/exec.h"

/* How deep expressions are compared. */
#define SAME_DEPTH 6

/* The slot of a local with an expression that still holds, or NULL. */
static const struct slot *defined_slot(const struct frame *fr,
				       const struct state *st,
				       struct ir_operand o)
{
	u32 s;

	if (o.kind != IR_OPND_LOCAL)
		return NULL;
	s = fn_slot(fr->f, o.idx);
	return s == NO_SLOT || !st->slot[s].def ? NULL : &st->slot[s];
}

static const struct ir_inst *def_of(const struct frame *fr,
				    const struct slot *s)
{
	return &fr->fn->f->insts[s->def - 1];
}

static bool is_arith(const struct ir_inst *in)
{
	return ir_op_class((enum ir_op)in->op) <= IR_CLASS_COMPARE;
}

static struct ir_operand def_a(const struct slot *s, const struct ir_inst *in)
{
	if (s->src)
		return (struct ir_operand){ IR_OPND_LOCAL, s->src - 1 };
	return in->a;
}

/* The operand behind copies. */
static struct ir_operand behind_copies(const struct frame *fr,
				       const struct state *st,
				       struct ir_operand o)
{
	const struct slot *s;
	u32 i;

	for (i = 0; i < SAME_DEPTH; i++) {
		s = defined_slot(fr, st, o);
		if (!s || def_of(fr, s)->op != IR_OP_COPY)
			break;
		o = def_a(s, def_of(fr, s));
	}
	return o;
}

static struct ir_type local_type(const struct frame *fr, struct ir_operand o)
{
	return fr->fn->f->locals[o.idx].type;
}

static bool same(const struct frame *fr, const struct state *st,
		 struct ir_operand a, struct ir_operand b, u32 depth);

static bool same_defs(const struct frame *fr, const struct state *st,
		      const struct slot *a, const struct slot *b, u32 depth)
{
	const struct ir_inst *ia = def_of(fr, a), *ib = def_of(fr, b);

	if (ia->op != ib->op || !ir_type_eq(ia->type, ib->type))
		return false;
	if (ia->op == IR_OP_LOAD)
		return a->src == b->src && sym_names_one(fr->m->syms, a->src);
	if (!is_arith(ia) || !same(fr, st, def_a(a, ia), def_a(b, ib), depth))
		return false;
	return ir_op_class((enum ir_op)ia->op) == IR_CLASS_UNARY ||
	       same(fr, st, ia->b, ib->b, depth);
}

static bool same(const struct frame *fr, const struct state *st,
		 struct ir_operand a, struct ir_operand b, u32 depth)
{
	const struct slot *sa, *sb;

	a = behind_copies(fr, st, a);
	b = behind_copies(fr, st, b);
	if (a.kind != b.kind)
		return false;
	if (a.kind != IR_OPND_LOCAL)
		return a.kind == IR_OPND_CONST && a.idx == b.idx;
	if (a.idx == b.idx)
		return true;
	sa = defined_slot(fr, st, a);
	sb = defined_slot(fr, st, b);
	return depth && sa && sb &&
	       ir_type_eq(local_type(fr, a), local_type(fr, b)) &&
	       same_defs(fr, st, sa, sb, depth - 1);
}

bool algebra_same(const struct frame *fr, const struct state *st,
		  struct ir_operand a, struct ir_operand b)
{
	return a.kind == IR_OPND_LOCAL && b.kind == IR_OPND_LOCAL &&
	       same(fr, st, a, b, SAME_DEPTH);
}

int algebra_compare(const struct frame *fr, const struct state *st, u8 cmp,
		    struct ir_operand a, struct ir_operand b)
{
	if (!algebra_same(fr, st, a, b))
		return -1;
	return cmp == IR_OP_EQ || cmp == IR_OP_LE || cmp == IR_OP_GE;
}

static void eval_as(struct frame *fr, const struct state *st,
		    struct ir_operand o, struct ir_type t, struct value *ret)
{
	eval_operand(fr, st, o, ret);
	if (!ir_type_eq(ret->type, t))
		value_cast(ret, t, ret);
}

/* In t `zero` is 0, so that its sum with `part` is that: *ret. */
static bool other_part(struct frame *fr, const struct state *st,
		       struct ir_operand zero, struct ir_operand part,
		       struct ir_type t, struct value *ret)
{
	struct value z;
	s128 c;

	eval_as(fr, st, zero, t, &z);
	if (!value_is_const(&z, &c) || c)
		return false;
	eval_as(fr, st, part, t, ret);
	return true;
}

/* The low part of x << 60 | y is that of y, whatever the range of both is. */
static bool of_low_part(struct frame *fr, const struct state *st,
			struct ir_operand o, struct ir_type t,
			struct value *ret)
{
	const struct slot *s;
	const struct ir_inst *in;

	if (o.kind != IR_OPND_LOCAL || local_type(fr, o).bits <= t.bits)
		return false;
	o = behind_copies(fr, st, o);
	s = defined_slot(fr, st, o);
	in = s ? def_of(fr, s) : NULL;
	return in && in->type.bits > t.bits &&
	       (in->op == IR_OP_OR || in->op == IR_OP_XOR ||
		in->op == IR_OP_ADD) &&
	       (other_part(fr, st, def_a(s, in), in->b, t, ret) ||
		other_part(fr, st, in->b, def_a(s, in), t, ret));
}

void algebra_operand(struct frame *fr, const struct state *st,
		     struct ir_operand o, struct ir_type t, struct value *ret)
{
	struct value part;
	bool known = of_low_part(fr, st, o, t, &part);

	eval_operand(fr, st, o, ret);
	value_cast_at(ret, t, ret, frame_point(fr));
	if (known)
		value_meet(ret, &part, ret);
}

/* x op x */
static bool of_one(struct frame *fr, const struct state *st,
		   const struct ir_inst *in, struct ir_type t,
		   struct value *ret)
{
	if (!algebra_same(fr, st, in->a, in->b))
		return false;
	switch (in->op) {
	case IR_OP_XOR: case IR_OP_SUB: case IR_OP_MOD:
		value_const(ret, t, 0, 0, frame_point(fr));
		return true;
	case IR_OP_DIV:
		value_const(ret, t, 1, 0, frame_point(fr));
		return true;
	case IR_OP_AND: case IR_OP_OR: case IR_OP_MIN: case IR_OP_MAX:
		eval_as(fr, st, in->a, t, ret);
		return true;
	default:
		if (ir_op_class((enum ir_op)in->op) != IR_CLASS_COMPARE)
			return false;
		value_const(ret, t, (u64)algebra_compare(fr, st, in->op, in->a,
							 in->b),
			    0, frame_point(fr));
		return true;
	}
}

/* What is left of `sum` without `gone`: an operand, and its sign. */
struct rest {
	struct ir_operand o;
	bool negative;
};

/* (x + y) - x and the like: takes `gone` out of an operand that is a sum. */
static bool take_out(const struct frame *fr, const struct state *st,
		     struct ir_type t, struct ir_operand sum,
		     struct ir_operand gone, bool add, struct rest *ret)
{
	struct ir_operand o = behind_copies(fr, st, sum);
	const struct slot *s = defined_slot(fr, st, o);
	const struct ir_inst *in = s ? def_of(fr, s) : NULL;
	bool minus = in && in->op == IR_OP_SUB;

	/* all of it modulo 2 to the width of t */
	if (!in || (in->op != IR_OP_ADD && !minus) || in->type.bits < t.bits ||
	    local_type(fr, o).bits < t.bits)
		return false;
	/* x + y - x, x - y + y */
	if (algebra_same(fr, st, def_a(s, in), gone) && !add) {
		ret->o = in->b;
		ret->negative = minus;
		return true;
	}
	if (minus == add && algebra_same(fr, st, in->b, gone)) {
		ret->o = def_a(s, in);
		ret->negative = false;
		return true;
	}
	return false;
}

/* A constant in type t; false when the operand is none. */
static bool constant(const struct frame *fr, struct ir_operand o, u64 *ret)
{
	if (o.kind != IR_OPND_CONST)
		return false;
	*ret = fr->fn->f->consts[o.idx].bits;
	return true;
}

/* x is `factor` times an operand, modulo 2 to the width of t: which one. */
static struct ir_operand multiple_of(const struct frame *fr,
				     const struct state *st, struct ir_type t,
				     struct ir_operand x, u64 *factor)
{
	const struct ir_inst *in;
	const struct slot *s;
	u64 c;
	u32 i;

	*factor = 1;
	for (i = 0; i < SAME_DEPTH; i++) {
		x = behind_copies(fr, st, x);
		s = defined_slot(fr, st, x);
		in = s ? def_of(fr, s) : NULL;
		if (!in || in->type.bits < t.bits ||
		    local_type(fr, x).bits < t.bits)
			break;
		if (in->op == IR_OP_MUL && constant(fr, in->b, &c))
			*factor *= c;
		else if (in->op == IR_OP_SHL && constant(fr, in->b, &c) && c < 64)
			*factor <<= c;
		else if (in->op == IR_OP_NEG)
			*factor = -*factor;
		else if (in->op == IR_OP_ADD && !s->src &&
			 algebra_same(fr, st, in->a, in->b))
			*factor *= 2;
		else
			break;
		x = def_a(s, in);
	}
	return x;
}

/* x + x, 3 * x - x, -x + x */
static bool of_multiples(struct frame *fr, const struct state *st,
			 const struct ir_inst *in, struct ir_type t,
			 struct value *ret)
{
	struct ir_operand x, y;
	struct value k;
	u64 fx, fy;

	if ((in->op != IR_OP_ADD && in->op != IR_OP_SUB) || t.bits < 8)
		return false;
	x = multiple_of(fr, st, t, in->a, &fx);
	y = multiple_of(fr, st, t, in->b, &fy);
	if (!algebra_same(fr, st, x, y))
		return false;
	value_const(&k, t, in->op == IR_OP_ADD ? fx + fy : fx - fy, 0,
		    frame_point(fr));
	eval_as(fr, st, x, t, ret);
	value_binary(ret, IR_OP_MUL, t, ret, &k, frame_point(fr));
	return true;
}

static bool of_sum(struct frame *fr, const struct state *st,
		   const struct ir_inst *in, struct ir_type t,
		   struct value *ret)
{
	bool add = in->op == IR_OP_ADD;
	struct rest r;

	if (!add && in->op != IR_OP_SUB)
		return false;
	if (take_out(fr, st, t, in->a, in->b, add, &r))
		;
	else if (take_out(fr, st, t, in->b, in->a, add, &r))
		r.negative ^= !add;
	else
		return false;
	eval_as(fr, st, r.o, t, ret);
	if (r.negative)
		value_unary(ret, IR_OP_NEG, t, ret, frame_point(fr));
	return true;
}

/* `masked` is x & a constant, or x | one; that constant, in t. */
static bool mask_of(struct frame *fr, const struct state *st, enum ir_op op,
		    struct ir_type t, struct ir_operand masked,
		    struct ir_operand x, struct value *ret)
{
	struct ir_operand o = behind_copies(fr, st, masked);
	const struct slot *s = defined_slot(fr, st, o);
	const struct ir_inst *in = s ? def_of(fr, s) : NULL;

	if (!in || in->op != op || in->b.kind != IR_OPND_CONST ||
	    in->type.bits < t.bits || local_type(fr, o).bits < t.bits ||
	    !algebra_same(fr, st, def_a(s, in), x))
		return false;
	eval_as(fr, st, in->b, t, ret);
	return true;
}

/* One operand is x, the other `x op m`, m a constant; minus: it is the second. */
static bool own_mask(struct frame *fr, const struct state *st,
		     const struct ir_inst *in, enum ir_op op, struct ir_type t,
		     struct ir_operand *ret_x, struct value *ret_m)
{
	bool first = mask_of(fr, st, op, t, in->b, in->a, ret_m);

	if (!first && (in->op == IR_OP_SUB ||
		       !mask_of(fr, st, op, t, in->a, in->b, ret_m)))
		return false;
	*ret_x = first ? in->a : in->b;
	return true;
}

/* x ^ (x | m): the bits of m that x has not */
static bool of_set_mask(struct frame *fr, const struct state *st,
			const struct ir_inst *in, struct ir_type t,
			struct value *ret)
{
	struct ir_operand x;
	struct value m;

	if (in->op != IR_OP_XOR || !own_mask(fr, st, in, IR_OP_OR, t, &x, &m))
		return false;
	eval_as(fr, st, x, t, ret);
	value_unary(ret, IR_OP_NOT, t, ret, frame_point(fr));
	value_binary(ret, IR_OP_AND, t, ret, &m, frame_point(fr));
	return true;
}

/* x - (x & m), x ^ (x & m): the bits of x that m leaves out; x | (x & m) is x */
static bool of_mask(struct frame *fr, const struct state *st,
		    const struct ir_inst *in, struct ir_type t,
		    struct value *ret)
{
	struct ir_operand x;
	struct value m;

	if ((in->op != IR_OP_SUB && in->op != IR_OP_XOR && in->op != IR_OP_OR) ||
	    !own_mask(fr, st, in, IR_OP_AND, t, &x, &m))
		return false;
	eval_as(fr, st, x, t, ret);
	if (in->op == IR_OP_OR)
		return true;
	value_unary(&m, IR_OP_NOT, t, &m, frame_point(fr));
	value_binary(ret, IR_OP_AND, t, ret, &m, frame_point(fr));
	return true;
}

/* *v as the left operand of an instruction in type t, the right being a constant. */
static void with_const(struct frame *fr, const struct state *st,
		       const struct ir_inst *in, struct ir_type t,
		       struct value *v)
{
	struct value k;

	eval_as(fr, st, in->b, t, &k);
	value_cast(v, t, v);
	value_binary(v, (enum ir_op)in->op, t, v, &k, frame_point(fr));
}

/*
 * What a local is whatever the operands of its expression are; false when that
 * has no | and no & with a constant, as it may be anything then.
 */
static bool whatever(struct frame *fr, const struct state *st,
		     struct ir_operand x, u32 depth, struct value *ret)
{
	const struct slot *s;
	const struct ir_inst *in;
	struct ir_type t;
	bool known;

	x = behind_copies(fr, st, x);
	s = defined_slot(fr, st, x);
	in = s ? def_of(fr, s) : NULL;
	if (!in || !depth || !is_arith(in))
		return false;
	t = value_type(in->type);
	if (in->op == IR_OP_CAST) {
		if (!whatever(fr, st, def_a(s, in), depth - 1, ret))
			return false;
		value_cast(ret, value_type(local_type(fr, x)), ret);
		return true;
	}
	if (in->b.kind != IR_OPND_CONST)
		return false;
	known = whatever(fr, st, def_a(s, in), depth - 1, ret);
	if (!known && in->op != IR_OP_OR && in->op != IR_OP_AND)
		return false;
	if (!known)
		value_top(ret, t, 0);
	with_const(fr, st, in, t, ret);
	value_cast(ret, value_type(local_type(fr, x)), ret);
	return true;
}

/* An operand | a constant of which `bits` low bits came through casts. */
struct set_bits {
	struct ir_operand x, c;
	u32 bits;
};

static bool with_set_bits(const struct frame *fr, const struct state *st,
			  struct ir_operand masked, struct set_bits *ret)
{
	const struct ir_inst *in;
	const struct slot *s;
	u32 i, bits = 64;

	for (i = 0; i < SAME_DEPTH; i++) {
		masked = behind_copies(fr, st, masked);
		s = defined_slot(fr, st, masked);
		in = s ? def_of(fr, s) : NULL;
		if (!in)
			return false;
		if (in->type.bits < bits)
			bits = in->type.bits;
		if (local_type(fr, masked).bits < bits)
			bits = local_type(fr, masked).bits;
		if (in->op != IR_OP_CAST)
			break;
		masked = def_a(s, in);
	}
	if (in->op != IR_OP_OR || in->b.kind != IR_OPND_CONST)
		return false;
	*ret = (struct set_bits){ def_a(s, in), in->b, bits };
	return true;
}

/* How many low bits of another operand a mask can leave. */
static u32 mask_bits(const struct value *mask)
{
	s128 m = mask->n ? mask->p[0].lo : 0;

	if (m < 0)
		return mask->type.bits;
	return m ? 64 - (u32)__builtin_clzll((u64)m) : 0;
}

/*
 * (x | 8) & 31 is (x & 23) | 8, of which compilers keep one or the other: the
 * mask cuts x itself. That of (int)(u8)(x | 8) & 31 does, too: 8 bits hold 31.
 */
static bool of_masked_bits(struct frame *fr, const struct state *st,
			   const struct ir_inst *in, struct ir_type t,
			   struct value *ret)
{
	struct value set, mask, plain;
	struct set_bits o;

	if (in->op != IR_OP_AND || in->b.kind != IR_OPND_CONST ||
	    !with_set_bits(fr, st, in->a, &o))
		return false;
	eval_as(fr, st, in->b, t, &mask);
	if (o.bits < mask_bits(&mask))
		return false;
	eval_as(fr, st, o.c, t, &set);
	eval_as(fr, st, in->a, t, &plain);
	value_binary(&plain, IR_OP_AND, t, &plain, &mask, frame_point(fr));
	value_binary(&set, IR_OP_AND, t, &set, &mask, frame_point(fr));
	value_binary(&mask, IR_OP_XOR, t, &mask, &set, frame_point(fr));
	eval_as(fr, st, o.x, t, ret);
	value_binary(ret, IR_OP_AND, t, ret, &mask, frame_point(fr));
	value_binary(ret, IR_OP_OR, t, ret, &set, frame_point(fr));
	value_meet(ret, ret, &plain);
	return true;
}

/* (x | 31) & 31, (x & 7) | 31: no x changes it */
static bool of_set_bits(struct frame *fr, const struct state *st,
			const struct ir_inst *in, struct ir_type t,
			struct value *ret)
{
	struct value v;
	s128 c;

	if ((in->op != IR_OP_AND && in->op != IR_OP_OR) ||
	    in->a.kind != IR_OPND_LOCAL || in->b.kind != IR_OPND_CONST ||
	    !whatever(fr, st, in->a, SAME_DEPTH, &v))
		return false;
	with_const(fr, st, in, t, &v);
	if (!value_is_const(&v, &c))
		return false;
	*ret = v;
	return true;
}

bool algebra_result(struct frame *fr, const struct state *st,
		    const struct ir_inst *in, struct ir_type t,
		    struct value *ret)
{
	return of_one(fr, st, in, t, ret) ||
	       of_multiples(fr, st, in, t, ret) || of_sum(fr, st, in, t, ret) ||
	       of_mask(fr, st, in, t, ret) ||
	       of_set_mask(fr, st, in, t, ret) ||
	       of_set_bits(fr, st, in, t, ret) ||
	       of_masked_bits(fr, st, in, t, ret);
}
