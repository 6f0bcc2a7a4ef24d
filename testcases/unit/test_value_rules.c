// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what the rules for intervals and for ends say of ranges too large to go through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "testcases/unit/value_make.h"

static const struct ir_type s8_t = { IR_T_INT, 8, 1 }, s16_t = { IR_T_INT, 16, 1 };
static const struct ir_type s32_t = { IR_T_INT, 32, 1 }, u32_t = { IR_T_INT, 32, 0 };
static const struct ir_type s64_t = { IR_T_INT, 64, 1 }, u64_t = { IR_T_INT, 64, 0 };

#define SET VALUE_BOTH_SET

/* A range with these flags, from parameter 0. */
static struct value with(struct value v, unsigned int flags)
{
	v.p[0].flags = (u8)flags;
	v.p[0].deps = 1;
	return v;
}

static struct value op1(enum ir_op op, struct value a)
{
	value_unary(&a, op, a.type, &a, HERE);
	return a;
}

#define assert_ends(v, want_lo, want_hi) do {				\
	struct value v_ = (v);						\
	assert_int_equal(v_.n, 1);					\
	assert_int_equal((s64)v_.p[0].lo, (s64)(want_lo));		\
	assert_int_equal((s64)v_.p[0].hi, (s64)(want_hi));		\
} while (0)

/* ---- intervals ------------------------------------------------------------ */

static void test_arithmetic(void **state)
{
	struct value a = range(s32_t, -3000, 5000), b = range(s32_t, -7000, 2000);
	struct value pos = range(s32_t, 1000, 100000), q = range(s32_t, 3, 7000);

	(void)state;
	assert_ends(op2(a, IR_OP_ADD, b), -10000, 7000);
	assert_ends(op2(a, IR_OP_SUB, b), -5000, 12000);
	assert_ends(op2(pos, IR_OP_SUB, q), -6000, 99997);
	assert_ends(op2(a, IR_OP_MUL, b), -35000000, 21000000);
	assert_ends(op2(range(s32_t, 3, 5000), IR_OP_MUL, range(s32_t, 7, 9000)), 21, 45000000);
	assert_ends(op2(range(s32_t, -5000, -3), IR_OP_MUL, range(s32_t, -9000, -7)), 21, 45000000);
	assert_ends(op2(range(s32_t, -5000, -3), IR_OP_MUL, range(s32_t, 7, 9000)), -45000000, -21);
	assert_ends(op2(range(s32_t, 3, 5000), IR_OP_MUL, range(s32_t, -9000, 7)), -45000000, 35000);
	assert_ends(op2(pos, IR_OP_DIV, q), 0, 33333);
	assert_ends(op2(pos, IR_OP_DIV, range(s32_t, 3, 700)), 1, 33333);
	assert_ends(op2(pos, IR_OP_DIV, range(s32_t, -7000, -4)), -25000, 0);
	assert_ends(op2(a, IR_OP_DIV, range(s32_t, 10, 9000)), -300, 500);
	assert_ends(op2(a, IR_OP_DIV, range(s32_t, -9000, -10)), -500, 300);
	assert_ends(op2(a, IR_OP_DIV, b), -5000, 5000);
	assert_ends(op2(range(s32_t, 0, 9000), IR_OP_DIV, range(s32_t, 3, 5)), 0, 3000);
	assert_ends(op2(range(s32_t, -9000, 0), IR_OP_DIV, range(s32_t, 3, 5)), -3000, 0);
	assert_ends(op2(pos, IR_OP_DIV, range(s32_t, 0, 50)), 20, 100000);
	assert_ends(op2(pos, IR_OP_DIV, range(s32_t, -50, 0)), -100000, -20);
}

static void test_modulo(void **state)
{
	struct value a = range(s32_t, -3000, 5000), pos = range(s32_t, 0, 100000);

	(void)state;
	assert_ends(op2(pos, IR_OP_MOD, range(s32_t, 1, 300)), 0, 299);
	assert_ends(op2(pos, IR_OP_MOD, range(s32_t, -300, 20)), 0, 299);
	assert_ends(op2(a, IR_OP_MOD, range(s32_t, 1, 300)), -299, 299);
	assert_ends(op2(a, IR_OP_MOD, range(s32_t, -500, 300)), -499, 499);
	assert_ends(op2(a, IR_OP_MOD, range(s32_t, 1, 4000)), -3000, 3999);
	assert_ends(op2(a, IR_OP_MOD, range(s32_t, 9000, 12000)), -3000, 5000);
	assert_ends(op2(range(s32_t, -9000, -2), IR_OP_MOD, range(s32_t, 1, 300)), -299, 0);
	assert_ends(op2(range(s32_t, -9000, 0), IR_OP_MOD, range(s32_t, 1, 300)), -299, 0);
	assert_int_equal(op2(pos, IR_OP_MOD, range(s32_t, 0, 0)).n, 0);
	assert_ends(op2(pos, IR_OP_MOD, range(s32_t, 1, 1)), 0, 0);
}

static void test_bitwise(void **state)
{
	struct value a = range(s32_t, -3000, 5000), pos = range(s32_t, 2000, 5000);
	struct value wide = range(s32_t, 300, 100000);

	(void)state;
	assert_ends(op2(pos, IR_OP_AND, wide), 0, 5000);
	assert_ends(op2(wide, IR_OP_AND, pos), 0, 5000);
	assert_ends(op2(a, IR_OP_AND, wide), 0, 100000);
	assert_ends(op2(wide, IR_OP_AND, a), 0, 100000);
	assert_ends(op2(pos, IR_OP_OR, wide), 2000, 131071);
	assert_ends(op2(wide, IR_OP_OR, pos), 2000, 131071);
	assert_ends(op2(pos, IR_OP_XOR, wide), 0, 131071);
	assert_ends(op2(pos, IR_OP_OR, range(s32_t, 0, 4096)), 2000, 8191);
	assert_ends(op2(range(s32_t, 0, 2047), IR_OP_OR, range(s32_t, 0, 2047)), 0, 2047);
	assert_ends(op2(range(s32_t, 0, 2048), IR_OP_XOR, range(s32_t, 0, 2047)), 0, 4095);
	assert_ends(op2(a, IR_OP_OR, wide), INT32_MIN, INT32_MAX);
	assert_ends(op2(a, IR_OP_XOR, wide), INT32_MIN, INT32_MAX);
	assert_ends(op2(a, IR_OP_AND, a), INT32_MIN, INT32_MAX);
	assert_ends(op2(a, IR_OP_MIN, pos), -3000, 5000);
	assert_ends(op2(a, IR_OP_MAX, pos), 2000, 5000);
	assert_ends(op2(wide, IR_OP_MIN, pos), 300, 5000);
	assert_ends(op2(wide, IR_OP_MAX, pos), 2000, 100000);
}

static void test_shifts(void **state)
{
	struct value v = op2(range(s32_t, 1000, 5000), IR_OP_SHR, range(s32_t, 1, 2));

	(void)state;
	assert_true(value_contains(&v, 250) && value_contains(&v, 2500));
	assert_false(value_contains(&v, 249) || value_contains(&v, 2501));
	assert_ends(op2(range(s32_t, -5000, 5000), IR_OP_SHR, range(s32_t, 3, 3)), -625, 625);
	assert_ends(op2(range(u32_t, 1000, UINT32_MAX), IR_OP_SHR, range(u32_t, 3, 3)), 125,
		    UINT32_MAX >> 3);
	v = op2(range(s32_t, 1000, 5000), IR_OP_SHL, range(s32_t, 3, 3));
	assert_ends(v, 8000, 40000);
	assert_false(value_contains(&v, 8001) || value_contains(&v, 8004));
	/* an amount beyond the width does not happen */
	assert_ends(op2(range(u32_t, 1000, 5000), IR_OP_SHR, range(u32_t, 10, 900)), 0, 4);
	assert_ends(op2(range(s32_t, -5000, -3), IR_OP_SHR, range(s32_t, -9, 0)), -5000, -3);
	assert_ends(op2(range(s64_t, -5000, 5000), IR_OP_SHR, range(s64_t, 63, 63)), -1, 0);
	/* the sign bit is copied down, known or not */
	v = op2(op2(top(s32_t), IR_OP_AND, range(s32_t, -256, -256)), IR_OP_SHR,
		range(s32_t, 4, 4));
	assert_ends(v, -(1 << 27), (1 << 27) - 16);
	assert_false(value_contains(&v, 8) || value_contains(&v, -8));
	v = op2(op2(top(s32_t), IR_OP_OR, range(s32_t, INT32_MIN, INT32_MIN)), IR_OP_SHR,
		range(s32_t, 4, 4));
	assert_ends(v, -(1 << 27), -1);
}

static void test_products_of_64_bits(void **state)
{
	const s128 big = (s128)1 << 62;
	struct value one = range(s64_t, 0, 1), v;

	(void)state;
	/* the ends of the product are exact as long as they are small enough */
	assert_ends(op2(range(s64_t, -big, big - 1), IR_OP_MUL, one), -big, big - 1);
	assert_ends(op2(one, IR_OP_MUL, range(s64_t, -big, big - 1)), -big, big - 1);
	assert_ends(op2(range(u64_t, 0, big), IR_OP_MUL, range(u64_t, 0, 1)), 0, big);
	v = op2(range(u64_t, 0, big + 1), IR_OP_MUL, range(u64_t, 0, 1));
	assert_ends(v, 0, -1);
	assert_true(value_is_open(&v));
	v = op2(range(u64_t, 0, 1), IR_OP_MUL, range(u64_t, 0, big + 1));
	assert_true(value_is_open(&v));
	v = op2(range(s64_t, -big - 1, 0), IR_OP_MUL, one);
	assert_ends(v, INT64_MIN, INT64_MAX);
	assert_true(value_is_open(&v));
	assert_false(v.p[0].flags & VALUE_FIXED);
	v = op2(one, IR_OP_MUL, range(s64_t, -big - 1, 0));
	assert_true(value_is_open(&v));
	/* trailing zeros are known however large it is */
	v = op2(op2(top(u64_t), IR_OP_SHL, range(u64_t, 3, 3)), IR_OP_MUL,
		op2(top(u64_t), IR_OP_SHL, range(u64_t, 2, 2)));
	assert_true(value_contains(&v, 32));
	assert_false(value_contains(&v, 16));
	v = op2(op2(top(u64_t), IR_OP_SHL, range(u64_t, 40, 40)), IR_OP_MUL,
		op2(top(u64_t), IR_OP_SHL, range(u64_t, 23, 23)));
	assert_true(value_contains(&v, 1ull << 63));
	assert_false(value_contains(&v, 1ull << 62));
	v = op2(op2(top(u64_t), IR_OP_SHL, range(u64_t, 40, 40)), IR_OP_MUL,
		op2(top(u64_t), IR_OP_SHL, range(u64_t, 24, 24)));
	assert_ends(v, 0, 0);
	assert_ends(op2(top(u64_t), IR_OP_MUL, range(u64_t, 0, 0)), 0, 0);
	assert_ends(op2(range(u64_t, 0, 0), IR_OP_MUL, top(u64_t)), 0, 0);
}

/* Sums and differences know the bits that no carry reaches. */
static void test_bits_of_sums(void **state)
{
	struct value a = op2(top(u32_t), IR_OP_SHL, range(u32_t, 4, 4)), v;
	struct value b = op2(a, IR_OP_OR, range(u32_t, 3, 3));

	(void)state;
	v = op2(a, IR_OP_ADD, b);
	assert_true(value_contains(&v, 3) && value_contains(&v, 19));
	assert_false(value_contains(&v, 0) || value_contains(&v, 2) || value_contains(&v, 11));
	v = op2(a, IR_OP_SUB, b);
	assert_true(value_contains(&v, 13));
	assert_false(value_contains(&v, 3) || value_contains(&v, 5) || value_contains(&v, 12));
	v = op2(a, IR_OP_XOR, b);
	assert_true(value_contains(&v, 3));
	assert_false(value_contains(&v, 1) || value_contains(&v, 7));
	v = op2(a, IR_OP_AND, b);
	assert_true(value_contains(&v, 16));
	assert_false(value_contains(&v, 1) || value_contains(&v, 8));
}

static void test_unary(void **state)
{
	struct value a = range(s32_t, -3000, 5000), pos = range(s32_t, 1000, 5000), v;
	struct value u = range(u32_t, 1000, 5000);

	(void)state;
	assert_ends(op1(IR_OP_NEG, a), -5000, 3000);
	assert_ends(op1(IR_OP_NOT, a), -5001, 2999);
	assert_ends(op1(IR_OP_NOT, u), UINT32_MAX - 5000, UINT32_MAX - 1000);
	assert_ends(op1(IR_OP_ABS, a), 0, 5000);
	assert_ends(op1(IR_OP_ABS, range(s32_t, -7000, 5000)), 0, 7000);
	assert_ends(op1(IR_OP_ABS, pos), 1000, 5000);
	assert_ends(op1(IR_OP_ABS, range(s32_t, -5000, -1000)), 1000, 5000);
	assert_ends(op1(IR_OP_CLZ, pos), 32 - 13, 32 - 10);
	assert_ends(op1(IR_OP_CLZ, a), 0, 31);
	assert_ends(op1(IR_OP_CLZ, range(s32_t, 0, 5000)), 19, 31);
	assert_ends(op1(IR_OP_CTZ, pos), 0, 12);
	assert_ends(op1(IR_OP_CTZ, a), 0, 31);
	assert_ends(op1(IR_OP_FFS, pos), 0, 13);
	assert_ends(op1(IR_OP_POPCOUNT, pos), 0, 13);
	assert_ends(op1(IR_OP_POPCOUNT, a), 0, 32);
	assert_ends(op1(IR_OP_BSWAP, a), INT32_MIN, INT32_MAX);
	/* known bits are turned round */
	v = op1(IR_OP_NOT, op2(top(s32_t), IR_OP_AND, range(s32_t, ~6, ~6)));
	assert_true(value_contains(&v, 6) && value_contains(&v, 7));
	assert_false(value_contains(&v, 5) || value_contains(&v, 0));
}

/* 256 members are gone through, more are not. */
static void test_enumerated(void **state)
{
	struct value v = op1(IR_OP_POPCOUNT, range(s32_t, 1 << 20, (1 << 20) + 255));

	(void)state;
	assert_ends(v, 1, 9);
	v = op1(IR_OP_POPCOUNT, range(s32_t, 1 << 20, (1 << 20) + 256));
	assert_ends(v, 0, 21);
	/* holes are told, as many as there is room for */
	v = op2(range(s32_t, 0, 15), IR_OP_MUL, range(s32_t, 100, 100));
	assert_int_equal(v.n, 16);
	assert_false(v.p[0].flags & VALUE_GAP);
	v = op2(range(s32_t, 0, 16), IR_OP_MUL, range(s32_t, 96, 96));
	assert_int_equal(v.n, 1);
	assert_true(v.p[0].flags & VALUE_GAP);
	assert_true(value_contains(&v, 32) && !value_contains(&v, 16));
	/* nothing is added by the common bits: no gap */
	v = op2(range(s32_t, 0, 31), IR_OP_MUL, range(s32_t, 64, 64));
	assert_int_equal(v.n, 1);
	assert_false(v.p[0].flags & VALUE_GAP);
	assert_ends(v, 0, 31 * 64);
	v = op2(range(s32_t, 0, 1023), IR_OP_MUL, range(s32_t, 64, 64));
	assert_false(value_contains(&v, 32));
}

/* ---- ends ------------------------------------------------------------------ */

/* What `a op b` has of its ends: flags of a and of b to flags of the result. */
struct ends {
	u8 a, b, want;
};

static void check_ends(enum ir_op op, struct value a, struct value b, const struct ends *e,
		       size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct value v = op2(with(a, e[i].a), op, with(b, e[i].b));

		assert_int_equal(v.n, 1);
		if ((v.p[0].flags & SET) != e[i].want)
			fail_msg("%s of %u, %u: %u, not %u", ir_op_text(op), e[i].a, e[i].b,
				 v.p[0].flags & SET, e[i].want);
	}
}

#define ENDS(op, a, b, ...) do {					\
	static const struct ends e_[] = { __VA_ARGS__ };		\
	check_ends(op, a, b, e_, ARRAY_SIZE(e_));			\
} while (0)

enum { N = 0, L = VALUE_LO_SET, H = VALUE_HI_SET, B = SET };

static void test_ends(void **state)
{
	struct value a = range(s32_t, 1000, 50000), b = range(s32_t, 2000, 9000);
	struct value neg = range(s32_t, -900, 50000), zero = range(s32_t, 0, 9000);
	struct value two = range(s32_t, 2, 2), one = range(s32_t, 1, 9000);

	(void)state;
	ENDS(IR_OP_ADD, a, b, { B, B, B }, { L, B, L }, { B, L, L }, { H, B, H }, { B, H, H },
	     { L, H, N }, { H, L, N }, { N, B, N });
	ENDS(IR_OP_SUB, a, b, { B, B, B }, { L, B, L }, { B, L, H }, { H, B, H }, { B, H, L },
	     { L, H, L }, { H, L, H }, { L, L, N }, { H, H, N });
	ENDS(IR_OP_OR, a, b, { B, B, B }, { L, B, L }, { B, H, H }, { L, H, N });
	ENDS(IR_OP_XOR, a, b, { B, B, B }, { L, B, L }, { B, H, H }, { L, H, N });
	ENDS(IR_OP_MUL, a, b, { B, B, B }, { L, B, N }, { B, H, N });
	ENDS(IR_OP_MUL, a, two, { B, B, B }, { L, B, L }, { H, B, H }, { N, B, N });
	ENDS(IR_OP_SHL, a, two, { B, B, B }, { L, B, L }, { H, B, H }, { N, B, N });
	ENDS(IR_OP_AND, a, b, { B, B, B }, { B, N, B }, { N, B, B }, { L, H, N }, { N, N, N });
	ENDS(IR_OP_AND, neg, b, { B, B, B }, { B, N, N }, { N, B, B });
	ENDS(IR_OP_AND, b, neg, { B, B, B }, { B, N, B }, { N, B, N });
	ENDS(IR_OP_AND, neg, neg, { B, B, B }, { B, N, N }, { N, B, N });
	ENDS(IR_OP_SHR, a, two, { B, B, B }, { N, B, B }, { N, N, B });
	ENDS(IR_OP_DIV, a, two, { B, B, B }, { N, B, B }, { N, N, B });
	ENDS(IR_OP_DIV, a, one, { B, B, B }, { N, B, N }, { B, N, N });
	ENDS(IR_OP_MOD, a, b, { B, B, B }, { N, B, B }, { B, N, N }, { N, N, N });
	ENDS(IR_OP_MOD, a, zero, { B, B, B }, { N, B, B }, { B, N, N });
	ENDS(IR_OP_MIN, a, b, { B, B, B }, { L, H, B }, { H, L, N }, { B, N, L }, { N, B, H });
	ENDS(IR_OP_MAX, a, b, { B, B, B }, { L, H, N }, { H, L, B }, { B, N, H }, { N, B, L });
	ENDS(IR_OP_MIN, a, a, { L, H, B }, { H, L, B }, { N, N, N }, { L, N, L }, { N, H, H });
	ENDS(IR_OP_MAX, a, a, { L, H, B }, { H, L, B }, { N, N, N }, { N, L, L }, { H, N, H });
}

/* A product with an amount that may be none has the ends of both. */
static void test_ends_of_shifts(void **state)
{
	struct value a = with(range(s32_t, 1000, 50000), L), b = range(s32_t, 0, 1), v;

	(void)state;
	v = op2(a, IR_OP_SHR, with(b, B));
	for (u32 i = 0; i < v.n; i++)
		assert_false(piece_closed(&v.p[i]));
	v = op2(with(a, B), IR_OP_SHL, with(b, N));
	for (u32 i = 0; i < v.n; i++)
		assert_false(v.p[i].flags & SET);
	v = op2(a, IR_OP_SHL, with(range(s32_t, 0, 0), B));
	assert_int_equal(v.p[0].flags & SET, L);
	v = op2(with(a, B), IR_OP_MUL, with(range(s32_t, -2, -2), B));
	assert_int_equal(v.p[0].flags & SET, B);
	v = op2(a, IR_OP_MUL, with(range(s32_t, -2, -2), B));
	assert_int_equal(v.p[0].flags & SET, N);
}

static void test_ends_of_unary(void **state)
{
	static const enum ir_op turn[] = { IR_OP_NEG, IR_OP_NOT };
	static const enum ir_op count[] = { IR_OP_CLZ, IR_OP_CTZ, IR_OP_FFS, IR_OP_POPCOUNT };
	struct value a = range(s32_t, 1000, 5000), v;
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(turn); i++) {
		assert_int_equal(op1(turn[i], with(a, B)).p[0].flags & SET, B);
		assert_int_equal(op1(turn[i], with(a, L)).p[0].flags & SET, H);
		assert_int_equal(op1(turn[i], with(a, H)).p[0].flags & SET, L);
		assert_int_equal(op1(turn[i], with(a, N)).p[0].flags & SET, N);
	}
	for (i = 0; i < ARRAY_SIZE(count); i++) {
		v = op1(count[i], with(a, L));
		assert_int_equal(v.p[0].flags, SET | VALUE_FIXED);
		assert_int_equal(v.p[0].origin, HERE);
		v = op1(count[i], with(a, B));
		assert_int_equal(v.p[0].flags, SET);
		assert_int_equal(v.p[0].origin, 5);
	}
	assert_int_equal(op1(IR_OP_ABS, with(a, L)).p[0].flags, N);
	assert_int_equal(op1(IR_OP_ABS, with(a, B)).p[0].flags, B);
}

/* ---- what the result keeps --------------------------------------------------- */

static void test_kept(void **state)
{
	struct value a = with(range(s32_t, 1000, 50000), N), b = with(range(s32_t, 2000, 9000), N);
	struct value c = range(s32_t, 40, 40), v;

	(void)state;
	c.p[0].origin = 7;
	a.p[0].origin = 2;
	a.p[0].why = 6;
	b.p[0].why = 4;
	b.p[0].deps = 2;
	v = op2(a, IR_OP_ADD, b);
	assert_int_equal(v.p[0].why, 6);
	assert_int_equal(v.p[0].deps, 3);
	assert_int_equal(v.p[0].origin, 2);
	assert_int_equal(op2(b, IR_OP_ADD, a).p[0].why, 4);
	assert_int_equal(op2(with(a, B), IR_OP_ADD, b).p[0].why, 4);
	/* the constant gives way, and what depends on nothing */
	assert_int_equal(op2(c, IR_OP_ADD, a).p[0].origin, 2);
	assert_int_equal(op2(a, IR_OP_ADD, c).p[0].origin, 2);
	v = range(s32_t, 10, 20);
	assert_int_equal(op2(v, IR_OP_ADD, a).p[0].origin, 2);
	assert_int_equal(op2(a, IR_OP_ADD, v).p[0].origin, 2);
	assert_int_equal(op2(v, IR_OP_ADD, c).p[0].origin, 5);
	/* two constants: here */
	assert_int_equal(op2(c, IR_OP_SUB, range(s32_t, 3, 3)).p[0].origin, HERE);
	/* the smaller of two is fixed by neither */
	v = op2(with(a, B), IR_OP_MIN, with(b, B));
	assert_int_equal(v.p[0].flags, B);
	assert_int_equal(v.p[0].origin, 2);
	/* marks of one are the result's */
	a.p[0].flags = B | VALUE_GAP;
	assert_true(op2(a, IR_OP_ADD, c).p[0].flags & VALUE_GAP);
	assert_true(op2(c, IR_OP_ADD, a).p[0].flags & VALUE_GAP);
	a.p[0].flags = B | VALUE_MERGED;
	assert_true(op2(a, IR_OP_ADD, c).p[0].flags & VALUE_MERGED);
	assert_true(op2(c, IR_OP_ADD, a).p[0].flags & VALUE_MERGED);
	assert_false(op2(c, IR_OP_ADD, a).p[0].flags & VALUE_GAP);
}

/* ---- overflow ---------------------------------------------------------------- */

static void truth(struct value v, s128 lo, s128 hi)
{
	assert_ends(v, lo, hi);
	assert_true(ir_type_eq(v.type, s32_t));
}

static void test_overflow(void **state)
{
	const s128 max = INT32_MAX, min = INT32_MIN;

	(void)state;
	truth(op2(range(s32_t, 0, max - 9), IR_OP_ADD_OVERFLOW, range(s32_t, 0, 9)), 0, 0);
	truth(op2(range(s32_t, 0, max - 9), IR_OP_ADD_OVERFLOW, range(s32_t, 0, 10)), 0, 1);
	truth(op2(range(s32_t, max - 8, max), IR_OP_ADD_OVERFLOW, range(s32_t, 9, 10)), 1, 1);
	truth(op2(range(s32_t, min + 9, 0), IR_OP_SUB_OVERFLOW, range(s32_t, 0, 9)), 0, 0);
	truth(op2(range(s32_t, min + 9, 0), IR_OP_SUB_OVERFLOW, range(s32_t, 0, 10)), 0, 1);
	truth(op2(range(s32_t, min, min + 8), IR_OP_SUB_OVERFLOW, range(s32_t, 9, 10)), 1, 1);
	truth(op2(range(u32_t, 5, 9), IR_OP_SUB_OVERFLOW, range(u32_t, 0, 5)), 0, 0);
	truth(op2(range(u32_t, 5, 9), IR_OP_SUB_OVERFLOW, range(u32_t, 0, 6)), 0, 1);
	truth(op2(range(s32_t, -1000, 1000), IR_OP_MUL_OVERFLOW, range(s32_t, -1000, 1000)), 0, 0);
	truth(op2(range(s32_t, 2, 1 << 16), IR_OP_MUL_OVERFLOW, range(s32_t, 2, 1 << 15)), 0, 1);
	truth(op2(range(s32_t, 2, 1 << 16), IR_OP_MUL_OVERFLOW, range(s32_t, -(1 << 15), -2)), 0, 0);
	truth(op2(range(s32_t, 2, 1 << 16), IR_OP_MUL_OVERFLOW, range(s32_t, -(1 << 15) - 1, -2)),
	      0, 1);
	truth(op2(range(s32_t, -(1 << 16), -2), IR_OP_MUL_OVERFLOW, range(s32_t, -(1 << 15), -2)),
	      0, 1);
	truth(op2(top(u64_t), IR_OP_MUL_OVERFLOW, top(u64_t)), 0, 1);
	truth(op2(range(u64_t, 1ull << 40, -1ull), IR_OP_MUL_OVERFLOW, range(u64_t, 1 << 24, -1ull)),
	      1, 1);
}

/* ---- widening ------------------------------------------------------------------ */

static struct value widen(struct value a, struct value b)
{
	static const s64 thr[] = { -500, -1, 0, 15, 16, 255, INT64_MAX };

	value_widen(&a, &a, &b, thr, ARRAY_SIZE(thr));
	return a;
}

static void test_widen_flags(void **state)
{
	struct value a = range(s16_t, 0, 3), v;

	(void)state;
	v = widen(a, range(s16_t, 0, 4));
	assert_ends(v, 0, 15);
	assert_int_equal(v.p[0].flags & SET, B);
	v = widen(a, range(s16_t, 0, 256));
	assert_ends(v, 0, INT16_MAX);
	assert_int_equal(v.p[0].flags, L);
	v = widen(a, range(s16_t, -2, 3));
	assert_ends(v, -500, 3);
	assert_int_equal(v.p[0].flags & SET, B);
	v = widen(a, range(s16_t, -501, 3));
	assert_ends(v, INT16_MIN, 3);
	assert_int_equal(v.p[0].flags, H);
	v = widen(range(u32_t, 5, 9), range(u32_t, 4, 9));
	assert_ends(v, 0, 9);
	assert_int_equal(v.p[0].flags & SET, B);
	/* a threshold the type cannot hold is none */
	v = widen(range(s8_t, 0, 20), range(s8_t, 0, 21));
	assert_ends(v, 0, 127);
	v = widen(range(s8_t, -3, 20), range(s8_t, -4, 20));
	assert_ends(v, -128, 20);
	/* known bits do not survive a moved end */
	v = op2(top(s16_t), IR_OP_AND, range(s16_t, 6, 6));
	v = widen(v, range(s16_t, 9, 9));
	assert_ends(v, 0, 15);
	assert_true(value_contains(&v, 7));
}

/* What has a name is no step of the loop. */
static void test_widen_tags(void **state)
{
	struct value a = range(s16_t, 4, 4), b = range(s16_t, 40, 40), v;

	(void)state;
	a.p[0].tag = 3;
	v = widen(a, b);
	assert_int_equal(v.n, 2);
	assert_int_equal(v.p[0].tag, 3);
	assert_int_equal((int)v.p[1].hi, 40);
	value_join(&a, &a, &b);
	v = range(s16_t, 41, 41);
	v = widen(a, v);
	assert_int_equal(v.n, 2);
	assert_int_equal(v.p[0].tag, 3);
	assert_true(v.p[1].lo == 40 && v.p[1].hi == 255);
}

/* Pieces become one; what lies between them was not there. */
static void test_widen_gap(void **state)
{
	struct value a = range(s16_t, 0, 3), b = range(s16_t, 6, 7), v;

	(void)state;
	b.p[0].origin = 3;
	v = widen(a, b);
	assert_ends(v, 0, 15);
	assert_true(v.p[0].flags & VALUE_GAP);
	assert_int_equal(v.p[0].origin, 3);
	b = range(s16_t, 4, 7);
	b.p[0].origin = 3;
	assert_false(widen(a, b).p[0].flags & VALUE_GAP);
	b = op2(top(s16_t), IR_OP_AND, range(s16_t, 5, 5));
	b.p[0].flags = SET;
	assert_true(widen(range(s16_t, 0, 1), b).p[0].flags & VALUE_GAP);
	assert_true(widen(b, range(s16_t, 5, 6)).p[0].flags & VALUE_GAP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arithmetic),
		cmocka_unit_test(test_modulo),
		cmocka_unit_test(test_bitwise),
		cmocka_unit_test(test_shifts),
		cmocka_unit_test(test_products_of_64_bits),
		cmocka_unit_test(test_bits_of_sums),
		cmocka_unit_test(test_unary),
		cmocka_unit_test(test_enumerated),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_ends_of_shifts),
		cmocka_unit_test(test_ends_of_unary),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_overflow),
		cmocka_unit_test(test_widen_flags),
		cmocka_unit_test(test_widen_tags),
		cmocka_unit_test(test_widen_gap),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("value, rules", tests, NULL, NULL);
}
