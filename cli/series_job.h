/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs that a series runs: argument vectors, never a shell.
 *
 * Each runs in a process group of its own with /dev/null as standard input.
 * SIGINT, SIGTERM and SIGHUP are held back from jobs_begin() to jobs_end():
 * the one that comes ends the running program with all its children, and
 * every job after that is refused, so that the caller can clean up in peace.
 */
#ifndef CLI_SERIES_JOB_H
#define CLI_SERIES_JOB_H

#include <signal.h>

#include "lib/base/arena.h"
#include "lib/base/error.h"

struct jobs {
	sigset_t wanted;	/* what job_run() waits for */
	sigset_t mask;		/* of the process as it was */
	int caught;		/* the signal that came, or 0 */
};

struct job {
	const char *const *argv;	/* NULL-terminated */
	const char *folder;		/* to work in; NULL: here */
	const char *input;		/* file for standard input; NULL: nothing */
	const char *output;		/* file for standard output; NULL: none */
	const char *errors;		/* file to append standard error to; NULL: none */
	const char *const *env;		/* NULL-terminated, NAME=VALUE, over ours */
	bool is_git;			/* of our own repository: no settings of others */
};

void jobs_begin(struct jobs *j);
/* Signals take their normal course again, but for those that have had their effect. */
void jobs_end(struct jobs *j);
/* ERR_IO when a signal came: nothing may be started any more. */
int jobs_check(struct jobs *j, struct error *err);

/*
 * Runs it to its end. *ret_status is as of waitpid(). ERR_IO: could not be
 * started, or a signal came.
 */
int job_run(struct jobs *j, const struct job *job, int *ret_status, struct error *err);

#endif
