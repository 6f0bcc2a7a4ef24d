/* SPDX-License-Identifier: GPL-2.0-or-later */
/* asm statements: outputs become unknown, asm goto may go to its labels. */
#include "clang-tool/text.h"

static void output(struct lower *lw, CXCursor c)
{
	struct place p;

	place_of(lw, c, &p);
	if (type_of(lw, p.type).kind == IR_T_VOID)
		return;
	if (type_of(lw, p.type).kind == IR_T_AGG || place_is_local(lw, &p))
		place_clobber(lw, &p);
	else
		place_store(lw, &p, val_unknown(lw, type_of(lw, p.type), IR_WHY_ASM));
}

/* An address given to an asm that says it writes memory. */
static void input(struct lower *lw, CXCursor c, bool memory)
{
	CXCursor in = strip_parens(lw, c);
	struct place p;

	if (!memory || !is_unary(in, CXUnaryOperator_AddrOf)) {
		effects(lw, c);
		return;
	}
	in = strip_parens(lw, last_expr(lw, in));
	if (in.kind != CXCursor_DeclRefExpr ||
	    type_is_function(lw, clang_getCursorType(in)))
		return;
	place_of(lw, in, &p);
	place_clobber(lw, &p);
}

static void add_target(u32 *v, u32 *n, u32 block)
{
	u32 i;

	for (i = 0; i < *n; i++)
		if (v[i] == block)
			return;
	v[(*n)++] = block;
}

static void asm_goto(struct lower *lw, const struct asm_text *a)
{
	u32 next = irb_block(lw->b), n = 0, i, k;
	struct block_list all = text_labels(lw, NULL);
	u32 *targets = arena_alloc(lw->scratch, sizeof(u32) * (all.n + 1u));

	add_target(targets, &n, next);
	for (i = 0; a && i < a->nlabels; i++) {
		struct block_list l = text_labels(lw, a->labels[i]);

		for (k = 0; k < l.n; k++)
			add_target(targets, &n, l.v[k]);
	}
	for (i = 0; !a && i < all.n; i++)
		add_target(targets, &n, all.v[i]);
	if (n == 1)
		irb_jump(lw->b, next);
	else
		irb_anygoto(lw->b, targets, n);
	irb_set_block(lw->b, next);
}

/*
 * Printing a function is dear: not needed where no operand can be an output,
 * which are lvalues, or have its address taken, and there is no label to go to.
 */
static bool only_reads(struct lower *lw, struct kids k)
{
	u32 i;

	for (i = 0; i < k.n; i++) {
		enum CXCursorKind kind = strip_parens(lw, k.v[i]).kind;

		if (kind != CXCursor_UnexposedExpr && kind != CXCursor_IntegerLiteral &&
		    kind != CXCursor_CStyleCastExpr)
			return false;
	}
	return !lw->f.label_stmts.n;
}

void lower_asm(struct lower *lw, CXCursor c)
{
	struct kids k = exprs_of(lw, c);
	const struct asm_text *a;
	u32 i;

	for (i = 0; i < k.n; i++)
		func_to_asm(lw, k.v[i]);
	if (only_reads(lw, k)) {
		for (i = 0; i < k.n; i++)
			effects(lw, k.v[i]);
		return;
	}
	a = text_asm(lw, c);
	for (i = a ? a->noutputs : 0; i < k.n; i++)
		input(lw, k.v[i], a && a->memory);
	for (i = 0; i < k.n && (!a || i < a->noutputs); i++)
		output(lw, k.v[i]);
	if (!a || a->is_goto)
		asm_goto(lw, a);
}
