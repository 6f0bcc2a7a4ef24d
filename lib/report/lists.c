/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which columns the lists have, and in which formats. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "lib/report/report_p.h"

/* A person reads one column FILE:LINE:COLUMN, a program three. */
#define PEOPLE REPORT_IN(REPORT_TABLE)
#define PROGRAMS (~PEOPLE)
/* What the tsv contract does not have. */
#define RICH (PROGRAMS & ~REPORT_IN(REPORT_TSV))

/* The cells of one row, pushed in the order of the columns. */
struct row {
	struct report_writer *w;
	struct arena *arena;
	const char *cells[32];
	u32 n;
};

static void push(struct row *row, const char *cell)
{
	row->cells[row->n++] = cell;
}

static void push_number(struct row *row, s64 number)
{
	push(row, arena_printf(row->arena, "%" PRId64, number));
}

/* The four columns of a place. */
static void push_place(struct row *row, const struct src_loc *loc)
{
	push(row, arena_printf(row->arena, "%s:%u:%u", loc->file, loc->line, loc->column));
	push(row, loc->file);
	push_number(row, loc->line);
	push_number(row, loc->column);
}

#define PLACE_COLUMNS					\
	{ "place", REPORT_LONG, PEOPLE },		\
	{ "file", REPORT_TEXT, PROGRAMS },		\
	{ "line", REPORT_NUMBER, PROGRAMS },		\
	{ "column", REPORT_NUMBER, PROGRAMS }

static int flush_row(struct row *row, struct error *err)
{
	int rc = report_row(row->w, row->cells, err);

	row->n = 0;
	arena_reset(row->arena);
	return rc;
}

/* ---- one kind of row each; the columns in the order of the cells */

static const struct report_column finding_columns[] = {
	{ "id", REPORT_NUMBER, REPORT_IN_ALL },
	{ "rule", REPORT_TEXT, REPORT_IN_ALL },
	PLACE_COLUMNS,
	{ "function", REPORT_LONG, REPORT_IN_ALL },
	{ "accessor", REPORT_LONG, REPORT_IN_ALL },
	{ "index", REPORT_TEXT, REPORT_IN_ALL },
	{ "status", REPORT_WORD, REPORT_IN_ALL },
	{ "assessment", REPORT_WORD, PEOPLE },	/* last: left out when there is none */
};

/* With what became of it, when it does not count any more. */
static const char *assessment_cell(struct row *row, const struct finding_record *r)
{
	const struct assessment *a = r->assessment;

	if (!a || a->verdict == ASSESSED_OPEN)
		return "";
	if (a->state == ASSESSMENT_IN_FORCE)
		return assessment_verdict_name(a->verdict);
	return arena_printf(row->arena, "%s (%s)", assessment_verdict_name(a->verdict),
			    assessment_state_name(a->state));
}

static void push_finding(struct row *row, const void *element)
{
	const struct finding_record *r = element;

	push_number(row, r->id);
	push(row, finding_rule_name(r->f.rule));
	push_place(row, &r->f.loc);
	push(row, r->f.function);
	push(row, r->f.accessor);
	push(row, r->f.index);
	push(row, finding_status_name(r->status));
	push(row, assessment_cell(row, r));
}

static const struct report_column site_columns[] = {
	PLACE_COLUMNS,
	{ "function", REPORT_LONG, REPORT_IN_ALL },
	{ "accessor", REPORT_LONG, REPORT_IN_ALL },
	{ "verdict", REPORT_WORD, REPORT_IN_ALL },
	{ "index", REPORT_TEXT, REPORT_IN_ALL },
	{ "why", REPORT_LONG, PEOPLE },
	{ "reason", REPORT_TEXT, RICH },
	{ "explain", REPORT_TEXT, RICH },
};

static void push_site(struct row *row, const void *element)
{
	const struct site *s = element;
	const char *reason = unproven_reason_name(s->reason);

	push_place(row, &s->loc);
	push(row, s->function);
	push(row, s->accessor);
	push(row, verdict_name(s->verdict));
	push(row, s->index);
	push(row, arena_printf(row->arena, "%s%s%s", reason,
			       reason[0] && s->explain[0] ? ": " : "", s->explain));
	push(row, reason);
	push(row, s->explain);
}

static const struct report_column run_columns[] = {
	{ "id", REPORT_NUMBER, REPORT_IN_ALL },
	{ "name", REPORT_TEXT, REPORT_IN_ALL },
	{ "time", REPORT_TEXT, REPORT_IN_ALL },
	{ "commit", REPORT_TEXT, REPORT_IN_ALL },
	{ "units", REPORT_NUMBER, REPORT_IN_ALL },
	{ "safe", REPORT_NUMBER, REPORT_IN_ALL },
	{ "unproven", REPORT_NUMBER, REPORT_IN_ALL },
	{ "violation", REPORT_NUMBER, REPORT_IN_ALL },
	{ "findings", REPORT_NUMBER, REPORT_IN_ALL },
	{ "new", REPORT_NUMBER, REPORT_IN_ALL },
	{ "fixed", REPORT_NUMBER, REPORT_IN_ALL },
	{ "lost", REPORT_NUMBER, REPORT_IN_ALL },
	{ "tree", REPORT_WORD, REPORT_IN_ALL },
	{ "config", REPORT_TEXT, REPORT_IN_ALL },
	{ "arch", REPORT_TEXT, REPORT_IN_ALL },
	{ "compilers", REPORT_LONG, REPORT_IN_ALL },
	{ "expected", REPORT_NUMBER, REPORT_IN_ALL },
	{ "degraded", REPORT_NUMBER, REPORT_IN_ALL },
	{ "failed", REPORT_NUMBER, REPORT_IN_ALL },
	{ "config_hash", REPORT_TEXT, RICH },
	{ "packs", REPORT_LONG, RICH },
	{ "rules_hash", REPORT_TEXT, RICH },
	{ "tool_version", REPORT_TEXT, RICH },
	{ "uid", REPORT_TEXT, RICH },
};

static const char *utc(struct arena *arena, s64 seconds)
{
	time_t t = (time_t)seconds;
	char text[64];
	struct tm tm;

	if (!gmtime_r(&t, &tm) || !strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm))
		return "";
	return arena_strdup(arena, text);
}

static void push_run(struct row *row, const void *element)
{
	const struct run_record *r = element;
	s64 units = 0;
	u32 i;

	for (i = 0; i < UNIT_STATUS_COUNT; i++)
		units += r->nunits[i];
	push_number(row, r->id);
	push(row, r->info.name);
	push(row, utc(row->arena, r->info.time));
	push(row, r->info.commit);
	push_number(row, units);
	push_number(row, r->nsites[VERDICT_SAFE]);
	push_number(row, r->nsites[VERDICT_UNPROVEN]);
	push_number(row, r->nsites[VERDICT_VIOLATION]);
	push_number(row, (s64)r->nfindings[STATUS_NEW] + r->nfindings[STATUS_OPEN]);
	push_number(row, r->nfindings[STATUS_NEW]);
	push_number(row, r->nfindings[STATUS_FIXED]);
	push_number(row, r->nfindings[STATUS_LOST]);
	push(row, r->info.tree_state);
	push(row, r->info.config);
	push(row, r->info.arch);
	push(row, r->compilers);
	push_number(row, r->info.units_expected);
	push_number(row, r->nunits[UNIT_DEGRADED]);
	push_number(row, r->nunits[UNIT_FAILED]);
	push(row, r->info.config_hash);
	push(row, r->info.packs);
	push(row, r->info.rules_hash);
	push(row, r->info.tool_version);
	push(row, r->info.uid);
}

static const struct report_column problem_columns[] = {
	{ "kind", REPORT_WORD, REPORT_IN_ALL },
	{ "file", REPORT_TEXT, REPORT_IN_ALL },
	{ "message", REPORT_LONG, REPORT_IN_ALL },
};

static void push_problem(struct row *row, const void *element)
{
	const struct run_problem *p = element;

	push(row, problem_kind_name(p->kind));
	push(row, p->file);
	push(row, p->message);
}

/* ---- the lists */

struct list {
	const char *name;
	const struct report_column *columns;
	u32 ncolumns;
	size_t size;	/* of an element */
	void (*push)(struct row *row, const void *element);
};

static int write_list(const struct report_output *o, const struct list *list,
		      const void *elements, u32 n, struct error *err)
{
	struct row row = { .n = 0 };
	int rc, end;
	u32 i;

	rc = report_begin(o, list->name, list->columns, list->ncolumns, &row.w, err);
	if (rc)
		return rc;
	row.arena = arena_new();
	for (i = 0; !rc && i < n; i++) {
		list->push(&row, (const char *)elements + i * list->size);
		rc = flush_row(&row, err);
	}
	arena_free(row.arena);
	end = report_end(row.w, rc ? NULL : err);
	return rc ? rc : end;
}

static bool any_assessed(const struct finding_record *r, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (r[i].assessment && r[i].assessment->verdict != ASSESSED_OPEN)
			return true;
	return false;
}

int report_findings(const struct report_output *o,
		    const struct finding_record *r, u32 n, struct error *err)
{
	const struct list list = {
		"findings", finding_columns,
		ARRAY_SIZE(finding_columns) - !any_assessed(r, n), sizeof(*r), push_finding,
	};

	errno = 0;
	if (!report_whole_findings(o, r, n))
		return write_list(o, &list, r, n, err);
	return report_flush(o->out, err);
}

int report_sites(const struct report_output *o, const struct site *s, u32 n,
		 struct error *err)
{
	static const struct list list = {
		"sites", site_columns, ARRAY_SIZE(site_columns), sizeof(*s), push_site,
	};

	return write_list(o, &list, s, n, err);
}

int report_runs(const struct report_output *o, const struct run_record *r,
		u32 n, struct error *err)
{
	static const struct list list = {
		"runs", run_columns, ARRAY_SIZE(run_columns), sizeof(*r), push_run,
	};

	return write_list(o, &list, r, n, err);
}

int report_problems(const struct report_output *o, const struct run_problem *p,
		    u32 n, struct error *err)
{
	static const struct list list = {
		"problems", problem_columns, ARRAY_SIZE(problem_columns), sizeof(*p), push_problem,
	};

	return write_list(o, &list, p, n, err);
}
