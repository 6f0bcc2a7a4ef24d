/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inside of the store: the connection and statements with bound parameters.
 *
 * A statement is prepared, its parameters bound and its columns read strictly
 * from left to right; what fails on the way is kept and comes out of the next
 * query_step().
 */
#ifndef STORE_STORE_P_H
#define STORE_STORE_P_H

#include <sqlite3.h>

#include "lib/store/store.h"

/* The schema this gprcheck writes: the number of steps in schema.c. */
#define STORE_VERSION 3
/* PRAGMA application_id of our files: "gprc". */
#define STORE_APPLICATION_ID 0x67707263

/* store_steps[N] brings schema N to N + 1. */
struct store_step {
	const char *sql;
	int (*after)(struct store *s, struct error *err);	/* NULL: nothing to do */
};

extern const struct store_step store_steps[STORE_VERSION];

/* The keys of findings and the hashes of occurrences that have none. */
int store_fill_keys(struct store *s, struct error *err);

struct store {
	sqlite3 *db;
	char *path;	/* as it was given, for messages */
	char *name;	/* as SQLite takes it */
	int timeout_ms;
};

/* What occurrence.end_why says of a finding that another one took the place of. */
#define REPLACED_WHY "finding %lld is there now"

/*
 * Gives findings seen from a run what was said of them; occurrences, in step
 * with the records, are how they were then (assess.c).
 */
int assess_records(struct store *s, s64 run, struct finding_record *records,
		   const s64 *occurrences, u32 n, struct arena *arena, struct error *err);

struct query {
	struct store *s;
	sqlite3_stmt *stmt;
	int param, column;	/* the next to bind, the next to read */
	int rc;			/* of the first bind that failed */
};

/* The path of one occurrence, for store_read_path() (get.c). */
int store_prepare_path(struct query *q, struct store *s, struct error *err);
/* Sets f->events and f->nevents, in the arena. */
int store_read_path(struct query *q, s64 occurrence, struct arena *arena,
		    struct finding *f, struct error *err);

/* Words the result code of a failed call and returns an error code. */
int store_fail(struct store *s, int rc, struct error *err);
/* SQL without parameters and results. */
int store_exec(struct store *s, const char *sql, struct error *err);
/* The single number a statement gives, 0 when it gives no row. */
int store_number(struct store *s, const char *sql, s64 *ret,
		 struct error *err);

/* One writer at a time; waits for the others. */
int store_begin_write(struct store *s, struct error *err);
/* All queries until store_end() see the same state. */
int store_begin_read(struct store *s, struct error *err);
/* Commits when rc is 0, else undoes everything; returns rc or the failure. */
int store_end(struct store *s, int rc, struct error *err);

int query_prepare(struct query *q, struct store *s, const char *sql,
		  struct error *err);
/* The text must stay until query_reset() or query_finish(). NULL gives "". */
void query_text(struct query *q, const char *text);
/* NULL gives SQL NULL. */
void query_optional(struct query *q, const char *text);
void query_int(struct query *q, s64 value);
/* As 16 hex digits. */
void query_hex(struct query *q, u64 value);
/* 1: a row is there; 0: no more; negative: error. */
int query_step(struct query *q, struct error *err);
/* Ready for the next set of parameters. */
void query_reset(struct query *q);
/* One execution that gives no rows, then query_reset(). */
int query_run(struct query *q, struct error *err);
/* Accepts a statement that could not be prepared. */
void query_finish(struct query *q);

s64 query_get_int(struct query *q);
u32 query_get_u32(struct query *q);
u64 query_get_hex(struct query *q);
const char *query_get_text(struct query *q, struct arena *arena);
bool query_get_null(struct query *q);	/* looks, does not move on */
/* Through a *_find() function; 0 for a name this version does not know. */
int query_get_enum(struct query *q, int (*find)(const char *name));

#endif
