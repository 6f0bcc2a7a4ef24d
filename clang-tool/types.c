/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types, records and fields: libclang's types to the names and widths of the IR. */
#include <string.h>

#include "clang-tool/lower.h"

static struct ir_type make_type(u8 kind, u64 bytes, bool is_signed)
{
	struct ir_type t = { kind, (u8)(bytes * 8), is_signed };

	if (bytes < 1 || bytes > 8)
		t = type_other;
	return t;
}

static bool is_signed_kind(enum CXTypeKind k)
{
	return k == CXType_Char_S || k == CXType_SChar || k == CXType_Short ||
	       k == CXType_Int || k == CXType_Long || k == CXType_LongLong ||
	       k == CXType_WChar;
}

static u64 size_of(CXType type)
{
	long long n = clang_Type_getSizeOf(type);

	return n < 0 ? 0 : (u64)n;
}

/* ---- what is remembered of a type --------------------------------------------- */

struct type_info {
	CXType canonical;
	struct ir_type t;
	bool is_const, is_volatile, has_size;
	u64 size;
};

static struct ir_type find_type(struct lower *lw, CXType type)
{
	struct ir_type t = { IR_T_VOID, 0, 0 };

	switch (type.kind) {
	case CXType_Void:
		return t;
	case CXType_Bool:
		return int_type(1, false);
	case CXType_Char_U: case CXType_UChar: case CXType_UShort:
	case CXType_UInt: case CXType_ULong: case CXType_ULongLong:
	case CXType_Char16: case CXType_Char32:
	case CXType_Char_S: case CXType_SChar: case CXType_WChar:
	case CXType_Short: case CXType_Int: case CXType_Long:
	case CXType_LongLong:
		return make_type(IR_T_INT, size_of(type),
				 is_signed_kind(type.kind));
	case CXType_Enum:
		return type_of(lw, clang_getEnumDeclIntegerType(
				clang_getTypeDeclaration(type)));
	case CXType_Pointer:
		return make_type(IR_T_PTR, size_of(type), false);
	case CXType_Record: case CXType_ConstantArray:
	case CXType_IncompleteArray: case CXType_VariableArray:
	case CXType_DependentSizedArray:
		t.kind = IR_T_AGG;
		return t;
	case CXType_Atomic:
		return type_of(lw, clang_Type_getValueType(type));
	default:
		return type_other;
	}
}

static struct type_info *info_of(struct lower *lw, CXType type)
{
	u32 i = ptrmap_get(&lw->type_of, type.data[0]);
	struct type_info *info;

	if (i != IR_NONE)
		return lw->types.v[i];
	info = arena_zalloc(lw->arena, sizeof(*info));
	info->canonical = clang_getCanonicalType(type);
	info->t = find_type(lw, info->canonical);
	info->is_const = clang_isConstQualifiedType(info->canonical);
	info->is_volatile = clang_isVolatileQualifiedType(info->canonical);
	if (type.data[0]) {
		*ptrmap_at(&lw->type_of, type.data[0]) = lw->types.n;
		vec_push(&lw->types, info);
	}
	return info;
}

static enum CXTypeKind kind_of(struct lower *lw, CXType type)
{
	return info_of(lw, type)->canonical.kind;
}

struct ir_type type_of(struct lower *lw, CXType type)
{
	return info_of(lw, type)->t;
}

u64 type_bytes(struct lower *lw, CXType type)
{
	struct type_info *info = info_of(lw, type);

	if (!info->has_size) {
		info->has_size = true;
		info->size = size_of(info->canonical);
	}
	return info->size;
}

bool type_is_record(struct lower *lw, CXType type)
{
	return kind_of(lw, type) == CXType_Record;
}

bool type_is_array(struct lower *lw, CXType type)
{
	enum CXTypeKind k = kind_of(lw, type);

	return k == CXType_ConstantArray || k == CXType_IncompleteArray ||
	       k == CXType_VariableArray;
}

bool type_is_const(struct lower *lw, CXType type)
{
	return info_of(lw, type)->is_const;
}

bool type_is_volatile(struct lower *lw, CXType type)
{
	return info_of(lw, type)->is_volatile;
}

bool type_is_function(struct lower *lw, CXType type)
{
	enum CXTypeKind k = kind_of(lw, type);

	return k == CXType_FunctionProto || k == CXType_FunctionNoProto;
}

bool type_is_pointer(struct lower *lw, CXType type)
{
	return kind_of(lw, type) == CXType_Pointer;
}

CXType type_pointee(struct lower *lw, CXType type)
{
	/* a parameter declared as an array shows with that type */
	if (type_is_array(lw, type))
		return type_element(lw, type);
	return clang_getPointeeType(info_of(lw, type)->canonical);
}

CXType type_element(struct lower *lw, CXType type)
{
	return clang_getArrayElementType(info_of(lw, type)->canonical);
}

u64 type_step(struct lower *lw, CXType pointer)
{
	CXType t = type_pointee(lw, pointer);

	if (type_of(lw, t).kind == IR_T_VOID || type_is_function(lw, t))
		return 1;
	return type_bytes(lw, t);
}

u32 type_nelem(struct lower *lw, CXType type)
{
	long long n;

	type = info_of(lw, type)->canonical;
	if (type.kind != CXType_ConstantArray)
		return 0;
	n = clang_getArraySize(type);
	return n < 0 || n >= 0xfffffffe ? 0 : (u32)n;
}

static CXType strip_arrays(struct lower *lw, CXType type)
{
	while (type_is_array(lw, type))
		type = type_element(lw, type);
	return type;
}

/* ---- records ----------------------------------------------------------------- */

struct field_list {
	struct lower *lw;
	VEC(CXCursor) v;
};

static enum CXVisitorResult add_field(CXCursor c, CXClientData data)
{
	struct field_list *l = data;

	vec_push(&l->v, c);
	return CXVisit_Continue;
}

struct kids type_fields(struct lower *lw, CXType type)
{
	struct field_list l = { lw, VEC_INIT };
	struct kids k;

	clang_Type_visitFields(clang_getCanonicalType(type), add_field, &l);
	k.n = l.v.n;
	k.v = arena_memdup(lw->scratch, l.v.v, sizeof(CXCursor) * l.v.n);
	vec_release(&l.v);
	return k;
}

static bool is_record_decl(CXCursor c)
{
	return c.kind == CXCursor_StructDecl || c.kind == CXCursor_UnionDecl;
}

static CXCursor outer_record(CXCursor decl)
{
	CXCursor outer = clang_getCursorLexicalParent(decl);

	if (!is_record_decl(outer))
		outer = clang_getCursorSemanticParent(decl);
	return outer;
}

/* The member of the outer record that has the nameless type; "" anonymous. */
static const char *member_of_type(struct lower *lw, CXCursor outer,
				  CXCursor decl)
{
	struct kids f = type_fields(lw, clang_getCursorType(outer));
	u32 i;

	for (i = 0; i < f.n; i++) {
		CXType t = strip_arrays(lw, clang_getCursorType(f.v[i]));

		if (clang_equalCursors(clang_getTypeDeclaration(
				clang_getCanonicalType(t)), decl) &&
		    !type_is_anonymous_member(lw, f.v[i]))
			return spelling(lw, f.v[i]);
	}
	return "";
}

static const char *decl_name(struct lower *lw, CXCursor decl, u32 depth)
{
	CXCursor outer;
	const char *name, *member;

	if (!clang_Cursor_isAnonymous(decl))
		return spelling(lw, decl);
	outer = outer_record(decl);
	if (!is_record_decl(outer) || depth > 16)
		return "(anonymous)";
	name = decl_name(lw, outer, depth + 1);
	member = member_of_type(lw, outer, decl);
	if (!*member)
		return name;
	return arena_printf(lw->arena, "%s::%s", name, member);
}

const char *type_record(struct lower *lw, CXType type)
{
	CXCursor decl;
	u32 *at;

	type = clang_getCanonicalType(strip_arrays(lw, type));
	if (type.kind != CXType_Record)
		return "";
	decl = clang_getTypeDeclaration(type);
	at = ptrmap_at(&lw->records, decl_key(decl));
	if (*at == IR_NONE) {
		const char *name = decl_name(lw, decl, 0);

		*ptrmap_at(&lw->records, decl_key(decl)) = lw->record_names.n;
		vec_push(&lw->record_names, name);
		return name;
	}
	return lw->record_names.v[*at];
}

const char *type_pointee_record(struct lower *lw, CXType type)
{
	return type_record(lw, type_is_pointer(lw, type) ? type_pointee(lw, type) : type);
}

bool type_is_anonymous_member(struct lower *lw, CXCursor field)
{
	CXType t = info_of(lw, clang_getCursorType(field))->canonical;

	return t.kind == CXType_Record &&
	       clang_Cursor_isAnonymousRecordDecl(clang_getTypeDeclaration(t));
}

/* Whether members of the record overlap: a union, or nameless inside one. */
static bool overlaps(CXCursor record)
{
	CXCursor outer;

	if (record.kind == CXCursor_UnionDecl)
		return true;
	if (!clang_Cursor_isAnonymousRecordDecl(record))
		return false;
	outer = outer_record(record);
	return is_record_decl(outer) && overlaps(outer);
}

static u32 make_field(struct lower *lw, CXCursor field)
{
	CXCursor record = clang_getCursorSemanticParent(field);
	CXType type = clang_getCursorType(field);
	u32 nelem = 0;
	int width = clang_getFieldDeclBitWidth(field);

	if (type_is_array(lw, type)) {
		nelem = type_nelem(lw, type);
		type = type_element(lw, type);
	}
	return irb_field(lw->b, type_record(lw, clang_getCursorType(record)),
			 spelling(lw, field), type_of(lw, type),
			 width > 0 && width <= 64 ? (u8)width : 0,
			 overlaps(record), nelem);
}

u32 type_field(struct lower *lw, CXCursor field)
{
	u32 *at = ptrmap_at(&lw->fields, decl_key(field));
	u32 id;

	if (*at != IR_NONE)
		return *at;
	id = make_field(lw, field);
	*ptrmap_at(&lw->fields, decl_key(field)) = id;
	return id;
}

/* ---- which member lies at an offset --------------------------------------------- */

bool type_fits(struct lower *lw, CXType have, CXType want)
{
	struct ir_type h = type_of(lw, have), w = type_of(lw, want);

	have = clang_getUnqualifiedType(clang_getCanonicalType(have));
	want = clang_getUnqualifiedType(clang_getCanonicalType(want));
	if (clang_equalTypes(have, want))
		return true;
	return ir_type_is_scalar(h) && h.kind == w.kind && h.bits == w.bits;
}

static bool resolve_member(struct lower *lw, CXCursor field, u64 offset,
			   CXType want, struct place *p)
{
	long long bit = clang_Cursor_getOffsetOfField(field);
	CXType type = clang_getCursorType(field);
	u64 at, size = type_bytes(lw, type);
	struct place saved = *p;

	if (bit < 0 || bit % 8 || clang_Cursor_isBitField(field))
		return false;
	at = (u64)bit / 8;
	if (offset < at || (size && offset - at >= size) ||
	    type_bytes(lw, want) > size)
		return false;
	place_push_field(lw, p, field);
	p->type = type;
	if (type_resolve(lw, type, offset - at, want, p))
		return true;
	*p = saved;
	return false;
}

bool type_resolve(struct lower *lw, CXType type, u64 offset, CXType want,
		  struct place *p)
{
	struct kids f;
	u32 i;

	if (!offset && type_fits(lw, type, want))
		return true;
	if (type_is_array(lw, type)) {
		CXType el = type_element(lw, type);
		u64 size = type_bytes(lw, el);
		u32 nelem = type_nelem(lw, type);

		if (!size || (nelem && offset / size >= nelem))
			return false;
		place_push_index(p, irb_const(lw->b, int_type(64, false),
					      offset / size, NULL), nelem);
		p->type = el;
		return type_resolve(lw, el, offset % size, want, p);
	}
	if (!type_is_record(lw, type) || p->nproj + 2 >= LOWER_MAX_PROJ)
		return false;
	f = type_fields(lw, type);
	for (i = 0; i < f.n; i++)
		if (resolve_member(lw, f.v[i], offset, want, p))
			return true;
	return false;
}
