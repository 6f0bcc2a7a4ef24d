/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hash from content to number, private to lib/ir.
 *
 * The map keeps hashes and numbers only; the caller holds the content, walks
 * the candidates of a hash and compares. Clearing costs nothing, so one map
 * serves all functions of a unit.
 */
#ifndef IR_IDMAP_H
#define IR_IDMAP_H

#include "lib/base/types.h"

struct idslot {
	u32 gen, hash, id;
};

struct idmap {
	struct idslot *slots;
	u32 nslots; /* a power of two, or 0 */
	u32 n;
	u32 gen; /* slots of another generation are free */
};

void idmap_release(struct idmap *m);
void idmap_clear(struct idmap *m);
/* First and next number stored under the hash; IR_NONE when there is none. */
u32 idmap_first(const struct idmap *m, u32 hash, u32 *pos);
u32 idmap_next(const struct idmap *m, u32 hash, u32 *pos);
void idmap_add(struct idmap *m, u32 hash, u32 id);

/* Adds v to a running hash; start with any constant. */
static inline u64 idmap_mix(u64 h, u64 v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

#endif
