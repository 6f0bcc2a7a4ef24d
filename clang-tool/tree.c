/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Children of cursors. Each visit of libclang's has its price, so those of a
 * whole function or initialiser are read by one.
 */
#include "clang-tool/lower.h"

/* As clang_isDeclaration(), which is a call for each cursor there is, often several. */
static bool is_declaration(enum CXCursorKind k)
{
	return (k >= CXCursor_FirstDecl && k <= CXCursor_LastDecl) ||
	       (k >= CXCursor_FirstExtraDecl && k <= CXCursor_LastExtraDecl);
}

static const void *key_of(CXCursor c)
{
	return is_declaration(c.kind) ? c.data[0] : c.data[1];
}

static bool may_have_children(enum CXCursorKind k)
{
	return clang_isExpression(k) || clang_isStatement(k) ||
	       is_declaration(k);
}

static u32 new_node(struct lower *lw, u32 parent)
{
	struct node n = { .parent = parent, .first = IR_NONE, .last = IR_NONE, .nth = IR_NONE,
			  .variable = -1, .question = -1 };

	vec_push(&lw->nodes, n);
	return lw->nodes.n - 1;
}

/* Returns the number of the parent. */
static u32 add_child(struct lower *lw, CXCursor parent, CXCursor c)
{
	u32 i = ptrmap_get(&lw->node_of, key_of(parent));
	struct child child = { c, IR_NONE };
	struct node *n;

	if (i == IR_NONE)
		return i;
	n = &lw->nodes.v[i];
	if (n->last == IR_NONE)
		n->first = lw->children.n;
	else
		lw->children.v[n->last].next = lw->children.n;
	n->last = lw->children.n;
	n->nall++;
	vec_push(&lw->children, child);
	return i;
}

/* What text.c wants to know: the k-th of its kind, and labels. */
static void number(struct lower *lw, CXCursor c, CXCursor parent, struct node *n)
{
	switch ((int)c.kind) {
	case CXCursor_GCCAsmStmt:
		n->nth = lw->f.nth[NTH_ASM]++;
		return;
	case CXCursor_ForStmt:
		n->nth = lw->f.nth[NTH_FOR]++;
		return;
	case CXCursor_GenericSelectionExpr:
		n->nth = lw->f.nth[NTH_GENERIC]++;
		return;
	case CXCursor_LabelStmt:
		vec_push(&lw->f.label_stmts, c);
		return;
	case CXCursor_LabelRef:
		if (parent.kind == CXCursor_AddrLabelExpr)
			vec_push(&lw->f.taken_labels, clang_getCursorReferenced(c));
		return;
	}
}

static enum CXChildVisitResult enter(CXCursor c, CXCursor parent,
				     CXClientData data)
{
	struct lower *lw = data;
	u32 *at, up;

	/* an OpaqueValueExpr shows as the expression that it stands for */
	if (key_of(c) == key_of(parent) && may_have_children(c.kind))
		return CXChildVisit_Recurse;
	up = add_child(lw, parent, c);
	if (!may_have_children(c.kind)) {
		number(lw, c, parent, NULL);
		return CXChildVisit_Continue;
	}
	at = ptrmap_at(&lw->node_of, key_of(c));
	/* `a ?: b` has `a` twice */
	if (*at != IR_NONE)
		return CXChildVisit_Continue;
	*at = new_node(lw, up);
	number(lw, c, parent, &lw->nodes.v[*at]);
	return CXChildVisit_Recurse;
}

void tree_read(struct lower *lw, CXCursor root)
{
	u32 *at = ptrmap_at(&lw->node_of, key_of(root));

	if (*at != IR_NONE)
		return;
	*at = new_node(lw, IR_NONE);
	clang_visitChildren(root, enter, lw);
}

/* What is known of a cursor; valid until the next is asked for. */
struct node *node_of(struct lower *lw, CXCursor c)
{
	u32 i = ptrmap_get(&lw->node_of, key_of(c));

	if (i == IR_NONE) {
		tree_read(lw, c);
		i = ptrmap_get(&lw->node_of, key_of(c));
	}
	return &lw->nodes.v[i];
}

bool tree_in_scope(struct lower *lw, CXCursor var, CXCursor at)
{
	u32 v = ptrmap_get(&lw->node_of, key_of(var));
	u32 i = ptrmap_get(&lw->node_of, key_of(at));
	u32 scope;

	if (v == IR_NONE || i == IR_NONE || i < v)
		return false;
	/* the declaration statement stands in the scope */
	scope = lw->nodes.v[v].parent;
	scope = scope == IR_NONE ? scope : lw->nodes.v[scope].parent;
	while (i != IR_NONE && i != scope)
		i = lw->nodes.v[i].parent;
	return i != IR_NONE;
}

static void fill(struct lower *lw, struct node *n)
{
	CXCursor *v = arena_alloc(lw->scratch, sizeof(*v) * (n->nall + 1u));
	u32 i, k = 0, exprs = 0;

	for (i = n->first; i != IR_NONE; i = lw->children.v[i].next) {
		v[k] = lw->children.v[i].c;
		exprs += clang_isExpression(v[k++].kind) != 0;
	}
	v[k] = clang_getNullCursor();
	n->all.v = v;
	n->all.n = k;
	n->exprs = n->all;
	if (exprs == k)
		return;
	n->exprs.v = arena_alloc(lw->scratch, sizeof(*v) * (exprs + 1u));
	n->exprs.n = 0;
	for (i = 0; i < k; i++)
		if (clang_isExpression(v[i].kind))
			n->exprs.v[n->exprs.n++] = v[i];
	n->exprs.v[exprs] = clang_getNullCursor();
}

static struct node *filled(struct lower *lw, CXCursor c)
{
	struct node *n = node_of(lw, c);

	if (!n->all.v)
		fill(lw, n);
	return n;
}

struct kids kids_of(struct lower *lw, CXCursor c)
{
	return filled(lw, c)->all;
}

struct kids exprs_of(struct lower *lw, CXCursor c)
{
	return filled(lw, c)->exprs;
}

CXCursor last_expr(struct lower *lw, CXCursor c)
{
	struct kids k = exprs_of(lw, c);

	return k.n ? k.v[k.n - 1] : clang_getNullCursor();
}

void tree_forget(struct lower *lw)
{
	ptrmap_clear(&lw->node_of);
	vec_clear(&lw->nodes);
	vec_clear(&lw->children);
	vec_clear(&lw->f.label_stmts);
	vec_clear(&lw->f.taken_labels);
	lw->f.nth[NTH_ASM] = lw->f.nth[NTH_FOR] = lw->f.nth[NTH_GENERIC] = 0;
	arena_reset(lw->scratch);
}
