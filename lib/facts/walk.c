/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks folders in a fixed order and reads the files that may hold facts. */
#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/facts/reader.h"

/* Sources and kbuild's notes: most of a tree, and never objects. */
static const char *const never_facts[] = {
	"c", "h", "S", "s", "i", "d", "cmd", "rst", "txt", "dts", "dtsi", "yaml", "py", "sh",
};

static bool may_hold_facts(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < ARRAY_SIZE(never_facts); i++)
		if (strcmp(dot + 1, never_facts[i]) == 0)
			return false;
	return true;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* "./a/b.o" is "a/b.o" for everybody else. */
static const char *plain_path(const FTSENT *e)
{
	const char *path = e->fts_path;

	while (path[0] == '.' && path[1] == '/') {
		path += 2;
		path += strspn(path, "/");
	}
	return *path ? path : e->fts_path;
}

static void walk_link(struct facts_reader *r, const FTSENT *e)
{
	struct stat st;

	/* A dangling link or one to a folder is nobody's object. */
	if (stat(e->fts_accpath, &st) == 0 && S_ISREG(st.st_mode))
		facts_read_file(r, plain_path(e), &st, false);
}

static void walk_entry(struct facts_reader *r, FTS *fts, FTSENT *e)
{
	bool is_explicit = e->fts_level == FTS_ROOTLEVEL;

	switch (e->fts_info) {
	case FTS_D:
		if (!is_explicit && strcmp(e->fts_name, ".git") == 0)
			fts_set(fts, e, FTS_SKIP);
		break;
	case FTS_F:
		if (is_explicit || may_hold_facts(e->fts_name))
			facts_read_file(r, plain_path(e), e->fts_statp, is_explicit);
		break;
	case FTS_SL:
		if (may_hold_facts(e->fts_name))
			walk_link(r, e);
		break;
	case FTS_DEFAULT:
	case FTS_SLNONE:
		if (is_explicit)
			facts_read_file(r, plain_path(e), NULL, true);
		break;
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		facts_report_unreadable(r, plain_path(e), e->fts_errno);
		break;
	}
}

void facts_read_path(struct facts_reader *r, const char *path)
{
	char *roots[] = { (char *)path, NULL };
	FTSENT *e;
	FTS *fts;

	fts = *path ? fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name) : NULL;
	if (!fts) {
		facts_report_unreadable(r, path, *path ? errno : ENOENT);
		return;
	}
	errno = 0;
	while ((e = fts_read(fts)))
		walk_entry(r, fts, e);
	if (errno)
		facts_report_unreadable(r, path, errno);
	fts_close(fts);
}
