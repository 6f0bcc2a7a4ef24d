/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guard predicates of a state: status, assumption, consistency by level. */
#include <string.h>

#include "lib/engine/exec.h"

/* The guarded-for thing is there: the predicate, or its negation. */
static bool holds(const struct pguard *g, bool truth)
{
	return truth != g->g.negated;
}

static bool known(const struct state *st, u32 g, bool *ret_truth)
{
	if (st->known_true >> g & 1)
		*ret_truth = true;
	else if (st->known_false >> g & 1)
		*ret_truth = false;
	else
		return false;
	return true;
}

/*
 * What the other predicates of the feature say about level `level`:
 * a higher level that holds implies it, a lower one that fails excludes it.
 */
static enum guard_truth implied(const struct machine *m,
				const struct state *st, u32 self)
{
	const struct pguard *me = &m->p->guards[self];
	bool truth;
	u32 i;

	for (i = 0; i < m->p->nguards; i++) {
		const struct pguard *g = &m->p->guards[i];

		if (i == self || g->feature != me->feature ||
		    !known(st, i, &truth))
			continue;
		/* what only implies others follows from none, and its absence says nothing */
		if (g->g.implied && !holds(g, truth))
			continue;
		if (!me->g.implied && holds(g, truth) &&
		    g->g.level > me->g.level)
			return GUARD_TRUE;
		if (!holds(g, truth) && g->g.level < me->g.level)
			return GUARD_FALSE;
	}
	return GUARD_OPEN;
}

enum guard_truth guard_status(const struct machine *m, const struct state *st,
			      u32 guard)
{
	const struct pguard *g = &m->p->guards[guard];
	enum guard_truth t;
	bool truth;

	if (known(st, guard, &truth))
		return truth ? GUARD_TRUE : GUARD_FALSE;
	t = implied(m, st, guard);
	if (t == GUARD_OPEN || !g->g.negated)
		return t;
	return t == GUARD_TRUE ? GUARD_FALSE : GUARD_TRUE;
}

bool guard_assume(struct frame *fr, struct state *st, u32 guard, bool truth)
{
	enum guard_truth t = guard_status(fr->m, st, guard);

	if (t != GUARD_OPEN && (t == GUARD_TRUE) != truth)
		return false;
	if (truth)
		st->known_true |= 1u << guard;
	else
		st->known_false |= 1u << guard;
	st->lost &= ~(1u << guard);
	if (t == GUARD_OPEN)
		state_step(fr, st, EVENT_GUARD, guard << 1 | truth);
	return true;
}

enum guard_level guard_level(const struct machine *m, const char *feature,
			     u32 known_true, u32 known_false)
{
	u32 i, level = GUARD_NONE;

	for (i = 0; i < m->p->nguards; i++) {
		const struct pguard *g = &m->p->guards[i];
		u32 word = g->g.negated ? known_false : known_true;

		if (feature && strcmp(g->g.feature, feature) != 0)
			continue;
		if ((word >> i & 1) && g->g.level > level)
			level = g->g.level;
	}
	return (enum guard_level)level;
}

void guard_kill(struct state *st, u32 guards)
{
	st->known_true &= ~guards;
	st->known_false &= ~guards;
	st->lost &= ~guards;
}

/* What a word says of a guard that is a mask, whichever member it is. */
static enum guard_truth mask_truth(const struct value *v, u64 bits)
{
	struct value mask, r;

	value_const(&mask, v->type, bits, 0, 0);
	value_binary(&r, IR_OP_AND, v->type, v, &mask, 0);
	if (!value_contains(&r, (s128)bits))
		return GUARD_FALSE;
	return r.n == 1 && piece_is_single(&r.p[0]) ? GUARD_TRUE : GUARD_OPEN;
}

void guard_store(struct frame *fr, struct state *st, u32 guards,
		 const struct value *v)
{
	u32 g;

	for (g = 0; g < fr->m->p->nguards; g++) {
		const struct rules_guard *rg = &fr->m->p->guards[g].g;
		u32 bit = 1u << g;
		enum guard_truth t;

		if (!(guards & bit))
			continue;
		t = rg->equals ? GUARD_OPEN : mask_truth(v, rg->value);
		if ((t == GUARD_TRUE && (st->known_true & bit)) ||
		    (t == GUARD_FALSE && (st->known_false & bit)))
			guards &= ~bit;
	}
	guard_kill(st, guards);
}

u32 guards_of_place(const struct frame *fr, const struct ir_place *pl)
{
	const struct program *p = fr->m->p;
	u32 i, set = 0, field = place_field(fr->fn, pl);

	for (i = 0; i < p->nguards; i++) {
		const struct pguard *g = &p->guards[i];

		if (field != IR_NONE && g->field == field)
			set |= 1u << i;
		if (field == IR_NONE && pl->base == IR_BASE_GLOBAL &&
		    g->global == fr->fn->pu->global[pl->idx])
			set |= 1u << i;
	}
	return set;
}

static bool arg_matches(struct frame *fr, const struct ir_inst *in,
			const struct rules_guard *g)
{
	struct ir_operand o;
	struct ir_type t;

	if (g->arg == IR_NONE)
		return true;
	if (g->arg >= in->nargs)
		return false;
	o = in->args[g->arg];
	if (o.kind != IR_OPND_CONST)
		return false;
	t = fr->fn->f->consts[o.idx].type;
	return fr->fn->f->consts[o.idx].bits == ir_extend(t, g->value);
}

u32 guard_of_call(struct frame *fr, const struct ir_inst *in)
{
	const struct punit *pu = fr->fn->pu;
	const struct rules_bound *b = pu->bound;
	const char *name;
	u32 i;

	if (in->a.kind != IR_OPND_FUNC || !pu->is_guard[in->a.idx])
		return PF_NONE;
	name = ir_str(pu->ir, pu->ir->funcs[in->a.idx].name);
	for (i = 0; i < b->nguards; i++)
		if (b->guards[i].kind == RULES_GUARD_CALL &&
		    pu->guard[i] != PF_NONE &&
		    !strcmp(b->guards[i].function, name) &&
		    arg_matches(fr, in, &b->guards[i]))
			return pu->guard[i];
	return PF_NONE;
}

/* One object for as long as the function runs, whatever is stored. */
static bool is_fixed_object(const struct syms *t, u32 sym)
{
	u32 root = sym_whole(t, sym);
	enum sym_kind k = sym_kind(t, root);

	return sym_names_one(t, sym) &&
	       (k == SYM_PARAM || k == SYM_GLOBAL || k == SYM_LOCAL);
}

/* It is not known otherwise how the answer comes about. */
static bool has_body(struct frame *fr)
{
	const struct call_targets *t = program_call_targets(fr->fn, fr->inst);
	u32 i;

	for (i = 0; i < t->n; i++)
		if (program_body(fr->m->p, t->v[i]) != PF_NONE)
			return true;
	return t->unknown;
}

u32 guard_question(struct frame *fr, const struct state *st,
		   const struct ir_inst *in)
{
	const struct punit *pu = fr->fn->pu;
	struct syms *t = fr->m->syms;
	u32 i, sym, object = SYM_UNKNOWN, q;

	if (in->a.kind != IR_OPND_FUNC || !pu->is_guard[in->a.idx] ||
	    in->dst == IR_NONE || fr->fn->f->locals[in->dst].type.bits != 1 ||
	    has_body(fr))
		return SYM_UNKNOWN;
	q = sym_make(t, SYM_FUNC, IR_NONE, pu->fname[in->a.idx]);
	for (i = 0; i < in->nargs; i++) {
		if (in->args[i].kind == IR_OPND_CONST) {
			q = sym_make(t, SYM_ELEM, q,
				     (u32)fr->fn->f->consts[in->args[i].idx].bits);
			continue;
		}
		sym = eval_sym(fr, st, in->args[i]);
		if (object || !sym || !is_fixed_object(t, sym))
			return SYM_UNKNOWN;
		object = sym;
	}
	return sym_make(t, SYM_ANSWER, object ? object : q, q);
}

void guard_forget_answers(struct frame *fr, struct state *st)
{
	u32 i;

	for (i = st->ncells; fr->m->confirm && i-- > 0;)
		if (sym_kind(fr->m->syms, st->cells[i].addr) == SYM_ANSWER)
			state_drop_cell(st, i);
}

void guard_cut(struct frame *fr, const struct state *st, u32 guards,
	       struct value *v)
{
	u32 g;

	for (g = 0; g < fr->m->p->nguards; g++) {
		u64 bits = fr->m->p->guards[g].g.value;
		enum guard_truth t;
		struct value mask, r;

		if (!(guards >> g & 1))
			continue;
		t = guard_status(fr->m, st, g);
		if (fr->m->p->guards[g].g.equals && t != GUARD_OPEN) {
			value_const(&r, v->type, bits, 0, 0);
			value_refine(v, t == GUARD_TRUE ? IR_OP_EQ : IR_OP_NE,
				     &r);
			continue;
		}
		/* false says "not all bits": useful for a single bit only */
		if (t == GUARD_OPEN ||
		    (t == GUARD_FALSE && (bits & (bits - 1))))
			continue;
		value_const(&mask, v->type, bits, 0, 0);
		value_const(&r, v->type, t == GUARD_TRUE ? bits : 0, 0, 0);
		value_invert_binary(v, &mask, IR_OP_AND, &r);
	}
}
