/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of a patch series, as plain data: the reports print it.
 *
 * Strings are NUL-terminated, never NULL ("" when empty). Patches count from
 * 1; 0 is the base. Foreign text (subjects, names, messages of a compiler) is
 * as it came: whoever prints it makes it harmless for its format.
 */
#ifndef FINDINGS_SERIES_H
#define FINDINGS_SERIES_H

#include "lib/findings/records.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The verdict on one patch, ordered by badness. */
enum patch_verdict {
	PATCH_PASS,		/* everything it touches was judged, nothing is new */
	PATCH_UNKNOWN,		/* something was not judged: see reason */
	PATCH_NO_BUILD,		/* does not compile: see reason and log */
	PATCH_NO_APPLY,		/* could not be applied: see reason and log */
	PATCH_NEW,		/* brings new findings */
	PATCH_VERDICT_COUNT
};

/* "pass", "not known", "does not build", "does not apply", "new findings". */
const char *patch_verdict_name(enum patch_verdict v);

struct series_patch {
	const char *commit;	/* 40 or 64 hex digits; "" when it did not apply */
	const char *subject;
	const char *author;	/* "NAME <ADDRESS>" */
	const char *message_id;	/* without <>; "" unknown */
	enum patch_verdict verdict;
	const char *reason;	/* one line, "" for pass and new */
	const char *log;	/* what git or the compiler said, may be many lines */
	bool is_judged;		/* it was built and its facts were collected */
	bool is_incomplete;	/* judged, but reason says what is not known */
	u32 nnew, nfixed, nmoved;
};

struct source_line {
	u32 line;
	const char *text;
};

/* A finding that a patch of the series brought or took away. */
struct series_finding {
	struct finding_record r;	/* as it was when last seen in the series */
	/*
	 * Brought by one of these patches; both 0: it was in the base. A range
	 * where those in between could not be judged.
	 */
	u32 first, last;
	/* Taken away by one of these; both 0: still there at the end. */
	u32 gone_first, gone_last;
	const char *gone_reason;	/* "" fixed; else why that is not known */
	u32 nsource;
	const struct source_line *source;	/* around the place */
};

struct series {
	const char *base, *base_subject;	/* commit */
	const char *config;		/* name of the configuration, "" none */
	const char *compiler;		/* one line */
	const char *frontend;		/* gcc or clang */
	const char *tool_version, *rules_hash;
	const char *reproduce;		/* the command line to repeat it */
	const char *reporter;		/* "NAME <ADDRESS>" of who runs it, "" unknown */
	u32 npatches, nfindings, nbase;	/* nbase: findings in the base */
	const struct series_patch *patches;
	const struct series_finding *findings;
};

/* It made a patch of the series a worse one. */
static inline bool series_finding_is_new(const struct series_finding *f)
{
	return f->last != 0;
}

/* New and gone again within the series: a trap for whoever bisects. */
static inline bool series_finding_is_hazard(const struct series_finding *f)
{
	return f->last != 0 && f->gone_last != 0;
}

#ifdef __cplusplus
}
#endif
#endif
