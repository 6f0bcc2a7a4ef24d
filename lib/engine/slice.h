/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Backward slice from the sinks over the whole program: which locals,
 * fields, globals and results the engine has to follow at all.
 *
 * DATA: the value may become an index, or be stored where one is kept.
 * CTRL: it only decides which way a branch goes in a function that has
 * something to follow. POINTEE: stores through this pointer matter.
 */
#ifndef ENGINE_SLICE_H
#define ENGINE_SLICE_H

#include "lib/engine/program.h"

enum slice_mark {
	SLICE_DATA = 1,
	SLICE_CTRL = 2,
	SLICE_POINTEE = 4,
};

struct slice_func {
	u8 *mark;		/* per local; NULL: nothing in this function */
	u8 ret;			/* marks of the result */
	bool guardish;		/* evaluates a guard, itself or in a callee */
	bool writes_out;	/* stores through a relevant pointer parameter */
	bool validates;		/* may not return for some arguments that matter */
	bool may_stop;		/* some path does not return */
};

struct slice {
	struct slice_func *func;	/* per pfunc */
	bool *field, *global;		/* relevant ones */
};

/* Lives in the program's arena. */
const struct slice *slice_compute(struct program *p);

/* Accessor of a call site when it is a sink; NULL when not. */
const struct rules_accessor *sink_accessor(const struct program *p,
					   const struct pfunc *pf, u32 inst);

static inline bool slice_tracked(const struct slice *s, u32 pf, u32 local)
{
	return s->func[pf].mark && s->func[pf].mark[local];
}

#endif
