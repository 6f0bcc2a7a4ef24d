/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pipeline: units are bound, linked, sliced, run, explained. */
#include "lib/engine/engine.h"

#include <stdlib.h>
#include <string.h>

#include "lib/engine/brief.h"
#include "lib/engine/explain.h"
#include "lib/engine/machine.h"

struct input {
	const struct ir_unit *unit;
	const struct rules_bound *bound;	/* NULL: no pack applies */
	const char *object;
	u64 checksum;
};

struct engine {
	struct arena *arena;
	const struct rules *rules;
	struct engine_options opt;
	VEC(struct input) in;
};

struct engine *engine_new(const struct rules *rules,
			  const struct engine_options *opt)
{
	struct engine *e = calloc(1, sizeof(*e));

	if (!e)
		abort();
	e->arena = arena_new();
	e->rules = rules;
	if (opt)
		e->opt = *opt;
	return e;
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	vec_release(&e->in);
	arena_free(e->arena);
	free(e);
}

int engine_add_unit(struct engine *e, const struct ir_unit *unit,
		    const char *object, u64 checksum, struct error *err)
{
	struct input in = { unit, NULL, NULL, checksum };
	int r = 0;

	if (!(unit->flags & IR_UNIT_FAILED))
		r = rules_bind(e->rules, unit, e->arena, &in.bound, err);
	if (r < 0)
		return r;
	in.object = arena_strdup(e->arena, object ? object : "");
	vec_push(&e->in, in);
	return 0;
}

static int cmp_input(const void *pa, const void *pb)
{
	const struct input *a = pa, *b = pb;
	int c = strcmp(ir_str(a->unit, a->unit->file),
		       ir_str(b->unit, b->unit->file));

	if (c)
		return c;
	if (a->checksum != b->checksum)
		return a->checksum < b->checksum ? -1 : 1;
	return strcmp(a->object, b->object);
}

static void describe_units(struct engine *e, struct analysis *out)
{
	struct unit_info *v = arena_new_array(out->arena, struct unit_info,
					      e->in.n + 1);
	u32 i;

	for (i = 0; i < e->in.n; i++) {
		const struct input *in = &e->in.v[i];

		unit_describe(in->unit, in->bound, out->arena, &v[i]);
		v[i].object = arena_strdup(out->arena, in->object);
		v[i].checksum = in->checksum;
	}
	out->units = v;
	out->nunits = e->in.n;
}

static int cmp_function(const void *pa, const void *pb)
{
	const struct function_info *a = pa, *b = pb;
	int c = strcmp(a->file, b->file);

	return c ? c : strcmp(a->name, b->name);
}

/* What names there are: a finding whose function is not among them has moved or is gone. */
static void describe_functions(struct engine *e, struct analysis *out)
{
	VEC(struct function_info) v = VEC_INIT;
	u32 i, j, n = 0;

	for (i = 0; i < e->in.n; i++) {
		const struct ir_unit *u = e->in.v[i].unit;

		for (j = 0; e->in.v[i].bound && j < u->nfuncs; j++) {
			struct function_info f = { ir_str(u, u->funcs[j].loc.file),
						   ir_str(u, u->funcs[j].name) };

			if (u->funcs[j].blocks)
				vec_push(&v, f);
		}
	}
	if (v.n)
		qsort(v.v, v.n, sizeof(*v.v), cmp_function);
	for (i = 0; i < v.n; i++)
		if (!n || cmp_function(&v.v[n - 1], &v.v[i]))
			v.v[n++] = v.v[i];
	for (i = 0; i < n; i++) {
		v.v[i].file = arena_strdup(out->arena, v.v[i].file);
		v.v[i].name = arena_strdup(out->arena, v.v[i].name);
	}
	out->functions = arena_memdup(out->arena, v.v, n * sizeof(*v.v));
	out->nfunctions = n;
	vec_release(&v);
}

static struct program *link_units(struct engine *e)
{
	struct program *p = program_new(e->rules,
					e->in.n > 1 || !e->opt.findings_only);
	u32 i;

	for (i = 0; i < e->in.n; i++)
		if (e->in.v[i].bound)
			program_add_unit(p, e->in.v[i].unit,
					 e->in.v[i].bound);
	program_link(p);
	return p;
}

int engine_run(struct engine *e, struct analysis **ret_analysis,
	       struct error *err)
{
	struct arena *a = arena_new();
	struct analysis *out = arena_new_obj(a, struct analysis);
	record_vec recs = VEC_INIT;
	struct program *p;
	struct machine *m;

	(void)err;
	out->arena = a;
	/* the order of adding must not show */
	if (e->in.n)
		qsort(e->in.v, e->in.n, sizeof(*e->in.v), cmp_input);
	if (!e->opt.findings_only) {
		describe_units(e, out);
		describe_functions(e, out);
	}
	p = link_units(e);
	m = machine_new(p, &e->opt);
	machine_run(m, &recs);
	explain_records(m, &recs, e->opt.findings_only, out);
	vec_release(&recs);
	machine_free(m);
	program_free(p);
	*ret_analysis = out;
	return 0;
}
