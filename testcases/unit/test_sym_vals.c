// SPDX-License-Identifier: GPL-2.0-or-later
/* The small tables of the engine: symbolic addresses and interned values. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/engine/sym.h"
#include "lib/engine/vals.h"

static const struct ir_type s32_t = { IR_T_INT, 32, 1 };
static const struct ir_type u8_t = { IR_T_INT, 8, 0 };

/* ---- symbols --------------------------------------------------------------- */

static void test_sym_make(void **state)
{
	struct syms *s = syms_new();
	u32 p = sym_make(s, SYM_PARAM, 0, 0);
	u32 f = sym_make(s, SYM_FIELD, p, 7);

	(void)state;
	assert_int_not_equal(p, SYM_UNKNOWN);
	assert_int_not_equal(f, p);
	assert_int_equal(sym_make(s, SYM_PARAM, 0, 0), p);
	assert_int_equal(sym_make(s, SYM_FIELD, p, 7), f);
	assert_int_not_equal(sym_make(s, SYM_FIELD, p, 8), f);
	assert_int_not_equal(sym_make(s, SYM_ELEM, p, 7), f);
	assert_int_not_equal(sym_make(s, SYM_LOCAL, 0, 0), p);
	assert_int_equal(sym_kind(s, f), SYM_FIELD);
	assert_int_equal(sym_a(s, f), p);
	assert_int_equal(sym_b(s, f), 7);
	assert_int_equal(sym_kind(s, SYM_UNKNOWN), SYM_NONE);
	syms_free(s);
	syms_free(NULL);
}

/* What is derived from no name has none; a first-class one may have a 0. */
static void test_sym_unknown(void **state)
{
	static const enum sym_kind derived[] = {
		SYM_FIELD, SYM_ELEM, SYM_LOAD, SYM_OFFSET, SYM_ALL,
	};
	static const enum sym_kind first[] = {
		SYM_LOCAL, SYM_PARAM, SYM_GLOBAL, SYM_FUNC, SYM_FRESH, SYM_RET,
	};
	struct syms *s = syms_new();
	u32 i, sym;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(derived); i++) {
		assert_int_equal(sym_make(s, derived[i], SYM_UNKNOWN, 3),
				 SYM_UNKNOWN);
		sym = sym_make(s, derived[i], sym_make(s, SYM_LOCAL, 1, 0), 3);
		assert_true(sym_is_derived(s, sym));
	}
	for (i = 0; i < ARRAY_SIZE(first); i++) {
		sym = sym_make(s, first[i], 0, 0);
		assert_int_not_equal(sym, SYM_UNKNOWN);
		assert_false(sym_is_derived(s, sym));
		assert_int_equal(sym_root(s, sym), sym);
	}
	syms_free(s);
}

/* The table grows, the numbers stay. */
static void test_sym_many(void **state)
{
	struct syms *s = syms_new();
	u32 i, first = sym_make(s, SYM_GLOBAL, 0, 0);

	(void)state;
	for (i = 0; i < 5000; i++)
		assert_int_equal(sym_make(s, SYM_GLOBAL, i, 0), first + i);
	for (i = 0; i < 5000; i++) {
		assert_int_equal(sym_make(s, SYM_GLOBAL, i, 0), first + i);
		assert_int_equal(sym_a(s, first + i), i);
	}
	syms_free(s);
}

static void test_sym_parts(void **state)
{
	struct syms *s = syms_new();
	u32 local = sym_make(s, SYM_LOCAL, 2, 0);
	u32 arch = sym_make(s, SYM_FIELD, local, 5);
	u32 regs = sym_make(s, SYM_FIELD, arch, 6);
	u32 r3 = sym_make(s, SYM_ELEM, regs, 3);
	u32 far = sym_make(s, SYM_LOAD, r3, 0);
	u32 deep = sym_make(s, SYM_FIELD, far, 9);

	(void)state;
	assert_int_equal(sym_root(s, deep), local);
	assert_true(sym_within(s, r3, local));
	assert_true(sym_within(s, r3, regs));
	assert_true(sym_within(s, r3, r3));
	assert_true(sym_within(s, sym_make(s, SYM_ALL, arch, 0), local));
	assert_false(sym_within(s, regs, r3));
	/* what a pointer in it points to is no part of it */
	assert_false(sym_within(s, deep, local));
	assert_true(sym_within(s, deep, far));
	assert_false(sym_within(s, sym_make(s, SYM_OFFSET, local, 8), local));

	assert_int_equal(sym_field(s, arch), 5);
	assert_int_equal(sym_field(s, r3), 6);
	assert_int_equal(sym_field(s, local), IR_NONE);
	assert_int_equal(sym_field(s, far), IR_NONE);
	assert_int_equal(sym_field(s, deep), 9);
	syms_free(s);
}

static u32 elem(struct syms *s, u32 of, u32 i)
{
	return sym_make(s, SYM_ELEM, of, i);
}

/* The first difference in the subscripts decides, as far as it is known. */
static void test_sym_disjoint(void **state)
{
	struct syms *s = syms_new();
	u32 a = sym_make(s, SYM_LOCAL, 1, 0), b = sym_make(s, SYM_LOCAL, 2, 0);
	u32 row = elem(s, a, 1), cell = elem(s, row, 2), other = elem(s, elem(s, a, 0), 2);
	u32 any = elem(s, a, SYM_ANY), f = sym_make(s, SYM_FIELD, row, 3);

	(void)state;
	assert_true(sym_disjoint(s, row, elem(s, a, 2)));
	assert_true(sym_disjoint(s, cell, other));
	assert_true(sym_disjoint(s, other, cell));
	assert_true(sym_disjoint(s, cell, elem(s, row, 3)));
	assert_true(sym_disjoint(s, elem(s, f, 0), elem(s, sym_make(s, SYM_FIELD, elem(s, a, 2), 3), 0)));
	assert_false(sym_disjoint(s, cell, cell));
	assert_false(sym_disjoint(s, cell, row));
	assert_false(sym_disjoint(s, cell, a));
	assert_false(sym_disjoint(s, cell, SYM_UNKNOWN));
	assert_false(sym_disjoint(s, row, elem(s, b, 2)));
	assert_false(sym_disjoint(s, row, any));
	assert_false(sym_disjoint(s, cell, elem(s, any, 3)));
	assert_false(sym_disjoint(s, f, sym_make(s, SYM_FIELD, row, 4)));
	/* (*q)[3] of q = a, and a[0][3]: one and the same */
	assert_false(sym_disjoint(s, elem(s, a, 3), elem(s, elem(s, a, 0), 3)));
	/* a pointer that was moved */
	assert_false(sym_disjoint(s, elem(s, a, 2), sym_make(s, SYM_OFFSET, row, 4)));
	assert_false(sym_disjoint(s, elem(s, a, 2), sym_make(s, SYM_LOAD, row, 0)));
	syms_free(s);
}

/* What a store through one name may do to another. */
static void test_sym_may_meet(void **state)
{
	struct syms *s = syms_new();
	u32 local = sym_make(s, SYM_LOCAL, 1, 0), param = sym_make(s, SYM_PARAM, 1, 0);
	u32 g1 = sym_make(s, SYM_GLOBAL, 1, 0), g2 = sym_make(s, SYM_GLOBAL, 2, 0);
	u32 pf = sym_make(s, SYM_FIELD, param, 7), gf = sym_make(s, SYM_FIELD, g1, 7);
	u32 lf = sym_make(s, SYM_FIELD, local, 7);

	(void)state;
	assert_true(sym_may_meet(s, pf, 7, gf));
	assert_true(sym_may_meet(s, gf, 7, pf));
	assert_true(sym_may_meet(s, SYM_UNKNOWN, 7, lf));
	assert_false(sym_may_meet(s, pf, 7, pf));
	assert_false(sym_may_meet(s, pf, 8, gf));
	assert_false(sym_may_meet(s, pf, IR_NONE, gf));
	assert_false(sym_may_meet(s, pf, 7, lf));
	assert_false(sym_may_meet(s, lf, 7, pf));
	assert_false(sym_may_meet(s, gf, 7, sym_make(s, SYM_FIELD, g2, 7)));
	assert_false(sym_may_meet(s, elem(s, g1, 1), IR_NONE, elem(s, g1, 2)));
	assert_true(sym_may_meet(s, elem(s, g1, 1), IR_NONE, elem(s, g1, SYM_ANY)));
	assert_true(sym_may_meet(s, elem(s, param, 1), IR_NONE, elem(s, g1, 2)));
	/* a marker is no scalar */
	assert_false(sym_may_meet(s, param, IR_NONE, sym_make(s, SYM_ALL, g1, 0)));
	syms_free(s);
}

/* Subscripts that are not known may be any. */
static void test_sym_overlap(void **state)
{
	struct syms *s = syms_new();
	u32 a = sym_make(s, SYM_LOCAL, 1, 0), b = sym_make(s, SYM_LOCAL, 2, 0);
	u32 known = elem(s, elem(s, a, 1), 2), inner = elem(s, elem(s, a, 1), SYM_ANY);
	u32 outer = elem(s, elem(s, a, SYM_ANY), 2);
	u32 f = sym_make(s, SYM_FIELD, elem(s, a, 3), 7);
	u32 some = sym_make(s, SYM_FIELD, elem(s, a, SYM_ANY), 7);

	(void)state;
	assert_true(sym_names_one(s, known));
	assert_true(sym_names_one(s, f));
	assert_false(sym_names_one(s, inner));
	assert_false(sym_names_one(s, outer));
	assert_false(sym_names_one(s, some));
	assert_false(sym_names_one(s, sym_make(s, SYM_LOAD, some, 0)));
	assert_false(sym_names_one(s, SYM_UNKNOWN));

	assert_true(sym_overlap(s, known, known));
	assert_true(sym_overlap(s, known, inner));
	assert_true(sym_overlap(s, outer, known));
	assert_true(sym_overlap(s, outer, inner));
	assert_true(sym_overlap(s, f, some));
	assert_false(sym_overlap(s, known, elem(s, elem(s, a, 2), SYM_ANY)));
	assert_false(sym_overlap(s, known, elem(s, elem(s, b, 1), SYM_ANY)));
	assert_false(sym_overlap(s, some, sym_make(s, SYM_FIELD, elem(s, a, 3), 8)));
	assert_false(sym_overlap(s, elem(s, a, 1), some));
	syms_free(s);
}

/* Markers that a store through another name makes unknown. */
static void test_sym_may_lie_in(void **state)
{
	struct syms *s = syms_new();
	u32 local = sym_make(s, SYM_LOCAL, 1, 0), param = sym_make(s, SYM_PARAM, 1, 0);
	u32 global = sym_make(s, SYM_GLOBAL, 1, 0);
	u32 all_local = sym_make(s, SYM_ALL, local, 0), all_global = sym_make(s, SYM_ALL, global, 0);

	(void)state;
	assert_true(sym_may_lie_in(s, SYM_UNKNOWN, all_local));
	assert_true(sym_may_lie_in(s, SYM_UNKNOWN, all_global));
	assert_true(sym_may_lie_in(s, elem(s, param, 1), all_global));
	assert_false(sym_may_lie_in(s, elem(s, param, 1), all_local));
	assert_false(sym_may_lie_in(s, sym_make(s, SYM_GLOBAL, 2, 0), all_global));
	/* what is there has a cell of its own then */
	assert_false(sym_may_lie_in(s, elem(s, local, 1), all_local));
	assert_false(sym_may_lie_in(s, param, global));
	syms_free(s);
}

static void test_sym_rebase(void **state)
{
	struct syms *s = syms_new();
	u32 local = sym_make(s, SYM_LOCAL, 4, 0);
	u32 part = sym_make(s, SYM_FIELD, local, 1);
	u32 deep = sym_make(s, SYM_ELEM, sym_make(s, SYM_LOAD, part, 0), 3);
	u32 param0 = sym_make(s, SYM_PARAM, 0, 0);
	u32 param1 = sym_make(s, SYM_PARAM, 1, 0);
	u32 glob = sym_make(s, SYM_FIELD, sym_make(s, SYM_GLOBAL, 8, 0), 2);
	u32 from[] = { part, local }, to[] = { param1, param0 };
	u32 back;

	(void)state;
	/* the outermost prefix that has a name wins */
	back = sym_rebase(s, deep, from, to, 2);
	assert_int_equal(back, sym_make(s, SYM_ELEM,
					sym_make(s, SYM_LOAD, param1, 0), 3));
	assert_int_equal(sym_rebase(s, back, to, from, 2), deep);
	assert_int_equal(sym_rebase(s, part, from, to, 2), param1);
	assert_int_equal(sym_rebase(s, sym_make(s, SYM_FIELD, local, 2), from,
				    to, 2),
			 sym_make(s, SYM_FIELD, param0, 2));
	/* globals and functions have one name everywhere */
	assert_int_equal(sym_rebase(s, glob, NULL, NULL, 0), glob);
	assert_int_equal(sym_rebase(s, sym_make(s, SYM_FUNC, 1, 2), NULL, NULL,
				    0), sym_make(s, SYM_FUNC, 1, 2));
	/* what the other side cannot name is unknown there */
	assert_int_equal(sym_rebase(s, sym_make(s, SYM_LOCAL, 5, 0), from, to, 2),
			 SYM_UNKNOWN);
	assert_int_equal(sym_rebase(s, sym_make(s, SYM_FRESH, 5, 0), from, to, 2),
			 SYM_UNKNOWN);
	assert_int_equal(sym_rebase(s, SYM_UNKNOWN, from, to, 2), SYM_UNKNOWN);
	syms_free(s);
}

/* ---- values ------------------------------------------------------------------- */

static u32 put_range(struct vals *t, struct ir_type type, s64 lo, s64 hi)
{
	struct value v;

	value_range(&v, type, lo, hi, 1);
	return vals_put(t, &v);
}

static void test_vals_put(void **state)
{
	struct vals *t = vals_new();
	struct value v, w;
	u32 a, b;

	(void)state;
	value_range(&v, s32_t, 0, 15, 1);
	/* what lies behind the last piece must not count */
	memset(&v.p[1], 0xaa, sizeof(v.p[1]) * (VALUE_MAX_PIECES - 1));
	a = vals_put(t, &v);
	assert_int_not_equal(a, 0);
	assert_int_equal(put_range(t, s32_t, 0, 15), a);
	assert_int_not_equal(put_range(t, s32_t, 0, 16), a);
	b = put_range(t, u8_t, 0, 15);
	assert_int_not_equal(b, a);
	vals_get(t, a, &w);
	assert_true(value_equal(&v, &w));
	assert_true(ir_type_eq(vals_type(t, b), u8_t));
	/* a flag or a name alone makes another value */
	w.p[0].flags |= VALUE_GAP;
	assert_int_not_equal(vals_put(t, &w), a);
	vals_get(t, a, &w);
	w.p[0].tag = 3;
	assert_int_not_equal(vals_put(t, &w), a);
	vals_free(t);
	vals_free(NULL);
}

static void test_vals_many(void **state)
{
	struct vals *t = vals_new();
	struct value v;
	s64 i;

	(void)state;
	for (i = 0; i < 4000; i++)
		assert_int_equal(put_range(t, s32_t, i, i + 7), i + 1);
	for (i = 0; i < 4000; i++) {
		assert_int_equal(put_range(t, s32_t, i, i + 7), i + 1);
		vals_get(t, (u32)i + 1, &v);
		assert_true(v.p[0].lo == i && v.p[0].hi == i + 7);
	}
	vals_free(t);
}

static void test_vals_order(void **state)
{
	struct vals *t = vals_new();
	u32 small = put_range(t, s32_t, 3, 4), big = put_range(t, s32_t, 0, 15);
	u32 other = put_range(t, u8_t, 0, 15), none;
	struct value v;

	(void)state;
	value_empty(&v, s32_t);
	none = vals_put(t, &v);
	assert_true(vals_empty(t, none));
	assert_false(vals_empty(t, small));
	assert_false(vals_empty(t, 0));
	assert_true(vals_subset(t, small, big));
	assert_false(vals_subset(t, big, small));
	assert_true(vals_subset(t, none, small));
	/* not tracked holds everything, and is in nothing else */
	assert_true(vals_subset(t, big, 0));
	assert_true(vals_subset(t, 0, 0));
	assert_false(vals_subset(t, 0, big));
	assert_false(vals_subset(t, other, big));

	assert_int_equal(vals_join(t, small, big), big);
	assert_int_equal(vals_join(t, big, small), big);
	assert_int_equal(vals_join(t, none, small), small);
	assert_int_equal(vals_join(t, small, small), small);
	assert_int_equal(vals_join(t, small, 0), 0);
	assert_int_equal(vals_join(t, 0, small), 0);
	assert_int_equal(vals_join(t, other, big), 0);
	vals_free(t);
}

/* Doubt stays, and is no part of what is certain. */
static void test_vals_merged(void **state)
{
	struct vals *t = vals_new();
	u32 a = put_range(t, s32_t, 3, 4), b = put_range(t, s32_t, 20, 20);
	u32 m = vals_merged(t, vals_join(t, a, b)), i;
	struct value v;

	(void)state;
	assert_int_equal(vals_merged(t, 0), 0);
	assert_int_equal(vals_merged(t, m), m);
	vals_get(t, m, &v);
	assert_int_equal(v.n, 2);
	for (i = 0; i < v.n; i++)
		assert_true(v.p[i].flags & VALUE_MERGED);
	assert_false(vals_subset(t, b, m));
	assert_true(vals_subset(t, m, vals_join(t, a, b)));
	assert_int_not_equal(vals_join(t, m, b), m);
	vals_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sym_make),
		cmocka_unit_test(test_sym_unknown),
		cmocka_unit_test(test_sym_many),
		cmocka_unit_test(test_sym_parts),
		cmocka_unit_test(test_sym_disjoint),
		cmocka_unit_test(test_sym_may_meet),
		cmocka_unit_test(test_sym_overlap),
		cmocka_unit_test(test_sym_may_lie_in),
		cmocka_unit_test(test_sym_rebase),
		cmocka_unit_test(test_vals_put),
		cmocka_unit_test(test_vals_many),
		cmocka_unit_test(test_vals_order),
		cmocka_unit_test(test_vals_merged),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sym_vals", tests, NULL, NULL);
}
