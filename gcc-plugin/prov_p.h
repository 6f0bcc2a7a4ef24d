/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of provenance: tokens in source order, and what was matched. */
#ifndef GCC_PLUGIN_PROV_P_H
#define GCC_PLUGIN_PROV_P_H

#include "gcc-plugin/provenance.h"
#include "gcc-plugin/uidmap.h"
#include "lib/base/vec.h"

/*
 * Where a token stands: the outermost place in a file, then, for each macro
 * around it, which token of that macro's expansion it is or comes from.
 * Lexicographic order of this is the order in which the parser saw them.
 */
struct pos {
	location_t outer;
	u32 nstep;
	u32 step[32];
};

/* One use of a tracked name. */
struct token {
	location_t outer;
	u32 step, nstep;	/* steps in prov.steps */
	u32 watched;
	u32 within;		/* token of a tracked macro it is part of, or IR_NONE */
	bool moved;		/* an outer macro took it as argument: see `to` */
	u32 to, to_map, to_last;	/* its place there, while that map is read */
	bool claimed;		/* some constant is known to be this */
};

/* A constant in a function's trees, in order of evaluation. */
struct slot {
	u64 bits;
	u32 watched;	/* IR_NONE: spelled as a number or something else */
	u32 also;	/* or as this, when folding made one of two names */
	u8 context;	/* enum slot_context */
	bool exact;	/* the statement will have location `loc` or `own` */
	bool used;
	location_t loc, own;	/* prov_key() of them */
};

/* An expression whose location GCC will replace by that of a call. */
struct moved {
	u32 what;
	bool used;
	location_t loc;	/* the real one */
};

/* A located expression: slots and moved ones in it, by number. */
struct node {
	location_t loc;	/* prov_key() of it, from prov_begin() on */
	u32 slot, slot_end;
	u32 moved, moved_end;
};

/* Nodes of a function or an initialiser, sorted by location from prov_begin() on; slots and moved. */
struct matched {
	u32 node, node_end;
	u32 slot, slot_end;
	u32 moved, moved_end;
};

struct prov {
	struct names *names;
	/* prov_tokens.cc */
	u32 nmaps;		/* macro maps read so far */
	u32 near_map;		/* looked up last, for linemaps_macro() */
	location_t last_map;	/* start of the last one that has to do with a token */
	location_t settled;	/* no map that starts below it is near: see tokens_from() */
	VEC(struct token) tokens;
	VEC(u32) steps;
	struct uidmap virt;	/* virtual location -> token */
	location_t last_outer;	/* highest outermost expansion of such maps */
	VEC(u32) sorted;	/* tokens the parser saw, in order */
	u32 nsorted;		/* tokens looked at for that */
	/* prov_walk.cc */
	VEC(struct slot) slots;
	VEC(struct moved) moved;
	VEC(struct node) nodes;
	VEC(struct matched) matched;
	struct uidmap by_decl;	/* DECL_UID -> matched */
	/* the function being lowered */
	struct matched cur;
};

/*
 * What nodes go by: lowering to GIMPLE adds the scope to a location, so only
 * the point it stands for is compared.
 */
static inline location_t prov_key(location_t loc)
{
	return get_pure_location(line_table, loc);
}

/* prov_tokens.cc: reads the macro maps made since the last time. */
void prov_read_maps(struct prov *p);
/* True where all tokens stand before the place; a quick answer, false is none. */
bool prov_is_behind_all(const struct prov *p, location_t loc);
void prov_pos(struct prov *p, location_t loc, struct pos *ret);
/* Number in `sorted` of the first token at or after (or: behind) a place. */
u32 prov_first_at(struct prov *p, const struct pos *pos);
u32 prov_first_behind(struct prov *p, const struct pos *pos);
static inline struct token *prov_token(struct prov *p, u32 i)
{
	return &p->tokens.v[p->sorted.v[i]];
}

/* Tokens a constant may be, as numbers in prov.sorted: first, behind last. */
struct window {
	u32 lo, hi;
};

/* prov_walk.cc: matches the constants of a tree, adds slots, nodes, moved. */
void prov_walk_function(struct prov *p, tree body, struct window win);
void prov_walk_initialiser(struct prov *p, tree decl, struct window win);

#endif
