/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can be said of a unit in a few words, and which units belong together.
 *
 * Units that share nothing that could carry a value, a function or a guard from
 * one to the other are different parts of the program: analysed one by one they
 * give what all of them give at once. A part is the smallest thing that is
 * analysed anew when one of its units changes. Units belong to one part when they
 * share
 *	an external function that one of them defines,
 *	an external global,
 *	a record type, be it by a function the packs say is called out of it,
 *	an inline of a header with a site in it, or the name of the main file
 *	(so that no place is spoken of in two parts),
 * and by way of others that do.
 */
#ifndef ENGINE_BRIEF_H
#define ENGINE_BRIEF_H

#include "lib/base/error.h"
#include "lib/base/pack.h"
#include "lib/findings/findings.h"
#include "lib/ir/ir.h"
#include "lib/rules/rules.h"

#ifdef __cplusplus
extern "C" {
#endif

struct unit_brief {
	struct unit_info info;	/* object and checksum are not filled */
	bool relevant;		/* a pack applies: it is part of the program */
	/* hashes of what it shares with whom has it too; of what it only calls */
	u32 nshared, ncalled;
	const u32 *shared, *called;
};

/* All but object and checksum; bound is NULL when no pack applies. */
void unit_describe(const struct ir_unit *u, const struct rules_bound *bound,
		   struct arena *a, struct unit_info *ret);
/* Strings and lists live in the arena. */
int unit_brief_make(const struct rules *rules, const struct ir_unit *u,
		    struct arena *a, struct unit_brief *ret, struct error *err);
void unit_brief_pack(const struct unit_brief *b, struct strbuf *out);
/* Failure is left in u. */
void unit_brief_unpack(struct unpack *u, struct arena *a, struct unit_brief *ret);

#define PART_NONE 0xffffffffu

/*
 * Numbers the parts in the order of their first units: ret_part[i] for unit i,
 * PART_NONE for one that is not relevant. Returns how many there are.
 */
u32 find_parts(const struct unit_brief *const *units, u32 n, u32 *ret_part);

#ifdef __cplusplus
}
#endif
#endif
