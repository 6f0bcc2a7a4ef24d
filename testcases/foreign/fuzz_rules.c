// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as a rule pack: an error that names its place, or a pack that binds. */
#include "testcases/foreign/foreign.h"

#include <stdio.h>
#include <string.h>

#include "lib/ir/text.h"

/* The unit the packs of the tree were made for, as text in FOREIGN_UNIT. */
static const struct ir_unit *some_unit(void)
{
	static char text[1 << 20];
	static struct ir_unit *unit;
	struct error err = ERROR_INIT;
	FILE *f;

	if (unit)
		return unit;
	f = fopen(FOREIGN_UNIT, "r");
	foreign_must(f, FOREIGN_UNIT " is missing");
	foreign_must(ir_parse("unit", text, fread(text, 1, sizeof(text), f), &unit, &err) == 0, err.msg);
	fclose(f);
	return unit;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	const char *path = foreign_file(data, size);
	const struct rules_bound *bound;
	struct rules *rules = NULL;
	struct error err = ERROR_INIT;
	struct arena *arena;

	if (rules_load(&path, 1, &rules, &err)) {
		foreign_must(!strncmp(err.msg, path, strlen(path)), "the error names no file");
		return 0;
	}
	arena = arena_new();
	rules_bind(rules, some_unit(), arena, &bound, &err);
	arena_free(arena);
	rules_free(rules);
	return 0;
}
