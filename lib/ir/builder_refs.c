/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What refers to what, and static functions that nothing refers to. Compilers
 * drop these at different times: GCC before a plugin sees them, libclang never;
 * and what the builder leaves out of a body, no compiler knows of.
 */
#include "lib/base/arena.h"
#include "lib/ir/builder_p.h"

/* Functions and globals in one row. */
static u32 code_of(struct ir_sym s)
{
	return s.idx * 2 + (s.kind == IR_SYM_GLOBAL);
}

static bool is_symbol(const struct ir_builder *b, struct ir_sym s)
{
	return s.kind == IR_SYM_FUNC ? s.idx < b->funcs.n :
	       s.kind == IR_SYM_GLOBAL && s.idx < b->globals.n;
}

void irb_refer(struct ir_builder *b, struct ir_sym from, struct ir_sym to)
{
	struct sym_ref r = { IR_NONE, 0 };

	if (!is_symbol(b, to))
		return;
	r.to = code_of(to);
	if (from.kind == IR_SYM_BLOCK) {
		r.from = from.idx;
		vec_push(&b->block_refs, r);
		return;
	}
	if (is_symbol(b, from))
		r.from = code_of(from);
	vec_push(&b->refs, r);
}

/* A block that only goes on may have been jumped over: it may stand for one that stays. */
static bool may_run(const struct ir_builder *b, u32 block)
{
	return block >= b->blocks.n || b->blocks.v[block].ninst <= 1 ||
	       b->out.block_num.v[block] != IR_NONE;
}

void irb_keep_refs(struct ir_builder *b)
{
	u32 i, from = code_of(ir_sym_func(b->func));

	for (i = 0; i < b->block_refs.n; i++) {
		struct sym_ref r = b->block_refs.v[i];

		if (!may_run(b, r.from))
			continue;
		r.from = from;
		vec_push(&b->refs, r);
	}
}

/* ---- what is used --------------------------------------------------------------- */

struct used {
	struct ir_builder *b;
	struct arena *a;
	u32 *first, *next;	/* symbol -> its references, reference -> next of the symbol */
	bool *seen;
	VEC(u32) work;
};

static void use(struct used *u, u32 sym)
{
	if (u->seen[sym])
		return;
	u->seen[sym] = true;
	vec_push(&u->work, sym);
}

/* Lists of what each symbol refers to; what is referred to from outside is used. */
static void link_refs(struct used *u)
{
	struct ir_builder *b = u->b;
	u32 i, n = 2 * (b->funcs.n > b->globals.n ? b->funcs.n : b->globals.n);

	u->first = arena_new_array(u->a, u32, n);
	u->next = arena_new_array(u->a, u32, b->refs.n);
	u->seen = arena_new_array(u->a, bool, n);
	for (i = 0; i < n; i++)
		u->first[i] = IR_NONE;
	for (i = 0; i < b->refs.n; i++) {
		struct sym_ref r = b->refs.v[i];

		if (r.from == IR_NONE) {
			use(u, r.to);
			continue;
		}
		u->next[i] = u->first[r.from];
		u->first[r.from] = i;
	}
}

static void find_used(struct used *u)
{
	struct ir_builder *b = u->b;
	u32 i;

	for (i = 0; i < b->funcs.n; i++)
		if (!(b->funcs.v[i].flags & IR_FUNC_STATIC))
			use(u, code_of(ir_sym_func(i)));
	for (i = 0; i < b->globals.n; i++)
		if (!(b->globals.v[i].flags & IR_GLOBAL_STATIC))
			use(u, code_of(ir_sym_global(i)));
	while (u->work.n)
		for (i = u->first[u->work.v[--u->work.n]]; i != IR_NONE;
		     i = u->next[i])
			use(u, b->refs.v[i].to);
}

void irb_drop_unused(struct ir_builder *b)
{
	struct used u = { .b = b };
	u32 i;

	/* what a body refers to that is not there nobody knows */
	if (b->unit->nskipped ||
	    (b->unit->flags & (IR_UNIT_DEGRADED | IR_UNIT_FAILED)))
		return;
	u.a = arena_new();
	link_refs(&u);
	find_used(&u);
	for (i = 0; i < b->funcs.n; i++)
		if (!u.seen[code_of(ir_sym_func(i))])
			irb_drop_body(&b->funcs.v[i]);
	arena_free(u.a);
	vec_release(&u.work);
}
