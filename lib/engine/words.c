/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sentences for findings and sites, see lib/engine/words.h. */
#include "lib/engine/words.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/strbuf.h"
#include "lib/engine/words_p.h"

/* Branches of one function shown in a path. */
#define MAX_SHOWN_STEPS 6

struct words *words_new(struct machine *m, struct arena *a)
{
	struct words *w = arena_new_obj(a, struct words);

	w->m = m;
	w->a = a;
	return w;
}

const char *words_take(struct words *w, struct strbuf *sb)
{
	const char *s = arena_strdup(w->a, strbuf_str(sb));

	strbuf_release(sb);
	return s;
}

struct src_loc words_loc(struct words *w, const struct pfunc *pf,
			 const struct ir_loc *loc)
{
	struct src_loc r;

	r.file = arena_strdup(w->a, ir_str(pf->ir, loc->file));
	r.line = loc->line;
	r.column = loc->col;
	return r;
}

/* ---- values ------------------------------------------------------------------- */

static const char *tag_name(u16 tag, void *data)
{
	const struct words *w = data;

	return program_tag_name(w->m->p, tag);
}

const char *words_value(struct words *w, u32 val)
{
	struct value v;
	char buf[160];

	if (!val)
		return "any";
	vals_get(w->m->vals, val, &v);
	value_format(&v, tag_name, w, buf, sizeof(buf));
	return arena_strdup(w->a, buf);
}

/* ---- instructions -------------------------------------------------------------- */

const char *place_text(struct words *w, const struct pfunc *pf,
			      const struct ir_place *pl)
{
	u32 i;

	for (i = pl->nproj; i-- > 0;)
		if (pl->proj[i].kind == IR_PROJ_FIELD) {
			const struct ir_field *f =
				&pf->ir->fields[pl->proj[i].field];

			return arena_printf(w->a, "%s.%s",
					    ir_str(pf->ir, f->record),
					    ir_str(pf->ir, f->name));
		}
	if (pl->base == IR_BASE_GLOBAL)
		return ir_str(pf->ir, pf->ir->globals[pl->idx].name);
	return "memory";
}

/* The name a person gave, through compiler temporaries; "" when none. */
static const char *local_name(const struct pfunc *pf, u32 local, u32 depth)
{
	const struct ir_local *l = &pf->f->locals[local];
	const struct ir_inst *in;

	if (l->name)
		return ir_str(pf->ir, l->name);
	if (depth > 4 || pf_ndefs(pf, local) != 1)
		return "";
	in = &pf->f->insts[pf_def(pf, local, 0)];
	if (in->op == IR_OP_LOAD) {
		const struct ir_place *pl = &pf->f->places[in->place];
		u32 i;

		for (i = pl->nproj; i-- > 0;)
			if (pl->proj[i].kind == IR_PROJ_FIELD)
				return ir_str(pf->ir, pf->ir->fields[
					      pl->proj[i].field].name);
		if (pl->base == IR_BASE_LOCAL)
			return ir_str(pf->ir, pf->f->locals[pl->idx].name);
		return "";
	}
	if ((in->op == IR_OP_COPY || in->op == IR_OP_CAST) &&
	    in->a.kind == IR_OPND_LOCAL)
		return local_name(pf, in->a.idx, depth + 1);
	return "";
}

const char *operand_text(struct words *w, const struct pfunc *pf,
				struct ir_operand o)
{
	const struct ir_const *c;

	if (o.kind == IR_OPND_LOCAL)
		return local_name(pf, o.idx, 0);
	if (o.kind != IR_OPND_CONST)
		return "";
	c = &pf->f->consts[o.idx];
	if (c->name)
		return ir_str(pf->ir, c->name);
	return c->type.is_signed ?
	       arena_printf(w->a, "%lld", (long long)(s64)c->bits) :
	       arena_printf(w->a, "%llu", (unsigned long long)c->bits);
}

const char *cmp_text(enum ir_op op)
{
	switch (op) {
	case IR_OP_EQ: return "==";
	case IR_OP_NE: return "!=";
	case IR_OP_LT: return "<";
	case IR_OP_LE: return "<=";
	case IR_OP_GT: return ">";
	default: return ">=";
	}
}

/* Function a call names, or "a function pointer". */
const char *callee_text(const struct pfunc *pf, const struct ir_inst *in)
{
	if (in->a.kind == IR_OPND_FUNC)
		return ir_str(pf->ir, pf->ir->funcs[in->a.idx].name);
	return "a function pointer";
}

/* ---- messages --------------------------------------------------------------------- */

static const char *ranges_text(struct words *w, const struct index_spec *s,
			       bool extended)
{
	struct strbuf sb = STRBUF_INIT;
	u32 i, n = extended ? s->nextended : s->nlegal;

	for (i = 0; i < n; i++) {
		struct index_range r = extended ? s->extended[i].range :
						  s->legal[i];

		strbuf_addf(&sb, "%s%lld..%lld", i ? ", " : "",
			    (long long)r.lo, (long long)r.hi);
	}
	return words_take(w, &sb);
}

static const char *class_text(struct words *w, const struct index_spec *s,
			      u32 val)
{
	struct value v;
	u32 i, j;

	vals_get(w->m->vals, val, &v);
	for (i = 0; i < v.n; i++)
		for (j = 0; v.p[i].tag && j < s->nforeign; j++)
			if (!strcmp(s->foreign[j],
				    program_tag_name(w->m->p, v.p[i].tag)))
				return s->foreign_class[j];
	return "another register class";
}

const struct index_extended *words_required(struct words *w,
					    const struct index_spec *s, u32 val)
{
	struct value v, in;
	u32 i;

	vals_get(w->m->vals, val, &v);
	for (i = 0; i < s->nextended; i++) {
		value_range(&in, v.type, s->extended[i].range.lo,
			    s->extended[i].range.hi, 0);
		value_meet(&in, &v, &in);
		if (!value_is_empty(&in))
			return &s->extended[i];
	}
	return NULL;
}

static const char *level_text(struct words *w, const struct index_spec *s,
			      u32 val)
{
	const struct index_extended *x = words_required(w, s, val);

	return x ? guard_level_name((enum guard_level)x->level) : "";
}

const char *words_message(struct words *w, enum finding_rule rule,
			  const struct index_spec *spec, u32 val)
{
	const char *v = words_value(w, val);
	const char *call = strchr(spec->label, '.') ? "" : "()";

	switch (rule) {
	case FINDING_RIP_INDEX:
		return arena_printf(w->a, "%s, the instruction pointer's index, reaches %s%s",
				    v, spec->label, call);
	case FINDING_WRONG_CLASS:
		return arena_printf(w->a, "%s (%s) reaches %s%s", v,
				    class_text(w, spec, val), spec->label,
				    call);
	case FINDING_EGPR_UNGUARDED:
		return arena_printf(w->a, "extended register index %s reaches %s%s without a guard of level '%s'",
				    v, spec->label, call, level_text(w, spec, val));
	default:
		if (!spec->nlegal)
			return arena_printf(w->a, "index %s reaches %s%s, which takes %s",
					    v, spec->label, call,
					    ranges_text(w, spec, true));
		return arena_printf(w->a, "index %s reaches %s%s, which takes %s%s%s",
				    v, spec->label, call,
				    ranges_text(w, spec, false),
				    spec->nextended ? " and, guarded, " : "",
				    ranges_text(w, spec, true));
	}
}

/* ---- events ------------------------------------------------------------------------- */

static struct path_event *add_event(struct event_list *l, enum event_kind kind,
				    const struct pfunc *pf,
				    const struct ir_loc *loc, const char *text)
{
	struct path_event *e;

	if (l->n == l->cap) {
		u32 cap = l->cap ? l->cap * 2 : 8;
		struct path_event *v = arena_new_array(l->a, struct path_event,
						       cap);

		if (l->n)
			memcpy(v, l->v, sizeof(*v) * l->n);
		l->v = v;
		l->cap = cap;
	}
	e = &l->v[l->n++];
	e->kind = kind;
	e->loc = words_loc(l->w, pf, loc);
	e->function = arena_strdup(l->a, pfunc_name(pf));
	e->text = text;
	return e;
}

static const char *origin_text(struct words *w, const struct pfunc *pf,
			       const struct ir_inst *in, const char *v)
{
	switch (in->op) {
	case IR_OP_AND:
		return arena_printf(w->a, "this mask allows %s", v);
	case IR_OP_SHR:
	case IR_OP_MOD:
	case IR_OP_DIV:
		return arena_printf(w->a, "this operation gives %s", v);
	case IR_OP_BRANCH:
	case IR_OP_SWITCH:
	case IR_OP_EQ: case IR_OP_NE: case IR_OP_LT:
	case IR_OP_LE: case IR_OP_GT: case IR_OP_GE:
		return arena_printf(w->a, "this comparison leaves %s", v);
	case IR_OP_LOAD:
		return arena_printf(w->a, "%s is read from %s", v,
				    place_text(w, pf,
					       &pf->f->places[in->place]));
	default:
		return arena_printf(w->a, "the value %s comes from here", v);
	}
}

void words_origin(struct event_list *l, const struct record *r, u32 val)
{
	u32 inst = 0;
	const struct pfunc *pf = program_point(l->w->m->p, r->origin, &inst);
	const struct ir_inst *in;

	if (!pf)
		return;
	in = &pf->f->insts[inst];
	add_event(l, EVENT_ORIGIN, pf, &in->loc,
		  origin_text(l->w, pf, in, words_value(l->w, val)));
}

static const char *branch_text(struct words *w, const struct pfunc *pf,
			       const struct ir_inst *in, u32 detail)
{
	const char *a = operand_text(w, pf, in->a);
	const char *b = operand_text(w, pf, in->b);
	bool is_branch = in->op == IR_OP_BRANCH;
	enum ir_op op = (enum ir_op)(is_branch ? in->cmp : in->op);

	if (in->op == IR_OP_SWITCH)
		return *a ? arena_printf(w->a, "this case of '%s'", a) :
			    "this case";
	if (detail && op >= IR_OP_EQ && op <= IR_OP_GE)
		op = ir_cmp_negate(op);
	if (*a && *b && op >= IR_OP_EQ && op <= IR_OP_GE)
		return arena_printf(w->a, "when '%s %s %s'", a, cmp_text(op), b);
	return detail ? "when this is false" : "when this is true";
}

const char *guard_name_text(struct words *w, u32 guard)
{
	const struct rules_guard *g = &w->m->p->guards[guard].g;

	return g->kind == RULES_GUARD_CALL ?
		arena_printf(w->a, "%s(%s)", g->function, g->value_name) :
		arena_printf(w->a, "%s%s%s %s %s", g->record ? g->record : "",
			     g->record ? "." : "", g->field,
			     g->equals ? "==" : "&", g->value_name);
}

/* Why a guard that holds does not do. */
static const char *weakness_text(struct words *w, const struct rules_guard *g,
				 const struct index_extended *required)
{
	if (required->feature && strcmp(g->feature, required->feature) != 0)
		return arena_printf(w->a, ", but it is about '%s', not '%s'",
				    g->feature, required->feature);
	if (g->level < required->level)
		return arena_printf(w->a, ", but level '%s' is required",
				    guard_level_name((enum guard_level)
						     required->level));
	return "";
}

static const char *guard_text(const struct event_list *l, u32 detail)
{
	const struct rules_guard *g = &l->w->m->p->guards[detail >> 1].g;
	bool truth = detail & 1;

	return arena_printf(l->w->a, "guard %s of level '%s' is %s%s",
			    guard_name_text(l->w, detail >> 1),
			    guard_level_name((enum guard_level)g->level),
			    truth ? "true" : "false",
			    l->required && truth != g->negated ?
			    weakness_text(l->w, g, l->required) : "");
}

void words_steps(struct event_list *l, const struct step *path)
{
	const struct step *shown[MAX_SHOWN_STEPS];
	u32 n = 0;

	for (; path && n < MAX_SHOWN_STEPS; path = path->prev)
		shown[n++] = path;
	while (n-- > 0) {
		const struct step *s = shown[n];
		u32 inst = 0;
		const struct pfunc *pf = program_point(l->w->m->p, s->point,
						       &inst);
		const struct ir_inst *in = &pf->f->insts[inst];

		if (s->kind == EVENT_GUARD)
			add_event(l, EVENT_GUARD, pf, &in->loc,
				  guard_text(l, s->detail));
		else
			add_event(l, EVENT_BRANCH, pf, &in->loc,
				  branch_text(l->w, pf, in, s->detail));
	}
}

void words_call(struct event_list *l, u32 point, u32 inner)
{
	u32 inst = 0, i;
	const struct pfunc *pf = program_point(l->w->m->p, point, &inst);
	const struct pfunc *callee = program_point(l->w->m->p, inner, &i);

	add_event(l, EVENT_CALL, pf, &pf->f->insts[inst].loc,
		  arena_printf(l->a, "%s() calls %s()", pfunc_name(pf),
			       pfunc_name(callee)));
}

void words_accessor(struct event_list *l, const struct pfunc *pf,
		    const struct sink *s, u32 val)
{
	add_event(l, EVENT_ACCESSOR, pf, &pf->f->insts[s->inst].loc,
		  arena_printf(l->a, "%s gets index %s", s->spec->label,
			       words_value(l->w, val)));
}
