/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which runs a run can be compared with. */
#include <stdlib.h>
#include <string.h>

#include "lib/base/strbuf.h"
#include "lib/store/put_p.h"

struct variant {
	s64 id;
	const char *config, *arch, *compiler;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "clang 19,gcc 12": each once, sorted. */
static const char *join_distinct(struct arena *arena, const char **v, u32 n)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text;
	u32 i;

	if (n)
		qsort(v, n, sizeof(*v), by_text);
	for (i = 0; i < n; i++)
		if (!i || strcmp(v[i], v[i - 1]))
			strbuf_addf(&sb, "%s%s", sb.len ? "," : "", v[i]);
	text = arena_strdup(arena, strbuf_str(&sb));
	strbuf_release(&sb);
	return text;
}

const char *put_compilers(const struct put *p, bool majors)
{
	const char **v = arena_new_array(p->arena, const char *, p->a->nunits + 1);
	u32 i;

	for (i = 0; i < p->a->nunits; i++) {
		const struct unit_info *u = &p->a->units[i];
		const char *version = u->compiler ? u->compiler : "";
		size_t len = majors ? strcspn(version, ".") : strlen(version);

		v[i] = arena_printf(p->arena, "%s %.*s", u->frontend ? u->frontend : "", (int)len,
				    version);
	}
	return join_distinct(p->arena, v, p->a->nunits);
}

/* An unknown machine or compiler stands for any; a configuration does not. */
static bool fits(const char *a, const char *b)
{
	return !a[0] || !b[0] || !strcmp(a, b);
}

static u32 likeness(const struct variant *a, const struct variant *b)
{
	if (strcmp(a->config, b->config) || !fits(a->arch, b->arch) ||
	    !fits(a->compiler, b->compiler))
		return 0;
	return 1 + !strcmp(a->arch, b->arch) + !strcmp(a->compiler, b->compiler);
}

/* The one that fits best, the latest among equals; id stays 0 when none does. */
static int find_variant(struct put *p, const struct variant *wanted, struct variant *ret)
{
	u32 best = 0, like;
	struct query q;
	int rc;

	rc = query_prepare(&q, p->s, "SELECT v.id, v.config, v.arch, v.compiler FROM variant AS v"
		" ORDER BY (SELECT max(id) FROM run WHERE variant = v.id) DESC", p->err);
	while (!rc && (rc = query_step(&q, p->err)) > 0) {
		struct variant v = { query_get_int(&q), query_get_text(&q, p->arena),
				     query_get_text(&q, p->arena),
				     query_get_text(&q, p->arena) };

		rc = 0;
		like = likeness(wanted, &v);
		if (like <= best)
			continue;
		best = like;
		*ret = v;
	}
	query_finish(&q);
	return rc;
}

static int write_variant(struct put *p, const char *sql, const struct variant *v)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, p->s, sql, p->err);
	if (!rc) {
		query_text(&q, v->config);
		query_text(&q, v->arch);
		query_text(&q, v->compiler);
		if (v->id)
			query_int(&q, v->id);
		rc = query_run(&q, p->err);
	}
	query_finish(&q);
	return rc;
}

int put_variant(struct put *p)
{
	const struct run_info *info = p->info;
	struct variant wanted = {
		.config = info->config && info->config[0] ? info->config :
			info->config_hash ? info->config_hash : "",
		.arch = info->arch ? info->arch : "",
		.compiler = put_compilers(p, true),
	}, v = { 0 };
	int rc;

	rc = find_variant(p, &wanted, &v);
	if (rc)
		return rc;
	if (!v.id) {
		rc = write_variant(p, "INSERT INTO variant (config, arch, compiler) VALUES (?, ?, ?)",
				   &wanted);
		p->variant = sqlite3_last_insert_rowid(p->s->db);
		return rc;
	}
	p->variant = v.id;
	v.arch = v.arch[0] ? v.arch : wanted.arch;
	v.compiler = v.compiler[0] ? v.compiler : wanted.compiler;
	return write_variant(p, "UPDATE OR IGNORE variant SET config = ?, arch = ?, compiler = ?"
			     " WHERE id = ?", &v);
}
