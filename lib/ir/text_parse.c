/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text form of the flow IR: the parser.
 *
 * Two passes over the lines. The first makes the unit, its fields, globals
 * and function symbols in the order written, so that the second may meet a
 * name before its line. The grammar production stands above each function.
 */
#include "lib/ir/text.h"

#include <string.h>

#include "lib/base/vec.h"
#include "lib/ir/builder.h"
#include "lib/ir/builder_p.h"
#include "lib/ir/text_p.h"
#include "lib/ir/verify.h"

struct parser {
	struct text_lex lx;
	struct ir_builder *b;
	u32 max_blocks; /* lines of this body: no more labels than that */
	u32 global; /* takes `init` lines, or IR_NONE */
	u32 func, func_line; /* takes body lines, or IR_NONE */
	bool in_body;
	u32 nlocals, nblocks;
	VEC(u8) filled; /* blocks that have had their label */
	VEC(struct ir_proj) proj;
	VEC(struct ir_operand) args;
	VEC(struct ir_case) cases;
	VEC(u32) targets;
};

/* ---- types, flags, locations ------------------------------------------------------- */

static bool int_type(const char *w, struct ir_type *t)
{
	u32 bits = 0;

	if ((w[0] != 's' && w[0] != 'u') || w[1] < '1' || w[1] > '9')
		return false;
	t->is_signed = w[0] == 's';
	for (w++; *w >= '0' && *w <= '9' && bits <= 64; w++)
		bits = bits * 10 + (u32)(*w - '0');
	t->kind = IR_T_INT;
	t->bits = (u8)bits;
	return !*w && bits <= 64;
}

static bool word_type(const char *w, struct ir_type *t)
{
	static const struct {
		const char *word;
		struct ir_type type;
	} table[] = {
		{ "void", { IR_T_VOID, 0, 0 } },
		{ "agg", { IR_T_AGG, 0, 0 } },
		{ "other", { IR_T_OTHER, 0, 0 } },
		{ "ptr32", { IR_T_PTR, 32, 0 } },
		{ "ptr64", { IR_T_PTR, 64, 0 } },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(table); i++) {
		if (strcmp(w, table[i].word))
			continue;
		*t = table[i].type;
		return true;
	}
	return int_type(w, t);
}

/* type = "void" | "agg" | "other" | "ptr32" | "ptr64" | ("s" | "u") BITS */
static struct ir_type parse_type(struct parser *p)
{
	struct ir_type t = { IR_T_VOID, 0, 0 };
	const char *w = text_peek_word(&p->lx);

	if (word_type(w, &t))
		text_accept_word(&p->lx, w);
	else
		text_expected(&p->lx, "a type");
	return t;
}

static u32 parse_flags(struct parser *p, const struct text_flag *table)
{
	const struct text_flag *t;
	u32 flags = 0;

	do {
		for (t = table; t->word; t++) {
			if (!text_accept_word(&p->lx, t->word))
				continue;
			flags |= t->flag;
			break;
		}
	} while (t->word);
	return flags;
}

/* loc = [ "at" [ STRING ":" ] LINE ":" COL [ "in" name ] ] */
static struct ir_loc parse_loc(struct parser *p)
{
	struct ir_loc loc = { 0, 0, 0, 0 };

	if (!text_accept_word(&p->lx, "at"))
		return loc;
	loc.file = p->b->unit->file;
	if (text_peek(&p->lx, '"')) {
		loc.file = irb_str(p->b, text_string(&p->lx));
		text_expect(&p->lx, ":");
	}
	if (!loc.file)
		text_fail(&p->lx, "location without a file");
	loc.line = text_u32(&p->lx, "a line");
	text_expect(&p->lx, ":");
	loc.col = text_u32(&p->lx, "a column");
	if (text_accept_word(&p->lx, "in"))
		loc.macro = irb_str(p->b, text_name(&p->lx, "a macro"));
	return loc;
}

/* nelem = [ "[" COUNT "]" ] */
static u32 parse_nelem(struct parser *p)
{
	u32 n;

	if (!text_accept(&p->lx, "["))
		return 0;
	n = text_u32(&p->lx, "an array length");
	text_expect(&p->lx, "]");
	return n;
}

static const char *parse_record(struct parser *p)
{
	return text_accept_word(&p->lx, "of") ?
	       text_name(&p->lx, "a record name") : "";
}

static void end_of_line(struct parser *p)
{
	if (!text_at_end(&p->lx))
		text_expected(&p->lx, "the end of the line");
}

/* ---- constants, operands, places ---------------------------------------------------- */

static u64 parse_bits(struct parser *p, struct ir_type t)
{
	bool neg;
	u64 v = text_int(&p->lx, &neg);
	bool fits = ir_extend(t, v) == v;

	if (neg && v)
		fits = fits && t.is_signed;
	else if (t.is_signed)
		fits = fits && (s64)v >= 0;
	if (!fits)
		text_fail(&p->lx, "the number does not fit its type");
	return v;
}

/* const = type NUMBER [ STRING ] */
static struct ir_const parse_const(struct parser *p)
{
	struct ir_const c = { .bits = 0 };

	c.type = parse_type(p);
	if (!p->lx.failed && !ir_type_is_scalar(c.type))
		text_fail(&p->lx, "a constant needs an integer or pointer type");
	c.bits = parse_bits(p, c.type);
	if (text_peek(&p->lx, '"'))
		c.name = irb_str(p->b, text_string(&p->lx));
	return c;
}

static u32 parse_local_ref(struct parser *p)
{
	u32 idx;

	text_expect(&p->lx, "%");
	idx = text_u32(&p->lx, "a local");
	if (idx >= p->nlocals)
		text_fail(&p->lx, "no local %%%u", idx);
	return idx;
}

static u32 parse_func_ref(struct parser *p)
{
	const char *name;
	u32 idx;

	text_expect(&p->lx, "@");
	name = text_name(&p->lx, "a function name");
	idx = irb_find_func(p->b, name);
	if (idx == IR_NONE)
		text_fail(&p->lx, "no function '%s'", name);
	return idx;
}

static u32 parse_global_ref(struct parser *p)
{
	const char *name;
	u32 idx;

	text_expect(&p->lx, "$");
	name = text_name(&p->lx, "a global");
	idx = irb_find_global(p->b, name);
	if (idx == IR_NONE)
		text_fail(&p->lx, "no global '%s'", name);
	return idx;
}

static u32 parse_place(struct parser *p);

/* operand = "%" N | const | "&" place | "@" name */
static struct ir_operand parse_operand(struct parser *p)
{
	struct ir_const c;

	if (text_peek(&p->lx, '%'))
		return ir_local(parse_local_ref(p));
	if (text_peek(&p->lx, '@'))
		return ir_funcref(parse_func_ref(p));
	if (text_accept(&p->lx, "&")) {
		u32 place = parse_place(p);

		return p->lx.failed ? ir_none() : irb_addr(p->b, place);
	}
	c = parse_const(p);
	return irb_const(p->b, c.type, c.bits, ir_str(p->b->unit, c.name));
}

static u32 parse_field_ref(struct parser *p)
{
	const char *record = text_name(&p->lx, "a record name");
	const char *name;
	u32 idx;

	text_expect(&p->lx, ".");
	name = text_name(&p->lx, "a field name");
	idx = irb_find_field(p->b, record, name);
	if (idx == IR_NONE)
		text_fail(&p->lx, "no field '%s.%s'", record, name);
	return idx;
}

static struct ir_operand parse_index(struct parser *p, bool is_init)
{
	if (is_init)
		return ir_opnd(IR_OPND_CONST,
			       text_u32(&p->lx, "an element number"));
	if (text_accept(&p->lx, "?"))
		return ir_none();
	return parse_operand(p);
}

/* proj = "/" name "." name | "[" ( operand | "?" ) [ "of" COUNT ] "]" */
static void parse_projs(struct parser *p, bool is_init)
{
	vec_clear(&p->proj);
	while (!p->lx.failed) {
		struct ir_proj pr = { .kind = IR_PROJ_FIELD };

		if (text_accept(&p->lx, "/")) {
			pr.field = parse_field_ref(p);
		} else if (text_accept(&p->lx, "[")) {
			pr.kind = IR_PROJ_INDEX;
			pr.index = parse_index(p, is_init);
			if (text_accept_word(&p->lx, "of"))
				pr.nelem = text_u32(&p->lx, "an array length");
			text_expect(&p->lx, "]");
		} else {
			return;
		}
		vec_push(&p->proj, pr);
	}
}

/* base = "?" | "%" N | "*%" N | "$" name */
static u32 parse_base(struct parser *p, enum ir_base_kind *ret_base)
{
	*ret_base = IR_BASE_UNKNOWN;
	if (text_accept(&p->lx, "?"))
		return 0;
	if (text_accept(&p->lx, "*")) {
		*ret_base = IR_BASE_PTR;
		return parse_local_ref(p);
	}
	if (text_peek(&p->lx, '%')) {
		*ret_base = IR_BASE_LOCAL;
		return parse_local_ref(p);
	}
	if (text_peek(&p->lx, '$')) {
		*ret_base = IR_BASE_GLOBAL;
		return parse_global_ref(p);
	}
	text_expected(&p->lx, "a place: %N, *%N, $name or ?");
	return 0;
}

/* place = type [ "volatile" ] base proj* */
static u32 parse_place(struct parser *p)
{
	struct ir_type t = parse_type(p);
	bool vol = text_accept_word(&p->lx, "volatile");
	enum ir_base_kind base;
	u32 idx = parse_base(p, &base);

	/* an index may not hold a place, so p->proj is not used twice at once */
	parse_projs(p, false);
	if (p->lx.failed)
		return IR_NONE;
	return irb_place(p->b, base, idx, p->proj.v, p->proj.n, t, vol);
}

/* ---- instructions --------------------------------------------------------------------- */

/* block = "b" N; made when it is named first */
static u32 parse_block_ref(struct parser *p)
{
	u32 n;

	text_expect(&p->lx, "b");
	n = text_u32(&p->lx, "a block number");
	if (n >= p->max_blocks) {
		text_fail(&p->lx, "no block b%u", n);
		return 0;
	}
	for (; p->nblocks <= n; p->nblocks++) {
		irb_block(p->b);
		vec_push(&p->filled, 0);
	}
	return n;
}

/* What ends every instruction; true when it may be emitted. */
static bool end_inst(struct parser *p)
{
	irb_set_loc(p->b, parse_loc(p));
	end_of_line(p);
	return !p->lx.failed;
}

static void parse_arith(struct parser *p, enum ir_op op, u32 dst)
{
	struct ir_type t = parse_type(p);
	struct ir_operand a = parse_operand(p), c = ir_none();

	if (ir_op_nargs(op) == 2) {
		text_expect(&p->lx, ",");
		c = parse_operand(p);
	}
	if (!end_inst(p))
		return;
	if (ir_op_nargs(op) == 2)
		irb_binary(p->b, op, t, dst, a, c);
	else
		irb_unary(p->b, op, t, dst, a);
}

static void parse_memory(struct parser *p, enum ir_op op, u32 dst)
{
	u32 place = parse_place(p), src = IR_NONE;
	struct ir_operand a = ir_none();

	if (op == IR_OP_STORE || op == IR_OP_COPYMEM)
		text_expect(&p->lx, ",");
	if (op == IR_OP_STORE)
		a = parse_operand(p);
	else if (op == IR_OP_COPYMEM)
		src = parse_place(p);
	if (!end_inst(p))
		return;
	switch (op) {
	case IR_OP_LOAD: irb_load(p->b, dst, place); break;
	case IR_OP_STORE: irb_store(p->b, place, a); break;
	case IR_OP_COPYMEM: irb_copymem(p->b, place, src); break;
	case IR_OP_ZEROMEM: irb_zeromem(p->b, place); break;
	default: irb_clobber(p->b, place);
	}
}

static void parse_unknown(struct parser *p, u32 dst)
{
	u32 why;

	for (why = 0; why < IR_WHY_COUNT; why++)
		if (text_accept_word(&p->lx, ir_why_text((enum ir_why)why)))
			break;
	if (why == IR_WHY_COUNT)
		text_expected(&p->lx, "a reason");
	if (end_inst(p))
		irb_unknown(p->b, dst, (enum ir_why)why);
}

/* call operand "(" [ operand { "," operand } ] ")" [ "to" place ] */
static void parse_call(struct parser *p, u32 dst)
{
	struct ir_operand callee = parse_operand(p);
	u32 place = IR_NONE;

	vec_clear(&p->args);
	text_expect(&p->lx, "(");
	if (!text_accept(&p->lx, ")")) {
		do
			vec_push(&p->args, parse_operand(p));
		while (text_accept(&p->lx, ","));
		text_expect(&p->lx, ")");
	}
	if (text_accept_word(&p->lx, "to"))
		place = parse_place(p);
	if (end_inst(p))
		irb_call(p->b, dst, place, callee, p->args.v, p->args.n);
}

static enum ir_op find_op(const char *word)
{
	u32 op = 0;

	while (op < IR_OP_COUNT && strcmp(word, ir_op_text((enum ir_op)op)))
		op++;
	return (enum ir_op)op;
}

/* branch cmp type operand "," operand "then" block "else" block */
static void parse_branch(struct parser *p)
{
	const char *w = text_peek_word(&p->lx);
	enum ir_op cmp = find_op(w);
	struct ir_operand a, c;
	struct ir_type t;
	u32 yes, no;

	if (cmp == IR_OP_COUNT || ir_op_class(cmp) != IR_CLASS_COMPARE)
		text_expected(&p->lx, "a comparison");
	text_accept_word(&p->lx, w);
	t = parse_type(p);
	a = parse_operand(p);
	text_expect(&p->lx, ",");
	c = parse_operand(p);
	text_expect_word(&p->lx, "then");
	yes = parse_block_ref(p);
	text_expect_word(&p->lx, "else");
	no = parse_block_ref(p);
	if (end_inst(p))
		irb_branch(p->b, cmp, t, a, c, yes, no);
}

/* switch type operand "{" { NUMBER [ ".." NUMBER ] [ STRING ] ":" block "," }
 *	"default" ":" block "}" */
static void parse_switch(struct parser *p)
{
	struct ir_type t = parse_type(p);
	struct ir_operand a = parse_operand(p);
	u32 target;

	vec_clear(&p->cases);
	text_expect(&p->lx, "{");
	while (!p->lx.failed && !text_accept_word(&p->lx, "default")) {
		struct ir_case c;

		c.lo = parse_bits(p, t);
		c.hi = text_accept(&p->lx, "..") ? parse_bits(p, t) : c.lo;
		c.name = text_peek(&p->lx, '"') ?
			 irb_str(p->b, text_string(&p->lx)) : 0;
		text_expect(&p->lx, ":");
		c.target = parse_block_ref(p);
		text_expect(&p->lx, ",");
		vec_push(&p->cases, c);
	}
	text_expect(&p->lx, ":");
	target = parse_block_ref(p);
	text_expect(&p->lx, "}");
	if (end_inst(p))
		irb_switch(p->b, t, a, p->cases.v, p->cases.n, target);
}

static void parse_anygoto(struct parser *p)
{
	vec_clear(&p->targets);
	do
		vec_push(&p->targets, parse_block_ref(p));
	while (text_accept(&p->lx, ","));
	if (end_inst(p))
		irb_anygoto(p->b, p->targets.v, p->targets.n);
}

/* return [ operand | "from" place ] */
static void parse_return(struct parser *p)
{
	struct ir_operand a = ir_none();
	const char *w = text_peek_word(&p->lx);
	u32 place = IR_NONE;

	if (text_accept_word(&p->lx, "from"))
		place = parse_place(p);
	else if (strcmp(w, "at") && !text_at_end(&p->lx))
		a = parse_operand(p);
	if (end_inst(p))
		irb_return(p->b, a, place);
}

static void parse_term(struct parser *p, enum ir_op op)
{
	u32 target;

	switch (op) {
	case IR_OP_JUMP:
		target = parse_block_ref(p);
		if (end_inst(p))
			irb_jump(p->b, target);
		break;
	case IR_OP_BRANCH:
		parse_branch(p);
		break;
	case IR_OP_SWITCH:
		parse_switch(p);
		break;
	case IR_OP_ANYGOTO:
		parse_anygoto(p);
		break;
	case IR_OP_RETURN:
		parse_return(p);
		break;
	default:
		if (end_inst(p))
			irb_unreachable(p->b);
	}
}

static void parse_op(struct parser *p, enum ir_op op, u32 dst)
{
	switch (ir_op_class(op)) {
	case IR_CLASS_UNARY:
	case IR_CLASS_BINARY:
	case IR_CLASS_COMPARE:
		parse_arith(p, op, dst);
		break;
	case IR_CLASS_MEMORY:
		parse_memory(p, op, dst);
		break;
	case IR_CLASS_MISC:
		if (op == IR_OP_CALL)
			parse_call(p, dst);
		else
			parse_unknown(p, dst);
		break;
	case IR_CLASS_TERM:
		parse_term(p, op);
		break;
	}
}

/* inst = [ "%" N "=" ] OPCODE ... loc */
static void parse_inst(struct parser *p)
{
	u32 dst = IR_NONE;
	const char *w;
	enum ir_op op;

	if (text_peek(&p->lx, '%')) {
		dst = parse_local_ref(p);
		text_expect(&p->lx, "=");
	}
	w = text_peek_word(&p->lx);
	op = find_op(w);
	if (op == IR_OP_COUNT) {
		text_expected(&p->lx, "an instruction");
		return;
	}
	if (irb_terminated(p->b)) {
		text_expected(&p->lx, "a block label");
		return;
	}
	if (dst != IR_NONE && !ir_op_has_result(op))
		text_fail(&p->lx, "'%s' has no result", w);
	if (dst == IR_NONE && ir_op_has_result(op) && op != IR_OP_CALL)
		text_fail(&p->lx, "'%s' needs a result: %%N = %s ...", w, w);
	text_accept_word(&p->lx, w);
	parse_op(p, op, dst);
}

/* ---- bodies ----------------------------------------------------------------------------- */

/* ( "param" | "local" ) "%" N [ STRING ] type [ "of" name ] flag* */
static void parse_local(struct parser *p, u32 flags)
{
	const char *name = "", *record;
	struct ir_type t;
	u32 n;

	text_expect(&p->lx, "%");
	n = text_u32(&p->lx, "a number");
	if (n != p->nlocals)
		text_fail(&p->lx, "expected %%%u, the next number", p->nlocals);
	if (text_peek(&p->lx, '"'))
		name = text_string(&p->lx);
	t = parse_type(p);
	record = parse_record(p);
	flags |= parse_flags(p, text_local_flags);
	end_of_line(p);
	if (p->lx.failed)
		return;
	irb_local(p->b, name, t, record, flags);
	p->nlocals++;
}

/* "b" N ":" */
static void parse_label(struct parser *p)
{
	u32 n = parse_block_ref(p);

	text_expect(&p->lx, ":");
	end_of_line(p);
	if (p->lx.failed)
		return;
	if (!irb_terminated(p->b) && p->nblocks)
		text_fail(&p->lx, "the block before has no terminator");
	else if (p->filled.v[n])
		text_fail(&p->lx, "b%u is there already", n);
	if (p->lx.failed)
		return;
	p->filled.v[n] = 1;
	irb_set_block(p->b, n);
}

static bool is_label(const char *w)
{
	return w[0] == 'b' && w[1] >= '0' && w[1] <= '9';
}

static void parse_body_line(struct parser *p)
{
	const char *w = text_peek_word(&p->lx);

	if (p->func == IR_NONE) {
		text_expected(&p->lx, "a line of the unit");
		return;
	}
	if (!p->in_body)
		irb_begin(p->b, p->func);
	p->in_body = true;
	if (text_accept_word(&p->lx, "param"))
		parse_local(p, IR_LOCAL_PARAM);
	else if (text_accept_word(&p->lx, "local"))
		parse_local(p, 0);
	else if (is_label(w))
		parse_label(p);
	else
		parse_inst(p);
}

static void end_body(struct parser *p)
{
	if (p->in_body && !p->lx.failed && irb_end(p->b, p->lx.err)) {
		error_prefix(p->lx.err, "%s:%u", p->lx.name, p->func_line);
		if (p->lx.err)
			p->lx.err->code = ERR_FORMAT;
		p->lx.failed = true;
	}
	p->in_body = false;
	p->func = IR_NONE;
	p->nlocals = 0;
	p->nblocks = 0;
	vec_clear(&p->filled);
}

/* ---- the unit ---------------------------------------------------------------------------- */

/* "unit" STRING "frontend" STRING "compiler" STRING "bits" N flag*
 *	[ "message" STRING ] [ "skipped" N ] */
static void parse_unit(struct parser *p)
{
	const char *file, *frontend, *compiler, *message = "";
	u32 bits, flags, skipped = 0;

	file = text_string(&p->lx);
	text_expect_word(&p->lx, "frontend");
	frontend = text_string(&p->lx);
	text_expect_word(&p->lx, "compiler");
	compiler = text_string(&p->lx);
	text_expect_word(&p->lx, "bits");
	bits = text_u32(&p->lx, "32 or 64");
	flags = parse_flags(p, text_unit_flags);
	if (text_accept_word(&p->lx, "message"))
		message = text_string(&p->lx);
	if (text_accept_word(&p->lx, "skipped"))
		skipped = text_u32(&p->lx, "a count");
	if (p->b)
		text_fail(&p->lx, "second unit");
	end_of_line(p);
	if (p->lx.failed)
		return;
	p->b = irb_new(file, frontend, compiler, bits);
	irb_set_flags(p->b, flags, message);
	irb_add_skipped(p->b, skipped);
}

/* "value" name "=" NUMBER */
static void parse_value(struct parser *p)
{
	const char *name = text_name(&p->lx, "a name");
	bool neg;
	u64 bits;

	text_expect(&p->lx, "=");
	bits = text_int(&p->lx, &neg);
	end_of_line(p);
	irb_value(p->b, name, bits);
}

/* "declared" name */
static void parse_declared(struct parser *p)
{
	irb_declare(p->b, text_name(&p->lx, "a name"));
	end_of_line(p);
}

/* "field" name "." name type [ ":" BITS ] nelem [ "union" ] */
static void parse_field(struct parser *p)
{
	const char *record = text_name(&p->lx, "a record name"), *name;
	struct ir_type t;
	u32 width = 0, nelem;
	bool in_union;

	text_expect(&p->lx, ".");
	name = text_name(&p->lx, "a field name");
	t = parse_type(p);
	if (text_accept(&p->lx, ":"))
		width = text_u32(&p->lx, "a bit-field width");
	if (width > 64)
		text_fail(&p->lx, "bit-field of %u bits", width);
	nelem = parse_nelem(p);
	in_union = text_accept_word(&p->lx, "union");
	end_of_line(p);
	if (irb_find_field(p->b, record, name) != IR_NONE)
		text_fail(&p->lx, "second field '%s.%s'", record, name);
	irb_field(p->b, record, name, t, (u8)width, in_union, nelem);
}

/* "global" "$" name flag* type nelem [ "of" name ] loc */
static void parse_global(struct parser *p)
{
	const char *name, *record;
	struct ir_loc loc;
	struct ir_type t;
	u32 flags, nelem;

	text_expect(&p->lx, "$");
	name = text_name(&p->lx, "a name");
	flags = parse_flags(p, text_global_flags);
	t = parse_type(p);
	nelem = parse_nelem(p);
	record = parse_record(p);
	loc = parse_loc(p);
	end_of_line(p);
	if (irb_find_global(p->b, name) != IR_NONE)
		text_fail(&p->lx, "second global '%s'", name);
	irb_global(p->b, name, flags, t, record, nelem, loc);
}

/* "func" "@" name flag* loc "->" type */
static void parse_func(struct parser *p)
{
	const char *name;
	struct ir_loc loc;
	u32 flags;

	text_expect(&p->lx, "@");
	name = text_name(&p->lx, "a name");
	flags = parse_flags(p, text_func_flags);
	loc = parse_loc(p);
	text_expect(&p->lx, "->");
	if (irb_find_func(p->b, name) != IR_NONE)
		text_fail(&p->lx, "second function '%s'", name);
	irb_func(p->b, name, flags, loc, parse_type(p));
	end_of_line(p);
}

/* "init" proj* "=" ( const | "@" name | "?" ) */
static void parse_init(struct parser *p)
{
	struct ir_const c;
	u32 func;

	if (p->global == IR_NONE)
		text_fail(&p->lx, "'init' belongs after a global");
	parse_projs(p, true);
	text_expect(&p->lx, "=");
	if (p->lx.failed)
		return;
	if (text_peek(&p->lx, '@')) {
		func = parse_func_ref(p);
		irb_init_func(p->b, p->global, p->proj.v, p->proj.n, func);
	} else if (text_accept(&p->lx, "?")) {
		irb_init_unknown(p->b, p->global, p->proj.v, p->proj.n);
	} else {
		c = parse_const(p);
		irb_init(p->b, p->global, p->proj.v, p->proj.n, c);
	}
	end_of_line(p);
}

/* ---- passes ------------------------------------------------------------------------------- */

/* Lines of bodies and initialisers wait for the second pass. */
static void first_pass_line(struct parser *p)
{
	if (text_accept_word(&p->lx, "unit")) {
		parse_unit(p);
		return;
	}
	if (!p->b)
		text_expected(&p->lx, "'unit'");
	else if (text_accept_word(&p->lx, "value"))
		parse_value(p);
	else if (text_accept_word(&p->lx, "declared"))
		parse_declared(p);
	else if (text_accept_word(&p->lx, "field"))
		parse_field(p);
	else if (text_accept_word(&p->lx, "global"))
		parse_global(p);
	else if (text_accept_word(&p->lx, "func"))
		parse_func(p);
}

static void second_pass_line(struct parser *p)
{
	static const char *const done[] = { "unit", "value", "declared",
					    "field" };
	u32 i;

	if (text_accept_word(&p->lx, "init")) {
		parse_init(p);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(done); i++) {
		if (!text_accept_word(&p->lx, done[i]))
			continue;
		end_body(p);
		p->global = IR_NONE;
		return;
	}
	if (text_accept_word(&p->lx, "global")) {
		end_body(p);
		p->global = parse_global_ref(p);
	} else if (text_accept_word(&p->lx, "func")) {
		end_body(p);
		p->global = IR_NONE;
		p->func = parse_func_ref(p);
		p->func_line = p->lx.line;
		p->max_blocks = text_lines_before(&p->lx, "func");
	} else {
		parse_body_line(p);
	}
}

static void run_pass(struct parser *p, const char *text, size_t len,
		     void (*line)(struct parser *p))
{
	p->lx.next = text;
	p->lx.end = text + len;
	p->lx.line = 0;
	p->global = IR_NONE;
	p->func = IR_NONE;
	while (text_next_line(&p->lx)) {
		line(p);
		arena_reset(p->lx.arena);
	}
}

static void release(struct parser *p)
{
	arena_free(p->lx.arena);
	vec_release(&p->filled);
	vec_release(&p->proj);
	vec_release(&p->args);
	vec_release(&p->cases);
	vec_release(&p->targets);
}

static void parse_all(struct parser *p, const char *text, size_t len)
{
	run_pass(p, text, len, first_pass_line);
	if (!p->b)
		text_fail(&p->lx, "expected 'unit', found the end");
	if (p->lx.failed)
		return;
	run_pass(p, text, len, second_pass_line);
	end_body(p);
}

int ir_parse(const char *name, const char *text, size_t len,
	     struct ir_unit **ret_unit, struct error *err)
{
	struct parser p = {
		.lx = {
			.name = name,
			.arena = arena_new(),
			.err = err,
		},
	};
	struct ir_unit *unit;
	int ret;

	parse_all(&p, text, len);
	release(&p);
	if (p.lx.failed) {
		irb_abandon(p.b);
		return ERR_FORMAT;
	}
	unit = irb_finish(p.b);
	ret = ir_verify(unit, err);
	if (ret) {
		error_prefix(err, "%s", name);
		ir_unit_free(unit);
		return ret;
	}
	*ret_unit = unit;
	return 0;
}
