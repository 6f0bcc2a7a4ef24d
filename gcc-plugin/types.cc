/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types, records and fields: GCC's trees to the names and widths of the IR. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/lower.h"

static struct ir_type make_type(u8 kind, u32 bits)
{
	struct ir_type t = { kind, (u8)bits, 0 };

	return t;
}

struct ir_type type_of_other(tree type)
{
	if (!type)
		return make_type(IR_T_OTHER, 0);
	switch (TREE_CODE(type)) {
	case VOID_TYPE:
		return make_type(IR_T_VOID, 0);
	case POINTER_TYPE:
	case REFERENCE_TYPE:
		return make_type(IR_T_PTR, TYPE_PRECISION(type));
	case RECORD_TYPE:
	case UNION_TYPE:
	case ARRAY_TYPE:
		return make_type(IR_T_AGG, 0);
	default:
		return make_type(IR_T_OTHER, 0);
	}
}

static bool is_record(tree type)
{
	return type && RECORD_OR_UNION_TYPE_P(type);
}

static tree strip_arrays(tree type)
{
	while (type && TREE_CODE(type) == ARRAY_TYPE)
		type = TREE_TYPE(type);
	return type;
}

/* The tag, else the name a typedef gives, else NULL. */
static const char *own_name(tree type)
{
	tree name = TYPE_NAME(TYPE_MAIN_VARIANT(type));

	if (name && TREE_CODE(name) == TYPE_DECL)
		name = DECL_NAME(name);
	return name ? IDENTIFIER_POINTER(name) : NULL;
}

static const struct nameless *find_nameless(struct lower *lw, u32 uid)
{
	u32 i = uidmap_get(&lw->nameless, uid);

	return i == IR_NONE ? NULL : &lw->records.v[i];
}

static const char *nameless_name(struct lower *lw, u32 uid, unsigned int depth)
{
	const struct nameless *r = find_nameless(lw, uid);
	const char *outer;

	if (!r || depth > 16)
		return "(anonymous)";
	outer = r->outer ? r->outer : nameless_name(lw, r->parent, depth + 1);
	if (!r->member)
		return outer;
	return arena_printf(lw->arena, "%s::%s", outer, r->member);
}

const char *type_record(struct lower *lw, tree type)
{
	const char *name;

	type = strip_arrays(type);
	if (!is_record(type))
		return "";
	name = own_name(type);
	if (name)
		return name;
	return nameless_name(lw, TYPE_UID(TYPE_MAIN_VARIANT(type)), 0);
}

const char *type_pointee_record(struct lower *lw, tree type)
{
	if (type && POINTER_TYPE_P(type))
		type = TREE_TYPE(type);
	return type_record(lw, type);
}

u32 type_nelem(tree type)
{
	tree domain, max;

	if (!type || TREE_CODE(type) != ARRAY_TYPE)
		return 0;
	domain = TYPE_DOMAIN(type);
	max = domain ? TYPE_MAX_VALUE(domain) : NULL_TREE;
	if (!max || !tree_fits_uhwi_p(max) || tree_to_uhwi(max) >= 0xfffffffe)
		return 0;
	return (u32)tree_to_uhwi(max) + 1;
}

u64 type_bytes(tree type)
{
	tree size = type ? TYPE_SIZE_UNIT(type) : NULL_TREE;

	return size && tree_fits_uhwi_p(size) ? tree_to_uhwi(size) : 0;
}

bool type_bit_position(tree field, s64 *ret)
{
	tree bytes = DECL_FIELD_OFFSET(field);
	tree bits = DECL_FIELD_BIT_OFFSET(field);

	if (!bytes || !bits || !tree_fits_shwi_p(bytes) ||
	    !tree_fits_shwi_p(bits))
		return false;
	*ret = tree_to_shwi(bytes) * 8 + tree_to_shwi(bits);
	return true;
}

bool type_is_bytes(tree type)
{
	tree element = TREE_CODE(type) == ARRAY_TYPE ? TREE_TYPE(type) :
						       void_type_node;

	return INTEGRAL_TYPE_P(element) && type_bytes(element) == 1 &&
	       TYPE_MAIN_VARIANT(element) != char_type_node;
}

/* Whether members of the record overlap: a union, or nameless inside one. */
static bool overlaps(struct lower *lw, tree record)
{
	const struct nameless *r;

	if (TREE_CODE(record) == UNION_TYPE)
		return true;
	if (own_name(record))
		return false;
	r = find_nameless(lw, TYPE_UID(TYPE_MAIN_VARIANT(record)));
	return r && r->in_union;
}

static u32 make_field(struct lower *lw, tree field)
{
	tree record = DECL_FIELD_CONTEXT(field);
	tree type = TREE_TYPE(field);
	const char *name = DECL_NAME(field) ?
			   IDENTIFIER_POINTER(DECL_NAME(field)) : "";
	u32 nelem = 0;
	u8 width = 0;

	if (DECL_BIT_FIELD_TYPE(field)) {
		tree size = DECL_SIZE(field);

		type = DECL_BIT_FIELD_TYPE(field);
		if (size && tree_fits_uhwi_p(size) && tree_to_uhwi(size) <= 64)
			width = (u8)tree_to_uhwi(size);
	}
	if (TREE_CODE(type) == ARRAY_TYPE) {
		nelem = type_nelem(type);
		type = TREE_TYPE(type);
	}
	return irb_field(lw->b, type_record(lw, record), name, type_of(type),
			 width, overlaps(lw, record), nelem);
}

u32 type_field(struct lower *lw, tree field)
{
	u32 *at = uidmap_at(&lw->fields, DECL_UID(field));

	if (*at == IR_NONE) {
		u32 id = make_field(lw, field);

		*at = id;
		return id;
	}
	return *at;
}

/* Remembers the place of a nameless record that is a member of another. */
static void note_member(struct lower *lw, tree outer, tree field)
{
	tree type = strip_arrays(TREE_TYPE(field));
	const char *name;
	struct nameless r;
	u32 *at;

	if (!is_record(type) || own_name(type))
		return;
	type = TYPE_MAIN_VARIANT(type);
	at = uidmap_at(&lw->nameless, TYPE_UID(type));
	if (*at != IR_NONE)
		return;
	name = own_name(outer);
	r.parent = TYPE_UID(TYPE_MAIN_VARIANT(outer));
	r.outer = name ? arena_strdup(lw->arena, name) : NULL;
	r.member = DECL_NAME(field) ?
		   arena_strdup(lw->arena, IDENTIFIER_POINTER(DECL_NAME(field))) :
		   NULL;
	/* A named member starts afresh: what is inside does not overlap. */
	r.in_union = !r.member && overlaps(lw, outer);
	*at = lw->records.n;
	vec_push(&lw->records, r);
}

/*
 * Inner records are complete before outer ones, so a nameless record whose
 * own place is not known yet gets it from the one around it, later: that is
 * why overlaps() of a nameless outer record may come too early for in_union.
 */
static void spread_in_union(struct lower *lw, tree outer)
{
	tree f;

	for (f = TYPE_FIELDS(outer); f; f = DECL_CHAIN(f)) {
		tree type = TREE_CODE(f) == FIELD_DECL && !DECL_NAME(f) ?
			    TREE_TYPE(f) : NULL_TREE;
		u32 i;

		if (!is_record(type) || own_name(type))
			continue;
		i = uidmap_get(&lw->nameless,
			       TYPE_UID(TYPE_MAIN_VARIANT(type)));
		if (i == IR_NONE || lw->records.v[i].in_union ||
		    !overlaps(lw, outer))
			continue;
		lw->records.v[i].in_union = true;
		spread_in_union(lw, TYPE_MAIN_VARIANT(type));
	}
}

void type_note_record(struct lower *lw, tree type)
{
	tree f;

	for (f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f))
		if (TREE_CODE(f) == FIELD_DECL)
			note_member(lw, type, f);
	if (own_name(type))
		spread_in_union(lw, type);
}
