/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys of findings, and which twin is which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/findings/identity.h"
#include "testcases/unit/findings_data.h"

static u64 key(const struct finding *f, enum identity_key k)
{
	return identity_hash(f, k, f->loc.file);
}

/* What has been changed, and which keys must still find it: bits by enum identity_key. */
static void assert_kept(const struct finding *a, const struct finding *b, u32 kept)
{
	for (u32 k = 0; k < KEY_COUNT; k++)
		if ((key(a, k) == key(b, k)) != !!(kept & 1u << k))
			fail_msg("key %s: %s", identity_key_name(k),
				 kept & 1u << k ? "lost" : "kept");
}

#define ALL (1u << KEY_EXACT | 1u << KEY_PLACE | 1u << KEY_FUNCTION | 1u << KEY_FILE)

static void test_keys(void **state)
{
	struct analysis *a = data_small();
	const struct finding base = a->findings[0];
	struct path_event events[EVENT_KIND_COUNT];
	struct finding f = base;

	(void)state;
	memcpy(events, base.events, sizeof(events));
	f.loc.line += 7;
	f.loc.column++;
	f.site.line += 9;
	f.message = "other words";
	assert_kept(&base, &f, ALL);
	assert_true(identity_content(&f) != identity_content(&base));
	f = base;
	f.events = events;
	events[EVENT_BRANCH].text = "when 'another' is true";
	events[EVENT_CALL].loc.line++;
	assert_kept(&base, &f, ALL);
	events[EVENT_ORIGIN].text = "another origin";
	assert_kept(&base, &f, ALL & ~(1u << KEY_EXACT));
	events[EVENT_CALL].function = "another";
	assert_kept(&base, &f, 1u << KEY_PLACE | 1u << KEY_FUNCTION);
	f = base;
	f.loc.file = "moved.c";
	assert_kept(&base, &f, 1u << KEY_FUNCTION);
	f = base;
	f.accessor = "kvm_gpr_write";
	assert_kept(&base, &f, 0);
	f = base;
	f.index = "17";
	assert_kept(&base, &f, 0);
	f = base;
	f.rule = FINDING_INDEX_RANGE;
	assert_kept(&base, &f, 0);
	analysis_free(a);
}

/* The function of the place may be renamed, in the steps of its path too. */
static void test_renamed_function(void **state)
{
	struct analysis *a = data_small();
	const struct finding base = a->findings[0];
	struct path_event events[EVENT_KIND_COUNT];
	struct finding f = base;

	(void)state;
	memcpy(events, base.events, sizeof(events));
	for (u32 i = 0; i < EVENT_KIND_COUNT; i++)
		events[i].function = "renamed";
	f.events = events;
	f.function = "renamed";
	assert_kept(&base, &f, 1u << KEY_FILE);
	analysis_free(a);
}

/* Keys are in databases: a change here loses every finding's history. */
static void test_pinned(void **state)
{
	struct analysis *a = data_small();

	(void)state;
	assert_int_equal(key(&a->findings[0], KEY_EXACT), 0xa382cb96d4453d47u);
	assert_int_equal(key(&a->findings[0], KEY_PLACE), 0xda867e06f1cc6784u);
	assert_int_equal(key(&a->findings[0], KEY_FUNCTION), 0x504be97219ff275au);
	assert_int_equal(key(&a->findings[0], KEY_FILE), 0x69765c843ab6d41au);
	analysis_free(a);
}

#define NONE TWIN_NONE

static void test_pairs(void **state)
{
	static const struct {
		struct twin_place old[4], now[4];
		u32 nold, nnow, expect[4];
	} cases[] = {
		/* as many: in order, wherever they are */
		{ { { 1, 10 }, { 2, 20 } }, { { 1, 50 }, { 2, 60 } }, 2, 2, { 0, 1 } },
		/* the first, the middle, the last was fixed and is still a site */
		{ { { 1, 10 }, { 2, 20 }, { 3, 30 } }, { { 2, 20 }, { 3, 30 } }, 3, 2, { 1, 2 } },
		{ { { 1, 10 }, { 2, 20 }, { 3, 30 } }, { { 1, 10 }, { 3, 30 } }, 3, 2, { 0, 2 } },
		{ { { 1, 10 }, { 2, 20 }, { 3, 30 } }, { { 1, 10 }, { 2, 20 } }, 3, 2, { 0, 1 } },
		/* the same with lines added above: the position outweighs them */
		{ { { 1, 10 }, { 2, 20 }, { 3, 30 } }, { { 2, 29 }, { 3, 39 } }, 3, 2, { 1, 2 } },
		/* no sites: the lines tell */
		{ { { 0, 10 }, { 0, 20 } }, { { 0, 21 } }, 2, 1, { 1 } },
		/* one came in between */
		{ { { 1, 10 }, { 2, 30 } }, { { 1, 10 }, { 2, 20 }, { 3, 30 } }, 2, 3, { 0, 1, NONE } },
		{ { { 0, 10 }, { 0, 30 } }, { { 0, 10 }, { 0, 20 }, { 0, 30 } }, 2, 3, { 0, NONE, 1 } },
		{ { { 1, 1 } }, { { 1, 1 } }, 0, 1, { NONE } },
	};

	(void)state;
	for (u32 i = 0; i < ARRAY_SIZE(cases); i++) {
		u32 ret[4];

		identity_pair(cases[i].old, cases[i].nold, cases[i].now, cases[i].nnow, ret);
		for (u32 j = 0; j < cases[i].nnow; j++)
			if (ret[j] != cases[i].expect[j])
				fail_msg("case %u: %u is %d", i, j, (int)ret[j]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_renamed_function),
		cmocka_unit_test(test_pinned),
		cmocka_unit_test(test_pairs),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
