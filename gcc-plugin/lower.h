/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lowering of one unit from GIMPLE to the flow IR: the state all lower_*.cc
 * share. Trees are looked at and let go of: between two calls from GCC
 * nothing but numbers (DECL_UID, TYPE_UID, locations) is kept.
 */
#ifndef GCC_PLUGIN_LOWER_H
#define GCC_PLUGIN_LOWER_H

#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/uidmap.h"
#include "lib/base/arena.h"
#include "lib/base/vec.h"
#include "lib/ir/builder.h"

struct names;
struct prov;

/* A nameless record and where it stands, see type_record(). */
struct nameless {
	u32 parent;		/* TYPE_UID when the parent is nameless too */
	const char *outer;	/* name of the parent, or NULL */
	const char *member;	/* name of the member, NULL: anonymous */
	bool in_union;
};

/* The two halves of a complex integer: what .ADD_OVERFLOW gives. */
struct halves {
	u32 value, flag;
};

/* State of the function being lowered. */
struct lower_func {
	tree decl;
	struct uidmap locals;	/* DECL_UID -> local */
	struct uidmap ssa;	/* SSA version -> local */
	struct uidmap complexes;	/* local -> index in halves */
	VEC(struct halves) halves;
	u32 *blocks;		/* basic block index -> block */
	const char *bad;	/* something impossible was met: give up */
	location_t loc;		/* of the statement */
	u8 context;		/* of its constants: enum slot_context */
	u32 nconst_pool;	/* constant aggregates met, for their names */
};

struct lower {
	struct ir_builder *b;
	struct arena *arena;
	struct names *names;
	struct prov *prov;
	struct uidmap funcs;	/* DECL_UID -> function */
	struct uidmap globals;	/* DECL_UID -> global */
	struct uidmap initialised;	/* DECL_UIDs whose initialiser is done */
	struct uidmap fields;	/* DECL_UID of FIELD_DECL -> field */
	struct uidmap nameless;	/* TYPE_UID -> index in records */
	VEC(struct nameless) records;
	VEC(symtab_node *) nodes;	/* what is reached, functions and variables */
	VEC(u64) seen_types;	/* bit n: TYPE_UID n was looked at while parsing */
	struct uidmap statics;	/* hash of FUNC.NAME -> how many twins */
	const char *last_file;	/* a file name of GCC's and ... */
	u32 last_file_str;	/* ... its string */
	u32 near_map;	/* looked up last, for linemaps_macro() */
	u32 climbed;	/* map whose outermost expansion is known, or IR_NONE: */
	location_t outer;	/* where that is */
	const line_map_macro *outer_map;	/* and its map, NULL if one of ours */
	char *cwd;
	struct lower_func f;
};

/* ---- lower.cc: the unit ---------------------------------------------------- */

struct lower *lower_new(struct names *names, struct prov *prov);
/* Hands over the unit and frees everything. */
struct ir_unit *lower_finish(struct lower *lw);
void lower_free(struct lower *lw);
/* The unit is not to be trusted: an internal error, told on stderr as well. */
void lower_fail(struct lower *lw, const char *message);

/* ---- types.cc --------------------------------------------------------------- */

struct ir_type type_of_other(tree type);
/* Inline: each operand of each statement is asked, and most are numbers. */
static inline struct ir_type type_of(tree type)
{
	if (type && (INTEGRAL_TYPE_P(type) || gpr_is_bitint(type)) &&
	    TYPE_PRECISION(type) >= 1 && TYPE_PRECISION(type) <= 64) {
		struct ir_type t = { IR_T_INT, (u8)TYPE_PRECISION(type),
				     !TYPE_UNSIGNED(type) };

		return t;
	}
	return type_of_other(type);
}

/* Name of a record type as struct ir_field wants it, "" for none. */
const char *type_record(struct lower *lw, tree type);
/* The record that a pointer points to, or that the type is; "" for none. */
const char *type_pointee_record(struct lower *lw, tree type);
/* Number of elements of an array type, 0 unknown. */
u32 type_nelem(tree type);
/* Bytes of a type of constant size, 0 unknown. */
u64 type_bytes(tree type);
/* Where a field begins in its record, without making new trees. */
bool type_bit_position(tree field, s64 *ret);
/* True for an array of bytes that are numbers, not text. */
bool type_is_bytes(tree type);
u32 type_field(struct lower *lw, tree field);
/* A record or union type was completed: learns the names of nameless parts. */
void type_note_record(struct lower *lw, tree type);

/* ---- loc.cc ------------------------------------------------------------------ */

/* The outermost place a location was expanded at. */
struct ir_loc loc_of(struct lower *lw, location_t loc);
/* Where the expression begins that has this location. */
struct ir_loc loc_start(struct lower *lw, location_t loc);
/* The main file's name as findings give it. */
const char *loc_file_name(struct lower *lw, const char *file);

/* ---- lower_func.cc ------------------------------------------------------------ */

void lower_function(struct lower *lw, struct function *fun);
/* reach.cc: all functions that something reaches, in source order. */
void lower_functions(struct lower *lw);
/* Tells the builder what the body of a function refers to, once it is lowered. */
void lower_body_refs(struct lower *lw, struct function *fun);
/* ... and all else, and drops what is not used then: the last thing to do. */
void lower_drop_unused(struct lower *lw);
/* A new local without a name. */
u32 lower_temp(struct lower *lw, struct ir_type type);
void lower_bad(struct lower *lw, const char *what);
void lower_set_loc(struct lower *lw, location_t loc);

/* ---- lower_place.cc: what memory an expression names -------------------------- */

#define LOWER_MAX_PROJ 24

struct lower_place {
	enum ir_base_kind base;
	u32 idx;
	u32 nproj;
	bool is_volatile;
	/*
	 * The access is to a part, or as another type, than the projections
	 * say: a read gives something unknown, a write clobbers the place.
	 */
	bool inexact;
	location_t subscript;	/* of the outermost array access, or 0 */
	struct ir_proj proj[LOWER_MAX_PROJ];
};

void lower_param(struct lower *lw, tree decl);
/* The local of a variable or SSA name that has one, or IR_NONE. */
u32 lower_local(struct lower *lw, tree t);
/* True when the value of `t` is simply that of a local. */
bool lower_is_value_local(struct lower *lw, tree t, u32 *ret_local);
/* What a reference names; lower_ref() adds to what *p holds already. */
void lower_get_place(struct lower *lw, tree ref, struct lower_place *p);
void lower_ref(struct lower *lw, tree ref, struct lower_place *p);
void lower_push_field(struct lower *lw, struct lower_place *p, tree field);
u32 lower_make_place(struct lower *lw, const struct lower_place *p, tree type);
u32 lower_place_of(struct lower *lw, tree ref);
/* Adds the projections from `type` to what is like `want` at a byte offset. */
bool lower_resolve(struct lower *lw, tree type, u64 offset, tree want,
		   struct lower_place *p);

/* ---- lower_expr.cc: operands and assignments ----------------------------------- */

/* The value of a GIMPLE operand; loads what is in memory. */
struct ir_operand lower_operand(struct lower *lw, tree t);
/* Pointer operand in a local, for places based on it. */
u32 lower_pointer(struct lower *lw, tree t);
void lower_assign(struct lower *lw, gassign *stmt);
/* Where a statement's result goes: a local, then lower_result_done(). */
u32 lower_result(struct lower *lw, tree lhs);
void lower_result_done(struct lower *lw, tree lhs, u32 local);
/* The lhs gets a value nothing is known of. */
void lower_unknown_lhs(struct lower *lw, tree lhs, enum ir_why why);
/* The value converted to a type, when it has another. */
struct ir_operand lower_convert(struct lower *lw, struct ir_operand o,
				struct ir_type from, struct ir_type to);
struct halves lower_halves(struct lower *lw, u32 local, struct ir_type type);
/* IR_OP_EQ .. IR_OP_GE, or IR_OP_COUNT when it is no such comparison. */
enum ir_op lower_compare_op(enum tree_code code);

/* ---- lower_bits.cc ------------------------------------------------------------------ */

/* `lhs = bits & mask` where bits came from a BIT_FIELD_REF; false: not so. */
bool lower_masked_bits(struct lower *lw, tree bits, tree mask, tree lhs);

/* ---- lower_call.cc ---------------------------------------------------------------- */

/* True when the call ends its block with a terminator of its own. */
bool lower_call(struct lower *lw, gcall *stmt);
void lower_asm(struct lower *lw, gasm *stmt);

/* ---- lower_global.cc ---------------------------------------------------------------- */

u32 lower_global(struct lower *lw, tree decl);
/* The same, with its initialiser. */
u32 lower_variable(struct lower *lw, tree decl);
u32 lower_func_symbol(struct lower *lw, tree decl);
/* Initialisers of the variables defined here, once all functions are lowered. */
void lower_initialisers(struct lower *lw);
/* The constant aggregate that an automatic variable is copied from. */
void lower_const_pool(struct lower *lw, tree decl, u32 global);

#endif
