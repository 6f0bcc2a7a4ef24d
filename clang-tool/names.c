/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Watched names. Macros leave no trace in a parsed unit, so the main file gets
 * a tail: for each watched constant that is a macro by then, an enumerator
 * that has its value.
 */
#include <stdlib.h>
#include <string.h>

#include "clang-tool/names.h"
#include "lib/base/strbuf.h"

void names_questions(const struct rules *rules, struct strbuf *out)
{
	u32 i;

	strbuf_addstr(out, "\n");
	for (i = 0; i < rules_name_count(rules); i++) {
		const struct rules_name *r = rules_name_get(rules, i);

		if (r->kind == RULES_NAME_CONSTANT)
			strbuf_addf(out, "#ifdef %s\nenum { " NAMES_PREFIX
				    "%s = (%s) };\n#endif\n",
				    r->name, r->name, r->name);
	}
}

static int by_name(const void *key, const void *elem)
{
	return strcmp(key, ((const struct watched *)elem)->rule->name);
}

static struct watched *find(struct lower *lw, const char *name, u8 kind)
{
	struct watched *w = bsearch(name, lw->watched.v, lw->watched.n,
				    sizeof(*w), by_name);

	return w && w->rule->kind == kind ? w : NULL;
}

static struct watched *find_cursor(struct lower *lw, CXCursor c, u8 kind)
{
	CXString s = clang_getCursorSpelling(c);
	struct watched *w = find(lw, clang_getCString(s), kind);

	clang_disposeString(s);
	return w;
}

/* ---- enumerators ------------------------------------------------------------------------- */

/* An enumerator that is looked at and has no name to keep. */
#define NAMELESS (IR_NONE - 1)

static void set_value(struct watched *w, u64 bits)
{
	w->declared = true;
	if (w->has_value)
		return;
	w->has_value = true;
	w->bits = bits;
}

static void give_name(struct lower *lw, CXCursor c, const char *name)
{
	*ptrmap_at(&lw->enumerators, decl_key(c)) = lw->enum_names.n;
	vec_push(&lw->enum_names, name);
}

/* `enum { MINE = VCPU_REGS_RIP }` */
static void alias(struct lower *lw, CXCursor c)
{
	struct kids k = exprs_of(lw, c);
	CXCursor in;
	u32 i;

	if (!k.n)
		return;
	in = strip_casts(lw, k.v[k.n - 1]);
	if (in.kind != CXCursor_DeclRefExpr)
		return;
	i = names_enumerator(lw, clang_getCursorReferenced(in));
	if (i != IR_NONE)
		give_name(lw, c, lw->enum_names.v[i]);
}

/* True when it gets a name of its own. */
static bool note_enumerator(struct lower *lw, CXCursor c)
{
	struct watched *w = find_cursor(lw, c, RULES_NAME_CONSTANT);

	if (!w)
		return false;
	set_value(w, (u64)clang_getEnumConstantDeclValue(c));
	if (w->rule->track)
		give_name(lw, c, w->rule->name);
	return w->rule->track;
}

/* An enumerator of the tail, with the value of a macro. */
static bool note_answer(struct lower *lw, CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	const char *name = clang_getCString(s);
	bool ret = !strncmp(name, NAMES_PREFIX, strlen(NAMES_PREFIX));
	struct watched *w = ret ? find(lw, name + strlen(NAMES_PREFIX),
				       RULES_NAME_CONSTANT) : NULL;

	if (w)
		set_value(w, (u64)clang_getEnumConstantDeclValue(c));
	clang_disposeString(s);
	return ret;
}

u32 names_enumerator(struct lower *lw, CXCursor decl)
{
	u32 *at = ptrmap_at(&lw->enumerators, decl_key(decl));

	if (*at == IR_NONE) {
		*at = NAMELESS;
		/* one declared in a struct or function was not seen before */
		if (!note_enumerator(lw, decl))
			alias(lw, decl);
		at = ptrmap_at(&lw->enumerators, decl_key(decl));
	}
	return *at == NAMELESS ? IR_NONE : *at;
}

static const void *name_key(const char *s)
{
	u64 h = 1469598103934665603u;

	while (*s)
		h = (h ^ (unsigned char)*s++) * 1099511628211u;
	return (const void *)(uintptr_t)(h | 8);
}

static void note_function(struct lower *lw, CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	const char *name = clang_getCString(s);
	struct watched *w = find(lw, name, RULES_NAME_FUNCTION);

	if (w)
		w->declared = true;
	clang_disposeString(s);
	vec_push(&lw->functions, c);
	if (clang_isCursorDefinition(c) && !clang_Cursor_isFunctionInlined(c))
		vec_push(&lw->roots, c);
}

/* Made when first asked for: few units have cleanups. */
static void index_functions(struct lower *lw)
{
	u32 i;

	for (i = 0; i < lw->functions.n; i++) {
		CXString s = clang_getCursorSpelling(lw->functions.v[i]);

		*ptrmap_at(&lw->by_name, name_key(clang_getCString(s))) = i;
		clang_disposeString(s);
	}
}

bool names_function(struct lower *lw, const char *name, CXCursor *ret)
{
	u32 i;

	if (!lw->by_name.used)
		index_functions(lw);
	i = ptrmap_get(&lw->by_name, name_key(name));
	if (i == IR_NONE || !spelled(lw->functions.v[i], name))
		return false;
	*ret = lw->functions.v[i];
	return true;
}

static enum CXChildVisitResult visit_names(CXCursor c, CXCursor parent,
					   CXClientData data)
{
	struct lower *lw = data;
	struct watched *w;

	(void)parent;
	switch ((int)c.kind) {
	case CXCursor_FunctionDecl:
		note_function(lw, c);
		return CXChildVisit_Continue;
	case CXCursor_VarDecl:
		if (clang_isCursorDefinition(c))
			vec_push(&lw->roots, c);
		return CXChildVisit_Continue;
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
		if (clang_isCursorDefinition(c)) {
			w = find_cursor(lw, c, RULES_NAME_RECORD);
			if (w)
				w->declared = true;
		}
		return CXChildVisit_Continue;
	case CXCursor_EnumDecl:
		return CXChildVisit_Recurse;
	case CXCursor_EnumConstantDecl:
		if (!note_answer(lw, c))
			note_enumerator(lw, c);
		return CXChildVisit_Continue;
	default:
		return CXChildVisit_Continue;
	}
}

bool names_look(struct lower *lw)
{
	u32 i;

	for (i = 0; i < rules_name_count(lw->rules); i++) {
		struct watched w = { rules_name_get(lw->rules, i), false, false, 0 };

		vec_push(&lw->watched, w);
	}
	clang_visitChildren(clang_getTranslationUnitCursor(lw->tu), visit_names,
			    lw);
	tree_forget(lw);
	for (i = 0; i < lw->watched.n; i++)
		if (lw->watched.v[i].declared && lw->watched.v[i].rule->anchor)
			return true;
	return false;
}

void names_report(struct lower *lw)
{
	u32 i;

	for (i = 0; i < lw->watched.n; i++) {
		const struct watched *w = &lw->watched.v[i];

		if (!w->declared)
			continue;
		irb_declare(lw->b, w->rule->name);
		if (w->rule->kind == RULES_NAME_CONSTANT && w->has_value)
			irb_value(lw->b, w->rule->name, w->bits);
	}
}
