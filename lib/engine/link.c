/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linking of bodies: who stores what, who calls whom, recursion components. */
#include "lib/engine/link.h"

#include <stdlib.h>
#include <string.h>

#define MAX_COPY_DEPTH 6

static const struct ir_inst *inst_of(const struct pfunc *pf, u32 i)
{
	return &pf->f->insts[i];
}

static void fref_add(fref_vec *v, struct fref r)
{
	u32 i;

	for (i = 0; i < v->n; i++)
		if (v->v[i].unit == r.unit && v->v[i].func == r.func)
			return;
	vec_push(v, r);
}

static void fref_merge(fref_vec *to, const fref_vec *from)
{
	u32 i;

	for (i = 0; i < from->n; i++)
		fref_add(to, from->v[i]);
}

/* ---- definitions of locals ------------------------------------------- */

static void index_defs(struct program *p, struct pfunc *pf)
{
	const struct ir_func *f = pf->f;
	u32 *start = arena_new_array(p->arena, u32, f->nlocals + 2);
	u32 *list, i;

	for (i = 0; i < f->ninsts; i++)
		if (f->insts[i].dst != IR_NONE)
			start[f->insts[i].dst + 2]++;
	for (i = 2; i < f->nlocals + 2; i++)
		start[i] += start[i - 1];
	list = arena_alloc(p->arena, sizeof(u32) * (start[f->nlocals + 1] + 1));
	for (i = 0; i < f->ninsts; i++)
		if (f->insts[i].dst != IR_NONE)
			list[start[f->insts[i].dst + 1]++] = i;
	pf->def_start = start;
	pf->defs = list;
}

/* ---- function values ------------------------------------------------------ */

/* Adds the functions an operand may be; true when it may be others too. */
static bool operand_funcs(const struct program *p, const struct pfunc *pf,
			  struct ir_operand o, u32 depth, fref_vec *ret);

static bool place_funcs(const struct program *p, const struct pfunc *pf,
			const struct ir_place *pl, fref_vec *ret)
{
	u32 field = place_field(pf, pl);

	if (field != IR_NONE) {
		fref_merge(ret, &p->fields.v[field].funcs);
		return p->fields.v[field].unknown_func ||
		       !p->fields.v[field].funcs.n;
	}
	if (pl->base == IR_BASE_GLOBAL) {
		u32 g = pf->pu->global[pl->idx];

		fref_merge(ret, &p->globals.v[g].funcs);
		return p->globals.v[g].unknown_func ||
		       !p->globals.v[g].funcs.n;
	}
	return true;
}

static bool def_funcs(const struct program *p, const struct pfunc *pf,
		      const struct ir_inst *in, u32 depth, fref_vec *ret)
{
	switch (in->op) {
	case IR_OP_COPY:
	case IR_OP_CAST:
		return operand_funcs(p, pf, in->a, depth + 1, ret);
	case IR_OP_LOAD:
		return place_funcs(p, pf, &pf->f->places[in->place], ret);
	default:
		return true;
	}
}

static bool param_funcs(const struct program *p, const struct pfunc *pf,
			u32 param, fref_vec *ret)
{
	u32 i, self = (u32)(pf - p->funcs.v);
	bool any = false, unknown = false;

	for (i = 0; i < p->callbacks.n; i++) {
		const struct callback *cb = &p->callbacks.v[i];

		if (cb->pfunc != self || cb->param != param)
			continue;
		any = true;
		if (cb->unknown)
			unknown = true;
		else
			fref_add(ret, cb->ref);
	}
	return unknown || !any;
}

static bool operand_funcs(const struct program *p, const struct pfunc *pf,
			  struct ir_operand o, u32 depth, fref_vec *ret)
{
	bool unknown = false;
	u32 i;

	if (o.kind == IR_OPND_FUNC) {
		fref_add(ret, (struct fref){ pf->unit, o.idx });
		return false;
	}
	if (o.kind == IR_OPND_CONST)
		return false; /* a null pointer calls nothing */
	if (o.kind != IR_OPND_LOCAL || depth > MAX_COPY_DEPTH)
		return true;
	if (pf->f->locals[o.idx].flags & IR_LOCAL_PARAM)
		unknown = param_funcs(p, pf, o.idx, ret);
	else if (pf_ndefs(pf, o.idx) == 0)
		unknown = true;
	for (i = 0; i < pf_ndefs(pf, o.idx); i++)
		unknown |= def_funcs(p, pf, inst_of(pf, pf_def(pf, o.idx, i)),
				     depth, ret);
	return unknown;
}

bool program_call_targets(const struct program *p, const struct pfunc *pf,
			  u32 inst, fref_vec *ret)
{
	return operand_funcs(p, pf, inst_of(pf, inst)->a, 0, ret);
}

/* ---- stores ------------------------------------------------------------------ */

static bool is_pointer(const struct pfunc *pf, struct ir_operand o)
{
	return o.kind == IR_OPND_FUNC ||
	       (o.kind == IR_OPND_LOCAL &&
		pf->f->locals[o.idx].type.kind == IR_T_PTR);
}

static void note_unknown_callers(struct program *p, const fref_vec *v)
{
	u32 i;

	for (i = 0; i < v->n; i++) {
		u32 body = program_body(p, v->v[i]);

		if (body != PF_NONE)
			p->funcs.v[body].unknown_caller = true;
	}
}

static void note_store(struct program *p, struct pfunc *pf,
		       const struct ir_inst *in)
{
	const struct ir_place *pl = &pf->f->places[in->place];
	u32 field = place_field(pf, pl);
	fref_vec funcs = VEC_INIT;
	bool unknown = false;

	if (is_pointer(pf, in->a))
		unknown = operand_funcs(p, pf, in->a, 0, &funcs);
	if (field != IR_NONE) {
		struct pfield *fd = &p->fields.v[field];

		fd->has_store = true;
		fd->unknown_func |= unknown;
		fref_merge(&fd->funcs, &funcs);
	} else if (pl->base == IR_BASE_GLOBAL) {
		struct pglobal *g = &p->globals.v[pf->pu->global[pl->idx]];

		g->has_store = true;
		g->unknown_func |= unknown;
		fref_merge(&g->funcs, &funcs);
	} else {
		note_unknown_callers(p, &funcs);
	}
	vec_release(&funcs);
}

static void note_init(struct program *p, const struct punit *pu, u32 unit,
		      u32 global, const struct ir_init *in)
{
	struct pglobal *g = &p->globals.v[pu->global[global]];
	struct fref r = { unit, in->func };
	u32 i;

	for (i = in->nproj; i-- > 0;) {
		struct pfield *fd;

		if (in->proj[i].kind != IR_PROJ_FIELD)
			continue;
		fd = &p->fields.v[pu->field[in->proj[i].field]];
		fd->has_store = true;
		if (in->kind == IR_OPND_FUNC)
			fref_add(&fd->funcs, r);
		return;
	}
	if (in->kind == IR_OPND_FUNC)
		fref_add(&g->funcs, r);
}

/* ---- calls ---------------------------------------------------------------------- */

static void note_callback(struct program *p, struct pfunc *pf, u32 body,
			  const struct ir_inst *in, u32 arg)
{
	fref_vec funcs = VEC_INIT;
	bool unknown = operand_funcs(p, pf, in->args[arg], 0, &funcs);
	struct callback cb = { .pfunc = body, .param = arg };
	u32 i;

	if (body == PF_NONE) {
		note_unknown_callers(p, &funcs);
	} else if (funcs.n) {
		for (i = 0; i < funcs.n; i++) {
			cb.ref = funcs.v[i];
			vec_push(&p->callbacks, cb);
		}
		if (unknown) {
			cb.unknown = true;
			vec_push(&p->callbacks, cb);
		}
	}
	vec_release(&funcs);
}

static void note_args(struct program *p, struct pfunc *pf,
		      const struct ir_inst *in)
{
	u32 i, body = PF_NONE;

	if (in->a.kind == IR_OPND_FUNC)
		body = program_body(p, (struct fref){ pf->unit, in->a.idx });
	for (i = 0; i < in->nargs; i++)
		if (is_pointer(pf, in->args[i]))
			note_callback(p, pf, body, in, i);
}

static void note_escape(struct program *p, struct pfunc *pf, u32 place)
{
	const struct ir_place *pl = &pf->f->places[place];
	u32 field = place_field(pf, pl);

	if (!ir_type_is_scalar(pl->type))
		return;
	if (field != IR_NONE)
		p->fields.v[field].escaped = true;
	else if (pl->base == IR_BASE_GLOBAL)
		p->globals.v[pf->pu->global[pl->idx]].escaped = true;
}

static void note_escaping_args(struct program *p, struct pfunc *pf,
			       const struct ir_inst *in)
{
	fref_vec t = VEC_INIT;
	bool followed;
	u32 i;

	for (i = 0; i < in->nargs; i++)
		if (in->args[i].kind == IR_OPND_ADDR)
			break;
	if (i == in->nargs)
		return;
	followed = !program_call_targets(p, pf, (u32)(in - pf->f->insts), &t);
	for (i = 0; i < t.n; i++)
		followed &= program_body(p, t.v[i]) != PF_NONE;
	for (i = 0; !followed && i < in->nargs; i++)
		if (in->args[i].kind == IR_OPND_ADDR)
			note_escape(p, pf, in->args[i].idx);
	vec_release(&t);
}

static void scan_body(struct program *p, struct pfunc *pf)
{
	u32 i;

	for (i = 0; i < pf->f->ninsts; i++) {
		const struct ir_inst *in = inst_of(pf, i);

		switch (in->op) {
		case IR_OP_STORE:
			note_store(p, pf, in);
			if (in->a.kind == IR_OPND_ADDR)
				note_escape(p, pf, in->a.idx);
			break;
		case IR_OP_CLOBBER:
			note_escape(p, pf, in->place);
			break;
		case IR_OP_CALL:
			note_args(p, pf, in);
			note_escaping_args(p, pf, in);
			break;
		case IR_OP_COPY:
		case IR_OP_CAST:
		case IR_OP_PTRADD:
			if (in->a.kind == IR_OPND_ADDR)
				note_escape(p, pf, in->a.idx);
			break;
		default:
			break;
		}
	}
}

static void add_edges(struct program *p, u32 from, u32 inst)
{
	fref_vec t = VEC_INIT;
	u32 i;

	program_call_targets(p, &p->funcs.v[from], inst, &t);
	for (i = 0; i < t.n; i++) {
		u32 body = program_body(p, t.v[i]);
		struct call_site out = { body, inst }, in = { from, inst };

		if (body == PF_NONE)
			continue;
		vec_push(&p->funcs.v[from].calls, out);
		vec_push(&p->funcs.v[body].callers, in);
	}
	vec_release(&t);
}

static void build_edges(struct program *p, u32 from)
{
	const struct ir_func *f = p->funcs.v[from].f;
	u32 i;

	for (i = 0; i < f->ninsts; i++)
		if (f->insts[i].op == IR_OP_CALL)
			add_edges(p, from, i);
}

/* ---- components (Tarjan, with its own stack) -------------------------------------- */

struct tarjan {
	struct program *p;
	u32 *index, *low, *edge;
	bool *on_stack;
	u32vec stack, work;
	u32 next;
};

static void tarjan_enter(struct tarjan *t, u32 v)
{
	t->index[v] = t->low[v] = ++t->next;
	t->edge[v] = 0;
	t->on_stack[v] = true;
	vec_push(&t->stack, v);
	vec_push(&t->work, v);
}

static void tarjan_leave(struct tarjan *t, u32 v)
{
	u32 w;

	t->work.n--;
	if (t->work.n) {
		u32 up = t->work.v[t->work.n - 1];

		if (t->low[v] < t->low[up])
			t->low[up] = t->low[v];
	}
	if (t->low[v] != t->index[v])
		return;
	do {
		w = t->stack.v[--t->stack.n];
		t->on_stack[w] = false;
		t->p->funcs.v[w].scc = t->p->nsccs;
	} while (w != v);
	t->p->nsccs++;
}

static void tarjan_step(struct tarjan *t)
{
	u32 v = t->work.v[t->work.n - 1];
	const struct pfunc *pf = &t->p->funcs.v[v];
	u32 w;

	if (t->edge[v] == pf->calls.n) {
		tarjan_leave(t, v);
		return;
	}
	w = pf->calls.v[t->edge[v]++].pfunc;
	if (!t->index[w])
		tarjan_enter(t, w);
	else if (t->on_stack[w] && t->index[w] < t->low[v])
		t->low[v] = t->index[w];
}

static void find_components(struct program *p)
{
	u32 i, n = p->funcs.n + 1;
	struct tarjan t = {
		.p = p,
		.index = arena_new_array(p->arena, u32, n),
		.low = arena_new_array(p->arena, u32, n),
		.edge = arena_new_array(p->arena, u32, n),
		.on_stack = arena_new_array(p->arena, bool, n),
	};

	for (i = 0; i < p->funcs.n; i++) {
		if (t.index[i])
			continue;
		tarjan_enter(&t, i);
		while (t.work.n)
			tarjan_step(&t);
	}
	vec_release(&t.stack);
	vec_release(&t.work);
}

static void mark_called_components(struct program *p)
{
	u32 i, j;

	p->scc_called = arena_new_array(p->arena, bool, p->nsccs + 1);
	for (i = 0; i < p->funcs.n; i++) {
		const struct pfunc *pf = &p->funcs.v[i];

		for (j = 0; j < pf->callers.n; j++)
			if (p->funcs.v[pf->callers.v[j].pfunc].scc != pf->scc)
				p->scc_called[pf->scc] = true;
	}
}

#define COST_MAX 1000000u

/* Components are numbered callees first, so one pass in that order will do. */
static void find_costs(struct program *p)
{
	u32 *order = arena_new_array(p->arena, u32, p->funcs.n + 1);
	u32 *at = arena_new_array(p->arena, u32, p->nsccs + 2);
	u32 i, j;

	for (i = 0; i < p->funcs.n; i++)
		at[p->funcs.v[i].scc + 1]++;
	for (i = 1; i <= p->nsccs; i++)
		at[i] += at[i - 1];
	for (i = 0; i < p->funcs.n; i++)
		order[at[p->funcs.v[i].scc]++] = i;
	for (i = 0; i < p->funcs.n; i++) {
		struct pfunc *pf = &p->funcs.v[order[i]];
		u64 cost = pf->f->ninsts;

		for (j = 0; j < pf->calls.n; j++)
			if (pf->calls.v[j].pfunc != order[i])
				cost += p->funcs.v[pf->calls.v[j].pfunc].cost;
		pf->cost = cost > COST_MAX ? COST_MAX : (u32)cost;
	}
}

void program_link(struct program *p)
{
	u32 i, j, k;

	for (i = 0; i < p->funcs.n; i++) {
		p->funcs.v[i].pu = &p->units.v[p->funcs.v[i].unit];
		index_defs(p, &p->funcs.v[i]);
	}
	for (i = 0; i < p->units.n; i++) {
		const struct ir_unit *u = p->units.v[i].ir;

		for (j = 0; j < u->nglobals; j++)
			for (k = 0; k < u->globals[j].ninits; k++)
				note_init(p, &p->units.v[i], i, j,
					  &u->globals[j].inits[k]);
	}
	for (i = 0; i < p->funcs.n; i++)
		scan_body(p, &p->funcs.v[i]);
	for (i = 0; i < p->funcs.n; i++)
		build_edges(p, i);
	find_components(p);
	find_costs(p);
	mark_called_components(p);
}
