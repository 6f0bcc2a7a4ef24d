/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The source tree of a run: where it is, and what git and .config say of it.
 *
 * The tree is where the files of the units are, as the compiler named them:
 * above the first path that was collected, or in the working folder. Where
 * that is not in a git repository, or git is not there, nothing is known.
 * git runs with argument vectors, takes no locks and names stay names.
 */
#ifndef CLI_TREE_H
#define CLI_TREE_H

#include "cli/gather.h"

struct tree;

/* dir: as the user gave it, or NULL. Never NULL; all of it may be unknown. */
struct tree *tree_find(const char *dir, const char *const *paths, u32 npaths,
		       const struct gather *g);
void tree_free(struct tree *t);

/* Its folder, git or not; "" unknown. */
const char *tree_root(const struct tree *t);
/* "" unknown. */
const char *tree_commit(const struct tree *t);
/* "clean", "dirty" or "". */
const char *tree_state(const struct tree *t);
/* Of the .config beside or above the objects, or in the tree; 16 hex digits or "". */
const char *tree_config_hash(const struct tree *t);
/* For struct run_info; lives as long as the tree. */
const struct run_history *tree_history(const struct tree *t);

#endif
