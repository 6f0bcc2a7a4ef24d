/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of the wire form of the flow IR (lib/ir/wire.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <xxhash.h>
#include <zlib.h>

#include "lib/ir/text.h"
#include "lib/ir/verify.h"
#include "lib/ir/wire.h"
#include "testcases/unit/ir_gen.h"

#define RANDOM_UNITS 400
#define HEADER 24

static const u8 *bytes(const struct strbuf *sb)
{
	return (const u8 *)sb->buf;
}

/* The only record of a stream. */
static struct ir_wire_record only_record(const struct strbuf *sb)
{
	struct ir_wire_record rec;
	struct error err = ERROR_INIT;
	size_t pos = 0;

	if (ir_wire_next(bytes(sb), sb->len, &pos, &rec, &err) != 1)
		fail_msg("%s", err.msg);
	assert_int_equal(pos, sb->len);
	assert_int_equal(ir_wire_next(bytes(sb), sb->len, &pos, &rec, &err), 0);
	return rec;
}

static struct ir_unit *read_record(const struct ir_wire_record *rec)
{
	struct error err = ERROR_INIT;
	struct ir_unit *u;

	if (ir_wire_read(rec, &u, &err))
		fail_msg("%s", err.msg);
	return u;
}

/* ---- round trips ------------------------------------------------------------------ */

static void check_round_trip(struct ir_unit *u)
{
	struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
	struct ir_wire_record rec;
	struct ir_unit *back;
	const char *diff;

	ir_wire_write(u, &first);
	rec = only_record(&first);
	back = read_record(&rec);
	assert_int_equal(ir_verify(back, NULL), 0);
	diff = ir_gen_diff(u, back);
	if (diff)
		fail_msg("differ in %s", diff);
	ir_wire_write(back, &second);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.buf, second.buf, first.len);
	strbuf_release(&first);
	strbuf_release(&second);
	ir_unit_free(back);
	ir_unit_free(u);
}

static void test_every_op(void **state)
{
	(void)state;
	check_round_trip(ir_gen_every_op());
}

static void test_random_units(void **state)
{
	u64 seed;

	(void)state;
	for (seed = 0; seed < RANDOM_UNITS; seed++)
		check_round_trip(ir_gen_unit(seed));
}

static struct ir_unit *parse(const char *text)
{
	struct error err = ERROR_INIT;
	struct ir_unit *u;

	if (ir_parse("x.ir", text, strlen(text), &u, &err))
		fail_msg("%s", err.msg);
	return u;
}

#define UNIT "unit \"a.c\" frontend \"gcc\" compiler \"12\" bits 64\n"

static void test_empty_unit(void **state)
{
	(void)state;
	check_round_trip(parse(UNIT));
	check_round_trip(parse("unit \"\" frontend \"\" compiler \"\" bits 32\n"));
}

/* Numbers at the ends of what the IR holds. */
static void test_extremes(void **state)
{
	(void)state;
	check_round_trip(parse(
		UNIT
		"value A = -9223372036854775808\n"
		"value B = 9223372036854775807\n"
		"value C = -1\n"
		"field r.x s64 : 64 [4294967295] union\n"
		"global $g u8 [4294967295] at 4294967295:4294967295\n"
		"  init [4294967295 of 4294967295] = u64 18446744073709551615\n"
		"  init [0] = s64 -9223372036854775808\n"
		"func @g at 1:1 -> void\n"
		"func @f at 4294967295:1 -> void\n"
		"  param %0 s64\n"
		"  param %1 u64\n"
		"b0:\n"
		"  %0 = add s64 s64 -9223372036854775808, s64 9223372036854775807 at 1:1\n"
		"  %0 = load s64 ?[? of 4294967295] at 4294967295:4294967295\n"
		"  switch s64 %0 { -9223372036854775808..-9223372036854775807: b1,"
		" -3..9223372036854775807: b1, default: b0 }\n"
		"b1:\n"
		"  switch u64 %1 { 0..5: b0, 0xfffffffffffffffe..0xffffffffffffffff: b1,"
		" default: b0 }\n"));
}

/* Numbers of strings differ between the two units, what they say does not. */
static void test_equal_units(void **state)
{
	struct ir_builder *b = irb_new("a.c", "gcc", "12", 64);
	struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
	const struct ir_type v = { IR_T_VOID, 0, 0 };
	struct ir_loc loc = { 0, 1, 2, 0 };
	struct ir_unit *x = parse(UNIT "func @f at 1:2 -> void\n"
				  "b0:\n  return at 3:4\n");
	struct ir_unit *y;

	(void)state;
	irb_str(b, "never used");
	loc.file = irb_str(b, "a.c");
	irb_begin(b, irb_func(b, "f", 0, loc, v));
	irb_place(b, IR_BASE_UNKNOWN, 0, NULL, 0, v, false);
	irb_set_block(b, irb_block(b));
	loc.line = 3;
	loc.col = 4;
	irb_set_loc(b, loc);
	irb_return(b, ir_none(), IR_NONE);
	assert_int_equal(irb_end(b, NULL), 0);
	y = irb_finish(b);
	ir_wire_write(x, &first);
	ir_wire_write(y, &second);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.buf, second.buf, first.len);
	assert_true(only_record(&first).checksum == only_record(&second).checksum);
	ir_unit_free(x);
	ir_unit_free(y);
	strbuf_reset(&second);
	y = parse(UNIT "func @f at 1:2 -> void\nb0:\n  return at 3:5\n");
	ir_wire_write(y, &second);
	assert_true(only_record(&first).checksum != only_record(&second).checksum);
	ir_unit_free(y);
	strbuf_release(&first);
	strbuf_release(&second);
}

/* A body that repeats itself is small. */
static void test_size(void **state)
{
	struct strbuf text = STRBUF_INIT, wire = STRBUF_INIT;
	struct ir_unit *u;
	u32 i;

	(void)state;
	strbuf_addstr(&text, UNIT "field r.x u32 [9]\nfunc @g -> u32\n"
		      "func @f -> u32\n  param %0 \"p\" ptr64\n");
	for (i = 1; i <= 2000; i++)
		strbuf_addf(&text, "  local %%%u u32\n", i);
	strbuf_addstr(&text, "b0:\n");
	for (i = 1; i < 2000; i += 4)
		strbuf_addf(&text,
			    "  %%%u = load u32 *%%0/r.x[u32 %u of 9] at %u:%u\n"
			    "  %%%u = and u32 %%%u, u32 %u at %u:17\n"
			    "  %%%u = add u32 %%%u, %%%u at %u:12\n"
			    "  %%%u = call @g(%%%u, %%0) at %u:5\n",
			    i, i % 9, i, i * 7 % 60 + 1,
			    i + 1, i, i % 300, i,
			    i + 2, i + 1, i, i,
			    i + 3, i + 2, i);
	strbuf_addstr(&text, "  return %2000\n");
	u = parse(text.buf);
	ir_wire_write(u, &wire);
	assert_in_range(wire.len, 1, 10 * 2001);
	strbuf_release(&text);
	strbuf_release(&wire);
	ir_unit_free(u);
}

static void add_unit(struct strbuf *sb, u64 seed)
{
	struct ir_unit *u = ir_gen_unit(seed);

	ir_wire_write(u, sb);
	ir_unit_free(u);
}

/* ---- damage ------------------------------------------------------------------------- */

/* Any bytes: refused, or a sound unit that can be written. */
static bool try_payload(const u8 *payload, size_t len)
{
	struct ir_wire_record rec = { NULL, len, 0 };
	struct error err = ERROR_INIT;
	struct strbuf sb = STRBUF_INIT;
	struct ir_unit *u = NULL;
	u8 *exact = malloc(len ? len : 1);
	int ret;

	assert_non_null(exact);
	memcpy(exact, payload, len);
	rec.payload = exact;
	ret = ir_wire_read(&rec, &u, &err);
	free(exact);
	if (ret) {
		assert_int_equal(ret, ERR_FORMAT);
		assert_int_equal(err.code, ERR_FORMAT);
		assert_int_equal(strncmp(err.msg, "record: ", 8), 0);
		assert_null(u);
		return false;
	}
	assert_int_equal(ir_verify(u, NULL), 0);
	ir_wire_write(u, &sb);
	strbuf_release(&sb);
	ir_unit_free(u);
	return true;
}

/* Payload of the unit in the plain encoding, which has no redundancy. */
static void plain_payload(struct ir_unit *u, struct strbuf *out)
{
	struct strbuf sb = STRBUF_INIT;
	struct ir_wire_record rec;
	z_stream z;
	size_t len = 0, i;
	u32 sh;

	ir_wire_write(u, &sb);
	rec = only_record(&sb);
	assert_int_equal(rec.payload[0], 1);
	for (i = 1, sh = 0;; i++, sh += 7) {
		len |= (size_t)(rec.payload[i] & 0x7f) << sh;
		if (rec.payload[i] < 0x80)
			break;
	}
	memset(&z, 0, sizeof(z));
	out->buf = malloc(len + 2);
	assert_non_null(out->buf);
	out->alloc = len + 2;
	out->len = len + 1;
	out->buf[0] = 0;
	assert_int_equal(inflateInit2(&z, -15), Z_OK);
	z.next_in = (Bytef *)rec.payload + i + 1;
	z.avail_in = (uInt)(rec.len - i - 1);
	z.next_out = (Bytef *)out->buf + 1;
	z.avail_out = (uInt)len;
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(z.avail_out, 0);
	inflateEnd(&z);
	strbuf_release(&sb);
	ir_unit_free(u);
}

/* No single damaged bit of a record passes. */
static void test_flipped_record(void **state)
{
	struct ir_unit *u = ir_gen_unit(5);
	struct strbuf sb = STRBUF_INIT;
	struct ir_wire_record rec;
	size_t i, pos;
	u32 bit;

	(void)state;
	ir_wire_write(u, &sb);
	for (i = 0; i < sb.len; i++) {
		for (bit = 0; bit < 8; bit++) {
			struct error err = ERROR_INIT;
			int ret;

			sb.buf[i] ^= (char)(1 << bit);
			pos = 0;
			ret = ir_wire_next(bytes(&sb), sb.len, &pos, &rec, &err);
			assert_true(ret == ERR_FORMAT || ret == ERR_VERSION);
			assert_int_equal(err.code, ret);
			assert_int_equal(strncmp(err.msg, "byte 0: ", 8), 0);
			assert_int_equal(pos, sb.len);
			sb.buf[i] ^= (char)(1 << bit);
		}
	}
	only_record(&sb);
	strbuf_release(&sb);
	ir_unit_free(u);
}

/* The same without the checksum's protection, in both encodings. */
static void flip_all(const u8 *payload, size_t len)
{
	u8 *copy = malloc(len);
	u32 refused = 0;
	size_t i;
	u32 v;

	assert_non_null(copy);
	memcpy(copy, payload, len);
	assert_true(try_payload(copy, len));
	for (i = 0; i < len; i++) {
		static const u8 to[] = { 0, 1, 2, 3, 0x7f, 0x80, 0xff };

		for (v = 0; v < ARRAY_SIZE(to); v++) {
			copy[i] = to[v];
			refused += !try_payload(copy, len);
		}
		for (v = 0; v < 8; v++) {
			copy[i] = (u8)(payload[i] ^ 1u << v);
			refused += !try_payload(copy, len);
		}
		copy[i] = payload[i];
	}
	assert_true(refused > len);
	free(copy);
}

static void test_flipped_payload(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	struct ir_wire_record rec;
	struct ir_unit *u = ir_gen_every_op();

	(void)state;
	ir_wire_write(u, &sb);
	rec = only_record(&sb);
	flip_all(rec.payload, rec.len);
	strbuf_release(&sb);
	ir_unit_free(u);
}

static void test_flipped_plain(void **state)
{
	struct strbuf plain = STRBUF_INIT;

	(void)state;
	plain_payload(ir_gen_every_op(), &plain);
	flip_all(bytes(&plain), plain.len);
	strbuf_release(&plain);
}

/* Several bytes at once, moved blocks, removed bytes. */
static void test_scrambled_plain(void **state)
{
	struct strbuf plain = STRBUF_INIT;
	u64 seed = 3;
	u8 *copy;
	u32 i, k;

	(void)state;
	plain_payload(ir_gen_unit(17), &plain);
	copy = malloc(plain.len);
	assert_non_null(copy);
	for (i = 0; i < 4000; i++) {
		size_t from = ir_gen_random(&seed) % plain.len;
		size_t to = ir_gen_random(&seed) % plain.len;
		size_t far = from > to ? from : to;
		size_t n = ir_gen_random(&seed) % (plain.len - far);

		memcpy(copy, plain.buf, plain.len);
		for (k = 0; k < i % 4; k++)
			copy[ir_gen_random(&seed) % plain.len] =
				(u8)ir_gen_random(&seed);
		memmove(copy + to, copy + from, n % 40);
		try_payload(copy, plain.len - (i & 1 ? n : 0));
	}
	free(copy);
	strbuf_release(&plain);
}

static void test_truncated(void **state)
{
	struct strbuf sb = STRBUF_INIT, plain = STRBUF_INIT;
	struct ir_unit *u = ir_gen_every_op();
	struct ir_wire_record rec;
	size_t len, pos;

	(void)state;
	ir_wire_write(u, &sb);
	for (len = 0; len < sb.len; len++) {
		u8 *exact = malloc(len ? len : 1);
		int ret;

		assert_non_null(exact);
		memcpy(exact, sb.buf, len);
		pos = 0;
		ret = ir_wire_next(exact, len, &pos, &rec, NULL);
		assert_int_equal(ret, len ? ERR_FORMAT : 0);
		assert_int_equal(pos, len);
		free(exact);
	}
	rec = only_record(&sb);
	for (len = 0; len < rec.len; len++)
		assert_false(try_payload(rec.payload, len));
	strbuf_release(&sb);
	plain_payload(u, &plain);
	for (len = 0; len < plain.len; len++)
		assert_false(try_payload(bytes(&plain), len));
	strbuf_addch(&plain, 0);
	assert_false(try_payload(bytes(&plain), plain.len));
	strbuf_release(&plain);
}

/* Bytes that mean nothing are refused, so that equal units stay equal bytes. */
static void test_surplus(void **state)
{
	struct strbuf sb = STRBUF_INIT, plain = STRBUF_INIT;
	struct ir_wire_record rec;
	char *nul;

	(void)state;
	add_unit(&sb, 17);
	rec = only_record(&sb);
	assert_int_equal(rec.payload[0], 1);
	assert_true(try_payload(rec.payload, rec.len));
	strbuf_addch(&sb, 0);
	assert_false(try_payload(bytes(&sb) + HEADER, sb.len - HEADER));
	sb.buf[HEADER + 1] ^= 1; /* the length of the body */
	assert_false(try_payload(bytes(&sb) + HEADER, sb.len - HEADER - 1));
	strbuf_release(&sb);
	plain_payload(ir_gen_every_op(), &plain);
	nul = memchr(plain.buf, '.', plain.len);
	assert_non_null(nul);
	assert_memory_equal(nul - 1, "a.c", 3);
	*nul = '\0';
	assert_false(try_payload(bytes(&plain), plain.len));
	strbuf_release(&plain);
}

/* Counts and lengths far beyond the bytes there are. */
static void test_bombs(void **state)
{
	static const char *const bombs[] = {
		"", "\2", "\xff", "\1", "\1\xff\xff\xff\x7f\3",
		"\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\1\3",
		"\1\x80\x80\x80\x10\3", "\1\x80\x80\x80\x80\1\3", "\1\1\3",
		"", "\0\xff\xff\xff\xff\x0f", "\0\1\xff\xff\xff\xff\x0f",
		"\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
	};
	static const u8 lens[] = { 0, 1, 1, 1, 6, 12, 6, 7, 3, 1, 6, 7, 13 };
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bombs); i++)
		assert_false(try_payload((const u8 *)bombs[i], lens[i]));
}

/* ---- streams --------------------------------------------------------------------------- */

/* Reads all records; counts what is found and what is complained about. */
static void scan(const struct strbuf *sb, u32 *ret_found, u32 *ret_damaged,
		 u32 *ret_newer)
{
	struct ir_wire_record rec;
	size_t pos = 0, before;

	*ret_found = *ret_damaged = *ret_newer = 0;
	for (;;) {
		struct error err = ERROR_INIT;
		int ret;

		before = pos;
		ret = ir_wire_next(bytes(sb), sb->len, &pos, &rec, &err);
		if (!ret)
			break;
		assert_true(pos > before && pos <= sb->len);
		if (ret == 1) {
			ir_unit_free(read_record(&rec));
			++*ret_found;
		} else if (ret == ERR_VERSION) {
			++*ret_newer;
		} else {
			++*ret_damaged;
		}
	}
	assert_int_equal(pos, sb->len);
}

static void add_zeros(struct strbuf *sb, u32 n)
{
	while (n--)
		strbuf_addch(sb, 0);
}

static void expect_scan(const struct strbuf *sb, u32 found, u32 damaged,
			u32 newer)
{
	u32 f, d, n;

	scan(sb, &f, &d, &n);
	assert_int_equal(f, found);
	assert_int_equal(d, damaged);
	assert_int_equal(n, newer);
}

static void test_concatenated(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	u32 i;

	(void)state;
	expect_scan(&sb, 0, 0, 0);
	add_zeros(&sb, 3);
	expect_scan(&sb, 0, 0, 0);
	for (i = 0; i < 20; i++) {
		add_unit(&sb, i);
		add_zeros(&sb, i * 5 % 17);
	}
	expect_scan(&sb, 20, 0, 0);
	strbuf_release(&sb);
}

/* What is damaged costs itself, not its neighbours. */
static void test_resync(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	size_t second, third;

	(void)state;
	add_unit(&sb, 1);
	second = sb.len;
	add_unit(&sb, 2);
	third = sb.len;
	add_unit(&sb, 3);
	add_zeros(&sb, 8);
	expect_scan(&sb, 3, 0, 0);
	sb.buf[second + HEADER + 2] ^= 1; /* payload */
	expect_scan(&sb, 2, 1, 0);
	sb.buf[second + HEADER + 2] ^= 1;
	sb.buf[second + 12] ^= 4; /* length */
	expect_scan(&sb, 2, 1, 0);
	sb.buf[second + 12] ^= 4;
	sb.buf[second + 15] = 0x7f; /* length beyond the end */
	expect_scan(&sb, 2, 1, 0);
	sb.buf[second + 15] = 0;
	sb.buf[second] = 'x'; /* magic */
	expect_scan(&sb, 2, 1, 0);
	sb.buf[second] = 'G';
	sb.buf[third + 8] = 2; /* version */
	expect_scan(&sb, 2, 0, 1);
	sb.buf[third + 8] = 0;
	expect_scan(&sb, 2, 1, 0);
	sb.buf[third + 8] = 1;
	strbuf_addstr(&sb, "GPRGPRCHECGARBAGE");
	expect_scan(&sb, 3, 1, 0);
	add_unit(&sb, 4);
	expect_scan(&sb, 4, 1, 0);
	strbuf_addstr(&sb, "GPRCHECK");
	expect_scan(&sb, 4, 2, 0);
	strbuf_release(&sb);
}

/* The header is what wire.h says. */
static void test_header(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	struct ir_wire_record rec;
	const u8 *h;

	(void)state;
	add_unit(&sb, 1);
	rec = only_record(&sb);
	h = bytes(&sb);
	assert_memory_equal(h, "GPRCHECK", 8);
	assert_int_equal(h[8] | h[9] << 8 | h[10] << 16 | h[11] << 24, 1);
	assert_int_equal(h[12] | h[13] << 8 | h[14] << 16 | h[15] << 24,
			 sb.len - HEADER);
	assert_ptr_equal(rec.payload, h + HEADER);
	assert_true(rec.checksum == XXH64(rec.payload, rec.len, 0));
	assert_int_equal(h[16], rec.checksum & 0xff);
	assert_int_equal(h[23], rec.checksum >> 56);
	strbuf_release(&sb);
}

/* A unit beyond the limit leaves a record that says so. */
static void test_too_large(void **state)
{
	struct ir_builder *b = irb_new("big.c", "gcc", "12", 64);
	size_t len = (64u << 20) + 1;
	char *name = malloc(len + 1);
	struct strbuf sb = STRBUF_INIT;
	struct ir_wire_record rec;
	struct ir_unit *u;

	(void)state;
	assert_non_null(name);
	memset(name, 'a', len);
	name[len] = '\0';
	irb_declare(b, name);
	free(name);
	u = irb_finish(b);
	ir_wire_write(u, &sb);
	ir_unit_free(u);
	rec = only_record(&sb);
	u = read_record(&rec);
	assert_int_equal(u->flags, IR_UNIT_FAILED);
	assert_string_equal(ir_str(u, u->file), "big.c");
	assert_string_equal(ir_str(u, u->message),
			    "the unit is too large for the wire form");
	ir_unit_free(u);
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_op),
		cmocka_unit_test(test_random_units),
		cmocka_unit_test(test_empty_unit),
		cmocka_unit_test(test_extremes),
		cmocka_unit_test(test_equal_units),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_flipped_record),
		cmocka_unit_test(test_flipped_payload),
		cmocka_unit_test(test_flipped_plain),
		cmocka_unit_test(test_scrambled_plain),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_surplus),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_concatenated),
		cmocka_unit_test(test_resync),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_too_large),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
