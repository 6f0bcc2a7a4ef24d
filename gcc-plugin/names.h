/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The names that the rules watch, and what this unit says of them.
 *
 * Constants are also defined as macros that expand to themselves, so that
 * each use leaves its place in the line table (see provenance.h). These
 * macros are flagged as context-sensitive keywords of some targets are:
 * #ifdef does not see them and the unit may define them silently.
 */
#ifndef GCC_PLUGIN_NAMES_H
#define GCC_PLUGIN_NAMES_H

#include "gcc-plugin/gcc-compat.h"

#include "lib/ir/builder.h"
#include "lib/rules/rules.h"

struct watched {
	const char *name;
	u8 kind;		/* enum rules_name_kind */
	bool anchor, track;
	bool declared;
	bool has_value;
	u64 bits;
};

struct names;

struct names *names_new(const struct rules *rules);
void names_free(struct names *n);
/* At the start of the unit: identifiers are made, constants become macros. */
void names_start(struct names *n);
/* False when uses of constants leave no trace (preprocessed input ...). */
bool names_can_track(const struct names *n);
/* A function or a type was declared. */
void names_note_decl(struct names *n, tree decl);
void names_note_record(struct names *n, tree type);
void names_note_enum(struct names *n, tree type);
/* One more spelling of a tracked constant, until the function's end if local. */
void names_add_alias(struct names *n, tree ident, u32 watched, bool local);
void names_end_function(struct names *n);
/* True once the unit has declared an anchor. */
bool names_anchored(const struct names *n);
/* The watched name an identifier stands for, or IR_NONE. */
u32 names_find(const struct names *n, tree ident);
const struct watched *names_get(const struct names *n, u32 i);
/* The value of a tracked constant; macros are evaluated when first asked. */
bool names_value(struct names *n, u32 i, u64 *ret_bits);
/* True once some tracked constant has a value. */
bool names_tracks(const struct names *n);
/* True when some tracked constant may have this value. */
bool names_may_be(const struct names *n, u64 bits);
static inline bool names_is_self_macro(const cpp_hashnode *node)
{
	return node->type == NT_USER_MACRO && (node->flags & NODE_CONDITIONAL);
}
/*
 * True where every tracked name is such a macro, so that a macro that is none
 * needs no look-up; false where the unit has a macro of its own by such a name.
 */
bool names_all_self(const struct names *n);
/* True where besides none of them was expanded since this was asked last. */
bool names_quiet(struct names *n);
/* Now and then while parsing: values that need what is in scope now. */
void names_poll(struct names *n);
/* After parsing: macros that are anchors count, too. */
void names_parsed(struct names *n);
/* What is declared, and the values. */
void names_report(struct names *n, struct ir_builder *b);

/* ---- macro_value.cc ---------------------------------------------------------- */

/* The value of an object-like macro that is a constant expression. */
bool macro_value(const cpp_hashnode *node, u64 *ret_bits);

#endif
