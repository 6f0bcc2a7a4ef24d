/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Symbolic addresses: names for objects a path can talk about.
 *
 * A symbol is an interned expression such as "field arch of what parameter
 * 0 points to". Two equal symbols are the same object on a path (must-alias);
 * different symbols say nothing. SYM_UNKNOWN (0) is no name at all.
 * LOCAL and PARAM are relative to the function being executed; sym_rebase()
 * moves symbols between a caller and a callee.
 */
#ifndef ENGINE_SYM_H
#define ENGINE_SYM_H

#include "lib/base/types.h"

enum sym_kind {
	SYM_NONE,
	SYM_LOCAL,	/* storage of local a */
	SYM_PARAM,	/* what pointer parameter a points to */
	SYM_GLOBAL,	/* storage of program global a */
	SYM_FUNC,	/* code of function b of unit a */
	SYM_FIELD,	/* program field b of the record at a */
	SYM_ELEM,	/* element b of the array at a; b == SYM_ANY: some element */
	SYM_LOAD,	/* what the pointer stored at a points to */
	SYM_OFFSET,	/* b bytes (as u32) behind a */
	SYM_FRESH,	/* what the pointer made at program point a points to */
	SYM_RET,	/* the aggregate a function returns */
	SYM_ALL,	/* a marker: every byte of a, see state.h */
	SYM_ANSWER,	/* what was answered to the question b (a symbol) about a */
};

#define SYM_UNKNOWN 0u
#define SYM_ANY 0xffffffffu

struct syms;

struct syms *syms_new(void);
void syms_free(struct syms *s);
/* Interns; SYM_UNKNOWN when a derived symbol's base is SYM_UNKNOWN. */
u32 sym_make(struct syms *s, enum sym_kind kind, u32 a, u32 b);
enum sym_kind sym_kind(const struct syms *s, u32 sym);
u32 sym_a(const struct syms *s, u32 sym);
u32 sym_b(const struct syms *s, u32 sym);
/* True for FIELD, ELEM, LOAD, OFFSET, ALL, ANSWER: sym_a() is another symbol. */
bool sym_is_derived(const struct syms *s, u32 sym);
/* False for what "some element" is on the way to: that may be many scalars. */
bool sym_names_one(const struct syms *s, u32 sym);
/* One scalar, when the subscripts that are not known are the right ones. */
bool sym_overlap(const struct syms *s, u32 a, u32 b);
/* The symbol at the bottom of derivations. */
u32 sym_root(const struct syms *s, u32 sym);
/* The object that sym is, or is a part of by fields and elements. */
u32 sym_whole(const struct syms *s, u32 sym);
/* True when sym is `base` or part of it (through FIELD and ELEM only). */
bool sym_within(const struct syms *s, u32 sym, u32 base);
/*
 * True for different elements of one array, or parts of them. A pointer to an
 * array may stand for its first element, so only as many subscripts are compared.
 */
bool sym_disjoint(const struct syms *s, u32 a, u32 b);
/*
 * A store to this field (IR_NONE: to no field) at addr, which may be
 * SYM_UNKNOWN, may change another scalar that has the name `other`.
 */
bool sym_may_meet(const struct syms *s, u32 addr, u32 field, u32 other);
/*
 * A store at addr may be to a part of the object of another name that the
 * marker `all` is for.
 */
bool sym_may_lie_in(const struct syms *s, u32 addr, u32 all);
/* Innermost FIELD's field number on the way down through ELEM, or IR_NONE. */
u32 sym_field(const struct syms *s, u32 sym);
/*
 * sym with its first prefix found in from[] replaced by the to[] of the same
 * place (outermost prefix wins, globals stay); SYM_UNKNOWN when nothing
 * matches: the other side has no name for it.
 */
u32 sym_rebase(struct syms *s, u32 sym, const u32 *from, const u32 *to, u32 n);

#endif
