/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queries on the flow IR and the end of a unit's life. */
#include "lib/ir/ir.h"

struct op_info {
	const char *text;
	u8 class, nargs, result;
};

static const struct op_info ops[] = {
#define IR_OP(NAME, text, class, nargs, result) \
	{ text, IR_CLASS_##class, nargs, result },
#include "lib/ir/ops.def"
};

void ir_unit_free(struct ir_unit *unit)
{
	struct arena *arena;

	if (!unit)
		return;
	arena = unit->arena;
	intern_free(unit->strs);
	arena_free(arena);
}

const char *ir_op_text(enum ir_op op)
{
	return ops[op].text;
}

enum ir_op_class ir_op_class(enum ir_op op)
{
	return (enum ir_op_class)ops[op].class;
}

unsigned int ir_op_nargs(enum ir_op op)
{
	return ops[op].nargs;
}

bool ir_op_has_result(enum ir_op op)
{
	return ops[op].result;
}

enum ir_op ir_cmp_negate(enum ir_op op)
{
	switch (op) {
	case IR_OP_EQ: return IR_OP_NE;
	case IR_OP_NE: return IR_OP_EQ;
	case IR_OP_LT: return IR_OP_GE;
	case IR_OP_LE: return IR_OP_GT;
	case IR_OP_GT: return IR_OP_LE;
	case IR_OP_GE: return IR_OP_LT;
	default: return op;
	}
}

bool ir_cmp_holds(enum ir_op op, struct ir_type t, u64 a, u64 b)
{
	bool less = t.is_signed ? (s64)a < (s64)b : a < b;

	switch (op) {
	case IR_OP_EQ: return a == b;
	case IR_OP_NE: return a != b;
	case IR_OP_LT: return less;
	case IR_OP_LE: return less || a == b;
	case IR_OP_GT: return !less && a != b;
	default: return !less;
	}
}

enum ir_op ir_cmp_swap(enum ir_op op)
{
	switch (op) {
	case IR_OP_LT: return IR_OP_GT;
	case IR_OP_LE: return IR_OP_GE;
	case IR_OP_GT: return IR_OP_LT;
	case IR_OP_GE: return IR_OP_LE;
	default: return op;
	}
}

const char *ir_why_text(enum ir_why why)
{
	static const char *const text[IR_WHY_COUNT] = {
		[IR_WHY_UNSUPPORTED] = "unsupported",
		[IR_WHY_ASM] = "asm",
		[IR_WHY_FLOAT] = "float",
		[IR_WHY_VARARG] = "vararg",
		[IR_WHY_VOLATILE] = "volatile",
		[IR_WHY_ADDRESS] = "address",
		[IR_WHY_UNINIT] = "uninit",
	};

	return text[why];
}

bool ir_unit_declares(const struct ir_unit *u, const char *name)
{
	u32 id = intern_find(u->strs, name);
	u32 i;

	for (i = 0; id && i < u->ndeclared; i++)
		if (u->declared[i] == id)
			return true;
	return false;
}

bool ir_unit_value(const struct ir_unit *u, const char *name, u64 *ret_bits)
{
	u32 id = intern_find(u->strs, name);
	u32 i;

	for (i = 0; id && i < u->nvalues; i++) {
		if (u->values[i].name != id)
			continue;
		*ret_bits = u->values[i].bits;
		return true;
	}
	return false;
}

struct ir_type ir_operand_type(const struct ir_unit *u,
			       const struct ir_func *f, struct ir_operand o)
{
	struct ir_type t = { IR_T_VOID, 0, 0 };

	switch (o.kind) {
	case IR_OPND_LOCAL:
		return f->locals[o.idx].type;
	case IR_OPND_CONST:
		return f->consts[o.idx].type;
	case IR_OPND_ADDR:
	case IR_OPND_FUNC:
		t.kind = IR_T_PTR;
		t.bits = (u8)u->word_bits;
		return t;
	default:
		return t;
	}
}
