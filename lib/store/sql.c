/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any question of a person, in SQL: only reading, only this database. */
#include <stdlib.h>
#include <string.h>

#include "lib/store/store_p.h"

/* ATTACH and PRAGMA count as reading, and could create or change files. */
static int only_reading(void *ctx, int action, const char *first, const char *second,
			const char *database, const char *trigger)
{
	(void)ctx;
	(void)second;
	(void)database;
	(void)trigger;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_PRAGMA:	/* what the table-valued forms use */
		return !strncmp(first, "table_", 6) || !strncmp(first, "index_", 6) ? SQLITE_OK
										     : SQLITE_DENY;
	}
	return SQLITE_DENY;
}

/* More than white space, comments and semicolons. */
static bool is_statement(struct store *s, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	bool is;

	is = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) != SQLITE_OK || stmt;
	sqlite3_finalize(stmt);
	return is;
}

static int prepare(struct store *s, const char *sql, sqlite3_stmt **ret, struct error *err)
{
	const char *rest;
	int rc;

	*ret = NULL;
	rc = sqlite3_prepare_v2(s->db, sql, -1, ret, &rest);
	if (rc == SQLITE_AUTH || (*ret && !sqlite3_stmt_readonly(*ret)))
		return error_set(err, ERR_USAGE, "%s: only questions are answered, nothing is changed",
				 s->path);
	if (rc == SQLITE_ERROR)
		return error_set(err, ERR_USAGE, "%s: %s", s->path, sqlite3_errmsg(s->db));
	if (rc != SQLITE_OK)
		return store_fail(s, rc, err);
	if (!*ret)
		return error_set(err, ERR_USAGE, "%s: no question in the SQL", s->path);
	if (is_statement(s, rest))
		return error_set(err, ERR_USAGE, "%s: one statement at a time", s->path);
	return 0;
}

/* Steps over all rows; a question that is wrong only when it runs is still the asker's. */
static int step(struct store *s, sqlite3_stmt *stmt, struct error *err)
{
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	if ((rc & 0xff) == SQLITE_ERROR)
		return error_set(err, ERR_USAGE, "%s: %s", s->path, sqlite3_errmsg(s->db));
	return store_fail(s, rc, err);
}

/* Which columns hold integers and nothing else (but NULL). */
static int find_numbers(struct store *s, sqlite3_stmt *stmt, struct store_column *columns,
			u32 n, struct error *err)
{
	u32 i;
	int rc, type;

	for (i = 0; i < n; i++)
		columns[i].is_number = true;
	while ((rc = step(s, stmt, err)) > 0) {
		for (i = 0; i < n; i++) {
			type = sqlite3_column_type(stmt, (int)i);
			if (type != SQLITE_INTEGER && type != SQLITE_NULL)
				columns[i].is_number = false;
		}
	}
	sqlite3_reset(stmt);
	return rc;
}

static int pass_rows(struct store *s, sqlite3_stmt *stmt, u32 n,
		     const struct store_rows *rows, struct error *err)
{
	const char **cells = calloc(n + 1, sizeof(*cells));
	int rc, passed = 0;
	u32 i;

	if (!cells)
		abort();
	while (!passed && (rc = step(s, stmt, err)) > 0) {
		for (i = 0; i < n; i++) {
			cells[i] = (const char *)sqlite3_column_text(stmt, (int)i);
			cells[i] = cells[i] ? cells[i] : "";
		}
		passed = rows->row(rows->ctx, cells, err);
	}
	free(cells);
	return passed ? passed : rc;
}

static int answer(struct store *s, sqlite3_stmt *stmt, const struct store_rows *rows,
		  struct error *err)
{
	u32 n = (u32)sqlite3_column_count(stmt), i;
	struct store_column *columns = calloc(n + 1, sizeof(*columns));
	int rc;

	if (!columns)
		abort();
	for (i = 0; i < n; i++)
		columns[i].name = sqlite3_column_name(stmt, (int)i);
	rc = find_numbers(s, stmt, columns, n, err);
	if (!rc)
		rc = rows->columns(rows->ctx, columns, n, err);
	if (!rc)
		rc = pass_rows(s, stmt, n, rows, err);
	free(columns);
	return rc;
}

/* A table-valued pragma is declared at its first use, which looks like a change. */
static int declare_pragmas(struct store *s, struct error *err)
{
	s64 n;

	return store_number(s, "SELECT count(*) FROM pragma_table_info('run')", &n, err);
}

int store_sql(struct store *s, const char *sql, const struct store_rows *rows,
	      struct error *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc;

	rc = declare_pragmas(s, err);
	if (!rc)
		rc = store_begin_read(s, err);
	if (rc)
		return rc;
	sqlite3_set_authorizer(s->db, only_reading, NULL);
	rc = prepare(s, sql, &stmt, err);
	if (!rc)
		rc = answer(s, stmt, rows, err);
	sqlite3_finalize(stmt);
	sqlite3_set_authorizer(s->db, NULL, NULL);
	return store_end(s, rc, err);
}
