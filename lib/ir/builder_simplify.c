/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One form of control flow for all front ends: compilers differ in the blocks
 * they make of a statement, and what the engine merges hangs on its blocks.
 */
#include "lib/ir/builder_p.h"

static struct scratch_inst *last_inst(struct ir_builder *b, u32 block)
{
	const struct scratch_block *blk = &b->blocks.v[block];

	return &b->insts.v[blk->first + blk->ninst - 1];
}

static bool is_filled(const struct ir_builder *b, u32 block)
{
	return block < b->blocks.n && b->blocks.v[block].state == BLOCK_DONE;
}

static u64 const_bits(const struct ir_builder *b, struct ir_type t,
		      struct ir_operand o)
{
	return ir_extend(t, b->consts.v[o.idx].bits);
}

/* The only successor that is ever taken, or IR_NONE. */
static u32 known_succ(struct ir_builder *b, u32 block)
{
	const struct scratch_inst *t = last_inst(b, block);
	const struct ir_inst *in = &t->in;
	const u32 *succ = b->succ.v + t->succ;
	int known;
	u32 i;

	if (in->op == IR_OP_BRANCH) {
		if (succ[0] == succ[1])
			return succ[0];
		known = irb_known_branch(b, block);
		return known < 0 ? IR_NONE : succ[!known];
	}
	if (in->op != IR_OP_SWITCH || in->a.kind != IR_OPND_CONST)
		return IR_NONE;
	for (i = 0; i < in->ncases; i++) {
		const struct ir_case *c = &b->cases.v[t->cases + i];
		u64 v = const_bits(b, in->type, in->a);

		if (ir_cmp_holds(IR_OP_GE, in->type, v, c->lo) &&
		    ir_cmp_holds(IR_OP_LE, in->type, v, c->hi))
			return c->target;
	}
	return succ[0];
}

static void become_jump(struct ir_builder *b, struct scratch_inst *t, u32 to)
{
	static const struct ir_type none;

	b->succ.v[t->succ] = to;
	t->in.op = IR_OP_JUMP;
	t->in.type = none;
	t->in.a = t->in.b = ir_none();
	t->in.cmp = 0;
	t->in.nsucc = 1;
	t->in.ncases = 0;
}

/* Where control ends up that goes to a block of nothing but jumps. */
static u32 thread(struct ir_builder *b, u32 block)
{
	u32 hops;

	for (hops = 0; hops < b->blocks.n; hops++) {
		if (!is_filled(b, block) || b->blocks.v[block].ninst != 1 ||
		    last_inst(b, block)->in.op != IR_OP_JUMP)
			break;
		block = b->succ.v[last_inst(b, block)->succ];
	}
	return block;
}

static void thread_all(struct ir_builder *b, struct scratch_inst *t)
{
	u32 i;

	for (i = 0; i < t->in.nsucc; i++)
		b->succ.v[t->succ + i] = thread(b, b->succ.v[t->succ + i]);
	for (i = 0; i < t->in.ncases; i++)
		b->cases.v[t->cases + i].target =
			thread(b, b->cases.v[t->cases + i].target);
}

/* A jump to a return is that return. */
static void take_return(struct ir_builder *b, struct scratch_inst *t)
{
	u32 to = b->succ.v[t->succ];

	if (t->in.op == IR_OP_JUMP && is_filled(b, to) &&
	    b->blocks.v[to].ninst == 1 &&
	    last_inst(b, to)->in.op == IR_OP_RETURN)
		*t = *last_inst(b, to);
}

void irb_simplify_flow(struct ir_builder *b)
{
	u32 i, to;

	for (i = 0; i < b->blocks.n; i++) {
		if (!is_filled(b, i))
			continue;
		to = known_succ(b, i);
		if (to != IR_NONE)
			become_jump(b, last_inst(b, i), to);
	}
	for (i = 0; i < b->blocks.n; i++) {
		struct scratch_inst *t;

		if (!is_filled(b, i))
			continue;
		t = last_inst(b, i);
		if (!t->in.nsucc)
			continue;
		thread_all(b, t);
		if (t->in.op == IR_OP_BRANCH &&
		    b->succ.v[t->succ] == b->succ.v[t->succ + 1])
			become_jump(b, t, b->succ.v[t->succ]);
		take_return(b, t);
	}
}

void irb_chain_blocks(struct ir_builder *b)
{
	struct scratch_out *out = &b->out;
	u32 i, k;

	vec_clear(&out->work);
	for (i = 0; i < b->blocks.n; i++)
		vec_push(&out->work, 0);
	for (i = 0; i < b->blocks.n; i++) {
		const struct scratch_inst *t;

		if (out->block_num.v[i] == IR_NONE)
			continue;
		t = last_inst(b, i);
		for (k = 0; k < t->in.nsucc; k++)
			out->work.v[b->succ.v[t->succ + k]]++;
	}
	for (i = 0; i < b->blocks.n; i++) {
		const struct scratch_inst *t;
		u32 to;

		if (out->block_num.v[i] == IR_NONE)
			continue;
		t = last_inst(b, i);
		to = t->in.op == IR_OP_JUMP ? b->succ.v[t->succ] : 0;
		if (to && to != i && out->work.v[to] == 1)
			out->chain.v[i] = to;
	}
}
