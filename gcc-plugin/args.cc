/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads -fplugin-arg-gprcheck-* and finds the rules. */
#include "gcc-plugin/gcc-compat.h"

#include <dlfcn.h>

#include "gcc-plugin/args.h"

#ifndef GPRCHECK_RULES_DIR
#define GPRCHECK_RULES_DIR "/usr/local/share/gprcheck/rules"
#endif

static bool is(const char *value, const char *word)
{
	return value && !strcmp(value, word);
}

static void read_argument(struct options *o, const char *key,
			  const char *value)
{
	if (is(key, "rules") && value)
		vec_push(&o->rules, value);
	else if (is(key, "warn") && (is(value, "no") || is(value, "yes")))
		o->no_warn = is(value, "no");
	else if (is(key, "error") && (is(value, "no") || is(value, "yes")))
		o->error = is(value, "yes");
	else if (is(key, "selftest-fail") && is(value, "yes"))
		o->selftest_fail = true;
	else if (is(key, "dump") && value)
		o->dump = value;
	else if (!is(key, "id"))	/* only there for the keys of caches */
		fprintf(stderr, "gprcheck: unknown argument '%s%s%s' ignored\n",
			key, value ? "=" : "", value ? value : "");
}

void options_read(struct options *o, const struct plugin_name_args *args)
{
	int i;

	for (i = 0; i < args->argc; i++)
		read_argument(o, args->argv[i].key, args->argv[i].value);
}

/* ---- default rules ------------------------------------------------------------- */

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* The folder this plugin was really loaded from; NULL when not known. */
static char *own_folder(void)
{
	Dl_info info;
	char *path, *slash;

	if (!dladdr((void *)&own_folder, &info) || !info.dli_fname)
		return NULL;
	path = realpath(info.dli_fname, NULL);
	slash = path ? strrchr(path, '/') : NULL;
	if (slash)
		*slash = '\0';
	return path;
}

/*
 * build/gprcheck.so, build/gcc-11/gprcheck.so, and the installed
 * lib/gprcheck/VERSION/gprcheck.so.
 */
static char *default_rules(void)
{
	static const char *const from_plugin[] = {
		"/rules", "/../rules", "/../../rules",
		"/../../../share/gprcheck/rules",
		"/../../share/gprcheck/rules",
	};
	const char *env = getenv("GPRCHECK_RULES");
	char *folder;
	size_t i;

	if (env && *env)
		return xstrdup(env);
	folder = own_folder();
	for (i = 0; folder && i < ARRAY_SIZE(from_plugin); i++) {
		char *path = concat(folder, from_plugin[i], NULL);

		if (is_folder(path)) {
			free(folder);
			return path;
		}
		free(path);
	}
	free(folder);
	return xstrdup(GPRCHECK_RULES_DIR);
}

struct rules *options_load_rules(const struct options *o, bool lines)
{
	char *fallback = o->rules.n ? NULL : default_rules();
	const char *one = fallback;
	const char *const *paths = one ? &one : o->rules.v;
	size_t n = one ? 1 : o->rules.n;
	struct error err = ERROR_INIT;
	struct rules *rules = NULL;
	int ret;

	ret = lines ? rules_load(paths, n, &rules, &err) :
		      rules_load_quick(paths, n, &rules, &err);
	free(fallback);
	if (!ret)
		return rules;
	fprintf(stderr, "gprcheck: %s: nothing is checked\n", err.msg);
	return NULL;
}
