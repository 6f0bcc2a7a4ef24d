/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Typed growing array on the heap.
 *
 *	VEC(u32) v = VEC_INIT;
 *	vec_push(&v, 3);  v.v[0];  v.n;  vec_release(&v);
 *
 * Elements move when the vector grows: keep indices, not pointers.
 * Out of memory aborts, as the arena does.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "lib/base/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define VEC(type) struct { type *v; u32 n, cap; }
#define VEC_INIT { NULL, 0, 0 }

/* Grows *cap to hold at least need elements; returns the moved block. */
void *vec_grow_(void *v, u32 *cap, u32 need, size_t elem);

#define vec_reserve(p, need) \
	((need) <= (p)->cap ? (void)0 : \
	 (void)((p)->v = (__typeof__((p)->v))vec_grow_((p)->v, &(p)->cap, \
						       (need), sizeof(*(p)->v))))
#define vec_push(p, x) \
	(vec_reserve((p), (p)->n + 1), (p)->v[(p)->n++] = (x))
#define vec_clear(p) ((p)->n = 0)
#define vec_release(p) (vec_free_((p)->v), (p)->v = NULL, \
			(p)->n = 0, (p)->cap = 0)
void vec_free_(void *v);

#ifdef __cplusplus
}
#endif
#endif
