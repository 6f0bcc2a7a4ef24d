/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls, the builtins that have a meaning of their own, and asm. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/lower.h"
#include "gcc-plugin/provenance.h"

/* ---- builtins ------------------------------------------------------------------------ */

static void result_unary(struct lower *lw, gcall *stmt, enum ir_op op)
{
	tree lhs = gimple_call_lhs(stmt), arg = gimple_call_arg(stmt, 0);
	u32 dst;

	if (!lhs)
		return;
	dst = lower_result(lw, lhs);
	irb_unary(lw->b, op, type_of(op == IR_OP_COPY ? TREE_TYPE(lhs) :
				     TREE_TYPE(arg)),
		  dst, lower_operand(lw, arg));
	lower_result_done(lw, lhs, dst);
}

/* 0 or 1, nobody knows which. */
static void result_bool(struct lower *lw, gcall *stmt)
{
	struct ir_type one = { IR_T_INT, 1, 0 };
	tree lhs = gimple_call_lhs(stmt);
	u32 dst, bit;

	if (!lhs)
		return;
	dst = lower_result(lw, lhs);
	bit = lower_temp(lw, one);
	irb_unknown(lw->b, bit, IR_WHY_UNSUPPORTED);
	irb_unary(lw->b, IR_OP_CAST, type_of(TREE_TYPE(lhs)), dst,
		  ir_local(bit));
	lower_result_done(lw, lhs, dst);
}

/*
 * What is not known to be constant when its function is parsed counts as
 * variable, as it does without optimisation and in the other front end.
 */
static void result_zero(struct lower *lw, gcall *stmt)
{
	tree lhs = gimple_call_lhs(stmt);
	struct ir_type type;
	u32 dst;

	if (!lhs)
		return;
	type = type_of(TREE_TYPE(lhs));
	dst = lower_result(lw, lhs);
	irb_unary(lw->b, IR_OP_COPY, type, dst, irb_const(lw->b, type, 0, NULL));
	lower_result_done(lw, lhs, dst);
}

/*
 * The object that a pointer argument points to, when the length is that of
 * the whole object.
 */
static bool whole_object(struct lower *lw, tree pointer, tree length, u32 *ret)
{
	tree object, type;
	struct lower_place p;

	if (!tree_fits_uhwi_p(length))
		return false;
	memset(&p, 0, sizeof(p));
	if (TREE_CODE(pointer) == ADDR_EXPR) {
		object = TREE_OPERAND(pointer, 0);
		type = TREE_TYPE(object);
		if (tree_to_uhwi(length) != type_bytes(type))
			return false;
		lower_ref(lw, object, &p);
	} else {
		type = TREE_TYPE(TREE_TYPE(pointer));
		if (type_of(type).kind != IR_T_AGG ||
		    tree_to_uhwi(length) != type_bytes(type))
			return false;
		p.base = IR_BASE_PTR;
		p.idx = lower_pointer(lw, pointer);
	}
	*ret = lower_make_place(lw, &p, type);
	return !p.inexact;
}

static bool lower_memset(struct lower *lw, gcall *stmt)
{
	u32 place;

	if (!integer_zerop(gimple_call_arg(stmt, 1)) ||
	    !whole_object(lw, gimple_call_arg(stmt, 0),
			  gimple_call_arg(stmt, 2), &place))
		return false;
	irb_zeromem(lw->b, place);
	return true;
}

static bool lower_memcpy(struct lower *lw, gcall *stmt)
{
	tree length = gimple_call_arg(stmt, 2);
	u32 to, from;

	if (!whole_object(lw, gimple_call_arg(stmt, 0), length, &to) ||
	    !whole_object(lw, gimple_call_arg(stmt, 1), length, &from))
		return false;
	irb_copymem(lw->b, to, from);
	return true;
}

/* Functions that return their first argument. */
static void returns_first(struct lower *lw, gcall *stmt)
{
	if (gimple_call_lhs(stmt))
		result_unary(lw, stmt, IR_OP_COPY);
}

/* True when the builtin was lowered; *ret_ended when it ended the block. */
static bool builtin(struct lower *lw, gcall *stmt, bool *ret_ended)
{
	switch (DECL_FUNCTION_CODE(gimple_call_fndecl(stmt))) {
	case BUILT_IN_EXPECT:
	case BUILT_IN_EXPECT_WITH_PROBABILITY:
	case BUILT_IN_ASSUME_ALIGNED:
		result_unary(lw, stmt, IR_OP_COPY);
		return true;
	case BUILT_IN_CONSTANT_P:
		result_zero(lw, stmt);
		return true;
	case BUILT_IN_UNREACHABLE:
		irb_unreachable(lw->b);
		*ret_ended = true;
		return true;
	CASE_INT_FN(BUILT_IN_CLZ):
		result_unary(lw, stmt, IR_OP_CLZ);
		return true;
	CASE_INT_FN(BUILT_IN_CTZ):
		result_unary(lw, stmt, IR_OP_CTZ);
		return true;
	CASE_INT_FN(BUILT_IN_FFS):
		result_unary(lw, stmt, IR_OP_FFS);
		return true;
	CASE_INT_FN(BUILT_IN_POPCOUNT):
		result_unary(lw, stmt, IR_OP_POPCOUNT);
		return true;
	CASE_INT_FN(BUILT_IN_PARITY):
		result_bool(lw, stmt);
		return true;
	case BUILT_IN_BSWAP16:
	case BUILT_IN_BSWAP32:
	case BUILT_IN_BSWAP64:
		result_unary(lw, stmt, IR_OP_BSWAP);
		return true;
	case BUILT_IN_ABS:
	case BUILT_IN_LABS:
	case BUILT_IN_LLABS:
		result_unary(lw, stmt, IR_OP_ABS);
		return true;
	case BUILT_IN_OBJECT_SIZE:
		if (gimple_call_lhs(stmt))
			lower_unknown_lhs(lw, gimple_call_lhs(stmt),
					  IR_WHY_UNSUPPORTED);
		return true;
	case BUILT_IN_MEMSET:
		if (!lower_memset(lw, stmt))
			return false;
		returns_first(lw, stmt);
		return true;
	case BUILT_IN_MEMCPY:
	case BUILT_IN_MEMMOVE:
		if (!lower_memcpy(lw, stmt))
			return false;
		returns_first(lw, stmt);
		return true;
	default:
		return false;
	}
}

/* ---- internal functions --------------------------------------------------------------- */

/*
 * .ADD_OVERFLOW and its kin give a complex integer: the wrapped result and
 * whether it wrapped. The arguments may be of other types than the result.
 */
static void overflow(struct lower *lw, gcall *stmt, enum ir_op op,
		     enum ir_op flag_op)
{
	tree lhs = gimple_call_lhs(stmt);
	tree a = gimple_call_arg(stmt, 0), c = gimple_call_arg(stmt, 1);
	struct ir_operand x, y;
	struct ir_type type;
	struct halves h;
	u32 local;

	if (!lhs)
		return;
	if (TREE_CODE(TREE_TYPE(lhs)) != COMPLEX_TYPE ||
	    !lower_is_value_local(lw, lhs, &local) ||
	    !ir_type_is_scalar(type_of(TREE_TYPE(a))) ||
	    !ir_type_is_scalar(type_of(TREE_TYPE(c)))) {
		lower_unknown_lhs(lw, lhs, IR_WHY_UNSUPPORTED);
		return;
	}
	type = type_of(TREE_TYPE(TREE_TYPE(lhs)));
	h = lower_halves(lw, local, type);
	x = lower_operand(lw, a);
	y = lower_operand(lw, c);
	irb_binary(lw->b, flag_op, type, h.flag, x, y);
	x = lower_convert(lw, x, type_of(TREE_TYPE(a)), type);
	y = lower_convert(lw, y, type_of(TREE_TYPE(c)), type);
	irb_binary(lw->b, op, type, h.value, x, y);
}

static void internal_fn(struct lower *lw, gcall *stmt)
{
	tree lhs = gimple_call_lhs(stmt);

	/* An automatic variable that has no value: leave it without. */
	if (gpr_is_deferred_init(stmt))
		return;
	switch (gimple_call_internal_fn(stmt)) {
	case IFN_ADD_OVERFLOW:
		overflow(lw, stmt, IR_OP_ADD, IR_OP_ADD_OVERFLOW);
		break;
	case IFN_SUB_OVERFLOW:
		overflow(lw, stmt, IR_OP_SUB, IR_OP_SUB_OVERFLOW);
		break;
	case IFN_MUL_OVERFLOW:
		overflow(lw, stmt, IR_OP_MUL, IR_OP_MUL_OVERFLOW);
		break;
	case IFN_BUILTIN_EXPECT:
		result_unary(lw, stmt, IR_OP_COPY);
		break;
	case IFN_VA_ARG:
		if (lhs)
			lower_unknown_lhs(lw, lhs, IR_WHY_VARARG);
		break;
	default:
		if (lhs)
			lower_unknown_lhs(lw, lhs, IR_WHY_UNSUPPORTED);
		break;
	}
}

/* ---- calls -------------------------------------------------------------------------------- */

static struct ir_operand argument(struct lower *lw, tree arg)
{
	struct lower_place p;

	if (type_of(TREE_TYPE(arg)).kind != IR_T_AGG)
		return lower_operand(lw, arg);
	lower_get_place(lw, arg, &p);
	if (p.inexact) {
		memset(&p, 0, sizeof(p));
		p.base = IR_BASE_UNKNOWN;
	}
	return irb_addr(lw->b, lower_make_place(lw, &p, TREE_TYPE(arg)));
}

/* The call itself; its location is that of the callee's first token. */
static void emit_call(struct lower *lw, gcall *stmt, u32 dst, u32 place)
{
	tree fndecl = gimple_call_fndecl(stmt);
	u32 n = gimple_call_num_args(stmt);
	VEC(struct ir_operand) args = VEC_INIT;
	struct ir_operand callee;
	location_t loc = lw->f.loc;
	location_t real;
	u32 i;

	for (i = 0; i < n; i++) {
		struct ir_operand o = argument(lw, gimple_call_arg(stmt, i));

		vec_push(&args, o);
	}
	callee = fndecl ? ir_funcref(lower_func_symbol(lw, fndecl)) :
			  lower_operand(lw, gimple_call_fn(stmt));
	real = prov_location(lw->prov, loc, prov_what_call(fndecl));
	if (real != loc)
		irb_set_loc(lw->b, loc_start(lw, real));
	irb_call(lw->b, dst, place, callee, args.v, args.n);
	if (real != loc)
		lower_set_loc(lw, loc);
	vec_release(&args);
}

static void plain_call(struct lower *lw, gcall *stmt)
{
	tree lhs = gimple_call_lhs(stmt);
	struct lower_place p;
	u32 dst, place;

	if (!lhs) {
		emit_call(lw, stmt, IR_NONE, IR_NONE);
	} else if (type_of(TREE_TYPE(lhs)).kind == IR_T_AGG) {
		lower_get_place(lw, lhs, &p);
		place = lower_make_place(lw, &p, TREE_TYPE(lhs));
		emit_call(lw, stmt, IR_NONE, p.inexact ? IR_NONE : place);
		if (p.inexact)
			irb_clobber(lw->b, place);
	} else {
		dst = lower_result(lw, lhs);
		emit_call(lw, stmt, dst, IR_NONE);
		lower_result_done(lw, lhs, dst);
	}
}

bool lower_call(struct lower *lw, gcall *stmt)
{
	bool ended = false;

	if (gimple_call_internal_p(stmt))
		internal_fn(lw, stmt);
	else if (!gimple_call_builtin_p(stmt, BUILT_IN_NORMAL) ||
		 !builtin(lw, stmt, &ended))
		plain_call(lw, stmt);
	return ended;
}

/* ---- asm ------------------------------------------------------------------------------------ */

/* An address given to an asm that says it writes memory. */
static void asm_input(struct lower *lw, tree input)
{
	struct lower_place p;

	if (TREE_CODE(input) != ADDR_EXPR ||
	    !DECL_P(TREE_OPERAND(input, 0)) ||
	    TREE_CODE(TREE_OPERAND(input, 0)) == FUNCTION_DECL ||
	    TREE_CODE(TREE_OPERAND(input, 0)) == LABEL_DECL)
		return;
	lower_get_place(lw, TREE_OPERAND(input, 0), &p);
	irb_clobber(lw->b, lower_make_place(lw, &p,
				TREE_TYPE(TREE_OPERAND(input, 0))));
}

static bool clobbers_memory(gasm *stmt)
{
	u32 i;

	for (i = 0; i < gimple_asm_nclobbers(stmt); i++) {
		tree c = TREE_VALUE(gimple_asm_clobber_op(stmt, i));

		if (!strcmp(TREE_STRING_POINTER(c), "memory"))
			return true;
	}
	return false;
}

/* A function that an asm calls, or hands on. */
static void asm_function(struct lower *lw, tree input)
{
	tree fn = TREE_CODE(input) == ADDR_EXPR ? TREE_OPERAND(input, 0) :
						  NULL_TREE;

	if (fn && TREE_CODE(fn) == FUNCTION_DECL)
		irb_refer_hidden(lw->b,
				 ir_sym_block(irb_current_block(lw->b)),
				 ir_sym_func(lower_func_symbol(lw, fn)));
}

void lower_asm(struct lower *lw, gasm *stmt)
{
	u32 i;

	for (i = 0; i < gimple_asm_ninputs(stmt); i++)
		asm_function(lw, TREE_VALUE(gimple_asm_input_op(stmt, i)));
	if (clobbers_memory(stmt))
		for (i = 0; i < gimple_asm_ninputs(stmt); i++)
			asm_input(lw, TREE_VALUE(gimple_asm_input_op(stmt, i)));
	for (i = 0; i < gimple_asm_noutputs(stmt); i++)
		lower_unknown_lhs(lw, TREE_VALUE(gimple_asm_output_op(stmt, i)),
				  IR_WHY_ASM);
}
