/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which functions are lowered: those GCC would keep with optimisation.
 *
 * Without it GCC also compiles static functions and variables that nothing
 * refers to; what is checked must not depend on that. The builder may find that
 * more of a body is dead than GCC has: it is told all references, and where
 * they stand.
 */
#include "gcc-plugin/lower.h"

struct reach {
	struct lower *lw;
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
	vec_push(&r->lw->nodes, node);
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

static bool has_body(cgraph_node *fn)
{
	return fn->has_gimple_body_p() && DECL_STRUCT_FUNCTION(fn->decl) &&
	       DECL_STRUCT_FUNCTION(fn->decl)->cfg;
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
	if (has_body(fn))
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
	r.lw = lw;
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

/* ---- references ------------------------------------------------------------------ */

/* Names a symbol as the builder does; a variable that no lowered code needs has no number. */
static bool symbol_of(struct lower *lw, symtab_node *node, struct ir_sym *ret)
{
	cgraph_node *fn = dyn_cast<cgraph_node *>(node);
	u32 id;

	if (!fn) {
		id = uidmap_get(&lw->globals, DECL_UID(node->decl));
		if (id != IR_NONE)
			*ret = ir_sym_global(id);
		return id != IR_NONE;
	}
	id = uidmap_get(&lw->funcs, DECL_UID(node->decl));
	if (id == IR_NONE && has_body(fn))
		id = lower_func_symbol(lw, node->decl);
	if (id != IR_NONE)
		*ret = ir_sym_func(id);
	return id != IR_NONE;
}

static void refer(struct lower *lw, struct ir_sym from, symtab_node *node)
{
	struct ir_sym to;

	if (symbol_of(lw, node, &to))
		irb_refer(lw->b, from, to);
}

static struct ir_sym block_at(struct lower *lw, gimple *stmt)
{
	basic_block bb = stmt ? gimple_bb(stmt) : NULL;

	return ir_sym_block(bb ? lw->f.blocks[bb->index] : IR_NONE);
}

/* A variable that refers to others, or to functions. */
static bool leads_on(symtab_node *node)
{
	struct ipa_ref *ref = NULL;

	return is_a<varpool_node *>(node) && node->iterate_reference(0, ref);
}

/* A table that only an asm is given leads on to others like one that is read. */
static void body_ref(struct lower *lw, gimple *stmt, symtab_node *node)
{
	if (leads_on(node))
		lower_global(lw, node->decl);
	refer(lw, block_at(lw, stmt), node);
}

void lower_body_refs(struct lower *lw, struct function *fun)
{
	cgraph_node *fn = cgraph_node::get(fun->decl);
	struct ipa_ref *ref = NULL;
	cgraph_edge *e;
	unsigned int i;

	for (i = 0; fn->iterate_reference(i, ref); i++)
		body_ref(lw, ref->stmt, ref->referred);
	for (e = fn->callees; e; e = e->next_callee)
		body_ref(lw, e->call_stmt, e->callee);
}

/* A variable that no lowered code needs may lead on to functions. */
static void need_variable(struct lower *lw, symtab_node *node)
{
	if (leads_on(node))
		lower_variable(lw, node->decl);
}

/* What a variable refers to, or an alias. */
static void node_refs(struct lower *lw, symtab_node *node)
{
	struct ir_sym from = ir_sym_outside();
	struct ipa_ref *ref = NULL;
	unsigned int i;

	need_variable(lw, node);
	if (is_a<varpool_node *>(node))
		symbol_of(lw, node, &from);
	for (i = 0; node->iterate_reference(i, ref); i++) {
		need_variable(lw, ref->referred);
		refer(lw, from, ref->referred);
	}
}

void lower_drop_unused(struct lower *lw)
{
	u32 i;

	for (i = 0; i < lw->nodes.n; i++) {
		symtab_node *node = lw->nodes.v[i];
		cgraph_node *fn = dyn_cast<cgraph_node *>(node);

		if (is_root(node) && !TREE_PUBLIC(node->decl)) {
			need_variable(lw, node);
			refer(lw, ir_sym_outside(), node);
		}
		if (!fn || !has_body(fn))
			node_refs(lw, node);
	}
	irb_drop_unused(lw->b);
}
