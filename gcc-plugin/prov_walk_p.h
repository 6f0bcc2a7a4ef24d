/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of the walk that matches constants with tokens. */
#ifndef GCC_PLUGIN_PROV_WALK_P_H
#define GCC_PLUGIN_PROV_WALK_P_H

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

static inline struct around around_of(struct window win, location_t loc)
{
	struct around a = { win, loc, loc, SLOT_VALUE, false, false, true };

	return a;
}

/* ---- prov_claim.cc ----------------------------------------------------------- */

#define WALK_MAX_OPERANDS 64

/* What an expression reaches over; false when it does not say. */
bool window_of(struct walker *w, tree t, struct window *ret);
/* What each of n operands reaches over, for window_between(). */
void windows_of(struct walker *w, struct window win, u32 n,
		tree (*get)(tree, u32), tree t, struct window *all);
bool window_of_operand(struct walker *w, tree t, struct window *ret);
struct window window_between(struct window win, const struct window *all, u32 n,
			     u32 i);
struct window window_of_constant(struct walker *w, tree t, struct window win,
				 const struct window *all, u32 n, u32 i);

void slot_add(struct walker *w, u64 bits, u32 watched, u32 also,
	      struct around a);
void slot_bits(struct walker *w, u64 bits, struct around a);
void slot_constant(struct walker *w, tree t, struct around a);
void slot_string(struct walker *w, tree t, struct around a);
bool slot_is_alone(tree (*get)(tree, u32), tree t, u32 n, u32 i);
/* Constant argument i, when others have the same value. */
void slot_argument(struct walker *w, tree call, u32 i, struct around a);

/* ---- prov_text.cc ------------------------------------------------------------- */

/* Which argument of the call the token is (0-based), or IR_NONE. */
u32 text_argument(tree call, const struct token *t);

/* ---- prov_walk.cc ------------------------------------------------------------- */

void walk_any(struct walker *w, tree t, struct around a);
void walk_plain(struct walker *w, tree t);

/* ---- prov_look.cc ------------------------------------------------------------- */

bool walk_first_visit(struct walker *w, tree t);
/* Is it a variable that is folded to its value, with a name in that? Asked of each leaf. */
static inline bool walk_is_constant(struct walker *w, tree t)
{
	return VAR_P(t) && TREE_READONLY(t) && TREE_STATIC(t) &&
	       !TREE_THIS_VOLATILE(t) && DECL_INITIAL(t) &&
	       uidmap_get(&w->p->by_decl, DECL_UID(t)) != IR_NONE;
}

#endif
