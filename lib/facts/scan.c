/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gathers the records of one object, with the problems found on the way. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/facts/reader.h"

/* A file that is damaged all over is reported this often, no more. */
#define MAX_PROBLEMS 8u

void facts_report_problem(struct facts_reader *r, const char *path, const char *fmt, ...)
{
	char cause[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(cause, sizeof(cause), fmt, ap);
	va_end(ap);
	r->nproblems++;
	r->handler.problem(r->handler.ctx, FACTS_DAMAGED, path, cause);
}

void facts_report_unreadable(struct facts_reader *r, const char *path, int errnum)
{
	r->nproblems++;
	r->handler.problem(r->handler.ctx, FACTS_UNREADABLE, path, strerror(errnum));
}

void facts_scan_init(struct facts_scan *s, const struct facts_input *in, const char *path)
{
	memset(s, 0, sizeof(*s));
	s->reader = in->reader;
	s->obj.path = path;
	s->obj.file = in->path;
	s->obj.mtime = in->mtime;
}

void facts_scan_release(struct facts_scan *s)
{
	for (u32 i = 0; i < s->buffers.n; i++)
		free(s->buffers.v[i]);
	vec_release(&s->buffers);
	vec_release(&s->records);
}

void facts_scan_finish(struct facts_scan *s)
{
	struct facts_handler *h = &s->reader->handler;

	s->obj.nrecords = s->records.n;
	s->obj.records = s->records.v;
	h->object(h->ctx, &s->obj);
	facts_scan_release(s);
}

void facts_scan_problem(struct facts_scan *s, const char *fmt, ...)
{
	char cause[512];
	va_list ap;

	if (s->nproblems++ >= MAX_PROBLEMS)
		return;
	va_start(ap, fmt);
	vsnprintf(cause, sizeof(cause), fmt, ap);
	va_end(ap);
	facts_report_problem(s->reader, s->obj.path, "%s", cause);
}

void facts_scan_stream(struct facts_scan *s, const u8 *data, size_t len)
{
	struct ir_wire_record rec;
	struct error err = ERROR_INIT;
	size_t pos = 0, before;
	int ret;

	do {
		before = pos;
		ret = ir_wire_next(data, len, &pos, &rec, &err);
		if (ret > 0)
			vec_push(&s->records, rec);
		else if (ret < 0)
			facts_scan_problem(s, "%s", err.msg);
	} while (ret != 0 && pos > before);
}

void *facts_read_range(int fd, u64 offset, size_t len, const char **ret_cause)
{
	u8 *buf = malloc(len ? len : 1);
	size_t got = 0;
	ssize_t n;

	if (!buf) {
		*ret_cause = "too large for the memory";
		return NULL;
	}
	while (got < len) {
		n = pread(fd, buf + got, len - got, (off_t)(offset + got));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			*ret_cause = n ? strerror(errno) : "truncated";
			free(buf);
			return NULL;
		}
		got += (size_t)n;
	}
	return buf;
}

bool facts_promises_object(const char *path)
{
	size_t n = strlen(path);

	return n > 2 && path[n - 2] == '.' && (path[n - 1] == 'o' || path[n - 1] == 'a');
}

bool facts_is_elf(const void *bytes, size_t len)
{
	return len >= 4 && memcmp(bytes, "\177ELF", 4) == 0;
}

bool facts_is_bitcode(const void *bytes, size_t len)
{
	return len >= 4 && (memcmp(bytes, "BC\xc0\xde", 4) == 0 ||
			    memcmp(bytes, "\xde\xc0\x17\x0b", 4) == 0);
}
