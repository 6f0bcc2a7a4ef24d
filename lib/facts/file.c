/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens a file once, tells what it is and passes it to the right reader. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Out of memory ends the process, as in lib/base. */
#define uthash_fatal(msg) abort()
#include <uthash.h>

#include "lib/facts/reader.h"

#define WIRE_MAGIC "GPRCHECK"
#define MAGIC_LEN 8

struct file_id {
	u64 dev, ino;
};

struct seen_file {
	struct file_id id;
	UT_hash_handle hh;
};

struct facts_reader *facts_new(const struct facts_handler *handler)
{
	struct facts_reader *r = calloc(1, sizeof(*r));

	if (!r)
		abort();
	r->handler = *handler;
	return r;
}

void facts_free(struct facts_reader *r)
{
	struct seen_file *f, *next;

	if (!r)
		return;
	HASH_ITER(hh, r->seen, f, next) {
		HASH_DEL(r->seen, f);
		free(f);
	}
	free(r);
}

static struct seen_file *find_seen(struct facts_reader *r, const struct stat *st)
{
	struct file_id id = { (u64)st->st_dev, (u64)st->st_ino };
	struct seen_file *f;

	HASH_FIND(hh, r->seen, &id, sizeof(id), f);
	return f;
}

/* True the first time only. */
static bool is_new(struct facts_reader *r, const struct stat *st)
{
	struct seen_file *f = find_seen(r, st);

	if (f)
		return false;
	f = calloc(1, sizeof(*f));
	if (!f)
		abort();
	f->id = (struct file_id){ (u64)st->st_dev, (u64)st->st_ino };
	HASH_ADD(hh, r->seen, id, sizeof(f->id), f);
	return true;
}

static bool is_stream_name(const char *path)
{
	size_t n = strlen(path), suffix = strlen(FACTS_SUFFIX);

	return n > suffix && strcmp(path + n - suffix, FACTS_SUFFIX) == 0;
}

static void read_stream(const struct facts_input *in)
{
	const char *cause = "";
	struct facts_scan s;
	u8 *bytes;

	facts_scan_init(&s, in, in->path);
	s.obj.is_stream = true;
	bytes = facts_read_range(in->fd, 0, (size_t)in->size, &cause);
	if (bytes) {
		vec_push(&s.buffers, bytes);
		facts_scan_stream(&s, bytes, (size_t)in->size);
	} else {
		facts_scan_problem(&s, "%s", cause);
	}
	facts_scan_finish(&s);
}

static void read_bitcode(const struct facts_input *in)
{
	struct facts_scan s;

	facts_scan_init(&s, in, in->path);
	facts_scan_finish(&s);
}

static void read_unknown(const struct facts_input *in)
{
	if (in->is_explicit)
		facts_report_problem(in->reader, in->path,
				     "neither an ELF object nor an archive nor a facts file");
	else if (facts_promises_object(in->path))
		facts_report_problem(in->reader, in->path,
				     "truncated or damaged: not an ELF object");
}

/* True when what stands in the file is all that was said of it. */
static bool read_input(const struct facts_input *in)
{
	char magic[MAGIC_LEN] = "";
	ssize_t got = pread(in->fd, magic, sizeof(magic), 0);
	size_t n = got > 0 ? (size_t)got : 0;

	if (got < 0)
		facts_report_unreadable(in->reader, in->path, errno);
	else if (facts_is_elf(magic, n))
		facts_read_elf_file(in);
	else if (is_stream_name(in->path) || memcmp(magic, WIRE_MAGIC, MAGIC_LEN) == 0)
		read_stream(in);
	else if (memcmp(magic, AR_MAGIC, AR_MAGIC_LEN) == 0)
		facts_read_archive(in, false);
	else if (memcmp(magic, AR_THIN_MAGIC, AR_MAGIC_LEN) == 0)
		facts_read_archive(in, true);
	else if (facts_is_bitcode(magic, n))
		read_bitcode(in);
	else
		read_unknown(in);
	return memcmp(magic, AR_THIN_MAGIC, AR_MAGIC_LEN) != 0;
}

static s64 nanoseconds(const struct timespec *t)
{
	return (s64)t->tv_sec * 1000000000 + t->tv_nsec;
}

static struct facts_stamp stamp_of(const struct stat *st)
{
	return (struct facts_stamp){
		.ino = (u64)st->st_ino,
		.size = (u64)st->st_size,
		.mtime = nanoseconds(&st->st_mtim),
		.ctime = nanoseconds(&st->st_ctim),
	};
}

s64 facts_stamp_age(const struct facts_stamp *stamp, s64 now)
{
	return now - (stamp->mtime > stamp->ctime ? stamp->mtime : stamp->ctime);
}

static void read_open_file(struct facts_input *in)
{
	const struct facts_handler *h = &in->reader->handler;
	u32 problems = in->reader->nproblems;
	struct facts_stamp stamp;
	struct stat st;

	if (fstat(in->fd, &st) != 0) {
		facts_report_unreadable(in->reader, in->path, errno);
		return;
	}
	if (!S_ISREG(st.st_mode)) {
		if (in->is_explicit)
			facts_report_problem(in->reader, in->path, "not a regular file");
		return;
	}
	if (!is_new(in->reader, &st))
		return;
	stamp = stamp_of(&st);
	in->size = stamp.size;
	in->mtime = stamp.mtime;
	if (read_input(in) && h->whole && problems == in->reader->nproblems)
		h->whole(h->ctx, in->path, &stamp);
}

/* Read already under another name, or known by its stamp: not even opened. */
static bool is_known(struct facts_reader *r, const char *path, const struct stat *st,
		     bool is_explicit)
{
	struct facts_stamp stamp;
	struct stat own;

	if (!r->handler.known)
		return false;
	if (!st) {
		if (stat(path, &own) != 0)
			return false;
		st = &own;
	}
	if (!S_ISREG(st->st_mode))
		return false;
	if (find_seen(r, st))
		return true;
	stamp = stamp_of(st);
	return r->handler.known(r->handler.ctx, path, &stamp, is_explicit) && is_new(r, st);
}

void facts_read_file(struct facts_reader *r, const char *path, const struct stat *st,
		     bool is_explicit)
{
	struct facts_input in = { .reader = r, .path = path, .is_explicit = is_explicit };

	if (is_known(r, path, st, is_explicit))
		return;
	/* A pipe must not make us wait for its other end. */
	in.fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (in.fd < 0) {
		facts_report_unreadable(r, path, errno);
		return;
	}
	read_open_file(&in);
	close(in.fd);
}
