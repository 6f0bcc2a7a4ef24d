/* SPDX-License-Identifier: GPL-2.0-or-later */
/* File names as facts hold them: relative to the tree and in one spelling. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "lib/base/arena.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Lexical clean-up: "./" and "//" go, "a/../" goes, and so does the working
 * directory in front. What climbs above the start stays as it is. The result
 * lives in the arena.
 */
char *path_normalise(struct arena *arena, const char *cwd, const char *file);

#ifdef __cplusplus
}
#endif
#endif
