/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interned symbolic addresses behind lib/engine/sym.h. */
#include "lib/engine/sym.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/vec.h"
#include "lib/ir/ir.h"

struct sym {
	u32 kind, a, b;
	/* what is asked of every cell at a store is kept */
	u32 root, field;	/* what sym_root() and sym_field() say */
	u32 array;		/* ELEM: what all subscripts are of, else the symbol itself */
	u32 subscripts;		/* how many; SYM_ANY when one of them is */
	bool some;		/* a subscript on the way is SYM_ANY */
};

struct syms {
	VEC(struct sym) v;
	u32 *slots;
	u32 nslots;
};

static u32 hash_sym(const struct sym *x)
{
	u64 h = x->kind * 0x9e3779b97f4a7c15ull;

	h = (h ^ x->a) * 0xff51afd7ed558ccdull;
	h = (h ^ (h >> 29) ^ x->b) * 0xc4ceb9fe1a85ec53ull;
	return (u32)(h >> 32);
}

static bool is_same(const struct sym *x, const struct sym *y)
{
	return x->kind == y->kind && x->a == y->a && x->b == y->b;
}

static u32 *find_slot(const struct syms *s, const struct sym *x)
{
	u32 i = hash_sym(x) & (s->nslots - 1);

	while (s->slots[i] && !is_same(&s->v.v[s->slots[i]], x))
		i = (i + 1) & (s->nslots - 1);
	return &s->slots[i];
}

static void rehash(struct syms *s, u32 nslots)
{
	u32 i;

	free(s->slots);
	s->slots = calloc(nslots, sizeof(*s->slots));
	if (!s->slots)
		abort();
	s->nslots = nslots;
	for (i = 1; i < s->v.n; i++)
		*find_slot(s, &s->v.v[i]) = i;
}

struct syms *syms_new(void)
{
	struct syms *s = calloc(1, sizeof(*s));
	struct sym none = { SYM_NONE, 0, 0, SYM_UNKNOWN, IR_NONE, SYM_UNKNOWN, 0, false };

	if (!s)
		abort();
	vec_push(&s->v, none);
	rehash(s, 1024);
	return s;
}

void syms_free(struct syms *s)
{
	if (!s)
		return;
	vec_release(&s->v);
	free(s->slots);
	free(s);
}

static bool kind_is_derived(u32 kind)
{
	return kind == SYM_FIELD || kind == SYM_ELEM || kind == SYM_LOAD ||
	       kind == SYM_OFFSET || kind == SYM_ALL || kind == SYM_ANSWER;
}

static void extend_array(struct sym *elem, const struct sym *of)
{
	elem->field = of->field;
	elem->array = of->array;
	elem->subscripts = of->subscripts == SYM_ANY || elem->b == SYM_ANY ?
			   SYM_ANY : of->subscripts + 1;
}

u32 sym_make(struct syms *s, enum sym_kind kind, u32 a, u32 b)
{
	struct sym x = { kind, a, b, s->v.n, IR_NONE, s->v.n, 0, false };
	u32 *slot;

	if (kind_is_derived(kind) && a == SYM_UNKNOWN)
		return SYM_UNKNOWN;
	slot = find_slot(s, &x);
	if (*slot)
		return *slot;
	if (kind_is_derived(kind)) {
		x.root = s->v.v[a].root;
		x.some = s->v.v[a].some || (kind == SYM_ELEM && b == SYM_ANY);
	}
	if (kind == SYM_FIELD)
		x.field = b;
	else if (kind == SYM_ELEM)
		extend_array(&x, &s->v.v[a]);
	vec_push(&s->v, x);
	*slot = s->v.n - 1;
	if (s->v.n * 2 > s->nslots)
		rehash(s, s->nslots * 2);
	return s->v.n - 1;
}

enum sym_kind sym_kind(const struct syms *s, u32 sym)
{
	return (enum sym_kind)s->v.v[sym].kind;
}

u32 sym_a(const struct syms *s, u32 sym)
{
	return s->v.v[sym].a;
}

u32 sym_b(const struct syms *s, u32 sym)
{
	return s->v.v[sym].b;
}

bool sym_is_derived(const struct syms *s, u32 sym)
{
	return kind_is_derived(s->v.v[sym].kind);
}

bool sym_names_one(const struct syms *s, u32 sym)
{
	return sym != SYM_UNKNOWN && !s->v.v[sym].some;
}

bool sym_overlap(const struct syms *s, u32 a, u32 b)
{
	while (a != b) {
		const struct sym *x = &s->v.v[a], *y = &s->v.v[b];

		if (x->kind != y->kind || !kind_is_derived(x->kind))
			return false;
		if (x->b != y->b && (x->kind != SYM_ELEM ||
				     (x->b != SYM_ANY && y->b != SYM_ANY)))
			return false;
		a = x->a;
		b = y->a;
	}
	return true;
}

u32 sym_root(const struct syms *s, u32 sym)
{
	return s->v.v[sym].root;
}

static bool is_part(enum sym_kind k)
{
	return k == SYM_FIELD || k == SYM_ELEM || k == SYM_ALL;
}

u32 sym_whole(const struct syms *s, u32 sym)
{
	while (is_part(sym_kind(s, sym)))
		sym = sym_a(s, sym);
	return sym;
}

bool sym_within(const struct syms *s, u32 sym, u32 base)
{
	while (sym != base && is_part(sym_kind(s, sym)))
		sym = sym_a(s, sym);
	return sym == base;
}

/* On the way from a part to what it is a part of. */
struct climb {
	u32 at, below;
	u32 subscripts;	/* between a field, or the end, and here */
};

static bool climb(const struct syms *s, struct climb *c)
{
	enum sym_kind k = sym_kind(s, c->at);

	if (!is_part(k))
		return false;
	c->subscripts = k == SYM_ELEM ? c->subscripts + 1 : 0;
	c->below = c->at;
	c->at = sym_a(s, c->at);
	return true;
}

/* Elements of one array, with as many subscripts, all of them known. */
static bool are_siblings(const struct sym *x, const struct sym *y)
{
	return x->array == y->array && x->subscripts == y->subscripts &&
	       x->subscripts != SYM_ANY;
}

bool sym_disjoint(const struct syms *s, u32 a, u32 b)
{
	struct climb x = { .at = a }, y = { .at = b };

	if (are_siblings(&s->v.v[a], &s->v.v[b]))
		return a != b;
	/* a part is made after what it is a part of */
	while (x.at != y.at)
		if (!climb(s, x.at > y.at ? &x : &y))
			return false;
	if (!x.subscripts || x.subscripts != y.subscripts)
		return false;
	a = sym_b(s, x.below);
	b = sym_b(s, y.below);
	return a != b && a != SYM_ANY && b != SYM_ANY;
}

/* A variable of the function, and two globals, are objects of their own. */
static bool distinct_roots(const struct syms *s, u32 ra, u32 rb)
{
	enum sym_kind a = sym_kind(s, ra), b = sym_kind(s, rb);

	return ra != rb && ra && rb &&
	       (a == SYM_LOCAL || b == SYM_LOCAL ||
		(a == SYM_GLOBAL && b == SYM_GLOBAL));
}

bool sym_may_meet(const struct syms *s, u32 addr, u32 field, u32 other)
{
	const struct sym *x = &s->v.v[addr], *y = &s->v.v[other];

	return addr != other && y->field == field && y->kind != SYM_ALL &&
	       !are_siblings(x, y) && !distinct_roots(s, x->root, y->root) &&
	       !sym_disjoint(s, addr, other);
}

bool sym_may_lie_in(const struct syms *s, u32 addr, u32 all)
{
	u32 root = sym_root(s, addr), x, y;

	if (sym_kind(s, all) != SYM_ALL)
		return false;
	if (root != sym_root(s, all))
		return !distinct_roots(s, root, sym_root(s, all));
	/* some bytes behind a pointer to it, or to a part of it */
	x = sym_whole(s, addr);
	y = sym_whole(s, all);
	return x != y && (sym_kind(s, x) == SYM_OFFSET ||
			  sym_kind(s, y) == SYM_OFFSET);
}

u32 sym_field(const struct syms *s, u32 sym)
{
	return s->v.v[sym].field;
}

u32 sym_rebase(struct syms *s, u32 sym, const u32 *from, const u32 *to, u32 n)
{
	enum sym_kind k = sym_kind(s, sym);
	u32 i, b, base;

	for (i = 0; i < n; i++)
		if (from[i] == sym && sym != SYM_UNKNOWN)
			return to[i];
	if (k == SYM_GLOBAL || k == SYM_FUNC)
		return sym;
	if (!kind_is_derived(k))
		return SYM_UNKNOWN;
	b = sym_b(s, sym);
	base = sym_rebase(s, sym_a(s, sym), from, to, n);
	return sym_make(s, k, base, b);
}
