/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Preparation of one function, see lib/engine/fn.h. */
#include "lib/engine/fn.h"

#include <stdlib.h>
#include <string.h>

#include "lib/engine/order.h"

/* ---- slots ------------------------------------------------------------------ */

static void make_slots(struct arena *a, const struct pfunc *pf, const u8 *mark,
		       struct fn *fn)
{
	const struct ir_func *f = pf->f;
	u32 i;

	fn->slot = arena_new_array(a, u16, f->nlocals + 1);
	fn->local = arena_new_array(a, u32, f->nlocals + 1);
	fn->param_const = arena_new_array(a, bool, f->nparams + 1);
	for (i = 0; i < f->nlocals; i++) {
		fn->slot[i] = NO_SLOT;
		if (!mark || !mark[i] || !ir_type_is_scalar(f->locals[i].type) ||
		    (f->locals[i].flags & IR_LOCAL_VOLATILE) ||
		    fn->nslots >= NO_SLOT)
			continue;
		fn->slot[i] = (u16)fn->nslots;
		fn->local[fn->nslots++] = i;
	}
	for (i = 0; i < f->nparams; i++)
		fn->param_const[i] = fn->slot[i] != NO_SLOT &&
				     pf_ndefs(pf, i) == 0 &&
				     !(f->locals[i].flags & IR_LOCAL_ADDR_TAKEN);
	fn->nwords = (fn->nslots + 63) / 64;
	if (!fn->nwords)
		fn->nwords = 1;
}

/* ---- liveness ------------------------------------------------------------------ */

struct live {
	const struct pfunc *pf;
	const struct fn *fn;
	u64 *set;
};

static void live_use(struct live *l, struct ir_operand o)
{
	u32 s;

	if (o.kind != IR_OPND_LOCAL)
		return;
	s = l->fn->slot[o.idx];
	if (s != NO_SLOT)
		l->set[s / 64] |= 1ull << (s % 64);
}

static void live_place(struct live *l, u32 place)
{
	const struct ir_place *pl = &l->pf->f->places[place];
	u32 i;

	if (pl->base == IR_BASE_PTR || pl->base == IR_BASE_LOCAL)
		live_use(l, (struct ir_operand){ IR_OPND_LOCAL, pl->idx });
	for (i = 0; i < pl->nproj; i++)
		if (pl->proj[i].kind == IR_PROJ_INDEX)
			live_use(l, pl->proj[i].index);
}

static void live_operand(struct live *l, struct ir_operand o)
{
	if (o.kind == IR_OPND_ADDR)
		live_place(l, o.idx);
	else
		live_use(l, o);
}

static void live_inst(struct live *l, const struct ir_inst *in)
{
	u32 i, s = in->dst == IR_NONE ? NO_SLOT : l->fn->slot[in->dst];

	if (s != NO_SLOT)
		l->set[s / 64] &= ~(1ull << (s % 64));
	live_operand(l, in->a);
	live_operand(l, in->b);
	if (in->place != IR_NONE)
		live_place(l, in->place);
	if (in->place2 != IR_NONE)
		live_place(l, in->place2);
	for (i = 0; i < in->nargs; i++)
		live_operand(l, in->args[i]);
}

/* Parameters whose refinement callers learn, and address-taken locals. */
static void live_always(const struct pfunc *pf, const struct fn *fn, u64 *set)
{
	u32 i;

	for (i = 0; i < fn->nslots; i++) {
		u32 l = fn->local[i];

		if ((l < pf->f->nparams && fn->param_const[l]) ||
		    (pf->f->locals[l].flags & IR_LOCAL_ADDR_TAKEN))
			set[i / 64] |= 1ull << (i % 64);
	}
}

static bool live_block(const struct pfunc *pf, struct fn *fn, u32 b,
		       const u64 *always, u64 *tmp)
{
	const struct ir_func *f = pf->f;
	const struct ir_inst *t = ir_block_end(f, b);
	struct live l = { pf, fn, tmp };
	size_t size = sizeof(u64) * fn->nwords;
	u64 *in = &fn->live_in[b * fn->nwords];
	u32 i, w;

	memcpy(tmp, always, size);
	for (i = 0; i < t->nsucc; i++)
		for (w = 0; w < fn->nwords; w++)
			tmp[w] |= fn->live_in[t->succ[i] * fn->nwords + w];
	for (i = f->blocks[b].ninst; i-- > 0;)
		live_inst(&l, &f->insts[f->blocks[b].first + i]);
	for (w = 0; w < fn->nwords; w++)
		tmp[w] |= always[w];
	if (!memcmp(in, tmp, size))
		return false;
	memcpy(in, tmp, size);
	return true;
}

static void find_liveness(struct arena *a, const struct pfunc *pf,
			  struct fn *fn)
{
	u64 *always = arena_new_array(a, u64, fn->nwords);
	u64 *tmp = arena_new_array(a, u64, fn->nwords);
	bool changed = true;
	u32 i;

	fn->live_in = arena_new_array(a, u64, fn->nwords * pf->f->nblocks + 1);
	live_always(pf, fn, always);
	while (changed) {
		changed = false;
		for (i = fn->norder; i-- > 0;)
			changed |= live_block(pf, fn, fn->order[i], always, tmp);
	}
}

/* ---- thresholds -------------------------------------------------------------------- */

static int cmp_s64(const void *a, const void *b)
{
	s64 x = *(const s64 *)a, y = *(const s64 *)b;

	return x < y ? -1 : x > y;
}

static void add_const_thr(const struct ir_func *f, struct ir_operand o,
			  s64 *thr, u32 *n)
{
	s64 c;

	if (o.kind != IR_OPND_CONST)
		return;
	c = (s64)f->consts[o.idx].bits;
	if (c > INT64_MIN + 1 && c < INT64_MAX - 1) {
		thr[(*n)++] = c - 1;
		thr[(*n)++] = c;
		thr[(*n)++] = c + 1;
	}
}

static void find_thresholds(struct arena *a, const struct pfunc *pf,
			    struct fn *fn)
{
	const struct rules_bound *b = pf->pu->bound;
	const struct ir_func *f = pf->f;
	u32 i, n = 0, m = 0;

	fn->thr = arena_new_array(a, s64, b->nthresholds + 6 * f->ninsts + 1);
	for (i = 0; i < b->nthresholds; i++)
		fn->thr[n++] = b->thresholds[i];
	for (i = 0; i < f->ninsts; i++) {
		const struct ir_inst *in = &f->insts[i];

		if (in->op != IR_OP_BRANCH &&
		    ir_op_class((enum ir_op)in->op) != IR_CLASS_COMPARE)
			continue;
		add_const_thr(f, in->a, fn->thr, &n);
		add_const_thr(f, in->b, fn->thr, &n);
	}
	qsort(fn->thr, n, sizeof(s64), cmp_s64);
	for (i = 0; i < n; i++)
		if (!m || fn->thr[i] != fn->thr[m - 1])
			fn->thr[m++] = fn->thr[i];
	fn->nthr = m;
}

/* ---- sinks -------------------------------------------------------------------------- */

struct sink_list {
	const struct pfunc *pf;
	VEC(struct sink) v;
	u32 *next_site;
};

/*
 * `regs[i] |= x` reads and writes one subscript: the number of the read, when
 * inst is the write that goes with it, else a new one.
 */
static u32 site_number(struct sink_list *l, u32 inst, u32 place)
{
	const struct ir_inst *in = &l->pf->f->insts[inst];
	u32 i;

	for (i = l->v.n; in->op == IR_OP_STORE && i-- > 0;) {
		const struct sink *s = &l->v.v[i];
		const struct ir_inst *other = &l->pf->f->insts[s->inst];

		if (s->place == place && place != IR_NONE &&
		    other->op == IR_OP_LOAD && other->loc.line == in->loc.line &&
		    other->loc.file == in->loc.file)
			return s->id;
	}
	return (*l->next_site)++;
}

static void add_sink(struct sink_list *l, u32 inst, u32 place,
		     struct ir_operand index, const struct index_spec *spec)
{
	struct sink s = { inst, place, index, spec, 0 };

	s.id = site_number(l, inst, place);
	vec_push(&l->v, s);
}

static void place_sink(struct sink_list *l, u32 inst, u32 place)
{
	const struct ir_place *pl;
	const struct rules_array *arr;
	int i;

	if (place == IR_NONE)
		return;
	pl = &l->pf->f->places[place];
	i = place_watched_index(l->pf, pl, &arr);
	if (i >= 0)
		add_sink(l, inst, place, pl->proj[i].index, &arr->spec);
}

static void operand_sink(struct sink_list *l, u32 inst, struct ir_operand o)
{
	if (o.kind == IR_OPND_ADDR)
		place_sink(l, inst, o.idx);
}

static void find_sinks(struct program *p, struct arena *a,
		       const struct pfunc *pf, struct fn *fn, u32 *next_site)
{
	struct sink_list l = { .pf = pf, .next_site = next_site };
	u32 i, j;

	for (i = 0; i < pf->f->ninsts && pf->has_sink; i++) {
		const struct ir_inst *in = &pf->f->insts[i];
		const struct rules_accessor *acc;

		place_sink(&l, i, in->place);
		place_sink(&l, i, in->place2);
		operand_sink(&l, i, in->a);
		operand_sink(&l, i, in->b);
		for (j = 0; j < in->nargs; j++)
			operand_sink(&l, i, in->args[j]);
		if (in->op != IR_OP_CALL)
			continue;
		acc = sink_accessor(p, pf, i);
		if (acc && acc->index_arg < in->nargs)
			add_sink(&l, i, IR_NONE, in->args[acc->index_arg],
				 &acc->spec);
	}
	fn->nsinks = l.v.n;
	fn->sinks = arena_memdup(a, l.v.v, sizeof(struct sink) * l.v.n);
	vec_release(&l.v);
}

static void note_loose(const struct ir_func *f, struct fn *fn,
		       struct ir_operand o, u8 how)
{
	if (o.kind == IR_OPND_ADDR && f->places[o.idx].base == IR_BASE_LOCAL)
		fn->loose[f->places[o.idx].idx] |= how;
}

/* Locals whose address is somewhere. */
static void find_loose(struct arena *a, const struct ir_func *f, struct fn *fn)
{
	u32 i, j;

	fn->loose = arena_new_array(a, u8, f->nlocals + 1);
	for (i = 0; i < f->ninsts; i++) {
		const struct ir_inst *in = &f->insts[i];

		for (j = 0; in->op == IR_OP_CALL && j < in->nargs; j++)
			note_loose(f, fn, in->args[j], FN_LOOSE_PASSED);
		if (in->op != IR_OP_CALL)
			note_loose(f, fn, in->a, in->op == IR_OP_STORE ?
				   FN_LOOSE_STORED : FN_LOOSE_COPIED);
	}
}

static void find_blocks(struct arena *a, const struct ir_func *f, struct fn *fn)
{
	u32 b, i;

	fn->block_of = arena_new_array(a, u32, f->ninsts + 1);
	for (b = 0; b < f->nblocks; b++)
		for (i = 0; i < f->blocks[b].ninst; i++)
			fn->block_of[f->blocks[b].first + i] = b;
}

void fn_prepare(struct program *p, struct arena *a, const struct slice *s,
		u32 pf, u32 *next_site)
{
	struct pfunc *pfn = &p->funcs.v[pf];
	struct fn *fn;

	if (pfn->fn)
		return;
	fn = arena_new_obj(a, struct fn);
	make_slots(a, pfn, s->func[pf].mark, fn);
	find_blocks(a, pfn->f, fn);
	find_loose(a, pfn->f, fn);
	order_blocks(a, pfn->f, fn);
	find_liveness(a, pfn, fn);
	find_thresholds(a, pfn, fn);
	find_sinks(p, a, pfn, fn, next_site);
	pfn->fn = fn;
}
