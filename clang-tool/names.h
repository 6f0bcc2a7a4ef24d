/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Watched names: what the unit declares of them, their values and spellings. */
#ifndef CLANG_TOOL_NAMES_H
#define CLANG_TOOL_NAMES_H

#include "clang-tool/lower.h"

/* What a watched macro's value is asked with, see names_questions(). */
#define NAMES_PREFIX "__gprcheck_value_"

struct strbuf;

/* Text to append to the main file: an enumerator for each watched macro. */
void names_questions(const struct rules *rules, struct strbuf *out);
/* Looks at the whole unit; true when it has declared an anchor. */
bool names_look(struct lower *lw);
/* Index in enum_names of what the enumerator is called or stands for, or IR_NONE. */
u32 names_enumerator(struct lower *lw, CXCursor decl);
/* The function of a name. */
bool names_function(struct lower *lw, const char *name, CXCursor *ret);
void names_report(struct lower *lw);

#endif
