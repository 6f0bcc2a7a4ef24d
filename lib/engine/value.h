/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Value domain: what the engine knows about one integer.
 *
 * A value is a set of mathematical integers of a C type, over-approximated
 * by a few pieces in ascending order. A piece is an interval [lo, hi] with
 * known bits (a tnum as in the kernel's BPF verifier: bits set in `mask` are
 * unknown, the others equal `bits`), cut down by both: it holds every v with
 * lo <= v <= hi and (v & ~mask) == bits. lo and hi are themselves members.
 * No pieces: the empty set, "no path gets here".
 *
 * Everything is pure: arguments are read, results written to *ret (which may
 * be an argument), nothing allocates, nothing fails. Every operation
 * over-approximates: for all x in a, y in b the C result of x op y is in the
 * result. Where C leaves a result undefined (signed overflow, shift by the
 * width, division by zero) it wraps as the kernel builds it (-fwrapv), shift
 * amounts outside 0 .. bits-1 and zero divisors are taken as not happening.
 *
 * Two ends: VALUE_LO_SET / VALUE_HI_SET say that the end was put there by
 * the program (constant, mask, shift, comparison, loop bound ...), not by
 * the mere width of a type. The engine calls an index illegal only when the
 * illegal part has set ends.
 */
#ifndef ENGINE_VALUE_H
#define ENGINE_VALUE_H

#include "lib/base/types.h"
#include "lib/ir/ir.h"

#define VALUE_MAX_PIECES 16

enum value_flags {
	VALUE_LO_SET = 1,
	VALUE_HI_SET = 2,
	/*
	 * Pieces were merged over a gap: members between the ends may never
	 * occur; the ends do.
	 */
	VALUE_GAP = 4,
	/*
	 * The current function fixed it (mask, shift, comparison ...): what it
	 * was before does not decide any more what it can be. Says where a
	 * finding belongs, nothing about the members.
	 */
	VALUE_FIXED = 8,
	/*
	 * States were merged over the budget: which members go with which
	 * other values, or guards, is lost.
	 */
	VALUE_MERGED = 16,
	/*
	 * The function lost bits of it in a type too narrow, be it read with a
	 * sign or without. A mask that finds nothing left to cut has cut it
	 * all the same: (x & 15) << 3 is x << 3 & 120 in eight bits.
	 */
	VALUE_WRAPPED = 32,
};

#define VALUE_BOTH_SET (VALUE_LO_SET | VALUE_HI_SET)

struct piece {
	s128 lo, hi;
	u64 bits, mask;	/* two's complement pattern of the type's width */
	u32 deps;	/* parameters of the current function it derives from */
	u32 origin;	/* program point that fixed it, 0 unknown */
	u16 tag;	/* provenance: a watched name, 0 none */
	u8 flags;	/* enum value_flags */
	u8 why;		/* open ends: enum unproven_reason of the source */
};

struct value {
	struct ir_type type;	/* INT or PTR with bits 1..64 */
	u8 n;
	struct piece p[VALUE_MAX_PIECES];
};

/* ---- making ------------------------------------------------------------ */

void value_empty(struct value *ret, struct ir_type t);
/* All values of the type, ends open. */
void value_top(struct value *ret, struct ir_type t, u8 why);
/* Interval with set ends; lo..hi is cut to the type. */
void value_range(struct value *ret, struct ir_type t, s128 lo, s128 hi,
		 u32 origin);
void value_const(struct value *ret, struct ir_type t, u64 bits, u16 tag,
		 u32 origin);
/* Type limits. */
s128 value_type_min(struct ir_type t);
s128 value_type_max(struct ir_type t);
/* The integer that the low t.bits bits mean. */
s128 value_of_bits(struct ir_type t, u64 bits);

/* ---- asking ------------------------------------------------------------ */

static inline bool value_is_empty(const struct value *v)
{
	return v->n == 0;
}
/* Exactly one integer (tags may differ between pieces). */
bool value_is_const(const struct value *v, s128 *ret_c);
bool value_contains(const struct value *v, s128 x);
/* Largest member; v is not empty (pieces are sorted by their low ends). */
s128 value_max(const struct value *v);
bool value_may_be_zero(const struct value *v);
bool value_may_be_nonzero(const struct value *v);
/* Same members, tags, flags, deps, origins, piece by piece. */
bool value_equal(const struct value *a, const struct value *b);
/*
 * Having b, nothing is learnt from a: every member of a is in b with the same
 * tag; where a's ends are set so are those of the piece of b; deps of a are
 * deps of b. Sound, not complete.
 */
bool value_subset(const struct value *a, const struct value *b);
/* Every piece of a lies in one of b with the same tag, whatever their ends. */
bool value_within(const struct value *a, const struct value *b);
u64 value_hash(const struct value *v);
/* The piece's low or high end as put there by the program? */
static inline bool piece_closed(const struct piece *p)
{
	return (p->flags & VALUE_BOTH_SET) == VALUE_BOTH_SET;
}
/* Some end was not put there by the program. */
bool value_is_open(const struct value *v);
/* Members, each name counted by itself, up to `limit` (limit + 1: more). */
u32 value_count(const struct value *v, u32 limit);
/*
 * Splits the smallest member off *v into *ret, with all that its piece
 * carries; v is not empty. What only a GAP may hold becomes MERGED, so v
 * must not be MERGED before.
 */
void value_take_first(struct value *v, struct value *ret);
/*
 * Drops the members that keep() is false of; it gets a value of one. Only from
 * closed pieces without a GAP, and only where what is left are at most
 * VALUE_MAX_PIECES.
 */
void value_filter(struct value *v,
		  bool (*keep)(const struct value *one, void *data), void *data);
bool piece_is_single(const struct piece *p);

/* ---- lattice ------------------------------------------------------------- */

/*
 * Union. Pieces of one tag, deps and origin that touch or overlap become one
 * (what a branch split grows together again: the outer ends keep their
 * flags); a piece that value_subset() finds in another one goes; all others
 * stay apart. Over VALUE_MAX_PIECES the nearest neighbours are merged, with
 * VALUE_GAP when that adds members; different tags last of all.
 */
void value_join(struct value *ret, const struct value *a,
		const struct value *b);
/* Members of both; tags, origin, deps come from a. */
void value_meet(struct value *ret, const struct value *a,
		const struct value *b);
/*
 * Loop widening: join, then every end of `next` beyond the hull of `prev` moves
 * out to the nearest threshold (sorted ascending) or, past them all, to the
 * type's limit, where it is open. At most 2 * (nthr + 1) steps per end.
 */
void value_widen(struct value *ret, const struct value *prev,
		 const struct value *next, const s64 *thr, u32 nthr);

/* ---- C operations ----------------------------------------------------------- */

/*
 * `origin` is the program point of the operation. It becomes the result's
 * origin, with VALUE_FIXED, where the operation fixes the value: an open
 * operand whose result is closed, what a constant mask, modulo, right shift or
 * division takes something away from, or a range (not a single value) cut by
 * one that is no constant. Otherwise the result is as fixed, and has the
 * origin, as the operand that tells most: an open one, one with deps that is
 * fixed, one with deps, a range, a constant. deps are or-ed; a constant that absorbs the
 * other operand (x & 0, x | ~0) has none.
 * Tags survive copy and value-preserving casts, nothing else.
 */
void value_cast(struct value *ret, struct ir_type t, const struct value *a);
/*
 * A cast of the program, at `origin`. To the width of a bit-field it fixes what
 * it cuts, as the mask of these bits does.
 */
void value_cast_at(struct value *ret, struct ir_type t, const struct value *a,
		   u32 origin);
void value_unary(struct value *ret, enum ir_op op, struct ir_type t,
		 const struct value *a, u32 origin);
/* Arithmetic, bit operations, and comparisons (result type int, 0 or 1). */
void value_binary(struct value *ret, enum ir_op op, struct ir_type t,
		  const struct value *a, const struct value *b, u32 origin);

/* ---- refinement: what a comparison teaches --------------------------------- */

/*
 * Cuts *a down to the members x for which some y of b has x cmp y (EQ..GE).
 * An end moved by the cut is set when b's end is set; an open piece whose
 * both ends are set afterwards gets VALUE_FIXED. EQ with a single tagged b
 * gives a's members that tag.
 */
void value_refine(struct value *a, enum ir_op cmp, const struct value *b);
/*
 * Inverse steps: given that r = op(a, c) and r is now known to be in *r,
 * cuts *a (and *b for binary) down to members that can give it. Identity
 * where no rule applies.
 */
void value_invert_cast(struct value *a, const struct value *r);
void value_invert_unary(struct value *a, enum ir_op op, const struct value *r);
void value_invert_binary(struct value *a, struct value *b, enum ir_op op,
			 const struct value *r);

/* ---- for people ------------------------------------------------------------ */

/* "3", "0..15", "0..15, 32", "any"; tag_name may be NULL. At most size bytes. */
void value_format(const struct value *v, const char *(*tag_name)(u16 tag, void *),
		  void *data, char *buf, size_t size);

#endif
