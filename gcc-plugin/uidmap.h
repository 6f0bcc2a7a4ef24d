/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Map from a number of GCC's (DECL_UID, TYPE_UID, SSA version) to one of ours.
 *
 * Open addressing, no removal but all at once. Zeroed memory is an empty map.
 */
#ifndef GCC_PLUGIN_UIDMAP_H
#define GCC_PLUGIN_UIDMAP_H

#include "lib/base/vec.h"
#include "lib/ir/ir.h"

struct uidmap_slot {
	u32 key, val;	/* the key is stored plus one; 0 is a free slot */
};

struct uidmap {
	struct uidmap_slot *slots;
	u32 mask, used;
};

void uidmap_release(struct uidmap *m);
void uidmap_clear(struct uidmap *m);
/* The slot of a key, made with IR_NONE when it is new; valid until the next. */
u32 *uidmap_at(struct uidmap *m, u32 key);
/* The number under a key, or IR_NONE. */
u32 uidmap_get(const struct uidmap *m, u32 key);

#endif
