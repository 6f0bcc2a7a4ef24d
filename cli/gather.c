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

struct unit_key {
	u64 checksum, len;
};

struct unit_index {
	struct unit_key key;
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

static void add_unit(struct gather *g, const struct facts_object *obj,
		     const struct ir_wire_record *rec, struct ir_unit *unit)
{
	struct gathered_unit u = {
		.unit = unit,
		.object = arena_strdup(g->arena, obj->path),
		.checksum = rec->checksum,
		.len = rec->len,
		.mtime = obj->mtime,
		.is_copy = !obj->is_stream && (obj->in_archive || obj->nrecords > 1),
	};
	struct unit_index *entry = arena_new_obj(g->arena, struct unit_index);

	entry->key = (struct unit_key){ rec->checksum, rec->len };
	entry->unit = g->units.n;
	HASH_ADD(hh, g->index, key, sizeof(entry->key), entry);
	vec_push(&g->units, u);
	if (unit->flags & IR_UNIT_FAILED) {
		g->failed++;
		complain("%s: no facts for %s: %s", obj->path, ir_str(unit, unit->file),
			 ir_str(unit, unit->message));
	}
}

static void meet_again(struct gather *g, const struct facts_object *obj, struct gathered_unit *u)
{
	bool is_copy = !obj->is_stream && (obj->in_archive || obj->nrecords > 1);

	if (!is_better_name(is_copy, obj->path, u))
		return;
	u->object = arena_strdup(g->arena, obj->path);
	u->is_copy = is_copy;
	u->mtime = obj->mtime;
}

static void take_record(struct gather *g, const struct facts_object *obj,
			const struct ir_wire_record *rec)
{
	struct unit_key key = { rec->checksum, rec->len };
	struct error err = ERROR_INIT;
	struct unit_index *known;
	struct ir_unit *unit;

	HASH_FIND(hh, g->index, &key, sizeof(key), known);
	if (known)
		meet_again(g, obj, &g->units.v[known->unit]);
	else if (ir_wire_read(rec, &unit, &err) < 0)
		on_problem(g, FACTS_DAMAGED, obj->path, err.msg);
	else
		add_unit(g, obj, rec, unit);
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

static void on_object(void *ctx, const struct facts_object *obj)
{
	struct gather *g = ctx;
	bool damaged = is_last_damaged(g, obj->path);

	if (!damaged)
		g->objects++;
	note_machine(g, obj);
	for (u32 i = 0; i < obj->nrecords; i++)
		take_record(g, obj, &obj->records[i]);
	if (obj->nrecords || damaged)
		return;
	if (rules_untouched(g->rules, obj->path)) {
		g->untouched++;
		note_problem(g, PROBLEM_UNTOUCHED, obj->path, "must stay as the compiler made it");
	} else {
		g->no_facts++;
	}
}

void gather_init(struct gather *g, const struct rules *rules)
{
	struct facts_handler handler = { g, on_object, on_problem };

	memset(g, 0, sizeof(*g));
	g->arena = arena_new();
	g->rules = rules;
	g->reader = facts_new(&handler);
}

void gather_path(struct gather *g, const char *path)
{
	facts_read_path(g->reader, path);
}

static const char *unit_file(const struct gathered_unit *u)
{
	return ir_str(u->unit, u->unit->file);
}

static int compare_source(const struct gathered_unit *a, const struct gathered_unit *b)
{
	int order = strcmp(unit_file(a), unit_file(b));

	return order ? order : strcmp(ir_str(a->unit, a->unit->frontend),
				      ir_str(b->unit, b->unit->frontend));
}

static int by_source(const void *x, const void *y)
{
	const struct gathered_unit *a = x, *b = y;
	int order = compare_source(a, b);

	if (order)
		return order;
	if (a->checksum != b->checksum)
		return a->checksum < b->checksum ? -1 : 1;
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
	ir_unit_free(u->unit);
}

void gather_finish(struct gather *g)
{
	struct gathered_unit *v = g->units.v;
	u32 first, i, kept = 0, n = g->units.n;
	s64 newest;

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
}

void gather_release(struct gather *g)
{
	for (u32 i = 0; i < g->units.n; i++)
		ir_unit_free(g->units.v[i].unit);
	HASH_CLEAR(hh, g->index);
	vec_release(&g->units);
	vec_release(&g->problems);
	vec_release(&g->machines);
	facts_free(g->reader);
	arena_free(g->arena);
}
