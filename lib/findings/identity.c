/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys of findings and the pairing of twins, see identity.h. */
#include "lib/findings/identity.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Twins beyond this many are paired by their order alone. */
#define MAX_ALIGN 512

static const char *const key_names[KEY_COUNT] = {
	[KEY_EXACT] = "exact",
	[KEY_PLACE] = "place",
	[KEY_FUNCTION] = "function",
	[KEY_FILE] = "file",
};

const char *identity_key_name(enum identity_key k)
{
	return (u32)k < KEY_COUNT ? key_names[k] : "?";
}

static XXH64_state_t *hash_begin(void)
{
	XXH64_state_t *state = XXH64_createState();

	if (!state)
		abort();
	XXH64_reset(state, 0);
	return state;
}

static u64 hash_end(XXH64_state_t *state)
{
	u64 hash = XXH64_digest(state);

	XXH64_freeState(state);
	return hash;
}

/* The NUL goes in too: "a" "bc" and "ab" "c" differ. */
static void add_text(XXH64_state_t *state, const char *s)
{
	XXH64_update(state, s ? s : "", s ? strlen(s) + 1 : 1);
}

static void add_number(XXH64_state_t *state, u32 n)
{
	u8 bytes[4] = { (u8)n, (u8)(n >> 8), (u8)(n >> 16), (u8)(n >> 24) };

	XXH64_update(state, bytes, sizeof(bytes));
}

/* A function by its name, but that of the place, which may be renamed. */
static void add_function(XXH64_state_t *state, const struct finding *f, const char *name)
{
	add_text(state, strcmp(name, f->function) ? name : "");
}

/*
 * What happens on the path and in which functions; no places. The words only
 * where they say by what the value came about: those of branches have the
 * names of variables in them.
 */
static void add_shape(XXH64_state_t *state, const struct finding *f, bool with_origin)
{
	u32 i;

	for (i = 0; i < f->nevents; i++) {
		add_number(state, f->events[i].kind);
		add_function(state, f, f->events[i].function);
		if (with_origin && f->events[i].kind == EVENT_ORIGIN)
			add_text(state, f->events[i].text);
	}
	add_function(state, f, f->site_function);
}

u64 identity_hash(const struct finding *f, enum identity_key k, const char *file)
{
	XXH64_state_t *state = hash_begin();

	add_number(state, k);
	add_text(state, finding_rule_name(f->rule));
	add_text(state, f->accessor);
	add_text(state, f->index);
	if (k != KEY_FUNCTION)
		add_text(state, file);
	if (k != KEY_FILE)
		add_text(state, f->function);
	if (k == KEY_EXACT || k == KEY_FILE)
		add_shape(state, f, k == KEY_EXACT);
	return hash_end(state);
}

static void add_loc(XXH64_state_t *state, const struct src_loc *loc)
{
	add_text(state, loc->file);
	add_number(state, loc->line);
	add_number(state, loc->column);
}

u64 identity_content(const struct finding *f)
{
	XXH64_state_t *state = hash_begin();
	u32 i;

	add_loc(state, &f->loc);
	add_text(state, f->function);
	add_text(state, f->message);
	add_loc(state, &f->site);
	add_text(state, f->site_function);
	for (i = 0; i < f->nevents; i++) {
		add_number(state, f->events[i].kind);
		add_loc(state, &f->events[i].loc);
		add_text(state, f->events[i].function);
		add_text(state, f->events[i].text);
	}
	return hash_end(state);
}

/* ---- twins */

/* The position among all sites outlives the fix of a twin, lines do not. */
static u64 unlikeness(const struct twin_place *a, const struct twin_place *b)
{
	u32 lines = a->line > b->line ? a->line - b->line : b->line - a->line;
	u32 places = a->position > b->position ? a->position - b->position :
			b->position - a->position;

	return ((u64)places << 32) + lines;
}

/* a is the shorter list: each of it gets a partner, in order. */
static void align(const struct twin_place *a, u32 na, const struct twin_place *b, u32 nb,
		  u32 *ret_b)
{
	u32 spare = nb - na, i, j;
	/* cost[i][s]: the best for a[i..] when s of b may still be skipped. */
	u64 (*cost)[MAX_ALIGN + 1] = calloc(na + 1, sizeof(*cost));

	if (!cost)
		abort();
	for (i = na; i-- > 0;) {
		for (j = 0; j <= spare; j++) {
			u64 here = cost[i + 1][j] + unlikeness(&a[i], &b[i + spare - j]);

			cost[i][j] = j && cost[i][j - 1] < here ? cost[i][j - 1] : here;
		}
	}
	for (i = 0, j = spare; i < na; i++) {
		while (j && cost[i][j] == cost[i][j - 1] &&
		       cost[i][j] != cost[i + 1][j] + unlikeness(&a[i], &b[i + spare - j]))
			j--;
		ret_b[i] = i + spare - j;
	}
	free(cost);
}

static void in_order(u32 n, u32 *ret)
{
	u32 i;

	for (i = 0; i < n; i++)
		ret[i] = i;
}

void identity_pair(const struct twin_place *old, u32 nold,
		   const struct twin_place *now, u32 nnow, u32 *ret_old)
{
	u32 n = nold < nnow ? nold : nnow, i;
	u32 *partner = calloc(n + 1, sizeof(*partner));

	if (!partner)
		abort();
	for (i = 0; i < nnow; i++)
		ret_old[i] = TWIN_NONE;
	if (nold == nnow || nold > MAX_ALIGN || nnow > MAX_ALIGN)
		in_order(n, partner);
	else if (nnow < nold)
		align(now, nnow, old, nold, partner);
	else
		align(old, nold, now, nnow, partner);
	for (i = 0; i < n; i++) {
		if (nnow <= nold)
			ret_old[i] = partner[i];
		else
			ret_old[partner[i]] = i;
	}
	free(partner);
}
