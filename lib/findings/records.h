/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is remembered of findings over runs, as plain data.
 *
 * The store fills these and the reports print them; neither sees the other.
 * Strings are NUL-terminated, never NULL on the way out of the store ("" when
 * empty) and live in the arena that was given to the query. On the way in a
 * NULL string counts as "".
 */
#ifndef FINDINGS_RECORDS_H
#define FINDINGS_RECORDS_H

#include "lib/findings/findings.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of a finding, seen from one run (the latest unless asked otherwise). */
enum finding_status {
	STATUS_NEW,	/* first seen in this run */
	STATUS_OPEN,	/* in this run, and seen before */
	STATUS_FIXED,	/* seen before, not in this run */
	STATUS_COUNT
};

#define STATUS_BIT(s) (1u << (s))
/* What is there in the run: all but the fixed ones. */
#define STATUS_PRESENT (STATUS_BIT(STATUS_NEW) | STATUS_BIT(STATUS_OPEN))
#define STATUS_ALL (STATUS_PRESENT | STATUS_BIT(STATUS_FIXED))

/* "new", "open", "fixed". */
const char *finding_status_name(enum finding_status s);

/* What went wrong with an input of a run, or why it was left out. */
enum problem_kind {
	PROBLEM_DAMAGED,	/* object or facts are not what they claim to be */
	PROBLEM_UNREADABLE,	/* could not be opened or read */
	PROBLEM_UNTOUCHED,	/* must stay without facts, left out on purpose */
	PROBLEM_OTHER,
	PROBLEM_KIND_COUNT
};

/* "damaged", "unreadable", "untouched", "other". */
const char *problem_kind_name(enum problem_kind k);

/* The inverse of the name functions: the number, or -1 when there is none. */
int finding_rule_find(const char *name);
int verdict_find(const char *name);
int unproven_reason_find(const char *name);
int event_kind_find(const char *name);
int unit_status_find(const char *name);
int finding_status_find(const char *name);
int problem_kind_find(const char *name);

struct run_problem {
	enum problem_kind kind;
	const char *file;	/* the object, archive member or facts file */
	const char *message;	/* the cause, without the file name */
};

/* What is known of a run beside its analysis. */
struct run_info {
	const char *name;	/* "": the run's number is its name */
	const char *commit;	/* of the analysed tree; "" unknown */
	const char *tool_version;
	const char *rules_hash;
	s64 time;		/* seconds since 1970; 0: now */
	/* Inputs looked at, and how many of them ... */
	u32 objects;
	u32 objects_no_facts;	/* ... were built without the plugin or name nothing watched */
	u32 objects_untouched;	/* ... must stay untouched and were left out */
	u32 objects_damaged;	/* ... could not be used; see problems */
	u32 nproblems;
	const struct run_problem *problems;
};

/* A run as remembered; info.problems is empty, see store_problems(). */
struct run_record {
	s64 id;			/* counts up from 1 */
	struct run_info info;	/* name is never "" here */
	u32 nunits[UNIT_STATUS_COUNT];
	u32 nsites[VERDICT_COUNT];
	u32 nfindings[STATUS_COUNT];	/* as seen from this run */
};

/* A finding as remembered: what it was at its latest occurrence. */
struct finding_record {
	s64 id;			/* the number people use; stable over runs */
	u64 fingerprint;
	enum finding_status status;
	s64 first_run, last_run;	/* run numbers */
	const char *first_run_name, *last_run_name;
	struct finding f;	/* without events unless they were asked for */
};

/*
 * Fingerprints of all findings of an analysis, in their order, twins told
 * apart: no two are equal. ret has room for a->nfindings.
 */
void analysis_fingerprints(const struct analysis *a, u64 *ret);

#ifdef __cplusplus
}
#endif
#endif
