/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Briefs of units, and parts of the program, see lib/engine/brief.h. */
#include "lib/engine/brief.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "lib/base/vec.h"

/* ---- what a unit shares ------------------------------------------------------- */

/* Kinds of names, so that a function is no record. */
enum name_kind { NAME_FUNCTION, NAME_GLOBAL, NAME_RECORD, NAME_INLINE, NAME_FILE };

typedef VEC(u32) hash_vec;

struct briefer {
	const struct ir_unit *u;
	const struct rules_bound *bound;
	hash_vec shared, called;
};

/* Two names of one hash only make a part larger than it need be. */
static u32 hash_name(enum name_kind kind, const char *name, u64 more)
{
	return (u32)XXH3_64bits_withSeed(name, strlen(name), more << 3 | kind);
}

static void share(struct briefer *b, enum name_kind kind, u32 str)
{
	if (str)
		vec_push(&b->shared, hash_name(kind, ir_str(b->u, str), 0));
}

static bool is_accessor(const struct briefer *b, u32 func)
{
	const char *name = ir_str(b->u, b->u->funcs[func].name);
	u32 i;

	for (i = 0; i < b->bound->naccessors; i++)
		if (!strcmp(b->bound->accessors[i].function, name))
			return true;
	return false;
}

static bool is_watched(const struct briefer *b, const struct ir_place *pl)
{
	u32 i, j;

	for (i = 0; i < pl->nproj; i++) {
		const struct ir_field *f;

		if (pl->proj[i].kind != IR_PROJ_FIELD)
			continue;
		f = &b->u->fields[pl->proj[i].field];
		for (j = 0; j < b->bound->narrays; j++)
			if (!strcmp(b->bound->arrays[j].field, ir_str(b->u, f->name)))
				return true;
	}
	return false;
}

/* The record a function without a body is called out of, by the packs; or NULL. */
static const char *alias_record(const struct briefer *b, const struct ir_func *f)
{
	u32 i;

	for (i = 0; !f->blocks && i < b->bound->naliases; i++)
		if (rules_alias_matches(&b->bound->aliases[i], ir_str(b->u, f->name)))
			return b->bound->aliases[i].record;
	return NULL;
}

static bool may_be_accessor(const struct briefer *b, struct ir_operand callee)
{
	return callee.kind != IR_OPND_FUNC || is_accessor(b, callee.idx) ||
	       alias_record(b, &b->u->funcs[callee.idx]);
}

/* A call of an accessor, or of what might be one; a watched array. */
static bool may_have_site(const struct briefer *b, const struct ir_func *f)
{
	u32 i;

	for (i = 0; i < f->ninsts; i++)
		if (f->insts[i].op == IR_OP_CALL && may_be_accessor(b, f->insts[i].a))
			return true;
	for (i = 0; i < f->nplaces; i++)
		if (is_watched(b, &f->places[i]))
			return true;
	return false;
}

static void brief_func(struct briefer *b, const struct ir_func *f)
{
	const char *name = ir_str(b->u, f->name), *record = alias_record(b, f);
	u32 i;

	if (record)
		vec_push(&b->shared, hash_name(NAME_RECORD, record, 0));
	if (!(f->flags & IR_FUNC_STATIC))
		vec_push(f->blocks ? &b->shared : &b->called,
			 hash_name(NAME_FUNCTION, name, 0));
	if (!f->blocks)
		return;
	if ((f->flags & IR_FUNC_HEADER) && may_have_site(b, f))
		vec_push(&b->shared, hash_name(NAME_INLINE, ir_str(b->u, f->loc.file),
					       f->loc.line));
	for (i = 0; i < f->nlocals; i++)
		share(b, NAME_RECORD, f->locals[i].record);
}

static int cmp_u32(const void *pa, const void *pb)
{
	u32 a = *(const u32 *)pa, b = *(const u32 *)pb;

	return a < b ? -1 : a > b;
}

static const u32 *sorted_set(struct arena *a, hash_vec *v, u32 *ret_n)
{
	const u32 *set;
	u32 i, n = 0;

	if (v->n)
		qsort(v->v, v->n, sizeof(*v->v), cmp_u32);
	for (i = 0; i < v->n; i++)
		if (!n || v->v[n - 1] != v->v[i])
			v->v[n++] = v->v[i];
	set = arena_memdup(a, v->v, sizeof(*v->v) * n);
	vec_release(v);
	*ret_n = n;
	return set;
}

static void find_names(const struct ir_unit *u, const struct rules_bound *bound,
		       struct arena *a, struct unit_brief *ret)
{
	struct briefer b = { .u = u, .bound = bound };
	u32 i;

	share(&b, NAME_FILE, u->file);
	for (i = 0; i < u->nfuncs; i++)
		brief_func(&b, &u->funcs[i]);
	for (i = 0; i < u->nfields; i++)
		share(&b, NAME_RECORD, u->fields[i].record);
	for (i = 0; i < u->nglobals; i++) {
		if (!(u->globals[i].flags & IR_GLOBAL_STATIC))
			share(&b, NAME_GLOBAL, u->globals[i].name);
		share(&b, NAME_RECORD, u->globals[i].record);
	}
	ret->shared = sorted_set(a, &b.shared, &ret->nshared);
	ret->called = sorted_set(a, &b.called, &ret->ncalled);
}

/* ---- what is said of a unit ----------------------------------------------------- */

static const char *pack_list(struct arena *a, const struct rules_bound *b)
{
	const char *s = "";
	u32 i;

	for (i = 0; b && i < b->npacks; i++)
		s = arena_printf(a, "%s%s%s", s, i ? "," : "", b->packs[i]);
	return s;
}

void unit_describe(const struct ir_unit *u, const struct rules_bound *bound,
		   struct arena *a, struct unit_info *ret)
{
	u32 i;

	memset(ret, 0, sizeof(*ret));
	ret->object = "";
	ret->file = arena_strdup(a, ir_str(u, u->file));
	ret->frontend = arena_strdup(a, ir_str(u, u->frontend));
	ret->compiler = arena_strdup(a, ir_str(u, u->compiler));
	ret->message = arena_strdup(a, ir_str(u, u->message));
	ret->status = u->flags & IR_UNIT_FAILED ? UNIT_FAILED :
		      u->flags & (IR_UNIT_DEGRADED | IR_UNIT_NO_PROVENANCE) ?
		      UNIT_DEGRADED : UNIT_OK;
	for (i = 0; i < u->nfuncs; i++)
		ret->nfuncs += u->funcs[i].blocks != NULL;
	ret->nskipped = u->nskipped;
	ret->packs = pack_list(a, bound);
}

int unit_brief_make(const struct rules *rules, const struct ir_unit *u,
		    struct arena *a, struct unit_brief *ret, struct error *err)
{
	const struct rules_bound *bound = NULL;
	struct arena *tmp = arena_new();
	int r = 0;

	if (!(u->flags & IR_UNIT_FAILED))
		r = rules_bind(rules, u, tmp, &bound, err);
	if (r >= 0) {
		memset(ret, 0, sizeof(*ret));
		unit_describe(u, bound, a, &ret->info);
		ret->relevant = bound != NULL;
		if (bound)
			find_names(u, bound, a, ret);
	}
	arena_free(tmp);
	return r < 0 ? r : 0;
}

/* ---- bytes ------------------------------------------------------------------------- */

static void pack_hashes(struct strbuf *out, const u32 *v, u32 n)
{
	pack_bytes(out, v, sizeof(*v) * n);
}

static const u32 *unpack_hashes(struct unpack *u, struct arena *a, u32 *ret_n)
{
	size_t len;
	const void *bytes = unpack_bytes(u, &len);

	*ret_n = (u32)(len / sizeof(u32));
	return arena_memdup(a, bytes ? bytes : "", *ret_n * sizeof(u32));
}

void unit_brief_pack(const struct unit_brief *b, struct strbuf *out)
{
	pack_str(out, b->info.file);
	pack_str(out, b->info.frontend);
	pack_str(out, b->info.compiler);
	pack_num(out, b->info.status);
	pack_str(out, b->info.message);
	pack_num(out, b->info.nfuncs);
	pack_num(out, b->info.nskipped);
	pack_str(out, b->info.packs);
	pack_num(out, b->relevant);
	pack_hashes(out, b->shared, b->nshared);
	pack_hashes(out, b->called, b->ncalled);
}

void unit_brief_unpack(struct unpack *u, struct arena *a, struct unit_brief *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->info.object = "";
	ret->info.file = unpack_str(u, a);
	ret->info.frontend = unpack_str(u, a);
	ret->info.compiler = unpack_str(u, a);
	ret->info.status = (enum unit_status)unpack_below(u, UNIT_STATUS_COUNT);
	ret->info.message = unpack_str(u, a);
	ret->info.nfuncs = (u32)unpack_num(u);
	ret->info.nskipped = (u32)unpack_num(u);
	ret->info.packs = unpack_str(u, a);
	ret->relevant = unpack_below(u, 2);
	ret->shared = unpack_hashes(u, a, &ret->nshared);
	ret->called = unpack_hashes(u, a, &ret->ncalled);
}

/* ---- parts --------------------------------------------------------------------------- */

/* A name in a unit. */
struct mention {
	u32 hash, unit;
	bool called;	/* only */
};

static int cmp_mention(const void *pa, const void *pb)
{
	const struct mention *a = pa, *b = pb;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	if (a->called != b->called)
		return a->called ? 1 : -1;
	return a->unit < b->unit ? -1 : a->unit > b->unit;
}

/* The first unit of the part as far as it is known; halves the way on the way. */
static u32 root_of(u32 *up, u32 i)
{
	while (up[i] != i)
		i = up[i] = up[up[i]];
	return i;
}

static void unite(u32 *up, u32 a, u32 b)
{
	a = root_of(up, a);
	b = root_of(up, b);
	if (a < b)
		up[b] = a;
	else
		up[a] = b;
}

static void unite_all(const struct unit_brief *const *units, u32 n, u32 *up)
{
	VEC(struct mention) v = VEC_INIT;
	u32 i, j;

	for (i = 0; i < n; i++) {
		for (j = 0; j < units[i]->nshared; j++) {
			struct mention m = { units[i]->shared[j], i, false };

			vec_push(&v, m);
		}
		for (j = 0; j < units[i]->ncalled; j++) {
			struct mention m = { units[i]->called[j], i, true };

			vec_push(&v, m);
		}
	}
	if (v.n)
		qsort(v.v, v.n, sizeof(*v.v), cmp_mention);
	/* who only calls a name goes with who has it, not with who calls it too */
	for (i = 1, j = 0; i < v.n; i++) {
		if (v.v[i].hash != v.v[j].hash)
			j = i;
		else if (!v.v[j].called)
			unite(up, v.v[j].unit, v.v[i].unit);
	}
	vec_release(&v);
}

u32 find_parts(const struct unit_brief *const *units, u32 n, u32 *ret_part)
{
	u32 *up = malloc(sizeof(*up) * (n + 1));
	u32 i, parts = 0;

	if (!up)
		abort();
	for (i = 0; i < n; i++)
		up[i] = i;
	unite_all(units, n, up);
	for (i = 0; i < n; i++) {
		u32 first = root_of(up, i);

		if (!units[i]->relevant)
			ret_part[i] = PART_NONE;
		else
			ret_part[i] = first == i ? parts++ : ret_part[first];
	}
	free(up);
	return parts;
}
