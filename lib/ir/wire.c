/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wire form of the flow IR: records in a stream. */
#include "lib/ir/wire.h"

#include <string.h>
#include <xxhash.h>

#include "lib/ir/wire_p.h"

static u64 get_le(const u8 *p, u32 bytes)
{
	u64 v = 0;

	while (bytes--)
		v = v << 8 | p[bytes];
	return v;
}

/* Where the next record may begin at or after pos; len when nowhere. */
static size_t find_magic(const u8 *data, size_t len, size_t pos)
{
	while (len - pos >= 8) {
		const u8 *p = memchr(data + pos, WIRE_MAGIC[0], len - pos - 7);

		if (!p)
			break;
		pos = (size_t)(p - data);
		if (!memcmp(p, WIRE_MAGIC, 8))
			return pos;
		pos++;
	}
	return len;
}

/* Moves on behind a fault at *pos. */
static int damaged(const u8 *data, size_t len, size_t *pos, size_t skip,
		   const char *what, struct error *err)
{
	size_t at = *pos;

	*pos = find_magic(data, len, at + skip);
	return error_set(err, ERR_FORMAT, "byte %zu: %s", at, what);
}

int ir_wire_next(const u8 *data, size_t len, size_t *pos,
		 struct ir_wire_record *ret_rec, struct error *err)
{
	struct ir_wire_record rec;
	size_t left;
	const u8 *h;
	u32 version;

	while (*pos < len && !data[*pos])
		(*pos)++;
	if (*pos >= len)
		return 0;
	h = data + *pos;
	left = len - *pos;
	if (memcmp(h, WIRE_MAGIC, left < 8 ? left : 8))
		return damaged(data, len, pos, 1, "no record", err);
	if (left < WIRE_HEADER)
		return damaged(data, len, pos, left, "record cut off", err);
	version = (u32)get_le(h + 8, 4);
	rec.len = (size_t)get_le(h + 12, 4);
	rec.checksum = get_le(h + 16, 8);
	rec.payload = h + WIRE_HEADER;
	if (rec.len > left - WIRE_HEADER)
		return damaged(data, len, pos, 8, "record cut off", err);
	if (XXH64(rec.payload, rec.len, 0) != rec.checksum)
		return damaged(data, len, pos, 8, "wrong checksum", err);
	if (!version)
		return damaged(data, len, pos, 8, "version 0", err);
	if (version > IR_WIRE_VERSION) {
		error_set(err, ERR_VERSION, "byte %zu: record of version %u, "
			  "this program reads up to %u", *pos, version,
			  IR_WIRE_VERSION);
		*pos += WIRE_HEADER + rec.len;
		return ERR_VERSION;
	}
	*pos += WIRE_HEADER + rec.len;
	*ret_rec = rec;
	return 1;
}
