/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Matching constants with tokens, in the trees of the C front end.
 *
 * An expression knows where it starts and ends, a constant in it knows
 * nothing: it is looked for in what its neighbours leave over, and must have
 * the value of the name. The walk goes in the order in which the gimplifier
 * evaluates, for that is the order in which lowering asks again.
 */
#include "gcc-plugin/lower.h"
#include "gcc-plugin/prov_p.h"

struct walker {
	struct prov *p;
	bool tokens;		/* there are any in this function */
	bool is_static;		/* an initialiser that is no code */
	bool constants;		/* a constant variable with names is read */
	u32 limit;		/* first token behind the statement */
	struct uidmap saved;	/* SAVE_EXPRs seen */
};

static const struct window no_window = { 0, 0 };

/* Where an expression stands in the one around it. */
struct around {
	struct window win;
	location_t loc;		/* the statement's, as far as known */
	location_t own;		/* the same before GCC moves it */
	u8 context;		/* enum slot_context */
	bool exact;		/* the statement will have exactly `loc` */
	bool argument;		/* of a call at `loc` */
	bool alone;		/* no neighbour has the same value */
};

static void walk(struct walker *w, tree t, struct around a);

static struct around around_of(struct window win, location_t loc)
{
	struct around a = { win, loc, loc, SLOT_VALUE, false, false, true };

	return a;
}

static location_t expr_location(tree t)
{
	return EXPR_P(t) ? EXPR_LOCATION(t) : UNKNOWN_LOCATION;
}

/* ---- windows --------------------------------------------------------------------- */

/* What the expression reaches over; false when it does not say. */
static bool own_window(struct walker *w, tree t, struct window *ret)
{
	location_t loc = expr_location(t);
	source_range range;
	struct pos pos;

	if (loc == UNKNOWN_LOCATION)
		return false;
	range = get_range_from_loc(line_table, loc);
	prov_pos(w->p, range.m_start, &pos);
	ret->lo = prov_first_at(w->p, &pos);
	prov_pos(w->p, range.m_finish, &pos);
	ret->hi = prov_first_behind(w->p, &pos);
	if (ret->hi < ret->lo)
		ret->hi = ret->lo;
	return true;
}

/* What an operand reaches over, looking through what has no location. */
static bool operand_window(struct walker *w, tree t, struct window *ret)
{
	int i, n;

	if (!t || !EXPR_P(t))
		return false;
	if (own_window(w, t, ret))
		return ret->lo < ret->hi;
	n = TREE_OPERAND_LENGTH(t);
	for (i = 0; i < n; i++)
		if (operand_window(w, TREE_OPERAND(t, i), ret))
			return true;
	return false;
}

/* The window of operand i is what the operands around it leave over. */
static struct window between(struct window win, const struct window *all,
			     u32 n, u32 i)
{
	u32 k;

	for (k = 0; k < i; k++)
		if (all[k].hi > win.lo)
			win.lo = all[k].hi;
	for (k = n; k-- > i + 1;)
		if (all[k].hi && all[k].lo < win.hi)
			win.hi = all[k].lo;
	return win;
}

/* ---- constants ---------------------------------------------------------------------- */

/* The first unclaimed token in the window with the value, from *i on. */
static u32 claim(struct walker *w, u32 *i, u32 hi, u64 bits)
{
	struct names *names = w->p->names;

	for (; *i < hi; ++*i) {
		struct token *t = prov_token(w->p, *i);
		u64 value;

		if (t->claimed || t->moved ||
		    !names_value(names, t->watched, &value) || value != bits)
			continue;
		t->claimed = true;
		return t->watched;
	}
	return IR_NONE;
}

static void add_slot(struct walker *w, u64 bits, u32 watched, u32 also,
		     struct around a)
{
	struct slot s;

	if (watched == IR_NONE && !names_may_be(w->p->names, bits))
		return;
	memset(&s, 0, sizeof(s));
	s.bits = bits;
	s.watched = watched;
	s.also = also;
	s.context = a.context;
	s.exact = a.exact;
	s.loc = prov_key(a.loc);
	s.own = prov_key(a.own);
	vec_push(&w->p->slots, s);
}

/*
 * `c ? A : B` is folded to one constant when A and B are the same number:
 * then there are two names for it.
 */
static void constant_bits(struct walker *w, u64 bits, struct around a)
{
	u32 i = a.win.lo, watched, also = IR_NONE;

	if (!w->tokens || a.loc == UNKNOWN_LOCATION)
		return;
	watched = claim(w, &i, a.win.hi, bits);
	while (a.alone && watched != IR_NONE && i < a.win.hi &&
	       (also == IR_NONE || also == watched))
		also = claim(w, &i, a.win.hi, bits);
	add_slot(w, bits, watched, also == watched ? IR_NONE : also, a);
}

static void constant(struct walker *w, tree t, struct around a)
{
	if (cst_and_fits_in_hwi(t) && INTEGRAL_TYPE_P(TREE_TYPE(t)))
		constant_bits(w, (u64)TREE_INT_CST_LOW(t), a);
}

/* GCC makes strings of initialisers of byte arrays. */
static void string(struct walker *w, tree t, struct around a)
{
	int i;

	if (!w->tokens || a.win.lo >= a.win.hi || !type_is_bytes(TREE_TYPE(t)))
		return;
	a.alone = false;
	for (i = 0; i < TREE_STRING_LENGTH(t); i++)
		constant_bits(w, prov_string_byte(t, i), a);
}

/* True when no other constant among n operands has the value of operand i. */
static bool is_alone(tree (*get)(tree, u32), tree t, u32 n, u32 i)
{
	tree own = get(t, i);
	u32 k;

	if (!own || TREE_CODE(own) != INTEGER_CST)
		return true;
	for (k = 0; k < n; k++) {
		tree other = get(t, k);

		if (k != i && other && TREE_CODE(other) == INTEGER_CST &&
		    TREE_INT_CST_LOW(other) == TREE_INT_CST_LOW(own))
			return false;
	}
	return true;
}

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

#define MAX_OPERANDS 64

/* What each operand reaches over, for between(). */
static void operand_windows(struct walker *w, struct window win, u32 n,
			    tree (*get)(tree, u32), tree t, struct window *all)
{
	u32 i;

	memset(all, 0, n * sizeof(*all));
	for (i = 0; w->tokens && win.lo < win.hi && i < n; i++)
		if (!operand_window(w, get(t, i), &all[i]))
			all[i].lo = all[i].hi = 0;
}

static tree get_operand(tree t, u32 i)
{
	return TREE_OPERAND(t, i);
}

static tree get_arg(tree t, u32 i)
{
	return CALL_EXPR_ARG(t, i);
}

static bool has_token(struct walker *w, struct window win, u64 bits)
{
	u32 i;

	for (i = win.lo; i < win.hi; i++) {
		struct token *t = prov_token(w->p, i);
		u64 value;

		if (!t->claimed && !t->moved &&
		    names_value(w->p->names, t->watched, &value) &&
		    value == bits)
			return true;
	}
	return false;
}

/*
 * As between(); but folding may have exchanged a constant operand with
 * another: then it is before or behind all of them.
 */
static struct window constant_window(struct walker *w, tree t, struct window win,
				     const struct window *all, u32 n, u32 i)
{
	struct window own = between(win, all, n, i), before = win, behind = win;
	u64 bits;
	u32 k;

	if (!w->tokens || win.lo >= win.hi || !t ||
	    TREE_CODE(t) != INTEGER_CST || !cst_and_fits_in_hwi(t))
		return own;
	bits = (u64)TREE_INT_CST_LOW(t);
	if (has_token(w, own, bits))
		return own;
	for (k = 0; k < n; k++) {
		if (all[k].hi && all[k].lo < before.hi)
			before.hi = all[k].lo;
		if (all[k].hi > behind.lo)
			behind.lo = all[k].hi;
	}
	return has_token(w, before, bits) ? before : behind;
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
	struct window all[MAX_OPERANDS];
	u32 n = MIN(TREE_OPERAND_LENGTH(t), MAX_OPERANDS);
	u32 i;

	operand_windows(w, outer.win, n, get_operand, t, all);
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
		a.win = constant_window(w, TREE_OPERAND(t, i), outer.win, all,
					n, i);
		a.alone = outer.alone && is_alone(get_operand, t, n, i);
		walk(w, TREE_OPERAND(t, i), a);
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
	n.loc = prov_key(loc);
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
	struct window all[MAX_OPERANDS];
	u32 n = MIN(call_expr_nargs(t), MAX_OPERANDS);
	u32 i, k;

	operand_windows(w, win, n, get_arg, t, all);
	a.own = outer.own;
	walk(w, CALL_EXPR_FN(t), a);
	a.exact = a.argument = true;
	a.context = SLOT_ARGUMENT;
	for (k = 0; k < n; k++) {
		i = PUSH_ARGS_REVERSED ? n - 1 - k : k;
		a.win = between(win, all, n, i);
		if (TREE_CODE(CALL_EXPR_ARG(t, i)) != INTEGER_CST)
			walk(w, CALL_EXPR_ARG(t, i), a);
	}
	/* These are read by the call itself, in order. */
	for (i = 0; i < n; i++) {
		a.win = between(win, all, n, i);
		a.alone = is_alone(get_arg, t, n, i);
		if (TREE_CODE(CALL_EXPR_ARG(t, i)) == INTEGER_CST)
			walk(w, CALL_EXPR_ARG(t, i), a);
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
		walk(w, value, a);
		/* What one element used up, the next one does not see. */
		if (w->tokens && operand_window(w, value, &own) &&
		    own.hi > a.win.lo)
			a.win.lo = own.hi;
	}
}

static bool first_visit(struct walker *w, tree t)
{
	u32 *at = uidmap_at(&w->saved, (u32)((uintptr_t)t >> 4) & 0x7fffffff);

	if (*at != IR_NONE)
		return false;
	*at = 0;
	return true;
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

static bool is_named_constant(struct walker *w, tree t)
{
	return VAR_P(t) && TREE_READONLY(t) && TREE_STATIC(t) &&
	       !TREE_THIS_VOLATILE(t) && DECL_INITIAL(t) &&
	       uidmap_get(&w->p->by_decl, DECL_UID(t)) != IR_NONE;
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

	if (!is_named_constant(w, base))
		return;
	a.context = SLOT_VALUE;
	a.exact = false;
	prov_begin_init(w->p, base, &names);
	if (prov_element(w->p, DECL_INITIAL(base), index, &names, &bits,
			 &watched))
		add_slot(w, bits, watched, IR_NONE, a);
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
	if (w->tokens && own_window(w, t, &a.win)) {
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

static void plain(struct walker *w, tree t)
{
	walk(w, t, around_of(no_window, UNKNOWN_LOCATION));
}

/* The first token behind a statement is where the next one begins. */
static u32 next_statement(struct walker *w, tree_stmt_iterator i)
{
	struct window win;

	for (tsi_next(&i); !tsi_end_p(i); tsi_next(&i))
		if (EXPR_P(tsi_stmt(i)) && own_window(w, tsi_stmt(i), &win))
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
		plain(w, tsi_stmt(i));
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

	plain(w, TREE_OPERAND(t, 0));
	end_node(w, EXPR_LOCATION(t), slot, moved);
	slot = w->p->slots.n;
	for (i = 1; i < TREE_OPERAND_LENGTH(t); i++)
		plain(w, TREE_OPERAND(t, i));
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
	location_t own = expr_location(t);
	int i;

	if (TREE_CODE(t) == SWITCH_EXPR || TREE_CODE(t) == SWITCH_STMT ||
	    (TREE_CODE(t) == COND_EXPR && VOID_TYPE_P(TREE_TYPE(t)))) {
		decision(w, t);
	} else if (is_container(t)) {
		for (i = 0; i < TREE_OPERAND_LENGTH(t); i++)
			plain(w, TREE_OPERAND(t, i));
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
	    !own_window(w, t, &a.win))
		return;
	a.win.hi = w->limit;
	a.context = SLOT_CASE;
	a.exact = true;
	a.alone = false;
	walk(w, CASE_LOW(t), a);
	end_node(w, a.loc, slot, w->p->moved.n);
}

static void walk(struct walker *w, tree t, struct around a)
{
	if (!t)
		return;
	switch (TREE_CODE(t)) {
	case INTEGER_CST:
		constant(w, t, a);
		break;
	case VAR_DECL:
		constant_read(w, t, NULL_TREE, a);
		break;
	case STRING_CST:
		string(w, t, a);
		break;
	case CASE_LABEL_EXPR:
		case_label(w, t);
		break;
	case STATEMENT_LIST:
		statements(w, t);
		break;
	case BIND_EXPR:
		plain(w, BIND_EXPR_BODY(t));
		break;
	case DECL_EXPR:
		if (VAR_P(DECL_EXPR_DECL(t)))
			declaration(w, DECL_EXPR_DECL(t), EXPR_LOCATION(t));
		break;
	case CONSTRUCTOR:
		constructor(w, t, a);
		break;
	case COMPOUND_LITERAL_EXPR:
		walk(w, DECL_INITIAL(COMPOUND_LITERAL_EXPR_DECL(t)), a);
		break;
	case SAVE_EXPR:
		if (first_visit(w, t))
			walk(w, TREE_OPERAND(t, 0), a);
		break;
	default:
		if (EXPR_P(t) && (!w->is_static || CONVERT_EXPR_P(t)))
			expression(w, t, a);
		break;
	}
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

static void look_in_operands(struct walker *w, tree t)
{
	int i, n = TREE_OPERAND_LENGTH(t);

	if (TREE_CODE(t) == CALL_EXPR)
		for (i = 3; i < n; i++)
			if (TREE_OPERAND(t, i) && is_moved(TREE_OPERAND(t, i))) {
				plain(w, t);
				return;
			}
	for (i = 0; i < n; i++)
		if (TREE_OPERAND(t, i))
			look_for_calls(w, TREE_OPERAND(t, i));
}

static void look_for_calls(struct walker *w, tree t)
{
	tree_stmt_iterator i;

	switch (TREE_CODE(t)) {
	case STATEMENT_LIST:
		for (i = tsi_start(t); !tsi_end_p(i); tsi_next(&i))
			look_for_calls(w, tsi_stmt(i));
		break;
	case BIND_EXPR:
		if (BIND_EXPR_BODY(t))
			look_for_calls(w, BIND_EXPR_BODY(t));
		break;
	case SAVE_EXPR:
		if (!first_visit(w, t))
			break;
		look_in_operands(w, t);
		break;
	case DECL_EXPR:
	case COMPOUND_LITERAL_EXPR:
		plain(w, t);
		break;
	case VAR_DECL:
		if (is_named_constant(w, t))
			w->constants = true;
		break;
	default:
		if (EXPR_P(t))
			look_in_operands(w, t);
		break;
	}
}

void prov_walk_function(struct prov *p, tree body, struct window win)
{
	u32 slots = p->slots.n, moved = p->moved.n, nodes = p->nodes.n;
	struct walker w;

	begin_walk(&w, p, win);
	if (!w.tokens && body)
		look_for_calls(&w, body);
	if (w.tokens || w.constants) {
		p->slots.n = slots;
		p->moved.n = moved;
		p->nodes.n = nodes;
		uidmap_clear(&w.saved);
		plain(&w, body);
	}
	uidmap_release(&w.saved);
}

void prov_walk_initialiser(struct prov *p, tree decl, struct window win)
{
	struct walker w;

	begin_walk(&w, p, win);
	w.is_static = TREE_STATIC(decl);
	if (w.tokens)
		walk(&w, DECL_INITIAL(decl),
		     around_of(win, DECL_SOURCE_LOCATION(decl)));
	else if (!w.is_static)
		look_for_calls(&w, DECL_INITIAL(decl));
	uidmap_release(&w.saved);
}
