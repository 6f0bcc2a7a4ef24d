/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Content hashes of bodies, see lib/engine/same.h. */
#include "lib/engine/same.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum same_state { SAME_NEW, SAME_RUNNING, SAME_DONE };

struct hasher {
	const struct program *p;
	const struct punit *pu;
	const struct ir_unit *u;
	u64 unit_hash;		/* flags, word size, packs in force */
	u64 *str;		/* per string: its hash, 0 when not made yet */
	u8 *state;		/* per function: enum same_state */
	struct same_key *key;	/* per function */
	/* the bodies being hashed as numbers, each behind the one that refers to it */
	VEC(u64) buf;
};

/* One body on its way into a key. */
struct body {
	struct hasher *h;
	u32 self;
	bool own;	/* refers to what only this unit has */
};

static struct same_key key_of(struct hasher *h, u32 func);

static void add_num(struct body *b, u64 n)
{
	vec_push(&b->h->buf, n);
}

static void add_str(struct body *b, u32 str)
{
	const char *s;

	if (!b->h->str[str]) {
		s = ir_str(b->h->u, str);
		b->h->str[str] = XXH3_64bits(s, strlen(s)) | 1;
	}
	add_num(b, b->h->str[str]);
}

static void add_type(struct body *b, struct ir_type t)
{
	add_num(b, (u64)t.kind << 16 | (u64)t.bits << 8 | t.is_signed);
}

static void add_loc(struct body *b, const struct ir_loc *l)
{
	add_str(b, l->file);
	add_num(b, (u64)l->line << 32 | l->col);
	add_str(b, l->macro);
}

/* ---- what bodies refer to --------------------------------------------------- */

static void add_func(struct body *b, u32 func)
{
	const struct ir_func *f = &b->h->u->funcs[func];
	struct same_key k;

	add_str(b, f->name);
	add_num(b, f->flags);
	if (!(f->flags & IR_FUNC_STATIC) || func == b->self)
		return;
	k = key_of(b->h, func);
	b->own |= k.own;
	add_num(b, k.hi);
	add_num(b, k.lo);
}

static void add_field(struct body *b, u32 field)
{
	const struct ir_field *f = &b->h->u->fields[field];

	add_str(b, f->record);
	add_str(b, f->name);
	add_type(b, f->type);
	add_num(b, (u64)f->nelem << 16 | (u64)f->bit_width << 8 | f->in_union);
}

static void add_operand(struct body *b, struct ir_operand o)
{
	add_num(b, (u64)o.kind << 32 | (o.kind == IR_OPND_FUNC ? 0 : o.idx));
	if (o.kind == IR_OPND_FUNC)
		add_func(b, o.idx);
}

static void add_proj(struct body *b, const struct ir_proj *proj, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++) {
		add_num(b, (u64)proj[i].kind << 32 | proj[i].nelem);
		if (proj[i].kind == IR_PROJ_FIELD)
			add_field(b, proj[i].field);
		else
			add_operand(b, proj[i].index);
	}
}

static void add_const(struct body *b, const struct ir_const *c)
{
	add_num(b, c->bits);
	add_type(b, c->type);
	add_str(b, c->name);
}

/* A static local is called FUNCTION.NAME. */
static bool is_local_of(const struct ir_unit *u, const struct ir_global *g,
			u32 func)
{
	const char *name = ir_str(u, u->funcs[func].name);
	size_t n = strlen(name);

	return !strncmp(ir_str(u, g->name), name, n) &&
	       ir_str(u, g->name)[n] == '.';
}

static void add_global(struct body *b, u32 global)
{
	const struct ir_global *g = &b->h->u->globals[global];
	u32 i;

	add_str(b, g->name);
	add_num(b, (u64)g->flags << 32 | g->nelem);
	if (!(g->flags & IR_GLOBAL_STATIC))
		return;
	if (!(g->flags & IR_GLOBAL_CONST) &&
	    !is_local_of(b->h->u, g, b->self))
		b->own = true;
	add_type(b, g->type);
	add_str(b, g->record);
	add_num(b, g->ninits);
	for (i = 0; i < g->ninits; i++) {
		add_proj(b, g->inits[i].proj, g->inits[i].nproj);
		add_num(b, g->inits[i].kind);
		if (g->inits[i].kind == IR_OPND_FUNC)
			add_func(b, g->inits[i].func);
		else
			add_const(b, &g->inits[i].value);
	}
}

/* ---- bodies ------------------------------------------------------------------ */

static void add_place(struct body *b, const struct ir_place *pl)
{
	add_num(b, (u64)pl->base << 8 | pl->is_volatile);
	if (pl->base == IR_BASE_GLOBAL)
		add_global(b, pl->idx);
	else
		add_num(b, pl->idx);
	add_num(b, pl->nproj);
	add_proj(b, pl->proj, pl->nproj);
	add_type(b, pl->type);
}

static void add_inst(struct body *b, const struct ir_inst *in)
{
	u32 i;

	add_num(b, (u64)in->op << 16 | (u64)in->cmp << 8 | in->why);
	add_type(b, in->type);
	add_num(b, (u64)in->dst << 32 | in->nargs);
	add_operand(b, in->a);
	add_operand(b, in->b);
	add_num(b, (u64)in->place << 32 | in->place2);
	for (i = 0; i < in->nargs; i++)
		add_operand(b, in->args[i]);
	add_num(b, (u64)in->nsucc << 32 | in->ncases);
	for (i = 0; i < in->nsucc; i++)
		add_num(b, in->succ[i]);
	for (i = 0; i < in->ncases; i++) {
		add_num(b, in->cases[i].lo);
		add_num(b, in->cases[i].hi);
		add_num(b, in->cases[i].target);
		add_str(b, in->cases[i].name);
	}
	add_loc(b, &in->loc);
}

static void add_body(struct body *b, const struct ir_func *f)
{
	u32 i;

	add_num(b, b->h->unit_hash);
	add_str(b, f->name);
	add_num(b, f->flags);
	add_loc(b, &f->loc);
	add_type(b, f->ret);
	add_num(b, (u64)f->nparams << 32 | f->nlocals);
	for (i = 0; i < f->nlocals; i++) {
		add_str(b, f->locals[i].name);
		add_type(b, f->locals[i].type);
		add_str(b, f->locals[i].record);
		add_num(b, f->locals[i].flags);
	}
	for (i = 0; i < f->nconsts; i++)
		add_const(b, &f->consts[i]);
	for (i = 0; i < f->nplaces; i++)
		add_place(b, &f->places[i]);
	for (i = 0; i < f->ninsts; i++)
		add_inst(b, &f->insts[i]);
	for (i = 0; i < f->nblocks; i++)
		add_num(b, (u64)f->blocks[i].first << 32 | f->blocks[i].ninst);
}

/* Recursion over static functions ends in "on its own": it is rare. */
static struct same_key key_of(struct hasher *h, u32 func)
{
	const struct ir_func *f = &h->u->funcs[func];
	struct body b = { .h = h, .self = func };
	u32 start = h->buf.n;
	XXH128_hash_t x;

	if (h->state[func] != SAME_NEW)
		return h->key[func];
	h->state[func] = SAME_RUNNING;
	if (f->blocks && (f->flags & IR_FUNC_HEADER)) {
		add_body(&b, f);
		x = XXH3_128bits(&h->buf.v[start],
				 sizeof(u64) * (h->buf.n - start));
		h->buf.n = start;
		h->key[func] = (struct same_key){ x.high64, x.low64 | 1, b.own };
	}
	h->state[func] = SAME_DONE;
	return h->key[func];
}

/* ---- units --------------------------------------------------------------------- */

static void hash_text(XXH3_state_t *x, const char *s)
{
	XXH3_64bits_update(x, s ? s : "", s ? strlen(s) + 1 : 1);
}

static void hash_spec(XXH3_state_t *x, const struct index_spec *s)
{
	u32 i;

	hash_text(x, s->label);
	XXH3_64bits_update(x, s->legal, sizeof(*s->legal) * s->nlegal);
	for (i = 0; i < s->nextended; i++) {
		XXH3_64bits_update(x, &s->extended[i].range,
				   sizeof(s->extended[i].range));
		XXH3_64bits_update(x, &s->extended[i].level, 1);
	}
	for (i = 0; i < s->nnever; i++)
		hash_text(x, s->never[i]);
	for (i = 0; i < s->nforeign; i++)
		hash_text(x, s->foreign[i]);
}

static void hash_guard(XXH3_state_t *x, const struct rules_guard *g)
{
	u64 n[] = { g->kind, g->level, g->negated, g->arg, g->value,
		    g->equals, g->implied };

	XXH3_64bits_update(x, n, sizeof(n));
	hash_text(x, g->feature);
	hash_text(x, g->function);
	hash_text(x, g->record);
	hash_text(x, g->field);
}

static void hash_function(XXH3_state_t *x, const struct rules_function *f)
{
	s64 n[] = { f->has_result, f->zeroed, f->lo, f->hi, f->bound_arg,
		    f->bound_inclusive, f->writes_arg, f->fill_arg };

	XXH3_64bits_update(x, n, sizeof(n));
	hash_text(x, f->function);
}

/* What the packs say in this unit: ranges may depend on its enumerators. */
static void hash_rules(XXH3_state_t *x, const struct rules_bound *b)
{
	u32 i;

	for (i = 0; i < b->naccessors; i++) {
		hash_text(x, b->accessors[i].function);
		XXH3_64bits_update(x, &b->accessors[i].index_arg,
				   sizeof(b->accessors[i].index_arg));
		hash_spec(x, &b->accessors[i].spec);
	}
	for (i = 0; i < b->narrays; i++)
		hash_spec(x, &b->arrays[i].spec);
	for (i = 0; i < b->nguards; i++)
		hash_guard(x, &b->guards[i]);
	for (i = 0; i < b->nfunctions; i++)
		hash_function(x, &b->functions[i]);
	for (i = 0; i < b->naliases; i++) {
		hash_text(x, b->aliases[i].function);
		hash_text(x, b->aliases[i].record);
		hash_text(x, b->aliases[i].field);
		XXH3_64bits_update(x, &b->aliases[i].any, sizeof(bool));
	}
	for (i = 0; i < b->ntrusted; i++)
		hash_text(x, b->trusted[i]);
	XXH3_64bits_update(x, b->thresholds,
			   sizeof(*b->thresholds) * b->nthresholds);
}

static u64 unit_hash(const struct punit *pu)
{
	const struct ir_unit *u = pu->ir;
	u32 n[] = { u->flags, u->word_bits };
	XXH3_state_t x;

	XXH3_64bits_reset(&x);
	XXH3_64bits_update(&x, n, sizeof(n));
	hash_text(&x, ir_str(u, u->frontend));
	hash_rules(&x, pu->bound);
	return XXH3_64bits_digest(&x);
}

const struct same_key *same_keys(struct program *p, const struct punit *pu)
{
	struct hasher h = { .p = p, .pu = pu, .u = pu->ir };
	u32 i, n = pu->ir->nfuncs;

	h.unit_hash = unit_hash(pu);
	h.str = arena_new_array(p->arena, u64, intern_count(pu->ir->strs) + 1);
	h.state = arena_new_array(p->arena, u8, n + 1);
	h.key = arena_new_array(p->arena, struct same_key, n + 1);
	for (i = 0; i < n; i++)
		h.key[i].own = true;
	for (i = 0; i < n; i++)
		key_of(&h, i);
	vec_release(&h.buf);
	return h.key;
}
