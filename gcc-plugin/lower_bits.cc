/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bit-field tests, as folding leaves them.
 *
 * GCC folds `p->f == 3` to BIT_FIELD_REF <*p, 8, 32> & 15 == 3. Here the bits
 * under the mask become the bit-fields they are again, put where the mask has
 * them: ((u8)p->f << 0) == 3.
 */
#include "gcc-plugin/lower.h"

#define MAX_PARTS 8

struct part {
	struct lower_place place;
	tree field;
	u32 shift;
};

struct parts {
	u64 left;	/* bits of the mask not found yet */
	u32 n;
	struct part p[MAX_PARTS];
};

static bool find_parts(struct lower *lw, tree type, s64 base,
		       const struct lower_place *outer, struct parts *ret);

static u64 low_bits(u32 n)
{
	return n >= 64 ? ~(u64)0 : ((u64)1 << n) - 1;
}

/* A bit-field at bit `at` of what the mask covers; false: only partly in it. */
static bool add_part(struct lower *lw, tree field, s64 at, u64 width,
		     const struct lower_place *outer, struct parts *ret)
{
	u64 bits;

	if (at < 0 || at + width > 64)
		return at + (s64)width <= 0 || at >= 64;
	bits = low_bits((u32)width) << at;
	if (!(bits & ret->left))
		return true;
	if ((bits & ret->left) != bits || ret->n == MAX_PARTS)
		return false;
	ret->left &= ~bits;
	ret->p[ret->n].place = *outer;
	ret->p[ret->n].field = field;
	ret->p[ret->n].shift = (u32)at;
	lower_push_field(lw, &ret->p[ret->n].place, field);
	ret->n++;
	return true;
}

static bool find_in_field(struct lower *lw, tree field, s64 base,
			  const struct lower_place *outer, struct parts *ret)
{
	tree type = TREE_TYPE(field);
	tree size = DECL_SIZE(field);
	struct lower_place inner = *outer;
	s64 at;

	if (!size || !tree_fits_uhwi_p(size) || !type_bit_position(field, &at))
		return true;
	at += base;
	if (DECL_BIT_FIELD_TYPE(field))
		return add_part(lw, field, at, tree_to_uhwi(size), outer, ret);
	if (!RECORD_OR_UNION_TYPE_P(type) || at >= 64 ||
	    at + (s64)tree_to_uhwi(size) <= 0)
		return true;
	lower_push_field(lw, &inner, field);
	return find_parts(lw, type, at, &inner, ret);
}

static bool find_parts(struct lower *lw, tree type, s64 base,
		       const struct lower_place *outer, struct parts *ret)
{
	tree f;

	for (f = TYPE_FIELDS(type); f && ret->left; f = DECL_CHAIN(f))
		if (TREE_CODE(f) == FIELD_DECL &&
		    !find_in_field(lw, f, base, outer, ret))
			return false;
	return true;
}

/* The bit-field reference that an operand was computed by. */
static tree bits_of(tree t)
{
	gimple *def = TREE_CODE(t) == SSA_NAME ? SSA_NAME_DEF_STMT(t) : NULL;
	tree ref;

	if (!def || !gimple_assign_single_p(def))
		return NULL_TREE;
	ref = gimple_assign_rhs1(def);
	if (TREE_CODE(ref) != BIT_FIELD_REF ||
	    !RECORD_OR_UNION_TYPE_P(TREE_TYPE(TREE_OPERAND(ref, 0))))
		return NULL_TREE;
	return ref;
}

static void emit_part(struct lower *lw, struct part *p, struct ir_type type,
		      u32 dst, bool first)
{
	tree field_type = TREE_TYPE(p->field);
	u32 value = lower_temp(lw, type_of(field_type));
	u32 part = first ? dst : lower_temp(lw, type);

	p->place.is_volatile = TREE_THIS_VOLATILE(p->field);
	irb_load(lw->b, value, lower_make_place(lw, &p->place, field_type));
	irb_unary(lw->b, IR_OP_CAST, type, part, ir_local(value));
	if (p->shift)
		irb_binary(lw->b, IR_OP_SHL, type, part, ir_local(part),
			   irb_const(lw->b, type, p->shift, NULL));
	if (!first)
		irb_binary(lw->b, IR_OP_OR, type, dst, ir_local(dst),
			   ir_local(part));
}

bool lower_masked_bits(struct lower *lw, tree bits, tree mask, tree lhs)
{
	struct ir_type type = type_of(TREE_TYPE(lhs));
	tree ref = bits_of(bits);
	struct lower_place object;
	struct parts parts;
	u32 dst, i;

	if (!ref || BYTES_BIG_ENDIAN || TREE_CODE(mask) != INTEGER_CST ||
	    type.kind != IR_T_INT || !tree_fits_shwi_p(TREE_OPERAND(ref, 2)))
		return false;
	memset(&parts, 0, sizeof(parts));
	parts.left = (u64)TREE_INT_CST_LOW(mask) & low_bits(type.bits);
	lower_get_place(lw, TREE_OPERAND(ref, 0), &object);
	if (object.inexact || !parts.left ||
	    !find_parts(lw, TREE_TYPE(TREE_OPERAND(ref, 0)),
			-tree_to_shwi(TREE_OPERAND(ref, 2)), &object, &parts) ||
	    parts.left)
		return false;
	dst = lower_result(lw, lhs);
	for (i = 0; i < parts.n; i++)
		emit_part(lw, &parts.p[i], type, dst, i == 0);
	lower_result_done(lw, lhs, dst);
	return true;
}
