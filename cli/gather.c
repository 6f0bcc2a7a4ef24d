/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the inputs of a run and keeps each unit once, see gather.h. */
#include "cli/gather.h"

#include <stdlib.h>
#include <string.h>

/* Out of memory ends the process, as in lib/base. */
#define uthash_fatal(msg) abort()
#include <uthash.h>

#include "cli/cli.h"
#include "lib/facts/facts.h"

/* IR beyond this is dropped and loaded again for the analysis of its part. */
#define MAX_IR_BYTES (192u << 20)

struct unit_index {
	struct facts_key key;
	u32 unit;
	UT_hash_handle hh;
};

static void note_problem(struct gather *g, enum problem_kind kind, const char *file,
			 const char *message)
{
	struct run_problem p = {
		.kind = kind,
		.file = arena_strdup(g->arena, file),
		.message = arena_strdup(g->arena, message),
	};

	vec_push(&g->problems, p);
}

static bool is_last_damaged(const struct gather *g, const char *file)
{
	return g->last_damaged && strcmp(g->last_damaged, file) == 0;
}

static void on_problem(void *ctx, enum facts_problem kind, const char *file, const char *cause)
{
	struct gather *g = ctx;

	complain("%s: %s", file, cause);
	if (!is_last_damaged(g, file)) {
		g->objects++;
		g->damaged++;
	}
	note_problem(g, kind == FACTS_UNREADABLE ? PROBLEM_UNREADABLE : PROBLEM_DAMAGED, file,
		     cause);
	g->last_damaged = g->problems.v[g->problems.n - 1].file;
}

/* True when a should give the unit its object, rather than b. */
static bool is_better_name(bool a_is_copy, const char *a, const struct gathered_unit *b)
{
	if (a_is_copy != b->is_copy)
		return b->is_copy;
	return strcmp(a, b->object) < 0;
}

/* An object, read or known: the records have bytes in the first case only. */
struct met_object {
	const struct facts_object *obj;
	const struct facts_key *keys;
	bool is_copy;
};

static void add_unit(struct gather *g, const struct met_object *m, struct facts_key key,
		     const struct unit_brief *brief, struct ir_unit *unit)
{
	struct gathered_unit u = {
		.unit = unit,
		.brief = brief,
		.object = arena_strdup(g->arena, m->obj->path),
		.file = arena_strdup(g->arena, m->obj->file),
		.key = key,
		.mtime = m->obj->mtime,
		.is_copy = m->is_copy,
	};
	struct unit_index *entry = arena_new_obj(g->arena, struct unit_index);

	entry->key = key;
	entry->unit = g->units.n;
	HASH_ADD(hh, g->index, key, sizeof(entry->key), entry);
	vec_push(&g->units, u);
	if (brief->info.status == UNIT_FAILED) {
		g->failed++;
		complain("%s: no facts for %s: %s", m->obj->path, brief->info.file,
			 brief->info.message);
	}
}

static void meet_again(struct gather *g, const struct met_object *m, struct gathered_unit *u)
{
	if (!is_better_name(m->is_copy, m->obj->path, u))
		return;
	u->object = arena_strdup(g->arena, m->obj->path);
	u->file = arena_strdup(g->arena, m->obj->file);
	u->is_copy = m->is_copy;
	u->mtime = m->obj->mtime;
}

static void hold(struct gather *g, struct gathered_unit *u, struct ir_unit *unit)
{
	u->unit = unit;
	g->ir_bytes += arena_used(unit->arena);
}

void gather_unload(struct gather *g, struct gathered_unit *u)
{
	if (!u->unit)
		return;
	g->ir_bytes -= arena_used(u->unit->arena);
	ir_unit_free(u->unit);
	u->unit = NULL;
}

static struct unit_index *find_unit(const struct gather *g, struct facts_key key)
{
	struct unit_index *known;

	HASH_FIND(hh, g->index, &key, sizeof(key), known);
	return known;
}

/* What the kernel calls it, where that is one word. */
static const char *machine_name(struct arena *arena, const struct facts_object *obj)
{
	static const struct {
		u16 machine;
		u8 bits;
		const char *name;
	} known[] = {
		{ 62, 64, "x86_64" }, { 62, 32, "x32" }, { 3, 32, "i386" }, { 183, 64, "arm64" },
		{ 40, 32, "arm" }, { 243, 64, "riscv64" }, { 243, 32, "riscv32" },
		{ 22, 64, "s390x" }, { 21, 64, "ppc64" }, { 20, 32, "ppc" }, { 8, 64, "mips64" },
		{ 8, 32, "mips" }, { 258, 64, "loongarch64" },
	};

	for (u32 i = 0; i < ARRAY_SIZE(known); i++)
		if (known[i].machine == obj->machine && known[i].bits == obj->bits)
			return known[i].name;
	return arena_printf(arena, "elf%u-%u", obj->bits, obj->machine);
}

static void note_machine(struct gather *g, const struct facts_object *obj)
{
	const char *name;

	if (!obj->machine || !obj->nrecords)
		return;
	name = machine_name(g->arena, obj);
	for (u32 i = 0; i < g->machines.n; i++)
		if (strcmp(g->machines.v[i], name) == 0)
			return;
	vec_push(&g->machines, name);
}

static const struct unit_brief *make_brief(struct gather *g, const struct ir_unit *unit,
					   struct facts_key key)
{
	struct unit_brief *b = arena_new_obj(g->arena, struct unit_brief);

	if (g->code == 0)
		g->code = unit_brief_make(g->rules, unit, g->arena, b, g->err);
	b->info.checksum = key.checksum;
	if (g->code == 0)
		cache_put_unit(g->cache, key, b);
	return b;
}

static void take_record(struct gather *g, const struct met_object *m, u32 i)
{
	struct facts_key key = m->keys[i];
	struct unit_index *known = find_unit(g, key);
	struct error err = ERROR_INIT;
	struct ir_unit *unit;

	if (known) {
		meet_again(g, m, &g->units.v[known->unit]);
	} else if (!m->obj->records) {
		add_unit(g, m, key, cache_unit(g->cache, key), NULL);
	} else if (ir_wire_read(&m->obj->records[i], &unit, &err) < 0) {
		on_problem(g, FACTS_DAMAGED, m->obj->path, err.msg);
	} else {
		add_unit(g, m, key, make_brief(g, unit, key), NULL);
		hold(g, &g->units.v[g->units.n - 1], unit);
		if (g->ir_bytes > MAX_IR_BYTES)
			gather_unload(g, &g->units.v[g->units.n - 1]);
	}
}

static void meet_object(struct gather *g, const struct met_object *m)
{
	bool damaged = is_last_damaged(g, m->obj->path);

	if (!damaged)
		g->objects++;
	note_machine(g, m->obj);
	for (u32 i = 0; i < m->obj->nrecords; i++)
		take_record(g, m, i);
	if (m->obj->nrecords || damaged)
		return;
	if (rules_untouched(g->rules, m->obj->path)) {
		g->untouched++;
		note_problem(g, PROBLEM_UNTOUCHED, m->obj->path,
			     "must stay as the compiler made it");
	} else {
		g->no_facts++;
	}
}

static bool is_copy(const struct facts_object *obj)
{
	return !obj->is_stream && (obj->in_archive || obj->nrecords > 1);
}

static void on_object(void *ctx, const struct facts_object *obj)
{
	struct gather *g = ctx;
	struct facts_key *keys = arena_new_array(g->arena, struct facts_key, obj->nrecords);
	struct met_object m = { obj, keys, is_copy(obj) };
	struct cached_object kept = {
		.path = arena_strdup(g->arena, obj->path),
		.is_stream = obj->is_stream,
		.in_archive = obj->in_archive,
		.machine = obj->machine,
		.bits = obj->bits,
		.nrecords = obj->nrecords,
		.records = keys,
	};

	for (u32 i = 0; i < obj->nrecords; i++)
		keys[i] = (struct facts_key){ obj->records[i].checksum, obj->records[i].len };
	g->objects_read++;
	meet_object(g, &m);
	if (!g->current_file || strcmp(g->current_file, obj->file)) {
		g->current_file = arena_strdup(g->arena, obj->file);
		vec_clear(&g->current);
	}
	vec_push(&g->current, kept);
}

static void on_whole(void *ctx, const char *file, const struct facts_stamp *stamp)
{
	struct gather *g = ctx;
	struct cached_file f = { .stamp = *stamp };

	if (g->current_file && strcmp(g->current_file, file) == 0)
		f.nobjects = g->current.n;
	f.objects = arena_memdup(g->arena, g->current.v, sizeof(*f.objects) * f.nobjects);
	cache_put_file(g->cache, file, &f);
}

static bool all_units_known(struct gather *g, const struct cached_file *f)
{
	for (u32 i = 0; i < f->nobjects; i++)
		for (u32 j = 0; j < f->objects[i].nrecords; j++)
			if (!cache_unit(g->cache, f->objects[i].records[j]))
				return false;
	return true;
}

static bool on_known(void *ctx, const char *file, const struct facts_stamp *stamp,
		     bool is_explicit)
{
	struct gather *g = ctx;
	const struct cached_file *f = cache_file(g->cache, file, stamp);

	/* that there is nothing in it is a problem when it was named */
	if (!f || (is_explicit && !f->nobjects) || !all_units_known(g, f))
		return false;
	for (u32 i = 0; i < f->nobjects; i++) {
		const struct cached_object *o = &f->objects[i];
		struct facts_object obj = {
			.path = o->path,
			.file = file,
			.mtime = stamp->mtime,
			.is_stream = o->is_stream,
			.in_archive = o->in_archive,
			.machine = o->machine,
			.bits = o->bits,
			.nrecords = o->nrecords,
		};
		struct met_object m = { &obj, o->records, is_copy(&obj) };

		meet_object(g, &m);
	}
	return true;
}

void gather_init(struct gather *g, const struct rules *rules, struct cache *cache,
		 struct error *err)
{
	struct facts_handler handler = { g, on_object, on_problem, on_known, on_whole };

	memset(g, 0, sizeof(*g));
	g->arena = arena_new();
	g->rules = rules;
	g->cache = cache;
	g->err = err;
	g->reader = facts_new(&handler);
}

void gather_path(struct gather *g, const char *path)
{
	facts_read_path(g->reader, path);
}

static const char *unit_file(const struct gathered_unit *u)
{
	return u->brief->info.file;
}

static int compare_source(const struct gathered_unit *a, const struct gathered_unit *b)
{
	int order = strcmp(unit_file(a), unit_file(b));

	return order ? order : strcmp(a->brief->info.frontend, b->brief->info.frontend);
}

static int by_source(const void *x, const void *y)
{
	const struct gathered_unit *a = x, *b = y;
	int order = compare_source(a, b);

	if (order)
		return order;
	if (a->key.checksum != b->key.checksum)
		return a->key.checksum < b->key.checksum ? -1 : 1;
	return strcmp(a->object, b->object);
}

/* When the compiler last wrote an object of this source; units are sorted. */
static s64 newest_original(const struct gather *g, u32 first, u32 end)
{
	s64 newest = INT64_MIN;

	for (u32 i = first; i < end; i++)
		if (!g->units.v[i].is_copy && g->units.v[i].mtime > newest)
			newest = g->units.v[i].mtime;
	return newest;
}

static void leave_out(struct gather *g, struct gathered_unit *u)
{
	char *message = arena_printf(g->arena, "older copy of the facts of %s left out",
				     unit_file(u));

	g->outdated++;
	note_problem(g, PROBLEM_OTHER, u->object, message);
	gather_unload(g, u);
}

static void index_anew(struct gather *g)
{
	HASH_CLEAR(hh, g->index);
	for (u32 i = 0; i < g->units.n; i++) {
		struct unit_index *entry = arena_new_obj(g->arena, struct unit_index);

		entry->key = g->units.v[i].key;
		entry->unit = i;
		HASH_ADD(hh, g->index, key, sizeof(entry->key), entry);
	}
}

int gather_finish(struct gather *g)
{
	struct gathered_unit *v = g->units.v;
	u32 first, i, kept = 0, n = g->units.n;
	s64 newest;

	if (g->code < 0)
		return g->code;
	if (n)
		qsort(v, n, sizeof(*v), by_source);
	for (first = 0; first < n; first = i) {
		for (i = first + 1; i < n && compare_source(&v[first], &v[i]) == 0;)
			i++;
		newest = newest_original(g, first, i);
		for (u32 j = first; j < i; j++) {
			if (v[j].is_copy && v[j].mtime < newest)
				leave_out(g, &v[j]);
			else
				v[kept++] = v[j];
		}
	}
	g->units.n = kept;
	index_anew(g);
	return 0;
}

/* ---- loading ---------------------------------------------------------------------- */

static void load_object(void *ctx, const struct facts_object *obj)
{
	struct gather *g = ctx;

	for (u32 i = 0; i < obj->nrecords; i++) {
		const struct ir_wire_record *rec = &obj->records[i];
		struct facts_key key = { rec->checksum, rec->len };
		struct unit_index *entry = find_unit(g, key);
		struct error err = ERROR_INIT;
		struct ir_unit *unit;

		if (!entry || !g->units.v[entry->unit].wanted || g->units.v[entry->unit].unit ||
		    ir_wire_read(rec, &unit, &err) < 0)
			continue;
		hold(g, &g->units.v[entry->unit], unit);
	}
}

/* What is missing then is said by gather_load(). */
static void load_problem(void *ctx, enum facts_problem kind, const char *file, const char *cause)
{
	(void)ctx;
	(void)kind;
	(void)file;
	(void)cause;
}

int gather_load(struct gather *g, const u32 *units, u32 n, struct error *err)
{
	struct facts_handler handler = { .ctx = g, .object = load_object, .problem = load_problem };
	struct facts_reader *r = facts_new(&handler);
	int code = 0;
	u32 i;

	for (i = 0; i < n; i++)
		g->units.v[units[i]].wanted = true;
	/* a file of many units brings all that are wanted at once */
	for (i = 0; i < n && code == 0; i++) {
		struct gathered_unit *u = &g->units.v[units[i]];

		if (!u->unit)
			facts_read_path(r, u->file);
		if (!u->unit)
			code = error_set(err, ERR_IO, "%s: changed while it was read: collect again",
					 u->file);
	}
	for (i = 0; i < n; i++)
		g->units.v[units[i]].wanted = false;
	facts_free(r);
	return code;
}

void gather_release(struct gather *g)
{
	for (u32 i = 0; i < g->units.n; i++)
		gather_unload(g, &g->units.v[i]);
	HASH_CLEAR(hh, g->index);
	vec_release(&g->units);
	vec_release(&g->problems);
	vec_release(&g->machines);
	vec_release(&g->current);
	facts_free(g->reader);
	arena_free(g->arena);
}
