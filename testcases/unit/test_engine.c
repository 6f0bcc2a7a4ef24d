// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The engine on units written as IR text: testcases/engine/NAME.ir.
 *
 * A fixture is one or more units (doc/ir.md), each from its "unit" line on; what
 * comes before the first is a comment. In a unit, comment lines say what is
 * expected, with lines of the unit's file:
 *
 *	#= site LINE safe
 *	#= site LINE unproven REASON	REASON: unproven_reason_name()
 *	#= site LINE violation
 *	#= finding LINE RULE
 *
 * These are all sites and all findings: one more or less fails the test. The rules
 * are testcases/engine/rules.yaml. Three tests for each fixture:
 *
 *	NAME		the expectations
 *	NAME order	any order of the units gives the same analysis, word by word
 *	NAME budget	small limits only ever make sites unproven: none is gone or gets
 *			better, and no violation or finding comes up that was not there
 *			(a site in dead code may: nothing says any more that it is dead)
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testcases/unit/engine_fixture.h"

#define FOLDER "testcases/engine/"

static struct rules *rules;

static int load_rules(void **state)
{
	const char *paths[] = { FOLDER "rules.yaml" };
	struct error err = ERROR_INIT;

	(void)state;
	if (rules_load(paths, 1, &rules, &err) < 0)
		fail_msg("%s", err.msg);
	return 0;
}

static int free_rules(void **state)
{
	(void)state;
	rules_free(rules);
	return 0;
}

static const char *fixture_path(void **state)
{
	return *state;
}

/* ---- expectations --------------------------------------------------------- */

static void compare_expected(void **state, const struct engine_options *opt)
{
	struct fixture *f = fixture_read(fixture_path(state));
	struct analysis *a = fixture_run(f, rules, opt, 0, false);
	struct strbuf diff = STRBUF_INIT;
	line_vec lines = VEC_INIT;

	assert_int_not_equal(f->expected.n, 0);
	fixture_lines(a, &lines);
	if (fixture_diff(&f->expected, &lines, &diff))
		fail_msg("%s:\n%s", f->path, strbuf_str(&diff));
	fixture_free_lines(&lines);
	strbuf_release(&diff);
	analysis_free(a);
	fixture_free(f);
}

static void test_expected(void **state)
{
	compare_expected(state, NULL);
}

/* What is beside a root that is over its steps, in the fixtures of FOLDER limited. */
static void test_limited(void **state)
{
	static const struct engine_options opt = { .max_root_steps = 24 };

	compare_expected(state, &opt);
}

/* ---- order of units -------------------------------------------------------- */

static char *dump_run(const struct fixture *f, u32 first, bool backwards)
{
	struct analysis *a = fixture_run(f, rules, NULL, first, backwards);
	struct strbuf sb = STRBUF_INIT;

	fixture_dump(a, &sb);
	analysis_free(a);
	return strbuf_detach(&sb);
}

static void test_order(void **state)
{
	struct fixture *f = fixture_read(fixture_path(state));
	char *want = dump_run(f, 0, false), *is;
	u32 i;

	for (i = 0; i < 2 * f->units.n; i++) {
		is = dump_run(f, i / 2, i % 2);
		assert_string_equal(is, want);
		free(is);
	}
	free(want);
	fixture_free(f);
}

/* ---- budgets ----------------------------------------------------------------- */

static const struct {
	const char *name;
	struct engine_options opt;
} limits[] = {
	{ "max_states 1", { .max_states = 1 } },
	{ "max_states 2", { .max_states = 2 } },
	{ "max_steps 1", { .max_steps = 1 } },
	{ "max_steps 3", { .max_steps = 3 } },
	{ "max_steps 6", { .max_steps = 6 } },
	{ "max_steps 20", { .max_steps = 20 } },
	{ "max_contexts 1", { .max_contexts = 1 } },
	{ "max_contexts 2", { .max_contexts = 2 } },
	{ "max_depth 1", { .max_depth = 1 } },
	{ "max_depth 2", { .max_depth = 2 } },
	{ "max_rounds 1", { .max_rounds = 1 } },
	{ "max_root_steps 5", { .max_root_steps = 5 } },
	{ "max_root_steps 30", { .max_root_steps = 30 } },
	{ "max_total_steps 5", { .max_total_steps = 5 } },
	{ "max_total_steps 12", { .max_total_steps = 12 } },
	{ "max_total_steps 50", { .max_total_steps = 50 } },
	{ "all", { .max_states = 1, .max_steps = 2, .max_contexts = 1, .max_depth = 1,
		   .max_rounds = 1, .max_total_steps = 10 } },
};

static bool is_same_place(const struct site *a, const struct site *b)
{
	return !strcmp(a->loc.file, b->loc.file) &&
	       a->loc.line == b->loc.line && a->loc.column == b->loc.column &&
	       !strcmp(a->accessor, b->accessor);
}

/* The site of a that is site number i of from; twins come in one order. */
static const struct site *find_site(const struct analysis *a,
				    const struct analysis *from, u32 i)
{
	u32 j, twin = 0;

	for (j = i; j > 0 && is_same_place(&from->sites[j - 1], &from->sites[i]); j--)
		twin++;
	for (j = 0; j < a->nsites; j++)
		if (is_same_place(&a->sites[j], &from->sites[i]) && !twin--)
			return &a->sites[j];
	return NULL;
}

static bool has_finding(const struct analysis *a, const struct finding *f)
{
	u32 i;

	for (i = 0; i < a->nfindings; i++)
		if (a->findings[i].rule == f->rule &&
		    !strcmp(a->findings[i].loc.file, f->loc.file) &&
		    a->findings[i].loc.line == f->loc.line)
			return true;
	return false;
}

/* May `few` be said of a site, within limits, that is `full` without? */
static bool verdict_fits(const struct site *full, const struct site *few)
{
	if (full->verdict == VERDICT_UNPROVEN)
		return few->verdict == VERDICT_UNPROVEN;
	return few->verdict == full->verdict ||
	       (few->verdict == VERDICT_UNPROVEN &&
		few->reason == UNPROVEN_BUDGET);
}

static void compare_limited(const struct analysis *full,
			    const struct analysis *few, const char *limit,
			    struct strbuf *out)
{
	u32 i;

	for (i = 0; i < full->nsites; i++) {
		const struct site *s = find_site(few, full, i);

		if (s && verdict_fits(&full->sites[i], s))
			continue;
		strbuf_addf(out, "  %s: site %s:%u was %s, is %s %s\n", limit,
			    full->sites[i].loc.file, full->sites[i].loc.line,
			    verdict_name(full->sites[i].verdict),
			    s ? verdict_name(s->verdict) : "gone",
			    s ? unproven_reason_name(s->reason) : "");
	}
	for (i = 0; i < few->nsites; i++)
		if (few->sites[i].verdict == VERDICT_VIOLATION &&
		    !find_site(full, few, i))
			strbuf_addf(out, "  %s: new violation %s:%u\n", limit,
				    few->sites[i].loc.file,
				    few->sites[i].loc.line);
	for (i = 0; i < few->nfindings; i++)
		if (!has_finding(full, &few->findings[i]))
			strbuf_addf(out, "  %s: new finding %s:%u %s\n", limit,
				    few->findings[i].loc.file,
				    few->findings[i].loc.line,
				    finding_rule_name(few->findings[i].rule));
}

static void test_budget(void **state)
{
	struct fixture *f = fixture_read(fixture_path(state));
	struct analysis *full = fixture_run(f, rules, NULL, 0, false), *few;
	struct strbuf out = STRBUF_INIT;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(limits); i++) {
		few = fixture_run(f, rules, &limits[i].opt, 0, false);
		compare_limited(full, few, limits[i].name, &out);
		analysis_free(few);
	}
	if (out.len)
		fail_msg("%s:\n%s", f->path, strbuf_str(&out));
	strbuf_release(&out);
	analysis_free(full);
	fixture_free(f);
}

/* ---- the list ------------------------------------------------------------------ */

static char *test_name(const char *path, const char *suffix)
{
	const char *s = path + strlen(FOLDER);
	char *name = malloc(strlen(s) + strlen(suffix) + 1);

	sprintf(name, "%.*s%s", (int)strcspn(s, "."), s, suffix);
	return name;
}

static bool is_limited(const char *path)
{
	return !strncmp(path, FOLDER "limited/", strlen(FOLDER "limited/"));
}

int main(int argc, char **argv)
{
	static const struct {
		const char *suffix;
		CMUnitTestFunction func;
		bool limited;
	} kinds[] = {
		{ "", test_expected, false },
		{ "", test_limited, true },
		{ " order", test_order, false },
		{ " budget", test_budget, false },
	};
	struct CMUnitTest *tests;
	size_t i, k, n = 0;
	glob_t g;
	int r;

	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	if (glob(FOLDER "*.ir", 0, NULL, &g) ||
	    glob(FOLDER "limited/*.ir", GLOB_APPEND, NULL, &g)) {
		printf("Bail out! no fixtures in " FOLDER "\n");
		return 1;
	}
	tests = calloc(g.gl_pathc * ARRAY_SIZE(kinds), sizeof(*tests));
	for (i = 0; i < g.gl_pathc; i++)
		for (k = 0; k < ARRAY_SIZE(kinds); k++) {
			if (kinds[k].limited != is_limited(g.gl_pathv[i]))
				continue;
			tests[n].name = test_name(g.gl_pathv[i],
						  kinds[k].suffix);
			tests[n].test_func = kinds[k].func;
			tests[n++].initial_state = g.gl_pathv[i];
		}
	r = _cmocka_run_group_tests("engine", tests, n, load_rules, free_rules);
	for (i = 0; i < n; i++)
		free((char *)tests[i].name);
	free(tests);
	globfree(&g);
	return r;
}
