/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers and strings to bytes and back, for what a program keeps for itself.
 *
 * Reading never goes beyond the end: what is not there, or too large, sets
 * `failed`, reads as 0 or "" from then on, and is to be checked once at the end.
 */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include "lib/base/arena.h"
#include "lib/base/strbuf.h"

#ifdef __cplusplus
extern "C" {
#endif

void pack_num(struct strbuf *out, u64 n);
void pack_bytes(struct strbuf *out, const void *bytes, size_t len);
/* NULL counts as "". */
void pack_str(struct strbuf *out, const char *s);

struct unpack {
	const u8 *p, *end;
	bool failed;
};

u64 unpack_num(struct unpack *u);
/* A number of things of at least one byte each. */
u32 unpack_count(struct unpack *u);
/* A number below limit: of an enum, say. */
u32 unpack_below(struct unpack *u, u32 limit);
/* In place, without a copy; NULL when it fails. */
const void *unpack_bytes(struct unpack *u, size_t *ret_len);
/* A copy in the arena. */
const char *unpack_str(struct unpack *u, struct arena *a);

#ifdef __cplusplus
}
#endif
#endif
