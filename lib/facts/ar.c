/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads ar archives, GNU and BSD style, and thin archives, which libelf does
 * not know. Members of a thin archive are files, read under their own names.
 */
#include <ar.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/strbuf.h"
#include "lib/facts/reader.h"

#define MAX_NESTING 8u
#define MAX_NAME 4096u

struct archive {
	const struct facts_input *in;
	bool is_thin;
	u64 pos;		/* of the next header */
	char *names;		/* content of member "//" */
	size_t names_len;
	char name[MAX_NAME];	/* of the current member */
	u64 data, size;		/* where its content is */
};

/* A decimal number in a field padded with blanks; false for anything else. */
static bool read_number(const char *field, size_t width, u64 *ret)
{
	u64 n = 0;
	size_t i = 0;

	for (; i < width && field[i] >= '0' && field[i] <= '9'; i++)
		n = n * 10 + (u64)(field[i] - '0');
	if (i == 0 || i > 18)
		return false;
	for (; i < width; i++)
		if (field[i] != ' ')
			return false;
	*ret = n;
	return true;
}

static bool damaged(struct archive *a, const char *what)
{
	facts_report_problem(a->in->reader, a->in->path, "damaged archive: %s at offset %llu",
			     what, (unsigned long long)a->pos);
	return false;
}

static bool set_name(struct archive *a, const char *name, size_t len)
{
	if (len == 0 || len >= sizeof(a->name) || memchr(name, '\0', len))
		return false;
	memcpy(a->name, name, len);
	a->name[len] = '\0';
	return true;
}

/* "/123": a name in the table, ended by "/\n". */
static bool long_name(struct archive *a, const char *field, size_t width)
{
	const char *start, *end;
	u64 at = 0;
	size_t i;

	for (i = 0; i < width && field[i] >= '0' && field[i] <= '9'; i++)
		at = at * 10 + (u64)(field[i] - '0');
	/* "/123:456" names a member at 456 of a nested archive: take it whole. */
	if (i == 0 || !a->names || at >= a->names_len)
		return false;
	start = a->names + at;
	end = memchr(start, '\n', a->names_len - at);
	if (!end)
		return false;
	if (end > start && end[-1] == '/')
		end--;
	return set_name(a, start, (size_t)(end - start));
}

/* "#1/20": BSD keeps the name in front of the content. */
static bool bsd_name(struct archive *a, const char *field, size_t width)
{
	const char *cause;
	char *name;
	u64 len;
	bool ok;

	if (!read_number(field, width, &len) || len > a->size || len >= sizeof(a->name))
		return false;
	name = facts_read_range(a->in->fd, a->data, len, &cause);
	if (!name)
		return false;
	ok = set_name(a, name, strnlen(name, len));
	free(name);
	a->data += len;
	a->size -= len;
	return ok;
}

static bool member_name(struct archive *a, const struct ar_hdr *h)
{
	const size_t width = sizeof(h->ar_name);
	size_t len = width;

	if (memcmp(h->ar_name, "#1/", 3) == 0)
		return bsd_name(a, h->ar_name + 3, width - 3);
	if (h->ar_name[0] == '/' && h->ar_name[1] >= '0' && h->ar_name[1] <= '9')
		return long_name(a, h->ar_name + 1, width - 1);
	while (len > 0 && h->ar_name[len - 1] == ' ')
		len--;
	/* "/", "//" and "/SYM64/" keep their slash. */
	if (len > 1 && h->ar_name[0] != '/' && h->ar_name[len - 1] == '/')
		len--;
	return set_name(a, h->ar_name, len);
}

static bool is_table(const struct archive *a)
{
	return a->name[0] == '/' &&
	       (strcmp(a->name, "/") == 0 || strcmp(a->name, "//") == 0 ||
		strcmp(a->name, "/SYM64/") == 0);
}

static bool keep_names(struct archive *a)
{
	const char *cause;

	free(a->names);
	a->names_len = (size_t)a->size;
	a->names = facts_read_range(a->in->fd, a->data, a->names_len, &cause);
	return a->names || damaged(a, "unreadable name table");
}

/* Reads the header at a->pos and moves on; false at the end or on damage. */
static bool next_member(struct archive *a)
{
	const char *cause;
	struct ar_hdr *h;
	u64 next;
	bool ok;

	if (a->pos >= a->in->size)
		return false;
	h = facts_read_range(a->in->fd, a->pos, sizeof(*h), &cause);
	if (!h)
		return damaged(a, "incomplete member header");
	a->data = a->pos + sizeof(*h);
	ok = memcmp(h->ar_fmag, ARFMAG, sizeof(h->ar_fmag)) == 0 &&
	     read_number(h->ar_size, sizeof(h->ar_size), &a->size);
	next = a->data + (ok ? a->size : 0);
	ok = ok && member_name(a, h);
	free(h);
	if (!ok)
		return damaged(a, "bad member header");
	if (a->is_thin && !is_table(a))
		next = a->data;
	else if (next > a->in->size)
		return damaged(a, "truncated member");
	if (strcmp(a->name, "//") == 0 && !keep_names(a))
		return false;
	a->pos = next + (next & 1);
	return true;
}

static void read_thin_member(struct archive *a)
{
	const char *slash = strrchr(a->in->path, '/');
	struct facts_reader *r = a->in->reader;
	struct strbuf path = STRBUF_INIT;

	if (a->name[0] != '/' && slash)
		strbuf_add(&path, a->in->path, (size_t)(slash + 1 - a->in->path));
	strbuf_addstr(&path, a->name);
	if (access(strbuf_str(&path), F_OK) != 0) {
		facts_report_problem(r, a->in->path, "member %s: %s", a->name, strerror(errno));
	} else {
		r->depth++;
		facts_read_file(r, strbuf_str(&path), NULL, false);
		r->depth--;
	}
	strbuf_release(&path);
}

static void read_stored_member(struct archive *a)
{
	struct strbuf path = STRBUF_INIT;
	const char *cause = "";
	char *bytes;

	strbuf_addf(&path, "%s(%s)", a->in->path, a->name);
	bytes = facts_read_range(a->in->fd, a->data, (size_t)a->size, &cause);
	if (!bytes)
		facts_report_problem(a->in->reader, strbuf_str(&path), "%s", cause);
	else if (facts_is_elf(bytes, (size_t)a->size))
		facts_read_elf_image(a->in, strbuf_str(&path), bytes, (size_t)a->size);
	else if (facts_promises_object(a->name) && !facts_is_bitcode(bytes, (size_t)a->size))
		facts_report_problem(a->in->reader, strbuf_str(&path), "not an ELF object");
	free(bytes);
	strbuf_release(&path);
}

void facts_read_archive(const struct facts_input *in, bool is_thin)
{
	struct archive a = { .in = in, .is_thin = is_thin, .pos = AR_MAGIC_LEN };

	if (in->reader->depth >= MAX_NESTING) {
		facts_report_problem(in->reader, in->path, "thin archives nested too deeply");
		return;
	}
	while (next_member(&a)) {
		if (is_table(&a) || strncmp(a.name, "__.SYMDEF", 9) == 0)
			continue;
		if (is_thin)
			read_thin_member(&a);
		else
			read_stored_member(&a);
	}
	free(a.names);
}
