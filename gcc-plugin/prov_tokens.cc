/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Uses of tracked names, read from the line table.
 *
 * Each expansion of a macro has a map there, in order of expansion. A token
 * that is an argument of a function-like macro is expanded first, on its own,
 * and then appears again in the map of that macro: the second place is where
 * the parser sees it.
 */
#include "gcc-plugin/prov_p.h"

static location_t plain(location_t loc)
{
	if (IS_ADHOC_LOC(loc))
		loc = get_location_from_adhoc_loc(line_table, loc);
	return loc;
}

static bool is_virtual(location_t loc)
{
	return linemap_location_from_macro_expansion_p(line_table, loc);
}

static u32 virt_key(location_t loc)
{
	return (u32)loc & 0x7fffffff;
}

/* ---- places ------------------------------------------------------------------ */

void prov_pos(struct prov *p, location_t loc, struct pos *ret)
{
	u32 n = 0, i;

	(void)p;
	loc = plain(loc);
	while (is_virtual(loc)) {
		const line_map_macro *map =
			linemap_check_macro(linemap_lookup(line_table, loc));

		if (n < ARRAY_SIZE(ret->step))
			ret->step[n++] = (u32)(loc - MAP_START_LOCATION(map));
		loc = plain(gpr_map_expansion(map));
	}
	ret->outer = get_pure_location(line_table, loc);
	ret->nstep = n;
	for (i = 0; i < n / 2; i++)
		std::swap(ret->step[i], ret->step[n - 1 - i]);
}

/* Order of a token and a place: by outermost place, then step by step. */
static int compare(const struct prov *p, const struct token *t,
		   location_t outer, const u32 *step, u32 nstep)
{
	u32 i, n = MIN(t->nstep, nstep);

	if (t->outer != outer)
		return t->outer < outer ? -1 : 1;
	for (i = 0; i < n; i++) {
		u32 own = p->steps.v[t->step + i];

		if (own != step[i])
			return own < step[i] ? -1 : 1;
	}
	return (t->nstep > nstep) - (t->nstep < nstep);
}

/* As above, but a use of a name reaches over all that its macro gave. */
static int compare_at(const struct prov *p, const struct token *t,
		      const struct pos *pos)
{
	u32 n = MIN(t->nstep, pos->nstep);
	struct token cut = *t;

	cut.nstep = n;
	return compare(p, &cut, pos->outer, pos->step, n);
}

static u32 search(struct prov *p, const struct pos *pos, int limit)
{
	u32 lo = 0, hi = p->sorted.n;

	while (lo < hi) {
		u32 mid = (lo + hi) / 2;

		if (compare_at(p, prov_token(p, mid), pos) < limit)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

u32 prov_first_at(struct prov *p, const struct pos *pos)
{
	return search(p, pos, 0);
}

u32 prov_first_behind(struct prov *p, const struct pos *pos)
{
	return search(p, pos, 1);
}

/* ---- reading the maps ------------------------------------------------------------ */

/* The map that holds a virtual location, not after map `from`: mostly near. */
static u32 map_of(location_t loc, u32 from)
{
	u32 i, tries = 0;

	for (i = from; i-- > 0 && tries < 8; tries++) {
		const line_map_macro *m = LINEMAPS_MACRO_MAP_AT(line_table, i);
		location_t start = MAP_START_LOCATION(m);

		if (loc >= start && loc < start + m->n_tokens)
			return i;
	}
	return linemap_lookup_macro_index(line_table, loc);
}

static u32 add_token(struct prov *p, location_t loc, u32 watched, u32 within)
{
	struct token t;
	struct pos pos;
	u32 i;

	memset(&t, 0, sizeof(t));
	prov_pos(p, loc, &pos);
	t.outer = pos.outer;
	t.nstep = pos.nstep;
	t.step = p->steps.n;
	t.watched = watched;
	t.within = within;
	t.to = IR_NONE;
	for (i = 0; i < pos.nstep; i++)
		vec_push(&p->steps, pos.step[i]);
	vec_push(&p->tokens, t);
	return p->tokens.n - 1;
}

/* All tokens of an expansion belong to a use of a tracked name. */
static void cover(struct prov *p, const line_map_macro *map, u32 token)
{
	u32 k;

	for (k = 0; k < map->n_tokens; k++)
		*uidmap_at(&p->virt, virt_key(MAP_START_LOCATION(map) + k)) =
			token;
}

/* The token appears again as the k-th of map i. */
static u32 move_token(struct prov *p, u32 token, u32 i, u32 k, location_t loc)
{
	struct token *t = &p->tokens.v[token];
	u32 within, to;

	if (t->moved && t->to_map == i && t->to_last + 1 == k) {
		t->to_last = k;
		return t->to;
	}
	within = t->within == IR_NONE ? IR_NONE :
		 move_token(p, t->within, i, k, loc);
	to = add_token(p, loc, p->tokens.v[token].watched, within);
	t = &p->tokens.v[token];
	t->moved = true;
	t->to = to;
	t->to_map = i;
	t->to_last = k;
	return to;
}

/* An untracked macro: which of its tokens come from tracked arguments? */
static void read_arguments(struct prov *p, const line_map_macro *map, u32 i)
{
	u32 k;

	for (k = 0; k < map->n_tokens; k++) {
		location_t from = plain(map->macro_locations[2 * k]);
		location_t loc = MAP_START_LOCATION(map) + k;
		u32 token, to;

		if (!from || !is_virtual(from))
			continue;
		token = uidmap_get(&p->virt, virt_key(from));
		if (token == IR_NONE)
			continue;
		to = move_token(p, token, i, k, loc);
		*uidmap_at(&p->virt, virt_key(loc)) = to;
	}
}

static bool is_tracked(const struct prov *p, u32 watched)
{
	return watched != IR_NONE && names_get(p->names, watched)->track;
}

/* The outermost expansion around map i, which was expanded at `at`. */
static location_t outer_of(const struct prov *p, location_t at, u32 i)
{
	u32 parent;

	while (is_virtual(at)) {
		parent = map_of(at, i);
		if (parent >= p->first)
			return p->map_outer.v[parent - p->first];
		at = plain(gpr_map_expansion(
			LINEMAPS_MACRO_MAP_AT(line_table, parent)));
	}
	return at;
}

static void read_map(struct prov *p, const line_map_macro *map, u32 i,
		     u32 watched)
{
	location_t at = plain(gpr_map_expansion(map));
	location_t outer = outer_of(p, at, i);
	u32 within = IR_NONE;

	if (is_virtual(at))
		within = uidmap_get(&p->virt, virt_key(at));
	p->map_outer.v[p->map_outer.n++] = outer;
	if (outer > p->last_outer &&
	    (within != IR_NONE || is_tracked(p, watched)))
		p->last_outer = outer;
	if (is_tracked(p, watched))
		cover(p, map, add_token(p, at, watched, within));
	else if (within != IR_NONE)
		cover(p, map, within);
	else if (outer <= p->last_outer)
		read_arguments(p, map, i);
}

static bool before(struct prov *p, u32 a, u32 b)
{
	const struct token *t = &p->tokens.v[a], *u = &p->tokens.v[b];

	return compare(p, t, u->outer, p->steps.v + u->step, u->nstep) < 0;
}

/* New tokens are nearly in order: insertion from the end. */
static void sort_new(struct prov *p)
{
	for (; p->nsorted < p->tokens.n; p->nsorted++) {
		u32 t = p->nsorted, i;

		if (p->tokens.v[t].moved)
			continue;
		vec_push(&p->sorted, t);
		for (i = p->sorted.n - 1;
		     i && before(p, t, p->sorted.v[i - 1]); i--)
			p->sorted.v[i] = p->sorted.v[i - 1];
		p->sorted.v[i] = t;
	}
}

static u32 watched_of(const struct prov *p, const line_map_macro *map)
{
	return names_find(p->names, HT_IDENT_TO_GCC_IDENT(HT_NODE(map->macro)));
}

/* Nothing before the first use of a tracked name is of interest. */
void prov_read_maps(struct prov *p)
{
	u32 n = LINEMAPS_MACRO_USED(line_table), i = p->nmaps;

	if (!p->tokens.n) {
		while (i < n && !is_tracked(p, watched_of(p,
				LINEMAPS_MACRO_MAP_AT(line_table, i))))
			i++;
		p->first = i;
	}
	p->nmaps = n;
	if (i == n)
		return;
	vec_reserve(&p->map_outer, n - p->first);
	for (; i < n; i++) {
		const line_map_macro *map = LINEMAPS_MACRO_MAP_AT(line_table, i);

		read_map(p, map, i, watched_of(p, map));
	}
	sort_new(p);
}
