/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the plugin that was built for the compiler of a build. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/build.h"

#ifndef GPRCHECK_LIB_DIR
#define GPRCHECK_LIB_DIR "/usr/local/lib/gprcheck"
#endif

extern char **environ;

/* Starts argv with its output going to a pipe; the reading end, or -1. */
static int start_reading(char *const *argv, pid_t *ret_pid)
{
	posix_spawn_file_actions_t actions;
	int ends[2], code;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	code = posix_spawnp(ret_pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (code == 0)
		return ends[0];
	close(ends[0]);
	return -1;
}

char *output_of(char *const *argv, struct arena *arena)
{
	char line[256] = "";
	int status = -1;
	FILE *in;
	pid_t pid;
	int fd = start_reading(argv, &pid);

	if (fd < 0)
		return NULL;
	in = fdopen(fd, "r");
	if (!in)
		abort();
	if (!fgets(line, sizeof(line), in))
		line[0] = '\0';
	fclose(in);
	if (waitpid(pid, &status, 0) < 0 || status != 0)
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	return arena_strdup(arena, line);
}

/* What `cc -dumpversion` says, "12" or "12.2.0"; cc may be "ccache gcc". */
static const char *version_of(const char *cc, struct arena *arena)
{
	char *words[16], *copy = arena_strdup(arena, cc), *save = NULL, *word;
	u32 n = 0;

	for (word = strtok_r(copy, " \t", &save); word && n < ARRAY_SIZE(words) - 2;
	     word = strtok_r(NULL, " \t", &save))
		words[n++] = word;
	if (n == 0)
		return NULL;
	words[n] = arena_strdup(arena, "-dumpversion");
	words[n + 1] = NULL;
	return output_of(words, arena);
}

static const char *if_there(struct arena *arena, const char *folder, const char *name)
{
	const char *path = arena_printf(arena, "%s/%s/gprcheck.so", folder, name);

	return access(path, R_OK) == 0 ? path : NULL;
}

/* build/gprcheck.so belongs to plain `gcc`, build/gcc-11/gprcheck.so to gcc-11. */
static const char *beside_executable(const char *folder, const char *version,
				     struct arena *arena)
{
	const char *path, *gcc;

	path = if_there(arena, folder, arena_printf(arena, "gcc-%d", atoi(version)));
	if (path)
		return path;
	gcc = version_of("gcc", arena);
	return gcc && atoi(gcc) == atoi(version) ? if_there(arena, folder, ".") : NULL;
}

static const char *installed(const char *folder, const char *version, struct arena *arena)
{
	const char *path = if_there(arena, folder, version);

	return path ? path : if_there(arena, folder, arena_printf(arena, "%d", atoi(version)));
}

int find_plugin(const char *cc, struct arena *arena, const char **ret, struct error *err)
{
	const char *version = version_of(cc, arena), *path = NULL;
	char folder[PATH_MAX];

	if (strstr(cc, "clang"))
		return error_set(err, ERR_USAGE, "%s takes no GCC plugin; run "
				 "`make C=2 CHECK=gprcheck-clang' and collect its facts", cc);
	if (!version || atoi(version) <= 0)
		return error_set(err, ERR_USAGE, "%s: cannot tell its version; give --gcc or "
				 "--plugin", cc);
	if (executable_folder(folder)) {
		path = beside_executable(folder, version, arena);
		if (!path)
			path = installed(arena_printf(arena, "%s/../lib/gprcheck", folder),
					 version, arena);
	}
	if (!path)
		path = installed(GPRCHECK_LIB_DIR, version, arena);
	if (!path)
		return error_set(err, ERR_USAGE, "no plugin for %s (version %s); "
				 "`make GCC=%s plugin' in gprcheck builds it", cc, version, cc);
	*ret = path;
	return 0;
}
