/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * GCC's headers in the order they want, and every difference between the
 * versions 11 to 15 that the plugin meets; no other file tests GCC_MAJOR.
 */
#ifndef GCC_PLUGIN_GCC_COMPAT_H
#define GCC_PLUGIN_GCC_COMPAT_H

/* Since 14, headers of GCC that use these want them announced. */
#define INCLUDE_MEMORY
#define INCLUDE_STRING
#define INCLUDE_VECTOR

/* GCC has an enum of this name, the flow IR a struct. */
#define ir_type gcc_ir_type

#include "gcc-plugin.h"
#include "plugin-version.h"

#include "tm.h"
#include "tree.h"
#include "stringpool.h"
#include "attribs.h"
#include "function.h"
#include "basic-block.h"
#include "gimple.h"
#include "gimple-iterator.h"
#include "gimple-expr.h"
#include "tree-cfg.h"
#include "tree-iterator.h"
#include "tree-pass.h"
#include "context.h"
#include "cgraph.h"
#include "internal-fn.h"
#include "fold-const.h"
#include "stor-layout.h"
#include "langhooks.h"
#include "input.h"
#include "diagnostic-core.h"
#include "diagnostic.h"
#include "output.h"
#include "toplev.h"
#include "opts.h"
#include "cpplib.h"

#undef ir_type
#undef ARRAY_SIZE	/* lib/base/types.h has the same */

#define GPR_GCC_MAJOR BUILDING_GCC_MAJOR

/*
 * What only cc1 has, not lto1 or cc1plus: the plugin must load there too, so
 * as to say nothing. All are looked at only after the language is known.
 */
extern struct cpp_reader *parse_in __attribute__((weak));
extern cpp_callbacks *cpp_get_callbacks(cpp_reader *) __attribute__((weak));
extern cpp_options *cpp_get_options(cpp_reader *) __attribute__((weak));
extern cpp_hashnode *cpp_lookup(cpp_reader *, const unsigned char *,
				unsigned int) __attribute__((weak));
extern void cpp_define(cpp_reader *, const char *) __attribute__((weak));
extern void cpp_force_token_locations(cpp_reader *, location_t)
	__attribute__((weak));
extern void cpp_stop_forcing_token_locations(cpp_reader *)
	__attribute__((weak));
/* Of the C front end (c-tree.h, which cannot be included beside others). */
extern tree lookup_name(tree) __attribute__((weak));

/* Where the expansion that a macro map records took place. */
static inline location_t gpr_map_expansion(const line_map_macro *map)
{
#if GPR_GCC_MAJOR >= 14
	return map->get_expansion_point_location();
#else
	return map->expansion;
#endif
}

/* The initial value a variable would not have without -ftrivial-auto-var-init. */
static inline bool gpr_is_deferred_init(const gimple *stmt)
{
#if GPR_GCC_MAJOR >= 12
	return gimple_call_internal_p(stmt, IFN_DEFERRED_INIT);
#else
	(void)stmt;
	return false;
#endif
}

/* Elements of TYPE_VALUES: the value in old versions, the CONST_DECL in new. */
static inline tree gpr_enum_value(tree entry)
{
	tree value = TREE_VALUE(entry);

	return TREE_CODE(value) == CONST_DECL ? DECL_INITIAL(value) : value;
}

/* A line of a source file, without its end. */
static inline char_span gpr_source_line(const char *file, int line)
{
#if GPR_GCC_MAJOR >= 14
	return global_dc->get_file_cache().get_source_line(file, line);
#else
	return location_get_source_line(file, line);
#endif
}

static inline bool gpr_is_bitint(tree type)
{
#if GPR_GCC_MAJOR >= 14
	return TREE_CODE(type) == BITINT_TYPE;
#else
	(void)type;
	return false;
#endif
}

#endif
