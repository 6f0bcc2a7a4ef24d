/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and fingerprints of findings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "testcases/unit/findings_data.h"

/* Every number of an enum has a name, and the name leads back to it. */
#define CHECK_NAMES(count, name, find) do {				\
	for (int i_ = 0; i_ < (count); i_++) {				\
		assert_string_not_equal(name(i_), "?");			\
		assert_int_equal(find(name(i_)), i_);			\
	}								\
	assert_string_equal(name(count), "?");				\
	assert_int_equal(find("no such name"), -1);			\
} while (0)

static void test_names(void **state)
{
	(void)state;
	CHECK_NAMES(FINDING_RULE_COUNT, finding_rule_name, finding_rule_find);
	CHECK_NAMES(VERDICT_COUNT, verdict_name, verdict_find);
	CHECK_NAMES(UNPROVEN_REASON_COUNT, unproven_reason_name, unproven_reason_find);
	CHECK_NAMES(EVENT_KIND_COUNT, event_kind_name, event_kind_find);
	CHECK_NAMES(UNIT_STATUS_COUNT, unit_status_name, unit_status_find);
	CHECK_NAMES(STATUS_COUNT, finding_status_name, finding_status_find);
	CHECK_NAMES(PROBLEM_KIND_COUNT, problem_kind_name, problem_kind_find);
	for (int i = 0; i < FINDING_RULE_COUNT; i++)
		assert_true(strlen(finding_rule_help(i)) > 10);
}

static void test_fingerprint_ignores_places(void **state)
{
	struct analysis *a = data_small();
	struct finding f = a->findings[0];
	u64 hash = finding_fingerprint(&f, 0);

	(void)state;
	f.loc.line += 100;
	f.loc.column += 5;
	f.message = "other words";
	f.nevents = 0;
	f.site.line++;
	assert_true(finding_fingerprint(&f, 0) == hash);
	analysis_free(a);
}

static void test_fingerprint_sees_identity(void **state)
{
	struct analysis *a = data_small();
	struct finding base = a->findings[0], f[6];
	u64 hash[7];
	u32 i, j;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(f); i++)
		f[i] = base;
	f[0].rule = FINDING_WRONG_CLASS;
	f[1].loc.file = "other.c";
	f[2].function = "other";
	f[3].accessor = "kvm_gpr_write";
	f[4].index = "17";
	/* The same bytes, cut elsewhere. */
	f[5].function = "handle_exitk";
	f[5].accessor = "vm_gpr_read";
	for (i = 0; i < ARRAY_SIZE(f); i++)
		hash[i] = finding_fingerprint(&f[i], 0);
	hash[6] = finding_fingerprint(&base, 1);
	for (i = 0; i < ARRAY_SIZE(hash); i++) {
		assert_true(hash[i] != finding_fingerprint(&base, 0));
		for (j = 0; j < i; j++)
			assert_true(hash[i] != hash[j]);
	}
	analysis_free(a);
}

/* Fingerprints are in databases: a change here loses every finding's history. */
static void test_fingerprint_is_pinned(void **state)
{
	struct analysis *a = data_small();

	(void)state;
	assert_true(finding_fingerprint(&a->findings[0], 0) == 0x9197b115b3715e6bu);
	assert_true(finding_fingerprint(&a->findings[0], 1) == 0xc5b06dd01ff8ab50u);
	analysis_free(a);
}

static void test_nothing(void **state)
{
	(void)state;
	analysis_free(data_series(0, 0));
	analysis_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_fingerprint_ignores_places),
		cmocka_unit_test(test_fingerprint_sees_identity),
		cmocka_unit_test(test_fingerprint_is_pinned),
		cmocka_unit_test(test_nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
