// SPDX-License-Identifier: GPL-2.0-or-later
/* What lib/base/arena.h promises, and that AddressSanitizer sees what was not asked for. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/base/arena.h"
#include "lib/base/types.h"

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define POISON 1
#else
#define __asan_address_is_poisoned(p) ((void)(p), 0)
#define POISON 0
#endif

/* Sizes around what fits in a piece of the arena, and more than one piece. */
static const size_t sizes[] = { 0, 1, 15, 16, 17, 4080, 4096, 65535, 65536, 70000, 3 };

static void test_apart(void **state)
{
	struct arena *a = arena_new();
	u8 *p[ARRAY_SIZE(sizes)];
	size_t i, j;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		p[i] = arena_alloc(a, sizes[i]);
		assert_int_equal((uintptr_t)p[i] % 16, 0);
		memset(p[i], (int)i + 1, sizes[i]);
	}
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		for (j = 0; j < sizes[i]; j++)
			assert_int_equal(p[i][j], i + 1);
	arena_free(a);
}

static void test_reset(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	memset(arena_alloc(a, 100000), 1, 100000);
	arena_reset(a);
	assert_int_equal(arena_used(a), 0);
	assert_int_equal(((u8 *)arena_zalloc(a, 64))[63], 0);
	arena_free(a);
}

static void test_poison(void **state)
{
	struct arena *a = arena_new();
	const u8 *p, *q;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		p = arena_alloc(a, sizes[i]);
		q = arena_alloc(a, 1);
		assert_int_equal(__asan_address_is_poisoned(p + sizes[i]), POISON);
		assert_int_equal(__asan_address_is_poisoned(q), 0);
		if (sizes[i])
			assert_int_equal(__asan_address_is_poisoned(p + sizes[i] - 1), 0);
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_reset),
		cmocka_unit_test(test_poison),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
