/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a file whole or not at all. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "lib/base/strbuf.h"

/* A new file beside the one asked for, so that a rename can put it there whole. */
static FILE *open_beside(const char *path, struct strbuf *ret_name, struct error *err)
{
	FILE *out = NULL;
	mode_t mask;
	int fd;

	strbuf_addf(ret_name, "%s.XXXXXX", path);
	fd = mkstemp(ret_name->buf);
	if (fd >= 0) {
		mask = umask(0);
		umask(mask);
		fchmod(fd, 0666 & ~mask);
		out = fdopen(fd, "w");
	}
	if (!out)
		error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	return out;
}

/* What is no plain file, or only leads to one, is written to and not replaced. */
static bool is_special(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

static int write_and_close(const char *path, FILE *out, write_fn *write, void *ctx,
			   struct error *err)
{
	int code = write(ctx, out, err);

	if (fclose(out) && code >= 0)
		code = error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	return code;
}

static int write_special(const char *path, write_fn *write, void *ctx, struct error *err)
{
	FILE *out = fopen(path, "w");

	if (!out)
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	return write_and_close(path, out, write, ctx, err);
}

int write_whole(const char *path, write_fn *write, void *ctx, struct error *err)
{
	struct strbuf name = STRBUF_INIT;
	FILE *out;
	int code;

	if (is_special(path))
		return write_special(path, write, ctx, err);
	out = open_beside(path, &name, err);
	code = out ? write_and_close(path, out, write, ctx, err) : ERR_IO;
	if (code >= 0 && rename(strbuf_str(&name), path))
		code = error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	if (out && code < 0)
		unlink(strbuf_str(&name));
	strbuf_release(&name);
	return code;
}
