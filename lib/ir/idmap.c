/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Open-addressing hash behind lib/ir/idmap.h. */
#include "lib/ir/idmap.h"

#include <stdlib.h>

#include "lib/ir/ir.h"

void idmap_release(struct idmap *m)
{
	free(m->slots);
	m->slots = NULL;
	m->nslots = 0;
	m->n = 0;
}

void idmap_clear(struct idmap *m)
{
	m->gen++;
	m->n = 0;
}

static u32 probe(const struct idmap *m, u32 hash, u32 *pos)
{
	for (;; *pos = (*pos + 1) & (m->nslots - 1)) {
		const struct idslot *s = &m->slots[*pos];

		if (s->gen != m->gen)
			return IR_NONE;
		if (s->hash == hash)
			return s->id;
	}
}

u32 idmap_first(const struct idmap *m, u32 hash, u32 *pos)
{
	if (!m->nslots)
		return IR_NONE;
	*pos = hash & (m->nslots - 1);
	return probe(m, hash, pos);
}

u32 idmap_next(const struct idmap *m, u32 hash, u32 *pos)
{
	*pos = (*pos + 1) & (m->nslots - 1);
	return probe(m, hash, pos);
}

static void insert(struct idmap *m, u32 hash, u32 id)
{
	u32 i = hash & (m->nslots - 1);

	while (m->slots[i].gen == m->gen)
		i = (i + 1) & (m->nslots - 1);
	m->slots[i].gen = m->gen;
	m->slots[i].hash = hash;
	m->slots[i].id = id;
}

static void grow(struct idmap *m)
{
	struct idmap old = *m;
	u32 i;

	m->nslots = old.nslots ? old.nslots * 2 : 64;
	m->slots = calloc(m->nslots, sizeof(*m->slots));
	if (!m->slots)
		abort();
	m->gen = 1;
	for (i = 0; i < old.nslots; i++)
		if (old.slots[i].gen == old.gen)
			insert(m, old.slots[i].hash, old.slots[i].id);
	free(old.slots);
}

void idmap_add(struct idmap *m, u32 hash, u32 id)
{
	if (m->n * 2 >= m->nslots)
		grow(m);
	insert(m, hash, id);
	m->n++;
}
