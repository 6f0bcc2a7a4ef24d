/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What memory an expression names: bases and projections. */
#include <string.h>

#include "clang-tool/lower.h"

static struct ir_proj *push(struct place *p, u8 kind)
{
	struct ir_proj *proj;

	if (p->nproj == LOWER_MAX_PROJ) {
		p->inexact = true;
		proj = &p->proj[LOWER_MAX_PROJ - 1];
	} else {
		proj = &p->proj[p->nproj++];
	}
	memset(proj, 0, sizeof(*proj));
	proj->kind = kind;
	return proj;
}

void place_push_field(struct lower *lw, struct place *p, CXCursor field)
{
	u32 id;

	if (p->inexact || type_is_anonymous_member(lw, field))
		return;
	id = type_field(lw, field);
	push(p, IR_PROJ_FIELD)->field = id;
}

void place_push_index(struct place *p, struct ir_operand index, u32 nelem)
{
	struct ir_proj *proj;

	if (p->inexact)
		return;
	if (index.kind != IR_OPND_LOCAL && index.kind != IR_OPND_CONST)
		index = ir_none();
	proj = push(p, IR_PROJ_INDEX);
	proj->index = index;
	proj->nelem = nelem;
}

u32 make_place(struct lower *lw, const struct place *p)
{
	struct ir_type t = type_of(lw, p->type);

	if (p->bit_width && t.kind == IR_T_INT)
		t.bits = p->bit_width;
	if (t.kind == IR_T_VOID)
		t.kind = IR_T_OTHER;
	return irb_place(lw->b, p->base, p->idx, p->proj, p->nproj, t,
			 p->is_volatile);
}

void place_temp(struct lower *lw, CXType type, struct place *p)
{
	struct ir_type t = type_of(lw, type);

	memset(p, 0, sizeof(*p));
	p->base = IR_BASE_LOCAL;
	if (t.kind == IR_T_VOID)
		t = type_other;
	p->idx = irb_local(lw->b, "", t, type_pointee_record(lw, type), 0);
	p->type = type;
}

/* ---- access ------------------------------------------------------------------------- */

bool place_is_local(struct lower *lw, const struct place *p)
{
	return p->base == IR_BASE_LOCAL && !p->nproj && !p->is_volatile &&
	       !p->inexact && type_of(lw, p->type).kind != IR_T_AGG;
}

/* Between these two instructions stand at the subscript, if there is one. */
static struct ir_loc at_subscript(struct lower *lw, const struct place *p)
{
	struct ir_loc saved = get_loc(lw);

	if (p->subscripted)
		set_loc(lw, p->subscript);
	return saved;
}

struct val place_load(struct lower *lw, const struct place *p)
{
	struct ir_type t = type_of(lw, p->type), narrow = t;
	struct ir_loc saved;
	u32 dst;

	if (p->inexact)
		return val_unknown(lw, t, IR_WHY_UNSUPPORTED);
	if (place_is_local(lw, p))
		return val_local(p->idx, t);
	if (t.kind == IR_T_AGG || t.kind == IR_T_VOID)
		return val_unknown(lw, t, IR_WHY_UNSUPPORTED);
	if (p->bit_width && t.kind == IR_T_INT)
		narrow.bits = p->bit_width;
	dst = temp(lw, narrow);
	saved = at_subscript(lw, p);
	irb_load(lw->b, dst, make_place(lw, p));
	put_loc(lw, saved);
	return convert(lw, val_local(dst, narrow), t);
}

void place_store(struct lower *lw, const struct place *p, struct val v)
{
	struct ir_type t = type_of(lw, p->type);
	struct ir_loc saved;

	v = convert_bits(lw, convert(lw, v, t), p->bit_width);
	if (place_is_local(lw, p)) {
		set_local(lw, p->idx, t, v);
		return;
	}
	saved = at_subscript(lw, p);
	if (p->inexact || t.kind == IR_T_AGG)
		irb_clobber(lw->b, make_place(lw, p));
	else
		irb_store(lw->b, make_place(lw, p), opnd(lw, v));
	put_loc(lw, saved);
}

void place_clobber(struct lower *lw, const struct place *p)
{
	if (place_is_local(lw, p))
		irb_unknown(lw->b, p->idx, IR_WHY_ASM);
	else
		irb_clobber(lw->b, make_place(lw, p));
}

void place_copy(struct lower *lw, const struct place *to,
		const struct place *from)
{
	struct ir_loc saved = at_subscript(lw, to);

	if (to->inexact || from->inexact ||
	    type_of(lw, from->type).kind != IR_T_AGG)
		irb_clobber(lw->b, make_place(lw, to));
	else
		irb_copymem(lw->b, make_place(lw, to), make_place(lw, from));
	put_loc(lw, saved);
}

struct val place_addr(struct lower *lw, const struct place *p)
{
	struct ir_type ptr = { IR_T_PTR, (u8)lw->ptr_bits, 0 };
	struct place q = *p;

	q.is_volatile = false;
	return val_opnd(irb_addr(lw->b, make_place(lw, &q)), ptr);
}

/* ---- references ---------------------------------------------------------------------- */

static void unknown_place(struct place *p, CXType type)
{
	memset(p, 0, sizeof(*p));
	p->base = IR_BASE_UNKNOWN;
	p->type = type;
}

static void place_of_decl(struct lower *lw, CXCursor c, struct place *p)
{
	CXCursor d = clang_getCursorReferenced(c);

	if (d.kind != CXCursor_VarDecl && d.kind != CXCursor_ParmDecl) {
		unknown_place(p, clang_getCursorType(c));
	} else if (is_global_var(d)) {
		p->base = IR_BASE_GLOBAL;
		p->idx = global_used(lw, d);
	} else {
		p->base = IR_BASE_LOCAL;
		p->idx = local_of(lw, d);
	}
	p->type = clang_getCursorType(c);
}

void place_of_pointer(struct lower *lw, CXCursor pointer, CXType want,
		      struct place *p)
{
	CXCursor core = strip_pointer_casts(lw, pointer);
	CXType have;

	if (is_unary(core, CXUnaryOperator_AddrOf)) {
		place_of(lw, last_expr(lw, core), p);
		p->bit_width = 0;
		if (!type_fits(lw, p->type, want) &&
		    !type_resolve(lw, p->type, 0, want, p))
			p->inexact = true;
		p->type = want;
		return;
	}
	memset(p, 0, sizeof(*p));
	have = type_pointee(lw, clang_getCursorType(core));
	p->base = IR_BASE_PTR;
	p->idx = pointer_local(lw, rvalue(lw, core));
	p->type = want;
	if (type_is_record(lw, have) && !type_fits(lw, have, want) &&
	    !type_resolve(lw, have, 0, want, p))
		p->nproj = 0;
	p->type = want;
}

static void place_of_member(struct lower *lw, CXCursor c, struct place *p)
{
	CXCursor base = last_expr(lw, c);
	CXCursor field = clang_getCursorReferenced(c);
	CXType bt = clang_getCursorType(base);
	int width;

	if (type_is_pointer(lw, bt))
		place_of_pointer(lw, base, type_pointee(lw, bt), p);
	else
		place_of(lw, base, p);
	if (p->base == IR_BASE_UNKNOWN)
		p->nproj = 0;
	place_push_field(lw, p, field);
	p->type = clang_getCursorType(c);
	width = clang_getFieldDeclBitWidth(field);
	p->bit_width = width > 0 && width <= 64 ? (u8)width : 0;
}

/* The array that an array-to-pointer conversion is applied to. */
static bool decayed_array(struct lower *lw, CXCursor c, CXCursor *ret)
{
	struct kids k;

	c = strip_parens(lw, c);
	if (c.kind != CXCursor_UnexposedExpr)
		return false;
	k = exprs_of(lw, c);
	if (k.n != 1 || is_array_param(lw, k.v[0], ret) ||
	    !type_is_array(lw, clang_getCursorType(k.v[0])) ||
	    !type_is_pointer(lw, clang_getCursorType(c)))
		return false;
	*ret = k.v[0];
	return true;
}

static void place_of_subscript(struct lower *lw, CXCursor c, struct place *p)
{
	struct kids k = exprs_of(lw, c);
	CXCursor array, base = k.v[0], index = k.v[1];
	struct val i;

	if (k.n != 2) {
		unknown_place(p, clang_getCursorType(c));
		return;
	}
	if (!is_pointer_value(lw, base)) {
		base = k.v[1];
		index = k.v[0];
	}
	if (decayed_array(lw, base, &array)) {
		place_of(lw, array, p);
		i = rvalue(lw, index);
		place_push_index(p, opnd(lw, i),
				 type_nelem(lw, clang_getCursorType(array)));
		p->subscripted = true;
		p->subscript = c;
	} else {
		struct val b = rvalue(lw, base);
		struct ir_type off = int_type(lw->ptr_bits, false);

		i = convert(lw, rvalue(lw, index), off);
		if (!i.is_const || i.bits) {
			i = binary(lw, IR_OP_MUL, off, i,
				   val_const(off, type_step(lw, clang_getCursorType(base)),
					     NULL));
			b = binary(lw, IR_OP_PTRADD, b.t, b, i);
		}
		memset(p, 0, sizeof(*p));
		p->base = IR_BASE_PTR;
		p->idx = pointer_local(lw, b);
	}
	p->type = clang_getCursorType(c);
	p->bit_width = 0;
}

/* An expression that is no lvalue but has a place when it is put into one. */
static void place_of_value(struct lower *lw, CXCursor c, struct place *p)
{
	CXType type = clang_getCursorType(c);
	struct ir_type t = type_of(lw, type);

	if (t.kind == IR_T_VOID) {
		effects(lw, c);
		unknown_place(p, type);
		return;
	}
	place_temp(lw, type, p);
	if (t.kind == IR_T_AGG)
		aggregate_into(lw, c, p);
	else
		place_store(lw, p, rvalue(lw, c));
}

static void place_of_compound_literal(struct lower *lw, CXCursor c,
				      struct place *p)
{
	CXType type = clang_getCursorType(c);

	if (!lw->f.id && !lw->f.name) {
		unknown_place(p, type);
		return;
	}
	place_temp(lw, type, p);
	init_local(lw, p, type, last_expr(lw, c));
}

/* An operator or a conversion that still names memory; false when it does not. */
static bool place_of_operator(struct lower *lw, CXCursor c, struct place *p)
{
	struct kids k = exprs_of(lw, c);
	CXType type = clang_getCursorType(c);
	CXCursor in;

	if (is_unary(c, CXUnaryOperator_Deref)) {
		place_of_pointer(lw, last_expr(lw, c), type, p);
	} else if (is_unary(c, CXUnaryOperator_Extension)) {
		place_of(lw, last_expr(lw, c), p);
	} else if (is_choose_expr(lw, c, &in)) {
		place_of(lw, in, p);
	} else if (c.kind == CXCursor_UnexposedExpr && k.n == 1 &&
		   type_fits(lw, clang_getCursorType(k.v[0]), type)) {
		place_of(lw, k.v[0], p);
	} else if (c.kind == CXCursor_BinaryOperator && k.n == 2 &&
		   clang_getCursorBinaryOperatorKind(c) == CXBinaryOperator_Assign &&
		   type_of(lw, type).kind == IR_T_AGG) {
		effects(lw, c);
		place_of(lw, k.v[0], p);
	} else {
		return false;
	}
	return true;
}

static void place_of_any(struct lower *lw, CXCursor c, struct place *p)
{
	CXCursor chosen;

	switch ((int)c.kind) {
	case CXCursor_ParenExpr: place_of(lw, last_expr(lw, c), p); return;
	case CXCursor_DeclRefExpr: place_of_decl(lw, c, p); return;
	case CXCursor_MemberRefExpr: place_of_member(lw, c, p); return;
	case CXCursor_ArraySubscriptExpr: place_of_subscript(lw, c, p); return;
	case CXCursor_CompoundLiteralExpr: place_of_compound_literal(lw, c, p); return;
	case CXCursor_StringLiteral:
		unknown_place(p, clang_getCursorType(c));
		return;
	case CXCursor_GenericSelectionExpr:
		if (generic_choice(lw, c, &chosen))
			place_of(lw, chosen, p);
		else
			unknown_place(p, clang_getCursorType(c));
		return;
	case CXCursor_UnaryOperator:
	case CXCursor_UnexposedExpr:
	case CXCursor_BinaryOperator:
		if (place_of_operator(lw, c, p))
			return;
		break;
	default:
		break;
	}
	place_of_value(lw, c, p);
}

void place_of(struct lower *lw, CXCursor c, struct place *p)
{
	memset(p, 0, sizeof(*p));
	place_of_any(lw, c, p);
	if (type_is_volatile(lw, clang_getCursorType(c)))
		p->is_volatile = true;
}
