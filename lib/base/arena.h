/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Arena: memory of one phase, dropped as a whole.
 *
 * Everything allocated from an arena lives until arena_free() (or
 * arena_reset()); nothing is freed on its own. Blocks are aligned for any
 * object. Running out of memory ends the process by abort(): no caller could
 * do better, and a half-built graph must never be used.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "lib/base/types.h"

#ifdef __cplusplus
extern "C" {
#endif

struct arena;

struct arena *arena_new(void);
/* Accepts NULL. */
void arena_free(struct arena *a);
/* Drops all content, keeps the arena usable. */
void arena_reset(struct arena *a);

/* Never NULL; arena_zalloc() clears. A size of 0 gives a unique pointer. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_zalloc(struct arena *a, size_t size);
void *arena_memdup(struct arena *a, const void *src, size_t size);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) BASE_PRINTF(2, 3);

/* Bytes handed out since arena_new() or the last reset. */
size_t arena_used(const struct arena *a);

#define arena_new_obj(a, type) ((type *)arena_zalloc((a), sizeof(type)))
#define arena_new_array(a, type, n) \
	((type *)arena_zalloc((a), sizeof(type) * (size_t)(n)))

#ifdef __cplusplus
}
#endif
#endif
