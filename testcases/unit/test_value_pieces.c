// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the inside of the value domain: every piece of a 5-bit type, and lists of pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/engine/value_p.h"
#include "testcases/unit/value_make.h"

/* What the members are is decided here one by one, as value.h words it. */

#define BITS 5
#define ALL 31

static const struct ir_type u5_t = { IR_T_INT, BITS, 0 }, s5_t = { IR_T_INT, BITS, 1 };

static int first_of(struct ir_type t)
{
	return t.is_signed ? -16 : 0;
}

static bool has(const struct piece *p, int x)
{
	return p->lo <= x && x <= p->hi && ((u64)(s64)x & ~p->mask & ALL) == p->bits;
}

/* Bit i: the integer i above the least of the type. */
static u32 members(struct ir_type t, const struct piece *p)
{
	u32 s = 0;

	for (int i = 0; i <= ALL; i++)
		s |= (u32)has(p, first_of(t) + i) << i;
	return s;
}

static struct piece piece(s128 lo, s128 hi, u64 bits, u64 mask)
{
	return (struct piece){ .lo = lo, .hi = hi, .bits = bits, .mask = mask };
}

/* Calls fn with every interval of the type and every choice of known bits. */
static void each_piece(struct ir_type t, void (*fn)(struct ir_type t, const struct piece *p))
{
	int min = first_of(t);

	for (int lo = min; lo <= min + ALL; lo++)
		for (int hi = lo; hi <= min + ALL; hi++)
			for (u64 mask = 0; mask <= ALL; mask++)
				for (u64 bits = 0; bits <= ALL; bits++) {
					struct piece p = piece(lo, hi, bits, mask);

					if (!(bits & mask))
						fn(t, &p);
				}
}

static void each_type(void (*fn)(struct ir_type t, const struct piece *p))
{
	each_piece(u5_t, fn);
	each_piece(s5_t, fn);
}

/* ---- one piece ------------------------------------------------------------ */

static void normalised(struct ir_type t, const struct piece *p)
{
	u32 before = members(t, p), vary, i;
	struct piece q = *p;
	u64 and = ALL, or = 0;

	q.bits |= 0x40;		/* beyond the type: of no account */
	q.mask |= 0x80;
	assert_int_equal(piece_normalise(t, &q), before != 0);
	if (!before)
		return;
	assert_int_equal(members(t, &q), before);
	assert_true(has(&q, (int)q.lo) && has(&q, (int)q.hi));
	for (i = 0; i <= ALL; i++)
		if (before >> i & 1) {
			u64 x = (u64)(first_of(t) + (int)i) & ALL;

			and &= x;
			or |= x;
		}
	/* a bit is unknown when it varies, and no other */
	vary = (u32)(or & ~and);
	assert_int_equal(q.mask, vary);
	assert_int_equal(q.bits, and);
	assert_int_equal(piece_full(&q), q.hi - q.lo + 1 == __builtin_popcount(before));
	assert_int_equal(piece_is_single(&q), __builtin_popcount(before) == 1);
}

static void test_normalise(void **state)
{
	struct piece p = piece(3, 2, 0, ALL);

	(void)state;
	each_type(normalised);
	assert_false(piece_normalise(u5_t, &p));
}

static void stepped(struct ir_type t, const struct piece *p)
{
	static const u32 limits[] = { 0, 1, 3, 7, 31, 32, 100 };
	u32 set = members(t, p), n = (u32)__builtin_popcount(set);
	struct piece q = *p;
	s128 next;
	int min = first_of(t), want = min + ALL + 1;

	if (!piece_normalise(t, &q))
		return;
	for (int v = min + ALL + 2; v >= min - 2; v--) {
		next = 77;
		if (v >= min && v <= min + ALL && (set >> (v - min) & 1))
			want = v;
		assert_int_equal(piece_next(t, &q, v, &next), want <= min + ALL);
		if (want <= min + ALL)
			assert_int_equal(next, want);
	}
	for (u32 i = 0; i < ARRAY_SIZE(limits); i++)
		assert_int_equal(piece_count(t, &q, limits[i]),
				 n <= limits[i] ? n : limits[i] + 1);
}

static void test_next_and_count(void **state)
{
	(void)state;
	each_type(stepped);
}

/* A sample of all pieces, each compared with each. */
static struct {
	u32 n;
	struct piece p[2000];
	u32 set[2000];
} sample;

static void sampled(struct ir_type t, const struct piece *p)
{
	static u32 count;
	struct piece q = *p;

	if (!piece_normalise(t, &q) || ++count % 23 || sample.n == ARRAY_SIZE(sample.p))
		return;
	sample.set[sample.n] = members(t, &q);
	sample.p[sample.n++] = q;
}

static void test_within(void **state)
{
	u32 i, j;

	(void)state;
	for (int s = 0; s < 2; s++) {
		sample.n = 0;
		each_piece(s ? s5_t : u5_t, sampled);
		assert_int_equal(sample.n, ARRAY_SIZE(sample.p));
		for (i = 0; i < sample.n; i++)
			for (j = 0; j < sample.n; j++)
				assert_int_equal(piece_within(&sample.p[i], &sample.p[j]),
						 !(sample.set[i] & ~sample.set[j]));
	}
}

/* ---- lists ----------------------------------------------------------------- */

static u32 list_members(const struct piece_list *l)
{
	u32 s = 0;

	for (u32 i = 0; i < l->n; i++)
		s |= members(l->type, &l->p[i]);
	return s;
}

static void wrapped(struct ir_type t, int lo, int hi, u8 flags)
{
	struct piece_list l = { .type = t };
	struct piece like = { .mask = ALL, .flags = flags, .deps = 6, .origin = 4, .why = 2 };
	u8 open = flags & (u8)~VALUE_BOTH_SET;
	bool closed = piece_closed(&like);
	u32 want = 0, i;

	for (int x = lo; x <= hi; x++)
		want |= 1u << (u32)((x - first_of(t)) & ALL);
	list_add_wrapped(&l, lo, hi, &like);
	assert_int_equal(list_members(&l), want);
	for (i = 0; i < l.n; i++) {
		assert_int_equal(l.p[i].deps, 6);
		assert_int_equal(l.p[i].origin, 4);
		assert_int_equal(l.p[i].why, 2);
	}
	if (hi - lo >= ALL) {
		assert_int_equal(l.n, 1);
		assert_int_equal(l.p[0].flags, closed ? flags : open);
	} else if (l.n == 1) {
		assert_int_equal(l.p[0].flags, flags);
	} else {
		/* the type's end is nobody's, but that all ends are set */
		assert_int_equal(l.n, 2);
		assert_int_equal(l.p[0].flags, closed ? flags : flags & ~VALUE_HI_SET);
		assert_int_equal(l.p[1].flags, closed ? flags : flags & ~VALUE_LO_SET);
		assert_int_equal(l.p[0].hi, first_of(t) + ALL);
		assert_int_equal(l.p[1].lo, first_of(t));
	}
}

static void test_wrapped(void **state)
{
	(void)state;
	for (int s = 0; s < 2; s++)
		for (int lo = -100; lo < 100; lo++)
			for (int hi = lo; hi < lo + 40; hi++)
				for (u8 flags = 0; flags <= VALUE_BOTH_SET; flags++)
					wrapped(s ? s5_t : u5_t, lo, hi, flags | VALUE_GAP);
}

static const struct ir_type s32_t = { IR_T_INT, 32, 1 };

static struct piece at(s128 lo, s128 hi)
{
	struct piece p = piece(lo, hi, 0, UINT32_MAX);

	p.flags = VALUE_BOTH_SET;
	return p;
}

/* A full list is cut to half of its room, by its nearest neighbours. */
static void test_full_list(void **state)
{
	struct piece_list l = { .type = s32_t };
	struct value v;

	(void)state;
	for (int i = 0; i < PIECE_LIST_MAX; i++)
		list_add(&l, at(i * i + 2 * i, i * i + 2 * i));
	assert_int_equal(l.n, PIECE_LIST_MAX);
	list_add(&l, at(-5, -5));
	assert_int_equal(l.n, PIECE_LIST_MAX / 2 + 1);
	list_add(&l, at(9, 8));
	assert_int_equal(l.n, PIECE_LIST_MAX / 2 + 1);
	list_finish(&l, &v);
	assert_int_equal(v.n, VALUE_MAX_PIECES);
	assert_true(value_contains(&v, -5));
	for (int i = 0; i < PIECE_LIST_MAX; i++)
		assert_true(value_contains(&v, i * i + 2 * i));
	/* far apart at the end: those stay as they were */
	assert_int_equal(v.p[v.n - 1].lo, v.p[v.n - 1].hi);
	assert_false(v.p[v.n - 1].flags & VALUE_GAP);
}

/* ---- what becomes one ------------------------------------------------------ */

#define LO VALUE_LO_SET
#define HI VALUE_HI_SET
#define SET VALUE_BOTH_SET
#define FIXED VALUE_FIXED
#define GAP VALUE_GAP
#define MERGED VALUE_MERGED

/* lo..hi of 32 bits from parameter 0 and program point 5. */
static struct piece part(s128 lo, s128 hi, unsigned int flags)
{
	struct piece p = at(lo, hi);

	p.flags = (u8)flags;
	p.deps = 1;
	p.origin = 5;
	return p;
}

static struct value of(struct piece p)
{
	struct piece_list l = { .type = s32_t };
	struct value v;

	list_add(&l, p);
	list_finish(&l, &v);
	return v;
}

static struct value both(struct piece a, struct piece b)
{
	struct value v = join(of(a), of(b)), w = join(of(b), of(a));

	assert_true(value_equal(&v, &w));
	return v;
}

static void apart(struct piece a, struct piece b)
{
	assert_int_equal(both(a, b).n, 2);
}

static void united(struct piece a, struct piece b, s128 lo, s128 hi, unsigned int flags)
{
	struct value v = both(a, b);

	assert_int_equal(v.n, 1);
	assert_true(v.p[0].lo == lo && v.p[0].hi == hi);
	assert_int_equal(v.p[0].flags, flags);
	assert_int_equal(v.p[0].deps, 1);
	assert_int_equal(v.p[0].origin, 5);
}

static void test_unite(void **state)
{
	struct piece p, q = part(6, 9, SET);

	(void)state;
	united(part(0, 5, SET), q, 0, 9, SET);
	united(part(0, 7, SET), q, 0, 9, SET);
	apart(part(0, 4, SET), q);
	/* the outer ends keep what they are */
	united(part(0, 5, LO), part(6, 9, HI), 0, 9, SET);
	united(part(0, 5, HI), part(6, 9, LO), 0, 9, 0);
	united(part(0, 5, 0), q, 0, 9, HI);
	united(part(0, 5, SET), part(6, 9, 0), 0, 9, LO);
	/* but where both have one, it is set in both */
	united(part(0, 5, LO), part(0, 9, HI), 0, 9, HI);
	united(part(0, 5, LO), part(0, 9, LO), 0, 9, LO);
	united(part(0, 9, HI), part(4, 9, LO), 0, 9, 0);
	united(part(0, 9, HI), part(4, 9, HI), 0, 9, HI);
	/* one of two that overlap is open: two stories */
	apart(part(0, 7, LO), q);
	apart(part(0, 6, HI), q);
	/* fixed here, when both were */
	united(part(0, 5, SET | FIXED), part(6, 9, SET | FIXED), 0, 9, SET | FIXED);
	united(part(0, 5, SET | FIXED), part(6, 9, HI), 0, 9, SET);
	apart(part(0, 5, SET | FIXED), q);
	/* marks of one are marks of all, or keep them apart */
	united(part(0, 5, SET | GAP), q, 0, 9, SET | GAP);
	united(part(0, 5, SET | MERGED), part(6, 9, SET | MERGED), 0, 9, SET | MERGED);
	apart(part(0, 5, SET | MERGED), q);
	/* of other parameters, of another place, of another name */
	p = part(0, 5, SET);
	p.deps = 2;
	apart(p, q);
	p = part(0, 5, SET);
	p.origin = 4;
	apart(p, q);
	p = part(0, 5, SET);
	p.tag = 3;
	apart(p, q);
	/* known bits would be lost */
	p = part(0, 5, SET);
	p.mask = 5;
	apart(p, q);
	p = part(8, 16, SET);
	p.mask = 24;
	apart(p, q);
}

/* Why the ends are open: of the first that says so. */
static void test_unite_why(void **state)
{
	struct piece a = part(0, 5, 0), b = part(6, 9, 0);

	(void)state;
	b.why = 3;
	assert_int_equal(both(a, b).p[0].why, 3);
	a.why = 2;
	assert_int_equal(both(a, b).p[0].why, 2);
}

/* Is nothing learnt from a when b is there? Then only b stays. */
static void absorbed(bool want, struct piece a, struct piece b)
{
	struct value v = of(a), w = of(b);

	assert_int_equal(value_subset(&v, &w), want);
	assert_int_equal(both(a, b).n, want ? 1 : 2);
}

static void test_absorb(void **state)
{
	struct piece a = part(3, 4, SET), b = part(0, 9, SET);

	(void)state;
	a.origin = 7;	/* or they are united */
	absorbed(true, a, b);
	absorbed(false, part(3, 10, LO), b);
	b.deps = 3;
	absorbed(true, a, b);
	a.deps = 4;
	absorbed(false, a, b);
	a.deps = 0;
	absorbed(true, a, b);
	/* an end that is set is news to an open one */
	b.flags = LO;
	absorbed(false, a, b);
	b.flags = HI;
	absorbed(false, a, b);
	a.flags = HI;
	absorbed(true, a, b);
	b.flags = SET;
	absorbed(true, a, b);
	/* what b only may have is no news, what it has lost is */
	b.flags = SET | GAP;
	absorbed(false, a, b);
	a.flags |= GAP;
	absorbed(true, a, b);
	b.flags = SET | MERGED;
	absorbed(false, a, b);
	a.flags = SET | MERGED;
	absorbed(true, a, b);
	/* where it was fixed counts for what is closed */
	a.flags = SET | FIXED;
	b.flags = SET;
	absorbed(false, a, b);
	b.flags = SET | FIXED;
	absorbed(true, a, b);
	a.flags = SET;
	absorbed(false, a, b);
	a.flags = LO;
	absorbed(true, a, b);
	a.tag = 2;
	absorbed(false, a, b);
	b.tag = 2;
	absorbed(true, a, b);
}

/* A run of touching pieces has what lies across their limits. */
static void covered(bool want, struct piece a, struct piece b, struct piece c)
{
	struct value v = of(a), w = both(b, c);

	assert_int_equal(w.n, 2);
	assert_int_equal(value_subset(&v, &w), want);
}

static void test_covered_by_run(void **state)
{
	struct piece a = part(3, 8, SET), b = part(0, 5, SET), c = part(6, 9, SET), d;

	(void)state;
	c.origin = 8;
	covered(true, a, b, c);
	covered(true, part(0, 9, SET), b, c);
	covered(true, part(5, 6, SET), b, c);
	covered(true, part(3, 8, LO), b, c);
	covered(false, part(3, 10, SET), b, c);
	covered(false, part(-1, 8, SET), b, c);
	/* the last of the one, and the first of the other */
	d = part(5, 5, SET);
	covered(true, part(5, 8, SET), d, c);
	d = part(7, 9, SET);
	covered(false, a, b, d);
	d = c;
	d.lo = 4;
	covered(true, a, b, d);
	/* all of them must have what a has */
	d = c;
	d.tag = 1;
	covered(false, a, b, d);
	d = c;
	d.deps = 2;
	covered(false, a, b, d);
	d.deps = 3;
	covered(true, a, b, d);
	d = c;
	d.flags = HI;
	covered(false, a, b, d);
	d.flags = SET | GAP;
	covered(false, a, b, d);
	d.flags = SET | MERGED;
	covered(false, a, b, d);
	d.flags = SET | FIXED;
	covered(false, a, b, d);
	d = c;
	d.mask = 3;
	d.bits = 4;
	d.lo = 4;
	d.hi = 7;
	covered(true, part(3, 6, SET), b, d);
	d.mask = 5;
	d.bits = 2;
	d.lo = 6;
	d.hi = 7;
	covered(true, part(3, 7, SET), b, d);
	d.mask = 8;
	d.bits = 6;
	d.hi = 14;
	covered(false, part(3, 8, SET), b, d);
}

static void test_within_values(void **state)
{
	const struct ir_type u32_t = { IR_T_INT, 32, 0 };
	struct value v = both(part(0, 5, SET), part(20, 30, SET)), w = of(part(3, 4, 0));

	(void)state;
	assert_true(value_within(&w, &v));
	assert_false(value_within(&v, &w));
	w = both(part(3, 4, 0), part(20, 31, 0));
	assert_false(value_within(&w, &v));
	w = both(part(3, 4, 0), part(20, 30, 0));
	assert_true(value_within(&w, &v));
	w.p[1].tag = 1;
	assert_false(value_within(&w, &v));
	w.p[1].tag = 0;
	w.type = u32_t;
	assert_false(value_within(&w, &v));
}

/* ---- too many pieces ---------------------------------------------------------- */

/* As many as there may be, 100 apart, from different places. */
static struct value many(void)
{
	struct piece_list l = { .type = s32_t };
	struct value v;

	for (u32 i = 0; i < VALUE_MAX_PIECES; i++) {
		struct piece p = part(1000 + 100 * i, 1000 + 100 * i, SET);

		p.origin = 20 + i;
		list_add(&l, p);
	}
	list_finish(&l, &v);
	assert_int_equal(v.n, VALUE_MAX_PIECES);
	return v;
}

/* Adds p to many(): the piece of the result that has x. */
static struct piece merged(struct piece p, s128 x)
{
	struct value v = join(many(), of(p));

	assert_int_equal(v.n, VALUE_MAX_PIECES);
	for (u32 i = 0; i < v.n; i++)
		if (v.p[i].lo <= x && x <= v.p[i].hi)
			return v.p[i];
	fail_msg("%d is lost", (int)x);
	return p;
}

static void test_nearest_are_merged(void **state)
{
	struct piece p = part(1003, 1004, SET), q;

	(void)state;
	q = merged(p, 1000);
	assert_true(q.lo == 1000 && q.hi == 1004);
	assert_int_equal(q.flags, SET | GAP);
	assert_int_equal(q.origin, 5);	/* the earliest place */
	p.origin = 0;
	assert_int_equal(merged(p, 1000).origin, 20);
	p.origin = 90;
	assert_int_equal(merged(p, 1000).origin, 20);
	assert_int_equal(merged(p, 1000).deps, 1);
	p.deps = 6;
	assert_int_equal(merged(p, 1000).deps, 7);
	/* the last two */
	q = merged(part(2520, 2530, SET), 2530);
	assert_true(q.lo == 2500 && q.hi == 2530);
	/* neighbours that touch: nothing is added */
	q = merged(part(1001, 1004, SET), 1000);
	assert_true(q.lo == 1000 && q.hi == 1004);
	assert_int_equal(q.flags, SET);
	/* unless one of them has holes */
	p = part(1001, 1003, SET);
	p.mask = 2;
	p.bits = 1001;
	assert_int_equal(merged(p, 1000).flags, SET | GAP);
	p = part(997, 999, SET);
	p.mask = 2;
	p.bits = 997;
	assert_int_equal(merged(p, 1000).flags, SET | GAP);
	p = part(998, 998, SET);
	assert_int_equal(merged(p, 1000).flags, SET | GAP);
}

/* An open one and one with a name are rather left alone. */
static void test_what_is_merged_last(void **state)
{
	struct piece p = part(1001, 1001, LO), q;

	(void)state;
	q = merged(p, 1001);
	assert_true(q.lo == 1001 && q.hi == 1001);
	p.flags = SET;
	p.tag = 4;
	q = merged(p, 1001);
	assert_true(q.lo == 1001 && q.hi == 1001);
	assert_int_equal(q.tag, 4);
	assert_int_equal(merged(p, 1000).tag, 0);
	q = merged(part(900, 2000, LO), 950);
	assert_true(q.lo == 900 && q.hi == 2000);
	assert_int_equal(q.flags, LO);
	/* overlapping costs nothing */
	p = part(900, 1150, SET);
	p.deps = 2;
	q = merged(p, 950);
	assert_true(q.lo == 900 && q.hi == 1150);
	assert_int_equal(q.deps, 3);
	assert_int_equal(q.flags, SET);
}

/* ---- all fields count ------------------------------------------------------------- */

static void differ(const struct value *a, const struct value *b)
{
	assert_false(value_equal(a, b));
	assert_false(value_equal(b, a));
	assert_true(value_hash(a) != value_hash(b));
}

/* Values that differ in one field of one piece, or in the type. */
static void test_fields(void **state)
{
	struct piece p = part(0, 12, SET), q = part(40, 44, SET);
	struct value v[24];
	u32 n = 0, i, j;

	(void)state;
	p.mask = 12;
	p.why = 1;
	q.why = 1;
	for (i = 0; i < 11; i++)
		v[n++] = both(p, q);
	v[1].p[1].lo++;
	v[2].p[1].hi++;
	v[3].p[1].tag++;
	v[4].p[1].deps++;
	v[5].p[1].origin++;
	v[6].p[1].flags = LO;
	v[7].p[1].flags = HI;
	v[8].p[1].mask ^= 1;
	v[9].p[0].bits ^= 1;
	v[10].p[1].why++;
	v[n++] = of(p);
	v[n] = v[0];
	v[n++].type.bits = 64;
	v[n] = v[0];
	v[n++].type.is_signed = 0;
	v[n] = v[0];
	v[n++].type.kind = IR_T_PTR;
	v[n] = v[0];
	v[n++].p[1].flags = SET | FIXED;
	for (i = 0; i < n; i++) {
		assert_true(value_equal(&v[i], &v[i]));
		for (j = 0; j < i; j++)
			differ(&v[i], &v[j]);
	}
}

/* Pieces come in one order, whichever was first. */
static void test_order(void **state)
{
	struct piece a = part(0, 9, SET), b = a, c;

	(void)state;
	for (u32 i = 0; i < 4; i++) {
		c = b = a;
		c.hi = i == 0 ? 20 : 9;
		c.tag = i == 1 ? 2 : 0;
		c.deps = i == 2 ? 2 : 1;
		c.origin = i == 3 ? 6 : 5;
		c.flags = i == 0 ? LO : SET;
		b = both(b, c).p[0];
		if (i != 3)	/* absorbed there */
			assert_true(b.hi == 9 && b.tag == 0 && b.deps == 1);
	}
}

static void test_open(void **state)
{
	struct value v = of(part(0, 9, SET));

	(void)state;
	assert_false(value_is_open(&v));
	v = of(part(0, 9, LO));
	assert_true(value_is_open(&v));
	v = both(part(0, 9, SET), part(20, 30, HI));
	assert_true(value_is_open(&v));
	value_empty(&v, s32_t);
	assert_false(value_is_open(&v));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_normalise),
		cmocka_unit_test(test_next_and_count),
		cmocka_unit_test(test_within),
		cmocka_unit_test(test_wrapped),
		cmocka_unit_test(test_full_list),
		cmocka_unit_test(test_unite),
		cmocka_unit_test(test_unite_why),
		cmocka_unit_test(test_absorb),
		cmocka_unit_test(test_covered_by_run),
		cmocka_unit_test(test_within_values),
		cmocka_unit_test(test_nearest_are_merged),
		cmocka_unit_test(test_what_is_merged_last),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_open),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("value, pieces", tests, NULL, NULL);
}
