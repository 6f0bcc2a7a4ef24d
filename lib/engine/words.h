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
};

struct src_loc words_loc(struct words *w, const struct pfunc *pf,
			 const struct ir_loc *loc);
/* "0..15", "16 (VCPU_REGS_RIP)", "any". */
const char *words_value(struct words *w, u32 val);
/* What an unproven value is: "parameter 'reg' of f()", "result of g()". */
const char *words_unknown(struct words *w, u32 origin,
			  enum unproven_reason reason);
const char *words_message(struct words *w, enum finding_rule rule,
			  const struct index_spec *spec, u32 val);

void words_origin(struct event_list *l, const struct record *r, u32 val);
void words_steps(struct event_list *l, const struct step *path);
void words_call(struct event_list *l, u32 point, u32 inner);
void words_accessor(struct event_list *l, const struct pfunc *pf,
		    const struct sink *s, u32 val);

#endif
