// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as an object, an archive or a facts file: told as damaged, or records in it. */
#include "testcases/foreign/foreign.h"

#include "lib/facts/facts.h"

static void read_object(void *ctx, const struct facts_object *obj)
{
	struct ir_unit *unit;
	u32 i;

	(void)ctx;
	for (i = 0; i < obj->nrecords; i++)
		if (!ir_wire_read(&obj->records[i], &unit, NULL))
			ir_unit_free(unit);
}

static void note_problem(void *ctx, enum facts_problem kind, const char *file, const char *cause)
{
	(void)ctx;
	(void)kind;
	foreign_must(file[0] && cause[0], "a problem without file or cause");
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static const struct facts_handler handler = {
		.object = read_object,
		.problem = note_problem,
	};
	struct facts_reader *r = facts_new(&handler);

	facts_read_path(r, foreign_file(data, size));
	facts_free(r);
	return 0;
}
