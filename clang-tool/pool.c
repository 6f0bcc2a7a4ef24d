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
#include "lib/base/intern.h"
#include "lib/base/strbuf.h"

struct pool {
	struct tool *t;
	job_list jobs;
	u32 running, started, finished, told;
	int worst;
	bool terminal;
	double begin;
	struct intern *told_flags, *facts;	/* names that were used */
};

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* ---- one unit ------------------------------------------------------------------------- */

/* True once for each name. */
static bool is_new(struct intern *in, const char *name)
{
	u32 n = intern_count(in);

	intern_str(in, name);
	return intern_count(in) != n;
}

/*
 * Where the facts of a unit go: its path below the folder. A file that is
 * compiled more than once has facts of each time.
 */
static const char *facts_path(struct pool *p, const char *folder,
			      const struct job *j)
{
	struct tool *t = p->t;
	u32 i;
	const char *name = j->file;
	size_t n = strlen(j->folder);
	char *path, *s;

	if (!strncmp(name, j->folder, n) && name[n] == '/')
		name += n + 1;
	while (!strncmp(name, "../", 3) || !strncmp(name, "./", 2) || *name == '/')
		name += strcspn(name, "/") + 1;
	path = arena_printf(t->arena, "%s/%s.gprcheck", folder, name);
	for (i = 2; !is_new(p->facts, path); i++)
		path = arena_printf(t->arena, "%s/%s.%u.gprcheck", folder, name, i);
	for (s = path + 1; (s = strchr(s, '/')); s++) {
		*s = '\0';
		mkdir(path, 0777);
		*s = '/';
	}
	return path;
}

/* Children fail on demand, to see that the others do not. */
static void selftest(struct tool *t, const struct job *j)
{
	if (t->selftest_crash &&
	    database_names(t, t->selftest_crash, j->folder, j->file))
		abort();
	if (t->selftest_hang &&
	    database_names(t, t->selftest_hang, j->folder, j->file))
		for (;;)
			pause();
}

static int child(struct pool *p, struct job *j)
{
	dup2(j->log, 2);
	p->t->ignored = j->ignored;
	alarm(p->t->timeout);
	selftest(p->t, j);
	if (chdir(j->folder)) {
		fprintf(stderr, "gprcheck-clang: %s: %s\n", j->folder, strerror(errno));
		return 2;
	}
	return check_unit(p->t, j->file, &j->flags, j->facts);
}

static void start(struct pool *p)
{
	struct job *j = &p->jobs.v[p->started++];

	/* a unit that fails must not leave what an earlier run said of it */
	if (j->facts)
		unlink(j->facts);
	j->log = memfd_create("gprcheck", MFD_CLOEXEC);
	j->ignored = memfd_create("gprcheck", MFD_CLOEXEC);
	fflush(NULL);
	j->pid = j->log < 0 || j->ignored < 0 ? -1 : fork();
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

static void read_all(int fd, struct strbuf *ret)
{
	char buf[65536];
	ssize_t n;

	if (fd < 0)
		return;
	if (!lseek(fd, 0, SEEK_SET))
		while ((n = read(fd, buf, sizeof(buf))) > 0)
			strbuf_add(ret, buf, (size_t)n);
	close(fd);
}

/* Each flag once, however many units have it. */
static void tell_ignored(struct pool *p, struct strbuf *flags)
{
	char *save = NULL, *one;

	for (one = strtok_r(flags->buf, "\n", &save); one;
	     one = strtok_r(NULL, "\n", &save))
		if (is_new(p->told_flags, one))
			fprintf(stderr, "gprcheck-clang: unknown flag '%s' ignored\n", one);
}

static void tell_signal(struct pool *p, const struct job *j)
{
	const char *why;

	if (WTERMSIG(j->status) == SIGALRM)
		why = arena_printf(p->t->arena, "given up after %u seconds",
				   p->t->timeout);
	else
		why = arena_printf(p->t->arena, "%s while checking it",
				   strsignal(WTERMSIG(j->status)));
	fprintf(stderr, "gprcheck-clang: %s: %s\n", j->file, why);
	write_failed(j->folder, j->file, why, j->facts);
}

static void tell(struct pool *p, struct job *j)
{
	struct strbuf log = STRBUF_INIT, flags = STRBUF_INIT;
	int code = 2;

	read_all(j->log, &log);
	read_all(j->ignored, &flags);
	if (flags.len)
		tell_ignored(p, &flags);
	fwrite(strbuf_str(&log), 1, log.len, stderr);
	strbuf_release(&log);
	strbuf_release(&flags);
	if (WIFEXITED(j->status))
		code = WEXITSTATUS(j->status);
	else
		tell_signal(p, j);
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

static int give_facts_paths(struct pool *p)
{
	struct tool *t = p->t;
	char folder[PATH_MAX];
	u32 i;

	if (!t->facts)
		return 0;
	mkdir(t->facts, 0777);
	if (!realpath(t->facts, folder)) {
		fprintf(stderr, "gprcheck-clang: %s: %s\n", t->facts, strerror(errno));
		return 2;
	}
	for (i = 0; i < p->jobs.n; i++)
		p->jobs.v[i].facts = facts_path(p, folder, &p->jobs.v[i]);
	return 0;
}

static void run_all(struct pool *p)
{
	u32 width = p->t->jobs;

	if (!width)
		width = (u32)sysconf(_SC_NPROCESSORS_ONLN);
	p->terminal = isatty(2);
	p->begin = now();
	while (p->told < p->jobs.n) {
		while (p->running < width && p->started < p->jobs.n)
			start(p);
		tell_finished(p);
		if (p->running)
			wait_one(p);
		tell_finished(p);
	}
}

static int prepare(struct pool *p)
{
	struct tool *t = p->t;

	if (database_read(t, &p->jobs))
		return 2;
	if (p->jobs.n && !(t->dump && p->jobs.n > 1))
		return give_facts_paths(p);
	fprintf(stderr, "gprcheck-clang: %s: %s\n", t->database,
		p->jobs.n ? "--dump is for one unit" : "no unit to check");
	return 2;
}

int check_database(struct tool *t)
{
	struct pool p;

	memset(&p, 0, sizeof(p));
	p.t = t;
	p.told_flags = intern_new();
	p.facts = intern_new();
	p.worst = prepare(&p);
	if (!p.worst)
		run_all(&p);
	vec_release(&p.jobs);
	intern_free(p.told_flags);
	intern_free(p.facts);
	return p.worst;
}
