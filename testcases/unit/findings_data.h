/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Made-up analyses and scratch folders for the tests of findings, store and report. */
#ifndef UNIT_FINDINGS_DATA_H
#define UNIT_FINDINGS_DATA_H

#include "lib/findings/records.h"

/* One text with everything that breaks naive quoting, in valid UTF-8. */
extern const char hostile_text[];

/* Three units, three sites, three findings; one of each kind. */
struct analysis *data_small(void);
/* As data_small(), every string hostile, some of a megabyte. */
struct analysis *data_hostile(void);
/* Findings number first to first + n - 1 of an endless series, two units, n sites. */
struct analysis *data_series(u32 first, u32 n);

/* A new folder under TMPDIR; free() the name. */
char *scratch_new(void);
void scratch_remove(char *dir);
/* dir/name in a static buffer, overwritten by the next call but three. */
const char *scratch_path(const char *dir, const char *name);
/* Whole files. */
void write_file(const char *path, const void *data, size_t len);
char *read_file(const char *path, size_t *ret_len);

#endif
