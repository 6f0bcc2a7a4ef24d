/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GCC's line table: the macro expansion that a location is in, found quickly. */
#ifndef GCC_PLUGIN_LINEMAPS_H
#define GCC_PLUGIN_LINEMAPS_H

#include "gcc-plugin/gcc-compat.h"
#include "lib/base/types.h"

/* The point, without range and scope. */
static inline location_t linemaps_plain(location_t loc)
{
	if (IS_ADHOC_LOC(loc))
		loc = get_location_from_adhoc_loc(line_table, loc);
	return loc;
}

/* Is a plain location that of a token that a macro gave? */
static inline bool linemaps_is_virtual(location_t loc)
{
	return loc >= LINEMAPS_MACRO_LOWEST_LOCATION(line_table);
}

/*
 * The number of the macro map that holds a virtual location. *near is the
 * answer to the question before: the next one is mostly close to it.
 */
u32 linemaps_macro(location_t loc, u32 *near);

/* The plain location where macro map i was expanded. */
static inline location_t linemaps_expansion(u32 i)
{
	return linemaps_plain(gpr_map_expansion(LINEMAPS_MACRO_MAP_AT(line_table, i)));
}

#endif
