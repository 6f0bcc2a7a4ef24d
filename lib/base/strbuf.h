/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Growing byte buffer, always NUL-terminated after buf[len].
 *
 * STRBUF_INIT or strbuf_init() first, strbuf_release() last. `buf` is never
 * NULL after the first append; use strbuf_str() before that. May hold NUL
 * bytes (wire form). Out of memory aborts, as the arena does.
 */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include "lib/base/types.h"

#ifdef __cplusplus
extern "C" {
#endif

struct strbuf {
	char *buf;
	size_t len, alloc;
};

#define STRBUF_INIT { NULL, 0, 0 }

void strbuf_init(struct strbuf *sb);
void strbuf_release(struct strbuf *sb);
/* Empties, keeps the memory. */
void strbuf_reset(struct strbuf *sb);
void strbuf_add(struct strbuf *sb, const void *data, size_t len);
void strbuf_addstr(struct strbuf *sb, const char *s);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...) BASE_PRINTF(2, 3);
/* Inline: the wire form is written byte by byte. */
static inline void strbuf_addch(struct strbuf *sb, char c)
{
	if (sb->len + 1 < sb->alloc) {
		sb->buf[sb->len++] = c;
		sb->buf[sb->len] = '\0';
	} else {
		strbuf_add(sb, &c, 1);
	}
}
/* The content as a C string, "" when nothing was ever added. */
const char *strbuf_str(const struct strbuf *sb);
/* Hands the buffer to the caller, who frees it; never NULL. */
char *strbuf_detach(struct strbuf *sb);

#ifdef __cplusplus
}
#endif
#endif
