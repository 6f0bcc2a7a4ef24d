/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Judges facts under one set of rule packs after the other, without a process or a
 * database for each; for testcases/pack-facts.
 *
 * On stdin, a line each: "facts FILE" keeps the units of FILE as the next case (from 0);
 * "rules FILE..." takes these packs; "judge N [FILE...]" prints what case N gives under
 * them, and further packs, as "finding FILE LINE RULE" and "site FILE LINE ACCESSOR
 * VERDICT" with tabs. Every answer ends in a line "ok", or "bad CAUSE".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/vec.h"
#include "lib/engine/engine.h"
#include "lib/facts/facts.h"

#define MAX_WORDS 32

struct test_case {
	VEC(struct ir_unit *) units;
};

struct judge {
	VEC(struct test_case) cases;
	const char *packs[MAX_WORDS];
	u32 npacks;
	struct rules *rules;
	struct error err;
};

static void keep_units(void *ctx, const struct facts_object *obj)
{
	struct judge *j = ctx;
	struct ir_unit *unit;
	u32 i;

	for (i = 0; i < obj->nrecords; i++)
		if (ir_wire_read(&obj->records[i], &unit, &j->err) == 0)
			vec_push(&j->cases.v[j->cases.n - 1].units, unit);
}

static void keep_problem(void *ctx, enum facts_problem kind, const char *file,
			 const char *cause)
{
	struct judge *j = ctx;

	(void)kind;
	error_set(&j->err, ERR_IO, "%s: %s", file, cause);
}

static bool read_case(struct judge *j, const char *path)
{
	struct facts_handler handler = {
		.ctx = j, .object = keep_units, .problem = keep_problem,
	};
	struct test_case none = { 0 };
	struct facts_reader *r;

	j->err.msg[0] = '\0';
	vec_push(&j->cases, none);
	r = facts_new(&handler);
	facts_read_path(r, path);
	facts_free(r);
	return !j->err.msg[0];
}

static bool take_rules(struct judge *j, char **words, u32 n)
{
	u32 i;

	for (i = 0; i < j->npacks; i++)
		free((void *)j->packs[i]);
	for (i = 0; i < n; i++)
		j->packs[i] = strdup(words[i]);
	j->npacks = n;
	rules_free(j->rules);
	j->rules = NULL;
	return rules_load(j->packs, n, &j->rules, &j->err) == 0;
}

static void print_analysis(const struct analysis *a)
{
	u32 i;

	for (i = 0; i < a->nfindings; i++)
		printf("finding\t%s\t%u\t%s\n", a->findings[i].loc.file,
		       a->findings[i].loc.line,
		       finding_rule_name(a->findings[i].rule));
	for (i = 0; i < a->nsites; i++)
		printf("site\t%s\t%u\t%s %s\n", a->sites[i].loc.file,
		       a->sites[i].loc.line, a->sites[i].accessor,
		       verdict_name(a->sites[i].verdict));
}

static bool judge_with(struct judge *j, const struct test_case *c,
		       const struct rules *rules)
{
	struct engine *e = engine_new(rules, NULL);
	struct analysis *a = NULL;
	int code = 0;
	u32 i;

	for (i = 0; code == 0 && i < c->units.n; i++)
		code = engine_add_unit(e, c->units.v[i], "", i, &j->err);
	if (code == 0)
		code = engine_run(e, &a, &j->err);
	if (code == 0)
		print_analysis(a);
	analysis_free(a);
	engine_free(e);
	return code == 0;
}

static bool judge_case(struct judge *j, u32 n, char **more, u32 nmore)
{
	const char *paths[2 * MAX_WORDS];
	struct rules *rules = NULL;
	bool ok;

	if (n >= j->cases.n || !j->rules) {
		error_set(&j->err, ERR_USAGE, "no such case, or no rules");
		return false;
	}
	if (!nmore)
		return judge_with(j, &j->cases.v[n], j->rules);
	memcpy(paths, j->packs, sizeof(*paths) * j->npacks);
	memcpy(paths + j->npacks, more, sizeof(*paths) * nmore);
	ok = rules_load(paths, j->npacks + nmore, &rules, &j->err) == 0 &&
	     judge_with(j, &j->cases.v[n], rules);
	rules_free(rules);
	return ok;
}

static bool answer(struct judge *j, char *line)
{
	char *words[MAX_WORDS], *save = NULL, *w;
	u32 n = 0;

	for (w = strtok_r(line, " \n", &save); w && n < MAX_WORDS;
	     w = strtok_r(NULL, " \n", &save))
		words[n++] = w;
	if (n == 2 && !strcmp(words[0], "facts"))
		return read_case(j, words[1]);
	if (n > 1 && !strcmp(words[0], "rules"))
		return take_rules(j, words + 1, n - 1);
	if (n > 1 && !strcmp(words[0], "judge"))
		return judge_case(j, (u32)atoi(words[1]), words + 2, n - 2);
	error_set(&j->err, ERR_USAGE, "what?");
	return false;
}

int main(void)
{
	struct judge j = { .err = ERROR_INIT };
	char line[8192];
	u32 i, k;

	while (fgets(line, sizeof(line), stdin)) {
		if (answer(&j, line))
			puts("ok");
		else
			printf("bad %s\n", j.err.msg);
		fflush(stdout);
	}
	for (i = 0; i < j.cases.n; i++) {
		for (k = 0; k < j.cases.v[i].units.n; k++)
			ir_unit_free(j.cases.v[i].units.v[k]);
		vec_release(&j.cases.v[i].units);
	}
	vec_release(&j.cases);
	for (i = 0; i < j.npacks; i++)
		free((void *)j.packs[i]);
	rules_free(j.rules);
	return 0;
}
