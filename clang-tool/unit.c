/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One unit: watched names, then every function that something reaches. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clang-tool/lower.h"
#include "clang-tool/names.h"
#include "lib/base/path.h"

static const char *clang_version(struct arena *arena)
{
	CXString s = clang_getClangVersion();
	const char *text = clang_getCString(s);
	const char *at = strpbrk(text, "0123456789");
	const char *ret = at ? arena_strndup(arena, at,
					     strspn(at, "0123456789.")) : "";

	clang_disposeString(s);
	return ret;
}

static struct lower *lower_new(CXTranslationUnit tu, const struct rules *rules,
			       const char *file)
{
	struct lower *lw = calloc(1, sizeof(*lw));
	CXTargetInfo target = clang_getTranslationUnitTargetInfo(tu);

	if (!lw)
		abort();
	lw->tu = tu;
	lw->rules = rules;
	lw->arena = arena_new();
	lw->scratch = arena_new();
	lw->cwd = getcwd(NULL, 0);
	lw->ptr_bits = (u32)clang_TargetInfo_getPointerWidth(target);
	clang_TargetInfo_dispose(target);
	if (lw->ptr_bits != 32)
		lw->ptr_bits = 64;
	lw->verbose = getenv("GPRCHECK_CLANG_VERBOSE") != NULL;
	lw->b = irb_new(path_normalise(lw->arena, lw->cwd ? lw->cwd : "", file),
			"clang", clang_version(lw->arena), lw->ptr_bits);
	irb_set_simplify(lw->b);
	return lw;
}

static void lower_free(struct lower *lw)
{
	irb_abandon(lw->b);
	ptrmap_release(&lw->enumerators);
	ptrmap_release(&lw->funcs);
	ptrmap_release(&lw->globals);
	ptrmap_release(&lw->fields);
	ptrmap_release(&lw->records);
	loc_release(lw);
	ptrmap_release(&lw->bodies);
	ptrmap_release(&lw->static_names);
	ptrmap_release(&lw->by_name);
	ptrmap_release(&lw->noreturn);
	ptrmap_release(&lw->node_of);
	ptrmap_release(&lw->type_of);
	vec_release(&lw->types);
	vec_release(&lw->functions);
	vec_release(&lw->roots);
	vec_release(&lw->nodes);
	vec_release(&lw->children);
	vec_release(&lw->f.label_stmts);
	vec_release(&lw->f.taken_labels);
	ptrmap_release(&lw->f.locals);
	ptrmap_release(&lw->f.labels);
	vec_release(&lw->watched);
	vec_release(&lw->enum_names);
	vec_release(&lw->record_names);
	vec_release(&lw->work);
	vec_release(&lw->variables);
	vec_release(&lw->constants);
	vec_release(&lw->f.jumps);
	vec_release(&lw->f.cleanups);
	arena_free(lw->arena);
	arena_free(lw->scratch);
	free(lw->cwd);
	free(lw);
}

/* ---- what is reached without a reason --------------------------------------------------- */

static void root(struct lower *lw, CXCursor c)
{
	struct ir_sym sym;

	if (clang_getCursorLinkage(c) != CXLinkage_External &&
	    !has_attribute(lw, c, "((used"))
		return;
	sym = c.kind == CXCursor_FunctionDecl ? ir_sym_func(func_symbol(lw, c)) :
						ir_sym_global(global_symbol(lw, c));
	irb_refer(lw->b, ir_sym_outside(), sym);
}

static void lower_needed(struct lower *lw)
{
	while (lw->work.n || lw->variables.n) {
		if (lw->work.n)
			lower_function(lw, lw->work.v[--lw->work.n]);
		else
			lower_initialiser(lw, lw->variables.v[--lw->variables.n]);
	}
}

static void lower_all(struct lower *lw)
{
	u32 i;

	for (i = 0; i < lw->roots.n; i++)
		root(lw, lw->roots.v[i]);
	lower_needed(lw);
	/* what only these variables refer to is not needed: the reads are done */
	lw->declare_only = true;
	for (i = 0; i < lw->constants.n; i++)
		global_symbol(lw, lw->constants.v[i]);
	lower_needed(lw);
}

struct ir_unit *lower_unit(CXTranslationUnit tu, const struct rules *rules,
			   const char *file, const char *degraded)
{
	struct lower *lw = lower_new(tu, rules, file);
	struct ir_unit *unit = NULL;

	if (names_look(lw)) {
		lower_all(lw);
		names_report(lw);
		if (degraded)
			irb_set_flags(lw->b, IR_UNIT_DEGRADED, degraded);
		irb_drop_unused(lw->b);
		unit = irb_finish(lw->b);
		lw->b = NULL;
	}
	lower_free(lw);
	return unit;
}

struct ir_unit *lower_failed(const char *folder, const char *file, const char *why)
{
	struct arena *arena = arena_new();
	char *cwd = folder ? strdup(folder) : getcwd(NULL, 0);
	struct ir_builder *b = irb_new(path_normalise(arena, cwd ? cwd : "", file),
				       "clang", clang_version(arena), 64);

	irb_set_flags(b, IR_UNIT_FAILED, why);
	free(cwd);
	arena_free(arena);
	return irb_finish(b);
}
