/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values of macros such as (21 * 32 + 9) or BIT_ULL(19): the tokens libcpp
 * keeps are expanded and evaluated here, since asking libcpp to do it would
 * disturb the line table. What is not a plain constant expression has no
 * value; a cast is ignored, which is right for values that fit.
 */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/names.h"
#include "lib/base/vec.h"

#define MAX_DEPTH 24
#define MAX_ITEMS 4096

/* One token: numbers are values already. */
struct item {
	u8 type;	/* enum cpp_ttype */
	bool paste;	/* ## follows */
	u64 val;
	const cpp_hashnode *node;
};

typedef VEC(struct item) items;

struct range {
	u32 from, to;
};

static bool expand(const struct item *in, u32 n, items *out, u32 depth);

/* ---- tokens ------------------------------------------------------------------- */

static bool read_number(const cpp_token *t, u64 *ret)
{
	char text[40], *end;
	u32 len = t->val.str.len;

	if (len >= sizeof(text))
		return false;
	memcpy(text, t->val.str.text, len);
	text[len] = '\0';
	if (text[0] == '0' && (text[1] == 'b' || text[1] == 'B'))
		*ret = strtoull(text + 2, &end, 2);
	else
		*ret = strtoull(text, &end, 0);
	return !end[strspn(end, "uUlL")];
}

static bool read_token(const cpp_token *t, struct item *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->type = (u8)t->type;
	ret->paste = t->flags & PASTE_LEFT;
	if (t->type == CPP_NAME)
		ret->node = t->val.node.node;
	else if (t->type == CPP_NUMBER)
		return read_number(t, &ret->val);
	return true;
}

static bool put(items *out, struct item it)
{
	if (out->n >= MAX_ITEMS)
		return false;
	/* 19 ## ULL is 19; other pastes make new names, which we leave. */
	if (out->n && out->v[out->n - 1].paste) {
		struct item *left = &out->v[out->n - 1];

		if (left->type != CPP_NUMBER || it.type != CPP_NAME)
			return false;
		left->paste = it.paste;
		return true;
	}
	vec_push(out, it);
	return true;
}

/* ---- expansion ------------------------------------------------------------------- */

static bool is_macro(const cpp_hashnode *node)
{
	return node && node->type == NT_USER_MACRO && node->value.macro &&
	       node->value.macro->kind == cmk_macro &&
	       !(node->flags & NODE_CONDITIONAL);
}

static bool put_arg(const struct item *args, const struct range *r, bool raw,
		    bool paste, items *out, u32 depth)
{
	items arg = VEC_INIT;
	bool ok = true;
	u32 i;

	if (!raw) {
		ok = expand(args + r->from, r->to - r->from, &arg, depth + 1);
		for (i = 0; ok && i < arg.n; i++)
			ok = put(out, arg.v[i]);
		vec_release(&arg);
		return ok;
	}
	for (i = r->from; ok && i < r->to; i++) {
		struct item it = args[i];

		it.paste = paste && i + 1 == r->to;
		ok = put(out, it);
	}
	return ok;
}

/* The macro's body with its arguments in, not yet scanned again. */
static bool substitute(const cpp_macro *m, const struct item *args,
		       const struct range *ranges, items *out, u32 depth)
{
	bool after_paste = false;
	u32 i;

	for (i = 0; i < m->count; i++) {
		const cpp_token *t = &m->exp.tokens[i];
		bool paste = t->flags & PASTE_LEFT;
		struct item it;

		if (t->flags & STRINGIFY_ARG)
			return false;
		if (t->type == CPP_MACRO_ARG) {
			if (!put_arg(args, &ranges[t->val.macro_arg.arg_no - 1],
				     paste || after_paste, paste, out, depth))
				return false;
		} else if (!read_token(t, &it) || !put(out, it)) {
			return false;
		}
		after_paste = paste;
	}
	return true;
}

/* Splits what stands between the parentheses at in[0]; 0 when it does not fit. */
static u32 split_args(const cpp_macro *m, const struct item *in, u32 n,
		      struct range *ranges)
{
	u32 i, depth = 0, arg = 0;

	ranges[0].from = 1;
	for (i = 0; i < n; i++) {
		if (in[i].type == CPP_OPEN_PAREN)
			depth++;
		else if (in[i].type == CPP_CLOSE_PAREN && --depth == 0)
			break;
		if (in[i].type != CPP_COMMA || depth != 1)
			continue;
		ranges[arg].to = i;
		if (++arg >= m->paramc)
			return 0;
		ranges[arg].from = i + 1;
	}
	if (i == n || arg + 1 != m->paramc)
		return 0;
	ranges[arg].to = i;
	return i + 1;
}

/* Expands the macro at in[0]; returns how many items that used up, or 0. */
static u32 expand_macro(const struct item *in, u32 n, items *out, u32 depth)
{
	const cpp_macro *m = in[0].node->value.macro;
	struct range ranges[8];
	items body = VEC_INIT;
	u32 used = 0;
	bool ok;

	if (m->variadic || m->paramc > 8 || depth > MAX_DEPTH)
		return 0;
	if (m->fun_like && m->paramc) {
		used = n > 1 ? split_args(m, in + 1, n - 1, ranges) : 0;
		if (!used)
			return 0;
	} else if (m->fun_like) {
		return 0;
	}
	ok = substitute(m, in + 1, ranges, &body, depth) &&
	     expand(body.v, body.n, out, depth + 1);
	vec_release(&body);
	return ok ? used + 1 : 0;
}

static bool expand(const struct item *in, u32 n, items *out, u32 depth)
{
	u32 i = 0;

	while (i < n) {
		bool call = i + 1 < n && in[i + 1].type == CPP_OPEN_PAREN;
		u32 used;

		if (in[i].type != CPP_NAME || !is_macro(in[i].node) ||
		    (in[i].node->value.macro->fun_like && !call)) {
			if (!put(out, in[i++]))
				return false;
			continue;
		}
		used = expand_macro(in + i, n - i, out, depth);
		if (!used)
			return false;
		i += used;
	}
	return true;
}

/* ---- evaluation ---------------------------------------------------------------------- */

struct eval {
	const struct item *v;
	u32 n, i, depth;
	bool ok;
};

static u64 conditional(struct eval *e);

static u8 peek(const struct eval *e)
{
	return e->i < e->n ? e->v[e->i].type : (u8)CPP_EOF;
}

static bool enumerator(const cpp_hashnode *node, u64 *ret)
{
	tree ident = HT_IDENT_TO_GCC_IDENT(HT_NODE(node));
	tree decl = lookup_name ? lookup_name(ident) : NULL_TREE;

	if (!decl || TREE_CODE(decl) != CONST_DECL ||
	    !cst_and_fits_in_hwi(DECL_INITIAL(decl)))
		return false;
	*ret = (u64)TREE_INT_CST_LOW(DECL_INITIAL(decl));
	return true;
}

/* At "(": the number of tokens of a cast such as (u64), or 0. */
static u32 cast_length(const struct eval *e)
{
	u32 i = e->i + 1;
	u64 dummy;

	while (i < e->n && (e->v[i].type == CPP_NAME || e->v[i].type == CPP_MULT) &&
	       !(e->v[i].type == CPP_NAME && enumerator(e->v[i].node, &dummy)))
		i++;
	if (i == e->i + 1 || i >= e->n || e->v[i].type != CPP_CLOSE_PAREN)
		return 0;
	return i + 1 - e->i;
}

static u64 primary(struct eval *e)
{
	const struct item *it = &e->v[e->i];
	u64 ret = 0;
	u32 len;

	if (++e->depth > 64 || e->i >= e->n) {
		e->ok = false;
		return 0;
	}
	switch (it->type) {
	case CPP_NUMBER:
		e->i++;
		ret = it->val;
		break;
	case CPP_NAME:
		e->i++;
		e->ok = e->ok && enumerator(it->node, &ret);
		break;
	case CPP_OPEN_PAREN:
		len = cast_length(e);
		e->i += len ? len : 1;
		if (len) {
			ret = primary(e);
			break;
		}
		ret = conditional(e);
		if (peek(e) != CPP_CLOSE_PAREN)
			e->ok = false;
		e->i++;
		break;
	case CPP_PLUS: e->i++; ret = primary(e); break;
	case CPP_MINUS: e->i++; ret = -primary(e); break;
	case CPP_COMPL: e->i++; ret = ~primary(e); break;
	case CPP_NOT: e->i++; ret = !primary(e); break;
	default: e->ok = false; break;
	}
	e->depth--;
	return ret;
}

static int precedence(u8 type)
{
	switch (type) {
	case CPP_MULT: case CPP_DIV: case CPP_MOD: return 10;
	case CPP_PLUS: case CPP_MINUS: return 9;
	case CPP_LSHIFT: case CPP_RSHIFT: return 8;
	case CPP_LESS: case CPP_GREATER: return 7;
	case CPP_LESS_EQ: case CPP_GREATER_EQ: return 7;
	case CPP_EQ_EQ: case CPP_NOT_EQ: return 6;
	case CPP_AND: return 5;
	case CPP_XOR: return 4;
	case CPP_OR: return 3;
	case CPP_AND_AND: return 2;
	case CPP_OR_OR: return 1;
	default: return 0;
	}
}

static u64 apply(struct eval *e, u8 type, u64 a, u64 b)
{
	switch (type) {
	case CPP_MULT: return a * b;
	case CPP_PLUS: return a + b;
	case CPP_MINUS: return a - b;
	case CPP_LSHIFT: return b < 64 ? a << b : 0;
	case CPP_RSHIFT: return b < 64 ? a >> b : 0;
	case CPP_LESS: return (s64)a < (s64)b;
	case CPP_GREATER: return (s64)a > (s64)b;
	case CPP_LESS_EQ: return (s64)a <= (s64)b;
	case CPP_GREATER_EQ: return (s64)a >= (s64)b;
	case CPP_EQ_EQ: return a == b;
	case CPP_NOT_EQ: return a != b;
	case CPP_AND: return a & b;
	case CPP_XOR: return a ^ b;
	case CPP_OR: return a | b;
	case CPP_AND_AND: return a && b;
	case CPP_OR_OR: return a || b;
	default: break;
	}
	if (!b) {
		e->ok = false;
		return 0;
	}
	return type == CPP_DIV ? a / b : a % b;
}

static u64 operation(struct eval *e, int least)
{
	u64 a = primary(e);

	while (e->ok && precedence(peek(e)) >= least) {
		u8 type = e->v[e->i++].type;
		u64 b = operation(e, precedence(type) + 1);

		a = apply(e, type, a, b);
	}
	return a;
}

static u64 conditional(struct eval *e)
{
	u64 cond = operation(e, 1), yes, no;

	if (peek(e) != CPP_QUERY)
		return cond;
	e->i++;
	yes = conditional(e);
	if (peek(e) != CPP_COLON)
		e->ok = false;
	e->i++;
	no = conditional(e);
	return cond ? yes : no;
}

bool macro_value(const cpp_hashnode *node, u64 *ret_bits)
{
	struct item first;
	items all = VEC_INIT;
	struct eval e;
	u64 v = 0;

	memset(&first, 0, sizeof(first));
	first.type = CPP_NAME;
	first.node = node;
	memset(&e, 0, sizeof(e));
	e.ok = is_macro(node) && !node->value.macro->fun_like &&
	       expand(&first, 1, &all, 0);
	e.v = all.v;
	e.n = all.n;
	if (e.ok && e.n)
		v = conditional(&e);
	e.ok = e.ok && e.n && e.i == e.n;
	vec_release(&all);
	if (e.ok)
		*ret_bits = v;
	return e.ok;
}
