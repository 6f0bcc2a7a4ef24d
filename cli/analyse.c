/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts are taken from the cache or analysed, see analyse.h. */
#include "cli/analyse.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "lib/engine/engine.h"
#include "lib/findings/pack.h"

struct part {
	VEC(u32) units;	/* numbers in the gather, ascending */
	struct analysis *result;
};

static struct part_key key_of(const struct gather *g, const struct part *p)
{
	VEC(struct facts_key) keys = VEC_INIT;
	XXH128_hash_t h;

	for (u32 i = 0; i < p->units.n; i++)
		vec_push(&keys, g->units.v[p->units.v[i]].key);
	h = XXH3_128bits(keys.v, keys.n * sizeof(*keys.v));
	vec_release(&keys);
	return (struct part_key){ h.high64, h.low64 };
}

/* New results come out of their bytes, too: so they cannot differ from kept ones. */
static bool take_bytes(struct part *p, const void *bytes, size_t len, struct arena *a)
{
	struct analysis *result = arena_new_obj(a, struct analysis);

	if (!bytes || !analysis_unpack(bytes, len, a, result))
		return false;
	p->result = result;
	return true;
}

static int run_engine(struct gather *g, const struct part *p, struct strbuf *ret,
		      struct error *err)
{
	struct engine *e = engine_new(g->rules, NULL);
	struct analysis *a = NULL;
	int code = 0;

	for (u32 i = 0; code == 0 && i < p->units.n; i++) {
		const struct gathered_unit *u = &g->units.v[p->units.v[i]];

		code = engine_add_unit(e, u->unit, u->object, u->key.checksum, err);
	}
	if (code == 0)
		code = engine_run(e, &a, err);
	if (code == 0)
		analysis_pack(a, ret);
	analysis_free(a);
	engine_free(e);
	return code;
}

static int analyse_part(struct gather *g, struct part *p, struct part_key key, struct arena *a,
			struct error *err)
{
	struct strbuf bytes = STRBUF_INIT;
	int code;

	code = gather_load(g, p->units.v, p->units.n, err);
	if (code == 0)
		code = run_engine(g, p, &bytes, err);
	for (u32 i = 0; i < p->units.n; i++)
		gather_unload(g, &g->units.v[p->units.v[i]]);
	if (code == 0 && !take_bytes(p, bytes.buf, bytes.len, a))
		abort();
	if (code == 0)
		cache_put_part(g->cache, key, bytes.buf, bytes.len);
	strbuf_release(&bytes);
	return code;
}

static int cmp_info(const void *pa, const void *pb)
{
	const struct unit_info *a = pa, *b = pb;
	int c = strcmp(a->file, b->file);

	if (!c)
		c = a->checksum < b->checksum ? -1 : a->checksum > b->checksum;
	return c ? c : strcmp(a->object, b->object);
}

/* In the order the engine would give. */
static void describe_units(const struct gather *g, struct analysis *a)
{
	struct unit_info *v = arena_new_array(a->arena, struct unit_info, g->units.n + 1);

	for (u32 i = 0; i < g->units.n; i++) {
		v[i] = g->units.v[i].brief->info;
		v[i].object = g->units.v[i].object;
	}
	qsort(v, g->units.n, sizeof(*v), cmp_info);
	a->units = v;
	a->nunits = g->units.n;
}

static struct part *divide(const struct gather *g, struct arena *arena, u32 *ret_n)
{
	const struct unit_brief **briefs =
		arena_new_array(arena, const struct unit_brief *, g->units.n + 1);
	u32 *number = arena_new_array(arena, u32, g->units.n + 1);
	struct part *parts;

	for (u32 i = 0; i < g->units.n; i++)
		briefs[i] = g->units.v[i].brief;
	*ret_n = find_parts(briefs, g->units.n, number);
	parts = arena_new_array(arena, struct part, *ret_n + 1);
	for (u32 i = 0; i < g->units.n; i++)
		if (number[i] != PART_NONE)
			vec_push(&parts[number[i]].units, i);
	return parts;
}

static void join(struct part *parts, u32 n, struct analysis *a)
{
	struct analysis **results = arena_new_array(a->arena, struct analysis *, n + 1);

	for (u32 i = 0; i < n; i++)
		results[i] = parts[i].result;
	analysis_join(results, n, a);
}

static int analyse_all(struct gather *g, struct part *parts, u32 n, struct arena *a,
		       struct effort *done, struct error *err)
{
	const void *bytes;
	size_t len = 0;
	int code = 0;

	memset(done, 0, sizeof(*done));
	done->parts = n;
	for (u32 i = 0; code == 0 && i < n; i++) {
		struct part_key key = key_of(g, &parts[i]);

		done->units += parts[i].units.n;
		bytes = cache_part(g->cache, key, &len);
		if (take_bytes(&parts[i], bytes, len, a))
			continue;
		code = analyse_part(g, &parts[i], key, a, err);
		done->parts_done++;
		done->units_done += parts[i].units.n;
	}
	return code;
}

int analyse_parts(struct gather *g, struct analysis **ret, struct effort *ret_effort,
		  struct error *err)
{
	struct arena *arena = arena_new();
	struct analysis *a = arena_new_obj(arena, struct analysis);
	struct part *parts;
	int code;
	u32 n;

	a->arena = arena;
	parts = divide(g, arena, &n);
	code = analyse_all(g, parts, n, arena, ret_effort, err);
	if (code == 0) {
		describe_units(g, a);
		join(parts, n, a);
		*ret = a;
	}
	for (u32 i = 0; i < n; i++)
		vec_release(&parts[i].units);
	if (code)
		arena_free(arena);
	return code;
}
