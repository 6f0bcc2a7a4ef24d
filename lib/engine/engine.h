/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The engine: units and rules in, verdicts and findings out.
 *
 *	e = engine_new(rules, NULL);
 *	engine_add_unit(e, unit, "a.o", checksum, &err);   (any number)
 *	engine_run(e, &analysis, &err);
 *	engine_free(e);
 *
 * The result is the same for any order of adding. Units stay the caller's
 * and must live until engine_run() returned; the analysis is the caller's
 * and needs neither engine nor units any more.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "lib/base/error.h"
#include "lib/findings/findings.h"
#include "lib/ir/ir.h"
#include "lib/rules/rules.h"

#ifdef __cplusplus
extern "C" {
#endif

struct engine;

/* Limits; 0 takes the default. A limit that is hit makes sites unproven. */
struct engine_options {
	u32 max_states;		/* path states kept apart at a block */
	u32 max_steps;		/* blocks executed for one function in one context */
	u32 max_contexts;	/* contexts kept apart for one function */
	u32 max_depth;		/* call depth */
	u32 max_rounds;		/* rounds of the field fixpoint */
	/*
	 * Blocks executed for one function that is judged by itself, with all that
	 * it calls; an eighth once it was too much, as there are others.
	 */
	u32 max_root_steps;
	/* blocks executed in all, more for large states; the default grows with the program */
	u32 max_total_steps;
	/* For warnings: units, functions and sites are not described. */
	bool findings_only;
};

struct engine *engine_new(const struct rules *rules,
			  const struct engine_options *opt);
void engine_free(struct engine *e);
/* `object` is only recorded. A unit no pack applies to is counted, no more. */
int engine_add_unit(struct engine *e, const struct ir_unit *unit,
		    const char *object, u64 checksum, struct error *err);
int engine_run(struct engine *e, struct analysis **ret_analysis,
	       struct error *err);

#ifdef __cplusplus
}
#endif
#endif
