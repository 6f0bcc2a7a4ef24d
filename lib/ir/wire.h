/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Wire form of the flow IR: the bytes in section .discard.gprcheck and in
 * facts files. A stream is any number of records one after the other, with
 * zero bytes allowed between them (linkers pad). A record is
 *
 *	magic "GPRCHECK" (8)  version u32  length u32  checksum u64  payload
 *
 * little endian; length counts the payload, checksum is XXH64 of it with
 * seed 0. One record holds one unit. Equal units give equal bytes.
 * The payload is specified in doc/ir.md.
 */
#ifndef IR_WIRE_H
#define IR_WIRE_H

#include "lib/base/error.h"
#include "lib/base/strbuf.h"
#include "lib/ir/ir.h"

#ifdef __cplusplus
extern "C" {
#endif

#define IR_WIRE_SECTION ".discard.gprcheck"
#define IR_WIRE_VERSION 1u

/* Appends one record. */
void ir_wire_write(const struct ir_unit *unit, struct strbuf *out);

struct ir_wire_record {
	const u8 *payload;
	size_t len;
	u64 checksum;	/* identity of the content: equal units, equal value */
};

/*
 * Finds the next record at or after *pos and moves *pos behind it.
 * Returns 1 with *ret_rec set; 0 at the end of the stream; ERR_FORMAT or
 * ERR_VERSION for a damaged or newer record, with *pos moved to where the
 * search can go on, so the caller reports and calls again.
 */
int ir_wire_next(const u8 *data, size_t len, size_t *pos,
		 struct ir_wire_record *ret_rec, struct error *err);

/* Decodes and verifies one record. Any bytes are safe to pass. */
int ir_wire_read(const struct ir_wire_record *rec, struct ir_unit **ret_unit,
		 struct error *err);

#ifdef __cplusplus
}
#endif
#endif
