/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Map from a pointer of libclang's to a number of ours; zeroed memory is empty. */
#ifndef CLANG_TOOL_PTRMAP_H
#define CLANG_TOOL_PTRMAP_H

#include "lib/ir/ir.h"

struct ptrmap_slot {
	const void *key;
	u32 val;
	u32 gen;	/* taken where it is the map's: clearing touches no slot */
};

struct ptrmap {
	struct ptrmap_slot *slots;
	u32 mask, used;
	u32 gen;
};

void ptrmap_release(struct ptrmap *m);
void ptrmap_clear(struct ptrmap *m);
/* The slot of a key, made with IR_NONE when it is new; valid until the next. */
u32 *ptrmap_at(struct ptrmap *m, const void *key);
/* The number under a key, or IR_NONE. */
u32 ptrmap_get(const struct ptrmap *m, const void *key);

#endif
