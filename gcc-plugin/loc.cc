/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Source locations: where an expression begins, outside all macros. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/lower.h"
#include "gcc-plugin/names.h"

/*
 * Lexical clean-up: "./" and "//" go, "a/../" goes, and so does the working
 * directory in front. What climbs above the start stays as it is.
 */
static char *normalise(struct arena *arena, const char *cwd, const char *file)
{
	char *out = arena_strdup(arena, file);
	size_t n = strlen(cwd);
	const char *in = file;
	char *o = out;

	if (n > 1 && !strncmp(in, cwd, n) && in[n] == '/')
		in += n + 1;
	if (*in == '/')
		*o++ = *in++;
	while (*in) {
		const char *end = strchr(in, '/');
		size_t len = end ? (size_t)(end - in) : strlen(in);
		char *base = out + (*out == '/' && o > out);
		char *prev = o;

		if (len == 0 || (len == 1 && *in == '.')) {
			in += len + !!end;
			continue;
		}
		if (prev > base)
			prev--;
		while (prev > base && prev[-1] != '/')
			prev--;
		if (len == 2 && !strncmp(in, "..", 2) && o > base &&
		    strncmp(prev, "../", 3) != 0) {
			o = prev;
		} else {
			memmove(o, in, len);
			o += len;
			if (end)
				*o++ = '/';
		}
		in += len + !!end;
	}
	*o = '\0';
	return out;
}

const char *loc_file_name(struct lower *lw, const char *file)
{
	if (!file || !*file || *file == '<')
		return "";
	return normalise(lw->arena, lw->cwd, file);
}

static u32 file_string(struct lower *lw, const char *file)
{
	if (file != lw->last_file) {
		lw->last_file = file;
		lw->last_file_str = irb_str(lw->b, loc_file_name(lw, file));
	}
	return lw->last_file_str;
}

/* Climbs to the outermost expansion; *ret_map is its map, or NULL. */
static location_t outermost(struct lower *lw, location_t loc,
			    const line_map_macro **ret_map)
{
	*ret_map = NULL;
	if (IS_ADHOC_LOC(loc))
		loc = get_location_from_adhoc_loc(line_table, loc);
	while (linemap_location_from_macro_expansion_p(line_table, loc)) {
		const line_map_macro *map =
			linemap_check_macro(linemap_lookup(line_table, loc));

		/* The macros we made ourselves do not exist for anybody. */
		if (!names_is_self_macro(lw->names, map->macro))
			*ret_map = map;
		loc = gpr_map_expansion(map);
		if (IS_ADHOC_LOC(loc))
			loc = get_location_from_adhoc_loc(line_table, loc);
	}
	return loc;
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
