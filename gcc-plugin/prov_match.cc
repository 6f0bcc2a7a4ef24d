/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is matched while parsing: variables, functions, enumerators. */
#include "gcc-plugin/linemaps.h"
#include "gcc-plugin/prov_p.h"

/* ---- variables and functions -------------------------------------------------------- */

static void begin_match(struct prov *p, struct matched *m)
{
	m->node = p->nodes.n;
	m->slot = p->slots.n;
	m->moved = p->moved.n;
}

static void end_match(struct prov *p, struct matched *m, tree decl)
{
	m->node_end = p->nodes.n;
	m->slot_end = p->slots.n;
	m->moved_end = p->moved.n;
	if (m->slot == m->slot_end && m->moved == m->moved_end)
		return;
	*uidmap_at(&p->by_decl, DECL_UID(decl)) = p->matched.n;
	vec_push(&p->matched, *m);
}

/*
 * Number of the first token after the declarator of `decl`. Where that comes
 * from no macro and all tokens stand before it, the macros that gave these are
 * done with: later maps have nothing to do with them.
 */
static u32 tokens_from(struct prov *p, tree decl)
{
	location_t loc = DECL_SOURCE_LOCATION(decl);
	struct pos pos;

	prov_read_maps(p);
	if (prov_is_behind_all(p, loc)) {
		if (!linemaps_is_virtual(linemaps_plain(loc)))
			p->settled = LINEMAPS_MACRO_LOWEST_LOCATION(line_table);
		return p->sorted.n;
	}
	prov_pos(p, loc, &pos);
	return prov_first_at(p, &pos);
}

/*
 * With optimisation a constant variable is folded away like an enumerator;
 * where it was initialised with a tracked name it is one more name for it.
 */
static void constant_variable(struct prov *p, tree decl, const struct matched *m)
{
	const struct slot *s = &p->slots.v[m->slot];

	if (optimize && TREE_READONLY(decl) && !TREE_THIS_VOLATILE(decl) &&
	    TREE_CODE(DECL_INITIAL(decl)) == INTEGER_CST && DECL_NAME(decl) &&
	    m->slot_end - m->slot == 1 && s->watched != IR_NONE &&
	    s->also == IR_NONE)
		names_add_alias(p->names, DECL_NAME(decl), s->watched,
				decl_function_context(decl) != NULL_TREE);
}

void prov_note_variable(struct prov *p, tree decl)
{
	struct window win;
	struct matched m;

	if (DECL_INITIAL(decl) == error_mark_node)
		return;
	win.lo = tokens_from(p, decl);
	win.hi = p->sorted.n;
	begin_match(p, &m);
	prov_walk_initialiser(p, decl, win);
	end_match(p, &m, decl);
	constant_variable(p, decl, &m);
}

void prov_note_function(struct prov *p, tree decl)
{
	struct window win;
	struct matched m;

	win.lo = tokens_from(p, decl);
	win.hi = p->sorted.n;
	begin_match(p, &m);
	prov_walk_function(p, DECL_SAVED_TREE(decl), win);
	end_match(p, &m, decl);
}

/* ---- enumerators that are another name for a tracked one ---------------------------------- */

static tree enumerator_decl(tree entry)
{
	tree decl = entry && lookup_name ? lookup_name(TREE_PURPOSE(entry)) :
					   NULL_TREE;

	return decl && TREE_CODE(decl) == CONST_DECL ? decl : NULL_TREE;
}

/* An enumerator whose value was spelled with a tracked name of that value. */
static void enumerator(struct prov *p, tree entry, u64 bits)
{
	tree decl = enumerator_decl(entry);
	tree next = enumerator_decl(TREE_CHAIN(entry));
	u32 i, end = next ? tokens_from(p, next) : p->sorted.n;

	for (i = decl ? tokens_from(p, decl) : end; i < end; i++) {
		struct token *t = prov_token(p, i);
		u64 value;

		if (t->claimed || !names_value(p->names, t->watched, &value) ||
		    value != bits)
			continue;
		t->claimed = true;
		names_add_alias(p->names, TREE_PURPOSE(entry), t->watched,
				false);
		break;
	}
}

void prov_note_enum(struct prov *p, tree type)
{
	tree first = TYPE_VALUES(type);
	tree v;

	if (!names_can_track(p->names) || !names_tracks(p->names))
		return;
	first = enumerator_decl(first);
	if (!first || tokens_from(p, first) == p->sorted.n)
		return;
	for (v = TYPE_VALUES(type); v; v = TREE_CHAIN(v)) {
		tree value = gpr_enum_value(v);
		u64 bits;

		if (!cst_and_fits_in_hwi(value) ||
		    names_find(p->names, TREE_PURPOSE(v)) != IR_NONE)
			continue;
		bits = (u64)TREE_INT_CST_LOW(value);
		if (names_may_be(p->names, bits))
			enumerator(p, v, bits);
	}
}
