/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A pointer is followed from where it is made (an address, a parameter) to
 * where it is used, through copies and calls, in any order of instructions.
 * What a use may do to the memory behind it has a degree; a parameter has the
 * worst degree of its uses, and hands it on to what callers pass.
 */
#include "lib/engine/writers.h"

#include <string.h>

#include "lib/engine/layout.h"

/* What may become of memory whose address was given away; each includes those before. */
enum degree {
	KEPT,		/* nothing */
	/* stored somewhere: a plain pointer to a scalar may come back */
	STORED,
	/* seen by code that is not collected: it fills in variables it is given */
	SEEN,
	/* written with something unknown */
	WRITTEN,
};

enum source_kind {
	FROM_PARAM,	/* parameter `id` of the function */
	FROM_PLACE,	/* address of place `id` of the function */
	FROM_RECORD,	/* some object of record `id` */
};

/* What an argument points to, waiting for the degree of the parameter. */
struct edge {
	u32 pf;
	u32 id;
	u32 next;
	u8 kind;	/* enum source_kind */
};

struct writers {
	struct program *p;
	u32 *param_base;	/* per pfunc: number of its first parameter */
	u8 *degree;		/* per parameter */
	u32 *head;		/* per parameter: first edge */
	VEC(struct edge) edges;
	u32vec work;		/* parameters whose degree went up */
	struct arena *scratch;	/* of one function */
};

/*
 * What each local of a function may point to: a row of bits, parameters
 * first, then places.
 */
struct origins {
	u32 nwords;
	u64 *row;
};

/* ---- what a degree does ----------------------------------------------------------- */

static void escape_record(struct writers *w, u32 record)
{
	struct layout_fields all = layout_fields(w->p, record);
	u32 i;

	for (i = 0; i < all.n; i++)
		w->p->fields.v[all.field[i]].escaped = true;
}

static void zero_record(struct writers *w, u32 record)
{
	struct layout_fields all = layout_fields(w->p, record);
	u32 i;

	for (i = 0; i < all.n; i++)
		w->p->fields.v[all.field[i]].zeroed = true;
}

/* The field a place ends in is a record or an array of them. */
static bool ends_in_record(const struct pfunc *pf, const struct ir_place *pl)
{
	u32 i;

	for (i = pl->nproj; i-- > 0;)
		if (pl->proj[i].kind == IR_PROJ_FIELD)
			return pf->ir->fields[pl->proj[i].field].type.kind ==
			       IR_T_AGG;
	return false;
}

/* The registers are in it: it is passed everywhere, to be worked with. */
static bool is_handle(const struct program *p, u32 record)
{
	struct layout_fields all = layout_fields(p, record);
	u32 i;

	for (i = 0; i < all.n; i++)
		if (p->fields.v[all.field[i]].watched)
			return true;
	return false;
}

static void raise_place(struct writers *w, const struct pfunc *pf,
			const struct ir_place *pl, enum degree d)
{
	u32 record = layout_place_record(w->p, pf, pl);
	u32 field = place_field(pf, pl);
	/* a variable handed out is there to be filled in, a member is a handle */
	enum degree whole = pl->base == IR_BASE_LOCAL &&
			    !is_handle(w->p, record) ? SEEN : WRITTEN;

	if (field != IR_NONE && !ends_in_record(pf, pl)) {
		if (d >= STORED)
			w->p->fields.v[field].escaped = true;
		return;
	}
	if (d >= whole) {
		escape_record(w, record);
		if (field != IR_NONE)
			w->p->fields.v[field].escaped = true;
	}
	if (field == IR_NONE && pl->base == IR_BASE_GLOBAL &&
	    d >= (record == PF_NONE ? STORED : WRITTEN))
		w->p->globals.v[pf->pu->global[pl->idx]].escaped = true;
}

static void raise_param(struct writers *w, u32 pf, u32 param, enum degree d)
{
	u32 i = w->param_base[pf] + param;

	if (w->degree[i] >= d)
		return;
	w->degree[i] = (u8)d;
	vec_push(&w->work, i);
}

static void raise_source(struct writers *w, const struct edge *e, enum degree d)
{
	const struct pfunc *pf = &w->p->funcs.v[e->pf];

	switch (e->kind) {
	case FROM_PARAM:
		raise_param(w, e->pf, e->id, d);
		break;
	case FROM_PLACE:
		raise_place(w, pf, &pf->f->places[e->id], d);
		break;
	default:
		if (d == WRITTEN)
			escape_record(w, e->id);
		break;
	}
}

/* ---- where pointers come from --------------------------------------------------------- */

static u64 *row(const struct origins *o, u32 local)
{
	return &o->row[(size_t)local * o->nwords];
}

static bool merge_operand(const struct pfunc *pf, const struct origins *o,
			  u32 dst, struct ir_operand a)
{
	u64 *to = row(o, dst);
	bool changed = false;
	u32 i;

	if (a.kind == IR_OPND_ADDR) {
		const struct ir_place *pl = &pf->f->places[a.idx];

		i = pf->f->nparams + a.idx;
		/* &*p, &p[n]: the pointer itself */
		if (pl->base == IR_BASE_PTR && place_field(pf, pl) == IR_NONE)
			return merge_operand(pf, o, dst, (struct ir_operand){
				IR_OPND_LOCAL, pl->idx });
		changed = !(to[i / 64] >> (i % 64) & 1);
		to[i / 64] |= 1ull << (i % 64);
		return changed;
	}
	if (a.kind != IR_OPND_LOCAL)
		return false;
	for (i = 0; i < o->nwords; i++) {
		u64 more = row(o, a.idx)[i] & ~to[i];

		to[i] |= more;
		changed |= more != 0;
	}
	return changed;
}

/* A local that has a place and no part: what pointers kept in memory are. */
static bool is_whole_local(const struct ir_func *f, u32 place)
{
	return f->places[place].base == IR_BASE_LOCAL && !f->places[place].nproj;
}

static bool merge_inst(const struct pfunc *pf, const struct origins *o,
		       const struct ir_inst *in)
{
	const struct ir_func *f = pf->f;

	switch (in->op) {
	case IR_OP_COPY:
	case IR_OP_CAST:
	case IR_OP_PTRADD:
		return merge_operand(pf, o, in->dst, in->a);
	case IR_OP_STORE:
		return is_whole_local(f, in->place) &&
		       merge_operand(pf, o, f->places[in->place].idx, in->a);
	case IR_OP_LOAD:
		return is_whole_local(f, in->place) &&
		       merge_operand(pf, o, in->dst, (struct ir_operand){
				IR_OPND_LOCAL, f->places[in->place].idx });
	default:
		return false;
	}
}

static void find_origins(struct writers *w, const struct pfunc *pf,
			 struct origins *o)
{
	const struct ir_func *f = pf->f;
	bool changed = true;
	u32 i;

	o->nwords = (f->nparams + f->nplaces) / 64 + 1;
	o->row = arena_new_array(w->scratch, u64,
				 (size_t)f->nlocals * o->nwords + 1);
	for (i = 0; i < f->nparams; i++)
		if (f->locals[i].type.kind != IR_T_AGG)
			row(o, i)[i / 64] |= 1ull << (i % 64);
	while (changed) {
		changed = false;
		for (i = 0; i < f->ninsts; i++)
			changed |= merge_inst(pf, o, &f->insts[i]);
	}
}

/* ---- uses of pointers --------------------------------------------------------------------- */

typedef void (*source_fn)(struct writers *w, const struct edge *e, u32 detail);

/* Everything an operand may point to. */
static void each_source(struct writers *w, u32 pf, const struct origins *o,
			struct ir_operand a, source_fn fn, u32 detail)
{
	const struct ir_func *f = w->p->funcs.v[pf].f;
	struct edge e = { .pf = pf };
	u32 i;

	if (a.kind == IR_OPND_ADDR) {
		e.kind = FROM_PLACE;
		e.id = a.idx;
		fn(w, &e, detail);
	}
	if (a.kind != IR_OPND_LOCAL || f->locals[a.idx].type.kind != IR_T_PTR)
		return;
	for (i = 0; i < f->nparams + f->nplaces; i++) {
		if (!(row(o, a.idx)[i / 64] >> (i % 64) & 1))
			continue;
		e.kind = i < f->nparams ? FROM_PARAM : FROM_PLACE;
		e.id = i < f->nparams ? i : i - f->nparams;
		fn(w, &e, detail);
	}
	e.kind = FROM_RECORD;
	e.id = layout_local_record(w->p, &w->p->funcs.v[pf], a.idx);
	if (e.id != PF_NONE)
		fn(w, &e, detail);
}

static void raise_now(struct writers *w, const struct edge *e, u32 detail)
{
	raise_source(w, e, (enum degree)detail);
}

static void raise_later(struct writers *w, const struct edge *e, u32 param)
{
	struct edge mine = *e;

	mine.next = w->head[param];
	w->head[param] = w->edges.n;
	vec_push(&w->edges, mine);
}

/* Something other than a store to a field lands where a pointer points. */
static void write_through(struct writers *w, u32 pf, const struct origins *o,
			  const struct ir_place *pl)
{
	if (pl->base != IR_BASE_PTR ||
	    place_field(&w->p->funcs.v[pf], pl) != IR_NONE)
		return;
	each_source(w, pf, o, (struct ir_operand){ IR_OPND_LOCAL, pl->idx },
		    raise_now, WRITTEN);
}

static void use_store(struct writers *w, u32 pf, const struct origins *o,
		      const struct ir_inst *in)
{
	const struct ir_func *f = w->p->funcs.v[pf].f;

	if (is_whole_local(f, in->place))
		return;
	each_source(w, pf, o, in->a, raise_now, STORED);
	if (f->places[in->place].type.kind != IR_T_PTR)
		write_through(w, pf, o, &f->places[in->place]);
}

/* A copy within one record brings what is in the same fields elsewhere. */
static void use_copy(struct writers *w, u32 pf, const struct origins *o,
		     const struct ir_inst *in)
{
	const struct pfunc *fn = &w->p->funcs.v[pf];
	const struct ir_place *to = &fn->f->places[in->place];
	const struct ir_place *from = &fn->f->places[in->place2];
	u32 record = layout_place_record(w->p, fn, to);
	u32 field = place_field(fn, to);

	if (record != PF_NONE ?
	    record == layout_place_record(w->p, fn, from) :
	    field != IR_NONE && field == place_field(fn, from))
		return;
	raise_place(w, fn, to, WRITTEN);
	if (record != PF_NONE && to->base == IR_BASE_PTR && field == IR_NONE)
		return; /* the record says it all */
	write_through(w, pf, o, to);
}

static void use_zero(struct writers *w, u32 pf, const struct ir_inst *in)
{
	const struct pfunc *fn = &w->p->funcs.v[pf];
	const struct ir_place *pl = &fn->f->places[in->place];
	u32 field = place_field(fn, pl);

	zero_record(w, layout_place_record(w->p, fn, pl));
	if (field != IR_NONE)
		w->p->fields.v[field].zeroed = true;
}

static void use_clobber(struct writers *w, u32 pf, const struct origins *o,
			const struct ir_inst *in)
{
	const struct pfunc *fn = &w->p->funcs.v[pf];
	const struct ir_place *pl = &fn->f->places[in->place];

	raise_place(w, fn, pl, WRITTEN);
	write_through(w, pf, o, pl);
}

/* ---- calls ----------------------------------------------------------------------------------- */

const struct rules_function *program_library(const struct pfunc *pf,
					     const struct ir_inst *call)
{
	s32 i;

	if (call->a.kind != IR_OPND_FUNC)
		return NULL;
	i = pf->pu->library[call->a.idx];
	return i < 0 ? NULL : &pf->pu->bound->functions[i];
}

bool library_zeroes(const struct pfunc *pf, const struct ir_inst *call,
		    const struct rules_function *lib)
{
	struct ir_operand o;

	if (lib->writes_arg == IR_NONE || lib->fill_arg == IR_NONE ||
	    lib->fill_arg >= call->nargs)
		return false;
	o = call->args[lib->fill_arg];
	return o.kind == IR_OPND_CONST && !pf->f->consts[o.idx].bits;
}

static void zero_source(struct writers *w, const struct edge *e, u32 detail)
{
	const struct pfunc *pf = &w->p->funcs.v[e->pf];

	(void)detail;
	if (e->kind == FROM_RECORD)
		zero_record(w, e->id);
	else if (e->kind == FROM_PLACE)
		zero_record(w, layout_place_record(w->p, pf,
						   &pf->f->places[e->id]));
}

/* The record a new object becomes: its pointer may be untyped at first. */
static u32 allocated_record(const struct writers *w, const struct pfunc *pf,
			    u32 local, u32 depth)
{
	u32 i, record = layout_local_record(w->p, pf, local);

	for (i = 0; record == PF_NONE && depth < 3 && i < pf->f->ninsts; i++) {
		const struct ir_inst *in = &pf->f->insts[i];

		if ((in->op == IR_OP_COPY || in->op == IR_OP_CAST) &&
		    in->a.kind == IR_OPND_LOCAL && in->a.idx == local &&
		    in->dst != local)
			record = allocated_record(w, pf, in->dst, depth + 1);
	}
	return record;
}

static void use_library(struct writers *w, u32 pf, const struct origins *o,
			const struct ir_inst *in,
			const struct rules_function *lib)
{
	const struct pfunc *fn = &w->p->funcs.v[pf];

	if (lib->zeroed && in->dst != IR_NONE)
		zero_record(w, allocated_record(w, fn, in->dst, 0));
	if (lib->writes_arg == IR_NONE || lib->writes_arg >= in->nargs)
		return;
	if (library_zeroes(fn, in, lib))
		each_source(w, pf, o, in->args[lib->writes_arg], zero_source, 0);
	else
		each_source(w, pf, o, in->args[lib->writes_arg], raise_now,
			    WRITTEN);
}

static void pass_to(struct writers *w, u32 pf, const struct origins *o,
		    const struct ir_inst *in, u32 body)
{
	u32 i, n = w->p->funcs.v[body].f->nparams;

	for (i = 0; i < in->nargs; i++) {
		if (i < n)
			each_source(w, pf, o, in->args[i], raise_later,
				    w->param_base[body] + i);
		else
			each_source(w, pf, o, in->args[i], raise_now, SEEN);
	}
}

static void use_call(struct writers *w, u32 pf, const struct origins *o,
		     u32 inst)
{
	const struct pfunc *fn = &w->p->funcs.v[pf];
	const struct ir_inst *in = &fn->f->insts[inst];
	const struct rules_function *lib = program_library(fn, in);
	const struct call_targets *t;
	bool outside;
	u32 i;

	if (lib) {
		use_library(w, pf, o, in, lib);
		return;
	}
	t = program_call_targets(fn, inst);
	outside = t->unknown;
	for (i = 0; i < t->n; i++) {
		u32 body = program_body(w->p, t->v[i]);

		/* what implements or tests the registers keeps its hands off */
		if (w->p->units.v[t->v[i].unit].trusted[t->v[i].func] ||
		    w->p->units.v[t->v[i].unit].is_guard[t->v[i].func])
			continue;
		if (body == PF_NONE)
			outside = true;
		else
			pass_to(w, pf, o, in, body);
	}
	for (i = 0; outside && i < in->nargs; i++)
		each_source(w, pf, o, in->args[i], raise_now, SEEN);
}

static void scan_inst(struct writers *w, u32 pf, const struct origins *o, u32 i)
{
	const struct ir_inst *in = &w->p->funcs.v[pf].f->insts[i];

	switch (in->op) {
	case IR_OP_STORE:
		use_store(w, pf, o, in);
		break;
	case IR_OP_COPYMEM:
		use_copy(w, pf, o, in);
		break;
	case IR_OP_ZEROMEM:
		use_zero(w, pf, in);
		break;
	case IR_OP_CLOBBER:
		use_clobber(w, pf, o, in);
		break;
	case IR_OP_CALL:
		use_call(w, pf, o, i);
		break;
	case IR_OP_RETURN:
		/* who gets it may store through it */
		each_source(w, pf, o, in->a, raise_now, STORED);
		break;
	default:
		break;
	}
}

/* What implements the accessors is not executed: nobody sees what it stores. */
static void scan_trusted(struct writers *w, const struct pfunc *pf)
{
	u32 i;

	for (i = 0; i < pf->f->ninsts; i++)
		if (pf->f->insts[i].op == IR_OP_STORE)
			raise_place(w, pf,
				    &pf->f->places[pf->f->insts[i].place],
				    WRITTEN);
}

static void scan_function(struct writers *w, u32 pf)
{
	const struct pfunc *fn = &w->p->funcs.v[pf];
	struct origins o;
	u32 i;

	if (fn->trusted) {
		scan_trusted(w, fn);
		return;
	}
	arena_reset(w->scratch);
	find_origins(w, fn, &o);
	for (i = 0; i < fn->f->ninsts; i++)
		scan_inst(w, pf, &o, i);
}

/* ---- unions ------------------------------------------------------------------------------------ */

static bool is_written(const struct program *p, u32 field)
{
	return p->fields.v[field].has_store || p->fields.v[field].escaped;
}

/* The member of a union, or something in it when it is a record, is written. */
static bool member_written(const struct program *p, u32 field)
{
	struct layout_fields in = layout_inside(p, field);
	bool written = is_written(p, field);
	u32 i;

	for (i = 0; !written && i < in.n; i++)
		written = is_written(p, in.field[i]);
	return written;
}

/*
 * What was stored as one member is read as another one. Members of several
 * unions in one record are not told apart.
 */
static void escape_unions(struct writers *w)
{
	struct program *p = w->p;
	u32 *written = arena_new_array(p->arena, u32,
				       intern_count(p->strs) + 1);
	u32 i, j;

	for (i = 0; i < p->fields.n; i++)
		if (p->fields.v[i].in_union && member_written(p, i))
			written[p->fields.v[i].record]++;
	for (i = 0; i < p->fields.n; i++) {
		struct layout_fields in;

		if (!p->fields.v[i].in_union ||
		    written[p->fields.v[i].record] < 2)
			continue;
		in = layout_inside(p, i);
		p->fields.v[i].escaped = true;
		for (j = 0; j < in.n; j++)
			p->fields.v[in.field[j]].escaped = true;
	}
}

static void note_zeroed(struct program *p)
{
	u32 i;

	for (i = 0; i < p->fields.n; i++)
		p->fields.v[i].has_store |= p->fields.v[i].zeroed;
}

void writers_find(struct program *p)
{
	struct writers w = { .p = p };
	u32 i, n = 0;

	w.scratch = arena_new();
	w.param_base = arena_new_array(p->arena, u32, p->funcs.n + 1);
	for (i = 0; i < p->funcs.n; i++) {
		w.param_base[i] = n;
		n += p->funcs.v[i].f->nparams;
	}
	w.degree = arena_new_array(p->arena, u8, n + 1);
	w.head = arena_alloc(p->arena, sizeof(u32) * (n + 1));
	memset(w.head, 0xff, sizeof(u32) * (n + 1));
	for (i = 0; i < p->funcs.n; i++)
		scan_function(&w, i);
	while (w.work.n) {
		u32 param = w.work.v[--w.work.n], e;

		for (e = w.head[param]; e != PF_NONE; e = w.edges.v[e].next)
			raise_source(&w, &w.edges.v[e],
				     (enum degree)w.degree[param]);
	}
	escape_unions(&w);
	note_zeroed(p);
	vec_release(&w.edges);
	vec_release(&w.work);
	arena_free(w.scratch);
}
