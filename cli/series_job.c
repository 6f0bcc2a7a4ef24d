/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs programs and ends them with all their children when a signal comes. */
#include "cli/series_job.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/vec.h"

extern char **environ;

static const int ending[] = { SIGINT, SIGTERM, SIGHUP };

void jobs_begin(struct jobs *j)
{
	struct sigaction now;

	j->caught = 0;
	sigemptyset(&j->wanted);
	sigaddset(&j->wanted, SIGCHLD);
	for (size_t i = 0; i < ARRAY_SIZE(ending); i++)
		/* What our caller told us to ignore (nohup) stays ignored. */
		if (sigaction(ending[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
			sigaddset(&j->wanted, ending[i]);
	sigprocmask(SIG_BLOCK, &j->wanted, &j->mask);
}

void jobs_end(struct jobs *j)
{
	struct timespec now = { 0, 0 };
	sigset_t twice;

	/* Pressed twice: the second one has done its work as well. */
	sigemptyset(&twice);
	for (size_t i = 0; i < ARRAY_SIZE(ending); i++)
		if (j->caught && sigismember(&j->wanted, ending[i]))
			sigaddset(&twice, ending[i]);
	while (sigtimedwait(&twice, NULL, &now) > 0)
		;
	sigprocmask(SIG_SETMASK, &j->mask, NULL);
}

static int interrupted(const struct jobs *j, struct error *err)
{
	return error_set(err, ERR_IO, "interrupted by signal %d", j->caught);
}

int jobs_check(struct jobs *j, struct error *err)
{
	struct timespec now = { 0, 0 };
	int sig;

	while (!j->caught && (sig = sigtimedwait(&j->wanted, NULL, &now)) > 0)
		if (sig != SIGCHLD)
			j->caught = sig;
	return j->caught ? interrupted(j, err) : 0;
}

/* ---- the environment */

static bool is_name(const char *entry, const char *name, size_t n)
{
	return strncmp(entry, name, n) == 0 && entry[n] == '=';
}

static bool is_overridden(const char *entry, const char *const *env)
{
	for (; env && *env; env++)
		if (is_name(entry, *env, strcspn(*env, "=")))
			return true;
	return false;
}

/* GIT_DIR and its like of a hook we run in would name another repository. */
static bool is_kept(const char *entry, bool is_git)
{
	if (is_git)
		return strncmp(entry, "GIT_", 4) != 0 && strncmp(entry, "LC_ALL=", 7) != 0;
	return strncmp(entry, "GIT_", 4) != 0 || strncmp(entry, "GIT_CONFIG", 10) == 0;
}

static char **environment(const struct job *job)
{
	static const char *const own_git[] = {
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_TERMINAL_PROMPT=0",
		"GIT_COMMITTER_NAME=gprcheck series", "GIT_COMMITTER_EMAIL=gprcheck@localhost",
		"LC_ALL=C", NULL,
	};
	VEC(char *) all = VEC_INIT;

	for (char **e = environ; *e; e++)
		if (is_kept(*e, job->is_git) && !is_overridden(*e, job->env))
			vec_push(&all, *e);
	for (size_t i = 0; job->is_git && own_git[i]; i++)
		vec_push(&all, (char *)own_git[i]);
	for (const char *const *e = job->env; e && *e; e++)
		vec_push(&all, (char *)*e);
	vec_push(&all, NULL);
	return all.v;
}

/* ---- one program */

static int spawn(const struct jobs *j, const struct job *job, pid_t *ret)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	char **env = environment(job);
	int code;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO,
					 job->input ? job->input : "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO,
					 job->output ? job->output : "/dev/null",
					 O_WRONLY | O_CREAT | O_TRUNC, 0666);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO,
					 job->errors ? job->errors : "/dev/null",
					 O_WRONLY | O_CREAT | O_APPEND, 0666);
	if (job->folder)
		posix_spawn_file_actions_addchdir_np(&actions, job->folder);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setsigmask(&attr, &j->mask);
	code = posix_spawnp(ret, job->argv[0], &actions, &attr, (char *const *)job->argv, env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	vec_free_(env);
	return code;
}

/* make removes what it was making when it is asked nicely; after that, no more asking. */
static void end_group(const struct jobs *j, pid_t group)
{
	const struct timespec patience = { 5, 0 };
	sigset_t child;
	int status;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	kill(-group, j->caught);
	if (waitpid(group, &status, WNOHANG) == 0) {
		sigtimedwait(&child, NULL, &patience);
		kill(-group, SIGKILL);
		waitpid(group, &status, 0);
	}
	kill(-group, SIGKILL);
}

int job_run(struct jobs *j, const struct job *job, int *ret_status, struct error *err)
{
	int code = jobs_check(j, err), sig;
	pid_t pid;

	if (code < 0)
		return code;
	code = spawn(j, job, &pid);
	if (code != 0)
		return error_set(err, ERR_IO, "%s: %s", job->argv[0], strerror(code));
	while (waitpid(pid, ret_status, WNOHANG) == 0) {
		sig = sigwaitinfo(&j->wanted, NULL);
		if (sig <= 0 || sig == SIGCHLD)
			continue;
		j->caught = sig;
		end_group(j, pid);
		return interrupted(j, err);
	}
	return 0;
}
