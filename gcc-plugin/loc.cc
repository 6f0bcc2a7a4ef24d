/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Source locations: where an expression begins, outside all macros. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/linemaps.h"
#include "gcc-plugin/lower.h"
#include "gcc-plugin/names.h"
#include "lib/base/path.h"

const char *loc_file_name(struct lower *lw, const char *file)
{
	if (!file || !*file || *file == '<')
		return "";
	return path_normalise(lw->arena, lw->cwd, file);
}

static u32 file_string(struct lower *lw, const char *file)
{
	if (file != lw->last_file) {
		lw->last_file = file;
		lw->last_file_str = irb_str(lw->b, loc_file_name(lw, file));
	}
	return lw->last_file_str;
}

/* Climbs from map i to the outermost expansion, which it remembers. */
static void climb(struct lower *lw, u32 i)
{
	u32 near = i;
	location_t loc;

	lw->climbed = i;
	lw->outer_map = NULL;
	for (;;) {
		const line_map_macro *map = LINEMAPS_MACRO_MAP_AT(line_table, i);

		/* The macros we made ourselves do not exist for anybody. */
		if (!names_is_self_macro(map->macro))
			lw->outer_map = map;
		loc = linemaps_expansion(i);
		if (!linemaps_is_virtual(loc))
			break;
		i = linemaps_macro(loc, &near);
	}
	lw->outer = loc;
}

/*
 * The outermost expansion around a place; *ret_map is its map, or NULL. What
 * follows each other in a function mostly comes from the same macro.
 */
static location_t outermost(struct lower *lw, location_t loc,
			    const line_map_macro **ret_map)
{
	u32 i;

	*ret_map = NULL;
	loc = linemaps_plain(loc);
	if (!linemaps_is_virtual(loc))
		return loc;
	i = linemaps_macro(loc, &lw->near_map);
	if (i != lw->climbed)
		climb(lw, i);
	*ret_map = lw->outer_map;
	return lw->outer;
}

struct ir_loc loc_of(struct lower *lw, location_t loc)
{
	const line_map_macro *map;
	struct ir_loc ret = { 0, 0, 0, 0 };
	expanded_location x;

	if (loc <= BUILTINS_LOCATION)
		return ret;
	loc = outermost(lw, loc, &map);
	if (loc <= BUILTINS_LOCATION)
		return ret;
	x = linemap_expand_location(line_table, linemap_lookup(line_table, loc),
				    loc);
	ret.file = file_string(lw, x.file);
	if (!ret.file)
		return ret;
	ret.line = (u32)x.line;
	ret.col = (u32)x.column;
	if (map)
		ret.macro = irb_str(lw->b, linemap_map_get_macro_name(map));
	return ret;
}

struct ir_loc loc_start(struct lower *lw, location_t loc)
{
	if (loc <= BUILTINS_LOCATION)
		return loc_of(lw, loc);
	return loc_of(lw, get_range_from_loc(line_table, loc).m_start);
}
