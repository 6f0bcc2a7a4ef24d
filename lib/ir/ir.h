/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The flow IR: what both front ends make and the engine reads.
 *
 * One struct ir_unit per compiled file. Front ends build it through
 * lib/ir/builder.h only; everybody else reads the structs below and changes
 * nothing. All memory belongs to the unit's arena. Indices, not pointers,
 * link the parts; a number is valid only within its unit or function.
 * doc/ir.md is the specification, with the text form.
 */
#ifndef IR_IR_H
#define IR_IR_H

#include "lib/base/arena.h"
#include "lib/base/intern.h"
#include "lib/base/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define IR_NONE 0xffffffffu

/* ---- types ---------------------------------------------------------- */

enum ir_type_kind {
	IR_T_VOID,
	IR_T_INT,	/* integers, enums, bool (bits 1 when C says _Bool) */
	IR_T_PTR,	/* bits is 32 or 64, unsigned */
	IR_T_AGG,	/* struct, union, array */
	IR_T_OTHER,	/* float, complex, vector, integers over 64 bits */
};

struct ir_type {
	u8 kind;	/* enum ir_type_kind */
	u8 bits;	/* 1..64 for INT and PTR, else 0 */
	u8 is_signed;
};

/* ---- locations ------------------------------------------------------ */

/*
 * Where an instruction stands: the point a person would be sent to. For
 * something that came out of a macro this is the outermost expansion, and
 * `macro` names that macro. file 0 (the empty string) means unknown.
 */
struct ir_loc {
	u32 file;	/* string; relative to the working directory, normalised */
	u32 line, col;	/* 1-based */
	u32 macro;	/* string, 0 when not from a macro */
};

/* ---- operands, places ------------------------------------------------ */

enum ir_operand_kind {
	IR_OPND_NONE,
	IR_OPND_LOCAL,	/* value of local idx */
	IR_OPND_CONST,	/* func->consts[idx] */
	IR_OPND_ADDR,	/* address of func->places[idx] */
	IR_OPND_FUNC,	/* address of unit->funcs[idx] */
};

struct ir_operand {
	u8 kind;	/* enum ir_operand_kind */
	u32 idx;
};

struct ir_const {
	u64 bits;	/* two's complement, extended to 64 bits by the type */
	struct ir_type type;
	u32 name;	/* string: enumerator or macro it was spelled as, or 0 */
};

/*
 * A field of a record type. A member of an anonymous struct or union belongs
 * to the nearest enclosing record that has a name; a typedef names an
 * otherwise nameless record; a nameless record with a member name is
 * "OUTER::MEMBER"; what is left is "(anonymous)". Interned: one entry per
 * (record, name).
 */
struct ir_field {
	u32 record;	/* string: tag without "struct" */
	u32 name;	/* string */
	struct ir_type type;	/* of the field, of the element for arrays */
	u8 bit_width;	/* bit-field width, 0 when it is none */
	u8 in_union;	/* overlaps other members */
	u32 nelem;	/* array length, 0 when not an array or unknown */
};

enum ir_proj_kind {
	IR_PROJ_FIELD,	/* field idx of the unit */
	IR_PROJ_INDEX,	/* element `index` of an array of nelem (0 unknown) */
};

struct ir_proj {
	u8 kind;	/* enum ir_proj_kind */
	u32 field;	/* IR_PROJ_FIELD */
	struct ir_operand index;	/* IR_PROJ_INDEX: LOCAL, CONST or NONE */
	u32 nelem;	/* IR_PROJ_INDEX */
};

enum ir_base_kind {
	IR_BASE_UNKNOWN,
	IR_BASE_LOCAL,	/* storage of local idx */
	IR_BASE_PTR,	/* what local idx (a pointer) points to */
	IR_BASE_GLOBAL,	/* storage of global idx */
};

struct ir_place {
	u8 base;	/* enum ir_base_kind */
	u8 is_volatile;	/* a volatile access: reads are unknown */
	u32 idx;
	u32 nproj;
	const struct ir_proj *proj;	/* outermost object first */
	struct ir_type type;	/* of what is accessed */
};

/* ---- instructions ---------------------------------------------------- */

enum ir_op {
#define IR_OP(NAME, text, class, nargs, result) IR_OP_##NAME,
#include "lib/ir/ops.def"
	IR_OP_COUNT
};

enum ir_op_class {
	IR_CLASS_UNARY,
	IR_CLASS_BINARY,
	IR_CLASS_COMPARE,
	IR_CLASS_MEMORY,
	IR_CLASS_MISC,
	IR_CLASS_TERM,
};

/* Why a value is unknown (IR_OP_UNKNOWN). */
enum ir_why {
	IR_WHY_UNSUPPORTED,
	IR_WHY_ASM,
	IR_WHY_FLOAT,
	IR_WHY_VARARG,
	IR_WHY_VOLATILE,
	IR_WHY_ADDRESS,	/* pointer arithmetic, label address ... */
	IR_WHY_UNINIT,
	IR_WHY_COUNT
};

struct ir_case {
	u64 lo, hi;	/* bits as in ir_const, of the switch's type; inclusive */
	u32 target;	/* block */
	u32 name;	/* string: what a single value was spelled as, or 0 */
};

struct ir_inst {
	u8 op;		/* enum ir_op */
	u8 cmp;		/* IR_OP_BRANCH: IR_OP_EQ .. IR_OP_GE */
	u8 why;		/* IR_OP_UNKNOWN: enum ir_why */
	struct ir_type type;	/* operation type; see ops.def */
	u32 dst;	/* local, or IR_NONE */
	struct ir_operand a, b;
	u32 place;	/* func->places, or IR_NONE */
	u32 place2;	/* COPYMEM source */
	u32 nargs;	/* CALL */
	const struct ir_operand *args;
	u32 nsucc;	/* terminators */
	const u32 *succ;
	u32 ncases;	/* SWITCH */
	const struct ir_case *cases;
	struct ir_loc loc;
};

struct ir_block {
	u32 first;	/* func->insts; the last one is the terminator */
	u32 ninst;	/* >= 1 */
};

enum ir_local_flags {
	IR_LOCAL_PARAM = 1,	/* locals 0 .. nparams-1, in order */
	IR_LOCAL_ADDR_TAKEN = 2,
	IR_LOCAL_VOLATILE = 4,
};

struct ir_local {
	u32 name;	/* string, 0 for a compiler temporary */
	struct ir_type type;	/* IR_T_AGG for structs and arrays */
	u32 record;	/* string: record type, or pointee record; 0 if none */
	u32 flags;	/* enum ir_local_flags */
};

enum ir_func_flags {
	IR_FUNC_STATIC = 1,
	IR_FUNC_INLINE = 2,
	IR_FUNC_WEAK = 4,
	IR_FUNC_NORETURN = 8,
	IR_FUNC_VARARG = 16,
	IR_FUNC_HEADER = 32,	/* defined outside the main file */
	IR_FUNC_ESCAPED = 64,	/* static, and called from what the IR does not show */
};

/* A function symbol; blocks == NULL when only declared. */
struct ir_func {
	u32 name;	/* string */
	u32 flags;	/* enum ir_func_flags */
	struct ir_loc loc;
	struct ir_type ret;
	u32 nparams;
	u32 nlocals, nconsts, nplaces, ninsts, nblocks;
	const struct ir_local *locals;
	const struct ir_const *consts;
	const struct ir_place *places;
	const struct ir_inst *insts;
	const struct ir_block *blocks;	/* block 0 is the entry */
};

enum ir_global_flags {
	IR_GLOBAL_STATIC = 1,
	IR_GLOBAL_CONST = 2,
	IR_GLOBAL_DEFINED = 4,	/* storage is here: no initialiser means zero */
	IR_GLOBAL_VOLATILE = 8,
};

/* One scalar of a static initialiser; scalars not listed are zero. */
struct ir_init {
	u32 nproj;
	const struct ir_proj *proj;	/* index.idx is the element number */
	u8 kind;	/* IR_OPND_CONST: value; IR_OPND_FUNC: unit->funcs[func];
			 * IR_OPND_NONE: not a constant we know */
	struct ir_const value;
	u32 func;
};

/*
 * A static initialiser has no function and no table of constants, so in an
 * index projection there index.kind is IR_OPND_CONST and index.idx is the
 * element number itself; nelem is the array's length, as everywhere.
 */
struct ir_global {
	u32 name;	/* string; a function's static local is FUNC.NAME */
	u32 flags;	/* enum ir_global_flags */
	struct ir_type type;
	u32 record;	/* string: record type, 0 if none */
	u32 nelem;	/* array length, 0 when not an array */
	struct ir_loc loc;
	u32 ninits;
	const struct ir_init *inits;
};

/* A name that rules asked about and this unit gives a number. */
struct ir_named_value {
	u32 name;	/* string */
	u64 bits;	/* extended to 64 bits by signedness */
};

enum ir_unit_flags {
	/* no macro maps (preprocessed input): values only, no names */
	IR_UNIT_NO_PROVENANCE = 1,
	/* parse errors: nothing here may be called safe */
	IR_UNIT_DEGRADED = 2,
	/* an internal error of the front end: `message` says which */
	IR_UNIT_FAILED = 4,
};

struct ir_unit {
	struct arena *arena;	/* owns everything below */
	struct intern *strs;
	u32 file;	/* string: main file */
	u32 frontend;	/* string: "gcc" or "clang" */
	u32 compiler;	/* string: version, e.g. "12.2.0" */
	u32 message;	/* string: set with IR_UNIT_FAILED or _DEGRADED */
	u32 flags;	/* enum ir_unit_flags */
	u32 word_bits;	/* 32 or 64: width of long and of pointers */
	u32 nskipped;	/* functions left out (nested functions ...) */
	u32 nfields, nfuncs, nglobals, nvalues, ndeclared;
	const struct ir_field *fields;
	const struct ir_func *funcs;
	const struct ir_global *globals;
	/* watched enumerators and macros with their values */
	const struct ir_named_value *values;
	/* strings: watched names (functions, types, macros) declared here */
	const u32 *declared;
};

/* Frees the unit and all it holds; accepts NULL. */
void ir_unit_free(struct ir_unit *unit);

/* ---- small queries ----------------------------------------------------- */

const char *ir_op_text(enum ir_op op);
enum ir_op_class ir_op_class(enum ir_op op);
unsigned int ir_op_nargs(enum ir_op op);
bool ir_op_has_result(enum ir_op op);
/* The comparison that holds when `op` does not (lt -> ge ...). */
enum ir_op ir_cmp_negate(enum ir_op op);
/* The comparison with its operands exchanged (lt -> gt ...). */
enum ir_op ir_cmp_swap(enum ir_op op);
/* Whether a op b for two values extended by their type. */
bool ir_cmp_holds(enum ir_op op, struct ir_type t, u64 a, u64 b);
const char *ir_why_text(enum ir_why why);

static inline const char *ir_str(const struct ir_unit *u, u32 id)
{
	return intern_get(u->strs, id);
}

static inline bool ir_type_eq(struct ir_type a, struct ir_type b)
{
	return a.kind == b.kind && a.bits == b.bits &&
	       a.is_signed == b.is_signed;
}

static inline bool ir_type_is_scalar(struct ir_type t)
{
	return t.kind == IR_T_INT || t.kind == IR_T_PTR;
}

/* The terminator of a block. */
static inline const struct ir_inst *ir_block_end(const struct ir_func *f, u32 b)
{
	return &f->insts[f->blocks[b].first + f->blocks[b].ninst - 1];
}

/* The lowest bits, up to all 64. */
static inline u64 ir_low_bits(u32 bits)
{
	return bits >= 64 ? ~0ull : (1ull << bits) - 1;
}

/* Extends the low t.bits of v to 64 bits by t's signedness. */
static inline u64 ir_extend(struct ir_type t, u64 v)
{
	unsigned int sh;

	if (t.bits == 0 || t.bits >= 64)
		return v;
	sh = 64u - t.bits;
	return t.is_signed ? (u64)((s64)(v << sh) >> sh) : v << sh >> sh;
}

/* True when a unit declared the watched name. */
bool ir_unit_declares(const struct ir_unit *u, const char *name);
/* Value of a watched enumerator or macro; false when the unit has none. */
bool ir_unit_value(const struct ir_unit *u, const char *name, u64 *ret_bits);
/* Type of an operand in its function (pointer type for addresses). */
struct ir_type ir_operand_type(const struct ir_unit *u,
			       const struct ir_func *f, struct ir_operand o);

#ifdef __cplusplus
}
#endif
#endif
