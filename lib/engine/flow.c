/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Execution of one function: a worklist of blocks, each with the states that
 * reach it, kept apart until exact union or the budget allows to merge them.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/engine/confirm.h"
#include "lib/engine/reach.h"

/* Arrivals at a loop head before widening starts. */
#define WIDEN_AFTER 3
/* In small functions, where counting a loop out costs little. */
#define WIDEN_AFTER_SMALL 18
#define SMALL_BLOCKS 30
/* Where states are of single integers, each of which counts. */
#define WIDEN_AFTER_FINE 8000

/* From so many states of a block on, most are told apart by a signature. */
#define MANY_STATES 32

struct bstate {
	struct state *st;
	u64 signature;
	bool done, has_signature;
};

struct bstates {
	VEC(struct bstate) v;
	u32 arrivals;
};

/* States that branched off inside a block, to be finished first. */
struct split {
	struct state *st;
	u32 inst;
};

struct flow {
	struct bstates *block;	/* per block */
	u64 *pending;		/* blocks with work, by position in the order */
	VEC(struct split) splits;
};

void flow_split(struct frame *fr, struct state *st, u32 inst)
{
	struct split s = { st, inst };

	vec_push(&fr->flow->splits, s);
}

/* ---- arrival at a block ------------------------------------------------------ */

static void set_pending(struct frame *fr, u32 block)
{
	u32 pos = fr->f->rpo[block];

	fr->flow->pending[pos / 64] |= 1ull << (pos % 64);
}

static bool same_guards(const struct state *a, const struct state *b)
{
	return a->known_true == b->known_true &&
	       a->known_false == b->known_false;
}

static u32 nonzero_bytes(u64 x)
{
	x |= x >> 4;
	x |= x >> 2;
	x |= x >> 1;
	return (u32)((x & 0x0101010101010101ull) * 0x0101010101010101ull >> 56);
}

/* How far a state is away at least, as the signatures have it. */
static u32 least_distance(struct frame *fr, struct bstate *b, u64 signature)
{
	if (!b->has_signature) {
		b->signature = state_signature(fr, b->st);
		b->has_signature = true;
	}
	return nonzero_bytes(b->signature ^ signature);
}

/*
 * The state to merge with: nearest, of equal guards where there is one.
 * Distances from `limit` on count alike.
 */
static u32 nearest(struct frame *fr, struct bstates *b, const struct state *st,
		   u32 limit, u32 *ret_distance)
{
	bool many = b->v.n >= MANY_STATES;
	u64 signature = many ? state_signature(fr, st) : 0;
	u32 i, d, best = 0, best_d = UINT32_MAX;

	for (i = 0; i < b->v.n && best_d; i++) {
		if (best_d < limit)
			limit = best_d;
		if (many && least_distance(fr, &b->v.v[i], signature) >= limit)
			continue;
		d = state_distance(fr, b->v.v[i].st, st, limit);
		/* one guard known true here and false there: exact union */
		if (d > 1 && !same_guards(b->v.v[i].st, st))
			d += 64;
		if (d < best_d) {
			best_d = d;
			best = i;
		}
	}
	*ret_distance = best_d;
	return best;
}

static void remove_state(struct bstates *b, u32 i)
{
	b->v.v[i] = b->v.v[--b->v.n];
}

/* Drops states that the new one covers, then adds it. */
static void add_state(struct frame *fr, u32 block, struct state *st)
{
	struct bstates *b = &fr->flow->block[block];
	struct bstate bs = { .st = st };
	u32 i;

	for (i = b->v.n; i-- > 0;)
		if (state_leq(fr, b->v.v[i].st, st))
			remove_state(b, i);
	vec_push(&b->v, bs);
	set_pending(fr, block);
}

static bool covered(struct frame *fr, const struct bstates *b,
		    const struct state *st)
{
	u32 i;

	for (i = 0; i < b->v.n; i++)
		if (state_leq(fr, st, b->v.v[i].st))
			return true;
	return false;
}

static void merge_into(struct frame *fr, u32 block, u32 i, struct state *st,
		       bool widen, bool lossy)
{
	struct bstates *b = &fr->flow->block[block];
	struct state *m = state_merge(fr, b->v.v[i].st, st, widen, lossy);

	/* the new one may differ in what a merge gives up: that is no news */
	if (state_equal(fr, m, b->v.v[i].st))
		return;
	remove_state(b, i);
	/* rounds of the loop that the widened state speaks for, too */
	for (i = b->v.n; widen && i-- > 0;)
		if (state_inside(fr, b->v.v[i].st, m))
			remove_state(b, i);
	add_state(fr, block, m);
}

/*
 * A loop that is counted out leaves a state for each round behind. They only
 * serve to notice one that comes again, so they make room for new ones.
 */
static void evict_done(struct frame *fr, struct bstates *b)
{
	u32 i, n = b->v.n;

	if (!fr->m->confirm || fr->settled || n < fr->m->opt.max_states)
		return;
	for (i = n; i-- > 0;)
		if (b->v.v[i].done)
			remove_state(b, i);
	fr->evicted |= b->v.n < n;
}

static u32 widen_after(const struct frame *fr)
{
	if (fr->m->confirm)
		return WIDEN_AFTER_FINE;
	return fr->f->norder <= SMALL_BLOCKS ? WIDEN_AFTER_SMALL : WIDEN_AFTER;
}

void flow_enqueue(struct frame *fr, u32 block, struct state *st)
{
	struct bstates *b = &fr->flow->block[block];
	bool loop = fr->f->loop_head[block], widen;
	u32 d, i;

	if (fr->settled && loop)
		return;
	state_trim(fr, st, block);
	if (covered(fr, b, st))
		return;
	b->arrivals++;
	evict_done(fr, b);
	if (!b->v.n) {
		add_state(fr, block, st);
		return;
	}
	widen = loop && b->arrivals > widen_after(fr);
	i = nearest(fr, b, st, widen || b->v.n >= fr->m->opt.max_states ? 64 : 2, &d);
	if (widen && same_guards(b->v.v[i].st, st)) {
		fr->widened = true;
		merge_into(fr, block, i, st, true, false);
	} else if (d <= 1)
		merge_into(fr, block, i, st, false, false);
	else if (b->v.n < fr->m->opt.max_states)
		add_state(fr, block, st);
	else
		merge_into(fr, block, i, st, loop, true);
}

/* ---- running ------------------------------------------------------------------------ */

static void run_from(struct frame *fr, struct state *st, u32 inst)
{
	const struct ir_func *f = fr->fn->f;
	u32 block = fr->f->block_of[inst];
	u32 last = f->blocks[block].first + f->blocks[block].ninst - 1;

	for (; inst < last; inst++)
		if (!exec_inst(fr, st, inst))
			return;
	fr->inst = inst;
	if (exec_inst(fr, st, inst))
		exec_term(fr, st, inst);
}

/* Values of a state that are compared and joined for the price of a block. */
#define SLOTS_PER_STEP 32
/* Cells that are copied, compared or asked at a store for the same price. */
#define CELLS_PER_STEP 4096

static bool over_budget(struct frame *fr)
{
	if (fr->m->confirm && confirm_done(fr->m->confirm))
		return true;
	fr->steps++;
	fr->m->steps += 1 + fr->f->nslots / SLOTS_PER_STEP +
			fr->m->cells_seen / CELLS_PER_STEP;
	fr->m->cells_seen %= CELLS_PER_STEP;
	return fr->steps > fr->m->opt.max_steps ||
	       fr->m->steps > fr->m->last_step;
}

static void run_block(struct frame *fr, u32 block, struct state *st)
{
	struct flow *fl = fr->flow;

	run_from(fr, state_copy(fr, st), fr->fn->f->blocks[block].first);
	while (fl->splits.n) {
		struct split s = fl->splits.v[--fl->splits.n];

		if (over_budget(fr))
			break;
		run_from(fr, s.st, s.inst);
	}
	vec_clear(&fl->splits);
}

static u32 next_pending(struct frame *fr)
{
	u32 i, words = (fr->f->norder + 63) / 64;

	for (i = 0; i < words; i++)
		if (fr->flow->pending[i])
			return i * 64 +
			       (u32)__builtin_ctzll(fr->flow->pending[i]);
	return IR_NONE;
}

/* One state of the first block that has one left to do. */
static bool run_next(struct frame *fr)
{
	u32 pos = next_pending(fr), block, i;
	struct bstates *b;

	if (pos == IR_NONE)
		return false;
	block = fr->f->order[pos];
	b = &fr->flow->block[block];
	for (i = 0; i < b->v.n; i++) {
		if (b->v.v[i].done)
			continue;
		b->v.v[i].done = true;
		run_block(fr, block, b->v.v[i].st);
		return true;
	}
	fr->flow->pending[pos / 64] &= ~(1ull << (pos % 64));
	return true;
}

/* ---- entry ---------------------------------------------------------------------------- */

static struct state *entry_state(struct frame *fr)
{
	struct state *st = state_new(fr);
	struct context *c = fr->ctx;
	u32 i;

	st->known_true = c->known_true;
	st->known_false = c->known_false;
	st->lost = c->lost;
	st->lossy = c->lossy;
	for (i = 0; i < c->nparams; i++) {
		u32 s = fn_slot(fr->f, i);

		if (s == NO_SLOT)
			continue;
		st->slot[s].val = c->val[i];
		st->slot[s].sym = c->sym[i];
	}
	for (i = 0; i < c->ncells; i++)
		state_set_cell(fr, st, c->cells[i]);
	return st;
}

/* Works through all pending states; false when the budget ended it. */
static bool run_pending(struct frame *fr)
{
	while (run_next(fr)) {
		if (over_budget(fr)) {
			sink_give_up(fr);
			return false;
		}
	}
	return true;
}

/*
 * While a loop is widened its states pass through bounds that the program
 * never set. What came of them is forgotten; everything runs once more from
 * the loop heads as they came to rest.
 */
static void run_settled(struct frame *fr)
{
	u32 i, j;

	vec_clear(&fr->res->exits);
	vec_clear(&fr->res->records);
	for (i = 0; i < fr->f->norder; i++) {
		u32 block = fr->f->order[i];
		struct bstates *b = &fr->flow->block[block];

		if (!fr->f->loop_head[block])
			vec_clear(&b->v);
		for (j = 0; j < b->v.n; j++)
			b->v.v[j].done = false;
		if (b->v.n)
			set_pending(fr, block);
	}
	fr->settled = true;
	flow_enqueue(fr, 0, entry_state(fr));
	run_pending(fr);
	fr->settled = false;
}

static void free_flow(struct frame *fr)
{
	u32 i;

	for (i = 0; i < fr->fn->f->nblocks; i++)
		vec_release(&fr->flow->block[i].v);
	vec_release(&fr->flow->splits);
}

static void run(struct frame *fr)
{
	const struct ir_func *f = fr->fn->f;
	struct flow fl;

	memset(&fl, 0, sizeof(fl));
	fl.block = arena_new_array(fr->scratch, struct bstates, f->nblocks);
	fl.pending = arena_new_array(fr->scratch, u64,
				     fr->f->norder / 64 + 1);
	fr->flow = &fl;
	fr->steps = 0;
	fr->widened = fr->evicted = false;
	flow_enqueue(fr, 0, entry_state(fr));
	if (run_pending(fr) && fr->widened) {
		if (fr->evicted)
			sink_give_up(fr);
		else
			run_settled(fr);
	}
	free_flow(fr);
	fr->flow = NULL;
}

static bool exits_equal(struct frame *fr, const exit_vec *a, const exit_vec *b)
{
	u32 i, j;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++) {
		const struct exit_state *x = &a->v[i], *y = &b->v[i];

		if (!vals_subset(fr->m->vals, x->ret_val, y->ret_val) ||
		    x->known_true != y->known_true ||
		    x->known_false != y->known_false ||
		    x->ncells != y->ncells)
			return false;
		for (j = 0; j < x->nparams; j++)
			if (x->param[j] != y->param[j])
				return false;
		if (x->ncells && memcmp(x->cells, y->cells,
					sizeof(struct cell) * x->ncells))
			return false;
	}
	return true;
}

#define MAX_RECURSION_ROUNDS 16
#define RECURSION_WIDEN_AFTER 3

/*
 * In recursion the exits of one round feed the next: what they teach about
 * arguments would grow by one call each time, and results may.
 */
static void settle_exits(struct frame *fr, exit_vec *exits,
			 const exit_vec *before, u32 round)
{
	struct value a, b, r;
	u32 i, j;

	for (i = 0; i < exits->n; i++) {
		struct exit_state *x = &exits->v[i];

		memset(x->param, 0, sizeof(u32) * x->nparams);
		for (j = 0; round > RECURSION_WIDEN_AFTER && x->ret_val &&
		     j < before->n; j++) {
			if (before->v[j].known_true != x->known_true ||
			    before->v[j].known_false != x->known_false ||
			    !before->v[j].ret_val)
				continue;
			vals_get(fr->m->vals, before->v[j].ret_val, &a);
			vals_get(fr->m->vals, x->ret_val, &b);
			value_widen(&r, &a, &b, fr->f->thr, fr->f->nthr);
			x->ret_val = vals_put(fr->m->vals, &r);
		}
	}
}

static bool same_exit(struct frame *fr, const struct exit_state *a,
		      const struct exit_state *b)
{
	return a->ret_sym == b->ret_sym && a->known_true == b->known_true &&
	       a->known_false == b->known_false && a->lost == b->lost &&
	       a->path_deps == b->path_deps && a->lossy == b->lossy &&
	       a->ncells == b->ncells &&
	       !memcmp(a->cells, b->cells, sizeof(struct cell) * a->ncells) &&
	       !memcmp(a->param, b->param, sizeof(u32) * a->nparams) &&
	       vals_subset(fr->m->vals, a->ret_val, b->ret_val);
}

/* Each call inside would bring back one more of the same. */
static void drop_same_exits(struct frame *fr, exit_vec *v)
{
	u32 i, j, n = 0;

	for (i = 0; i < v->n; i++) {
		for (j = 0; j < n; j++)
			if (same_exit(fr, &v->v[i], &v->v[j]))
				break;
		if (j == n)
			v->v[n++] = v->v[i];
	}
	v->n = n;
}

/* A running context was asked for its own result: repeat until it holds. */
static void run_to_fixpoint(struct frame *fr)
{
	struct result *res = &fr->ctx->res;
	exit_vec before;
	u32 round;

	for (round = 0;; round++) {
		before = res->exits;
		memset(&res->exits, 0, sizeof(res->exits));
		/* readers of the running context see the last round */
		fr->ctx->prev_exits = before;
		run(fr);
		if (fr->ctx->used_running)
			settle_exits(fr, &res->exits, &before, round);
		if (fr->ctx->used_running)
			drop_same_exits(fr, &res->exits);
		if (!fr->ctx->used_running ||
		    exits_equal(fr, &res->exits, &before))
			break;
		if (round == MAX_RECURSION_ROUNDS) {
			sink_give_up(fr);
			break;
		}
		vec_release(&before);
	}
	vec_release(&before);
	memset(&fr->ctx->prev_exits, 0, sizeof(fr->ctx->prev_exits));
}

/* Runs, and keeps apart what memory was read for it: others may reuse it. */
static void run_noting_loads(struct machine *m, struct context *ctx,
			     struct frame *fr)
{
	u64 *before = m->loaded;
	u32 i;

	if (!ctx->loaded)
		ctx->loaded = arena_new_array(m->arena, u64, m->rel_words);
	m->loaded = ctx->loaded;
	run_to_fixpoint(fr);
	m->loaded = before;
	for (i = 0; i < m->rel_words; i++)
		before[i] |= ctx->loaded[i];
}

struct result *execute(struct machine *m, struct frame *up,
		       struct context *ctx, bool root)
{
	struct frame fr;

	memset(&fr, 0, sizeof(fr));
	fr.m = m;
	fr.up = up;
	fr.ctx = ctx;
	fr.pf = ctx->pf;
	fr.fn = &m->p->funcs.v[ctx->pf];
	fr.f = fr.fn->fn;
	fr.root = root;
	fr.report = root || m->demand.escalated[ctx->pf];
	fr.res = &ctx->res;
	fr.depth = up ? up->depth + 1 : 0;
	fr.outer_used = UINT32_MAX;
	fr.scratch = arena_new();
	reach_enter(m, ctx->pf);
	ctx->running = true;
	ctx->depth = fr.depth;
	run_noting_loads(m, ctx, &fr);
	ctx->running = false;
	arena_free(fr.scratch);
	if (fr.res->incomplete)
		reach_give_up(m, ctx->pf);
	if (fr.outer_used < fr.depth) {
		/* built on a result that is not final: do not keep it */
		ctx->provisional = true;
		if (up && fr.outer_used < up->outer_used)
			up->outer_used = fr.outer_used;
	}
	return fr.res;
}
