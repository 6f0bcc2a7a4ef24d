/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Refinement: what a branch teaches about the locals behind its operands.
 *
 * A slot remembers the instruction it was computed by while the operands are
 * unchanged. Learning something about the result is carried back to the
 * operands by the inverse operation, and forward to what was computed from
 * them, so `t = (unsigned)reg; if (t > 15) return;` cuts reg itself.
 */
#include <string.h>

#include "lib/engine/exec.h"

#define MAX_DEPTH 8
/* Members of an operand that are tried one by one. */
#define MAX_TRIED 64

struct refiner {
	struct frame *fr;
	struct state *st;
	u32 depth;
};

static bool learn(struct refiner *r, u32 local, const struct value *v,
		  u32 from);

static const struct ir_inst *def_inst(const struct refiner *r, u32 slot)
{
	u32 def = r->st->slot[slot].def;

	return def ? &r->fr->fn->f->insts[def - 1] : NULL;
}

/* Operand a of a slot's definition, with its stand-in. */
static struct ir_operand def_a(const struct refiner *r, u32 slot)
{
	const struct ir_inst *in = def_inst(r, slot);
	u32 src = r->st->slot[slot].src;

	if (src && in->op != IR_OP_LOAD)
		return (struct ir_operand){ IR_OPND_LOCAL, src - 1 };
	return in->a;
}

/* What an instruction makes of its operands, as a value of type t. */
static void compute(struct value *ret, const struct ir_inst *in, struct ir_type t,
		    const struct value *a, const struct value *b, u32 point)
{
	if (in->op == IR_OP_CAST || in->op == IR_OP_COPY)
		value_cast_at(ret, t, a, point);
	else if (ir_op_class((enum ir_op)in->op) == IR_CLASS_UNARY)
		value_unary(ret, (enum ir_op)in->op, value_type(in->type), a, point);
	else
		value_binary(ret, (enum ir_op)in->op, value_type(in->type), a, b, point);
	if (!ir_type_eq(ret->type, t))
		value_cast(ret, t, ret);
}

/* ---- backward ------------------------------------------------------------- */

static bool learn_operand(struct refiner *r, struct ir_operand o,
			  const struct value *v, u32 from)
{
	return o.kind != IR_OPND_LOCAL || learn(r, o.idx, v, from);
}

/* What the second look asks of each member of an operand. */
struct image {
	const struct ir_inst *in;
	const struct value *a, *b;	/* the other operand, else NULL */
	const struct value *v;		/* what the result is known to be */
};

/* Some value of the other operand makes of this one what the result may be. */
static bool may_give(const struct value *one, void *data)
{
	const struct image *g = data;
	struct value ret;

	compute(&ret, g->in, g->v->type, g->a ? g->a : one, g->b ? g->b : one, 0);
	value_meet(&ret, &ret, g->v);
	return !value_is_empty(&ret);
}

/* An inverse operation knows ends and bits; few members can be tried. */
static void try_members(const struct refiner *r, struct value *x, struct image g)
{
	if (r->fr->m->confirm && value_count(x, MAX_TRIED) <= MAX_TRIED)
		value_filter(x, may_give, &g);
}

static bool back_unary(struct refiner *r, u32 slot, const struct value *v)
{
	const struct ir_inst *in = def_inst(r, slot);
	struct ir_operand o = def_a(r, slot);
	struct value a;

	if (o.kind != IR_OPND_LOCAL)
		return true;
	eval_operand(r->fr, r->st, o, &a);
	if (in->op == IR_OP_COPY || in->op == IR_OP_CAST)
		value_invert_cast(&a, v);
	else
		value_invert_unary(&a, (enum ir_op)in->op, v);
	try_members(r, &a, (struct image){ in, NULL, NULL, v });
	return learn_operand(r, o, &a, slot);
}

static bool back_binary(struct refiner *r, u32 slot, const struct value *v)
{
	const struct ir_inst *in = def_inst(r, slot);
	struct ir_operand oa = def_a(r, slot);
	struct value a, b;

	eval_operand(r->fr, r->st, oa, &a);
	eval_operand(r->fr, r->st, in->b, &b);
	if (!ir_type_eq(a.type, value_type(in->type)))
		return true;
	value_invert_binary(&a, &b, (enum ir_op)in->op, v);
	if (!value_is_empty(&a) && !value_is_empty(&b)) {
		try_members(r, &a, (struct image){ in, NULL, &b, v });
		try_members(r, &b, (struct image){ in, &a, NULL, v });
	}
	return learn_operand(r, oa, &a, slot) &&
	       learn_operand(r, in->b, &b, slot);
}

/* The loaded scalar is what the cell holds: keep it there. */
static bool back_load(struct refiner *r, u32 slot, const struct value *v)
{
	u32 addr = r->st->slot[slot].src, i;
	const struct cell *old;
	struct cell c = { .addr = addr };

	if (!addr || r->fr->fn->f->locals[r->fr->f->local[slot]].type.kind ==
		     IR_T_PTR)
		return true;
	/* "some element" names no single scalar */
	if (!sym_names_one(r->fr->m->syms, addr))
		return true;
	if (sym_kind(r->fr->m->syms, addr) == SYM_LOCAL)
		return learn(r, sym_a(r->fr->m->syms, addr), v, slot);
	old = state_cell(r->fr, r->st, addr);
	c.val = vals_put(r->fr->m->vals, v);
	if (old && old->val &&
	    !ir_type_eq(vals_type(r->fr->m->vals, old->val), v->type))
		return true;
	state_set_cell(r->fr, r->st, c);
	for (i = 0; i < r->fr->f->nslots; i++) {
		const struct ir_inst *in = def_inst(r, i);

		if (i != slot && in && in->op == IR_OP_LOAD &&
		    r->st->slot[i].src == addr &&
		    !learn(r, r->fr->f->local[i], v, slot))
			return false;
	}
	return true;
}

static bool backward(struct refiner *r, u32 slot, const struct value *v)
{
	const struct ir_inst *in = def_inst(r, slot);

	if (!in)
		return true;
	if (in->op == IR_OP_LOAD)
		return back_load(r, slot, v);
	switch (ir_op_class((enum ir_op)in->op)) {
	case IR_CLASS_UNARY:
		return back_unary(r, slot, v);
	case IR_CLASS_BINARY:
	case IR_CLASS_COMPARE:
		return back_binary(r, slot, v);
	default:
		return true;
	}
}

/* ---- forward ---------------------------------------------------------------- */

static bool reads(const struct refiner *r, u32 slot, u32 local)
{
	const struct ir_inst *in = def_inst(r, slot);
	struct ir_operand a;

	if (!in || ir_op_class((enum ir_op)in->op) > IR_CLASS_COMPARE)
		return false;
	a = def_a(r, slot);
	return (a.kind == IR_OPND_LOCAL && a.idx == local) ||
	       (in->b.kind == IR_OPND_LOCAL && in->b.idx == local);
}

static void recompute(struct refiner *r, u32 slot, struct value *ret)
{
	const struct ir_inst *in = def_inst(r, slot);
	u32 local = r->fr->f->local[slot];
	struct ir_type t = value_type(r->fr->fn->f->locals[local].type);
	struct value a, b;

	eval_operand(r->fr, r->st, def_a(r, slot), &a);
	if (ir_op_class((enum ir_op)in->op) != IR_CLASS_UNARY)
		eval_operand(r->fr, r->st, in->b, &b);
	compute(ret, in, t, &a, &b,
		pfunc_point(r->fr->fn, (u32)(in - r->fr->fn->f->insts)));
}

static bool forward(struct refiner *r, u32 local, u32 from)
{
	struct value v;
	u32 i;

	for (i = 0; i < r->fr->f->nslots; i++) {
		if (i == from || !r->st->slot[i].val || !reads(r, i, local))
			continue;
		recompute(r, i, &v);
		if (!learn(r, r->fr->f->local[i], &v, fn_slot(r->fr->f, local)))
			return false;
	}
	return true;
}

/* ---- the step ----------------------------------------------------------------- */

static void note_touched(struct refiner *r, u32 local)
{
	const u8 *marks = r->fr->m->s->func[r->fr->pf].mark;

	if (marks && (marks[local] & SLICE_DATA))
		r->fr->touched = 1;
}

/* What was open and is not any more was fixed by the instruction that runs. */
static void fixed_here(const struct refiner *r, const struct value *old,
		       struct value *now)
{
	u32 i, j;

	for (i = 0; i < now->n; i++) {
		struct piece *p = &now->p[i];

		if (!piece_closed(p) || !(p->flags & VALUE_FIXED))
			continue;
		for (j = 0; j < old->n; j++)
			if (!piece_closed(&old->p[j]) &&
			    old->p[j].lo <= p->lo && old->p[j].hi >= p->hi)
				p->origin = frame_point(r->fr);
	}
}

/* The local is now known to be in v; `from` is the slot that taught it. */
static bool learn(struct refiner *r, u32 local, const struct value *v,
		  u32 from)
{
	u32 s = fn_slot(r->fr->f, local), id;
	struct value old, now;
	bool ok;

	if (s == NO_SLOT || r->depth >= MAX_DEPTH)
		return true;
	eval_operand(r->fr, r->st, (struct ir_operand){ IR_OPND_LOCAL, local },
		     &old);
	if (!ir_type_eq(old.type, v->type))
		return true;
	if (value_equal(&old, v))
		return true;
	/* v already is old cut down when it comes from an inverse operation */
	if (value_subset(v, &old)) {
		now = *v;
	} else {
		/* the same when what is new is names */
		value_meet(&now, v, &old);
		if (!value_equal(&now, v))
			value_meet(&now, &old, v);
	}
	if (value_is_empty(&now))
		return false;
	if (r->fr->fn->f->locals[local].type.kind == IR_T_PTR)
		return true;
	fixed_here(r, &old, &now);
	id = vals_put(r->fr->m->vals, &now);
	if (id == r->st->slot[s].val)
		return true;
	r->st->slot[s].val = id;
	note_touched(r, local);
	r->depth++;
	ok = backward(r, s, &now) && forward(r, local, from);
	r->depth--;
	return ok;
}

bool refine_local(struct frame *fr, struct state *st, u32 local,
		  const struct value *v)
{
	struct refiner r = { fr, st, 0 };

	return learn(&r, local, v, NO_SLOT);
}

bool refine_result(struct frame *fr, struct state *st, u32 dst)
{
	struct refiner r = { fr, st, 0 };
	u32 s = fn_slot(fr->f, dst);
	struct value v;

	if (s == NO_SLOT || !st->slot[s].val)
		return true;
	vals_get(fr->m->vals, st->slot[s].val, &v);
	return backward(&r, s, &v);
}

bool refine_compare(struct frame *fr, struct state *st, u8 cmp,
		    struct ir_operand a, struct ir_operand b)
{
	struct refiner r = { fr, st, 0 };
	struct value va, vb, a0;

	eval_operand(fr, st, a, &va);
	eval_operand(fr, st, b, &vb);
	if (!ir_type_eq(va.type, vb.type))
		return true;
	a0 = va;
	value_refine(&va, (enum ir_op)cmp, &vb);
	value_refine(&vb, ir_cmp_swap((enum ir_op)cmp), &a0);
	if (value_is_empty(&va) || value_is_empty(&vb))
		return false;
	return learn_operand(&r, a, &va, NO_SLOT) &&
	       learn_operand(&r, b, &vb, NO_SLOT);
}
