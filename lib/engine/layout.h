/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What lies in what: which fields a record has, and which records are inside
 * its fields. Units say the record of a variable and of what a pointer points
 * to, not that of a field: it is learnt from the places that go through it.
 */
#ifndef ENGINE_LAYOUT_H
#define ENGINE_LAYOUT_H

#include "lib/engine/program.h"

/* Needs all units and functions of the program; lives in its arena. */
void layout_build(struct program *p);

/* Record of a program-wide name (a string of the program), or PF_NONE. */
u32 layout_record(const struct program *p, const char *name);
/* The record a local is, or points to; PF_NONE. */
u32 layout_local_record(const struct program *p, const struct pfunc *pf,
			u32 local);
/* The record that an aggregate place holds, or PF_NONE when nothing tells. */
u32 layout_place_record(const struct program *p, const struct pfunc *pf,
			const struct ir_place *pl);

/* All fields of a record, those of records inside it included. */
struct layout_fields {
	u32 n;
	const u32 *field;
};
struct layout_fields layout_fields(const struct program *p, u32 record);
/* Those of the first record known to be inside a field. */
struct layout_fields layout_inside(const struct program *p, u32 field);

#endif
