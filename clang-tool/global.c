/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Function symbols, global variables and their initialisers. */
#include <stdlib.h>
#include <string.h>

#include "clang-tool/lower.h"

#define MAX_INITS 4096

/* ---- functions ------------------------------------------------------------------------ */

bool func_is_noreturn(struct lower *lw, CXCursor decl)
{
	const void *key = decl_key(decl);
	u32 *at = ptrmap_at(&lw->noreturn, key);
	CXString s;

	if (*at == IR_NONE) {
		s = clang_getTypeSpelling(clang_getCursorType(decl));
		*at = strstr(clang_getCString(s), "noreturn") != NULL ||
		      spelled(decl, "__builtin_trap") ||
		      spelled(decl, "__builtin_abort");
		clang_disposeString(s);
	}
	return *at;
}

static u32 func_flags(struct lower *lw, CXCursor decl, CXCursor def)
{
	enum CXLinkageKind linkage = clang_getCursorLinkage(decl);
	bool defined = !clang_Cursor_isNull(def);
	u32 flags = 0;

	if (linkage == CXLinkage_Internal || linkage == CXLinkage_NoLinkage)
		flags |= IR_FUNC_STATIC;
	if (clang_Cursor_isFunctionInlined(defined ? def : decl))
		flags |= IR_FUNC_INLINE;
	if (!(flags & IR_FUNC_STATIC) &&
	    has_attribute(lw, defined ? def : decl, "((weak"))
		flags |= IR_FUNC_WEAK;
	if (func_is_noreturn(lw, decl))
		flags |= IR_FUNC_NORETURN;
	if (clang_isFunctionTypeVariadic(clang_getCursorType(decl)))
		flags |= IR_FUNC_VARARG;
	if (defined && !clang_Location_isFromMainFile(clang_getCursorLocation(def)))
		flags |= IR_FUNC_HEADER;
	return flags;
}

u32 func_symbol(struct lower *lw, CXCursor decl)
{
	const void *key = decl_key(decl);
	u32 *at = ptrmap_at(&lw->funcs, key);
	CXCursor def, shown;
	u32 id;

	if (*at != IR_NONE)
		return *at;
	def = clang_getCursorDefinition(decl);
	shown = clang_Cursor_isNull(def) ? decl : def;
	id = irb_func(lw->b, spelling(lw, decl), func_flags(lw, decl, def),
		      loc_of(lw, clang_getCursorLocation(shown)),
		      type_of(lw, clang_getCursorResultType(decl)));
	*ptrmap_at(&lw->funcs, key) = id;
	if (!clang_Cursor_isNull(def) && !lw->declare_only)
		vec_push(&lw->work, def);
	return id;
}

/* The statement being lowered refers to it. */
static void refer_here(struct lower *lw, struct ir_sym to)
{
	irb_refer(lw->b, ir_sym_block(irb_current_block(lw->b)), to);
}

u32 func_used(struct lower *lw, CXCursor decl)
{
	u32 id = func_symbol(lw, decl);

	refer_here(lw, ir_sym_func(id));
	return id;
}

/* ---- variables ------------------------------------------------------------------------ */

bool is_global_var(CXCursor decl)
{
	return decl.kind == CXCursor_VarDecl &&
	       clang_Cursor_hasVarDeclGlobalStorage(decl) == 1;
}

static bool in_function(CXCursor decl)
{
	return clang_getCursorSemanticParent(decl).kind == CXCursor_FunctionDecl;
}

/* FUNC.NAME, FUNC.NAME.2 ... for what one function has of that name. */
static const char *name_in_function(struct lower *lw, const char *func,
				    const char *name)
{
	const char *full = arena_printf(lw->arena, "%s.%s", func, name);
	u32 *twins;

	twins = ptrmap_at(&lw->static_names,
			  (const void *)(uintptr_t)(irb_str(lw->b, full) * 8u));
	*twins = *twins == IR_NONE ? 1 : *twins + 1;
	if (*twins == 1)
		return full;
	return arena_printf(lw->arena, "%s.%u", full, *twins);
}

static const char *global_name(struct lower *lw, CXCursor decl)
{
	const char *name = spelling(lw, decl);

	if (!in_function(decl) ||
	    clang_Cursor_getStorageClass(decl) == CX_SC_Extern)
		return name;
	return name_in_function(lw, spelling(lw,
				clang_getCursorSemanticParent(decl)), name);
}

static u32 global_flags(struct lower *lw, CXCursor decl, CXCursor def)
{
	CXType type = clang_getCursorType(decl);
	u32 flags = 0;

	if (clang_getCursorLinkage(decl) != CXLinkage_External)
		flags |= IR_GLOBAL_STATIC;
	if (type_is_const(lw, type))
		flags |= IR_GLOBAL_CONST;
	if (type_is_volatile(lw, type))
		flags |= IR_GLOBAL_VOLATILE;
	if (!clang_Cursor_isNull(def) ||
	    clang_Cursor_getStorageClass(decl) != CX_SC_Extern)
		flags |= IR_GLOBAL_DEFINED;
	return flags;
}

u32 global_symbol(struct lower *lw, CXCursor decl)
{
	const void *key = decl_key(decl);
	u32 *at = ptrmap_at(&lw->globals, key);
	CXType type = clang_getCursorType(decl);
	struct ir_type t = type_of(lw, type);
	CXCursor def;
	u32 id;

	if (*at != IR_NONE)
		return *at;
	def = clang_getCursorDefinition(decl);
	if (!clang_Cursor_isNull(def)) {
		type = clang_getCursorType(def);
		t = type_of(lw, type);
	}
	if (t.kind == IR_T_VOID)
		t = type_other;
	id = irb_global(lw->b, global_name(lw, decl), global_flags(lw, decl, def),
			t, type_record(lw, type), type_nelem(lw, type),
			loc_of(lw, clang_getCursorLocation(
				clang_Cursor_isNull(def) ? decl : def)));
	*ptrmap_at(&lw->globals, key) = id;
	if (clang_Cursor_isNull(def))
		def = decl;
	vec_push(&lw->variables, def);
	return id;
}

void func_to_asm(struct lower *lw, CXCursor c)
{
	c = strip_casts(lw, c);
	if (is_unary(c, CXUnaryOperator_AddrOf))
		c = strip_casts(lw, last_expr(lw, c));
	if (c.kind != CXCursor_DeclRefExpr)
		return;
	c = clang_getCursorReferenced(c);
	if (c.kind == CXCursor_FunctionDecl)
		irb_refer_hidden(lw->b, ir_sym_block(irb_current_block(lw->b)),
				 ir_sym_func(func_symbol(lw, c)));
}

u32 global_used(struct lower *lw, CXCursor decl)
{
	u32 id = global_symbol(lw, decl);

	refer_here(lw, ir_sym_global(id));
	return id;
}

/* ---- initialisers ------------------------------------------------------------------------ */

static bool function_ref(struct init_sink *s, CXCursor c, u32 *ret)
{
	struct lower *lw = s->lw;

	c = strip_casts(lw, c);
	if (is_unary(c, CXUnaryOperator_AddrOf))
		c = strip_casts(lw, last_expr(lw, c));
	if (c.kind != CXCursor_DeclRefExpr)
		return false;
	c = clang_getCursorReferenced(c);
	if (c.kind != CXCursor_FunctionDecl)
		return false;
	*ret = func_symbol(lw, c);
	irb_refer(lw->b, ir_sym_global(s->global), ir_sym_func(*ret));
	return true;
}

const char *const_name(struct lower *lw, CXCursor c)
{
	struct kids k;
	u64 bits;

	c = strip_casts(lw, c);
	if (c.kind == CXCursor_ConditionalOperator) {
		k = exprs_of(lw, c);
		if (k.n == 3 && const_eval(lw, k.v[0], &bits))
			return const_name(lw, k.v[bits ? 1 : 2]);
	}
	if (c.kind == CXCursor_UnexposedExpr && is_choose_expr(lw, c, &c))
		return const_name(lw, c);
	if (c.kind != CXCursor_DeclRefExpr)
		return NULL;
	c = clang_getCursorReferenced(c);
	if (c.kind != CXCursor_EnumConstantDecl)
		return NULL;
	return enumerator(lw, c).name;
}

static u32 literal_global(struct lower *lw, CXCursor c);

static enum CXChildVisitResult mention(CXCursor c, CXCursor parent,
				       CXClientData data)
{
	struct init_sink *s = data;
	struct ir_sym from = ir_sym_global(s->global);
	struct lower *lw = s->lw;
	CXCursor d;

	(void)parent;
	if (c.kind == CXCursor_CompoundLiteralExpr) {
		irb_refer(lw->b, from, ir_sym_global(literal_global(lw, c)));
		return CXChildVisit_Continue;
	}
	if (c.kind == CXCursor_DeclRefExpr) {
		d = clang_getCursorReferenced(c);
		if (d.kind == CXCursor_FunctionDecl)
			irb_refer(lw->b, from, ir_sym_func(func_symbol(lw, d)));
		else if (is_global_var(d))
			irb_refer(lw->b, from, ir_sym_global(global_symbol(lw, d)));
	}
	return CXChildVisit_Recurse;
}

static void put_global(struct init_sink *s, CXType type, CXCursor value)
{
	struct lower *lw = s->lw;
	struct ir_const c;
	u64 bits;
	u32 func;

	c.type = type_of(lw, type);
	if (function_ref(s, value, &func)) {
		irb_init_func(lw->b, s->global, s->at->proj, s->at->nproj, func);
	} else if (ir_type_is_scalar(c.type) && const_eval(lw, value, &bits)) {
		const char *name = const_name(lw, value);

		if (s->at->bit_width && c.type.kind == IR_T_INT)
			c.type.bits = s->at->bit_width;
		c.bits = ir_extend(c.type, bits);
		c.name = name ? irb_str(lw->b, name) : 0;
		irb_init(lw->b, s->global, s->at->proj, s->at->nproj, c);
	} else {
		irb_init_unknown(lw->b, s->global, s->at->proj, s->at->nproj);
		if (mention(value, value, s) == CXChildVisit_Recurse)
			clang_visitChildren(value, mention, s);
	}
}

static void put_global_string(struct init_sink *s, CXType type, CXCursor value)
{
	struct place saved = *s->at;
	const char *text;
	size_t n, i;

	if (init_string_bytes(s->lw, type, value, &text, &n)) {
		for (i = 0; i < n; i++) {
			struct ir_const c = { 0, type_of(s->lw, type_element(s->lw, type)), 0 };

			init_push_element(s, type, i);
			c.bits = ir_extend(c.type, (u64)(s64)text[i]);
			irb_init(s->lw->b, s->global, s->at->proj,
				 s->at->nproj, c);
			*s->at = saved;
		}
		return;
	}
	irb_init_unknown(s->lw->b, s->global, s->at->proj, s->at->nproj);
}

static void fill_global(struct lower *lw, u32 global, CXType type, CXCursor value)
{
	struct place at;
	struct init_sink s = { .lw = lw, .at = &at, .budget = MAX_INITS * 4,
			       .put = put_global,
			       .string = put_global_string, .global = global };

	memset(&at, 0, sizeof(at));
	init_walk(&s, type, value);
	if (!s.budget)
		irb_init_unknown(lw->b, global, NULL, 0);
}

/* What a literal stands for: a variable without a name, filled. */
static u32 nameless(struct lower *lw, const char *name, u32 flags, CXType type,
		    CXCursor value)
{
	u32 id = irb_global(lw->b, name, IR_GLOBAL_STATIC | IR_GLOBAL_DEFINED | flags,
			    type_of(lw, type), type_record(lw, type),
			    type_nelem(lw, type), get_loc(lw));

	fill_global(lw, id, type, value);
	return id;
}

/* Of a literal outside of functions. */
static u32 literal_global(struct lower *lw, CXCursor c)
{
	return nameless(lw, name_in_function(lw, "(unit)", "(literal)"), 0,
			clang_getCursorType(c), c);
}

static void check_constant(struct init_sink *s, CXType type, CXCursor value)
{
	u64 bits;

	if (!ir_type_is_scalar(type_of(s->lw, type)) ||
	    !const_eval(s->lw, value, &bits))
		s->budget = 0;
}

static void no_constant(struct init_sink *s, CXType type, CXCursor value)
{
	(void)type;
	(void)value;
	s->budget = 0;
}

/* Above that, GCC copies constant data to a variable instead of storing each. */
#define BYTES_OF_STORES 256

u32 constant_aggregate(struct lower *lw, CXType type, CXCursor value)
{
	struct place at;
	struct init_sink s = { .lw = lw, .at = &at, .budget = MAX_INITS,
			       .put = check_constant, .string = no_constant };
	u32 id;

	if (type_bytes(lw, type) <= BYTES_OF_STORES)
		return IR_NONE;
	memset(&at, 0, sizeof(at));
	init_walk(&s, type, value);
	if (!s.budget)
		return IR_NONE;
	id = nameless(lw, name_in_function(lw, lw->f.name, "(const)"), IR_GLOBAL_CONST,
		      type, value);
	refer_here(lw, ir_sym_global(id));
	return id;
}

void lower_initialiser(struct lower *lw, CXCursor decl)
{
	CXCursor value = clang_Cursor_getVarDeclInitializer(decl);
	u32 id = global_symbol(lw, decl);

	if (clang_Cursor_isNull(value) ||
	    ptrmap_get(&lw->bodies, decl_key(decl)) != IR_NONE)
		return;
	*ptrmap_at(&lw->bodies, decl_key(decl)) = 1;
	tree_read(lw, decl);
	fill_global(lw, id, clang_getCursorType(decl), value);
	tree_forget(lw);
}
