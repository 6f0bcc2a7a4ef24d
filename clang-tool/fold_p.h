/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rules of fold.c and fold_sum.c share: operations that can still be written anew. */
#ifndef CLANG_TOOL_FOLD_P_H
#define CLANG_TOOL_FOLD_P_H

#include "clang-tool/lower.h"

/* An operation whose result nothing has read: it can still be written anew. */
struct part {
	struct ir_inst in;
	struct val a, b;
};

bool is_int(struct val v);
/* v is the result of such an operation. */
bool part_of(struct lower *lw, struct val v, struct part *ret);
/* Takes a part out; what is written instead stands for the same source. Returns the place to go back to. */
struct ir_loc take(struct lower *lw, struct val v, const struct part *p);
/* What was taken, as it was, in front of the next instruction. */
struct val put_back(struct lower *lw, const struct part *p);
/* Both are one variable, or it in one other type. */
bool is_same(struct lower *lw, struct val a, struct val c);

/* The type of v before it was made wider; a constant is as narrow as `to` where it fits. */
struct ir_type bare_type(struct lower *lw, struct val v, struct ir_type to);
/* Both operands were made wider from one type: that type, else t. */
struct ir_type shared_type(struct lower *lw, struct ir_type t, struct val a, struct val c);

/* ---- fold_sum.c ---------------------------------------------------------------- */

/* a op c of type t where sums, products and signs meet. */
bool fold_sum(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, struct val c,
	      struct val *ret);
/* (x + 19) + y is (x + y) + 19: without sign, as nothing overflows then. */
bool fold_chain(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, struct val c,
		struct val *ret);
/* x * 2 + 16 is (x + 8) * 2 */
bool fold_product(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, u64 c,
		  struct val *ret);
/* ~ or - of a sum, a product or each other. */
bool fold_turned(struct lower *lw, enum ir_op op, struct ir_type t, struct val a, struct val *ret);

#endif
