/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The fixpoint over the whole program.
 *
 * A function with something to judge first runs on its own, parameters
 * unknown. If that proves it, its callers do not matter. If not, and its
 * callers are known and can make a difference, it is escalated: its callers
 * run instead and execute it with what they pass. Around this, the sums of
 * what is stored to fields and globals grow until nothing changes.
 */
#include "lib/engine/machine.h"

#include <stdlib.h>
#include <string.h>

#include "lib/engine/confirm.h"
#include "lib/engine/layout.h"
#include "lib/engine/reach.h"
#include "lib/engine/writers.h"

/* Rounds before sums are widened instead of joined. */
#define SUM_WIDEN_AFTER 4

/* ---- effects of functions ---------------------------------------------------- */

/* Fields, then globals, as one row of bits. */
static u32 rel_of_global(const struct machine *m, u32 global)
{
	return m->p->fields.n + global;
}

static void set_bit(u64 *set, u32 i)
{
	set[i / 64] |= 1ull << (i % 64);
}

static bool bit_at(const u64 *set, u32 i)
{
	return set[i / 64] >> (i % 64) & 1;
}

static void modify_field(struct machine *m, u32 pf, u32 field)
{
	u32 g;

	set_bit(&m->mods[pf * m->rel_words], field);
	for (g = 0; g < m->p->nguards; g++)
		if (m->p->guards[g].field == field)
			m->kills[pf] |= 1u << g;
}

/* A place is written, all of it. */
static void modify_place(struct machine *m, u32 pf, const struct ir_place *pl)
{
	const struct pfunc *fn = &m->p->funcs.v[pf];
	u32 i, field = place_field(fn, pl);
	struct layout_fields all;

	if (field != IR_NONE)
		modify_field(m, pf, field);
	else if (pl->base == IR_BASE_GLOBAL)
		set_bit(&m->mods[pf * m->rel_words],
			rel_of_global(m, fn->pu->global[pl->idx]));
	if (ir_type_is_scalar(pl->type))
		return;
	all = layout_fields(m->p, layout_place_record(m->p, fn, pl));
	for (i = 0; i < all.n; i++)
		modify_field(m, pf, all.field[i]);
}

/* What code that is not collected, or known by rules only, may write. */
static const u64 *escaped_row(const struct machine *m)
{
	u64 *row = arena_new_array(m->p->arena, u64, m->rel_words);
	u32 i;

	for (i = 0; i < m->p->fields.n; i++)
		if (m->p->fields.v[i].escaped)
			set_bit(row, i);
	for (i = 0; i < m->p->globals.n; i++)
		if (m->p->globals.v[i].escaped)
			set_bit(row, rel_of_global(m, i));
	return row;
}

static void modify_escaped(struct machine *m, u32 pf, const u64 *escaped)
{
	u64 *mods = &m->mods[pf * m->rel_words];
	u32 w;

	for (w = 0; w < m->rel_words; w++)
		mods[w] |= escaped[w];
}

/* A store whose value is recorded. */
static void note_writes(struct machine *m, u32 pf, const struct ir_place *pl)
{
	const struct pfunc *fn = &m->p->funcs.v[pf];
	u32 field = place_field(fn, pl);
	u64 *writes = &m->writes[pf * m->rel_words];

	if (field != IR_NONE)
		set_bit(writes, field);
	else if (pl->base == IR_BASE_GLOBAL)
		set_bit(writes, rel_of_global(m, fn->pu->global[pl->idx]));
}

static bool calls_outside(const struct machine *m, const struct pfunc *fn,
			  u32 inst)
{
	const struct rules_function *lib =
		program_library(fn, &fn->f->insts[inst]);
	const struct call_targets *t;
	bool outside;
	u32 i;

	if (lib)
		return lib->writes_arg != IR_NONE;
	t = program_call_targets(fn, inst);
	outside = t->unknown;
	for (i = 0; i < t->n; i++)
		outside |= program_body(m->p, t->v[i]) == PF_NONE;
	return outside;
}

/* Accessors, and what the rules describe, leave alone what they are not said to change. */
static bool runs_unseen(const struct machine *m, const struct pfunc *fn,
			u32 inst)
{
	const struct call_targets *t = program_call_targets(fn, inst);
	u32 i;

	if (program_library(fn, &fn->f->insts[inst]))
		return false;
	for (i = 0; i < t->n; i++)
		if (program_body(m->p, t->v[i]) == PF_NONE &&
		    !program_accessor(m->p, t->v[i]) &&
		    !m->p->units.v[t->v[i].unit].is_guard[t->v[i].func])
			return true;
	return t->unknown;
}

static void own_effects(struct machine *m, u32 pf, const u64 *escaped)
{
	const struct pfunc *fn = &m->p->funcs.v[pf];
	bool outside = false;
	u32 i;

	for (i = 0; i < fn->f->ninsts; i++) {
		const struct ir_inst *in = &fn->f->insts[i];

		switch (in->op) {
		case IR_OP_STORE:
			note_writes(m, pf, &fn->f->places[in->place]);
			modify_place(m, pf, &fn->f->places[in->place]);
			break;
		case IR_OP_COPYMEM:
		case IR_OP_ZEROMEM:
		case IR_OP_CLOBBER:
			modify_place(m, pf, &fn->f->places[in->place]);
			break;
		case IR_OP_CALL:
			if (in->place != IR_NONE)
				modify_place(m, pf, &fn->f->places[in->place]);
			outside = outside || calls_outside(m, fn, i);
			m->runs_unseen[pf] = m->runs_unseen[pf] ||
					     runs_unseen(m, fn, i);
			break;
		default:
			break;
		}
	}
	if (outside)
		modify_escaped(m, pf, escaped);
}

static bool add_effects(struct machine *m, u32 pf, u32 callee)
{
	u64 *to = &m->mods[pf * m->rel_words];
	const u64 *from = &m->mods[callee * m->rel_words];
	bool changed = (m->kills[callee] & ~m->kills[pf]) != 0 ||
		       (m->runs_unseen[callee] && !m->runs_unseen[pf]);
	u32 w;

	m->runs_unseen[pf] |= m->runs_unseen[callee];
	m->kills[pf] |= m->kills[callee];
	for (w = 0; w < m->rel_words; w++) {
		changed |= (from[w] & ~to[w]) != 0;
		to[w] |= from[w];
	}
	return changed;
}

/* Callees first, so that only recursion takes more than one pass. */
static void close_effects(struct machine *m)
{
	bool changed = true;
	u32 i, j;

	while (changed) {
		changed = false;
		for (i = 0; i < m->p->funcs.n; i++) {
			u32 pf = m->p->bottom_up[i];
			const struct pfunc *fn = &m->p->funcs.v[pf];

			for (j = 0; j < fn->calls.n; j++)
				changed |= add_effects(m, pf,
						       fn->calls.v[j].pfunc);
		}
	}
}

/* ---- sums -------------------------------------------------------------------------- */

/* One memory may be stored to in several types: the first one stays. */
static u32 as_type_of(struct machine *m, u32 val, u32 first)
{
	struct ir_type t = vals_type(m->vals, first);
	struct value v;

	if (ir_type_eq(t, vals_type(m->vals, val)))
		return val;
	vals_get(m->vals, val, &v);
	value_cast(&v, t, &v);
	return vals_put(m->vals, &v);
}

static void sum_add(struct machine *m, struct memsum *s, u32 guards, u32 val)
{
	u32 i;

	s->any = true;
	for (i = 0; i < s->n; i++)
		if (s->part[i].guards == guards)
			break;
	if (i == s->n && s->n < ARRAY_SIZE(s->part)) {
		s->part[s->n].guards = guards;
		s->part[s->n++].val = val;
		return;
	}
	if (i == s->n)
		i = 0; /* no room: what all have in common */
	s->part[i].guards &= guards;
	s->part[i].val = vals_join(m->vals, s->part[i].val,
				   as_type_of(m, val, s->part[i].val));
}

static void sum_init(struct machine *m, struct memsum *s, u32 unit,
		     const struct ir_init *in)
{
	const struct program *p = m->p;
	const struct ir_unit *u = p->units.v[unit].ir;
	struct value v;

	if (in->kind == IR_OPND_CONST)
		value_const(&v, value_type(in->value.type), in->value.bits,
			    program_tag(p, u, in->value.name), 0);
	else
		value_top(&v, value_type(in->value.type),
			  UNPROVEN_UNKNOWN_VALUE);
	sum_add(m, s, 0, vals_put(m->vals, &v));
	s->stored = true;
}

static struct ir_type sum_type(struct ir_type t)
{
	struct ir_type wide = { IR_T_INT, 64, 1 };

	return ir_type_is_scalar(t) ? value_type(t) : wide;
}

static void sum_zero(struct machine *m, struct memsum *s, struct ir_type t)
{
	struct value v;

	value_const(&v, sum_type(t), 0, 0, 0);
	sum_add(m, s, 0, vals_put(m->vals, &v));
	s->stored = true;
}

/*
 * A field may be read before anybody stores it. Objects come zeroed then, or
 * the program would read garbage. That a path does so is not certain.
 */
static void sum_start(struct machine *m, struct memsum *s,
		      const struct pfield *f)
{
	struct value v;

	value_const(&v, sum_type(f->type), 0, 0, 0);
	v.p[0].flags |= VALUE_MERGED;
	sum_add(m, s, 0, vals_put(m->vals, &v));
	s->stored = f->zeroed;
}

/* What one definition of a global says of it and of fields. */
static void init_definition(struct machine *m, u32 g, struct fref def)
{
	const struct punit *pu = &m->p->units.v[def.unit];
	const struct ir_global *ig = &pu->ir->globals[def.func];
	const struct pglobal *pg = &m->p->globals.v[g];
	struct memsum *s = &m->global_sum[g];
	bool own = m->demand.global[g];
	u32 i, j, plain = 0;

	for (i = 0; i < ig->ninits; i++) {
		u32 field = IR_NONE;

		for (j = 0; j < ig->inits[i].nproj; j++)
			if (ig->inits[i].proj[j].kind == IR_PROJ_FIELD)
				field = pu->field[ig->inits[i].proj[j].field];
		if (ig->inits[i].kind == IR_OPND_FUNC)
			continue;
		if (field == IR_NONE) {
			plain++;
			if (own)
				sum_init(m, s, def.unit, &ig->inits[i]);
		} else if (m->demand.field[field]) {
			sum_init(m, &m->field_sum[field], def.unit,
				 &ig->inits[i]);
		}
	}
	if (!(ig->flags & IR_GLOBAL_DEFINED) || !own)
		return;
	/* static storage starts as zero where nothing else is said */
	if (((pg->has_store || pg->more.n) && !plain) ||
	    (plain && plain < ig->nelem))
		sum_zero(m, s, ig->type);
}

static void init_global_sum(struct machine *m, u32 g)
{
	const struct pglobal *pg = &m->p->globals.v[g];
	u32 i;

	init_definition(m, g, (struct fref){ pg->unit, pg->global });
	for (i = 0; i < pg->more.n; i++)
		init_definition(m, g, pg->more.v[i]);
}

static void init_sums(struct machine *m)
{
	u32 i;

	memset(m->field_sum, 0, sizeof(struct memsum) * (m->p->fields.n + 1));
	memset(m->global_sum, 0, sizeof(struct memsum) * (m->p->globals.n + 1));
	for (i = 0; i < m->p->fields.n; i++)
		if (m->p->fields.v[i].has_store && !m->field_unknown[i] &&
		    m->demand.field[i])
			sum_start(m, &m->field_sum[i], &m->p->fields.v[i]);
	for (i = 0; i < m->p->globals.n; i++)
		m->global_sum[i].any = m->p->globals.v[i].has_store &&
				       !m->global_unknown[i] &&
				       m->demand.global[i];
	for (i = 0; i < m->p->globals.n; i++)
		init_global_sum(m, i);
}

static bool sum_covers(struct machine *m, const struct memsum *s, u32 guards,
		       u32 val)
{
	u32 i;

	for (i = 0; i < s->n; i++)
		if (!(s->part[i].guards & ~guards) &&
		    vals_subset(m->vals, as_type_of(m, val, s->part[i].val),
				s->part[i].val))
			return true;
	return false;
}

/* Grows a sum so that it comes to rest; true when it changed. */
static bool sum_widen(struct machine *m, struct memsum *s, u32 guards, u32 val)
{
	static const s64 thr[] = { -1, 0, 7, 8, 15, 16, 31, 32, 63, 255, 65535 };
	struct value a, b, r;
	u32 i, id;

	for (i = 0; i < s->n; i++) {
		if (s->part[i].guards != guards)
			continue;
		vals_get(m->vals, s->part[i].val, &a);
		vals_get(m->vals, val, &b);
		if (!ir_type_eq(a.type, b.type))
			break;
		value_widen(&r, &a, &b, thr, ARRAY_SIZE(thr));
		id = vals_put(m->vals, &r);
		if (id == s->part[i].val)
			return false;
		s->part[i].val = id;
		return true;
	}
	sum_add(m, s, guards, val);
	return true;
}

static void give_up_sum(struct machine *m, bool is_global, u32 target,
			u8 why)
{
	struct memsum *s = is_global ? &m->global_sum[target] :
				       &m->field_sum[target];

	s->any = false;
	s->n = 0;
	if (is_global)
		m->global_unknown[target] = why;
	else
		m->field_unknown[target] = why;
}

/* Adds what was stored; true when a sum grew. */
static bool grow_sums(struct machine *m, const record_vec *recs, u32 round)
{
	bool grew = false;
	u32 i;

	for (i = 0; i < recs->n; i++) {
		const struct record *r = &recs->v[i];
		struct memsum *s;
		u32 val = r->val;

		if (r->kind != RECORD_STORE)
			continue;
		s = r->is_global ? &m->global_sum[r->target] :
				   &m->field_sum[r->target];
		s->stored |= s->any;
		if (!s->any || sum_covers(m, s, r->guards, val))
			continue;
		if (round >= m->opt.max_rounds) {
			/* does not settle: nothing is said about it any more */
			give_up_sum(m, r->is_global, r->target,
				    UNPROVEN_BUDGET);
			grew = true;
			continue;
		}
		if (round > SUM_WIDEN_AFTER) {
			grew |= sum_widen(m, s, r->guards, val);
			continue;
		}
		sum_add(m, s, r->guards, val);
		grew = true;
	}
	return grew;
}

/* A sum that stayed empty at the end: its stores are never reached. */
static bool give_up_empty(struct machine *m)
{
	bool changed = false;
	u32 i;

	/* fields and globals that are relevant, written, but never reached */
	for (i = 0; i < m->p->fields.n; i++)
		if (m->field_sum[i].any && !m->field_sum[i].stored) {
			give_up_sum(m, false, i, UNPROVEN_UNKNOWN_FIELD);
			changed = true;
		}
	for (i = 0; i < m->p->globals.n; i++)
		if (m->global_sum[i].any && !m->global_sum[i].stored) {
			give_up_sum(m, true, i, UNPROVEN_UNKNOWN_FIELD);
			changed = true;
		}
	return changed;
}

/* Sums of what a function that was not seen to its end may store. */
static bool give_up_unseen(struct machine *m)
{
	bool changed = false;
	u32 i;

	for (i = 0; i < m->p->fields.n; i++)
		if (m->field_sum[i].any && bit_at(m->unseen, i)) {
			give_up_sum(m, false, i, UNPROVEN_BUDGET);
			changed = true;
		}
	for (i = 0; i < m->p->globals.n; i++)
		if (m->global_sum[i].any &&
		    bit_at(m->unseen, rel_of_global(m, i))) {
			give_up_sum(m, true, i, UNPROVEN_BUDGET);
			changed = true;
		}
	return changed;
}

/* ---- one round --------------------------------------------------------------------------- */

static bool calls_escalated(const struct machine *m, const struct pfunc *fn)
{
	u32 i;

	for (i = 0; i < fn->calls.n; i++)
		if (m->demand.escalated[fn->calls.v[i].pfunc])
			return true;
	return false;
}

static bool writes_needed(const struct machine *m, u32 pf)
{
	const u64 *w = &m->writes[pf * m->rel_words];
	u32 i;

	for (i = 0; i < m->rel_words; i++)
		if (w[i] & m->needed[i])
			return true;
	return false;
}

/* The memory an unknown value was read from, as a bit number, or IR_NONE. */
static u32 memory_at(const struct machine *m, u32 point)
{
	u32 inst = 0, field;
	const struct pfunc *pf = program_point(m->p, point, &inst);
	const struct ir_place *pl;

	if (!pf || pf->f->insts[inst].op != IR_OP_LOAD)
		return IR_NONE;
	pl = &pf->f->places[pf->f->insts[inst].place];
	field = place_field(pf, pl);
	if (field != IR_NONE)
		return field;
	return pl->base == IR_BASE_GLOBAL ?
	       rel_of_global(m, pf->pu->global[pl->idx]) : IR_NONE;
}

static void need_origins(struct machine *m, u32 val)
{
	struct value v;
	u32 i, rel;

	if (!val)
		return;
	vals_get(m->vals, val, &v);
	for (i = 0; i < v.n; i++) {
		if (piece_closed(&v.p[i]) ||
		    v.p[i].why != UNPROVEN_UNKNOWN_FIELD)
			continue;
		rel = memory_at(m, v.p[i].origin);
		if (rel != IR_NONE)
			set_bit(m->needed_next, rel);
	}
}

/*
 * A flag in memory may carry the guard that is missing; and where a loop has
 * moved a bound nobody can tell any more what it began with.
 */
static bool wants_all_loads(const struct machine *m, u32 pf,
			    const struct record *r)
{
	return r->guardable || m->demand.thorough[pf] ||
	       (r->kind == RECORD_SITE && r->verdict == VERDICT_UNPROVEN &&
		r->reason == UNPROVEN_OPEN_RANGE);
}

/*
 * Memory is worth following where an index, or what is stored to memory that
 * is followed, came from it and is not known; and where a guard is missing
 * that a flag in memory may carry.
 */
static bool need_memory(struct machine *m, u32 pf, const struct result *res)
{
	u32 i, j;

	for (i = 0; i < res->records.n; i++) {
		const struct record *r = &res->records.v[i];

		if (r->kind == RECORD_STORE ||
		    (r->kind == RECORD_SITE && r->verdict != VERDICT_SAFE))
			need_origins(m, r->val);
		for (j = 0; wants_all_loads(m, pf, r) && j < m->rel_words; j++)
			m->needed_next[j] |= m->loaded[j];
	}
	return memcmp(m->needed, m->needed_next,
		      sizeof(u64) * m->rel_words) != 0;
}

static bool is_root(const struct machine *m, u32 pf)
{
	const struct pfunc *fn = &m->p->funcs.v[pf];

	if (fn->trusted || m->demand.escalated[pf])
		return false;
	return fn->has_sink || writes_needed(m, pf) || calls_escalated(m, fn);
}

/* Would knowing the callers make a difference to this record? */
static bool caller_matters(const struct record *r)
{
	switch (r->kind) {
	case RECORD_SITE:
		return r->verdict != VERDICT_SAFE && (r->deps || r->guardable);
	case RECORD_STORE:
		return r->deps != 0;
	default:
		return r->deps || r->guardable;
	}
}

static bool should_escalate(const struct machine *m, u32 pf,
			    const struct result *res)
{
	const struct pfunc *fn = &m->p->funcs.v[pf];
	u32 i;

	if (!m->p->scc_called[fn->scc] || fn->unknown_caller)
		return false;
	for (i = 0; i < res->records.n; i++)
		if (caller_matters(&res->records.v[i]))
			return true;
	return false;
}

bool root_is_void(struct machine *m, u32 pf, const struct result *res)
{
	return need_memory(m, pf, res) || should_escalate(m, pf, res);
}

void contexts_drop(struct machine *m)
{
	u32 i;

	for (i = 0; i < m->p->funcs.n; i++) {
		struct context *c;

		for (c = m->contexts[i]; c; c = c->next) {
			vec_release(&c->res.exits);
			vec_release(&c->res.records);
		}
		m->contexts[i] = NULL;
		m->ncontexts[i] = 0;
	}
}

/*
 * What callers could still explain away is no violation. Only counts when
 * the budget ends the search; else the round is void and forgotten.
 */
static void weaken(struct result *res)
{
	u32 i;

	for (i = 0; i < res->records.n; i++) {
		struct record *r = &res->records.v[i];

		if (!caller_matters(r))
			continue;
		if (r->kind == RECORD_BAD)
			r->place = 0;
		if (r->kind == RECORD_SITE && r->verdict != VERDICT_SAFE) {
			r->verdict = VERDICT_UNPROVEN;
			r->reason = UNPROVEN_BUDGET;
		}
	}
}

/* Takes over what the last round found missing, and slices anew. */
static void renew_slice(struct machine *m)
{
	u32 i;

	for (i = 0; i < m->p->funcs.n; i++) {
		m->demand.escalated[i] |= m->escalate_next[i];
		m->p->funcs.v[i].fn = NULL;
	}
	memcpy(m->needed, m->needed_next, sizeof(u64) * m->rel_words);
	for (i = 0; i < m->p->fields.n; i++)
		m->demand.field[i] = bit_at(m->needed, i);
	for (i = 0; i < m->p->globals.n; i++)
		m->demand.global[i] = bit_at(m->needed, rel_of_global(m, i));
	arena_reset(m->slice_arena);
	m->nsites = 0;
	m->s = slice_compute(m->p, m->slice_arena, &m->demand);
}

/*
 * Runs a root within its share, so that the others get theirs. Where that was
 * not enough it will not be in the next round, and the end is the same.
 */
static void run_root(struct machine *m, u32 pf, struct context *c)
{
	u64 share = m->heavy[pf] ? m->opt.max_root_steps / 8 :
				   m->opt.max_root_steps;
	u64 left = m->opt.max_total_steps > m->steps ?
			   m->opt.max_total_steps - m->steps : 0;

	m->last_step = m->steps + (share < left ? share : left);
	memset(m->loaded, 0, sizeof(u64) * m->rel_words);
	execute(m, NULL, c, true);
	m->heavy[pf] |= m->steps > m->last_step;
}

/*
 * Runs all roots; true when the round is void: some function is to be judged
 * by its callers, or some memory is to be followed, that was not.
 */
static bool run_round(struct machine *m, record_vec *recs)
{
	bool again = false;
	u32 i, j;

	contexts_drop(m);
	arena_reset(m->arena);
	vec_clear(recs);
	vec_clear(&m->roots);
	reach_reset(m);
	memset(m->unseen, 0, sizeof(u64) * m->rel_words);
	for (i = 0; i < m->p->funcs.n; i++) {
		struct root_span span = { i, recs->n, 0, false };
		struct context *c;

		if (!is_root(m, i))
			continue;
		c = root_context(m, i);
		run_root(m, i, c);
		again |= need_memory(m, i, &c->res);
		for (j = 0; c->res.incomplete && j < m->rel_words; j++)
			m->unseen[j] |= m->mods[i * m->rel_words + j];
		if (should_escalate(m, i, &c->res)) {
			m->escalate_next[i] = true;
			again = true;
			span.weakened = true;
			weaken(&c->res);
		}
		for (j = 0; j < c->res.records.n; j++)
			vec_push(recs, c->res.records.v[j]);
		span.n = c->res.records.n;
		vec_push(&m->roots, span);
		vec_release(&c->res.exits);
		vec_release(&c->res.records);
	}
	return again;
}

static bool finds_violation(const struct record *r, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (r[i].kind == RECORD_SITE &&
		    r[i].verdict == VERDICT_VIOLATION)
			return true;
	return false;
}

/* A violation with more functions behind it stays what it is. */
#define MAX_THOROUGH 64

/* The function and all it calls; false when they are too many, or known. */
static bool be_thorough(struct machine *m, u32 pf)
{
	u32 work[MAX_THOROUGH], n = 1, i, j, k;

	work[0] = pf;
	for (i = 0; i < n; i++) {
		const struct pfunc *fn = &m->p->funcs.v[work[i]];

		for (j = 0; j < fn->calls.n; j++) {
			for (k = 0; k < n && work[k] != fn->calls.v[j].pfunc; k++)
				;
			if (k < n)
				continue;
			if (n == MAX_THOROUGH)
				return false;
			work[n++] = fn->calls.v[j].pfunc;
		}
	}
	if (m->demand.thorough[pf])
		return false;
	for (i = 0; i < n; i++)
		m->demand.thorough[work[i]] = true;
	return true;
}

/* Steps of the search that had no doubts, times this and plus that. */
#define DOUBT_FACTOR 4
#define DOUBT_STEPS 10000

/* Notes what to go back to when it leads too far. */
static void begin_doubt(struct machine *m)
{
	u64 limit = m->steps * DOUBT_FACTOR + DOUBT_STEPS;

	m->steps = 0;
	if (m->doubt.began)
		return;
	m->doubt.began = true;
	m->doubt.escalated = arena_memdup(m->p->arena, m->demand.escalated,
					  sizeof(bool) * m->p->funcs.n);
	m->doubt.heavy = arena_memdup(m->p->arena, m->heavy,
				      sizeof(bool) * m->p->funcs.n);
	m->doubt.needed = arena_memdup(m->p->arena, m->needed,
				       sizeof(u64) * m->rel_words);
	m->doubt.field_unknown = arena_memdup(m->p->arena, m->field_unknown,
					      m->p->fields.n + 1);
	m->doubt.global_unknown = arena_memdup(m->p->arena, m->global_unknown,
					       m->p->globals.n + 1);
	m->doubt.max_total_steps = m->opt.max_total_steps;
	if (limit < m->opt.max_total_steps)
		m->opt.max_total_steps = (u32)limit;
}

/*
 * What looks like a violation deserves that everything on the way to it is
 * followed that may exclude it. True when something was not.
 */
static bool doubt_violations(struct machine *m, const record_vec *recs)
{
	bool again = false;
	u32 i;

	for (i = 0; i < m->roots.n && !m->doubt.failed; i++) {
		const struct root_span *s = &m->roots.v[i];

		if (finds_violation(&recs->v[s->first], s->n))
			again |= be_thorough(m, s->pf);
	}
	if (again)
		begin_doubt(m);
	return again;
}

/* It leads too far: what was found before stands. */
static bool end_doubt(struct machine *m)
{
	if (!m->doubt.began || m->doubt.failed)
		return false;
	m->doubt.failed = true;
	m->opt.max_total_steps = m->doubt.max_total_steps;
	m->steps = 0;
	memset(m->demand.thorough, 0, sizeof(bool) * m->p->funcs.n);
	memcpy(m->escalate_next, m->doubt.escalated,
	       sizeof(bool) * m->p->funcs.n);
	memcpy(m->demand.escalated, m->doubt.escalated,
	       sizeof(bool) * m->p->funcs.n);
	memcpy(m->heavy, m->doubt.heavy, sizeof(bool) * m->p->funcs.n);
	memcpy(m->needed_next, m->doubt.needed, sizeof(u64) * m->rel_words);
	memcpy(m->field_unknown, m->doubt.field_unknown, m->p->fields.n + 1);
	memcpy(m->global_unknown, m->doubt.global_unknown, m->p->globals.n + 1);
	return true;
}

/* The search costs too much: sums that may be incomplete say nothing. */
static void give_up_search(struct machine *m)
{
	u32 i;

	for (i = 0; i < m->p->fields.n; i++)
		give_up_sum(m, false, i, UNPROVEN_BUDGET);
	for (i = 0; i < m->p->globals.n; i++)
		give_up_sum(m, true, i, UNPROVEN_BUDGET);
	m->steps = 0;
}

void machine_run(struct machine *m, record_vec *ret)
{
	bool last = false;
	u32 round = 0;

	renew_slice(m);
	init_sums(m);
	for (;;) {
		bool again = run_round(m, ret);

		if (last)
			break;
		if (m->steps > m->opt.max_total_steps) {
			if (!end_doubt(m)) {
				give_up_search(m);
				last = true;
				continue;
			}
			again = true;
		}
		if (!again && (give_up_unseen(m) || grow_sums(m, ret, round++) ||
			       give_up_empty(m)))
			continue;
		if (!again && !doubt_violations(m, ret))
			break;
		/* sums of a void round may hold what callers exclude */
		renew_slice(m);
		init_sums(m);
		round = 0;
	}
	confirm_records(m, ret);
}

/* ---- life ------------------------------------------------------------------------------------ */

/* Enough that a large program gets no less for each of its functions. */
static u32 total_steps(const struct program *p)
{
	u64 n = 1000000 + 500ull * p->funcs.n;

	return n < UINT32_MAX ? (u32)n : UINT32_MAX;
}

static void set_defaults(struct engine_options *o, const struct program *p)
{
	if (!o->max_states)
		o->max_states = 48;
	if (!o->max_steps)
		o->max_steps = 20000;
	if (!o->max_contexts)
		o->max_contexts = 256;
	if (!o->max_depth)
		o->max_depth = 64;
	if (!o->max_rounds)
		o->max_rounds = 24;
	if (!o->max_root_steps)
		o->max_root_steps = 150000;
	if (!o->max_total_steps)
		o->max_total_steps = total_steps(p);
}

struct machine *machine_new(struct program *p,
			    const struct engine_options *opt)
{
	struct machine *m = calloc(1, sizeof(*m));
	struct arena *a = p->arena;
	u32 i, n = p->funcs.n + 1;
	const u64 *escaped;

	if (!m)
		abort();
	m->p = p;
	if (opt)
		m->opt = *opt;
	set_defaults(&m->opt, p);
	m->vals = vals_new();
	m->syms = syms_new();
	m->arena = arena_new();
	m->contexts = arena_new_array(a, struct context *, n);
	m->ncontexts = arena_new_array(a, u32, n);
	m->slice_arena = arena_new();
	m->demand.escalated = arena_new_array(a, bool, n);
	m->demand.field = arena_new_array(a, bool, p->fields.n + 1);
	m->demand.global = arena_new_array(a, bool, p->globals.n + 1);
	m->demand.thorough = arena_new_array(a, bool, n);
	m->escalate_next = arena_new_array(a, bool, n);
	m->heavy = arena_new_array(a, bool, n);
	m->field_sum = arena_new_array(a, struct memsum, p->fields.n + 1);
	m->global_sum = arena_new_array(a, struct memsum, p->globals.n + 1);
	m->field_unknown = arena_new_array(a, u8, p->fields.n + 1);
	m->global_unknown = arena_new_array(a, u8, p->globals.n + 1);
	m->rel_words = (p->fields.n + p->globals.n) / 64 + 1;
	m->writes = arena_new_array(a, u64, (size_t)m->rel_words * n);
	m->mods = arena_new_array(a, u64, (size_t)m->rel_words * n);
	m->needed = arena_new_array(a, u64, m->rel_words);
	m->needed_next = arena_new_array(a, u64, m->rel_words);
	m->loaded = arena_new_array(a, u64, m->rel_words);
	m->unseen = arena_new_array(a, u64, m->rel_words);
	m->kills = arena_new_array(a, u32, n);
	m->runs_unseen = arena_new_array(a, bool, n);
	escaped = escaped_row(m);
	for (i = 0; i < p->funcs.n; i++)
		own_effects(m, i, escaped);
	close_effects(m);
	return m;
}

void machine_free(struct machine *m)
{
	if (!m)
		return;
	contexts_drop(m);
	vec_release(&m->roots);
	vals_free(m->vals);
	syms_free(m->syms);
	arena_free(m->arena);
	arena_free(m->slice_arena);
	free(m);
}
