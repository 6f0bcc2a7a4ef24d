// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as the payload of a record: refused, or a unit that can be written, read and analysed. */
#include "testcases/foreign/foreign.h"

#include "lib/ir/verify.h"
#include "lib/ir/wire.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct ir_wire_record rec = { .payload = data, .len = size }, again;
	struct strbuf out = STRBUF_INIT;
	struct ir_unit *unit, *copy = NULL;
	struct error err = ERROR_INIT;
	size_t pos = 0;

	if (ir_wire_read(&rec, &unit, &err))
		return 0;
	foreign_must(!ir_verify(unit, &err), err.msg);
	ir_wire_write(unit, &out);
	foreign_must(ir_wire_next((const u8 *)out.buf, out.len, &pos, &again, &err) == 1, err.msg);
	foreign_must(!ir_wire_read(&again, &copy, &err), err.msg);
	foreign_analyse(copy);
	ir_unit_free(copy);
	ir_unit_free(unit);
	strbuf_release(&out);
	return 0;
}
