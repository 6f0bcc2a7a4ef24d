/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Matching constants with tokens, in the trees of the C front end.
 *
 * An expression knows where it starts and ends, a constant in it knows
 * nothing: it is looked for in what its neighbours leave over, and must have
 * the value of the name. The walk goes in the order in which the gimplifier
 * evaluates, for that is the order in which lowering asks again.
 */
#include "gcc-plugin/prov_walk_p.h"

/* ---- expressions ---------------------------------------------------------------------- */

enum slot_context prov_context(enum tree_code code)
{
	switch (code) {
	case EQ_EXPR:
	case NE_EXPR:
		return SLOT_EQUAL;
	case LT_EXPR:
	case LE_EXPR:
	case GT_EXPR:
	case GE_EXPR:
		return SLOT_ORDER;
	case CALL_EXPR:
		return SLOT_ARGUMENT;
	default:
		return SLOT_VALUE;
	}
}

static tree get_operand(tree t, u32 i)
{
	return TREE_OPERAND(t, i);
}

static tree get_arg(tree t, u32 i)
{
	return CALL_EXPR_ARG(t, i);
}

/* The operand that is the value of the whole, as it stands. */
static bool passes_value(enum tree_code code, u32 i)
{
	switch (code) {
	case COMPOUND_EXPR:
		return i == 1;
	CASE_CONVERT:
	case NON_LVALUE_EXPR:
	case VIEW_CONVERT_EXPR:
		return true;
	default:
		return false;
	}
}

static void operands(struct walker *w, tree t, struct around outer)
{
	enum tree_code code = TREE_CODE(t);
	struct window all[WALK_MAX_OPERANDS];
	u32 n = MIN(TREE_OPERAND_LENGTH(t), WALK_MAX_OPERANDS);
	u32 i;

	windows_of(w, outer.win, n, get_operand, t, all);
	for (i = 0; i < n; i++) {
		struct around a = around_of(outer.win, outer.loc);

		a.own = outer.own;
		if (passes_value(code, i)) {
			a = outer;
			a.argument = false;
		} else {
			a.context = prov_context(code);
			a.exact = code == MODIFY_EXPR || code == INIT_EXPR;
		}
		a.win = window_of_constant(w, TREE_OPERAND(t, i), outer.win, all,
					n, i);
		a.alone = outer.alone && slot_is_alone(get_operand, t, n, i);
		walk_any(w, TREE_OPERAND(t, i), a);
	}
}

/* Where an argument that is itself a call or a subscript really is. */
static void note_moved(struct walker *w, u32 what, location_t loc)
{
	struct moved m = { what, false, loc };

	vec_push(&w->p->moved, m);
}

static void end_node(struct walker *w, location_t loc, u32 slot, u32 moved)
{
	struct prov *p = w->p;
	struct node n = { loc, slot, p->slots.n, moved, p->moved.n };

	if (n.slot == n.slot_end && n.moved == n.moved_end)
		return;
	vec_push(&p->nodes, n);
}

static tree called(tree call)
{
	tree fn = CALL_EXPR_FN(call);

	if (fn && TREE_CODE(fn) == ADDR_EXPR &&
	    TREE_CODE(TREE_OPERAND(fn, 0)) == FUNCTION_DECL)
		return TREE_OPERAND(fn, 0);
	return NULL_TREE;
}

/*
 * The gimplifier gives each argument that can have one the location of the
 * call, and evaluates the last one first where the target pushes that way.
 */
static void call(struct walker *w, tree t, struct around outer)
{
	struct around a = around_of(outer.win, outer.loc);
	struct window win = outer.win;
	struct window all[WALK_MAX_OPERANDS];
	u32 n = MIN(call_expr_nargs(t), WALK_MAX_OPERANDS);
	u32 i, k;

	windows_of(w, win, n, get_arg, t, all);
	a.own = outer.own;
	walk_any(w, CALL_EXPR_FN(t), a);
	a.exact = a.argument = true;
	a.context = SLOT_ARGUMENT;
	for (k = 0; k < n; k++) {
		i = PUSH_ARGS_REVERSED ? n - 1 - k : k;
		a.win = window_between(win, all, n, i);
		if (TREE_CODE(CALL_EXPR_ARG(t, i)) != INTEGER_CST)
			walk_any(w, CALL_EXPR_ARG(t, i), a);
	}
	/* These are read by the call itself, in order. */
	for (i = 0; i < n; i++) {
		if (TREE_CODE(CALL_EXPR_ARG(t, i)) != INTEGER_CST)
			continue;
		a.win = window_between(win, all, n, i);
		a.alone = slot_is_alone(get_arg, t, n, i);
		if (a.alone)
			walk_any(w, CALL_EXPR_ARG(t, i), a);
		else
			slot_argument(w, t, i, a);
	}
}

static void constructor(struct walker *w, tree t, struct around a)
{
	unsigned HOST_WIDE_INT i;
	struct window own;
	tree value;

	a.exact = a.argument = a.alone = false;
	a.context = SLOT_VALUE;
	FOR_EACH_CONSTRUCTOR_VALUE(CONSTRUCTOR_ELTS(t), i, value) {
		walk_any(w, value, a);
		/* What one element used up, the next one does not see. */
		if (w->tokens && window_of_operand(w, value, &own) &&
		    own.hi > a.win.lo)
			a.win.lo = own.hi;
	}
}

/* Copies what was matched when the declaration was complete. */
static void declaration(struct walker *w, tree decl, location_t loc)
{
	struct prov *p = w->p;
	u32 i = uidmap_get(&p->by_decl, DECL_UID(decl));
	u32 slot = p->slots.n, moved = p->moved.n, k;
	struct matched m;

	if (i == IR_NONE || TREE_STATIC(decl))
		return;
	m = p->matched.v[i];
	for (k = m.node; k < m.node_end; k++) {
		struct node n = p->nodes.v[k];

		n.slot += slot - m.slot;
		n.slot_end += slot - m.slot;
		n.moved += moved - m.moved;
		n.moved_end += moved - m.moved;
		vec_push(&p->nodes, n);
	}
	for (k = m.slot; k < m.slot_end; k++) {
		struct slot s = p->slots.v[k];

		vec_push(&p->slots, s);
	}
	for (k = m.moved; k < m.moved_end; k++) {
		struct moved s = p->moved.v[k];

		vec_push(&p->moved, s);
	}
	end_node(w, loc, slot, moved);
}

/*
 * The gimplifier reads constant variables and elements of constant tables:
 * what comes out has the name that the initialiser has.
 */
static void constant_read(struct walker *w, tree base, tree index, struct around a)
{
	struct prov_init names;
	u64 bits;
	u32 watched;

	if (!walk_is_constant(w, base))
		return;
	a.context = SLOT_VALUE;
	a.exact = false;
	prov_begin_init(w->p, base, &names);
	if (prov_element(w->p, DECL_INITIAL(base), index, &names, &bits,
			 &watched))
		slot_add(w, bits, watched, IR_NONE, a);
}

/* GIMPLE stores its parts where the braces open. */
static void compound_literal(struct walker *w, tree decl, struct around a)
{
	u32 slot = w->p->slots.n, moved = w->p->moved.n;

	a.loc = a.own = DECL_SOURCE_LOCATION(decl);
	a.argument = a.exact = false;
	a.context = SLOT_VALUE;
	walk_any(w, DECL_INITIAL(decl), a);
	end_node(w, a.loc, slot, moved);
}

/* An expression with a location of its own; `loc` is what GIMPLE will see. */
static void located(struct walker *w, tree t, struct around a, location_t loc)
{
	u32 slot = w->p->slots.n, moved = w->p->moved.n;
	bool is_moved = a.argument;
	u32 end = 0;

	/* `return (X);` and the assignment in it only know the parenthesis. */
	if (TREE_CODE(t) == RETURN_EXPR)
		end = w->limit;
	else if (a.own == EXPR_LOCATION(t))
		end = a.win.hi;
	a.win = no_window;
	a.loc = loc;
	a.own = EXPR_LOCATION(t);
	if (w->tokens && window_of(w, t, &a.win)) {
		a.alone = end <= a.win.hi;
		a.win.hi = MAX(a.win.hi, end);
	}
	if (TREE_CODE(t) == CALL_EXPR)
		call(w, t, a);
	else
		operands(w, t, a);
	if (TREE_CODE(t) == ARRAY_REF &&
	    TREE_CODE(TREE_OPERAND(t, 1)) == INTEGER_CST)
		constant_read(w, TREE_OPERAND(t, 0), TREE_OPERAND(t, 1), a);
	if (TREE_CODE(t) == CALL_EXPR &&
	    (is_moved || w->p->moved.n > moved))
		note_moved(w, prov_what_call(called(t)), EXPR_LOCATION(t));
	else if (TREE_CODE(t) == ARRAY_REF && is_moved)
		note_moved(w, prov_what_ref(ARRAY_REF), EXPR_LOCATION(t));
	end_node(w, loc, slot, moved);
	/* Some builtins leave their arguments where they are. */
	if (loc != a.own)
		end_node(w, a.own, slot, moved);
}

/* ---- statements ------------------------------------------------------------------------ */

void walk_plain(struct walker *w, tree t)
{
	walk_any(w, t, around_of(no_window, UNKNOWN_LOCATION));
}

/* The first token behind a statement is where the next one begins. */
static u32 next_statement(struct walker *w, tree_stmt_iterator i)
{
	struct window win;

	for (tsi_next(&i); !tsi_end_p(i); tsi_next(&i))
		if (EXPR_P(tsi_stmt(i)) && window_of(w, tsi_stmt(i), &win))
			return MIN(win.lo, w->limit);
	return w->limit;
}

static void statements(struct walker *w, tree list)
{
	tree_stmt_iterator i;
	u32 limit = w->limit;

	for (i = tsi_start(list); !tsi_end_p(i); tsi_next(&i)) {
		if (w->tokens)
			w->limit = next_statement(w, i);
		walk_plain(w, tsi_stmt(i));
		w->limit = limit;
	}
}

/* GCC makes `if (x == N)` of a switch with a single label. */
static void labels_as_tests(struct walker *w, tree t, u32 first)
{
	struct prov *p = w->p;
	u32 i, slot = p->slots.n, moved = p->moved.n;

	for (i = first; i < slot; i++) {
		struct slot s = p->slots.v[i];

		if (s.context != SLOT_CASE)
			continue;
		s.context = SLOT_EQUAL;
		s.loc = prov_key(EXPR_LOCATION(t));
		vec_push(&p->slots, s);
	}
	end_node(w, EXPR_LOCATION(t), slot, moved);
}

/*
 * `if`, `switch`: the statement's own location serves what decides, not what
 * is in its arms.
 */
static void decision(struct walker *w, tree t)
{
	u32 slot = w->p->slots.n, moved = w->p->moved.n;
	int i;

	walk_plain(w, TREE_OPERAND(t, 0));
	end_node(w, EXPR_LOCATION(t), slot, moved);
	slot = w->p->slots.n;
	for (i = 1; i < TREE_OPERAND_LENGTH(t); i++)
		walk_plain(w, TREE_OPERAND(t, i));
	if (TREE_CODE(t) != COND_EXPR)
		labels_as_tests(w, t, slot);
}

/* What has no value and is no statement that GIMPLE has, too. */
static bool is_container(tree t)
{
	if (!VOID_TYPE_P(TREE_TYPE(t)))
		return false;
	switch (TREE_CODE(t)) {
	case CALL_EXPR:
	case MODIFY_EXPR:
	case INIT_EXPR:
	case RETURN_EXPR:
	case COMPOUND_EXPR:
	case ASM_EXPR:
	CASE_CONVERT:
		return false;
	default:
		return true;
	}
}

static void expression(struct walker *w, tree t, struct around a)
{
	location_t own = EXPR_LOCATION(t);
	int i;

	if (TREE_CODE(t) == SWITCH_EXPR || TREE_CODE(t) == SWITCH_STMT ||
	    (TREE_CODE(t) == COND_EXPR && VOID_TYPE_P(TREE_TYPE(t)))) {
		decision(w, t);
	} else if (is_container(t)) {
		for (i = 0; i < TREE_OPERAND_LENGTH(t); i++)
			walk_plain(w, TREE_OPERAND(t, i));
	} else if (own != UNKNOWN_LOCATION) {
		located(w, t, a, a.argument ? a.loc : own);
	} else if (TREE_CODE(t) == CALL_EXPR) {
		call(w, t, a);
	} else {
		operands(w, t, a);
	}
}

/* A label stands before the statement it is of. */
static void case_label(struct walker *w, tree t)
{
	u32 slot = w->p->slots.n;
	struct around a = around_of(no_window, EXPR_LOCATION(t));

	if (!CASE_LOW(t) || CASE_HIGH(t) || !w->tokens ||
	    !window_of(w, t, &a.win))
		return;
	a.win.hi = w->limit;
	a.context = SLOT_CASE;
	a.exact = true;
	a.alone = false;
	walk_any(w, CASE_LOW(t), a);
	end_node(w, a.loc, slot, w->p->moved.n);
}

void walk_any(struct walker *w, tree t, struct around a)
{
	if (!t)
		return;
	switch (TREE_CODE(t)) {
	case INTEGER_CST:
		slot_constant(w, t, a);
		break;
	case VAR_DECL:
		constant_read(w, t, NULL_TREE, a);
		break;
	case STRING_CST:
		slot_string(w, t, a);
		break;
	case CASE_LABEL_EXPR:
		case_label(w, t);
		break;
	case STATEMENT_LIST:
		statements(w, t);
		break;
	case BIND_EXPR:
		walk_plain(w, BIND_EXPR_BODY(t));
		break;
	case DECL_EXPR:
		if (VAR_P(DECL_EXPR_DECL(t)))
			declaration(w, DECL_EXPR_DECL(t), EXPR_LOCATION(t));
		break;
	case CONSTRUCTOR:
		constructor(w, t, a);
		break;
	case COMPOUND_LITERAL_EXPR:
		compound_literal(w, COMPOUND_LITERAL_EXPR_DECL(t), a);
		break;
	case SAVE_EXPR:
		if (walk_first_visit(w, t))
			walk_any(w, TREE_OPERAND(t, 0), a);
		break;
	default:
		if (EXPR_P(t) && (!w->is_static || CONVERT_EXPR_P(t)))
			expression(w, t, a);
		break;
	}
}
