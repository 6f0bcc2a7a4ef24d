/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and strings to bytes and back, see lib/base/pack.h. */
#include "lib/base/pack.h"

#include <string.h>

/* Seven bits a byte, the low ones first; the top bit says that more follow. */
void pack_num(struct strbuf *out, u64 n)
{
	u8 bytes[10];
	size_t len = 0;

	do {
		bytes[len++] = (u8)((n & 0x7f) | (n > 0x7f ? 0x80 : 0));
		n >>= 7;
	} while (n);
	strbuf_add(out, bytes, len);
}

void pack_bytes(struct strbuf *out, const void *bytes, size_t len)
{
	pack_num(out, len);
	strbuf_add(out, bytes, len);
}

void pack_str(struct strbuf *out, const char *s)
{
	pack_bytes(out, s ? s : "", s ? strlen(s) : 0);
}

u64 unpack_num(struct unpack *u)
{
	unsigned int shift;
	u64 n = 0;

	for (shift = 0; shift < 64 && u->p < u->end; shift += 7) {
		u8 byte = *u->p++;

		n |= (u64)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return n;
	}
	u->failed = true;
	u->p = u->end;
	return 0;
}

u32 unpack_count(struct unpack *u)
{
	u64 n = unpack_num(u);

	if (n <= (u64)(u->end - u->p) && n <= UINT32_MAX)
		return (u32)n;
	u->failed = true;
	u->p = u->end;
	return 0;
}

u32 unpack_below(struct unpack *u, u32 limit)
{
	u64 n = unpack_num(u);

	if (n < limit)
		return (u32)n;
	u->failed = true;
	u->p = u->end;
	return 0;
}

const void *unpack_bytes(struct unpack *u, size_t *ret_len)
{
	const u8 *bytes;

	*ret_len = unpack_count(u);
	bytes = u->p;
	u->p += *ret_len;
	return u->failed ? NULL : bytes;
}

const char *unpack_str(struct unpack *u, struct arena *a)
{
	size_t len;
	const char *s = unpack_bytes(u, &len);

	return s && len ? arena_strndup(a, s, len) : "";
}
