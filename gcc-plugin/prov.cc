/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Provenance: answers to the questions of lowering. */
#include "gcc-plugin/prov_p.h"

struct prov *prov_new(struct names *names)
{
	struct prov *p = XCNEW(struct prov);

	p->names = names;
	return p;
}

void prov_free(struct prov *p)
{
	if (!p)
		return;
	vec_release(&p->tokens);
	vec_release(&p->steps);
	vec_release(&p->sorted);
	vec_release(&p->slots);
	vec_release(&p->moved);
	vec_release(&p->nodes);
	vec_release(&p->matched);
	uidmap_release(&p->virt);
	uidmap_release(&p->by_decl);
	free(p);
}

u32 prov_what_call(tree fndecl)
{
	return fndecl ? DECL_UID(fndecl) : 0x40000000;
}

u32 prov_what_ref(enum tree_code code)
{
	return 0x80000000 | (u32)code;
}

static int by_location(const void *a, const void *b)
{
	const struct node *x = (const struct node *)a;
	const struct node *y = (const struct node *)b;

	if (x->loc != y->loc)
		return x->loc < y->loc ? -1 : 1;
	return (x->slot > y->slot) - (x->slot < y->slot);
}

/* Nodes get their keys and their order here: most functions are never lowered. */
void prov_begin(struct prov *p, tree decl)
{
	u32 i = uidmap_get(&p->by_decl, DECL_UID(decl));

	memset(&p->cur, 0, sizeof(p->cur));
	if (i == IR_NONE)
		return;
	p->cur = p->matched.v[i];
	for (i = p->cur.node; i < p->cur.node_end; i++)
		p->nodes.v[i].loc = prov_key(p->nodes.v[i].loc);
	qsort(p->nodes.v + p->cur.node, p->cur.node_end - p->cur.node,
	      sizeof(struct node), by_location);
}

/* All nodes at a location, as one. */
static bool find_node(const struct prov *p, location_t loc, struct node *ret)
{
	u32 lo = p->cur.node, hi = p->cur.node_end, i;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (p->nodes.v[mid].loc < loc)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == p->cur.node_end || p->nodes.v[lo].loc != loc)
		return false;
	*ret = p->nodes.v[lo];
	for (i = lo + 1; i < p->cur.node_end && p->nodes.v[i].loc == loc; i++) {
		const struct node *n = &p->nodes.v[i];

		ret->slot = MIN(ret->slot, n->slot);
		ret->slot_end = MAX(ret->slot_end, n->slot_end);
		ret->moved = MIN(ret->moved, n->moved);
		ret->moved_end = MAX(ret->moved_end, n->moved_end);
	}
	return true;
}

static struct slot *find_slot(struct prov *p, const struct node *n, bool exact,
			      location_t loc, u64 bits, u8 context)
{
	u32 i;

	for (i = n->slot; i < n->slot_end; i++) {
		struct slot *s = &p->slots.v[i];

		if (!s->used && s->bits == bits && s->context == context &&
		    s->exact == exact &&
		    (!exact || s->loc == loc || s->own == loc))
			return s;
	}
	return NULL;
}

static const char *name_of(const struct prov *p, u32 watched)
{
	return watched == IR_NONE ? NULL : names_get(p->names, watched)->name;
}

const char *prov_const(struct prov *p, location_t loc, u64 bits, u8 context,
		       const char **ret_also)
{
	struct slot *s;
	struct node n;

	*ret_also = NULL;
	if (p->cur.slot == p->cur.slot_end)
		return NULL;
	loc = prov_key(loc);
	if (!find_node(p, loc, &n))
		return NULL;
	s = find_slot(p, &n, true, loc, bits, context);
	if (!s)
		s = find_slot(p, &n, false, loc, bits, context);
	if (!s)
		return NULL;
	s->used = true;
	*ret_also = name_of(p, s->also);
	return name_of(p, s->watched);
}

location_t prov_location(struct prov *p, location_t loc, u32 what)
{
	struct node n;
	u32 i;

	if (p->cur.moved == p->cur.moved_end ||
	    !find_node(p, prov_key(loc), &n))
		return loc;
	for (i = n.moved; i < n.moved_end; i++) {
		if (p->moved.v[i].used || p->moved.v[i].what != what)
			continue;
		p->moved.v[i].used = true;
		return p->moved.v[i].loc;
	}
	return loc;
}

void prov_begin_init(struct prov *p, tree decl, struct prov_init *it)
{
	u32 i = uidmap_get(&p->by_decl, DECL_UID(decl));

	it->next = it->end = 0;
	if (i == IR_NONE)
		return;
	it->next = p->matched.v[i].slot;
	it->end = p->matched.v[i].slot_end;
}

static u32 init_const(struct prov *p, struct prov_init *it, u64 bits)
{
	u32 i;

	for (i = it->next; i < it->end; i++) {
		if (p->slots.v[i].bits != bits)
			continue;
		it->next = i + 1;
		return p->slots.v[i].watched;
	}
	return IR_NONE;
}

const char *prov_init_const(struct prov *p, struct prov_init *it, u64 bits)
{
	return name_of(p, init_const(p, it, bits));
}

u64 prov_string_byte(tree string, int i)
{
	char c = TREE_STRING_POINTER(string)[i];

	if (TYPE_UNSIGNED(TREE_TYPE(TREE_TYPE(string))))
		return (unsigned char)c;
	return (u64)(s64)(signed char)c;
}

static bool string_element(struct prov *p, tree string, tree index,
			   struct prov_init *it, u64 *ret_bits, u32 *ret_watched)
{
	s64 i, n = TREE_STRING_LENGTH(string);

	if (!tree_fits_shwi_p(index) || tree_to_shwi(index) < 0 ||
	    tree_to_shwi(index) >= n)
		return false;
	for (i = 0; i <= tree_to_shwi(index); i++) {
		*ret_bits = prov_string_byte(string, (int)i);
		*ret_watched = init_const(p, it, *ret_bits);
	}
	return true;
}

bool prov_element(struct prov *p, tree init, tree index, struct prov_init *it,
		  u64 *ret_bits, u32 *ret_watched)
{
	unsigned HOST_WIDE_INT i;
	tree at, value;

	if (!index && cst_and_fits_in_hwi(init)) {
		*ret_bits = (u64)TREE_INT_CST_LOW(init);
		*ret_watched = init_const(p, it, *ret_bits);
		return true;
	}
	if (index && TREE_CODE(init) == STRING_CST)
		return string_element(p, init, index, it, ret_bits, ret_watched);
	if (!index || TREE_CODE(init) != CONSTRUCTOR)
		return false;
	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(init), i, at, value) {
		if (TREE_CODE(value) != INTEGER_CST || !cst_and_fits_in_hwi(value))
			return false;
		*ret_bits = (u64)TREE_INT_CST_LOW(value);
		*ret_watched = init_const(p, it, *ret_bits);
		if (at && TREE_CODE(at) == INTEGER_CST &&
		    tree_int_cst_equal(at, index))
			return true;
	}
	return false;
}
