/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of `gprcheck build`: what make is told, and which plugin fits. */
#ifndef CLI_BUILD_H
#define CLI_BUILD_H

#include "cli/cli.h"
#include "lib/base/arena.h"

/* What can be known of a build from its command line and the environment. */
struct build_command {
	char *const *argv;	/* as the user wrote it, NULL-terminated */
	u32 argc;
	u32 make;		/* position of make in argv; argc when there is none */
	const char *folder;	/* where make works: all -C together; "." */
	const char *objects;	/* where it puts objects: MO=, M=, O= or the folder */
	const char *cc;		/* command of the compiler, may be several words */
	const char *kcflags;	/* the user's own, "" when there are none */
	bool uses_llvm;
};

/* All strings live in the arena or in argv. */
void build_command_read(struct build_command *b, char *const *argv, u32 argc,
			struct arena *arena);
/*
 * The command to run: make is given KCFLAGS with the user's flags and ours,
 * in place of any KCFLAGS it was given. NULL-terminated, in the arena.
 */
char **build_command_argv(const struct build_command *b, const char *kcflags,
			  struct arena *arena);

/* The first line a command prints, in the arena; NULL when it fails. */
char *output_of(char *const *argv, struct arena *arena);

/*
 * The plugin for the compiler `cc`: beside this executable or installed.
 * ERR_USAGE, with the cause and what to do, when there is none.
 */
int find_plugin(const char *cc, struct arena *arena, const char **ret, struct error *err);

#endif
