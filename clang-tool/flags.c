/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags of GCC that Clang lacks, and flags that are about outputs. */
#include <string.h>

#include "clang-tool/tool.h"

/* Dropped when the flag begins like this. */
static const char *const dropped[] = {
	"-fno-allow-store-data-races", "-mpreferred-stack-boundary=",
	"-mindirect-branch", "-mfunction-return=", "-fconserve-stack",
	"-fplugin", "-fno-ipa-", "-fipa-", "-fno-tree-", "-ftree-",
	"-fno-var-tracking", "-fvar-tracking", "-fno-partial-inlining",
	"-fno-reorder-", "-freorder-", "-fmin-function-alignment",
	"-fstack-clash-protection", "-fno-stack-clash-protection",
	"-fno-guess-branch-probability", "-fno-code-hoisting", "-mrecord-mcount",
	"-mskip-rax-setup", "-mno-fp-ret-in-387", "-falign-", "-fzero-call-used-regs",
	"-fno-inline-functions-called-once", "-fsched-", "-fno-sched",
	"-fmerge-", "-fno-merge-", "-fgcse", "-fno-gcse", "-fcompare-debug",
	"-fcallgraph-info", "-fdump-", "-fsave-optimization-record", "-flto",
	"-fno-lto", "-fuse-ld=", "-fprofile", "-fcoverage", "-ftest-coverage",
	"-fno-stack-check", "-fsanitize", "-fno-sanitize", "-fno-stack-limit",
	"-mmanual-endbr", "-mharden-sls=", "-fcf-protection", "-fdiagnostics",
	"-fno-diagnostics", "-fmax-errors", "-fno-strict-volatile", "--param",
	"-Wp,", "-Wa,", "-Wl,", "-W", "-MD", "-MMD", "-MP", "-MG", "-M",
	"-g", "-pipe", "--arch=", "-mlittle-endian", "-mbig-endian", "-save-temps", "-fpatchable-function-entry",
};
/* These keep their meaning though a prefix above fits them. */
static const char *const kept[] = { "-mno-", "-march", "-mtune", "-m32", "-m64" };
/* Dropped with the argument that follows. */
static const char *const with_argument[] = {
	"-o", "-MF", "-MT", "-MQ", "--param", "-aux-info", "-dumpbase", "-wrapper",
};
/* The argument that follows is no source file. */
static const char *const takes_argument[] = {
	"-include", "-imacros", "-I", "-D", "-U", "-isystem", "-iquote",
	"-idirafter", "-iprefix", "-x", "-target", "-Xclang", "-Xpreprocessor",
	"-isysroot", "-resource-dir",
};
static const char *const exact[] = { "-c", "-S", "-E", "-v", "-pg", "-mfentry" };

static bool starts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

static bool is_one_of(const char *s, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(s, v[i]))
			return true;
	return false;
}

static bool is_dropped(const char *s)
{
	size_t i;

	if (is_one_of(s, exact, ARRAY_SIZE(exact)))
		return true;
	for (i = 0; i < ARRAY_SIZE(kept); i++)
		if (starts(s, kept[i]))
			return false;
	for (i = 0; i < ARRAY_SIZE(dropped); i++)
		if (starts(s, dropped[i]))
			return true;
	return false;
}

static bool is_source(const char *s)
{
	const char *dot = strrchr(s, '.');

	return *s != '-' && dot && (!strcmp(dot, ".c") || !strcmp(dot, ".i"));
}

void flags_filter(struct tool *t, const str_list *in, str_list *out,
		  const char **file)
{
	u32 i;

	(void)t;
	for (i = 0; i < in->n; i++) {
		const char *s = in->v[i];

		if (is_one_of(s, with_argument, ARRAY_SIZE(with_argument))) {
			i++;
		} else if (is_one_of(s, takes_argument, ARRAY_SIZE(takes_argument)) &&
			   i + 1 < in->n) {
			vec_push(out, s);
			vec_push(out, in->v[++i]);
		} else if (*s != '-') {
			if (file && is_source(s))
				*file = s;
		} else if (!is_dropped(s)) {
			vec_push(out, s);
		}
	}
}
