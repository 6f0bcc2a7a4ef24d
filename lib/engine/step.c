/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One instruction, one terminator: the transfer functions of the engine. */
#include <string.h>

#include "lib/engine/confirm.h"

static void set_top(struct frame *fr, struct state *st, u32 dst, u8 why)
{
	struct ir_type t = fr->fn->f->locals[dst].type;
	struct value v;

	top_value(fr, &v, t, why);
	assign_local(fr, st, dst, &v,
		     sym_make(fr->m->syms, SYM_FRESH, frame_point(fr), 0), 0, 0);
}

static u32 operand_deps(struct frame *fr, const struct state *st,
			struct ir_operand o)
{
	struct value v;
	u32 i, deps = 0;

	if (o.kind != IR_OPND_LOCAL || fn_slot(fr->f, o.idx) == NO_SLOT)
		return 0;
	eval_operand(fr, st, o, &v);
	for (i = 0; i < v.n; i++)
		deps |= v.p[i].deps;
	return deps;
}

/* ---- copies and arithmetic ------------------------------------------------- */

static bool reads_local(struct ir_operand o, u32 local)
{
	return o.kind == IR_OPND_LOCAL && o.idx == local;
}

static void exec_copy(struct frame *fr, struct state *st,
		      const struct ir_inst *in)
{
	struct ir_type t = value_type(fr->fn->f->locals[in->dst].type);
	struct value v;

	/* x = x: as before */
	if (in->op == IR_OP_COPY && reads_local(in->a, in->dst))
		return;
	algebra_operand(fr, st, in->a, t, &v);
	assign_local(fr, st, in->dst, &v, eval_sym(fr, st, in->a),
		     in->a.kind == IR_OPND_LOCAL && in->a.idx != in->dst ?
		     fr->inst + 1 : 0, 0);
}

/*
 * x = x op c loses the old x, unless another local still is a copy of it:
 * that one stands in for the operand.
 */
static u32 stand_in(struct frame *fr, const struct state *st, u32 local)
{
	u32 i;

	for (i = 0; i < fr->f->nslots; i++) {
		const struct ir_inst *in;
		u32 l = fr->f->local[i];

		if (!st->slot[i].def || st->slot[i].src || l == local)
			continue;
		in = &fr->fn->f->insts[st->slot[i].def - 1];
		if (in->op == IR_OP_COPY && in->a.kind == IR_OPND_LOCAL &&
		    in->a.idx == local &&
		    ir_type_eq(fr->fn->f->locals[l].type,
			       fr->fn->f->locals[local].type))
			return l + 1;
	}
	return 0;
}

void arith_value(struct frame *fr, const struct state *st,
		 const struct ir_inst *in, struct value *ret)
{
	struct ir_type t = value_type(in->type);
	struct value b;

	algebra_operand(fr, st, in->a, t, ret);
	if (ir_op_class((enum ir_op)in->op) == IR_CLASS_UNARY) {
		value_unary(ret, (enum ir_op)in->op, t, ret, frame_point(fr));
	} else if (!algebra_result(fr, st, in, t, ret)) {
		eval_operand(fr, st, in->b, &b);
		value_binary(ret, (enum ir_op)in->op, t, ret, &b,
			     frame_point(fr));
	}
}

static void exec_arith(struct frame *fr, struct state *st,
		       const struct ir_inst *in)
{
	struct ir_type dt = value_type(fr->fn->f->locals[in->dst].type);
	u32 def = fr->inst + 1, src = 0;
	struct value a;

	arith_value(fr, st, in, &a);
	if (!ir_type_eq(a.type, dt))
		value_cast(&a, dt, &a);
	if (reads_local(in->a, in->dst)) {
		src = stand_in(fr, st, in->dst);
		def = src ? def : 0;
	}
	if (reads_local(in->b, in->dst))
		def = src = 0;
	assign_local(fr, st, in->dst, &a, SYM_UNKNOWN, def, src);
}

/* Offsets that are not known: each computation has a name of its own. */
#define SOMEWHERE 0x80000000u

static void exec_ptradd(struct frame *fr, struct state *st,
			const struct ir_inst *in)
{
	struct syms *t = fr->m->syms;
	u32 base = eval_sym(fr, st, in->a), sym;
	struct value b, top;
	s128 c;

	eval_operand(fr, st, in->b, &b);
	if (base && value_is_const(&b, &c)) {
		sym = c ? sym_make(t, SYM_OFFSET, base, (u32)c) : base;
	} else if (base) {
		sym = sym_make(t, SYM_OFFSET, base,
			       SOMEWHERE | frame_point(fr));
		state_drop_within(fr, st, sym);
	} else {
		sym = sym_make(t, SYM_FRESH, frame_point(fr), 0);
	}
	top_value(fr, &top, fr->fn->f->locals[in->dst].type,
		  UNPROVEN_UNKNOWN_VALUE);
	assign_local(fr, st, in->dst, &top, sym, 0, 0);
}

/* ---- comparisons kept in a local ----------------------------------------------- */

static bool settle_flag(struct frame *fr, struct state *st,
			const struct ir_inst *in, u64 bit)
{
	struct value v;

	value_const(&v, value_type(fr->fn->f->locals[in->dst].type), bit, 0,
		    frame_point(fr));
	fr->touched = 0;
	assign_local(fr, st, in->dst, &v, SYM_UNKNOWN,
		     reads_local(in->a, in->dst) || reads_local(in->b, in->dst) ?
		     0 : fr->inst + 1, 0);
	if (!refine_result(fr, st, in->dst))
		return false;
	if (fr->touched)
		state_step(fr, st, EVENT_BRANCH, bit ? 0 : 1);
	return true;
}

static bool exec_compare(struct frame *fr, struct state *st,
			 const struct ir_inst *in)
{
	struct state *other;
	struct value v;

	exec_arith(fr, st, in);
	eval_operand(fr, st, (struct ir_operand){ IR_OPND_LOCAL, in->dst }, &v);
	if (!value_may_be_zero(&v) || !value_may_be_nonzero(&v))
		return !value_is_empty(&v);
	st->path_deps |= operand_deps(fr, st, in->a) |
			 operand_deps(fr, st, in->b);
	other = state_copy(fr, st);
	if (settle_flag(fr, other, in, 0))
		flow_split(fr, other, fr->inst + 1);
	return settle_flag(fr, st, in, 1);
}

/* ---- memory ------------------------------------------------------------------------ */

/* Reading a guard's word decides the guard: one state for each outcome. */
static void split_guards(struct frame *fr, struct state *st, u32 guards)
{
	u32 g;

	for (g = 0; g < fr->m->p->nguards; g++) {
		struct state *other;

		if (!(guards >> g & 1) ||
		    guard_status(fr->m, st, g) != GUARD_OPEN)
			continue;
		other = state_copy(fr, st);
		if (guard_assume(fr, other, g, false))
			flow_split(fr, other, fr->inst);
		guard_assume(fr, st, g, true);
	}
}

/* The part of a sum that was stored under its guards, in a state of its own. */
static void load_part(struct frame *fr, const struct state *st,
		      const struct ir_inst *in, u32 val, u32 guards, u32 addr)
{
	struct ir_type dt = fr->fn->f->locals[in->dst].type;
	struct state *s = state_copy(fr, st);
	struct value v;
	u32 g;

	for (g = 0; g < fr->m->p->nguards; g++)
		if ((guards >> g & 1) && !guard_assume(fr, s, g, true))
			return;
	vals_get(fr->m->vals, val, &v);
	value_cast(&v, value_type(dt), &v);
	assign_local(fr, s, in->dst, &v, SYM_UNKNOWN, addr ? fr->inst + 1 : 0,
		     addr);
	flow_split(fr, s, fr->inst + 1);
}

/* What was stored under a guard carries the guard: one state for each part. */
static bool load_parts(struct frame *fr, struct state *st,
		       const struct ir_inst *in, const struct memsum *sum,
		       u32 addr)
{
	u32 i, open = 0;

	for (i = 0; sum && i < sum->n; i++)
		open |= sum->part[i].guards & ~st->known_true;
	if (!open)
		return false;
	for (i = 0; i < sum->n; i++)
		load_part(fr, st, in, sum->part[i].val, sum->part[i].guards,
			  addr);
	return true;
}

#define MAX_MASK_BITS 4

/* The guard of several bits that is known not to hold, or PF_NONE. */
static u32 failed_mask(const struct frame *fr, const struct state *st,
		       u32 guards)
{
	u32 g;

	for (g = 0; g < fr->m->p->nguards; g++) {
		u32 n = (u32)__builtin_popcountll(fr->m->p->guards[g].g.value);

		if ((guards >> g & 1) && !fr->m->p->guards[g].g.equals &&
		    n > 1 && n <= MAX_MASK_BITS &&
		    guard_status(fr->m, st, g) == GUARD_FALSE)
			return g;
	}
	return PF_NONE;
}

/* "Not all bits" is one state for each bit that is missing. */
static void load_missing_bits(struct frame *fr, const struct state *st,
			      const struct ir_inst *in, const struct value *all,
			      u64 bits, u32 addr)
{
	struct ir_type dt = fr->fn->f->locals[in->dst].type;

	for (; bits; bits &= bits - 1) {
		struct value v = *all, mask, zero;
		struct state *s;

		value_const(&mask, v.type, bits & -bits, 0, 0);
		value_const(&zero, v.type, 0, 0, 0);
		value_invert_binary(&v, &mask, IR_OP_AND, &zero);
		if (value_is_empty(&v))
			continue;
		if (!ir_type_eq(v.type, value_type(dt)))
			value_cast(&v, value_type(dt), &v);
		s = state_copy(fr, st);
		assign_local(fr, s, in->dst, &v, SYM_UNKNOWN,
			     addr ? fr->inst + 1 : 0, addr);
		flow_split(fr, s, fr->inst + 1);
	}
}

static bool exec_load(struct frame *fr, struct state *st,
		      const struct ir_inst *in)
{
	const struct ir_place *pl = &fr->fn->f->places[in->place];
	struct ir_type dt = fr->fn->f->locals[in->dst].type;
	const struct memsum *sum;
	u32 guards, sym, addr, missing;
	struct value v;

	if (fn_slot(fr->f, in->dst) == NO_SLOT)
		return true;
	guards = guards_of_place(fr, pl);
	if (guards)
		split_guards(fr, st, guards);
	sum = eval_load(fr, st, pl, &v, &sym, &addr);
	/* a flag that was given up may stand for any guard */
	if (v.n && !piece_closed(&v.p[0]) && v.p[0].why == UNPROVEN_BUDGET)
		st->lost |= ~(st->known_true | st->known_false);
	if (value_is_empty(&v) || load_parts(fr, st, in, sum, addr))
		return false;
	if (guards)
		guard_cut(fr, st, guards, &v);
	if (value_is_empty(&v))
		return false;
	missing = failed_mask(fr, st, guards);
	if (missing != PF_NONE) {
		load_missing_bits(fr, st, in, &v,
				  fr->m->p->guards[missing].g.value, addr);
		return false;
	}
	if (!ir_type_eq(v.type, value_type(dt)))
		value_cast(&v, value_type(dt), &v);
	assign_local(fr, st, in->dst, &v, sym, addr ? fr->inst + 1 : 0, addr);
	return true;
}

static void exec_store_inst(struct frame *fr, struct state *st,
			    const struct ir_inst *in)
{
	const struct ir_place *pl = &fr->fn->f->places[in->place];
	struct value v;

	if (in->a.kind == IR_OPND_LOCAL && fn_slot(fr->f, in->a.idx) == NO_SLOT &&
	    (place_field(fr->fn, pl) != IR_NONE || pl->base == IR_BASE_GLOBAL)) {
		exec_forget(fr, st, pl);
		return;
	}
	eval_operand(fr, st, in->a, &v);
	exec_store(fr, st, pl, &v, eval_sym(fr, st, in->a));
}

static bool exec_memory(struct frame *fr, struct state *st,
			const struct ir_inst *in)
{
	const struct ir_place *pl = &fr->fn->f->places[in->place];

	switch (in->op) {
	case IR_OP_LOAD:
		return exec_load(fr, st, in);
	case IR_OP_STORE:
		exec_store_inst(fr, st, in);
		return true;
	case IR_OP_COPYMEM:
		exec_copymem(fr, st, pl, &fr->fn->f->places[in->place2]);
		return true;
	case IR_OP_ZEROMEM:
		exec_zeromem(fr, st, pl);
		return true;
	default:
		exec_clobber(fr, st, pl);
		return true;
	}
}

/* ---- dispatch ------------------------------------------------------------------------- */

static void check_sinks(struct frame *fr, struct state *st, u32 inst)
{
	u32 i;

	for (i = 0; i < fr->f->nsinks; i++)
		if (fr->f->sinks[i].inst == inst)
			sink_check(fr, st, &fr->f->sinks[i]);
}

bool exec_inst(struct frame *fr, struct state *st, u32 inst)
{
	const struct ir_inst *in = &fr->fn->f->insts[inst];

	fr->inst = inst;
	if (fr->m->confirm && confirm_split(fr, st, inst))
		return false;
	check_sinks(fr, st, inst);
	switch (ir_op_class((enum ir_op)in->op)) {
	case IR_CLASS_UNARY:
	case IR_CLASS_BINARY:
		if (fn_slot(fr->f, in->dst) == NO_SLOT)
			return true;
		if (in->op == IR_OP_COPY || in->op == IR_OP_CAST)
			exec_copy(fr, st, in);
		else if (in->op == IR_OP_PTRADD)
			exec_ptradd(fr, st, in);
		else if (in->op == IR_OP_LNOT ||
			 (in->op >= IR_OP_ADD_OVERFLOW &&
			  in->op <= IR_OP_MUL_OVERFLOW))
			return exec_compare(fr, st, in);
		else
			exec_arith(fr, st, in);
		return true;
	case IR_CLASS_COMPARE:
		return fn_slot(fr->f, in->dst) == NO_SLOT ||
		       exec_compare(fr, st, in);
	case IR_CLASS_MEMORY:
		return exec_memory(fr, st, in);
	default:
		if (in->op == IR_OP_CALL)
			return exec_call(fr, st, inst);
		if (in->dst != IR_NONE)
			set_top(fr, st, in->dst, UNPROVEN_UNKNOWN_VALUE);
		return true;
	}
}

/* ---- terminators ------------------------------------------------------------------------ */

static void take(struct frame *fr, struct state *st, const struct ir_inst *in,
		 u32 which)
{
	if (fr->touched)
		state_step(fr, st, EVENT_BRANCH, which);
	flow_enqueue(fr, in->succ[which], st);
}

static void exec_branch(struct frame *fr, struct state *st,
			const struct ir_inst *in)
{
	int same = algebra_compare(fr, st, in->cmp, in->a, in->b);
	u32 deps = operand_deps(fr, st, in->a) | operand_deps(fr, st, in->b);
	struct state *other;

	fr->touched = 0;
	if (same >= 0) {
		take(fr, st, in, !same);
		return;
	}
	other = state_copy(fr, st);
	if (!refine_compare(fr, st, in->cmp, in->a, in->b)) {
		fr->touched = 0;
		if (refine_compare(fr, other,
				   ir_cmp_negate((enum ir_op)in->cmp), in->a,
				   in->b))
			take(fr, other, in, 1);
		return;
	}
	st->path_deps |= deps;
	other->path_deps |= deps;
	take(fr, st, in, 0);
	fr->touched = 0;
	if (refine_compare(fr, other, ir_cmp_negate((enum ir_op)in->cmp),
			   in->a, in->b))
		take(fr, other, in, 1);
}

static void case_value(struct frame *fr, const struct ir_inst *in,
		       const struct ir_case *c, struct value *ret)
{
	struct ir_type t = value_type(in->type);

	if (c->lo == c->hi)
		value_const(ret, t, c->lo,
			    program_tag(fr->m->p, fr->fn->ir, c->name),
			    frame_point(fr));
	else
		value_range(ret, t, value_of_bits(t, c->lo),
			    value_of_bits(t, c->hi), frame_point(fr));
}

/* Cuts v to a case: both ends are set by it. */
static void enter_case(struct frame *fr, const struct ir_inst *in,
		       const struct ir_case *c, struct value *v)
{
	struct value cv;

	case_value(fr, in, c, &cv);
	if (c->lo == c->hi) {
		value_refine(v, IR_OP_EQ, &cv);
		return;
	}
	value_refine(v, IR_OP_GE, &cv);
	value_refine(v, IR_OP_LE, &cv);
}

/* Cuts v to what is not in a case. */
static void leave_case(struct frame *fr, const struct ir_inst *in,
		       const struct ir_case *c, struct value *v)
{
	struct value lo, hi, above = *v;

	value_const(&lo, value_type(in->type), c->lo, 0, frame_point(fr));
	value_const(&hi, value_type(in->type), c->hi, 0, frame_point(fr));
	if (c->lo == c->hi) {
		value_refine(v, IR_OP_NE, &lo);
		return;
	}
	value_refine(v, IR_OP_LT, &lo);
	value_refine(&above, IR_OP_GT, &hi);
	value_join(v, v, &above);
}

static void go_switch(struct frame *fr, struct state *st,
		      const struct ir_inst *in, const struct value *v,
		      u32 target, u32 which)
{
	struct state *s;

	if (value_is_empty(v))
		return;
	s = state_copy(fr, st);
	fr->touched = 0;
	if (in->a.kind == IR_OPND_LOCAL && !refine_local(fr, s, in->a.idx, v))
		return;
	if (fr->touched)
		state_step(fr, s, EVENT_BRANCH, which);
	flow_enqueue(fr, target, s);
}

static void exec_switch(struct frame *fr, struct state *st,
			const struct ir_inst *in)
{
	struct value all, rest, v, one;
	u32 i, j;

	eval_operand(fr, st, in->a, &all);
	st->path_deps |= operand_deps(fr, st, in->a);
	if (!ir_type_eq(all.type, value_type(in->type)))
		value_cast(&all, value_type(in->type), &all);
	rest = all;
	for (i = 0; i < in->ncases; i++)
		leave_case(fr, in, &in->cases[i], &rest);
	for (i = 0; i < in->nsucc; i++) {
		if (i == 0)
			v = rest;
		else
			value_empty(&v, all.type);
		for (j = 0; j < in->ncases; j++) {
			if (in->cases[j].target != in->succ[i])
				continue;
			one = all;
			enter_case(fr, in, &in->cases[j], &one);
			value_join(&v, &v, &one);
		}
		go_switch(fr, st, in, &v, in->succ[i], i);
	}
}

static void exec_return(struct frame *fr, struct state *st,
			const struct ir_inst *in)
{
	const struct ir_func *f = fr->fn->f;
	struct machine *m = fr->m;
	struct exit_state ex;
	struct value v;
	u32 i, from;

	memset(&ex, 0, sizeof(ex));
	ex.known_true = st->known_true;
	ex.known_false = st->known_false;
	ex.path_deps = st->path_deps;
	ex.lossy = st->lossy;
	ex.lost = st->lost;
	if (in->a.kind != IR_OPND_NONE && f->ret.kind == IR_T_INT) {
		eval_operand(fr, st, in->a, &v);
		value_cast(&v, value_type(f->ret), &v);
		ex.ret_val = vals_put(m->vals, &v);
	}
	if (in->a.kind != IR_OPND_NONE)
		ex.ret_sym = eval_sym(fr, st, in->a);
	if (in->place != IR_NONE) {
		struct ir_place ret_place = f->places[in->place];

		from = eval_place(fr, st, &ret_place);
		st = state_copy(fr, st);
		for (i = 0; from && i < st->ncells; i++) {
			struct cell c = st->cells[i];
			u32 to = sym_make(m->syms, SYM_RET, 0, 0);

			if (!sym_within(m->syms, c.addr, from) ||
			    sym_root(m->syms, c.addr) == to)
				continue;
			c.addr = sym_rebase(m->syms, c.addr, &from, &to, 1);
			state_set_cell(fr, st, c);
			i = c.addr <= st->cells[i].addr ? i + 1 : i;
		}
	}
	ex.nparams = f->nparams;
	ex.param = arena_new_array(m->arena, u32, f->nparams + 1);
	for (i = 0; i < f->nparams; i++)
		if (fr->f->param_const[i])
			ex.param[i] = st->slot[fn_slot(fr->f, i)].val;
	ex.ncells = st->ncells;
	ex.cells = arena_memdup(m->arena, st->cells,
				sizeof(struct cell) * st->ncells);
	vec_push(&fr->res->exits, ex);
}

void exec_term(struct frame *fr, struct state *st, u32 inst)
{
	const struct ir_inst *in = &fr->fn->f->insts[inst];
	u32 i;

	fr->inst = inst;
	fr->touched = 0;
	switch (in->op) {
	case IR_OP_JUMP:
		flow_enqueue(fr, in->succ[0], st);
		break;
	case IR_OP_BRANCH:
		exec_branch(fr, st, in);
		break;
	case IR_OP_SWITCH:
		exec_switch(fr, st, in);
		break;
	case IR_OP_ANYGOTO:
		for (i = 0; i < in->nsucc; i++)
			flow_enqueue(fr, in->succ[i], state_copy(fr, st));
		break;
	case IR_OP_RETURN:
		exec_return(fr, st, in);
		break;
	default:
		break;
	}
}
