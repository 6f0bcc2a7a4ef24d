/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Units of a database, each in a process of its own: what crashes or runs away
 * takes nothing with it. What they say comes in the order of the database.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clang-tool/database.h"

struct pool {
	struct tool *t;
	job_list jobs;
	u32 running, started, finished, told;
	int worst;
	bool terminal;
	double begin;
};

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* ---- one unit ------------------------------------------------------------------------- */

/* Where the facts of a unit go: its path below the folder. */
static const char *facts_path(struct tool *t, const char *folder,
			      const struct job *j)
{
	const char *name = j->file;
	size_t n = strlen(j->folder);
	char *path, *s;

	if (!strncmp(name, j->folder, n) && name[n] == '/')
		name += n + 1;
	while (!strncmp(name, "../", 3) || !strncmp(name, "./", 2) || *name == '/')
		name += strcspn(name, "/") + 1;
	path = arena_printf(t->arena, "%s/%s.gprcheck", folder, name);
	for (s = path + 1; (s = strchr(s, '/')); s++) {
		*s = '\0';
		mkdir(path, 0777);
		*s = '/';
	}
	return path;
}

static int child(struct pool *p, struct job *j)
{
	dup2(j->log, 2);
	alarm(p->t->timeout);
	if (chdir(j->folder)) {
		fprintf(stderr, "gprcheck-clang: %s: %s\n", j->folder, strerror(errno));
		return 2;
	}
	return check_unit(p->t, j->file, &j->flags, j->facts);
}

static void start(struct pool *p)
{
	struct job *j = &p->jobs.v[p->started++];

	j->log = memfd_create("gprcheck", MFD_CLOEXEC);
	fflush(NULL);
	j->pid = j->log < 0 ? -1 : fork();
	if (!j->pid)
		_exit(child(p, j));
	if (j->pid < 0) {
		fprintf(stderr, "gprcheck-clang: %s: %s\n", j->file, strerror(errno));
		j->done = true;
		j->status = 2 << 8;
		p->finished++;
		return;
	}
	p->running++;
}

/* ---- what became of it ------------------------------------------------------------------ */

static void show_log(const struct job *j)
{
	char buf[65536];
	ssize_t n;

	if (j->log < 0 || lseek(j->log, 0, SEEK_SET) < 0)
		return;
	while ((n = read(j->log, buf, sizeof(buf))) > 0)
		fwrite(buf, 1, (size_t)n, stderr);
	close(j->log);
}

static void tell(struct pool *p, struct job *j)
{
	int code = 2;

	show_log(j);
	if (WIFEXITED(j->status))
		code = WEXITSTATUS(j->status);
	else if (WTERMSIG(j->status) == SIGALRM)
		fprintf(stderr, "gprcheck-clang: %s: given up after %u seconds\n",
			j->file, p->t->timeout);
	else
		fprintf(stderr, "gprcheck-clang: %s: %s while checking it\n",
			j->file, strsignal(WTERMSIG(j->status)));
	if (code > p->worst)
		p->worst = code;
	vec_release(&j->flags);
}

static void progress(struct pool *p)
{
	double passed = now() - p->begin;
	double rate = passed > 0 ? p->finished / passed : 0;
	const struct job *j = &p->jobs.v[p->started ? p->started - 1 : 0];

	if (!p->terminal)
		return;
	fprintf(stderr, "\r\033[K");
	if (p->finished < p->jobs.n)
		fprintf(stderr, "%u/%u  %.1f/s  %.0f s left  %s", p->finished,
			p->jobs.n, rate,
			rate > 0 ? (p->jobs.n - p->finished) / rate : 0, j->file);
	fflush(stderr);
}

static void tell_finished(struct pool *p)
{
	while (p->told < p->started && p->jobs.v[p->told].done) {
		if (p->terminal)
			fprintf(stderr, "\r\033[K");
		tell(p, &p->jobs.v[p->told++]);
	}
	progress(p);
}

static void wait_one(struct pool *p)
{
	int status;
	pid_t pid = wait(&status);
	u32 i;

	if (pid < 0) {
		if (errno != EINTR)
			p->running = 0;
		return;
	}
	for (i = p->told; i < p->started; i++) {
		struct job *j = &p->jobs.v[i];

		if (j->pid != pid || j->done)
			continue;
		j->done = true;
		j->status = status;
		p->running--;
		p->finished++;
	}
}

int check_database(struct tool *t)
{
	struct pool p;
	char folder[PATH_MAX];
	int ret;
	u32 i;

	memset(&p, 0, sizeof(p));
	p.t = t;
	ret = database_read(t, &p.jobs);
	if (ret)
		return ret;
	if (!p.jobs.n) {
		fprintf(stderr, "gprcheck-clang: %s: no unit to check\n", t->database);
		return 2;
	}
	if (t->facts) {
		mkdir(t->facts, 0777);
		if (!realpath(t->facts, folder)) {
			fprintf(stderr, "gprcheck-clang: %s: %s\n", t->facts, strerror(errno));
			return 2;
		}
		for (i = 0; i < p.jobs.n; i++)
			p.jobs.v[i].facts = facts_path(t, folder, &p.jobs.v[i]);
	}
	if (!t->jobs)
		t->jobs = (u32)sysconf(_SC_NPROCESSORS_ONLN);
	p.terminal = isatty(2);
	p.begin = now();
	while (p.told < p.jobs.n) {
		while (p.running < t->jobs && p.started < p.jobs.n)
			start(&p);
		tell_finished(&p);
		if (p.running)
			wait_one(&p);
		tell_finished(&p);
	}
	vec_release(&p.jobs);
	return p.worst;
}
