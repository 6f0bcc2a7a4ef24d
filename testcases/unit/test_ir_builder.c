/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of the flow IR's builder and queries (lib/ir/builder.h, ir.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "lib/base/strbuf.h"
#include "lib/ir/builder.h"
#include "lib/ir/text.h"
#include "lib/ir/verify.h"
#include "testcases/unit/ir_gen.h"

static const struct ir_type t_void = { IR_T_VOID, 0, 0 };
static const struct ir_type t_agg = { IR_T_AGG, 0, 0 };
static const struct ir_type t_ptr = { IR_T_PTR, 64, 0 };
static const struct ir_type t_u8 = { IR_T_INT, 8, 0 };
static const struct ir_type t_s8 = { IR_T_INT, 8, 1 };
static const struct ir_type t_s32 = { IR_T_INT, 32, 1 };
static const struct ir_loc nowhere;

static struct ir_builder *new_builder(void)
{
	return irb_new("a.c", "gcc", "12.2.0", 64);
}

static struct ir_unit *finish(struct ir_builder *b)
{
	struct error err = ERROR_INIT;
	struct ir_unit *u = irb_finish(b);

	if (ir_verify(u, &err))
		fail_msg("%s", err.msg);
	return u;
}

static void end(struct ir_builder *b)
{
	struct error err = ERROR_INIT;

	if (irb_end(b, &err))
		fail_msg("%s", err.msg);
}

static void expect_text(const struct ir_unit *u, const char *want)
{
	struct strbuf sb = STRBUF_INIT;

	ir_print(u, &sb);
	assert_string_equal(sb.buf, want);
	strbuf_release(&sb);
}

#define UNIT "unit \"a.c\" frontend \"gcc\" compiler \"12.2.0\" bits 64"

/* ---- tables ------------------------------------------------------------------------ */

static void test_interning(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_loc loc = { 0, 3, 4, 0 };
	struct ir_unit *u;
	u32 x, y, f, g;

	(void)state;
	loc.file = irb_str(b, "a.c");
	x = irb_field(b, "r", "x", t_u8, 0, false, 0);
	y = irb_field(b, "r", "y", t_u8, 0, false, 0);
	assert_int_not_equal(x, y);
	assert_int_equal(irb_field(b, "r", "x", t_s32, 0, true, 9), x);
	assert_int_not_equal(irb_field(b, "s", "x", t_u8, 0, false, 0), x);
	g = irb_global(b, "g", IR_GLOBAL_STATIC, t_void, "", 0, nowhere);
	assert_int_equal(irb_global(b, "g", IR_GLOBAL_CONST, t_u8, "rec", 4,
				    loc), g);
	f = irb_func(b, "f", IR_FUNC_STATIC, nowhere, t_void);
	assert_int_equal(irb_func(b, "f", IR_FUNC_INLINE, loc, t_u8), f);
	assert_int_not_equal(irb_func(b, "g", 0, loc, t_u8), f);
	u = finish(b);
	expect_text(u, UNIT "\n"
		    "field r.x u8\n"
		    "field r.y u8\n"
		    "field s.x u8\n"
		    "global $g static const u8 [4] of rec at 3:4\n"
		    "func @f static inline at 3:4 -> u8\n"
		    "func @g at 3:4 -> u8\n");
	ir_unit_free(u);
}

static void test_names_sorted_once(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_unit *u;
	u64 bits = 0;

	(void)state;
	irb_value(b, "Z", 1);
	irb_value(b, "A", (u64)-2);
	irb_value(b, "Z", 3);
	irb_declare(b, "z");
	irb_declare(b, "a");
	irb_declare(b, "z");
	u = finish(b);
	assert_int_equal(u->nvalues, 2);
	assert_int_equal(u->ndeclared, 2);
	assert_string_equal(ir_str(u, u->values[0].name), "A");
	assert_string_equal(ir_str(u, u->declared[0]), "a");
	assert_true(ir_unit_value(u, "Z", &bits));
	assert_int_equal(bits, 1);
	assert_false(ir_unit_value(u, "z", &bits));
	assert_false(ir_unit_value(u, "nowhere", &bits));
	assert_false(ir_unit_value(u, "", &bits));
	assert_true(ir_unit_declares(u, "z"));
	assert_false(ir_unit_declares(u, "Z"));
	assert_false(ir_unit_declares(u, ""));
	ir_unit_free(u);
}

static void test_flags_and_message(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_unit *u;

	(void)state;
	irb_set_flags(b, IR_UNIT_DEGRADED, "errors");
	irb_set_flags(b, IR_UNIT_DEGRADED, "more errors");
	irb_set_flags(b, IR_UNIT_FAILED, "broken");
	irb_set_flags(b, IR_UNIT_FAILED, "broken again");
	irb_count_skipped(b);
	u = finish(b);
	assert_int_equal(u->flags, IR_UNIT_DEGRADED | IR_UNIT_FAILED);
	assert_string_equal(ir_str(u, u->message), "broken");
	assert_int_equal(u->nskipped, 1);
	ir_unit_free(u);
}

static void test_inits(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_proj p = { .kind = IR_PROJ_INDEX, .nelem = 2, .field = 77 };
	struct ir_const c = { 0x1ff, t_u8, 0 };
	struct ir_unit *u;
	u32 f, g, h;

	(void)state;
	f = irb_func(b, "f", 0, nowhere, t_void);
	g = irb_global(b, "g", 0, t_u8, "", 2, nowhere);
	h = irb_global(b, "h", 0, t_ptr, "", 0, nowhere);
	p.index = ir_opnd(IR_OPND_CONST, 1);
	irb_init_func(b, h, NULL, 0, f);
	irb_init(b, g, &p, 1, c);
	irb_init_unknown(b, h, NULL, 0);
	p.index.idx = 0;
	irb_init(b, g, &p, 1, c);
	irb_init(b, 99, &p, 1, c);
	u = finish(b);
	expect_text(u, UNIT "\n"
		    "global $g u8 [2]\n"
		    "  init [1 of 2] = u8 255\n"
		    "  init [0 of 2] = u8 255\n"
		    "global $h ptr64\n"
		    "  init = @f\n"
		    "  init = ?\n"
		    "func @f -> void\n");
	ir_unit_free(u);
}

/* ---- bodies --------------------------------------------------------------------------- */

static u32 begin(struct ir_builder *b, const char *name)
{
	u32 f = irb_func(b, name, 0, nowhere, t_s32);

	irb_begin(b, f);
	return f;
}

static void test_constants(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_operand c, unused;
	struct ir_unit *u;
	u32 l;

	(void)state;
	begin(b, "f");
	l = irb_local(b, "", t_u8, "", 0);
	irb_set_block(b, irb_block(b));
	unused = irb_const(b, t_u8, 9, NULL);
	c = irb_const(b, t_u8, 300, NULL);
	assert_int_equal(irb_const(b, t_u8, 44, "").idx, c.idx);
	assert_int_not_equal(irb_const(b, t_u8, 44, "N").idx, c.idx);
	assert_int_not_equal(irb_const(b, t_s8, 44, NULL).idx, c.idx);
	assert_int_not_equal(unused.idx, c.idx);
	irb_unary(b, IR_OP_COPY, t_u8, l, irb_const(b, t_s8, 200, "N"));
	irb_unary(b, IR_OP_COPY, t_u8, l, c);
	irb_unary(b, IR_OP_COPY, t_u8, l, irb_const(b, t_s8, 200, "N"));
	irb_return(b, ir_local(l), IR_NONE);
	end(b);
	u = finish(b);
	assert_int_equal(u->funcs[0].nconsts, 2);
	assert_int_equal((s64)u->funcs[0].consts[0].bits, -56);
	assert_int_equal(u->funcs[0].consts[1].bits, 44);
	assert_int_equal(u->funcs[0].insts[1].a.idx, 1);
	assert_int_equal(u->funcs[0].insts[2].a.idx, 0);
	ir_unit_free(u);
}

/* A value goes straight to where it is kept, unless something else may read it. */
static void test_redirect(void **state)
{
	struct ir_builder *b = new_builder();
	u32 t, narrow, named, x, y;
	struct ir_unit *u;

	(void)state;
	begin(b, "f");
	x = irb_local(b, "x", t_s32, "", 0);
	y = irb_local(b, "y", t_s32, "", 0);
	t = irb_local(b, "", t_s32, "", 0);
	narrow = irb_local(b, "", t_s8, "", 0);
	named = irb_local(b, "named", t_s32, "", 0);
	irb_set_block(b, irb_block(b));
	assert_false(irb_redirect(b, t, x));
	irb_unary(b, IR_OP_NEG, t_s32, t, ir_local(y));
	assert_true(irb_redirect(b, t, x));
	assert_false(irb_redirect(b, t, y));
	irb_unary(b, IR_OP_NEG, t_s32, narrow, ir_local(y));
	assert_false(irb_redirect(b, narrow, x));
	irb_unary(b, IR_OP_NEG, t_s32, named, ir_local(y));
	assert_false(irb_redirect(b, named, x));
	irb_unary(b, IR_OP_NOT, t_s32, t, ir_local(y));
	irb_jump(b, irb_block(b));
	irb_set_block(b, 1);
	assert_false(irb_redirect(b, t, x));
	irb_return(b, ir_local(x), IR_NONE);
	end(b);
	u = finish(b);
	assert_int_equal(u->funcs[0].insts[0].dst, x);
	assert_int_equal(u->funcs[0].insts[1].dst, narrow);
	assert_int_equal(u->funcs[0].insts[2].dst, named);
	ir_unit_free(u);
}

/* What may be written in another form: unread, and of operands that still hold. */
static void test_unread(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_operand three;
	u32 t, u, x, y;
	struct ir_unit *unit;

	(void)state;
	begin(b, "f");
	x = irb_local(b, "x", t_s32, "", 0);
	y = irb_local(b, "y", t_s32, "", 0);
	t = irb_local(b, "", t_s32, "", 0);
	u = irb_local(b, "", t_s8, "", 0);
	irb_set_block(b, irb_block(b));
	three = irb_const(b, t_s32, 3, NULL);
	assert_int_equal(irb_const_bits(b, three), 3);
	assert_true(ir_type_eq(irb_operand_type(b, three), t_s32));
	assert_true(ir_type_eq(irb_operand_type(b, ir_local(u)), t_s8));
	assert_true(irb_is_temporary(b, t));
	assert_false(irb_is_temporary(b, x));
	assert_null(irb_unread(b, t));
	irb_binary(b, IR_OP_AND, t_s32, t, ir_local(x), three);
	assert_int_equal(irb_unread(b, t)->op, IR_OP_AND);
	irb_unary(b, IR_OP_COPY, t_s32, y, three);
	assert_non_null(irb_unread(b, t));
	irb_unary(b, IR_OP_COPY, t_s32, x, three);
	assert_null(irb_unread(b, t)); /* x is another one now */
	irb_binary(b, IR_OP_AND, t_s32, t, ir_local(x), three);
	irb_unary(b, IR_OP_CAST, t_s8, u, ir_local(t));
	assert_null(irb_unread(b, t)); /* it is read */
	irb_drop(b, u);
	assert_null(irb_unread(b, u));
	irb_drop(b, t);
	irb_return(b, ir_local(y), IR_NONE);
	end(b);
	unit = finish(b);
	assert_int_equal(unit->funcs[0].blocks[0].ninst, 4);
	ir_unit_free(unit);
}

static void begin_simplified(struct ir_builder *b)
{
	irb_set_simplify(b);
	begin(b, "f");
	irb_local(b, "x", t_s32, "", 0);
}

/* Two ways to write `if (x == 1) x = 2; return x;` */
static void test_simplify_jumps(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_operand one;
	struct ir_unit *u;
	u32 i;

	(void)state;
	begin_simplified(b);
	one = irb_const(b, t_s32, 1, NULL);
	for (i = 0; i < 7; i++)
		irb_block(b);
	irb_set_block(b, 0);
	irb_jump(b, 1);
	irb_set_block(b, 1);
	irb_unary(b, IR_OP_COPY, t_s32, 0, one);
	irb_branch(b, IR_OP_EQ, t_s32, ir_local(0), one, 2, 3);
	irb_set_block(b, 2);
	irb_jump(b, 4);
	irb_set_block(b, 3);
	irb_jump(b, 5);
	irb_set_block(b, 4);
	irb_unary(b, IR_OP_COPY, t_s32, 0, irb_const(b, t_s32, 2, NULL));
	irb_jump(b, 5);
	irb_set_block(b, 5);
	irb_jump(b, 6);
	irb_set_block(b, 6);
	irb_return(b, ir_local(0), IR_NONE);
	end(b);
	u = finish(b);
	expect_text(u, UNIT
		    "\n\nfunc @f -> s32\n"
		    "  local %0 \"x\" s32\n"
		    "b0:\n"
		    "  %0 = copy s32 s32 1\n"
		    "  branch eq s32 %0, s32 1 then b1 else b2\n"
		    "b1:\n"
		    "  %0 = copy s32 s32 2\n"
		    "  return %0\n"
		    "b2:\n"
		    "  return %0\n");
	ir_unit_free(u);
}

/* What a constant decides is not there, nor is a branch to one place. */
static void test_simplify_constants(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_case c = { .lo = 3, .hi = 9, .target = 3 };
	struct ir_unit *u;
	u32 i;

	(void)state;
	begin_simplified(b);
	for (i = 0; i < 6; i++)
		irb_block(b);
	irb_set_block(b, 0);
	irb_branch(b, IR_OP_LT, t_s32, irb_const(b, t_s32, (u64)-1, NULL),
		   irb_const(b, t_s32, 0, NULL), 1, 2);
	irb_set_block(b, 1);
	irb_switch(b, t_s32, irb_const(b, t_s32, 9, NULL), &c, 1, 2);
	irb_set_block(b, 2);
	irb_unary(b, IR_OP_COPY, t_s32, 0, irb_const(b, t_s32, 77, NULL));
	irb_jump(b, 4);
	irb_set_block(b, 3);
	irb_branch(b, IR_OP_EQ, t_s32, ir_local(0), ir_local(0), 4, 5);
	irb_set_block(b, 4);
	irb_jump(b, 5);
	irb_set_block(b, 5);
	irb_jump(b, 5);
	end(b);
	u = finish(b);
	expect_text(u, UNIT
		    "\n\nfunc @f -> s32\n"
		    "  local %0 \"x\" s32\n"
		    "b0:\n"
		    "  jump b1\n"
		    "b1:\n"
		    "  jump b1\n");
	ir_unit_free(u);
}

/* The successor a branch on (x `op` k) `cmp` c leaves: 1, 0, or -1 for both. */
static int decided(enum ir_op op, u64 k, enum ir_op cmp, u64 c, struct ir_type t)
{
	struct ir_builder *b = new_builder();
	struct ir_unit *u;
	u32 i, x, y, n;

	begin_simplified(b);
	x = irb_local(b, "x", t, "", 0);
	y = irb_local(b, "", t, "", 0);
	for (i = 0; i < 3; i++)
		irb_block(b);
	irb_set_block(b, 0);
	irb_binary(b, op, t, y, ir_local(x), irb_const(b, t, k, NULL));
	irb_branch(b, cmp, t, ir_local(y), irb_const(b, t, c, NULL), 1, 2);
	for (i = 1; i < 3; i++) {
		irb_set_block(b, i);
		irb_return(b, irb_const(b, t_s32, 2 - i, NULL), IR_NONE);
	}
	end(b);
	u = finish(b);
	n = u->funcs[0].nblocks == 1 ?
	    (u32)u->funcs[0].consts[u->funcs[0].nconsts - 1].bits : IR_NONE;
	ir_unit_free(u);
	return (int)n;
}

static void test_known_branches(void **state)
{
	static const struct ir_type t_u32 = { IR_T_INT, 32, 0 };

	(void)state;
	assert_int_equal(decided(IR_OP_AND, 15, IR_OP_EQ, 16, t_s32), 0);
	assert_int_equal(decided(IR_OP_AND, 15, IR_OP_EQ, 15, t_s32), -1);
	assert_int_equal(decided(IR_OP_AND, 12, IR_OP_NE, 1, t_s32), 1);
	assert_int_equal(decided(IR_OP_AND, 12, IR_OP_NE, 8, t_s32), -1);
	assert_int_equal(decided(IR_OP_AND, 15, IR_OP_LE, 15, t_s32), 1);
	assert_int_equal(decided(IR_OP_AND, 15, IR_OP_LT, 15, t_s32), -1);
	assert_int_equal(decided(IR_OP_AND, (u64)-16, IR_OP_LT, 0, t_s32), -1);
	assert_int_equal(decided(IR_OP_ADD, 1, IR_OP_LT, 0, t_u32), 0);
	assert_int_equal(decided(IR_OP_ADD, 1, IR_OP_GE, 0, t_u32), 1);
	assert_int_equal(decided(IR_OP_ADD, 1, IR_OP_GE, 0, t_s32), -1);
	assert_int_equal(decided(IR_OP_SHR, 28, IR_OP_GT, 15, t_u32), 0);
	assert_int_equal(decided(IR_OP_SHR, 28, IR_OP_GT, 14, t_u32), -1);
	assert_int_equal(decided(IR_OP_SHR, 28, IR_OP_GT, 15, t_s32), -1);
	assert_int_equal(decided(IR_OP_MOD, 8, IR_OP_GE, 8, t_u32), 0);
	assert_int_equal(decided(IR_OP_MOD, 8, IR_OP_GE, 7, t_u32), -1);
	assert_int_equal(decided(IR_OP_MOD, 8, IR_OP_GE, 0, t_s32), -1);
	assert_int_equal(decided(IR_OP_ADD, 1, IR_OP_GT, 255, t_u8), 0);
}

static void test_places(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_proj p[2] = { { .kind = IR_PROJ_FIELD },
				{ .kind = IR_PROJ_INDEX, .nelem = 3 } };
	struct ir_operand a;
	struct ir_unit *u;
	u32 agg, val, x, y;

	(void)state;
	p[0].field = irb_field(b, "r", "x", t_u8, 0, false, 3);
	p[0].nelem = 99; /* not of this kind: dropped */
	begin(b, "f");
	agg = irb_local(b, "s", t_agg, "r", 0);
	val = irb_local(b, "", t_u8, "", 0);
	irb_set_block(b, irb_block(b));
	p[1].index = ir_local(val);
	y = irb_place(b, IR_BASE_LOCAL, agg, NULL, 0, t_agg, false);
	x = irb_place(b, IR_BASE_LOCAL, agg, p, 2, t_u8, false);
	p[0].nelem = 0;
	assert_int_equal(irb_place(b, IR_BASE_LOCAL, agg, p, 2, t_u8, false), x);
	assert_int_not_equal(irb_place(b, IR_BASE_LOCAL, agg, p, 1, t_u8, false), x);
	assert_int_not_equal(irb_place(b, IR_BASE_LOCAL, agg, p, 2, t_s8, false), x);
	assert_int_not_equal(irb_place(b, IR_BASE_LOCAL, agg, p, 2, t_u8, true), x);
	p[1].index = irb_const(b, t_u8, 2, NULL);
	assert_int_not_equal(irb_place(b, IR_BASE_LOCAL, agg, p, 2, t_u8, false), x);
	irb_load(b, val, x);
	a = irb_addr(b, y);
	irb_call(b, IR_NONE, IR_NONE, ir_funcref(0), &a, 1);
	irb_return(b, ir_none(), IR_NONE);
	end(b);
	u = finish(b);
	expect_text(u, UNIT "\n"
		    "field r.x u8 [3]\n"
		    "\nfunc @f -> s32\n"
		    "  local %0 \"s\" agg of r addr-taken\n"
		    "  local %1 u8\n"
		    "b0:\n"
		    "  %1 = load u8 %0/r.x[%1 of 3]\n"
		    "  call @f(&agg %0)\n"
		    "  return\n");
	ir_unit_free(u);
}

static void test_blocks(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_unit *u;
	u32 blk[6], i, l;

	(void)state;
	begin(b, "f");
	l = irb_local(b, "x", t_s32, "", IR_LOCAL_PARAM);
	for (i = 0; i < 6; i++)
		blk[i] = irb_block(b);
	/* 0 -> 4 -> 2; 1 <-> 3 dead; 5 never filled and never named */
	irb_set_block(b, blk[4]);
	irb_unary(b, IR_OP_NEG, t_s32, l, ir_local(l));
	irb_jump(b, blk[2]);
	irb_set_block(b, blk[3]);
	irb_jump(b, blk[1]);
	irb_set_block(b, blk[0]);
	irb_jump(b, blk[4]);
	irb_set_block(b, blk[1]);
	irb_unary(b, IR_OP_NEG, t_s32, l, irb_const(b, t_s32, 5, "DEAD"));
	irb_jump(b, blk[3]);
	irb_set_block(b, blk[2]);
	irb_return(b, ir_local(l), IR_NONE);
	assert_true(irb_terminated(b));
	end(b);
	u = finish(b);
	expect_text(u, UNIT "\n"
		    "\nfunc @f -> s32\n"
		    "  param %0 \"x\" s32\n"
		    "b0:\n"
		    "  jump b2\n"
		    "b1:\n"
		    "  return %0\n"
		    "b2:\n"
		    "  %0 = neg s32 %0\n"
		    "  jump b1\n");
	ir_unit_free(u);
}

static void test_switch(void **state)
{
	struct ir_case cases[] = {
		{ 7, 9, 1, 0 }, { 0xff, 0xff, 2, 0 }, { 3, 3, 1, 0 }, { 5, 5, 0, 0 },
	};
	struct ir_builder *b = new_builder();
	struct ir_unit *u;
	const struct ir_inst *in;
	u32 l, i;

	(void)state;
	begin(b, "f");
	l = irb_local(b, "x", t_s8, "", IR_LOCAL_PARAM);
	cases[1].name = irb_str(b, "MINUS");
	for (i = 0; i < 3; i++)
		irb_block(b);
	irb_set_block(b, 0);
	irb_switch(b, t_s8, ir_local(l), cases, 4, 0);
	irb_set_block(b, 1);
	irb_anygoto(b, (u32[]){ 2, 1, 2, 1 }, 4);
	irb_set_block(b, 2);
	irb_unreachable(b);
	end(b);
	u = finish(b);
	expect_text(u, UNIT "\n"
		    "\nfunc @f -> s32\n"
		    "  param %0 \"x\" s8\n"
		    "b0:\n"
		    "  switch s8 %0 { -1 \"MINUS\": b2, 3: b1, 5: b0, 7..9: b1, default: b0 }\n"
		    "b1:\n"
		    "  anygoto b2, b1\n"
		    "b2:\n"
		    "  unreachable\n");
	in = &u->funcs[0].insts[0];
	assert_int_equal(in->nsucc, 3);
	assert_int_equal(in->succ[0], 0);
	assert_int_equal(in->succ[1], 2);
	assert_int_equal(in->succ[2], 1);
	ir_unit_free(u);
}

static void test_locations(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_loc loc = { 0, 5, 6, 0 };
	struct ir_unit *u;

	(void)state;
	loc.file = irb_str(b, "h.h");
	begin(b, "f");
	irb_set_block(b, irb_block(b));
	irb_call(b, IR_NONE, IR_NONE, ir_funcref(0), NULL, 0);
	irb_set_loc(b, loc);
	irb_call(b, IR_NONE, IR_NONE, ir_funcref(0), NULL, 0);
	loc.file = 0;
	irb_set_loc(b, loc);
	irb_return(b, ir_none(), IR_NONE);
	end(b);
	u = finish(b);
	assert_int_equal(u->funcs[0].insts[0].loc.line, 0);
	assert_int_equal(u->funcs[0].insts[1].loc.line, 5);
	assert_int_equal(u->funcs[0].insts[2].loc.line, 0);
	assert_int_equal(u->funcs[0].insts[2].loc.col, 0);
	ir_unit_free(u);
}

static void test_result_types(void **state)
{
	struct ir_builder *b = new_builder();
	const struct ir_inst *in;
	struct ir_unit *u;
	u32 agg, val, place;

	(void)state;
	begin(b, "f");
	agg = irb_local(b, "", t_agg, "", 0);
	val = irb_local(b, "", t_u8, "", 0);
	irb_set_block(b, irb_block(b));
	place = irb_place(b, IR_BASE_LOCAL, agg, NULL, 0, t_agg, false);
	irb_call(b, IR_NONE, IR_NONE, ir_funcref(0), NULL, 0);
	irb_call(b, val, IR_NONE, ir_funcref(0), NULL, 0);
	irb_call(b, IR_NONE, place, ir_funcref(0), NULL, 0);
	irb_unknown(b, val, IR_WHY_ASM);
	irb_clobber(b, place);
	irb_return(b, ir_local(val), IR_NONE);
	end(b);
	u = finish(b);
	in = u->funcs[0].insts;
	assert_true(ir_type_eq(in[0].type, t_void));
	assert_true(ir_type_eq(in[1].type, t_u8));
	assert_true(ir_type_eq(in[2].type, t_agg));
	assert_true(ir_type_eq(in[3].type, t_u8));
	assert_true(ir_type_eq(in[4].type, t_agg));
	assert_true(ir_type_eq(in[5].type, t_s32));
	ir_unit_free(u);
}

/* ---- what is used -------------------------------------------------------------------- */

/* A function of one block, and of a second one that is dead. */
static void small_body(struct ir_builder *b, u32 func, u32 alive, u32 dead)
{
	irb_begin(b, func);
	irb_block(b);
	irb_block(b);
	irb_set_block(b, 0);
	assert_int_equal(irb_current_block(b), 0);
	if (alive != IR_NONE)
		irb_refer(b, ir_sym_block(0), ir_sym_func(alive));
	irb_return(b, ir_none(), IR_NONE);
	assert_int_equal(irb_current_block(b), IR_NONE);
	irb_set_block(b, 1);
	if (dead != IR_NONE) {
		irb_refer(b, ir_sym_block(1), ir_sym_func(dead));
		irb_call(b, IR_NONE, IR_NONE, ir_funcref(dead), NULL, 0);
	}
	irb_return(b, ir_none(), IR_NONE);
	end(b);
}

static u32 static_func(struct ir_builder *b, const char *name, u32 alive)
{
	u32 f = irb_func(b, name, IR_FUNC_STATIC, nowhere, t_void);

	small_body(b, f, alive, IR_NONE);
	return f;
}

/* The functions that `has` says yes to, and no others. */
static void expect_funcs(struct ir_builder *b, bool (*has)(const struct ir_func *f),
			 const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	struct ir_unit *u;
	u32 i;

	irb_drop_unused(b);
	u = finish(b);
	for (i = 0; i < u->nfuncs; i++)
		if (has(&u->funcs[i]))
			strbuf_addf(&sb, "%s ", ir_str(u, u->funcs[i].name));
	assert_string_equal(sb.buf, want);
	strbuf_release(&sb);
	ir_unit_free(u);
}

static bool has_body(const struct ir_func *f)
{
	return f->blocks;
}

static void expect_bodies(struct ir_builder *b, const char *want)
{
	expect_funcs(b, has_body, want);
}

/* Calls, also in a circle; blocks that are dropped refer to nothing. */
static void test_drop_unused_calls(void **state)
{
	struct ir_builder *b = new_builder();
	u32 used, dead, circle;

	(void)state;
	used = static_func(b, "used", IR_NONE);
	dead = static_func(b, "dead", IR_NONE);
	static_func(b, "dead2", dead);
	circle = irb_func(b, "circle", IR_FUNC_STATIC, nowhere, t_void);
	small_body(b, circle, static_func(b, "circle2", circle), IR_NONE);
	small_body(b, irb_func(b, "f", 0, nowhere, t_void), used, dead);
	expect_bodies(b, "used f ");
}

/* Initialisers, from a visible one over tables, and what only the outside knows. */
static void test_drop_unused_tables(void **state)
{
	struct ir_builder *b = new_builder();
	u32 by_table = static_func(b, "by_table", IR_NONE);
	u32 by_dead_table = static_func(b, "by_dead_table", IR_NONE);
	u32 by_asm = static_func(b, "by_asm", IR_NONE);
	u32 by_body = static_func(b, "by_body", IR_NONE);
	u32 seen = irb_global(b, "seen", 0, t_agg, "", 0, nowhere);
	u32 table = irb_global(b, "table", IR_GLOBAL_STATIC, t_agg, "", 0, nowhere);
	u32 dead = irb_global(b, "dead", IR_GLOBAL_STATIC, t_agg, "", 0, nowhere);

	(void)state;
	irb_refer(b, ir_sym_global(seen), ir_sym_global(table));
	irb_refer(b, ir_sym_global(table), ir_sym_func(by_table));
	irb_refer(b, ir_sym_global(dead), ir_sym_func(by_dead_table));
	irb_refer(b, ir_sym_outside(), ir_sym_func(by_asm));
	irb_begin(b, irb_func(b, "h", 0, nowhere, t_void));
	irb_block(b);
	irb_refer(b, ir_sym_block(IR_NONE), ir_sym_func(by_body));
	irb_set_block(b, 0);
	irb_return(b, ir_none(), IR_NONE);
	end(b);
	expect_bodies(b, "by_table by_asm by_body h ");
}

static void small_table(struct ir_builder *b, u32 global, u32 shown)
{
	struct ir_proj p = { .kind = IR_PROJ_FIELD };

	p.field = irb_field(b, "r", "f", t_ptr, 0, false, 0);
	irb_init_func(b, global, &p, 1, shown);
}

static bool is_escaped(const struct ir_func *f)
{
	return f->flags & IR_FUNC_ESCAPED;
}

/* By asm, by the outside, by an initialiser that does not show it; not by what is dead. */
static void fill_escaped(struct ir_builder *b)
{
	u32 by_asm = static_func(b, "by_asm", IR_NONE);
	u32 by_dead_asm = static_func(b, "by_dead_asm", IR_NONE);
	u32 outside = static_func(b, "outside", IR_NONE);
	u32 shown = static_func(b, "shown", IR_NONE);
	u32 called = static_func(b, "called", shown);
	u32 hidden = static_func(b, "hidden", IR_NONE);
	u32 by_dead_table = static_func(b, "by_dead_table", IR_NONE);
	u32 declared = irb_func(b, "declared", IR_FUNC_STATIC, nowhere, t_void);
	u32 visible = irb_func(b, "visible", 0, nowhere, t_void);
	u32 table = irb_global(b, "table", 0, t_agg, "r", 0, nowhere);
	u32 dead = irb_global(b, "dead", IR_GLOBAL_STATIC, t_agg, "r", 0, nowhere);

	small_table(b, table, shown);
	irb_refer(b, ir_sym_global(table), ir_sym_func(shown));
	irb_refer(b, ir_sym_global(table), ir_sym_func(hidden));
	irb_refer(b, ir_sym_global(table), ir_sym_global(table));
	irb_refer(b, ir_sym_global(dead), ir_sym_func(by_dead_table));
	irb_refer(b, ir_sym_outside(), ir_sym_func(outside));
	irb_refer(b, ir_sym_outside(), ir_sym_func(declared));
	irb_refer(b, ir_sym_outside(), ir_sym_func(visible));
	small_body(b, visible, called, IR_NONE);
	irb_begin(b, irb_func(b, "g", 0, nowhere, t_void));
	irb_block(b);
	irb_block(b);
	irb_set_block(b, 0);
	irb_refer_hidden(b, ir_sym_block(0), ir_sym_func(by_asm));
	irb_return(b, ir_none(), IR_NONE);
	irb_set_block(b, 1);
	irb_refer_hidden(b, ir_sym_block(1), ir_sym_func(by_dead_asm));
	irb_call(b, IR_NONE, IR_NONE, ir_funcref(called), NULL, 0);
	irb_return(b, ir_none(), IR_NONE);
	end(b);
}

static void test_escaped(void **state)
{
	struct ir_builder *b = new_builder();

	(void)state;
	fill_escaped(b);
	expect_funcs(b, is_escaped, "by_asm outside hidden ");
	/* of a unit that misses a body nobody knows what is dead */
	b = new_builder();
	fill_escaped(b);
	irb_count_skipped(b);
	expect_funcs(b, is_escaped, "by_asm outside hidden by_dead_table ");
}

/* A block that control jumps past may hold what stays elsewhere. */
static void test_drop_unused_jumps(void **state)
{
	struct ir_builder *b = new_builder();
	u32 f = static_func(b, "f", IR_NONE), x;

	(void)state;
	irb_set_simplify(b);
	irb_begin(b, irb_func(b, "g", 0, nowhere, t_ptr));
	x = irb_local(b, "x", t_s32, "", IR_LOCAL_PARAM);
	irb_block(b);
	irb_block(b);
	irb_block(b);
	irb_set_block(b, 0);
	irb_branch(b, IR_OP_EQ, t_s32, ir_local(x), irb_const(b, t_s32, 0, NULL), 1, 2);
	irb_set_block(b, 1);
	irb_jump(b, 2);
	irb_set_block(b, 2);
	irb_refer(b, ir_sym_block(2), ir_sym_func(f));
	irb_return(b, ir_funcref(f), IR_NONE);
	end(b);
	expect_bodies(b, "f g ");
}

/* What a body refers to that was given up, nobody knows. */
static void test_drop_unused_not(void **state)
{
	struct ir_builder *b = new_builder();

	(void)state;
	static_func(b, "f", IR_NONE);
	irb_count_skipped(b);
	expect_bodies(b, "f ");
	b = new_builder();
	static_func(b, "f", IR_NONE);
	irb_set_flags(b, IR_UNIT_DEGRADED, "no");
	expect_bodies(b, "f ");
}

/* ---- misuse ----------------------------------------------------------------------------- */

static void m_after_terminator(struct ir_builder *b)
{
	irb_set_block(b, irb_block(b));
	irb_unreachable(b);
	irb_unreachable(b);
}

static void m_before_block(struct ir_builder *b)
{
	irb_unreachable(b);
}

static void m_open_block(struct ir_builder *b)
{
	irb_set_block(b, irb_block(b));
}

static void m_left_block(struct ir_builder *b)
{
	irb_set_block(b, irb_block(b));
	irb_set_block(b, irb_block(b));
	irb_unreachable(b);
}

static void m_no_blocks(struct ir_builder *b)
{
	(void)b;
}

static void m_never_filled(struct ir_builder *b)
{
	irb_set_block(b, irb_block(b));
	irb_jump(b, irb_block(b));
}

static void m_filled_twice(struct ir_builder *b)
{
	u32 blk = irb_block(b);

	irb_set_block(b, blk);
	irb_unreachable(b);
	irb_set_block(b, blk);
	irb_unreachable(b);
}

static void m_unknown_block(struct ir_builder *b)
{
	irb_block(b);
	irb_set_block(b, 1);
}

static void m_unknown_target(struct ir_builder *b)
{
	irb_set_block(b, irb_block(b));
	irb_jump(b, 7);
}

static void m_param_late(struct ir_builder *b)
{
	irb_local(b, "", t_u8, "", 0);
	irb_local(b, "", t_u8, "", IR_LOCAL_PARAM);
	m_open_block(b);
	irb_unreachable(b);
}

static void m_nested(struct ir_builder *b)
{
	irb_begin(b, 0);
	m_open_block(b);
	irb_unreachable(b);
}

static void m_unknown_local(struct ir_builder *b)
{
	m_open_block(b);
	irb_unknown(b, 5, IR_WHY_ASM);
	irb_unreachable(b);
}

static void m_unknown_place(struct ir_builder *b)
{
	u32 l = irb_local(b, "", t_u8, "", 0);

	m_open_block(b);
	irb_load(b, l, 3);
	irb_unreachable(b);
}

static void m_addr_of_nothing(struct ir_builder *b)
{
	m_open_block(b);
	irb_return(b, irb_addr(b, 3), IR_NONE);
}

static void m_flag_of_nothing(struct ir_builder *b)
{
	irb_local_flag(b, 3, IR_LOCAL_VOLATILE);
	m_open_block(b);
	irb_unreachable(b);
}

static void m_bad_const(struct ir_builder *b)
{
	m_open_block(b);
	irb_return(b, irb_const(b, t_agg, 0, NULL), IR_NONE);
}

static const struct {
	void (*make)(struct ir_builder *b);
	const char *want;
} misuses[] = {
	{ m_after_terminator, "function f: instruction outside a block" },
	{ m_before_block, "function f: instruction outside a block" },
	{ m_open_block, "function f: block 0 left without a terminator" },
	{ m_left_block, "function f: block left without a terminator" },
	{ m_no_blocks, "function f: no blocks" },
	{ m_never_filled, "function f: block 1 was never filled" },
	{ m_filled_twice, "function f: block filled twice" },
	{ m_unknown_block, "function f: irb_set_block() of an unknown block" },
	{ m_unknown_target, "function f: jump to unknown block 7" },
	{ m_param_late, "function f: parameter after another local" },
	{ m_nested, "function f: irb_begin() within a body" },
	{ m_unknown_local, "function f, block 0, inst 0: result: no local 5" },
	{ m_unknown_place, "function f, block 0, inst 0: no place 3" },
	{ m_addr_of_nothing, "function f: address of an unknown place" },
	{ m_flag_of_nothing, "function f: flag for an unknown local" },
	{ m_bad_const, "function f: constant 0 is malformed" },
};

static void add_good_body(struct ir_builder *b, const char *name)
{
	begin(b, name);
	irb_set_block(b, irb_block(b));
	irb_return(b, irb_const(b, t_s32, 1, NULL), IR_NONE);
	end(b);
}

static void test_misuse(void **state)
{
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(misuses); i++) {
		struct ir_builder *b = new_builder();
		struct error err = ERROR_INIT;
		struct ir_unit *u;

		begin(b, "f");
		misuses[i].make(b);
		assert_int_equal(irb_end(b, &err), ERR_INTERNAL);
		assert_int_equal(err.code, ERR_INTERNAL);
		assert_string_equal(err.msg, misuses[i].want);
		add_good_body(b, "g");
		u = finish(b);
		assert_null(u->funcs[0].blocks);
		assert_int_equal(u->funcs[0].ninsts, 0);
		assert_non_null(u->funcs[1].blocks);
		assert_int_equal(u->nskipped, 1);
		ir_unit_free(u);
	}
}

static void test_misuse_outside(void **state)
{
	struct ir_builder *b = new_builder();
	struct error err = ERROR_INIT;
	struct ir_unit *u;

	(void)state;
	assert_int_equal(irb_end(b, &err), ERR_INTERNAL);
	assert_string_equal(err.msg, "irb_end() outside a body");
	irb_begin(b, 4);
	irb_local(b, "", t_u8, "", 0);
	irb_unreachable(b);
	assert_int_equal(irb_end(b, &err), ERR_INTERNAL);
	assert_string_equal(err.msg, "irb_begin() of an unknown function");
	add_good_body(b, "f");
	irb_begin(b, 0);
	assert_int_equal(irb_end(b, NULL), ERR_INTERNAL);
	add_good_body(b, "g");
	u = finish(b);
	assert_int_equal(u->nfuncs, 2);
	assert_int_equal(u->funcs[0].nblocks, 1);
	assert_int_equal(u->funcs[1].nblocks, 1);
	assert_int_equal(u->nskipped, 0);
	ir_unit_free(u);
}

static void test_cancel_and_abandon(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_unit *u;

	(void)state;
	begin(b, "f");
	m_open_block(b);
	irb_cancel(b);
	add_good_body(b, "g");
	begin(b, "h");
	u = finish(b); /* an open body is given up */
	assert_null(u->funcs[0].blocks);
	assert_non_null(u->funcs[1].blocks);
	assert_null(u->funcs[2].blocks);
	assert_int_equal(u->nskipped, 2);
	ir_unit_free(u);
	b = new_builder();
	begin(b, "f");
	irb_abandon(b);
	irb_abandon(NULL);
	ir_unit_free(NULL);
}

/* ---- size ---------------------------------------------------------------------------------- */

/* Quadratic behaviour anywhere here would take hours: alarm() ends the test. */
static void test_large_body(void **state)
{
	struct ir_builder *b = new_builder();
	const u32 n = 200000;
	struct ir_proj p = { .kind = IR_PROJ_FIELD };
	struct ir_case *cases = calloc(n, sizeof(*cases));
	struct ir_unit *u;
	u32 i, l;

	(void)state;
	assert_non_null(cases);
	alarm(120);
	begin(b, "f");
	l = irb_local(b, "", t_ptr, "", IR_LOCAL_PARAM);
	irb_set_block(b, irb_block(b));
	for (i = 0; i < n; i++) {
		char name[32];

		snprintf(name, sizeof(name), "f%u", i);
		p.field = irb_field(b, "r", name, t_s32, 0, false, 0);
		irb_store(b, irb_place(b, IR_BASE_PTR, l, &p, 1, t_s32, false),
			  irb_const(b, t_s32, i, NULL));
		cases[i].lo = cases[i].hi = n - i;
		cases[i].target = 1 + i % 2;
	}
	for (i = 0; i < n; i++)
		irb_block(b);
	for (i = 0; i < n; i += 2)
		cases[i].target = 1 + i;
	irb_switch(b, t_s32, irb_const(b, t_s32, 1, NULL), cases, n, n);
	for (i = 1; i <= n; i++) {
		irb_set_block(b, i);
		irb_jump(b, i == n ? 0 : i + 1);
	}
	end(b);
	u = finish(b);
	assert_int_equal(u->funcs[0].nplaces, n);
	assert_int_equal(u->funcs[0].nconsts, n);
	assert_int_equal(u->funcs[0].nblocks, n + 1);
	ir_unit_free(u);
	free(cases);
	alarm(0);
}

static void test_many_bodies(void **state)
{
	struct ir_builder *b = new_builder();
	struct ir_unit *u;
	u32 i;

	(void)state;
	alarm(120);
	for (i = 0; i < 50000; i++) {
		char name[32];

		snprintf(name, sizeof(name), "f%u", i);
		add_good_body(b, name);
		irb_declare(b, name);
		irb_value(b, name, i);
		irb_global(b, name, 0, t_u8, "", 0, nowhere);
	}
	u = finish(b);
	assert_int_equal(u->nfuncs, 50000);
	assert_int_equal(u->funcs[49999].nblocks, 1);
	ir_unit_free(u);
	alarm(0);
}

/* ---- queries --------------------------------------------------------------------------------- */

static bool compare(enum ir_op op, int a, int c)
{
	switch (op) {
	case IR_OP_EQ: return a == c;
	case IR_OP_NE: return a != c;
	case IR_OP_LT: return a < c;
	case IR_OP_LE: return a <= c;
	case IR_OP_GT: return a > c;
	default: return a >= c;
	}
}

static void test_comparisons(void **state)
{
	int op, a, c;

	(void)state;
	for (op = 0; op < IR_OP_COUNT; op++) {
		enum ir_op o = (enum ir_op)op;

		if (ir_op_class(o) != IR_CLASS_COMPARE)
			continue;
		for (a = 0; a < 3; a++) {
			for (c = 0; c < 3; c++) {
				assert_int_equal(compare(o, a, c),
						 !compare(ir_cmp_negate(o), a, c));
				assert_int_equal(compare(o, a, c),
						 compare(ir_cmp_swap(o), c, a));
			}
		}
	}
}

static void test_operand_types(void **state)
{
	struct ir_builder *b = irb_new("a.c", "gcc", "12", 32);
	const struct ir_type ptr32 = { IR_T_PTR, 32, 0 };
	const struct ir_inst *in;
	const struct ir_func *f;
	struct ir_unit *u;
	struct ir_operand args[4];
	u32 l;

	(void)state;
	begin(b, "f");
	l = irb_local(b, "", t_u8, "", IR_LOCAL_PARAM);
	irb_set_block(b, irb_block(b));
	args[0] = ir_local(l);
	args[1] = irb_const(b, t_s8, 1, NULL);
	args[2] = irb_addr(b, irb_place(b, IR_BASE_LOCAL, l, NULL, 0, t_u8, false));
	args[3] = ir_funcref(0);
	irb_call(b, IR_NONE, IR_NONE, ir_funcref(0), args, 4);
	irb_return(b, ir_none(), IR_NONE);
	end(b);
	u = finish(b);
	f = &u->funcs[0];
	in = &f->insts[0];
	assert_true(ir_type_eq(ir_operand_type(u, f, in->args[0]), t_u8));
	assert_true(ir_type_eq(ir_operand_type(u, f, in->args[1]), t_s8));
	assert_true(ir_type_eq(ir_operand_type(u, f, in->args[2]), ptr32));
	assert_true(ir_type_eq(ir_operand_type(u, f, in->args[3]), ptr32));
	assert_true(ir_type_eq(ir_operand_type(u, f, ir_none()), t_void));
	ir_unit_free(u);
}

static void test_extend(void **state)
{
	const struct ir_type u1 = { IR_T_INT, 1, 0 };
	const struct ir_type s64t = { IR_T_INT, 64, 1 };

	(void)state;
	assert_true(ir_extend(t_u8, 0x180) == 0x80);
	assert_true(ir_extend(t_s8, 0x180) == (u64)-128);
	assert_true(ir_extend(t_s8, 0x17f) == 127);
	assert_true(ir_extend(u1, 3) == 1);
	assert_true(ir_extend(s64t, (u64)-1) == (u64)-1);
	assert_true(ir_extend(t_agg, 5) == 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_interning),
		cmocka_unit_test(test_names_sorted_once),
		cmocka_unit_test(test_flags_and_message),
		cmocka_unit_test(test_inits),
		cmocka_unit_test(test_constants),
		cmocka_unit_test(test_redirect),
		cmocka_unit_test(test_unread),
		cmocka_unit_test(test_simplify_jumps),
		cmocka_unit_test(test_simplify_constants),
		cmocka_unit_test(test_known_branches),
		cmocka_unit_test(test_drop_unused_calls),
		cmocka_unit_test(test_drop_unused_tables),
		cmocka_unit_test(test_drop_unused_jumps),
		cmocka_unit_test(test_escaped),
		cmocka_unit_test(test_drop_unused_not),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_switch),
		cmocka_unit_test(test_locations),
		cmocka_unit_test(test_result_types),
		cmocka_unit_test(test_misuse),
		cmocka_unit_test(test_misuse_outside),
		cmocka_unit_test(test_cancel_and_abandon),
		cmocka_unit_test(test_large_body),
		cmocka_unit_test(test_many_bodies),
		cmocka_unit_test(test_comparisons),
		cmocka_unit_test(test_operand_types),
		cmocka_unit_test(test_extend),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
