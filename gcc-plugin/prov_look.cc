/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks of a function or an initialiser: the whole, or a quick look. */
#include "gcc-plugin/prov_walk_p.h"

bool walk_first_visit(struct walker *w, tree t)
{
	u32 *at = uidmap_at(&w->saved, (u32)((uintptr_t)t >> 4) & 0x7fffffff);

	if (*at != IR_NONE)
		return false;
	*at = 0;
	return true;
}

static void begin_walk(struct walker *w, struct prov *p, struct window win)
{
	memset(w, 0, sizeof(*w));
	w->p = p;
	w->tokens = win.lo < win.hi;
	w->limit = win.hi;
}

/*
 * Where no tracked name is used, only calls with arguments that GCC will move
 * and constant variables matter: a quick look for these.
 */
static void look_for_calls(struct walker *w, tree t);

static bool is_moved(tree arg)
{
	return (TREE_CODE(arg) == CALL_EXPR || TREE_CODE(arg) == ARRAY_REF) &&
	       EXPR_HAS_LOCATION(arg);
}

/* Most operands are leaves, for which a call would cost more than the look. */
static inline void look_in_operand(struct walker *w, tree t)
{
	if (!t)
		return;
	if (EXPR_P(t) || TREE_CODE(t) == STATEMENT_LIST)
		look_for_calls(w, t);
	else if (walk_is_constant(w, t))
		w->constants = true;
}

static void look_in_operands(struct walker *w, tree t)
{
	int i, n = TREE_OPERAND_LENGTH(t);

	if (TREE_CODE(t) == CALL_EXPR)
		for (i = 3; i < n; i++)
			if (TREE_OPERAND(t, i) && is_moved(TREE_OPERAND(t, i))) {
				walk_plain(w, t);
				return;
			}
	for (i = 0; i < n; i++)
		look_in_operand(w, TREE_OPERAND(t, i));
}

static void look_for_calls(struct walker *w, tree t)
{
	tree_stmt_iterator i;

	switch (TREE_CODE(t)) {
	case STATEMENT_LIST:
		for (i = tsi_start(t); !tsi_end_p(i); tsi_next(&i))
			look_in_operand(w, tsi_stmt(i));
		break;
	case BIND_EXPR:
		look_in_operand(w, BIND_EXPR_BODY(t));
		break;
	case SAVE_EXPR:
		if (walk_first_visit(w, t))
			look_in_operands(w, t);
		break;
	case DECL_EXPR:
	case COMPOUND_LITERAL_EXPR:
		walk_plain(w, t);
		break;
	default:
		look_in_operands(w, t);
		break;
	}
}

void prov_walk_function(struct prov *p, tree body, struct window win)
{
	u32 slots = p->slots.n, moved = p->moved.n, nodes = p->nodes.n;
	struct walker w;

	begin_walk(&w, p, win);
	if (!w.tokens)
		look_in_operand(&w, body);
	if (w.tokens || w.constants) {
		p->slots.n = slots;
		p->moved.n = moved;
		p->nodes.n = nodes;
		uidmap_clear(&w.saved);
		walk_plain(&w, body);
	}
	uidmap_release(&w.saved);
}

void prov_walk_initialiser(struct prov *p, tree decl, struct window win)
{
	struct walker w;

	begin_walk(&w, p, win);
	w.is_static = TREE_STATIC(decl);
	if (w.tokens)
		walk_any(&w, DECL_INITIAL(decl),
		     around_of(win, DECL_SOURCE_LOCATION(decl)));
	else if (!w.is_static)
		look_in_operand(&w, DECL_INITIAL(decl));
	uidmap_release(&w.saved);
}
