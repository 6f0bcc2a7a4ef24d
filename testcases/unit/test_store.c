/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is put into the store comes out again, and findings keep their history. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/store/store.h"
#include "testcases/unit/findings_data.h"

struct fixture {
	char *dir;
	struct store *s;
	struct arena *arena;
	struct error err;
};

/* Shows the message of a failure. */
#define ok(f, call) do {						\
	int rc_ = (call);						\
	if (rc_)							\
		fail_msg("%s: %d: %s", #call, rc_, (f)->err.msg);	\
} while (0)

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->dir = scratch_new();
	f->arena = arena_new();
	ok(f, store_open(scratch_path(f->dir, "db"), STORE_WRITE, &f->s, &f->err));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	store_close(f->s);
	arena_free(f->arena);
	scratch_remove(f->dir);
	free(f);
	return 0;
}

static s64 put(struct fixture *f, struct analysis *a, const char *name)
{
	struct run_info info = { .name = name, .tool_version = "0.1", .rules_hash = "r" };
	s64 id = 0;

	ok(f, store_put_run(f->s, a, &info, &id, &f->err));
	analysis_free(a);
	return id;
}

static void assert_loc(const struct src_loc *a, const struct src_loc *b)
{
	assert_string_equal(a->file, b->file);
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->column, b->column);
}

static void assert_event(const struct path_event *a, const struct path_event *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_loc(&a->loc, &b->loc);
	assert_string_equal(a->function, b->function);
	assert_string_equal(a->text, b->text);
}

static void assert_finding(const struct finding *a, const struct finding *b)
{
	u32 i;

	assert_int_equal(a->rule, b->rule);
	assert_loc(&a->loc, &b->loc);
	assert_string_equal(a->function, b->function);
	assert_string_equal(a->accessor, b->accessor);
	assert_string_equal(a->index, b->index);
	assert_string_equal(a->message, b->message);
	assert_loc(&a->site, &b->site);
	assert_string_equal(a->site_function, b->site_function);
	assert_int_equal(a->nevents, b->nevents);
	for (i = 0; i < a->nevents; i++)
		assert_event(&a->events[i], &b->events[i]);
}

static void assert_site(const struct site *a, const struct site *b)
{
	assert_loc(&a->loc, &b->loc);
	assert_string_equal(a->function, b->function);
	assert_string_equal(a->accessor, b->accessor);
	assert_int_equal(a->verdict, b->verdict);
	assert_string_equal(a->index, b->index);
	assert_int_equal(a->reason, b->reason);
	assert_string_equal(a->explain, b->explain);
}

static void assert_unit(const struct unit_info *a, const struct unit_info *b)
{
	assert_string_equal(a->file, b->file);
	assert_string_equal(a->frontend, b->frontend);
	assert_string_equal(a->compiler, b->compiler);
	assert_string_equal(a->object, b->object);
	assert_true(a->checksum == b->checksum);
	assert_int_equal(a->status, b->status);
	assert_string_equal(a->message, b->message);
	assert_int_equal(a->nfuncs, b->nfuncs);
	assert_int_equal(a->nskipped, b->nskipped);
	assert_string_equal(a->packs, b->packs);
}

static void check_sites(struct fixture *f, const struct analysis *a)
{
	const struct site *sites;
	u32 n, i;

	ok(f, store_sites(f->s, NULL, f->arena, &sites, &n, &f->err));
	assert_int_equal(n, a->nsites);
	for (i = 0; i < n; i++)
		assert_site(&sites[i], &a->sites[i]);
}

static void check_units(struct fixture *f, const struct analysis *a)
{
	const struct unit_info *units;
	u32 n, i;

	ok(f, store_units(f->s, NULL, f->arena, &units, &n, &f->err));
	assert_int_equal(n, a->nunits);
	for (i = 0; i < n; i++)
		assert_unit(&units[i], &a->units[i]);
}

/* Twins count up. */
static u64 fingerprint(const struct analysis *a, u32 i)
{
	u64 hash = finding_fingerprint(&a->findings[i], 0);
	u32 j, ordinal = 0;

	for (j = 0; j < i; j++)
		ordinal += finding_fingerprint(&a->findings[j], 0) == hash;
	return finding_fingerprint(&a->findings[i], ordinal);
}

/* Findings are numbered in the order of the analysis. */
static void check_findings(struct fixture *f, const struct analysis *a)
{
	const struct finding_record *r;
	u32 i;

	for (i = 0; i < a->nfindings; i++) {
		ok(f, store_finding(f->s, i + 1, f->arena, &r, &f->err));
		assert_int_equal(r->id, i + 1);
		assert_true(r->fingerprint == fingerprint(a, i));
		assert_int_equal(r->status, STATUS_NEW);
		assert_finding(&r->f, &a->findings[i]);
	}
}

static void round_trip(struct fixture *f, struct analysis *a)
{
	static const struct run_problem problems[] = {
		{ PROBLEM_DAMAGED, hostile_text, "bad checksum" },
		{ PROBLEM_UNTOUCHED, "vdso.o", hostile_text },
	};
	struct run_info info = {
		.name = hostile_text, .commit = "0123abcd", .tool_version = "0.1",
		.rules_hash = "77", .time = 1700000000, .objects = 9, .objects_no_facts = 4,
		.objects_untouched = 1, .objects_damaged = 1, .nproblems = 2,
		.problems = problems,
	};
	const struct run_problem *p;
	const struct run_record *run;
	s64 id;
	u32 n;

	ok(f, store_put_run(f->s, a, &info, &id, &f->err));
	assert_int_equal(id, 1);
	check_sites(f, a);
	check_units(f, a);
	check_findings(f, a);
	ok(f, store_problems(f->s, NULL, f->arena, &p, &n, &f->err));
	assert_int_equal(n, 2);
	assert_int_equal(p[0].kind, PROBLEM_DAMAGED);
	assert_string_equal(p[0].file, hostile_text);
	assert_string_equal(p[1].message, hostile_text);
	ok(f, store_run(f->s, hostile_text, f->arena, &run, &f->err));
	assert_string_equal(run->info.commit, "0123abcd");
	assert_string_equal(run->info.tool_version, "0.1");
	assert_string_equal(run->info.rules_hash, "77");
	assert_int_equal(run->info.time, 1700000000);
	assert_int_equal(run->info.objects, 9);
	assert_int_equal(run->info.objects_no_facts, 4);
	assert_int_equal(run->info.objects_untouched, 1);
	assert_int_equal(run->info.objects_damaged, 1);
	ok(f, store_check(f->s, &f->err));
	analysis_free(a);
}

static void test_round_trip(void **state)
{
	round_trip(*state, data_small());
}

static void test_round_trip_hostile(void **state)
{
	round_trip(*state, data_hostile());
}

static u32 count(struct fixture *f, const struct store_filter *filter)
{
	const struct finding_record *r;
	u32 n;

	ok(f, store_findings(f->s, filter, f->arena, &r, &n, &f->err));
	return n;
}

static u32 count_status(struct fixture *f, const char *run, enum finding_status s)
{
	struct store_filter filter = { .run = run, .statuses = STATUS_BIT(s) };

	return count(f, &filter);
}

static void assert_counts(struct fixture *f, const char *name, u32 fresh,
			  u32 open, u32 fixed)
{
	const struct run_record *run;

	ok(f, store_run(f->s, name, f->arena, &run, &f->err));
	assert_int_equal(run->nfindings[STATUS_NEW], fresh);
	assert_int_equal(run->nfindings[STATUS_OPEN], open);
	assert_int_equal(run->nfindings[STATUS_FIXED], fixed);
	assert_int_equal(count_status(f, name, STATUS_NEW), fresh);
	assert_int_equal(count_status(f, name, STATUS_OPEN), open);
	assert_int_equal(count_status(f, name, STATUS_FIXED), fixed);
}

static void test_history(void **state)
{
	struct fixture *f = *state;
	const struct finding_record *r;

	put(f, data_series(0, 10), "base");
	assert_counts(f, NULL, 10, 0, 0);
	put(f, data_series(3, 10), NULL);
	assert_counts(f, NULL, 3, 7, 3);
	assert_int_equal(count(f, NULL), 10);
	put(f, data_series(0, 0), "empty");
	assert_counts(f, NULL, 0, 0, 13);
	put(f, data_series(0, 1), "again");
	assert_counts(f, NULL, 0, 1, 12);
	/* Older runs still say what they said. */
	assert_counts(f, "base", 10, 0, 0);
	assert_counts(f, "2", 3, 7, 3);
	ok(f, store_finding(f->s, 1, f->arena, &r, &f->err));
	assert_int_equal(r->status, STATUS_OPEN);
	assert_string_equal(r->first_run_name, "base");
	assert_string_equal(r->last_run_name, "again");
	ok(f, store_finding(f->s, 13, f->arena, &r, &f->err));
	assert_int_equal(r->status, STATUS_FIXED);
	assert_string_equal(r->first_run_name, "2");
	assert_string_equal(r->last_run_name, "2");
	assert_int_equal(r->f.nevents, EVENT_KIND_COUNT);
}

/* Numbers count up by one, whatever runs come between. */
static void test_ids_are_stable(void **state)
{
	struct fixture *f = *state;
	struct store_filter all = { .statuses = STATUS_ALL };
	const struct finding_record *r;
	u32 n, i;

	for (i = 0; i < 5; i++)
		put(f, data_series(0, 4), NULL);
	put(f, data_series(0, 8), NULL);
	ok(f, store_findings(f->s, &all, f->arena, &r, &n, &f->err));
	assert_int_equal(n, 8);
	for (i = 0; i < n; i++) {
		assert_int_equal(r[i].id, i + 1);
		assert_int_equal(r[i].f.loc.line, i);
		assert_int_equal(r[i].f.nevents, 0);
	}
}

static void test_filters(void **state)
{
	struct fixture *f = *state;
	struct store_filter rule = { .rule = "egpr-unguarded" };
	struct store_filter path = { .path = "arch/*.c" };
	struct store_filter other = { .path = "*.h" };
	struct store_filter events = { .with_events = true };
	const struct finding_record *r;
	const struct site *sites;
	u32 n;

	put(f, data_small(), NULL);
	assert_int_equal(count(f, &rule), 1);
	assert_int_equal(count(f, &path), 3);
	assert_int_equal(count(f, &other), 0);
	ok(f, store_findings(f->s, &events, f->arena, &r, &n, &f->err));
	assert_int_equal(r[2].f.nevents, EVENT_KIND_COUNT);
	assert_int_equal(r[2].f.events[5].kind, EVENT_ACCESSOR);
	ok(f, store_sites(f->s, &other, f->arena, &sites, &n, &f->err));
	assert_int_equal(n, 0);
}

static void test_runs(void **state)
{
	struct fixture *f = *state;
	const struct run_record *r;
	u32 n;

	ok(f, store_runs(f->s, f->arena, &r, &n, &f->err));
	assert_int_equal(n, 0);
	put(f, data_small(), "twice");
	put(f, data_small(), "twice");
	put(f, data_small(), "1");
	put(f, data_small(), "");
	ok(f, store_runs(f->s, f->arena, &r, &n, &f->err));
	assert_int_equal(n, 4);
	assert_string_equal(r[3].info.name, "4");
	assert_true(r[3].info.time > 1700000000);
	assert_int_equal(r[0].nunits[UNIT_FAILED], 1);
	assert_int_equal(r[0].nsites[VERDICT_VIOLATION], 1);
	/* Of equal names the latest counts; a name goes before a number. */
	ok(f, store_run(f->s, "twice", f->arena, &r, &f->err));
	assert_int_equal(r->id, 2);
	ok(f, store_run(f->s, "1", f->arena, &r, &f->err));
	assert_int_equal(r->id, 3);
	ok(f, store_run(f->s, "2", f->arena, &r, &f->err));
	assert_int_equal(r->id, 2);
	ok(f, store_run(f->s, NULL, f->arena, &r, &f->err));
	assert_int_equal(r->id, 4);
	ok(f, store_run_number(f->s, 1, f->arena, &r, &f->err));
	assert_int_equal(r->id, 1);
	assert_int_equal(store_run_number(f->s, 9, f->arena, &r, &f->err), ERR_USAGE);
	assert_non_null(strstr(f->err.msg, "db: no run 9"));
}

static void test_nothing_there(void **state)
{
	struct fixture *f = *state;
	struct store_filter filter = { .run = "no such" };
	const struct finding_record *findings;
	const struct run_record *run;
	u32 n;

	assert_int_equal(count(f, NULL), 0);
	assert_int_equal(store_run(f->s, NULL, f->arena, &run, &f->err), ERR_USAGE);
	assert_non_null(strstr(f->err.msg, "db: no run yet"));
	assert_int_equal(store_finding(f->s, 1, f->arena, &findings, &f->err), ERR_USAGE);
	assert_non_null(strstr(f->err.msg, "db: no finding 1"));
	assert_int_equal(store_finding(f->s, 0, f->arena, &findings, &f->err), ERR_USAGE);
	assert_int_equal(store_findings(f->s, &filter, f->arena, &findings, &n, &f->err),
			 ERR_USAGE);
	assert_non_null(strstr(f->err.msg, "db: no run named no such"));
	/* A failed query leaves the store usable. */
	put(f, data_small(), NULL);
	assert_int_equal(count(f, NULL), 3);
	assert_int_equal(store_finding(f->s, 4, f->arena, &findings, &f->err), ERR_USAGE);
	assert_int_equal(store_finding(f->s, -1, f->arena, &findings, &f->err), ERR_USAGE);
}

/* A path is a path, not one of SQLite's special names. */
static void test_odd_file_names(void **state)
{
	static const char *const names[] = {
		":memory:", "file:x?mode=memory", "a b%41?#'\"\xff", "-",
	};
	struct fixture *f = *state;
	char *home = getcwd(NULL, 0);
	struct store *s;
	size_t len;
	u32 i;

	assert_int_equal(chdir(f->dir), 0);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		ok(f, store_open(names[i], STORE_WRITE, &s, &f->err));
		store_close(s);
		ok(f, store_open(names[i], STORE_READ, &s, &f->err));
		store_close(s);
		free(read_file(names[i], &len));
		assert_true(len > 0);
	}
	assert_int_equal(chdir(home), 0);
	free(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(test_round_trip_hostile, setup, teardown),
		cmocka_unit_test_setup_teardown(test_history, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ids_are_stable, setup, teardown),
		cmocka_unit_test_setup_teardown(test_filters, setup, teardown),
		cmocka_unit_test_setup_teardown(test_runs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_there, setup, teardown),
		cmocka_unit_test_setup_teardown(test_odd_file_names, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
