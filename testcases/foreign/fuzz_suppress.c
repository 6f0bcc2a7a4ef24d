// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as a source file: its comments are found, and each suppression has a place in it. */
#include "testcases/foreign/foreign.h"

#include "cli/suppress.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	const char *path = foreign_file(data, size);
	struct unit_info unit = { .file = path };
	struct finding findings[2] = {
		{ .rule = FINDING_INDEX_RANGE, .loc = { path, 2, 1 } },
		{ .rule = FINDING_RIP_INDEX, .loc = { path, 3, 1 } },
	};
	struct analysis a = {
		.nunits = 1,
		.units = &unit,
		.nfindings = 2,
		.findings = findings,
	};
	struct arena *arena = arena_new();
	const struct suppression *s;
	u32 i, n;

	find_suppressions("/", &a, arena, &s, &n);
	for (i = 0; i < n; i++)
		foreign_must(s[i].loc.line > 0 && s[i].finding < 2, "a suppression without place");
	arena_free(arena);
	return 0;
}
