/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From objects to the database: shared by `collect` and `build`. */
#ifndef CLI_COLLECT_H
#define CLI_COLLECT_H

#include "cli/options.h"
#include "lib/rules/rules.h"

/*
 * Reads the facts below the paths, analyses all units together and adds a run
 * to the database of the options. Prints a summary; complains on stderr.
 * Returns an exit code; EXIT_ERROR with a stored run when inputs were damaged.
 */
int collect_paths(const struct options *o, const struct rules *rules,
		  const char *const *paths, u32 npaths);

/*
 * False, with the cause in err, when the database could not be written
 * anyway: better said before a long build than after it.
 */
bool database_is_usable(const char *path, struct error *err);

#endif
