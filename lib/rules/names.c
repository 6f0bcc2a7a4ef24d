/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of the analysed program that front ends look for. */
#include <stdlib.h>
#include <string.h>

#include "lib/base/vec.h"
#include "lib/rules/pack.h"

struct collector {
	VEC(struct rules_name) names;
	const struct pack *pack;
	u32 line;	/* of the entry whose names are added, for errors */
	struct error *err;
	int rc;
};

static const char *const kind_text[] = {
	[RULES_NAME_FUNCTION] = "function",
	[RULES_NAME_RECORD] = "record",
	[RULES_NAME_CONSTANT] = "constant",
};

static struct rules_name *find(struct collector *c, const char *name)
{
	u32 i;

	for (i = 0; i < c->names.n; i++)
		if (!strcmp(c->names.v[i].name, name))
			return &c->names.v[i];
	return NULL;
}

static void add(struct collector *c, const char *name, enum rules_name_kind kind,
		bool anchor, bool track)
{
	struct rules_name *n = find(c, name);
	struct rules_name new = { .name = name, .kind = (u8)kind };

	if (!n) {
		vec_push(&c->names, new);
		n = &c->names.v[c->names.n - 1];
	}
	if (n->kind != kind && !c->rc)
		c->rc = error_set(c->err, ERR_RULES,
				  "%s:%u: '%s' is used as a %s and as a %s, expected one kind of name",
				  c->pack->file, c->line, name, kind_text[n->kind], kind_text[kind]);
	n->anchor |= anchor;
	n->track |= track;
}

static bool is_pack_constant(const struct pack *p, const char *name)
{
	u32 i;

	for (i = 0; i < p->nconstants; i++)
		if (!strcmp(p->constants[i].name, name))
			return true;
	return false;
}

static void add_expr(struct collector *c, const struct expr *e)
{
	u32 i;

	for (i = 0; i < e->nterms; i++)
		if (e->terms[i].name && !is_pack_constant(c->pack, e->terms[i].name))
			add(c, e->terms[i].name, RULES_NAME_CONSTANT, false, false);
}

static void add_range(struct collector *c, const struct range_expr *r)
{
	add_expr(c, &r->lo);
	add_expr(c, &r->hi);
}

static void add_cond(struct collector *c, const struct cond *cond)
{
	u32 i;

	for (i = 0; i < cond->nnames; i++)
		add(c, cond->names[i].name, cond->names[i].kind, false, false);
	if (!cond->has_equal)
		return;
	add_expr(c, &cond->equal[0]);
	add_expr(c, &cond->equal[1]);
}

static void add_tracked(struct collector *c, char *const *names, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		add(c, names[i], RULES_NAME_CONSTANT, false, true);
}

static void add_spec(struct collector *c, const struct spec *s)
{
	u32 i;

	c->line = s->line;
	add_cond(c, &s->when);
	for (i = 0; i < s->nlegal; i++)
		add_range(c, &s->legal[i]);
	for (i = 0; i < s->nextended; i++) {
		add_range(c, &s->extended[i].range);
		add_cond(c, &s->extended[i].when);
	}
	for (i = 0; i < s->nnever; i++)
		add(c, s->never[i], RULES_NAME_CONSTANT, false, true);
}

static void add_accessors(struct collector *c)
{
	const struct accessor *a = c->pack->accessors;
	const struct accessor *end = a + c->pack->naccessors;
	u32 i;

	for (; a < end; a++) {
		c->line = a->spec.line;
		for (i = 0; i < a->nfunctions; i++)
			add(c, a->functions[i], RULES_NAME_FUNCTION, true, false);
		add_spec(c, &a->spec);
	}
}

static void add_arrays(struct collector *c)
{
	const struct array *a = c->pack->arrays;
	const struct array *end = a + c->pack->narrays;

	for (; a < end; a++) {
		c->line = a->spec.line;
		add(c, a->record, RULES_NAME_RECORD, true, false);
		add_spec(c, &a->spec);
	}
}

static void add_guards(struct collector *c)
{
	const struct guard *g = c->pack->guards;
	const struct guard *end = g + c->pack->nguards;

	for (; g < end; g++) {
		c->line = g->line;
		add_cond(c, &g->when);
		if (g->has_value)
			add_expr(c, &g->value);
		if (g->rule.kind == RULES_GUARD_CALL)
			add(c, g->rule.function, RULES_NAME_FUNCTION, false, false);
		else if (g->rule.kind == RULES_GUARD_FIELD)
			add(c, g->rule.record, RULES_NAME_RECORD, false, false);
	}
}

static void add_constants(struct collector *c)
{
	const struct constant *k = c->pack->constants;
	const struct constant *end = k + c->pack->nconstants;

	for (; k < end; k++) {
		c->line = k->line;
		add_expr(c, &k->value);
		add_cond(c, &k->when);
	}
}

static void add_classes(struct collector *c)
{
	const struct y_pack *y = c->pack->yaml;
	u32 i;

	c->line = document_line(c->pack->doc, "classes");
	for (i = 0; i < y->classes_count; i++)
		add_tracked(c, y->classes[i].names, y->classes[i].names_count);
}

static void add_functions(struct collector *c)
{
	u32 i;

	c->line = document_line(c->pack->doc, "functions");
	for (i = 0; i < c->pack->nfunctions; i++)
		add(c, c->pack->functions[i].function, RULES_NAME_FUNCTION, false, false);
}

static void add_pack(struct collector *c)
{
	c->line = document_line(c->pack->doc, "when");
	add_cond(c, &c->pack->when);
	add_constants(c);
	add_classes(c);
	add_accessors(c);
	add_arrays(c);
	add_guards(c);
	add_functions(c);
	c->line = document_line(c->pack->doc, "track");
	add_tracked(c, c->pack->yaml->track, c->pack->yaml->track_count);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct rules_name *)a)->name,
		      ((const struct rules_name *)b)->name);
}

int rules_collect_names(struct rules *r, struct error *err)
{
	struct collector c = { .names = VEC_INIT, .err = err };
	u32 i;

	for (i = 0; i < r->npacks; i++) {
		c.pack = &r->packs[i];
		add_pack(&c);
	}
	if (c.names.n)
		qsort(c.names.v, c.names.n, sizeof(*c.names.v), by_name);
	r->nnames = c.names.n;
	r->names = arena_memdup(r->arena, c.names.v, c.names.n * sizeof(*c.names.v));
	vec_release(&c.names);
	return c.rc;
}
