/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decides what the packs mean for one unit: conditions, ranges, names. */
#include <stdlib.h>
#include <string.h>

#include "lib/base/vec.h"
#include "lib/rules/pack.h"

struct binder {
	const struct rules *r;
	const struct ir_unit *unit;
	struct arena *arena;
	struct error *err;
	const struct pack *pack;	/* the one being bound */
	u32 nvisible;			/* its constants that may be used */

	VEC(const char *) packs;
	VEC(struct rules_accessor) accessors;
	VEC(struct rules_array) arrays;
	VEC(struct rules_guard) guards;
	VEC(struct rules_function) functions;
	VEC(struct rules_alias) aliases;
	VEC(const char *) trusted;
	VEC(s64) thresholds;
};

/* ---- values and conditions ---------------------------------------------------- */

static bool cond_holds(struct binder *b, const struct cond *c);

/* Constants of the pack come before those of the unit; see doc/rules.md. */
static bool lookup(void *ctx, const char *name, u64 *ret_value,
		   const char **ret_missing)
{
	struct binder *b = ctx;
	u32 i, visible = b->nvisible;
	bool found = false, ok = false;

	for (i = 0; !found && i < visible; i++) {
		const struct constant *k = &b->pack->constants[i];

		if (strcmp(k->name, name) != 0)
			continue;
		b->nvisible = i;
		found = cond_holds(b, &k->when);
		if (found)
			ok = expr_eval(&k->value, lookup, b, ret_value, ret_missing);
		b->nvisible = visible;
	}
	if (found)
		return ok;
	*ret_missing = name;
	return ir_unit_value(b->unit, name, ret_value);
}

static bool eval(struct binder *b, const struct expr *e, u64 *ret_value,
		 const char **ret_missing)
{
	return expr_eval(e, lookup, b, ret_value, ret_missing);
}

static bool unit_has(struct binder *b, const struct cond_name *n)
{
	u64 v;

	if (ir_unit_declares(b->unit, n->name))
		return true;
	return n->kind == RULES_NAME_CONSTANT && ir_unit_value(b->unit, n->name, &v);
}

static bool cond_holds(struct binder *b, const struct cond *c)
{
	const char *missing;
	u64 x, y;
	u32 i;

	if (c->word && c->word != b->unit->word_bits)
		return false;
	for (i = 0; i < c->nnames; i++)
		if (unit_has(b, &c->names[i]) != c->names[i].wanted)
			return false;
	if (!c->has_equal)
		return true;
	return eval(b, &c->equal[0], &x, &missing) &&
	       eval(b, &c->equal[1], &y, &missing) && x == y;
}

static const char *copy(struct binder *b, const char *s)
{
	return arena_strdup(b->arena, s);
}

/* ---- index specifications ------------------------------------------------------- */

static int bind_range(struct binder *b, const struct range_expr *e,
		      struct index_range *ret_range)
{
	const char *missing = "";
	u64 lo, hi;

	if (!eval(b, &e->lo, &lo, &missing) || !eval(b, &e->hi, &hi, &missing))
		return error_set(b->err, ERR_RULES,
				 "%s:%u: %s has no value in %s, expected one for the range '%s'",
				 b->pack->file, e->line, missing,
				 ir_str(b->unit, b->unit->file), e->text);
	if ((s64)lo > (s64)hi)
		return error_set(b->err, ERR_RULES,
				 "%s:%u: range '%s' is %lld..%lld in %s, expected the lower end first",
				 b->pack->file, e->line, e->text, (long long)lo, (long long)hi,
				 ir_str(b->unit, b->unit->file));
	ret_range->lo = (s64)lo;
	ret_range->hi = (s64)hi;
	return 0;
}

static int bind_ranges(struct binder *b, const struct spec *s, struct index_spec *out)
{
	int rc = 0;
	u32 i;

	for (i = 0; !rc && i < s->nlegal; i++)
		rc = bind_range(b, &s->legal[i], &out->legal[out->nlegal++]);
	for (i = 0; !rc && i < s->nextended; i++) {
		if (!cond_holds(b, &s->extended[i].when))
			continue;
		rc = bind_range(b, &s->extended[i].range, &out->extended[out->nextended].range);
		out->extended[out->nextended].feature =
			s->extended[i].feature ? copy(b, s->extended[i].feature) : NULL;
		out->extended[out->nextended++].level = s->extended[i].level;
	}
	return rc;
}

static bool unit_knows(struct binder *b, const char *name)
{
	u64 v;

	return ir_unit_value(b->unit, name, &v);
}

static void bind_never(struct binder *b, const struct spec *s, struct index_spec *out)
{
	const char **never = arena_new_array(b->arena, const char *, s->nnever);
	u32 i;

	for (i = 0; i < s->nnever; i++)
		if (unit_knows(b, s->never[i]))
			never[out->nnever++] = copy(b, s->never[i]);
	out->never = never;
}

static void bind_foreign(struct binder *b, const struct spec *s, struct index_spec *out)
{
	const char **names = arena_new_array(b->arena, const char *, s->nforeign);
	const char **classes = arena_new_array(b->arena, const char *, s->nforeign);
	u32 i;

	for (i = 0; i < s->nforeign; i++) {
		if (!unit_knows(b, s->foreign[i]))
			continue;
		names[out->nforeign] = copy(b, s->foreign[i]);
		classes[out->nforeign++] = copy(b, s->foreign_class[i]);
	}
	out->foreign = names;
	out->foreign_class = classes;
}

static int bind_spec(struct binder *b, const char *label, const struct spec *s,
		     struct index_spec *out)
{
	int rc;

	memset(out, 0, sizeof(*out));
	out->label = copy(b, label);
	rc = bind_ranges(b, s, out);
	if (rc)
		return rc;
	bind_never(b, s, out);
	bind_foreign(b, s, out);
	return 0;
}

/* ---- entries --------------------------------------------------------------------- */

static int clash(struct binder *b, u32 line, const char *what)
{
	return error_set(b->err, ERR_RULES,
			 "%s:%u: '%s' is described by another pack too, expected one pack to apply to %s",
			 b->pack->file, line, what, ir_str(b->unit, b->unit->file));
}

/* `first`: the entries from there on are of the pack being bound. */
static int bind_function(struct binder *b, const struct accessor *a, const char *name,
			 u32 first)
{
	struct rules_accessor out;
	u32 i;
	int rc;

	if (!ir_unit_declares(b->unit, name))
		return 0;
	for (i = 0; i < b->accessors.n; i++)
		if (!strcmp(b->accessors.v[i].function, name))
			return i < first ? clash(b, a->spec.line, name) : 0;
	rc = bind_spec(b, name, &a->spec, &out.spec);
	if (rc)
		return rc;
	out.function = out.spec.label;
	out.index_arg = a->index_arg;
	vec_push(&b->accessors, out);
	vec_push(&b->trusted, out.function);
	return 0;
}

static int bind_accessors(struct binder *b)
{
	u32 i, j, first = b->accessors.n;
	int rc = 0;

	for (i = 0; !rc && i < b->pack->naccessors; i++) {
		const struct accessor *a = &b->pack->accessors[i];

		if (!cond_holds(b, &a->spec.when))
			continue;
		for (j = 0; !rc && j < a->nfunctions; j++)
			rc = bind_function(b, a, a->functions[j], first);
	}
	return rc;
}

static int bind_array(struct binder *b, const struct array *a, u32 first)
{
	struct rules_array out;
	u32 i;
	int rc;

	if (!ir_unit_declares(b->unit, a->record) || !cond_holds(b, &a->spec.when))
		return 0;
	for (i = 0; i < b->arrays.n; i++)
		if (!strcmp(b->arrays.v[i].spec.label, a->label))
			return i < first ? clash(b, a->spec.line, a->label) : 0;
	rc = bind_spec(b, a->label, &a->spec, &out.spec);
	if (rc)
		return rc;
	out.record = copy(b, a->record);
	out.field = copy(b, a->field);
	vec_push(&b->arrays, out);
	return 0;
}

static int bind_arrays(struct binder *b)
{
	u32 i, first = b->arrays.n;
	int rc = 0;

	for (i = 0; !rc && i < b->pack->narrays; i++)
		rc = bind_array(b, &b->pack->arrays[i], first);
	return rc;
}

/* A guard whose constant the unit does not have cannot be tested there. */
static void bind_guard(struct binder *b, const struct guard *g)
{
	struct rules_guard out = g->rule;
	const char *missing;

	if (!cond_holds(b, &g->when) ||
	    (g->has_value && !eval(b, &g->value, &out.value, &missing)))
		return;
	out.feature = copy(b, out.feature);
	out.value_name = copy(b, out.value_name);
	out.function = out.function ? copy(b, out.function) : NULL;
	out.record = out.record ? copy(b, out.record) : NULL;
	out.field = out.field ? copy(b, out.field) : NULL;
	vec_push(&b->guards, out);
}

/* The first pack that describes a library function is taken. */
static void bind_library_function(struct binder *b, const struct rules_function *f)
{
	struct rules_function out = *f;
	u32 i;

	for (i = 0; i < b->functions.n; i++)
		if (!strcmp(b->functions.v[i].function, f->function))
			return;
	out.function = copy(b, f->function);
	vec_push(&b->functions, out);
}

static void bind_alias(struct binder *b, const struct rules_alias *a)
{
	struct rules_alias out = *a;

	out.function = copy(b, a->function);
	out.record = copy(b, a->record);
	out.field = copy(b, a->field);
	vec_push(&b->aliases, out);
}

static void bind_rest(struct binder *b)
{
	const struct pack *p = b->pack;
	u32 i;

	vec_push(&b->packs, copy(b, p->yaml->pack));
	for (i = 0; i < p->nguards; i++)
		bind_guard(b, &p->guards[i]);
	for (i = 0; i < p->nfunctions; i++)
		bind_library_function(b, &p->functions[i]);
	for (i = 0; i < p->naliases; i++)
		bind_alias(b, &p->aliases[i]);
	for (i = 0; i < p->yaml->trusted_count; i++)
		vec_push(&b->trusted, copy(b, p->yaml->trusted[i]));
}

static bool select_pack(struct binder *b, const struct pack *p)
{
	b->pack = p;
	b->nvisible = p->nconstants;
	return cond_holds(b, &p->when);
}

static bool is_library(const struct pack *p)
{
	return !p->naccessors && !p->narrays;
}

static int bind_pack(struct binder *b, const struct pack *p)
{
	u32 before = b->accessors.n + b->arrays.n;
	int rc;

	if (is_library(p) || !select_pack(b, p))
		return 0;
	rc = bind_accessors(b);
	if (!rc)
		rc = bind_arrays(b);
	if (!rc && b->accessors.n + b->arrays.n > before)
		bind_rest(b);
	return rc;
}

/* Packs without accessors of their own join those that have some in force. */
static int bind_packs(struct binder *b)
{
	int rc = 0;
	u32 i;

	for (i = 0; !rc && i < b->r->npacks; i++)
		rc = bind_pack(b, &b->r->packs[i]);
	for (i = 0; !rc && b->packs.n && i < b->r->npacks; i++)
		if (is_library(&b->r->packs[i]) && select_pack(b, &b->r->packs[i]))
			bind_rest(b);
	return rc;
}

/* ---- thresholds -------------------------------------------------------------------- */

static void add_thresholds(struct binder *b, const struct index_range *r)
{
	if (r->lo != INT64_MIN)
		vec_push(&b->thresholds, r->lo - 1);
	vec_push(&b->thresholds, r->lo);
	vec_push(&b->thresholds, r->hi);
	if (r->hi != INT64_MAX)
		vec_push(&b->thresholds, r->hi + 1);
}

static void spec_thresholds(struct binder *b, const struct index_spec *s)
{
	u32 i;

	for (i = 0; i < s->nlegal; i++)
		add_thresholds(b, &s->legal[i]);
	for (i = 0; i < s->nextended; i++)
		add_thresholds(b, &s->extended[i].range);
}

static int by_value(const void *a, const void *b)
{
	s64 x = *(const s64 *)a, y = *(const s64 *)b;

	return (x > y) - (x < y);
}

static void make_thresholds(struct binder *b)
{
	u32 i, n = 0;

	vec_push(&b->thresholds, -1);
	vec_push(&b->thresholds, 0);
	for (i = 0; i < b->accessors.n; i++)
		spec_thresholds(b, &b->accessors.v[i].spec);
	for (i = 0; i < b->arrays.n; i++)
		spec_thresholds(b, &b->arrays.v[i].spec);
	qsort(b->thresholds.v, b->thresholds.n, sizeof(s64), by_value);
	for (i = 0; i < b->thresholds.n; i++)
		if (!n || b->thresholds.v[i] != b->thresholds.v[n - 1])
			b->thresholds.v[n++] = b->thresholds.v[i];
	b->thresholds.n = n;
}

/* ---- the result ---------------------------------------------------------------------- */

#define KEEP(b, out, list)                                                             \
	((out)->list = arena_memdup((b)->arena, (b)->list.v,                           \
				    (b)->list.n * sizeof(*(b)->list.v)),               \
	 (out)->n##list = (b)->list.n)

static const struct rules_bound *make_bound(struct binder *b)
{
	struct rules_bound *out = arena_new_obj(b->arena, struct rules_bound);

	make_thresholds(b);
	KEEP(b, out, packs);
	KEEP(b, out, accessors);
	KEEP(b, out, arrays);
	KEEP(b, out, guards);
	KEEP(b, out, functions);
	KEEP(b, out, aliases);
	KEEP(b, out, trusted);
	KEEP(b, out, thresholds);
	return out;
}

static void release(struct binder *b)
{
	vec_release(&b->packs);
	vec_release(&b->accessors);
	vec_release(&b->arrays);
	vec_release(&b->guards);
	vec_release(&b->functions);
	vec_release(&b->aliases);
	vec_release(&b->trusted);
	vec_release(&b->thresholds);
}

bool rules_alias_matches(const struct rules_alias *a, const char *function)
{
	size_t n = strlen(a->function);

	if (!a->any)
		return !strcmp(a->function, function);
	return !strncmp(a->function, function, n) && function[n];
}

int rules_bind(const struct rules *r, const struct ir_unit *unit, struct arena *arena,
	       const struct rules_bound **ret_bound, struct error *err)
{
	struct binder b = { .r = r, .unit = unit, .arena = arena, .err = err };
	int rc = bind_packs(&b);

	if (!rc)
		*ret_bound = b.packs.n ? make_bound(&b) : NULL;
	release(&b);
	return rc;
}
