// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Parts of a program: analysed one by one they give what the whole gives at once.
 *
 * Random programs as IR text, of units that share functions, globals, records and
 * inlines with some others. Besides that: an analysis survives being packed, and no
 * bytes are too bad to unpack.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/engine/brief.h"
#include "lib/findings/pack.h"
#include "lib/ir/text.h"
#include "testcases/unit/engine_fixture.h"

#define PROGRAMS 150
#define MAX_UNITS 9

static struct rules *rules;
static u32 seed;

static u32 below(u32 n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

/* ---- programs ------------------------------------------------------------------- */

/* A table of operations, and calls that the packs say go through it. */
static void table_text(struct strbuf *t, u32 unit)
{
	if (below(6) == 0)
		strbuf_addf(t, "field ops.other ptr64\nglobal $ops%u const defined agg of ops "
			    "at 40:1\n  init /ops.other = @op\nfunc @op static at 41:1 -> s32\n"
			    "b0:\n  return s32 %u at 42:1\n", unit, below(24));
	if (below(6) == 0)
		strbuf_addf(t, "func @jump_pad at 50:1 -> s32\nfunc @jumps%u at 51:1 -> void\n"
			    "  local %%0 s32\nb0:\n  %%0 = call @jump_pad() at 52:1\n"
			    "  call @rd15(%%0) at 53:1\n  return\n", unit);
}

/* What has the number n in all units is the same thing in them. */
static void unit_text(struct strbuf *t, u32 unit)
{
	u32 f = below(24), g = below(24), r = below(24), h = below(24);
	u32 callee = below(24);

	strbuf_addf(t, "unit \"u%u.c\" frontend \"test\" compiler \"0\" bits 64\n", unit);
	strbuf_addf(t, "declared rd15\nfunc @rd15 at 3:1 -> u64\n");
	table_text(t, unit);
	strbuf_addf(t, "func @nobody at 3:2 -> s32\nfield rec%u.reg u8\n", r);
	strbuf_addf(t, "global $glob%u %s s32 at 3:3\n", g, below(2) ? "defined" : "");
	strbuf_addf(t, "func @in%u static inline header at \"h%u.h\":5:1 -> void\n"
		    "  param %%0 \"i\" s32\nb0:\n  call @rd15(%%0) at \"h%u.h\":6:1\n"
		    "  return\n", h, h, h);
	if (f != callee)
		strbuf_addf(t, "func @fun%u at 4:1 -> void\n", callee);
	strbuf_addf(t, "func @fun%u %s at 5:1 -> void\n  param %%0 \"i\" s32\n"
		    "  param %%1 \"p\" ptr64 of rec%u\n  local %%2 s32\n  local %%3 u8\nb0:\n",
		    f, below(3) ? "" : "weak", r);
	strbuf_addf(t, "  call @rd15(%%0) at 6:1\n");
	strbuf_addf(t, "  call @fun%u(s32 %u, %%1) at 7:1\n", callee, below(24));
	strbuf_addf(t, "  %%3 = load u8 *%%1/rec%u.reg at 8:1\n", r);
	strbuf_addf(t, "  call @in%u(%s) at 9:1\n", h, below(2) ? "%3" : "s32 18");
	strbuf_addf(t, "  %%2 = load s32 $glob%u at 10:1\n", g);
	strbuf_addf(t, "  call @rd15(%%2) at 11:1\n");
	strbuf_addf(t, "  %%2 = call @nobody() at 12:1\n");
	strbuf_addf(t, "  store u8 *%%1/rec%u.reg, u8 %u at 13:1\n", r, below(20));
	strbuf_addf(t, "  store s32 $glob%u, s32 %u at 14:1\n  return\n", g, below(20));
}

struct random_program {
	u32 n;
	struct ir_unit *unit[MAX_UNITS];
	const struct unit_brief *brief[MAX_UNITS];
	struct arena *arena;
};

static void program_make(struct random_program *p, u32 number)
{
	struct error err = ERROR_INIT;
	u32 i;

	seed = number;
	p->n = 2 + below(MAX_UNITS - 1);
	p->arena = arena_new();
	for (i = 0; i < p->n; i++) {
		struct unit_brief *b = arena_new_obj(p->arena, struct unit_brief);
		struct strbuf t = STRBUF_INIT;

		unit_text(&t, i);
		if (ir_parse("program", strbuf_str(&t), t.len, &p->unit[i], &err) < 0)
			fail_msg("%s\n%s", err.msg, strbuf_str(&t));
		strbuf_release(&t);
		assert_int_equal(unit_brief_make(rules, p->unit[i], p->arena, b, &err), 0);
		p->brief[i] = b;
	}
}

static void program_drop(struct random_program *p)
{
	u32 i;

	for (i = 0; i < p->n; i++)
		ir_unit_free(p->unit[i]);
	arena_free(p->arena);
}

/* The units of one part, or all when part is PART_NONE. */
static struct analysis *analyse(const struct random_program *p, const u32 *number,
				u32 part)
{
	struct engine *e = engine_new(rules, NULL);
	struct error err = ERROR_INIT;
	struct analysis *a;
	u32 i;

	for (i = 0; i < p->n; i++)
		if (part == PART_NONE || number[i] == part)
			assert_int_equal(engine_add_unit(e, p->unit[i], "", i, &err), 0);
	assert_int_equal(engine_run(e, &a, &err), 0);
	engine_free(e);
	return a;
}

static char *dump(struct analysis *a)
{
	struct strbuf sb = STRBUF_INIT;
	u32 i;

	a->nunits = 0;
	fixture_dump(a, &sb);
	for (i = 0; i < a->nfunctions; i++)
		strbuf_addf(&sb, "function %s %s\n", a->functions[i].file,
			    a->functions[i].name);
	return strbuf_detach(&sb);
}

/* ---- tests ------------------------------------------------------------------------ */

static void test_parts_are_the_whole(void **state)
{
	u32 number[MAX_UNITS], k, i, n, parts = 0;

	(void)state;
	for (k = 0; k < PROGRAMS; k++) {
		struct analysis *part[MAX_UNITS], *whole, joined = { 0 };
		struct random_program p;
		char *want, *is;

		program_make(&p, k);
		n = find_parts(p.brief, p.n, number);
		parts += n;
		whole = analyse(&p, number, PART_NONE);
		for (i = 0; i < n; i++)
			part[i] = analyse(&p, number, i);
		joined.arena = p.arena;
		analysis_join(part, n, &joined);
		want = dump(whole);
		is = dump(&joined);
		assert_string_equal(is, want);
		free(want);
		free(is);
		analysis_free(whole);
		for (i = 0; i < n; i++)
			analysis_free(part[i]);
		program_drop(&p);
	}
	/* else it was no test */
	assert_in_range(parts, 2 * PROGRAMS, 5 * PROGRAMS);
}

static void test_order_of_units(void **state)
{
	u32 forward[MAX_UNITS], backward[MAX_UNITS], i, j, k;

	(void)state;
	for (k = 0; k < PROGRAMS; k++) {
		const struct unit_brief *turned[MAX_UNITS];
		struct random_program p;

		program_make(&p, k);
		for (i = 0; i < p.n; i++)
			turned[i] = p.brief[p.n - 1 - i];
		assert_int_equal(find_parts(p.brief, p.n, forward),
				 find_parts(turned, p.n, backward));
		for (i = 0; i < p.n; i++)
			for (j = 0; j < p.n; j++)
				assert_int_equal(forward[i] == forward[j],
						 backward[p.n - 1 - i] ==
						 backward[p.n - 1 - j]);
		program_drop(&p);
	}
}

static void test_brief_packed(void **state)
{
	struct strbuf first = STRBUF_INIT, again = STRBUF_INIT;
	struct unit_brief b;
	struct random_program p;
	struct unpack u = { 0 };

	(void)state;
	program_make(&p, 7);
	unit_brief_pack(p.brief[0], &first);
	u.p = (const u8 *)first.buf;
	u.end = u.p + first.len;
	unit_brief_unpack(&u, p.arena, &b);
	assert_false(u.failed);
	assert_ptr_equal(u.p, u.end);
	unit_brief_pack(&b, &again);
	assert_int_equal(first.len, again.len);
	assert_memory_equal(first.buf, again.buf, first.len);
	strbuf_release(&first);
	strbuf_release(&again);
	program_drop(&p);
}

/* Of a program with some findings. */
static struct analysis *make_packed(struct strbuf *bytes, struct random_program *p)
{
	struct analysis *a;
	u32 number;

	for (number = 0;; number++) {
		program_make(p, number);
		a = analyse(p, NULL, PART_NONE);
		if (a->nfindings > 2)
			break;
		analysis_free(a);
		program_drop(p);
	}
	analysis_pack(a, bytes);
	return a;
}

static void test_analysis_packed(void **state)
{
	struct strbuf bytes = STRBUF_INIT;
	struct analysis *a, back;
	struct random_program p;
	char *want, *is;

	(void)state;
	a = make_packed(&bytes, &p);
	assert_true(analysis_unpack(bytes.buf, bytes.len, p.arena, &back));
	want = dump(a);
	is = dump(&back);
	assert_string_equal(is, want);
	free(want);
	free(is);
	strbuf_release(&bytes);
	analysis_free(a);
	program_drop(&p);
}

/* Cut short it never passes; with other bytes it may, but nothing is read beyond. */
static void test_damaged_bytes(void **state)
{
	struct strbuf bytes = STRBUF_INIT;
	struct analysis *a, back;
	struct random_program p;
	size_t i;

	(void)state;
	a = make_packed(&bytes, &p);
	for (i = 0; i < bytes.len; i++) {
		u8 *exact = malloc(i ? i : 1);

		memcpy(exact, bytes.buf, i);
		assert_false(analysis_unpack(exact, i, p.arena, &back));
		free(exact);
	}
	for (i = 0; i < bytes.len; i++) {
		u8 *bad = malloc(bytes.len);

		memcpy(bad, bytes.buf, bytes.len);
		bad[i] ^= (u8)(1 + below(255));
		analysis_unpack(bad, bytes.len, p.arena, &back);
		free(bad);
	}
	strbuf_release(&bytes);
	analysis_free(a);
	program_drop(&p);
}

static int load_rules(void **state)
{
	const char *paths[] = { "testcases/engine/rules.yaml" };
	struct error err = ERROR_INIT;

	(void)state;
	return rules_load(paths, 1, &rules, &err);
}

static int free_rules(void **state)
{
	(void)state;
	rules_free(rules);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts_are_the_whole),
		cmocka_unit_test(test_order_of_units),
		cmocka_unit_test(test_brief_packed),
		cmocka_unit_test(test_analysis_packed),
		cmocka_unit_test(test_damaged_bytes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("parts", tests, load_rules, free_rules);
}
