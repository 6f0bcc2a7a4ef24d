/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and fingerprints of what the engine says. */
#include "lib/findings/findings.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "lib/findings/records.h"
#include "lib/findings/series.h"

static const struct {
	const char *name, *help;
} rules[FINDING_RULE_COUNT] = {
	[FINDING_RIP_INDEX] = {
		"rip-index",
		"The instruction pointer's index reaches an accessor of general purpose registers.",
	},
	[FINDING_WRONG_CLASS] = {
		"wrong-register-class",
		"An enumerator of another class of registers is used as a register index.",
	},
	[FINDING_INDEX_RANGE] = {
		"index-range",
		"An index that no register has there reaches a register accessor.",
	},
	[FINDING_EGPR_UNGUARDED] = {
		"egpr-unguarded",
		"R16-R31 are accessed on a path without the APX guard the accessor requires.",
	},
};

static const char *const verdicts[VERDICT_COUNT] = {
	[VERDICT_SAFE] = "safe",
	[VERDICT_UNPROVEN] = "unproven",
	[VERDICT_VIOLATION] = "violation",
};

static const char *const reasons[UNPROVEN_REASON_COUNT] = {
	[UNPROVEN_NONE] = "",
	[UNPROVEN_UNKNOWN_CALLER] = "unknown caller",
	[UNPROVEN_UNKNOWN_FIELD] = "unknown field writer",
	[UNPROVEN_UNKNOWN_CALL] = "unknown call result",
	[UNPROVEN_UNKNOWN_VALUE] = "unknown value",
	[UNPROVEN_OPEN_RANGE] = "open range",
	[UNPROVEN_BUDGET] = "budget exceeded",
	[UNPROVEN_DEGRADED] = "degraded unit",
	[UNPROVEN_ASM] = "asm",
};

static const char *const event_kinds[EVENT_KIND_COUNT] = {
	[EVENT_ORIGIN] = "origin",
	[EVENT_BRANCH] = "branch",
	[EVENT_CALL] = "call",
	[EVENT_RETURN] = "return",
	[EVENT_GUARD] = "guard",
	[EVENT_ACCESSOR] = "accessor",
};

static const char *const unit_statuses[UNIT_STATUS_COUNT] = {
	[UNIT_OK] = "ok",
	[UNIT_DEGRADED] = "degraded",
	[UNIT_FAILED] = "failed",
};

static const char *const finding_statuses[STATUS_COUNT] = {
	[STATUS_NEW] = "new",
	[STATUS_OPEN] = "open",
	[STATUS_FIXED] = "fixed",
	[STATUS_LOST] = "lost",
};

static const char *const end_reasons[END_REASON_COUNT] = {
	[END_NONE] = "",
	[END_CHANGED] = "changed",
	[END_SAFE] = "safe",
	[END_DELETED] = "deleted",
	[END_NOT_BUILT] = "not-built",
	[END_UNIT_FAILED] = "unit-failed",
	[END_UNIT_DEGRADED] = "unit-degraded",
	[END_RULES] = "rules",
	[END_UNPROVEN] = "unproven",
	[END_REPLACED] = "replaced",
	[END_OTHER_VARIANT] = "other-variant",
	[END_UNKNOWN] = "unknown",
};

static const struct {
	const char *name, *help;
} matches[MATCH_COUNT] = {
	[MATCH_NEW] = { "new", "not known before" },
	[MATCH_EXACT] = { "exact", "the same file, function and path" },
	[MATCH_PLACE] = { "place", "the same file and function, another path" },
	[MATCH_RENAMED] = { "renamed", "the same function, in a file that git says was renamed" },
	[MATCH_MOVED] = { "moved", "the same function, in another file" },
	[MATCH_FUNCTION] = { "function", "the same path, in another function of the file" },
	[MATCH_RENAMED_FUNCTION] = {
		"renamed-function",
		"the same path, in another function of a file that git says was renamed",
	},
	[MATCH_UNKNOWN] = { "unknown", "recognised before reasons were kept" },
};

static const char *const assessment_verdicts[ASSESSED_COUNT] = {
	[ASSESSED_OPEN] = "open",
	[ASSESSED_CONFIRMED] = "confirmed",
	[ASSESSED_FALSE_POSITIVE] = "false-positive",
	[ASSESSED_INTENTIONAL] = "intentional",
	[ASSESSED_WONTFIX] = "wontfix",
	[ASSESSED_SUPPRESSED] = "suppressed",
};

static const char *const assessment_states[ASSESSMENT_STATE_COUNT] = {
	[ASSESSMENT_IN_FORCE] = "in force",
	[ASSESSMENT_EXPIRED] = "expired",
	[ASSESSMENT_ENDED] = "ended",
};

static const char *const suppression_states[SUPPRESSION_STATE_COUNT] = {
	[SUPPRESSION_USED] = "used",
	[SUPPRESSION_UNUSED] = "unused",
	[SUPPRESSION_EXPIRED] = "expired",
	[SUPPRESSION_MALFORMED] = "malformed",
};

static const char *const problem_kinds[PROBLEM_KIND_COUNT] = {
	[PROBLEM_DAMAGED] = "damaged",
	[PROBLEM_UNREADABLE] = "unreadable",
	[PROBLEM_UNTOUCHED] = "untouched",
	[PROBLEM_OTHER] = "other",
};

static const char *const patch_verdicts[PATCH_VERDICT_COUNT] = {
	[PATCH_PASS] = "pass",
	[PATCH_UNKNOWN] = "not known",
	[PATCH_NO_BUILD] = "does not build",
	[PATCH_NO_APPLY] = "does not apply",
	[PATCH_NEW] = "new findings",
};

/* A number outside the table comes from a cast gone wrong; it has no name. */
static const char *name_of(const char *const *names, u32 count, u32 i)
{
	return i < count ? names[i] : "?";
}

static int find_name(const char *const *names, u32 count, const char *name)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (!strcmp(names[i], name))
			return (int)i;
	return -1;
}

#define NAME(table, i) name_of(table, ARRAY_SIZE(table), (u32)(i))
#define FIND(table, name) find_name(table, ARRAY_SIZE(table), name)

const char *finding_rule_name(enum finding_rule r)
{
	return (u32)r < FINDING_RULE_COUNT ? rules[r].name : "?";
}

const char *finding_rule_help(enum finding_rule r)
{
	return (u32)r < FINDING_RULE_COUNT ? rules[r].help : "?";
}

int finding_rule_find(const char *name)
{
	u32 i;

	for (i = 0; i < FINDING_RULE_COUNT; i++)
		if (!strcmp(rules[i].name, name))
			return (int)i;
	return -1;
}

const char *verdict_name(enum verdict v)
{
	return NAME(verdicts, v);
}

int verdict_find(const char *name)
{
	return FIND(verdicts, name);
}

const char *unproven_reason_name(enum unproven_reason r)
{
	return NAME(reasons, r);
}

int unproven_reason_find(const char *name)
{
	return FIND(reasons, name);
}

const char *event_kind_name(enum event_kind k)
{
	return NAME(event_kinds, k);
}

int event_kind_find(const char *name)
{
	return FIND(event_kinds, name);
}

const char *unit_status_name(enum unit_status s)
{
	return NAME(unit_statuses, s);
}

int unit_status_find(const char *name)
{
	return FIND(unit_statuses, name);
}

const char *finding_status_name(enum finding_status s)
{
	return NAME(finding_statuses, s);
}

int finding_status_find(const char *name)
{
	return FIND(finding_statuses, name);
}

const char *end_reason_name(enum end_reason r)
{
	return NAME(end_reasons, r);
}

int end_reason_find(const char *name)
{
	return FIND(end_reasons, name);
}

enum finding_status end_reason_status(enum end_reason r)
{
	return r == END_SAFE || r == END_DELETED ? STATUS_FIXED : STATUS_LOST;
}

const char *match_name(enum match m)
{
	return (u32)m < MATCH_COUNT ? matches[m].name : "?";
}

const char *match_help(enum match m)
{
	return (u32)m < MATCH_COUNT ? matches[m].help : "?";
}

int match_find(const char *name)
{
	u32 i;

	for (i = 0; i < MATCH_COUNT; i++)
		if (!strcmp(matches[i].name, name))
			return (int)i;
	return -1;
}

const char *assessment_verdict_name(enum assessment_verdict v)
{
	return NAME(assessment_verdicts, v);
}

int assessment_verdict_find(const char *name)
{
	return FIND(assessment_verdicts, name);
}

const char *assessment_state_name(enum assessment_state s)
{
	return NAME(assessment_states, s);
}

const char *suppression_state_name(enum suppression_state s)
{
	return NAME(suppression_states, s);
}

int suppression_state_find(const char *name)
{
	return FIND(suppression_states, name);
}

enum assessment_verdict finding_verdict(const struct finding_record *r)
{
	if (!r->assessment || r->assessment->state != ASSESSMENT_IN_FORCE)
		return ASSESSED_OPEN;
	return r->assessment->verdict;
}

bool finding_is_aside(const struct finding_record *r)
{
	return !(ASSESSED_BIT(finding_verdict(r)) & ASSESSED_ACTIVE);
}

const char *problem_kind_name(enum problem_kind k)
{
	return NAME(problem_kinds, k);
}

int problem_kind_find(const char *name)
{
	return FIND(problem_kinds, name);
}

const char *patch_verdict_name(enum patch_verdict v)
{
	return NAME(patch_verdicts, v);
}

void analysis_free(struct analysis *a)
{
	/* The arena holds the struct as well in some callers: take it first. */
	struct arena *arena = a ? a->arena : NULL;

	arena_free(arena);
}

static int cmp_function(const void *key, const void *element)
{
	const struct function_info *a = key, *b = element;
	int order = strcmp(a->file, b->file);

	return order ? order : strcmp(a->name, b->name);
}

bool analysis_lacks_function(const struct analysis *a, const char *file, const char *name)
{
	struct function_info key = { file, name };

	return a->functions && !bsearch(&key, a->functions, a->nfunctions, sizeof(key),
					cmp_function);
}

/* The NUL goes in too: "a" "bc" and "ab" "c" differ. */
static void hash_str(XXH64_state_t *state, const char *s)
{
	XXH64_update(state, s, strlen(s) + 1);
}

u64 finding_fingerprint(const struct finding *f, u32 ordinal)
{
	u8 tail[4] = { (u8)ordinal, (u8)(ordinal >> 8), (u8)(ordinal >> 16),
		       (u8)(ordinal >> 24) };
	XXH64_state_t *state = XXH64_createState();
	u64 hash;

	if (!state)
		abort();
	XXH64_reset(state, 0);
	hash_str(state, finding_rule_name(f->rule));
	hash_str(state, f->loc.file);
	hash_str(state, f->function);
	hash_str(state, f->accessor);
	hash_str(state, f->index);
	XXH64_update(state, tail, sizeof(tail));
	hash = XXH64_digest(state);
	XXH64_freeState(state);
	return hash;
}
