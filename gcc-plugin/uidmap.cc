/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hash map from GCC's numbers to ours. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/uidmap.h"

static u32 spread(u32 key)
{
	return (key * 0x9e3779b1u) ^ (key >> 15);
}

static u32 find(const struct uidmap *m, u32 key)
{
	u32 i = spread(key) & m->mask;

	while (m->slots[i].key && m->slots[i].key != key + 1)
		i = (i + 1) & m->mask;
	return i;
}

static void grow(struct uidmap *m)
{
	struct uidmap_slot *old = m->slots;
	u32 n = m->slots ? m->mask + 1 : 0;
	u32 i;

	m->mask = n ? n * 2 - 1 : 63;
	m->slots = XCNEWVEC(struct uidmap_slot, m->mask + 1);
	for (i = 0; i < n; i++)
		if (old[i].key)
			m->slots[find(m, old[i].key - 1)] = old[i];
	free(old);
}

void uidmap_release(struct uidmap *m)
{
	free(m->slots);
	memset(m, 0, sizeof(*m));
}

void uidmap_clear(struct uidmap *m)
{
	if (!m->used)
		return;
	memset(m->slots, 0, (m->mask + 1) * sizeof(*m->slots));
	/* What a large function needed is much to clear after each small one. */
	if (m->mask > 63 && m->used * 8 < m->mask)
		m->mask >>= 1;
	m->used = 0;
}

u32 *uidmap_at(struct uidmap *m, u32 key)
{
	u32 i;

	if (!m->slots || m->used * 2 > m->mask)
		grow(m);
	i = find(m, key);
	if (!m->slots[i].key) {
		m->slots[i].key = key + 1;
		m->slots[i].val = IR_NONE;
		m->used++;
	}
	return &m->slots[i].val;
}

u32 uidmap_get(const struct uidmap *m, u32 key)
{
	u32 i;

	if (!m->slots)
		return IR_NONE;
	i = find(m, key);
	return m->slots[i].key ? m->slots[i].val : IR_NONE;
}
