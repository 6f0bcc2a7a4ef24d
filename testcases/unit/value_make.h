/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values for the tests of the value domain: one line each, as they are used in expressions. */
#ifndef UNIT_VALUE_MAKE_H
#define UNIT_VALUE_MAKE_H

#include "lib/engine/value.h"

/* Why the ends of top() are open. */
#define WHY 3
/* Program points: of the operation under test, and of two sources. */
#define HERE 9
#define THERE 5
#define ELSE 7

static inline struct value top(struct ir_type t)
{
	struct value v;

	value_top(&v, t, WHY);
	return v;
}

static inline struct value empty(struct ir_type t)
{
	struct value v;

	value_empty(&v, t);
	return v;
}

/* Both ends are set, from THERE. */
static inline struct value range(struct ir_type t, s128 lo, s128 hi)
{
	struct value v;

	value_range(&v, t, lo, hi, THERE);
	return v;
}

/* Constants are from ELSE. */
static inline struct value tagged(struct ir_type t, s64 c, u16 tag)
{
	struct value v;

	value_const(&v, t, (u64)c, tag, ELSE);
	return v;
}

static inline struct value con(struct ir_type t, s64 c)
{
	return tagged(t, c, 0);
}

static inline struct value op2(struct value a, enum ir_op op, struct value b)
{
	value_binary(&a, op, a.type, &a, &b, HERE);
	return a;
}

static inline struct value join(struct value a, struct value b)
{
	value_join(&a, &a, &b);
	return a;
}

static inline struct value meet(struct value a, struct value b)
{
	value_meet(&a, &a, &b);
	return a;
}

#endif
