/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of findings of schema 1, which had none. */
#include "lib/store/put_p.h"

struct fill {
	struct store *s;
	struct arena *arena;
	struct error *err;
	struct query occurrence, event, content;
};

static int prepare(struct fill *x)
{
	int rc;

	rc = query_prepare(&x->occurrence, x->s,
		"SELECT o.id, o.finding, f.rule, f.accessor, f.idx, o.file, o.line, o.col, o.function,"
		" o.message, o.site_file, o.site_line, o.site_col, o.site_function"
		" FROM occurrence AS o JOIN finding AS f ON f.id = o.finding WHERE o.content = ''",
		x->err);
	if (!rc)
		rc = store_prepare_path(&x->event, x->s, x->err);
	if (!rc)
		rc = query_prepare(&x->content, x->s,
			"UPDATE occurrence SET content = ? WHERE id = ?", x->err);
	return rc;
}

static void read_place(struct fill *x, struct finding *f)
{
	struct query *q = &x->occurrence;

	f->rule = query_get_enum(q, finding_rule_find);
	f->accessor = query_get_text(q, x->arena);
	f->index = query_get_text(q, x->arena);
	f->loc.file = query_get_text(q, x->arena);
	f->loc.line = query_get_u32(q);
	f->loc.column = query_get_u32(q);
	f->function = query_get_text(q, x->arena);
	f->message = query_get_text(q, x->arena);
	f->site.file = query_get_text(q, x->arena);
	f->site.line = query_get_u32(q);
	f->site.column = query_get_u32(q);
	f->site_function = query_get_text(q, x->arena);
}

static int fill_one(struct fill *x)
{
	struct finding f = { 0 };
	s64 occurrence, finding;
	int rc;

	occurrence = query_get_int(&x->occurrence);
	finding = query_get_int(&x->occurrence);
	read_place(x, &f);
	rc = store_read_path(&x->event, occurrence, x->arena, &f, x->err);
	if (!rc)
		rc = put_keys(x->s, finding, &f, x->err);
	if (rc)
		return rc;
	query_hex(&x->content, identity_content(&f));
	query_int(&x->content, occurrence);
	return query_run(&x->content, x->err);
}

int store_fill_keys(struct store *s, struct error *err)
{
	struct fill x = { .s = s, .err = err };
	int rc;

	x.arena = arena_new();
	rc = prepare(&x);
	while (!rc && (rc = query_step(&x.occurrence, err)) > 0) {
		rc = fill_one(&x);
		arena_reset(x.arena);
	}
	query_finish(&x.occurrence);
	query_finish(&x.event);
	query_finish(&x.content);
	arena_free(x.arena);
	return rc;
}
