/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Map from pointer to number: open addressing, no removal but all at once. */
#include <stdlib.h>
#include <string.h>

#include "clang-tool/ptrmap.h"

static u32 slot_of(const struct ptrmap *m, const void *key)
{
	u32 i = (u32)((uintptr_t)key ^ (uintptr_t)key >> 4) * 0x9e3779b1u >> 7 & m->mask;

	while (m->slots[i].key && m->slots[i].key != key)
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
	for (i = 0; i < size; i++)
		if (old[i].key)
			m->slots[slot_of(m, old[i].key)] = old[i];
	free(old);
}

u32 *ptrmap_at(struct ptrmap *m, const void *key)
{
	u32 i;

	if (!m->slots || m->used * 4 > m->mask * 2)
		grow(m);
	i = slot_of(m, key);
	if (!m->slots[i].key) {
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
	return m->slots[i].key ? m->slots[i].val : IR_NONE;
}

/* One large use does not make every later clearing cost as much. */
void ptrmap_clear(struct ptrmap *m)
{
	if (m->mask > 1024 && m->used < m->mask / 16)
		ptrmap_release(m);
	else if (m->used)
		memset(m->slots, 0, (m->mask + 1) * sizeof(*m->slots));
	m->used = 0;
}

void ptrmap_release(struct ptrmap *m)
{
	free(m->slots);
	memset(m, 0, sizeof(*m));
}
