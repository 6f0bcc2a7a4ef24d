/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inside of store_put_run(): run and lists (put.c), which finding each one is
 * (match.c), writing them down (put_findings.c), why others are gone (gone.c).
 */
#ifndef STORE_PUT_P_H
#define STORE_PUT_P_H

#include "lib/base/vec.h"
#include "lib/findings/identity.h"
#include "lib/store/store_p.h"

/* What the run before of the same variant saw: an occurrence not ended. */
struct alive {
	s64 occurrence, finding;
	enum finding_rule rule;
	const char *accessor, *index;
	struct src_loc loc, site;
	const char *function, *site_function;
	u32 position;
	u64 content;
	bool seen;		/* by this run too */
};

/* What a finding of the analysis turned out to be. */
struct matched {
	s64 finding;		/* 0: a new one */
	struct alive *alive;	/* NULL: the run before did not see it */
	enum match match;
	const char *why;
	u32 position;		/* see struct twin_place */
};

struct put {
	struct store *s;
	const struct analysis *a;
	const struct run_info *info;
	struct arena *arena;
	struct error *err;
	s64 run, variant;
	s64 before;		/* the run before of this variant, 0: none */
	const char *before_commit;
	u32 nrenamed;
	const struct renamed_file *renamed;	/* since that commit */
	VEC(struct alive) alive;	/* by number of the finding */
	struct matched *matched;	/* in step with a->findings */
};

/* The variant of the run, made when there is none (variant.c). */
int put_variant(struct put *p);
/* Front ends with their compilers, each once, comma-separated. */
const char *put_compilers(const struct put *p, bool majors);

/* What went before and who is who: fills before.., alive and matched. */
int put_match(struct put *p);
/* The alive one of this finding, or NULL. */
struct alive *put_alive(struct put *p, s64 finding);
/* The name a file has now. */
const char *put_new_name(const struct put *p, const char *file);

/* Writes findings, keys and occurrences down; puts the numbers into matched. */
int put_findings(struct put *p);
int put_keys(struct store *s, s64 finding, const struct finding *f, struct error *err);

/* Ends the occurrences that this run did not see. */
int put_gone(struct put *p);

#endif
