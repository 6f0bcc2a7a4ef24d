/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * String interning: equal strings get equal small numbers.
 *
 * Number 0 is always the empty string. Numbers count up in order of first
 * use, so they are deterministic for the same sequence of calls. Strings are
 * copied and live as long as the table.
 */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include "lib/base/types.h"

#ifdef __cplusplus
extern "C" {
#endif

struct intern;

struct intern *intern_new(void);
void intern_free(struct intern *in);
u32 intern_str(struct intern *in, const char *s);
u32 intern_mem(struct intern *in, const char *s, size_t len);
/* The number of a string already there, or 0 when it is not. */
u32 intern_find(const struct intern *in, const char *s);
/* Never NULL for a number below intern_count(). */
const char *intern_get(const struct intern *in, u32 id);
u32 intern_count(const struct intern *in);

#ifdef __cplusplus
}
#endif
#endif
