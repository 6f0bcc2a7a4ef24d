/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What memory a GIMPLE reference names: bases and projections. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/lower.h"
#include "gcc-plugin/provenance.h"

/* ---- locals ------------------------------------------------------------------- */

static bool is_local_decl(tree t)
{
	switch (TREE_CODE(t)) {
	case PARM_DECL:
	case RESULT_DECL:
		return true;
	case VAR_DECL:
		return !is_global_var(t);
	default:
		return false;
	}
}

static u32 make_local(struct lower *lw, tree decl, u32 flags)
{
	tree type = TREE_TYPE(decl);
	const char *name = "";
	struct ir_type t = type_of(type);

	if (DECL_NAME(decl) && !DECL_ARTIFICIAL(decl))
		name = IDENTIFIER_POINTER(DECL_NAME(decl));
	if (TREE_THIS_VOLATILE(decl))
		flags |= IR_LOCAL_VOLATILE;
	if (t.kind == IR_T_VOID)
		t.kind = IR_T_OTHER;
	return irb_local(lw->b, name, t, type_pointee_record(lw, type), flags);
}

void lower_param(struct lower *lw, tree decl)
{
	*uidmap_at(&lw->f.locals, DECL_UID(decl)) =
		make_local(lw, decl, IR_LOCAL_PARAM);
}

u32 lower_local(struct lower *lw, tree t)
{
	u32 *at;
	u32 local;

	if (TREE_CODE(t) == SSA_NAME) {
		at = uidmap_at(&lw->f.ssa, SSA_NAME_VERSION(t));
		if (*at != IR_NONE)
			return *at;
		local = irb_local(lw->b, "", type_of(TREE_TYPE(t)),
				  type_pointee_record(lw, TREE_TYPE(t)), 0);
		*at = local;
		return local;
	}
	if (!is_local_decl(t))
		return IR_NONE;
	at = uidmap_at(&lw->f.locals, DECL_UID(t));
	if (*at == IR_NONE)
		*at = make_local(lw, t, 0);
	return *at;
}

bool lower_is_value_local(struct lower *lw, tree t, u32 *ret_local)
{
	if (TREE_CODE(t) != SSA_NAME &&
	    (!is_local_decl(t) || TREE_THIS_VOLATILE(t)))
		return false;
	if (type_of(TREE_TYPE(t)).kind == IR_T_AGG)
		return false;
	*ret_local = lower_local(lw, t);
	return true;
}

/* ---- projections ---------------------------------------------------------------- */

static void set_inexact(struct lower_place *p)
{
	p->inexact = true;
}

static struct ir_proj *push(struct lower_place *p, u8 kind)
{
	struct ir_proj *proj;

	if (p->nproj == LOWER_MAX_PROJ) {
		set_inexact(p);
		proj = &p->proj[LOWER_MAX_PROJ - 1];
	} else {
		proj = &p->proj[p->nproj++];
	}
	memset(proj, 0, sizeof(*proj));
	proj->kind = kind;
	return proj;
}

/* Once the access is inexact, deeper projections would say too much. */
void lower_push_field(struct lower *lw, struct lower_place *p, tree field)
{
	u32 id;

	if (p->inexact || !DECL_NAME(field))
		return;
	id = type_field(lw, field);
	push(p, IR_PROJ_FIELD)->field = id;
}

static void push_index(struct lower_place *p, struct ir_operand index,
		       u32 nelem)
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

static void push_element(struct lower *lw, struct lower_place *p, u64 index,
			 u32 nelem)
{
	struct ir_type t = { IR_T_INT, 64, 0 };

	push_index(p, irb_const(lw->b, t, index, NULL), nelem);
}

/* ---- type punning: which member lies at an offset --------------------------------- */

static bool fits(tree have, tree want)
{
	struct ir_type h = type_of(have), w = type_of(want);

	if (TYPE_MAIN_VARIANT(have) == TYPE_MAIN_VARIANT(want))
		return true;
	return ir_type_is_scalar(h) && h.kind == w.kind && h.bits == w.bits;
}

static bool resolve_array(struct lower *lw, tree type, u64 offset, tree want,
			  struct lower_place *p)
{
	u64 size = type_bytes(TREE_TYPE(type));
	u32 nelem = type_nelem(type);

	if (!size || (nelem && offset / size >= nelem))
		return false;
	push_element(lw, p, offset / size, nelem);
	return lower_resolve(lw, TREE_TYPE(type), offset % size, want, p);
}

static bool resolve_member(struct lower *lw, tree field, u64 offset, tree want,
			   struct lower_place *p)
{
	u64 at, size = type_bytes(TREE_TYPE(field));
	u32 nproj = p->nproj;
	s64 bits;

	if (DECL_BIT_FIELD(field) || !type_bit_position(field, &bits))
		return false;
	at = (u64)bits / 8;
	if (offset < at || (size && offset - at >= size) ||
	    type_bytes(want) > size)
		return false;
	lower_push_field(lw, p, field);
	if (lower_resolve(lw, TREE_TYPE(field), offset - at, want, p))
		return true;
	p->nproj = nproj;
	return false;
}

bool lower_resolve(struct lower *lw, tree type, u64 offset, tree want,
		   struct lower_place *p)
{
	tree f;

	if (!offset && fits(type, want))
		return true;
	if (TREE_CODE(type) == ARRAY_TYPE)
		return resolve_array(lw, type, offset, want, p);
	if (!RECORD_OR_UNION_TYPE_P(type) || !COMPLETE_TYPE_P(type) ||
	    p->nproj + 2 >= LOWER_MAX_PROJ)
		return false;
	for (f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f))
		if (TREE_CODE(f) == FIELD_DECL &&
		    resolve_member(lw, f, offset, want, p))
			return true;
	return false;
}

/* ---- references -------------------------------------------------------------------- */

static void ref_decl(struct lower *lw, tree t, struct lower_place *p)
{
	u32 local = lower_local(lw, t);

	if (local != IR_NONE) {
		p->base = IR_BASE_LOCAL;
		p->idx = local;
	} else if (VAR_P(t) || TREE_CODE(t) == CONST_DECL) {
		p->base = IR_BASE_GLOBAL;
		p->idx = lower_global(lw, t);
	} else {
		p->base = IR_BASE_UNKNOWN;
	}
}

/* `*(want *)((char *)&object + offset)` */
static void ref_object_at(struct lower *lw, tree object, tree offset, tree want,
			  struct lower_place *p)
{
	lower_ref(lw, object, p);
	if (p->inexact)
		return;
	if (!tree_fits_uhwi_p(offset) ||
	    !lower_resolve(lw, TREE_TYPE(object), tree_to_uhwi(offset), want, p))
		set_inexact(p);
}

static u32 add_offset(struct lower *lw, tree pointer, u32 local, tree offset)
{
	struct ir_type ptr = type_of(TREE_TYPE(pointer));
	struct ir_type t = { IR_T_INT, 64, 1 };
	u32 sum = lower_temp(lw, ptr);

	t.bits = ptr.bits;
	irb_binary(lw->b, IR_OP_PTRADD, ptr, sum, ir_local(local),
		   irb_const(lw->b, t, (u64)TREE_INT_CST_LOW(offset), NULL));
	return sum;
}

static void ref_mem(struct lower *lw, tree ref, struct lower_place *p)
{
	tree pointer = TREE_OPERAND(ref, 0);
	tree offset = TREE_OPERAND(ref, 1);
	tree want = TREE_TYPE(ref);
	tree have;

	if (TREE_CODE(pointer) == ADDR_EXPR) {
		ref_object_at(lw, TREE_OPERAND(pointer, 0), offset, want, p);
		return;
	}
	have = POINTER_TYPE_P(TREE_TYPE(pointer)) ?
	       TREE_TYPE(TREE_TYPE(pointer)) : void_type_node;
	p->base = IR_BASE_PTR;
	p->idx = lower_pointer(lw, pointer);
	if (RECORD_OR_UNION_TYPE_P(have) && !fits(have, want) &&
	    tree_fits_uhwi_p(offset) &&
	    lower_resolve(lw, have, tree_to_uhwi(offset), want, p))
		return;
	if (!integer_zerop(offset))
		p->idx = add_offset(lw, pointer, p->idx, offset);
}

static void ref_array(struct lower *lw, tree ref, struct lower_place *p)
{
	location_t saved = lw->f.loc;
	u8 context = lw->f.context;
	struct ir_operand index = ir_none();


	lw->f.context = SLOT_VALUE;
	if (EXPR_HAS_LOCATION(ref)) {
		p->subscript = EXPR_LOCATION(ref);
		lw->f.loc = p->subscript;
	}
	lower_ref(lw, TREE_OPERAND(ref, 0), p);
	if (EXPR_HAS_LOCATION(ref))
		p->subscript = EXPR_LOCATION(ref);
	if (TREE_CODE(ref) == ARRAY_REF)
		index = lower_operand(lw, TREE_OPERAND(ref, 1));
	push_index(p, index, type_nelem(TREE_TYPE(TREE_OPERAND(ref, 0))));
	lw->f.loc = saved;
	lw->f.context = context;
}

/* Bits of an object: exact when they are one of its members. */
static void ref_bits(struct lower *lw, tree ref, struct lower_place *p)
{
	tree object = TREE_OPERAND(ref, 0);
	u64 bit = tree_to_uhwi(TREE_OPERAND(ref, 2));

	lower_ref(lw, object, p);
	if (p->inexact)
		return;
	if (bit % 8 || !lower_resolve(lw, TREE_TYPE(object), bit / 8,
				      TREE_TYPE(ref), p))
		set_inexact(p);
}

void lower_ref(struct lower *lw, tree ref, struct lower_place *p)
{
	switch (TREE_CODE(ref)) {
	case COMPONENT_REF:
		lower_ref(lw, TREE_OPERAND(ref, 0), p);
		lower_push_field(lw, p, TREE_OPERAND(ref, 1));
		break;
	case ARRAY_REF:
	case ARRAY_RANGE_REF:
		ref_array(lw, ref, p);
		break;
	case MEM_REF:
		ref_mem(lw, ref, p);
		break;
	case BIT_FIELD_REF:
		ref_bits(lw, ref, p);
		break;
	case VIEW_CONVERT_EXPR:
		lower_ref(lw, TREE_OPERAND(ref, 0), p);
		if (!fits(TREE_TYPE(TREE_OPERAND(ref, 0)), TREE_TYPE(ref)))
			set_inexact(p);
		break;
	case REALPART_EXPR:
	case IMAGPART_EXPR:
	case WITH_SIZE_EXPR:
		lower_ref(lw, TREE_OPERAND(ref, 0), p);
		set_inexact(p);
		break;
	case TARGET_MEM_REF:
		p->base = IR_BASE_UNKNOWN;
		break;
	default:
		ref_decl(lw, ref, p);
		break;
	}
}

u32 lower_make_place(struct lower *lw, const struct lower_place *p, tree type)
{
	return irb_place(lw->b, p->base, p->idx, p->proj, p->nproj,
			 type_of(type), p->is_volatile);
}

void lower_get_place(struct lower *lw, tree ref, struct lower_place *p)
{
	memset(p, 0, sizeof(*p));
	p->is_volatile = TREE_THIS_VOLATILE(ref);
	lower_ref(lw, ref, p);
}

u32 lower_place_of(struct lower *lw, tree ref)
{
	struct lower_place p;

	lower_get_place(lw, ref, &p);
	return lower_make_place(lw, &p, TREE_TYPE(ref));
}
