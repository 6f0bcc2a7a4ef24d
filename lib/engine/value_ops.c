/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * C operations on values, piece by piece.
 *
 * Few members are computed one by one; else the interval rule and the known
 * bits rule each over-approximate and the result has both. Known-bit rules
 * are those of tristate numbers: a bit is known when every choice of the
 * operands' unknown bits gives it the same value.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/engine/value_p.h"
#include "lib/findings/findings.h"

/* Pairs of members computed one by one. */
#define ENUM_MAX 1024u

/* ---- known bits --------------------------------------------------------------- */

struct bits {
	u64 v, m;	/* value of known bits, mask of unknown ones */
};

static struct bits bits_of(const struct piece *p)
{
	return (struct bits){ p->bits, p->mask };
}

static struct bits bits_add(struct bits a, struct bits b)
{
	u64 sm = a.m + b.m, sv = a.v + b.v;
	u64 chi = (sm + sv) ^ sv, mu = chi | a.m | b.m;

	return (struct bits){ sv & ~mu, mu };
}

static struct bits bits_sub(struct bits a, struct bits b)
{
	u64 dv = a.v - b.v, alpha = dv + a.m, beta = dv - b.m;
	u64 mu = (alpha ^ beta) | a.m | b.m;

	return (struct bits){ dv & ~mu, mu };
}

static struct bits bits_and(struct bits a, struct bits b)
{
	u64 v = a.v & b.v, may = (a.v | a.m) & (b.v | b.m);

	return (struct bits){ v, may & ~v };
}

static struct bits bits_or(struct bits a, struct bits b)
{
	u64 v = a.v | b.v;

	return (struct bits){ v, (a.m | b.m) & ~v };
}

static struct bits bits_xor(struct bits a, struct bits b)
{
	u64 mu = a.m | b.m;

	return (struct bits){ (a.v ^ b.v) & ~mu, mu };
}

/* Only the trailing zeros of a product are known in general. */
static struct bits bits_mul(struct bits a, struct bits b)
{
	u64 am = a.v | a.m, bm = b.v | b.m;
	int z = (am ? __builtin_ctzll(am) : 64) + (bm ? __builtin_ctzll(bm) : 64);

	if (!a.m && !b.m)
		return (struct bits){ a.v * b.v, 0 };
	return (struct bits){ 0, z >= 64 ? 0 : ~0ull << z };
}

/* by: 0 .. t.bits - 1 */
static struct bits bits_shift(struct ir_type t, struct bits a, s128 by, bool left)
{
	u64 sign = 1ull << (t.bits - 1);

	if (left)
		return (struct bits){ a.v << by, a.m << by };
	if (!t.is_signed)
		return (struct bits){ a.v >> by, a.m >> by };
	/* the sign bit, known or not, is copied down */
	if (a.v & sign)
		a.v |= ~type_mask(t);
	if (a.m & sign)
		a.m |= ~type_mask(t);
	return (struct bits){ (u64)((s64)a.v >> by), (u64)((s64)a.m >> by) };
}

/* ---- one computation ------------------------------------------------------------ */

static s128 wrap(struct ir_type t, s128 v)
{
	return value_of_bits(t, (u64)v);
}

static u64 rotate(struct ir_type t, u64 v, s128 by, bool left)
{
	u32 n = t.bits, k = (u32)(by & (n - 1));

	if (!left)
		k = (n - k) & (n - 1);
	return k ? (v << k | v >> (n - k)) & type_mask(t) : v;
}

static bool overflows(struct ir_type t, s128 exact)
{
	return exact < value_type_min(t) || exact > value_type_max(t);
}

/* The C result of x op y, arithmetic or bits; false where C gives none worth considering. */
static bool compute(enum ir_op op, struct ir_type t, s128 x, s128 y, s128 *ret)
{
	u64 ux = pattern(t, x), uy = (u64)y;

	switch (op) {
	case IR_OP_ADD: *ret = wrap(t, x + y); return true;
	case IR_OP_SUB: *ret = wrap(t, x - y); return true;
	case IR_OP_MUL: *ret = wrap(t, (s128)((u128)ux * (u128)uy)); return true;
	case IR_OP_DIV: *ret = y ? wrap(t, x / y) : 0; return y != 0;
	case IR_OP_MOD: *ret = y ? wrap(t, x % y) : 0; return y != 0;
	case IR_OP_AND: *ret = value_of_bits(t, ux & uy); return true;
	case IR_OP_OR: *ret = value_of_bits(t, ux | uy); return true;
	case IR_OP_XOR: *ret = value_of_bits(t, ux ^ uy); return true;
	case IR_OP_SHL:
		if (y < 0 || y >= t.bits)
			return false;
		*ret = value_of_bits(t, ux << (u32)y);
		return true;
	case IR_OP_SHR:
		if (y < 0 || y >= t.bits)
			return false;
		*ret = x >> (u32)y;
		return true;
	case IR_OP_ROTL: *ret = value_of_bits(t, rotate(t, ux, y, true)); return true;
	case IR_OP_ROTR: *ret = value_of_bits(t, rotate(t, ux, y, false)); return true;
	case IR_OP_MIN: *ret = x < y ? x : y; return true;
	case IR_OP_MAX: *ret = x > y ? x : y; return true;
	default: return false;
	}
}

/* ---- what the result keeps of its operands ---------------------------------------- */

static bool is_plain_const(const struct piece *p)
{
	return piece_is_single(p) && !p->deps;
}

/* The story of what has the lower number goes on. */
static u32 story_rank(const struct piece *p)
{
	if (!piece_closed(p))
		return 0;
	if (!p->deps)
		return is_plain_const(p) ? 4 : 3;
	return p->flags & VALUE_FIXED ? 1 : 2;
}

/*
 * The operand whose story a result goes on with: what nobody bounded, for a
 * value is fixed where its last part is; what was fixed here, before what came
 * from elsewhere as it is; constants last. Of equals, as x + y is y + x, what
 * came first. So a sum has the same story however its parts are put together.
 */
static const struct piece *main_operand(const struct piece *a,
					const struct piece *b, bool swaps)
{
	if (story_rank(a) != story_rank(b))
		return story_rank(a) < story_rank(b) ? a : b;
	return swaps && b->origin && b->origin < a->origin ? b : a;
}

/* The operation at `origin` has cut it, and with that bounded it. */
static void fix_cut(struct piece *p, u32 origin)
{
	p->flags |= VALUE_BOTH_SET | VALUE_FIXED;
	p->flags &= (u8)~VALUE_WRAPPED;
	p->origin = origin;
}

/* Some of lo .. hi loses bits in type t, taken with a sign or without. */
static bool loses_bits(struct ir_type t, s128 lo, s128 hi)
{
	return lo < -((s128)1 << (t.bits - 1)) || hi >= (s128)1 << t.bits;
}

/* VALUE_WRAPPED where a op b is too much for type t; constants have no caller. */
static u8 wrapped(enum ir_op op, struct ir_type t, const struct piece *a,
		  const struct piece *b)
{
	s128 x, y, by;

	if (!(a->deps | b->deps))
		return 0;
	switch (op) {
	case IR_OP_ADD:
		x = a->lo + b->lo;
		y = a->hi + b->hi;
		break;
	case IR_OP_SUB:
		x = a->lo - b->hi;
		y = a->hi - b->lo;
		break;
	case IR_OP_MUL:
	case IR_OP_SHL:
		if (!piece_is_single(b) || b->lo < 0 || b->lo > INT32_MAX ||
		    (op == IR_OP_SHL && b->lo >= t.bits))
			return 0;
		by = op == IR_OP_SHL ? (s128)1 << b->lo : b->lo;
		x = a->lo * by;
		y = a->hi * by;
		break;
	default:
		return 0;
	}
	return loses_bits(t, x, y) ? VALUE_WRAPPED : 0;
}

/* What an operation makes of its operands' ends. */
struct ends {
	bool lo, hi;
	bool cuts;	/* a mask, shift, division or modulo decides */
	bool masks;	/* and takes something away, of a single value, too */
};

/* Closedness, deps, origin of a binary result; ends of `like` are not set. */
static void inherit(struct piece *like, const struct piece *a,
		    const struct piece *b, const struct ends *e, bool swaps,
		    u32 origin)
{
	const struct piece *from = main_operand(a, b, swaps);
	bool open = !piece_closed(a) || !piece_closed(b);
	bool lo = e->lo, hi = e->hi;

	like->deps = a->deps | b->deps;
	like->origin = from->origin;
	like->why = lo && hi ? 0 : !piece_closed(a) ? a->why : b->why;
	like->tag = 0;
	like->flags = (u8)((lo ? VALUE_LO_SET : 0) | (hi ? VALUE_HI_SET : 0) |
			   ((a->flags | b->flags) &
			    (VALUE_GAP | VALUE_MERGED | VALUE_WRAPPED)) |
			   (from->flags & VALUE_FIXED));
	if (is_plain_const(a) && is_plain_const(b))
		like->origin = origin;
	if (lo && hi &&
	    (open || e->masks || (e->cuts && !piece_is_single(from))))
		fix_cut(like, origin);
	if (!lo || !hi)
		like->flags &= (u8)~VALUE_FIXED;
}

/* ---- enumeration --------------------------------------------------------------------- */

static int cmp_s128(const void *pa, const void *pb)
{
	s128 a = *(const s128 *)pa, b = *(const s128 *)pb;

	return a < b ? -1 : a > b;
}

static u32 unique(s128 *v, u32 n)
{
	u32 i, k = 0;

	for (i = 0; i < n; i++)
		if (!k || v[i] != v[k - 1])
			v[k++] = v[i];
	return k;
}

/* Hull with the bits all members share; VALUE_GAP unless that adds none. */
static void add_hull(struct piece_list *l, const s128 *v, u32 n,
		     const struct piece *like)
{
	struct piece p = *like;
	u64 ones = ~0ull, zeros = ~0ull;
	u32 i;

	for (i = 0; i < n; i++) {
		ones &= pattern(l->type, v[i]);
		zeros &= ~pattern(l->type, v[i]);
	}
	p.lo = v[0];
	p.hi = v[n - 1];
	p.bits = ones;
	p.mask = ~(ones | zeros) & type_mask(l->type);
	if (!piece_normalise(l->type, &p))
		return;
	if (piece_count(l->type, &p, n) > n)
		p.flags |= VALUE_GAP;
	list_add(l, p);
}

/*
 * Runs of neighbours as pieces. Inner ends are set when like is closed; holes
 * in what nobody bounded (x | 8) do not bound it.
 */
static void add_members(struct piece_list *l, s128 *v, u32 n,
			const struct piece *like)
{
	u32 i, j, runs = 0;

	qsort(v, n, sizeof(*v), cmp_s128);
	n = unique(v, n);
	for (i = 0; i < n; i++)
		runs += i == 0 || v[i] != v[i - 1] + 1;
	if (runs > VALUE_MAX_PIECES) {
		add_hull(l, v, n, like);
		return;
	}
	for (i = 0; i < n; i = j) {
		struct piece p = *like;

		for (j = i + 1; j < n && v[j] == v[j - 1] + 1; j++)
			;
		p.lo = v[i];
		p.hi = v[j - 1];
		p.bits = 0;
		p.mask = type_mask(l->type);
		if (i > 0 && !piece_closed(like))
			p.flags &= (u8)~VALUE_LO_SET;
		if (j < n && !piece_closed(like))
			p.flags &= (u8)~VALUE_HI_SET;
		list_add(l, p);
	}
}

static bool enumerate(struct piece_list *l, enum ir_op op, struct ir_type t,
		      const struct piece *a, struct ir_type bt,
		      const struct piece *b, const struct piece *like)
{
	u32 na = piece_count(t, a, ENUM_MAX), nb = piece_count(bt, b, ENUM_MAX);
	s128 v[ENUM_MAX], x, y;
	u32 n = 0;

	if ((u64)na * nb > ENUM_MAX)
		return false;
	for (x = a->lo; piece_next(t, a, x, &x); x++)
		for (y = b->lo; piece_next(bt, b, y, &y); y++)
			n += compute(op, t, x, y, &v[n]);
	if (n)
		add_members(l, v, n, like);
	return true;
}

/* ---- interval rules ---------------------------------------------------------------------- */

static s128 min2(s128 a, s128 b)
{
	return a < b ? a : b;
}

static s128 max2(s128 a, s128 b)
{
	return a > b ? a : b;
}

static void set_bits(struct piece *p, struct bits b)
{
	p->bits = b.v & ~b.m;
	p->mask = b.m;
}

static void add_type_range(struct piece_list *l, struct piece *like)
{
	like->lo = value_type_min(l->type);
	like->hi = value_type_max(l->type);
	list_add(l, *like);
}

/* Smallest 2^k - 1 that covers a non-negative number. */
static s128 fill(s128 v)
{
	s128 m = 0;

	while (m < v)
		m = m << 1 | 1;
	return m;
}

static void op_add(struct piece_list *l, enum ir_op op, const struct piece *a,
		   const struct piece *b, struct piece *like)
{
	bool add = op == IR_OP_ADD;

	set_bits(like, add ? bits_add(bits_of(a), bits_of(b)) :
			     bits_sub(bits_of(a), bits_of(b)));
	like->bits &= type_mask(l->type);
	like->mask &= type_mask(l->type);
	if (add)
		list_add_wrapped(l, a->lo + b->lo, a->hi + b->hi, like);
	else
		list_add_wrapped(l, a->lo - b->hi, a->hi - b->lo, like);
}

static void op_mul(struct piece_list *l, const struct piece *a,
		   const struct piece *b, struct piece *like)
{
	s128 big = (s128)1 << 62, c[4], lo, hi;
	u32 i;

	set_bits(like, bits_mul(bits_of(a), bits_of(b)));
	if (a->lo < -big || a->hi > big || b->lo < -big || b->hi > big) {
		like->flags &= (u8)~(VALUE_BOTH_SET | VALUE_FIXED);
		add_type_range(l, like);
		return;
	}
	c[0] = a->lo * b->lo;
	c[1] = a->lo * b->hi;
	c[2] = a->hi * b->lo;
	c[3] = a->hi * b->hi;
	lo = hi = c[0];
	for (i = 1; i < 4; i++) {
		lo = min2(lo, c[i]);
		hi = max2(hi, c[i]);
	}
	list_add_wrapped(l, lo, hi, like);
}

/* y is not zero in [lo, hi]. */
static void div_part(struct piece_list *l, const struct piece *a, s128 lo,
		     s128 hi, struct piece *like)
{
	s128 c[4];
	u32 i;

	if (lo > hi)
		return;
	c[0] = a->lo / lo;
	c[1] = a->lo / hi;
	c[2] = a->hi / lo;
	c[3] = a->hi / hi;
	like->lo = like->hi = c[0];
	for (i = 1; i < 4; i++) {
		like->lo = min2(like->lo, c[i]);
		like->hi = max2(like->hi, c[i]);
	}
	like->bits = 0;
	like->mask = type_mask(l->type);
	list_add_wrapped(l, like->lo, like->hi, like);
}

static void op_div(struct piece_list *l, const struct piece *a,
		   const struct piece *b, struct piece *like)
{
	div_part(l, a, b->lo, min2(b->hi, -1), like);
	div_part(l, a, max2(b->lo, 1), b->hi, like);
}

static void op_mod(struct piece_list *l, const struct piece *a,
		   const struct piece *b, struct piece *like)
{
	s128 m = max2(b->hi, -b->lo) - 1;

	if (m < 0)
		return;
	like->lo = a->lo < 0 ? max2(a->lo, -m) : 0;
	like->hi = a->hi > 0 ? min2(a->hi, m) : 0;
	like->bits = 0;
	like->mask = type_mask(l->type);
	list_add(l, *like);
}

static void op_bitwise(struct piece_list *l, enum ir_op op,
		       const struct piece *a, const struct piece *b,
		       struct piece *like)
{
	bool pos = a->lo >= 0 && b->lo >= 0;

	like->lo = value_type_min(l->type);
	like->hi = value_type_max(l->type);
	if (op == IR_OP_AND) {
		set_bits(like, bits_and(bits_of(a), bits_of(b)));
		if (a->lo >= 0 || b->lo >= 0) {
			like->lo = 0;
			like->hi = pos ? min2(a->hi, b->hi) :
				   a->lo >= 0 ? a->hi : b->hi;
		}
	} else {
		set_bits(like, op == IR_OP_OR ?
			 bits_or(bits_of(a), bits_of(b)) :
			 bits_xor(bits_of(a), bits_of(b)));
		if (pos) {
			like->lo = op == IR_OP_OR ? max2(a->lo, b->lo) : 0;
			like->hi = fill(max2(a->hi, b->hi));
		}
	}
	list_add(l, *like);
}

static void op_shift(struct piece_list *l, enum ir_op op, const struct piece *a,
		     const struct piece *b, struct piece *like)
{
	s128 k, lo = max2(b->lo, 0), hi = min2(b->hi, l->type.bits - 1);
	struct piece p = *like;

	for (k = lo; k <= hi; k++) {
		set_bits(&p, bits_shift(l->type, bits_of(a), k,
					op == IR_OP_SHL));
		p.bits &= type_mask(l->type);
		p.mask &= type_mask(l->type);
		p.flags = like->flags;
		if (op == IR_OP_SHL) {
			list_add_wrapped(l, a->lo * ((s128)1 << k),
					 a->hi * ((s128)1 << k), &p);
		} else {
			p.lo = a->lo >> k;
			p.hi = a->hi >> k;
			list_add(l, p);
		}
	}
}

static void op_minmax(struct piece_list *l, enum ir_op op,
		      const struct piece *a, const struct piece *b,
		      struct piece *like)
{
	like->bits = 0;
	like->mask = type_mask(l->type);
	like->lo = op == IR_OP_MIN ? min2(a->lo, b->lo) : max2(a->lo, b->lo);
	like->hi = op == IR_OP_MIN ? min2(a->hi, b->hi) : max2(a->hi, b->hi);
	list_add(l, *like);
}

static void op_interval(struct piece_list *l, enum ir_op op,
			const struct piece *a, const struct piece *b,
			struct piece *like)
{
	switch (op) {
	case IR_OP_ADD:
	case IR_OP_SUB: op_add(l, op, a, b, like); break;
	case IR_OP_MUL: op_mul(l, a, b, like); break;
	case IR_OP_DIV: op_div(l, a, b, like); break;
	case IR_OP_MOD: op_mod(l, a, b, like); break;
	case IR_OP_AND:
	case IR_OP_OR:
	case IR_OP_XOR: op_bitwise(l, op, a, b, like); break;
	case IR_OP_SHL:
	case IR_OP_SHR: op_shift(l, op, a, b, like); break;
	case IR_OP_MIN:
	case IR_OP_MAX: op_minmax(l, op, a, b, like); break;
	default:
		like->bits = 0;
		like->mask = type_mask(l->type);
		add_type_range(l, like);
		break;
	}
}

/* ---- which ends the program has set -------------------------------------------------------- */

/* Bits of the type a member of p can have. */
static u64 possible(const struct piece *p)
{
	return p->bits | p->mask;
}

/* The mask m takes nothing away from p. */
static bool mask_is_identity(const struct piece *p, const struct piece *m)
{
	return piece_is_single(m) && !(possible(p) & ~m->bits);
}

/* Ends of an AND whose operands are not both closed. */
static bool and_closes(const struct piece *a, const struct piece *b)
{
	if (piece_closed(a) && piece_closed(b))
		return true;
	/* what a closed non-negative operand allows bounds the result */
	return (piece_closed(a) && a->lo >= 0) ||
	       (piece_closed(b) && b->lo >= 0) ||
	       piece_is_single(a) || piece_is_single(b);
}

/* x | ~mask, the mirror image of x & mask: the high bits are all ones. */
static bool or_closes(struct ir_type t, const struct piece *m)
{
	return piece_is_single(m) && pattern(t, m->lo) >> (t.bits - 1);
}

static bool set_lo(const struct piece *p)
{
	return p->flags & VALUE_LO_SET;
}

static bool set_hi(const struct piece *p)
{
	return p->flags & VALUE_HI_SET;
}

static struct ends minmax_ends(enum ir_op op, const struct piece *a,
			       const struct piece *b)
{
	struct ends e = { 0 };
	bool min = op == IR_OP_MIN;
	const struct piece *lo = (a->lo <= b->lo) == min ? a : b;
	const struct piece *hi = (a->hi <= b->hi) == min ? a : b;

	e.lo = set_lo(lo) || (a->lo == b->lo && (set_lo(a) || set_lo(b)));
	e.hi = set_hi(hi) || (a->hi == b->hi && (set_hi(a) || set_hi(b)));
	return e;
}

/* a >> b or a / b has less of a than a: a remainder, or what a type too narrow took. */
static bool drops_low(enum ir_op op, const struct piece *a, const struct piece *b)
{
	u64 d = (u64)b->lo;

	if (a->flags & VALUE_WRAPPED)
		return true;
	if (op == IR_OP_SHR)
		return b->lo > 0 && (possible(a) & ir_low_bits((u32)b->lo));
	if (b->lo <= 1)
		return false;
	return d & (d - 1) ? !piece_is_single(a) || a->lo % b->lo :
			     (possible(a) & (d - 1)) != 0;
}

static struct ends result_ends(enum ir_op op, struct ir_type t,
			       const struct piece *a, const struct piece *b)
{
	bool both = piece_closed(a) && piece_closed(b);
	struct ends e = { .lo = both, .hi = both };

	switch (op) {
	case IR_OP_ADD:
		e.lo = set_lo(a) && set_lo(b);
		e.hi = set_hi(a) && set_hi(b);
		break;
	case IR_OP_SUB:
		e.lo = set_lo(a) && set_hi(b);
		e.hi = set_hi(a) && set_lo(b);
		break;
	case IR_OP_MUL:
	case IR_OP_SHL:
		if (piece_is_single(b) && b->lo > 0) {
			e.lo = set_lo(a);
			e.hi = set_hi(a);
		}
		break;
	case IR_OP_OR:
		if (or_closes(t, a) || or_closes(t, b)) {
			e.lo = e.hi = e.cuts = true;
			break;
		}
		/* fall through */
	case IR_OP_XOR:
		e.lo = set_lo(a) && set_lo(b);
		e.hi = set_hi(a) && set_hi(b);
		break;
	case IR_OP_AND:
		e.lo = e.hi = and_closes(a, b);
		e.cuts = true;
		e.masks = is_plain_const(a) || is_plain_const(b);
		break;
	case IR_OP_SHR:
		e.masks = is_plain_const(b) && drops_low(op, a, b);
		e.cuts = is_plain_const(b) ? e.masks : b->lo > 0;
		e.lo = e.hi = both || b->lo > 0;
		break;
	case IR_OP_DIV:
		e.masks = is_plain_const(b) && drops_low(op, a, b);
		e.cuts = is_plain_const(b) ? e.masks : b->lo > 1;
		e.lo = e.hi = both || b->lo > 1;
		break;
	case IR_OP_MOD:
		e.cuts = piece_closed(b);
		e.masks = is_plain_const(b);
		e.lo = e.hi = both || piece_closed(b);
		break;
	case IR_OP_MIN:
	case IR_OP_MAX:
		return minmax_ends(op, a, b);
	default:
		break;
	}
	return e;
}

/* x & ~0, x >> 0, x % big: the operand itself, only its name is gone. */
static bool is_identity(enum ir_op op, const struct piece *a,
			const struct piece *b)
{
	if (op == IR_OP_AND)
		return mask_is_identity(a, b);
	if (!piece_is_single(b))
		return false;
	switch (op) {
	case IR_OP_SHR:
	case IR_OP_SHL:
	case IR_OP_ADD:
	case IR_OP_SUB:
	case IR_OP_OR:
	case IR_OP_XOR:
		return b->lo == 0;
	case IR_OP_DIV:
	case IR_OP_MUL:
		return b->lo == 1;
	case IR_OP_MOD:
		return a->lo >= 0 && a->hi < b->lo;
	default:
		return false;
	}
}

/*
 * x with an operand that changes nothing, its name gone. What merely happens
 * to be 0 still decides: 5 + y is y's story, whatever y is. Of 5 | y that is
 * not so, nor of 5 & y where y has the bits of 5: no bit of it is y's.
 */
static struct piece unchanged(enum ir_op op, const struct piece *x,
			      const struct piece *neutral)
{
	struct piece p = *x;

	p.tag = 0;
	if (op == IR_OP_OR || op == IR_OP_AND)
		return p;
	p.flags |= neutral->flags & VALUE_MERGED;
	if (main_operand(x, neutral, false) == neutral) {
		p.origin = neutral->origin;
		p.flags &= (u8)~VALUE_FIXED;
		p.flags |= neutral->flags & VALUE_FIXED;
	}
	p.deps |= neutral->deps;
	return p;
}

/* A mask finds nothing to cut, as what it cuts was lost before. */
static bool cut_before(enum ir_op op, const struct piece *x,
		       const struct piece *neutral)
{
	return (op == IR_OP_AND || op == IR_OP_MOD) &&
	       (x->flags & VALUE_WRAPPED) && piece_closed(x) &&
	       is_plain_const(neutral);
}

static struct piece masked(const struct piece *x, u32 origin)
{
	struct piece p = *x;

	p.tag = 0;
	fix_cut(&p, origin);
	return p;
}

/* x & 0, x * 0, x | ~0: x does not matter. */
static bool absorbs(enum ir_op op, struct ir_type t, const struct piece *c)
{
	if (!is_plain_const(c))
		return false;
	if (op == IR_OP_OR)
		return pattern(t, c->lo) == type_mask(t);
	return (op == IR_OP_AND || op == IR_OP_MUL) && !c->lo;
}

static bool commutes(enum ir_op op)
{
	return op == IR_OP_AND || op == IR_OP_OR || op == IR_OP_XOR ||
	       op == IR_OP_ADD || op == IR_OP_MUL;
}

/* x op y and y op x are of the same parts. */
static bool is_order_free(enum ir_op op)
{
	return commutes(op) || op == IR_OP_SUB || op == IR_OP_MIN ||
	       op == IR_OP_MAX;
}

/* Worth computing member by member: the interval rule would be loose. */
static bool wants_enumeration(enum ir_op op, const struct piece *a,
			      const struct piece *b)
{
	switch (op) {
	case IR_OP_ADD:
	case IR_OP_SUB:
	case IR_OP_MIN:
	case IR_OP_MAX:
		return !piece_full(a) || !piece_full(b);
	default:
		return true;
	}
}

static void one_pair(struct piece_list *l, enum ir_op op,
		     const struct piece *a, struct ir_type bt,
		     const struct piece *b, u32 origin)
{
	struct piece like;
	struct ends e;

	if (absorbs(op, l->type, a) || absorbs(op, l->type, b)) {
		like = absorbs(op, l->type, a) ? *a : *b;
		like.tag = 0;
		like.origin = origin;
		like.flags |= VALUE_BOTH_SET | VALUE_FIXED;
		list_add(l, like);
		return;
	}
	if (is_identity(op, a, b)) {
		list_add(l, cut_before(op, a, b) ? masked(a, origin) :
						   unchanged(op, a, b));
		return;
	}
	if (commutes(op) && is_identity(op, b, a)) {
		list_add(l, unchanged(op, b, a));
		return;
	}
	memset(&like, 0, sizeof(like));
	e = result_ends(op, l->type, a, b);
	inherit(&like, a, b, &e, is_order_free(op), origin);
	like.flags |= wrapped(op, l->type, a, b);
	if ((piece_is_single(a) && piece_is_single(b)) ||
	    wants_enumeration(op, a, b))
		if (enumerate(l, op, l->type, a, bt, b, &like))
			return;
	op_interval(l, op, a, b, &like);
}

/* ---- comparisons --------------------------------------------------------------------------- */

static const struct ir_type int_type = { IR_T_INT, 32, 1 };

static void truth(struct value *ret, bool may_be_false, bool may_be_true,
		  u32 origin)
{
	if (!may_be_false && !may_be_true)
		value_empty(ret, int_type);
	else
		value_range(ret, int_type, may_be_false ? 0 : 1,
			    may_be_true ? 1 : 0, origin);
}

static bool may_be(enum ir_op op, const struct value *a, const struct value *b)
{
	struct value v = *a;

	value_refine(&v, op, b);
	return !value_is_empty(&v);
}

static void compare(struct value *ret, enum ir_op op, const struct value *a,
		    const struct value *b, u32 origin)
{
	truth(ret, may_be(ir_cmp_negate(op), a, b), may_be(op, a, b), origin);
}

/* The ends of all exact products; far beyond any type is far enough. */
static void product_ends(const struct value *a, const struct value *b,
			 s128 *ret_lo, s128 *ret_hi)
{
	s128 x[2] = { a->p[0].lo, value_max(a) };
	s128 y[2] = { b->p[0].lo, value_max(b) }, p;
	u32 i;

	for (i = 0; i < 4; i++) {
		if (__builtin_mul_overflow(x[i / 2], y[i % 2], &p))
			p = (s128)1 << 126;
		*ret_lo = i ? min2(*ret_lo, p) : p;
		*ret_hi = i ? max2(*ret_hi, p) : p;
	}
}

static void overflow_flag(struct value *ret, enum ir_op op, struct ir_type t,
			  const struct value *a, const struct value *b,
			  u32 origin)
{
	s128 lo, hi;

	if (!a->n || !b->n) {
		value_empty(ret, int_type);
		return;
	}
	if (op == IR_OP_MUL_OVERFLOW) {
		product_ends(a, b, &lo, &hi);
	} else if (op == IR_OP_ADD_OVERFLOW) {
		lo = a->p[0].lo + b->p[0].lo;
		hi = value_max(a) + value_max(b);
	} else {
		lo = a->p[0].lo - value_max(b);
		hi = value_max(a) - b->p[0].lo;
	}
	truth(ret, hi >= value_type_min(t) && lo <= value_type_max(t),
	      overflows(t, lo) || overflows(t, hi), origin);
}

void value_binary(struct value *ret, enum ir_op op, struct ir_type t,
		  const struct value *a, const struct value *b, u32 origin)
{
	struct piece_list l;
	struct value out;
	u32 i, j;

	if (ir_op_class(op) == IR_CLASS_COMPARE) {
		compare(&out, op, a, b, origin);
	} else if (op >= IR_OP_ADD_OVERFLOW && op <= IR_OP_MUL_OVERFLOW) {
		overflow_flag(&out, op, t, a, b, origin);
	} else if (op == IR_OP_PTRADD) {
		value_top(&out, t, UNPROVEN_UNKNOWN_VALUE);
	} else {
		l.type = t;
		l.n = 0;
		for (i = 0; i < a->n; i++)
			for (j = 0; j < b->n; j++)
				one_pair(&l, op, &a->p[i], b->type, &b->p[j],
					 origin);
		list_finish(&l, &out);
	}
	*ret = out;
}

/* ---- casts ------------------------------------------------------------------------------------ */

static bool fits(struct ir_type t, const struct piece *p)
{
	return p->lo >= value_type_min(t) && p->hi <= value_type_max(t);
}

/* Known bits of a source piece, extended as the source type says. */
static struct bits extended(struct ir_type from, const struct piece *p)
{
	struct bits b = bits_of(p);

	if (from.is_signed && from.bits < 64) {
		b.v = ir_extend(from, b.v);
		b.m = ir_extend(from, b.m);
	}
	return b;
}

static bool high_bit_known(struct ir_type t, const struct piece *p)
{
	return !(p->mask >> (t.bits - 1));
}

/* A width no type of C has: that of a bit-field, which the program gave. */
static bool is_field_width(struct ir_type t)
{
	return t.kind == IR_T_INT && (t.bits < 8 || (t.bits & (t.bits - 1)));
}

/* cut_by: the program point whose cast it is when that fixes what it cuts, or 0. */
static void cast_piece(struct piece_list *l, struct ir_type from,
		       const struct piece *a, u32 cut_by)
{
	bool one_bit = l->type.bits == 1;
	struct piece p = *a;

	set_bits(&p, extended(from, a));
	p.bits &= type_mask(l->type);
	p.mask &= type_mask(l->type);
	if (one_bit)
		/* a truth value or a bit-field, whose width the program gave */
		p.flags |= VALUE_BOTH_SET;
	if (fits(l->type, a)) {
		if (cut_by && (a->flags & VALUE_WRAPPED) && piece_closed(a) &&
		    l->type.bits < from.bits)
			fix_cut(&p, cut_by);
		list_add(l, p);
		return;
	}
	p.tag = 0;
	if (p.deps && loses_bits(l->type, a->lo, a->hi))
		p.flags |= VALUE_WRAPPED;
	if (p.mask == 0)
		/* the bits that are left are all known: x << 32 | 5 */
		p.flags |= VALUE_BOTH_SET;
	else if (!one_bit && a->hi - a->lo >= (s128)1 << l->type.bits &&
		 !(piece_closed(a) && high_bit_known(l->type, &p)))
		/* more values than the type has: its width alone bounds it */
		p.flags &= (u8)~(VALUE_BOTH_SET | VALUE_FIXED);
	if (cut_by && piece_closed(a))
		fix_cut(&p, cut_by);
	list_add_wrapped(l, a->lo, a->hi, &p);
}

void value_cast_at(struct value *ret, struct ir_type t, const struct value *a,
		   u32 origin)
{
	struct piece_list l;
	u32 i;

	if (ir_type_eq(t, a->type)) {
		if (ret != a)
			*ret = *a;
		return;
	}
	l.type = t;
	l.n = 0;
	for (i = 0; i < a->n; i++)
		cast_piece(&l, a->type, &a->p[i], is_field_width(t) ? origin : 0);
	list_finish(&l, ret);
}

void value_cast(struct value *ret, struct ir_type t, const struct value *a)
{
	value_cast_at(ret, t, a, 0);
}

/* ---- unary ------------------------------------------------------------------------------------- */

static u32 bit_length(u64 v)
{
	return v ? 64u - (u32)__builtin_clzll(v) : 0;
}

static u64 swap_bytes(struct ir_type t, u64 v)
{
	return __builtin_bswap64(v) >> (64 - t.bits);
}

/* The result in the type of the operation; false where C has none. */
static bool compute_unary(enum ir_op op, struct ir_type t, s128 x, s128 *ret)
{
	u64 u = pattern(t, x);

	switch (op) {
	case IR_OP_NEG: *ret = wrap(t, -x); return true;
	case IR_OP_NOT: *ret = value_of_bits(t, ~u); return true;
	case IR_OP_ABS: *ret = wrap(t, x < 0 ? -x : x); return true;
	case IR_OP_CLZ: *ret = t.bits - bit_length(u); return u != 0;
	case IR_OP_CTZ: *ret = u ? __builtin_ctzll(u) : 0; return u != 0;
	case IR_OP_FFS: *ret = u ? __builtin_ctzll(u) + 1 : 0; return true;
	case IR_OP_POPCOUNT: *ret = __builtin_popcountll(u); return true;
	case IR_OP_BSWAP:
		*ret = value_of_bits(t, swap_bytes(t, u));
		return t.bits % 8 == 0;
	default: return false;
	}
}

/* Type of a unary result: bit counts are int. */
static struct ir_type unary_type(enum ir_op op, struct ir_type t)
{
	switch (op) {
	case IR_OP_CLZ:
	case IR_OP_CTZ:
	case IR_OP_FFS:
	case IR_OP_POPCOUNT:
		return int_type;
	default:
		return t;
	}
}

static void unary_interval(struct piece_list *l, enum ir_op op,
			   struct ir_type t, const struct piece *a,
			   struct piece *like)
{
	u64 all = type_mask(t);
	/* bits a member can have, counted from the lowest */
	u32 top = a->lo >= 0 ? bit_length((u64)a->hi) : t.bits;

	like->bits = 0;
	like->mask = type_mask(l->type);
	switch (op) {
	case IR_OP_NEG:
		list_add_wrapped(l, -a->hi, -a->lo, like);
		return;
	case IR_OP_NOT:
		set_bits(like, (struct bits){ ~(a->bits | a->mask) & all,
					      a->mask });
		/* ~x is -1 - x, or max - x without a sign */
		like->lo = t.is_signed ? -1 - a->hi : (s128)all - a->hi;
		like->hi = t.is_signed ? -1 - a->lo : (s128)all - a->lo;
		break;
	case IR_OP_ABS:
		list_add_wrapped(l, a->lo > 0 ? a->lo : a->hi < 0 ? -a->hi : 0,
				 max2(-a->lo, a->hi), like);
		return;
	case IR_OP_CLZ:
		like->lo = t.bits - top;
		like->hi = t.bits - (a->lo > 0 ? bit_length((u64)a->lo) : 1);
		break;
	case IR_OP_CTZ:
		like->lo = 0;
		like->hi = top - 1;
		break;
	case IR_OP_FFS:
	case IR_OP_POPCOUNT:
		like->lo = 0;
		like->hi = top;
		break;
	default:
		add_type_range(l, like);
		return;
	}
	list_add(l, *like);
}

static void inherit_unary(struct piece *like, enum ir_op op,
			  const struct piece *a, u32 origin)
{
	bool swaps = op == IR_OP_NEG || op == IR_OP_NOT;
	bool counts = op == IR_OP_CLZ || op == IR_OP_CTZ || op == IR_OP_FFS ||
		      op == IR_OP_POPCOUNT;

	*like = *a;
	like->tag = 0;
	if (counts && !piece_closed(a)) {
		like->flags |= VALUE_BOTH_SET | VALUE_FIXED;
		like->origin = origin;
	} else if (swaps) {
		like->flags &= (u8)~VALUE_BOTH_SET;
		if (set_hi(a))
			like->flags |= VALUE_LO_SET;
		if (set_lo(a))
			like->flags |= VALUE_HI_SET;
	} else if (!piece_closed(a)) {
		like->flags &= (u8)~VALUE_BOTH_SET;
	}
}

static void unary_piece(struct piece_list *l, enum ir_op op, struct ir_type t,
			const struct piece *a, u32 origin)
{
	u32 n = 0, count = piece_count(t, a, 256);
	struct piece like;
	s128 v[256], x;

	inherit_unary(&like, op, a, origin);
	if (op == IR_OP_NEG && a->deps && loses_bits(t, -a->hi, -a->lo))
		like.flags |= VALUE_WRAPPED;
	if (count > 256) {
		unary_interval(l, op, t, a, &like);
		return;
	}
	for (x = a->lo; piece_next(t, a, x, &x); x++)
		n += compute_unary(op, t, x, &v[n]);
	if (n)
		add_members(l, v, n, &like);
	else if (op == IR_OP_BSWAP)
		unary_interval(l, op, t, a, &like);
}

void value_unary(struct value *ret, enum ir_op op, struct ir_type t,
		 const struct value *a, u32 origin)
{
	struct piece_list l;
	struct value out;
	u32 i;

	if (op == IR_OP_COPY || op == IR_OP_CAST) {
		value_cast(ret, t, a);
		return;
	}
	if (op == IR_OP_LNOT) {
		truth(&out, value_may_be_nonzero(a), value_may_be_zero(a),
		      origin);
		*ret = out;
		return;
	}
	l.type = unary_type(op, t);
	l.n = 0;
	for (i = 0; i < a->n; i++)
		unary_piece(&l, op, t, &a->p[i], origin);
	list_finish(&l, &out);
	*ret = out;
}
