/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of the findings that were loaded a command shows, and in which order. */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"

static const char *const sort_names[SORT_COUNT] = {
	[SORT_PLACE] = "place",
	[SORT_ID] = "id",
	[SORT_RULE] = "rule",
	[SORT_FUNCTION] = "function",
	[SORT_ACCESSOR] = "accessor",
	[SORT_STATUS] = "status",
	[SORT_AGE] = "age",
};

bool sort_parse(const char *arg, struct choice *ret)
{
	bool reverse = arg[0] == '-';

	for (u32 i = 0; i < SORT_COUNT; i++) {
		if (strcmp(arg + reverse, sort_names[i]) != 0)
			continue;
		ret->sort = (enum sort_key)i;
		ret->reverse = reverse;
		return true;
	}
	return false;
}

static int compare_place(const struct finding_record *a, const struct finding_record *b)
{
	int order = strcmp(a->f.loc.file, b->f.loc.file);

	if (order)
		return order;
	if (a->f.loc.line != b->f.loc.line)
		return a->f.loc.line < b->f.loc.line ? -1 : 1;
	if (a->f.loc.column != b->f.loc.column)
		return a->f.loc.column < b->f.loc.column ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static int compare_s64(s64 a, s64 b)
{
	return a < b ? -1 : a > b;
}

static int compare_key(enum sort_key key, const struct finding_record *a,
		       const struct finding_record *b)
{
	switch (key) {
	case SORT_ID: return compare_s64(a->id, b->id);
	case SORT_RULE: return compare_s64(a->f.rule, b->f.rule);
	case SORT_FUNCTION: return strcmp(a->f.function, b->f.function);
	case SORT_ACCESSOR: return strcmp(a->f.accessor, b->f.accessor);
	case SORT_STATUS: return compare_s64(a->status, b->status);
	case SORT_AGE: return compare_s64(a->first_run, b->first_run);
	default: return 0;
	}
}

/* Equal ones stay in the order of their places, also when reversed. */
static int compare(const void *x, const void *y, void *ctx)
{
	const struct choice *c = ctx;
	int order = compare_key(c->sort, x, y);

	if (!order)
		order = compare_place(x, y);
	else if (c->reverse)
		return -order;
	return c->reverse && c->sort == SORT_PLACE ? -order : order;
}

static bool matches(const char *glob, const char *text)
{
	return !glob || fnmatch(glob, text, 0) == 0;
}

static bool is_chosen(const struct choice *c, const struct finding_record *r, s64 since)
{
	u32 assessed = c->assessed ? c->assessed : ASSESSED_ACTIVE;

	return (assessed & ASSESSED_BIT(finding_verdict(r))) &&
	       matches(c->function, r->f.function) && matches(c->accessor, r->f.accessor) &&
	       r->first_run > since;
}

/* A run by name or number, or the latest run of a commit, given by its beginning. */
static int find_since(struct store *s, const char *name, struct arena *arena, s64 *ret,
		      struct error *err)
{
	const struct run_record *runs, *run;
	size_t len = strlen(name);
	u32 n;
	int code;

	if (store_run(s, name, arena, &run, NULL) == 0) {
		*ret = run->id;
		return 0;
	}
	code = store_runs(s, arena, &runs, &n, err);
	if (code < 0)
		return code;
	while (n-- > 0) {
		if (len < 4 || strncmp(runs[n].info.commit, name, len) != 0)
			continue;
		*ret = runs[n].id;
		return 0;
	}
	return error_set(err, ERR_USAGE, "--since: no run and no commit of a run is called %s", name);
}

int choose_findings(struct store *s, const struct options *o, struct arena *arena,
		    const struct finding_record **records, u32 *nrecords, struct error *err)
{
	const struct choice *c = &o->choice;
	struct finding_record *kept;
	s64 since = -1;
	u32 n = 0;
	int code = 0;

	if (c->since)
		code = find_since(s, c->since, arena, &since, err);
	if (code < 0)
		return code;
	kept = arena_memdup(arena, *records, *nrecords * sizeof(*kept));
	for (u32 i = 0; i < *nrecords; i++)
		if (is_chosen(c, &kept[i], since))
			kept[n++] = kept[i];
	if (c->sorted && n)
		qsort_r(kept, n, sizeof(*kept), compare, (void *)c);
	*records = kept;
	*nrecords = c->limit && c->limit < n ? c->limit : n;
	return 0;
}
