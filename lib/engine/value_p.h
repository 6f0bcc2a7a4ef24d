/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of the value domain: pieces, tnums in biased form, piece lists. */
#ifndef ENGINE_VALUE_P_H
#define ENGINE_VALUE_P_H

#include "lib/engine/value.h"

/* Room for unions before they are cut back to VALUE_MAX_PIECES. */
#define PIECE_LIST_MAX 96

struct piece_list {
	struct ir_type type;
	u32 n;
	struct piece p[PIECE_LIST_MAX];
};

static inline u64 type_mask(struct ir_type t)
{
	return ir_low_bits(t.bits);
}

/* The bit pattern of an integer of the type. */
static inline u64 pattern(struct ir_type t, s128 v)
{
	return (u64)v & type_mask(t);
}

/*
 * Tightens p: known bits from the ends' common prefix, ends to members.
 * False when nothing is left.
 */
bool piece_normalise(struct ir_type t, struct piece *p);
/* The highest end of n pieces, n > 0. Inline, as states are compared by it. */
static inline s128 pieces_max(const struct piece *p, u32 n)
{
	s128 max = p[0].hi;
	u32 i;

	for (i = 1; i < n; i++)
		if (p[i].hi > max)
			max = p[i].hi;
	return max;
}

/* p's known bits say nothing beyond its ends. */
bool piece_full(const struct piece *p);
/* Members of a normalised piece, counted up to `limit` (limit + 1 means more). */
u32 piece_count(struct ir_type t, const struct piece *p, u32 limit);
/* Smallest member >= v; false when there is none. */
bool piece_next(struct ir_type t, const struct piece *p, s128 v, s128 *ret);
/* Every member of a is one of b. */
bool piece_within(const struct piece *a, const struct piece *b);

/* Normalises and appends; drops what is empty. */
void list_add(struct piece_list *l, struct piece p);
/*
 * Members lo..hi of unbounded arithmetic, wrapped into the type; only known
 * bits, deps, origin, why and flags of `like` are used.
 */
void list_add_wrapped(struct piece_list *l, s128 lo, s128 hi,
		      const struct piece *like);
/* Sorts, unites, cuts back, stores. */
void list_finish(struct piece_list *l, struct value *ret);

#endif
