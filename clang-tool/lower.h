/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lowering of one unit from libclang's cursors to the flow IR: the state that
 * the files of this folder share. Cursors are looked at from outside only:
 * kinds, types, children; what they point to is no more than a key.
 */
#ifndef CLANG_TOOL_LOWER_H
#define CLANG_TOOL_LOWER_H

#include <clang-c/Index.h>
#include <stdio.h>

#include "clang-tool/ptrmap.h"
#include "lib/base/arena.h"
#include "lib/base/vec.h"
#include "lib/ir/builder.h"
#include "lib/rules/rules.h"

struct text;
struct type_info;
struct source;

#define LOWER_MAX_PROJ 24

/* A value: a constant that is not in the function's table yet, or an operand. */
struct val {
	struct ir_type t;
	bool is_const;
	u64 bits;
	const char *name;	/* the enumerator it was spelled as, or NULL */
	struct ir_operand o;
};

/* What memory an expression names. */
struct place {
	enum ir_base_kind base;
	u32 idx;
	u32 nproj;
	bool is_volatile;
	/* The access is to a part, or as another type, than the path says. */
	bool inexact;
	u8 bit_width;		/* of the bit-field accessed, else 0 */
	bool subscripted;
	CXCursor subscript;	/* the outermost array access */
	CXType type;
	struct ir_proj proj[LOWER_MAX_PROJ];
};

struct kids {
	CXCursor *v;
	u32 n;
};

/* What is remembered of a cursor while its function is lowered. */
struct node {
	struct kids all, exprs;	/* made when asked for */
	u32 parent;		/* number, which grows from the top down, or IR_NONE */
	u32 first, last, nall;	/* children, in struct lower */
	u32 nth;		/* of its kind in the function, see NTH_... */
	/* answers of cursor.c, -1: not asked yet */
	signed char variable, question;
};

struct child {
	CXCursor c;
	u32 next;
};

/* Kinds of cursors that the text of a function is searched for. */
enum { NTH_ASM, NTH_FOR, NTH_GENERIC, NTH_COUNT };

/* A variable whose scope ends with a call. */
struct cleanup {
	CXCursor var;
	const char *func;
};

/* What break and continue mean; continue_to is IR_NONE in a switch. */
struct jump_frame {
	u32 break_to, continue_to;
	u32 ncleanups;
	struct switch_frame *sw;
};

struct switch_frame {
	struct ir_type type;
	VEC(struct ir_case) cases;
	u32 default_block;
	u32 label_block;	/* the next statement is its label, too; or IR_NONE */
	struct switch_frame *outer;
};

struct lower_func {
	CXCursor cursor;
	const char *name;
	u32 id;
	struct ir_type ret;
	CXType ret_type;
	struct ptrmap locals;	/* decl -> local */
	struct ptrmap labels;	/* label statement -> block */
	VEC(struct jump_frame) jumps;
	VEC(struct cleanup) cleanups;
	struct switch_frame *sw;
	u32 goto_block;		/* where computed gotos go, or IR_NONE */
	u32 nth[NTH_COUNT];	/* how many there are */
	VEC(CXCursor) label_stmts, taken_labels;
	struct text *text;	/* the function as printed, made when asked for */
};

struct watched {
	const struct rules_name *rule;
	bool declared, has_value;
	u64 bits;
};

struct lower {
	CXTranslationUnit tu;
	struct ir_builder *b;
	struct arena *arena;	/* of the unit */
	struct arena *scratch;	/* of the function */
	const struct rules *rules;
	VEC(struct watched) watched;
	struct ptrmap enumerators;	/* decl -> index in enum_names + 1 */
	VEC(const char *) enum_names;
	struct ptrmap funcs, globals, fields, records, files, bodies;
	VEC(const char *) record_names;
	struct ptrmap static_names;
	struct ptrmap by_name;	/* hash of a name -> index in functions */
	VEC(CXCursor) functions;	/* all declarations */
	VEC(CXCursor) roots;	/* definitions that may be needed by others */
	struct ptrmap noreturn;	/* decl -> 0 or 1 */
	struct ptrmap node_of;	/* cursor -> index in nodes */
	VEC(struct node) nodes;
	VEC(struct child) children;
	VEC(CXCursor) work;	/* functions to lower */
	VEC(CXCursor) variables;	/* initialisers to lower */
	VEC(CXCursor) constants;	/* variables that were read while parsing */
	bool declare_only;		/* no function is needed any more */
	char *cwd;
	struct ptrmap type_of;	/* type -> index in types */
	VEC(struct type_info *) types;
	u32 ptr_bits;
	u32 nunsupported;
	bool verbose;
	struct ir_loc loc;	/* of what is emitted next */
	VEC(struct source *) sources;
	CXSourceLocation last_at;	/* the last begin asked for, and what it is */
	struct ir_loc last_loc;
	struct lower_func f;
};

/* ---- unit.c ------------------------------------------------------------------- */

/* Lowers a parsed unit; NULL when it declares no anchor. */
struct ir_unit *lower_unit(CXTranslationUnit tu, const struct rules *rules,
			   const char *file, const char *degraded);

/* A unit that says only that it could not be done; `folder` NULL: the current one. */
struct ir_unit *lower_failed(const char *folder, const char *file, const char *why);

/* ---- types.c ------------------------------------------------------------------ */

struct ir_type type_of(struct lower *lw, CXType type);
/* Name of a record type as struct ir_field wants it, "" for none. */
const char *type_record(struct lower *lw, CXType type);
const char *type_pointee_record(struct lower *lw, CXType type);
u32 type_nelem(struct lower *lw, CXType type);
u64 type_bytes(struct lower *lw, CXType type);
bool type_is_record(struct lower *lw, CXType type);
bool type_is_array(struct lower *lw, CXType type);
bool type_is_function(struct lower *lw, CXType type);
bool type_is_pointer(struct lower *lw, CXType type);
bool type_is_const(struct lower *lw, CXType type);
bool type_is_volatile(struct lower *lw, CXType type);
CXType type_pointee(struct lower *lw, CXType type);
/* What adding 1 to such a pointer adds in bytes; 0: not known. */
u64 type_step(struct lower *lw, CXType pointer);
CXType type_element(struct lower *lw, CXType type);
u32 type_field(struct lower *lw, CXCursor field);
bool type_is_anonymous_member(struct lower *lw, CXCursor field);
/* The fields of a record, in order. */
struct kids type_fields(struct lower *lw, CXType type);
/* Adds the projections from `type` to what is like `want` at a byte offset. */
bool type_resolve(struct lower *lw, CXType type, u64 offset, CXType want,
		  struct place *p);
bool type_fits(struct lower *lw, CXType have, CXType want);

/* ---- loc.c -------------------------------------------------------------------- */

struct ir_loc loc_of(struct lower *lw, CXSourceLocation loc);
void loc_release(struct lower *lw);
/* Where an expression begins. */
struct ir_loc loc_start(struct lower *lw, CXCursor c);
void set_loc(struct lower *lw, CXCursor c);
struct ir_loc get_loc(struct lower *lw);
void put_loc(struct lower *lw, struct ir_loc loc);
/* The source text of a cursor that is not out of a macro, or NULL. */
const char *loc_text(struct lower *lw, CXCursor c, size_t *ret_len);

/* ---- tree.c -------------------------------------------------------------------- */

/* Reads all that is below a cursor; the rest is read when it is asked for. */
void tree_read(struct lower *lw, CXCursor root);
/* Forgets what was read, and all in the scratch arena. */
void tree_forget(struct lower *lw);
struct node *node_of(struct lower *lw, CXCursor c);
struct kids kids_of(struct lower *lw, CXCursor c);
/* Only the children that are expressions. */
struct kids exprs_of(struct lower *lw, CXCursor c);
CXCursor last_expr(struct lower *lw, CXCursor c);
/* Whether a variable of the function that was read is in scope at a cursor. */
bool tree_in_scope(struct lower *lw, CXCursor var, CXCursor at);

/* ---- cursor.c ------------------------------------------------------------------ */

const void *decl_key(CXCursor c);
const char *spelling(struct lower *lw, CXCursor c);
bool spelled(CXCursor c, const char *name);
/* Value of a constant expression, without variables in it. */
bool const_eval(struct lower *lw, CXCursor c, u64 *ret_bits);
bool is_type_question(struct lower *lw, CXCursor c);
/* Without parentheses. */
CXCursor strip_parens(struct lower *lw, CXCursor c);
/* What is in parentheses or converted; false when `c` is neither. */
bool inner_expr(struct lower *lw, CXCursor c, CXCursor *ret);
/* Without parentheses and conversions. */
CXCursor strip_casts(struct lower *lw, CXCursor c);
/* Without parentheses and conversions between pointers. */
CXCursor strip_pointer_casts(struct lower *lw, CXCursor c);
bool is_unary(CXCursor c, enum CXUnaryOperatorKind op);
/* A parameter declared as an array: a pointer, though its type says array. */
bool is_array_param(struct lower *lw, CXCursor c, CXCursor *ret);
bool is_pointer_value(struct lower *lw, CXCursor c);
/* The printed declaration from where `name` is in its attributes, or NULL. */
const char *attribute_text(struct lower *lw, CXCursor decl, const char *name);
bool has_attribute(struct lower *lw, CXCursor decl, const char *name);
bool is_choose_expr(struct lower *lw, CXCursor c, CXCursor *ret);
bool generic_choice(struct lower *lw, CXCursor c, CXCursor *ret);

/* ---- global.c ------------------------------------------------------------------ */

bool func_is_noreturn(struct lower *lw, CXCursor decl);
u32 func_symbol(struct lower *lw, CXCursor decl);
u32 global_symbol(struct lower *lw, CXCursor decl);
/* The same of what the statement being lowered refers to. */
u32 func_used(struct lower *lw, CXCursor decl);
u32 global_used(struct lower *lw, CXCursor decl);
/* An operand of an asm: when it is a function, the asm may call it. */
void func_to_asm(struct lower *lw, CXCursor c);
bool is_global_var(CXCursor decl);
void lower_initialiser(struct lower *lw, CXCursor decl);
/* The tracked enumerator that a constant expression is, or NULL. */
const char *const_name(struct lower *lw, CXCursor c);
/*
 * A constant global of the function with what an initialiser says, when that
 * is nothing but constants, and long; IR_NONE otherwise.
 */
u32 constant_aggregate(struct lower *lw, CXType type, CXCursor value);

/* ---- init.c -------------------------------------------------------------------- */

/* Called for each scalar or whole aggregate of an initialiser. */
struct init_sink {
	struct lower *lw;
	struct place *at;
	u32 budget;
	void (*put)(struct init_sink *s, CXType type, CXCursor value);
	void (*string)(struct init_sink *s, CXType type, CXCursor value);
	u32 global;	/* the sink of globals */
};

void init_walk(struct init_sink *s, CXType type, CXCursor value);
/* What a member of a variable begins with; false when the initialiser does not say. */
bool init_of_member(struct lower *lw, CXCursor var, CXCursor field, CXCursor *ret);
/* Initialises the variable at a place with an expression. */
void init_local(struct lower *lw, const struct place *p, CXType type,
		CXCursor value);
/* Bytes of a string literal for an array of that type; false: not known. */
bool init_string_bytes(struct lower *lw, CXType type, CXCursor c,
		       const char **ret, size_t *ret_len);
void init_push_element(struct init_sink *s, CXType array, u64 index);

/* ---- literal.c ----------------------------------------------------------------- */

/*
 * The bytes of a narrow string literal as its source spells them; false when
 * it comes out of a macro or they are not `want` in number.
 */
bool literal_bytes(struct lower *lw, CXCursor c, size_t want, const char **ret,
		   size_t *ret_len);

/* ---- func.c -------------------------------------------------------------------- */

void lower_function(struct lower *lw, CXCursor def);
u32 temp(struct lower *lw, struct ir_type type);
void local_decl(struct lower *lw, CXCursor var);
u32 local_of(struct lower *lw, CXCursor decl);
u32 label_block(struct lower *lw, CXCursor label);
/* Begins a new block, which nothing may reach. */
void fresh_block(struct lower *lw);
void jump_and_set(struct lower *lw, u32 block);

/* ---- stmt.c -------------------------------------------------------------------- */

void lower_stmt(struct lower *lw, CXCursor c);
/* The statements of a statement expression; *ret_last is its value. */
bool lower_stmt_expr(struct lower *lw, CXCursor c, CXCursor *ret_last);
void run_cleanups(struct lower *lw, u32 down_to);
void drop_cleanups(struct lower *lw, u32 down_to);
/* A copy of a value that cleanups above `down_to` might change. */
struct val before_cleanups(struct lower *lw, struct val v, u32 down_to);

/* ---- asm.c --------------------------------------------------------------------- */

void lower_asm(struct lower *lw, CXCursor c);

/* ---- value.c ------------------------------------------------------------------- */

struct val val_const(struct ir_type t, u64 bits, const char *name);
struct val val_local(u32 local, struct ir_type t);
struct val val_opnd(struct ir_operand o, struct ir_type t);
struct val val_unknown(struct lower *lw, struct ir_type t, enum ir_why why);
struct ir_operand opnd(struct lower *lw, struct val v);
/* The value in a local of its own, which nothing else changes. */
struct val copy_of(struct lower *lw, struct val v);
/* local = v, converted; v, when it is a temporary, is not to be read again. */
void set_local(struct lower *lw, u32 local, struct ir_type t, struct val v);
struct val convert(struct lower *lw, struct val v, struct ir_type to);
/* To a bit-field of v's type; one of a single bit is cut as well, it is no truth value. */
struct val convert_bits(struct lower *lw, struct val v, u32 bits);
/* x - c as x + -c, c being constant; any other operation as it is. */
enum ir_op plus_for_minus(enum ir_op op, struct ir_type t, struct val *c);
/* Puts the operands in the order GCC has them in, where the operation allows it. */
void order_operands(struct lower *lw, enum ir_op *op, struct val *a, struct val *c);
struct val binary(struct lower *lw, enum ir_op op, struct ir_type t,
		  struct val a, struct val c);
struct val unary(struct lower *lw, enum ir_op op, struct ir_type t,
		 struct val a);
u32 pointer_local(struct lower *lw, struct val v);
extern const struct ir_type type_other;
struct ir_type int_type(u32 bits, bool is_signed);
bool is_compare(enum ir_op op);

/* ---- fold.c -------------------------------------------------------------------- */

/* The conversion in the form GCC gives it; false where it writes it as it is. */
bool fold_convert(struct lower *lw, struct val v, struct ir_type to, struct val *ret);
/* The same for operations; `c` is folded with what *a is made of; both may be made anew. */
bool fold_binary(struct lower *lw, enum ir_op op, struct ir_type t, struct val *a,
		 struct val *c, struct val *ret);
/* A comparison: in the type that both operands were made wider from, of the bits that decide. */
void fold_compare(struct lower *lw, enum ir_op *op, struct ir_type *t,
		  struct val *a, struct val *c);
/* Another operation that gives the same here, or `op`. */
enum ir_op or_for_sum(struct lower *lw, enum ir_op op, struct val a, struct val c);
bool fold_unary(struct lower *lw, enum ir_op op, struct ir_type t, struct val *a,
		struct val *ret);

/* ---- place.c ------------------------------------------------------------------- */

void place_of(struct lower *lw, CXCursor c, struct place *p);
void place_of_pointer(struct lower *lw, CXCursor pointer, CXType want,
		      struct place *p);
u32 make_place(struct lower *lw, const struct place *p);
struct val place_load(struct lower *lw, const struct place *p);
void place_store(struct lower *lw, const struct place *p, struct val v);
void place_clobber(struct lower *lw, const struct place *p);
void place_copy(struct lower *lw, const struct place *to,
		const struct place *from);
void place_push_field(struct lower *lw, struct place *p, CXCursor field);
void place_push_index(struct place *p, struct ir_operand index, u32 nelem);
void place_temp(struct lower *lw, CXType type, struct place *p);
struct val place_addr(struct lower *lw, const struct place *p);
bool place_is_local(struct lower *lw, const struct place *p);

/* ---- expr.c -------------------------------------------------------------------- */

/* Value of an expression of scalar type; unknown for others. */
struct val rvalue(struct lower *lw, CXCursor c);
/* Evaluates for what it does. */
void effects(struct lower *lw, CXCursor c);
/* Puts the value of an expression of aggregate type in a place. */
void aggregate_into(struct lower *lw, CXCursor c, const struct place *to);
/* The enumerator's value with its name. */
struct val enumerator(struct lower *lw, CXCursor decl);

/* ---- cond.c -------------------------------------------------------------------- */

/* Ends the block with a branch on a condition. */
void lower_cond(struct lower *lw, CXCursor c, u32 yes, u32 no);
/* 0 or 1 when that is known without running anything, else -1. */
int cond_truth(struct lower *lw, CXCursor c);
/* Only reads and computes: nobody misses it. */
bool is_pure(struct lower *lw, CXCursor c);
/* Both are, and compute the same from the same. */
bool same_expr(struct lower *lw, CXCursor a, CXCursor d);
/* The value 0 or 1 of a condition. */
struct val cond_value(struct lower *lw, CXCursor c);
void cond_branch(struct lower *lw, struct val v, u32 yes, u32 no);
/* IR_OP_EQ .. IR_OP_GE, or IR_OP_COUNT when it is no comparison. */
enum ir_op cond_compare_op(enum CXBinaryOperatorKind k);

/* ---- call.c -------------------------------------------------------------------- */

/* The place, when not NULL, takes an aggregate result. */
struct val lower_call(struct lower *lw, CXCursor c, const struct place *to);
CXCursor callee_decl(struct lower *lw, CXCursor call);
bool builtin_call(struct lower *lw, CXCursor c, const char *name,
		  struct kids args, struct val *ret);

#endif
