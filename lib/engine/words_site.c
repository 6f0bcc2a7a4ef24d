/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sentences on the verdicts of sites, see lib/engine/words.h. */
#include <stdlib.h>
#include <string.h>

#include "lib/engine/words_p.h"

/* Functions outside the closed world that are named. */
#define MAX_NAMED 3

/* ---- places ------------------------------------------------------------------- */

/* " at FILE:LINE", with the function when it is another one than pf. */
static const char *at_text(struct words *w, const struct pfunc *in_pf,
			   u32 inst, const struct pfunc *pf)
{
	const struct ir_loc *loc = &in_pf->f->insts[inst].loc;
	const char *file = ir_str(in_pf->ir, loc->file);

	if (in_pf == pf)
		return arena_printf(w->a, " at %s:%u", file, loc->line);
	return arena_printf(w->a, " at %s:%u in %s()", file, loc->line,
			    pfunc_name(in_pf));
}

/* ---- unproven ------------------------------------------------------------------ */

static const char *unknown_text(struct words *w, const struct pfunc *pf,
				const struct ir_inst *in,
				enum unproven_reason reason)
{
	const char *place = in->place != IR_NONE && in->op == IR_OP_LOAD ?
		place_text(w, pf, &pf->f->places[in->place]) : "";

	switch (reason) {
	case UNPROVEN_UNKNOWN_CALLER:
		return arena_printf(w->a, "no caller of %s() is known, defined",
				    pfunc_name(pf));
	case UNPROVEN_UNKNOWN_FIELD:
		if (*place)
			return arena_printf(w->a, "not every writer of %s is known, read",
					    place);
		break;
	case UNPROVEN_UNKNOWN_CALL:
		if (in->op == IR_OP_CALL)
			return arena_printf(w->a, "result of %s()",
					    callee_text(pf, in));
		break;
	case UNPROVEN_BUDGET:
		return "too many states or calls to keep apart";
	default:
		break;
	}
	if (in->op == IR_OP_UNKNOWN)
		return arena_printf(w->a, "%s", ir_why_text((enum ir_why)in->why));
	if (in->op == IR_OP_CALL)
		return arena_printf(w->a, "result of %s()", callee_text(pf, in));
	if (*place)
		return arena_printf(w->a, "%s is read", place);
	return "the value comes from here,";
}

const char *words_unproven(struct words *w, u32 origin,
			   enum unproven_reason reason)
{
	u32 inst = 0;
	const struct pfunc *pf = program_point(w->m->p, origin, &inst);
	const struct ir_inst *in;

	if (!pf)
		return "";
	in = &pf->f->insts[inst];
	if (reason == UNPROVEN_UNKNOWN_CALLER)
		return arena_printf(w->a, "%s at %s:%u",
				    unknown_text(w, pf, in, reason),
				    ir_str(pf->ir, pf->f->loc.file),
				    pf->f->loc.line);
	return arena_printf(w->a, "%s%s", unknown_text(w, pf, in, reason),
			    at_text(w, pf, inst, NULL));
}

/* ---- what bounds a value --------------------------------------------------------- */

static bool is_compare(enum ir_op op)
{
	return op >= IR_OP_EQ && op <= IR_OP_GE;
}

/* " 'reg > 15'" */
static const char *compare_text(struct words *w, const struct pfunc *pf,
				const struct ir_inst *in)
{
	enum ir_op op = (enum ir_op)(in->op == IR_OP_BRANCH ? in->cmp : in->op);
	const char *a = operand_text(w, pf, in->a);
	const char *b = operand_text(w, pf, in->b);

	if (!is_compare(op) || !*b)
		return "";
	if (!*a)
		return arena_printf(w->a, " with %s", b);
	return arena_printf(w->a, " '%s %s %s'", a, cmp_text(op), b);
}

/* The comparison that ends the loop a local counts in, or NULL. */
static const struct ir_inst *loop_of(struct words *w, const struct pfunc *pf,
				     const struct ir_inst *in)
{
	struct ir_operand dst = { IR_OPND_LOCAL, in->dst };
	const char *name;
	u32 i;

	if (in->dst == IR_NONE || pf_ndefs(pf, in->dst) < 2)
		return NULL;
	name = operand_text(w, pf, dst);
	for (i = 0; *name && i < pf->f->ninsts; i++) {
		const struct ir_inst *br = &pf->f->insts[i];

		if (br->op != IR_OP_BRANCH || br->cmp == IR_OP_EQ)
			continue;
		if (!strcmp(operand_text(w, pf, br->a), name) ||
		    !strcmp(operand_text(w, pf, br->b), name))
			return br;
	}
	return NULL;
}

static const char *const_text(struct words *w, const struct pfunc *pf,
			      struct ir_operand o)
{
	const struct ir_const *c;

	if (o.kind != IR_OPND_CONST)
		return operand_text(w, pf, o);
	c = &pf->f->consts[o.idx];
	return arena_printf(w->a, c->bits < 10 ? "%llu" : "0x%llx",
			    (unsigned long long)c->bits);
}

static const char *load_text(struct words *w, const struct pfunc *pf,
			     const struct ir_place *pl)
{
	u32 i;

	for (i = pl->nproj; i-- > 0;) {
		const struct ir_field *f;

		if (pl->proj[i].kind == IR_PROJ_INDEX &&
		    pl->base == IR_BASE_GLOBAL)
			return arena_printf(w->a, "contents of %s",
					    ir_str(pf->ir, pf->ir->globals[
						   pl->idx].name));
		if (pl->proj[i].kind != IR_PROJ_FIELD)
			continue;
		f = &pf->ir->fields[pl->proj[i].field];
		if (f->bit_width)
			return arena_printf(w->a, "width of bit-field %s",
					    place_text(w, pf, pl));
		break;
	}
	return arena_printf(w->a, "read from %s", place_text(w, pf, pl));
}

static bool is_library_call(const struct pfunc *pf, const struct ir_inst *in)
{
	return in->a.kind == IR_OPND_FUNC &&
	       pf->pu->library[in->a.idx] >= 0;
}

/* What the instruction at an origin does to a value that is no constant. */
static const char *bound_text(struct words *w, const struct pfunc *pf,
			      const struct ir_inst *in)
{
	switch (in->op) {
	case IR_OP_AND:
		return arena_printf(w->a, "masked with %s",
				    const_text(w, pf, in->b));
	case IR_OP_CAST:
		return arena_printf(w->a, "cut to %u bits", in->type.bits);
	case IR_OP_SHR:
		return arena_printf(w->a, "shifted right by %s",
				    operand_text(w, pf, in->b));
	case IR_OP_MOD:
		return arena_printf(w->a, "modulo %s",
				    operand_text(w, pf, in->b));
	case IR_OP_DIV:
		return arena_printf(w->a, "divided by %s",
				    operand_text(w, pf, in->b));
	case IR_OP_MIN:
	case IR_OP_MAX:
		return arena_printf(w->a, "%s with %s", ir_op_text(in->op),
				    const_text(w, pf, in->b));
	case IR_OP_SWITCH:
		return arena_printf(w->a, "cases of '%s'",
				    operand_text(w, pf, in->a));
	case IR_OP_LOAD:
		return load_text(w, pf, &pf->f->places[in->place]);
	case IR_OP_CALL:
		return arena_printf(w->a, is_library_call(pf, in) ?
				    "result of %s()" : "checked by %s()",
				    callee_text(pf, in));
	default:
		if (in->op == IR_OP_BRANCH || is_compare((enum ir_op)in->op))
			return arena_printf(w->a, "comparison%s",
					    compare_text(w, pf, in));
		return "computed";
	}
}

/* ---- safe ------------------------------------------------------------------------ */

/* One reason, and the indices it stands for. */
struct because {
	u32 val;
	const char *text;
};

static bool is_constant(struct words *w, u32 val)
{
	struct value v;
	s128 c;

	vals_get(w->m->vals, val, &v);
	return value_is_const(&v, &c);
}

static const char *because_text(struct words *w, const struct pfunc *pf,
				const struct sink *s, const struct bound *b)
{
	u32 inst = 0;
	const struct pfunc *from = program_point(w->m->p, b->origin, &inst);
	const struct ir_inst *in, *loop;

	if (!from)
		return "initial value";
	in = &from->f->insts[inst];
	loop = loop_of(w, from, in);
	if (loop)
		return arena_printf(w->a, "loop%s%s",
				    compare_text(w, from, loop),
				    at_text(w, from, (u32)(loop - from->f->insts),
					    pf));
	if (is_constant(w, b->val) && in->op != IR_OP_BRANCH)
		return from == pf && inst == s->inst ? "constant" :
			arena_printf(w->a, "constant%s",
				     at_text(w, from, inst, pf));
	return arena_printf(w->a, "%s%s", bound_text(w, from, in),
			    at_text(w, from, inst, pf));
}

static const char *guarded_text(struct words *w, const char *text,
				const struct pfunc *pf, const struct bound *b)
{
	const struct rules_guard *g;
	const struct pfunc *from;
	u32 inst = 0;

	if (!b->guard)
		return text;
	g = &w->m->p->guards[b->guard - 1].g;
	from = program_point(w->m->p, b->guard_point, &inst);
	return arena_printf(w->a, "%s, guarded by %s (%s)%s", text,
			    guard_name_text(w, b->guard - 1u),
			    guard_level_name((enum guard_level)g->level),
			    from ? at_text(w, from, inst, pf) : "");
}

static int cmp_because(const struct words *w, const struct because *a,
		       const struct because *b)
{
	struct value x, y;

	vals_get(w->m->vals, a->val, &x);
	vals_get(w->m->vals, b->val, &y);
	if (x.n && y.n && x.p[0].lo != y.p[0].lo)
		return x.p[0].lo < y.p[0].lo ? -1 : 1;
	return strcmp(a->text, b->text);
}

/* Adds it in order; what is said already stands for these indices, too. */
static void add_because(struct words *w, struct because *v, u32 *n,
			const char *text, u32 val)
{
	struct because new = { val, text };
	u32 i;

	for (i = 0; i < *n; i++)
		if (!strcmp(v[i].text, text)) {
			v[i].val = vals_join(w->m->vals, v[i].val, val);
			return;
		}
	for (i = (*n)++; i > 0 && cmp_because(w, &new, &v[i - 1]) < 0; i--)
		v[i] = v[i - 1];
	v[i] = new;
}

/* ---- the closed world --------------------------------------------------------------- */

/* External functions among pf and its callers, as far as callers matter. */
static void add_external(struct words *w, u32 pf, bool *seen,
			 struct strbuf *sb, u32 *n)
{
	const struct pfunc *fn = &w->m->p->funcs.v[pf];
	u32 i;

	if (seen[pf] || !w->m->demand.escalated[pf])
		return;
	seen[pf] = true;
	if (!(fn->f->flags & IR_FUNC_STATIC) && (*n)++ < MAX_NAMED)
		strbuf_addf(sb, "%s%s()", *n == 1 ? "" : ", ", pfunc_name(fn));
	for (i = 0; i < fn->callers.n; i++)
		add_external(w, fn->callers.v[i].pfunc, seen, sb, n);
}

static const char *closed_world_text(struct words *w, u32 pf)
{
	bool *seen = arena_new_array(w->a, bool, w->m->p->funcs.n + 1);
	struct strbuf sb = STRBUF_INIT;
	const char *names;
	u32 n = 0;

	add_external(w, pf, seen, &sb, &n);
	names = words_take(w, &sb);
	if (!n)
		return "";
	return arena_printf(w->a, "; callers of %s%s outside what was collected are not seen",
			    names, n > MAX_NAMED ? " and others" : "");
}

static const char *callers_text(struct words *w, const struct pfunc *pf)
{
	u32 n = pf->callers.n;

	return n == 1 ?
		arena_printf(w->a, "the only known call of %s() passes ",
			     pfunc_name(pf)) :
		arena_printf(w->a, "all %u known calls of %s() pass ", n,
			     pfunc_name(pf));
}

/* "from RECORD.FIELD: " where the index is read from memory at the site. */
static const char *read_text(struct words *w, const struct pfunc *pf,
			     struct ir_operand o)
{
	u32 depth;

	for (depth = 0; depth < 4; depth++) {
		const struct ir_inst *in;

		if (o.kind != IR_OPND_LOCAL || pf_ndefs(pf, o.idx) != 1)
			return "";
		in = &pf->f->insts[pf_def(pf, o.idx, 0)];
		if (in->op == IR_OP_LOAD &&
		    pf->f->places[in->place].base != IR_BASE_LOCAL)
			return arena_printf(w->a, "%s holds ", place_text(w, pf,
					    &pf->f->places[in->place]));
		if (in->op != IR_OP_COPY && in->op != IR_OP_CAST)
			return "";
		o = in->a;
	}
	return "";
}

/* An initial value that is stored as well needs no word of its own. */
static bool is_said_already(struct words *w, const struct bounds *b, u32 i)
{
	struct value x, v;
	u32 k;

	if (b->v[i].origin)
		return false;
	vals_get(w->m->vals, b->v[i].val, &x);
	for (k = 0; k < b->n; k++) {
		vals_get(w->m->vals, b->v[k].val, &v);
		if (k != i && x.n == 1 && value_contains(&v, x.p[0].lo) &&
		    value_contains(&v, x.p[0].hi))
			return true;
	}
	return false;
}

const char *words_safe(struct words *w, const struct pfunc *pf,
		       const struct sink *s, const struct bounds *b)
{
	struct strbuf sb = STRBUF_INIT;
	struct because v[MAX_BOUNDS];
	u32 func = (u32)(pf - w->m->p->funcs.v);
	/* proved on its own, a function owes nothing to its callers */
	bool by_callers = w->m->demand.escalated[func];
	bool passed = false, elsewhere = false;
	u32 i, n = 0;

	for (i = 0; b && i < b->n; i++) {
		u32 inst = 0;

		if (is_said_already(w, b, i))
			continue;
		passed |= by_callers && b->v[i].passed;
		elsewhere |= program_point(w->m->p, b->v[i].origin, &inst) != pf;
		add_because(w, v, &n, guarded_text(w, because_text(w, pf, s,
			    &b->v[i]), pf, &b->v[i]), b->v[i].val);
	}
	if (passed)
		strbuf_addstr(&sb, callers_text(w, pf));
	else if (elsewhere)
		strbuf_addstr(&sb, read_text(w, pf, s->index));
	for (i = 0; i < n; i++) {
		const char *val = words_value(w, v[i].val);

		if (!strncmp(v[i].text, "constant", 8))
			strbuf_addf(&sb, "%sconstant %s%s", i ? "; " : "", val,
				    v[i].text + 8);
		else
			strbuf_addf(&sb, "%s%s: %s", i ? "; " : "", val,
				    v[i].text);
	}
	if (b && b->more)
		strbuf_addstr(&sb, "; and more");
	if (passed)
		strbuf_addstr(&sb, closed_world_text(w, func));
	return words_take(w, &sb);
}

/* ---- violation ----------------------------------------------------------------------- */

const char *words_violation(struct words *w, const struct pfunc *pf,
			    const struct sink *s, const struct record *bad)
{
	const struct bound b = { .origin = bad->origin, .val = bad->val };
	const char *text = because_text(w, pf, s, &b);
	const char *rule = finding_rule_name((enum finding_rule)bad->rule);

	if (!strncmp(text, "constant", 8))
		return arena_printf(w->a, "%s: constant %s%s", rule,
				    words_value(w, bad->val), text + 8);
	return arena_printf(w->a, "%s: %s: %s", rule, words_value(w, bad->val),
			    text);
}
