// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as IR text: refused, or a unit that prints as a text of the same unit, and can be analysed. */
#include "testcases/foreign/foreign.h"

#include <string.h>

#include "lib/ir/text.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct strbuf one = STRBUF_INIT, two = STRBUF_INIT;
	struct ir_unit *unit, *copy = NULL;
	struct error err = ERROR_INIT;

	if (ir_parse("text", (const char *)data, size, &unit, &err)) {
		foreign_must(!strncmp(err.msg, "text:", 5), "the error names no place");
		return 0;
	}
	ir_print(unit, &one);
	foreign_must(!ir_parse("again", one.buf, one.len, &copy, &err), err.msg);
	ir_print(copy, &two);
	foreign_must(!strcmp(strbuf_str(&one), strbuf_str(&two)), "printed otherwise the second time");
	foreign_analyse(copy);
	ir_unit_free(copy);
	ir_unit_free(unit);
	strbuf_release(&one);
	strbuf_release(&two);
	return 0;
}
