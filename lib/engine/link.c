/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linking of bodies: who stores what, who calls whom, recursion components. */
#include "lib/engine/link.h"

#include <stdlib.h>
#include <string.h>

#include "lib/engine/layout.h"
#include "lib/engine/writers.h"

#define MAX_COPIED 64

static const struct ir_inst *inst_of(const struct pfunc *pf, u32 i)
{
	return &pf->f->insts[i];
}

static int fref_cmp(struct fref a, struct fref b)
{
	if (a.unit != b.unit)
		return a.unit < b.unit ? -1 : 1;
	return a.func < b.func ? -1 : a.func > b.func;
}

/* True when it was not there. */
static bool fref_add(fref_vec *v, struct fref r)
{
	u32 lo = 0, hi = v->n;

	while (lo < hi) {
		u32 mid = (lo + hi) / 2;
		int c = fref_cmp(v->v[mid], r);

		if (!c)
			return false;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	vec_push(v, r);
	memmove(&v->v[lo + 1], &v->v[lo], sizeof(r) * (v->n - 1 - lo));
	v->v[lo] = r;
	return true;
}

static bool fref_merge(fref_vec *to, const fref_vec *from)
{
	bool grew = false;
	u32 i;

	if (!to->n && from->n) {
		vec_reserve(to, from->n);
		memcpy(to->v, from->v, sizeof(*from->v) * from->n);
		to->n = from->n;
		return true;
	}
	for (i = 0; i < from->n; i++)
		grew |= fref_add(to, from->v[i]);
	return grew;
}

/* The function itself, in the unit its body was taken from. */
static struct fref fref_of(const struct program *p, u32 pf)
{
	return (struct fref){ p->funcs.v[pf].unit, p->funcs.v[pf].func };
}

/* Adds what a symbol stands for: see struct fref. */
static bool add_symbol(const struct program *p, struct fref r, fref_vec *ret)
{
	const struct punit *pu = &p->units.v[r.unit];
	u32 flags = pu->ir->funcs[r.func].flags;
	u32 body = pu->func[r.func];
	bool grew = false;

	/* what is no body to us is judged by the packs of the unit that names it */
	if (program_body(p, r) == PF_NONE || pu->accessor[r.func] >= 0)
		return fref_add(ret, r);
	if (body != PF_NONE && (flags & (IR_FUNC_WEAK | IR_FUNC_STATIC)) != IR_FUNC_WEAK)
		return fref_add(ret, fref_of(p, body));
	for (body = p->extern_func.v[pu->fname[r.func]]; body != PF_NONE;
	     body = p->funcs.v[body].next_def)
		grew |= fref_add(ret, fref_of(p, body));
	return grew;
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

/*
 * Functions go from field to field, and through arguments. The sets grow until
 * none changes (p->settling), while an empty one stands for "not yet"; then an
 * empty one means that nobody knows, and that is carried on in the same way. So
 * the order of units and functions does not matter.
 */
static bool set_is_unknown(const struct program *p, const fref_vec *funcs,
			   bool unknown)
{
	return !p->settling && (unknown || !funcs->n);
}

static bool field_funcs(const struct program *p, u32 field, fref_vec *ret)
{
	fref_merge(ret, &p->fields.v[field].funcs);
	return set_is_unknown(p, &p->fields.v[field].funcs,
			      p->fields.v[field].unknown_func);
}

static bool place_funcs(const struct program *p, const struct pfunc *pf,
			const struct ir_place *pl, fref_vec *ret)
{
	u32 field = place_field(pf, pl);

	if (field != IR_NONE)
		return field_funcs(p, field, ret);
	if (pl->base == IR_BASE_GLOBAL) {
		u32 g = pf->pu->global[pl->idx];

		fref_merge(ret, &p->globals.v[g].funcs);
		return set_is_unknown(p, &p->globals.v[g].funcs,
				      p->globals.v[g].unknown_func);
	}
	return true;
}

static struct callback *find_callback(const struct pfunc *pf, u32 param)
{
	u32 i;

	for (i = 0; i < pf->callbacks.n; i++)
		if (pf->callbacks.v[i].param == param)
			return &pf->callbacks.v[i];
	return NULL;
}

static bool param_funcs(const struct program *p, const struct pfunc *pf,
			u32 param, fref_vec *ret)
{
	const struct callback *cb = find_callback(pf, param);

	if (!cb)
		return !p->settling;
	fref_merge(ret, &cb->funcs);
	return set_is_unknown(p, &cb->funcs, cb->unknown);
}

/* The locals a value may have been copied from, each once: copies may go in circles. */
struct origins {
	u32 n, local[MAX_COPIED];
};

/* False when there are too many. */
static bool origins_add(struct origins *o, u32 local)
{
	u32 i;

	for (i = 0; i < o->n; i++)
		if (o->local[i] == local)
			return true;
	if (o->n == MAX_COPIED)
		return false;
	o->local[o->n++] = local;
	return true;
}

/* Adds the functions an operand may be, or the local it is to the origins; true when it may be others too. */
static bool source_funcs(const struct program *p, const struct pfunc *pf,
			 struct ir_operand o, struct origins *from, fref_vec *ret)
{
	if (o.kind == IR_OPND_FUNC && pf->pu->alias[o.idx] != IR_NONE)
		return field_funcs(p, pf->pu->alias[o.idx], ret);
	if (o.kind == IR_OPND_FUNC) {
		add_symbol(p, (struct fref){ pf->unit, o.idx }, ret);
		return false;
	}
	if (o.kind == IR_OPND_CONST)
		return false; /* a null pointer calls nothing */
	return o.kind != IR_OPND_LOCAL || !origins_add(from, o.idx);
}

static bool def_funcs(const struct program *p, const struct pfunc *pf,
		      const struct ir_inst *in, struct origins *from, fref_vec *ret)
{
	switch (in->op) {
	case IR_OP_COPY:
	case IR_OP_CAST:
		return source_funcs(p, pf, in->a, from, ret);
	case IR_OP_LOAD:
		return place_funcs(p, pf, &pf->f->places[in->place], ret);
	default:
		return true;
	}
}

static bool local_funcs(const struct program *p, const struct pfunc *pf,
			u32 local, struct origins *from, fref_vec *ret)
{
	bool unknown = false;
	u32 i, n = pf_ndefs(pf, local);

	if (pf->f->locals[local].flags & IR_LOCAL_PARAM)
		unknown = param_funcs(p, pf, local, ret);
	else if (n == 0)
		unknown = true;
	for (i = 0; i < n; i++)
		unknown |= def_funcs(p, pf, inst_of(pf, pf_def(pf, local, i)), from, ret);
	return unknown;
}

/* Adds the functions an operand may be; true when it may be others too. */
static bool operand_funcs(const struct program *p, const struct pfunc *pf,
			  struct ir_operand o, fref_vec *ret)
{
	struct origins from;
	bool unknown;
	u32 i;

	from.n = 0;
	unknown = source_funcs(p, pf, o, &from, ret);
	for (i = 0; i < from.n; i++)
		unknown |= local_funcs(p, pf, from.local[i], &from, ret);
	return unknown;
}

static int cmp_targets(const void *key, const void *elem)
{
	u32 inst = *(const u32 *)key;
	const struct call_targets *t = elem;

	return inst < t->inst ? -1 : inst > t->inst;
}

const struct call_targets *program_call_targets(const struct pfunc *pf, u32 inst)
{
	return bsearch(&inst, pf->targets, pf->ntargets, sizeof(*pf->targets),
		       cmp_targets);
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

/* True when something is known that was not. */
static bool note_store(struct program *p, struct pfunc *pf,
		       const struct ir_inst *in)
{
	const struct ir_place *pl = &pf->f->places[in->place];
	u32 field = place_field(pf, pl);
	fref_vec funcs = VEC_INIT;
	bool *to_unknown = NULL, unknown, grew;
	fref_vec *to;

	if (field != IR_NONE) {
		p->fields.v[field].has_store = true;
		to = &p->fields.v[field].funcs;
		to_unknown = &p->fields.v[field].unknown_func;
	} else if (pl->base == IR_BASE_GLOBAL) {
		struct pglobal *g = &p->globals.v[pf->pu->global[pl->idx]];

		g->has_store = true;
		to = &g->funcs;
		to_unknown = &g->unknown_func;
	} else {
		to = NULL;
	}
	if (!is_pointer(pf, in->a))
		return false;
	unknown = operand_funcs(p, pf, in->a, &funcs);
	if (!to) {
		note_unknown_callers(p, &funcs);
		vec_release(&funcs);
		return false;
	}
	grew = fref_merge(to, &funcs) || (unknown && !*to_unknown);
	*to_unknown |= unknown;
	vec_release(&funcs);
	return grew;
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
			add_symbol(p, r, &fd->funcs);
		return;
	}
	if (in->kind == IR_OPND_FUNC)
		add_symbol(p, r, &g->funcs);
}

/* ---- calls ---------------------------------------------------------------------- */

/* Functions passed as an argument to a body; true when that is news. */
static bool pass_callback(struct pfunc *to, u32 arg, const fref_vec *funcs,
			  bool unknown)
{
	struct callback *cb = find_callback(to, arg);
	bool grew;

	if (!cb) {
		struct callback fresh = { .param = arg };

		if (!funcs->n)
			return false;
		vec_push(&to->callbacks, fresh);
		cb = &to->callbacks.v[to->callbacks.n - 1];
	}
	grew = fref_merge(&cb->funcs, funcs) || (unknown && !cb->unknown);
	cb->unknown |= unknown;
	return grew;
}

/* Has some function been passed to a function called here, at any call? */
static bool gets_callbacks(const struct program *p, const struct pfunc *pf,
			   const struct ir_inst *in)
{
	const struct punit *pu = pf->pu;
	u32 body, name;

	if (in->a.kind != IR_OPND_FUNC)
		return false;
	body = pu->func[in->a.idx];
	if (body != PF_NONE && p->funcs.v[body].callbacks.n)
		return true;
	name = pu->fname[in->a.idx];
	if (name >= p->extern_func.n)
		return false;
	for (body = p->extern_func.v[name]; body != PF_NONE;
	     body = p->funcs.v[body].next_def)
		if (p->funcs.v[body].callbacks.n)
			return true;
	return false;
}

static bool pass_to_targets(struct program *p, struct pfunc *pf,
			    const struct ir_inst *in, u32 arg,
			    const fref_vec *funcs, bool unknown)
{
	fref_vec targets = VEC_INIT;
	bool grew = false, outside;
	u32 i, body;

	if (in->a.kind == IR_OPND_FUNC)
		add_symbol(p, (struct fref){ pf->unit, in->a.idx }, &targets);
	outside = !targets.n;
	for (i = 0; i < targets.n; i++) {
		body = program_body(p, targets.v[i]);
		if (body == PF_NONE)
			outside = true;
		else
			grew |= pass_callback(&p->funcs.v[body], arg, funcs,
					      unknown);
	}
	if (outside)
		note_unknown_callers(p, funcs);
	vec_release(&targets);
	return grew;
}

/* Most arguments are no functions, and go where none is expected. */
static bool note_callback(struct program *p, struct pfunc *pf,
			  const struct ir_inst *in, u32 arg)
{
	fref_vec funcs = VEC_INIT;
	bool unknown = operand_funcs(p, pf, in->args[arg], &funcs);
	bool grew = false;

	if (funcs.n || (unknown && gets_callbacks(p, pf, in)))
		grew = pass_to_targets(p, pf, in, arg, &funcs, unknown);
	vec_release(&funcs);
	return grew;
}

static bool note_args(struct program *p, struct pfunc *pf,
		      const struct ir_inst *in)
{
	bool grew = false;
	u32 i;

	for (i = 0; i < in->nargs; i++)
		if (is_pointer(pf, in->args[i]))
			grew |= note_callback(p, pf, in, i);
	return grew;
}

/* One pass over what moves functions; true when a set grew. */
static bool move_functions(struct program *p)
{
	bool grew = false;
	u32 i, j;

	for (i = 0; i < p->funcs.n; i++) {
		struct pfunc *pf = &p->funcs.v[i];

		for (j = 0; j < pf->f->ninsts; j++) {
			if (inst_of(pf, j)->op == IR_OP_STORE)
				grew |= note_store(p, pf, inst_of(pf, j));
			else if (inst_of(pf, j)->op == IR_OP_CALL)
				grew |= note_args(p, pf, inst_of(pf, j));
		}
	}
	return grew;
}

static void settle_functions(struct program *p)
{
	p->settling = true;
	while (move_functions(p))
		;
	p->settling = false;
	while (move_functions(p))
		;
}

static void add_edges(struct program *p, u32 from, const struct call_targets *t)
{
	u32 i;

	for (i = 0; i < t->n; i++) {
		u32 body = program_body(p, t->v[i]);
		struct call_site out = { body, t->inst }, in = { from, t->inst };

		if (body == PF_NONE)
			continue;
		vec_push(&p->funcs.v[from].calls, out);
		vec_push(&p->funcs.v[body].callers, in);
	}
}

static void build_edges(struct program *p, u32 from)
{
	struct pfunc *pf = &p->funcs.v[from];
	struct call_targets *v;
	fref_vec t = VEC_INIT;
	u32 i, n = 0;

	for (i = 0; i < pf->f->ninsts; i++)
		n += pf->f->insts[i].op == IR_OP_CALL;
	v = arena_new_array(p->arena, struct call_targets, n + 1);
	pf->targets = v;
	for (i = 0; i < pf->f->ninsts; i++) {
		if (pf->f->insts[i].op != IR_OP_CALL)
			continue;
		vec_clear(&t);
		v->inst = i;
		v->unknown = operand_funcs(p, pf, inst_of(pf, i)->a, &t);
		v->n = t.n;
		v->v = arena_memdup(p->arena, t.v, sizeof(*t.v) * t.n);
		add_edges(p, from, v++);
	}
	pf->ntargets = n;
	vec_release(&t);
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

/* Accessors are not followed: with what values one calls back is not known. */
static void note_trusted_callers(struct pfunc *pf, const struct program *p)
{
	u32 i;

	for (i = 0; i < pf->callers.n; i++)
		if (p->funcs.v[pf->callers.v[i].pfunc].trusted && !pf->trusted)
			pf->unknown_caller = true;
}

static void mark_called_components(struct program *p)
{
	u32 i, j;

	p->scc_called = arena_new_array(p->arena, bool, p->nsccs + 1);
	for (i = 0; i < p->funcs.n; i++) {
		struct pfunc *pf = &p->funcs.v[i];

		note_trusted_callers(pf, p);
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
	p->bottom_up = order;
	for (i = 0; i < p->funcs.n; i++) {
		struct pfunc *pf = &p->funcs.v[order[i]];
		u64 cost = pf->f->ninsts;

		for (j = 0; j < pf->calls.n; j++)
			if (pf->calls.v[j].pfunc != order[i])
				cost += p->funcs.v[pf->calls.v[j].pfunc].cost;
		pf->cost = cost > COST_MAX ? COST_MAX : (u32)cost;
	}
}

static void note_inits(struct program *p, u32 unit)
{
	const struct punit *pu = &p->units.v[unit];
	u32 i, j;

	for (i = 0; i < pu->ir->nglobals; i++)
		for (j = 0; j < pu->ir->globals[i].ninits; j++)
			note_init(p, pu, unit, i, &pu->ir->globals[i].inits[j]);
}

void link_bodies(struct program *p)
{
	u32 i;

	for (i = 0; i < p->funcs.n; i++)
		index_defs(p, &p->funcs.v[i]);
	for (i = 0; i < p->units.n; i++)
		note_inits(p, i);
	settle_functions(p);
	for (i = 0; i < p->funcs.n; i++)
		build_edges(p, i);
	layout_build(p);
	writers_find(p);
	find_components(p);
	find_costs(p);
	mark_called_components(p);
}
