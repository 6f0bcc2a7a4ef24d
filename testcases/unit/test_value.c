// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the value domain by example: what each rule of value.h is for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "testcases/unit/value_make.h"

static const struct ir_type s8_t = { IR_T_INT, 8, 1 }, u8_t = { IR_T_INT, 8, 0 };
static const struct ir_type s16_t = { IR_T_INT, 16, 1 };
static const struct ir_type s32_t = { IR_T_INT, 32, 1 }, u32_t = { IR_T_INT, 32, 0 };
static const struct ir_type s64_t = { IR_T_INT, 64, 1 }, u64_t = { IR_T_INT, 64, 0 };
static const struct ir_type ptr_t = { IR_T_PTR, 64, 0 };

/* ---- making and showing ---------------------------------------------------- */

/* As it comes from a caller: not fixed in this function. */
static struct value from(struct value v, u32 deps, u32 origin)
{
	for (u32 i = 0; i < v.n; i++) {
		v.p[i].deps = deps;
		v.p[i].origin = origin;
		v.p[i].flags &= (u8)~VALUE_FIXED;
	}
	return v;
}

/* A parameter of the function: open, depends on bit 0, came from THERE. */
static struct value param(struct ir_type t)
{
	return from(top(t), 1, THERE);
}

static struct value cast(struct ir_type t, struct value a)
{
	value_cast_at(&a, t, &a, HERE);
	return a;
}

static struct value op1(enum ir_op op, struct value a)
{
	value_unary(&a, op, a.type, &a, HERE);
	return a;
}

/* a op c */
static struct value opc(struct value a, enum ir_op op, s64 c)
{
	return op2(a, op, con(a.type, c));
}

/* Constants c[0], c[1] ..., all from one place. */
static struct value set(struct ir_type t, const s64 *c, size_t n)
{
	struct value v = empty(t);

	for (size_t i = 0; i < n; i++)
		v = join(v, con(t, c[i]));
	return v;
}

#define SET(t, ...) \
	set(t, (const s64[]){ __VA_ARGS__ }, sizeof((const s64[]){ __VA_ARGS__ }) / sizeof(s64))

static struct value refine(struct value a, enum ir_op cmp, struct value b)
{
	value_refine(&a, cmp, &b);
	return a;
}

static struct value when(struct value a, enum ir_op cmp, s64 c)
{
	return refine(a, cmp, con(a.type, c));
}

static bool has(const struct value *v, const struct piece *p, s128 x)
{
	u64 w = v->type.bits == 64 ? ~0ull : (1ull << v->type.bits) - 1;

	return p->lo <= x && x <= p->hi && !(((u64)x ^ p->bits) & ~p->mask & w);
}

#define MANY 70000

/* Everything between the ends is a member. */
static bool is_plain(const struct value *v, const struct piece *p)
{
	/* low bits unknown, high bits those of both ends: nothing is cut out */
	u64 differ = (u64)p->lo ^ (u64)p->hi;
	u64 w = v->type.bits == 64 ? ~0ull : (1ull << v->type.bits) - 1;
	u64 below = differ ? ~0ull >> __builtin_clzll(differ) : 0;

	return !(~p->mask & below & w);
}

/* Members as runs "0..15 32", pieces that touch taken together. */
static const char *members(const struct value *v)
{
	static char buf[4][4096];
	static unsigned int next;
	char *out = buf[next++ % 4];
	s128 lo = 0, hi = 0;
	bool open = false;
	size_t len = 0;

	out[0] = 0;
	for (u32 i = 0; i <= v->n; i++) {
		const struct piece *p = &v->p[i];
		s128 x = i < v->n ? p->lo : 0, y;

		for (; i == v->n || x <= p->hi; x = y + 1) {
			y = x;
			if (i < v->n && is_plain(v, p))
				y = p->hi;
			else if (i < v->n && p->hi - p->lo > MANY)
				return "too many to list";
			else if (i < v->n && !has(v, p, x))
				continue;
			if (i < v->n && open && x <= hi + 1) {
				hi = y > hi ? y : hi;
				continue;
			}
			if (open)
				len += (size_t)snprintf(out + len, sizeof(buf[0]) - len,
							lo == hi ? "%s%lld" : "%s%lld..%lld",
							len ? " " : "", (long long)lo,
							(long long)hi);
			if (i == v->n)
				return out;
			open = true;
			lo = x;
			hi = y;
		}
	}
	return out;
}

/* Ends of each piece: "[]" set by the program, "()" open. */
static const char *ends(const struct value *v)
{
	static char buf[4][128];
	static unsigned int next;
	char *out = buf[next++ % 4];
	size_t len = 0;

	out[0] = 0;
	for (u32 i = 0; i < v->n; i++)
		len += (size_t)snprintf(out + len, sizeof(buf[0]) - len, "%c%c",
					v->p[i].flags & VALUE_LO_SET ? '[' : '(',
					v->p[i].flags & VALUE_HI_SET ? ']' : ')');
	return out;
}

static bool closed(const struct value *v)
{
	for (u32 i = 0; i < v->n; i++)
		if (!piece_closed(&v->p[i]))
			return false;
	return true;
}

static void well_formed(const struct value *v)
{
	assert_in_range(v->n, 0, VALUE_MAX_PIECES);
	for (u32 i = 0; i < v->n; i++) {
		const struct piece *p = &v->p[i];

		assert_true(p->lo <= p->hi);
		assert_true(p->lo >= value_type_min(v->type) && p->hi <= value_type_max(v->type));
		assert_true(has(v, p, p->lo) && has(v, p, p->hi));
		assert_false(p->bits & p->mask);
		assert_true(!i || p->lo >= p[-1].lo);
	}
}

#define assert_members(v, text) do {					\
	struct value v_ = (v);						\
	well_formed(&v_);						\
	assert_string_equal(members(&v_), text);			\
} while (0)

#define assert_value(v, text, ends_text) do {				\
	struct value w_ = (v);						\
	assert_members(w_, text);					\
	assert_string_equal(ends(&w_), ends_text);			\
} while (0)

/* However many pieces: all ends set. */
#define assert_closed(v, text) do {					\
	struct value w_ = (v);						\
	assert_members(w_, text);					\
	assert_true(closed(&w_));					\
} while (0)

/* One piece, both ends open. */
#define assert_open(v, text) assert_value(v, text, "()")

#define assert_from(v, want_deps, want_origin) do {			\
	struct value w_ = (v);						\
	assert_true(w_.n);						\
	for (u32 i_ = 0; i_ < w_.n; i_++) {				\
		assert_int_equal(w_.p[i_].deps, want_deps);		\
		assert_int_equal(w_.p[i_].origin, want_origin);		\
	}								\
} while (0)

#define assert_fixed(v, want_deps, want_origin) do {			\
	struct value x_ = (v);						\
	assert_from(x_, want_deps, want_origin);			\
	for (u32 i_ = 0; i_ < x_.n; i_++)				\
		assert_true(x_.p[i_].flags & VALUE_FIXED);		\
} while (0)

#define assert_not_fixed(v, want_deps, want_origin) do {		\
	struct value x_ = (v);						\
	assert_from(x_, want_deps, want_origin);			\
	for (u32 i_ = 0; i_ < x_.n; i_++)				\
		assert_false(x_.p[i_].flags & VALUE_FIXED);		\
} while (0)

#define assert_tag(v, want_tag) do {					\
	struct value w_ = (v);						\
	assert_int_equal(w_.n, 1);					\
	assert_int_equal(w_.p[0].tag, want_tag);			\
} while (0)

/* ---- making ------------------------------------------------------------------ */

static void test_make(void **state)
{
	struct value v;

	(void)state;
	assert_value(empty(u8_t), "", "");
	assert_open(top(u8_t), "0..255");
	assert_open(top(s8_t), "-128..127");
	assert_int_equal(top(u32_t).p[0].why, WHY);
	assert_int_equal(top(u32_t).p[0].origin, 0);
	assert_int_equal(top(u32_t).p[0].deps, 0);
	assert_value(range(u8_t, 3, 9), "3..9", "[]");
	assert_value(range(u8_t, -5, 300), "0..255", "[]");
	assert_members(range(u8_t, 256, 300), "");
	assert_members(range(u8_t, 9, 3), "");
	assert_fixed(range(u8_t, 3, 9), 0, THERE);
	assert_value(con(s8_t, 0xff), "-1", "[]");
	assert_value(con(s8_t, -1), "-1", "[]");
	assert_value(con(u8_t, -1), "255", "[]");
	assert_value(con(u32_t, -1), "4294967295", "[]");
	assert_not_fixed(con(u32_t, 4), 0, ELSE);
	assert_tag(tagged(s32_t, 4, 12), 12);
	v = con(u64_t, -1);
	assert_true(value_contains(&v, (s128)UINT64_MAX));
	assert_false(value_contains(&v, -1));
	v = top(s64_t);
	assert_true(value_contains(&v, INT64_MIN));
	assert_false(value_contains(&v, (s128)INT64_MAX + 1));
}

static void test_type_limits(void **state)
{
	const struct ir_type bool_t = { IR_T_INT, 1, 0 }, bit_t = { IR_T_INT, 1, 1 };
	const struct ir_type u5_t = { IR_T_INT, 5, 0 };

	(void)state;
	assert_true(value_type_min(s8_t) == -128 && value_type_max(s8_t) == 127);
	assert_true(value_type_min(u8_t) == 0 && value_type_max(u8_t) == 255);
	assert_true(value_type_min(bool_t) == 0 && value_type_max(bool_t) == 1);
	assert_true(value_type_min(bit_t) == -1 && value_type_max(bit_t) == 0);
	assert_true(value_type_max(u5_t) == 31);
	assert_true(value_type_min(s64_t) == INT64_MIN && value_type_max(s64_t) == INT64_MAX);
	assert_true(value_type_min(u64_t) == 0 && value_type_max(u64_t) == (s128)UINT64_MAX);
	assert_true(value_type_max(ptr_t) == (s128)UINT64_MAX);
	assert_true(value_of_bits(s8_t, 0xff) == -1);
	assert_true(value_of_bits(s8_t, 0xffffff7f) == 127);
	assert_true(value_of_bits(u8_t, 0xfff) == 255);
	assert_true(value_of_bits(bit_t, 1) == -1);
	assert_true(value_of_bits(u64_t, UINT64_MAX) == (s128)UINT64_MAX);
	assert_true(value_of_bits(s64_t, UINT64_MAX) == -1);
	assert_open(top(u5_t), "0..31");
	assert_value(opc(range(u5_t, 0, 20), IR_OP_ADD, 11), "11..31", "[]");
	assert_members(opc(con(u5_t, 30), IR_OP_ADD, 5), "3");
}

static void test_questions(void **state)
{
	struct value v = join(tagged(s32_t, 4, 1), tagged(s32_t, 4, 2)), w = empty(s32_t);
	s128 c = 0;

	(void)state;
	assert_int_equal(v.n, 2);
	assert_true(value_is_const(&v, &c) && c == 4);
	assert_false(value_is_const(&w, &c));
	assert_true(value_is_empty(&w));
	w = range(s32_t, 4, 5);
	assert_false(value_is_const(&w, &c));
	assert_false(value_may_be_zero(&w));
	assert_true(value_may_be_nonzero(&w));
	w = con(s32_t, 0);
	assert_true(value_may_be_zero(&w));
	assert_false(value_may_be_nonzero(&w));
	w = opc(top(u32_t), IR_OP_OR, 2);
	assert_false(value_may_be_zero(&w));
	w = opc(top(s32_t), IR_OP_AND, 0x14);
	assert_true(value_contains(&w, 0x14) && value_contains(&w, 0x10));
	assert_false(value_contains(&w, 0x12) || value_contains(&w, 8) || value_contains(&w, -4));
	assert_true(value_may_be_zero(&w) && value_may_be_nonzero(&w));
}

/* ---- set and open ends ------------------------------------------------------- */

static void test_mask_closes(void **state)
{
	(void)state;
	assert_value(opc(top(u32_t), IR_OP_AND, 15), "0..15", "[]");
	assert_value(opc(top(s32_t), IR_OP_AND, 15), "0..15", "[]");
	assert_value(op2(con(s32_t, 15), IR_OP_AND, top(s32_t)), "0..15", "[]");
	assert_value(opc(top(s8_t), IR_OP_AND, 127), "0..127", "[]");
	assert_value(opc(top(u64_t), IR_OP_AND, 255), "0..255", "[]");
	/* a mask of all bits is none */
	assert_open(opc(top(u8_t), IR_OP_AND, 255), "0..255");
	assert_open(opc(top(s8_t), IR_OP_AND, -1), "-128..127");
	assert_open(opc(top(u32_t), IR_OP_AND, -1), "0..4294967295");
	assert_open(opc(top(u8_t), IR_OP_OR, 0), "0..255");
	/* nothing but zero is left */
	assert_closed(opc(top(u32_t), IR_OP_AND, 0), "0");
	/* the mask is a range itself */
	assert_closed(op2(top(u32_t), IR_OP_AND, range(u32_t, 0, 7)), "0..7");
	/* two unknown values */
	assert_open(op2(top(u32_t), IR_OP_AND, top(u32_t)), "0..4294967295");
}

static void test_shift_close(void **state)
{
	(void)state;
	assert_value(opc(top(u32_t), IR_OP_SHR, 28), "0..15", "[]");
	assert_value(opc(top(u8_t), IR_OP_SHR, 4), "0..15", "[]");
	assert_value(opc(top(s32_t), IR_OP_SHR, 31), "-1..0", "[]");
	assert_value(opc(top(s8_t), IR_OP_SHR, 4), "-8..7", "[]");
	assert_open(opc(top(u8_t), IR_OP_SHR, 0), "0..255");
	assert_value(opc(top(u32_t), IR_OP_MOD, 16), "0..15", "[]");
	assert_value(opc(top(s32_t), IR_OP_MOD, 16), "-15..15", "[]");
	assert_value(opc(top(u8_t), IR_OP_DIV, 16), "0..15", "[]");
	assert_value(opc(top(s8_t), IR_OP_DIV, 16), "-8..7", "[]");
	assert_open(opc(top(u8_t), IR_OP_DIV, 1), "0..255");
	/* a modulus beyond the type's values changes nothing */
	assert_closed(opc(range(u8_t, 0, 20), IR_OP_MOD, 200), "0..20");
}

static void test_arithmetic_keeps_open(void **state)
{
	static const enum ir_op ops[] = { IR_OP_ADD, IR_OP_SUB, IR_OP_XOR };
	static const enum ir_op holes[] = { IR_OP_OR, IR_OP_MUL, IR_OP_OR, IR_OP_MUL, IR_OP_MUL };

	(void)state;
	for (u32 i = 0; i < ARRAY_SIZE(ops); i++) {
		struct value v = opc(top(u8_t), ops[i], 5);

		assert_members(v, "0..255");
		for (u32 k = 0; k < v.n; k++)
			assert_false(piece_closed(&v.p[k]));
	}
	/* holes are no bounds */
	for (u32 i = 0; i < ARRAY_SIZE(holes); i++) {
		struct value v = opc(top(u8_t), holes[i], 8 * (s64)(i + 1));

		well_formed(&v);
		for (u32 k = 0; k < v.n; k++)
			assert_false(piece_closed(&v.p[k]));
	}
	assert_open(op2(top(u8_t), IR_OP_ADD, range(u8_t, 0, 7)), "0..255");
	assert_open(op1(IR_OP_NOT, top(u8_t)), "0..255");
	assert_open(op1(IR_OP_COPY, top(s8_t)), "-128..127");
	assert_open(op1(IR_OP_NEG, top(u8_t)), "0..255");
	/* closed stays closed, around the end of the type too */
	assert_closed(opc(range(u8_t, 250, 255), IR_OP_ADD, 3), "0..2 253..255");
	assert_closed(opc(range(s8_t, 120, 127), IR_OP_ADD, 4), "-128..-125 124..127");
	assert_closed(op1(IR_OP_NEG, range(s8_t, -128, -100)), "-128 100..127");
	assert_closed(op2(range(s32_t, 0, 7), IR_OP_MUL, range(s32_t, 0, 0)), "0");
}

static void test_cast_ends(void **state)
{
	(void)state;
	/* truncation of an open piece: only the width bounds it */
	assert_open(cast(u8_t, top(s32_t)), "0..255");
	assert_open(cast(u8_t, top(u64_t)), "0..255");
	assert_open(cast(s8_t, top(s32_t)), "-128..127");
	/* widening keeps what it was */
	assert_open(cast(u32_t, cast(u8_t, top(s32_t))), "0..255");
	assert_open(cast(s32_t, top(u8_t)), "0..255");
	assert_open(cast(s64_t, top(s8_t)), "-128..127");
	assert_open(cast(u32_t, top(s32_t)), "0..4294967295");
	assert_open(cast(s32_t, top(u32_t)), "-2147483648..2147483647");
	/* closed stays closed */
	assert_value(cast(s64_t, range(s8_t, -3, 5)), "-3..5", "[]");
	assert_value(cast(s32_t, range(s8_t, -128, 127)), "-128..127", "[]");
	assert_closed(cast(u32_t, range(s8_t, -1, 1)), "0..1 4294967295");
	assert_closed(cast(u8_t, range(s32_t, 0, 255)), "0..255");
	/* more values than the type has: only the width bounds what comes out */
	assert_open(cast(u8_t, range(s32_t, 0, 1000)), "0..255");
	assert_closed(cast(u8_t, range(s32_t, 250, 260)), "0..4 250..255");
	assert_closed(cast(s8_t, range(s32_t, 120, 130)), "-128..-126 120..127");
	assert_value(cast(s32_t, con(u32_t, -1)), "-1", "[]");
	assert_value(cast(s32_t, opc(cast(u8_t, top(u64_t)), IR_OP_AND, 31)), "0..31", "[]");
	/* a known comparison on one side survives where the value does */
	assert_value(cast(s64_t, when(top(s32_t), IR_OP_LE, 7)), "-2147483648..7", "(]");
	assert_value(cast(u64_t, when(top(u32_t), IR_OP_GE, 16)), "16..4294967295", "[)");
	assert_int_equal(cast(u8_t, top(s32_t)).p[0].why, WHY);
}

static void test_cast_types(void **state)
{
	const struct ir_type bool_t = { IR_T_INT, 1, 0 };
	struct value v = cast(u64_t, con(s32_t, -1));

	(void)state;
	assert_true(ir_type_eq(v.type, u64_t));
	assert_true(value_contains(&v, (s128)UINT64_MAX));
	assert_members(cast(s16_t, con(s32_t, 0x18001)), "-32767");
	assert_members(cast(u8_t, con(s64_t, -2)), "254");
	assert_members(cast(s32_t, cast(bool_t, con(s32_t, 1))), "1");
	assert_members(cast(s32_t, cast(bool_t, con(s32_t, 0))), "0");
	assert_members(cast(s32_t, cast(bool_t, top(s32_t))), "0..1");
	v = cast(ptr_t, con(s64_t, 64));
	assert_true(ir_type_eq(v.type, ptr_t));
	assert_members(v, "64");
}

/* ---- the arithmetic of register numbers -------------------------------------- */

static void test_decoding(void **state)
{
	struct value q = top(u64_t), rex = top(u8_t), modrm = top(u8_t), v;

	(void)state;
	/* (exit_qualification >> 8) & 15 */
	assert_value(opc(opc(q, IR_OP_SHR, 8), IR_OP_AND, 15), "0..15", "[]");
	assert_value(cast(s32_t, opc(opc(q, IR_OP_SHR, 8), IR_OP_AND, 15)), "0..15", "[]");
	assert_closed(opc(top(u32_t), IR_OP_AND, 0x10), "0 16");
	assert_closed(opc(top(s32_t), IR_OP_AND, 0x10), "0 16");
	assert_closed(opc(opc(top(s32_t), IR_OP_AND, 7), IR_OP_OR, 8), "8..15");
	/* ((rex << 1) & 8) | ((modrm >> 3) & 7), in int as C does it */
	v = op2(opc(opc(cast(s32_t, rex), IR_OP_SHL, 1), IR_OP_AND, 8), IR_OP_OR,
		opc(opc(cast(s32_t, modrm), IR_OP_SHR, 3), IR_OP_AND, 7));
	assert_closed(v, "0..15");
	/* the same with + */
	v = op2(opc(opc(cast(s32_t, rex), IR_OP_SHL, 1), IR_OP_AND, 8), IR_OP_ADD,
		opc(opc(cast(s32_t, modrm), IR_OP_SHR, 3), IR_OP_AND, 7));
	assert_closed(v, "0..15");
	/* 5 bits of register number: legal and illegal are told apart */
	v = op2(opc(opc(top(s32_t), IR_OP_AND, 1), IR_OP_SHL, 4), IR_OP_OR,
		opc(top(s32_t), IR_OP_AND, 3));
	assert_closed(v, "0..3 16..19");
	assert_closed(opc(opc(top(u32_t), IR_OP_AND, 0x70000), IR_OP_SHR, 16), "0..7");
	assert_closed(opc(opc(top(u32_t), IR_OP_SHR, 29), IR_OP_XOR, 7), "0..7");
	/* BIT(reg) */
	assert_closed(op2(con(u32_t, 1), IR_OP_SHL, range(u32_t, 0, 3)), "1..2 4 8");
	assert_closed(opc(SET(u32_t, 1, 3, 5), IR_OP_MUL, 8), "8 24 40");
	/* x / 8 and x % 8 of a bit number */
	assert_closed(opc(range(u32_t, 40, 55), IR_OP_DIV, 8), "5..6");
	assert_closed(opc(range(u32_t, 43, 45), IR_OP_MOD, 8), "3..5");
	assert_value(opc(top(u32_t), IR_OP_MIN, 15), "0..15", "(]");
	assert_closed(opc(range(s32_t, -5, 100), IR_OP_MAX, 0), "0..100");
}

static void test_small_ops(void **state)
{
	struct value v;

	(void)state;
	assert_members(op1(IR_OP_NOT, range(s32_t, 0, 15)), "-16..-1");
	assert_members(op1(IR_OP_NEG, range(s32_t, 0, 15)), "-15..0");
	assert_members(op1(IR_OP_ABS, range(s32_t, -7, 3)), "0..7");
	assert_members(op1(IR_OP_LNOT, con(s32_t, 0)), "1");
	assert_members(op1(IR_OP_LNOT, range(s32_t, 1, 9)), "0");
	assert_members(op1(IR_OP_LNOT, top(s32_t)), "0..1");
	assert_members(op1(IR_OP_CTZ, con(u32_t, 0x50)), "4");
	assert_members(op1(IR_OP_CLZ, con(u32_t, 1)), "31");
	assert_members(op1(IR_OP_FFS, con(u32_t, 0)), "0");
	assert_members(op1(IR_OP_FFS, con(u32_t, 8)), "4");
	assert_members(op1(IR_OP_POPCOUNT, con(u64_t, -1)), "64");
	assert_members(op1(IR_OP_BSWAP, con(u32_t, 0x11223344)), "1144201745");
	assert_members(opc(con(u32_t, 1), IR_OP_ROTR, 1), "2147483648");
	assert_members(opc(con(u32_t, 0x40000001), IR_OP_ROTL, 2), "5");
	v = op2(con(ptr_t, 4096), IR_OP_PTRADD, con(s64_t, -8));
	assert_true(value_contains(&v, 4088));
	assert_true(ir_type_eq(op2(top(ptr_t), IR_OP_PTRADD, con(u64_t, 8)).type, ptr_t));
	assert_members(opc(con(u8_t, 200), IR_OP_ADD_OVERFLOW, 56), "1");
	assert_members(opc(con(u8_t, 200), IR_OP_ADD_OVERFLOW, 55), "0");
	assert_members(opc(con(s32_t, INT32_MIN), IR_OP_SUB_OVERFLOW, 1), "1");
	assert_members(opc(con(u64_t, 1ll << 62), IR_OP_MUL_OVERFLOW, 4), "1");
	assert_members(opc(con(s64_t, 1ll << 61), IR_OP_MUL_OVERFLOW, 2), "0");
	/* undefined in C, done by the machine */
	assert_members(opc(con(s32_t, INT32_MAX), IR_OP_ADD, 1), "-2147483648");
	assert_members(opc(con(s32_t, 1), IR_OP_SHL, 31), "-2147483648");
	/* these do not happen */
	assert_members(opc(con(s32_t, 1), IR_OP_SHL, 32), "");
	assert_members(opc(con(s32_t, 1), IR_OP_DIV, 0), "");
	assert_members(opc(con(s32_t, 1), IR_OP_MOD, 0), "");
	assert_members(op2(con(s32_t, 1), IR_OP_SHL, SET(s32_t, -1, 3, 40)), "8");
}

static void test_compare(void **state)
{
	static const enum ir_op cmp[] = {
		IR_OP_EQ, IR_OP_NE, IR_OP_LT, IR_OP_LE, IR_OP_GT, IR_OP_GE,
	};

	(void)state;
	for (u32 i = 0; i < ARRAY_SIZE(cmp); i++) {
		struct value v = op2(top(u64_t), cmp[i], top(u64_t));

		assert_true(ir_type_eq(v.type, s32_t));
		assert_closed(v, "0..1");
		assert_members(op2(top(u64_t), cmp[i], empty(u64_t)), "");
	}
	assert_members(opc(range(u32_t, 0, 15), IR_OP_LT, 16), "1");
	assert_members(opc(range(u32_t, 0, 15), IR_OP_LT, 15), "0..1");
	assert_members(opc(range(u32_t, 0, 15), IR_OP_GE, 16), "0");
	assert_members(opc(top(u32_t), IR_OP_GE, 0), "1");
	assert_members(opc(SET(s32_t, 1, 3), IR_OP_EQ, 2), "0");
	assert_members(opc(SET(s32_t, 1, 3), IR_OP_NE, 2), "1");
	/* no member of either has bit 4 alike */
	assert_members(op2(opc(top(s32_t), IR_OP_AND, 0xf), IR_OP_EQ,
			   opc(top(s32_t), IR_OP_OR, 0x10)), "0");
	assert_members(opc(con(u64_t, -1), IR_OP_GT, 0), "1");
	assert_members(opc(con(s64_t, -1), IR_OP_GT, 0), "0");
}

static void test_edges_of_64_bits(void **state)
{
	struct value v;

	(void)state;
	assert_members(opc(con(u64_t, -1), IR_OP_ADD, 1), "0");
	assert_members(opc(con(s64_t, INT64_MAX), IR_OP_ADD, 1), "-9223372036854775808");
	assert_members(op1(IR_OP_NEG, con(s64_t, INT64_MIN)), "-9223372036854775808");
	assert_members(op1(IR_OP_ABS, con(s64_t, INT64_MIN)), "-9223372036854775808");
	assert_members(opc(con(s64_t, INT64_MIN), IR_OP_DIV, -1), "-9223372036854775808");
	assert_members(opc(con(s64_t, INT64_MIN), IR_OP_MOD, -1), "0");
	assert_members(opc(con(u64_t, -1), IR_OP_MUL, -1), "1");
	v = opc(top(u64_t), IR_OP_SHR, 1);
	assert_true(v.n == 1 && v.p[0].lo == 0 && v.p[0].hi == INT64_MAX && closed(&v));
	v = opc(top(u64_t), IR_OP_DIV, 2);
	assert_true(v.n == 1 && v.p[0].lo == 0 && v.p[0].hi == INT64_MAX && closed(&v));
	v = when(top(u64_t), IR_OP_GT, -2);
	assert_true(value_contains(&v, (s128)UINT64_MAX) && v.n == 1 &&
		    v.p[0].lo == (s128)UINT64_MAX);
	v = opc(range(u64_t, (s128)UINT64_MAX - 1, (s128)UINT64_MAX), IR_OP_ADD, 3);
	assert_closed(v, "1..2");
}

/* ---- refinement ------------------------------------------------------------------ */

static void test_refine_order(void **state)
{
	struct value x;

	(void)state;
	assert_value(when(top(u32_t), IR_OP_LT, 16), "0..15", "(]");
	assert_value(when(top(u32_t), IR_OP_LE, 16), "0..16", "(]");
	assert_value(when(top(u8_t), IR_OP_GT, 16), "17..255", "[)");
	assert_value(when(top(u8_t), IR_OP_GE, 16), "16..255", "[)");
	assert_value(when(top(s8_t), IR_OP_LT, 16), "-128..15", "(]");
	assert_value(when(when(top(s32_t), IR_OP_GE, 0), IR_OP_LE, 15), "0..15", "[]");
	assert_value(when(range(s32_t, 0, 31), IR_OP_LE, 15), "0..15", "[]");
	/* what the type says already, now said on purpose */
	assert_value(when(top(u8_t), IR_OP_LE, 255), "0..255", "(]");
	assert_value(when(top(u8_t), IR_OP_GE, 0), "0..255", "[)");
	/* no news */
	assert_open(when(cast(s32_t, top(u8_t)), IR_OP_LE, 256), "0..255");
	assert_members(when(top(u8_t), IR_OP_LT, 0), "");
	assert_members(when(range(s32_t, 0, 15), IR_OP_GT, 15), "");
	/* against a range: the best case counts */
	assert_value(refine(top(s8_t), IR_OP_LT, range(s8_t, 0, 9)), "-128..8", "(]");
	assert_value(refine(top(s8_t), IR_OP_GE, range(s8_t, 3, 9)), "3..127", "[)");
	/* an end that nobody set teaches, but does not set */
	assert_value(refine(top(u8_t), IR_OP_LT, top(u8_t)), "0..254", "()");
	assert_value(refine(range(u8_t, 0, 255), IR_OP_GT, top(u8_t)), "1..255", "(]");
	/* of several pieces the one that reaches farthest decides */
	x = join(cast(s32_t, top(u8_t)), con(s32_t, 5));
	assert_value(refine(top(s32_t), IR_OP_LE, x), "-2147483648..255", "()");
	assert_value(refine(top(s32_t), IR_OP_GE, x), "0..2147483647", "()");
	x = join(range(s32_t, 0, 99), cast(s32_t, when(top(u8_t), IR_OP_LE, 50)));
	assert_value(refine(top(s32_t), IR_OP_LT, x), "-2147483648..98", "(]");
	assert_members(refine(top(u8_t), IR_OP_LT, empty(u8_t)), "");
}

static void test_refine_equal(void **state)
{
	struct value v;

	(void)state;
	assert_value(when(top(u32_t), IR_OP_EQ, 7), "7", "[]");
	assert_value(when(top(u8_t), IR_OP_EQ, 255), "255", "[]");
	assert_members(when(range(u32_t, 0, 3), IR_OP_EQ, 7), "");
	assert_closed(refine(top(s32_t), IR_OP_EQ, SET(s32_t, 1, 5)), "1 5");
	assert_members(refine(opc(top(s32_t), IR_OP_AND, 0x11), IR_OP_EQ, range(s32_t, 1, 16)),
		       "1 16");
	/* NE splits */
	assert_closed(when(range(s32_t, 0, 15), IR_OP_NE, 7), "0..6 8..15");
	assert_closed(when(range(s32_t, 0, 15), IR_OP_NE, 0), "1..15");
	assert_closed(when(range(s32_t, 0, 15), IR_OP_NE, 15), "0..14");
	assert_closed(when(range(s32_t, 0, 15), IR_OP_NE, 16), "0..15");
	assert_members(when(con(s32_t, 7), IR_OP_NE, 7), "");
	/* it says little about where the rest ends */
	assert_value(when(top(s8_t), IR_OP_NE, 0), "-128..-1 1..127", "()()");
	assert_value(when(top(u8_t), IR_OP_NE, 0), "1..255", "()");
	/* only a constant can be excluded */
	assert_closed(refine(range(s32_t, 0, 15), IR_OP_NE, range(s32_t, 0, 1)), "0..15");
	/* several in a row, as a switch does */
	v = range(s32_t, 0, 15);
	for (s64 c = 1; c < 15; c += 2)
		v = when(v, IR_OP_NE, c);
	assert_closed(v, "0 2 4 6 8 10 12 14..15");
}

static void test_refine_origin(void **state)
{
	struct value x = param(s32_t);

	(void)state;
	/* fixed on one side only: still what came in */
	x = when(x, IR_OP_GE, 0);
	assert_not_fixed(x, 1, THERE);
	/* now both ends are known */
	assert_fixed(when(x, IR_OP_LE, 15), 1, THERE);
	assert_fixed(when(param(u32_t), IR_OP_EQ, 3), 1, THERE);
	/* what was closed before stays what it was */
	x = from(range(s32_t, 0, 31), 1, THERE);
	assert_not_fixed(when(x, IR_OP_LE, 15), 1, THERE);
	assert_not_fixed(when(x, IR_OP_NE, 3), 1, THERE);
	assert_not_fixed(refine(x, IR_OP_EQ, range(s32_t, 3, 40)), 1, THERE);
	/* no cut */
	assert_not_fixed(when(param(s32_t), IR_OP_LE, INT32_MAX), 1, THERE);
	assert_not_fixed(when(param(s32_t), IR_OP_NE, 3), 1, THERE);
}

static void test_invert_cast(void **state)
{
	struct value a = top(s32_t), r = range(u32_t, 16, 31);

	(void)state;
	value_invert_cast(&a, &r);
	assert_value(a, "16..31", "[]");
	a = range(s32_t, -10, 10);
	r = range(u32_t, 0xfffffffb, 0xffffffff);
	value_invert_cast(&a, &r);
	assert_closed(a, "-5..-1");
	/* (unsigned)x <= 15 */
	a = top(s32_t);
	r = when(cast(u32_t, a), IR_OP_LE, 15);
	value_invert_cast(&a, &r);
	assert_members(a, "0..15");
	/* widening */
	a = top(u8_t);
	r = range(s32_t, 3, 9);
	value_invert_cast(&a, &r);
	assert_value(a, "3..9", "[]");
	a = top(s8_t);
	r = range(s32_t, 100, 300);
	value_invert_cast(&a, &r);
	assert_members(a, "100..127");
	/* (u8)x == 5 of an x that is small */
	a = range(s32_t, 0, 255);
	r = con(u8_t, 5);
	value_invert_cast(&a, &r);
	assert_members(a, "5");
	/* the other way round: an unsigned value known through a signed one */
	a = range(u32_t, 0, 100);
	r = range(s32_t, -4, 7);
	value_invert_cast(&a, &r);
	assert_members(a, "0..7");
	/* a contradiction */
	a = range(u8_t, 0, 9);
	r = con(s32_t, 20);
	value_invert_cast(&a, &r);
	assert_members(a, "");
}

static void test_invert_unary(void **state)
{
	struct value a = top(s32_t), r = range(s32_t, -16, -1);

	(void)state;
	value_invert_unary(&a, IR_OP_NOT, &r);
	assert_value(a, "0..15", "[]");
	a = top(s32_t);
	value_invert_unary(&a, IR_OP_NEG, &r);
	assert_value(a, "1..16", "[]");
	a = top(s32_t);
	r = range(s32_t, 0, 3);
	value_invert_unary(&a, IR_OP_COPY, &r);
	assert_value(a, "0..3", "[]");
	/* !x is true */
	a = top(s32_t);
	r = con(op1(IR_OP_LNOT, a).type, 1);
	value_invert_unary(&a, IR_OP_LNOT, &r);
	assert_members(a, "0");
	a = range(s32_t, 0, 9);
	r = con(op1(IR_OP_LNOT, a).type, 0);
	value_invert_unary(&a, IR_OP_LNOT, &r);
	assert_members(a, "1..9");
}

/* What is known of a after a op c turned out to be in r. */
static struct value invert(struct value a, enum ir_op op, s64 c, struct value r)
{
	struct value b = con(a.type, c);
	s128 was;

	value_invert_binary(&a, &b, op, &r);
	/* the constant stays one, unless nothing is left */
	assert_true(value_is_empty(&a) || (value_is_const(&b, &was) &&
					   was == value_of_bits(b.type, (u64)c)));
	return a;
}

static void test_invert_binary(void **state)
{
	struct value reg = top(s32_t), u, a, b, r;

	(void)state;
	/* (unsigned)(reg - 16) <= 15 the way GCC writes it: (unsigned)reg + -16 <= 15 */
	u = cast(u32_t, reg);
	r = when(opc(u, IR_OP_ADD, -16), IR_OP_LE, 15);
	assert_members(r, "0..15");
	u = invert(u, IR_OP_ADD, -16, r);
	assert_members(u, "16..31");
	value_invert_cast(&reg, &u);
	assert_members(reg, "16..31");
	/* as written: the cast is outside */
	reg = top(s32_t);
	r = opc(reg, IR_OP_SUB, 16);
	u = when(cast(u32_t, r), IR_OP_LE, 15);
	value_invert_cast(&r, &u);
	assert_members(r, "0..15");
	assert_members(invert(reg, IR_OP_SUB, 16, r), "16..31");
	/* a copy has no more ends than what it is a copy of */
	a = when(top(s8_t), IR_OP_GE, 64);
	r = invert(a, IR_OP_AND, 16, con(s8_t, 0));
	assert_value(r, "64..79 96..111", "[)");
	value_invert_unary(&a, IR_OP_COPY, &r);
	assert_value(a, "64..79 96..111", "[)");
	/* set bounds come through */
	r = range(s32_t, 0, 15);
	assert_value(invert(top(s32_t), IR_OP_ADD, -16, r), "16..31", "[]");
	/* 16 - x */
	a = con(s32_t, 16);
	b = top(s32_t);
	value_invert_binary(&a, &b, IR_OP_SUB, &r);
	assert_value(b, "1..16", "[]");
	/* both unknown: nothing lost */
	a = range(s32_t, 0, 10);
	b = range(s32_t, 0, 10);
	r = con(s32_t, 20);
	value_invert_binary(&a, &b, IR_OP_ADD, &r);
	assert_true(value_contains(&a, 10) && value_contains(&b, 10));
	/* (reg & 16) == 0 */
	assert_members(invert(range(s32_t, 0, 31), IR_OP_AND, 16, con(s32_t, 0)), "0..15");
	assert_members(invert(range(s32_t, 0, 31), IR_OP_AND, 16, con(s32_t, 16)), "16..31");
	assert_members(invert(range(s32_t, 0, 63), IR_OP_AND, 16, con(s32_t, 0)), "0..15 32..47");
	/* (reg & ~15) == 0 */
	assert_members(invert(top(u32_t), IR_OP_AND, ~15ll, con(u32_t, 0)), "0..15");
	assert_members(invert(top(s32_t), IR_OP_AND, ~15ll, con(s32_t, 0)), "0..15");
	/* a bit that the mask cannot give */
	assert_members(invert(range(s32_t, 0, 31), IR_OP_AND, 16, con(s32_t, 8)), "");
	/* (reg & 16) != 0 */
	r = when(opc(range(s32_t, 0, 31), IR_OP_AND, 16), IR_OP_NE, 0);
	assert_members(invert(range(s32_t, 0, 31), IR_OP_AND, 16, r), "16..31");
	/* (reg >> 3) == 1 */
	assert_members(invert(top(u32_t), IR_OP_SHR, 3, con(u32_t, 1)), "8..15");
	assert_members(invert(top(u32_t), IR_OP_XOR, 5, con(u32_t, 3)), "6");
}

/* The known bit of a value of any width. */
static void test_invert_and_unbounded(void **state)
{
	struct value a = invert(top(s32_t), IR_OP_AND, 16, con(s32_t, 0));

	(void)state;
	well_formed(&a);
	assert_true(value_contains(&a, 15) && value_contains(&a, 32) && value_contains(&a, -17));
	assert_false(value_contains(&a, 16) || value_contains(&a, 31) || value_contains(&a, -16));
	/* and afterwards a bound */
	a = when(when(a, IR_OP_GE, 0), IR_OP_LE, 31);
	assert_closed(a, "0..15");
}

/* ---- tags, origins --------------------------------------------------------------- */

static void test_tags(void **state)
{
	struct value v = tagged(s32_t, 16, 7), w, r;

	(void)state;
	assert_tag(op1(IR_OP_COPY, v), 7);
	assert_tag(cast(u8_t, v), 7);
	assert_tag(cast(u64_t, v), 7);
	assert_tag(cast(s64_t, tagged(s32_t, -1, 7)), 7);
	/* another integer: another thing */
	assert_tag(cast(u32_t, tagged(s32_t, -1, 7)), 0);
	assert_tag(cast(u8_t, tagged(s32_t, 300, 7)), 0);
	/* arithmetic makes a number of it, even where the number is the same */
	assert_tag(opc(v, IR_OP_ADD, 1), 0);
	assert_tag(opc(v, IR_OP_AND, 31), 0);
	assert_tag(opc(v, IR_OP_OR, 0), 0);
	assert_tag(opc(v, IR_OP_SHL, 1), 0);
	assert_tag(op1(IR_OP_NEG, v), 0);
	assert_tag(op1(IR_OP_NOT, v), 0);
	assert_tag(op2(con(s32_t, 4), IR_OP_ADD, v), 0);
	/* x == NAME */
	w = refine(top(s32_t), IR_OP_EQ, v);
	assert_value(w, "16", "[]");
	assert_tag(w, 7);
	assert_tag(refine(range(s32_t, 0, 31), IR_OP_EQ, v), 7);
	assert_tag(refine(v, IR_OP_EQ, con(s32_t, 16)), 7);
	/* nothing learnt from the other comparisons */
	assert_tag(refine(range(s32_t, 0, 31), IR_OP_LE, v), 0);
	r = refine(range(s32_t, 0, 31), IR_OP_NE, v);
	for (u32 i = 0; i < r.n; i++)
		assert_int_equal(r.p[i].tag, 0);
	/* refinement does not take one away */
	assert_tag(when(v, IR_OP_LE, 31), 7);
	assert_tag(when(v, IR_OP_NE, 3), 7);
	/* led back through a cast */
	w = top(s32_t);
	r = tagged(u32_t, 16, 7);
	value_invert_cast(&w, &r);
	assert_members(w, "16");
}

static void test_tags_apart(void **state)
{
	struct value v = join(tagged(s32_t, 4, 1), con(s32_t, 4));
	struct value a = tagged(s32_t, 4, 1), b = range(s32_t, 0, 15);

	(void)state;
	assert_int_equal(v.n, 2);
	assert_int_equal(join(a, a).n, 1);
	assert_tag(join(a, a), 1);
	v = join(b, a);
	assert_int_equal(v.n, 2);
	assert_members(v, "0..15");
	v = join(v, range(s32_t, 5, 5));
	assert_int_equal(v.n, 2);
	/* neighbours with names stay two */
	v = join(tagged(s32_t, 4, 1), tagged(s32_t, 5, 2));
	assert_int_equal(v.n, 2);
	assert_int_equal(v.p[0].tag, 1);
	assert_int_equal(v.p[1].tag, 2);
	/* a meet keeps what the first one was called */
	assert_tag(meet(a, b), 1);
	assert_tag(meet(b, a), 0);
	assert_from(meet(from(b, 2, THERE), from(a, 1, ELSE)), 2, THERE);
	/* two names for one integer, and a third that it is said to be */
	v = refine(join(a, con(s32_t, 4)), IR_OP_EQ, tagged(s32_t, 4, 9));
	assert_tag(v, 9);
}

/* The width of a bit-field cuts like a mask, that of a plain type fixes nothing. */
static void test_origin_of_casts(void **state)
{
	struct ir_type u2 = { IR_T_INT, 2, 0 }, s4 = { IR_T_INT, 4, 1 };
	struct ir_type u7 = { IR_T_INT, 7, 0 };
	struct value v = from(con(u32_t, 0x7e), 1, THERE);
	struct value r = from(range(u32_t, 0, 255), 1, THERE);

	(void)state;
	assert_fixed(cast(u2, v), 1, HERE);
	assert_fixed(cast(s4, v), 1, HERE);
	assert_fixed(cast(u2, r), 1, HERE);
	assert_members(cast(u2, r), "0..3");
	assert_not_fixed(cast(u7, v), 1, THERE);
	assert_not_fixed(cast(u8_t, v), 1, THERE);
	assert_not_fixed(cast(u8_t, from(con(u32_t, 0x17e), 1, THERE)), 1, THERE);
	assert_fixed(cast(u7, cast(u8_t, from(con(u32_t, 0x17e), 1, THERE))), 1, HERE);
	/* what nobody bounded the store to the field closes */
	r = cast(u2, param(u32_t));
	assert_true(value_is_open(&r));
	/* to one bit: as fixed as it was, and closed */
	r = opc(param(u32_t), IR_OP_AND, 3);
	value_cast(&r, (struct ir_type){ IR_T_INT, 1, 0 }, &r);
	assert_fixed(r, 1, HERE);
	assert_closed(r, "0..1");
	/* a cast that is not the program's */
	value_cast(&v, u2, &v);
	assert_not_fixed(v, 1, THERE);
}

static void test_origin_of_single_values(void **state)
{
	struct value v;

	(void)state;
	/* a single value, whichever bits of the mask it has; all that a shift leaves is its own */
	v = from(con(u32_t, 0x7e), 1, THERE);
	assert_fixed(opc(v, IR_OP_AND, 0x3f), 1, HERE);
	assert_int_equal(opc(v, IR_OP_AND, 0x7c).p[0].deps, 0);
	assert_fixed(opc(v, IR_OP_MOD, 32), 1, HERE);
	assert_not_fixed(opc(v, IR_OP_AND, 0xff), 1, THERE);
	assert_not_fixed(opc(v, IR_OP_MOD, 0x7f), 1, THERE);
	assert_not_fixed(opc(v, IR_OP_SHR, 1), 1, THERE);
	assert_not_fixed(opc(v, IR_OP_DIV, 2), 1, THERE);
	assert_not_fixed(opc(v, IR_OP_DIV, 3), 1, THERE);
	assert_not_fixed(opc(v, IR_OP_DIV, 1), 1, THERE);
	v = from(con(u32_t, 0x7f), 1, THERE);
	assert_fixed(opc(v, IR_OP_SHR, 1), 1, HERE);
	assert_fixed(opc(v, IR_OP_DIV, 2), 1, HERE);
	assert_fixed(opc(v, IR_OP_DIV, 3), 1, HERE);
	/* so of ranges: all multiples of 4 */
	v = opc(from(range(u32_t, 0, 31), 1, THERE), IR_OP_SHL, 2);
	assert_not_fixed(opc(v, IR_OP_SHR, 2), 1, THERE);
	assert_not_fixed(opc(v, IR_OP_DIV, 4), 1, THERE);
	assert_fixed(opc(v, IR_OP_SHR, 3), 1, HERE);
	assert_fixed(opc(v, IR_OP_DIV, 8), 1, HERE);
	assert_fixed(opc(v, IR_OP_DIV, 3), 1, HERE);
	/* by how much is not known */
	assert_fixed(op2(v, IR_OP_SHR, range(u32_t, 1, 2)), 1, HERE);
	assert_fixed(op2(v, IR_OP_DIV, range(u32_t, 2, 3)), 1, HERE);
	assert_not_fixed(op2(v, IR_OP_SHR, range(u32_t, 0, 2)), 1, THERE);
	assert_not_fixed(op2(v, IR_OP_DIV, range(u32_t, 1, 3)), 1, THERE);
	/* what a byte has no room for a mask behind it cuts, too */
	v = from(con(u8_t, 57), 1, THERE);
	assert_fixed(opc(opc(v, IR_OP_SHL, 3), IR_OP_AND, 120), 1, HERE);
	assert_fixed(opc(opc(v, IR_OP_ADD, 200), IR_OP_MOD, 64), 1, HERE);
	v = from(con(u8_t, 0), 1, THERE);
	v = opc(opc(v, IR_OP_SUB, 57), IR_OP_AND, 0xdf); /* -57 is one in a byte */
	assert_not_fixed(v, 1, THERE);
	v = from(con(u32_t, 456), 1, THERE);
	value_cast(&v, u8_t, &v);
	assert_fixed(opc(v, IR_OP_AND, 0xf8), 1, HERE);
	v = from(con(u32_t, 200), 1, THERE);
	value_cast(&v, u8_t, &v);
	assert_not_fixed(opc(v, IR_OP_AND, 0xf8), 1, THERE);
}

static bool lost_bits(struct value v)
{
	return v.p[0].flags & VALUE_WRAPPED;
}

/* What a type has no room for, be it read with a sign or without. */
static void test_lost_bits(void **state)
{
	struct value one = from(con(u8_t, 1), 1, THERE), v = from(con(u8_t, 64), 1, THERE);

	(void)state;
	assert_false(lost_bits(opc(one, IR_OP_ADD, 200)));
	assert_false(lost_bits(opc(one, IR_OP_ADD, 254)));
	assert_true(lost_bits(opc(one, IR_OP_ADD, 255)));
	assert_false(lost_bits(opc(one, IR_OP_SUB, 129)));
	assert_true(lost_bits(opc(one, IR_OP_SUB, 130)));
	assert_false(lost_bits(opc(v, IR_OP_SHL, 1)));
	assert_true(lost_bits(opc(v, IR_OP_SHL, 2)));
	assert_false(lost_bits(opc(v, IR_OP_MUL, 3)));
	assert_true(lost_bits(opc(v, IR_OP_MUL, 4)));
	assert_false(lost_bits(op1(IR_OP_NEG, v)));
	v = from(con(u8_t, 200), 1, THERE);
	assert_true(lost_bits(op1(IR_OP_NEG, v)));
	assert_closed(op1(IR_OP_NEG, v), "56");
	/* also of the widest type, and of a range as soon as of one member */
	v = from(con(u64_t, 3), 1, THERE);
	assert_false(lost_bits(opc(v, IR_OP_SHL, 62)));
	assert_true(lost_bits(opc(v, IR_OP_SHL, 63)));
	v = from(range(u8_t, 0, 64), 1, THERE);
	assert_false(lost_bits(opc(v, IR_OP_ADD, 191)));
	assert_true(lost_bits(opc(v, IR_OP_ADD, 192)));
	assert_false(lost_bits(op2(con(u8_t, 0), IR_OP_SUB, v)));
	assert_true(lost_bits(op2(con(u8_t, 0), IR_OP_SUB, opc(v, IR_OP_ADD, 65))));
	/* a constant has no caller */
	assert_false(lost_bits(opc(con(u8_t, 64), IR_OP_SHL, 2)));
	/* a shift takes what is lost, where it is one back, and more */
	v = from(con(u8_t, 0x18), 1, THERE);
	assert_fixed(opc(opc(v, IR_OP_SHL, 4), IR_OP_SHR, 4), 1, HERE);
	assert_fixed(opc(opc(v, IR_OP_SHL, 4), IR_OP_DIV, 16), 1, HERE);
	assert_not_fixed(opc(opc(v, IR_OP_SHL, 3), IR_OP_SHR, 3), 1, THERE);
}

static void test_origin_of_operations(void **state)
{
	struct value x = param(u32_t), r = from(range(u32_t, 0, 31), 1, THERE), v;

	(void)state;
	/* an open operand, a closed result: fixed here */
	assert_fixed(opc(x, IR_OP_AND, 15), 1, HERE);
	assert_fixed(opc(x, IR_OP_SHR, 28), 1, HERE);
	assert_fixed(opc(x, IR_OP_MOD, 16), 1, HERE);
	assert_fixed(opc(x, IR_OP_DIV, 1 << 28), 1, HERE);
	assert_fixed(op2(con(u32_t, 15), IR_OP_AND, x), 1, HERE);
	/* a range cut */
	assert_fixed(opc(r, IR_OP_AND, 15), 1, HERE);
	assert_fixed(opc(r, IR_OP_SHR, 1), 1, HERE);
	assert_fixed(opc(r, IR_OP_DIV, 2), 1, HERE);
	assert_fixed(opc(r, IR_OP_MOD, 16), 1, HERE);
	/* not cut: as it came */
	assert_not_fixed(opc(r, IR_OP_AND, 63), 1, THERE);
	assert_not_fixed(opc(r, IR_OP_MOD, 32), 1, THERE);
	assert_not_fixed(opc(r, IR_OP_SHR, 0), 1, THERE);
	assert_not_fixed(opc(x, IR_OP_AND, -1), 1, THERE);
	/* inherited, the constant gives way */
	assert_not_fixed(opc(x, IR_OP_ADD, 1), 1, THERE);
	assert_not_fixed(opc(r, IR_OP_ADD, 1), 1, THERE);
	assert_not_fixed(op2(con(u32_t, 40), IR_OP_SUB, r), 1, THERE);
	assert_not_fixed(opc(r, IR_OP_SHL, 1), 1, THERE);
	assert_not_fixed(op1(IR_OP_COPY, x), 1, THERE);
	assert_not_fixed(op1(IR_OP_NOT, r), 1, THERE);
	assert_not_fixed(cast(u8_t, x), 1, THERE);
	assert_not_fixed(cast(s64_t, r), 1, THERE);
	/* once fixed, arithmetic does not undo it */
	v = opc(x, IR_OP_AND, 15);
	value_binary(&v, IR_OP_ADD, u32_t, &v, &v, ELSE);
	assert_fixed(v, 1, HERE);
	assert_fixed(cast(s32_t, opc(x, IR_OP_AND, 15)), 1, HERE);
	/* what is open is not fixed */
	assert_not_fixed(op2(opc(x, IR_OP_AND, 15), IR_OP_ADD, x), 1, THERE);
	assert_not_fixed(op2(x, IR_OP_ADD, opc(x, IR_OP_AND, 15)), 1, THERE);
	/* of several parts: fixed where the last one is, whichever stands first */
	v = opc(x, IR_OP_AND, 15);
	assert_fixed(op2(v, IR_OP_ADD, r), 1, HERE);
	assert_fixed(op2(r, IR_OP_ADD, v), 1, HERE);
	assert_fixed(op2(v, IR_OP_SUB, r), 1, HERE);
	assert_fixed(op2(r, IR_OP_SUB, v), 1, HERE);
	/* of equals, what came first */
	v = from(range(u32_t, 0, 3), 1, ELSE);
	assert_not_fixed(op2(v, IR_OP_ADD, r), 1, THERE);
	assert_not_fixed(op2(v, IR_OP_SUB, r), 1, THERE);
	assert_not_fixed(op2(r, IR_OP_SUB, v), 1, THERE);
	assert_not_fixed(op2(v, IR_OP_SHL, r), 1, ELSE);
	v = range(u32_t, 0, 3);
	assert_not_fixed(op2(v, IR_OP_ADD, from(range(u32_t, 0, 31), 1, ELSE)), 1, ELSE);
	/* two that vary: deps of both */
	assert_int_equal(op2(r, IR_OP_ADD, from(range(u32_t, 0, 3), 2, ELSE)).p[0].deps, 3);
	assert_int_equal(op2(x, IR_OP_ADD, from(top(u32_t), 2, ELSE)).p[0].deps, 3);
	assert_int_equal(op2(x, IR_OP_AND, from(range(u32_t, 0, 3), 2, ELSE)).p[0].deps, 3);
}

static void test_origin_beside_constants(void **state)
{
	struct value x = param(u32_t), r = from(range(u32_t, 0, 31), 1, THERE), v;

	(void)state;
	/* what happens to be 0 decides as 1 does; no bit of 0 | 5 is its */
	v = from(con(u32_t, 0), 1, THERE);
	assert_not_fixed(opc(v, IR_OP_ADD, 5), 1, THERE);
	assert_not_fixed(op2(con(u32_t, 5), IR_OP_ADD, v), 1, THERE);
	assert_not_fixed(op2(con(u32_t, 5), IR_OP_SUB, v), 1, THERE);
	assert_not_fixed(op2(from(con(u32_t, 5), 2, ELSE), IR_OP_XOR, v), 3, ELSE);
	assert_int_equal(opc(v, IR_OP_OR, 5).p[0].deps, 0);
	v.p[0].flags |= VALUE_MERGED;
	assert_true(opc(v, IR_OP_ADD, 5).p[0].flags & VALUE_MERGED);
	/* what no x changes comes from no x */
	assert_fixed(opc(x, IR_OP_OR, 0xffffffff), 0, HERE);
	assert_fixed(opc(r, IR_OP_AND, 0), 0, HERE);
	assert_fixed(op2(con(u32_t, 0), IR_OP_MUL, r), 0, HERE);
	assert_from(op2(r, IR_OP_MUL, from(con(u32_t, 0), 2, ELSE)), 3, THERE);
}

/* ---- lattice --------------------------------------------------------------------- */

static void test_join(void **state)
{
	struct value v;

	(void)state;
	assert_value(join(con(s32_t, 3), con(s32_t, 4)), "3..4", "[]");
	assert_value(join(range(s32_t, 0, 9), range(s32_t, 5, 20)), "0..20", "[]");
	assert_closed(join(range(s32_t, 0, 9), range(s32_t, 11, 20)), "0..9 11..20");
	assert_closed(join(range(s32_t, 11, 20), range(s32_t, 0, 9)), "0..9 11..20");
	assert_closed(join(empty(s32_t), con(s32_t, 4)), "4");
	assert_closed(join(con(s32_t, 4), empty(s32_t)), "4");
	assert_members(join(empty(s32_t), empty(s32_t)), "");
	/* open and closed are two stories */
	assert_value(join(top(u8_t), con(u8_t, 5)), "0..255", "()[]");
	assert_value(join(cast(u32_t, top(u8_t)), range(u32_t, 0, 15)), "0..255", "[]()");
	/* unless the closed one has it all */
	assert_value(join(range(u8_t, 0, 255), top(u8_t)), "0..255", "[]");
	assert_value(join(top(u8_t), range(u8_t, 0, 255)), "0..255", "[]");
	assert_value(join(con(s32_t, 1000), cast(s32_t, top(u8_t))), "0..255 1000", "()[]");
	/* a branch split grows together again, the outer ends as they were */
	v = top(s8_t);
	assert_open(join(when(v, IR_OP_LE, 7), when(v, IR_OP_GT, 7)), "-128..127");
	assert_open(join(when(v, IR_OP_NE, 7), when(v, IR_OP_EQ, 7)), "-128..127");
	v = when(v, IR_OP_GE, 0);
	assert_value(join(when(v, IR_OP_LE, 7), when(v, IR_OP_GT, 7)), "0..127", "[)");
}

static void test_join_origins(void **state)
{
	struct value a = from(range(s32_t, 0, 9), 1, 5), b = from(range(s32_t, 5, 20), 2, 3), v;

	(void)state;
	/* from two places: two pieces */
	v = join(a, b);
	assert_int_equal(v.n, 2);
	assert_int_equal(v.p[0].origin, 5);
	assert_int_equal(v.p[1].origin, 3);
	assert_int_equal(v.p[0].deps, 1);
	assert_int_equal(v.p[1].deps, 2);
	assert_int_equal(join(a, from(b, 1, 3)).n, 2);
	assert_int_equal(join(a, from(b, 2, 5)).n, 2);
	assert_int_equal(join(a, from(range(s32_t, 10, 20), 2, 3)).n, 2);
	/* one place, one story */
	v = join(a, from(b, 1, 5));
	assert_int_equal(v.n, 1);
	assert_not_fixed(v, 1, 5);
	v = join(a, from(range(s32_t, 10, 20), 1, 5));
	assert_int_equal(v.n, 1);
	assert_not_fixed(v, 1, 5);
	/* nothing is learnt from a part of what may depend on more */
	assert_int_equal(join(a, from(con(s32_t, 4), 0, 3)).n, 1);
	assert_int_equal(join(a, from(con(s32_t, 4), 2, 3)).n, 2);
	/* too many: no dependence is forgotten */
	v = empty(s32_t);
	for (u32 i = 0; i < 32; i++)
		v = join(v, from(con(s32_t, 10 * (s64)i), 1u << i, i + 1));
	well_formed(&v);
	for (u32 i = 0; i < 32; i++) {
		bool found = false;

		for (u32 k = 0; k < v.n; k++)
			found |= has(&v, &v.p[k], 10 * (s64)i) && v.p[k].deps >> i & 1;
		assert_true(found);
	}
}

static void test_piece_limit(void **state)
{
	struct value v = empty(s32_t);
	u32 gaps = 0;

	(void)state;
	for (s64 i = 0; i < VALUE_MAX_PIECES; i++)
		v = join(v, con(s32_t, 100 * i * i));
	assert_int_equal(v.n, VALUE_MAX_PIECES);
	for (u32 i = 0; i < v.n; i++)
		assert_false(v.p[i].flags & VALUE_GAP);
	/* one too many, near one: those two are merged */
	v = join(v, con(s32_t, 1603));
	well_formed(&v);
	assert_int_equal(v.n, VALUE_MAX_PIECES);
	for (u32 i = 0; i < v.n; i++) {
		if (!(v.p[i].flags & VALUE_GAP))
			continue;
		gaps++;
		assert_true(v.p[i].lo == 1600 && v.p[i].hi == 1603);
		assert_true(piece_closed(&v.p[i]));
	}
	assert_int_equal(gaps, 1);
	/* the mark survives what keeps the value */
	v = cast(s64_t, v);
	gaps = 0;
	for (u32 i = 0; i < v.n; i++)
		gaps += !!(v.p[i].flags & VALUE_GAP);
	assert_int_equal(gaps, 1);
	assert_true(value_contains(&v, 1603) && value_contains(&v, 22500));
}

static void test_piece_limit_tags(void **state)
{
	struct value v = empty(s32_t);
	u32 named = 0;

	(void)state;
	for (u16 i = 1; i <= 12; i++)
		v = join(v, tagged(s32_t, 2 * i, i));
	for (s64 i = 0; i < 30; i++)
		v = join(v, con(s32_t, 1000 + 50 * i));
	well_formed(&v);
	for (u32 i = 0; i < v.n; i++)
		named += v.p[i].tag != 0;
	/* the nameless were merged, the names are all there */
	assert_int_equal(named, 12);
	for (s64 i = 0; i < 30; i++)
		assert_true(value_contains(&v, 1000 + 50 * i));
	/* a name stays with what is merged with it */
	v = con(s32_t, 101);
	for (u16 i = 1; i <= 16; i++)
		v = join(v, tagged(s32_t, 100 * i * i, i));
	well_formed(&v);
	assert_true(v.p[0].lo == 100 && v.p[0].hi == 101);
	assert_int_equal(v.p[0].tag, 1);
	/* only names, too many of them: nothing is lost */
	v = empty(s32_t);
	for (u16 i = 1; i <= 40; i++)
		v = join(v, tagged(s32_t, 10 * i, i));
	well_formed(&v);
	for (s64 i = 1; i <= 40; i++)
		assert_true(value_contains(&v, 10 * i));
}

static void test_meet(void **state)
{
	(void)state;
	assert_value(meet(top(u8_t), range(u8_t, 3, 9)), "3..9", "[]");
	assert_value(meet(range(u8_t, 3, 9), top(u8_t)), "3..9", "[]");
	assert_members(meet(range(u8_t, 3, 9), range(u8_t, 10, 12)), "");
	assert_members(meet(range(u8_t, 0, 20), SET(u8_t, 3, 7, 30)), "3 7");
	assert_members(meet(opc(top(u8_t), IR_OP_AND, 0x11), opc(top(u8_t), IR_OP_AND, 0x30)),
		       "0 16");
	assert_members(meet(opc(top(u8_t), IR_OP_OR, 1), range(u8_t, 0, 6)), "1 3 5");
	assert_open(meet(top(u8_t), top(u8_t)), "0..255");
	assert_members(meet(top(u8_t), empty(u8_t)), "");
}

static bool subset(struct value a, struct value b)
{
	return value_subset(&a, &b);
}

static void test_subset(void **state)
{
	(void)state;
	assert_true(subset(range(s32_t, 3, 9), range(s32_t, 0, 15)));
	assert_true(subset(range(s32_t, 3, 9), range(s32_t, 3, 9)));
	assert_false(subset(range(s32_t, 3, 16), range(s32_t, 0, 15)));
	assert_false(subset(range(s32_t, -1, 9), range(s32_t, 0, 15)));
	assert_true(subset(empty(s32_t), range(s32_t, 0, 15)));
	assert_true(subset(empty(s32_t), empty(s32_t)));
	assert_false(subset(con(s32_t, 0), empty(s32_t)));
	assert_true(subset(SET(s32_t, 1, 5), SET(s32_t, 1, 3, 5)));
	assert_false(subset(SET(s32_t, 1, 5), SET(s32_t, 1, 3, 6)));
	/* that somebody set the ends is news to what is open, not the other way */
	assert_true(subset(top(s32_t), top(s32_t)));
	assert_true(subset(top(u8_t), range(u8_t, 0, 255)));
	assert_false(subset(range(u8_t, 0, 255), top(u8_t)));
	assert_false(subset(range(s32_t, 3, 9), top(s32_t)));
	/* so is what it depends on */
	assert_true(subset(from(con(s32_t, 4), 1, 5), from(range(s32_t, 0, 9), 3, 5)));
	assert_false(subset(from(con(s32_t, 4), 5, 5), from(range(s32_t, 0, 9), 3, 5)));
	/* names count */
	assert_false(subset(tagged(s32_t, 4, 1), from(range(s32_t, 0, 15), 0, ELSE)));
	assert_false(subset(con(s32_t, 4), tagged(s32_t, 4, 1)));
	assert_false(subset(tagged(s32_t, 4, 1), tagged(s32_t, 4, 2)));
	assert_true(subset(tagged(s32_t, 4, 1), tagged(s32_t, 4, 1)));
	assert_true(subset(tagged(s32_t, 4, 1), join(range(s32_t, 0, 9), tagged(s32_t, 4, 1))));
	/* known bits */
	assert_true(subset(range(s32_t, 16, 16), opc(top(s32_t), IR_OP_AND, 0x30)));
	assert_false(subset(range(s32_t, 17, 17), opc(top(s32_t), IR_OP_AND, 0x30)));
	assert_false(subset(range(s32_t, 16, 17), opc(top(s32_t), IR_OP_AND, 0x30)));
}

static void test_equal(void **state)
{
	struct value a = from(range(s32_t, 0, 15), 1, 2), b = a;

	(void)state;
	assert_true(value_equal(&a, &b));
	assert_true(value_hash(&a) == value_hash(&b));
	b = from(a, 2, 2);
	assert_false(value_equal(&a, &b));
	b = from(a, 1, 3);
	assert_false(value_equal(&a, &b));
	b = a;
	b.p[0].tag = 1;
	assert_false(value_equal(&a, &b));
	b = a;
	b.p[0].flags &= (u8)~VALUE_LO_SET;
	assert_false(value_equal(&a, &b));
	b = from(range(s32_t, 0, 16), 1, 2);
	assert_false(value_equal(&a, &b));
	b = from(range(u32_t, 0, 15), 1, 2);
	assert_false(value_equal(&a, &b));
	b = join(a, con(s32_t, 20));
	assert_false(value_equal(&a, &b));
	/* what is behind the last piece does not count */
	b = a;
	memset(&b.p[1], 0x5a, sizeof(b) - offsetof(struct value, p[1]));
	assert_true(value_equal(&a, &b));
	assert_true(value_hash(&a) == value_hash(&b));
}

static struct value widen(struct value a, struct value b)
{
	static const s64 thr[] = { 0, 15, 16, 255 };

	value_widen(&a, &a, &b, thr, ARRAY_SIZE(thr));
	return a;
}

static void test_widen(void **state)
{
	struct value v = con(s32_t, 0), w;

	(void)state;
	/* for (i = 0; ...; i++) */
	v = widen(v, range(s32_t, 0, 1));
	assert_members(v, "0..15");
	assert_true(v.p[0].flags & VALUE_LO_SET);
	v = widen(v, range(s32_t, 0, 16));
	assert_members(v, "0..16");
	v = widen(v, range(s32_t, 0, 17));
	assert_members(v, "0..255");
	v = widen(v, range(s32_t, 0, 256));
	assert_value(v, "0..2147483647", "[)");
	/* downwards past all of them */
	v = widen(con(s32_t, 5), range(s32_t, 4, 5));
	assert_members(v, "0..5");
	v = widen(v, range(s32_t, -1, 5));
	assert_value(v, "-2147483648..5", "(]");
	assert_value(widen(con(u8_t, 5), range(u8_t, 1, 5)), "0..5", "[]");
	/* nothing beyond: a join */
	assert_closed(widen(range(s32_t, 0, 9), con(s32_t, 4)), "0..9");
	assert_closed(widen(empty(s32_t), con(s32_t, 4)), "4");
	v = widen(con(s32_t, 4), empty(s32_t));
	assert_closed(v, "4");
	/* no thresholds at all */
	v = con(s32_t, 4);
	w = range(s32_t, 4, 5);
	value_widen(&v, &v, &w, NULL, 0);
	assert_value(v, "4..2147483647", "[)");
}

/* A loop that starts from two far values comes to rest soon. */
static void test_widen_between(void **state)
{
	struct value v = SET(s64_t, 0, 1ll << 40), w, next;
	u32 n = 0;

	(void)state;
	for (;; n++) {
		assert_in_range(n, 0, 40);
		w = opc(v, IR_OP_ADD, 1);
		if (value_subset(&w, &v))
			break;
		next = widen(v, w);
		assert_false(value_equal(&next, &v));
		v = next;
	}
	assert_true(value_contains(&v, 5) && value_contains(&v, (1ll << 40) + 5));
}

/* ---- for people ------------------------------------------------------------------ */

static const char *tag_name(u16 tag, void *data)
{
	assert_string_equal(data, "data");
	return tag == 7 ? "VCPU_REGS_RIP" : "VCPU_REGS_RSP";
}

static const char *shown(struct value v)
{
	static char buf[256], data[] = "data";

	value_format(&v, tag_name, data, buf, sizeof(buf));
	return buf;
}

static void test_format(void **state)
{
	char buf[8];
	struct value v = join(range(s32_t, 0, 15), con(s32_t, 32));

	(void)state;
	assert_string_equal(shown(con(s32_t, 3)), "3");
	assert_string_equal(shown(con(s32_t, -3)), "-3");
	assert_string_equal(shown(range(s32_t, 0, 15)), "0..15");
	assert_string_equal(shown(v), "0..15, 32");
	assert_string_equal(shown(top(u32_t)), "any");
	assert_string_equal(shown(top(s64_t)), "any");
	assert_string_equal(shown(con(u64_t, -1)), "18446744073709551615");
	assert_string_equal(shown(con(s64_t, INT64_MIN)), "-9223372036854775808");
	assert_string_equal(shown(tagged(s32_t, 16, 7)), "VCPU_REGS_RIP (16)");
	assert_string_equal(shown(empty(s32_t)), "none");
	/* without names, and short of room */
	v = tagged(s32_t, 16, 7);
	value_format(&v, NULL, NULL, buf, sizeof(buf));
	assert_string_equal(buf, "16");
	v = SET(s32_t, 100, 200, 300, 400, 500);
	for (size_t size = 0; size <= sizeof(buf); size++) {
		memset(buf, 'x', sizeof(buf));
		value_format(&v, NULL, NULL, buf, size);
		if (size) {
			assert_int_equal(strlen(buf), size - 1);
			assert_memory_equal(buf, "100, 200", size - 1);
		}
		for (size_t i = size; i < sizeof(buf); i++)
			assert_int_equal(buf[i], 'x');
	}
}

/* A limit of a wide type is no number that anybody reads. */
static void test_format_limits(void **state)
{
	const struct ir_type s9_t = { IR_T_INT, 9, 1 }, u9_t = { IR_T_INT, 9, 0 };
	const struct ir_type bool_t = { IR_T_INT, 1, 0 };

	(void)state;
	assert_string_equal(shown(when(top(s32_t), IR_OP_LE, 5)), "up to 5");
	assert_string_equal(shown(when(top(s32_t), IR_OP_GE, 5)), "5 and up");
	assert_string_equal(shown(when(top(u32_t), IR_OP_LE, 5)), "0..5");
	assert_string_equal(shown(when(top(s9_t), IR_OP_LE, 5)), "up to 5");
	assert_string_equal(shown(when(top(u9_t), IR_OP_GE, 5)), "5 and up");
	assert_string_equal(shown(when(top(s8_t), IR_OP_LE, 5)), "-128..5");
	assert_string_equal(shown(when(top(u8_t), IR_OP_GE, 5)), "5..255");
	assert_string_equal(shown(con(s32_t, INT32_MIN)), "-2147483648");
	assert_string_equal(shown(top(u8_t)), "any");
	assert_string_equal(shown(top(bool_t)), "0..1");
	assert_string_equal(shown(range(s32_t, INT32_MIN, INT32_MAX)), "any");
}

/* Pieces without a name are told as one run, wherever they are from. */
static void test_format_runs(void **state)
{
	struct value a = from(range(s32_t, 0, 9), 1, 5), v;

	(void)state;
	assert_string_equal(shown(join(a, from(range(s32_t, 10, 12), 2, 3))), "0..12");
	assert_string_equal(shown(join(a, from(range(s32_t, 5, 12), 2, 3))), "0..12");
	assert_string_equal(shown(join(a, from(range(s32_t, 5, 7), 2, 3))), "0..9");
	assert_string_equal(shown(join(a, from(range(s32_t, 11, 12), 2, 3))), "0..9, 11..12");
	v = join(join(a, tagged(s32_t, 10, 7)), from(con(s32_t, 11), 2, 3));
	assert_string_equal(shown(v), "0..9, VCPU_REGS_RIP (10), 11");
}

/* ---- members one by one ------------------------------------------------------ */

static void test_count(void **state)
{
	struct value v = range(s32_t, -1, 3), w = con(s32_t, 40);

	(void)state;
	assert_int_equal(value_count(&v, 8), 5);
	assert_int_equal(value_count(&v, 5), 5);
	assert_int_equal(value_count(&v, 4), 5);
	value_join(&v, &v, &w);
	assert_int_equal(value_count(&v, 8), 6);
	v = empty(s32_t);
	assert_int_equal(value_count(&v, 8), 0);
}

static void test_take_first(void **state)
{
	struct value v = range(u8_t, 2, 4), one, w = con(u8_t, 9);
	s128 c, want[] = { 2, 3, 4, 9 };
	u32 i;

	(void)state;
	value_join(&v, &v, &w);
	for (i = 0; i < 4; i++) {
		value_take_first(&v, &one);
		assert_true(value_is_const(&one, &c));
		assert_true(c == want[i]);
		assert_int_equal(one.p[0].flags & VALUE_BOTH_SET, VALUE_BOTH_SET);
		assert_int_equal(one.p[0].origin, i < 3 ? THERE : ELSE);
		assert_false(value_contains(&v, c));
	}
	assert_true(value_is_empty(&v));
}

/* Known bits leave holes; of a GAP only the ends are certain. */
static void test_take_first_holes(void **state)
{
	struct value v = top(u8_t), mask = con(u8_t, 0x11), one;
	s128 c, want[] = { 0, 1, 16, 17 };
	u32 i;

	(void)state;
	value_binary(&v, IR_OP_AND, u8_t, &v, &mask, HERE);
	for (i = 0; i < 4; i++) {
		value_take_first(&v, &one);
		assert_true(value_is_const(&one, &c) && c == want[i]);
	}
	assert_true(value_is_empty(&v));
	v = range(u8_t, 5, 8);
	v.p[0].flags |= VALUE_GAP;
	for (i = 5; i <= 8; i++) {
		value_take_first(&v, &one);
		assert_int_equal(!!(one.p[0].flags & VALUE_MERGED),
				 i > 5 && i < 8);
	}
	assert_true(value_is_empty(&v));
}

static bool is_no_multiple(const struct value *one, void *data)
{
	s128 c;

	assert_true(value_is_const(one, &c));
	return c % *(int *)data != 0;
}

/* What stays has the ends, the bits and the origin it had. */
static void test_filter(void **state)
{
	struct value v = range(u8_t, 0, 9), mask = con(u8_t, 0x1e), w;
	int by = 4;

	(void)state;
	value_filter(&v, is_no_multiple, &by);
	assert_closed(v, "1..3 5..7 9");
	assert_int_equal(v.p[0].origin, THERE);
	/* between the multiples of 4 only those with bit 1 are members */
	w = top(u8_t);
	value_binary(&v, IR_OP_AND, u8_t, &w, &mask, HERE);
	value_filter(&v, is_no_multiple, &by);
	assert_closed(v, "2 6 10 14 18 22 26 30");
	by = 1;
	value_filter(&v, is_no_multiple, &by);
	assert_true(value_is_empty(&v));
	/* too many runs; an end that nobody set; members that are not certain */
	by = 2;
	v = w = range(u8_t, 0, 60);
	value_filter(&v, is_no_multiple, &by);
	assert_true(value_equal(&v, &w));
	v = w = join(range(u8_t, 0, 31), when(top(u8_t), IR_OP_GE, 200));
	value_filter(&v, is_no_multiple, &by);
	assert_true(value_equal(&v, &w));
	v = w = top(u8_t);
	by = 100;
	value_filter(&v, is_no_multiple, &by);
	assert_true(value_equal(&v, &w));
	v = range(u8_t, 0, 9);
	v.p[0].flags |= VALUE_GAP;
	w = v;
	value_filter(&v, is_no_multiple, &by);
	assert_true(value_equal(&v, &w));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_make),
		cmocka_unit_test(test_type_limits),
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_mask_closes),
		cmocka_unit_test(test_shift_close),
		cmocka_unit_test(test_arithmetic_keeps_open),
		cmocka_unit_test(test_cast_ends),
		cmocka_unit_test(test_cast_types),
		cmocka_unit_test(test_decoding),
		cmocka_unit_test(test_small_ops),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_edges_of_64_bits),
		cmocka_unit_test(test_refine_order),
		cmocka_unit_test(test_refine_equal),
		cmocka_unit_test(test_refine_origin),
		cmocka_unit_test(test_invert_cast),
		cmocka_unit_test(test_invert_unary),
		cmocka_unit_test(test_invert_binary),
		cmocka_unit_test(test_invert_and_unbounded),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_tags_apart),
		cmocka_unit_test(test_origin_of_casts),
		cmocka_unit_test(test_origin_of_single_values),
		cmocka_unit_test(test_lost_bits),
		cmocka_unit_test(test_origin_of_operations),
		cmocka_unit_test(test_origin_beside_constants),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_join_origins),
		cmocka_unit_test(test_piece_limit),
		cmocka_unit_test(test_piece_limit_tags),
		cmocka_unit_test(test_meet),
		cmocka_unit_test(test_subset),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_widen),
		cmocka_unit_test(test_widen_between),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_count),
		cmocka_unit_test(test_take_first),
		cmocka_unit_test(test_take_first_holes),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_format_limits),
		cmocka_unit_test(test_format_runs),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
