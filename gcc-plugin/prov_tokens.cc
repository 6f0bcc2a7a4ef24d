/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Uses of tracked names, read from the line table.
 *
 * Each expansion of a macro has a map there, in order of expansion. A token
 * that is an argument of a function-like macro is expanded first, on its own,
 * and then appears again in the map of that macro: the second place is where
 * the parser sees it.
 */
#include "gcc-plugin/linemaps.h"
#include "gcc-plugin/prov_p.h"

static u32 virt_key(location_t loc)
{
	return (u32)loc & 0x7fffffff;
}

/* ---- places ------------------------------------------------------------------ */

bool prov_is_behind_all(const struct prov *p, location_t loc)
{
	loc = linemaps_plain(loc);
	return linemaps_is_virtual(loc) ? loc < p->settled : loc > p->last_outer;
}

void prov_pos(struct prov *p, location_t loc, struct pos *ret)
{
	u32 n = 0, i;

	loc = linemaps_plain(loc);
	while (linemaps_is_virtual(loc)) {
		u32 m = linemaps_macro(loc, &p->near_map);
		const line_map_macro *map = LINEMAPS_MACRO_MAP_AT(line_table, m);

		if (n < ARRAY_SIZE(ret->step))
			ret->step[n++] = (u32)(loc - MAP_START_LOCATION(map));
		loc = linemaps_expansion(m);
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
		location_t from = linemaps_plain(map->macro_locations[2 * k]);
		location_t loc = MAP_START_LOCATION(map) + k;
		u32 token, to;

		if (!from || !linemaps_is_virtual(from))
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
static location_t outer_of(location_t at, u32 i)
{
	while (linemaps_is_virtual(at))
		at = linemaps_expansion(linemaps_macro(at, &i));
	return at;
}

/*
 * May the expansion be inside one that has to do with a token, or behind it in
 * the same line? Virtual locations count down: a map made later than the last
 * one of interest holds none above where that one starts.
 */
static bool is_near(const struct prov *p, const line_map_macro *map)
{
	location_t at = linemaps_plain(gpr_map_expansion(map));

	return linemaps_is_virtual(at) ? at >= p->last_map : at <= p->last_outer;
}

static void read_map(struct prov *p, const line_map_macro *map, u32 i,
		     u32 watched)
{
	location_t at = linemaps_plain(gpr_map_expansion(map));
	location_t outer = outer_of(at, i);
	bool tracked = is_tracked(p, watched);
	u32 within = IR_NONE;

	if (linemaps_is_virtual(at))
		within = uidmap_get(&p->virt, virt_key(at));
	if (outer > p->last_outer && !tracked && within == IR_NONE)
		return;
	p->settled = 0;
	p->last_outer = MAX(p->last_outer, outer);
	p->last_map = MAP_START_LOCATION(map);
	if (tracked)
		cover(p, map, add_token(p, at, watched, within));
	else if (within != IR_NONE)
		cover(p, map, within);
	else
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

static void read_maps(struct prov *p, u32 n, bool all_self)
{
	const line_map_macro *map = LINEMAPS_MACRO_MAPS(line_table) + p->nmaps;
	u32 i;

	for (i = p->nmaps; i < n; i++, map++) {
		u32 watched = IR_NONE;

		if (!all_self || names_is_self_macro(map->macro))
			watched = watched_of(p, map);
		if (watched != IR_NONE || (p->tokens.n && is_near(p, map)))
			read_map(p, map, i, watched);
	}
	sort_new(p);
}

/* Most maps have nothing to do with any token: these are not even looked at. */
void prov_read_maps(struct prov *p)
{
	u32 n = LINEMAPS_MACRO_USED(line_table);
	/* To ask takes as long as to look at a few. */
	bool many = n - p->nmaps > 16;

	if (!many || !names_quiet(p->names) || !p->settled)
		read_maps(p, n, many && names_all_self(p->names));
	p->nmaps = n;
}
