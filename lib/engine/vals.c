/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hash-consing of values behind lib/engine/vals.h. */
#include "lib/engine/vals.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/arena.h"
#include "lib/base/vec.h"
#include "lib/engine/value_p.h"

/* As struct value, with only the pieces there are. */
struct packed {
	struct ir_type type;
	u32 n;
	u64 hash;
	struct piece p[];
};

/* What was found out about two values, as states are compared over and over. */
struct known_subset {
	u32 a, b;	/* a 0: nothing */
	bool is;
};

#define KNOWN_SUBSETS 4096

struct vals {
	struct arena *arena;
	struct known_subset *known;	/* by a hash of both; NULL: not used yet */
	VEC(const struct packed *) v;
	u32 *slots;
	u32 nslots;
};

static void unpack(const struct packed *k, struct value *ret)
{
	ret->type = k->type;
	ret->n = (u8)k->n;
	memcpy(ret->p, k->p, sizeof(k->p[0]) * k->n);
}

static bool packed_is(const struct packed *k, const struct value *v, u64 hash)
{
	struct value w;

	if (k->hash != hash || k->n != v->n || !ir_type_eq(k->type, v->type))
		return false;
	unpack(k, &w);
	return value_equal(&w, v);
}

static u32 *find_slot(const struct vals *t, const struct value *v, u64 hash)
{
	u32 i = (u32)hash & (t->nslots - 1);

	while (t->slots[i] && !packed_is(t->v.v[t->slots[i]], v, hash))
		i = (i + 1) & (t->nslots - 1);
	return &t->slots[i];
}

static void rehash(struct vals *t, u32 nslots)
{
	u32 i, j;

	free(t->slots);
	t->slots = calloc(nslots, sizeof(*t->slots));
	if (!t->slots)
		abort();
	t->nslots = nslots;
	for (i = 1; i < t->v.n; i++) {
		j = (u32)t->v.v[i]->hash & (nslots - 1);
		while (t->slots[j])
			j = (j + 1) & (nslots - 1);
		t->slots[j] = i;
	}
}

struct vals *vals_new(void)
{
	struct vals *t = calloc(1, sizeof(*t));

	if (!t)
		abort();
	t->arena = arena_new();
	vec_push(&t->v, NULL);
	rehash(t, 1024);
	return t;
}

void vals_free(struct vals *t)
{
	if (!t)
		return;
	arena_free(t->arena);
	vec_release(&t->v);
	free(t->slots);
	free(t);
}

u32 vals_put(struct vals *t, const struct value *v)
{
	u64 hash = value_hash(v);
	u32 *slot = find_slot(t, v, hash);
	struct packed *k;

	if (*slot)
		return *slot;
	k = arena_alloc(t->arena, sizeof(*k) + sizeof(k->p[0]) * v->n);
	k->type = v->type;
	k->n = v->n;
	k->hash = hash;
	memcpy(k->p, v->p, sizeof(k->p[0]) * v->n);
	vec_push(&t->v, k);
	*slot = t->v.n - 1;
	if (t->v.n * 2 > t->nslots)
		rehash(t, t->nslots * 2);
	return t->v.n - 1;
}

void vals_get(const struct vals *t, u32 id, struct value *ret)
{
	unpack(t->v.v[id], ret);
}

struct ir_type vals_type(const struct vals *t, u32 id)
{
	return t->v.v[id]->type;
}

bool vals_empty(const struct vals *t, u32 id)
{
	return id && t->v.v[id]->n == 0;
}

/* Told by the ends alone, for most that are compared. */
static bool sticks_out(const struct packed *a, const struct packed *b)
{
	return a->n && b->n &&
	       (a->p[0].lo < b->p[0].lo ||
		pieces_max(a->p, a->n) > pieces_max(b->p, b->n));
}

static bool compare(const struct vals *t, u32 a, u32 b)
{
	struct value va, vb;

	vals_get(t, a, &va);
	vals_get(t, b, &vb);
	return ir_type_eq(va.type, vb.type) && value_subset(&va, &vb);
}

bool vals_subset(struct vals *t, u32 a, u32 b)
{
	struct known_subset *k;

	if (a == b || !b)
		return true;
	if (!a || sticks_out(t->v.v[a], t->v.v[b]))
		return false;
	if (!t->known)
		t->known = arena_new_array(t->arena, struct known_subset,
					   KNOWN_SUBSETS);
	k = &t->known[(a * 31 + b) % KNOWN_SUBSETS];
	if (k->a != a || k->b != b) {
		k->a = a;
		k->b = b;
		k->is = compare(t, a, b);
	}
	return k->is;
}

u32 vals_merged(struct vals *t, u32 id)
{
	struct value v, none;
	u32 i;

	if (!id)
		return 0;
	vals_get(t, id, &v);
	for (i = 0; i < v.n; i++)
		v.p[i].flags |= VALUE_MERGED;
	/* what differed in the flag alone may be one now */
	value_empty(&none, v.type);
	value_join(&v, &v, &none);
	return vals_put(t, &v);
}

u32 vals_join(struct vals *t, u32 a, u32 b)
{
	struct value va, vb, r;

	if (a == b)
		return a;
	if (!a || !b)
		return 0;
	vals_get(t, a, &va);
	vals_get(t, b, &vb);
	if (!ir_type_eq(va.type, vb.type))
		return 0;
	value_join(&r, &va, &vb);
	return vals_put(t, &r);
}
