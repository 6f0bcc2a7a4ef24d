/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chunked bump allocator behind lib/base/arena.h. */
#include "lib/base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
/* What nobody asked for is poisoned, and what follows each allocation; small chunks, since poison costs by the byte. */
#define CHUNK_MIN (4u * 1024)
#define GAP ALIGN
#else
#define ASAN_POISON_MEMORY_REGION(p, size) ((void)0)
#define ASAN_UNPOISON_MEMORY_REGION(p, size) ((void)0)
#define CHUNK_MIN (64u * 1024)
#define GAP 0u
#endif
#define ALIGN 16u

struct chunk {
	struct chunk *next;
	size_t size, used;
	/* Payload follows, aligned because the header is a multiple of ALIGN. */
} __attribute__((aligned(ALIGN)));

struct arena {
	struct chunk *head;
	size_t total;
};

static void *xalloc(size_t size)
{
	void *p = malloc(size);

	if (!p)
		abort();
	return p;
}

struct arena *arena_new(void)
{
	struct arena *a = xalloc(sizeof(*a));

	a->head = NULL;
	a->total = 0;
	return a;
}

void arena_reset(struct arena *a)
{
	struct chunk *c, *next;

	for (c = a->head; c; c = next) {
		next = c->next;
		free(c);
	}
	a->head = NULL;
	a->total = 0;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	free(a);
}

static struct chunk *chunk_add(struct arena *a, size_t need)
{
	size_t size = need > CHUNK_MIN ? need : CHUNK_MIN;
	struct chunk *c = xalloc(sizeof(*c) + size);

	ASAN_POISON_MEMORY_REGION(c + 1, size);
	c->size = size;
	c->used = 0;
	c->next = a->head;
	a->head = c;
	return c;
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct chunk *c = a->head;
	size_t need = ((size + ALIGN - 1) & ~(size_t)(ALIGN - 1)) + GAP;
	void *p;

	if (!need)
		need = ALIGN;
	if (!c || c->size - c->used < need)
		c = chunk_add(a, need);
	p = (char *)(c + 1) + c->used;
	c->used += need;
	a->total += need;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return p;
}

void *arena_zalloc(struct arena *a, size_t size)
{
	return memset(arena_alloc(a, size), 0, size);
}

void *arena_memdup(struct arena *a, const void *src, size_t size)
{
	void *p = arena_alloc(a, size);

	if (size)
		memcpy(p, src, size);
	return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *p = arena_alloc(a, len + 1);

	memcpy(p, s, len);
	p[len] = '\0';
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

size_t arena_used(const struct arena *a)
{
	return a->total;
}
