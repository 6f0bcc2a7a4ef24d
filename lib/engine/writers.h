/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who writes fields and globals other than by a store of their own: copies
 * and fillings of whole records, assembly, functions that are not collected,
 * stores through a pointer to a scalar, other members of a union. What such
 * a writer leaves there is unknown (`escaped`), zero, or a copy of what is in
 * the same field elsewhere.
 */
#ifndef ENGINE_WRITERS_H
#define ENGINE_WRITERS_H

#include "lib/engine/program.h"

/* Sets `escaped` and `has_store`; after calls and layout are known. */
void writers_find(struct program *p);

/* What the rules say about the function a call calls, or NULL. */
const struct rules_function *program_library(const struct pfunc *pf,
					     const struct ir_inst *call);
/* A filling with zero bytes: `fill` of the rule is the constant 0. */
bool library_zeroes(const struct pfunc *pf, const struct ir_inst *call,
		    const struct rules_function *lib);

#endif
