/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The store in bad company: killed writers, many writers, foreign and damaged files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/store/store.h"
#include "testcases/unit/findings_data.h"

#define WRITERS 8
#define KILLS 50
/* A put of this many findings takes long enough to be hit in the middle. */
#define SERIES 400

struct fixture {
	char *dir;
	char *db;
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
	f->db = strdup(scratch_path(f->dir, "db"));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	free(f->db);
	scratch_remove(f->dir);
	free(f);
	return 0;
}

/* Opens, puts findings first to first + n - 1 as a run, closes. */
static int put(const char *db, u32 first, u32 n, struct error *err)
{
	struct analysis *a = data_series(first, n);
	struct run_info info = { .tool_version = "0.1" };
	struct store *s;
	int rc;

	rc = store_open(db, STORE_WRITE, &s, err);
	if (!rc) {
		rc = store_put_run(s, a, &info, NULL, err);
		store_close(s);
	}
	analysis_free(a);
	return rc;
}

static void expect_open(struct fixture *f, enum store_mode mode, int code,
			const char *message)
{
	struct store *s = NULL;

	assert_int_equal(store_open(f->db, mode, &s, &f->err), code);
	assert_null(s);
	if (!strstr(f->err.msg, f->db))
		fail_msg("no file name in: %s", f->err.msg);
	if (!strstr(f->err.msg, message))
		fail_msg("not '%s': %s", message, f->err.msg);
}

/* ---- files that are not ours, or not any more */

/* Runs SQL with the sqlite3 command: only the store links the library. */
static void sql(struct fixture *f, const char *text)
{
	char *command;

	assert_true(asprintf(&command, "sqlite3 '%s' '%s' >/dev/null", f->db, text) > 0);
	assert_int_equal(system(command), 0);
	free(command);
}

static void assert_unchanged(struct fixture *f, const char *before, size_t len)
{
	size_t now;
	char *after = read_file(f->db, &now);

	assert_int_equal(now, len);
	assert_memory_equal(before, after, len);
	free(after);
}

static void refused(struct fixture *f, int code, const char *message)
{
	size_t len;
	char *before = read_file(f->db, &len);

	expect_open(f, STORE_READ, code, message);
	expect_open(f, STORE_WRITE, code, message);
	assert_unchanged(f, before, len);
	free(before);
}

static void test_newer_version(void **state)
{
	struct fixture *f = *state;

	ok(f, put(f->db, 0, 3, &f->err));
	sql(f, "PRAGMA user_version = 99");
	refused(f, ERR_VERSION, " was written by a newer gprcheck (schema 99, this one knows 3)");
	assert_memory_equal(f->err.msg, "database ", 9);
}

static void test_foreign_files(void **state)
{
	static const char text[] = "This is no database, but it is long enough to look like one"
		" if one only looks at the length of the file and not at what is in it.";
	struct fixture *f = *state;

	write_file(f->db, text, sizeof(text));
	refused(f, ERR_FORMAT, "not a gprcheck database");
	unlink(f->db);
	sql(f, "CREATE TABLE run (id)");
	refused(f, ERR_FORMAT, "not a gprcheck database");
	unlink(f->db);
	sql(f, "PRAGMA user_version = 1");
	refused(f, ERR_FORMAT, "not a gprcheck database");
}

static void test_missing_files(void **state)
{
	struct fixture *f = *state;
	char *db = f->db;

	expect_open(f, STORE_READ, ERR_IO, "No such file");
	assert_int_equal(access(f->db, F_OK), -1);
	f->db = f->dir;
	expect_open(f, STORE_READ, ERR_IO, "not a file");
	expect_open(f, STORE_WRITE, ERR_IO, "unable to open");
	f->db = (char *)(uintptr_t)scratch_path(f->dir, "no/such/folder");
	expect_open(f, STORE_READ, ERR_IO, "No such file");
	expect_open(f, STORE_WRITE, ERR_IO, "No such file");
	f->db = db;
	/* A writer was killed before its first byte: the next one goes on. */
	write_file(f->db, "", 0);
	expect_open(f, STORE_READ, ERR_FORMAT, "empty");
	ok(f, put(f->db, 0, 3, &f->err));
}

/* All queries there are; what they return does not matter here, only that they do. */
static int read_all(const char *db, struct error *err)
{
	struct store_filter all = { .statuses = STATUS_ALL, .with_events = true };
	struct arena *arena = arena_new();
	const struct finding_record *findings;
	const struct run_problem *problems;
	const struct run_record *runs;
	const struct unit_info *units;
	const struct site *sites;
	struct store *s;
	u32 n;
	int rc;

	rc = store_open(db, STORE_READ, &s, err);
	if (!rc) {
		if (!rc)
			rc = store_findings(s, &all, arena, &findings, &n, err);
		if (!rc)
			rc = store_sites(s, NULL, arena, &sites, &n, err);
		if (!rc)
			rc = store_units(s, NULL, arena, &units, &n, err);
		if (!rc)
			rc = store_problems(s, NULL, arena, &problems, &n, err);
		if (!rc)
			rc = store_runs(s, arena, &runs, &n, err);
		if (!rc)
			rc = store_check(s, err);
		store_close(s);
	}
	arena_free(arena);
	return rc;
}

static void unlink_log(const char *db)
{
	char path[4200];

	snprintf(path, sizeof(path), "%s-wal", db);
	unlink(path);
	snprintf(path, sizeof(path), "%s-shm", db);
	unlink(path);
}

/* A damaged page each; an error must name the file, a crash is what we look for. */
static void test_damaged_pages(void **state)
{
	struct fixture *f = *state;
	u32 found = 0, pages = 0;
	char *good, *bad;
	size_t len, at;

	ok(f, put(f->db, 0, 60, &f->err));
	good = read_file(f->db, &len);
	bad = malloc(len);
	for (at = 0; at < len; at += 4096, pages++) {
		memcpy(bad, good, len);
		memset(bad + at, 0xa5, 512);
		unlink_log(f->db);
		write_file(f->db, bad, len);
		if (!read_all(f->db, &f->err))
			continue;
		found++;
		assert_non_null(strstr(f->err.msg, f->db));
		assert_true(f->err.code == ERR_FORMAT || f->err.code == ERR_STORE);
	}
	assert_int_equal(found, pages);
	free(good);
	free(bad);
}

static void test_truncated(void **state)
{
	struct fixture *f = *state;
	char *good;
	size_t len, cut;

	ok(f, put(f->db, 0, 60, &f->err));
	good = read_file(f->db, &len);
	for (cut = 1; cut < len; cut += cut < 600 ? 99 : 4096 - 7) {
		unlink_log(f->db);
		write_file(f->db, good, cut);
		assert_int_not_equal(read_all(f->db, &f->err), 0);
		assert_non_null(strstr(f->err.msg, f->db));
	}
	free(good);
}

/* ---- folders and files without write permission */

/* In a child without root's powers, where we have them; its exit status. */
static int as_nobody(int (*run)(struct fixture *f), struct fixture *f)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		if (!getuid() && (setgid(65534) || setuid(65534)))
			_exit(99);
		_exit(run(f));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int can_read(struct fixture *f)
{
	int rc = read_all(f->db, &f->err);

	if (rc)
		fprintf(stderr, "# %s\n", f->err.msg);
	return rc ? 1 : 0;
}

static int cannot_write(struct fixture *f)
{
	int rc = put(f->db, 0, 3, &f->err);

	if (rc != ERR_IO || !strstr(f->err.msg, f->db))
		fprintf(stderr, "# %d: %s\n", rc, f->err.msg);
	return rc == ERR_IO && strstr(f->err.msg, f->db) ? 0 : 1;
}

static int cannot_read(struct fixture *f)
{
	int rc = read_all(f->db, &f->err);

	return rc == ERR_IO && strstr(f->err.msg, f->db) ? 0 : 1;
}

static void test_read_only(void **state)
{
	struct fixture *f = *state;
	char *before;
	size_t len;

	ok(f, put(f->db, 0, 3, &f->err));
	before = read_file(f->db, &len);
	/* Neither the file nor the folder can be written. */
	chmod(f->db, 0444);
	chmod(f->dir, 0555);
	assert_int_equal(as_nobody(can_read, f), 0);
	assert_int_equal(as_nobody(cannot_write, f), 0);
	/* The file can, the folder cannot: no log can be made beside it. */
	chmod(f->dir, 0755);
	chmod(f->db, 0666);
	chmod(f->dir, 0555);
	assert_int_equal(as_nobody(can_read, f), 0);
	assert_int_equal(as_nobody(cannot_write, f), 0);
	/* Not even readable. */
	chmod(f->db, 0000);
	assert_int_equal(as_nobody(cannot_read, f), 0);
	chmod(f->db, 0644);
	chmod(f->dir, 0755);
	assert_unchanged(f, before, len);
	free(before);
}

/* ---- several at once */

static void wait_for_all(struct fixture *f, const pid_t *pids, u32 n)
{
	u32 i, failed = 0;
	int status;

	(void)f;
	for (i = 0; i < n; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		failed += status != 0;
	}
	assert_int_equal(failed, 0);
}

static void check_all_runs(struct fixture *f, u32 nruns, u32 nfindings)
{
	struct store_filter all = { .statuses = STATUS_ALL };
	struct arena *arena = arena_new();
	const struct finding_record *r;
	const struct run_record *runs;
	struct store *s;
	u32 n, i;

	ok(f, store_open(f->db, STORE_READ, &s, &f->err));
	ok(f, store_check(s, &f->err));
	ok(f, store_runs(s, arena, &runs, &n, &f->err));
	assert_int_equal(n, nruns);
	for (i = 0; i < n; i++) {
		assert_int_equal(runs[i].id, i + 1);
		assert_int_equal(runs[i].nfindings[STATUS_NEW] +
				 runs[i].nfindings[STATUS_OPEN], SERIES);
	}
	ok(f, store_findings(s, &all, arena, &r, &n, &f->err));
	assert_int_equal(n, nfindings);
	store_close(s);
	arena_free(arena);
}

/* All start on a database that is not there yet, each with findings shared with the next. */
static void test_concurrent_writers(void **state)
{
	struct fixture *f = *state;
	pid_t pids[WRITERS];
	u32 i;

	for (i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (pids[i])
			continue;
		if (put(f->db, i * SERIES / 2, SERIES, &f->err)) {
			fprintf(stderr, "# writer %u: %s\n", i, f->err.msg);
			_exit(1);
		}
		_exit(0);
	}
	wait_for_all(f, pids, WRITERS);
	check_all_runs(f, WRITERS, (WRITERS + 1) * SERIES / 2);
}

/* Writers that come again and again, and readers that must never see half a run. */
static void test_readers_among_writers(void **state)
{
	struct fixture *f = *state;
	pid_t pids[WRITERS];
	u32 i, k;

	ok(f, put(f->db, 0, SERIES, &f->err));
	for (i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (pids[i])
			continue;
		for (k = 0; k < 5; k++) {
			if (i % 2 ? read_all(f->db, &f->err) : put(f->db, 0, SERIES, &f->err)) {
				fprintf(stderr, "# process %u: %s\n", i, f->err.msg);
				_exit(1);
			}
		}
		_exit(0);
	}
	wait_for_all(f, pids, WRITERS);
	check_all_runs(f, 1 + WRITERS / 2 * 5, SERIES);
}

/* Holds the lock from a sqlite3 command until it is told to stop. */
static void test_lock_that_stays(void **state)
{
	struct fixture *f = *state;
	struct analysis *a = data_series(0, 1);
	struct run_info info = { .tool_version = "0.1" };
	struct store *s;
	char line[16] = "";
	char *command;
	FILE *holder, *answer;

	ok(f, put(f->db, 0, 3, &f->err));
	assert_true(asprintf(&command, "sqlite3 '%s' >'%s/answer'", f->db, f->dir) > 0);
	holder = popen(command, "w");
	fputs("BEGIN IMMEDIATE;\nSELECT 'held';\n", holder);
	fflush(holder);
	while (!line[0]) {
		usleep(1000);
		answer = fopen(scratch_path(f->dir, "answer"), "r");
		if (answer && !fgets(line, sizeof(line), answer))
			line[0] = '\0';
		if (answer)
			fclose(answer);
	}
	ok(f, store_open(f->db, STORE_WRITE, &s, &f->err));
	store_set_timeout(s, 1000);
	assert_int_equal(store_put_run(s, a, &info, NULL, &f->err), ERR_STORE);
	assert_non_null(strstr(f->err.msg, "db: another process has kept it locked for 1 s"));
	/* Readers do not wait for it. */
	ok(f, read_all(f->db, &f->err));
	pclose(holder);
	ok(f, store_put_run(s, a, &info, NULL, &f->err));
	store_close(s);
	analysis_free(a);
	free(command);
}

/* ---- killed */

static s64 now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (s64)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* What a run must have when it is there at all. */
static void check_complete(const struct run_record *r)
{
	assert_int_equal(r->nfindings[STATUS_NEW] + r->nfindings[STATUS_OPEN], SERIES);
	assert_int_equal(r->nsites[VERDICT_SAFE] + r->nsites[VERDICT_UNPROVEN] +
			 r->nsites[VERDICT_VIOLATION], SERIES);
	assert_int_equal(r->nunits[UNIT_OK] + r->nunits[UNIT_DEGRADED], 2);
}

/* Runs in the database, each checked; all findings with their paths. */
static u32 check_after_kill(struct fixture *f)
{
	struct store_filter all = { .with_events = true };
	struct arena *arena = arena_new();
	const struct finding_record *r;
	const struct run_record *runs;
	struct store *s;
	u32 nruns, n, i;

	ok(f, store_open(f->db, STORE_READ, &s, &f->err));
	ok(f, store_check(s, &f->err));
	ok(f, store_runs(s, arena, &runs, &nruns, &f->err));
	for (i = 0; i < nruns; i++)
		check_complete(&runs[i]);
	ok(f, store_findings(s, &all, arena, &r, &n, &f->err));
	assert_int_equal(n, nruns ? SERIES : 0);
	for (i = 0; i < n; i++)
		assert_int_equal(r[i].f.nevents, EVENT_KIND_COUNT);
	store_close(s);
	arena_free(arena);
	return nruns;
}

/* Kills a put of this series after a delay, negative: never; true when it had ended before. */
static bool kill_put(struct fixture *f, u32 first, s64 delay_us)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (!pid)
		_exit(put(f->db, first, SERIES, &f->err) ? 1 : 0);
	if (delay_us >= 0) {
		usleep((useconds_t)delay_us);
		kill(pid, SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status))
		assert_int_equal(WEXITSTATUS(status), 0);
	return WIFEXITED(status);
}

/* Of a put in a process of its own, as the killed ones are. */
static s64 time_of_put(struct fixture *f)
{
	s64 start = now_us();

	assert_true(kill_put(f, 0, -1));
	return now_us() - start;
}

/* Anywhere, and every second one near the commit at the end. */
static s64 random_delay(u32 i, s64 whole)
{
	return i % 2 ? random() % whole : whole * 7 / 10 + random() % (whole / 2);
}

static void test_killed_writers(void **state)
{
	struct fixture *f = *state;
	s64 whole = time_of_put(f);
	u32 runs = 1, before = 0, after = 0, ended = 0, i;

	srandom(4711);
	for (i = 0; i < KILLS; i++) {
		bool done = kill_put(f, i * 7, random_delay(i, whole));
		u32 now = check_after_kill(f);

		assert_true(now == runs || now == runs + 1);
		assert_true(!done || now == runs + 1);
		ended += done;
		before += !done && now == runs;
		after += !done && now > runs;
		runs = now;
	}
	print_message("# %u puts of about %lld us killed: %u as before, %u as after, %u had ended\n",
		      KILLS, (long long)whole, before, after, ended);
	assert_true(before > 0);
}

/* The very first put is killed: no file, nothing in it, or the run. */
static void test_killed_creation(void **state)
{
	struct fixture *f = *state;
	s64 whole = time_of_put(f);
	u32 none = 0, empty = 0, full = 0, i;

	for (i = 0; i < KILLS; i++) {
		struct stat st;

		unlink(f->db);
		unlink_log(f->db);
		kill_put(f, 0, random_delay(i, whole));
		if (stat(f->db, &st)) {
			none++;
			continue;
		}
		/* What the killed one left does not stop the next. */
		if (st.st_size && !read_all(f->db, &f->err) && check_after_kill(f))
			full++;
		else
			empty++;
		ok(f, put(f->db, 0, SERIES, &f->err));
		assert_true(check_after_kill(f) >= 1);
	}
	print_message("# %u first puts killed: %u no file, %u nothing in it, %u the whole run\n",
		      KILLS, none, empty, full);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_newer_version, setup, teardown),
		cmocka_unit_test_setup_teardown(test_foreign_files, setup, teardown),
		cmocka_unit_test_setup_teardown(test_missing_files, setup, teardown),
		cmocka_unit_test_setup_teardown(test_damaged_pages, setup, teardown),
		cmocka_unit_test_setup_teardown(test_truncated, setup, teardown),
		cmocka_unit_test_setup_teardown(test_read_only, setup, teardown),
		cmocka_unit_test_setup_teardown(test_concurrent_writers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_readers_among_writers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lock_that_stays, setup, teardown),
		cmocka_unit_test_setup_teardown(test_killed_writers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_killed_creation, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
