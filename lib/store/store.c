/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens, creates, brings up to date and checks the database. */
#include "lib/store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/strbuf.h"
#include "lib/store/store_p.h"

#define TIMEOUT_MS (10 * 60 * 1000)
#define RETRY_US (10 * 1000)
/* What a collect that was killed at its very start leaves behind. */
#define EMPTY "%s: empty, no run was ever collected into it"

void store_set_timeout(struct store *s, int milliseconds)
{
	s->timeout_ms = milliseconds;
	sqlite3_busy_timeout(s->db, milliseconds);
}

/* SQLite has names of its own, ":memory:" and "file:...": we always mean a file. */
static char *file_name(const char *path)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s%s", path[0] == '/' ? "" : "./", path);
	return strbuf_detach(&sb);
}

static struct store *store_new(const char *path)
{
	struct store *s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	s->path = strdup(path);
	s->name = file_name(path);
	if (!s->path)
		abort();
	return s;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	sqlite3_close(s->db);
	free(s->path);
	free(s->name);
	free(s);
}

static int connect_file(struct store *s, const char *name, int flags,
			struct error *err)
{
	int rc;

	rc = sqlite3_open_v2(name, &s->db, flags | SQLITE_OPEN_EXRESCODE, NULL);
	if (!s->db)
		abort();
	if (rc != SQLITE_OK)
		return store_fail(s, rc, err);
	/* Before anything that may meet a lock. */
	store_set_timeout(s, TIMEOUT_MS);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return store_exec(s, "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY",
			  err);
}

/*
 * The schema of the file; 0 for one that holds nothing yet. Whatever is not
 * ours is refused before we write a byte. Within a transaction only: another
 * process may be creating the tables right now.
 */
static int read_version(struct store *s, s64 *ret, struct error *err)
{
	s64 id, version, objects;
	int rc;

	rc = store_number(s, "PRAGMA application_id", &id, err);
	if (!rc)
		rc = store_number(s, "PRAGMA user_version", &version, err);
	if (!rc)
		rc = store_number(s, "SELECT count(*) FROM sqlite_schema", &objects, err);
	if (rc)
		return rc;
	if (id != STORE_APPLICATION_ID && (id || version || objects))
		return error_set(err, ERR_FORMAT, "%s: not a gprcheck database", s->path);
	if (version > STORE_VERSION)
		return error_set(err, ERR_VERSION,
				 "database %s was written by a newer gprcheck (schema %lld, this one knows %d)",
				 s->path, (long long)version, STORE_VERSION);
	*ret = version;
	return 0;
}

static int identify(struct store *s, s64 *ret_version, struct error *err)
{
	int rc;

	rc = store_begin_read(s, err);
	if (rc)
		return rc;
	return store_end(s, read_version(s, ret_version, err), err);
}

/* Two that switch the mode at once would deadlock, so SQLite does not wait. */
static int set_wal(struct store *s, struct error *err)
{
	int rc, waited = 0;

	for (;;) {
		rc = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
		if ((rc & 0xff) != SQLITE_BUSY || waited >= s->timeout_ms)
			break;
		usleep(RETRY_US);
		waited += RETRY_US / 1000;
	}
	return rc == SQLITE_OK ? 0 : store_fail(s, rc, err);
}

static int run_step(struct store *s, const struct store_step *step, struct error *err)
{
	int rc = store_exec(s, step->sql, err);

	return rc || !step->after ? rc : step->after(s, err);
}

static int run_steps(struct store *s, s64 from, struct error *err)
{
	struct strbuf sb = STRBUF_INIT;
	int rc = 0;

	for (; !rc && from < STORE_VERSION; from++)
		rc = run_step(s, &store_steps[from], err);
	if (!rc) {
		strbuf_addf(&sb, "PRAGMA application_id = %d; PRAGMA user_version = %d",
			    STORE_APPLICATION_ID, STORE_VERSION);
		rc = store_exec(s, strbuf_str(&sb), err);
	}
	strbuf_release(&sb);
	return rc;
}

/* The version is read again: another process may have been faster. */
static int migrate(struct store *s, struct error *err)
{
	s64 version;
	int rc;

	rc = store_begin_write(s, err);
	if (rc)
		return rc;
	rc = read_version(s, &version, err);
	if (!rc && version < STORE_VERSION)
		rc = run_steps(s, version, err);
	return store_end(s, rc, err);
}

static int open_write(struct store *s, struct error *err)
{
	s64 version;
	int rc;

	rc = connect_file(s, s->name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
	if (!rc)
		rc = identify(s, &version, err);
	if (rc)
		return rc;
	if (sqlite3_db_readonly(s->db, "main"))
		return error_set(err, ERR_IO, "%s: not writable", s->path);
	rc = set_wal(s, err);
	if (!rc)
		rc = store_exec(s, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
				err);
	if (!rc && version < STORE_VERSION)
		rc = migrate(s, err);
	return rc;
}

static int check_readable(const char *path, struct error *err)
{
	struct stat st;

	if (stat(path, &st) || access(path, R_OK))
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return error_set(err, ERR_IO, "%s: not a file", path);
	if (!st.st_size)
		return error_set(err, ERR_FORMAT, EMPTY, path);
	return 0;
}

static bool has_log(const char *path)
{
	struct strbuf sb = STRBUF_INIT;
	struct stat st;
	bool found;

	strbuf_addf(&sb, "%s-wal", path);
	found = !stat(strbuf_str(&sb), &st) && st.st_size;
	strbuf_release(&sb);
	return found;
}

/* SQLite's name for a file that nobody will change while we read. */
static void immutable_uri(struct strbuf *sb, const char *path)
{
	strbuf_addstr(sb, "file:");
	for (; *path; path++) {
		if (strchr("%?#", *path))
			strbuf_addf(sb, "%%%02X", (unsigned char)*path);
		else
			strbuf_addch(sb, *path);
	}
	strbuf_addstr(sb, "?immutable=1");
}

/*
 * A WAL database needs two more files beside it even to be read. Where they
 * cannot be made nobody can be writing either, so that we do without.
 */
static int reopen_immutable(struct store *s, struct error *err)
{
	struct strbuf uri = STRBUF_INIT;
	int rc;

	if (has_log(s->path))
		return error_set(err, ERR_IO,
				 "%s: not closed properly, and its folder is not writable: read it once with write permission",
				 s->path);
	sqlite3_close(s->db);
	s->db = NULL;
	immutable_uri(&uri, s->name);
	rc = connect_file(s, strbuf_str(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
	strbuf_release(&uri);
	return rc;
}

/* Read and write as far as SQLite goes, so that it cleans up its log. */
static int open_read(struct store *s, struct error *err)
{
	s64 version;
	int rc;

	rc = check_readable(s->path, err);
	if (!rc)
		rc = connect_file(s, s->name, SQLITE_OPEN_READWRITE, err);
	if (rc)
		return rc;
	rc = identify(s, &version, err);
	if (rc == ERR_IO) {
		rc = reopen_immutable(s, err);
		if (!rc)
			rc = identify(s, &version, err);
	}
	if (!rc && !version)
		rc = error_set(err, ERR_FORMAT, EMPTY, s->path);
	else if (!rc && version < STORE_VERSION)
		rc = error_set(err, ERR_VERSION,
			       "%s: schema %lld of an older gprcheck; the next collect brings it to %d",
			       s->path, (long long)version, STORE_VERSION);
	if (!rc)
		rc = store_exec(s, "PRAGMA query_only = ON", err);
	return rc;
}

int store_open(const char *path, enum store_mode mode, struct store **ret,
	       struct error *err)
{
	struct store *s = store_new(path);
	int rc;

	rc = mode == STORE_WRITE ? open_write(s, err) : open_read(s, err);
	if (rc) {
		store_close(s);
		return rc;
	}
	*ret = s;
	return 0;
}

static int check_integrity(struct store *s, struct error *err)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, s, "SELECT integrity_check FROM pragma_integrity_check(1)",
			   err);
	if (!rc)
		rc = query_step(&q, err);
	if (rc > 0) {
		const char *text = (const char *)sqlite3_column_text(q.stmt, 0);

		rc = text && !strcmp(text, "ok") ? 0 :
			error_set(err, ERR_FORMAT, "%s: the database is damaged: %s",
				  s->path, text ? text : "");
	}
	query_finish(&q);
	return rc;
}

/* What the tables say, beyond what the schema can demand. */
static const struct {
	const char *sql, *what;
} rules[] = {
	{ "SELECT count(*) FROM pragma_foreign_key_check", "rows refer to rows that are gone" },
	{ "SELECT count(*) FROM occurrence AS o WHERE last_run < first_run OR end_run <= last_run",
	  "occurrences end before they begin" },
	{ "SELECT count(*) FROM occurrence AS a JOIN occurrence AS b"
	  " ON b.finding = a.finding AND b.variant = a.variant AND b.first_run > a.first_run"
	  " AND b.first_run <= a.last_run", "occurrences of one finding overlap" },
	{ "SELECT count(*) FROM finding AS f"
	  " WHERE NOT EXISTS (SELECT 1 FROM occurrence WHERE finding = f.id)",
	  "findings were never seen" },
	{ "SELECT count(*) FROM finding AS f"
	  " WHERE NOT EXISTS (SELECT 1 FROM finding_key WHERE finding = f.id)",
	  "findings have no key" },
	{ "SELECT count(*) FROM occurrence AS o JOIN run AS r ON r.id IN (o.first_run, o.last_run)"
	  " WHERE r.variant <> o.variant", "occurrences belong to runs of another variant" },
};

static int check_rules(struct store *s, struct error *err)
{
	s64 wrong;
	u32 i;
	int rc = 0;

	for (i = 0; !rc && i < ARRAY_SIZE(rules); i++) {
		rc = store_number(s, rules[i].sql, &wrong, err);
		if (!rc && wrong)
			rc = error_set(err, ERR_FORMAT, "%s: the database is damaged: %lld %s",
				       s->path, (long long)wrong, rules[i].what);
	}
	return rc;
}

int store_check(struct store *s, struct error *err)
{
	int rc;

	rc = check_integrity(s, err);
	return rc ? rc : check_rules(s, err);
}
