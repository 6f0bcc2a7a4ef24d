/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Map from pointer to number: open addressing, no removal but all at once. */
#include <stdlib.h>
#include <string.h>

#include "clang-tool/ptrmap.h"

static bool is_taken(const struct ptrmap *m, u32 i)
{
	return m->slots[i].gen == m->gen;
}

static u32 slot_of(const struct ptrmap *m, const void *key)
{
	u32 i = (u32)((uintptr_t)key ^ (uintptr_t)key >> 4) * 0x9e3779b1u >> 7 & m->mask;

	while (is_taken(m, i) && m->slots[i].key != key)
		i = (i + 1) & m->mask;
	return i;
}

static void grow(struct ptrmap *m)
{
	struct ptrmap_slot *old = m->slots;
	u32 size = old ? m->mask + 1 : 0;
	u32 i;

	m->mask = size ? size * 2 - 1 : 63;
	m->slots = calloc(m->mask + 1, sizeof(*m->slots));
	if (!m->slots)
		abort();
	if (!m->gen)
		m->gen = 1;
	for (i = 0; i < size; i++)
		if (old[i].gen == m->gen)
			m->slots[slot_of(m, old[i].key)] = old[i];
	free(old);
}

u32 *ptrmap_at(struct ptrmap *m, const void *key)
{
	u32 i;

	if (!m->slots || m->used * 4 > m->mask * 2)
		grow(m);
	i = slot_of(m, key);
	if (!is_taken(m, i)) {
		m->slots[i].gen = m->gen;
		m->slots[i].key = key;
		m->slots[i].val = IR_NONE;
		m->used++;
	}
	return &m->slots[i].val;
}

u32 ptrmap_get(const struct ptrmap *m, const void *key)
{
	u32 i;

	if (!m->slots || !key)
		return IR_NONE;
	i = slot_of(m, key);
	return is_taken(m, i) ? m->slots[i].val : IR_NONE;
}

void ptrmap_clear(struct ptrmap *m)
{
	m->used = 0;
	if (m->slots && ++m->gen)
		return;
	ptrmap_release(m);	/* the count began anew */
}

void ptrmap_release(struct ptrmap *m)
{
	free(m->slots);
	memset(m, 0, sizeof(*m));
}
