/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The units of a compile_commands.json. */
#ifndef CLANG_TOOL_DATABASE_H
#define CLANG_TOOL_DATABASE_H

#include <sys/types.h>

#include "clang-tool/tool.h"

struct job {
	const char *folder, *file;
	str_list flags;
	const char *facts;	/* where to, or NULL */
	pid_t pid;
	int log;		/* what it says on stderr */
	int ignored;		/* flags it does not know, one a line */
	bool done;
	int status;		/* of the process */
};

typedef VEC(struct job) job_list;

/* 0, or 2 with the cause on stderr. Honours the files of the command line. */
int database_read(struct tool *t, job_list *ret);
/* Whether a path, or the end of one, names the file. */
bool database_names(struct tool *t, const char *name, const char *folder,
		    const char *file);

#endif
