/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A function prepared for execution: slots for the locals that matter,
 * liveness, order of blocks, loop heads, widening thresholds, its sites.
 */
#ifndef ENGINE_FN_H
#define ENGINE_FN_H

#include "lib/engine/program.h"
#include "lib/engine/slice.h"

#define NO_SLOT 0xffffu

/* What becomes of a local's address. */
enum fn_loose {
	FN_LOOSE_COPIED = 1,
	FN_LOOSE_STORED = 2,
	FN_LOOSE_PASSED = 4,	/* only goes into calls, when alone */
};

/* A sink: an accessor call, or a subscript of a watched array. */
struct sink {
	u32 inst;
	u32 place;	/* IR_NONE for an accessor call */
	struct ir_operand index;
	const struct index_spec *spec;
	u32 id;		/* program-wide number of the site */
};

struct fn {
	u32 nslots;
	u16 *slot;		/* per local: its slot or NO_SLOT */
	u32 *local;		/* per slot: its local */
	bool *param_const;	/* per parameter: never assigned here */
	u8 *loose;		/* per local: enum fn_loose */
	u32 nwords;		/* u64 words in a slot set */
	u64 *live_in;		/* per block: nwords words */
	u32 *rpo;		/* block -> position; IR_NONE unreachable */
	u32 *order;		/* position -> block */
	u32 norder;
	bool *loop_head;	/* per block */
	u32 *block_of;		/* per instruction */
	u32 nthr;
	s64 *thr;		/* sorted */
	u32 nsinks;
	struct sink *sinks;	/* sorted by instruction */
};

/* Prepares once, kept in pf->fn, in the arena; next_site counts program-wide. */
void fn_prepare(struct program *p, struct arena *a, const struct slice *s,
		u32 pf, u32 *next_site);

static inline bool fn_live(const struct fn *fn, u32 block, u32 slot)
{
	return fn->live_in[block * fn->nwords + slot / 64] >> (slot % 64) & 1;
}
static inline u32 fn_slot(const struct fn *fn, u32 local)
{
	return fn->slot[local];
}

#endif
