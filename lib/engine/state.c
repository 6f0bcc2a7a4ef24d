/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Path states: copies, order, distance, union. */
#include <string.h>

#include "lib/engine/exec.h"

#define MAX_STEPS 48

static size_t state_size(const struct frame *fr)
{
	return sizeof(struct state) + sizeof(struct slot) * fr->f->nslots;
}

struct state *state_new(struct frame *fr)
{
	return arena_zalloc(fr->scratch, state_size(fr));
}

struct state *state_copy(struct frame *fr, const struct state *st)
{
	struct state *c = arena_memdup(fr->scratch, st, state_size(fr));

	fr->m->cells_seen += st->ncells;
	c->cap = st->ncells;
	c->cells = arena_memdup(fr->scratch, st->cells,
				sizeof(struct cell) * st->ncells);
	return c;
}

/* ---- cells --------------------------------------------------------------- */

static bool is_before(const struct cell *c, u32 root, u32 addr)
{
	return c->root < root || (c->root == root && c->addr < addr);
}

u32 cells_find(const struct cell *v, u32 n, u32 root, u32 addr)
{
	u32 lo = 0, hi = n;

	while (lo < hi) {
		u32 mid = (lo + hi) / 2;

		if (is_before(&v[mid], root, addr))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct cell_range state_cells_of(const struct state *st, u32 root)
{
	u32 first = cells_find(st->cells, st->ncells, root, 0);

	return (struct cell_range){ first, first +
		cells_find(st->cells + first, st->ncells - first, root + 1, 0) };
}

const struct cell *state_cell(const struct frame *fr, const struct state *st,
			      u32 addr)
{
	u32 i = cells_find(st->cells, st->ncells, sym_root(fr->m->syms, addr),
			   addr);

	return i < st->ncells && st->cells[i].addr == addr ? &st->cells[i] :
							     NULL;
}

/* The cell of st at the address of c, for cells that come in order. */
static const struct cell *cell_like(const struct state *st, u32 *pos,
				    const struct cell *c)
{
	while (*pos < st->ncells &&
	       is_before(&st->cells[*pos], c->root, c->addr))
		++*pos;
	return *pos < st->ncells && st->cells[*pos].addr == c->addr ?
	       &st->cells[*pos] : NULL;
}

static void cells_grow(struct frame *fr, struct state *st)
{
	u32 cap = st->cap ? st->cap * 2 : 8;
	struct cell *v = arena_alloc(fr->scratch, sizeof(*v) * cap);

	if (st->ncells)
		memcpy(v, st->cells, sizeof(*v) * st->ncells);
	st->cells = v;
	st->cap = cap;
}

void state_set_cell(struct frame *fr, struct state *st, struct cell c)
{
	u32 i;

	c.root = sym_root(fr->m->syms, c.addr);
	i = cells_find(st->cells, st->ncells, c.root, c.addr);
	if (i < st->ncells && st->cells[i].addr == c.addr) {
		st->cells[i] = c;
		return;
	}
	if (st->ncells == st->cap)
		cells_grow(fr, st);
	memmove(&st->cells[i + 1], &st->cells[i],
		sizeof(c) * (st->ncells - i));
	st->cells[i] = c;
	st->ncells++;
}

void state_drop_cells(struct state *st, struct cell_range gone)
{
	if (gone.first == gone.end)
		return;
	memmove(&st->cells[gone.first], &st->cells[gone.end],
		sizeof(struct cell) * (st->ncells - gone.end));
	st->ncells -= gone.end - gone.first;
}

void state_drop_cell(struct state *st, u32 i)
{
	state_drop_cells(st, (struct cell_range){ i, i + 1 });
}

void state_lose(struct frame *fr, struct state *st, u32 addr)
{
	struct syms *t = fr->m->syms;
	u32 root = sym_root(t, addr);

	if (sym_kind(t, root) == SYM_LOCAL)
		state_set_cell(fr, st, (struct cell){
			.addr = sym_make(t, SYM_ALL, root, 0),
			.sym = sym_make(t, SYM_FRESH, 0, 0) });
}

void state_drop_within(struct frame *fr, struct state *st, u32 addr)
{
	const struct syms *t = fr->m->syms;
	struct cell_range in = state_cells_of(st, sym_root(t, addr));
	struct cell_range gone = in;
	u32 i;

	fr->m->cells_seen += in.end - in.first;
	for (i = in.first; i < in.end; i++)
		if (!sym_within(t, st->cells[i].addr, addr))
			st->cells[gone.first++] = st->cells[i];
	state_drop_cells(st, gone);
}

static bool local_is_dead(struct frame *fr, u32 local, u32 block)
{
	u32 s = fn_slot(fr->f, local);

	return s == NO_SLOT || !fn_live(fr->f, block, s);
}

/* What a slot's definition reads, or IR_NONE; its stand-in where it has one. */
static u32 def_local(struct frame *fr, const struct slot *s)
{
	const struct ir_inst *in = &fr->fn->f->insts[s->def - 1];

	if (in->op == IR_OP_LOAD || in->op == IR_OP_CALL)
		return IR_NONE;
	if (s->src)
		return s->src - 1;
	return in->a.kind == IR_OPND_LOCAL ? in->a.idx : IR_NONE;
}

static bool def_is_dead(struct frame *fr, const struct slot *s, u32 block)
{
	const struct ir_inst *in = &fr->fn->f->insts[s->def - 1];
	u32 local = def_local(fr, s);

	if (in->op == IR_OP_LOAD || in->op == IR_OP_CALL)
		return false;
	return (local != IR_NONE && local_is_dead(fr, local, block)) ||
	       (in->b.kind == IR_OPND_LOCAL &&
		local_is_dead(fr, in->b.idx, block));
}

/* What a local is a copy of, of the same type; IR_NONE: it is none. */
static u32 copied_from(struct frame *fr, const struct state *st, u32 local)
{
	u32 s = fn_slot(fr->f, local), from;

	if (s == NO_SLOT || !st->slot[s].def ||
	    fr->fn->f->insts[st->slot[s].def - 1].op != IR_OP_COPY)
		return IR_NONE;
	from = def_local(fr, &st->slot[s]);
	return from != IR_NONE && ir_type_eq(fr->fn->f->locals[from].type,
					     fr->fn->f->locals[local].type) ?
	       from : IR_NONE;
}

#define MAX_COPIES 4

/* The definition reads what lives, by another name if need be. */
static bool name_live(struct frame *fr, const struct state *st, struct slot *s,
		      u32 block)
{
	u32 i, local = def_local(fr, s);

	for (i = 0; local != IR_NONE && i < MAX_COPIES; i++) {
		if (!local_is_dead(fr, local, block)) {
			s->src = i ? local + 1 : s->src;
			return true;
		}
		local = copied_from(fr, st, local);
	}
	return false;
}

/*
 * Before locals die: what was computed from a copy that does was computed from
 * what it is a copy of, and a copy of a local that does is what that one was.
 * So temporaries on the way do not cut what is known of where a value came from.
 */
static void keep_def(struct frame *fr, struct state *st, struct slot *s, u32 block)
{
	u32 i, from, local = fr->f->local[s - st->slot];

	for (i = 0; i < MAX_COPIES && !name_live(fr, st, s, block); i++) {
		from = copied_from(fr, st, local);
		if (from == IR_NONE)
			return;
		local = from;
		from = fn_slot(fr->f, local);
		if (from == NO_SLOT || !st->slot[from].def ||
		    st->slot[from].val != s->val)
			return;
		s->def = st->slot[from].def;
		s->src = st->slot[from].src;
	}
}

void state_trim(struct frame *fr, struct state *st, u32 block)
{
	u32 i;

	for (i = 0; i < fr->f->nslots; i++)
		if (fn_live(fr->f, block, i) && st->slot[i].def &&
		    def_is_dead(fr, &st->slot[i], block))
			keep_def(fr, st, &st->slot[i], block);
	for (i = 0; i < fr->f->nslots; i++)
		if (!fn_live(fr->f, block, i))
			memset(&st->slot[i], 0, sizeof(st->slot[i]));
	for (i = 0; i < fr->f->nslots; i++) {
		struct slot *s = &st->slot[i];

		/* an expression over a dead local says nothing any more */
		if (s->def && def_is_dead(fr, s, block))
			s->def = s->src = 0;
	}
}

static bool slot_leq(struct frame *fr, const struct slot *a,
		     const struct slot *b)
{
	if (b->sym && a->sym != b->sym)
		return false;
	if (b->def && (a->def != b->def || a->src != b->src))
		return false;
	return vals_subset(fr->m->vals, a->val, b->val);
}

/* The marker that covers addr, or NULL; see eval.c. */
static const struct cell *covering(struct frame *fr, const struct state *st,
				   u32 addr)
{
	struct syms *t = fr->m->syms;
	u32 a;

	for (a = addr; a; a = sym_a(t, a)) {
		const struct cell *c = state_cell(fr, st,
						  sym_make(t, SYM_ALL, a, 0));

		if (c)
			return c;
		if (sym_kind(t, a) != SYM_FIELD && sym_kind(t, a) != SYM_ELEM)
			return NULL;
	}
	return NULL;
}

static bool is_marker(const struct frame *fr, const struct cell *c)
{
	return sym_kind(fr->m->syms, c->addr) == SYM_ALL;
}

static bool is_unknown(const struct frame *fr, const struct cell *marker)
{
	return marker->sym && sym_kind(fr->m->syms, marker->sym) == SYM_FRESH;
}

static bool cell_leq(struct frame *fr, const struct cell *a,
		     const struct cell *b)
{
	if (is_marker(fr, b))
		return a->sym == b->sym || is_unknown(fr, b);
	return (!b->sym || a->sym == b->sym) &&
	       vals_subset(fr->m->vals, a->val, b->val);
}

/* A state that has no such cell covers one that has it. */
static bool may_lack(struct frame *fr, const struct state *st,
		     const struct cell *c)
{
	const struct cell *m;

	if (is_marker(fr, c))
		return false;
	m = covering(fr, st, c->addr);
	/* a variable without cell and marker was not stored to */
	if (sym_kind(fr->m->syms, c->root) == SYM_LOCAL)
		return m && is_unknown(fr, m) &&
		       sym_field(fr->m->syms, c->addr) == IR_NONE;
	/* all else falls back to the sum, unless a marker hides that */
	return !m;
}

static bool cells_leq(struct frame *fr, const struct state *a,
		      const struct state *b)
{
	u32 i, pos = 0;

	for (i = 0; i < b->ncells; i++) {
		const struct cell *cb = &b->cells[i];
		const struct cell *ca = cell_like(a, &pos, cb);

		fr->m->cells_seen++;
		if (!ca || !cell_leq(fr, ca, cb))
			return false;
	}
	fr->m->cells_seen += a->ncells;
	for (i = pos = 0; i < a->ncells; i++)
		if (!cell_like(b, &pos, &a->cells[i]) &&
		    !may_lack(fr, b, &a->cells[i]))
			return false;
	return true;
}

/* A slot compared costs as much as so many cells, mostly to get at the state. */
#define CELLS_PER_SLOT 32

static void count_slots(struct frame *fr, u32 n)
{
	if (fr->m->confirm)
		fr->m->cells_seen += CELLS_PER_SLOT * (n + 1);
}

bool state_leq(struct frame *fr, const struct state *a, const struct state *b)
{
	u32 i;

	if ((b->known_true & ~a->known_true) ||
	    (b->known_false & ~a->known_false) || (a->lossy && !b->lossy) ||
	    (a->lost & ~b->lost) ||
	    (a->path_deps & ~b->path_deps))
		return false;
	i = fr->differ[0];
	count_slots(fr, 0);
	if (i < fr->f->nslots && !slot_leq(fr, &a->slot[i], &b->slot[i]))
		return false;
	for (i = 0; i < fr->f->nslots; i++)
		if (!slot_leq(fr, &a->slot[i], &b->slot[i]))
			break;
	count_slots(fr, i);
	if (i == fr->f->nslots)
		return cells_leq(fr, a, b);
	fr->differ[0] = i;
	return false;
}

static bool val_inside(struct frame *fr, u32 a, u32 b)
{
	struct value va, vb;

	if (a == b || !b)
		return true;
	if (!a)
		return false;
	vals_get(fr->m->vals, a, &va);
	vals_get(fr->m->vals, b, &vb);
	return value_within(&va, &vb);
}

bool state_inside(struct frame *fr, const struct state *a,
		  const struct state *b)
{
	u32 i;

	if (a->known_true != b->known_true ||
	    a->known_false != b->known_false || a->ncells != b->ncells)
		return false;
	for (i = 0; i < fr->f->nslots; i++)
		if ((b->slot[i].sym && a->slot[i].sym != b->slot[i].sym) ||
		    !val_inside(fr, a->slot[i].val, b->slot[i].val))
			return false;
	for (i = 0; i < b->ncells; i++)
		if (a->cells[i].addr != b->cells[i].addr ||
		    a->cells[i].sym != b->cells[i].sym ||
		    !val_inside(fr, a->cells[i].val, b->cells[i].val))
			return false;
	return true;
}

bool state_equal(struct frame *fr, const struct state *a,
		 const struct state *b)
{
	return a->known_true == b->known_true &&
	       a->known_false == b->known_false &&
	       a->path_deps == b->path_deps && a->lossy == b->lossy &&
	       a->lost == b->lost &&
	       a->ncells == b->ncells &&
	       !memcmp(a->slot, b->slot,
		       sizeof(struct slot) * fr->f->nslots) &&
	       !memcmp(a->cells, b->cells, sizeof(struct cell) * a->ncells);
}

/* The union of two values is exact when all else is equal; pointers have none. */
static u32 entry_distance(u32 val_a, u32 val_b, u32 sym_a, u32 sym_b)
{
	return sym_a != sym_b ? 2 : val_a != val_b;
}

static u32 cells_distance(struct frame *fr, const struct state *a,
			  const struct state *b, u32 limit)
{
	u32 i = 0, j = 0, n = 0;

	while (n < limit && (i < a->ncells || j < b->ncells)) {
		const struct cell *x = i < a->ncells ? &a->cells[i] : NULL;
		const struct cell *y = j < b->ncells ? &b->cells[j] : NULL;

		if (x && y && x->addr == y->addr) {
			n += entry_distance(x->val, y->val, x->sym, y->sym);
			i++;
			j++;
		} else {
			n += 2; /* the union loses it altogether */
			if (x && (!y || is_before(x, y->root, y->addr)))
				i++;
			else
				j++;
		}
	}
	fr->m->cells_seen += i + j;
	return n;
}

static u32 slot_distance(const struct state *a, const struct state *b, u32 i)
{
	return entry_distance(a->slot[i].val, b->slot[i].val, a->slot[i].sym,
			      b->slot[i].sym);
}

u32 state_distance(struct frame *fr, const struct state *a,
		   const struct state *b, u32 limit)
{
	u32 i, d, n = 0, x = fr->differ[0], y = fr->differ[1];

	if (limit <= 2 && x != y && x < fr->f->nslots && y < fr->f->nslots &&
	    slot_distance(a, b, x) && slot_distance(a, b, y))
		return 2;
	if (a->known_true != b->known_true || a->known_false != b->known_false)
		n += __builtin_popcount((a->known_true ^ b->known_true) |
					(a->known_false ^ b->known_false));
	for (i = 0; i < fr->f->nslots && n < limit; i++) {
		d = slot_distance(a, b, i);
		if (d && i != fr->differ[0]) {
			fr->differ[1] = fr->differ[0];
			fr->differ[0] = i;
		}
		n += d;
	}
	count_slots(fr, i / CELLS_PER_SLOT);
	if (n < limit)
		n += cells_distance(fr, a, b, limit - n);
	return n;
}

/* One byte of a signature for all that has the same `place` modulo 8. */
static u64 signature_of(u32 place, u32 val, u32 sym)
{
	u64 h = (val ^ (u64)sym << 32) * 0x9e3779b97f4a7c15ull;

	return (h >> 56) << (place % 8 * 8);
}

u64 state_signature(const struct frame *fr, const struct state *st)
{
	u64 s = signature_of(7, st->known_true, st->known_false);
	u32 i;

	for (i = 0; i < fr->f->nslots; i++)
		s ^= signature_of(i, st->slot[i].val, st->slot[i].sym);
	for (i = 0; i < st->ncells; i++)
		s ^= signature_of(st->cells[i].addr, st->cells[i].val,
				  st->cells[i].sym);
	fr->m->cells_seen += st->ncells;
	return s;
}

/* Ends where loops are stopped: the function's, and the state's own bounds. */
struct thresholds {
	u32 n;
	s64 v[512];
};

static void add_threshold(struct thresholds *t, s128 x)
{
	u32 i;

	if (t->n == ARRAY_SIZE(t->v) || x < INT64_MIN || x > INT64_MAX)
		return;
	for (i = t->n; i > 0 && t->v[i - 1] > (s64)x; i--)
		;
	if (i > 0 && t->v[i - 1] == (s64)x)
		return;
	memmove(&t->v[i + 1], &t->v[i], sizeof(s64) * (t->n - i));
	t->v[i] = (s64)x;
	t->n++;
}

static void find_thresholds(struct frame *fr, const struct state *old,
			    const struct state *st, struct thresholds *t)
{
	struct value v;
	u32 i;
	int d;

	t->n = fr->f->nthr < 256 ? fr->f->nthr : 256;
	memcpy(t->v, fr->f->thr, sizeof(s64) * t->n);
	for (i = 0; i < fr->f->nslots; i++) {
		/* what the loop changes is no bound of it */
		if (!st->slot[i].val || st->slot[i].val != old->slot[i].val)
			continue;
		vals_get(fr->m->vals, st->slot[i].val, &v);
		/* nor is what only its type bounds */
		for (d = -1; v.n && d <= 1; d++) {
			if (v.p[0].flags & VALUE_LO_SET)
				add_threshold(t, v.p[0].lo + d);
			if (v.p[v.n - 1].flags & VALUE_HI_SET)
				add_threshold(t, value_max(&v) + d);
		}
	}
}

static u32 join_vals(struct frame *fr, u32 old, u32 new,
		     const struct thresholds *thr)
{
	struct vals *t = fr->m->vals;
	struct value a, b, r;

	if (!thr || !old || !new || vals_subset(t, new, old))
		return vals_join(t, old, new);
	vals_get(t, old, &a);
	vals_get(t, new, &b);
	value_widen(&r, &a, &b, thr->v, thr->n);
	return vals_put(t, &r);
}

static void merge_slot(struct frame *fr, struct slot *to,
		       const struct slot *from, const struct thresholds *thr)
{
	if (to->sym != from->sym)
		to->sym = SYM_UNKNOWN;
	if (to->def != from->def || to->src != from->src)
		to->def = to->src = 0;
	if (to->val != from->val)
		to->val = join_vals(fr, to->val, from->val, thr);
}

static void drop_covering(struct frame *fr, struct state *st, u32 addr)
{
	const struct cell *c;

	while ((c = covering(fr, st, addr)))
		state_drop_cell(st, (u32)(c - st->cells));
}

/* A cell only one of the two states has: what a marker says, or nothing. */
static void merge_single(struct frame *fr, struct state *to,
			 const struct state *lacks, const struct cell *c)
{
	const struct cell *m = covering(fr, lacks, c->addr);
	struct cell r = *c;
	struct value zero;

	if (!m || m->sym != SYM_UNKNOWN || !c->val) {
		const struct cell *mine;

		drop_covering(fr, to, r.addr);
		mine = state_cell(fr, to, r.addr);
		if (mine)
			state_drop_cell(to, (u32)(mine - to->cells));
		state_lose(fr, to, r.addr);
		return;
	}
	value_const(&zero, vals_type(fr->m->vals, c->val), 0, 0, 0);
	r.val = vals_join(fr->m->vals, c->val, vals_put(fr->m->vals, &zero));
	state_set_cell(fr, to, r);
}

static void merge_cell(struct frame *fr, struct cell *c, const struct cell *o,
		       const struct thresholds *thr)
{
	/* zero here and something else there is not known */
	if (c->sym != o->sym && is_marker(fr, c))
		c->sym = sym_make(fr->m->syms, SYM_FRESH, 0, 0);
	else if (c->sym != o->sym)
		c->sym = SYM_UNKNOWN;
	if (c->val != o->val)
		c->val = join_vals(fr, c->val, o->val, thr);
}

static void merge_cells(struct frame *fr, struct state *to,
			const struct state *old, const struct state *from,
			const struct thresholds *thr)
{
	u32 i, pos = 0;

	fr->m->cells_seen += old->ncells + from->ncells;
	for (i = 0; i < old->ncells; i++) {
		const struct cell *o = cell_like(from, &pos, &old->cells[i]);
		struct cell c = old->cells[i];

		if (!o) {
			merge_single(fr, to, from, &old->cells[i]);
			continue;
		}
		if (c.sym == o->sym && c.val == o->val)
			continue;
		if (!state_cell(fr, to, c.addr))
			continue; /* a marker that had to go */
		merge_cell(fr, &c, o, thr);
		state_set_cell(fr, to, c);
	}
	for (i = pos = 0; i < from->ncells; i++)
		if (!cell_like(old, &pos, &from->cells[i]))
			merge_single(fr, to, old, &from->cells[i]);
}

/* What differed lost its relation to everything else that did. */
static void mark_merged(struct frame *fr, struct state *r,
			const struct state *a, const struct state *b)
{
	u32 i, at_a = 0, at_b = 0;

	for (i = 0; i < fr->f->nslots; i++)
		if (a->slot[i].val != b->slot[i].val)
			r->slot[i].val = vals_merged(fr->m->vals,
						     r->slot[i].val);
	for (i = 0; i < r->ncells; i++) {
		const struct cell *x = cell_like(a, &at_a, &r->cells[i]);
		const struct cell *y = cell_like(b, &at_b, &r->cells[i]);

		if (!x || !y || x->val != y->val)
			r->cells[i].val = vals_merged(fr->m->vals,
						      r->cells[i].val);
	}
	r->lost |= (a->known_true ^ b->known_true) |
		   (a->known_false ^ b->known_false);
	r->lossy = true;
}

void state_doubt(struct frame *fr, struct state *st)
{
	u32 i;

	for (i = 0; i < fr->f->nslots; i++)
		st->slot[i].val = vals_merged(fr->m->vals, st->slot[i].val);
	for (i = 0; i < st->ncells; i++)
		st->cells[i].val = vals_merged(fr->m->vals, st->cells[i].val);
	st->lost = ~(st->known_true | st->known_false);
	st->lossy = true;
}

struct state *state_merge(struct frame *fr, const struct state *old,
			  const struct state *st, bool widen, bool lossy)
{
	struct state *r = state_copy(fr, old);
	struct thresholds thr;
	u32 i;

	if (widen)
		find_thresholds(fr, old, st, &thr);
	r->known_true &= st->known_true;
	r->known_false &= st->known_false;
	r->path_deps |= st->path_deps;
	r->lossy |= st->lossy;
	r->lost |= st->lost;
	for (i = 0; i < fr->f->nslots; i++)
		merge_slot(fr, &r->slot[i], &st->slot[i], widen ? &thr : NULL);
	merge_cells(fr, r, old, st, widen ? &thr : NULL);
	if (lossy)
		mark_merged(fr, r, old, st);
	return r;
}

void state_step(struct frame *fr, struct state *st, u8 kind, u32 detail)
{
	struct step *s;

	if (st->path && st->path->len >= MAX_STEPS)
		return;
	s = arena_new_obj(fr->m->arena, struct step);
	s->prev = st->path;
	s->point = frame_point(fr);
	s->kind = kind;
	s->detail = detail;
	s->len = st->path ? st->path->len + 1 : 1;
	st->path = s;
}
