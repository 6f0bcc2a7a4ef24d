/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck export: the findings of a run as a file for other programs, or a page. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/options.h"
#include "lib/base/strbuf.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_FORMAT_EXPORT,
	{ "output", OPT_OUTPUT, "FILE", 0, "Write to FILE, whole or not at all", 0 },
	OPTION_ROOT,
	OPTIONS_FINDINGS,
	OPTIONS_ORDER,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.doc = "Writes the findings of the latest run with their paths, in a format for other "
	       "programs or as a page for people.",
	.needs_db = true,
	.format = REPORT_JSON,
	.example = "gprcheck export --db kvm.db --format html -o kvm.html",
};

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

static int export_special(struct store *s, struct options *o, struct arena *arena,
			  struct error *err)
{
	FILE *out = fopen(o->output, "w");
	int code;

	if (!out)
		return error_set(err, ERR_IO, "%s: %s", o->output, strerror(errno));
	code = write_findings(s, o, out, arena, err);
	if (fclose(out) && code >= 0)
		code = error_set(err, ERR_IO, "%s: %s", o->output, strerror(errno));
	return code;
}

static int export_file(struct store *s, struct options *o, struct arena *arena,
		       struct error *err)
{
	struct strbuf name = STRBUF_INIT;
	FILE *out = open_beside(o->output, &name, err);
	int code = out ? 0 : err->code;

	if (out) {
		code = write_findings(s, o, out, arena, err);
		if (fclose(out) && code >= 0)
			code = error_set(err, ERR_IO, "%s: %s", o->output, strerror(errno));
		if (code >= 0 && rename(strbuf_str(&name), o->output))
			code = error_set(err, ERR_IO, "%s: %s", o->output, strerror(errno));
		if (code < 0)
			unlink(strbuf_str(&name));
	}
	strbuf_release(&name);
	return code;
}

static int export_findings(struct store *s, struct options *o, struct arena *arena,
			   struct error *err)
{
	if (!o->output)
		return write_findings(s, o, stdout, arena, err);
	return is_special(o->output) ? export_special(s, o, arena, err)
				     : export_file(s, o, arena, err);
}

int cmd_export(int argc, char **argv)
{
	return run_query(&spec, argc, argv, export_findings);
}
