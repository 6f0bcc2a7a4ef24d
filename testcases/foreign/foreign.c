// SPDX-License-Identifier: GPL-2.0-or-later
/* What the libFuzzer targets share. */
#include "testcases/foreign/foreign.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/engine/engine.h"
#include "lib/findings/findings.h"

/* Freed memory is kept from use for a short time only: fresh pages for every execution cost more than the execution. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=8:thread_local_quarantine_size_kb=64:malloc_context_size=6";
}

void foreign_must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "foreign: %s\n", what);
	abort();
}

const struct rules *foreign_rules(void)
{
	static struct rules *rules;
	static const char *const dir = RULES_SRC_DIR;
	struct error err = ERROR_INIT;

	if (!rules)
		foreign_must(rules_load(&dir, 1, &rules, &err) == 0, err.msg);
	return rules;
}

const char *foreign_file(const u8 *data, size_t size)
{
	static char path[32];
	static int fd = -1;

	/* A new one each time: a reader remembers files by their number. */
	if (fd >= 0)
		close(fd);
	fd = memfd_create("foreign", 0);
	foreign_must(fd >= 0 && write(fd, data, size) == (ssize_t)size, "no file in memory");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return path;
}

void foreign_analyse(const struct ir_unit *unit)
{
	static const struct engine_options small = {
		.max_states = 4,
		.max_steps = 60,
		.max_contexts = 4,
		.max_depth = 6,
		.max_rounds = 3,
		.max_total_steps = 400,
	};
	struct engine *e = engine_new(foreign_rules(), &small);
	struct analysis *a = NULL;
	struct error err = ERROR_INIT;

	if (!engine_add_unit(e, unit, "x.o", 0, &err) && !engine_run(e, &a, &err))
		analysis_free(a);
	engine_free(e);
}
