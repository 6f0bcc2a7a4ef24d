/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rule packs: what the analysed program calls things, and what is legal.
 *
 * rules_load() reads YAML packs (doc/rules.md). A front end asks for the
 * watched names, fills the unit with those it declares, and the engine binds
 * the packs to each unit with rules_bind(): conditions are decided, ranges
 * written with enumerators become numbers. No other code knows a name of the
 * analysed program.
 */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include "lib/base/error.h"
#include "lib/ir/ir.h"

#ifdef __cplusplus
extern "C" {
#endif

struct rules;

/*
 * Loads packs from files and folders (a folder: every *.yaml in it, sorted).
 * ERR_RULES: "FILE:LINE: cause, what was expected".
 */
int rules_load(const char *const *paths, size_t npaths,
	       struct rules **ret_rules, struct error *err);
/*
 * The same in half the time, for a compiler: no line of a pack is remembered.
 * An error of rules_bind() names line 0 then; load again to have the right one.
 */
int rules_load_quick(const char *const *paths, size_t npaths,
		     struct rules **ret_rules, struct error *err);
void rules_free(struct rules *r);

/* XXH64 over the bytes of all packs, in order of loading. */
u64 rules_hash(const struct rules *r);
u32 rules_pack_count(const struct rules *r);
const char *rules_pack_name(const struct rules *r, u32 pack);
const char *rules_pack_file(const struct rules *r, u32 pack);
const char *rules_pack_summary(const struct rules *r, u32 pack);

/* Accessor functions and RECORD.FIELD of arrays, of all packs, each once. */
const char *const *rules_labels(const struct rules *r, struct arena *arena, u32 *ret_n);

/* ---- for front ends: names to look for -------------------------------- */

enum rules_name_kind {
	RULES_NAME_FUNCTION,	/* declared functions */
	RULES_NAME_RECORD,	/* struct tags */
	RULES_NAME_CONSTANT,	/* enumerators or macros: value and spelling */
};

struct rules_name {
	const char *name;
	u8 kind;	/* enum rules_name_kind */
	/* A unit that declares no anchor is left at once. */
	bool anchor;
	/* Its uses are to be recorded as ir_const.name (provenance). */
	bool track;
};

/* All watched names, each once, sorted by name. */
u32 rules_name_count(const struct rules *r);
const struct rules_name *rules_name_get(const struct rules *r, u32 i);

/*
 * True when an object must stay untouched (no facts section): `path` is the
 * object's path, matched against the packs' `untouched` glob patterns.
 */
bool rules_untouched(const struct rules *r, const char *path);

/* ---- for the engine: packs bound to a unit ----------------------------- */

/* Guard levels; a stronger one implies the weaker ones. */
enum guard_level {
	GUARD_NONE,
	GUARD_COMPILE,
	GUARD_HOST,
	GUARD_GUEST_MAY,
	GUARD_GUEST_ENABLED,
	GUARD_LEVEL_COUNT
};

/* "none", "compile", "host", "guest-may", "guest-enabled". */
const char *guard_level_name(enum guard_level l);

struct index_range {
	s64 lo, hi;	/* inclusive */
};

struct index_extended {
	struct index_range range;
	u8 level;	/* enum guard_level required */
	const char *feature;	/* of the guard; NULL: of any */
};

#define RULES_MAX_RANGES 4

/* What may be passed as an index: shared by accessors and arrays. */
struct index_spec {
	const char *label;	/* function name, or "RECORD.FIELD" */
	u32 nlegal, nextended;
	struct index_range legal[RULES_MAX_RANGES];
	struct index_extended extended[RULES_MAX_RANGES];
	/* names that are wrong here whatever their value (rip-index) */
	u32 nnever;
	const char *const *never;
	/* names of other classes (wrong-register-class) */
	u32 nforeign;
	const char *const *foreign;
	/* class of foreign[i], for messages: "segment register" */
	const char *const *foreign_class;
};

struct rules_accessor {
	const char *function;
	u32 index_arg;	/* 0-based */
	struct index_spec spec;
};

struct rules_array {
	const char *record, *field;
	struct index_spec spec;
};

enum rules_guard_kind {
	RULES_GUARD_CALL,	/* function(.., value, ..) is true */
	RULES_GUARD_FIELD,	/* record.field has all bits of value set */
	RULES_GUARD_GLOBAL,	/* the same for a scalar global variable */
};

struct rules_guard {
	u8 kind;	/* enum rules_guard_kind */
	u8 level;	/* enum guard_level */
	bool negated;	/* the predicate true means: no guard */
	bool equals;	/* FIELD, GLOBAL: it is `value`, instead of has its bits */
	/* true means that the test was made before; false means nothing */
	bool implied;
	const char *feature;	/* of the pack: guards of one feature relate */
	const char *function;	/* CALL */
	u32 arg;		/* CALL: 0-based, IR_NONE: no argument to match */
	const char *record, *field;	/* FIELD; GLOBAL: name in `field` */
	u64 value;		/* the constant or the mask */
	const char *value_name;	/* as spelled in the pack */
};

/* A library function known by what it does, not by its body. */
struct rules_function {
	const char *function;
	bool has_result;	/* the range below is known */
	bool zeroed;		/* the result points to zeroed memory */
	s64 lo, hi;		/* result range */
	u32 bound_arg;		/* result is below or at this argument: 0-based, */
	bool bound_inclusive;	/* or IR_NONE when the range above is all */
	/* something is written where this argument points: 0-based, or IR_NONE */
	u32 writes_arg;
	/* all its bytes are this argument; IR_NONE: nobody knows them */
	u32 fill_arg;
};

/*
 * A function that stands for whatever a field points to. With `any`, names are
 * what comes before "*": the rest of the function's name is that of the field's.
 */
struct rules_alias {
	const char *function;
	const char *record, *field;
	bool any;
};

bool rules_alias_matches(const struct rules_alias *a, const char *function);

/* The packs in force for one unit. Lives in the arena given to rules_bind. */
struct rules_bound {
	u32 npacks;
	const char *const *packs;	/* names */
	u32 naccessors, narrays, nguards, nfunctions, naliases, ntrusted, nthresholds;
	const struct rules_accessor *accessors;
	const struct rules_array *arrays;
	const struct rules_guard *guards;
	const struct rules_function *functions;
	const struct rules_alias *aliases;
	/* functions that implement accessors: nothing in them is a site */
	const char *const *trusted;
	/* ends of all ranges, one outside each: where loops are widened to */
	const s64 *thresholds;
};

/*
 * Binds every pack that applies to the unit. *ret_bound is NULL when none
 * does. ERR_RULES when a pack asks for a value the unit cannot give.
 */
int rules_bind(const struct rules *r, const struct ir_unit *unit,
	       struct arena *arena, const struct rules_bound **ret_bound,
	       struct error *err);

#ifdef __cplusplus
}
#endif
#endif
