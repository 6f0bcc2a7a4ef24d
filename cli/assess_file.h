/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Assessments as a text file that people keep in git: a line each, ordered by
 * finding and time, so that two branches that assess different findings merge.
 * doc/assessments.md has the format.
 */
#ifndef CLI_ASSESS_FILE_H
#define CLI_ASSESS_FILE_H

#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/findings/records.h"

/*
 * Reads a file; ERR_FORMAT names the first line that is wrong, ERR_IO. A file
 * that is not there is empty when may_lack. Strings live in the arena.
 */
int assess_file_read(const char *path, bool may_lack, struct arena *arena,
		     struct assessed **ret, u32 *ret_n, struct error *err);

/*
 * Writes these, and those that the file has and these have not: they are of
 * findings that another database knows. Whole or not at all.
 */
int assess_file_write(const char *path, const struct assessed *v, u32 n,
		      struct arena *arena, struct error *err);

/* "2027-01-31", a day there is; false otherwise. */
bool is_day(const char *text);

#endif
