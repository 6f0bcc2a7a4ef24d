/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of the analysed source, each file read once. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/vec.h"
#include "lib/report/report_p.h"

/* A longer file is no source a person reads. */
#define FILE_MAX_BYTES (64 << 20)

struct source_file {
	char *name;
	char *text;		/* lines end in NUL; NULL: it could not be read */
	VEC(u32) starts;	/* of the lines */
};

struct report_source {
	char *root;
	VEC(struct source_file) files;
	u32 last;		/* the file asked for last */
};

struct report_source *report_source_new(const char *root)
{
	struct report_source *s = calloc(1, sizeof(*s));

	if (!s || (root && !(s->root = strdup(root))))
		abort();
	return s;
}

void report_source_free(struct report_source *s)
{
	u32 i;

	if (!s)
		return;
	for (i = 0; i < s->files.n; i++) {
		free(s->files.v[i].name);
		free(s->files.v[i].text);
		vec_release(&s->files.v[i].starts);
	}
	vec_release(&s->files);
	free(s->root);
	free(s);
}

static int open_source(const char *root, const char *file)
{
	struct strbuf path = STRBUF_INIT;
	int fd;

	if (file[0] != '/')
		strbuf_addf(&path, "%s/", root);
	strbuf_addstr(&path, file);
	fd = open(strbuf_str(&path), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	strbuf_release(&path);
	return fd;
}

/* Only regular files: the name comes out of a database. */
static char *read_file(int fd, size_t *ret_len)
{
	struct stat st;
	size_t len = 0, size;
	ssize_t n = 0;
	char *text;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size > FILE_MAX_BYTES)
		return NULL;
	size = (size_t)st.st_size;
	text = malloc(size + 1);
	if (!text)
		abort();
	while (len < size && (n = read(fd, text + len, size - len)) > 0)
		len += (size_t)n;
	if (n < 0) {
		free(text);
		return NULL;
	}
	text[len] = '\0';
	*ret_len = len;
	return text;
}

static void cut_lines(struct source_file *f, size_t len)
{
	u32 start = 0, i;

	for (i = 0; i <= len; i++) {
		if (i < len && f->text[i] != '\n')
			continue;
		if (i == len && start == len)
			break;	/* nothing after the last newline */
		f->text[i] = '\0';
		if (i > start && f->text[i - 1] == '\r')
			f->text[i - 1] = '\0';
		vec_push(&f->starts, start);
		start = i + 1;
	}
}

static void add_file(struct report_source *s, const char *name)
{
	struct source_file f = { .name = strdup(name) };
	int fd = open_source(s->root, name);
	size_t len = 0;

	if (!f.name)
		abort();
	if (fd >= 0) {
		f.text = read_file(fd, &len);
		close(fd);
	}
	if (f.text)
		cut_lines(&f, len);
	s->last = s->files.n;
	vec_push(&s->files, f);
}

static const struct source_file *find_file(struct report_source *s, const char *name)
{
	u32 i;

	if (s->last < s->files.n && !strcmp(s->files.v[s->last].name, name))
		return &s->files.v[s->last];
	for (i = 0; i < s->files.n; i++) {
		if (!strcmp(s->files.v[i].name, name)) {
			s->last = i;
			return &s->files.v[i];
		}
	}
	add_file(s, name);
	return &s->files.v[s->last];
}

const char *report_source_line(struct report_source *s, const char *file, u32 line)
{
	const struct source_file *f;

	if (!s->root || !file[0] || !line)
		return NULL;
	f = find_file(s, file);
	return line <= f->starts.n ? f->text + f->starts.v[line - 1] : NULL;
}
