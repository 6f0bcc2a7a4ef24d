/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The findings database: what each run found, remembered over runs.
 *
 * One file, SQLite, documented in doc/database.md. Every change is one
 * transaction: a process killed at any moment leaves the database as it was
 * before or as it is after. Several writers queue up; readers never wait.
 * Messages in err begin with the name of the database.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "lib/base/error.h"
#include "lib/findings/records.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

enum store_mode {
	STORE_READ,	/* must exist; nothing in it can be changed */
	STORE_WRITE,	/* created when missing, brought up to this version */
};

/*
 * ERR_VERSION: a newer gprcheck wrote it (or, for STORE_READ, an older one
 * whose tables differ: a STORE_WRITE open brings them up to date).
 * ERR_FORMAT: not a gprcheck database, or damaged. ERR_IO, ERR_STORE.
 */
int store_open(const char *path, enum store_mode mode, struct store **ret,
	       struct error *err);
/* Accepts NULL. */
void store_close(struct store *s);
/* How long to wait for another writer; 10 minutes unless set. */
void store_set_timeout(struct store *s, int milliseconds);
/* Reads the whole file and checks it; ERR_FORMAT names the first fault. */
int store_check(struct store *s, struct error *err);

/*
 * Adds a run with all its units, sites, findings and problems; nothing of
 * older runs changes. ret_id (the run's number) may be NULL.
 */
int store_put_run(struct store *s, const struct analysis *a,
		  const struct run_info *info, s64 *ret_id, struct error *err);

/*
 * Adds the runs of another database that are not in this one yet, in their
 * order, each in a transaction of its own; findings both know become one.
 * Runs are known by their uid, so that doing it again adds nothing.
 */
int store_merge(struct store *s, struct store *from, u32 *ret_added, u32 *ret_known,
		struct error *err);

/* What to load; all zero: everything that is there in the latest run. */
struct store_filter {
	const char *run;	/* name or number, see store_run(); NULL: latest */
	s64 run_number;		/* goes before run and is never a name; 0: not given */
	u32 statuses;		/* findings: STATUS_BIT()s; 0: STATUS_PRESENT */
	const char *rule;	/* findings: rule id; NULL: any */
	const char *path;	/* glob over the file, `*` matches `/` too; NULL: any */
	bool with_events;	/* findings: load their paths */
};

/*
 * Queries: arrays in the caller's arena. An empty result is no error, a
 * database without any run gives empty results; ERR_USAGE: no such run or
 * finding. filter may be NULL.
 */

/* Ordered by file, line, column, rule, id. */
int store_findings(struct store *s, const struct store_filter *filter,
		   struct arena *arena, const struct finding_record **ret,
		   u32 *ret_n, struct error *err);
/*
 * What two runs (names or numbers) have that the other has not: STATUS_NEW is
 * in `to` only, STATUS_FIXED and STATUS_LOST in `from` only; STATUS_OPEN, in
 * both, only when filter->statuses asks for it. Ordered as store_findings(),
 * the ones of `to` first; filter->run is not looked at.
 */
int store_diff(struct store *s, const char *from, const char *to,
	       const struct store_filter *filter, struct arena *arena,
	       const struct finding_record **ret, u32 *ret_n,
	       struct error *err);
/* With its path and its history; seen from the latest run. */
int store_finding(struct store *s, s64 id, struct arena *arena,
		  const struct finding_record **ret, struct error *err);
/* Ordered by file, line, column, function. */
int store_sites(struct store *s, const struct store_filter *filter,
		struct arena *arena, const struct site **ret, u32 *ret_n,
		struct error *err);
/* In the order they were put. */
int store_units(struct store *s, const struct store_filter *filter,
		struct arena *arena, const struct unit_info **ret, u32 *ret_n,
		struct error *err);
int store_problems(struct store *s, const struct store_filter *filter,
		   struct arena *arena, const struct run_problem **ret,
		   u32 *ret_n, struct error *err);
/* Oldest first. */
int store_runs(struct store *s, struct arena *arena,
	       const struct run_record **ret, u32 *ret_n, struct error *err);
/*
 * One run: by name (the latest of that name), else by number; NULL: the
 * latest. ERR_USAGE when there is none.
 */
int store_run(struct store *s, const char *name, struct arena *arena,
	      const struct run_record **ret, struct error *err);
/* The run that store_put_run() gave this number, whatever the names are. */
int store_run_number(struct store *s, s64 id, struct arena *arena,
		     const struct run_record **ret, struct error *err);

/*
 * Adds assessments in one transaction. One whose a.finding is 0 is looked up
 * by fingerprint, else by rule, file, function, accessor and index, and gets
 * its number, or stays 0 and is left out: this database does not know it. One
 * that is there already is not added again. ERR_USAGE: no finding has this
 * number.
 */
int store_assess(struct store *s, struct assessed *v, u32 n, u32 *ret_added,
		 struct error *err);
/* Every assessment ever made, by finding, oldest first. */
int store_assessments(struct store *s, struct arena *arena, const struct assessed **ret,
		      u32 *ret_n, struct error *err);
/* Of a run (filter->run). */
int store_suppressions(struct store *s, const struct store_filter *filter,
		       struct arena *arena, const struct suppression **ret, u32 *ret_n,
		       struct error *err);

/* A column of an answer; is_number: integers only, or nothing. */
struct store_column {
	const char *name;
	bool is_number;
};

/*
 * Takes an answer: its columns once, then each row, a string a column, ""
 * for NULL. A negative return ends it and is passed on.
 */
struct store_rows {
	void *ctx;
	int (*columns)(void *ctx, const struct store_column *columns, u32 n,
		       struct error *err);
	int (*row)(void *ctx, const char *const *cells, struct error *err);
};

/*
 * One question in SQL over the tables and views of doc/database.md.
 * ERR_USAGE: wrong SQL, or SQL that would change something.
 */
int store_sql(struct store *s, const char *sql, const struct store_rows *rows,
	      struct error *err);

#ifdef __cplusplus
}
#endif
#endif
