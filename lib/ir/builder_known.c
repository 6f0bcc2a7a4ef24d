/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Comparisons that come out one way for any input: (x & 7) == 9, x < 0 for an
 * unsigned x, x != x. Compilers decide some of them when they parse. What is
 * asked for here is what the expression itself shows: temporaries are followed,
 * what variables hold is the engine's to know.
 */
#include "lib/ir/builder_p.h"

/* How many operations back an operand is followed. */
#define KNOWN_DEPTH 4

struct span {
	s128 lo, hi;
};

/* A branch and what is asked about it. */
struct asked {
	const struct ir_builder *b;
	u32 first;	/* instruction the block begins with */
};

static struct span span_of_type(struct ir_type t)
{
	bool is_signed = t.kind == IR_T_INT && t.is_signed;
	s128 n = (s128)1 << (is_signed ? t.bits - 1 : t.bits);

	return (struct span){ is_signed ? -n : 0, n - 1 };
}

static s128 number_of(struct ir_type t, u64 bits)
{
	return t.kind == IR_T_INT && t.is_signed ? (s128)(s64)bits : (s128)bits;
}

static bool inside(struct span a, struct span b)
{
	return a.lo >= b.lo && a.hi <= b.hi;
}

static bool is_plain(const struct ir_builder *b, u32 local)
{
	return !(b->locals.v[local].flags &
		 (IR_LOCAL_ADDR_TAKEN | IR_LOCAL_VOLATILE));
}

static bool is_temporary(const struct ir_builder *b, u32 local)
{
	return !b->locals.v[local].name && !b->locals.v[local].flags;
}

/* The instruction of the block, before `end`, that last wrote to a local. */
static u32 def_before(const struct asked *q, u32 local, u32 end)
{
	while (end-- > q->first)
		if (q->b->insts.v[end].in.dst == local)
			return end;
	return IR_NONE;
}

static struct span span_of(const struct asked *q, struct ir_operand o, u32 end,
			   u32 depth);

/* In type t, as an instruction converts its operands. */
static struct span span_in(const struct asked *q, struct ir_operand o,
			   struct ir_type t, u32 end, u32 depth)
{
	struct span s = span_of(q, o, end, depth), all = span_of_type(t);

	return inside(s, all) ? s : all;
}

static struct span span_of_op(const struct asked *q, u32 at, u32 depth)
{
	const struct ir_inst *in = &q->b->insts.v[at].in;
	struct span a = span_in(q, in->a, in->type, at, depth), b, none;

	none = span_of_type(in->type);
	if (in->op == IR_OP_COPY || in->op == IR_OP_CAST)
		return a;
	if (ir_op_class((enum ir_op)in->op) == IR_CLASS_COMPARE)
		return (struct span){ 0, 1 };
	if (in->op != IR_OP_AND && in->op != IR_OP_SHR && in->op != IR_OP_MOD &&
	    in->op != IR_OP_ADD)
		return none;
	b = span_in(q, in->b, in->type, at, depth);
	if (in->op == IR_OP_ADD) {
		b.lo += a.lo;
		b.hi += a.hi;
		return inside(b, none) ? b : none;
	}
	if (in->op == IR_OP_AND) {
		if (a.lo < 0 && b.lo < 0)
			return none;
		return (struct span){ 0, a.lo < 0 ? b.hi : b.lo < 0 ? a.hi :
					 a.hi < b.hi ? a.hi : b.hi };
	}
	if (a.lo < 0 || b.lo < 0)
		return none;
	if (in->op == IR_OP_SHR)
		return (struct span){ 0, a.hi >> (b.lo > 63 ? 63 : b.lo) };
	return b.hi && b.hi - 1 < a.hi ? (struct span){ 0, b.hi - 1 } : a;
}

static struct span span_of(const struct asked *q, struct ir_operand o, u32 end,
			   u32 depth)
{
	static const struct ir_type word = { IR_T_INT, 64, 0 };
	struct span s, all;
	struct ir_type t;
	u32 at;

	if (o.kind == IR_OPND_CONST) {
		const struct ir_const *c = &q->b->consts.v[o.idx];

		s.lo = s.hi = number_of(c->type, c->bits);
		return s;
	}
	if (o.kind != IR_OPND_LOCAL)
		return span_of_type(word);
	t = q->b->locals.v[o.idx].type;
	all = span_of_type(ir_type_is_scalar(t) ? t : word);
	if (!depth || !ir_type_is_scalar(t) || !is_temporary(q->b, o.idx))
		return all;
	at = def_before(q, o.idx, end);
	if (at == IR_NONE ||
	    ir_op_class((enum ir_op)q->b->insts.v[at].in.op) > IR_CLASS_COMPARE ||
	    !ir_type_is_scalar(q->b->insts.v[at].in.type))
		return all;
	s = span_of_op(q, at, depth - 1);
	return inside(s, all) ? s : all;
}

/* Equal whatever it is: one local, or one conversion of it. */
static bool same_operand(const struct asked *q, struct ir_operand a,
			 struct ir_operand b, u32 end)
{
	const struct ir_inst *ia, *ib;
	u32 at, bt;

	if (a.kind != IR_OPND_LOCAL || b.kind != IR_OPND_LOCAL ||
	    !is_plain(q->b, a.idx) || !is_plain(q->b, b.idx))
		return false;
	if (a.idx == b.idx)
		return true;
	if (!is_temporary(q->b, a.idx) || !is_temporary(q->b, b.idx))
		return false;
	at = def_before(q, a.idx, end);
	bt = def_before(q, b.idx, end);
	if (at == IR_NONE || bt == IR_NONE)
		return false;
	ia = &q->b->insts.v[at].in;
	ib = &q->b->insts.v[bt].in;
	return ia->op == IR_OP_CAST && ib->op == IR_OP_CAST &&
	       ir_type_eq(ia->type, ib->type) && ia->a.kind == IR_OPND_LOCAL &&
	       ib->a.kind == IR_OPND_LOCAL && ia->a.idx == ib->a.idx &&
	       is_plain(q->b, ia->a.idx) &&
	       def_before(q, ia->a.idx, at) == def_before(q, ia->a.idx, bt);
}

/* x & m is never c when c has bits that m has not. */
static bool misses_mask(const struct asked *q, const struct ir_inst *br,
			u32 end)
{
	const struct ir_inst *in;
	u64 c, m;
	u32 at;

	if ((br->cmp != IR_OP_EQ && br->cmp != IR_OP_NE) ||
	    br->a.kind != IR_OPND_LOCAL || br->b.kind != IR_OPND_CONST ||
	    !is_temporary(q->b, br->a.idx))
		return false;
	at = def_before(q, br->a.idx, end);
	if (at == IR_NONE)
		return false;
	in = &q->b->insts.v[at].in;
	if (in->op != IR_OP_AND || in->b.kind != IR_OPND_CONST ||
	    !ir_type_eq(in->type, br->type) ||
	    !ir_type_eq(q->b->locals.v[br->a.idx].type, br->type))
		return false;
	c = ir_extend(br->type, q->b->consts.v[br->b.idx].bits);
	m = ir_extend(br->type, q->b->consts.v[in->b.idx].bits);
	return c & ~m;
}

static int compare(u8 cmp, struct span a, struct span b)
{
	switch (cmp) {
	case IR_OP_LT: return a.hi < b.lo ? 1 : a.lo >= b.hi ? 0 : -1;
	case IR_OP_GE: return a.hi < b.lo ? 0 : a.lo >= b.hi ? 1 : -1;
	case IR_OP_LE: return a.hi <= b.lo ? 1 : a.lo > b.hi ? 0 : -1;
	case IR_OP_GT: return a.hi <= b.lo ? 0 : a.lo > b.hi ? 1 : -1;
	default: break;
	}
	if (a.hi < b.lo || a.lo > b.hi)
		return cmp == IR_OP_NE;
	if (a.lo == a.hi && b.lo == b.hi)
		return cmp == IR_OP_EQ;
	return -1;
}

int irb_known_branch(const struct ir_builder *b, u32 block)
{
	const struct scratch_block *blk = &b->blocks.v[block];
	struct asked q = { b, blk->first };
	u32 end = blk->first + blk->ninst - 1;
	const struct ir_inst *br = &b->insts.v[end].in;
	int known;

	if (!ir_type_is_scalar(br->type))
		return -1;
	if (same_operand(&q, br->a, br->b, end))
		return br->cmp == IR_OP_EQ || br->cmp == IR_OP_LE ||
		       br->cmp == IR_OP_GE;
	known = compare(br->cmp, span_in(&q, br->a, br->type, end, KNOWN_DEPTH),
			span_in(&q, br->b, br->type, end, KNOWN_DEPTH));
	if (known < 0 && misses_mask(&q, br, end))
		return br->cmp == IR_OP_NE;
	return known;
}
