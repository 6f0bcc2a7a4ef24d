/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builder of the flow IR: the unit and its tables. */
#include "lib/ir/builder.h"

#include <stdlib.h>
#include <string.h>

#include "lib/ir/builder_p.h"

struct ir_builder *irb_new(const char *file, const char *frontend,
			   const char *compiler, u32 word_bits)
{
	struct ir_builder *b = calloc(1, sizeof(*b));
	struct arena *arena = arena_new();

	if (!b)
		abort();
	b->unit = arena_new_obj(arena, struct ir_unit);
	b->unit->arena = arena;
	b->unit->strs = intern_new();
	b->unit->file = irb_str(b, file);
	b->unit->frontend = irb_str(b, frontend);
	b->unit->compiler = irb_str(b, compiler);
	b->unit->word_bits = word_bits;
	irb_reset_body(b);
	return b;
}

static void release_scratch(struct ir_builder *b)
{
	vec_release(&b->fields);
	vec_release(&b->funcs);
	vec_release(&b->globals);
	vec_release(&b->values);
	vec_release(&b->declared);
	vec_release(&b->inits);
	vec_release(&b->refs);
	idmap_release(&b->field_map);
	idmap_release(&b->func_map);
	idmap_release(&b->global_map);
	idmap_release(&b->value_map);
	idmap_release(&b->declared_map);
	irb_release_body(b);
	irb_release_out(&b->out);
	free(b);
}

void irb_abandon(struct ir_builder *b)
{
	if (!b)
		return;
	ir_unit_free(b->unit);
	release_scratch(b);
}

/* ---- facts of the unit ---------------------------------------------------- */

u32 irb_str(struct ir_builder *b, const char *s)
{
	return s ? intern_str(b->unit->strs, s) : 0;
}

const char *irb_text(const struct ir_builder *b, u32 str)
{
	return str ? intern_get(b->unit->strs, str) : NULL;
}

void irb_set_flags(struct ir_builder *b, u32 flags, const char *message)
{
	bool worse = flags & ~b->unit->flags & IR_UNIT_FAILED;

	b->unit->flags |= flags;
	if (message && *message && (worse || !b->unit->message))
		b->unit->message = irb_str(b, message);
}

void irb_add_skipped(struct ir_builder *b, u32 n)
{
	b->unit->nskipped += n;
}

void irb_count_skipped(struct ir_builder *b)
{
	irb_add_skipped(b, 1);
}

struct ir_loc irb_norm_loc(struct ir_loc loc)
{
	static const struct ir_loc unknown;

	return loc.file ? loc : unknown;
}

/* Numbers under a string are few: the hash of its number finds them. */
static u32 name_hash(u32 name)
{
	return (u32)idmap_mix(1, name);
}

void irb_value(struct ir_builder *b, const char *name, u64 bits)
{
	struct ir_named_value v = { irb_str(b, name), bits };
	u32 hash = name_hash(v.name);
	u32 pos, id;

	for (id = idmap_first(&b->value_map, hash, &pos); id != IR_NONE;
	     id = idmap_next(&b->value_map, hash, &pos))
		if (b->values.v[id].name == v.name)
			return;
	idmap_add(&b->value_map, hash, b->values.n);
	vec_push(&b->values, v);
}

void irb_declare(struct ir_builder *b, const char *name)
{
	u32 s = irb_str(b, name);
	u32 hash = name_hash(s);
	u32 pos, id;

	for (id = idmap_first(&b->declared_map, hash, &pos); id != IR_NONE;
	     id = idmap_next(&b->declared_map, hash, &pos))
		if (b->declared.v[id] == s)
			return;
	idmap_add(&b->declared_map, hash, b->declared.n);
	vec_push(&b->declared, s);
}

static u32 field_find(const struct ir_builder *b, u32 record, u32 name,
		      u32 hash)
{
	u32 pos, id;

	for (id = idmap_first(&b->field_map, hash, &pos); id != IR_NONE;
	     id = idmap_next(&b->field_map, hash, &pos))
		if (b->fields.v[id].record == record &&
		    b->fields.v[id].name == name)
			break;
	return id;
}

static u32 field_hash(u32 record, u32 name)
{
	return (u32)idmap_mix(name_hash(record), name);
}

/* A string the unit does not hold names nothing in it. */
static bool str_find(const struct ir_builder *b, const char *s, u32 *ret_str)
{
	*ret_str = intern_find(b->unit->strs, s);
	return *ret_str || !*s;
}

u32 irb_find_field(const struct ir_builder *b, const char *record,
		   const char *name)
{
	u32 rec, nm;

	if (!str_find(b, record, &rec) || !str_find(b, name, &nm))
		return IR_NONE;
	return field_find(b, rec, nm, field_hash(rec, nm));
}

u32 irb_field(struct ir_builder *b, const char *record, const char *name,
	      struct ir_type type, u8 bit_width, bool in_union, u32 nelem)
{
	struct ir_field f = {
		.record = irb_str(b, record),
		.name = irb_str(b, name),
		.type = type,
		.bit_width = bit_width,
		.in_union = in_union,
		.nelem = nelem,
	};
	u32 hash = field_hash(f.record, f.name);
	u32 id = field_find(b, f.record, f.name, hash);

	if (id != IR_NONE)
		return id;
	idmap_add(&b->field_map, hash, b->fields.n);
	vec_push(&b->fields, f);
	return b->fields.n - 1;
}

/* ---- globals -------------------------------------------------------------- */

static u32 global_find(const struct ir_builder *b, u32 name)
{
	u32 hash = name_hash(name);
	u32 pos, id;

	for (id = idmap_first(&b->global_map, hash, &pos); id != IR_NONE;
	     id = idmap_next(&b->global_map, hash, &pos))
		if (b->globals.v[id].name == name)
			break;
	return id;
}

u32 irb_find_global(const struct ir_builder *b, const char *name)
{
	u32 s;

	return str_find(b, name, &s) ? global_find(b, s) : IR_NONE;
}

static u32 global_named(struct ir_builder *b, u32 name)
{
	struct ir_global g = { .name = name };
	u32 id = global_find(b, name);

	if (id != IR_NONE)
		return id;
	idmap_add(&b->global_map, name_hash(name), b->globals.n);
	vec_push(&b->globals, g);
	return b->globals.n - 1;
}

/* An earlier, incomplete declaration may have left gaps. */
u32 irb_global(struct ir_builder *b, const char *name, u32 flags,
	       struct ir_type type, const char *record, u32 nelem,
	       struct ir_loc loc)
{
	u32 rec = irb_str(b, record);
	u32 id = global_named(b, irb_str(b, name));
	struct ir_global *g = &b->globals.v[id];

	g->flags |= flags;
	if (g->type.kind == IR_T_VOID)
		g->type = type;
	if (!g->record)
		g->record = rec;
	if (!g->nelem)
		g->nelem = nelem;
	if (!g->loc.file)
		g->loc = irb_norm_loc(loc);
	return id;
}

struct ir_proj irb_norm_proj(struct ir_proj p)
{
	if (p.kind == IR_PROJ_FIELD) {
		p.index = ir_none();
		p.nelem = 0;
	} else {
		p.field = 0;
		if (p.index.kind == IR_OPND_NONE)
			p.index.idx = 0;
	}
	return p;
}

static void add_init(struct ir_builder *b, u32 global,
		     const struct ir_proj *proj, u32 nproj,
		     struct ir_init init)
{
	struct global_init gi = { global, init };
	struct ir_proj *p;
	u32 i;

	if (global >= b->globals.n)
		return;
	p = arena_alloc(b->unit->arena, nproj * sizeof(*p));
	for (i = 0; i < nproj; i++)
		p[i] = irb_norm_proj(proj[i]);
	gi.init.nproj = nproj;
	gi.init.proj = p;
	vec_push(&b->inits, gi);
}

void irb_init(struct ir_builder *b, u32 global, const struct ir_proj *proj,
	      u32 nproj, struct ir_const value)
{
	struct ir_init init = { .kind = IR_OPND_CONST, .value = value };

	init.value.bits = ir_extend(value.type, value.bits);
	add_init(b, global, proj, nproj, init);
}

void irb_init_func(struct ir_builder *b, u32 global,
		   const struct ir_proj *proj, u32 nproj, u32 func)
{
	struct ir_init init = { .kind = IR_OPND_FUNC, .func = func };

	add_init(b, global, proj, nproj, init);
}

void irb_init_unknown(struct ir_builder *b, u32 global,
		      const struct ir_proj *proj, u32 nproj)
{
	struct ir_init init = { .kind = IR_OPND_NONE };

	add_init(b, global, proj, nproj, init);
}

/* ---- function symbols ------------------------------------------------------ */

static u32 func_find(const struct ir_builder *b, u32 name)
{
	u32 hash = name_hash(name);
	u32 pos, id;

	for (id = idmap_first(&b->func_map, hash, &pos); id != IR_NONE;
	     id = idmap_next(&b->func_map, hash, &pos))
		if (b->funcs.v[id].name == name)
			break;
	return id;
}

u32 irb_find_func(const struct ir_builder *b, const char *name)
{
	u32 s;

	return str_find(b, name, &s) ? func_find(b, s) : IR_NONE;
}

static u32 func_named(struct ir_builder *b, u32 name)
{
	struct ir_func f = { .name = name };
	u32 id = func_find(b, name);

	if (id != IR_NONE)
		return id;
	idmap_add(&b->func_map, name_hash(name), b->funcs.n);
	vec_push(&b->funcs, f);
	return b->funcs.n - 1;
}

u32 irb_func(struct ir_builder *b, const char *name, u32 flags,
	     struct ir_loc loc, struct ir_type ret)
{
	u32 id = func_named(b, irb_str(b, name));
	struct ir_func *f = &b->funcs.v[id];

	f->flags |= flags;
	if (!f->loc.file)
		f->loc = irb_norm_loc(loc);
	if (f->ret.kind == IR_T_VOID && !f->blocks)
		f->ret = ret;
	return id;
}

/* ---- hand-over -------------------------------------------------------------- */

void irb_sync(struct ir_builder *b)
{
	struct ir_unit *u = b->unit;

	u->nfields = b->fields.n;
	u->fields = b->fields.v;
	u->nfuncs = b->funcs.n;
	u->funcs = b->funcs.v;
	u->nglobals = b->globals.n;
	u->globals = b->globals.v;
	u->nvalues = b->values.n;
	u->values = b->values.v;
	u->ndeclared = b->declared.n;
	u->declared = b->declared.v;
}

struct sort_item {
	const char *s;
	u32 idx;
};

static int cmp_item(const void *a, const void *b)
{
	return strcmp(((const struct sort_item *)a)->s,
		      ((const struct sort_item *)b)->s);
}

static void sort_values(struct ir_builder *b)
{
	struct ir_named_value *out =
		arena_new_array(b->unit->arena, struct ir_named_value,
				b->values.n);
	struct sort_item *it = calloc(b->values.n + 1, sizeof(*it));
	u32 i;

	if (!it)
		abort();
	for (i = 0; i < b->values.n; i++) {
		it[i].s = ir_str(b->unit, b->values.v[i].name);
		it[i].idx = i;
	}
	qsort(it, b->values.n, sizeof(*it), cmp_item);
	for (i = 0; i < b->values.n; i++)
		out[i] = b->values.v[it[i].idx];
	b->unit->values = out;
	free(it);
}

static void sort_declared(struct ir_builder *b)
{
	u32 *out = arena_new_array(b->unit->arena, u32, b->declared.n);
	struct sort_item *it = calloc(b->declared.n + 1, sizeof(*it));
	u32 i;

	if (!it)
		abort();
	for (i = 0; i < b->declared.n; i++) {
		it[i].s = ir_str(b->unit, b->declared.v[i]);
		it[i].idx = b->declared.v[i];
	}
	qsort(it, b->declared.n, sizeof(*it), cmp_item);
	for (i = 0; i < b->declared.n; i++)
		out[i] = it[i].idx;
	b->unit->declared = out;
	free(it);
}

/* Scalars come in any order of globals; within a global the order stays. */
static void place_inits(struct ir_builder *b)
{
	struct ir_init *all =
		arena_new_array(b->unit->arena, struct ir_init, b->inits.n);
	u32 *next = calloc(b->globals.n + 1, sizeof(*next));
	u32 i, sum = 0;

	if (!next)
		abort();
	for (i = 0; i < b->inits.n; i++)
		b->globals.v[b->inits.v[i].global].ninits++;
	for (i = 0; i < b->globals.n; i++) {
		next[i] = sum;
		b->globals.v[i].inits = all + sum;
		sum += b->globals.v[i].ninits;
	}
	for (i = 0; i < b->inits.n; i++)
		all[next[b->inits.v[i].global]++] = b->inits.v[i].init;
	free(next);
}

#define to_arena(b, vec) \
	arena_memdup((b)->unit->arena, (vec).v, (vec).n * sizeof(*(vec).v))

struct ir_unit *irb_finish(struct ir_builder *b)
{
	struct ir_unit *u = b->unit;

	if (b->func != IR_NONE)
		irb_cancel(b);
	place_inits(b);
	irb_sync(b);
	sort_values(b);
	sort_declared(b);
	u->fields = to_arena(b, b->fields);
	u->funcs = to_arena(b, b->funcs);
	u->globals = to_arena(b, b->globals);
	release_scratch(b);
	return u;
}
