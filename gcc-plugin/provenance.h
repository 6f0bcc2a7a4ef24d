/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Provenance: which tracked name a constant was spelled as.
 *
 * The C front end folds an enumerator to a bare number when it parses it. But
 * each tracked name is also a macro (names.h), so each use is an expansion in
 * the line table. Before a function is turned into GIMPLE its trees still
 * have exact ranges: there the tokens are matched with the constants. What
 * was found is kept under the locations that GIMPLE statements will have.
 */
#ifndef GCC_PLUGIN_PROVENANCE_H
#define GCC_PLUGIN_PROVENANCE_H

#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/names.h"

struct prov;

struct prov *prov_new(struct names *names);
void prov_free(struct prov *p);

/* While parsing, in order: an enum, a variable, a function is complete. */
void prov_note_enum(struct prov *p, tree type);
void prov_note_variable(struct prov *p, tree decl);
void prov_note_function(struct prov *p, tree decl);

/* While lowering a function. */
void prov_begin(struct prov *p, tree decl);
enum slot_context {
	SLOT_VALUE,
	SLOT_ARGUMENT,	/* of a call */
	SLOT_EQUAL,	/* compared with == or != */
	SLOT_ORDER,	/* compared with < and its kin */
	SLOT_CASE,	/* a label of a switch */
};

enum slot_context prov_context(enum tree_code code);
/*
 * The name a constant was spelled as in the statement at `loc`, or NULL.
 * *ret_also is another name it may have been instead, mostly NULL.
 */
const char *prov_const(struct prov *p, location_t loc, u64 bits, u8 context,
		       const char **ret_also);
/*
 * Where the expression really is: GCC moves an argument that is itself a
 * call or a memory access to the outer call. `what` is prov_what() of it.
 */
location_t prov_location(struct prov *p, location_t loc, u32 what);
u32 prov_what_call(tree fndecl);
u32 prov_what_ref(enum tree_code code);

/* The initialiser of a static variable: names of its scalars in order. */
struct prov_init {
	u32 next, end;
};
void prov_begin_init(struct prov *p, tree decl, struct prov_init *it);
const char *prov_init_const(struct prov *p, struct prov_init *it, u64 bits);
/* Value and name of a constant, or of an element of a flat constant array. */
bool prov_element(struct prov *p, tree init, tree index, struct prov_init *it,
		  u64 *ret_bits, u32 *ret_watched);
/* An element of a byte array whose initialiser is a string. */
u64 prov_string_byte(tree string, int i);

#endif
