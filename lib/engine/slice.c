/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Worklist closure behind lib/engine/slice.h. */
#include "lib/engine/slice.h"

#include <string.h>

struct item {
	u32 pf, local;
};

struct slicer {
	struct program *p;
	struct arena *a;
	struct slice *s;
	const struct slice_demand *d;
	bool *field_done, *global_done;	/* their stores are marked */
	VEC(struct item) work;
	/* stores by program field and by global: first and next links */
	VEC(struct call_site) stores;
	u32vec next;
	u32 *by_field, *by_global;
};

static void mark(struct slicer *sl, u32 pf, u32 local, u8 bits);
static void ensure_func(struct slicer *sl, u32 pf);

static void mark_operand(struct slicer *sl, u32 pf, struct ir_operand o,
			 u8 bits)
{
	const struct ir_func *f = sl->p->funcs.v[pf].f;

	if (o.kind == IR_OPND_LOCAL)
		mark(sl, pf, o.idx, bits);
	else if (o.kind == IR_OPND_ADDR &&
		 f->places[o.idx].base == IR_BASE_LOCAL)
		mark(sl, pf, f->places[o.idx].idx, bits);
}

/* ---- memory -------------------------------------------------------------- */

static void mark_store_list(struct slicer *sl, u32 head)
{
	for (; head != IR_NONE; head = sl->next.v[head]) {
		struct call_site st = sl->stores.v[head];
		const struct pfunc *pf = &sl->p->funcs.v[st.pfunc];

		if (pf->trusted)
			continue;
		/* guards on the way to a constant that is stored matter too */
		ensure_func(sl, st.pfunc);
		mark_operand(sl, st.pfunc, pf->f->insts[st.inst].a, SLICE_DATA);
	}
}

static void mark_field(struct slicer *sl, u32 field)
{
	if (!sl->d->field[field] || sl->field_done[field])
		return;
	sl->field_done[field] = true;
	mark_store_list(sl, sl->by_field[field]);
}

static void mark_global(struct slicer *sl, u32 global)
{
	if (!sl->d->global[global] || sl->global_done[global])
		return;
	sl->global_done[global] = true;
	mark_store_list(sl, sl->by_global[global]);
}

/* Stores in the same function need no demand: the path knows them. */
static void mark_own_stores(struct slicer *sl, u32 pf, u32 head, u8 bits)
{
	const struct ir_func *f = sl->p->funcs.v[pf].f;

	for (; head != IR_NONE; head = sl->next.v[head])
		if (sl->stores.v[head].pfunc == pf)
			mark_operand(sl, pf,
				     f->insts[sl->stores.v[head].inst].a, bits);
}

static void mark_indices(struct slicer *sl, u32 pf, const struct ir_place *pl,
			 u8 bits)
{
	u32 i;

	for (i = 0; i < pl->nproj; i++)
		if (pl->proj[i].kind == IR_PROJ_INDEX)
			mark_operand(sl, pf, pl->proj[i].index, bits);
}

/* What a place reads, wherever it is: indices, base, field. */
static void mark_place(struct slicer *sl, u32 pf, const struct ir_place *pl,
		       u8 bits)
{
	const struct pfunc *fn = &sl->p->funcs.v[pf];
	u32 field = place_field(fn, pl);

	mark_indices(sl, pf, pl, bits);
	if (pl->base == IR_BASE_LOCAL)
		mark(sl, pf, pl->idx, bits);
	if (pl->base == IR_BASE_PTR)
		mark(sl, pf, pl->idx, SLICE_CTRL);
	if (field != IR_NONE) {
		mark_field(sl, field);
		mark_own_stores(sl, pf, sl->by_field[field], bits);
	} else if (pl->base == IR_BASE_GLOBAL) {
		u32 g = fn->pu->global[pl->idx];

		mark_global(sl, g);
		mark_own_stores(sl, pf, sl->by_global[g], bits);
	}
	/* what a pointer parameter points to lives with the callers */
	if (pl->base == IR_BASE_PTR && pl->nproj == 0)
		mark(sl, pf, pl->idx, bits);
}

/* ---- calls ------------------------------------------------------------------- */

static void mark_ret(struct slicer *sl, u32 pf, u8 bits)
{
	struct slice_func *sf = &sl->s->func[pf];
	const struct ir_func *f = sl->p->funcs.v[pf].f;
	u32 i;

	if ((sf->ret & bits) == bits || sl->p->funcs.v[pf].trusted)
		return;
	sf->ret |= bits;
	/* the way to a constant that is returned matters as well */
	ensure_func(sl, pf);
	for (i = 0; i < f->ninsts; i++) {
		const struct ir_inst *in = &f->insts[i];

		if (in->op != IR_OP_RETURN)
			continue;
		mark_operand(sl, pf, in->a, bits);
		if (in->place != IR_NONE)
			mark_place(sl, pf, &f->places[in->place], bits);
	}
}

static u8 operand_marks(const struct slicer *sl, u32 pf, struct ir_operand o)
{
	const u8 *m = sl->s->func[pf].mark;
	const struct ir_func *f = sl->p->funcs.v[pf].f;

	if (!m)
		return 0;
	if (o.kind == IR_OPND_LOCAL)
		return m[o.idx];
	if (o.kind == IR_OPND_ADDR && f->places[o.idx].base == IR_BASE_LOCAL)
		return m[f->places[o.idx].idx];
	return 0;
}

static u8 call_result_marks(const struct slicer *sl, u32 pf,
			    const struct ir_inst *in)
{
	const struct ir_func *f = sl->p->funcs.v[pf].f;
	const u8 *m = sl->s->func[pf].mark;
	u8 bits = 0;

	if (!m)
		return 0;
	if (in->dst != IR_NONE)
		bits = m[in->dst];
	if (in->place != IR_NONE && f->places[in->place].base == IR_BASE_LOCAL)
		bits |= m[f->places[in->place].idx];
	return bits;
}

/* What an argument asks of the stores through it. */
static u8 pointee_marks(const struct slicer *sl, u32 pf, struct ir_operand o)
{
	u8 bits = operand_marks(sl, pf, o);

	if (o.kind != IR_OPND_ADDR)
		return bits & SLICE_POINTEE;
	return (u8)((bits & SLICE_DATA ? SLICE_POINTEE_DATA : 0) |
		    (bits & SLICE_CTRL ? SLICE_POINTEE_CTRL : 0));
}

/* The call will be executed, not skipped: what it is given matters. */
static bool is_followed(const struct slicer *sl, u32 pf,
			const struct ir_inst *in, u32 body)
{
	const struct slice_func *sf = &sl->s->func[body];
	u32 i;

	if (sl->d->escalated[body] || sf->validates ||
	    (sf->ret && call_result_marks(sl, pf, in)))
		return true;
	for (i = 0; i < in->nargs; i++)
		if (pointee_marks(sl, pf, in->args[i]))
			return true;
	return false;
}

/* Arguments whose parameters the callee has marked. */
static void pass_marks(struct slicer *sl, u32 pf, const struct ir_inst *in,
		       u32 body)
{
	u32 i, n = sl->p->funcs.v[body].f->nparams;

	for (i = 0; i < in->nargs && i < n; i++) {
		const u8 *m = sl->s->func[body].mark;
		u8 bits = m ? m[i] & (SLICE_DATA | SLICE_CTRL) : 0;

		if (bits)
			mark_operand(sl, pf, in->args[i], bits);
	}
}

/* The parameter a caller's data is given to, to be looked at only. */
static bool is_checked(const struct slicer *sl, u32 pf, struct ir_operand o)
{
	return o.kind == IR_OPND_LOCAL && o.idx < 32 &&
	       (sl->s->func[pf].checked >> o.idx & 1);
}

/* The operand is data, or was computed from data a moment ago. */
static bool is_data(const struct slicer *sl, u32 pf, struct ir_operand o,
		    u32 depth)
{
	const struct pfunc *fn = &sl->p->funcs.v[pf];
	const struct ir_inst *in;

	if ((operand_marks(sl, pf, o) & SLICE_DATA) || is_checked(sl, pf, o))
		return true;
	if (o.kind != IR_OPND_LOCAL || depth > 3 || pf_ndefs(fn, o.idx) != 1)
		return false;
	in = &fn->f->insts[pf_def(fn, o.idx, 0)];
	switch (ir_op_class((enum ir_op)in->op)) {
	case IR_CLASS_UNARY:
	case IR_CLASS_BINARY:
		return is_data(sl, pf, in->a, depth + 1) ||
		       is_data(sl, pf, in->b, depth + 1);
	default:
		return false;
	}
}

static void recheck_all_calls(struct slicer *sl, u32 pf);

/* Notes which parameters get data: what they are passed to counts as well. */
static void mark_checked(struct slicer *sl, u32 pf, const struct ir_inst *in,
			 u32 body)
{
	struct slice_func *sf = &sl->s->func[body];
	u32 i, bits = 0, n = sl->p->funcs.v[body].f->nparams;

	for (i = 0; i < in->nargs && i < n && i < 32; i++)
		if (is_data(sl, pf, in->args[i], 0))
			bits |= 1u << i;
	if (!(bits & ~sf->checked))
		return;
	sf->checked |= bits;
	recheck_all_calls(sl, body);
}

/* Instructions of a function that is followed whatever it is given. */
#define MAX_PREDICATE 32

/* `return false;`, `return x < 16;`: nothing but its parameters decides. */
static bool is_predicate(const struct pfunc *fn)
{
	u32 i;

	if (fn->f->ninsts > MAX_PREDICATE)
		return false;
	for (i = 0; i < fn->f->ninsts; i++) {
		switch (ir_op_class((enum ir_op)fn->f->insts[i].op)) {
		case IR_CLASS_UNARY:
		case IR_CLASS_BINARY:
		case IR_CLASS_COMPARE:
		case IR_CLASS_TERM:
			break;
		default:
			return false;
		}
	}
	return true;
}

static void check_target(struct slicer *sl, u32 pf, const struct ir_inst *in,
			 u32 body, u8 want, bool data_arg)
{
	struct slice_func *sf = &sl->s->func[body];
	bool cheap = slice_cheap(&sl->p->funcs.v[body]);
	u32 i, n = sl->p->funcs.v[body].f->nparams;

	if (want & SLICE_DATA)
		mark_ret(sl, body, SLICE_DATA);
	else if (want && cheap &&
		 (sf->guardish || data_arg || sl->d->thorough[pf] ||
		  is_predicate(&sl->p->funcs.v[body])))
		mark_ret(sl, body, SLICE_CTRL);
	if (want && cheap && data_arg)
		mark_checked(sl, pf, in, body);
	for (i = 0; i < in->nargs && i < n; i++) {
		u8 bits = pointee_marks(sl, pf, in->args[i]);

		if (!cheap)
			bits &= SLICE_POINTEE_DATA;
		if (bits)
			mark(sl, body, i, bits);
		if (cheap && sf->may_stop && is_data(sl, pf, in->args[i], 0)) {
			sf->validates = true;
			mark(sl, body, i, SLICE_CTRL);
		}
	}
	if (is_followed(sl, pf, in, body))
		pass_marks(sl, pf, in, body);
}

static void check_call(struct slicer *sl, u32 pf, u32 inst)
{
	const struct pfunc *fn = &sl->p->funcs.v[pf];
	const struct ir_inst *in = &fn->f->insts[inst];
	u8 want = call_result_marks(sl, pf, in);
	bool data_arg = false;
	u32 i;

	for (i = 0; i < in->nargs; i++)
		data_arg |= is_data(sl, pf, in->args[i], 0);
	for (i = 0; i < fn->calls.n; i++)
		if (fn->calls.v[i].inst == inst &&
		    !sl->p->funcs.v[fn->calls.v[i].pfunc].trusted)
			check_target(sl, pf, in, fn->calls.v[i].pfunc, want,
				     data_arg);
}

static void mark_callers(struct slicer *sl, u32 pf, u32 param, u8 bits)
{
	const struct pfunc *fn = &sl->p->funcs.v[pf];
	u32 i;

	for (i = 0; i < fn->callers.n; i++) {
		struct call_site cs = fn->callers.v[i];
		const struct pfunc *up = &sl->p->funcs.v[cs.pfunc];
		const struct ir_inst *in = &up->f->insts[cs.inst];

		if (param < in->nargs && !up->trusted &&
		    is_followed(sl, cs.pfunc, in, pf))
			mark_operand(sl, cs.pfunc, in->args[param], bits);
	}
}

/* ---- one function ---------------------------------------------------------------- */

static void mark_def(struct slicer *sl, u32 pf, u32 inst, u8 bits)
{
	const struct ir_func *f = sl->p->funcs.v[pf].f;
	const struct ir_inst *in = &f->insts[inst];

	switch (ir_op_class((enum ir_op)in->op)) {
	case IR_CLASS_UNARY:
	case IR_CLASS_BINARY:
	case IR_CLASS_COMPARE:
		mark_operand(sl, pf, in->a, bits);
		mark_operand(sl, pf, in->b, bits);
		break;
	case IR_CLASS_MEMORY:
		mark_place(sl, pf, &f->places[in->place], bits);
		break;
	default:
		if (in->op == IR_OP_CALL)
			check_call(sl, pf, inst);
		break;
	}
}

/* Writes into the storage of an aggregate or address-taken local. */
static void mark_writers(struct slicer *sl, u32 pf, u32 local, u8 bits)
{
	const struct ir_func *f = sl->p->funcs.v[pf].f;
	u32 i, j;

	for (i = 0; i < f->ninsts; i++) {
		const struct ir_inst *in = &f->insts[i];
		const struct ir_place *pl =
			in->place == IR_NONE ? NULL : &f->places[in->place];

		if (pl && (pl->base != IR_BASE_LOCAL || pl->idx != local))
			pl = NULL;
		/* which element it is decides what is left of the others */
		if (pl)
			mark_indices(sl, pf, pl, SLICE_CTRL);
		if (in->op == IR_OP_STORE && pl)
			mark_operand(sl, pf, in->a, bits);
		if (in->op == IR_OP_COPYMEM && pl)
			mark_place(sl, pf, &f->places[in->place2], bits);
		if (in->op == IR_OP_CALL) {
			for (j = 0; j < in->nargs && !pl; j++)
				pl = in->args[j].kind == IR_OPND_ADDR ?
				     &f->places[in->args[j].idx] : NULL;
			if (pl)
				check_call(sl, pf, i);
		}
		if ((in->op == IR_OP_COPY || in->op == IR_OP_CAST) &&
		    in->a.kind == IR_OPND_ADDR &&
		    f->places[in->a.idx].base == IR_BASE_LOCAL &&
		    f->places[in->a.idx].idx == local)
			mark(sl, pf, in->dst, bits & SLICE_DATA ?
			     SLICE_POINTEE_DATA : SLICE_POINTEE_CTRL);
	}
}

/* Stores through a pointer that matters, its copies, its further passing. */
static void mark_pointee(struct slicer *sl, u32 pf, u32 local, u8 bits)
{
	u8 flow = bits & SLICE_POINTEE_DATA ? SLICE_DATA : SLICE_CTRL;
	const struct ir_func *f = sl->p->funcs.v[pf].f;
	u32 i, j;

	for (i = 0; i < f->ninsts; i++) {
		const struct ir_inst *in = &f->insts[i];

		if (in->op == IR_OP_STORE &&
		    f->places[in->place].base == IR_BASE_PTR &&
		    f->places[in->place].idx == local) {
			mark_operand(sl, pf, in->a, flow);
			if (f->locals[local].flags & IR_LOCAL_PARAM)
				sl->s->func[pf].writes_out = true;
		}
		if ((in->op == IR_OP_COPY || in->op == IR_OP_CAST) &&
		    in->a.kind == IR_OPND_LOCAL && in->a.idx == local)
			mark(sl, pf, in->dst, bits & SLICE_POINTEE);
		for (j = 0; in->op == IR_OP_CALL && j < in->nargs; j++)
			if (in->args[j].kind == IR_OPND_LOCAL &&
			    in->args[j].idx == local) {
				check_call(sl, pf, i);
				if (f->locals[local].flags & IR_LOCAL_PARAM)
					sl->s->func[pf].writes_out = true;
			}
	}
}

static bool is_guard_word(const struct program *p, const struct pfunc *pf,
			  const struct ir_place *pl)
{
	u32 i, field = place_field(pf, pl);

	for (i = 0; i < p->nguards; i++) {
		if (field != IR_NONE && p->guards[i].field == field)
			return true;
		if (field == IR_NONE && pl->base == IR_BASE_GLOBAL &&
		    p->guards[i].global == pf->pu->global[pl->idx])
			return true;
	}
	return false;
}

static bool inst_is_guardish(const struct program *p, const struct pfunc *pf,
			     const struct ir_inst *in)
{
	if (in->op == IR_OP_CALL)
		return in->a.kind == IR_OPND_FUNC && pf->pu->is_guard[in->a.idx];
	return in->op == IR_OP_LOAD &&
	       is_guard_word(p, pf, &pf->f->places[in->place]);
}

/*
 * Which function a pointer holds, what is left of a guard's word, and whom a
 * question is about.
 */
static void mark_thorough(struct slicer *sl, u32 pf, const struct ir_inst *in)
{
	const struct pfunc *fn = &sl->p->funcs.v[pf];
	u32 i;

	for (i = 0; in->op == IR_OP_CALL && inst_is_guardish(sl->p, fn, in) &&
		    i < in->nargs; i++)
		mark_operand(sl, pf, in->args[i], SLICE_CTRL);
	if (in->op == IR_OP_CALL ||
	    (in->op == IR_OP_STORE &&
	     is_guard_word(sl->p, fn, &fn->f->places[in->place])))
		mark_operand(sl, pf, in->a, SLICE_CTRL);
}

/* The first mark in a function makes its branches and calls matter. */
static void mark_control(struct slicer *sl, u32 pf)
{
	const struct ir_func *f = sl->p->funcs.v[pf].f;
	u32 i;

	for (i = 0; i < f->ninsts; i++) {
		const struct ir_inst *in = &f->insts[i];

		if (in->op == IR_OP_BRANCH || in->op == IR_OP_SWITCH) {
			mark_operand(sl, pf, in->a, SLICE_CTRL);
			mark_operand(sl, pf, in->b, SLICE_CTRL);
		}
		if (sl->d->thorough[pf])
			mark_thorough(sl, pf, in);
	}
}

static void recheck_all_calls(struct slicer *sl, u32 pf)
{
	const struct pfunc *fn = &sl->p->funcs.v[pf];
	u32 i;

	for (i = 0; i < fn->calls.n; i++)
		if (!i || fn->calls.v[i].inst != fn->calls.v[i - 1].inst)
			check_call(sl, pf, fn->calls.v[i].inst);
}

static void ensure_func(struct slicer *sl, u32 pf)
{
	struct slice_func *sf = &sl->s->func[pf];

	if (sf->mark)
		return;
	sf->mark = arena_new_array(sl->a, u8,
				   sl->p->funcs.v[pf].f->nlocals + 1);
	mark_control(sl, pf);
	recheck_all_calls(sl, pf);
}

static void mark(struct slicer *sl, u32 pf, u32 local, u8 bits)
{
	struct item it = { pf, local };
	u8 *m;

	if (sl->p->funcs.v[pf].trusted)
		return;
	ensure_func(sl, pf);
	m = &sl->s->func[pf].mark[local];
	if ((*m & bits) == bits)
		return;
	*m |= bits;
	vec_push(&sl->work, it);
}

static void process(struct slicer *sl, struct item it)
{
	const struct pfunc *fn = &sl->p->funcs.v[it.pf];
	const struct ir_local *l = &fn->f->locals[it.local];
	u8 bits = sl->s->func[it.pf].mark[it.local];
	u8 flow = bits & (SLICE_DATA | SLICE_CTRL);
	u32 i;

	for (i = 0; flow && i < pf_ndefs(fn, it.local); i++)
		mark_def(sl, it.pf, pf_def(fn, it.local, i), flow);
	if (flow && (l->flags & IR_LOCAL_PARAM))
		mark_callers(sl, it.pf, it.local, flow);
	if (flow && ((l->flags & IR_LOCAL_ADDR_TAKEN) ||
		     l->type.kind == IR_T_AGG))
		mark_writers(sl, it.pf, it.local, flow);
	if (bits & SLICE_POINTEE)
		mark_pointee(sl, it.pf, it.local, bits);
}

/* ---- seeds --------------------------------------------------------------------------- */

const struct rules_accessor *sink_accessor(const struct program *p,
					   const struct pfunc *pf, u32 inst)
{
	const struct rules_accessor *acc = NULL;
	const struct call_targets *t;
	u32 i;

	if (pf->trusted)
		return NULL;
	t = program_call_targets(pf, inst);
	for (i = 0; i < t->n; i++) {
		const struct rules_accessor *a = program_accessor(p, t->v[i]);

		if (!a || (acc && a->index_arg != acc->index_arg))
			break;
		if (!acc)
			acc = a;
	}
	return i < t->n || t->unknown ? NULL : acc;
}

static void seed_place(struct slicer *sl, u32 pf, u32 place)
{
	struct pfunc *fn = &sl->p->funcs.v[pf];
	const struct ir_place *pl = &fn->f->places[place];
	const struct rules_array *arr;
	int i = place_watched_index(fn, pl, &arr);

	if (i < 0)
		return;
	fn->has_sink = true;
	ensure_func(sl, pf);
	mark_operand(sl, pf, pl->proj[i].index, SLICE_DATA);
}

static void seed_inst(struct slicer *sl, u32 pf, u32 inst)
{
	struct pfunc *fn = &sl->p->funcs.v[pf];
	const struct ir_inst *in = &fn->f->insts[inst];
	const struct rules_accessor *acc;
	u32 i;

	if (in->place != IR_NONE)
		seed_place(sl, pf, in->place);
	if (in->op == IR_OP_COPYMEM)
		seed_place(sl, pf, in->place2);
	if (in->a.kind == IR_OPND_ADDR)
		seed_place(sl, pf, in->a.idx);
	if (in->b.kind == IR_OPND_ADDR)
		seed_place(sl, pf, in->b.idx);
	if (in->op != IR_OP_CALL)
		return;
	for (i = 0; i < in->nargs; i++)
		if (in->args[i].kind == IR_OPND_ADDR)
			seed_place(sl, pf, in->args[i].idx);
	acc = sink_accessor(sl->p, fn, inst);
	if (!acc || acc->index_arg >= in->nargs)
		return;
	fn->has_sink = true;
	ensure_func(sl, pf);
	mark_operand(sl, pf, in->args[acc->index_arg], SLICE_DATA);
}

/* Callers of an escalated function run in its stead. */
static void ensure_callers(struct slicer *sl)
{
	u32 i, j;

	for (i = 0; i < sl->p->funcs.n; i++) {
		const struct pfunc *fn = &sl->p->funcs.v[i];

		for (j = 0; sl->d->escalated[i] && j < fn->callers.n; j++)
			if (!sl->p->funcs.v[fn->callers.v[j].pfunc].trusted)
				ensure_func(sl, fn->callers.v[j].pfunc);
	}
}

/* ---- guardish functions -------------------------------------------------------------- */

static void scan_func(struct slicer *sl, u32 pf, u32vec *guardish)
{
	const struct pfunc *fn = &sl->p->funcs.v[pf];
	struct slice_func *sf = &sl->s->func[pf];
	u32 i;

	for (i = 0; i < fn->f->ninsts; i++) {
		const struct ir_inst *in = &fn->f->insts[i];

		if (in->op == IR_OP_UNREACHABLE)
			sf->may_stop = true;
		if (!sf->guardish && inst_is_guardish(sl->p, fn, in)) {
			sf->guardish = true;
			vec_push(guardish, pf);
		}
	}
}

static void spread_guardish(struct slicer *sl, u32vec *work)
{
	u32 i;

	while (work->n) {
		const struct pfunc *fn = &sl->p->funcs.v[work->v[--work->n]];

		for (i = 0; i < fn->callers.n; i++) {
			u32 up = fn->callers.v[i].pfunc;

			if (sl->s->func[up].guardish)
				continue;
			sl->s->func[up].guardish = true;
			vec_push(work, up);
		}
	}
}

#define MAX_FLAG_BITS 8

/* A flag that is stored where a guard is known may stand for it. */
static bool may_carry_guard(const struct slicer *sl, u32 field)
{
	const struct pfield *f = &sl->p->fields.v[field];
	u32 st, bits = f->bit_width ? f->bit_width : f->type.bits;

	if (f->type.kind != IR_T_INT || bits > MAX_FLAG_BITS || f->escaped)
		return false;
	for (st = sl->by_field[field]; st != IR_NONE; st = sl->next.v[st])
		if (sl->s->func[sl->stores.v[st].pfunc].guardish)
			return true;
	return false;
}

static bool loads_flag(const struct pfunc *fn, const bool *flag)
{
	u32 i, field;

	for (i = 0; i < fn->f->ninsts; i++) {
		if (fn->f->insts[i].op != IR_OP_LOAD)
			continue;
		field = place_field(fn, &fn->f->places[fn->f->insts[i].place]);
		if (field != IR_NONE && flag[field])
			return true;
	}
	return false;
}

static void find_guardish(struct slicer *sl)
{
	bool *flag = arena_new_array(sl->a, bool, sl->p->fields.n + 1);
	u32vec work = VEC_INIT;
	u32 i;

	for (i = 0; i < sl->p->funcs.n; i++)
		scan_func(sl, i, &work);
	while (work.n) {
		spread_guardish(sl, &work);
		for (i = 0; i < sl->p->fields.n; i++)
			flag[i] = may_carry_guard(sl, i);
		for (i = 0; i < sl->p->funcs.n; i++) {
			if (sl->s->func[i].guardish ||
			    !loads_flag(&sl->p->funcs.v[i], flag))
				continue;
			sl->s->func[i].guardish = true;
			vec_push(&work, i);
		}
	}
	vec_release(&work);
}

/* Stores to followed memory count even where nobody loads it in the slice. */
static void mark_demanded(struct slicer *sl)
{
	u32 i;

	for (i = 0; i < sl->p->fields.n; i++)
		mark_field(sl, i);
	for (i = 0; i < sl->p->globals.n; i++)
		mark_global(sl, i);
}

/* ---- set-up ------------------------------------------------------------------------------ */

static void link_store(struct slicer *sl, u32 *head, struct call_site cs)
{
	vec_push(&sl->stores, cs);
	vec_push(&sl->next, *head);
	*head = sl->stores.n - 1;
}

static void index_stores(struct slicer *sl, u32 pf)
{
	const struct pfunc *fn = &sl->p->funcs.v[pf];
	u32 i;

	for (i = 0; i < fn->f->ninsts; i++) {
		const struct ir_inst *in = &fn->f->insts[i];
		struct call_site cs = { pf, i };
		const struct ir_place *pl;
		u32 field;

		if (in->op != IR_OP_STORE)
			continue;
		pl = &fn->f->places[in->place];
		field = place_field(fn, pl);
		if (field != IR_NONE)
			link_store(sl, &sl->by_field[field], cs);
		else if (pl->base == IR_BASE_GLOBAL)
			link_store(sl, &sl->by_global[fn->pu->global[pl->idx]],
				   cs);
	}
}

static u32 *new_heads(struct arena *a, u32 n)
{
	u32 *v = arena_alloc(a, sizeof(u32) * (n + 1));

	memset(v, 0xff, sizeof(u32) * (n + 1));
	return v;
}

const struct slice *slice_compute(struct program *p, struct arena *a,
				  const struct slice_demand *d)
{
	struct slicer sl = { .p = p, .a = a, .d = d };
	u32 i, j;

	sl.s = arena_new_obj(a, struct slice);
	sl.s->func = arena_new_array(a, struct slice_func, p->funcs.n + 1);
	sl.field_done = arena_new_array(a, bool, p->fields.n + 1);
	sl.global_done = arena_new_array(a, bool, p->globals.n + 1);
	sl.by_field = new_heads(a, p->fields.n);
	sl.by_global = new_heads(a, p->globals.n);
	for (i = 0; i < p->funcs.n; i++)
		index_stores(&sl, i);
	find_guardish(&sl);
	for (i = 0; i < p->funcs.n; i++) {
		if (p->funcs.v[i].trusted)
			continue;
		for (j = 0; j < p->funcs.v[i].f->ninsts; j++)
			seed_inst(&sl, i, j);
	}
	ensure_callers(&sl);
	mark_demanded(&sl);
	do {
		while (sl.work.n)
			process(&sl, sl.work.v[--sl.work.n]);
		for (i = 0; i < p->funcs.n; i++)
			if (sl.s->func[i].mark)
				recheck_all_calls(&sl, i);
	} while (sl.work.n);
	vec_release(&sl.work);
	vec_release(&sl.stores);
	vec_release(&sl.next);
	return sl.s;
}
