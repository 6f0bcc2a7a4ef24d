/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Operands, locals and memory of a path state.
 *
 * Memory is a set of cells, one per scalar whose address has a symbol. A
 * cell at SYM_ALL(x) is a marker for everything in x that has no cell of its
 * own: sym SYM_UNKNOWN says it is zero, a SYM_FRESH symbol says it is not
 * known, any other symbol that it equals what is there (constant data).
 * What has neither cell nor marker falls back to the sum of all stores.
 */
#include <string.h>

#include "lib/engine/exec.h"

u32 frame_point(const struct frame *fr)
{
	return pfunc_point(fr->fn, fr->inst);
}

struct ir_type value_type(struct ir_type t)
{
	struct ir_type u64_type = { IR_T_INT, 64, 0 };

	return ir_type_is_scalar(t) && t.bits ? t : u64_type;
}

void top_value(struct frame *fr, struct value *ret, struct ir_type t, u8 why)
{
	value_top(ret, value_type(t), why);
	if (ret->n)
		ret->p[0].origin = frame_point(fr);
}

void eval_operand(struct frame *fr, const struct state *st,
		  struct ir_operand o, struct value *ret)
{
	const struct ir_func *f = fr->fn->f;
	u32 s;

	if (o.kind == IR_OPND_CONST) {
		const struct ir_const *c = &f->consts[o.idx];

		value_const(ret, value_type(c->type), c->bits,
			    program_tag(fr->m->p, fr->fn->ir, c->name),
			    frame_point(fr));
		return;
	}
	if (o.kind == IR_OPND_LOCAL) {
		s = fn_slot(fr->f, o.idx);
		if (s != NO_SLOT && st->slot[s].val) {
			vals_get(fr->m->vals, st->slot[s].val, ret);
			return;
		}
	}
	top_value(fr, ret, ir_operand_type(fr->fn->ir, f, o),
		  UNPROVEN_UNKNOWN_VALUE);
}

u32 eval_sym(struct frame *fr, const struct state *st, struct ir_operand o)
{
	u32 s;

	switch (o.kind) {
	case IR_OPND_ADDR:
		return eval_place(fr, st, &fr->fn->f->places[o.idx]);
	case IR_OPND_FUNC:
		return sym_make(fr->m->syms, SYM_FUNC, fr->fn->unit, o.idx);
	case IR_OPND_LOCAL:
		s = fn_slot(fr->f, o.idx);
		return s == NO_SLOT ? SYM_UNKNOWN : st->slot[s].sym;
	default:
		return SYM_UNKNOWN;
	}
}

/* ---- addresses ---------------------------------------------------------------- */

static u32 base_sym(struct frame *fr, const struct state *st,
		    const struct ir_place *pl)
{
	struct syms *t = fr->m->syms;

	switch (pl->base) {
	case IR_BASE_LOCAL:
		return sym_make(t, SYM_LOCAL, pl->idx, 0);
	case IR_BASE_GLOBAL:
		return sym_make(t, SYM_GLOBAL, fr->fn->pu->global[pl->idx], 0);
	case IR_BASE_PTR:
		return eval_sym(fr, st,
				(struct ir_operand){ IR_OPND_LOCAL, pl->idx });
	default:
		return SYM_UNKNOWN;
	}
}

static u32 elem_number(struct frame *fr, const struct state *st,
		       struct ir_operand o)
{
	struct value v;
	s128 c;

	if (o.kind != IR_OPND_LOCAL && o.kind != IR_OPND_CONST)
		return SYM_ANY;
	eval_operand(fr, st, o, &v);
	return value_is_const(&v, &c) && c >= 0 && c < SYM_ANY ? (u32)c :
								 SYM_ANY;
}

u32 eval_place(struct frame *fr, const struct state *st,
	       const struct ir_place *pl)
{
	struct syms *t = fr->m->syms;
	u32 i, sym = base_sym(fr, st, pl);

	for (i = 0; i < pl->nproj && sym; i++) {
		const struct ir_proj *pr = &pl->proj[i];

		if (pr->kind == IR_PROJ_FIELD)
			sym = sym_make(t, SYM_FIELD, sym,
				       fr->fn->pu->field[pr->field]);
		else
			sym = sym_make(t, SYM_ELEM, sym,
				       elem_number(fr, st, pr->index));
	}
	return sym;
}

/* The slot a symbol is the storage of, or NO_SLOT. */
static u32 slot_of_sym(struct frame *fr, u32 sym)
{
	if (!sym || sym_kind(fr->m->syms, sym) != SYM_LOCAL)
		return NO_SLOT;
	return fn_slot(fr->f, sym_a(fr->m->syms, sym));
}

/* ---- locals --------------------------------------------------------------------- */

static bool def_reads(const struct frame *fr, const struct slot *s, u32 local)
{
	const struct ir_inst *in;

	if (!s->def)
		return false;
	in = &fr->fn->f->insts[s->def - 1];
	if (in->op == IR_OP_LOAD)
		return false;
	if (s->src ? s->src - 1 == local :
		     in->a.kind == IR_OPND_LOCAL && in->a.idx == local)
		return true;
	return in->b.kind == IR_OPND_LOCAL && in->b.idx == local;
}

static void forget_readers(struct frame *fr, struct state *st, u32 local)
{
	u32 i;

	for (i = 0; i < fr->f->nslots; i++)
		if (def_reads(fr, &st->slot[i], local))
			st->slot[i].def = st->slot[i].src = 0;
}

void assign_local(struct frame *fr, struct state *st, u32 local,
		  const struct value *v, u32 sym, u32 def, u32 src)
{
	u32 s = fn_slot(fr->f, local);
	bool is_ptr = fr->fn->f->locals[local].type.kind == IR_T_PTR;

	if (s == NO_SLOT)
		return;
	forget_readers(fr, st, local);
	if (sym && sym_kind(fr->m->syms, sym) == SYM_FRESH)
		state_drop_cells(st, state_cells_of(st, sym));
	st->slot[s].val = is_ptr || !v ? 0 : vals_put(fr->m->vals, v);
	st->slot[s].sym = is_ptr ? sym : SYM_UNKNOWN;
	st->slot[s].def = def;
	st->slot[s].src = src;
}

bool eval_is_private(const struct frame *fr, u32 sym)
{
	const struct syms *t = fr->m->syms;
	u32 whole = sym_whole(t, sym);

	return sym_kind(t, whole) == SYM_LOCAL && !fr->f->loose[sym_a(t, whole)];
}

/* ---- sums ------------------------------------------------------------------------ */

static void sum_value(struct frame *fr, const struct state *st,
		      const struct memsum *sum, struct ir_type t,
		      struct value *ret)
{
	struct value v;
	u32 i;

	value_empty(ret, t);
	for (i = 0; i < sum->n; i++) {
		/* stored under a guard that is known not to hold here */
		if (sum->part[i].guards & st->known_false)
			continue;
		vals_get(fr->m->vals, sum->part[i].val, &v);
		if (!ir_type_eq(v.type, t))
			value_cast(&v, t, &v);
		value_join(ret, ret, &v);
	}
}

/*
 * The width of a bit-field is the program's own bound, unlike that of a plain
 * type. Like a mask it fixes the value here, which still comes from where it
 * came from: callers may pass what stays below it.
 */
static void cut_to_width(struct frame *fr, struct value *v, u32 bits)
{
	struct value r;
	s128 lo = 0, hi = ((s128)1 << bits) - 1;
	u32 i;

	if (v->type.is_signed) {
		hi >>= 1;
		lo = -hi - 1;
	}
	if (!v->n || (!value_is_open(v) && v->p[0].lo >= lo && value_max(v) <= hi))
		return;
	value_range(&r, v->type, lo, hi, frame_point(fr));
	for (i = 0; i < v->n; i++) {
		r.p[0].deps |= v->p[i].deps;
		r.p[0].flags |= VALUE_FIXED | (v->p[i].flags & VALUE_MERGED);
	}
	*v = r;
}

static u32 bit_width(const struct frame *fr, const struct ir_place *pl)
{
	const struct ir_proj *pr;

	if (!pl->nproj)
		return 0;
	pr = &pl->proj[pl->nproj - 1];
	return pr->kind == IR_PROJ_FIELD ?
	       fr->fn->ir->fields[pr->field].bit_width : 0;
}

/* The sum that stands for a place, or NULL when nothing is known of it. */
static const struct memsum *sum_of_place(const struct frame *fr,
					 const struct ir_place *pl)
{
	struct machine *m = fr->m;
	u32 g, rel = IR_NONE, field = place_field(fr->fn, pl);
	const struct memsum *sum = NULL;

	/* the word of a guard has writers outside, the hardware among them */
	if (guards_of_place(fr, pl))
		return NULL;

	if (field != IR_NONE) {
		rel = field;
		if (!m->p->fields.v[field].escaped &&
		    m->p->fields.v[field].has_store)
			sum = &m->field_sum[field];
	} else if (pl->base == IR_BASE_GLOBAL) {
		g = fr->fn->pu->global[pl->idx];
		rel = m->p->fields.n + g;
		if (!m->p->globals.v[g].escaped)
			sum = &m->global_sum[g];
	}
	if (rel == IR_NONE || !sum)
		return NULL;
	m->loaded[rel / 64] |= 1ull << (rel % 64);
	return sum->any ? sum : NULL;
}

/* Why nothing is known of what a place holds. */
static u8 why_unknown(const struct frame *fr, const struct ir_place *pl)
{
	u32 field = place_field(fr->fn, pl);
	u8 why;

	if (field != IR_NONE)
		why = fr->m->p->fields.v[field].has_store ?
		      fr->m->field_unknown[field] : 0;
	else if (pl->base == IR_BASE_GLOBAL)
		why = fr->m->global_unknown[fr->fn->pu->global[pl->idx]];
	else
		return UNPROVEN_UNKNOWN_VALUE;
	return why ? why : UNPROVEN_UNKNOWN_FIELD;
}

static const struct memsum *load_sum(struct frame *fr, const struct state *st,
				     const struct ir_place *pl,
				     struct value *ret)
{
	const struct memsum *sum = sum_of_place(fr, pl);
	struct ir_type t = value_type(pl->type);

	if (sum)
		sum_value(fr, st, sum, t, ret);
	else
		top_value(fr, ret, t, why_unknown(fr, pl));
	return sum;
}

/* ---- constant data ------------------------------------------------------------------ */

/* Steps from a global down to a scalar: fields and ranges of elements. */
struct path_item {
	bool is_field;
	u32 field;	/* program field */
	u32 nelem;
	struct value index;
};

#define MAX_PATH 6

struct const_path {
	u32 global;
	u32 n;
	struct path_item item[MAX_PATH];
};

static void index_all(struct path_item *it, u32 elem)
{
	struct ir_type t = { IR_T_INT, 64, 1 };

	if (elem == SYM_ANY)
		value_range(&it->index, t, 0, INT64_MAX, 0);
	else
		value_range(&it->index, t, elem, elem, 0);
}

/* Fills the path from a symbol; false when it is not plain global data. */
static bool path_of_sym(struct frame *fr, u32 sym, struct const_path *ret)
{
	struct syms *t = fr->m->syms;
	struct path_item *it;

	if (sym_kind(t, sym) == SYM_GLOBAL) {
		ret->global = sym_a(t, sym);
		ret->n = 0;
		return true;
	}
	if (sym_kind(t, sym) != SYM_FIELD && sym_kind(t, sym) != SYM_ELEM)
		return false;
	if (!path_of_sym(fr, sym_a(t, sym), ret) || ret->n == MAX_PATH)
		return false;
	it = &ret->item[ret->n++];
	it->is_field = sym_kind(t, sym) == SYM_FIELD;
	it->field = sym_b(t, sym);
	it->nelem = 0;
	index_all(it, sym_b(t, sym));
	return true;
}

static bool path_of_place(struct frame *fr, const struct state *st,
			  const struct ir_place *pl, struct const_path *ret)
{
	u32 i, base = base_sym(fr, st, pl);

	if (!base || !path_of_sym(fr, base, ret))
		return false;
	for (i = 0; i < pl->nproj; i++) {
		const struct ir_proj *pr = &pl->proj[i];
		struct path_item *it = &ret->item[ret->n];

		if (ret->n++ == MAX_PATH - 1)
			return false;
		it->is_field = pr->kind == IR_PROJ_FIELD;
		it->nelem = pr->nelem;
		if (it->is_field)
			it->field = fr->fn->pu->field[pr->field];
		else if (pr->index.kind == IR_OPND_NONE)
			index_all(it, SYM_ANY);
		else
			eval_operand(fr, st, pr->index, &it->index);
	}
	return true;
}

/* An initialiser that is not known hides all that lies below it. */
static bool init_matches(const struct punit *pu, const struct ir_init *in,
			 const struct const_path *path)
{
	u32 i;

	if (in->nproj > path->n ||
	    (in->nproj < path->n && in->kind != IR_OPND_NONE))
		return false;
	for (i = 0; i < in->nproj; i++) {
		const struct path_item *it = &path->item[i];
		bool is_field = in->proj[i].kind == IR_PROJ_FIELD;

		if (is_field != it->is_field)
			return false;
		if (is_field ? pu->field[in->proj[i].field] != it->field :
			       !value_contains(&it->index,
					       in->proj[i].index.idx))
			return false;
	}
	return true;
}

/* How many scalars the path can name, cut at the arrays' lengths. */
static u64 path_count(const struct const_path *path, u32 nelem)
{
	u64 n = 1;
	u32 i, j;

	for (i = 0; i < path->n; i++) {
		const struct path_item *it = &path->item[i];
		u32 len = it->nelem ? it->nelem : nelem;
		u64 count = 0;

		if (it->is_field)
			continue;
		for (j = 0; j < len && j < 65536; j++)
			count += value_contains(&it->index, j);
		n *= count ? count : 1;
	}
	return n;
}

static bool load_const(struct frame *fr, const struct const_path *path,
		       struct ir_type t, struct value *ret)
{
	const struct program *p = fr->m->p;
	const struct pglobal *pg = &p->globals.v[path->global];
	const struct punit *pu = &p->units.v[pg->unit];
	const struct ir_global *g = &pu->ir->globals[pg->global];
	struct value v;
	u64 hits = 0;
	u32 i;

	if (!(pg->flags & IR_GLOBAL_DEFINED) || !(pg->flags & IR_GLOBAL_CONST))
		return false;
	value_empty(ret, t);
	for (i = 0; i < g->ninits; i++) {
		const struct ir_init *in = &g->inits[i];

		if (!init_matches(pu, in, path))
			continue;
		if (in->kind != IR_OPND_CONST)
			return false;
		value_const(&v, t, in->value.bits,
			    program_tag(p, pu->ir, in->value.name),
			    frame_point(fr));
		value_join(ret, ret, &v);
		hits++;
	}
	if (hits < path_count(path, g->nelem)) {
		value_const(&v, t, 0, 0, frame_point(fr));
		value_join(ret, ret, &v);
	}
	return true;
}

/* ---- loads ----------------------------------------------------------------------------- */

static void cell_value(struct frame *fr, const struct cell *c,
		       struct ir_type t, struct value *ret)
{
	if (!c->val) {
		top_value(fr, ret, t, UNPROVEN_UNKNOWN_VALUE);
		return;
	}
	vals_get(fr->m->vals, c->val, ret);
	if (!ir_type_eq(ret->type, t))
		value_cast(ret, t, ret);
}

/* The union of the cells that may be what is meant, as far as subscripts are known. */
static bool load_overlapping(struct frame *fr, const struct state *st, u32 addr,
			     const struct value *index, struct ir_type t,
			     struct value *ret)
{
	struct syms *sy = fr->m->syms;
	struct cell_range in = state_cells_of(st, sym_root(sy, addr));
	bool some = sym_kind(sy, addr) == SYM_ELEM && sym_b(sy, addr) == SYM_ANY;
	bool any = false;
	struct value v;
	u32 i;

	value_empty(ret, t);
	fr->m->cells_seen += in.end - in.first;
	for (i = in.first; i < in.end; i++) {
		const struct cell *c = &st->cells[i];

		if (!sym_overlap(sy, c->addr, addr))
			continue;
		any = true;
		if (some && sym_b(sy, c->addr) != SYM_ANY &&
		    !value_contains(index, sym_b(sy, c->addr)))
			continue;
		cell_value(fr, c, t, &v);
		value_join(ret, ret, &v);
	}
	return any;
}

static const struct cell *find_cell(struct frame *fr, const struct state *st,
				    u32 addr)
{
	struct syms *t = fr->m->syms;
	const struct cell *c = state_cell(fr, st, addr);

	if (!c && sym_kind(t, addr) == SYM_ELEM)
		c = state_cell(fr, st, sym_make(t, SYM_ELEM, sym_a(t, addr),
						SYM_ANY));
	return c;
}

static const struct cell *find_marker(struct frame *fr, const struct state *st,
				      u32 addr, u32 *ret_at)
{
	struct syms *t = fr->m->syms;
	u32 a;

	for (a = addr;; a = sym_a(t, a)) {
		const struct cell *c = state_cell(fr, st,
						  sym_make(t, SYM_ALL, a, 0));

		*ret_at = a;
		if (c)
			return c;
		if (sym_kind(t, a) != SYM_FIELD && sym_kind(t, a) != SYM_ELEM)
			return NULL;
	}
}

static void load_marked(struct frame *fr, const struct cell *marker, u32 at,
			u32 addr, const struct const_path *own,
			struct ir_type t, struct value *ret)
{
	struct const_path path;
	u32 src = marker->sym;

	if (src == SYM_UNKNOWN) {
		value_const(ret, t, 0, 0, frame_point(fr));
		return;
	}
	if (sym_kind(fr->m->syms, src) != SYM_FRESH) {
		addr = sym_rebase(fr->m->syms, addr, &at, &src, 1);
		if (addr && path_of_sym(fr, addr, &path)) {
			/* the place knows its index better than the symbol */
			if (path.n && own->n && !path.item[path.n - 1].is_field &&
			    !own->item[own->n - 1].is_field)
				path.item[path.n - 1] = own->item[own->n - 1];
			if (load_const(fr, &path, t, ret))
				return;
		}
	}
	top_value(fr, ret, t, UNPROVEN_UNKNOWN_VALUE);
}

static void last_index(struct frame *fr, const struct state *st,
		       const struct ir_place *pl, struct const_path *ret)
{
	const struct ir_proj *pr = pl->nproj ? &pl->proj[pl->nproj - 1] : NULL;

	ret->n = 1;
	ret->item[0].is_field = !pr || pr->kind == IR_PROJ_FIELD;
	ret->item[0].nelem = pr ? pr->nelem : 0;
	if (ret->item[0].is_field || pr->index.kind == IR_OPND_NONE)
		index_all(&ret->item[0], SYM_ANY);
	else
		eval_operand(fr, st, pr->index, &ret->item[0].index);
}

static bool field_is_summed(const struct frame *fr, const struct ir_place *pl)
{
	u32 field = place_field(fr->fn, pl);

	return field != IR_NONE && !fr->m->p->fields.v[field].escaped &&
	       fr->m->p->fields.v[field].has_store;
}

/* What a marker says, or one of the cells that may be meant. */
static void load_rest(struct frame *fr, const struct state *st, u32 addr,
		      const struct cell *marker, u32 at,
		      const struct const_path *own, struct ir_type t,
		      struct value *ret)
{
	struct value v;

	load_overlapping(fr, st, addr, &own->item[0].index, t, ret);
	load_marked(fr, marker, at, addr, own, t, &v);
	value_join(ret, ret, &v);
}

/* Returns the sum the value came from, NULL when it came from elsewhere. */
static const struct memsum *load_int(struct frame *fr, const struct state *st,
				     const struct ir_place *pl, u32 addr,
				     struct value *ret)
{
	struct ir_type t = value_type(pl->type);
	struct const_path path, own;
	const struct cell *c;
	u32 at;

	if (addr && sym_names_one(fr->m->syms, addr) &&
	    (c = state_cell(fr, st, addr))) {
		cell_value(fr, c, t, ret);
		return NULL;
	}
	last_index(fr, st, pl, &own);
	if (addr && (c = find_marker(fr, st, addr, &at))) {
		/* what anybody may have left in a field is in its sum */
		if (c->sym && sym_kind(fr->m->syms, c->sym) == SYM_FRESH &&
		    field_is_summed(fr, pl))
			return load_sum(fr, st, pl, ret);
		load_rest(fr, st, addr, c, at, &own, t, ret);
		return NULL;
	}
	/* a part of a variable that has no cell was not stored yet */
	if (addr &&
	    sym_kind(fr->m->syms, sym_root(fr->m->syms, addr)) == SYM_LOCAL &&
	    load_overlapping(fr, st, addr, &own.item[0].index, t, ret))
		return NULL;
	if (path_of_place(fr, st, pl, &path) && load_const(fr, &path, t, ret))
		return NULL;
	return load_sum(fr, st, pl, ret);
}

const struct memsum *eval_load(struct frame *fr, struct state *st,
			       const struct ir_place *pl, struct value *ret,
			       u32 *ret_sym, u32 *ret_addr)
{
	const struct memsum *sum;
	struct syms *t = fr->m->syms;
	u32 w = bit_width(fr, pl), addr = eval_place(fr, st, pl), s = slot_of_sym(fr, addr);
	const struct cell *c;

	*ret_sym = SYM_UNKNOWN;
	*ret_addr = addr;
	if (pl->is_volatile) {
		*ret_addr = SYM_UNKNOWN;
		top_value(fr, ret, pl->type, UNPROVEN_UNKNOWN_VALUE);
		return NULL;
	}
	if (s != NO_SLOT) {
		eval_operand(fr, st, (struct ir_operand){ IR_OPND_LOCAL,
			     fr->f->local[s] }, ret);
		if (!ir_type_eq(ret->type, value_type(pl->type)))
			value_cast(ret, value_type(pl->type), ret);
		*ret_sym = st->slot[s].sym;
		return NULL;
	}
	if (pl->type.kind != IR_T_PTR) {
		sum = load_int(fr, st, pl, addr, ret);
		if (w && w <= ret->type.bits)
			cut_to_width(fr, ret, w);
		return sum;
	}
	top_value(fr, ret, pl->type, UNPROVEN_UNKNOWN_VALUE);
	c = addr ? find_cell(fr, st, addr) : NULL;
	*ret_sym = c ? c->sym : sym_make(t, SYM_LOAD, addr, 0);
	if (!*ret_sym)
		*ret_sym = sym_make(t, SYM_FRESH, frame_point(fr), 0);
	return NULL;
}

/* ---- stores ----------------------------------------------------------------------------- */

/* Where the cells are that a store through addr may change. */
static struct cell_range cells_reached(const struct frame *fr,
				       const struct state *st, u32 addr)
{
	struct cell_range all = { 0, st->ncells };
	u32 root = sym_root(fr->m->syms, addr);

	/* a variable of this function is not reached by other names */
	if (sym_kind(fr->m->syms, root) == SYM_LOCAL)
		all = state_cells_of(st, root);
	fr->m->cells_seen += all.end - all.first;
	return all;
}

/* A pointer without a name does not lead to variables whose address is nowhere. */
static bool is_kept(const struct frame *fr, u32 addr, const struct cell *c)
{
	return !addr && eval_is_private(fr, c->addr);
}

static void join_cell(struct frame *fr, struct cell *c, const struct value *v,
		      u32 sym)
{
	struct value w = *v;

	if (c->sym != sym)
		c->sym = SYM_UNKNOWN;
	if (!c->val)
		return;
	if (!ir_type_eq(w.type, vals_type(fr->m->vals, c->val)))
		value_cast(&w, vals_type(fr->m->vals, c->val), &w);
	c->val = vals_join(fr->m->vals, c->val, vals_put(fr->m->vals, &w));
}

/* Locals an unnamed pointer may reach. */
static void store_anywhere(struct frame *fr, struct state *st,
			   const struct value *v)
{
	u32 i;

	for (i = 0; i < fr->f->nslots; i++) {
		u32 l = fr->f->local[i];
		struct value w;

		if (!(fr->f->loose[l] & (FN_LOOSE_COPIED | FN_LOOSE_STORED)) ||
		    !st->slot[i].val)
			continue;
		value_cast(&w, vals_type(fr->m->vals, st->slot[i].val), v);
		st->slot[i].val = vals_join(fr->m->vals, st->slot[i].val,
					    vals_put(fr->m->vals, &w));
		st->slot[i].def = 0;
		forget_readers(fr, st, l);
	}
}

static void forget_loads(struct frame *fr, struct state *st, u32 addr,
			 u32 field)
{
	u32 i;

	for (i = 0; i < fr->f->nslots; i++) {
		struct slot *s = &st->slot[i];

		if (s->def && fr->fn->f->insts[s->def - 1].op == IR_OP_LOAD &&
		    (s->src == addr || sym_may_meet(fr->m->syms, addr, field, s->src)))
			s->def = s->src = 0;
	}
}

/* One is in a global, the other in a variable of a caller. */
static bool are_apart(const struct frame *fr, u32 a, u32 b)
{
	const struct syms *t = fr->m->syms;
	u32 ra = sym_root(t, a), rb = sym_root(t, b), p;

	if (sym_kind(t, ra) != SYM_GLOBAL) {
		p = ra;
		ra = rb;
	} else {
		p = rb;
	}
	return sym_kind(t, ra) == SYM_GLOBAL && sym_kind(t, p) == SYM_PARAM &&
	       sym_a(t, p) < 32 && (fr->ctx->to_locals >> sym_a(t, p) & 1) &&
	       sym_whole(t, a) == sym_root(t, a) && sym_whole(t, b) == sym_root(t, b);
}

/* What a store through addr does to a cell that may be a name of the same. */
static void join_aliased(struct frame *fr, struct cell *c, u32 addr, u32 field,
			 const struct value *v, u32 sym)
{
	if (is_kept(fr, addr, c) || are_apart(fr, addr, c->addr))
		return;
	if (sym_may_meet(fr->m->syms, addr, field, c->addr))
		join_cell(fr, c, v, sym);
	/* there may be something else now among what has no cell */
	else if (sym_may_lie_in(fr->m->syms, addr, c->addr))
		c->sym = sym_make(fr->m->syms, SYM_FRESH, frame_point(fr), 0);
}

/*
 * A store to some element leaves the others what they are: adds that to its
 * cell. False when there is to be no cell.
 */
static bool join_others(struct frame *fr, struct state *st, struct ir_type t,
			struct cell *c)
{
	const struct cell *old = state_cell(fr, st, c->addr), *m;
	struct const_path own = { .n = 0 };
	struct value rest;
	u32 at;

	if (c->sym && (!old || old->sym != c->sym))
		c->sym = SYM_UNKNOWN;
	if (old) {
		c->val = vals_join(fr->m->vals, old->val, c->val);
		return true;
	}
	m = find_marker(fr, st, c->addr, &at);
	if (m) {
		index_all(&own.item[0], SYM_ANY);
		load_rest(fr, st, c->addr, m, at, &own, t, &rest);
		c->val = vals_join(fr->m->vals, c->val,
				   vals_put(fr->m->vals, &rest));
		return true;
	}
	/* what the others hold is in the sum, or was never stored */
	return sym_kind(fr->m->syms, sym_root(fr->m->syms, c->addr)) == SYM_LOCAL;
}

static void store_cells(struct frame *fr, struct state *st,
			const struct ir_place *pl, u32 addr,
			const struct value *v, u32 sym)
{
	u32 i, field = place_field(fr->fn, pl);
	struct cell_range in = cells_reached(fr, st, addr);
	struct cell c = { .addr = addr, .sym = sym };

	forget_loads(fr, st, addr, field);
	for (i = in.first; i < in.end; i++)
		join_aliased(fr, &st->cells[i], addr, field, v, sym);
	if (!addr)
		return;
	if (pl->type.kind == IR_T_PTR) {
		u32 old = sym_make(fr->m->syms, SYM_LOAD, addr, 0);

		state_drop_within(fr, st, old);
	} else {
		c.val = vals_put(fr->m->vals, v);
	}
	if (!sym_names_one(fr->m->syms, addr) && !join_others(fr, st, v->type, &c))
		return;
	state_set_cell(fr, st, c);
}

static void record_mem_store(struct frame *fr, struct state *st,
			     const struct ir_place *pl, const struct value *v)
{
	u32 field = place_field(fr->fn, pl);

	if (field != IR_NONE) {
		if (fr->m->demand.field[field])
			record_store(fr, st, false, field, v);
	} else if (pl->base == IR_BASE_GLOBAL) {
		u32 g = fr->fn->pu->global[pl->idx];

		if (fr->m->demand.global[g])
			record_store(fr, st, true, g, v);
	}
}

void exec_forget(struct frame *fr, struct state *st, const struct ir_place *pl)
{
	u32 i, addr = eval_place(fr, st, pl), field = place_field(fr->fn, pl);
	struct cell_range in = cells_reached(fr, st, addr);

	guard_kill(st, guards_of_place(fr, pl));
	forget_loads(fr, st, addr, field);
	for (i = in.end; i-- > in.first;)
		if (st->cells[i].addr == addr ||
		    (!is_kept(fr, addr, &st->cells[i]) &&
		     sym_may_meet(fr->m->syms, addr, field, st->cells[i].addr)))
			state_drop_cell(st, i);
	if (addr && !find_marker(fr, st, addr, &i))
		state_lose(fr, st, addr);
}

void exec_store(struct frame *fr, struct state *st, const struct ir_place *pl,
		const struct value *v, u32 sym)
{
	u32 addr = eval_place(fr, st, pl), s = slot_of_sym(fr, addr);
	u32 w = bit_width(fr, pl);
	struct value x;

	value_cast(&x, value_type(pl->type), v);
	if (w && w <= x.type.bits)
		cut_to_width(fr, &x, w);
	if (s != NO_SLOT) {
		u32 l = fr->f->local[s];

		value_cast(&x, value_type(fr->fn->f->locals[l].type), &x);
		assign_local(fr, st, l, &x, sym, 0, 0);
		return;
	}
	guard_store(fr, st, guards_of_place(fr, pl), &x);
	store_cells(fr, st, pl, addr, &x, sym);
	if (!addr && place_field(fr->fn, pl) == IR_NONE)
		store_anywhere(fr, st, &x);
	record_mem_store(fr, st, pl, &x);
}

/* ---- aggregates ---------------------------------------------------------------------------- */

static void drop_within(struct frame *fr, struct state *st, u32 addr)
{
	u32 i;

	if (addr)
		state_drop_within(fr, st, addr);
	for (i = st->ncells; !addr && i-- > 0;)
		if (sym_kind(fr->m->syms, st->cells[i].root) != SYM_LOCAL)
			state_drop_cell(st, i);
	for (i = 0; i < fr->f->nslots; i++)
		if (st->slot[i].def &&
		    fr->fn->f->insts[st->slot[i].def - 1].op == IR_OP_LOAD)
			st->slot[i].def = st->slot[i].src = 0;
}

static void set_marker(struct frame *fr, struct state *st, u32 addr, u32 sym)
{
	struct cell c = { .addr = sym_make(fr->m->syms, SYM_ALL, addr, 0),
			  .sym = sym };

	if (addr)
		state_set_cell(fr, st, c);
}

void exec_copymem(struct frame *fr, struct state *st,
		  const struct ir_place *dst, const struct ir_place *src)
{
	struct syms *t = fr->m->syms;
	u32 d = eval_place(fr, st, dst), s = eval_place(fr, st, src);
	struct cell_range in = state_cells_of(st, sym_root(t, s));
	u32 i, at, n = in.end - in.first;
	struct cell *old = arena_memdup(fr->scratch, &st->cells[in.first],
					sizeof(*old) * n);
	const struct cell *m = s ? find_marker(fr, st, s, &at) : NULL;
	u32 msym = m ? m->sym : 0;

	drop_within(fr, st, d);
	state_lose(fr, st, d);
	if (!d || !s)
		return;
	if (m && !(msym && sym_kind(t, msym) != SYM_FRESH && at != s))
		set_marker(fr, st, d, msym);
	else if (sym_kind(t, sym_root(t, s)) == SYM_GLOBAL)
		set_marker(fr, st, d, s);
	for (i = 0; i < n; i++) {
		struct cell c = old[i];

		if (!sym_within(t, c.addr, s))
			continue;
		c.addr = sym_rebase(t, c.addr, &s, &d, 1);
		state_set_cell(fr, st, c);
	}
}

void exec_zeromem(struct frame *fr, struct state *st,
		  const struct ir_place *dst)
{
	u32 d = eval_place(fr, st, dst), s = slot_of_sym(fr, d);
	struct value v;

	if (s != NO_SLOT) {
		u32 l = fr->f->local[s];

		value_const(&v, value_type(fr->fn->f->locals[l].type), 0, 0,
			    frame_point(fr));
		assign_local(fr, st, l, &v, SYM_UNKNOWN, 0, 0);
		return;
	}
	drop_within(fr, st, d);
	set_marker(fr, st, d, SYM_UNKNOWN);
}

void exec_clobber(struct frame *fr, struct state *st,
		  const struct ir_place *dst)
{
	u32 d = eval_place(fr, st, dst), s = slot_of_sym(fr, d);
	struct value v;

	guard_kill(st, guards_of_place(fr, dst));
	if (s != NO_SLOT) {
		u32 l = fr->f->local[s];

		top_value(fr, &v, fr->fn->f->locals[l].type,
			  UNPROVEN_UNKNOWN_VALUE);
		assign_local(fr, st, l, &v,
			     sym_make(fr->m->syms, SYM_FRESH,
				      frame_point(fr), 0), 0, 0);
		return;
	}
	drop_within(fr, st, d);
	set_marker(fr, st, d, sym_make(fr->m->syms, SYM_FRESH,
				       frame_point(fr), 0));
}
