/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The only door into the flow IR: front ends build units through it.
 *
 *	b = irb_new("a.c", "gcc", "12.2.0", 64);
 *	f = irb_func(b, "f", IR_FUNC_STATIC, loc, ret_type);
 *	irb_begin(b, f);
 *	p = irb_local(b, "reg", type, "", IR_LOCAL_PARAM);   (params first)
 *	b0 = irb_block(b);  irb_set_block(b, b0);  irb_set_loc(b, loc);
 *	irb_binary(b, IR_OP_AND, type, dst, ir_local(p), irb_const(b, ...));
 *	irb_return(b, ir_local(dst));
 *	irb_end(b);
 *	unit = irb_finish(b);
 *
 * Blocks may be created in any order and filled in any order, each one once
 * (irb_set_block, instructions, one terminator). irb_end() drops blocks that
 * the entry cannot reach and renumbers in creation order. Strings are copied.
 * Misuse (instruction after a terminator, open block at irb_end) makes
 * irb_end() fail with ERR_INTERNAL and leaves the function without a body.
 */
#ifndef IR_BUILDER_H
#define IR_BUILDER_H

#include "lib/base/error.h"
#include "lib/ir/ir.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ir_builder;

struct ir_builder *irb_new(const char *file, const char *frontend,
			   const char *compiler, u32 word_bits);
/* Hands over the unit and frees the builder. */
struct ir_unit *irb_finish(struct ir_builder *b);
/* Drops everything; accepts NULL. */
void irb_abandon(struct ir_builder *b);

/* Unit-wide facts. */
u32 irb_str(struct ir_builder *b, const char *s);
/* What it was given, NULL for 0. */
const char *irb_text(const struct ir_builder *b, u32 str);
void irb_set_flags(struct ir_builder *b, u32 flags, const char *message);
void irb_count_skipped(struct ir_builder *b);
void irb_value(struct ir_builder *b, const char *name, u64 bits);
void irb_declare(struct ir_builder *b, const char *name);
/* Interned by (record, name): the same field gives the same number. */
u32 irb_field(struct ir_builder *b, const char *record, const char *name,
	      struct ir_type type, u8 bit_width, bool in_union, u32 nelem);
/* A global by name, made at first use; later calls add flags. */
u32 irb_global(struct ir_builder *b, const char *name, u32 flags,
	       struct ir_type type, const char *record, u32 nelem,
	       struct ir_loc loc);
/* Adds one scalar to the initialiser of a global; proj is copied. */
void irb_init(struct ir_builder *b, u32 global, const struct ir_proj *proj,
	      u32 nproj, struct ir_const value);
void irb_init_func(struct ir_builder *b, u32 global,
		   const struct ir_proj *proj, u32 nproj, u32 func);
void irb_init_unknown(struct ir_builder *b, u32 global,
		      const struct ir_proj *proj, u32 nproj);
/* A function symbol by name, made at first use; later calls add flags. */
u32 irb_func(struct ir_builder *b, const char *name, u32 flags,
	     struct ir_loc loc, struct ir_type ret);

/*
 * References between functions and globals. Front ends tell of all, also those
 * the IR does not say: an address given to an asm, or in an unknown initialiser.
 */
enum ir_sym_kind {
	IR_SYM_OUTSIDE,	/* another unit, assembly, the linker */
	IR_SYM_BLOCK,	/* of the body being built; IR_NONE: some block of it */
	IR_SYM_FUNC,
	IR_SYM_GLOBAL,	/* its initialiser */
};

struct ir_sym {
	u8 kind;	/* enum ir_sym_kind */
	u32 idx;
};

/* `to` is a function or a global. */
void irb_refer(struct ir_builder *b, struct ir_sym from, struct ir_sym to);
/* The same; and whoever calls it there passes what nobody knows: an asm does. */
void irb_refer_hidden(struct ir_builder *b, struct ir_sym from,
		      struct ir_sym to);
/*
 * Takes the bodies of static functions that nothing refers to, starting at what
 * is not static and what is referred to from outside, and not counting blocks
 * that irb_end() has dropped. Of a unit that misses a body nothing is taken.
 * Those that are referred to out of sight get IR_FUNC_ESCAPED: from outside,
 * by irb_refer_hidden(), or by an initialiser that irb_init_func() was not told.
 */
void irb_drop_unused(struct ir_builder *b);

static inline struct ir_sym ir_sym_of(u8 kind, u32 idx)
{
	struct ir_sym s;

	s.kind = kind;
	s.idx = idx;
	return s;
}
static inline struct ir_sym ir_sym_outside(void)
{
	return ir_sym_of(IR_SYM_OUTSIDE, 0);
}
static inline struct ir_sym ir_sym_block(u32 block)
{
	return ir_sym_of(IR_SYM_BLOCK, block);
}
static inline struct ir_sym ir_sym_func(u32 func)
{
	return ir_sym_of(IR_SYM_FUNC, func);
}
static inline struct ir_sym ir_sym_global(u32 global)
{
	return ir_sym_of(IR_SYM_GLOBAL, global);
}

/* Body of a function: from irb_begin() to irb_end(). */
void irb_begin(struct ir_builder *b, u32 func);
int irb_end(struct ir_builder *b, struct error *err);
/* irb_end() no longer verifies: for callers that verify the whole unit, or know. */
void irb_set_unchecked(struct ir_builder *b);
/*
 * For front ends: irb_end() makes one form of equal control flow. Branches that
 * their block shows to go one way are jumps, blocks with nothing but a jump go, a jump to a return
 * returns, a block that only one jump leads to is joined to it.
 */
void irb_set_simplify(struct ir_builder *b);
/* Gives up the body begun; the symbol stays declared, the skip is counted. */
void irb_cancel(struct ir_builder *b);

u32 irb_local(struct ir_builder *b, const char *name, struct ir_type type,
	      const char *record, u32 flags);
/* Adds flags to a local already made. */
void irb_local_flag(struct ir_builder *b, u32 local, u32 flags);
u32 irb_block(struct ir_builder *b);
void irb_set_block(struct ir_builder *b, u32 block);
/* The block that takes instructions now, or IR_NONE. */
u32 irb_current_block(const struct ir_builder *b);
/* True when the current block already has its terminator. */
bool irb_terminated(const struct ir_builder *b);
/* Location of the instructions that follow. */
void irb_set_loc(struct ir_builder *b, struct ir_loc loc);

static inline struct ir_operand ir_opnd(u8 kind, u32 idx)
{
	struct ir_operand o;

	o.kind = kind;
	o.idx = idx;
	return o;
}
static inline struct ir_operand ir_none(void)
{
	return ir_opnd(IR_OPND_NONE, 0);
}
/* C++ may mean the struct of this name; nobody calls its constructor. */
#ifdef __cplusplus
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif
static inline struct ir_operand ir_local(u32 local)
{
	return ir_opnd(IR_OPND_LOCAL, local);
}
#ifdef __cplusplus
#pragma GCC diagnostic pop
#endif
static inline struct ir_operand ir_funcref(u32 func)
{
	return ir_opnd(IR_OPND_FUNC, func);
}

/* name may be NULL; bits are truncated and extended to the type. */
struct ir_operand irb_const(struct ir_builder *b, struct ir_type type,
			    u64 bits, const char *name);
/* proj is copied. */
u32 irb_place(struct ir_builder *b, enum ir_base_kind base, u32 idx,
	      const struct ir_proj *proj, u32 nproj, struct ir_type type,
	      bool is_volatile);
/* Operand "address of place"; marks a local base as address-taken. */
struct ir_operand irb_addr(struct ir_builder *b, u32 place);

void irb_unary(struct ir_builder *b, enum ir_op op, struct ir_type type,
	       u32 dst, struct ir_operand a);
/* Also comparisons. */
void irb_binary(struct ir_builder *b, enum ir_op op, struct ir_type type,
		u32 dst, struct ir_operand a, struct ir_operand c);
void irb_load(struct ir_builder *b, u32 dst, u32 place);
/*
 * `to = from` where nothing else reads the temporary `from`: when the last
 * instruction of the block computes it, that one writes to `to` instead. False
 * when it cannot be, and nothing happened.
 */
bool irb_redirect(struct ir_builder *b, u32 from, u32 to);
/*
 * The arithmetic of the current block that computes a temporary which nothing
 * has read yet, and would give the same at the end of the block; else NULL.
 * For front ends that give expressions another form. Valid until the next
 * instruction.
 */
const struct ir_inst *irb_unread(const struct ir_builder *b, u32 local);
/* Takes that instruction out again. */
void irb_drop(struct ir_builder *b, u32 local);
/* It has no name, and nothing takes its address. */
bool irb_is_temporary(const struct ir_builder *b, u32 local);
/* What an operand of the body is made of. */
struct ir_type irb_operand_type(const struct ir_builder *b, struct ir_operand o);
u64 irb_const_bits(const struct ir_builder *b, struct ir_operand o);
void irb_store(struct ir_builder *b, u32 place, struct ir_operand a);
void irb_copymem(struct ir_builder *b, u32 place, u32 src);
void irb_zeromem(struct ir_builder *b, u32 place);
void irb_clobber(struct ir_builder *b, u32 place);
void irb_unknown(struct ir_builder *b, u32 dst, enum ir_why why);
/*
 * dst may be IR_NONE. An aggregate result goes to `place` (else IR_NONE).
 * args is copied; an aggregate argument is passed as IR_OPND_ADDR of it.
 */
void irb_call(struct ir_builder *b, u32 dst, u32 place,
	      struct ir_operand callee, const struct ir_operand *args,
	      u32 nargs);

void irb_jump(struct ir_builder *b, u32 target);
void irb_branch(struct ir_builder *b, enum ir_op cmp, struct ir_type type,
		struct ir_operand a, struct ir_operand c, u32 then_block,
		u32 else_block);
void irb_switch(struct ir_builder *b, struct ir_type type,
		struct ir_operand a, const struct ir_case *cases, u32 ncases,
		u32 default_block);
void irb_anygoto(struct ir_builder *b, const u32 *targets, u32 ntargets);
/* a is IR_OPND_NONE for void; an aggregate is returned through place. */
void irb_return(struct ir_builder *b, struct ir_operand a, u32 place);
void irb_unreachable(struct ir_builder *b);

#ifdef __cplusplus
}
#endif
#endif
