/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What refers to what, and static functions that nothing refers to. Compilers
 * drop these at different times: GCC before a plugin sees them, libclang never;
 * and what the builder leaves out of a body, no compiler knows of.
 */
#include <stdlib.h>

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

static void add_ref(struct ir_builder *b, struct ir_sym from, struct ir_sym to,
		    bool hidden)
{
	struct sym_ref r = { IR_NONE, 0, hidden };

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

void irb_refer(struct ir_builder *b, struct ir_sym from, struct ir_sym to)
{
	add_ref(b, from, to, from.kind == IR_SYM_OUTSIDE);
}

void irb_refer_hidden(struct ir_builder *b, struct ir_sym from,
		      struct ir_sym to)
{
	add_ref(b, from, to, true);
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

/* ---- who calls it out of sight -------------------------------------------------- */

static int by_number(const void *pa, const void *pb)
{
	u64 a = *(const u64 *)pa, b = *(const u64 *)pb;

	return (a > b) - (a < b);
}

static u64 pair_of(u32 from, u32 to)
{
	return (u64)from << 32 | to;
}

/* All initialisers that are functions, as pairs of symbols, sorted. */
static u64 *shown_inits(const struct used *u, size_t *ret_n)
{
	const struct ir_builder *b = u->b;
	u64 *v = arena_new_array(u->a, u64, b->inits.n + 1);
	size_t n = 0;
	u32 i;

	for (i = 0; i < b->inits.n; i++) {
		const struct global_init *gi = &b->inits.v[i];

		if (gi->init.kind == IR_OPND_FUNC)
			v[n++] = pair_of(code_of(ir_sym_global(gi->global)),
					 code_of(ir_sym_func(gi->init.func)));
	}
	qsort(v, n, sizeof(*v), by_number);
	*ret_n = n;
	return v;
}

static void mark_escaped(struct used *u, bool all)
{
	struct ir_builder *b = u->b;
	size_t n;
	u64 *shown = shown_inits(u, &n), pair;
	u32 i;

	for (i = 0; i < b->refs.n; i++) {
		struct sym_ref r = b->refs.v[i];
		struct ir_func *f;

		if (r.to & 1 || (r.from != IR_NONE && !all && !u->seen[r.from]))
			continue;
		f = &b->funcs.v[r.to / 2];
		pair = pair_of(r.from, r.to);
		if (f->blocks && (f->flags & IR_FUNC_STATIC) &&
		    (r.hidden || (r.from & 1 && !bsearch(&pair, shown, n, sizeof(pair),
							 by_number))))
			f->flags |= IR_FUNC_ESCAPED;
	}
}

void irb_drop_unused(struct ir_builder *b)
{
	struct used u = { .b = b };
	/* what a body refers to that is not there nobody knows */
	bool all = b->unit->nskipped ||
		   (b->unit->flags & (IR_UNIT_DEGRADED | IR_UNIT_FAILED));
	u32 i;

	u.a = arena_new();
	link_refs(&u);
	find_used(&u);
	mark_escaped(&u, all);
	for (i = 0; i < b->funcs.n && !all; i++)
		if (!u.seen[code_of(ir_sym_func(i))])
			irb_drop_body(&b->funcs.v[i]);
	arena_free(u.a);
	vec_release(&u.work);
}
