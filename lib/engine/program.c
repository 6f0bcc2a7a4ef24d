/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linking of units: names, fields, globals, guards, provenance tags. */
#include "lib/engine/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/engine/link.h"
#include "lib/engine/same.h"

struct program *program_new(const struct rules *rules, bool shared)
{
	struct program *p = calloc(1, sizeof(*p));

	if (!p)
		abort();
	p->arena = arena_new();
	p->strs = intern_new();
	p->bodies = intern_new();
	p->rules = rules;
	p->shared = shared;
	p->npoints = 1; /* 0 means unknown */
	return p;
}

void program_free(struct program *p)
{
	u32 i, j;

	if (!p)
		return;
	for (i = 0; i < p->funcs.n; i++) {
		vec_release(&p->funcs.v[i].callers);
		vec_release(&p->funcs.v[i].calls);
		for (j = 0; j < p->funcs.v[i].callbacks.n; j++)
			vec_release(&p->funcs.v[i].callbacks.v[j].funcs);
		vec_release(&p->funcs.v[i].callbacks);
	}
	for (i = 0; i < p->fields.n; i++)
		vec_release(&p->fields.v[i].funcs);
	for (i = 0; i < p->globals.n; i++) {
		vec_release(&p->globals.v[i].funcs);
		vec_release(&p->globals.v[i].more);
	}
	vec_release(&p->units);
	vec_release(&p->funcs);
	vec_release(&p->fields);
	vec_release(&p->globals);
	vec_release(&p->extern_func);
	vec_release(&p->field_of_str);
	vec_release(&p->global_of_str);
	vec_release(&p->strong);
	vec_release(&p->body_of);
	vec_release(&p->tags);
	vec_release(&p->tag_of_str);
	intern_free(p->strs);
	intern_free(p->bodies);
	arena_free(p->arena);
	free(p);
}

/* v->v[i], growing the vector with `fill`. */
static u32 *map_slot(u32vec *v, u32 i, u32 fill)
{
	while (v->n <= i)
		vec_push(v, fill);
	return &v->v[i];
}

/* "record.name", interned; a unit has thousands of fields. */
static u32 field_key(struct program *p, const char *record, const char *name)
{
	size_t nr = strlen(record), nn = strlen(name);
	char *key = arena_alloc(p->arena, nr + 1 + nn);

	memcpy(key, record, nr);
	key[nr] = '.';
	memcpy(key + nr + 1, name, nn);
	return intern_mem(p->strs, key, nr + 1 + nn);
}

u32 program_field(struct program *p, const char *record, const char *name)
{
	u32 *slot = map_slot(&p->field_of_str, field_key(p, record, name), IR_NONE);
	struct pfield pf;

	if (*slot != IR_NONE)
		return *slot;
	memset(&pf, 0, sizeof(pf));
	pf.record = intern_str(p->strs, record);
	pf.name = intern_str(p->strs, name);
	*slot = p->fields.n;
	vec_push(&p->fields, pf);
	return p->fields.n - 1;
}

static u32 add_global(struct program *p, const struct ir_unit *u, u32 unit,
		      u32 i)
{
	const struct ir_global *g = &u->globals[i];
	const char *name = ir_str(u, g->name);
	struct pglobal *pg;
	u32 *slot;

	if (g->flags & IR_GLOBAL_STATIC)
		name = arena_printf(p->arena, "%u:%s", unit, name);
	slot = map_slot(&p->global_of_str, intern_str(p->strs, name), IR_NONE);
	if (*slot == IR_NONE) {
		struct pglobal fresh;

		memset(&fresh, 0, sizeof(fresh));
		fresh.name = intern_str(p->strs, name);
		fresh.unit = unit;
		fresh.global = i;
		*slot = p->globals.n;
		vec_push(&p->globals, fresh);
	}
	pg = &p->globals.v[*slot];
	if (!(g->flags & IR_GLOBAL_DEFINED)) {
		pg->flags |= g->flags;
	} else if (pg->flags & IR_GLOBAL_DEFINED) {
		struct fref more = { unit, i };

		vec_push(&pg->more, more);
	} else {
		pg->flags |= g->flags;
		pg->unit = unit;
		pg->global = i;
	}
	/* which of several is read nobody knows: none is constant data */
	if (pg->more.n)
		pg->flags &= ~(u32)IR_GLOBAL_CONST;
	return *slot;
}

static void map_fields(struct program *p, struct punit *pu)
{
	const struct ir_unit *u = pu->ir;
	u32 i, j;

	pu->field = arena_new_array(p->arena, u32, u->nfields + 1);
	pu->array = arena_new_array(p->arena, s32, u->nfields + 1);
	for (i = 0; i < u->nfields; i++) {
		const struct ir_field *f = &u->fields[i];
		const char *rec = ir_str(u, f->record);
		const char *name = ir_str(u, f->name);
		struct pfield *pf;

		pu->field[i] = program_field(p, rec, name);
		pf = &p->fields.v[pu->field[i]];
		pf->in_union |= f->in_union;
		pf->bit_width = f->bit_width;
		pf->type = f->type;
		pu->array[i] = -1;
		for (j = 0; j < pu->bound->narrays; j++)
			if (!strcmp(pu->bound->arrays[j].record, rec) &&
			    !strcmp(pu->bound->arrays[j].field, name))
				pu->array[i] = (s32)j;
		pf->watched |= pu->array[i] >= 0;
	}
}

/* A unit has thousands of names, the packs have dozens: the first letter decides mostly. */
static bool same_name(const char *a, const char *b)
{
	return *a == *b && !strcmp(a, b);
}

static bool name_in(const char *const *names, u32 n, const char *name)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (same_name(names[i], name))
			return true;
	return false;
}

static u32 alias_of(struct program *p, const struct rules_bound *b,
		    const char *name)
{
	u32 i;

	for (i = 0; i < b->naliases; i++) {
		const struct rules_alias *a = &b->aliases[i];
		size_t n = strlen(a->function);

		if (!rules_alias_matches(a, name))
			continue;
		if (!a->any)
			return program_field(p, a->record, a->field);
		return program_field(p, a->record,
				     arena_printf(p->arena, "%s%s", a->field,
						  name + n));
	}
	return IR_NONE;
}

static void classify_func(struct program *p, const struct rules_bound *b,
			  struct punit *pu, u32 i)
{
	const char *name = ir_str(pu->ir, pu->ir->funcs[i].name);
	u32 j;

	pu->accessor[i] = -1;
	pu->library[i] = -1;
	for (j = 0; j < b->naccessors; j++)
		if (same_name(b->accessors[j].function, name))
			pu->accessor[i] = (s32)j;
	for (j = 0; j < b->nfunctions; j++)
		if (same_name(b->functions[j].function, name))
			pu->library[i] = (s32)j;
	for (j = 0; j < b->nguards; j++)
		if (b->guards[j].kind == RULES_GUARD_CALL &&
		    same_name(b->guards[j].function, name))
			pu->is_guard[i] = 1;
	pu->alias[i] = pu->ir->funcs[i].blocks ? IR_NONE : alias_of(p, b, name);
	pu->trusted[i] = pu->accessor[i] >= 0 ||
			 name_in(b->trusted, b->ntrusted, name);
}

static bool guard_same(const struct rules_guard *a, const struct rules_guard *b)
{
	return a->kind == b->kind && a->level == b->level &&
	       a->negated == b->negated && a->value == b->value &&
	       a->equals == b->equals && a->implied == b->implied &&
	       a->arg == b->arg && !strcmp(a->feature, b->feature) &&
	       !strcmp(a->function ? a->function : "",
		       b->function ? b->function : "") &&
	       !strcmp(a->record ? a->record : "",
		       b->record ? b->record : "") &&
	       !strcmp(a->field ? a->field : "", b->field ? b->field : "");
}

static u32 add_guard(struct program *p, const struct rules_guard *g)
{
	struct pguard *pg;
	u32 i;

	for (i = 0; i < p->nguards; i++)
		if (guard_same(&p->guards[i].g, g))
			return i;
	if (p->nguards == MAX_GUARDS)
		return PF_NONE;
	pg = &p->guards[p->nguards];
	pg->g = *g;
	pg->field = IR_NONE;
	pg->global = IR_NONE;
	if (g->kind == RULES_GUARD_FIELD)
		pg->field = program_field(p, g->record, g->field);
	if (g->kind == RULES_GUARD_GLOBAL)
		pg->global = *map_slot(&p->global_of_str,
				       intern_str(p->strs, g->field), IR_NONE);
	pg->feature = intern_str(p->strs, g->feature);
	return p->nguards++;
}

static void map_guards(struct program *p, struct punit *pu)
{
	const struct rules_bound *b = pu->bound;
	u32 i;

	pu->guard = arena_new_array(p->arena, u32, b->nguards + 1);
	for (i = 0; i < b->nguards; i++)
		pu->guard[i] = add_guard(p, &b->guards[i]);
}

static void watch_tag(struct program *p, const char *name)
{
	u32 *slot = map_slot(&p->tag_of_str, intern_str(p->strs, name), 0);

	if (*slot)
		return;
	vec_push(&p->tags, intern_str(p->strs, name));
	*slot = p->tags.n;
}

static void watch_spec(struct program *p, const struct index_spec *s)
{
	u32 i;

	for (i = 0; i < s->nnever; i++)
		watch_tag(p, s->never[i]);
	for (i = 0; i < s->nforeign; i++)
		watch_tag(p, s->foreign[i]);
}

static void watch_tags(struct program *p, const struct rules_bound *b)
{
	u32 i;

	for (i = 0; i < b->naccessors; i++)
		watch_spec(p, &b->accessors[i].spec);
	for (i = 0; i < b->narrays; i++)
		watch_spec(p, &b->arrays[i].spec);
}

/* ---- definitions ------------------------------------------------------------ */

static void note_definitions(struct program *p, const struct punit *pu)
{
	u32 i;

	for (i = 0; i < pu->ir->nfuncs; i++) {
		const struct ir_func *f = &pu->ir->funcs[i];

		if (f->blocks && !(f->flags & (IR_FUNC_STATIC | IR_FUNC_WEAK)))
			*map_slot(&p->strong, pu->fname[i], 0) = 1;
	}
}

/* The linker takes a strong definition of another unit instead. */
static bool is_overridden(const struct program *p, const struct punit *pu,
			  u32 func)
{
	const struct ir_func *f = &pu->ir->funcs[func];

	return (f->flags & IR_FUNC_WEAK) && !(f->flags & IR_FUNC_STATIC) &&
	       pu->fname[func] < p->strong.n && p->strong.v[pu->fname[func]];
}

/* ---- functions nothing refers to ------------------------------------------- */

struct reach {
	const struct ir_unit *u;
	bool *seen;
	u32vec work;
};

static void reach_func(struct reach *r, u32 func)
{
	if (r->seen[func])
		return;
	r->seen[func] = true;
	vec_push(&r->work, func);
}

static void reach_operand(struct reach *r, struct ir_operand o)
{
	if (o.kind == IR_OPND_FUNC)
		reach_func(r, o.idx);
}

static void reach_body(struct reach *r, const struct ir_func *f)
{
	u32 i, j;

	for (i = 0; i < f->ninsts; i++) {
		reach_operand(r, f->insts[i].a);
		reach_operand(r, f->insts[i].b);
		for (j = 0; j < f->insts[i].nargs; j++)
			reach_operand(r, f->insts[i].args[j]);
	}
}

/*
 * Static functions that nothing refers to are no part of the program; some
 * compilers drop them at some optimisation levels, so we always do.
 */
static const bool *find_reached(struct program *p, const struct punit *pu)
{
	const struct ir_unit *u = pu->ir;
	struct reach r = { .u = u };
	u32 i, j;

	r.seen = arena_new_array(p->arena, bool, u->nfuncs + 1);
	for (i = 0; i < u->nfuncs; i++)
		if ((u->funcs[i].flags & IR_FUNC_ESCAPED) ||
		    (!(u->funcs[i].flags & IR_FUNC_STATIC) &&
		     !is_overridden(p, pu, i)))
			reach_func(&r, i);
	for (i = 0; i < u->nglobals; i++)
		for (j = 0; j < u->globals[i].ninits; j++)
			if (u->globals[i].inits[j].kind == IR_OPND_FUNC)
				reach_func(&r, u->globals[i].inits[j].func);
	while (r.work.n) {
		u32 func = r.work.v[--r.work.n];

		if (u->funcs[func].blocks && !is_overridden(p, pu, func))
			reach_body(&r, &u->funcs[func]);
	}
	vec_release(&r.work);
	return r.seen;
}

static void add_definition(struct program *p, u32 name, u32 pf)
{
	u32 *slot = map_slot(&p->extern_func, name, PF_NONE);

	while (*slot != PF_NONE && *slot != pf)
		slot = &p->funcs.v[*slot].next_def;
	*slot = pf;
}

static void add_body(struct program *p, struct punit *pu, u32 unit, u32 func)
{
	const struct ir_func *f = &pu->ir->funcs[func];
	struct pfunc pf;

	memset(&pf, 0, sizeof(pf));
	pf.unit = unit;
	pf.func = func;
	pf.ir = pu->ir;
	pf.f = f;
	pf.trusted = pu->trusted[func];
	pf.unknown_caller = f->flags & IR_FUNC_ESCAPED;
	pf.next_def = PF_NONE;
	pf.point = p->npoints;
	p->npoints += f->ninsts;
	pu->func[func] = p->funcs.n;
	vec_push(&p->funcs, pf);
}

struct placed {
	const char *file, *name;
	u32 line, func;
};

static int cmp_placed(const void *pa, const void *pb)
{
	const struct placed *a = pa, *b = pb;
	int c = a->file == b->file ? 0 : strcmp(a->file, b->file);

	if (!c && a->line != b->line)
		c = a->line < b->line ? -1 : 1;
	if (!c)
		c = strcmp(a->name, b->name);
	return c ? c : a->func < b->func ? -1 : a->func > b->func;
}

/*
 * The bodies of a unit as they stand in the source: compilers lower them in
 * orders of their own, and what the engine numbers should not tell which.
 */
static u32 place_bodies(struct program *p, const struct punit *pu,
			struct placed **ret)
{
	const bool *reached = find_reached(p, pu);
	const struct ir_unit *u = pu->ir;
	u32 i, n = 0;

	*ret = arena_new_array(p->arena, struct placed, u->nfuncs + 1);
	for (i = 0; i < u->nfuncs; i++) {
		const struct ir_func *f = &u->funcs[i];

		if (f->blocks && reached[i] && !is_overridden(p, pu, i))
			(*ret)[n++] = (struct placed){
				ir_str(u, f->loc.file), ir_str(u, f->name),
				f->loc.line, i,
			};
	}
	qsort(*ret, n, sizeof(**ret), cmp_placed);
	return n;
}

static void add_bodies(struct program *p, struct punit *pu, u32 unit)
{
	const struct same_key *key = p->shared ? same_keys(p, pu) : NULL;
	struct placed *v;
	u32 i, j, n = place_bodies(p, pu, &v);

	for (j = 0; j < n; j++) {
		const struct ir_func *f;
		u32 *same = NULL;

		i = v[j].func;
		f = &pu->ir->funcs[i];
		if (key && !key[i].own)
			same = map_slot(&p->body_of,
					intern_mem(p->bodies, (const char *)&key[i],
						   2 * sizeof(u64)), PF_NONE);
		if (same && *same != PF_NONE)
			pu->func[i] = *same;
		else
			add_body(p, pu, unit, i);
		if (same)
			*same = pu->func[i];
		if (key)
			p->funcs.v[pu->func[i]].body_hash = key[i].hi ^ key[i].lo;
		if (!(f->flags & IR_FUNC_STATIC))
			add_definition(p, pu->fname[i], pu->func[i]);
	}
}

static void name_functions(struct program *p, struct punit *pu)
{
	u32 i;

	for (i = 0; i < pu->ir->nfuncs; i++) {
		pu->fname[i] = intern_str(p->strs,
					  ir_str(pu->ir, pu->ir->funcs[i].name));
		pu->func[i] = PF_NONE;
		classify_func(p, pu->bound, pu, i);
	}
	note_definitions(p, pu);
}

void program_add_unit(struct program *p, const struct ir_unit *unit,
		      const struct rules_bound *bound)
{
	struct arena *a = p->arena;
	u32 i, id = p->units.n;
	struct punit pu;

	memset(&pu, 0, sizeof(pu));
	pu.ir = unit;
	pu.bound = bound;
	pu.func = arena_new_array(a, u32, unit->nfuncs + 1);
	pu.fname = arena_new_array(a, u32, unit->nfuncs + 1);
	pu.accessor = arena_new_array(a, s32, unit->nfuncs + 1);
	pu.library = arena_new_array(a, s32, unit->nfuncs + 1);
	pu.alias = arena_new_array(a, u32, unit->nfuncs + 1);
	pu.is_guard = arena_new_array(a, u8, unit->nfuncs + 1);
	pu.trusted = arena_new_array(a, u8, unit->nfuncs + 1);
	pu.global = arena_new_array(a, u32, unit->nglobals + 1);
	map_fields(p, &pu);
	for (i = 0; i < unit->nglobals; i++)
		pu.global[i] = add_global(p, unit, id, i);
	map_guards(p, &pu);
	watch_tags(p, bound);
	name_functions(p, &pu);
	vec_push(&p->units, pu);
}

void program_link(struct program *p)
{
	u32 i;

	for (i = 0; i < p->units.n; i++)
		add_bodies(p, &p->units.v[i], i);
	for (i = 0; i < p->funcs.n; i++)
		p->funcs.v[i].pu = &p->units.v[p->funcs.v[i].unit];
	link_bodies(p);
}

static int point_in(const void *key, const void *elem)
{
	u32 point = *(const u32 *)key;
	const struct pfunc *pf = elem;

	if (point < pf->point)
		return -1;
	return point >= pf->point + pf->f->ninsts;
}

const struct pfunc *program_point(const struct program *p, u32 point,
				  u32 *ret_inst)
{
	const struct pfunc *pf = bsearch(&point, p->funcs.v, p->funcs.n,
					 sizeof(*pf), point_in);

	if (pf)
		*ret_inst = point - pf->point;
	return pf;
}

u16 program_tag(const struct program *p, const struct ir_unit *u, u32 name)
{
	u32 s;

	if (!name)
		return 0;
	s = intern_find(p->strs, ir_str(u, name));
	return s && s < p->tag_of_str.n ? (u16)p->tag_of_str.v[s] : 0;
}

const char *program_tag_name(const struct program *p, u16 tag)
{
	return tag ? program_str(p, p->tags.v[tag - 1]) : "";
}

u32 place_field(const struct pfunc *pf, const struct ir_place *pl)
{
	u32 i;

	for (i = pl->nproj; i-- > 0;)
		if (pl->proj[i].kind == IR_PROJ_FIELD)
			return pf->pu->field[pl->proj[i].field];
	return IR_NONE;
}

int place_watched_index(const struct pfunc *pf, const struct ir_place *pl,
			const struct rules_array **ret_array)
{
	u32 i;

	for (i = 1; i < pl->nproj; i++) {
		s32 a;

		if (pl->proj[i].kind != IR_PROJ_INDEX ||
		    pl->proj[i - 1].kind != IR_PROJ_FIELD)
			continue;
		a = pf->pu->array[pl->proj[i - 1].field];
		if (a < 0)
			continue;
		*ret_array = &pf->pu->bound->arrays[a];
		return (int)i;
	}
	return -1;
}

u32 program_body(const struct program *p, struct fref r)
{
	const struct punit *pu = &p->units.v[r.unit];
	u32 s = pu->fname[r.func];

	if (pu->func[r.func] != PF_NONE)
		return pu->func[r.func];
	if (!(pu->ir->funcs[r.func].flags & IR_FUNC_STATIC) &&
	    s < p->extern_func.n)
		return p->extern_func.v[s];
	return PF_NONE;
}

const struct rules_accessor *program_accessor(const struct program *p,
					      struct fref r)
{
	const struct punit *pu = &p->units.v[r.unit];
	s32 a = pu->accessor[r.func];

	return a < 0 ? NULL : &pu->bound->accessors[a];
}
