/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of the text form of the flow IR (lib/ir/text.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "lib/base/strbuf.h"
#include "lib/ir/text.h"
#include "lib/ir/verify.h"
#include "testcases/unit/ir_gen.h"

#define RANDOM_UNITS 400

/* ---- round trips ------------------------------------------------------------------ */

static void check_round_trip(struct ir_unit *u)
{
	struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
	struct error err = ERROR_INIT;
	struct ir_unit *back;
	const char *diff;

	assert_int_equal(ir_verify(u, NULL), 0);
	ir_print(u, &first);
	if (ir_parse("x.ir", first.buf, first.len, &back, &err))
		fail_msg("%s\n%s", err.msg, first.buf);
	diff = ir_gen_diff(u, back);
	if (diff)
		fail_msg("differ in %s\n%s", diff, first.buf);
	ir_print(back, &second);
	assert_string_equal(first.buf, second.buf);
	strbuf_release(&first);
	strbuf_release(&second);
	ir_unit_free(back);
	ir_unit_free(u);
}

static void test_every_op(void **state)
{
	struct ir_unit *u = ir_gen_every_op();
	const struct ir_func *f = &u->funcs[u->nfuncs - 1];
	u32 seen[IR_OP_COUNT] = { 0 };
	u32 i;

	(void)state;
	for (i = 0; i < f->ninsts; i++)
		seen[f->insts[i].op]++;
	for (i = 0; i < IR_OP_COUNT; i++)
		if (!seen[i])
			fail_msg("no %s generated", ir_op_text((enum ir_op)i));
	check_round_trip(u);
}

static void test_random_units(void **state)
{
	u64 seed;

	(void)state;
	for (seed = 0; seed < RANDOM_UNITS; seed++)
		check_round_trip(ir_gen_unit(seed));
}

/* ---- what people write --------------------------------------------------------------- */

static struct ir_unit *parse(const char *text)
{
	struct error err = ERROR_INIT;
	struct ir_unit *u;

	if (ir_parse("x.ir", text, strlen(text), &u, &err))
		fail_msg("%s", err.msg);
	return u;
}

#define UNIT "unit \"a.c\" frontend \"gcc\" compiler \"12\" bits 64\n"

static void test_freedom(void **state)
{
	struct ir_unit *u = parse(
		"\n# a comment\n"
		UNIT
		"func @f -> s32   # another\n"
		"param %0 \"#x\" s32\n"
		"b0:\n"
		"\t%0 = add s32 %0 , s32 0x10 at 3:4\r\n"
		"\tjump b3\n"
		"b3:\n"
		"\t%0 = copy s32 s32 -5 \"NAME\" at \"h.h\":1:2 in M\n"
		"\tjump b0\n"
		"b1:\n"
		"\treturn\n");
	const struct ir_func *f = &u->funcs[0];

	(void)state;
	/* b2 never had a label, nothing reaches b1 */
	assert_int_equal(u->nfuncs, 1);
	assert_int_equal(f->nblocks, 2);
	assert_int_equal(f->ninsts, 4);
	ir_unit_free(u);
}

static void test_meaning(void **state)
{
	struct ir_unit *u = parse(
		UNIT
		"value RIP = 16\n"
		"declared g\n"
		"field r.x u8 : 3 [7] union\n"
		"global $t static const u8 [4] of rec at 3:1\n"
		"  init [2]/r.x = s32 -3 \"N\"\n"
		"func @f static at 5:6 in M -> u64\n"
		"  param %0 \"p\" ptr64 of r\n"
		"  local %1 u64\n"
		"b0:\n"
		"  %1 = load u64 volatile *%0/r.x[s32 2 of 7] at 6:7\n"
		"  return %1\n");
	const struct ir_func *f = &u->funcs[0];
	const struct ir_global *g = &u->globals[0];
	const struct ir_place *pl = &f->places[0];
	u64 bits;

	(void)state;
	assert_true(ir_unit_value(u, "RIP", &bits) && bits == 16);
	assert_true(ir_unit_declares(u, "g") && !ir_unit_declares(u, "f"));
	assert_int_equal(u->fields[0].bit_width, 3);
	assert_int_equal(u->fields[0].nelem, 7);
	assert_int_equal(u->fields[0].in_union, 1);
	assert_int_equal(g->flags, IR_GLOBAL_STATIC | IR_GLOBAL_CONST);
	assert_string_equal(ir_str(u, g->record), "rec");
	assert_int_equal(g->inits[0].proj[0].index.idx, 2);
	assert_int_equal((s64)g->inits[0].value.bits, -3);
	assert_string_equal(ir_str(u, f->loc.macro), "M");
	assert_int_equal(f->nparams, 1);
	assert_int_equal(pl->base, IR_BASE_PTR);
	assert_int_equal(pl->is_volatile, 1);
	assert_int_equal(pl->proj[1].nelem, 7);
	assert_int_equal(f->consts[pl->proj[1].index.idx].bits, 2);
	assert_int_equal(f->insts[0].loc.col, 7);
	assert_int_equal(f->insts[0].loc.file, u->file);
	assert_int_equal(f->insts[1].loc.file, 0);
	ir_unit_free(u);
}

/* ---- errors ------------------------------------------------------------------------- */

#define BODY UNIT "func @f -> s32\n  param %0 s32\nb0:\n"

static const struct {
	const char *text, *want;
} faults[] = {
	{ "", "x.ir:0: expected 'unit', found the end" },
	{ "func @f -> void\n", "x.ir:1: expected 'unit', found 'func'" },
	{ UNIT UNIT, "x.ir:2: second unit" },
	{ UNIT "\nnonsense\n", "x.ir:3: expected a line of the unit, found 'nonsense'" },
	{ UNIT "value X 5\n", "x.ir:2: expected '=', found '5'" },
	{ UNIT "value X = 18446744073709551616\n", "x.ir:2: a number is over 64 bits" },
	{ UNIT "value X = -9223372036854775809\n", "x.ir:2: a number is over 64 bits" },
	{ UNIT "field a.b u65\n", "x.ir:2: expected a type, found 'u65'" },
	{ UNIT "field a.b u0\n", "x.ir:2: expected a type, found 'u0'" },
	{ UNIT "field a.b u8\nfield a.b u8\n", "x.ir:3: second field 'a.b'" },
	{ UNIT "field a.b u8 : 65\n", "x.ir:2: bit-field of 65 bits" },
	{ UNIT "global $g u8\nglobal $g u8\n", "x.ir:3: second global 'g'" },
	{ UNIT "func @g -> u8\nfunc @g -> u8\n", "x.ir:3: second function 'g'" },
	{ UNIT "init = u8 1\n", "x.ir:2: 'init' belongs after a global" },
	{ UNIT "global $g u8\n  init = u8 256\n", "x.ir:3: the number does not fit its type" },
	{ UNIT "global $g u8\n  init = u8 -1\n", "x.ir:3: the number does not fit its type" },
	{ UNIT "global $g u8\n  init = s8 128\n", "x.ir:3: the number does not fit its type" },
	{ UNIT "global $g u8\n  init = s64 9223372036854775808\n",
	  "x.ir:3: the number does not fit its type" },
	{ UNIT "a_word_longer_than_a_message_should_quote\n",
	  "x.ir:2: expected a line of the unit, found 'a_word_longer_than_a_mes'" },
	{ UNIT "global $g u8\n  init = agg 1\n", "x.ir:3: a constant needs an integer or pointer type" },
	{ UNIT "global $g u8\n  init /a.b = u8 1\n", "x.ir:3: no field 'a.b'" },
	{ UNIT "declared \"a\\q\"\n", "x.ir:2: unknown escape in a string" },
	{ UNIT "declared \"a\\x00\"\n", "x.ir:2: \\x needs two digits" },
	{ UNIT "declared \"a\n", "x.ir:2: expected '\"', found the end of the line" },
	{ UNIT "func @f\n", "x.ir:2: expected '->', found the end of the line" },
	{ UNIT "func @f -> void\n  local %1 u8\n", "x.ir:3: expected %0, the next number" },
	{ UNIT "func @f -> void\n  local %0 u8\n", "x.ir:2: function f: no blocks" },
	{ UNIT "func @f -> void\n  return\n", "x.ir:3: expected a block label, found 'return'" },
	{ UNIT "func @f -> void\nb0:\nb1:\n  return\n", "x.ir:4: the block before has no terminator" },
	{ UNIT "func @f -> void\nb0:\n  return\nb0:\n  return\n", "x.ir:5: b0 is there already" },
	{ UNIT "func @f -> void\nb0:\n  jump b9\n", "x.ir:4: no block b9" },
	{ UNIT "func @f -> void\nb0:\n  jump b1\n", "x.ir:2: function f: block 1 was never filled" },
	{ BODY "  return\n  return\n", "x.ir:6: expected a block label, found 'return'" },
	{ BODY "  %0 = nop s32 %0\n", "x.ir:5: expected an instruction, found 'nop'" },
	{ BODY "  %1 = copy s32 %0\n", "x.ir:5: no local %1" },
	{ BODY "  copy s32 %0\n", "x.ir:5: 'copy' needs a result: %N = copy ..." },
	{ BODY "  %0 = return\n", "x.ir:5: 'return' has no result" },
	{ BODY "  %0 = copy s32 %0 %0\n", "x.ir:5: expected the end of the line, found '%0'" },
	{ BODY "  %0 = add s32 %0\n", "x.ir:5: expected ',', found the end of the line" },
	{ BODY "  %0 = call @g()\n", "x.ir:5: no function 'g'" },
	{ BODY "  %0 = load s32 $g\n", "x.ir:5: no global 'g'" },
	{ BODY "  %0 = load s32 %0/a.b\n", "x.ir:5: no field 'a.b'" },
	{ BODY "  %0 = load s32 (%0)\n", "x.ir:5: expected a place: %N, *%N, $name or ?, found '(%0)'" },
	{ BODY "  %0 = unknown why\n", "x.ir:5: expected a reason, found 'why'" },
	{ BODY "  branch add s32 %0, %0 then b0 else b0\n", "x.ir:5: expected a comparison, found 'add'" },
	{ BODY "  branch eq s32 %0, %0 then b0\n", "x.ir:5: expected 'else', found the end of the line" },
	{ BODY "  switch u8 %0 { 256: b0, default: b0 }\n", "x.ir:5: the number does not fit its type" },
	{ BODY "  switch u8 %0 { 1: b0 }\n", "x.ir:5: expected ',', found '}'" },
	{ BODY "  return at 5\n", "x.ir:5: expected ':', found the end of the line" },
	{ BODY "  switch u8 %0 { 1..3: b0, 2: b0, default: b0 }\n",
	  "x.ir:2: function f, block 0, inst 0: case 1 is out of order or overlaps" },
	{ BODY "  return %0 at \"\":1:2\n", "x.ir:5: location without a file" },
	{ BODY "  %0 = load agg %0\n  return %0\n", "x.ir:2: function f, block 0, inst 0: "
	  "access to more than a single value" },
	{ "unit \"a\" frontend \"g\" compiler \"1\" bits 16\n",
	  "x.ir: a: unit: word of 16 bits" },
};

static void test_errors(void **state)
{
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(faults); i++) {
		struct error err = ERROR_INIT;
		struct ir_unit *u = NULL;
		int ret = ir_parse("x.ir", faults[i].text,
				   strlen(faults[i].text), &u, &err);

		if (!ret)
			fail_msg("accepted: %s", faults[i].text);
		assert_null(u);
		assert_int_equal(ret, ERR_FORMAT);
		assert_int_equal(err.code, ERR_FORMAT);
		if (strncmp(err.msg, faults[i].want, strlen(faults[i].want)))
			fail_msg("'%s' instead of '%s'", err.msg,
				 faults[i].want);
	}
}

/* Foreign text is refused or gives a sound unit; it never does harm. */
static void try_text(const char *text, size_t len)
{
	struct error err = ERROR_INIT;
	struct ir_unit *u;
	char *exact = malloc(len ? len : 1);

	assert_non_null(exact);
	memcpy(exact, text, len);
	if (!ir_parse("x.ir", exact, len, &u, &err)) {
		assert_int_equal(ir_verify(u, NULL), 0);
		ir_unit_free(u);
	} else {
		assert_int_equal(strncmp(err.msg, "x.ir:", 5), 0);
	}
	free(exact);
}

static void test_truncated(void **state)
{
	struct ir_unit *u = ir_gen_every_op();
	struct strbuf sb = STRBUF_INIT;
	size_t len;

	(void)state;
	ir_print(u, &sb);
	for (len = 0; len < sb.len; len++)
		try_text(sb.buf, len);
	strbuf_release(&sb);
	ir_unit_free(u);
}

static void test_mutated(void **state)
{
	struct ir_unit *u = ir_gen_every_op();
	struct strbuf sb = STRBUF_INIT;
	u64 seed = 7;
	u32 i;

	(void)state;
	ir_print(u, &sb);
	for (i = 0; i < 4000; i++) {
		size_t at = ir_gen_random(&seed) % sb.len;
		size_t from = ir_gen_random(&seed) % sb.len;
		char old = sb.buf[at];

		sb.buf[at] = i & 1 ? (char)ir_gen_random(&seed) : sb.buf[from];
		try_text(sb.buf, sb.len);
		sb.buf[at] = old;
	}
	strbuf_release(&sb);
	ir_unit_free(u);
}

/* ---- the manual -------------------------------------------------------------------- */

static void read_file(const char *path, struct strbuf *sb)
{
	FILE *f = fopen(path, "r");
	char buf[4096];
	size_t n;

	if (!f)
		fail_msg("%s: cannot be read from here", path);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(sb, buf, n);
	fclose(f);
}

/* Examples in doc/ir.md are what the printer prints. */
static void test_manual(void **state)
{
	struct strbuf doc = STRBUF_INIT;
	const char *p;
	u32 n = 0;

	(void)state;
	read_file("doc/ir.md", &doc);
	for (p = doc.buf; (p = strstr(p, "\n```ir\n")); n++) {
		const char *text = p + 7;
		const char *end = strstr(text, "\n```\n");
		struct strbuf out = STRBUF_INIT;
		struct error err = ERROR_INIT;
		struct ir_unit *u;

		assert_non_null(end);
		if (ir_parse("doc/ir.md", text, (size_t)(end + 1 - text), &u,
			     &err))
			fail_msg("example %u: %s", n + 1, err.msg);
		ir_print(u, &out);
		assert_int_equal(out.len, end + 1 - text);
		assert_memory_equal(out.buf, text, out.len);
		strbuf_release(&out);
		ir_unit_free(u);
		p = end;
	}
	assert_true(n > 0);
	strbuf_release(&doc);
}

/* Each opcode and each reason has its place in the manual. */
static void test_manual_is_complete(void **state)
{
	struct strbuf doc = STRBUF_INIT;
	char word[64];
	u32 i;

	(void)state;
	read_file("doc/ir.md", &doc);
	for (i = 0; i < IR_OP_COUNT; i++) {
		snprintf(word, sizeof(word), "`%s`", ir_op_text((enum ir_op)i));
		if (!strstr(doc.buf, word))
			fail_msg("doc/ir.md does not have %s", word);
	}
	for (i = 0; i < IR_WHY_COUNT; i++)
		if (!strstr(doc.buf, ir_why_text((enum ir_why)i)))
			fail_msg("doc/ir.md does not have the reason %u", i);
	strbuf_release(&doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_op),
		cmocka_unit_test(test_random_units),
		cmocka_unit_test(test_freedom),
		cmocka_unit_test(test_meaning),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_mutated),
		cmocka_unit_test(test_manual),
		cmocka_unit_test(test_manual_is_complete),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
