/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which functions are lowered: those GCC would keep with optimisation.
 *
 * Without it GCC also compiles static functions and variables that nothing
 * refers to; what is checked must not depend on that.
 */
#include "gcc-plugin/lower.h"

struct reach {
	struct uidmap seen;	/* DECL_UID */
	VEC(symtab_node *) work;
	VEC(cgraph_node *) functions;
};

static void visit(struct reach *r, symtab_node *node)
{
	u32 *at = uidmap_at(&r->seen, DECL_UID(node->decl));

	if (*at != IR_NONE)
		return;
	*at = 0;
	vec_push(&r->work, node);
}

/* Somebody outside the unit may refer to it. */
static bool is_root(symtab_node *node)
{
	tree decl = node->decl;

	if (!node->definition)
		return false;
	if (TREE_PUBLIC(decl) && !DECL_EXTERNAL(decl))
		return true;
	return DECL_PRESERVE_P(decl) ||
	       (TREE_CODE(decl) == FUNCTION_DECL &&
		(DECL_STATIC_CONSTRUCTOR(decl) || DECL_STATIC_DESTRUCTOR(decl)));
}

static void follow(struct reach *r, symtab_node *node)
{
	cgraph_node *fn = dyn_cast<cgraph_node *>(node);
	struct ipa_ref *ref = NULL;
	cgraph_edge *e;
	unsigned int i;

	for (i = 0; node->iterate_reference(i, ref); i++)
		visit(r, ref->referred);
	if (!fn)
		return;
	for (e = fn->callees; e; e = e->next_callee)
		visit(r, e->callee);
	if (fn->has_gimple_body_p() && DECL_STRUCT_FUNCTION(fn->decl) &&
	    DECL_STRUCT_FUNCTION(fn->decl)->cfg)
		vec_push(&r->functions, fn);
}

static int by_order(const void *a, const void *b)
{
	int x = (*(cgraph_node *const *)a)->order;
	int y = (*(cgraph_node *const *)b)->order;

	return (x > y) - (x < y);
}

void lower_functions(struct lower *lw)
{
	struct reach r;
	symtab_node *node;
	u32 i;

	memset(&r, 0, sizeof(r));
	FOR_EACH_SYMBOL(node)
		if (is_root(node))
			visit(&r, node);
	while (r.work.n)
		follow(&r, r.work.v[--r.work.n]);
	if (r.functions.n)
		qsort(r.functions.v, r.functions.n, sizeof(*r.functions.v),
		      by_order);
	for (i = 0; i < r.functions.n; i++) {
		push_cfun(DECL_STRUCT_FUNCTION(r.functions.v[i]->decl));
		lower_function(lw, cfun);
		pop_cfun();
	}
	uidmap_release(&r.seen);
	vec_release(&r.work);
	vec_release(&r.functions);
}
