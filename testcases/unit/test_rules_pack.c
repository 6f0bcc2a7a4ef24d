/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every name that a pack in rules/ watches is exercised by some test case. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/intern.h"
#include "lib/base/strbuf.h"
#include "lib/rules/rules.h"

static const char *const folders[] = {
	"testcases/cases", "testcases/cases/include", "testcases/reference",
};

static void read_file(const char *path, struct strbuf *sb)
{
	FILE *f = fopen(path, "rb");
	char buf[4096];
	size_t n;

	if (!f)
		fail_msg("%s: cannot open", path);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(sb, buf, n);
	fclose(f);
}

static bool ends_comment(const char *s, const char *start)
{
	return s >= start + 4 && s[-1] == '/' && s[-2] == '*';
}

/* Skips a comment or nothing; words of comments exercise no rule. */
static const char *skip_comment(const char *s)
{
	const char *start = s;

	if (s[0] != '/' || (s[1] != '*' && s[1] != '/'))
		return s;
	if (s[1] == '/')
		return s + strcspn(s, "\n");
	while (*s && !ends_comment(s, start))
		s++;
	return s;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static void add_words(const char *s, struct intern *words)
{
	while (*s) {
		const char *next = skip_comment(s);
		size_t n = 0;

		if (next != s) {
			s = next;
			continue;
		}
		while (is_word(s[n]))
			n++;
		if (n)
			intern_mem(words, s, n);
		s += n ? n : 1;
	}
}

static bool is_c_file(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && (!strcmp(dot, ".c") || !strcmp(dot, ".h"));
}

static void add_folder(const char *dir, struct intern *words)
{
	struct dirent *e;
	DIR *d = opendir(dir);
	char path[1024];

	while (d && (e = readdir(d))) {
		struct strbuf sb = STRBUF_INIT;

		if (!is_c_file(e->d_name))
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		read_file(path, &sb);
		add_words(strbuf_str(&sb), words);
		strbuf_release(&sb);
	}
	if (d)
		closedir(d);
}

static struct rules *load(const char *path)
{
	const char *paths[] = { path };
	struct error err = ERROR_INIT;
	struct rules *r = NULL;

	if (rules_load(paths, 1, &r, &err))
		fail_msg("%s", err.msg);
	return r;
}

static void every_name_is_exercised(void **state)
{
	struct intern *words = intern_new();
	struct strbuf missing = STRBUF_INIT;
	struct rules *r = load("rules");
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(folders); i++)
		add_folder(folders[i], words);
	for (i = 0; i < rules_name_count(r); i++)
		if (!intern_find(words, rules_name_get(r, i)->name))
			strbuf_addf(&missing, " %s", rules_name_get(r, i)->name);
	if (missing.len)
		fail_msg("no case in testcases/cases or testcases/reference uses:%s",
			 strbuf_str(&missing));
	strbuf_release(&missing);
	intern_free(words);
	rules_free(r);
}

/* The example of doc/rules.md is a pack as it stands there. */
static void example_of_the_manual(void **state)
{
	char path[] = "/tmp/gprcheck-example-XXXXXX";
	struct strbuf sb = STRBUF_INIT;
	const char *start, *end;
	struct rules *r;
	FILE *f;
	int fd;

	(void)state;
	read_file("doc/rules.md", &sb);
	start = strstr(strbuf_str(&sb), "```yaml\npack:");
	assert_non_null(start);
	start += strlen("```yaml\n");
	end = strstr(start, "```");
	assert_non_null(end);
	fd = mkstemp(path);
	assert_true(fd >= 0);
	f = fdopen(fd, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(start, 1, (size_t)(end - start), f), end - start);
	fclose(f);
	r = load(path);
	assert_string_equal(rules_pack_name(r, 0), "kvm-arm64");
	rules_free(r);
	unlink(path);
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_is_exercised),
		cmocka_unit_test(example_of_the_manual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
