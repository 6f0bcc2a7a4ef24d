/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls, and the builtins that have a meaning of their own. */
#include <string.h>

#include "clang-tool/lower.h"

CXCursor callee_decl(struct lower *lw, CXCursor call)
{
	struct kids k = exprs_of(lw, call);
	CXCursor c;

	if (!k.n)
		return clang_getNullCursor();
	c = k.v[0];
	while (c.kind == CXCursor_ParenExpr || c.kind == CXCursor_UnexposedExpr ||
	       is_unary(c, CXUnaryOperator_AddrOf) ||
	       (is_unary(c, CXUnaryOperator_Deref) &&
		type_is_function(lw, clang_getCursorType(c)))) {
		CXCursor in = last_expr(lw, c);

		if (clang_Cursor_isNull(in))
			break;
		c = in;
	}
	if (c.kind != CXCursor_DeclRefExpr)
		return clang_getNullCursor();
	c = clang_getCursorReferenced(c);
	return c.kind == CXCursor_FunctionDecl ? c : clang_getNullCursor();
}

/* ---- builtins ------------------------------------------------------------------------ */

static bool starts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

/*
 * The object that a pointer argument points to, when the length is that of
 * the whole object.
 */
static bool whole_object(struct lower *lw, CXCursor pointer, u64 length,
			 struct place *p)
{
	CXCursor core = strip_pointer_casts(lw, pointer), in;
	CXType type;
	struct kids k;

	if (is_unary(core, CXUnaryOperator_AddrOf)) {
		in = last_expr(lw, core);
		if (length != type_bytes(lw, clang_getCursorType(in)))
			return false;
		place_of(lw, in, p);
		return !p->inexact;
	}
	k = exprs_of(lw, core);
	if (core.kind == CXCursor_UnexposedExpr && k.n == 1 &&
	    type_is_array(lw, clang_getCursorType(k.v[0]))) {
		if (length != type_bytes(lw, clang_getCursorType(k.v[0])))
			return false;
		place_of(lw, k.v[0], p);
		return !p->inexact;
	}
	type = type_pointee(lw, clang_getCursorType(core));
	if (type_of(lw, type).kind != IR_T_AGG || length != type_bytes(lw, type))
		return false;
	memset(p, 0, sizeof(*p));
	p->base = IR_BASE_PTR;
	p->idx = pointer_local(lw, rvalue(lw, core));
	p->type = type;
	return true;
}

static bool do_memset(struct lower *lw, struct kids a, struct val *ret)
{
	struct place p;
	u64 value, length;

	if (a.n != 3 || !const_eval(lw, a.v[1], &value) || value ||
	    !const_eval(lw, a.v[2], &length) ||
	    !whole_object(lw, a.v[0], length, &p))
		return false;
	if (place_is_local(lw, &p))
		place_store(lw, &p, val_const(type_of(lw, p.type), 0, NULL));
	else
		irb_zeromem(lw->b, make_place(lw, &p));
	*ret = place_addr(lw, &p);
	return true;
}

static bool do_memcpy(struct lower *lw, struct kids a, struct val *ret)
{
	struct place to, from;
	u64 length;

	if (a.n != 3 || !const_eval(lw, a.v[2], &length) ||
	    !whole_object(lw, a.v[0], length, &to) ||
	    !whole_object(lw, a.v[1], length, &from))
		return false;
	if (type_of(lw, to.type).kind == IR_T_AGG &&
	    type_of(lw, from.type).kind == IR_T_AGG)
		place_copy(lw, &to, &from);
	else if (type_of(lw, to.type).kind != IR_T_AGG &&
		 type_of(lw, from.type).kind != IR_T_AGG)
		place_store(lw, &to, place_load(lw, &from));
	else
		place_clobber(lw, &to);
	*ret = place_addr(lw, &to);
	return true;
}

static bool overflow(struct lower *lw, CXCursor c, struct kids a,
		     enum ir_op op, enum ir_op flag_op, struct val *ret)
{
	struct ir_type one = type_of(lw, clang_getCursorType(c)), t;
	CXType out;
	struct val x, y;
	struct place p;
	u32 flag;

	if (a.n != 3 || !type_is_pointer(lw, clang_getCursorType(a.v[2])))
		return false;
	out = type_pointee(lw, clang_getCursorType(a.v[2]));
	t = type_of(lw, out);
	x = rvalue(lw, a.v[0]);
	y = rvalue(lw, a.v[1]);
	if (!ir_type_is_scalar(t) || !ir_type_is_scalar(x.t) ||
	    !ir_type_is_scalar(y.t))
		return false;
	flag = temp(lw, one);
	irb_binary(lw->b, flag_op, t, flag, opnd(lw, x), opnd(lw, y));
	x = binary(lw, op, t, convert(lw, x, t), convert(lw, y, t));
	place_of_pointer(lw, a.v[2], out, &p);
	place_store(lw, &p, x);
	*ret = val_local(flag, one);
	return true;
}

static struct val one_argument(struct lower *lw, CXCursor c, struct kids a,
			       enum ir_op op)
{
	struct val v = rvalue(lw, a.v[0]);
	u32 dst;

	if (!ir_type_is_scalar(v.t))
		return val_unknown(lw, type_of(lw, clang_getCursorType(c)),
				   IR_WHY_FLOAT);
	dst = temp(lw, type_of(lw, clang_getCursorType(c)));
	irb_unary(lw->b, op, v.t, dst, opnd(lw, v));
	return val_local(dst, type_of(lw, clang_getCursorType(c)));
}

static const struct {
	const char *name;
	enum ir_op op;
} unary_builtins[] = {
	{ "clz", IR_OP_CLZ }, { "ctz", IR_OP_CTZ }, { "ffs", IR_OP_FFS },
	{ "popcount", IR_OP_POPCOUNT }, { "bswap", IR_OP_BSWAP },
	{ "abs", IR_OP_ABS }, { "labs", IR_OP_ABS }, { "llabs", IR_OP_ABS },
};

static bool unary_builtin(struct lower *lw, CXCursor c, const char *name,
			  struct kids a, struct val *ret)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(unary_builtins); i++) {
		const char *rest = name + strlen(unary_builtins[i].name);

		if (!starts(name, unary_builtins[i].name) ||
		    strspn(rest, "l0123456789") != strlen(rest) || a.n != 1)
			continue;
		*ret = one_argument(lw, c, a, unary_builtins[i].op);
		return true;
	}
	return false;
}

static struct val unknown_bit(struct lower *lw, CXCursor c, struct kids a)
{
	u32 i;

	for (i = 0; i < a.n; i++)
		effects(lw, a.v[i]);
	return convert(lw, val_unknown(lw, int_type(1, false), IR_WHY_UNSUPPORTED),
		       type_of(lw, clang_getCursorType(c)));
}

static bool gcc_builtin(struct lower *lw, CXCursor c, const char *name,
			struct kids a, struct val *ret)
{
	struct ir_type t = type_of(lw, clang_getCursorType(c));
	u64 bits;

	if (starts(name, "expect") || !strcmp(name, "assume_aligned")) {
		*ret = convert(lw, rvalue(lw, a.v[0]), t);
		return true;
	}
	if (!strcmp(name, "constant_p")) {
		*ret = val_const(t, a.n && const_eval(lw, a.v[0], &bits), NULL);
		return true;
	}
	if (!strcmp(name, "unreachable")) {
		irb_unreachable(lw->b);
		fresh_block(lw);
		*ret = val_const(int_type(32, true), 0, NULL);
		return true;
	}
	if (!strcmp(name, "add_overflow"))
		return overflow(lw, c, a, IR_OP_ADD, IR_OP_ADD_OVERFLOW, ret);
	if (!strcmp(name, "sub_overflow"))
		return overflow(lw, c, a, IR_OP_SUB, IR_OP_SUB_OVERFLOW, ret);
	if (!strcmp(name, "mul_overflow"))
		return overflow(lw, c, a, IR_OP_MUL, IR_OP_MUL_OVERFLOW, ret);
	if (starts(name, "parity")) {
		*ret = unknown_bit(lw, c, a);
		return true;
	}
	if (!strcmp(name, "object_size") || !strcmp(name, "dynamic_object_size")) {
		*ret = val_unknown(lw, t, IR_WHY_UNSUPPORTED);
		return true;
	}
	if (starts(name, "va_")) {
		*ret = val_const(int_type(32, true), 0, NULL);
		return true;
	}
	return unary_builtin(lw, c, name, a, ret);
}

bool builtin_call(struct lower *lw, CXCursor c, const char *name,
		  struct kids a, struct val *ret)
{
	bool prefixed = starts(name, "__builtin_");

	if (prefixed)
		name += strlen("__builtin_");
	if (!strcmp(name, "memset"))
		return do_memset(lw, a, ret);
	if (!strcmp(name, "memcpy") || !strcmp(name, "memmove"))
		return do_memcpy(lw, a, ret);
	return prefixed && gcc_builtin(lw, c, name, a, ret);
}

/* ---- calls ----------------------------------------------------------------------------- */

static struct ir_operand argument(struct lower *lw, CXCursor arg)
{
	struct place p;
	CXType type = clang_getCursorType(arg);

	if (type_of(lw, type).kind != IR_T_AGG || is_pointer_value(lw, arg))
		return opnd(lw, rvalue(lw, arg));
	place_of(lw, arg, &p);
	if (p.inexact) {
		memset(&p, 0, sizeof(p));
		p.base = IR_BASE_UNKNOWN;
		p.type = type;
	}
	return place_addr(lw, &p).o;
}

static void emit(struct lower *lw, CXCursor c, CXCursor decl, u32 dst,
		 u32 place)
{
	struct kids k = exprs_of(lw, c);
	struct ir_operand *args = arena_alloc(lw->scratch,
					      sizeof(*args) * (k.n + 1u));
	struct ir_loc saved = get_loc(lw);
	struct ir_operand callee;
	u32 i;

	if (clang_Cursor_isNull(decl))
		callee = opnd(lw, rvalue(lw, k.v[0]));
	else
		callee = ir_funcref(func_used(lw, decl));
	/* from the last to the first, as GCC does it */
	for (i = k.n; i-- > 1;)
		args[i - 1] = argument(lw, k.v[i]);
	set_loc(lw, k.v[0]);
	irb_call(lw->b, dst, place, callee, args, k.n - 1);
	put_loc(lw, saved);
	if (!clang_Cursor_isNull(decl) && func_is_noreturn(lw, decl)) {
		irb_unreachable(lw->b);
		fresh_block(lw);
	}
}

static struct val lower_plain(struct lower *lw, CXCursor c, CXCursor decl,
			      const struct place *to)
{
	struct ir_type t = type_of(lw, clang_getCursorType(c));
	struct place p;
	u32 dst;

	if (t.kind == IR_T_AGG) {
		if (!to || to->inexact) {
			place_temp(lw, clang_getCursorType(c), &p);
			emit(lw, c, decl, IR_NONE, make_place(lw, &p));
			if (to)
				irb_clobber(lw->b, make_place(lw, to));
		} else {
			emit(lw, c, decl, IR_NONE, make_place(lw, to));
		}
		return val_const(int_type(32, true), 0, NULL);
	}
	if (t.kind == IR_T_VOID) {
		emit(lw, c, decl, IR_NONE, IR_NONE);
		return val_const(int_type(32, true), 0, NULL);
	}
	dst = temp(lw, t);
	emit(lw, c, decl, dst, IR_NONE);
	return val_local(dst, t);
}

struct val lower_call(struct lower *lw, CXCursor c, const struct place *to)
{
	CXCursor decl = callee_decl(lw, c);
	struct kids k = exprs_of(lw, c), args = { k.v + 1, k.n ? k.n - 1 : 0 };
	struct val v;

	if (!k.n)
		return val_unknown(lw, type_of(lw, clang_getCursorType(c)),
				   IR_WHY_UNSUPPORTED);
	if (!clang_Cursor_isNull(decl) &&
	    clang_Cursor_isNull(clang_getCursorDefinition(decl)) &&
	    builtin_call(lw, c, spelling(lw, decl), args, &v))
		return v;
	return lower_plain(lw, c, decl, to);
}
