/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a finished unit is good for: warnings, and facts in the object. */
#ifndef GCC_PLUGIN_EMIT_H
#define GCC_PLUGIN_EMIT_H

#include "gcc-plugin/args.h"
#include "lib/base/strbuf.h"
#include "lib/ir/ir.h"

/* True when the object that is being made must not get a section. */
bool emit_untouched(const struct rules *rules);
/* Dumps, runs the engine, warns, and appends the unit's record to *facts. */
void emit_unit(const struct options *opt, const struct rules *rules,
	       struct ir_unit *unit, struct strbuf *facts);
/* Writes the records to the assembler. */
void emit_section(const struct strbuf *facts);

#endif
