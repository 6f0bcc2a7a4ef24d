/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which tokens a constant may be, and which one it is. */
#include "gcc-plugin/lower.h"
#include "gcc-plugin/prov_walk_p.h"

/* ---- windows --------------------------------------------------------------------- */

static location_t expr_location(tree t)
{
	return EXPR_P(t) ? EXPR_LOCATION(t) : UNKNOWN_LOCATION;
}

/* What the expression reaches over; false when it does not say. */
bool window_of(struct walker *w, tree t, struct window *ret)
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
bool window_of_operand(struct walker *w, tree t, struct window *ret)
{
	int i, n;

	if (!t || !EXPR_P(t))
		return false;
	if (window_of(w, t, ret))
		return ret->lo < ret->hi;
	n = TREE_OPERAND_LENGTH(t);
	for (i = 0; i < n; i++)
		if (window_of_operand(w, TREE_OPERAND(t, i), ret))
			return true;
	return false;
}

/* The window of operand i is what the operands around it leave over. */
struct window window_between(struct window win, const struct window *all,
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

/* What each operand reaches over, for window_between(). */
void windows_of(struct walker *w, struct window win, u32 n,
			    tree (*get)(tree, u32), tree t, struct window *all)
{
	u32 i;

	memset(all, 0, n * sizeof(*all));
	for (i = 0; w->tokens && win.lo < win.hi && i < n; i++)
		if (!window_of_operand(w, get(t, i), &all[i]))
			all[i].lo = all[i].hi = 0;
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

void slot_add(struct walker *w, u64 bits, u32 watched, u32 also,
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
void slot_bits(struct walker *w, u64 bits, struct around a)
{
	u32 i = a.win.lo, watched, also = IR_NONE;

	if (!w->tokens || a.loc == UNKNOWN_LOCATION)
		return;
	watched = claim(w, &i, a.win.hi, bits);
	while (a.alone && watched != IR_NONE && i < a.win.hi &&
	       (also == IR_NONE || also == watched))
		also = claim(w, &i, a.win.hi, bits);
	slot_add(w, bits, watched, also == watched ? IR_NONE : also, a);
}

static bool is_number(struct walker *w, tree t, struct around a)
{
	return w->tokens && a.loc != UNKNOWN_LOCATION &&
	       cst_and_fits_in_hwi(t) && INTEGRAL_TYPE_P(TREE_TYPE(t));
}

void slot_constant(struct walker *w, tree t, struct around a)
{
	if (is_number(w, t, a))
		slot_bits(w, (u64)TREE_INT_CST_LOW(t), a);
}

/* GCC makes strings of initialisers of byte arrays. */
void slot_string(struct walker *w, tree t, struct around a)
{
	int i;

	if (!w->tokens || a.win.lo >= a.win.hi || !type_is_bytes(TREE_TYPE(t)))
		return;
	a.alone = false;
	for (i = 0; i < TREE_STRING_LENGTH(t); i++)
		slot_bits(w, prov_string_byte(t, i), a);
}

/* True when no other constant among n operands has the value of operand i. */
bool slot_is_alone(tree (*get)(tree, u32), tree t, u32 n, u32 i)
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

/*
 * Arguments of one value: a token that can be placed goes to its own
 * argument, what cannot be placed is taken in order.
 */
void slot_argument(struct walker *w, tree call, u32 i, struct around a)
{
	tree arg = CALL_EXPR_ARG(call, i);
	u64 bits = (u64)TREE_INT_CST_LOW(arg);
	bool placed = false;
	u32 k;

	if (!is_number(w, arg, a))
		return;
	for (k = a.win.lo; k < a.win.hi; k++) {
		struct token *t = prov_token(w->p, k);
		u64 value;
		u32 argument;

		if (t->moved || !names_value(w->p->names, t->watched, &value) ||
		    value != bits)
			continue;
		argument = text_argument(call, t);
		if (argument == IR_NONE)
			continue;
		placed = true;
		if (argument != i || t->claimed)
			continue;
		t->claimed = true;
		slot_add(w, bits, t->watched, IR_NONE, a);
		return;
	}
	if (placed)
		slot_add(w, bits, IR_NONE, IR_NONE, a);
	else
		slot_bits(w, bits, a);
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
 * As window_between(); but folding may have exchanged a constant operand with
 * another: then it is before or behind all of them.
 */
struct window window_of_constant(struct walker *w, tree t, struct window win,
				     const struct window *all, u32 n, u32 i)
{
	struct window own = window_between(win, all, n, i), before = win, behind = win;
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
