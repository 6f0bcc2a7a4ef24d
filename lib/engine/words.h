/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Wording of what the engine found: values, origins, branches, calls.
 * Every string is made in the arena given to words_new().
 */
#ifndef ENGINE_WORDS_H
#define ENGINE_WORDS_H

#include "lib/engine/exec.h"

struct words;

struct words *words_new(struct machine *m, struct arena *a);

/* Events of one path, growing in the arena. */
struct event_list {
	struct words *w;
	struct arena *a;
	struct path_event *v;
	u32 n, cap;
	/* a finding that a guard would have prevented: what is required, or NULL */
	const struct index_extended *required;
};

struct src_loc words_loc(struct words *w, const struct pfunc *pf,
			 const struct ir_loc *loc);
/* "0..15", "16 (VCPU_REGS_RIP)", "any". */
const char *words_value(struct words *w, u32 val);
/*
 * Why a site has its verdict. Unproven: what is unknown, and where. Safe: which
 * indices, what bounds them, who passes them, which guard makes them legal.
 */
const char *words_unproven(struct words *w, u32 origin,
			   enum unproven_reason reason);
const char *words_safe(struct words *w, const struct pfunc *pf,
		       const struct sink *s, const struct bounds *b);
/* A violation: what reaches the site and where that was fixed. */
const char *words_violation(struct words *w, const struct pfunc *pf,
			    const struct sink *s, const struct record *bad);
const char *words_message(struct words *w, enum finding_rule rule,
			  const struct index_spec *spec, u32 val);

/* The guarded range that an index without guard lies in, NULL when in none. */
const struct index_extended *words_required(struct words *w,
					    const struct index_spec *spec, u32 val);
void words_origin(struct event_list *l, const struct record *r, u32 val);
void words_steps(struct event_list *l, const struct step *path);
void words_call(struct event_list *l, u32 point, u32 inner);
void words_accessor(struct event_list *l, const struct pfunc *pf,
		    const struct sink *s, u32 val);

#endif
