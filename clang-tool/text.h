/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What libclang's cursors do not tell but a printed declaration does: the
 * parts of an asm statement, which parts of a for are there, which of the
 * expressions of a _Generic was chosen, the function of attribute cleanup.
 */
#ifndef CLANG_TOOL_TEXT_H
#define CLANG_TOOL_TEXT_H

#include "clang-tool/lower.h"

struct asm_text {
	bool is_goto, memory;
	u32 noutputs, nlabels;
	const char **labels;
};

struct for_text {
	bool init, cond, step;
};

struct block_list {
	u32 n;
	u32 *v;
};

/* NULL when the printed function does not show it. */
const struct asm_text *text_asm(struct lower *lw, CXCursor c);
const struct for_text *text_for(struct lower *lw, CXCursor c);
/* Number of the association whose type is that of the controlling expression. */
bool text_generic(struct lower *lw, CXCursor c, CXType type, u32 *ret);
const char *text_cleanup(struct lower *lw, CXCursor var);
void text_forget(struct lower *lw);
/* Blocks of the labels whose address is taken; of all of a name, or of all. */
struct block_list text_taken_labels(struct lower *lw);
struct block_list text_labels(struct lower *lw, const char *name);

#endif
