/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Backward slice from the sinks over the whole program: which locals and
 * results the engine has to follow at all.
 *
 * DATA: the value may become an index, or be stored where one is kept.
 * CTRL: it only decides which way a branch goes in a function that has
 * something to follow.
 */
#ifndef ENGINE_SLICE_H
#define ENGINE_SLICE_H

#include "lib/engine/program.h"

enum slice_mark {
	SLICE_DATA = 1,
	SLICE_CTRL = 2,
	/* stores through this pointer matter: as data, for branches only */
	SLICE_POINTEE_DATA = 4,
	SLICE_POINTEE_CTRL = 8,
	SLICE_POINTEE = SLICE_POINTEE_DATA | SLICE_POINTEE_CTRL,
};

struct slice_func {
	u8 *mark;		/* per local; NULL: nothing in this function */
	u8 ret;			/* marks of the result */
	bool guardish;		/* evaluates a guard, itself or in a callee */
	bool writes_out;	/* stores through a relevant pointer parameter */
	bool validates;		/* may not return for some arguments that matter */
	bool may_stop;		/* some path does not return */
	u32 checked;		/* parameters that stand for data of a caller */
};

struct slice {
	struct slice_func *func;	/* per pfunc */
};

/*
 * What is to be followed beyond single functions: callers of these functions,
 * stores to these fields and globals. It starts empty and grows on demand,
 * or everything would soon be relevant to everything.
 */
struct slice_demand {
	bool *escalated;	/* per pfunc */
	bool *field, *global;	/* per program field, per program global */
	/* per pfunc: whatever small function it asks something is followed */
	bool *thorough;
};

/* Lives in the arena given. */
const struct slice *slice_compute(struct program *p, struct arena *a,
				  const struct slice_demand *d);

/* Accessor of a call site when it is a sink; NULL when not. */
const struct rules_accessor *sink_accessor(const struct program *p,
					   const struct pfunc *pf, u32 inst);

/*
 * Instructions, callees included, up to which a function is followed for what
 * it says about arguments or guards only. Validators and predicates are
 * small; page-table walkers that happen to get an exit qualification are not,
 * and teach nothing about it. What makes an index is followed at any cost.
 */
#define SLICE_CHEAP_COST 600

static inline bool slice_cheap(const struct pfunc *pf)
{
	return pf->cost <= SLICE_CHEAP_COST;
}

#endif
