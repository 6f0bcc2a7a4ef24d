/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Order of blocks, see lib/engine/order.h. */
#include "lib/engine/order.h"

#include <string.h>

struct walk {
	u32 block, next;
};

struct orderer {
	const struct ir_func *f;
	struct fn *fn;
	struct walk *stack;
	u32 *depth;	/* per block: place on the stack, 0 not on it */
	u8 *seen;
	u32 *head;	/* per block: of the innermost loop around it */
};

/* ---- loops ------------------------------------------------------------------- */

/* The loop of `head` is one around b; others around b are sorted in. */
static void lies_in(struct orderer *o, u32 b, u32 head)
{
	u32 outer;

	while (b != head && head != IR_NONE) {
		outer = o->head[b];
		if (outer == head)
			return;
		if (outer == IR_NONE || o->depth[outer] < o->depth[head]) {
			o->head[b] = head;
			b = head;
			head = outer;
		} else {
			b = outer;
		}
	}
}

/* What an edge to a block that was seen before tells about loops around b. */
static void seen_again(struct orderer *o, u32 b, u32 to)
{
	if (o->depth[to]) {
		o->fn->loop_head[to] = true;
		lies_in(o, b, to);
		return;
	}
	for (to = o->head[to]; to != IR_NONE; to = o->head[to])
		if (o->depth[to]) {
			lies_in(o, b, to);
			return;
		}
}

/* Innermost loops, in one walk (Wei et al., SAS 2007). */
static void find_loops(struct orderer *o)
{
	u32 n = 1;

	o->stack[0] = (struct walk){ 0, 0 };
	o->seen[0] = 1;
	o->depth[0] = 1;
	while (n) {
		struct walk *w = &o->stack[n - 1];
		const struct ir_inst *t = ir_block_end(o->f, w->block);
		u32 s;

		if (w->next == t->nsucc) {
			o->depth[w->block] = 0;
			if (--n)
				lies_in(o, o->stack[n - 1].block,
					o->head[w->block]);
			continue;
		}
		s = t->succ[w->next++];
		if (o->seen[s]) {
			seen_again(o, w->block, s);
			continue;
		}
		o->seen[s] = 1;
		o->stack[n++] = (struct walk){ s, 0 };
		o->depth[s] = n;
	}
}

/* ---- order ------------------------------------------------------------------- */

/* An edge from b to `to` leaves the innermost loop that b is in. */
static bool leaves_loop(const struct orderer *o, u32 b, u32 to)
{
	u32 head = o->fn->loop_head[b] ? b : o->head[b];

	while (to != head && to != IR_NONE)
		to = o->head[to];
	return to != head;
}

/* `x == 0 ? a : b` is `x != 0 ? b : a`. */
static bool turned_round(const struct ir_inst *t)
{
	return t->op == IR_OP_BRANCH &&
	       (t->cmp == IR_OP_EQ || t->cmp == IR_OP_GT || t->cmp == IR_OP_GE);
}

/*
 * What is walked first comes last in the order: the ways out of a loop. IR_NONE
 * when all have been walked.
 */
static u32 next_succ(const struct orderer *o, struct walk *w)
{
	const struct ir_inst *t = ir_block_end(o->f, w->block);
	u32 i, s;

	while (w->next < 2 * t->nsucc) {
		i = w->next % t->nsucc;
		s = t->succ[turned_round(t) ? t->nsucc - 1 - i : i];
		if (leaves_loop(o, w->block, s) == (w->next++ < t->nsucc) &&
		    !o->seen[s])
			return s;
	}
	return IR_NONE;
}

static void find_order(struct orderer *o)
{
	u32 n = 1, at = o->f->nblocks, s;
	struct fn *fn = o->fn;

	memset(o->seen, 0, o->f->nblocks);
	o->stack[0] = (struct walk){ 0, 0 };
	o->seen[0] = 1;
	while (n) {
		s = next_succ(o, &o->stack[n - 1]);
		if (s == IR_NONE) {
			fn->order[--at] = o->stack[--n].block;
			continue;
		}
		o->seen[s] = 1;
		o->stack[n++] = (struct walk){ s, 0 };
	}
	fn->norder = o->f->nblocks - at;
	memmove(fn->order, fn->order + at, sizeof(u32) * fn->norder);
	for (n = 0; n < fn->norder; n++)
		fn->rpo[fn->order[n]] = n;
}

/* Where a loop has two entries, another edge may lead back. */
static void find_heads(struct orderer *o)
{
	u32 i, j;

	for (i = 0; i < o->fn->norder; i++) {
		const struct ir_inst *t = ir_block_end(o->f, o->fn->order[i]);

		for (j = 0; j < t->nsucc; j++)
			if (o->fn->rpo[t->succ[j]] <= i)
				o->fn->loop_head[t->succ[j]] = true;
	}
}

void order_blocks(struct arena *a, const struct ir_func *f, struct fn *fn)
{
	size_t size = sizeof(u32) * (f->nblocks + 1);
	struct orderer o = {
		.f = f,
		.fn = fn,
		.stack = arena_new_array(a, struct walk, f->nblocks + 1),
		.depth = arena_new_array(a, u32, f->nblocks + 1),
		.seen = arena_new_array(a, u8, f->nblocks + 1),
		.head = arena_alloc(a, size),
	};

	fn->rpo = arena_alloc(a, size);
	fn->order = arena_new_array(a, u32, f->nblocks + 1);
	fn->loop_head = arena_new_array(a, bool, f->nblocks + 1);
	memset(o.head, 0xff, size);
	memset(fn->rpo, 0xff, size);
	find_loops(&o);
	find_order(&o);
	memset(fn->loop_head, 0, sizeof(bool) * f->nblocks);
	find_heads(&o);
}
