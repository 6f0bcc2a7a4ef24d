/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Interned values: equal values get equal small numbers, so that states
 * copy and compare cheaply. Number 0 means "not tracked". Values live as
 * long as the table.
 */
#ifndef ENGINE_VALS_H
#define ENGINE_VALS_H

#include "lib/engine/value.h"

struct vals;

struct vals *vals_new(void);
void vals_free(struct vals *t);
u32 vals_put(struct vals *t, const struct value *v);
/* Copies value `id` (not 0) out. */
void vals_get(const struct vals *t, u32 id, struct value *ret);
struct ir_type vals_type(const struct vals *t, u32 id);
bool vals_empty(const struct vals *t, u32 id);
/* value_subset(); 0 (untracked) holds everything. */
bool vals_subset(struct vals *t, u32 a, u32 b);
/* The value with VALUE_MERGED on all of it. */
u32 vals_merged(struct vals *t, u32 id);
/* Joins two values of one type; 0 (untracked) wins. */
u32 vals_join(struct vals *t, u32 a, u32 b);

#endif
