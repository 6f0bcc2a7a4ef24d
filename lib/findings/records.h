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
	STATUS_FIXED,	/* seen before, not in this run: the code was changed for it */
	STATUS_LOST,	/* seen before, not in this run, and nothing says it is fixed */
	STATUS_COUNT
};

#define STATUS_BIT(s) (1u << (s))
/* What is there in the run, and what is not any more. */
#define STATUS_PRESENT (STATUS_BIT(STATUS_NEW) | STATUS_BIT(STATUS_OPEN))
#define STATUS_GONE (STATUS_BIT(STATUS_FIXED) | STATUS_BIT(STATUS_LOST))
#define STATUS_ALL (STATUS_PRESENT | STATUS_GONE)

/* "new", "open", "fixed", "lost". */
const char *finding_status_name(enum finding_status s);

/* Why a run did not see a finding, or saw it otherwise than the run before. */
enum end_reason {
	END_NONE,		/* it is there, as it was */
	END_CHANGED,		/* it is there; its place, path or words changed */
	END_SAFE,		/* fixed: what reaches the accessor there is legal now */
	END_DELETED,		/* fixed: the code that did it is gone */
	END_NOT_BUILT,		/* its unit was not among those collected */
	END_UNIT_FAILED,	/* the front end gave its unit up */
	END_UNIT_DEGRADED,	/* its unit was not translated completely */
	END_RULES,		/* no rule pack names the accessor any more */
	END_UNPROVEN,		/* the index cannot be followed any more */
	END_REPLACED,		/* another finding took its place */
	END_OTHER_VARIANT,	/* only runs of other variants saw it */
	END_UNKNOWN,		/* it went before reasons were kept */
	END_REASON_COUNT
};

/* "", "changed", "safe", "deleted", "not-built", "unit-failed", ... */
const char *end_reason_name(enum end_reason r);
/* STATUS_FIXED or STATUS_LOST, for a finding that ended so. */
enum finding_status end_reason_status(enum end_reason r);

/* How an occurrence was recognised as one of a known finding, strict to loose. */
enum match {
	MATCH_NEW,		/* not at all: it began the finding */
	MATCH_EXACT,		/* the same place and path */
	MATCH_PLACE,		/* the same function, another path to it */
	MATCH_RENAMED,		/* the same function; git says that the file was renamed */
	MATCH_MOVED,		/* a function of that name in another file */
	MATCH_FUNCTION,		/* the same path in another function of the file */
	MATCH_RENAMED_FUNCTION,	/* the same, and git says that the file was renamed */
	MATCH_UNKNOWN,		/* recognised before this was kept */
	MATCH_COUNT
};

/* "new", "exact", "place", "renamed", "moved", "function", ... */
const char *match_name(enum match m);
/* One sentence for a person. */
const char *match_help(enum match m);

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
int end_reason_find(const char *name);
int match_find(const char *name);
int problem_kind_find(const char *name);

/* What people say of a finding. */
enum assessment_verdict {
	ASSESSED_OPEN,			/* nothing, or nothing any more */
	ASSESSED_CONFIRMED,
	ASSESSED_FALSE_POSITIVE,
	ASSESSED_INTENTIONAL,
	ASSESSED_WONTFIX,
	ASSESSED_SUPPRESSED,		/* by a comment in the source */
	ASSESSED_COUNT
};

#define ASSESSED_BIT(v) (1u << (v))
#define ASSESSED_ALL (ASSESSED_BIT(ASSESSED_COUNT) - 1)
/* Findings that still ask for something to be done. */
#define ASSESSED_ACTIVE (ASSESSED_BIT(ASSESSED_OPEN) | ASSESSED_BIT(ASSESSED_CONFIRMED))

/* "open", "confirmed", "false-positive", "intentional", "wontfix", "suppressed". */
const char *assessment_verdict_name(enum assessment_verdict v);
int assessment_verdict_find(const char *name);

enum assessment_state {
	ASSESSMENT_IN_FORCE,
	ASSESSMENT_EXPIRED,	/* its last day is over */
	ASSESSMENT_ENDED,	/* the index, or where it comes from, changed */
	ASSESSMENT_STATE_COUNT
};

/* "in force", "expired", "ended". */
const char *assessment_state_name(enum assessment_state s);

struct assessment {
	s64 finding;		/* its number */
	enum assessment_verdict verdict;
	enum assessment_state state;	/* on the way out */
	const char *reason, *author;
	const char *until;	/* last day, "2027-01-31"; "" for ever */
	s64 time;		/* when it was made, seconds since 1970 */
	const char *expression;	/* the index and its origin then; NULL on the way in: as it is now */
	const char *now_is;	/* on the way out: the same as it is now */
};

/* An assessment with what its finding is known by in other databases. */
struct assessed {
	struct assessment a;
	bool is_latest;		/* of its finding */
	u64 fingerprint;
	const char *rule, *file, *function, *accessor, *index;
};

/* What became of a comment that suppresses. */
enum suppression_state {
	SUPPRESSION_USED,
	SUPPRESSION_UNUSED,	/* no finding of that rule is there */
	SUPPRESSION_EXPIRED,
	SUPPRESSION_MALFORMED,	/* reason says what is wrong */
	SUPPRESSION_STATE_COUNT
};

/* "used", "unused", "expired", "malformed". */
const char *suppression_state_name(enum suppression_state s);
int suppression_state_find(const char *name);

struct suppression {
	struct src_loc loc;
	const char *rule, *reason, *until;
	enum suppression_state state;
	s64 finding;		/* used: on the way in the position in the analysis, out the number */
};

struct run_problem {
	enum problem_kind kind;
	const char *file;	/* the object, archive member or facts file */
	const char *message;	/* the cause, without the file name */
};

struct renamed_file {
	const char *old_file, *new_file;
};

/* What ended an occurrence; strings live as long as the struct run_history. */
struct end_note {
	enum end_reason reason;
	const char *why, *commit;	/* "" nothing to say */
};

/*
 * What is known of the way from an earlier run's tree to this one. Called
 * while the run is put; a member may be NULL, an answer "not known".
 */
struct run_history {
	void *ctx;
	/* Files renamed since this commit. */
	u32 (*renames)(void *ctx, const char *since, const struct renamed_file **ret);
	/* The only commit since then that changed the file; "" none or several. */
	const char *(*commit_of)(void *ctx, const char *since, const char *file);
	/* True when it is certain that the tree has no such file any more. */
	bool (*is_gone)(void *ctx, const char *file);
	/* Which finding of the store the one at this position is, instead of matching it. */
	bool (*known)(void *ctx, u32 position, s64 *ret_finding, enum match *ret_match,
		      const char **ret_why);
	/* What is known already of the end of this finding, instead of working it out. */
	bool (*ended)(void *ctx, s64 finding, struct end_note *ret);
	/* Hears the number of each finding of the analysis. */
	void (*is_finding)(void *ctx, u32 position, s64 finding);
};

/* What is known of a run beside its analysis. */
struct run_info {
	const char *name;	/* "": the run's number is its name */
	const char *uid;	/* "": a new one */
	const char *commit;	/* of the analysed tree; "" unknown */
	const char *tree_state;	/* "clean", "dirty"; "" unknown */
	const char *config;	/* what the configuration is called; "" by its hash */
	const char *config_hash;	/* "" no .config */
	const char *arch;	/* machines of the objects, comma-separated; "" unknown */
	const char *tool_version;
	const char *rules_hash;
	const char *packs;	/* NAME:HASH, comma-separated */
	/* Accessors and arrays the packs name, each once; NULL: not known. */
	const char *const *accessors;
	u32 naccessors;
	u32 units_expected;	/* that were asked for, with or without facts */
	const struct run_history *history;	/* NULL: nothing is known */
	s64 time;		/* seconds since 1970; 0: now */
	/* Inputs looked at, and how many of them ... */
	u32 objects;
	u32 objects_no_facts;	/* ... were built without the plugin or name nothing watched */
	u32 objects_untouched;	/* ... must stay untouched and were left out */
	u32 objects_damaged;	/* ... could not be used; see problems */
	u32 nproblems;
	const struct run_problem *problems;
	u32 nsuppressions;
	const struct suppression *suppressions;
};

/* A run as remembered; info.problems is empty, see store_problems(). */
struct run_record {
	s64 id;			/* counts up from 1 */
	struct run_info info;	/* name and uid are never "" here; no accessors, no history */
	const char *compilers;	/* front ends and versions, comma-separated */
	u32 nunits[UNIT_STATUS_COUNT];
	u32 nsites[VERDICT_COUNT];
	u32 nfindings[STATUS_COUNT];	/* as seen from this run */
};

/* A stretch of runs of one variant in which a finding was there and the same. */
struct finding_stretch {
	const char *config, *arch, *compiler;	/* of the variant */
	s64 first_run, last_run;
	const char *first_run_name, *last_run_name;
	const char *file, *function;
	u32 line;
	enum match match;
	const char *match_why;		/* "" or what differed */
	s64 end_run;			/* the next run of the variant, 0: none yet */
	const char *end_run_name;
	struct end_note end;
};

/* A finding as remembered: what it was at its latest occurrence. */
struct finding_record {
	s64 id;			/* the number people use; stable over runs */
	u64 fingerprint;
	enum finding_status status;
	s64 first_run, last_run;	/* run numbers */
	const char *first_run_name, *last_run_name;
	struct finding f;	/* without events unless they were asked for */
	enum match match;	/* of the latest occurrence */
	const char *match_why;
	struct end_note end;	/* END_NONE while it is there */
	const struct assessment *assessment;	/* the latest, whatever its state; NULL: none */
	u32 nstretches;		/* store_finding() alone fills these, oldest first */
	const struct finding_stretch *stretches;
};

/* The verdict in force, ASSESSED_OPEN when there is none. */
enum assessment_verdict finding_verdict(const struct finding_record *r);
/* Whether it asks for nothing any more, by that verdict. */
bool finding_is_aside(const struct finding_record *r);

#ifdef __cplusplus
}
#endif
#endif
