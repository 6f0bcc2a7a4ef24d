/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One function: parameters, blocks, statements, terminators. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/lower.h"
#include "gcc-plugin/provenance.h"

void lower_bad(struct lower *lw, const char *what)
{
	if (!lw->f.bad)
		lw->f.bad = what;
}

u32 lower_temp(struct lower *lw, struct ir_type type)
{
	return irb_local(lw->b, "", type, "", 0);
}

void lower_set_loc(struct lower *lw, location_t loc)
{
	lw->f.loc = loc;
	irb_set_loc(lw->b, loc_start(lw, loc));
}

/* ---- terminators ------------------------------------------------------------------ */

static u32 block_of(struct lower *lw, basic_block bb)
{
	u32 id = lw->f.blocks[bb->index];

	if (id == IR_NONE)
		lower_bad(lw, "edge to a block that is not there");
	return id;
}

/* The end of a block that goes wherever its edges go. */
static void follow_edges(struct lower *lw, basic_block bb)
{
	VEC(u32) targets = VEC_INIT;
	edge_iterator ei;
	edge e;

	FOR_EACH_EDGE(e, ei, bb->succs)
		if (e->dest != EXIT_BLOCK_PTR_FOR_FN(cfun))
			vec_push(&targets, block_of(lw, e->dest));
	if (!targets.n)
		irb_unreachable(lw->b);
	else if (targets.n == 1)
		irb_jump(lw->b, targets.v[0]);
	else
		irb_anygoto(lw->b, targets.v, targets.n);
	vec_release(&targets);
}

static void branch(struct lower *lw, gcond *stmt, basic_block bb)
{
	enum ir_op op = lower_compare_op(gimple_cond_code(stmt));
	tree a = gimple_cond_lhs(stmt), c = gimple_cond_rhs(stmt);
	struct ir_type type = type_of(TREE_TYPE(a));
	struct ir_operand x, y;
	edge yes, no;

	extract_true_false_edges_from_block(bb, &yes, &no);
	if (op == IR_OP_COUNT || !ir_type_is_scalar(type) ||
	    !ir_type_is_scalar(type_of(TREE_TYPE(c))) || !yes || !no) {
		follow_edges(lw, bb);
		return;
	}
	x = lower_operand(lw, a);
	y = lower_operand(lw, c);
	irb_branch(lw->b, op, type, x, y, block_of(lw, yes->dest),
		   block_of(lw, no->dest));
}

static u32 case_name(struct lower *lw, tree label, u64 bits)
{
	const char *also;

	return irb_str(lw->b, prov_const(lw->prov, EXPR_LOCATION(label), bits,
					 SLOT_CASE, &also));
}

static void switch_stmt(struct lower *lw, gswitch *stmt, basic_block bb)
{
	tree index = gimple_switch_index(stmt);
	struct ir_type type = type_of(TREE_TYPE(index));
	u32 n = gimple_switch_num_labels(stmt);
	VEC(struct ir_case) cases = VEC_INIT;
	struct ir_operand x;
	u32 i;

	if (!ir_type_is_scalar(type)) {
		follow_edges(lw, bb);
		return;
	}
	for (i = 1; i < n; i++) {
		tree label = gimple_switch_label(stmt, i);
		tree low = CASE_LOW(label);
		tree high = CASE_HIGH(label) ? CASE_HIGH(label) : low;
		basic_block to = label_to_block(cfun, CASE_LABEL(label));
		struct ir_case c;

		c.lo = ir_extend(type, (u64)TREE_INT_CST_LOW(low));
		c.hi = ir_extend(type, (u64)TREE_INT_CST_LOW(high));
		c.target = block_of(lw, to);
		c.name = low == high ? case_name(lw, label, c.lo) : 0;
		vec_push(&cases, c);
	}
	x = lower_operand(lw, index);
	irb_switch(lw->b, type, x, cases.v, cases.n,
		   block_of(lw, gimple_switch_default_bb(cfun, stmt)));
	vec_release(&cases);
}

static void return_stmt(struct lower *lw, greturn *stmt)
{
	tree value = gimple_return_retval(stmt);
	tree type = TREE_TYPE(TREE_TYPE(lw->f.decl));

	if (!value || VOID_TYPE_P(type))
		irb_return(lw->b, ir_none(), IR_NONE);
	else if (type_of(type).kind == IR_T_AGG)
		irb_return(lw->b, ir_none(), lower_place_of(lw, value));
	else
		irb_return(lw->b, lower_operand(lw, value), IR_NONE);
}

/* ---- statements --------------------------------------------------------------------- */

/* Lowers one statement; true when it ended the block. */
static bool statement(struct lower *lw, gimple *stmt, basic_block bb)
{
	switch (gimple_code(stmt)) {
	case GIMPLE_ASSIGN:
		lower_assign(lw, as_a<gassign *>(stmt));
		return false;
	case GIMPLE_CALL:
		return lower_call(lw, as_a<gcall *>(stmt));
	case GIMPLE_ASM:
		lower_asm(lw, as_a<gasm *>(stmt));
		return false;
	case GIMPLE_COND:
		branch(lw, as_a<gcond *>(stmt), bb);
		return true;
	case GIMPLE_SWITCH:
		switch_stmt(lw, as_a<gswitch *>(stmt), bb);
		return true;
	case GIMPLE_RETURN:
		return_stmt(lw, as_a<greturn *>(stmt));
		return true;
	default:
		/*
		 * Labels, predictions, debug binds say nothing here; a computed
		 * goto, an exception's way out and OpenMP are in the edges.
		 */
		return false;
	}
}

static bool says_nothing(const gimple *stmt)
{
	switch (gimple_code(stmt)) {
	case GIMPLE_LABEL:
	case GIMPLE_NOP:
	case GIMPLE_PREDICT:
	case GIMPLE_DEBUG:
		return true;
	default:
		return false;
	}
}

static void block(struct lower *lw, basic_block bb)
{
	gimple_stmt_iterator i;
	bool ended = false;

	irb_set_block(lw->b, lw->f.blocks[bb->index]);
	for (i = gsi_start_bb(bb); !gsi_end_p(i) && !ended; gsi_next(&i)) {
		gimple *stmt = gsi_stmt(i);

		if (says_nothing(stmt))
			continue;
		if (gimple_location(stmt) != lw->f.loc)
			lower_set_loc(lw, gimple_location(stmt));
		lw->f.context = prov_context(gimple_expr_code(stmt));
		ended = statement(lw, stmt, bb);
	}
	if (!ended)
		follow_edges(lw, bb);
}

/* ---- the whole ------------------------------------------------------------------------ */

static void begin(struct lower *lw, tree decl, u32 nblocks)
{
	u32 id = lower_func_symbol(lw, decl);
	tree t;

	uidmap_clear(&lw->f.locals);
	uidmap_clear(&lw->f.ssa);
	uidmap_clear(&lw->f.complexes);
	vec_clear(&lw->f.halves);
	lw->f.decl = decl;
	lw->f.bad = NULL;
	lw->f.nconst_pool = 0;
	lw->f.blocks = XNEWVEC(u32, nblocks);
	memset(lw->f.blocks, 0xff, nblocks * sizeof(u32));
	prov_begin(lw->prov, decl);
	irb_begin(lw->b, id);
	lower_set_loc(lw, DECL_SOURCE_LOCATION(decl));
	for (t = DECL_ARGUMENTS(decl); t; t = DECL_CHAIN(t))
		lower_param(lw, t);
}

static void end(struct lower *lw)
{
	struct error err = ERROR_INIT;

	free(lw->f.blocks);
	lw->f.blocks = NULL;
	lw->f.decl = NULL_TREE;
	if (lw->f.bad) {
		irb_cancel(lw->b);
		irb_set_flags(lw->b, IR_UNIT_DEGRADED, lw->f.bad);
	} else if (irb_end(lw->b, &err)) {
		irb_set_flags(lw->b, IR_UNIT_DEGRADED, err.msg);
	}
}

void lower_function(struct lower *lw, struct function *fun)
{
	basic_block entry, bb;

	if (decl_function_context(fun->decl) || DECL_STATIC_CHAIN(fun->decl)) {
		irb_count_skipped(lw->b);
		return;
	}
	begin(lw, fun->decl, last_basic_block_for_fn(fun));
	entry = single_succ(ENTRY_BLOCK_PTR_FOR_FN(fun));
	if (entry == EXIT_BLOCK_PTR_FOR_FN(fun))
		lower_bad(lw, "function without a block");
	lw->f.blocks[entry->index] = irb_block(lw->b);
	FOR_EACH_BB_FN(bb, fun)
		if (bb != entry)
			lw->f.blocks[bb->index] = irb_block(lw->b);
	FOR_EACH_BB_FN(bb, fun)
		block(lw, bb);
	lower_body_refs(lw, fun);
	end(lw);
}
