/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A second look, member by member, at violations and at what is unproven only
 * because states are coarse.
 *
 * A state holds sets of integers, one for each local, and says little about
 * which members go together: of `x - x` it may say -15..15, and a widened loop
 * lets two counters drift apart or has no end at all. That is sound, but what
 * looks like a violation then may never happen, and what really happens may be
 * left open. So such a root runs once more, and whatever an instruction reads
 * is split into a state for each member before: what is computed from single
 * integers is exact, and what they were computed from is refined. This is the
 * same abstract interpretation, only finer: what it calls safe is safe. Where
 * it takes too long, the first answer stands. It splits where sets may go
 * wrong; what is left then is looked at once more, with everything split.
 */
#include "lib/engine/confirm.h"

#include <string.h>

#include "lib/engine/reach.h"

/* Members of one value, states and steps that are worth it. */
#define MAX_MEMBERS 128
#define MAX_STATES 4000
#define MAX_STEPS 150000
#define MAX_ROOT_STEPS 600000
/* Of all roots: a tree full of violations must not take minutes. */
#define MAX_ALL_STEPS 1000000
#define MORE_FOR_A_ROOT 20000
#define MAX_CONTEXTS 2048

/* A look at one root, and what it has found out so far. */
struct confirm {
	bool eager;		/* everything is split, not only where it may help */
	bool all;		/* it ends when everything was looked at */
	record_vec open;	/* violations that have not come up again */
};

/* ---- splitting ------------------------------------------------------------- */

static bool worth_splitting(const struct value *v)
{
	u32 i;

	for (i = 0; i < v->n; i++)
		if (!piece_closed(&v->p[i]) || (v->p[i].flags & VALUE_MERGED))
			return false;
	return v->n > 1 || (v->n == 1 && !piece_is_single(&v->p[0]));
}

static bool split_local(struct frame *fr, struct state *st, u32 local)
{
	u32 s = fn_slot(fr->f, local);
	struct value v, one;

	if (s == NO_SLOT || !st->slot[s].val)
		return false;
	vals_get(fr->m->vals, st->slot[s].val, &v);
	if (!worth_splitting(&v) || value_count(&v, MAX_MEMBERS) > MAX_MEMBERS)
		return false;
	while (v.n) {
		struct state *c = state_copy(fr, st);

		value_take_first(&v, &one);
		if (refine_local(fr, c, local, &one))
			flow_split(fr, c, fr->inst);
	}
	return true;
}

static bool split_operand(struct frame *fr, struct state *st,
			  struct ir_operand o)
{
	return o.kind == IR_OPND_LOCAL && split_local(fr, st, o.idx);
}

static bool split_place(struct frame *fr, struct state *st, u32 place)
{
	const struct ir_place *pl;
	u32 i;

	if (place == IR_NONE)
		return false;
	pl = &fr->fn->f->places[place];
	for (i = 0; i < pl->nproj; i++)
		if (pl->proj[i].kind == IR_PROJ_INDEX &&
		    split_operand(fr, st, pl->proj[i].index))
			return true;
	return false;
}

/* What an accessor or code that is not executed gets is judged as it is. */
static bool enters_body(const struct frame *fr, u32 inst)
{
	const struct call_targets *t;
	u32 i, body;

	t = program_call_targets(fr->fn, inst);
	for (i = 0; i < t->n; i++) {
		body = program_body(fr->m->p, t->v[i]);
		if (body != PF_NONE && !fr->m->p->funcs.v[body].trusted)
			return true;
	}
	return false;
}

static bool is_set(struct frame *fr, const struct state *st,
		   struct ir_operand o)
{
	struct value v;
	u32 s;

	if (o.kind != IR_OPND_LOCAL)
		return false;
	s = fn_slot(fr->f, o.idx);
	if (s == NO_SLOT || !st->slot[s].val)
		return true;
	vals_get(fr->m->vals, st->slot[s].val, &v);
	return v.n != 1 || !piece_is_single(&v.p[0]);
}

/* The image of a set has more members than the set: some are made up. */
static bool makes_up(struct frame *fr, const struct state *st,
		     const struct ir_inst *in, struct ir_operand set)
{
	struct value v, image;

	eval_operand(fr, st, set, &v);
	arith_value(fr, st, in, &image);
	return value_count(&image, MAX_MEMBERS) > value_count(&v, MAX_MEMBERS);
}

/*
 * Of one set the image is exact, mostly, and what a comparison with a constant
 * leaves of it; of two sets nothing is, as they may depend on each other.
 */
static bool split_arith(struct frame *fr, struct state *st,
			const struct ir_inst *in)
{
	bool a = is_set(fr, st, in->a), b = is_set(fr, st, in->b);
	enum ir_op_class class = ir_op_class((enum ir_op)in->op);

	if (in->op == IR_OP_COPY || in->op == IR_OP_CAST)
		return false;
	if (a && b)
		return split_operand(fr, st, in->a) ||
		       split_operand(fr, st, in->b);
	if ((!a && !b) || (class != IR_CLASS_UNARY && class != IR_CLASS_BINARY) ||
	    !makes_up(fr, st, in, a ? in->a : in->b))
		return false;
	return split_operand(fr, st, a ? in->a : in->b);
}

/*
 * Whatever was computed is one integer, so all that is computed from it agrees.
 * It is split at once, while what it was computed from can still be refined.
 */
static bool split_result(struct frame *fr, struct state *st, u32 inst)
{
	u32 first = fr->fn->f->blocks[fr->f->block_of[inst]].first;
	u32 dst = inst > first ? fr->fn->f->insts[inst - 1].dst : IR_NONE;

	return dst != IR_NONE && split_local(fr, st, dst);
}

/* A parameter, or what a merge has put together. */
static bool split_read(struct frame *fr, struct state *st,
		       const struct ir_inst *in)
{
	if (in->dst != IR_NONE && fn_slot(fr->f, in->dst) == NO_SLOT)
		return false;
	return split_operand(fr, st, in->a) || split_operand(fr, st, in->b);
}

bool confirm_split(struct frame *fr, struct state *st, u32 inst)
{
	const struct ir_inst *in = &fr->fn->f->insts[inst];
	u32 i;

	fr->inst = inst;
	if (fr->m->confirm->eager && split_result(fr, st, inst))
		return true;
	if (split_place(fr, st, in->place) || split_place(fr, st, in->place2))
		return true;
	switch (in->op) {
	case IR_OP_STORE:
	case IR_OP_RETURN:
		return split_operand(fr, st, in->a);
	case IR_OP_CALL:
		if (!enters_body(fr, inst))
			return false;
		for (i = 0; i < in->nargs; i++)
			if (split_operand(fr, st, in->args[i]))
				return true;
		return false;
	default:
		return fr->m->confirm->eager ? split_read(fr, st, in) :
					       split_arith(fr, st, in);
	}
}

/* ---- comparing what was found ------------------------------------------------ */

static struct record *find_site(struct record *v, u32 n, u32 site)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (v[i].kind == RECORD_SITE && v[i].target == site)
			return &v[i];
	return NULL;
}

/* Nothing that gets to this site is left unproven. */
static bool is_settled(const record_vec *fine, u32 site)
{
	const struct record *r = find_site(fine->v, fine->n, site);

	return !r || !r->doubt;
}

/* One of v is of the same site, rule and place. */
static bool is_found(const struct record *v, u32 n, const struct record *bad)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (v[i].kind == RECORD_BAD && v[i].target == bad->target &&
		    v[i].rule == bad->rule && v[i].place == bad->place)
			return true;
	return false;
}

/*
 * On the way of r a function fixed a range that has what r is. A member of a
 * range may go through an operation that cuts the range as it is: who passes
 * it is not to blame for that.
 */
static bool is_member(const struct vals *t, const struct record *r,
		      const struct record *range)
{
	const struct hop *hop = r->hops->inner;
	struct value a, b;

	while (hop && hop->point != range->place)
		hop = hop->inner;
	if (!hop)
		return false;
	vals_get(t, r->val, &a);
	vals_get(t, range->val, &b);
	return value_within(&a, &b);
}

/* A finding of the first look at r's site and place stands, by its rule or a worse one. */
static bool is_told(const struct vals *t, const struct record *v, u32 n,
		    const record_vec *fine, bool settled,
		    const struct record *r)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (v[i].kind == RECORD_BAD && v[i].target == r->target &&
		    v[i].rule <= r->rule &&
		    (v[i].place == r->place || is_member(t, r, &v[i])) &&
		    (!settled || is_found(fine->v, fine->n, &v[i])))
			return true;
	return false;
}

/*
 * Findings of the finer look alone: it places them elsewhere, as it knows
 * better what fixed the value, or nothing had been proven there.
 */
static void add_new(const struct vals *t, record_vec *recs, u32 n,
		    const record_vec *fine)
{
	u32 i;

	for (i = 0; i < fine->n; i++) {
		const struct record *r = &fine->v[i];
		bool settled = is_settled(fine, r->target);
		struct record *site;

		if (r->kind != RECORD_BAD || !r->place)
			continue;
		site = find_site(recs->v, n, r->target);
		if (!settled && !(site && (site->doubt & DOUBT_COARSE)))
			continue;
		if (is_told(t, recs->v, n, fine, settled, r))
			continue;
		if (site && !settled)
			site->verdict = VERDICT_VIOLATION;
		vec_push(recs, *r);
	}
}

/* What the finer look says of a record: false to drop it. */
static bool look_at(struct record *r, const record_vec *fine)
{
	const struct record *now;

	if (!is_settled(fine, r->target))
		return true;
	if (r->kind == RECORD_BAD)
		return is_found(fine->v, fine->n, r);
	if (r->kind != RECORD_SITE ||
	    (r->verdict != VERDICT_VIOLATION && !(r->doubt & DOUBT_COARSE)))
		return true;
	now = find_site(fine->v, fine->n, r->target);
	if (!now)
		return false; /* nothing gets there */
	if (now->verdict != r->verdict)
		*r = *now;
	return true;
}

/* Adds what a finer look at the root finds, takes back what it does not find. */
static void replace(const struct vals *t, record_vec *recs,
		    const record_vec *fine)
{
	u32 i, n = recs->n, kept = 0;

	add_new(t, recs, n, fine);
	for (i = 0; i < recs->n; i++)
		if (i >= n || look_at(&recs->v[i], fine))
			recs->v[kept++] = recs->v[i];
	recs->n = kept;
}

/* ---- looking ----------------------------------------------------------------- */

/* Something that a finer look may settle; *ret_all: it is to look at all. */
static bool worth_looking(const record_vec *recs, bool *ret_all)
{
	bool violation = false, coarse = false;
	u32 i;

	for (i = 0; i < recs->n; i++) {
		const struct record *r = &recs->v[i];

		if (r->kind != RECORD_SITE)
			continue;
		violation |= r->verdict == VERDICT_VIOLATION;
		coarse |= r->doubt & DOUBT_COARSE;
	}
	*ret_all = coarse;
	return violation || coarse;
}

void confirm_found(struct confirm *c, const struct record *r)
{
	u32 i;

	for (i = c->open.n; r->kind == RECORD_BAD && i-- > 0;)
		if (is_found(r, 1, &c->open.v[i]))
			c->open.v[i] = c->open.v[--c->open.n];
}

bool confirm_done(const struct confirm *c)
{
	return !c->all && !c->open.n;
}

static void look_again(struct machine *m, u32 pf, bool eager, bool all,
		       u64 steps, record_vec *recs)
{
	struct confirm confirm = { eager, all, VEC_INIT };
	struct context *c;
	u32 i;

	for (i = 0; i < recs->n; i++)
		if (recs->v[i].kind == RECORD_BAD)
			vec_push(&confirm.open, recs->v[i]);
	m->confirm = &confirm;
	m->steps = 0;
	m->last_step = steps;
	memset(m->loaded, 0, sizeof(u64) * m->rel_words);
	contexts_drop(m);
	c = root_context(m, pf);
	execute(m, NULL, c, true);
	m->confirm = NULL;
	/* a first look that hit a budget did not ask for what this one needs */
	if (!c->res.incomplete && !root_is_void(m, pf, &c->res))
		replace(m->vals, recs, &c->res.records);
	vec_release(&confirm.open);
	vec_release(&c->res.exits);
	vec_release(&c->res.records);
}

/* Takes what it costs from *left. */
static void look_closely(struct machine *m, u32 pf, u64 *left, record_vec *recs)
{
	u32 eager;
	bool all;

	for (eager = 0; eager < 2 && *left && worth_looking(recs, &all); eager++) {
		look_again(m, pf, eager, all,
			   *left < MAX_ROOT_STEPS ? *left : MAX_ROOT_STEPS, recs);
		*left -= m->steps < *left ? m->steps : *left;
	}
}

void confirm_records(struct machine *m, record_vec *recs)
{
	struct engine_options opt = m->opt;
	const bool *dead = reach_dead(m);
	record_vec out = VEC_INIT, mine = VEC_INIT;
	u64 left = MAX_ALL_STEPS + (u64)MORE_FOR_A_ROOT * m->roots.n;
	u32 i, j;

	m->opt.max_states = MAX_STATES;
	m->opt.max_steps = MAX_STEPS;
	m->opt.max_contexts = MAX_CONTEXTS;
	for (i = 0; i < m->roots.n; i++) {
		const struct root_span *s = &m->roots.v[i];

		if (dead[s->pf])
			continue;
		vec_clear(&mine);
		for (j = 0; j < s->n; j++)
			vec_push(&mine, recs->v[s->first + j]);
		if (!s->weakened)
			look_closely(m, s->pf, &left, &mine);
		for (j = 0; j < mine.n; j++)
			vec_push(&out, mine.v[j]);
	}
	m->opt = opt;
	vec_release(&mine);
	vec_release(recs);
	*recs = out;
}
