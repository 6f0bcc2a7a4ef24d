/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the engine says, as plain data: units, sites, findings with a path.
 *
 * Nothing here points into the IR or the engine; strings are NUL-terminated,
 * never NULL ("" when empty) and live in the arena of the struct analysis.
 * The order of all lists is deterministic: by file, line, column, then name.
 */
#ifndef FINDINGS_FINDINGS_H
#define FINDINGS_FINDINGS_H

#include "lib/base/arena.h"
#include "lib/base/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Most specific first: where one value breaks several, the first one wins. */
enum finding_rule {
	FINDING_RIP_INDEX,
	FINDING_WRONG_CLASS,
	FINDING_INDEX_RANGE,
	FINDING_EGPR_UNGUARDED,
	FINDING_RULE_COUNT
};

/* "rip-index", "wrong-register-class", "index-range", "egpr-unguarded". */
const char *finding_rule_name(enum finding_rule r);
/* One sentence for a person, for rule tables of SARIF and the like. */
const char *finding_rule_help(enum finding_rule r);

/* Ordered by badness. */
enum verdict {
	VERDICT_SAFE,
	VERDICT_UNPROVEN,
	VERDICT_VIOLATION,
	VERDICT_COUNT
};

/* "safe", "unproven", "violation". */
const char *verdict_name(enum verdict v);

/* Why a site is unproven. */
enum unproven_reason {
	UNPROVEN_NONE,
	UNPROVEN_UNKNOWN_CALLER,	/* parameter of a function nobody calls */
	UNPROVEN_UNKNOWN_FIELD,		/* field or global without known writer */
	UNPROVEN_UNKNOWN_CALL,		/* result of a function not collected */
	UNPROVEN_UNKNOWN_VALUE,		/* float, va_arg, volatile ... */
	UNPROVEN_OPEN_RANGE,		/* bounded on one side only */
	UNPROVEN_BUDGET,		/* too much to follow exactly */
	UNPROVEN_DEGRADED,		/* the unit did not parse completely */
	UNPROVEN_ASM,			/* written by assembly */
	UNPROVEN_REASON_COUNT
};

/* "unknown caller", "unknown field writer", ... */
const char *unproven_reason_name(enum unproven_reason r);

struct src_loc {
	const char *file;	/* relative to the tree; "" unknown */
	u32 line, column;	/* 1-based, 0 unknown */
};

enum event_kind {
	EVENT_ORIGIN,	/* where the value comes from */
	EVENT_BRANCH,	/* a branch that matters was taken this way */
	EVENT_CALL,	/* the value is passed on */
	EVENT_RETURN,	/* the value comes back from a call */
	EVENT_GUARD,	/* a guard that was seen and does not suffice */
	EVENT_ACCESSOR,	/* the accessor call; always last */
	EVENT_KIND_COUNT
};

/* "origin", "branch", "call", "return", "guard", "accessor". */
const char *event_kind_name(enum event_kind k);

struct path_event {
	enum event_kind kind;
	struct src_loc loc;
	const char *function;
	const char *text;	/* for a person, no trailing newline */
};

struct finding {
	enum finding_rule rule;
	struct src_loc loc;	/* the place, see design: the call that fixes */
	const char *function;	/* the function the place is in */
	const char *accessor;	/* accessor function, or RECORD.FIELD of an array */
	const char *index;	/* "VCPU_REGS_RIP (16)", "16..31", "-1" */
	const char *message;	/* the warning's text */
	u32 nevents;
	const struct path_event *events;
	/* the site that is reached */
	struct src_loc site;
	const char *site_function;
};

struct site {
	struct src_loc loc;
	const char *function;
	const char *accessor;
	enum verdict verdict;
	const char *index;	/* union of what reaches it: "0..15", "any" */
	enum unproven_reason reason;
	/*
	 * The verdict in a sentence: which indices and what bounds them; what is
	 * unknown and where; which rule is broken by what.
	 */
	const char *explain;
};

enum unit_status {
	UNIT_OK,
	UNIT_DEGRADED,	/* analysed, but something is missing: see message */
	UNIT_FAILED,	/* no facts: see message */
	UNIT_STATUS_COUNT
};

/* "ok", "degraded", "failed". */
const char *unit_status_name(enum unit_status s);

struct unit_info {
	const char *file;
	const char *frontend;
	const char *compiler;
	const char *object;	/* the object or facts file it was read from */
	u64 checksum;		/* of the facts */
	enum unit_status status;
	const char *message;
	u32 nfuncs;		/* functions with a body */
	u32 nskipped;		/* functions left out by the front end */
	const char *packs;	/* names of the rule packs in force, comma-separated */
};

/* A function with a body, in a unit that the rules apply to. */
struct function_info {
	const char *file, *name;
};

struct analysis {
	struct arena *arena;	/* owns all of it */
	u32 nunits, nsites, nfindings, nfunctions;
	/* sorted by file and name, each once; NULL: not known */
	const struct function_info *functions;
	const struct unit_info *units;
	const struct site *sites;
	const struct finding *findings;
};

/* Accepts NULL. */
void analysis_free(struct analysis *a);

/* True when it is known that no function of that name is in the file. */
bool analysis_lacks_function(const struct analysis *a, const char *file, const char *name);

/*
 * Identity of a finding that does not depend on line numbers: XXH64 over
 * rule, file, function, accessor, index and the ordinal among equals.
 * Written as 16 hex digits in the outside world.
 */
u64 finding_fingerprint(const struct finding *f, u32 ordinal);

#ifdef __cplusplus
}
#endif
#endif
