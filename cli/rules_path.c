/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the rule packs when the user names none. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "lib/rules/rules.h"

bool executable_folder(char *buf)
{
	ssize_t n = readlink("/proc/self/exe", buf, PATH_MAX - 1);
	char *slash;

	if (n <= 0)
		return false;
	buf[n] = '\0';
	slash = strrchr(buf, '/');
	if (!slash)
		return false;
	*slash = '\0';
	return true;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

const char *default_rules(void)
{
	/* Seen from build/gprcheck, build/san/gprcheck, PREFIX/bin/gprcheck. */
	static const char *const places[] = {
		"../rules", "../../rules", "../share/gprcheck/rules",
	};
	static char path[PATH_MAX + 64];
	char folder[PATH_MAX], *real;
	const char *env = getenv("GPRCHECK_RULES");

	if (env && *env)
		return env;
	for (size_t i = 0; executable_folder(folder) && i < ARRAY_SIZE(places); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, places[i]);
		real = is_folder(path) ? realpath(path, NULL) : NULL;
		if (!real)
			continue;
		snprintf(path, sizeof(path), "%s", real);
		free(real);
		return path;
	}
#ifdef GPRCHECK_RULES_DIR
	if (is_folder(GPRCHECK_RULES_DIR))
		return GPRCHECK_RULES_DIR;
#endif
	return NULL;
}

int complete_rules(string_list *paths, struct error *err)
{
	const char *path;

	if (paths->n)
		return 0;
	path = default_rules();
	if (!path)
		return error_set(err, ERR_RULES, "no rules found; give --rules PATH");
	vec_push(paths, path);
	return 0;
}

int load_rules(string_list *paths, struct rules **ret, struct error *err)
{
	int code = complete_rules(paths, err);

	return code < 0 ? code : rules_load(paths->v, paths->n, ret, err);
}
