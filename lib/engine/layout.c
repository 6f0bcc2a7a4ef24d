/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fields of records, nested ones included. */
#include "lib/engine/layout.h"

#include <string.h>

struct record {
	u32 nown, nall;
	u32 *own;		/* fields of its own */
	const u32 *all;		/* closed over the records inside; when asked for */
};

/* A record inside a field. */
struct inside {
	u32 field, record;
};

struct layout {
	u32 nrecords;
	struct record *rec;
	u32 nstrs;
	const u32 *rec_of_str;	/* program string -> record */
	const struct inside *inside;	/* sorted by field */
	const u32 *first;	/* field -> its first entry in inside */
	bool *seen;		/* per record, while one is closed */
};

struct builder {
	struct program *p;
	struct layout *l;
	VEC(struct inside) found;
};

/* ---- records ----------------------------------------------------------------- */

static void number_records(struct program *p, struct layout *l)
{
	u32 *map, i;

	l->nstrs = intern_count(p->strs) + 1;
	map = arena_alloc(p->arena, sizeof(u32) * l->nstrs);
	memset(map, 0xff, sizeof(u32) * l->nstrs);
	for (i = 0; i < p->fields.n; i++)
		if (map[p->fields.v[i].record] == PF_NONE)
			map[p->fields.v[i].record] = l->nrecords++;
	l->rec_of_str = map;
	l->rec = arena_new_array(p->arena, struct record, l->nrecords + 1);
	for (i = 0; i < p->fields.n; i++)
		l->rec[map[p->fields.v[i].record]].nown++;
	for (i = 0; i < l->nrecords; i++) {
		l->rec[i].own = arena_new_array(p->arena, u32, l->rec[i].nown);
		l->rec[i].nown = 0;
	}
	for (i = 0; i < p->fields.n; i++) {
		struct record *r = &l->rec[map[p->fields.v[i].record]];

		r->own[r->nown++] = i;
	}
}

static u32 record_of_str(const struct layout *l, u32 str)
{
	return str && str < l->nstrs ? l->rec_of_str[str] : PF_NONE;
}

u32 layout_record(const struct program *p, const char *name)
{
	return record_of_str(p->layout, intern_find(p->strs, name));
}

u32 layout_local_record(const struct program *p, const struct pfunc *pf,
			u32 local)
{
	u32 s = pf->f->locals[local].record;

	return s ? layout_record(p, ir_str(pf->ir, s)) : PF_NONE;
}

/* ---- what is inside a field ---------------------------------------------------- */

static void note_inside(struct builder *b, u32 field, u32 record)
{
	struct inside in = { field, record };
	u32 i;

	if (record == PF_NONE)
		return;
	/* the same few come again and again */
	for (i = b->found.n; i-- > 0 && b->found.n - i < 8;)
		if (b->found.v[i].field == field &&
		    b->found.v[i].record == record)
			return;
	vec_push(&b->found, in);
}

/* A field that is gone through holds the record of the next one. */
static void note_projs(struct builder *b, const struct punit *pu,
		       const struct ir_proj *proj, u32 n)
{
	u32 i, last = PF_NONE;

	for (i = 0; i < n; i++) {
		u32 field;

		if (proj[i].kind != IR_PROJ_FIELD)
			continue;
		field = pu->field[proj[i].field];
		if (last != PF_NONE)
			note_inside(b, last, b->l->rec_of_str[
					b->p->fields.v[field].record]);
		last = field;
	}
}

/* p = &x->field: the field holds what p points to. */
static void note_address(struct builder *b, const struct pfunc *pf,
			 const struct ir_inst *in)
{
	const struct ir_place *pl;
	u32 field;

	if ((in->op != IR_OP_COPY && in->op != IR_OP_CAST) ||
	    in->a.kind != IR_OPND_ADDR)
		return;
	pl = &pf->f->places[in->a.idx];
	field = place_field(pf, pl);
	if (field != IR_NONE && pl->type.kind == IR_T_AGG)
		note_inside(b, field, layout_local_record(b->p, pf, in->dst));
}

static void scan_function(struct builder *b, const struct pfunc *pf)
{
	u32 i;

	for (i = 0; i < pf->f->nplaces; i++)
		note_projs(b, pf->pu, pf->f->places[i].proj,
			   pf->f->places[i].nproj);
	for (i = 0; i < pf->f->ninsts; i++)
		note_address(b, pf, &pf->f->insts[i]);
}

static void scan_inits(struct builder *b, const struct punit *pu)
{
	u32 i, j;

	for (i = 0; i < pu->ir->nglobals; i++)
		for (j = 0; j < pu->ir->globals[i].ninits; j++)
			note_projs(b, pu, pu->ir->globals[i].inits[j].proj,
				   pu->ir->globals[i].inits[j].nproj);
}

/* Sorts what was found by field (counting), each pair once. */
static void index_inside(struct builder *b)
{
	struct program *p = b->p;
	u32 *first = arena_new_array(p->arena, u32, p->fields.n + 2);
	struct inside *v = arena_new_array(p->arena, struct inside,
					   b->found.n + 1);
	u32 *fill = arena_new_array(p->arena, u32, p->fields.n + 1);
	u32 i, j;

	for (i = 0; i < b->found.n; i++)
		first[b->found.v[i].field + 1]++;
	for (i = 0; i < p->fields.n; i++)
		first[i + 1] += first[i];
	for (i = 0; i < b->found.n; i++) {
		struct inside in = b->found.v[i];
		u32 *n = &fill[in.field];

		for (j = 0; j < *n; j++)
			if (v[first[in.field] + j].record == in.record)
				break;
		if (j == *n)
			v[first[in.field] + (*n)++] = in;
	}
	/* the rest of a field's share stays unused */
	for (i = 0; i < p->fields.n; i++)
		for (j = first[i] + fill[i]; j < first[i + 1]; j++)
			v[j] = (struct inside){ i, PF_NONE };
	b->l->first = first;
	b->l->inside = v;
}

/* ---- closure --------------------------------------------------------------------- */

struct closer {
	const struct layout *l;
	u32vec recs;		/* those seen */
	u32vec fields;
};

static void close_record(struct closer *c, u32 record)
{
	const struct record *r = &c->l->rec[record];
	u32 i, j;

	if (c->l->seen[record])
		return;
	c->l->seen[record] = true;
	vec_push(&c->recs, record);
	for (i = 0; i < r->nown; i++) {
		u32 f = r->own[i];

		vec_push(&c->fields, f);
		for (j = c->l->first[f]; j < c->l->first[f + 1]; j++)
			if (c->l->inside[j].record != PF_NONE)
				close_record(c, c->l->inside[j].record);
	}
}

struct layout_fields layout_fields(const struct program *p, u32 record)
{
	struct closer c = { .l = p->layout };
	struct layout_fields ret = { 0, NULL };
	struct record *r;

	if (record == PF_NONE)
		return ret;
	r = &p->layout->rec[record];
	if (!r->all) {
		close_record(&c, record);
		r->nall = c.fields.n;
		r->all = arena_memdup(p->arena, c.fields.v,
				      sizeof(u32) * c.fields.n);
		while (c.recs.n)
			c.l->seen[c.recs.v[--c.recs.n]] = false;
		vec_release(&c.recs);
		vec_release(&c.fields);
	}
	ret.n = r->nall;
	ret.field = r->all;
	return ret;
}

static u32 record_inside(const struct layout *l, u32 field)
{
	return l->first[field] < l->first[field + 1] ?
	       l->inside[l->first[field]].record : PF_NONE;
}

struct layout_fields layout_inside(const struct program *p, u32 field)
{
	return layout_fields(p, record_inside(p->layout, field));
}

/* ---- places ------------------------------------------------------------------------ */

u32 layout_place_record(const struct program *p, const struct pfunc *pf,
			const struct ir_place *pl)
{
	u32 s, field = place_field(pf, pl);

	if (field != IR_NONE)
		return record_inside(p->layout, field);
	if (pl->base == IR_BASE_LOCAL || pl->base == IR_BASE_PTR)
		return layout_local_record(p, pf, pl->idx);
	if (pl->base != IR_BASE_GLOBAL)
		return PF_NONE;
	s = pf->ir->globals[pl->idx].record;
	return s ? layout_record(p, ir_str(pf->ir, s)) : PF_NONE;
}

void layout_build(struct program *p)
{
	struct builder b = { .p = p };
	u32 i;

	b.l = p->layout = arena_new_obj(p->arena, struct layout);
	number_records(p, b.l);
	for (i = 0; i < p->units.n; i++)
		scan_inits(&b, &p->units.v[i]);
	for (i = 0; i < p->funcs.n; i++)
		scan_function(&b, &p->funcs.v[i]);
	index_inside(&b);
	b.l->seen = arena_new_array(p->arena, bool, b.l->nrecords + 1);
	vec_release(&b.found);
}
