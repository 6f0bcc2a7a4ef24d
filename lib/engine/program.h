/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program: all units linked into one set of functions, fields, globals.
 *
 * Built once per run and then only read. Numbers are program-wide: a
 * function defined in a unit is a pfunc, a (record, field) pair is one field
 * wherever it is declared, a global with external linkage is one global. An
 * inline of a header is one pfunc for all units that have the same body of it.
 * A weak function that some unit defines strongly is no part of the program.
 * Everything lives in the program's arena.
 */
#ifndef ENGINE_PROGRAM_H
#define ENGINE_PROGRAM_H

#include "lib/base/arena.h"
#include "lib/base/intern.h"
#include "lib/base/vec.h"
#include "lib/ir/ir.h"
#include "lib/rules/rules.h"

#define PF_NONE 0xffffffffu

typedef VEC(u32) u32vec;

/* A call instruction: function and instruction number. */
struct call_site {
	u32 pfunc, inst;
};
typedef VEC(struct call_site) call_vec;

/*
 * A function symbol of some unit, with a body or not. In a fref_vec they are
 * sorted and stand for themselves: where definitions of the name were collected,
 * these are listed and not who mentions it.
 */
struct fref {
	u32 unit, func;
};
typedef VEC(struct fref) fref_vec;

/* Functions passed as argument `param` of a collected function. */
struct callback {
	u32 param;
	fref_vec funcs;
	bool unknown;	/* something else is passed too */
};

/* One unit as linked: maps from its numbers to the program's. */
struct punit {
	const struct ir_unit *ir;
	const struct rules_bound *bound;
	u32 *field;	/* unit field -> program field */
	u32 *global;	/* unit global -> program global */
	u32 *func;	/* unit function -> pfunc, PF_NONE when not collected */
	u32 *fname;	/* unit function -> program string */
	s32 *accessor;	/* unit function -> bound accessor, -1 */
	u32 *guard;	/* bound guard -> program guard, PF_NONE when over the limit */
	u8 *is_guard;	/* unit function: some CALL guard names it */
	s32 *library;	/* unit function -> bound library function, -1 */
	u32 *alias;	/* unit function -> program field it stands for, IR_NONE */
	u8 *trusted;	/* unit function */
	s32 *array;	/* unit field -> bound array, -1 */
};

/* What a call instruction may reach. */
struct call_targets {
	u32 inst;
	bool unknown;	/* and others that nobody knows */
	u32 n;
	const struct fref *v;
};

struct pfunc {
	u32 unit, func;
	const struct ir_unit *ir;
	const struct ir_func *f;
	const struct punit *pu;
	u32 point;	/* program point of instruction 0 */
	u32 scc;
	u32 next_def;	/* another definition of the name that counts, or PF_NONE */
	u64 body_hash;	/* of an inline of a header: equal for equal text; else 0 */
	u32 cost;		/* instructions here and in all callees, capped */
	bool trusted;
	bool unknown_caller;	/* from an accessor, out of sight, or by an address that goes who knows where */
	bool has_sink;
	call_vec callers;
	call_vec calls;		/* call instructions here, pfunc = callee */
	u32 ntargets;
	const struct call_targets *targets;	/* of each CALL, by instruction */
	VEC(struct callback) callbacks;
	/* definitions of local l: defs[def_start[l]] .. defs[def_start[l + 1]] */
	const u32 *def_start, *defs;
	/* filled on demand by fn_prepare() */
	struct fn *fn;
};

static inline u32 pf_ndefs(const struct pfunc *pf, u32 local)
{
	return pf->def_start[local + 1] - pf->def_start[local];
}
static inline u32 pf_def(const struct pfunc *pf, u32 local, u32 i)
{
	return pf->defs[pf->def_start[local] + i];
}

struct pfield {
	u32 record, name;	/* program strings */
	u8 in_union;
	u8 bit_width;
	struct ir_type type;	/* of an element, when it is an array */
	bool has_store;		/* somebody writes it, or an initialiser does */
	bool watched;		/* an array whose subscripts are sites */
	bool zeroed;		/* as part of a whole record, for instance */
	bool escaped;		/* somebody may write it that is not followed */
	fref_vec funcs;		/* functions ever stored in it */
	bool unknown_func;	/* or something else */
};

struct pglobal {
	u32 name;		/* program string; statics carry the unit's number */
	u32 flags;		/* enum ir_global_flags, or-ed */
	u32 unit, global;	/* a definition, or a declaration */
	fref_vec more;		/* further definitions: func is the global */
	bool has_store;
	bool escaped;		/* as for fields */
	fref_vec funcs;
	bool unknown_func;
};

/* A guard predicate of the program: one state bit pair each. */
struct pguard {
	struct rules_guard g;
	u32 field;	/* FIELD: program field */
	u32 global;	/* GLOBAL: program global, or IR_NONE */
	u32 feature;	/* small number: guards of one feature relate */
};

#define MAX_GUARDS 32

struct program {
	struct arena *arena;
	struct intern *strs;
	const struct rules *rules;
	VEC(struct punit) units;
	VEC(struct pfunc) funcs;
	VEC(struct pfield) fields;
	VEC(struct pglobal) globals;
	struct pguard guards[MAX_GUARDS];
	u32 nguards;
	u32 npoints;
	u32 nsccs;
	const u32 *bottom_up;	/* pfuncs, callees first */
	bool *scc_called;	/* somebody outside the component calls into it */
	struct layout *layout;	/* fields of records, see layout.h */
	/* function name (program string) -> external pfunc, the first of several */
	u32vec extern_func;
	u32vec strong;		/* program string -> 1: some unit has a strong definition */
	bool shared;
	struct intern *bodies;	/* keys of inlines, see same.h ... */
	u32vec body_of;		/* ... and their pfuncs */
	bool settling;		/* sets of function values still grow: see link.c */
	u32vec field_of_str;	/* program string "record.field" -> field */
	u32vec global_of_str;	/* program string -> global */
	/* provenance names: tag number is index + 1 */
	u32vec tags;		/* program strings */
	u32vec tag_of_str;	/* program string -> tag */
};

/* `shared`: several units may have the same inlines, see same.h. */
struct program *program_new(const struct rules *rules, bool shared);
void program_free(struct program *p);
void program_add_unit(struct program *p, const struct ir_unit *unit,
		      const struct rules_bound *bound);
/* Resolves names, calls, function pointers, components; after the last unit. */
void program_link(struct program *p);

/* The function a program point lies in, and its instruction. */
const struct pfunc *program_point(const struct program *p, u32 point,
				  u32 *ret_inst);
static inline const char *program_str(const struct program *p, u32 s)
{
	return intern_get(p->strs, s);
}
static inline const char *pfunc_name(const struct pfunc *pf)
{
	return ir_str(pf->ir, pf->f->name);
}
/* Tag of a spelled name in a unit, 0 when it is not watched. */
u16 program_tag(const struct program *p, const struct ir_unit *u, u32 name);
const char *program_tag_name(const struct program *p, u16 tag);
/* Program point of an instruction; never 0. */
static inline u32 pfunc_point(const struct pfunc *pf, u32 inst)
{
	return pf->point + inst;
}

/* Last field projection of a place as a program field, or IR_NONE. */
u32 place_field(const struct pfunc *pf, const struct ir_place *pl);
/*
 * The watched array a place subscripts: its projection number (the INDEX),
 * with *ret_array the bound array; -1 when none.
 */
int place_watched_index(const struct pfunc *pf, const struct ir_place *pl,
			const struct rules_array **ret_array);

/*
 * The function symbols a call may reach. A direct call has one, but where its
 * name has several strong definitions: then each may be meant.
 */
const struct call_targets *program_call_targets(const struct pfunc *pf,
						u32 inst);
/* The collected body of a symbol (one of several), PF_NONE when there is none. */
u32 program_body(const struct program *p, struct fref r);
/* The accessor a symbol is, or NULL. */
const struct rules_accessor *program_accessor(const struct program *p,
					      struct fref r);

#endif
