/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text form of the flow IR, both ways; the grammar is in doc/ir.md. */
#ifndef IR_TEXT_H
#define IR_TEXT_H

#include "lib/base/error.h"
#include "lib/base/strbuf.h"
#include "lib/ir/ir.h"

#ifdef __cplusplus
extern "C" {
#endif

void ir_print(const struct ir_unit *unit, struct strbuf *out);
/*
 * Reads what ir_print() wrote: printing the result gives the same bytes.
 * `name` stands in messages "NAME:LINE: cause". ERR_FORMAT on bad text.
 */
int ir_parse(const char *name, const char *text, size_t len,
	     struct ir_unit **ret_unit, struct error *err);

#ifdef __cplusplus
}
#endif
#endif
