/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls: a callee is executed for the values it is given, its exits become
 * states of the caller, its records are carried up.
 */
#include <string.h>

#include "lib/engine/reach.h"
#include "lib/engine/writers.h"

/* Names of one object on both sides of a call. */
struct bridge {
	u32 n;
	u32 *out, *in;	/* symbol in the caller, in the callee */
};

static const struct ir_inst *cur(const struct frame *fr)
{
	return &fr->fn->f->insts[fr->inst];
}

/* ---- results that are not followed -------------------------------------------- */

static void set_result(struct frame *fr, struct state *st, u8 why)
{
	const struct ir_inst *in = cur(fr);
	struct value v;

	if (in->place != IR_NONE)
		exec_clobber(fr, st, &fr->fn->f->places[in->place]);
	if (in->dst == IR_NONE || fn_slot(fr->f, in->dst) == NO_SLOT)
		return;
	top_value(fr, &v, fr->fn->f->locals[in->dst].type, why);
	/* what answers yes or no would not be asked if it always said the same */
	if (v.type.bits == 1 && why == UNPROVEN_UNKNOWN_CALL)
		v.p[0].flags |= VALUE_BOTH_SET;
	assign_local(fr, st, in->dst, &v,
		     sym_make(fr->m->syms, SYM_FRESH, frame_point(fr), 0), 0, 0);
}

static void forget_object(struct frame *fr, struct state *st, u32 sym)
{
	struct syms *t = fr->m->syms;
	struct value v;
	u32 s;

	if (sym_kind(t, sym) == SYM_LOCAL &&
	    (s = fn_slot(fr->f, sym_a(t, sym))) != NO_SLOT) {
		u32 l = fr->f->local[s];

		top_value(fr, &v, fr->fn->f->locals[l].type,
			  UNPROVEN_UNKNOWN_CALL);
		assign_local(fr, st, l, &v,
			     sym_make(t, SYM_FRESH, frame_point(fr), 0), 0, 0);
		return;
	}
	state_drop_within(fr, st, sym);
	if (sym_kind(t, sym_root(t, sym)) == SYM_LOCAL ||
	    sym_kind(t, sym) == SYM_PARAM)
		state_set_cell(fr, st, (struct cell){
			.addr = sym_make(t, SYM_ALL, sym, 0),
			.sym = sym_make(t, SYM_FRESH, frame_point(fr), 0) });
}

/*
 * Somebody we cannot see got these arguments. An accessor keeps off what is
 * behind its pointers; results it may leave in objects of this function.
 */
static void call_outside(struct frame *fr, struct state *st, bool accessor)
{
	const struct ir_inst *in = cur(fr);
	u32 i;

	for (i = 0; i < in->nargs; i++) {
		u32 sym = eval_sym(fr, st, in->args[i]);
		enum sym_kind root;

		if (!sym)
			continue;
		root = sym_kind(fr->m->syms, sym_root(fr->m->syms, sym));
		if (in->args[i].kind == IR_OPND_ADDR || root == SYM_LOCAL ||
		    !accessor)
			forget_object(fr, st, sym);
	}
	if (!accessor)
		guard_forget_answers(fr, st);
	for (i = 0; !accessor && i < fr->f->nslots; i++)
		if (fr->f->loose[fr->f->local[i]] & FN_LOOSE_STORED)
			forget_object(fr, st, sym_make(fr->m->syms, SYM_LOCAL,
						       fr->f->local[i], 0));
}

/* ---- effects known without execution -------------------------------------------- */

/* The function, or a callee, stores to the field or global a symbol is in. */
static bool is_modified(const struct machine *m, u32 pf, u32 sym)
{
	u32 rel = sym_field(m->syms, sym);

	while (rel == IR_NONE && (sym_kind(m->syms, sym) == SYM_ELEM ||
				  sym_kind(m->syms, sym) == SYM_ALL))
		sym = sym_a(m->syms, sym);
	if (rel == IR_NONE && sym_kind(m->syms, sym) == SYM_GLOBAL)
		rel = m->p->fields.n + sym_a(m->syms, sym);
	return rel != IR_NONE &&
	       (m->mods[pf * m->rel_words + rel / 64] >> (rel % 64) & 1);
}

/*
 * A marker speaks for members that have no cell: these may have been stored.
 * Variables of this function are given to callees that are executed.
 */
static bool is_overwritten(const struct machine *m, u32 pf,
			   const struct cell *c)
{
	const u64 *mods = &m->mods[pf * m->rel_words];
	u32 i;

	if (sym_kind(m->syms, c->addr) != SYM_ALL ||
	    sym_kind(m->syms, sym_root(m->syms, c->addr)) == SYM_LOCAL)
		return false;
	for (i = 0; i < m->rel_words; i++)
		if (mods[i])
			return true;
	return false;
}

/* Where to go on downwards: all anew, when a marker came in between. */
static u32 lose_cell(struct frame *fr, struct state *st, u32 i)
{
	u32 addr = st->cells[i].addr, root = st->cells[i].root, n = st->ncells;

	state_lose(fr, st, addr);
	/* the marker of a variable stays, as one that says nothing */
	if (addr == sym_make(fr->m->syms, SYM_ALL, root, 0) &&
	    sym_kind(fr->m->syms, root) == SYM_LOCAL)
		return i;
	state_drop_cell(st, cells_find(st->cells, st->ncells, root, addr));
	return st->ncells < n ? i : n;
}

static void apply_effects(struct frame *fr, struct state *st, u32 pf)
{
	u32 i;

	guard_kill(st, fr->m->kills[pf]);
	if (fr->m->runs_unseen[pf])
		guard_forget_answers(fr, st);
	for (i = st->ncells; i-- > 0;) {
		if (eval_is_private(fr, st->cells[i].addr))
			continue;
		if (is_modified(fr->m, pf, st->cells[i].addr) ||
		    is_overwritten(fr->m, pf, &st->cells[i]))
			i = lose_cell(fr, st, i);
	}
	for (i = 0; i < fr->f->nslots; i++) {
		struct slot *s = &st->slot[i];

		if (s->def && fr->fn->f->insts[s->def - 1].op == IR_OP_LOAD &&
		    is_modified(fr->m, pf, s->src))
			s->def = s->src = 0;
	}
}

/* ---- entry -------------------------------------------------------------------------- */

static void make_bridge(struct frame *fr, const struct state *st,
			const struct pfunc *callee, struct bridge *b)
{
	const struct ir_inst *in = cur(fr);
	u32 i, n = callee->f->nparams;

	b->n = 0;
	b->out = arena_new_array(fr->scratch, u32, n + 1);
	b->in = arena_new_array(fr->scratch, u32, n + 1);
	for (i = 0; i < n && i < in->nargs; i++) {
		u32 out = eval_sym(fr, st, in->args[i]);
		bool agg = callee->f->locals[i].type.kind == IR_T_AGG;

		if (!out || (!agg && sym_rebase(fr->m->syms, out, b->out, b->in,
						b->n)))
			continue;
		b->out[b->n] = out;
		b->in[b->n++] = sym_make(fr->m->syms, agg ? SYM_LOCAL :
							    SYM_PARAM, i, 0);
	}
}

/* A value as a callee is given it: what the caller did to it is not its story. */
static u32 put_given(struct frame *fr, struct value *v, u32 deps)
{
	u32 i;

	for (i = 0; i < v->n; i++) {
		v->p[i].deps = deps;
		v->p[i].flags &= (u8)~(VALUE_FIXED | VALUE_WRAPPED);
	}
	return vals_put(fr->m->vals, v);
}

static u32 with_deps(struct frame *fr, u32 val, u32 deps)
{
	struct value v;

	if (!val)
		return 0;
	vals_get(fr->m->vals, val, &v);
	return put_given(fr, &v, deps);
}

static u32 param_bit(u32 i)
{
	return 1u << (i < 31 ? i : 31);
}

static void pass_param(struct frame *fr, const struct state *st,
		       const struct pfunc *callee, u32 i,
		       const struct bridge *b, struct context *c)
{
	const struct ir_inst *in = cur(fr);
	struct ir_type t = callee->f->locals[i].type;
	struct value v;

	if (fn_slot(callee->fn, i) == NO_SLOT)
		return;
	if (t.kind == IR_T_PTR) {
		u32 out = i < in->nargs ? eval_sym(fr, st, in->args[i]) : 0;

		c->sym[i] = out ? sym_rebase(fr->m->syms, out, b->out, b->in,
					     b->n) : 0;
		if (!c->sym[i])
			c->sym[i] = sym_make(fr->m->syms, SYM_PARAM, i, 0);
		return;
	}
	if (i < in->nargs)
		eval_operand(fr, st, in->args[i], &v);
	else
		top_value(fr, &v, t, UNPROVEN_UNKNOWN_VALUE);
	value_cast(&v, value_type(t), &v);
	c->val[i] = put_given(fr, &v, param_bit(i));
}

static bool cell_matters(struct frame *fr, const struct cell *c)
{
	u32 field = sym_field(fr->m->syms, c->addr);

	return fr->m->confirm || field == IR_NONE ||
	       fr->m->demand.field[field] || c->sym ||
	       sym_kind(fr->m->syms, sym_root(fr->m->syms, c->addr)) ==
	       SYM_LOCAL;
}

/* The parameter through which a callee's symbol is reached. */
static u32 root_bit(struct frame *fr, u32 sym)
{
	u32 root = sym_root(fr->m->syms, sym);

	return sym_kind(fr->m->syms, root) == SYM_PARAM ?
	       param_bit(sym_a(fr->m->syms, root)) : 0;
}

static void pass_cell(struct frame *fr, struct context *c, struct cell cell,
		      bool local, const struct bridge *b)
{
	u32 addr = sym_rebase(fr->m->syms, cell.addr, b->out, b->in, b->n);
	u32 i;

	if (!addr)
		return;
	cell.val = with_deps(fr, cell.val, local ? root_bit(fr, addr) : 0);
	if (cell.sym && sym_kind(fr->m->syms, cell.sym) != SYM_FRESH) {
		u32 sym = sym_rebase(fr->m->syms, cell.sym, b->out, b->in, b->n);

		/* a marker whose source has no name there says nothing */
		if (!sym && sym_kind(fr->m->syms, addr) == SYM_ALL)
			return;
		cell.sym = sym;
	}
	cell.addr = addr;
	cell.root = sym_root(fr->m->syms, addr);
	i = cells_find(c->cells, c->ncells, cell.root, addr);
	if (i < c->ncells && c->cells[i].addr == addr)
		return;
	memmove(&c->cells[i + 1], &c->cells[i],
		sizeof(cell) * (c->ncells - i));
	c->cells[i] = cell;
	c->ncells++;
}

static void pass_cells(struct frame *fr, const struct state *st,
		       const struct bridge *b, struct context *c)
{
	struct syms *t = fr->m->syms;
	u32 i;

	fr->m->cells_seen += st->ncells;
	c->cells = arena_new_array(fr->scratch, struct cell,
				   st->ncells + b->n + 1);
	for (i = 0; i < b->n; i++) {
		u32 s;

		if (sym_kind(t, b->out[i]) != SYM_LOCAL)
			continue;
		s = fn_slot(fr->f, sym_a(t, b->out[i]));
		if (s != NO_SLOT && (st->slot[s].val || st->slot[s].sym))
			pass_cell(fr, c, (struct cell){ .addr = b->out[i],
				  .val = st->slot[s].val,
				  .sym = st->slot[s].sym }, true, b);
	}
	for (i = 0; i < st->ncells; i++)
		if (cell_matters(fr, &st->cells[i]))
			pass_cell(fr, c, st->cells[i],
				  sym_kind(t, sym_root(t, st->cells[i].addr)) ==
				  SYM_LOCAL, b);
}

/* ---- contexts ------------------------------------------------------------------------ */

static bool context_is(const struct context *a, const struct context *b)
{
	return a->known_true == b->known_true &&
	       a->known_false == b->known_false && a->lost == b->lost &&
	       a->lossy == b->lossy && a->ncells == b->ncells &&
	       a->to_locals == b->to_locals &&
	       !memcmp(a->val, b->val, sizeof(u32) * a->nparams) &&
	       !memcmp(a->sym, b->sym, sizeof(u32) * a->nparams) &&
	       !memcmp(a->cells, b->cells, sizeof(struct cell) * a->ncells);
}

static struct context *context_new(struct machine *m, struct arena *a, u32 pf)
{
	struct context *c = arena_new_obj(a, struct context);

	c->pf = pf;
	c->nparams = m->p->funcs.v[pf].f->nparams;
	c->val = arena_new_array(a, u32, c->nparams + 1);
	c->sym = arena_new_array(a, u32, c->nparams + 1);
	return c;
}

/* A copy that outlives the caller's frame. */
static struct context *context_keep(struct machine *m, const struct context *c)
{
	struct context *k = context_new(m, m->arena, c->pf);
	size_t size = sizeof(u32) * c->nparams;

	k->known_true = c->known_true;
	k->known_false = c->known_false;
	k->lost = c->lost;
	k->lossy = c->lossy;
	k->to_locals = c->to_locals;
	memcpy(k->val, c->val, size);
	memcpy(k->sym, c->sym, size);
	k->ncells = c->ncells;
	k->cells = arena_memdup(m->arena, c->cells,
				sizeof(struct cell) * c->ncells);
	k->next = m->contexts[c->pf];
	m->contexts[c->pf] = k;
	m->ncontexts[c->pf]++;
	return k;
}

static struct context *context_find(struct machine *m, const struct context *c)
{
	struct context *o;

	for (o = m->contexts[c->pf]; o; o = o->next)
		if (context_is(o, c))
			return o;
	return NULL;
}

/* Calls in each other before arguments of single integers are widened. */
#define WIDEN_DEPTH_FINE 40

/* A call of a function that is running: arguments must not grow for ever. */
static void widen_entry(struct frame *fr, struct context *c)
{
	const struct fn *f = fr->m->p->funcs.v[c->pf].fn;
	struct frame *up;
	struct value a, b, r;
	u32 i, j;

	if (fr->m->confirm && fr->depth < WIDEN_DEPTH_FINE)
		return;
	for (up = fr; up && up->pf != c->pf; up = up->up)
		;
	if (!up)
		return;
	for (i = 0; i < c->nparams; i++) {
		if (!c->val[i] || !up->ctx->val[i])
			continue;
		vals_get(fr->m->vals, up->ctx->val[i], &a);
		vals_get(fr->m->vals, c->val[i], &b);
		value_widen(&r, &a, &b, f->thr, f->nthr);
		/* a guess is no end that the program has set */
		for (j = 0; j < r.n && a.n && b.n; j++) {
			if (r.p[j].hi > value_max(&a) &&
			    r.p[j].hi > value_max(&b))
				r.p[j].flags &= (u8)~(VALUE_HI_SET |
						      VALUE_FIXED);
			if (r.p[j].lo < a.p[0].lo && r.p[j].lo < b.p[0].lo)
				r.p[j].flags &= (u8)~(VALUE_LO_SET |
						      VALUE_FIXED);
		}
		c->val[i] = vals_put(fr->m->vals, &r);
	}
}

static void give_up_entry(struct frame *fr, struct context *c)
{
	const struct ir_func *f = fr->m->p->funcs.v[c->pf].f;
	struct value v;
	u32 i;

	c->ncells = 0;
	c->lost = ~0u;
	c->lossy = true;
	c->known_true = c->known_false = 0;
	for (i = 0; i < c->nparams; i++) {
		if (c->sym[i])
			c->sym[i] = sym_make(fr->m->syms, SYM_PARAM, i, 0);
		if (!c->val[i])
			continue;
		top_value(fr, &v, f->locals[i].type, UNPROVEN_BUDGET);
		v.p[0].deps = param_bit(i);
		c->val[i] = vals_put(fr->m->vals, &v);
	}
}

/* ---- carrying records up ----------------------------------------------------------------- */

static u32 arg_deps(struct frame *fr, const struct state *st, u32 deps,
		    u32 origin, bool *ret_fixed)
{
	const struct ir_inst *in = cur(fr);
	u32 i, j, up = 0;

	for (i = 0; i < in->nargs; i++) {
		struct value v;
		bool match = false;

		if (!(deps & param_bit(i)))
			continue;
		eval_operand(fr, st, in->args[i], &v);
		for (j = 0; j < v.n; j++)
			match |= v.p[j].origin == origin;
		for (j = 0; j < v.n; j++) {
			if (match && v.p[j].origin != origin)
				continue;
			if (ret_fixed && (!v.p[j].deps ||
					  (v.p[j].flags & VALUE_FIXED))) {
				*ret_fixed = true;
				continue;
			}
			up |= v.p[j].deps;
		}
	}
	return up;
}

static void carry_bad(struct frame *fr, const struct state *st,
		      struct record r)
{
	struct hop *hop;
	bool fixed = false;
	u32 up;

	if (r.place) {
		record_add(fr, &r);
		return;
	}
	up = arg_deps(fr, st, r.deps, r.origin, &fixed);
	hop = arena_new_obj(fr->m->arena, struct hop);
	hop->inner = r.hops;
	hop->point = frame_point(fr);
	hop->path = st->path;
	r.hops = hop;
	r.deps = up;
	if (up && !fr->root)
		record_add(fr, &r);
	if (fixed || !up || fr->root) {
		r.place = hop->point;
		record_add(fr, &r);
	}
}

static void carry_records(struct frame *fr, const struct state *st,
			  const struct result *res)
{
	u32 i;

	for (i = 0; i < res->records.n; i++) {
		struct record r = res->records.v[i];

		if (r.kind == RECORD_BAD) {
			carry_bad(fr, st, r);
			continue;
		}
		if (r.deps)
			r.deps = arg_deps(fr, st, r.deps, 0, NULL) |
				 st->path_deps;
		record_add(fr, &r);
	}
}

/* ---- coming back ------------------------------------------------------------------------------ */

static u32 map_deps(struct frame *fr, const struct state *st, u32 val)
{
	struct value v;
	u32 i;

	if (!val)
		return 0;
	vals_get(fr->m->vals, val, &v);
	for (i = 0; i < v.n; i++) {
		/* what the callee fixed is fixed for the caller, here */
		if (!v.p[i].deps && piece_closed(&v.p[i]))
			v.p[i].flags |= VALUE_FIXED;
		if (v.p[i].deps)
			v.p[i].deps = arg_deps(fr, st, v.p[i].deps,
					       v.p[i].origin, NULL);
	}
	return vals_put(fr->m->vals, &v);
}

/* What argument i must be for an exit; false when the exit says nothing of it. */
static bool learn_arg(struct frame *fr, const struct state *st,
		      const struct context *c, const struct exit_state *ex,
		      u32 i, struct value *ret)
{
	const struct ir_inst *in = cur(fr);
	struct value v;

	if (!ex->param[i] || ex->param[i] == c->val[i] ||
	    in->args[i].kind != IR_OPND_LOCAL)
		return false;
	eval_operand(fr, st, in->args[i], ret);
	vals_get(fr->m->vals, ex->param[i], &v);
	value_invert_cast(ret, &v);
	return true;
}

static bool learn_args(struct frame *fr, struct state *st,
		       const struct context *c, const struct exit_state *ex)
{
	const struct ir_inst *in = cur(fr);
	struct value a;
	u32 i;

	for (i = 0; i < ex->nparams && i < in->nargs; i++)
		if (learn_arg(fr, st, c, ex, i, &a) &&
		    (value_is_empty(&a) ||
		     !refine_local(fr, st, in->args[i].idx, &a)))
			return false;
	return true;
}

/* Of many exits most are ones of other arguments than these. */
static bool is_others(struct frame *fr, const struct state *st,
		      const struct context *c, const struct exit_state *ex)
{
	const struct ir_inst *in = cur(fr);
	struct value a;
	u32 i;

	for (i = 0; i < ex->nparams && i < in->nargs; i++)
		if (learn_arg(fr, st, c, ex, i, &a) && value_is_empty(&a))
			return true;
	return false;
}

/* A cell the callee was given and did not change. */
static bool cell_unchanged(const struct context *c, const struct cell *x)
{
	u32 i = cells_find(c->cells, c->ncells, x->root, x->addr);

	return i < c->ncells && !memcmp(&c->cells[i], x, sizeof(*x));
}

static void drop_passed(struct frame *fr, struct state *st,
			const struct exit_state *ex, const struct bridge *b)
{
	u32 i, j;

	fr->m->cells_seen += st->ncells + ex->ncells;
	for (i = st->ncells; i-- > 0;) {
		u32 in = sym_rebase(fr->m->syms, st->cells[i].addr, b->out,
				    b->in, b->n);

		if (!in || !cell_matters(fr, &st->cells[i]))
			continue;
		j = cells_find(ex->cells, ex->ncells,
			       sym_root(fr->m->syms, in), in);
		if (j < ex->ncells && ex->cells[j].addr == in)
			continue;
		i = lose_cell(fr, st, i);
	}
}

static void take_cell(struct frame *fr, struct state *st,
		      const struct state *before, struct cell c,
		      const struct bridge *b)
{
	struct syms *t = fr->m->syms;
	u32 s, l;
	struct value v;

	c.addr = sym_rebase(t, c.addr, b->in, b->out, b->n);
	if (!c.addr)
		return;
	c.val = map_deps(fr, before, c.val);
	if (c.sym && sym_kind(t, c.sym) != SYM_FRESH)
		c.sym = sym_rebase(t, c.sym, b->in, b->out, b->n);
	if (sym_kind(t, c.addr) == SYM_LOCAL &&
	    (s = fn_slot(fr->f, sym_a(t, c.addr))) != NO_SLOT) {
		l = fr->f->local[s];
		if (c.val) {
			vals_get(fr->m->vals, c.val, &v);
			value_cast(&v, value_type(fr->fn->f->locals[l].type),
				   &v);
		}
		assign_local(fr, st, l, c.val ? &v : NULL, c.sym, 0, 0);
		return;
	}
	state_set_cell(fr, st, c);
}

static void take_cells(struct frame *fr, struct state *st,
		       const struct state *before, const struct context *c,
		       const struct exit_state *ex, const struct bridge *b)
{
	const struct ir_inst *in = cur(fr);
	struct bridge back = *b;
	u32 i, ret = sym_make(fr->m->syms, SYM_RET, 0, 0);

	apply_effects(fr, st, c->pf);
	drop_passed(fr, st, ex, b);
	if (in->place != IR_NONE) {
		const struct ir_place *pl = &fr->fn->f->places[in->place];

		exec_clobber(fr, st, pl);
		back.out = arena_memdup(fr->scratch, b->out,
					sizeof(u32) * (b->n + 1));
		back.in = arena_memdup(fr->scratch, b->in,
				       sizeof(u32) * (b->n + 1));
		back.out[b->n] = eval_place(fr, st, pl);
		back.in[back.n++] = ret;
	}
	for (i = 0; i < ex->ncells; i++)
		if (!cell_unchanged(c, &ex->cells[i]) ||
		    sym_root(fr->m->syms, ex->cells[i].addr) == ret)
			take_cell(fr, st, before, ex->cells[i], &back);
}

static void take_result(struct frame *fr, struct state *st,
			const struct state *before,
			const struct exit_state *ex, const struct bridge *b)
{
	const struct ir_inst *in = cur(fr);
	struct value v;
	u32 sym;

	if (in->dst == IR_NONE || fn_slot(fr->f, in->dst) == NO_SLOT)
		return;
	sym = ex->ret_sym ? sym_rebase(fr->m->syms, ex->ret_sym, b->in, b->out,
				       b->n) : 0;
	if (!sym)
		sym = sym_make(fr->m->syms, SYM_FRESH, frame_point(fr), 0);
	if (ex->ret_val) {
		vals_get(fr->m->vals, map_deps(fr, before, ex->ret_val), &v);
		value_cast(&v, value_type(fr->fn->f->locals[in->dst].type), &v);
	} else {
		top_value(fr, &v, fr->fn->f->locals[in->dst].type,
			  UNPROVEN_UNKNOWN_CALL);
	}
	assign_local(fr, st, in->dst, &v, sym, 0, 0);
}

static bool come_back(struct frame *fr, struct state *st,
		      const struct context *c, const struct exit_state *ex,
		      const struct bridge *b)
{
	const struct state *before = state_copy(fr, st);

	st->known_true = ex->known_true;
	st->known_false = ex->known_false;
	st->lossy |= ex->lossy;
	st->lost = ex->lost;
	if (ex->path_deps)
		st->path_deps |= arg_deps(fr, st, ex->path_deps, 0, NULL);
	/* of what was passed: a local of that name may be stored to by the call */
	if (!learn_args(fr, st, c, ex))
		return false;
	take_cells(fr, st, before, c, ex, b);
	take_result(fr, st, before, ex, b);
	if (c->lossy)
		state_doubt(fr, st);
	return true;
}

/* ---- one target ----------------------------------------------------------------------------------- */

static u8 local_marks(const struct frame *fr, u32 local)
{
	const u8 *m = fr->m->s->func[fr->pf].mark;

	return m ? m[local] : 0;
}

/* Marks of what the call gives back directly. */
static u8 result_marks(const struct frame *fr)
{
	const struct ir_inst *in = cur(fr);
	u8 marks = in->dst == IR_NONE ? 0 : local_marks(fr, in->dst);

	if (in->place != IR_NONE) {
		const struct ir_place *pl = &fr->fn->f->places[in->place];

		marks |= pl->base == IR_BASE_LOCAL ?
			 local_marks(fr, pl->idx) : SLICE_CTRL;
	}
	return marks;
}

/* Marks of what the callee may write through its pointers for this call. */
static u8 out_marks(const struct frame *fr, u32 pf)
{
	const u8 *theirs = fr->m->s->func[pf].mark;
	const struct ir_inst *in = cur(fr);
	u32 i, n = fr->m->p->funcs.v[pf].f->nparams;
	u8 marks = 0;

	for (i = 0; theirs && i < in->nargs && i < n; i++) {
		const struct ir_place *pl;

		if (!(theirs[i] & SLICE_POINTEE))
			continue;
		if (in->args[i].kind == IR_OPND_LOCAL) {
			u8 mine = local_marks(fr, in->args[i].idx);

			marks |= mine & SLICE_POINTEE_DATA ? SLICE_DATA :
				 mine & SLICE_POINTEE_CTRL ? SLICE_CTRL : 0;
		}
		if (in->args[i].kind != IR_OPND_ADDR)
			continue;
		pl = &fr->fn->f->places[in->args[i].idx];
		if (pl->base == IR_BASE_LOCAL)
			marks |= local_marks(fr, pl->idx);
	}
	return marks;
}

static bool worth_executing(const struct frame *fr, u32 pf)
{
	const struct slice_func *sf = &fr->m->s->func[pf];
	const struct pfunc *fn = &fr->m->p->funcs.v[pf];
	u8 marks;

	if (fn->trusted)
		return false;
	if (fr->m->demand.escalated[pf])
		return true;
	marks = sf->ret ? result_marks(fr) : 0;
	if (sf->writes_out)
		marks |= out_marks(fr, pf);
	return (marks & SLICE_DATA) ||
	       ((marks || sf->validates) && slice_cheap(fn));
}

/* Arguments that point into variables of this function, or of its callers. */
static u32 args_to_locals(struct frame *fr, const struct bridge *b)
{
	const struct syms *t = fr->m->syms;
	u32 i, bits = 0;

	for (i = 0; i < b->n; i++) {
		u32 root = sym_root(t, b->out[i]);

		if (sym_kind(t, b->in[i]) == SYM_PARAM && sym_a(t, b->in[i]) < 32 &&
		    sym_whole(t, b->out[i]) == root &&
		    (sym_kind(t, root) == SYM_LOCAL ||
		     (sym_kind(t, root) == SYM_PARAM && sym_a(t, root) < 32 &&
		      (fr->ctx->to_locals >> sym_a(t, root) & 1))))
			bits |= 1u << sym_a(t, b->in[i]);
	}
	return bits;
}

static struct context *enter(struct frame *fr, const struct state *st, u32 pf,
			     const struct bridge *b)
{
	const struct pfunc *callee = &fr->m->p->funcs.v[pf];
	struct context *c = context_new(fr->m, fr->scratch, pf), *o;
	u32 i;

	c->known_true = st->known_true;
	c->known_false = st->known_false;
	c->lost = st->lost;
	c->lossy = fr->ctx->lossy;
	c->to_locals = args_to_locals(fr, b);
	for (i = 0; i < c->nparams; i++)
		pass_param(fr, st, callee, i, b, c);
	pass_cells(fr, st, b, c);
	widen_entry(fr, c);
	if (fr->m->ncontexts[pf] >= fr->m->opt.max_contexts)
		give_up_entry(fr, c);
	o = context_find(fr->m, c);
	return o ? o : context_keep(fr->m, c);
}

static const exit_vec *run_context(struct frame *fr, struct context *c)
{
	u32 i;

	if (c->running) {
		c->used_running = true;
		if (c->depth < fr->outer_used)
			fr->outer_used = c->depth;
		return &c->prev_exits;
	}
	if (!c->finished || c->provisional) {
		c->provisional = false;
		c->used_running = false;
		vec_clear(&c->res.exits);
		execute(fr->m, fr, c, false);
		c->finished = true;
	} else {
		for (i = 0; i < fr->m->rel_words; i++)
			fr->m->loaded[i] |= c->loaded[i];
	}
	return &c->res.exits;
}

/* From so many on, exits are looked at before a state is made for each. */
#define MANY_EXITS 16

/* Puts a state behind the call for every way the target returns. */
static void call_inside(struct frame *fr, struct state *st, u32 pf)
{
	struct bridge b;
	const exit_vec *exits;
	struct context *c;
	u32 i, inst = fr->inst;

	fn_prepare(fr->m->p, fr->m->slice_arena, fr->m->s, pf,
		   &fr->m->nsites);
	make_bridge(fr, st, &fr->m->p->funcs.v[pf], &b);
	c = enter(fr, st, pf, &b);
	exits = run_context(fr, c);
	carry_records(fr, st, &c->res);
	for (i = 0; i < exits->n; i++) {
		struct state *s;

		if (exits->n >= MANY_EXITS &&
		    is_others(fr, st, c, &exits->v[i]))
			continue;
		s = state_copy(fr, st);
		if (come_back(fr, s, c, &exits->v[i], &b))
			flow_split(fr, s, inst + 1);
		else if (fr->m->confirm)
			fr->m->steps++; /* costs as much as one taken */
	}
	if (c->res.incomplete) {
		fr->res->incomplete = true;
		apply_effects(fr, st, pf);
		call_outside(fr, st, false);
		set_result(fr, st, UNPROVEN_BUDGET);
		state_doubt(fr, st);
		flow_split(fr, st, inst + 1);
	}
}

static void call_skipped(struct frame *fr, struct state *st, u32 pf, u8 why)
{
	apply_effects(fr, st, pf);
	set_result(fr, st, why);
	flow_split(fr, st, fr->inst + 1);
}

static void call_body(struct frame *fr, struct state *st, u32 pf)
{
	if (!worth_executing(fr, pf)) {
		call_skipped(fr, st, pf, UNPROVEN_UNKNOWN_CALL);
	} else if (fr->depth >= fr->m->opt.max_depth) {
		sink_give_up_call(fr, pf);
		call_outside(fr, st, false);
		state_doubt(fr, st);
		call_skipped(fr, st, pf, UNPROVEN_BUDGET);
	} else {
		call_inside(fr, st, pf);
	}
}

/* ---- guards and library functions -------------------------------------------------------------------- */

static void guard_result(struct frame *fr, struct state *st, bool truth)
{
	const struct ir_inst *in = cur(fr);
	struct value v;

	value_const(&v, value_type(fr->fn->f->locals[in->dst].type), truth, 0,
		    frame_point(fr));
	assign_local(fr, st, in->dst, &v, SYM_UNKNOWN, 0, 0);
}

static bool call_guard(struct frame *fr, struct state *st, u32 guard)
{
	const struct ir_inst *in = cur(fr);
	enum guard_truth t = guard_status(fr->m, st, guard);
	struct state *other;

	if (in->dst == IR_NONE || fn_slot(fr->f, in->dst) == NO_SLOT)
		return true;
	if (t == GUARD_OPEN) {
		other = state_copy(fr, st);
		if (guard_assume(fr, other, guard, false)) {
			guard_result(fr, other, false);
			flow_split(fr, other, fr->inst + 1);
		}
		guard_assume(fr, st, guard, true);
		t = GUARD_TRUE;
	}
	guard_result(fr, st, t == GUARD_TRUE);
	return true;
}

static bool take_answer(struct frame *fr, struct state *st, u32 question,
			bool truth)
{
	struct cell c = { .addr = question };
	struct value v;

	value_const(&v, value_type(fr->fn->f->locals[cur(fr)->dst].type),
		    truth, 0, frame_point(fr));
	c.val = vals_put(fr->m->vals, &v);
	state_set_cell(fr, st, c);
	guard_result(fr, st, truth);
	return true;
}

/*
 * The second look remembers what it was told, so that who asks again gets the
 * same answer; one state for each where it is the first time.
 */
static bool call_question(struct frame *fr, struct state *st, u32 question)
{
	const struct cell *c = state_cell(fr, st, question);
	struct state *other;
	struct value v;
	s128 known;

	if (fn_slot(fr->f, cur(fr)->dst) == NO_SLOT)
		return true;
	if (c && c->val) {
		vals_get(fr->m->vals, c->val, &v);
		if (value_is_const(&v, &known))
			return take_answer(fr, st, question, known != 0);
	}
	other = state_copy(fr, st);
	take_answer(fr, other, question, false);
	flow_split(fr, other, fr->inst + 1);
	return take_answer(fr, st, question, true);
}

static void library_result(struct frame *fr, struct state *st,
			   const struct rules_function *lib)
{
	const struct ir_inst *in = cur(fr);
	struct ir_type t;
	struct value v, bound;

	if (in->dst == IR_NONE || fn_slot(fr->f, in->dst) == NO_SLOT)
		return;
	t = value_type(fr->fn->f->locals[in->dst].type);
	value_range(&v, t, lib->lo, lib->hi, frame_point(fr));
	if (lib->bound_arg != IR_NONE && lib->bound_arg < in->nargs) {
		eval_operand(fr, st, in->args[lib->bound_arg], &bound);
		value_cast(&bound, t, &bound);
		value_refine(&v, lib->bound_inclusive ? IR_OP_LE : IR_OP_LT,
			     &bound);
	}
	assign_local(fr, st, in->dst, &v, SYM_UNKNOWN, 0, 0);
}

/* What an argument points to is written; a length may go beyond a member. */
static void library_writes(struct frame *fr, struct state *st, u32 arg)
{
	struct syms *t = fr->m->syms;
	u32 sym = eval_sym(fr, st, cur(fr)->args[arg]);

	while (sym && sym_kind(t, sym) == SYM_ELEM)
		sym = sym_a(t, sym);
	if (sym && sym_kind(t, sym) == SYM_FIELD)
		sym = sym_a(t, sym);
	if (sym)
		forget_object(fr, st, sym);
}

static void library_zeroed(struct frame *fr, struct state *st)
{
	const struct ir_inst *in = cur(fr);
	struct syms *t = fr->m->syms;
	u32 sym, s = in->dst == IR_NONE ? NO_SLOT : fn_slot(fr->f, in->dst);

	set_result(fr, st, UNPROVEN_UNKNOWN_CALL);
	if (s == NO_SLOT)
		return;
	sym = st->slot[s].sym;
	if (sym)
		state_set_cell(fr, st, (struct cell){
			.addr = sym_make(t, SYM_ALL, sym, 0) });
}

static void call_library(struct frame *fr, struct state *st,
			 const struct rules_function *lib)
{
	const struct ir_inst *in = cur(fr);

	if (lib->writes_arg != IR_NONE && lib->writes_arg < in->nargs)
		library_writes(fr, st, lib->writes_arg);
	if (lib->has_result)
		library_result(fr, st, lib);
	else if (lib->zeroed)
		library_zeroed(fr, st);
	else
		set_result(fr, st, UNPROVEN_UNKNOWN_CALL);
}

/* ---- the call --------------------------------------------------------------------------------------------- */

static void call_unknown(struct frame *fr, struct state *st, bool accessor)
{
	call_outside(fr, st, accessor);
	set_result(fr, st, UNPROVEN_UNKNOWN_CALL);
}

static u32 name_of(struct frame *fr, struct fref r)
{
	return fr->m->p->units.v[r.unit].fname[r.func];
}

/* The name of the target that the pointer called holds on this path, else IR_NONE. */
static u32 held_target(struct frame *fr, const struct state *st,
		       const struct call_targets *t)
{
	struct syms *s = fr->m->syms;
	u32 i, name, sym = cur(fr)->a.kind == IR_OPND_LOCAL ?
			   eval_sym(fr, st, cur(fr)->a) : SYM_UNKNOWN;

	if (sym_kind(s, sym) != SYM_FUNC)
		return IR_NONE;
	name = name_of(fr, (struct fref){ sym_a(s, sym), sym_b(s, sym) });
	for (i = 0; i < t->n; i++)
		if (name_of(fr, t->v[i]) == name)
			return name;
	return IR_NONE;
}

bool exec_call(struct frame *fr, struct state *st, u32 inst)
{
	const struct ir_inst *in = &fr->fn->f->insts[inst];
	const struct rules_function *lib = program_library(fr->fn, in);
	u32 i, guard = guard_of_call(fr, in), question, name;
	const struct call_targets *t;
	bool outside, accessor = false;

	reach_call(fr->m, fr->pf, inst);
	if (guard != PF_NONE)
		return call_guard(fr, st, guard);
	question = fr->m->confirm ? guard_question(fr, st, in) : SYM_UNKNOWN;
	if (question)
		return call_question(fr, st, question);
	if (lib) {
		call_library(fr, st, lib);
		return true;
	}
	t = program_call_targets(fr->fn, inst);
	name = held_target(fr, st, t);
	outside = (t->unknown && name == IR_NONE) || in->a.kind == IR_OPND_CONST;
	for (i = 0; i < t->n; i++) {
		u32 body = program_body(fr->m->p, t->v[i]);

		if (name != IR_NONE && name_of(fr, t->v[i]) != name)
			continue;
		if (program_accessor(fr->m->p, t->v[i]) ||
		    (body != PF_NONE && fr->m->p->funcs.v[body].trusted))
			accessor = true;
		else if (body == PF_NONE)
			outside = true;
		else
			call_body(fr, state_copy(fr, st), body);
		fr->inst = inst;
	}
	if (outside || accessor)
		call_unknown(fr, st, !outside);
	return outside || accessor;
}

struct context *root_context(struct machine *m, u32 pf)
{
	const struct pfunc *fn = &m->p->funcs.v[pf];
	struct context *c = context_new(m, m->arena, pf);
	struct value v;
	u32 i;

	fn_prepare(m->p, m->slice_arena, m->s, pf, &m->nsites);
	for (i = 0; i < c->nparams; i++) {
		struct ir_type t = fn->f->locals[i].type;

		if (fn_slot(fn->fn, i) == NO_SLOT)
			continue;
		if (t.kind == IR_T_PTR) {
			c->sym[i] = sym_make(m->syms, SYM_PARAM, i, 0);
			continue;
		}
		value_top(&v, value_type(t), UNPROVEN_UNKNOWN_CALLER);
		v.p[0].deps = param_bit(i);
		v.p[0].origin = pfunc_point(fn, 0);
		c->val[i] = vals_put(m->vals, &v);
	}
	return c;
}
