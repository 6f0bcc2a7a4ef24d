/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operands and assignments. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/lower.h"
#include "gcc-plugin/provenance.h"

static const struct ir_type type_other = { IR_T_OTHER, 0, 0 };

/* ---- operands ------------------------------------------------------------------- */

static struct ir_operand unknown_value(struct lower *lw, struct ir_type type,
				       enum ir_why why)
{
	u32 t = lower_temp(lw, type.kind == IR_T_VOID || type.kind == IR_T_AGG ?
			       type_other : type);

	irb_unknown(lw->b, t, why);
	return ir_local(t);
}

/* One number, but either of two names. */
static struct ir_operand either(struct lower *lw, struct ir_type type, u64 bits,
				const char *const *names)
{
	struct ir_type one = { IR_T_INT, 1, 0 };
	u32 which = lower_temp(lw, one), value = lower_temp(lw, type);
	u32 arm[2], done, i;

	arm[0] = irb_block(lw->b);
	arm[1] = irb_block(lw->b);
	done = irb_block(lw->b);
	irb_unknown(lw->b, which, IR_WHY_UNSUPPORTED);
	irb_branch(lw->b, IR_OP_NE, one, ir_local(which),
		   irb_const(lw->b, one, 0, NULL), arm[0], arm[1]);
	for (i = 0; i < 2; i++) {
		irb_set_block(lw->b, arm[i]);
		irb_unary(lw->b, IR_OP_COPY, type, value,
			  irb_const(lw->b, type, bits, names[i]));
		irb_jump(lw->b, done);
	}
	irb_set_block(lw->b, done);
	return ir_local(value);
}

static struct ir_operand constant(struct lower *lw, tree t)
{
	struct ir_type type = type_of(TREE_TYPE(t));
	const char *names[2];
	u64 bits;

	if (!ir_type_is_scalar(type))
		return unknown_value(lw, type, IR_WHY_UNSUPPORTED);
	bits = ir_extend(type, (u64)TREE_INT_CST_LOW(t));
	names[0] = prov_const(lw->prov, lw->f.loc, bits, lw->f.context,
			      &names[1]);
	if (names[1])
		return either(lw, type, bits, names);
	return irb_const(lw->b, type, bits, names[0]);
}

/* The instruction that follows stands at the subscript, if there is one. */
static void at_subscript(struct lower *lw, const struct lower_place *p,
			 tree ref)
{
	location_t loc = p->subscript;

	if (!loc)
		return;
	irb_set_loc(lw->b, loc_start(lw, prov_location(lw->prov, loc,
					prov_what_ref(TREE_CODE(ref)))));
}

static void after_subscript(struct lower *lw, const struct lower_place *p)
{
	if (p->subscript)
		lower_set_loc(lw, lw->f.loc);
}

/* Reads a scalar from memory into a local. */
static void load(struct lower *lw, u32 dst, tree ref)
{
	struct lower_place p;

	lower_get_place(lw, ref, &p);
	if (p.inexact) {
		irb_unknown(lw->b, dst, IR_WHY_UNSUPPORTED);
		return;
	}
	at_subscript(lw, &p, ref);
	irb_load(lw->b, dst, lower_make_place(lw, &p, TREE_TYPE(ref)));
	after_subscript(lw, &p);
}

static void store(struct lower *lw, tree ref, struct ir_operand value)
{
	struct lower_place p;
	u32 place;

	lower_get_place(lw, ref, &p);
	at_subscript(lw, &p, ref);
	place = lower_make_place(lw, &p, TREE_TYPE(ref));
	if (p.inexact)
		irb_clobber(lw->b, place);
	else
		irb_store(lw->b, place, value);
	after_subscript(lw, &p);
}

static struct ir_operand address(struct lower *lw, tree t)
{
	tree object = TREE_OPERAND(t, 0);
	struct lower_place p;

	if (TREE_CODE(object) == FUNCTION_DECL)
		return ir_funcref(lower_func_symbol(lw, object));
	if (TREE_CODE(object) == LABEL_DECL)
		return unknown_value(lw, type_of(TREE_TYPE(t)), IR_WHY_ADDRESS);
	lower_get_place(lw, object, &p);
	p.is_volatile = false;
	return irb_addr(lw->b, lower_make_place(lw, &p, TREE_TYPE(object)));
}

static bool is_memory(tree t)
{
	switch (TREE_CODE(t)) {
	case COMPONENT_REF:
	case ARRAY_REF:
	case ARRAY_RANGE_REF:
	case MEM_REF:
	case TARGET_MEM_REF:
	case BIT_FIELD_REF:
	case VIEW_CONVERT_EXPR:
	case VAR_DECL:
	case PARM_DECL:
	case RESULT_DECL:
		return true;
	default:
		return false;
	}
}

/* Reinterpretation of a local's value as another type of the same width. */
static bool view_of_local(struct lower *lw, tree t, u32 *ret_local)
{
	struct ir_type to = type_of(TREE_TYPE(t));
	struct ir_type from;

	if (TREE_CODE(t) != VIEW_CONVERT_EXPR ||
	    !lower_is_value_local(lw, TREE_OPERAND(t, 0), ret_local))
		return false;
	from = type_of(TREE_TYPE(TREE_OPERAND(t, 0)));
	return ir_type_is_scalar(to) && ir_type_is_scalar(from) &&
	       to.bits == from.bits;
}

/* Puts the value of a GIMPLE operand into a local of the operand's type. */
static void value_into(struct lower *lw, u32 dst, tree t)
{
	struct ir_type type = type_of(TREE_TYPE(t));
	u32 local;

	if (view_of_local(lw, t, &local))
		irb_unary(lw->b, IR_OP_CAST, type, dst, ir_local(local));
	else if (is_memory(t) && !lower_is_value_local(lw, t, &local))
		load(lw, dst, t);
	else
		irb_unary(lw->b, IR_OP_COPY, type, dst, lower_operand(lw, t));
}

struct ir_operand lower_operand(struct lower *lw, tree t)
{
	struct ir_type type = type_of(TREE_TYPE(t));
	u32 local;

	switch (TREE_CODE(t)) {
	case INTEGER_CST:
		return constant(lw, t);
	case ADDR_EXPR:
		return address(lw, t);
	case FUNCTION_DECL:
		return ir_funcref(lower_func_symbol(lw, t));
	case REAL_CST:
		return unknown_value(lw, type, IR_WHY_FLOAT);
	default:
		break;
	}
	if (lower_is_value_local(lw, t, &local))
		return ir_local(local);
	if (!is_memory(t) || type.kind == IR_T_AGG || type.kind == IR_T_VOID)
		return unknown_value(lw, type, IR_WHY_UNSUPPORTED);
	local = lower_temp(lw, type);
	value_into(lw, local, t);
	return ir_local(local);
}

u32 lower_pointer(struct lower *lw, tree t)
{
	struct ir_type type = { IR_T_PTR, (u8)POINTER_SIZE, 0 };
	struct ir_operand o = lower_operand(lw, t);
	u32 local;

	if (o.kind == IR_OPND_LOCAL && ir_type_is_scalar(type_of(TREE_TYPE(t))))
		return o.idx;
	local = lower_temp(lw, type);
	if (o.kind == IR_OPND_LOCAL)
		irb_unknown(lw->b, local, IR_WHY_ADDRESS);
	else
		irb_unary(lw->b, IR_OP_COPY, type, local, o);
	return local;
}

/* ---- results --------------------------------------------------------------------- */

u32 lower_result(struct lower *lw, tree lhs)
{
	struct ir_type type = type_of(TREE_TYPE(lhs));
	u32 local;

	if (lower_is_value_local(lw, lhs, &local))
		return local;
	return lower_temp(lw, type.kind == IR_T_AGG ? type_other : type);
}

void lower_result_done(struct lower *lw, tree lhs, u32 local)
{
	u32 own;

	if (!lower_is_value_local(lw, lhs, &own))
		store(lw, lhs, ir_local(local));
}

static bool is_complex_int(tree type)
{
	return TREE_CODE(type) == COMPLEX_TYPE &&
	       ir_type_is_scalar(type_of(TREE_TYPE(type)));
}

struct halves lower_halves(struct lower *lw, u32 local, struct ir_type type)
{
	u32 *at = uidmap_at(&lw->f.complexes, local);
	struct halves h;

	if (*at != IR_NONE)
		return lw->f.halves.v[*at];
	*at = lw->f.halves.n;
	h.value = lower_temp(lw, type);
	h.flag = lower_temp(lw, type);
	vec_push(&lw->f.halves, h);
	return h;
}

void lower_unknown_lhs(struct lower *lw, tree lhs, enum ir_why why)
{
	tree type = TREE_TYPE(lhs);
	u32 dst, local;

	if (type_of(type).kind == IR_T_AGG) {
		irb_clobber(lw->b, lower_place_of(lw, lhs));
		return;
	}
	dst = lower_result(lw, lhs);
	irb_unknown(lw->b, dst, why);
	if (is_complex_int(type) && lower_is_value_local(lw, lhs, &local)) {
		struct halves h = lower_halves(lw, local,
					       type_of(TREE_TYPE(type)));

		irb_unknown(lw->b, h.value, why);
		irb_unknown(lw->b, h.flag, why);
	}
	lower_result_done(lw, lhs, dst);
}

struct ir_operand lower_convert(struct lower *lw, struct ir_operand o,
				struct ir_type from, struct ir_type to)
{
	u32 t;

	if (ir_type_eq(from, to))
		return o;
	t = lower_temp(lw, to);
	irb_unary(lw->b, IR_OP_CAST, to, t, o);
	return ir_local(t);
}

/* ---- operations -------------------------------------------------------------------- */

static enum ir_op unary_op(enum tree_code code)
{
	switch (code) {
	CASE_CONVERT: return IR_OP_CAST;
	case VIEW_CONVERT_EXPR: return IR_OP_CAST;
	case ADDR_SPACE_CONVERT_EXPR: return IR_OP_CAST;
	case PAREN_EXPR: return IR_OP_COPY;
	case NEGATE_EXPR: return IR_OP_NEG;
	case BIT_NOT_EXPR: return IR_OP_NOT;
	case TRUTH_NOT_EXPR: return IR_OP_LNOT;
	case ABS_EXPR: return IR_OP_ABS;
	case ABSU_EXPR: return IR_OP_ABS;
	default: return IR_OP_COUNT;
	}
}

static enum ir_op binary_op(enum tree_code code)
{
	switch (code) {
	case PLUS_EXPR: return IR_OP_ADD;
	case MINUS_EXPR: return IR_OP_SUB;
	case POINTER_DIFF_EXPR: return IR_OP_SUB;
	case POINTER_PLUS_EXPR: return IR_OP_PTRADD;
	case MULT_EXPR: return IR_OP_MUL;
	case TRUNC_DIV_EXPR: return IR_OP_DIV;
	case EXACT_DIV_EXPR: return IR_OP_DIV;
	case TRUNC_MOD_EXPR: return IR_OP_MOD;
	case BIT_AND_EXPR: return IR_OP_AND;
	case BIT_IOR_EXPR: return IR_OP_OR;
	case BIT_XOR_EXPR: return IR_OP_XOR;
	case TRUTH_AND_EXPR: return IR_OP_AND;
	case TRUTH_OR_EXPR: return IR_OP_OR;
	case TRUTH_XOR_EXPR: return IR_OP_XOR;
	case LSHIFT_EXPR: return IR_OP_SHL;
	case RSHIFT_EXPR: return IR_OP_SHR;
	case LROTATE_EXPR: return IR_OP_ROTL;
	case RROTATE_EXPR: return IR_OP_ROTR;
	case MIN_EXPR: return IR_OP_MIN;
	case MAX_EXPR: return IR_OP_MAX;
	case EQ_EXPR: return IR_OP_EQ;
	case NE_EXPR: return IR_OP_NE;
	case LT_EXPR: return IR_OP_LT;
	case LE_EXPR: return IR_OP_LE;
	case GT_EXPR: return IR_OP_GT;
	case GE_EXPR: return IR_OP_GE;
	default: return IR_OP_COUNT;
	}
}

enum ir_op lower_compare_op(enum tree_code code)
{
	enum ir_op op = binary_op(code);

	return op >= IR_OP_EQ && op <= IR_OP_GE ? op : IR_OP_COUNT;
}

static bool is_float(tree t)
{
	return SCALAR_FLOAT_TYPE_P(TREE_TYPE(t)) ||
	       COMPLEX_FLOAT_TYPE_P(TREE_TYPE(t));
}

static void unary(struct lower *lw, gassign *stmt, tree lhs)
{
	tree rhs = gimple_assign_rhs1(stmt);
	enum ir_op op = unary_op(gimple_assign_rhs_code(stmt));
	struct ir_type to = type_of(TREE_TYPE(lhs));
	u32 dst;

	if (op == IR_OP_COUNT || !ir_type_is_scalar(to) ||
	    !ir_type_is_scalar(type_of(TREE_TYPE(rhs)))) {
		lower_unknown_lhs(lw, lhs, is_float(rhs) || is_float(lhs) ?
				  IR_WHY_FLOAT : IR_WHY_UNSUPPORTED);
		return;
	}
	dst = lower_result(lw, lhs);
	irb_unary(lw->b, op, op == IR_OP_ABS ? type_of(TREE_TYPE(rhs)) : to,
		  dst, lower_operand(lw, rhs));
	lower_result_done(lw, lhs, dst);
}

static void binary(struct lower *lw, gassign *stmt, tree lhs)
{
	tree a = gimple_assign_rhs1(stmt), c = gimple_assign_rhs2(stmt);
	enum tree_code code = gimple_assign_rhs_code(stmt);
	enum ir_op op = binary_op(code);
	struct ir_type type = type_of(TREE_TYPE(lhs));
	struct ir_operand x, y;
	u32 dst;

	if (op == IR_OP_AND && lower_masked_bits(lw, a, c, lhs))
		return;
	if (op >= IR_OP_EQ && op <= IR_OP_GE)
		type = type_of(TREE_TYPE(a));
	if (op == IR_OP_COUNT || !ir_type_is_scalar(type) ||
	    !ir_type_is_scalar(type_of(TREE_TYPE(a))) ||
	    !ir_type_is_scalar(type_of(TREE_TYPE(c)))) {
		lower_unknown_lhs(lw, lhs, is_float(a) ? IR_WHY_FLOAT :
				  IR_WHY_UNSUPPORTED);
		return;
	}
	dst = lower_result(lw, lhs);
	x = lower_operand(lw, a);
	y = lower_operand(lw, c);
	irb_binary(lw->b, op, type, dst, x, y);
	lower_result_done(lw, lhs, dst);
}

/* `lhs = cond ? a : c` within a block: a diamond. */
static void conditional(struct lower *lw, gassign *stmt, tree lhs)
{
	tree cond = gimple_assign_rhs1(stmt);
	struct ir_type type = type_of(TREE_TYPE(lhs));
	u32 yes, no, done, dst;
	struct ir_operand zero;

	if (!ir_type_is_scalar(type) || COMPARISON_CLASS_P(cond) ||
	    !ir_type_is_scalar(type_of(TREE_TYPE(cond)))) {
		lower_unknown_lhs(lw, lhs, IR_WHY_UNSUPPORTED);
		return;
	}
	yes = irb_block(lw->b);
	no = irb_block(lw->b);
	done = irb_block(lw->b);
	dst = lower_result(lw, lhs);
	zero = irb_const(lw->b, type_of(TREE_TYPE(cond)), 0, NULL);
	irb_branch(lw->b, IR_OP_NE, type_of(TREE_TYPE(cond)),
		   lower_operand(lw, cond), zero, yes, no);
	irb_set_block(lw->b, yes);
	value_into(lw, dst, gimple_assign_rhs2(stmt));
	irb_jump(lw->b, done);
	irb_set_block(lw->b, no);
	value_into(lw, dst, gimple_assign_rhs3(stmt));
	irb_jump(lw->b, done);
	irb_set_block(lw->b, done);
	lower_result_done(lw, lhs, dst);
}

/* ---- complex integers: results of the overflow functions ---------------------------- */

static bool half_of(struct lower *lw, tree rhs, u32 *ret_local)
{
	enum tree_code code = TREE_CODE(rhs);
	tree object, type;
	struct halves h;
	u32 local;

	if (code != REALPART_EXPR && code != IMAGPART_EXPR)
		return false;
	object = TREE_OPERAND(rhs, 0);
	type = TREE_TYPE(object);
	if (!is_complex_int(type) || !lower_is_value_local(lw, object, &local))
		return false;
	h = lower_halves(lw, local, type_of(TREE_TYPE(type)));
	*ret_local = code == REALPART_EXPR ? h.value : h.flag;
	return true;
}

static void set_halves(struct lower *lw, tree lhs, struct ir_operand value,
		       struct ir_operand flag)
{
	struct ir_type t = type_of(TREE_TYPE(TREE_TYPE(lhs)));
	struct halves h;
	u32 local;

	if (!lower_is_value_local(lw, lhs, &local))
		return;
	h = lower_halves(lw, local, t);
	irb_unary(lw->b, IR_OP_COPY, t, h.value, value);
	irb_unary(lw->b, IR_OP_COPY, t, h.flag, flag);
}

/* True when the assignment was one of complex integers. */
static bool assign_complex(struct lower *lw, gassign *stmt, tree lhs)
{
	tree rhs = gimple_assign_rhs1(stmt);
	tree type = TREE_TYPE(lhs);
	u32 local, from;

	if (!is_complex_int(type) || !lower_is_value_local(lw, lhs, &local))
		return false;
	if (gimple_assign_rhs_code(stmt) == COMPLEX_EXPR) {
		set_halves(lw, lhs, lower_operand(lw, rhs),
			   lower_operand(lw, gimple_assign_rhs2(stmt)));
	} else if (TREE_CODE(rhs) == COMPLEX_CST) {
		set_halves(lw, lhs, lower_operand(lw, TREE_REALPART(rhs)),
			   lower_operand(lw, TREE_IMAGPART(rhs)));
	} else if (gimple_assign_single_p(stmt) &&
		   lower_is_value_local(lw, rhs, &from)) {
		struct halves h = lower_halves(lw, from,
					       type_of(TREE_TYPE(type)));

		set_halves(lw, lhs, ir_local(h.value), ir_local(h.flag));
	} else {
		lower_unknown_lhs(lw, lhs, IR_WHY_UNSUPPORTED);
	}
	return true;
}

/* ---- assignments ---------------------------------------------------------------------- */

/* A byte array gets its initial value. */
static bool assign_string(struct lower *lw, tree lhs, struct lower_place *to,
			  tree string)
{
	tree type = TREE_TYPE(lhs);
	struct ir_type index = { IR_T_INT, 64, 0 };
	struct ir_proj *proj = &to->proj[to->nproj];
	int i, n = TREE_STRING_LENGTH(string);
	const char *also;

	if (!type_is_bytes(type) || n > 256 || to->nproj == LOWER_MAX_PROJ)
		return false;
	irb_zeromem(lw->b, lower_make_place(lw, to, type));
	memset(proj, 0, sizeof(*proj));
	proj->kind = IR_PROJ_INDEX;
	proj->nelem = type_nelem(type);
	to->nproj++;
	for (i = 0; i < n; i++) {
		u64 bits = prov_string_byte(string, i);
		const char *name = prov_const(lw->prov, lw->f.loc, bits,
					      SLOT_VALUE, &also);

		if (!bits)
			continue;
		proj->index = irb_const(lw->b, index, (u64)i, NULL);
		irb_store(lw->b, lower_make_place(lw, to, TREE_TYPE(type)),
			  irb_const(lw->b, type_of(TREE_TYPE(type)), bits, name));
	}
	return true;
}

static void assign_aggregate(struct lower *lw, tree lhs, tree rhs)
{
	struct lower_place to, from;
	u32 place;

	lower_get_place(lw, lhs, &to);
	place = lower_make_place(lw, &to, TREE_TYPE(lhs));
	if (TREE_CODE(rhs) == CONSTRUCTOR && !CONSTRUCTOR_NELTS(rhs) &&
	    !to.inexact) {
		irb_zeromem(lw->b, place);
		return;
	}
	if (!to.inexact && (is_memory(rhs) || TREE_CODE(rhs) == CONST_DECL)) {
		lower_get_place(lw, rhs, &from);
		if (!from.inexact) {
			irb_copymem(lw->b, place,
				    lower_make_place(lw, &from, TREE_TYPE(rhs)));
			return;
		}
	}
	if (to.inexact || TREE_CODE(rhs) != STRING_CST ||
	    !assign_string(lw, lhs, &to, rhs))
		irb_clobber(lw->b, place);
}

static void assign_single(struct lower *lw, tree lhs, tree rhs)
{
	u32 dst, half;

	if (half_of(lw, rhs, &half)) {
		dst = lower_result(lw, lhs);
		irb_unary(lw->b, IR_OP_COPY, type_of(TREE_TYPE(lhs)), dst,
			  ir_local(half));
		lower_result_done(lw, lhs, dst);
	} else if (lower_is_value_local(lw, lhs, &dst)) {
		value_into(lw, dst, rhs);
	} else {
		store(lw, lhs, lower_operand(lw, rhs));
	}
}

void lower_assign(struct lower *lw, gassign *stmt)
{
	tree lhs = gimple_assign_lhs(stmt);
	tree rhs = gimple_assign_rhs1(stmt);
	struct ir_type type = type_of(TREE_TYPE(lhs));

	if (gimple_clobber_p(stmt))
		return;	/* the end of a variable's life */
	if (type.kind == IR_T_AGG) {
		assign_aggregate(lw, lhs, rhs);
		return;
	}
	if (assign_complex(lw, stmt, lhs))
		return;
	switch (gimple_assign_rhs_class(stmt)) {
	case GIMPLE_SINGLE_RHS:
		if (COMPARISON_CLASS_P(rhs) || TREE_CODE(rhs) == CONSTRUCTOR)
			lower_unknown_lhs(lw, lhs, IR_WHY_UNSUPPORTED);
		else
			assign_single(lw, lhs, rhs);
		break;
	case GIMPLE_UNARY_RHS:
		unary(lw, stmt, lhs);
		break;
	case GIMPLE_BINARY_RHS:
		binary(lw, stmt, lhs);
		break;
	case GIMPLE_TERNARY_RHS:
		if (gimple_assign_rhs_code(stmt) == COND_EXPR)
			conditional(lw, stmt, lhs);
		else
			lower_unknown_lhs(lw, lhs, IR_WHY_UNSUPPORTED);
		break;
	default:
		lower_unknown_lhs(lw, lhs, IR_WHY_UNSUPPORTED);
		break;
	}
}
