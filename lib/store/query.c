/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements with bound parameters, and the wording of SQLite's errors. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/store/store_p.h"

static int err_code_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return ERR_FORMAT;
	case SQLITE_CANTOPEN:
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_PERM:
	case SQLITE_READONLY:
		return ERR_IO;
	default:
		return ERR_STORE;
	}
}

/* What the system said, where that is the cause. */
static const char *system_cause(struct store *s, int code)
{
	int e = code == ERR_IO ? sqlite3_system_errno(s->db) : 0;

	return e ? strerror(e) : NULL;
}

int store_fail(struct store *s, int rc, struct error *err)
{
	int code = err_code_of(rc);
	const char *cause = system_cause(s, code);

	switch (rc & 0xff) {
	case SQLITE_BUSY:
		return error_set(err, code, "%s: another process has kept it locked for %d s",
				 s->path, s->timeout_ms / 1000);
	case SQLITE_NOTADB:
		return error_set(err, code, "%s: not a gprcheck database", s->path);
	case SQLITE_CORRUPT:
		return error_set(err, code, "%s: the database is damaged: %s", s->path,
				 sqlite3_errmsg(s->db));
	case SQLITE_FULL:
		return error_set(err, code, "%s: no space left to write", s->path);
	}
	return error_set(err, code, "%s: %s%s%s", s->path, sqlite3_errmsg(s->db),
			 cause ? ": " : "", cause ? cause : "");
}

int store_exec(struct store *s, const char *sql, struct error *err)
{
	int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : store_fail(s, rc, err);
}

int store_number(struct store *s, const char *sql, s64 *ret, struct error *err)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, s, sql, err);
	if (!rc)
		rc = query_step(&q, err);
	if (rc >= 0)
		*ret = rc ? query_get_int(&q) : 0;
	query_finish(&q);
	return rc < 0 ? rc : 0;
}

int store_begin_write(struct store *s, struct error *err)
{
	return store_exec(s, "BEGIN IMMEDIATE", err);
}

int store_begin_read(struct store *s, struct error *err)
{
	return store_exec(s, "BEGIN", err);
}

int store_end(struct store *s, int rc, struct error *err)
{
	if (!rc)
		rc = store_exec(s, "COMMIT", err);
	/* Some failures have ended the transaction already. */
	if (rc && !sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

int query_prepare(struct query *q, struct store *s, const char *sql,
		  struct error *err)
{
	int rc;

	memset(q, 0, sizeof(*q));
	q->s = s;
	q->param = 1;
	rc = sqlite3_prepare_v2(s->db, sql, -1, &q->stmt, NULL);
	return rc == SQLITE_OK ? 0 : store_fail(s, rc, err);
}

static void note_bind(struct query *q, int rc)
{
	if (!q->rc)
		q->rc = rc;
	q->param++;
}

void query_text(struct query *q, const char *text)
{
	query_optional(q, text ? text : "");
}

void query_optional(struct query *q, const char *text)
{
	note_bind(q, text ? sqlite3_bind_text64(q->stmt, q->param, text, strlen(text),
						SQLITE_STATIC, SQLITE_UTF8)
			  : sqlite3_bind_null(q->stmt, q->param));
}

void query_int(struct query *q, s64 value)
{
	note_bind(q, sqlite3_bind_int64(q->stmt, q->param, value));
}

void query_hex(struct query *q, u64 value)
{
	char hex[17];

	snprintf(hex, sizeof(hex), "%016" PRIx64, value);
	note_bind(q, sqlite3_bind_text(q->stmt, q->param, hex, 16, SQLITE_TRANSIENT));
}

int query_step(struct query *q, struct error *err)
{
	int rc = q->rc ? q->rc : sqlite3_step(q->stmt);

	q->column = 0;
	if (rc == SQLITE_ROW)
		return 1;
	return rc == SQLITE_DONE ? 0 : store_fail(q->s, rc, err);
}

void query_reset(struct query *q)
{
	sqlite3_reset(q->stmt);
	q->param = 1;
	q->rc = 0;
}

int query_run(struct query *q, struct error *err)
{
	int rc = query_step(q, err);

	query_reset(q);
	return rc < 0 ? rc : 0;
}

void query_finish(struct query *q)
{
	sqlite3_finalize(q->stmt);
	q->stmt = NULL;
}

s64 query_get_int(struct query *q)
{
	return sqlite3_column_int64(q->stmt, q->column++);
}

u32 query_get_u32(struct query *q)
{
	return (u32)query_get_int(q);
}

static const char *get_raw(struct query *q)
{
	const char *text = (const char *)sqlite3_column_text(q->stmt, q->column++);

	return text ? text : "";
}

bool query_get_null(struct query *q)
{
	return sqlite3_column_type(q->stmt, q->column) == SQLITE_NULL;
}

u64 query_get_hex(struct query *q)
{
	return strtoull(get_raw(q), NULL, 16);
}

const char *query_get_text(struct query *q, struct arena *arena)
{
	return arena_strdup(arena, get_raw(q));
}

int query_get_enum(struct query *q, int (*find)(const char *name))
{
	int i = find(get_raw(q));

	return i < 0 ? 0 : i;
}
