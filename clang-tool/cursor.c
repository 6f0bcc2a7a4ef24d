/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions to single cursors: children, names, attributes, constants. */
#include <string.h>

#include "clang-tool/text.h"

const void *decl_key(CXCursor c)
{
	return clang_getCanonicalCursor(c).data[0];
}

const char *spelling(struct lower *lw, CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	const char *text = clang_getCString(s);
	const char *ret = arena_strdup(lw->arena, text ? text : "");

	clang_disposeString(s);
	return ret;
}

bool spelled(CXCursor c, const char *name)
{
	CXString s = clang_getCursorSpelling(c);
	const char *text = clang_getCString(s);
	bool ret = text && !strcmp(text, name);

	clang_disposeString(s);
	return ret;
}

/* ---- constants -------------------------------------------------------------------- */

/*
 * __builtin_types_compatible_p(), offsetof(): what is in typeof() or in the
 * member shows as a child, but nothing of it is evaluated. A conversion has
 * one child, which has its extent; these have not.
 */
static bool ask_type_question(struct lower *lw, CXCursor c)
{
	enum CXTypeKind k = clang_getCanonicalType(clang_getCursorType(c)).kind;
	struct kids kids;

	if (k != CXType_Int && k != CXType_ULong && k != CXType_UInt)
		return false;
	kids = exprs_of(lw, c);
	if (!kids.n || (k == CXType_Int ? kids.v[0].kind != CXCursor_ParenExpr :
					  node_of(lw, c)->nall == 1))
		return false;
	return !clang_equalRanges(clang_getCursorExtent(c),
				  clang_getCursorExtent(kids.v[0]));
}

bool is_type_question(struct lower *lw, CXCursor c)
{
	bool answer;

	if (c.kind != CXCursor_UnexposedExpr)
		return false;
	if (node_of(lw, c)->question >= 0)
		return node_of(lw, c)->question;
	answer = ask_type_question(lw, c);
	node_of(lw, c)->question = answer;
	return answer;
}

/* Whether evaluating the expression reads a variable or runs statements. */
static bool has_variable(struct lower *lw, CXCursor c)
{
	struct kids k;
	bool found = false;
	u32 i;

	if (c.kind == CXCursor_UnaryExpr || c.kind == CXCursor_IntegerLiteral ||
	    is_type_question(lw, c))
		return false;	/* sizeof: not evaluated */
	if (c.kind == CXCursor_StmtExpr)
		return true;
	if (c.kind == CXCursor_DeclRefExpr) {
		enum CXCursorKind d = clang_getCursorReferenced(c).kind;

		return d != CXCursor_EnumConstantDecl && d != CXCursor_FunctionDecl;
	}
	if (node_of(lw, c)->variable >= 0)
		return node_of(lw, c)->variable;
	k = exprs_of(lw, c);
	for (i = 0; i < k.n && !found; i++)
		found = has_variable(lw, k.v[i]);
	node_of(lw, c)->variable = found;
	return found;
}

static bool evaluate(CXCursor c, u64 *ret_bits)
{
	CXEvalResult r = clang_Cursor_Evaluate(c);
	bool ok;

	if (!r)
		return false;
	ok = clang_EvalResult_getKind(r) == CXEval_Int;
	if (ok && clang_EvalResult_isUnsignedInt(r))
		*ret_bits = clang_EvalResult_getAsUnsigned(r);
	else if (ok)
		*ret_bits = (u64)clang_EvalResult_getAsLongLong(r);
	clang_EvalResult_dispose(r);
	return ok;
}

bool const_eval(struct lower *lw, CXCursor c, u64 *ret_bits)
{
	if (c.kind == CXCursor_DeclRefExpr) {
		CXCursor d = clang_getCursorReferenced(c);

		if (d.kind != CXCursor_EnumConstantDecl)
			return false;
		*ret_bits = (u64)clang_getEnumConstantDeclValue(d);
		return true;
	}
	return !has_variable(lw, c) && evaluate(c, ret_bits);
}

/* ---- shapes ----------------------------------------------------------------------- */

CXCursor strip_parens(struct lower *lw, CXCursor c)
{
	while (c.kind == CXCursor_ParenExpr)
		c = last_expr(lw, c);
	return c;
}

bool is_unary(CXCursor c, enum CXUnaryOperatorKind op)
{
	return c.kind == CXCursor_UnaryOperator &&
	       clang_getCursorUnaryOperatorKind(c) == op;
}

bool inner_expr(struct lower *lw, CXCursor c, CXCursor *ret)
{
	struct kids k;

	if (c.kind != CXCursor_ParenExpr && c.kind != CXCursor_UnexposedExpr &&
	    c.kind != CXCursor_CStyleCastExpr && !is_unary(c, CXUnaryOperator_Extension))
		return false;
	k = exprs_of(lw, c);
	if (!k.n || (c.kind == CXCursor_UnexposedExpr && k.n != 1))
		return false;
	*ret = k.v[k.n - 1];
	return true;
}

CXCursor strip_casts(struct lower *lw, CXCursor c)
{
	while (inner_expr(lw, c, &c))
		;
	return c;
}

static bool is_cast(CXCursor c)
{
	return c.kind == CXCursor_UnexposedExpr || c.kind == CXCursor_CStyleCastExpr;
}

CXCursor strip_pointer_casts(struct lower *lw, CXCursor c)
{
	CXCursor in;

	for (; inner_expr(lw, c, &in); c = in) {
		if (!is_cast(c))
			continue;
		if (!type_is_pointer(lw, clang_getCursorType(c)) ||
		    !type_is_pointer(lw, clang_getCursorType(in)))
			break;
		/* the reading of a pointer variable is no conversion */
		if (c.kind == CXCursor_UnexposedExpr && !is_cast(in) &&
		    in.kind != CXCursor_ParenExpr &&
		    !is_unary(in, CXUnaryOperator_AddrOf))
			break;
	}
	return c;
}

bool is_array_param(struct lower *lw, CXCursor c, CXCursor *ret)
{
	if (!type_is_array(lw, clang_getCursorType(c)))
		return false;
	for (;;) {
		struct kids k;

		if (c.kind == CXCursor_DeclRefExpr) {
			*ret = clang_getCursorReferenced(c);
			return ret->kind == CXCursor_ParmDecl;
		}
		if (c.kind != CXCursor_ParenExpr && c.kind != CXCursor_UnexposedExpr)
			return false;
		k = exprs_of(lw, c);
		if (k.n != 1)
			return false;
		c = k.v[0];
	}
}

bool is_pointer_value(struct lower *lw, CXCursor c)
{
	CXCursor d;

	if (type_is_pointer(lw, clang_getCursorType(c)) || is_array_param(lw, c, &d))
		return true;
	/* what is computed from such a parameter keeps its type */
	c = strip_parens(lw, c);
	return type_is_array(lw, clang_getCursorType(c)) &&
	       (c.kind == CXCursor_BinaryOperator ||
		c.kind == CXCursor_CompoundAssignOperator ||
		(c.kind == CXCursor_UnaryOperator &&
		 clang_getCursorUnaryOperatorKind(c) <= CXUnaryOperator_PreDec));
}

bool is_choose_expr(struct lower *lw, CXCursor c, CXCursor *ret)
{
	struct kids k;
	u64 bits;

	if (c.kind != CXCursor_UnexposedExpr)
		return false;
	k = exprs_of(lw, c);
	if (k.n != 3 ||
	    type_of(lw, clang_getCursorType(k.v[0])).kind != IR_T_INT ||
	    !const_eval(lw, k.v[0], &bits))
		return false;
	*ret = k.v[bits ? 1 : 2];
	return true;
}

/*
 * The chosen expression of _Generic: the only one that has the type of the
 * whole, else what the printed function says.
 */
bool generic_choice(struct lower *lw, CXCursor c, CXCursor *ret)
{
	struct kids k = exprs_of(lw, c);
	CXType type = clang_getCanonicalType(clang_getCursorType(c));
	u32 i, n = 0;

	for (i = 1; i < k.n; i++) {
		CXType t = clang_getCanonicalType(clang_getCursorType(k.v[i]));

		if (clang_equalTypes(t, type)) {
			*ret = k.v[i];
			n++;
		}
	}
	if (n != 1 && k.n && lw->f.name &&
	    text_generic(lw, c, clang_getCursorType(k.v[0]), &i) && i + 1 < k.n) {
		*ret = k.v[i + 1];
		n = 1;
	}
	return n == 1;
}

/* ---- attributes -------------------------------------------------------------------- */

/* Attributes that libclang has a kind for are none that is searched for. */
static enum CXChildVisitResult find_attr(CXCursor c, CXCursor parent,
					 CXClientData data)
{
	(void)parent;
	if (c.kind != CXCursor_UnexposedAttr)
		return CXChildVisit_Continue;
	*(bool *)data = true;
	return CXChildVisit_Break;
}

const char *attribute_text(struct lower *lw, CXCursor decl, const char *name)
{
	CXPrintingPolicy policy;
	const char *at;
	bool any = false;
	CXString s;

	clang_visitChildren(decl, find_attr, &any);
	if (!any)
		return NULL;
	policy = clang_getCursorPrintingPolicy(decl);
	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_TerseOutput, 1);
	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_SuppressInitializers, 1);
	s = clang_getCursorPrettyPrinted(decl, policy);
	at = clang_getCString(s) ? strstr(clang_getCString(s), name) : NULL;
	if (at)
		at = arena_strdup(lw->arena, at);
	clang_disposeString(s);
	clang_PrintingPolicy_dispose(policy);
	return at;
}

bool has_attribute(struct lower *lw, CXCursor decl, const char *name)
{
	return attribute_text(lw, decl, name) != NULL;
}
