/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inside of the builder, shared by builder*.c only.
 *
 * Unit-wide tables grow until irb_finish(). The body being built lives in
 * scratch vectors, used again for the next function; irb_end() copies what
 * the entry reaches into the unit's arena, exactly sized, and gives constants
 * and places their final numbers (order of first use).
 */
#ifndef IR_BUILDER_P_H
#define IR_BUILDER_P_H

#include "lib/base/vec.h"
#include "lib/ir/builder.h"
#include "lib/ir/idmap.h"

/* Lists stand in pools until irb_end(); these are offsets into them. */
struct scratch_inst {
	struct ir_inst in;
	u32 args, succ, cases;
};

struct scratch_place {
	struct ir_place p;
	u32 proj;
};

enum block_state {
	BLOCK_EMPTY,
	BLOCK_OPEN,
	BLOCK_DONE,
};

struct scratch_block {
	u32 first, ninst;
	u8 state; /* enum block_state */
};

struct global_init {
	u32 global;
	struct ir_init init;
};

/* Symbols as builder_refs.c numbers them; `from` may be a block, or IR_NONE: outside. */
struct sym_ref {
	u32 from, to;
	bool hidden; /* the IR does not say it */
};

/* What irb_end() makes before it goes to the arena. */
struct scratch_out {
	VEC(struct ir_const) consts;
	VEC(struct scratch_place) places;
	VEC(struct ir_proj) proj;
	VEC(u32) const_num, place_num, block_num; /* old -> new, or IR_NONE */
	VEC(u32) chain; /* the block that goes on in this one, or IR_NONE */
	VEC(u32) work;
};

struct ir_builder {
	struct ir_unit *unit;
	VEC(struct ir_field) fields;
	VEC(struct ir_func) funcs;
	VEC(struct ir_global) globals;
	VEC(struct ir_named_value) values;
	VEC(u32) declared;
	VEC(struct global_init) inits;
	VEC(struct sym_ref) refs;
	struct idmap field_map, func_map, global_map, value_map, declared_map;

	/* The body. */
	u32 func; /* IR_NONE outside of irb_begin() .. irb_end() */
	u32 cur; /* block that takes instructions, or IR_NONE */
	struct ir_loc loc;
	bool unchecked; /* irb_end() need not verify */
	bool simplify; /* irb_end() gives control flow its one form */
	const char *misuse; /* first misuse since the last irb_end(), or NULL */
	VEC(struct ir_local) locals;
	VEC(struct ir_const) consts;
	VEC(struct scratch_place) places;
	VEC(struct ir_proj) proj;
	VEC(struct scratch_inst) insts;
	VEC(struct scratch_block) blocks;
	VEC(struct ir_operand) args;
	VEC(u32) succ;
	VEC(struct ir_case) cases;
	VEC(struct sym_ref) block_refs;
	struct idmap const_map, place_map;
	struct scratch_inst sink; /* takes what cannot be placed */
	struct scratch_out out;
};

/* Adds to the count of skipped functions. */
void irb_add_skipped(struct ir_builder *b, u32 n);
/* Numbers of what is there already, or IR_NONE. */
u32 irb_find_field(const struct ir_builder *b, const char *record,
		   const char *name);
u32 irb_find_func(const struct ir_builder *b, const char *name);
u32 irb_find_global(const struct ir_builder *b, const char *name);
/* Makes the scratch vectors empty, no body open. */
void irb_reset_body(struct ir_builder *b);
void irb_release_body(struct ir_builder *b);
void irb_release_out(struct scratch_out *out);
/* Whether the branch that ends a block is always taken (1) or never (0); else -1. */
int irb_known_branch(const struct ir_builder *b, u32 block);
/* What is decided for any input, jumps to jumps and jumps to returns. */
void irb_simplify_flow(struct ir_builder *b);
/* Fills out.chain, from out.block_num: a jump that is the only way to its target. */
void irb_chain_blocks(struct ir_builder *b);
/* What the blocks refer to that out.block_num says are reached, the function refers to. */
void irb_keep_refs(struct ir_builder *b);
/* Leaves a declaration. */
void irb_drop_body(struct ir_func *f);
/* Makes the unit's tables visible through b->unit. */
void irb_sync(struct ir_builder *b);
/* Clears the members of a projection that its kind does not use. */
struct ir_proj irb_norm_proj(struct ir_proj p);
/* A location without a file says nothing. */
struct ir_loc irb_norm_loc(struct ir_loc loc);

#endif
