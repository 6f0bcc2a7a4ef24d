/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Open-addressing hash of strings behind lib/base/intern.h. */
#include "lib/base/intern.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "lib/base/arena.h"
#include "lib/base/vec.h"

struct intern {
	struct arena *arena;
	VEC(const char *) strs;
	VEC(u32) lens;
	u32 *slots; /* id + 1; 0 is free */
	u32 nslots; /* a power of two */
};

static u32 *find_slot(const struct intern *in, const char *s, size_t len)
{
	u32 i = (u32)XXH3_64bits(s, len) & (in->nslots - 1);

	for (;; i = (i + 1) & (in->nslots - 1)) {
		u32 id = in->slots[i];

		if (!id || (in->lens.v[id - 1] == len &&
			    !memcmp(in->strs.v[id - 1], s, len)))
			return &in->slots[i];
	}
}

static void rehash(struct intern *in, u32 nslots)
{
	u32 i;

	free(in->slots);
	in->slots = calloc(nslots, sizeof(*in->slots));
	if (!in->slots)
		abort();
	in->nslots = nslots;
	for (i = 0; i < in->strs.n; i++)
		*find_slot(in, in->strs.v[i], in->lens.v[i]) = i + 1;
}

struct intern *intern_new(void)
{
	struct intern *in = calloc(1, sizeof(*in));

	if (!in)
		abort();
	in->arena = arena_new();
	rehash(in, 256);
	intern_str(in, "");
	return in;
}

void intern_free(struct intern *in)
{
	if (!in)
		return;
	arena_free(in->arena);
	vec_release(&in->strs);
	vec_release(&in->lens);
	free(in->slots);
	free(in);
}

u32 intern_mem(struct intern *in, const char *s, size_t len)
{
	u32 *slot = find_slot(in, s, len);

	if (*slot)
		return *slot - 1;
	vec_push(&in->strs, arena_strndup(in->arena, s, len));
	vec_push(&in->lens, (u32)len);
	*slot = in->strs.n;
	if (in->strs.n * 2 > in->nslots)
		rehash(in, in->nslots * 2);
	return in->strs.n - 1;
}

u32 intern_str(struct intern *in, const char *s)
{
	return intern_mem(in, s, strlen(s));
}

u32 intern_find(const struct intern *in, const char *s)
{
	u32 *slot = find_slot(in, s, strlen(s));

	return *slot ? *slot - 1 : 0;
}

const char *intern_get(const struct intern *in, u32 id)
{
	return in->strs.v[id];
}

u32 intern_count(const struct intern *in)
{
	return in->strs.n;
}
