/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tests of the flow IR's verifier (lib/ir/verify.h).
 *
 * One sound unit holds each construct once. Every case damages one member of
 * it, as no builder would, and names the message it wants.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "lib/ir/text.h"
#include "lib/ir/verify.h"
#include "testcases/unit/ir_gen.h"

static const char sound[] =
	"unit \"a.c\" frontend \"gcc\" compiler \"12\" bits 64\n"
	"value A = 1\n"
	"value B = 2\n"
	"declared a\n"
	"declared b\n"
	"field r.x u8 [4]\n"
	"field r.y u8\n"
	"global $g u8 [4] at 1:1\n"
	"  init [1] = u8 3\n"
	"  init /r.y = @ext\n"
	"global $h u8\n"
	"func @ext -> void\n"
	"func @f at 2:1 -> s32\n"
	"  param %0 \"p\" ptr64 of r\n"
	"  param %1 \"i\" s32\n"
	"  local %2 agg of r addr-taken\n"
	"  local %3 u8\n"
	"b0:\n"
	"  %3 = load u8 *%0/r.x[%1 of 4] at 3:1\n" /* inst 0, place 0 */
	"  %3 = add u8 %3, u8 5\n" /* inst 1, const 0 */
	"  store u8 $g[s32 2 of 4], %3\n" /* inst 2, place 1, const 1 */
	"  copymem agg %2, agg *%0\n" /* inst 3, places 2, 3 */
	"  %3 = call @ext(&agg %2, u8 7)\n" /* inst 4, const 2 */
	"  call @ext() to agg %2\n" /* inst 5 */
	"  %3 = unknown asm\n" /* inst 6 */
	"  switch s32 %1 { -2: b1, 3..5: b2, default: b3 }\n" /* inst 7 */
	"b1:\n"
	"  branch eq s32 %1, s32 9 then b2 else b3\n" /* inst 8, const 3 */
	"b2:\n"
	"  anygoto b3, b2\n" /* inst 9 */
	"b3:\n"
	"  return s32 1\n" /* inst 10, const 4 */
	"func @v -> void\n"
	"b0:\n"
	"  return\n"
	"func @agg -> agg\n"
	"  local %0 agg\n"
	"b0:\n"
	"  return from agg %0\n";

#define F_EXT 0
#define F_F 1
#define F_V 2
#define F_AGG 3

/* Writable views of what the unit shows as constant. */
static struct ir_func *func(struct ir_unit *u, u32 i)
{
	return (struct ir_func *)&u->funcs[i];
}

static struct ir_inst *inst(struct ir_unit *u, u32 i)
{
	return (struct ir_inst *)&u->funcs[F_F].insts[i];
}

static struct ir_local *local(struct ir_unit *u, u32 i)
{
	return (struct ir_local *)&u->funcs[F_F].locals[i];
}

static struct ir_const *constant(struct ir_unit *u, u32 i)
{
	return (struct ir_const *)&u->funcs[F_F].consts[i];
}

static struct ir_place *place(struct ir_unit *u, u32 i)
{
	return (struct ir_place *)&u->funcs[F_F].places[i];
}

static struct ir_proj *proj(struct ir_unit *u, u32 pl, u32 i)
{
	return (struct ir_proj *)&u->funcs[F_F].places[pl].proj[i];
}

static struct ir_block *block(struct ir_unit *u, u32 i)
{
	return (struct ir_block *)&u->funcs[F_F].blocks[i];
}

static struct ir_case *cases(struct ir_unit *u)
{
	return (struct ir_case *)u->funcs[F_F].insts[7].cases;
}

static u32 *succ(struct ir_unit *u, u32 i)
{
	return (u32 *)u->funcs[F_F].insts[i].succ;
}

static struct ir_operand *args(struct ir_unit *u)
{
	return (struct ir_operand *)u->funcs[F_F].insts[4].args;
}

static struct ir_global *global(struct ir_unit *u, u32 i)
{
	return (struct ir_global *)&u->globals[i];
}

static struct ir_init *init(struct ir_unit *u, u32 i)
{
	return (struct ir_init *)&u->globals[0].inits[i];
}

static struct ir_proj *init_proj(struct ir_unit *u, u32 i)
{
	return (struct ir_proj *)u->globals[0].inits[i].proj;
}

static struct ir_field *field(struct ir_unit *u, u32 i)
{
	return (struct ir_field *)&u->fields[i];
}

static const struct ir_type t_agg = { IR_T_AGG, 0, 0 };
static const struct ir_type t_u8 = { IR_T_INT, 8, 0 };
static const struct ir_type t_void = { IR_T_VOID, 0, 0 };

/*
 * CASE(what is wrong, message wanted): `u` is the unit. "F: " stands for
 * "a.c: function f" in the message; "" wants the unit to pass.
 */
#define CASES								\
CASE((void)u, "")							\
CASE(proj(u, 0, 1)->nelem = 77, "")					\
CASE(inst(u, 9)->loc = inst(u, 0)->loc, "")				\
/* the unit */								\
CASE(u->word_bits = 16, "a.c: unit: word of 16 bits")			\
CASE(u->flags = 8, "a.c: unit: unknown flags")				\
CASE(u->frontend = 9999, "a.c: unit: no such string")			\
CASE(u->message = 9999, "a.c: unit: no such string")			\
CASE(u->file = 9999, "unit: no such string")				\
CASE(u->fields = NULL, "a.c: unit: table missing")			\
CASE(u->funcs = NULL, "a.c: unit: table missing")			\
CASE(u->globals = NULL, "a.c: unit: table missing")			\
CASE(u->values = NULL, "a.c: unit: table missing")			\
CASE(u->declared = NULL, "a.c: unit: table missing")			\
CASE(((struct ir_named_value *)u->values)[1].name = 9999,		\
     "a.c: value 1: no such string")					\
CASE(((struct ir_named_value *)u->values)[1].name = u->values[0].name,	\
     "a.c: value 1: not sorted by name")				\
CASE(((u32 *)u->declared)[0] = 9999, "a.c: declared 0: no such string")	\
CASE(((u32 *)u->declared)[0] = u->declared[1],				\
     "a.c: declared 1: not sorted by name")				\
/* fields and globals */						\
CASE(field(u, 1)->name = 9999, "a.c: field 1: no such string")		\
CASE(field(u, 1)->record = 9999, "a.c: field 1: no such string")	\
CASE(field(u, 0)->type.bits = 65, "a.c: field 0: bad type")		\
CASE(field(u, 0)->bit_width = 65, "a.c: field 0: bad type")		\
CASE(field(u, 0)->in_union = 2, "a.c: field 0: bad type")		\
CASE(field(u, 1)->name = u->fields[0].name,				\
     "a.c: two fields of one name")					\
CASE(global(u, 1)->name = u->globals[0].name,				\
     "a.c: two globals of one name")					\
CASE(func(u, F_V)->name = u->funcs[F_F].name,				\
     "a.c: two functions of one name")					\
CASE(global(u, 0)->name = 0, "a.c: global 0: no such string")		\
CASE(global(u, 0)->record = 9999, "a.c: global 0: no such string")	\
CASE(global(u, 0)->flags = 16,						\
     "a.c: global 0: bad flags, type or location")			\
CASE(global(u, 0)->type.kind = 9,					\
     "a.c: global 0: bad flags, type or location")			\
CASE(global(u, 1)->loc.line = 3,					\
     "a.c: global 1: bad flags, type or location")			\
CASE(global(u, 0)->loc.macro = 9999,					\
     "a.c: global 0: bad flags, type or location")			\
CASE(global(u, 0)->inits = NULL, "a.c: global 0: initialiser missing")	\
CASE(init(u, 0)->proj = NULL,						\
     "a.c: global 0: init 0: projections missing")			\
CASE(init_proj(u, 0)->index.kind = IR_OPND_NONE,			\
     "a.c: global 0: init 0: bad index projection")			\
CASE(init_proj(u, 0)->index.kind = IR_OPND_LOCAL,			\
     "a.c: global 0: init 0: bad index projection")			\
CASE(init_proj(u, 0)->kind = 2,						\
     "a.c: global 0: init 0: bad index projection")			\
CASE(init_proj(u, 0)->field = 1,					\
     "a.c: global 0: init 0: bad index projection")			\
CASE(init_proj(u, 1)->field = 2,					\
     "a.c: global 0: init 1: bad field projection")			\
CASE(init_proj(u, 1)->nelem = 2,					\
     "a.c: global 0: init 1: bad field projection")			\
CASE(init(u, 0)->value.bits = 256,					\
     "a.c: global 0: init 0: malformed constant")			\
CASE(init(u, 0)->value.type = t_agg,					\
     "a.c: global 0: init 0: malformed constant")			\
CASE(init(u, 0)->value.name = 9999,					\
     "a.c: global 0: init 0: malformed constant")			\
CASE(init(u, 1)->func = 4, "a.c: global 0: init 1: no function 4")	\
CASE(init(u, 1)->kind = IR_OPND_ADDR,					\
     "a.c: global 0: init 1: value of kind 3")				\
/* function symbols */							\
CASE(func(u, F_F)->name = 9999, "a.c: function: no such string")	\
CASE(func(u, F_F)->name = 0, "a.c: function : no name")			\
CASE(func(u, F_F)->flags = 128, "F: unknown flags")			\
CASE(func(u, F_F)->loc.file = 9999, "F: bad location")			\
CASE(func(u, F_F)->ret.kind = 5, "F: bad result type")			\
CASE(func(u, F_F)->ret.is_signed = 2, "F: bad result type")		\
CASE(func(u, F_F)->nblocks = 0, "F: no blocks")				\
CASE(func(u, F_EXT)->nlocals = 1,					\
     "a.c: function ext: content without blocks")			\
CASE(func(u, F_EXT)->nblocks = 1,					\
     "a.c: function ext: content without blocks")			\
CASE(func(u, F_F)->locals = NULL, "F: table missing")			\
CASE(func(u, F_F)->consts = NULL, "F: table missing")			\
CASE(func(u, F_F)->places = NULL, "F: table missing")			\
CASE(func(u, F_F)->insts = NULL, "F: table missing")			\
/* locals */								\
CASE(func(u, F_F)->nparams = 5, "F: more parameters than locals")	\
CASE(func(u, F_F)->nparams = 1,						\
     "F: local 1: parameters do not come first")			\
CASE(func(u, F_F)->nparams = 3,						\
     "F: local 2: parameters do not come first")			\
CASE(local(u, 3)->flags = IR_LOCAL_PARAM,				\
     "F: local 3: parameters do not come first")			\
CASE(local(u, 3)->flags = 8, "F: local 3: unknown flags")		\
CASE(local(u, 3)->name = 9999, "F: local 3: no such string")		\
CASE(local(u, 3)->record = 9999, "F: local 3: no such string")		\
CASE(local(u, 3)->type = t_void, "F: local 3: bad type")		\
CASE(local(u, 3)->type.bits = 0, "F: local 3: bad type")		\
CASE(local(u, 0)->type.bits = 16, "F: local 0: bad type")		\
CASE(local(u, 0)->type.is_signed = 1, "F: local 0: bad type")		\
CASE(local(u, 2)->type.bits = 8, "F: local 2: bad type")		\
/* constants */								\
CASE(constant(u, 0)->type = t_agg, "F: constant 0 is malformed")	\
CASE(constant(u, 0)->bits = 256, "F: constant 0 is malformed")		\
CASE(constant(u, 1)->bits = 0x80000000u, "F: constant 1 is malformed")	\
CASE(constant(u, 0)->name = 9999, "F: constant 0 is malformed")		\
CASE(inst(u, 1)->b.idx = 1,						\
     "F, block 0, inst 1: operand b: constant 1 before its turn")	\
CASE(inst(u, 1)->b.idx = 5,						\
     "F, block 0, inst 1: operand b: no constant 5")			\
CASE(inst(u, 10)->a.idx = 0, "F: constant or place that nothing uses")	\
/* places */								\
CASE(inst(u, 0)->place = 1, "F, block 0, inst 0: place 1 before its turn") \
CASE(inst(u, 0)->place = 9, "F, block 0, inst 0: no place 9")		\
CASE(inst(u, 3)->place2 = 2, "F: constant or place that nothing uses")	\
CASE(place(u, 0)->type.bits = 77, "F, block 0, inst 0: place 0: bad type") \
CASE(place(u, 0)->is_volatile = 2,					\
     "F, block 0, inst 0: place 0: bad type")				\
CASE(place(u, 0)->proj = NULL,						\
     "F, block 0, inst 0: place 0: projections missing")		\
CASE(place(u, 0)->base = 4, "F, block 0, inst 0: place: base kind 4")	\
CASE(place(u, 0)->base = IR_BASE_UNKNOWN, "")				\
CASE((place(u, 0)->base = IR_BASE_UNKNOWN, place(u, 0)->idx = 1),	\
     "F, block 0, inst 0: place: unknown base has a number")		\
CASE(place(u, 0)->idx = 4, "F, block 0, inst 0: place: no local 4")	\
CASE(place(u, 0)->idx = 2,						\
     "F, block 0, inst 0: place: local 2 is no pointer")		\
CASE(place(u, 1)->idx = 2, "F, block 0, inst 2: place: no global 2")	\
CASE(place(u, 2)->idx = 4, "F, block 0, inst 3: place: no local 4")	\
CASE(proj(u, 0, 0)->field = 2, "F, block 0, inst 0: place: no field 2")	\
CASE(proj(u, 0, 0)->nelem = 1,						\
     "F, block 0, inst 0: place: field projection with an index")	\
CASE(proj(u, 0, 0)->index.idx = 1,					\
     "F, block 0, inst 0: place: field projection with an index")	\
CASE(proj(u, 0, 1)->kind = 2,						\
     "F, block 0, inst 0: place: projection kind 2")			\
CASE(proj(u, 0, 1)->field = 1,						\
     "F, block 0, inst 0: place: index projection with a field")	\
CASE(proj(u, 0, 1)->index.kind = IR_OPND_ADDR,				\
     "F, block 0, inst 0: place: index of kind 3")			\
CASE(proj(u, 0, 1)->index.kind = IR_OPND_FUNC,				\
     "F, block 0, inst 0: place: index of kind 4")			\
CASE(proj(u, 0, 1)->index.kind = IR_OPND_NONE,				\
     "F, block 0, inst 0: place: unknown index has a number")		\
CASE(proj(u, 0, 1)->index.idx = 4,					\
     "F, block 0, inst 0: place index: no local 4")			\
CASE(proj(u, 0, 1)->index.idx = 2,					\
     "F, block 0, inst 0: place index: local 2 is not a single value")	\
CASE(proj(u, 1, 0)->index.idx = 3,					\
     "F, block 0, inst 2: place index: constant 3 before its turn")	\
/* blocks */								\
CASE(block(u, 1)->first = 7, "F, block 1: not the instructions that follow") \
CASE(block(u, 0)->ninst = 0, "F, block 0: not the instructions that follow") \
CASE(block(u, 3)->ninst = 2, "F, block 3: not the instructions that follow") \
CASE(block(u, 0)->ninst = 99, "F, block 0: not the instructions that follow") \
CASE((block(u, 2)->ninst = 2, func(u, F_F)->nblocks = 3),		\
     "F, block 0, inst 7: no block 3")					\
CASE(func(u, F_F)->nblocks = 1, "F, block 0, inst 7: no block 3")	\
CASE((inst(u, 7)->op = IR_OP_UNREACHABLE, inst(u, 7)->type = t_void,	\
      inst(u, 7)->a = ir_none(), inst(u, 7)->ncases = 0,		\
      inst(u, 7)->nsucc = 0), "F: block that the entry cannot reach")	\
CASE(inst(u, 8)->op = IR_OP_EQ,						\
     "F, block 1, inst 0: block without a terminator")			\
CASE(inst(u, 1)->op = IR_OP_JUMP,					\
     "F, block 0, inst 1: terminator before the end of its block")	\
CASE((block(u, 2)->ninst = 1, func(u, F_F)->ninsts = 12),		\
     "F: instructions outside any block")				\
/* instructions */							\
CASE(inst(u, 1)->op = IR_OP_COUNT, "F, block 0, inst 1: opcode 48")	\
CASE(inst(u, 1)->loc.col = 1, "F, block 0, inst 1: bad location")	\
CASE(inst(u, 0)->loc.macro = 9999, "F, block 0, inst 0: bad location")	\
CASE(inst(u, 8)->cmp = IR_OP_ADD,					\
     "F, block 1, inst 0: branch on opcode 11")				\
CASE(inst(u, 8)->cmp = 200, "F, block 1, inst 0: branch on opcode 200")	\
CASE(inst(u, 1)->cmp = IR_OP_EQ,					\
     "F, block 0, inst 1: comparison the opcode does not have")		\
CASE(inst(u, 6)->why = IR_WHY_COUNT, "F, block 0, inst 6: reason 7")	\
CASE(inst(u, 1)->why = IR_WHY_ASM, "F, block 0, inst 1: reason 1")	\
CASE(inst(u, 1)->dst = IR_NONE, "F, block 0, inst 1: result missing")	\
CASE(inst(u, 2)->dst = 3,						\
     "F, block 0, inst 2: result the opcode does not have")		\
CASE(inst(u, 1)->dst = 4, "F, block 0, inst 1: result: no local 4")	\
CASE(inst(u, 1)->dst = 2,						\
     "F, block 0, inst 1: result: local 2 is not a single value")	\
CASE(inst(u, 1)->a.kind = IR_OPND_NONE,					\
     "F, block 0, inst 1: operand a missing")				\
CASE(inst(u, 1)->b.kind = IR_OPND_NONE,					\
     "F, block 0, inst 1: operand b missing")				\
CASE(inst(u, 1)->a.kind = 5, "F, block 0, inst 1: operand a of kind 5")	\
CASE(inst(u, 1)->a.idx = 4,						\
     "F, block 0, inst 1: operand a: no local 4")			\
CASE(inst(u, 1)->a.idx = 2,						\
     "F, block 0, inst 1: operand a: local 2 is not a single value")	\
CASE(inst(u, 2)->b = ir_local(3),					\
     "F, block 0, inst 2: operand the opcode does not have")		\
CASE(inst(u, 6)->a = ir_local(3),					\
     "F, block 0, inst 6: operand the opcode does not have")		\
CASE(inst(u, 9)->a.idx = 3,						\
     "F, block 2, inst 0: operand the opcode does not have")		\
CASE(inst(u, 0)->place = IR_NONE, "F, block 0, inst 0: place missing")	\
CASE(inst(u, 1)->place = 0,						\
     "F, block 0, inst 1: place the opcode does not have")		\
CASE(inst(u, 3)->place2 = IR_NONE,					\
     "F, block 0, inst 3: second place missing")			\
CASE(inst(u, 2)->place2 = 0,						\
     "F, block 0, inst 2: second place the opcode does not have")	\
CASE(inst(u, 4)->a = ir_none(), "F, block 0, inst 4: operand a missing")	\
CASE(inst(u, 4)->a.idx = 4,						\
     "F, block 0, inst 4: operand a: no function 4")			\
CASE(inst(u, 4)->args = NULL, "F, block 0, inst 4: arguments missing")	\
CASE(args(u)[1].kind = IR_OPND_NONE,					\
     "F, block 0, inst 4: argument missing")				\
CASE(args(u)[0] = ir_opnd(IR_OPND_ADDR, 4),				\
     "F, block 0, inst 4: no place 4")					\
CASE(inst(u, 1)->nargs = 1,						\
     "F, block 0, inst 1: arguments the opcode does not have")		\
CASE(local(u, 2)->flags = 0,						\
     "F, block 0, inst 4: argument: local 2 is not marked address-taken") \
/* types */								\
CASE(inst(u, 1)->type.bits = 65, "F, block 0, inst 1: bad type")	\
CASE(inst(u, 1)->type = t_agg,						\
     "F, block 0, inst 1: operation on a type that is no scalar")	\
CASE((inst(u, 1)->type.kind = IR_T_OTHER, inst(u, 1)->type.bits = 0),	\
     "F, block 0, inst 1: operation on a type that is no scalar")	\
CASE(inst(u, 0)->type.bits = 16,					\
     "F, block 0, inst 0: type differs from that of its place or local") \
CASE((inst(u, 0)->type = t_agg, place(u, 0)->type = t_agg),		\
     "F, block 0, inst 0: access to more than a single value")		\
CASE(inst(u, 3)->type = t_u8,						\
     "F, block 0, inst 3: type differs from that of its place or local") \
CASE(inst(u, 4)->type = t_void,						\
     "F, block 0, inst 4: type differs from that of its place or local") \
CASE(inst(u, 5)->type = t_u8,						\
     "F, block 0, inst 5: type differs from that of its place or local") \
CASE(inst(u, 5)->dst = 3, "F, block 0, inst 5: two results")		\
CASE(inst(u, 6)->type = t_agg,						\
     "F, block 0, inst 6: type differs from that of its place or local") \
CASE(inst(u, 8)->type = t_agg,						\
     "F, block 1, inst 0: decision on a type that is no scalar")	\
CASE(inst(u, 9)->type = t_u8,						\
     "F, block 2, inst 0: type differs from that of its place or local") \
CASE(inst(u, 10)->type = t_u8,						\
     "F, block 3, inst 0: type differs from the function's")		\
CASE(inst(u, 10)->place = 2, "F, block 3, inst 0: two results")		\
CASE((func(u, F_AGG)->ret = t_void),					\
     "a.c: function agg, block 0, inst 0: result of a void function")	\
CASE((func(u, F_F)->ret = t_void, inst(u, 10)->type = t_void),		\
     "F, block 3, inst 0: result of a void function")			\
/* successors */							\
CASE(inst(u, 8)->nsucc = 1, "F, block 1, inst 0: 1 successors")		\
CASE(inst(u, 8)->succ = NULL, "F, block 1, inst 0: 2 successors")	\
CASE(inst(u, 9)->nsucc = 0, "F, block 2, inst 0: 0 successors")		\
CASE(inst(u, 7)->nsucc = 0, "F, block 0, inst 7: 0 successors")		\
CASE(inst(u, 10)->nsucc = 1, "F, block 3, inst 0: 1 successors")	\
CASE(succ(u, 8)[1] = 4, "F, block 1, inst 0: no block 4")		\
CASE(succ(u, 9)[1] = 3, "F, block 2, inst 0: successor named twice")	\
CASE(inst(u, 8)->ncases = 1,						\
     "F, block 1, inst 0: cases the opcode does not have")		\
CASE(inst(u, 7)->cases = NULL, "F, block 0, inst 7: cases missing")	\
CASE(cases(u)[1].hi = (u64)1 << 40,					\
     "F, block 0, inst 7: case 1 does not fit the type")		\
CASE(cases(u)[1].hi = 2, "F, block 0, inst 7: case 1 is an empty range") \
CASE(cases(u)[0].hi = 3,						\
     "F, block 0, inst 7: case 1 is out of order or overlaps")		\
CASE(cases(u)[0].lo = cases(u)[0].hi = 9,				\
     "F, block 0, inst 7: case 1 is out of order or overlaps")		\
CASE(cases(u)[1].target = 4, "F, block 0, inst 7: case 1: no block 4")	\
CASE(cases(u)[1].name = 9999,						\
     "F, block 0, inst 7: case 1: no such string")			\
CASE(cases(u)[1].target = 0,						\
     "F, block 0, inst 7: case 1 is not among the successors")		\
CASE(cases(u)[1].target = 1,						\
     "F, block 0, inst 7: successor without a case")			\
CASE(inst(u, 7)->nsucc = 2,						\
     "F, block 0, inst 7: case 1 is not among the successors")

static int apply(struct ir_unit *u, int n)
{
	int i = 0;

#define CASE(damage, want) if (i++ == n) { damage; return 1; }
	CASES
#undef CASE
	return 0;
}

static const char *const wants[] = {
#define CASE(damage, want) want,
	CASES
#undef CASE
};

static struct ir_unit *parse_sound(void)
{
	struct error err = ERROR_INIT;
	struct ir_unit *u;

	if (ir_parse("sound", sound, sizeof(sound) - 1, &u, &err))
		fail_msg("%s", err.msg);
	return u;
}

static void expand(const char *want, char *buf, size_t size)
{
	if (!strncmp(want, "F:", 2) || !strncmp(want, "F,", 2))
		snprintf(buf, size, "a.c: function f%s", want + 1);
	else
		snprintf(buf, size, "%s", want);
}

static void test_faults(void **state)
{
	char want[256];
	int i;

	(void)state;
	for (i = 0; i < (int)ARRAY_SIZE(wants); i++) {
		struct ir_unit *u = parse_sound();
		struct error err = ERROR_INIT;
		int ret;

		assert_true(apply(u, i));
		ret = ir_verify(u, &err);
		expand(wants[i], want, sizeof(want));
		if (strcmp(err.msg, want))
			fail_msg("case %d: '%s' instead of '%s'", i, err.msg,
				 want);
		assert_int_equal(ret, *want ? ERR_FORMAT : 0);
		assert_int_equal(ir_verify(u, NULL), ret);
		ir_unit_free(u);
	}
	assert_int_equal(i, ARRAY_SIZE(wants));
}

/* What the builder lets pass, the verifier lets pass. */
static void test_generated(void **state)
{
	u64 seed;

	(void)state;
	for (seed = 1000; seed < 1300; seed++) {
		struct ir_unit *u = ir_gen_unit(seed);
		struct error err = ERROR_INIT;

		if (ir_verify(u, &err))
			fail_msg("seed %d: %s", (int)seed, err.msg);
		ir_unit_free(u);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_generated),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
