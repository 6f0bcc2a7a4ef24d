/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See findings_data.h. */
#include "testcases/unit/findings_data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char hostile_text[] =
	"it's \"x\"; DROP TABLE run;-- \t%s\\n\n\r\x1b[31m \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 <b>&amp;";

static struct src_loc loc(const char *file, u32 line, u32 column)
{
	return (struct src_loc){ file, line, column };
}

static const struct path_event *events(struct arena *a, const char *file,
				       const char *text, u32 n)
{
	struct path_event *e = arena_new_array(a, struct path_event, n);
	u32 i;

	for (i = 0; i < n; i++) {
		e[i].kind = (enum event_kind)(i % EVENT_KIND_COUNT);
		e[i].loc = loc(file, 10 + i, 1 + i);
		e[i].function = "handle_exit";
		e[i].text = text;
	}
	return e;
}

static struct finding finding(struct arena *a, enum finding_rule rule,
			      const char *file, u32 line, const char *text)
{
	struct finding f = {
		.rule = rule,
		.loc = loc(file, line, 9),
		.function = "handle_exit",
		.accessor = "kvm_gpr_read",
		.index = "VCPU_REGS_RIP (16)",
		.message = text,
		.nevents = EVENT_KIND_COUNT,
		.events = events(a, file, text, EVENT_KIND_COUNT),
		.site = loc("kvm_cache_regs.h", 77, 3),
		.site_function = "read_it",
	};

	return f;
}

static struct analysis *new_analysis(u32 nunits, u32 nsites, u32 nfindings)
{
	struct arena *arena = arena_new();
	struct analysis *a = arena_new_obj(arena, struct analysis);

	a->arena = arena;
	a->nunits = nunits;
	a->nsites = nsites;
	a->nfindings = nfindings;
	a->units = arena_new_array(arena, struct unit_info, nunits);
	a->sites = arena_new_array(arena, struct site, nsites);
	a->findings = arena_new_array(arena, struct finding, nfindings);
	return a;
}

#define UNIT(a, i) (((struct unit_info *)(uintptr_t)(a)->units)[i])
#define SITE(a, i) (((struct site *)(uintptr_t)(a)->sites)[i])
#define FINDING(a, i) (((struct finding *)(uintptr_t)(a)->findings)[i])

static void fill_units(struct analysis *a, const char *text)
{
	u32 i;

	for (i = 0; i < a->nunits; i++)
		UNIT(a, i) = (struct unit_info){
			.file = arena_printf(a->arena, "unit%u.c", i),
			.frontend = "gcc",
			.compiler = "gcc 12.2.0",
			.object = arena_printf(a->arena, "unit%u.o", i),
			.checksum = 0xfedcba9876543210u + i,
			.status = (enum unit_status)(i % UNIT_STATUS_COUNT),
			.message = text,
			.nfuncs = 0xffffffffu,
			.nskipped = i,
			.packs = "kvm-x86",
		};
}

static void fill_sites(struct analysis *a, const char *file, const char *text)
{
	u32 i;

	for (i = 0; i < a->nsites; i++)
		SITE(a, i) = (struct site){
			.loc = loc(file, 100 + i, 2),
			.function = "emulate",
			.accessor = "kvm_vcpu_arch.regs",
			.verdict = (enum verdict)(i % VERDICT_COUNT),
			.index = "0..15",
			.reason = (enum unproven_reason)(i % UNPROVEN_REASON_COUNT),
			.explain = text,
		};
}

static struct analysis *make(const char *file, const char *text)
{
	struct analysis *a = new_analysis(UNIT_STATUS_COUNT, VERDICT_COUNT, 3);

	fill_units(a, text);
	fill_sites(a, file, text);
	FINDING(a, 0) = finding(a->arena, FINDING_RIP_INDEX, file, 12, text);
	FINDING(a, 1) = finding(a->arena, FINDING_RIP_INDEX, file, 13, text);
	FINDING(a, 2) = finding(a->arena, FINDING_EGPR_UNGUARDED, file, 14, text);
	FINDING(a, 2).index = "16..31";
	return a;
}

struct analysis *data_small(void)
{
	return make("arch/x86/kvm/vmx.c", "index of RIP reaches kvm_gpr_read");
}

struct analysis *data_hostile(void)
{
	static char megabyte[1024 * 1024 + 1];
	struct analysis *a;

	memset(megabyte, 'x', sizeof(megabyte) - 1);
	a = make(hostile_text, megabyte);
	FINDING(a, 0).message = hostile_text;
	FINDING(a, 1).function = hostile_text;
	FINDING(a, 1).accessor = hostile_text;
	FINDING(a, 1).index = hostile_text;
	FINDING(a, 1).site.file = "not utf-8: \xff\xfe\xc3";
	FINDING(a, 1).nevents = 0;
	FINDING(a, 2).loc = loc("", 0, 0);
	FINDING(a, 2).function = "";
	SITE(a, 0).explain = hostile_text;
	UNIT(a, 0).message = "";
	UNIT(a, 1).compiler = hostile_text;
	return a;
}

struct analysis *data_series(u32 first, u32 n)
{
	struct analysis *a = new_analysis(2, n, n);
	u32 i;

	fill_units(a, "");
	fill_sites(a, "series.c", "");
	for (i = 0; i < n; i++) {
		FINDING(a, i) = finding(a->arena, FINDING_INDEX_RANGE, "series.c",
					first + i, "a step of a series");
		FINDING(a, i).function = arena_printf(a->arena, "function_%u", first + i);
	}
	return a;
}

char *scratch_new(void)
{
	const char *tmp = getenv("TMPDIR");
	char *dir;

	if (asprintf(&dir, "%s/gprcheck-XXXXXX", tmp && *tmp ? tmp : "/tmp") < 0)
		abort();
	if (!mkdtemp(dir))
		abort();
	return dir;
}

void scratch_remove(char *dir)
{
	char *command;

	if (asprintf(&command, "chmod -R u+w '%s'; rm -rf '%s'", dir, dir) < 0 ||
	    system(command))
		fprintf(stderr, "# left behind: %s\n", dir);
	free(command);
	free(dir);
}

const char *scratch_path(const char *dir, const char *name)
{
	static char paths[4][4096];
	static u32 next;
	char *path = paths[next++ % ARRAY_SIZE(paths)];

	snprintf(path, sizeof(paths[0]), "%s/%s", dir, name);
	return path;
}

void write_file(const char *path, const void *data, size_t len)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(data, 1, len, f) != len || fclose(f))
		abort();
}

char *read_file(const char *path, size_t *ret_len)
{
	FILE *f = fopen(path, "r");
	char *data;
	long len;

	if (!f || fseek(f, 0, SEEK_END) || (len = ftell(f)) < 0)
		abort();
	rewind(f);
	data = calloc(1, (size_t)len + 1);
	if (!data || fread(data, 1, (size_t)len, f) != (size_t)len)
		abort();
	fclose(f);
	if (ret_len)
		*ret_len = (size_t)len;
	return data;
}
