// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what is learnt of a value: ends, their flags and known bits, after comparisons and led back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "testcases/unit/value_make.h"

static const struct ir_type s8_t = { IR_T_INT, 8, 1 }, u8_t = { IR_T_INT, 8, 0 };
static const struct ir_type s32_t = { IR_T_INT, 32, 1 }, u32_t = { IR_T_INT, 32, 0 };
static const struct ir_type s64_t = { IR_T_INT, 64, 1 }, u64_t = { IR_T_INT, 64, 0 };
static const struct ir_type bool_t = { IR_T_INT, 1, 0 };

enum { N = 0, L = VALUE_LO_SET, H = VALUE_HI_SET, B = VALUE_BOTH_SET, F = VALUE_FIXED };

static struct value span(struct ir_type t, s128 lo, s128 hi, unsigned int flags)
{
	struct value v;

	value_range(&v, t, lo, hi, THERE);
	v.p[0].flags = (u8)flags;
	return v;
}

static struct value mask(struct value a, s64 m)
{
	struct value c = con(a.type, m);

	value_binary(&a, IR_OP_AND, a.type, &a, &c, 9);
	return a;
}

static struct value refine(struct value a, enum ir_op cmp, struct value b)
{
	value_refine(&a, cmp, &b);
	return a;
}

#define assert_piece(v, want_lo, want_hi, want_flags) do {		\
	struct value v_ = (v);						\
	assert_int_equal(v_.n, 1);					\
	assert_int_equal((s64)v_.p[0].lo, (s64)(want_lo));		\
	assert_int_equal((s64)v_.p[0].hi, (s64)(want_hi));		\
	assert_int_equal(v_.p[0].flags, want_flags);			\
} while (0)

#define assert_nothing(v) do {						\
	struct value v_ = (v);						\
	assert_int_equal(v_.n, 0);					\
} while (0)

/* ---- comparisons ---------------------------------------------------------- */

/* An end that moves is as set as the bound's; one that stays keeps what it was, or is set now. */
static void test_moved_ends(void **state)
{
	struct value open = span(s32_t, 8, 8, N);

	(void)state;
	for (u8 f = N; f <= B; f++) {
		struct value a = span(s32_t, 0, 20, f);
		u8 fixed = f & H ? 0 : F;

		assert_piece(refine(a, IR_OP_LE, con(s32_t, 8)), 0, 8, f | H | (f & L ? fixed : 0));
		assert_piece(refine(a, IR_OP_LE, open), 0, 8, f & L);
		assert_piece(refine(a, IR_OP_LE, con(s32_t, 20)), 0, 20,
			     f | H | (f & L ? fixed : 0));
		assert_piece(refine(a, IR_OP_LE, con(s32_t, 21)), 0, 20, f);
		assert_piece(refine(a, IR_OP_LE, span(s32_t, 20, 20, N)), 0, 20, f);
		fixed = f & L ? 0 : F;
		assert_piece(refine(a, IR_OP_GE, con(s32_t, 8)), 8, 20, f | L | (f & H ? fixed : 0));
		assert_piece(refine(a, IR_OP_GE, open), 8, 20, f & H);
		assert_piece(refine(a, IR_OP_GE, con(s32_t, 0)), 0, 20,
			     f | L | (f & H ? fixed : 0));
		assert_piece(refine(a, IR_OP_GE, con(s32_t, -1)), 0, 20, f);
		assert_piece(refine(a, IR_OP_GE, span(s32_t, 0, 0, N)), 0, 20, f);
	}
}

static void test_order(void **state)
{
	struct value a = span(s32_t, 0, 20, B);

	(void)state;
	assert_piece(refine(a, IR_OP_LT, con(s32_t, 8)), 0, 7, B);
	assert_piece(refine(a, IR_OP_GT, con(s32_t, 8)), 9, 20, B);
	assert_piece(refine(a, IR_OP_LT, con(s32_t, 1)), 0, 0, B);
	assert_piece(refine(a, IR_OP_GT, con(s32_t, 19)), 20, 20, B);
	assert_nothing(refine(a, IR_OP_LT, con(s32_t, 0)));
	assert_nothing(refine(a, IR_OP_GT, con(s32_t, 20)));
	/* one end is enough of either */
	assert_piece(refine(a, IR_OP_LT, span(s32_t, -9, 5, H)), 0, 4, B);
	assert_piece(refine(a, IR_OP_LT, span(s32_t, -9, 5, L)), 0, 4, L);
	assert_piece(refine(a, IR_OP_GT, span(s32_t, 5, 90, L)), 6, 20, B);
	assert_piece(refine(a, IR_OP_GT, span(s32_t, 5, 90, H)), 6, 20, H);
	assert_nothing(refine(empty(s32_t), IR_OP_LT, a));
	assert_nothing(refine(a, IR_OP_GE, empty(s32_t)));
}

/* What of several pieces ends last decides, set when one of them says so. */
static void test_order_of_pieces(void **state)
{
	struct value a = span(s32_t, -100, 100, B), b, c;

	(void)state;
	b = span(s32_t, 0, 9, L);
	c = span(s32_t, 5, 9, H);
	c.p[0].deps = 2;
	c = join(b, c);
	assert_int_equal(c.n, 2);
	assert_piece(refine(a, IR_OP_LE, c), -100, 9, B);
	b = span(s32_t, 0, 9, H);
	c = span(s32_t, 0, 7, L);
	c.p[0].deps = 2;
	c = join(c, b);
	assert_int_equal(c.n, 2);
	assert_piece(refine(a, IR_OP_GE, c), 0, 100, B);
	assert_piece(refine(a, IR_OP_LE, c), -100, 9, B);
	b = span(s32_t, 0, 9, L);
	c = join(b, span(s32_t, 20, 30, N));
	assert_piece(refine(a, IR_OP_LE, c), -100, 30, L);
	assert_piece(refine(a, IR_OP_GE, c), 0, 100, B);
	c = join(span(s32_t, 0, 9, H), span(s32_t, 20, 30, B));
	assert_piece(refine(a, IR_OP_GE, c), 0, 100, H);
}

static void test_unequal(void **state)
{
	struct value v = refine(span(s32_t, 0, 9, L), IR_OP_NE, con(s32_t, 4)), a, b;

	(void)state;
	/* the inner ends are what the outer ones of the piece are */
	assert_int_equal(v.n, 2);
	assert_true(v.p[0].lo == 0 && v.p[0].hi == 3 && v.p[1].lo == 5 && v.p[1].hi == 9);
	assert_int_equal(v.p[0].flags, L);
	assert_int_equal(v.p[1].flags, L);
	v = refine(span(s32_t, 0, 9, H), IR_OP_NE, con(s32_t, 4));
	assert_int_equal(v.p[0].flags, H);
	assert_int_equal(v.p[1].flags, H);
	assert_piece(refine(span(s32_t, 0, 9, B), IR_OP_NE, con(s32_t, 0)), 1, 9, B);
	assert_piece(refine(span(s32_t, 0, 9, N), IR_OP_NE, con(s32_t, 9)), 0, 8, N);
	assert_piece(refine(span(s32_t, 0, 9, B), IR_OP_NE, con(s32_t, 10)), 0, 9, B);
	assert_nothing(refine(con(s32_t, 4), IR_OP_NE, con(s32_t, 4)));
	/* each piece that has it, and no other */
	a = span(s32_t, 0, 9, B);
	a.p[0].deps = 1;
	b = span(s32_t, 4, 20, B);
	b.p[0].deps = 2;
	v = refine(join(a, b), IR_OP_NE, con(s32_t, 6));
	assert_int_equal(v.n, 4);
	assert_false(value_contains(&v, 6));
	v = refine(join(a, b), IR_OP_NE, con(s32_t, 15));
	assert_int_equal(v.n, 3);
	assert_false(value_contains(&v, 15));
	v = refine(join(a, b), IR_OP_NE, con(s32_t, 2));
	assert_false(value_contains(&v, 2));
	assert_true(value_contains(&v, 20) && value_contains(&v, 0));
	/* a hole of known bits is no member */
	v = join(mask(top(s32_t), 0x14), span(s32_t, 1, 1, B));
	v = refine(v, IR_OP_NE, con(s32_t, 1));
	assert_piece(v, 0, 20, B | F);
}

static void test_equal(void **state)
{
	struct value b = tagged(s32_t, 4, 8), v;

	(void)state;
	v = refine(span(s32_t, 0, 9, N), IR_OP_EQ, b);
	assert_piece(v, 4, 4, B | F);
	assert_int_equal(v.p[0].tag, 8);
	/* two names for it: which one is not known */
	v = refine(span(s32_t, 0, 9, N), IR_OP_EQ, join(b, tagged(s32_t, 4, 9)));
	assert_int_equal(v.p[0].tag, 0);
	v = refine(span(s32_t, 0, 9, N), IR_OP_EQ, con(s32_t, 4));
	assert_int_equal(v.p[0].tag, 0);
	b = span(s32_t, 4, 5, B);
	b.p[0].tag = 8;
	assert_int_equal(refine(span(s32_t, 0, 9, N), IR_OP_EQ, b).p[0].tag, 0);
}

/* ---- meet ------------------------------------------------------------------ */

static void test_meet_flags(void **state)
{
	struct value a = span(s32_t, 0, 20, N), v;

	(void)state;
	assert_piece(meet(a, span(s32_t, 5, 9, B)), 5, 9, B | F);
	assert_piece(meet(a, span(s32_t, 5, 9, L)), 5, 9, L);
	assert_piece(meet(a, span(s32_t, 5, 9, H)), 5, 9, H);
	assert_piece(meet(span(s32_t, 0, 20, B), span(s32_t, 5, 9, N)), 5, 9, N);
	assert_piece(meet(span(s32_t, 0, 20, B), span(s32_t, 5, 20, N)), 5, 20, H);
	assert_piece(meet(span(s32_t, 0, 20, B), span(s32_t, 0, 9, N)), 0, 9, L);
	assert_piece(meet(span(s32_t, 5, 9, B), span(s32_t, 0, 20, N)), 5, 9, B);
	/* the same end: set when either says so */
	assert_piece(meet(span(s32_t, 5, 9, L), span(s32_t, 5, 9, H)), 5, 9, B | F);
	assert_piece(meet(span(s32_t, 5, 9, N), span(s32_t, 5, 20, B)), 5, 9, L);
	assert_piece(meet(span(s32_t, 5, 9, N), span(s32_t, 0, 9, B)), 5, 9, H);
	/* known bits of both */
	v = meet(mask(top(s32_t), 0x14), mask(top(s32_t), 0x11));
	assert_piece(v, 0, 16, B | F);
	assert_false(value_contains(&v, 1) || value_contains(&v, 4));
	v = mask(top(s32_t), 0x14);
	assert_nothing(meet(v, span(s32_t, 5, 15, B)));
	assert_nothing(meet(v, con(s32_t, 1)));
}

/* ---- led back ---------------------------------------------------------------- */

static struct value invert(struct value a, enum ir_op op, s64 c, struct value r)
{
	struct value b = con(a.type, c);

	value_invert_binary(&a, &b, op, &r);
	return a;
}

/* The constant is the left operand. */
static struct value invert_right(s64 c, enum ir_op op, struct value b, struct value r)
{
	struct value a = con(b.type, c);

	value_invert_binary(&a, &b, op, &r);
	return b;
}

static void test_invert_sums(void **state)
{
	struct value r = span(s32_t, 1000, 5000, B), a;

	(void)state;
	a = top(s32_t);
	assert_piece(invert(a, IR_OP_ADD, 10, r), 990, 4990, B | F);
	assert_piece(invert_right(10, IR_OP_ADD, a, r), 990, 4990, B | F);
	assert_piece(invert(a, IR_OP_SUB, 10, r), 1010, 5010, B | F);
	assert_piece(invert_right(10, IR_OP_SUB, a, r), -4990, -990, B | F);
	assert_piece(invert(a, IR_OP_XOR, 1 << 20, r), 1 << 20, (1 << 20) + 8191, B | F);
	assert_piece(invert_right(1 << 20, IR_OP_XOR, a, r), 1 << 20, (1 << 20) + 8191, B | F);
	/* one set end bounds on both sides, where the type's end has come inside */
	assert_piece(invert(top(u32_t), IR_OP_ADD, -16, span(u32_t, 0, 15, H)), 16, 31, B | F);
	assert_piece(invert(top(u32_t), IR_OP_ADD, 16, span(u32_t, 100, UINT32_MAX, L)), 84,
		     UINT32_MAX - 16, B | F);
	assert_piece(invert(top(u32_t), IR_OP_ADD, -16, span(u32_t, 0, 15, N)), 16, 31, N);
	/* where it is the type's end again it is nobody's */
	assert_piece(invert(top(u32_t), IR_OP_ADD, 16, span(u32_t, 16, 31, H)), 0, 15, H);
	assert_piece(invert(top(u32_t), IR_OP_SUB, 16, span(u32_t, UINT32_MAX - 31,
							      UINT32_MAX - 16, L)),
		     UINT32_MAX - 15, UINT32_MAX, L);
	/* of two that vary nothing is known */
	{
		struct value x = span(s32_t, 0, 9, B), y = x;

		value_invert_binary(&x, &y, IR_OP_ADD, &r);
		assert_piece(x, 0, 9, B);
		assert_piece(y, 0, 9, B);
	}
	assert_nothing(invert(span(s32_t, 0, 9, B), IR_OP_ADD, 1, empty(s32_t)));
	assert_nothing(invert(empty(s32_t), IR_OP_ADD, 1, r));
	/* a result of another type says nothing here */
	assert_piece(invert(span(s32_t, 0, 9, B), IR_OP_ADD, 1, span(s64_t, 2, 3, B)), 0, 9, B);
}

static void test_invert_shifts(void **state)
{
	struct value a = top(u32_t), v;

	(void)state;
	assert_piece(invert(a, IR_OP_SHR, 4, span(u32_t, 1000, 5000, B)), 16000, 80015, B | F);
	assert_piece(invert(top(s32_t), IR_OP_SHR, 4, span(s32_t, -3, 5, B)), -48, 95, B | F);
	assert_piece(invert(a, IR_OP_SHR, 0, span(u32_t, 3, 5, B)), 3, 5, B | F);
	assert_piece(invert(a, IR_OP_SHR, 31, con(u32_t, 1)), 1ll << 31, UINT32_MAX, B | F);
	assert_piece(invert(a, IR_OP_SHR, 32, con(u32_t, 1)), 0, UINT32_MAX, N);
	assert_piece(invert(a, IR_OP_SHR, -1, con(u32_t, 1)), 0, UINT32_MAX, N);
	/* beyond the type */
	assert_piece(invert(top(u8_t), IR_OP_SHR, 4, span(u8_t, 3, 200, B)), 48, 255, B | F);
	assert_piece(invert(top(s8_t), IR_OP_SHR, 4, span(s8_t, -100, 2, B)), -128, 47, B | F);
	/* the low bits are the high bits of the result */
	v = invert(span(u32_t, 0, 255, B), IR_OP_SHL, 4, con(u32_t, 0x50));
	assert_piece(v, 5, 5, B);
	v = invert(a, IR_OP_SHL, 28, con(u32_t, 0x50000000));
	assert_true(value_contains(&v, 5) && value_contains(&v, 0x15));
	assert_false(value_contains(&v, 4) || value_contains(&v, 13));
	assert_piece(invert(span(u32_t, 0, 9, B), IR_OP_SHL, 0, con(u32_t, 5)), 5, 5, B);
	assert_piece(invert(span(u32_t, 0, 9, B), IR_OP_SHL, 32, con(u32_t, 5)), 0, 9, B);
	assert_piece(invert(span(u32_t, 0, 9, B), IR_OP_SHL, -1, con(u32_t, 5)), 0, 9, B);
}

static void test_invert_division(void **state)
{
	struct value a = top(s32_t);

	(void)state;
	assert_piece(invert(a, IR_OP_DIV, 10, span(s32_t, 3, 5, B)), 30, 59, B | F);
	assert_piece(invert(a, IR_OP_DIV, 10, span(s32_t, -5, -3, B)), -59, -30, B | F);
	assert_piece(invert(a, IR_OP_DIV, 10, span(s32_t, 0, 0, B)), -9, 9, B | F);
	assert_piece(invert(a, IR_OP_DIV, 10, span(s32_t, -1, 1, B)), -19, 19, B | F);
	assert_piece(invert(top(u32_t), IR_OP_DIV, 10, con(u32_t, 0)), 0, 9, B | F);
	assert_piece(invert(a, IR_OP_DIV, 1, span(s32_t, 3, 5, B)), 3, 5, B | F);
	/* not by less than one, nor by what may overflow */
	assert_piece(invert(a, IR_OP_DIV, -10, span(s32_t, 3, 5, B)), INT32_MIN, INT32_MAX, N);
	assert_piece(invert(a, IR_OP_DIV, 0, span(s32_t, 3, 5, B)), INT32_MIN, INT32_MAX, N);
	assert_piece(invert(top(u64_t), IR_OP_DIV, INT32_MAX, con(u64_t, 1)), INT32_MAX,
		     2ll * INT32_MAX - 1, B | F);
	assert_piece(invert(top(u64_t), IR_OP_DIV, 1ll << 31, con(u64_t, 1)), 0, -1, N);
}

static void test_invert_product(void **state)
{
	struct value a = span(s32_t, -1, 20, B);

	(void)state;
	assert_piece(invert(a, IR_OP_MUL, 2, span(s32_t, 0, 16, B)), 0, 8, B);
	/* what lies between the multiples */
	assert_piece(invert(a, IR_OP_MUL, 8, span(s32_t, 3, 23, B)), 1, 2, B);
	assert_piece(invert(span(s32_t, -9, 9, B), IR_OP_MUL, 4, span(s32_t, -13, -3, B)), -3, -1, B);
	assert_true(value_is_empty(&(struct value[]){ invert(a, IR_OP_MUL, 8, span(s32_t, 3, 7, B)) }[0]));
	/* not where a product may wrap, nor by less than one */
	assert_piece(invert(top(u32_t), IR_OP_MUL, 2, span(u32_t, 0, 16, B)), 0, UINT32_MAX, N);
	assert_piece(invert(a, IR_OP_MUL, -2, span(s32_t, 0, 16, B)), -1, 20, B);
	assert_piece(invert(a, IR_OP_MUL, 0, span(s32_t, 0, 16, B)), -1, 20, B);
}

static void test_invert_masks(void **state)
{
	struct value a = top(u32_t), v;

	(void)state;
	v = invert(a, IR_OP_AND, 0xf0, con(u32_t, 0x30));
	assert_true(value_contains(&v, 0x30) && value_contains(&v, 0x13f));
	assert_false(value_contains(&v, 0x20) || value_contains(&v, 0x70));
	/* the highest bits are bounded: the ends are set */
	assert_piece(invert(a, IR_OP_AND, ~15ll, con(u32_t, 0)), 0, 15, H);
	assert_piece(invert(a, IR_OP_AND, ~15ll, con(u32_t, 32)), 32, 47, B | F);
	assert_piece(invert_right(~15ll, IR_OP_AND, a, con(u32_t, 32)), 32, 47, B | F);
	/* a lower bit moves an end, and bounds nothing */
	assert_piece(invert(span(u32_t, 0, 31, N), IR_OP_AND, 1, con(u32_t, 0)), 0, 30, N);
	assert_piece(invert(span(u32_t, 0, 31, N), IR_OP_AND, 1, con(u32_t, 1)), 1, 31, N);
	assert_piece(invert(span(u32_t, 0, 31, N), IR_OP_AND, 16, con(u32_t, 0)), 0, 15, H);
	assert_piece(invert(span(u32_t, 0, 31, N), IR_OP_AND, 16, con(u32_t, 16)), 16, 31, L);
	/* bits that the mask cannot give, and that are known otherwise */
	assert_nothing(invert(a, IR_OP_AND, 0xf0, con(u32_t, 0x31)));
	assert_nothing(invert(con(u32_t, 5), IR_OP_AND, 4, con(u32_t, 0)));
	/* any high bit set: at least that much */
	assert_piece(invert(a, IR_OP_AND, ~15ll, span(u32_t, 16, UINT32_MAX, N)), 16, UINT32_MAX,
		     L);
	v = invert(a, IR_OP_AND, ~15ll, span(u32_t, 0, UINT32_MAX, N));
	assert_true(value_contains(&v, 0));
	v = invert(a, IR_OP_AND, 0xf0, span(u32_t, 16, 240, N));
	assert_true(value_contains(&v, 0x110));
	v = invert(top(s32_t), IR_OP_AND, ~15ll, span(s32_t, INT32_MIN, -16, N));
	assert_true(value_contains(&v, -1));
	assert_piece(invert(span(s32_t, 0, 99, B), IR_OP_AND, ~15ll, span(s32_t, 16, 96, B)), 16,
		     99, B);
}

static void test_invert_others(void **state)
{
	struct value a = span(s32_t, 0, 20, B), b = span(s32_t, 5, 30, B), r;

	(void)state;
	r = span(s32_t, 10, 12, B);
	value_invert_binary(&a, &b, IR_OP_MIN, &r);
	assert_piece(a, 10, 20, B);
	assert_piece(b, 10, 30, B);
	a = span(s32_t, 0, 20, B);
	b = span(s32_t, 5, 30, B);
	value_invert_binary(&a, &b, IR_OP_MAX, &r);
	assert_piece(a, 0, 12, B);
	assert_piece(b, 5, 12, B);
	/* no bit in either */
	a = span(s32_t, 0, 20, B);
	b = span(s32_t, -5, 30, B);
	r = con(s32_t, 0);
	value_invert_binary(&a, &b, IR_OP_OR, &r);
	assert_piece(a, 0, 0, B);
	assert_piece(b, 0, 0, B);
	assert_int_equal(a.p[0].tag, 0);
	assert_int_equal(b.p[0].tag, 0);
	/* no bit that the result has not; and all of the result's that the other has not */
	a = span(s32_t, 0, 20, B);
	b = span(s32_t, -5, 30, B);
	r = span(s32_t, 0, 3, B);
	value_invert_binary(&a, &b, IR_OP_OR, &r);
	assert_piece(a, 0, 3, B);
	assert_piece(b, 0, 3, B);
	a = span(s32_t, 0, 20, B);
	b = con(s32_t, 8);
	r = con(s32_t, 13);
	value_invert_binary(&a, &b, IR_OP_OR, &r);
	assert_piece(a, 5, 13, B);
	assert_false(value_contains(&a, 9));
	assert_piece(b, 8, 8, B);
	a = con(s32_t, 2);
	value_invert_binary(&a, &b, IR_OP_OR, &r);
	assert_nothing(a);
	/* both have the bits of an AND; what one has and the result has not, the other has not */
	a = span(s32_t, 0, 31, B);
	b = span(s32_t, 8, 15, B);
	r = span(s32_t, 4, 7, B);
	value_invert_binary(&a, &b, IR_OP_AND, &r);
	assert_piece(a, 4, 23, B);
	assert_false(value_contains(&a, 12));
	assert_piece(b, 12, 15, B);
}

static void test_invert_comparisons(void **state)
{
	struct value a = span(s32_t, 0, 20, B), b = span(s32_t, 5, 30, B), r = con(s32_t, 0), c;

	(void)state;
	/* not a < b: a >= b */
	value_invert_binary(&a, &b, IR_OP_LT, &r);
	assert_piece(a, 5, 20, B);
	assert_piece(b, 5, 20, B);
	a = span(s32_t, 0, 20, B);
	b = span(s32_t, 5, 30, B);
	r = con(s32_t, 1);
	value_invert_binary(&a, &b, IR_OP_GT, &r);
	assert_piece(a, 6, 20, B);
	assert_piece(b, 5, 19, B);
	/* not known, or not of one type */
	a = span(s32_t, 0, 20, B);
	r = span(s32_t, 0, 1, B);
	value_invert_binary(&a, &b, IR_OP_GT, &r);
	assert_piece(a, 0, 20, B);
	c = span(s64_t, 3, 5, B);
	r = con(s32_t, 1);
	value_invert_binary(&a, &c, IR_OP_EQ, &r);
	assert_piece(a, 0, 20, B);
	assert_piece(c, 3, 5, B);
}

static void test_invert_cast(void **state)
{
	struct value a = span(s32_t, 0, 200, N), r;

	(void)state;
	/* all members fit: bits and ends are taken as they are */
	r = span(u8_t, 10, 20, B);
	value_invert_cast(&a, &r);
	assert_piece(a, 10, 20, B | F);
	a = span(s32_t, 0, 255, N);
	r = mask(top(u8_t), 0x14);
	value_invert_cast(&a, &r);
	assert_true(value_contains(&a, 0x14) && !value_contains(&a, 1));
	/* not all fit: the low bits alone, and no end is set by them */
	a = span(s32_t, 0, 256, N);
	r = span(u8_t, 10, 20, B);
	value_invert_cast(&a, &r);
	assert_piece(a, 0, 256, N);
	assert_true(value_contains(&a, 0) && value_contains(&a, 31));
	assert_false(value_contains(&a, 32) || value_contains(&a, 255));
	a = span(s32_t, -1, 255, N);
	value_invert_cast(&a, &r);
	assert_piece(a, 0, 31, N);
	/* what the narrow type cannot be is not looked at */
	a = span(u8_t, 0, 200, N);
	r = span(s32_t, -50, 1000, B);
	value_invert_cast(&a, &r);
	assert_piece(a, 0, 200, N);
	r = span(s32_t, 300, 1000, B);
	value_invert_cast(&a, &r);
	assert_nothing(a);
	a = span(u8_t, 0, 200, N);
	r = span(s32_t, -50, -1, B);
	value_invert_cast(&a, &r);
	assert_nothing(a);
	a = span(u8_t, 0, 255, N);
	r = span(s32_t, 7, 255, B);
	value_invert_cast(&a, &r);
	assert_piece(a, 7, 255, B | F);
	r = empty(s32_t);
	value_invert_cast(&a, &r);
	assert_nothing(a);
}

static void test_invert_cast_to_one_bit(void **state)
{
	struct value a = span(s32_t, 0, 9, B), r = con(bool_t, 1);

	(void)state;
	/* the lowest bit, which is no truth value */
	value_invert_cast(&a, &r);
	assert_piece(a, 1, 9, B);
	assert_false(value_contains(&a, 2));
	a = span(s32_t, 0, 9, B);
	r = con(bool_t, 0);
	value_invert_cast(&a, &r);
	assert_piece(a, 0, 8, B);
	assert_false(value_contains(&a, 1));
	assert_int_equal(a.p[0].tag, 0);
	a = span(s32_t, 0, 9, B);
	r = span(bool_t, 0, 1, B);
	value_invert_cast(&a, &r);
	assert_piece(a, 0, 9, B);
	/* between two of one bit it is a copy */
	a = span(bool_t, 0, 1, B);
	r = con(bool_t, 1);
	value_invert_cast(&a, &r);
	assert_piece(a, 1, 1, B);
}

static void test_tags_travel_back(void **state)
{
	struct value a = span(s32_t, 0, 9, B), r = tagged(s64_t, 4, 8);

	(void)state;
	value_invert_cast(&a, &r);
	assert_piece(a, 4, 4, B);
	assert_int_equal(a.p[0].tag, 8);
	/* what has a name keeps it */
	a = tagged(s32_t, 4, 3);
	value_invert_cast(&a, &r);
	assert_int_equal(a.p[0].tag, 3);
	r = join(r, tagged(s64_t, 4, 9));
	a = span(s32_t, 0, 9, B);
	value_invert_cast(&a, &r);
	assert_int_equal(a.p[0].tag, 0);
	r = span(s64_t, 4, 5, B);
	r.p[0].tag = 8;
	a = span(s32_t, 0, 9, B);
	value_invert_cast(&a, &r);
	assert_int_equal(a.p[0].tag, 0);
}

static void test_invert_unary(void **state)
{
	struct value a = span(s32_t, 0, 9, B), r = span(s32_t, -7, -2, B);

	(void)state;
	value_invert_unary(&a, IR_OP_NEG, &r);
	assert_piece(a, 2, 7, B);
	a = span(s32_t, 0, 9, B);
	value_invert_unary(&a, IR_OP_NOT, &r);
	assert_piece(a, 1, 6, B);
	a = span(s32_t, -9, 9, B);
	value_invert_unary(&a, IR_OP_ABS, &r);
	assert_piece(a, -9, 9, B);
	r = span(s64_t, -7, -2, B);
	value_invert_unary(&a, IR_OP_NEG, &r);
	assert_piece(a, -9, 9, B);
	value_invert_unary(&a, IR_OP_CAST, &r);
	assert_piece(a, -7, -2, B);
	r = span(s32_t, 0, 1, B);
	value_invert_unary(&a, IR_OP_LNOT, &r);
	assert_piece(a, -7, -2, B);
	r = con(s32_t, 1);
	value_invert_unary(&a, IR_OP_LNOT, &r);
	assert_nothing(a);
	a = span(s32_t, -7, 2, B);
	value_invert_unary(&a, IR_OP_LNOT, &r);
	assert_piece(a, 0, 0, B);
	assert_int_equal(a.p[0].tag, 0);
	r = empty(s32_t);
	a = span(s32_t, 0, 9, B);
	value_invert_unary(&a, IR_OP_ABS, &r);
	assert_nothing(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moved_ends),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_order_of_pieces),
		cmocka_unit_test(test_unequal),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_meet_flags),
		cmocka_unit_test(test_invert_sums),
		cmocka_unit_test(test_invert_shifts),
		cmocka_unit_test(test_invert_division),
		cmocka_unit_test(test_invert_product),
		cmocka_unit_test(test_invert_masks),
		cmocka_unit_test(test_invert_others),
		cmocka_unit_test(test_invert_comparisons),
		cmocka_unit_test(test_invert_cast),
		cmocka_unit_test(test_invert_cast_to_one_bit),
		cmocka_unit_test(test_tags_travel_back),
		cmocka_unit_test(test_invert_unary),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("value, refinement", tests, NULL, NULL);
}
