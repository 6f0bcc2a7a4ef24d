/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The libclang front end in a series. */
#ifndef CLI_SERIES_CLANG_H
#define CLI_SERIES_CLANG_H

#include "cli/series.h"

/* gprcheck-clang, beside this executable or by PATH. */
const char *clang_tool(struct work *w);
/*
 * After a build: facts of the units whose objects are newer than their facts,
 * then all facts as a run named after the commit. What could not be read makes
 * the commit incomplete. *ret_status is that of the collection.
 */
int clang_collect(struct work *w, struct commit *c, int *ret_status, struct error *err);

#endif
