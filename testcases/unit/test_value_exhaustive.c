// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares the value domain with a naive twin, element by element. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/engine/value.h"

/*
 * On 8 bits a set is 256 flags and every operation a table: what the domain
 * says is compared with what C does to every pair of members. On 32 and 64
 * bits random programs run in the domain and, in a few worlds, for real.
 */

static const struct ir_type s8_t = { IR_T_INT, 8, 1 }, u8_t = { IR_T_INT, 8, 0 };
static const struct ir_type s1_t = { IR_T_INT, 1, 1 }, u1_t = { IR_T_INT, 1, 0 };
static const struct ir_type s16_t = { IR_T_INT, 16, 1 }, u16_t = { IR_T_INT, 16, 0 };
static const struct ir_type s32_t = { IR_T_INT, 32, 1 }, u32_t = { IR_T_INT, 32, 0 };
static const struct ir_type s64_t = { IR_T_INT, 64, 1 }, u64_t = { IR_T_INT, 64, 0 };

#define WHY 4
#define ORIGIN 1

/* ---- sets of 8-bit patterns ---------------------------------------------- */

struct set {
	u64 w[4];
};

static void set_add(struct set *s, unsigned int i)
{
	s->w[i >> 6] |= 1ull << (i & 63);
}

static bool set_has(const struct set *s, unsigned int i)
{
	return s->w[i >> 6] >> (i & 63) & 1;
}

static bool set_same(const struct set *a, const struct set *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static bool set_within(const struct set *a, const struct set *b)
{
	u64 out = 0;

	for (int i = 0; i < 4; i++)
		out |= a->w[i] & ~b->w[i];
	return !out;
}

static bool set_meets(const struct set *a, const struct set *b)
{
	u64 both = 0;

	for (int i = 0; i < 4; i++)
		both |= a->w[i] & b->w[i];
	return both != 0;
}

static struct set set_and(const struct set *a, const struct set *b)
{
	struct set s;

	for (int i = 0; i < 4; i++)
		s.w[i] = a->w[i] & b->w[i];
	return s;
}

static void set_or(struct set *s, const struct set *b)
{
	for (int i = 0; i < 4; i++)
		s->w[i] |= b->w[i];
}

static unsigned int set_count(const struct set *s)
{
	unsigned int n = 0;

	for (int i = 0; i < 4; i++)
		n += (unsigned int)__builtin_popcountll(s->w[i]);
	return n;
}

/* The pattern that is the i-th smallest integer of an 8-bit type. */
static unsigned int nth(bool is_signed, unsigned int i)
{
	return is_signed ? i ^ 0x80 : i;
}

/* In how many intervals of integers does it come? */
static unsigned int set_runs(const struct set *s, bool is_signed)
{
	unsigned int n = 0;
	bool before = false, now;

	for (unsigned int i = 0; i < 256; i++, before = now) {
		now = set_has(s, nth(is_signed, i));
		n += now && !before;
	}
	return n;
}

static const char *set_text(const struct set *s, bool is_signed)
{
	static char buf[4][2048];
	static unsigned int next;
	char *out = buf[next++ % 4];
	size_t len = 0;
	int base = is_signed ? -128 : 0;

	out[0] = 0;
	for (unsigned int i = 0, j; i < 256; i = j + 1) {
		j = i;
		if (!set_has(s, nth(is_signed, i)))
			continue;
		while (j < 255 && set_has(s, nth(is_signed, j + 1)))
			j++;
		len += (size_t)snprintf(out + len, sizeof(buf[0]) - len,
					i == j ? " %d" : " %d..%d",
					base + (int)i, base + (int)j);
	}
	return out;
}

/* ---- what the domain says ------------------------------------------------- */

static u64 width_mask(struct ir_type t)
{
	return t.bits == 64 ? ~0ull : (1ull << t.bits) - 1;
}

/* piece membership as value.h words it */
static bool piece_has(struct ir_type t, const struct piece *p, s128 x)
{
	return p->lo <= x && x <= p->hi &&
	       !(((u64)x ^ p->bits) & ~p->mask & width_mask(t));
}

static struct set members(const struct value *v)
{
	struct set s = { { 0 } };
	u64 w = width_mask(v->type);

	for (u32 i = 0; i < v->n; i++) {
		const struct piece *p = &v->p[i];
		int lo = (int)p->lo, hi = (int)p->hi;

		for (int x = lo; x <= hi; x++)
			if (!(((u64)(s64)x ^ p->bits) & ~p->mask & w))
				set_add(&s, (u8)x);
	}
	return s;
}

static bool all_closed(const struct value *v)
{
	for (u32 i = 0; i < v->n; i++)
		if (!piece_closed(&v->p[i]))
			return false;
	return true;
}

static bool has_gap(const struct value *v)
{
	for (u32 i = 0; i < v->n; i++)
		if (v->p[i].flags & VALUE_GAP)
			return true;
	return false;
}

static bool has_tag(const struct value *v)
{
	for (u32 i = 0; i < v->n; i++)
		if (v->p[i].tag)
			return true;
	return false;
}

/* What value.h promises of every value; NULL when it holds. */
static const char *malformed(const struct value *v)
{
	struct ir_type t = v->type;
	s128 min = t.is_signed ? -((s128)1 << (t.bits - 1)) : 0;
	s128 max = min + (s128)width_mask(t);

	if (v->n > VALUE_MAX_PIECES)
		return "too many pieces";
	for (u32 i = 0; i < v->n; i++) {
		const struct piece *p = &v->p[i], *q = p - 1;

		if (p->lo > p->hi || p->lo < min || p->hi > max)
			return "piece out of its type";
		if (p->bits & p->mask)
			return "bit both known and unknown";
		if ((p->bits | p->mask) & ~width_mask(t))
			return "known bits beyond the type";
		if (!piece_has(t, p, p->lo) || !piece_has(t, p, p->hi))
			return "end is no member";
		if (i && p->lo < q->lo)
			return "pieces out of order";
	}
	return NULL;
}

static const char *text(const struct value *v)
{
	static char buf[4][2048];
	static unsigned int next;
	char *out = buf[next++ % 4];
	size_t len = 0, size = sizeof(buf[0]);

	len += (size_t)snprintf(out, size, "%c%u", v->type.is_signed ? 's' : 'u',
				v->type.bits);
	for (u32 i = 0; i < v->n; i++) {
		const struct piece *p = &v->p[i];

		len += (size_t)snprintf(out + len, size - len, " %c%lld..%lld%c%s",
					p->flags & VALUE_LO_SET ? '[' : '(',
					(long long)p->lo, (long long)p->hi,
					p->flags & VALUE_HI_SET ? ']' : ')',
					p->flags & VALUE_FIXED ? "!" : "");
		if (p->mask != width_mask(v->type) && p->lo != p->hi)
			len += (size_t)snprintf(out + len, size - len, "&%llx|%llx",
						(unsigned long long)p->mask,
						(unsigned long long)p->bits);
		if (p->tag)
			len += (size_t)snprintf(out + len, size - len, "#%u", p->tag);
		if (p->flags & VALUE_GAP)
			len += (size_t)snprintf(out + len, size - len, "~");
	}
	return out;
}

/* ---- the naive twin: one element ------------------------------------------ */

static s128 wrap(struct ir_type t, u128 v)
{
	u64 b = (u64)v & width_mask(t);

	if (t.is_signed && b >> (t.bits - 1) & 1)
		return (s128)b - ((s128)1 << t.bits);
	return (s128)b;
}

/* False: undefined, does not happen. */
static bool twin_unary(enum ir_op op, struct ir_type t, s128 x, s128 *ret)
{
	u64 b = (u64)x & width_mask(t), r = 0;

	switch (op) {
	case IR_OP_COPY:
	case IR_OP_CAST:
		*ret = wrap(t, (u128)x);
		return true;
	case IR_OP_NEG:
		*ret = wrap(t, (u128)-x);
		return true;
	case IR_OP_NOT:
		*ret = wrap(t, ~(u128)x);
		return true;
	case IR_OP_LNOT:
		*ret = x == 0;
		return true;
	case IR_OP_ABS:
		*ret = wrap(t, (u128)(x < 0 ? -x : x));
		return true;
	case IR_OP_CLZ:
		*ret = __builtin_clzll(b | 1) - (64 - t.bits);
		return b != 0;
	case IR_OP_CTZ:
		*ret = b ? __builtin_ctzll(b) : 0;
		return b != 0;
	case IR_OP_FFS:
		*ret = b ? __builtin_ctzll(b) + 1 : 0;
		return true;
	case IR_OP_POPCOUNT:
		*ret = __builtin_popcountll(b);
		return true;
	case IR_OP_BSWAP:
		for (unsigned int i = 0; i < t.bits; i += 8)
			r = r << 8 | (b >> i & 255);
		*ret = wrap(t, r);
		return t.bits % 8 == 0;
	default:
		fail_msg("no twin of %s", ir_op_text(op));
		return false;
	}
}

static bool is_shift(enum ir_op op)
{
	return op == IR_OP_SHL || op == IR_OP_SHR || op == IR_OP_ROTL || op == IR_OP_ROTR;
}

static bool twin_compare(enum ir_op op, s128 x, s128 y, s128 *ret)
{
	switch (op) {
	case IR_OP_EQ:
		*ret = x == y;
		return true;
	case IR_OP_NE:
		*ret = x != y;
		return true;
	case IR_OP_LT:
		*ret = x < y;
		return true;
	case IR_OP_LE:
		*ret = x <= y;
		return true;
	case IR_OP_GT:
		*ret = x > y;
		return true;
	case IR_OP_GE:
		*ret = x >= y;
		return true;
	default:
		fail_msg("no twin of %s", ir_op_text(op));
		return false;
	}
}

static bool twin_overflow(enum ir_op op, struct ir_type t, s128 x, s128 y, s128 *ret)
{
	s128 p;

	switch (op) {
	case IR_OP_ADD_OVERFLOW:
		*ret = wrap(t, (u128)(x + y)) != x + y;
		return true;
	case IR_OP_SUB_OVERFLOW:
		*ret = wrap(t, (u128)(x - y)) != x - y;
		return true;
	case IR_OP_MUL_OVERFLOW:
		if (t.is_signed) {
			p = x * y;
			*ret = wrap(t, (u128)p) != p;
		} else {
			*ret = (u128)x * (u128)y > width_mask(t);
		}
		return true;
	default:
		return twin_compare(op, x, y, ret);
	}
}

/* A shift by as many bits as there are, or more, has no result. */
static bool twin_shift(enum ir_op op, struct ir_type t, s128 x, s128 y, s128 *ret)
{
	u64 b = (u64)x & width_mask(t);
	unsigned int n = t.bits, k = (unsigned int)y;

	if (y < 0 || y >= n)
		return false;
	switch (op) {
	case IR_OP_SHL:
		*ret = wrap(t, (u128)b << k);
		return true;
	case IR_OP_SHR:
		*ret = x >> k;
		return true;
	case IR_OP_ROTL:
		*ret = wrap(t, (u128)b << k | b >> ((n - k) % n));
		return true;
	case IR_OP_ROTR:
		*ret = wrap(t, b >> k | (u128)b << ((n - k) % n));
		return true;
	default:
		fail_msg("no twin of %s", ir_op_text(op));
		return false;
	}
}

static bool twin_binary(enum ir_op op, struct ir_type t, s128 x, s128 y, s128 *ret)
{
	if (is_shift(op))
		return twin_shift(op, t, x, y, ret);
	switch (op) {
	case IR_OP_ADD:
	case IR_OP_PTRADD:
		*ret = wrap(t, (u128)(x + y));
		return true;
	case IR_OP_SUB:
		*ret = wrap(t, (u128)(x - y));
		return true;
	case IR_OP_MUL:
		*ret = wrap(t, (u128)x * (u128)y);
		return true;
	case IR_OP_DIV:
		*ret = y ? wrap(t, (u128)(x / y)) : 0;
		return y != 0;
	case IR_OP_MOD:
		*ret = y ? wrap(t, (u128)(x % y)) : 0;
		return y != 0;
	case IR_OP_AND:
		*ret = wrap(t, (u128)x & (u128)y);
		return true;
	case IR_OP_OR:
		*ret = wrap(t, (u128)x | (u128)y);
		return true;
	case IR_OP_XOR:
		*ret = wrap(t, (u128)x ^ (u128)y);
		return true;
	case IR_OP_MIN:
		*ret = x < y ? x : y;
		return true;
	case IR_OP_MAX:
		*ret = x > y ? x : y;
		return true;
	default:
		return twin_overflow(op, t, x, y, ret);
	}
}

/* ---- complaints ----------------------------------------------------------- */

static unsigned int ncomplaints;

/* Only the first ones are of use. */
__attribute__((format(printf, 1, 2)))
static void complain(const char *fmt, ...)
{
	char line[8192];
	va_list ap;

	if (ncomplaints++ >= 12)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	print_message("# %s\n", line);
}

static int start(void **state)
{
	(void)state;
	ncomplaints = 0;
	return 0;
}

struct tally {
	unsigned long all, exact, asserted, news;
};

static void print_tally(const char *what, struct ir_type t, const struct tally *c)
{
	print_message("#   %-14s %c%-2u %8lu done, %8lu asserted exact, %6.2f%% exact", what,
		      t.is_signed ? 's' : 'u', t.bits, c->all, c->asserted,
		      c->all ? 100.0 * (double)c->exact / (double)c->all : 100.0);
	if (c->news)
		print_message(", %lu not known to be in the result", c->news);
	print_message("\n");
}

/* ---- sources: the values that everything is tried on ---------------------- */

struct src {
	struct value v;
	struct set s;
	bool closed, single, tagged;
};

struct sources {
	struct ir_type t;
	unsigned int n;
	struct src src[512];
};

static void source_add(struct sources *l, const struct value *v)
{
	struct src *s = &l->src[l->n++];
	const char *bad = malformed(v);

	assert_in_range(l->n, 1, ARRAY_SIZE(l->src));
	if (bad)
		fail_msg("source %s: %s", text(v), bad);
	s->v = *v;
	s->s = members(v);
	s->closed = all_closed(v);
	s->tagged = has_tag(v);
	s->single = !s->tagged && set_count(&s->s) == 1;
}

static const s16 grid[] = {
	-128, -127, -17, -16, -2, -1, 0, 1, 2, 7, 8, 15, 16, 17, 31, 32, 33,
	127, 128, 254, 255,
};

static bool in_type(struct ir_type t, int x)
{
	return t.is_signed ? x >= -128 && x < 128 : x >= 0 && x < 256;
}

static void add_intervals(struct sources *l)
{
	struct value v;

	for (u32 i = 0; i < ARRAY_SIZE(grid); i++)
		for (u32 j = i; j < ARRAY_SIZE(grid); j++) {
			if (!in_type(l->t, grid[i]) || !in_type(l->t, grid[j]))
				continue;
			value_range(&v, l->t, grid[i], grid[j], ORIGIN);
			source_add(l, &v);
		}
}

/* All values, and what one comparison leaves of them: open ends. */
static void add_open(struct sources *l)
{
	static const enum ir_op cmp[] = { IR_OP_LE, IR_OP_GE, IR_OP_NE };
	static const s16 at[] = { -16, 0, 7, 31 };
	struct value v, c;

	value_top(&v, l->t, WHY);
	source_add(l, &v);
	for (u32 i = 0; i < ARRAY_SIZE(cmp); i++)
		for (u32 j = 0; j < ARRAY_SIZE(at); j++) {
			value_top(&v, l->t, WHY);
			value_const(&c, l->t, (u64)at[j], 0, ORIGIN);
			value_refine(&v, cmp[i], &c);
			source_add(l, &v);
		}
}

static void add_unions(struct sources *l)
{
	static const s16 two[][4] = {
		{ 0, 0, 2, 2 }, { 0, 0, 127, 127 }, { 4, 4, 16, 31 }, { 0, 15, 32, 32 },
		{ 0, 15, 32, 47 }, { 1, 3, 120, 127 }, { 5, 5, 7, 9 }, { 16, 16, 18, 18 },
		{ -128, -128, 127, 127 }, { -16, -1, 1, 15 }, { -5, -5, 5, 5 },
		{ -128, -100, 100, 127 }, { -2, -1, 16, 31 }, { 0, 15, 240, 255 },
		{ 0, 0, 128, 128 }, { 127, 127, 129, 129 }, { 100, 120, 200, 220 },
	};
	struct value v, w;

	for (u32 i = 0; i < ARRAY_SIZE(two); i++) {
		if (!in_type(l->t, two[i][0]) || !in_type(l->t, two[i][3]))
			continue;
		value_range(&v, l->t, two[i][0], two[i][1], ORIGIN);
		value_range(&w, l->t, two[i][2], two[i][3], ORIGIN);
		value_join(&v, &v, &w);
		source_add(l, &v);
	}
	/* as many pieces as there may be, at uneven distances, twice */
	for (int k = 0; k < 2; k++) {
		value_empty(&v, l->t);
		for (int i = 0; i < VALUE_MAX_PIECES; i++) {
			value_const(&w, l->t, (u64)(i * (i + 5) / 3 + 2 * i + k), 0, ORIGIN);
			value_join(&v, &v, &w);
		}
		source_add(l, &v);
	}
}

/* Known bits; the interval cuts them further. */
static void add_bits(struct sources *l)
{
	static const struct {
		s16 lo, hi;
		u8 op;
		u8 c;
	} cut[] = {
		{ -128, 255, IR_OP_AND, 0x54 }, { -128, 255, IR_OP_AND, 0x10 },
		{ -128, 255, IR_OP_AND, 0x82 }, { -128, 255, IR_OP_AND, 0xf8 },
		{ -128, 255, IR_OP_AND, 0xfe }, { -128, 255, IR_OP_AND, 0x7f },
		{ -128, 255, IR_OP_AND, 0x55 }, { -128, 255, IR_OP_AND, 0xef },
		{ -128, 255, IR_OP_OR, 0x21 }, { -128, 255, IR_OP_OR, 0x80 },
		{ -128, 255, IR_OP_OR, 0x0f }, { -128, 255, IR_OP_OR, 0x01 },
		{ 0, 31, IR_OP_AND, 0x15 }, { 5, 77, IR_OP_AND, 0x6c },
		{ -20, 20, IR_OP_OR, 0x12 }, { -60, 100, IR_OP_AND, 0xdc },
		{ 0, 7, IR_OP_OR, 0x18 }, { 3, 200, IR_OP_OR, 0x44 },
	};
	struct value v, c;

	for (u32 i = 0; i < ARRAY_SIZE(cut); i++) {
		value_range(&v, l->t, cut[i].lo, cut[i].hi, ORIGIN);
		value_const(&c, l->t, cut[i].c, 0, ORIGIN);
		value_binary(&v, cut[i].op, l->t, &v, &c, ORIGIN);
		source_add(l, &v);
		if (i % 3)
			continue;
		/* and with an end that is not the natural one */
		value_const(&c, l->t, 19, 0, ORIGIN);
		value_refine(&v, IR_OP_GE, &c);
		source_add(l, &v);
	}
	value_top(&v, l->t, WHY);
	value_const(&c, l->t, 0x54, 0, ORIGIN);
	value_binary(&v, IR_OP_AND, l->t, &v, &c, ORIGIN);
	source_add(l, &v);
}

static void add_tagged(struct sources *l)
{
	struct value v, w;

	value_const(&v, l->t, 4, 1, ORIGIN);
	source_add(l, &v);
	value_range(&w, l->t, 0, 15, ORIGIN);
	value_join(&v, &v, &w);
	source_add(l, &v);
	value_const(&w, l->t, 4, 2, ORIGIN);
	value_join(&v, &v, &w);
	source_add(l, &v);
	value_const(&w, l->t, 16, 3, ORIGIN);
	value_join(&v, &v, &w);
	source_add(l, &v);
}

static const struct sources *sources(struct ir_type t)
{
	static struct sources made[2];
	struct sources *l = &made[t.is_signed];
	struct value v;

	if (l->n)
		return l;
	l->t = t;
	value_empty(&v, t);
	source_add(l, &v);
	add_intervals(l);
	add_open(l);
	add_unions(l);
	add_bits(l);
	add_tagged(l);
	print_message("# %u values of %c8\n", l->n, t.is_signed ? 's' : 'u');
	return l;
}

/* About n of them, the special ones among them. */
static unsigned int some_sources(const struct sources *l, unsigned int n, const struct src **ret)
{
	unsigned int step = l->n / n, got = 0;

	for (unsigned int i = l->n; i-- > 0; ) {
		const struct src *s = &l->src[i];

		if (i % (step ? step : 1) == 0 || set_count(&s->s) == 256)
			ret[got++] = s;
	}
	return got;
}

/* ---- sources, questions ---------------------------------------------------- */

static void check_questions(const struct src *s)
{
	const struct value *v = &s->v;
	struct ir_type t = v->type;
	unsigned int n = set_count(&s->s);
	s128 c = 0;

	for (int x = -300; x < 600; x++)
		if (value_contains(v, x) != (in_type(t, x) && set_has(&s->s, (u8)x)))
			complain("contains %s: %d", text(v), x);
	if (value_is_empty(v) != !n)
		complain("is_empty %s", text(v));
	if (value_is_const(v, &c) != (n == 1))
		complain("is_const %s", text(v));
	if (n == 1 && (!in_type(t, (int)c) || !set_has(&s->s, (u8)c)))
		complain("is_const %s: %d", text(v), (int)c);
	if (value_may_be_zero(v) != set_has(&s->s, 0))
		complain("may_be_zero %s", text(v));
	if (value_may_be_nonzero(v) != (n > set_has(&s->s, 0)))
		complain("may_be_nonzero %s", text(v));
	for (int x = -128; n && x <= value_max(v); x++)
		c = value_contains(v, x) ? x : c;
	if (n && (c != value_max(v) || value_contains(v, c + 1)))
		complain("max %s: %d", text(v), (int)value_max(v));
	for (u32 i = 0; i < v->n; i++)
		if (piece_is_single(&v->p[i]) != (v->p[i].lo == v->p[i].hi))
			complain("piece_is_single %s", text(v));
}

static void test_questions(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++) {
		const struct sources *l = sources(sg ? s8_t : u8_t);

		for (unsigned int i = 0; i < l->n; i++)
			check_questions(&l->src[i]);
	}
	assert_int_equal(ncomplaints, 0);
}

/* The intervals are what their names say: nothing else above depends on it. */
static void test_intervals(void **state)
{
	struct value v;

	(void)state;
	for (int sg = 0; sg < 2; sg++)
		for (int lo = -130; lo < 260; lo += 3)
			for (int hi = lo; hi < 260; hi += 3) {
				struct ir_type t = sg ? s8_t : u8_t;
				struct set want = { { 0 } }, got;

				for (int x = lo; x <= hi; x++)
					if (in_type(t, x))
						set_add(&want, (u8)x);
				value_range(&v, t, lo, hi, ORIGIN);
				got = members(&v);
				if (malformed(&v) || !set_same(&want, &got) || !all_closed(&v))
					complain("range %d..%d: %s", lo, hi, text(&v));
			}
	for (int sg = 0; sg < 2; sg++)
		for (unsigned int x = 0; x < 256; x++) {
			struct set want = { { 0 } }, got;

			set_add(&want, x);
			value_const(&v, sg ? s8_t : u8_t, x, 0, ORIGIN);
			got = members(&v);
			if (malformed(&v) || !set_same(&want, &got) || !all_closed(&v))
				complain("const %u: %s", x, text(&v));
		}
	assert_int_equal(ncomplaints, 0);
}

/* ---- equal, hash, subset ---------------------------------------------------- */

/* All that equality is about; `why` is left to the implementation. */
static bool same_fields(const struct value *a, const struct value *b)
{
	if (!ir_type_eq(a->type, b->type) || a->n != b->n)
		return false;
	for (u32 i = 0; i < a->n; i++) {
		const struct piece *p = &a->p[i], *q = &b->p[i];

		if (p->lo != q->lo || p->hi != q->hi || p->bits != q->bits ||
		    p->mask != q->mask || p->deps != q->deps || p->origin != q->origin ||
		    p->tag != q->tag || p->flags != q->flags)
			return false;
	}
	return true;
}

/* A copy whose padding and unused pieces are rubbish. */
static struct value dirty_copy(const struct value *v, int rubbish)
{
	struct value w;

	memset(&w, rubbish, sizeof(w));
	w.type.kind = v->type.kind;
	w.type.bits = v->type.bits;
	w.type.is_signed = v->type.is_signed;
	w.n = v->n;
	for (u32 i = 0; i < v->n; i++) {
		struct piece *p = &w.p[i];

		p->lo = v->p[i].lo;
		p->hi = v->p[i].hi;
		p->bits = v->p[i].bits;
		p->mask = v->p[i].mask;
		p->deps = v->p[i].deps;
		p->origin = v->p[i].origin;
		p->tag = v->p[i].tag;
		p->flags = v->p[i].flags;
		p->why = v->p[i].why;
	}
	return w;
}

static bool same_why(const struct value *a, const struct value *b)
{
	for (u32 i = 0; i < a->n && i < b->n; i++)
		if (a->p[i].why != b->p[i].why)
			return false;
	return true;
}

static void check_identity(const struct src *a, const struct src *b)
{
	bool same = same_fields(&a->v, &b->v), says = value_equal(&a->v, &b->v);

	if (says != same && (says || same_why(&a->v, &b->v)))
		complain("equal %s, %s", text(&a->v), text(&b->v));
	if (says && value_hash(&a->v) != value_hash(&b->v))
		complain("hash %s", text(&a->v));
}

static void test_equal_hash(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++) {
		const struct sources *l = sources(sg ? s8_t : u8_t);
		unsigned int collisions = 0;

		for (unsigned int i = 0; i < l->n; i++) {
			struct value v = dirty_copy(&l->src[i].v, 0xa5);
			struct value w = dirty_copy(&l->src[i].v, 0x3c);

			if (!value_equal(&v, &w) || value_hash(&v) != value_hash(&w))
				complain("padding matters: %s", text(&v));
			for (unsigned int j = 0; j < l->n; j++) {
				check_identity(&l->src[i], &l->src[j]);
				collisions += !same_fields(&l->src[i].v, &l->src[j].v) &&
					value_hash(&l->src[i].v) == value_hash(&l->src[j].v);
			}
		}
		assert_int_equal(collisions, 0);
	}
	assert_int_equal(ncomplaints, 0);
}

/* As value_range() makes them. */
static bool is_interval(const struct src *s)
{
	const struct piece *p = &s->v.p[0];

	return s->v.n == 1 && !s->tagged && p->origin == ORIGIN &&
	       p->flags == (VALUE_BOTH_SET | VALUE_FIXED) &&
	       set_count(&s->s) == (unsigned int)(p->hi - p->lo + 1);
}

static void test_subset(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++) {
		const struct sources *l = sources(sg ? s8_t : u8_t);
		struct tally c = { 0 };

		for (unsigned int i = 0; i < l->n; i++)
			for (unsigned int j = 0; j < l->n; j++) {
				const struct src *a = &l->src[i], *b = &l->src[j];
				bool in = set_within(&a->s, &b->s);
				bool says = value_subset(&a->v, &b->v);

				c.all++;
				c.exact += in == says;
				if (says && !in)
					complain("subset %s, %s", text(&a->v), text(&b->v));
				/* two intervals leave no excuse */
				if (is_interval(a) && is_interval(b)) {
					c.asserted++;
					if (in && !says)
						complain("no subset %s, %s", text(&a->v),
							 text(&b->v));
				}
				if (i == j && !says)
					complain("not in itself: %s", text(&a->v));
			}
		print_tally("subset", l->t, &c);
	}
	assert_int_equal(ncomplaints, 0);
}

/* ---- unary, binary, compare -------------------------------------------------- */

/*
 * Checks a result against what it must hold; `must` when it may hold nothing
 * else. False: complained.
 */
static bool check_result(const struct value *r, const struct set *want, bool closed, bool must,
			 struct tally *c, const char *what, const struct value *a,
			 const struct value *b)
{
	const char *bad = malformed(r);
	struct set got = members(r);
	bool sg = r->type.is_signed, exact = set_same(&got, want);

	c->all++;
	c->exact += exact;
	c->asserted += must;
	if (!bad && !set_within(want, &got))
		bad = "members are missing";
	if (!bad && closed && !all_closed(r))
		bad = "open, though nothing is open";
	if (!bad && must && !exact)
		bad = "not exact";
	if (!bad && must && r->n < VALUE_MAX_PIECES && has_gap(r) && !has_gap(a) &&
	    !(b && has_gap(b)))
		bad = "exact, but marked as having gaps";
	if (!bad)
		return true;
	complain("%s (%s)%s%s%s: %s; got %s, want%s", what, text(a), b ? ", (" : "",
		 b ? text(b) : "", b ? ")" : "", bad, text(r), set_text(want, sg));
	return false;
}

static void check_unary(enum ir_op op, const struct sources *l)
{
	bool exact = op == IR_OP_COPY || op == IR_OP_CAST || op == IR_OP_NEG ||
		op == IR_OP_NOT || op == IR_OP_LNOT;
	struct tally c = { 0 };
	struct value r, alias;

	for (unsigned int i = 0; i < l->n; i++) {
		const struct src *a = &l->src[i];
		struct set want = { { 0 } };
		s128 y;

		for (unsigned int x = 0; x < 256; x++)
			if (set_has(&a->s, x) && twin_unary(op, l->t, wrap(l->t, x), &y))
				set_add(&want, (u8)y);
		if (op == IR_OP_CAST)
			value_cast(&r, l->t, &a->v);
		else
			value_unary(&r, op, l->t, &a->v, ORIGIN);
		check_result(&r, &want, a->closed,
			     exact && !a->tagged && set_runs(&want, l->t.is_signed) <= 16,
			     &c, ir_op_text(op), &a->v, NULL);
		alias = a->v;
		if (op == IR_OP_CAST)
			value_cast(&alias, l->t, &alias);
		else
			value_unary(&alias, op, l->t, &alias, ORIGIN);
		if (!value_equal(&alias, &r))
			complain("%s %s differs in place", ir_op_text(op), text(&a->v));
	}
	print_tally(ir_op_text(op), l->t, &c);
}

static void test_unary(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++)
		for (enum ir_op op = 0; op < IR_OP_COUNT; op++)
			if (ir_op_class(op) == IR_CLASS_UNARY)
				check_unary(op, sources(sg ? s8_t : u8_t));
	assert_int_equal(ncomplaints, 0);
}

/* Pattern of x op y, -1 where undefined. */
static s16 table[256][256];

static void make_table(enum ir_op op, struct ir_type t)
{
	s128 r;

	for (unsigned int x = 0; x < 256; x++)
		for (unsigned int y = 0; y < 256; y++)
			table[x][y] = twin_binary(op, t, wrap(t, x), wrap(t, y), &r) ?
				(s16)(u8)r : -1;
}

/* row[x] = { x op y : y in b } */
static void make_rows(struct set *row, const struct set *b)
{
	for (unsigned int x = 0; x < 256; x++) {
		memset(&row[x], 0, sizeof(row[x]));
		for (unsigned int y = 0; y < 256; y++)
			if (set_has(b, y) && table[x][y] >= 0)
				set_add(&row[x], (unsigned int)table[x][y]);
	}
}

/* col[y] = { x op y : x in a } */
static void make_cols(struct set *col, const struct set *a)
{
	memset(col, 0, 256 * sizeof(*col));
	for (unsigned int x = 0; x < 256; x++)
		for (unsigned int y = 0; set_has(a, x) && y < 256; y++)
			if (table[x][y] >= 0)
				set_add(&col[y], (unsigned int)table[x][y]);
}

static struct set image(const struct set *row, const struct set *a)
{
	struct set s = { { 0 } };

	for (int w = 0; w < 4; w++)
		for (u64 left = a->w[w]; left; left &= left - 1)
			set_or(&s, &row[64 * w + __builtin_ctzll(left)]);
	return s;
}

static bool binary_is_exact(enum ir_op op, const struct src *a, const struct src *b)
{
	if (a->tagged || b->tagged)
		return false;
	if (ir_op_class(op) == IR_CLASS_COMPARE)
		return true;
	switch (op) {
	case IR_OP_ADD:
	case IR_OP_SUB:
	case IR_OP_AND:
	case IR_OP_OR:
	case IR_OP_XOR:
	case IR_OP_SHL:
	case IR_OP_SHR:
		return a->single || b->single;
	default:
		return false;
	}
}

static void check_aliases(enum ir_op op, struct ir_type t, const struct value *a,
			  const struct value *b, const struct value *r)
{
	struct value v = *a, w = *b, sq;

	value_binary(&v, op, t, &v, b, ORIGIN);
	value_binary(&w, op, t, a, &w, ORIGIN);
	if (!value_equal(&v, r) || !value_equal(&w, r))
		complain("%s (%s), (%s) differs in place", ir_op_text(op), text(a), text(b));
	v = w = *a;
	value_binary(&sq, op, t, &v, &w, ORIGIN);
	value_binary(&v, op, t, &v, &v, ORIGIN);
	if (!value_equal(&v, &sq))
		complain("%s (%s) with itself differs in place", ir_op_text(op), text(a));
}

static void check_binary(enum ir_op op, const struct sources *l)
{
	static struct set row[256];
	struct tally c = { 0 };
	unsigned int nth_pair = 0;
	struct value r;

	make_table(op, l->t);
	for (unsigned int j = 0; j < l->n; j++) {
		const struct src *b = &l->src[j];

		make_rows(row, &b->s);
		for (unsigned int i = 0; i < l->n; i++) {
			const struct src *a = &l->src[i];
			struct set want;
			bool must;

			/* of two that are no constants every other pair: time */
			if (!a->single && !b->single && (i + j) & 1)
				continue;
			want = image(row, &a->s);
			must = binary_is_exact(op, a, b) &&
				set_runs(&want, l->t.is_signed) <= 16;
			value_binary(&r, op, l->t, &a->v, &b->v, ORIGIN);
			/* what a pointer points at is no number that matters */
			check_result(&r, &want,
				     a->closed && b->closed && op != IR_OP_PTRADD, must, &c,
				     ir_op_text(op), &a->v, &b->v);
			if (nth_pair++ % 53 == 0)
				check_aliases(op, l->t, &a->v, &b->v, &r);
		}
	}
	print_tally(ir_op_text(op), l->t, &c);
}

static void test_binary(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++)
		for (enum ir_op op = 0; op < IR_OP_COUNT; op++)
			if (ir_op_class(op) == IR_CLASS_BINARY)
				check_binary(op, sources(sg ? s8_t : u8_t));
	assert_int_equal(ncomplaints, 0);
}

static void test_compare(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++)
		for (enum ir_op op = 0; op < IR_OP_COUNT; op++)
			if (ir_op_class(op) == IR_CLASS_COMPARE)
				check_binary(op, sources(sg ? s8_t : u8_t));
	assert_int_equal(ncomplaints, 0);
}

/* The amount has its own type; what is out of range does not happen. */
static void check_shift_amount(enum ir_op op, const struct sources *l, struct ir_type bt, int lo,
			       int hi, struct tally *c)
{
	struct value b, r;

	value_range(&b, bt, lo, hi, ORIGIN);
	for (unsigned int i = 0; i < l->n; i++) {
		const struct src *a = &l->src[i];
		struct set want = { { 0 } };
		s128 z;

		for (unsigned int x = 0; x < 256; x++)
			for (int y = lo < 0 ? 0 : lo; set_has(&a->s, x) && y <= hi && y < 8; y++)
				if (twin_binary(op, l->t, wrap(l->t, x), y, &z))
					set_add(&want, (u8)z);
		value_binary(&r, op, l->t, &a->v, &b, ORIGIN);
		if (!ir_type_eq(r.type, l->t))
			complain("%s has the type of its amount", ir_op_text(op));
		check_result(&r, &want, a->closed,
			     (op == IR_OP_SHL || op == IR_OP_SHR) && lo == hi && !a->tagged &&
			     set_runs(&want, l->t.is_signed) <= 16,
			     c, ir_op_text(op), &a->v, &b);
	}
}

static void test_shift_amount(void **state)
{
	static const int amount[][2] = {
		{ 0, 0 }, { 1, 1 }, { 4, 4 }, { 7, 7 }, { 0, 3 }, { 2, 7 }, { 5, 100 },
		{ -6, 2 }, { -1, 1000 }, { 8, 9 }, { -3, -1 },
	};

	(void)state;
	for (int sg = 0; sg < 2; sg++)
		for (enum ir_op op = 0; op < IR_OP_COUNT; op++) {
			struct tally c = { 0 };

			if (!is_shift(op))
				continue;
			for (u32 i = 0; i < ARRAY_SIZE(amount); i++) {
				check_shift_amount(op, sources(sg ? s8_t : u8_t), s32_t,
						   amount[i][0], amount[i][1], &c);
				if (amount[i][0] >= 0)
					check_shift_amount(op, sources(sg ? s8_t : u8_t), u64_t,
							   amount[i][0], amount[i][1], &c);
			}
			print_tally(ir_op_text(op), sg ? s8_t : u8_t, &c);
		}
	assert_int_equal(ncomplaints, 0);
}

/* ---- casts between widths ------------------------------------------------------ */

#define WIDE 65536

static void mark_members(const struct value *v, u8 *mark)
{
	memset(mark, 0, WIDE);
	for (u32 i = 0; i < v->n; i++)
		for (int x = (int)v->p[i].lo; x <= (int)v->p[i].hi; x++)
			if (piece_has(v->type, &v->p[i], x))
				mark[(u16)x] = 1;
}

/* A cast to a type of up to 16 bits; as everywhere here extended to 16. */
static u16 narrow(struct ir_type t, unsigned int x)
{
	unsigned int mask = (1u << t.bits) - 1;

	x &= mask;
	return (u16)(t.is_signed && x >> (t.bits - 1) ? x | ~mask : x);
}

static unsigned int mark_runs(struct ir_type t, const u8 *mark)
{
	unsigned int n = 0, size = 1u << t.bits, flip = t.is_signed ? size / 2 : 0;
	bool before = false, now;

	for (unsigned int i = 0; i < size; i++, before = now) {
		now = mark[narrow(t, i ^ flip)];
		n += now && !before;
	}
	return n;
}

/* Intervals, or few members: the result leaves no choice. */
static bool is_simple(const struct value *v)
{
	for (u32 i = 0; i < v->n; i++) {
		const struct piece *p = &v->p[i];

		if (p->hi - p->lo < 256)
			continue;
		for (s128 x = p->lo; x <= p->hi; x++)
			if (!piece_has(v->type, p, x))
				return false;
	}
	return true;
}

/* Some piece has more integers than the type: then that is all that bounds it. */
static bool overflows_width(const struct value *v, struct ir_type t)
{
	for (u32 i = 0; i < v->n; i++)
		if (v->p[i].hi - v->p[i].lo >= (s128)1 << t.bits)
			return true;
	return false;
}

/* The highest bit of the type differs among the members. */
static bool has_both_halves(struct ir_type t, const u8 *members)
{
	unsigned int half = 1u << (t.bits - 1);
	bool with = false, without = false;

	for (unsigned int x = 0; x < WIDE; x++) {
		with |= members[x] && (x & half);
		without |= members[x] && !(x & half);
	}
	return with && without;
}

static void check_cast(const struct value *v, struct ir_type to, struct tally *c)
{
	static u8 from[WIDE], want[WIDE], got[WIDE];
	const char *bad;
	bool must, exact = true;
	struct value r;

	value_cast(&r, to, v);
	mark_members(v, from);
	memset(want, 0, sizeof(want));
	for (unsigned int x = 0; x < WIDE; x++)
		if (from[x])
			want[narrow(to, x)] = 1;
	must = is_simple(v) && mark_runs(to, want) <= 16 && !has_tag(v);
	bad = malformed(&r);
	if (!bad && !ir_type_eq(r.type, to))
		bad = "wrong type";
	if (!bad)
		mark_members(&r, got);
	for (unsigned int x = 0; !bad && x < WIDE; x++) {
		if (want[x] && !got[x])
			bad = "members are missing";
		exact = exact && want[x] == got[x];
	}
	c->all++;
	c->exact += exact;
	c->asserted += must;
	if (!bad && must && !exact)
		bad = "not exact";
	if (!bad && all_closed(v) && !overflows_width(v, to) && !all_closed(&r))
		bad = "open, though nothing is open";
	/* a known high bit is the program's doing, and so is a width of one bit */
	if (!bad && to.bits > 1 && overflows_width(v, to) && has_both_halves(to, want) &&
	    all_closed(&r))
		bad = "closed, though only the width bounds it";
	if (bad)
		complain("cast %s: %s; got %s", text(v), bad, text(&r));
}

/* Calls fn for values of a 16-bit type. */
static void each_wide(struct ir_type t, void (*fn)(const struct value *v, void *ctx), void *ctx)
{
	static const s32 ends[] = {
		-32768, -32767, -1000, -257, -256, -255, -129, -128, -127, -17, -1, 0, 1, 15,
		16, 127, 128, 129, 255, 256, 257, 511, 512, 1000, 32767, 32768, 65279, 65280,
		65407, 65408, 65534, 65535,
	};
	static const u16 masks[] = {
		0x0054, 0x5400, 0x00ff, 0xff00, 0xff0f, 0x0180, 0x8080, 0xfffe, 0x7f7f,
	};
	struct value v, w;

	for (u32 i = 0; i < ARRAY_SIZE(ends); i++)
		for (u32 j = i; j < ARRAY_SIZE(ends); j++) {
			if (ends[i] < value_type_min(t) || ends[j] > value_type_max(t))
				continue;
			value_range(&v, t, ends[i], ends[j], ORIGIN);
			fn(&v, ctx);
			if ((i + j) % 5)
				continue;
			value_const(&w, t, (u64)ends[(i * 7 + j) % ARRAY_SIZE(ends)], 0, ORIGIN);
			value_join(&w, &v, &w);
			fn(&w, ctx);
			value_const(&w, t, masks[(i + j) % ARRAY_SIZE(masks)], 0, ORIGIN);
			value_binary(&w, (i + j) % 2 ? IR_OP_AND : IR_OP_OR, t, &v, &w, ORIGIN);
			fn(&w, ctx);
		}
	value_top(&v, t, WHY);
	fn(&v, ctx);
	for (u32 i = 0; i < ARRAY_SIZE(masks); i++) {
		value_const(&w, t, masks[i], 0, ORIGIN);
		value_binary(&w, IR_OP_AND, t, &v, &w, ORIGIN);
		fn(&w, ctx);
		value_const(&w, t, masks[i], 0, ORIGIN);
		value_binary(&w, IR_OP_OR, t, &v, &w, ORIGIN);
		fn(&w, ctx);
	}
}

static struct tally narrowing[2][6], widening[2][6];
static const struct ir_type *const cast_types[] = {
	&u8_t, &s8_t, &u16_t, &s16_t, &u1_t, &s1_t
};

static void cast_from_wide(const struct value *v, void *ctx)
{
	(void)ctx;
	for (u32 i = 0; i < ARRAY_SIZE(cast_types); i++)
		check_cast(v, *cast_types[i], &narrowing[v->type.is_signed][i]);
}

static void test_casts(void **state)
{
	char what[32];

	(void)state;
	memset(narrowing, 0, sizeof(narrowing));
	memset(widening, 0, sizeof(widening));
	for (int sg = 0; sg < 2; sg++) {
		const struct sources *l = sources(sg ? s8_t : u8_t);

		for (unsigned int i = 0; i < l->n; i++)
			for (u32 k = 0; k < ARRAY_SIZE(cast_types); k++)
				check_cast(&l->src[i].v, *cast_types[k], &widening[sg][k]);
		each_wide(sg ? s16_t : u16_t, cast_from_wide, NULL);
		for (u32 k = 0; k < ARRAY_SIZE(cast_types); k++) {
			snprintf(what, sizeof(what), "cast %c8 to", sg ? 's' : 'u');
			print_tally(what, *cast_types[k], &widening[sg][k]);
			snprintf(what, sizeof(what), "cast %c16 to", sg ? 's' : 'u');
			print_tally(what, *cast_types[k], &narrowing[sg][k]);
		}
	}
	assert_int_equal(ncomplaints, 0);
}

/* ---- lattice ---------------------------------------------------------------------- */

/*
 * After a union there should be nothing to learn from either side any more:
 * that is how a loop knows that it is done.
 */
static void note_news(struct tally *c, const struct value *a, const struct value *b,
		      const struct value *r)
{
	if (!value_subset(a, r) || !value_subset(b, r))
		c->news++;
}

static void check_join(const struct src *a, const struct src *b, struct tally *c)
{
	struct set want = a->s;
	struct value r, again, last, swapped;
	unsigned int rounds = 0;
	struct set got, other;

	set_or(&want, &b->s);
	value_join(&r, &a->v, &b->v);
	if (!check_result(&r, &want, a->closed && b->closed,
			  set_runs(&want, r.type.is_signed) <= 16 && !a->tagged && !b->tagged &&
			  (a->v.n + b->v.n <= VALUE_MAX_PIECES || a->closed == b->closed),
			  c, "join", &a->v, &b->v))
		return;
	for (u32 i = 0; i < r.n; i++)
		if (r.p[i].flags & VALUE_GAP &&
		    (!set_has(&want, (u8)r.p[i].lo) || !set_has(&want, (u8)r.p[i].hi)))
			complain("join %s, %s: %s has ends nobody has", text(&a->v), text(&b->v),
				 text(&r));
	/* the same again adds nothing, where pieces were merged after some rounds */
	again = r;
	do {
		last = again;
		value_join(&again, &again, &a->v);
		value_join(&again, &again, &b->v);
	} while (!value_equal(&again, &last) && ++rounds < VALUE_MAX_PIECES);
	if (rounds == VALUE_MAX_PIECES)
		complain("join %s, %s: %s comes not to rest, %s", text(&a->v), text(&b->v),
			 text(&r), text(&again));
	note_news(c, &a->v, &b->v, &r);
	value_join(&swapped, &b->v, &a->v);
	got = members(&r);
	other = members(&swapped);
	if (!set_same(&got, &other))
		complain("join %s, %s depends on the order", text(&a->v), text(&b->v));
}

static void check_meet(const struct src *a, const struct src *b, struct tally *c)
{
	struct set want = set_and(&a->s, &b->s), got;
	struct value r, alias = b->v;

	value_meet(&r, &a->v, &b->v);
	check_result(&r, &want, a->closed && b->closed,
		     set_runs(&want, r.type.is_signed) <= 16 && !a->tagged && !b->tagged,
		     c, "meet", &a->v, &b->v);
	got = members(&r);
	if (!set_within(&got, &a->s))
		complain("meet %s, %s adds: %s", text(&a->v), text(&b->v), text(&r));
	value_meet(&alias, &a->v, &alias);
	if (!value_equal(&alias, &r))
		complain("meet %s, %s differs in place", text(&a->v), text(&b->v));
}

static void test_join_meet(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++) {
		const struct sources *l = sources(sg ? s8_t : u8_t);
		struct tally join = { 0 }, meet = { 0 };

		for (unsigned int i = 0; i < l->n; i++)
			for (unsigned int j = 0; j < l->n; j++) {
				check_join(&l->src[i], &l->src[j], &join);
				check_meet(&l->src[i], &l->src[j], &meet);
			}
		print_tally("join", l->t, &join);
		print_tally("meet", l->t, &meet);
	}
	assert_int_equal(ncomplaints, 0);
}

static const s64 thresholds[] = { -100, -16, 0, 7, 15, 16, 31 };
#define NTHR ARRAY_SIZE(thresholds)

/* Where an end outside comes to stand. */
static int widened_lo(struct ir_type t, int lo)
{
	for (u32 i = NTHR; i-- > 0; )
		if (thresholds[i] <= lo && in_type(t, (int)thresholds[i]))
			return (int)thresholds[i];
	return (int)value_type_min(t);
}

static int widened_hi(struct ir_type t, int hi)
{
	for (u32 i = 0; i < NTHR; i++)
		if (thresholds[i] >= hi && in_type(t, (int)thresholds[i]))
			return (int)thresholds[i];
	return (int)value_type_max(t);
}

static int hull_lo(const struct value *v)
{
	return (int)v->p[0].lo;
}

static int hull_hi(const struct value *v)
{
	int hi = (int)v->p[0].hi;

	for (u32 i = 1; i < v->n; i++)
		hi = v->p[i].hi > hi ? (int)v->p[i].hi : hi;
	return hi;
}

static void check_widen(const struct src *a, const struct src *b, struct tally *c)
{
	struct set want = a->s, got;
	unsigned int rounds = 0;
	int lo, hi;
	struct value r, last, alias = a->v;

	set_or(&want, &b->s);
	value_widen(&r, &a->v, &b->v, thresholds, NTHR);
	c->all++;
	got = members(&r);
	c->exact += set_same(&got, &want);
	if (malformed(&r) || !set_within(&want, &got))
		complain("widen %s, %s: %s", text(&a->v), text(&b->v), text(&r));
	value_widen(&alias, &alias, &b->v, thresholds, NTHR);
	if (!value_equal(&alias, &r))
		complain("widen %s, %s differs in place", text(&a->v), text(&b->v));
	/* the same again adds nothing */
	alias = r;
	do {
		last = alias;
		value_widen(&alias, &alias, &b->v, thresholds, NTHR);
	} while (!value_equal(&alias, &last) && ++rounds < 4);
	if (rounds == 4)
		complain("widen %s, %s: %s comes not to rest, %s", text(&a->v), text(&b->v),
			 text(&r), text(&alias));
	note_news(c, &a->v, &b->v, &r);
	if (!a->v.n || !b->v.n || a->tagged || b->tagged)
		return;
	c->asserted++;
	lo = hull_lo(&b->v) < hull_lo(&a->v) ? widened_lo(r.type, hull_lo(&b->v)) :
		hull_lo(&a->v);
	hi = hull_hi(&b->v) > hull_hi(&a->v) ? widened_hi(r.type, hull_hi(&b->v)) :
		hull_hi(&a->v);
	if (hull_lo(&r) != lo || hull_hi(&r) != hi)
		complain("widen %s, %s: %s, want hull %d..%d", text(&a->v), text(&b->v), text(&r),
			 lo, hi);
}

/* One after the other, in random order, until nothing is new. */
static void check_widen_rests(const struct sources *l, unsigned int first)
{
	struct value w = l->src[first].v, next;
	unsigned int lo_steps = 0, hi_steps = 0, steps = 0;

	for (unsigned int i = 0; i < 400; i++) {
		value_widen(&next, &w, &l->src[(first * 31 + i * 97) % l->n].v, thresholds, NTHR);
		if (w.n && next.n) {
			lo_steps += hull_lo(&next) != hull_lo(&w);
			hi_steps += hull_hi(&next) != hull_hi(&w);
		}
		steps += !value_equal(&next, &w);
		w = next;
	}
	if (lo_steps > 2 * (NTHR + 1) || hi_steps > 2 * (NTHR + 1) || steps > 64)
		complain("widen from %s: %u, %u, %u steps", text(&l->src[first].v), lo_steps,
			 hi_steps, steps);
}

static void test_widen(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++) {
		const struct sources *l = sources(sg ? s8_t : u8_t);
		struct tally c = { 0 };

		for (unsigned int i = 0; i < l->n; i++) {
			for (unsigned int j = 0; j < l->n; j++)
				check_widen(&l->src[i], &l->src[j], &c);
			check_widen_rests(l, i);
		}
		print_tally("widen", l->t, &c);
	}
	assert_int_equal(ncomplaints, 0);
}

/* ---- refinement and inverse steps ---------------------------------------------------- */

/* The members of b's type that compare as asked with some member of b. */
static struct set partners(const struct set *row)
{
	struct set s = { { 0 } };

	for (unsigned int x = 0; x < 256; x++)
		if (set_has(&row[x], 1))
			set_add(&s, x);
	return s;
}

static void check_refine(enum ir_op cmp, const struct sources *l)
{
	static struct set row[256];
	struct tally c = { 0 };

	make_table(cmp, l->t);
	for (unsigned int j = 0; j < l->n; j++) {
		const struct src *b = &l->src[j];
		struct set with;

		make_rows(row, &b->s);
		with = partners(row);
		for (unsigned int i = 0; i < l->n; i++) {
			const struct src *a = &l->src[i];
			struct set want = set_and(&a->s, &with), got;
			struct value r = a->v;

			value_refine(&r, cmp, &b->v);
			got = members(&r);
			/* what an open end cuts is open */
			check_result(&r, &want, a->closed && b->closed,
				     set_runs(&want, l->t.is_signed) <= 16 && !a->tagged &&
				     !b->tagged,
				     &c, ir_op_text(cmp), &a->v, &b->v);
			if (!set_within(&got, &a->s))
				complain("refine %s (%s), (%s) adds: %s", ir_op_text(cmp),
					 text(&a->v), text(&b->v), text(&r));
		}
	}
	print_tally(ir_op_text(cmp), l->t, &c);
}

static void test_refine(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++)
		for (enum ir_op op = 0; op < IR_OP_COUNT; op++)
			if (ir_op_class(op) == IR_CLASS_COMPARE)
				check_refine(op, sources(sg ? s8_t : u8_t));
	assert_int_equal(ncomplaints, 0);
}

static void check_cut(const struct value *got_v, const struct set *from, const struct set *want,
		      bool closed, struct tally *c, const char *what, const struct value *a,
		      const struct value *b, const struct value *r)
{
	const char *bad = malformed(got_v);
	struct set got = members(got_v);

	c->all++;
	c->exact += set_same(&got, want);
	if (!bad && !set_within(want, &got))
		bad = "members are lost";
	if (!bad && !set_within(&got, from))
		bad = "members were added";
	if (!bad && closed && !all_closed(got_v))
		bad = "open, though nothing is open";
	if (bad)
		complain("invert %s (%s)%s%s = %s: %s; got %s, want%s", what, text(a),
			 b ? ", " : "", b ? text(b) : "", text(r), bad, text(got_v),
			 set_text(want, got_v->type.is_signed));
}

/* Results to ask about: of an 8-bit type sources, else truth values. */
static unsigned int some_results(struct ir_type t, unsigned int n, const struct src **ret)
{
	static struct sources truths;

	if (t.bits == 8)
		return some_sources(sources(t), n, ret);
	truths.n = 0;
	truths.t = t;
	for (int i = 0; i < 4; i++) {
		struct value v;

		value_range(&v, t, i == 1, i != 0, ORIGIN);
		if (i == 3)
			value_top(&v, t, WHY);
		ret[i] = &truths.src[i];
		truths.src[i] = (struct src){ .v = v, .closed = i != 3 };
		for (u32 x = 0; x < 256; x++)
			if (value_contains(&v, x))
				set_add(&truths.src[i].s, x);
	}
	return 4;
}

static void check_invert_unary(enum ir_op op, const struct sources *l)
{
	const struct src *res[600];
	unsigned int nres;
	struct tally c = { 0 };
	struct value top;

	value_top(&top, l->t, WHY);
	value_unary(&top, op, l->t, &top, ORIGIN);
	nres = some_results(top.type, 100, res);
	for (unsigned int i = 0; i < l->n; i++)
		for (unsigned int k = 0; k < nres; k++) {
			const struct src *a = &l->src[i], *r = res[k];
			struct set want = { { 0 } };
			struct value v = a->v;
			s128 y;

			for (unsigned int x = 0; x < 256; x++)
				if (set_has(&a->s, x) &&
				    twin_unary(op, l->t, wrap(l->t, x), &y) &&
				    set_has(&r->s, (u8)y))
					set_add(&want, x);
			value_invert_unary(&v, op, &r->v);
			check_cut(&v, &a->s, &want, a->closed && r->closed, &c, ir_op_text(op),
				  &a->v, NULL, &r->v);
		}
	print_tally(ir_op_text(op), l->t, &c);
}

static void test_invert_unary(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++)
		for (enum ir_op op = 0; op < IR_OP_COUNT; op++)
			if (ir_op_class(op) == IR_CLASS_UNARY && op != IR_OP_CAST)
				check_invert_unary(op, sources(sg ? s8_t : u8_t));
	assert_int_equal(ncomplaints, 0);
}

static void check_invert_cast8(const struct sources *l, struct ir_type to, struct tally *c)
{
	const struct sources *res = sources(to);

	for (unsigned int i = 0; i < l->n; i++)
		for (unsigned int k = 0; k < res->n; k++) {
			const struct src *a = &l->src[i], *r = &res->src[k];
			struct set want = set_and(&a->s, &r->s);
			struct value v = a->v;

			value_invert_cast(&v, &r->v);
			check_cut(&v, &a->s, &want, a->closed && r->closed, c, "cast", &a->v, NULL,
				  &r->v);
		}
}

struct invert_cast_ctx {
	const struct src *narrow;
	struct tally down, up;
};

/* narrow = (narrow type)v, and v = (wide type)narrow */
static void invert_cast_wide(const struct value *v, void *data)
{
	struct invert_cast_ctx *ctx = data;
	const struct src *n = ctx->narrow;
	struct value a = *v, b = n->v;
	struct set want = { { 0 } };
	static u8 from[WIDE], got[WIDE];
	const char *bad;

	mark_members(v, from);
	value_invert_cast(&a, &n->v);
	bad = malformed(&a);
	if (!bad)
		mark_members(&a, got);
	for (unsigned int x = 0; !bad && x < WIDE; x++) {
		if (got[x] == from[x])
			continue;
		if (got[x])
			bad = "members were added";
		else if (set_has(&n->s, (u8)x))
			bad = "members are lost";
	}
	ctx->down.all++;
	if (bad)
		complain("invert cast %s to %s: %s; got %s", text(v), text(&n->v), bad, text(&a));
	for (unsigned int x = 0; x < 256; x++)
		if (set_has(&n->s, x) && from[(u16)wrap(n->v.type, x)])
			set_add(&want, x);
	value_invert_cast(&b, v);
	check_cut(&b, &n->s, &want, false, &ctx->up, "widening cast", &n->v, NULL, v);
}

static void test_invert_cast(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++) {
		const struct sources *l = sources(sg ? s8_t : u8_t);
		struct tally same = { 0 }, other = { 0 };
		const struct src *some[600];
		unsigned int n = some_sources(l, 3, some);
		struct invert_cast_ctx ctx = { 0 };

		check_invert_cast8(l, u8_t, sg ? &other : &same);
		check_invert_cast8(l, s8_t, sg ? &same : &other);
		print_tally("cast, same", l->t, &same);
		print_tally("cast, sign", l->t, &other);
		for (unsigned int i = 0; i < n; i++) {
			ctx.narrow = some[i];
			each_wide(u16_t, invert_cast_wide, &ctx);
			each_wide(s16_t, invert_cast_wide, &ctx);
		}
		print_tally("cast, widens", l->t, &ctx.up);
	}
	assert_int_equal(ncomplaints, 0);
}

static struct set select_meeting(const struct set *rows, const struct set *from,
				 const struct set *r)
{
	struct set s = { { 0 } };

	for (unsigned int x = 0; x < 256; x++)
		if (set_has(from, x) && set_meets(&rows[x], r))
			set_add(&s, x);
	return s;
}

static void check_invert_binary(enum ir_op op, const struct sources *l)
{
	static struct set rows[80][256], col[256];
	const struct src *as[600], *bs[600], *res[600];
	unsigned int na = some_sources(l, 44, as), nb = some_sources(l, 24, bs), nres;
	struct tally c = { 0 };
	struct value top;

	assert_in_range(nb, 1, ARRAY_SIZE(rows));
	make_table(op, l->t);
	value_top(&top, l->t, WHY);
	value_binary(&top, op, l->t, &top, &top, ORIGIN);
	nres = some_results(top.type, 16, res);
	for (unsigned int j = 0; j < nb; j++)
		make_rows(rows[j], &bs[j]->s);
	for (unsigned int i = 0; i < na; i++) {
		make_cols(col, &as[i]->s);
		for (unsigned int j = 0; j < nb; j++)
			for (unsigned int k = 0; k < nres; k++) {
				const struct src *a = as[i], *b = bs[j], *r = res[k];
				struct set wa = select_meeting(rows[j], &a->s, &r->s);
				struct set wb = select_meeting(col, &b->s, &r->s);
				bool closed = a->closed && b->closed && r->closed;
				struct value va = a->v, vb = b->v;

				value_invert_binary(&va, &vb, op, &r->v);
				check_cut(&va, &a->s, &wa, closed, &c, ir_op_text(op), &a->v,
					  &b->v, &r->v);
				check_cut(&vb, &b->s, &wb, closed, &c, ir_op_text(op), &a->v,
					  &b->v, &r->v);
			}
	}
	print_tally(ir_op_text(op), l->t, &c);
}

static void test_invert_binary(void **state)
{
	(void)state;
	for (int sg = 0; sg < 2; sg++)
		for (enum ir_op op = 0; op < IR_OP_COUNT; op++)
			if (ir_op_class(op) == IR_CLASS_BINARY ||
			    ir_op_class(op) == IR_CLASS_COMPARE)
				check_invert_binary(op, sources(sg ? s8_t : u8_t));
	assert_int_equal(ncomplaints, 0);
}

/* ---- random programs on wide types ------------------------------------------------------ */

#define NWORLDS 24
#define NVARS 6

struct var {
	struct value v;
	s128 c[NWORLDS];	/* what it is for real */
};

static struct var var[NVARS];
static bool alive[NWORLDS];
static u64 seed;

static u64 rnd(void)
{
	/* splitmix64 */
	u64 z = seed += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

static unsigned int below(unsigned int n)
{
	return (unsigned int)(rnd() % n);
}

static struct ir_type rnd_type(void)
{
	const struct ir_type *const all[] = {
		&s32_t, &u32_t, &s64_t, &u64_t, &s32_t, &u32_t, &s64_t, &u64_t, &u8_t, &s16_t,
	};

	return *all[below(ARRAY_SIZE(all))];
}

/* Small numbers, powers of two and their neighbours, limits, anything. */
static u64 rnd_bits(void)
{
	switch (below(6)) {
	case 0:
		return below(40);
	case 1:
		return -(u64)below(40);
	case 2:
		return (1ull << below(64)) - 1 + below(3);
	case 3:
		return -(1ull << below(64)) + below(3) - 1;
	case 4:
		return rnd() >> below(64);
	default:
		return rnd() & rnd();
	}
}

static unsigned int nalive(void)
{
	unsigned int n = 0;

	for (int w = 0; w < NWORLDS; w++)
		n += alive[w];
	return n;
}

static void make_var(struct var *x, struct ir_type t)
{
	s128 a = wrap(t, rnd_bits()), b = wrap(t, rnd_bits());

	switch (below(3)) {
	case 0:
		value_const(&x->v, t, (u64)a, 0, ORIGIN);
		b = a;
		break;
	case 1:
		if (a > b) {
			s128 swap = a;

			a = b;
			b = swap;
		}
		value_range(&x->v, t, a, b, ORIGIN);
		break;
	default:
		value_top(&x->v, t, WHY);
		a = value_type_min(t);
		b = value_type_max(t);
	}
	for (int w = 0; w < NWORLDS; w++) {
		s128 c = wrap(t, rnd_bits());

		if (c < a || c > b)
			c = a + (s128)((u128)rnd() % (u128)(b - a + 1));
		x->c[w] = below(8) ? c : below(2) ? a : b;
	}
}

static void cast_var(struct var *x, struct ir_type t)
{
	if (ir_type_eq(x->v.type, t))
		return;
	value_cast(&x->v, t, &x->v);
	for (int w = 0; w < NWORLDS; w++)
		x->c[w] = wrap(t, (u128)x->c[w]);
}

static void check_var(const struct var *x, const char *what, const struct value *a,
		      const struct value *b)
{
	const char *bad = malformed(&x->v);

	for (int w = 0; !bad && w < NWORLDS; w++)
		if (alive[w] && !value_contains(&x->v, x->c[w])) {
			complain("%lld = %#llx is missing", (long long)x->c[w],
				 (unsigned long long)x->c[w]);
			bad = "a member is missing";
		}
	if (bad)
		complain("%s (%s)%s%s: %s: %s", what, text(a), b ? ", " : "", b ? text(b) : "",
			 text(&x->v), bad);
}

static void rnd_unary(struct var *r, const struct var *a, struct ir_type t)
{
	enum ir_op op;
	s128 c;

	do
		op = below(IR_OP_COUNT);
	while (ir_op_class(op) != IR_CLASS_UNARY || op == IR_OP_CAST);
	if (t.bits % 16 && op == IR_OP_BSWAP)
		return;
	value_unary(&r->v, op, t, &a->v, ORIGIN);
	for (int w = 0; w < NWORLDS; w++)
		if (alive[w]) {
			alive[w] = twin_unary(op, t, a->c[w], &c);
			r->c[w] = c;
		}
	check_var(r, ir_op_text(op), &a->v, NULL);
}

static void cut_worlds(enum ir_op cmp, struct ir_type t, const struct var *a, const struct var *b)
{
	s128 c;

	for (int w = 0; w < NWORLDS; w++)
		alive[w] = alive[w] && twin_binary(cmp, t, a->c[w], b->c[w], &c) && c;
}

static enum ir_op rnd_cmp(void)
{
	return IR_OP_EQ + below(IR_OP_GE - IR_OP_EQ + 1);
}

/* r = a op b; then something about r is learnt, and led back. */
static void rnd_binary(struct var *r, struct var *a, struct var *b, struct ir_type t, bool back)
{
	enum ir_op op;
	struct var was_a, was_b = *b, bound;
	s128 c;

	do
		op = below(IR_OP_COUNT);
	while (ir_op_class(op) != IR_CLASS_BINARY && ir_op_class(op) != IR_CLASS_COMPARE);
	if (is_shift(op)) {
		struct value m;

		value_const(&m, t, t.bits - 1u, 0, ORIGIN);
		value_binary(&b->v, IR_OP_AND, t, &b->v, &m, ORIGIN);
		for (int w = 0; w < NWORLDS; w++)
			b->c[w] = (s128)((u64)b->c[w] & (t.bits - 1u));
		check_var(b, "and", &was_b.v, &m);
	}
	was_a = *a;
	was_b = *b;
	value_binary(&r->v, op, t, &was_a.v, &was_b.v, ORIGIN);
	for (int w = 0; w < NWORLDS; w++)
		if (alive[w]) {
			alive[w] = twin_binary(op, t, was_a.c[w], was_b.c[w], &c);
			r->c[w] = c;
		}
	check_var(r, ir_op_text(op), &was_a.v, &was_b.v);
	if (!back || r == a || r == b || a == b)
		return;
	make_var(&bound, r->v.type);
	if (below(2)) {
		/* a bound that some world keeps */
		int w = (int)below(NWORLDS);

		if (alive[w]) {
			value_const(&bound.v, r->v.type, (u64)r->c[w], 0, ORIGIN);
			for (int k = 0; k < NWORLDS; k++)
				bound.c[k] = r->c[w];
		}
	}
	op = op * 16 + rnd_cmp() - IR_OP_EQ;
	cut_worlds(IR_OP_EQ + op % 16, r->v.type, r, &bound);
	value_refine(&r->v, IR_OP_EQ + op % 16, &bound.v);
	check_var(r, "refine", &r->v, &bound.v);
	value_invert_binary(&a->v, &b->v, op / 16, &r->v);
	check_var(a, "invert for a", &was_a.v, &was_b.v);
	check_var(b, "invert for b", &was_a.v, &was_b.v);
}

static void rnd_step(void)
{
	static const s64 thr[] = { INT32_MIN, -1, 0, 15, 16, 31, 63, 255, INT32_MAX, UINT32_MAX };
	struct var *r = &var[below(NVARS)], *a = &var[below(NVARS)], *b = &var[below(NVARS)];
	struct ir_type t = below(3) ? a->v.type : rnd_type();
	struct value was;
	enum ir_op cmp;

	if (below(4) == 0)
		make_var(b, t);
	cast_var(a, t);
	check_var(a, "cast", &a->v, NULL);
	cast_var(b, t);
	check_var(b, "cast", &b->v, NULL);
	was = a->v;
	switch (below(10)) {
	case 0:
		rnd_unary(r, a, t);
		break;
	case 1:
		/* the result of a cast is learnt */
		*r = *a;
		t = rnd_type();
		cast_var(r, t);
		make_var(b, t);
		cmp = rnd_cmp();
		if (r == a || r == b || a == b)
			break;
		cut_worlds(cmp, t, r, b);
		value_refine(&r->v, cmp, &b->v);
		value_invert_cast(&a->v, &r->v);
		check_var(a, "invert cast", &was, &r->v);
		break;
	case 2:
		cmp = rnd_cmp();
		cut_worlds(cmp, t, a, b);
		value_refine(&a->v, cmp, &b->v);
		check_var(a, ir_op_text(cmp), &was, &b->v);
		break;
	case 3:
	case 4:
		if (below(2))
			value_join(&a->v, &a->v, &b->v);
		else
			value_widen(&a->v, &a->v, &b->v, thr, ARRAY_SIZE(thr));
		for (int w = 0; w < NWORLDS; w++)
			a->c[w] = below(2) ? a->c[w] : b->c[w];
		check_var(a, "join or widen", &was, &b->v);
		break;
	case 5:
		for (int w = 0; w < NWORLDS; w++)
			alive[w] = alive[w] && value_contains(&b->v, a->c[w]);
		value_meet(&a->v, &a->v, &b->v);
		check_var(a, "meet", &was, &b->v);
		break;
	default:
		rnd_binary(r, a, b, t, below(2));
	}
}

static void test_random(void **state)
{
	unsigned int steps, programs = 0;

	(void)state;
	for (steps = 0; steps < 120000 && !ncomplaints; steps++) {
		if (steps % 64 == 0 || nalive() < 3) {
			seed = 0x5eed0000ull + steps;
			programs++;
			for (int w = 0; w < NWORLDS; w++)
				alive[w] = true;
			for (int i = 0; i < NVARS; i++)
				make_var(&var[i], rnd_type());
		}
		rnd_step();
	}
	print_message("#   %u random steps in %u programs, %d worlds\n", steps, programs, NWORLDS);
	assert_int_equal(ncomplaints, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_intervals, start),
		cmocka_unit_test_setup(test_questions, start),
		cmocka_unit_test_setup(test_equal_hash, start),
		cmocka_unit_test_setup(test_subset, start),
		cmocka_unit_test_setup(test_unary, start),
		cmocka_unit_test_setup(test_binary, start),
		cmocka_unit_test_setup(test_compare, start),
		cmocka_unit_test_setup(test_shift_amount, start),
		cmocka_unit_test_setup(test_casts, start),
		cmocka_unit_test_setup(test_join_meet, start),
		cmocka_unit_test_setup(test_widen, start),
		cmocka_unit_test_setup(test_refine, start),
		cmocka_unit_test_setup(test_invert_unary, start),
		cmocka_unit_test_setup(test_invert_cast, start),
		cmocka_unit_test_setup(test_invert_binary, start),
		cmocka_unit_test_setup(test_random, start),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("value, exhaustive", tests, NULL, NULL);
}
