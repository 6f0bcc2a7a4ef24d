/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Wire form of the flow IR: the reader.
 *
 * Bytes are not trusted: a count never exceeds the bytes that are left, an
 * index never leaves its table, and the builder and ir_verify() check the
 * rest. The first fault is kept and empties the input, so that every loop
 * ends and one look at the end is enough.
 */
#include "lib/ir/wire.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/vec.h"
#include "lib/ir/builder.h"
#include "lib/ir/builder_p.h"
#include "lib/ir/verify.h"
#include "lib/ir/wire_p.h"

struct reader {
	const u8 *p, *end;
	const char *fault; /* the first one, or NULL */
	struct ir_builder *b;
	VEC(u32) strs; /* wire number - 1 -> number in the unit */
	u32 nseen; /* strings met so far */
	VEC(u32) bodies; /* functions that have one */
	struct ir_loc loc;
	u32 line, last;
	VEC(struct ir_operand) consts; /* wire number -> the builder's */
	VEC(u32) places;
	VEC(struct ir_proj) proj;
	VEC(struct ir_operand) args;
	VEC(struct ir_case) cases;
	VEC(u32) targets;
};

static void fault(struct reader *r, const char *what)
{
	if (!r->fault)
		r->fault = what;
	r->p = r->end;
}

/* ---- numbers --------------------------------------------------------------------- */

static u32 get_byte(struct reader *r)
{
	if (r->p < r->end)
		return *r->p++;
	fault(r, "ends too early");
	return 0;
}

static u64 get(struct reader *r)
{
	u64 v = 0;
	u32 sh, c;

	for (sh = 0; sh < 64; sh += 7) {
		c = get_byte(r);
		if (sh == 63 && c > 1)
			break;
		v |= (u64)(c & 0x7f) << sh;
		if (c < 0x80)
			return v;
	}
	fault(r, "number over 64 bits");
	return 0;
}

static u32 get_u32(struct reader *r)
{
	u64 v = get(r);

	if (v <= UINT32_MAX)
		return (u32)v;
	fault(r, "number over 32 bits");
	return 0;
}

static s64 unzigzag(u64 v)
{
	return (s64)(v >> 1 ^ -(v & 1));
}

static s64 get_signed(struct reader *r)
{
	return unzigzag(get(r));
}

/* base plus a difference; out of range gives a number no table has. */
static u32 apply(u32 base, s64 delta)
{
	if (delta < -(s64)UINT32_MAX || delta > (s64)UINT32_MAX)
		return IR_NONE;
	delta += base;
	return delta < 0 || delta > (s64)UINT32_MAX ? IR_NONE : (u32)delta;
}

/* Of things that take a byte at least. */
static u32 get_count(struct reader *r)
{
	u64 v = get(r);

	if (v <= (u64)(r->end - r->p) && v < IR_NONE)
		return (u32)v;
	fault(r, "count beyond the end");
	return 0;
}

/* ---- strings, types, locations ------------------------------------------------------ */

static void read_strings(struct reader *r)
{
	u32 n = get_count(r);
	u32 i;

	for (i = 0; i < n; i++) {
		u32 len = get_count(r);

		if (memchr(r->p, 0, len))
			fault(r, "NUL byte in a string");
		if (r->fault)
			return;
		vec_push(&r->strs, intern_mem(r->b->unit->strs,
					      (const char *)r->p, len));
		r->p += len;
	}
}

static u32 get_str_id(struct reader *r)
{
	u32 v = get_u32(r);

	if (!v)
		return 0;
	if (v == 1)
		v = ++r->nseen;
	else
		v--;
	if (v <= r->nseen && r->nseen <= r->strs.n)
		return r->strs.v[v - 1];
	fault(r, "no such string");
	return 0;
}

/* Valid until the unit goes. */
static const char *get_str(struct reader *r)
{
	return ir_str(r->b->unit, get_str_id(r));
}

static struct ir_type get_type(struct reader *r)
{
	struct ir_type t = { IR_T_VOID, 0, 0 };
	u32 c = get_byte(r);

	switch (c) {
	case WIRE_T_VOID:
		break;
	case WIRE_T_AGG:
		t.kind = IR_T_AGG;
		break;
	case WIRE_T_OTHER:
		t.kind = IR_T_OTHER;
		break;
	case WIRE_T_PTR32:
	case WIRE_T_PTR64:
		t.kind = IR_T_PTR;
		t.bits = c == WIRE_T_PTR32 ? 32 : 64;
		break;
	default:
		if (c >= WIRE_T_VOID)
			fault(r, "unknown type");
		t.kind = IR_T_INT;
		t.bits = (u8)(c / 2 + 1);
		t.is_signed = c & 1;
	}
	return t;
}

static struct ir_loc get_symbol_loc(struct reader *r)
{
	struct ir_loc loc = { 0, 0, 0, 0 };

	loc.file = get_str_id(r);
	if (!loc.file)
		return loc;
	loc.line = apply(r->line, get_signed(r));
	loc.col = get_u32(r);
	loc.macro = get_str_id(r);
	r->line = loc.line;
	return loc;
}

static void get_full_loc(struct reader *r)
{
	u32 bits = get_byte(r);

	if (!bits) {
		irb_set_loc(r->b, (struct ir_loc){ 0, 0, 0, 0 });
		return;
	}
	if (!(bits & WIRE_LOC_HERE) ||
	    bits > (WIRE_LOC_HERE | WIRE_LOC_FILE | WIRE_LOC_MACRO))
		fault(r, "bad location");
	if (bits & WIRE_LOC_FILE)
		r->loc.file = get_str_id(r);
	if (bits & WIRE_LOC_MACRO)
		r->loc.macro = get_str_id(r);
	r->loc.line = apply(r->loc.line, get_signed(r));
	r->loc.col = get_u32(r);
	irb_set_loc(r->b, r->loc);
}

static void get_loc(struct reader *r, u32 mode)
{
	switch (mode) {
	case WIRE_LOC_COL:
		r->loc.col = apply(r->loc.col, get_signed(r));
		break;
	case WIRE_LOC_LINE:
		r->loc.line = apply(r->loc.line, get_signed(r));
		r->loc.col = get_u32(r);
		break;
	case WIRE_LOC_FULL:
		get_full_loc(r);
		return;
	}
	irb_set_loc(r->b, r->loc);
}

/* ---- operands and places --------------------------------------------------------------- */

static struct ir_const get_const(struct reader *r)
{
	struct ir_const c;

	c.type = get_type(r);
	c.bits = (u64)get_signed(r);
	c.name = get_str_id(r);
	return c;
}

static struct ir_operand get_const_ref(struct reader *r, u64 code)
{
	struct ir_const c;

	if (code > r->consts.n) {
		fault(r, "no such constant");
		return ir_none();
	}
	if (code)
		return r->consts.v[code - 1];
	c = get_const(r);
	vec_push(&r->consts, irb_const(r->b, c.type, c.bits,
				       ir_str(r->b->unit, c.name)));
	return r->consts.v[r->consts.n - 1];
}

static u32 get_place_ref(struct reader *r, u64 code);

static struct ir_operand operand_of(struct reader *r, u64 v)
{
	u64 code = v >> 2;

	switch ((v & 3) + 1) {
	case IR_OPND_LOCAL:
		return ir_local(apply(r->last, unzigzag(code)));
	case IR_OPND_CONST:
		return get_const_ref(r, code);
	case IR_OPND_ADDR:
		return irb_addr(r->b, get_place_ref(r, code));
	default:
		if (code >= r->b->funcs.n)
			fault(r, "no such function");
		return ir_funcref((u32)code);
	}
}

static struct ir_operand get_operand(struct reader *r)
{
	return operand_of(r, get(r));
}

/* An address as index is refused here: places do not nest. */
static struct ir_operand get_index(struct reader *r)
{
	u64 v = get(r);

	if (!v)
		return ir_none();
	if (((v - 1) & 3) + 1 > IR_OPND_CONST) {
		fault(r, "bad index");
		return ir_none();
	}
	return operand_of(r, v - 1);
}

static struct ir_proj get_proj(struct reader *r, bool is_init)
{
	struct ir_proj p = { .kind = IR_PROJ_FIELD };
	u64 v = get(r);

	if (v >> 1 > UINT32_MAX)
		fault(r, "bad projection");
	if (!(v & 1)) {
		p.field = (u32)(v >> 1);
		return p;
	}
	p.kind = IR_PROJ_INDEX;
	p.nelem = (u32)(v >> 1);
	p.index = is_init ? ir_opnd(IR_OPND_CONST, get_u32(r)) : get_index(r);
	return p;
}

static void get_projs(struct reader *r, u32 n, bool is_init)
{
	u32 i;

	vec_clear(&r->proj);
	for (i = 0; i < n && !r->fault; i++)
		vec_push(&r->proj, get_proj(r, is_init));
}

static u32 get_place_def(struct reader *r)
{
	u32 head = get_byte(r);
	u32 n = head >> 3;
	u32 base = head & 3;
	struct ir_type t;
	u32 idx = 0;

	if (n == WIRE_NPROJ_MANY)
		n += get_count(r);
	if (base == IR_BASE_GLOBAL)
		idx = get_u32(r);
	else if (base != IR_BASE_UNKNOWN)
		idx = apply(r->last, get_signed(r));
	t = get_type(r);
	get_projs(r, n, false);
	return irb_place(r->b, (enum ir_base_kind)base, idx, r->proj.v,
			 r->proj.n, t, head >> 2 & 1);
}

static u32 get_place_ref(struct reader *r, u64 code)
{
	if (code > r->places.n) {
		fault(r, "no such place");
		return IR_NONE;
	}
	if (code)
		return r->places.v[code - 1];
	vec_push(&r->places, get_place_def(r));
	return r->places.v[r->places.n - 1];
}

static u32 get_place(struct reader *r)
{
	return get_place_ref(r, get(r));
}

/* ---- instructions --------------------------------------------------------------------- */

static u32 get_dst(struct reader *r)
{
	r->last = apply(r->last, get_signed(r));
	return r->last;
}

static void read_arith(struct reader *r, enum ir_op op)
{
	struct ir_type t = get_type(r);
	struct ir_operand a = get_operand(r), c;

	if (ir_op_nargs(op) == 2) {
		c = get_operand(r);
		irb_binary(r->b, op, t, get_dst(r), a, c);
	} else {
		irb_unary(r->b, op, t, get_dst(r), a);
	}
}

static void read_memory(struct reader *r, enum ir_op op)
{
	struct ir_operand a = ir_none();
	u32 place;

	if (op == IR_OP_STORE)
		a = get_operand(r);
	place = get_place(r);
	switch (op) {
	case IR_OP_LOAD: irb_load(r->b, get_dst(r), place); break;
	case IR_OP_STORE: irb_store(r->b, place, a); break;
	case IR_OP_COPYMEM: irb_copymem(r->b, place, get_place(r)); break;
	case IR_OP_ZEROMEM: irb_zeromem(r->b, place); break;
	default: irb_clobber(r->b, place);
	}
}

static void read_call(struct reader *r)
{
	u64 head = get(r);
	u64 nargs = head >> 2;
	struct ir_operand callee = get_operand(r);
	u32 place = IR_NONE, dst = IR_NONE;
	u64 i;

	if ((head & 3) == WIRE_RESULT_PLACE)
		place = get_place(r);
	vec_clear(&r->args);
	for (i = 0; i < nargs && !r->fault; i++)
		vec_push(&r->args, get_operand(r));
	if ((head & 3) == WIRE_RESULT_VALUE)
		dst = get_dst(r);
	irb_call(r->b, dst, place, callee, r->args.v, r->args.n);
}

static u32 get_target(struct reader *r, u32 block)
{
	return apply(block, get_signed(r));
}

static void read_switch(struct reader *r, u32 block)
{
	struct ir_type t = get_type(r);
	struct ir_operand a = get_operand(r);
	u32 def = get_target(r, block);
	u32 n = get_count(r);
	u64 before = 0;
	u32 i;

	vec_clear(&r->cases);
	for (i = 0; i < n && !r->fault; i++) {
		struct ir_case c;

		c.lo = before + (u64)get_signed(r);
		c.hi = c.lo + get(r);
		c.target = get_target(r, block);
		c.name = get_str_id(r);
		before = c.hi;
		vec_push(&r->cases, c);
	}
	irb_switch(r->b, t, a, r->cases.v, r->cases.n, def);
}

static void read_return(struct reader *r)
{
	u32 res = get_byte(r);

	if (res == WIRE_RESULT_VALUE)
		irb_return(r->b, get_operand(r), IR_NONE);
	else if (res == WIRE_RESULT_PLACE)
		irb_return(r->b, ir_none(), get_place(r));
	else
		irb_return(r->b, ir_none(), IR_NONE);
}

static void read_branch(struct reader *r, u32 block)
{
	u32 cmp = get_byte(r);
	struct ir_type t = get_type(r);
	struct ir_operand a = get_operand(r);
	struct ir_operand c = get_operand(r);
	u32 yes = get_target(r, block);

	irb_branch(r->b, (enum ir_op)cmp, t, a, c, yes, get_target(r, block));
}

static void read_anygoto(struct reader *r, u32 block)
{
	u32 n = get_count(r);
	u32 i;

	vec_clear(&r->targets);
	for (i = 0; i < n && !r->fault; i++)
		vec_push(&r->targets, get_target(r, block));
	irb_anygoto(r->b, r->targets.v, r->targets.n);
}

static void read_term(struct reader *r, enum ir_op op, u32 block)
{
	switch (op) {
	case IR_OP_JUMP:
		irb_jump(r->b, get_target(r, block));
		break;
	case IR_OP_BRANCH:
		read_branch(r, block);
		break;
	case IR_OP_SWITCH:
		read_switch(r, block);
		break;
	case IR_OP_ANYGOTO:
		read_anygoto(r, block);
		break;
	case IR_OP_RETURN:
		read_return(r);
		break;
	default:
		irb_unreachable(r->b);
	}
}

static void read_misc(struct reader *r, enum ir_op op)
{
	u32 why;

	if (op == IR_OP_CALL) {
		read_call(r);
		return;
	}
	why = get_byte(r);
	irb_unknown(r->b, get_dst(r), (enum ir_why)why);
}

/* Returns false behind the terminator, or when nothing can follow. */
static bool read_inst(struct reader *r, u32 block)
{
	u32 head = get_byte(r);
	u32 op = head & ((1u << WIRE_LOC_SHIFT) - 1);

	if (op >= IR_OP_COUNT)
		fault(r, "unknown opcode");
	if (r->fault)
		return false;
	get_loc(r, head >> WIRE_LOC_SHIFT);
	switch (ir_op_class((enum ir_op)op)) {
	case IR_CLASS_UNARY:
	case IR_CLASS_BINARY:
	case IR_CLASS_COMPARE:
		read_arith(r, (enum ir_op)op);
		return true;
	case IR_CLASS_MEMORY:
		read_memory(r, (enum ir_op)op);
		return true;
	case IR_CLASS_MISC:
		read_misc(r, (enum ir_op)op);
		return true;
	default:
		read_term(r, (enum ir_op)op, block);
		return false;
	}
}

/* ---- functions --------------------------------------------------------------------------- */

static void read_local(struct reader *r)
{
	u32 bits = get_byte(r);
	struct ir_type t = get_type(r);
	const char *name = bits & WIRE_LOCAL_NAME ? get_str(r) : "";
	const char *record = bits & WIRE_LOCAL_RECORD ? get_str(r) : "";

	irb_local(r->b, name, t, record,
		  bits & ~(u32)(WIRE_LOCAL_NAME | WIRE_LOCAL_RECORD));
}

static void read_blocks(struct reader *r)
{
	u32 n = get_count(r);
	u32 i;

	for (i = 0; i < n; i++)
		irb_block(r->b);
	for (i = 0; i < n && !r->fault; i++) {
		irb_set_block(r->b, i);
		while (read_inst(r, i))
			;
	}
}

static int read_body(struct reader *r, u32 func, struct error *err)
{
	u32 n, i;

	irb_begin(r->b, func);
	r->loc = r->b->funcs.v[func].loc;
	r->last = 0;
	vec_clear(&r->consts);
	vec_clear(&r->places);
	n = get_count(r);
	for (i = 0; i < n && !r->fault; i++)
		read_local(r);
	read_blocks(r);
	if (!r->fault)
		return irb_end(r->b, err);
	irb_cancel(r->b);
	return 0;
}

static void read_funcs(struct reader *r)
{
	u32 n = get_count(r);
	u32 i;

	r->line = 0;
	for (i = 0; i < n && !r->fault; i++) {
		const char *name = get_str(r);
		u64 flags = get(r);
		struct ir_loc loc = get_symbol_loc(r);

		if (flags >> 1 > UINT32_MAX)
			fault(r, "bad function flags");
		if (irb_func(r->b, name, (u32)(flags >> 1), loc,
			     get_type(r)) != i)
			fault(r, "two functions of one name");
		if (flags & 1)
			vec_push(&r->bodies, i);
	}
}

/* ---- the unit ------------------------------------------------------------------------------ */

static void read_header(struct reader *r)
{
	struct ir_unit *u = r->b->unit;

	u->file = get_str_id(r);
	u->frontend = get_str_id(r);
	u->compiler = get_str_id(r);
	u->message = get_str_id(r);
	u->flags = get_u32(r);
	u->word_bits = get_byte(r);
	u->nskipped = get_u32(r);
}

static void read_names(struct reader *r)
{
	u32 n, i;

	n = get_count(r);
	for (i = 0; i < n && !r->fault; i++) {
		const char *name = get_str(r);

		irb_value(r->b, name, (u64)get_signed(r));
	}
	n = get_count(r);
	for (i = 0; i < n && !r->fault; i++)
		irb_declare(r->b, get_str(r));
}

static void read_fields(struct reader *r)
{
	u32 n = get_count(r);
	u32 i;

	for (i = 0; i < n && !r->fault; i++) {
		const char *record = get_str(r);
		const char *name = get_str(r);
		struct ir_type t = get_type(r);
		u32 bits = get_byte(r);
		u32 width = bits & WIRE_FIELD_WIDTH ? get_byte(r) : 0;
		u32 nelem = bits & WIRE_FIELD_NELEM ? get_u32(r) : 0;

		if (irb_field(r->b, record, name, t, (u8)width,
			      bits & WIRE_FIELD_UNION, nelem) != i)
			fault(r, "two fields of one name");
	}
}

static void read_init(struct reader *r, u32 global)
{
	u32 n = get_count(r);
	u32 kind;

	get_projs(r, n, true);
	kind = get_byte(r);
	if (kind == IR_OPND_CONST)
		irb_init(r->b, global, r->proj.v, r->proj.n, get_const(r));
	else if (kind == IR_OPND_FUNC)
		irb_init_func(r->b, global, r->proj.v, r->proj.n, get_u32(r));
	else
		irb_init_unknown(r->b, global, r->proj.v, r->proj.n);
}

static void read_globals(struct reader *r)
{
	u32 n = get_count(r);
	u32 i, k, ninits;

	r->line = 0;
	for (i = 0; i < n && !r->fault; i++) {
		const char *name = get_str(r);
		u32 flags = get_byte(r);
		struct ir_type t = get_type(r);
		const char *record = get_str(r);
		u32 nelem = get_u32(r);

		if (irb_global(r->b, name, flags, t, record, nelem,
			       get_symbol_loc(r)) != i)
			fault(r, "two globals of one name");
		ninits = get_count(r);
		for (k = 0; k < ninits && !r->fault; k++)
			read_init(r, i);
	}
}

static int read_unit(struct reader *r, struct error *err)
{
	u32 i;
	int ret = 0;

	read_strings(r);
	read_header(r);
	read_names(r);
	read_fields(r);
	read_funcs(r);
	read_globals(r);
	for (i = 0; !ret && !r->fault && i < r->bodies.n; i++)
		ret = read_body(r, r->bodies.v[i], err);
	if (ret) {
		if (err)
			err->code = ERR_FORMAT;
		return ERR_FORMAT;
	}
	if (!r->fault && (r->p < r->end || r->nseen != r->strs.n))
		fault(r, "holds more than the unit");
	return r->fault ? error_set(err, ERR_FORMAT, "%s", r->fault) : 0;
}

static void release(struct reader *r)
{
	vec_release(&r->strs);
	vec_release(&r->bodies);
	vec_release(&r->consts);
	vec_release(&r->places);
	vec_release(&r->proj);
	vec_release(&r->args);
	vec_release(&r->cases);
	vec_release(&r->targets);
}

static int read_plain(const u8 *body, size_t len, struct ir_unit **ret_unit,
		      struct error *err)
{
	struct reader r = {
		.p = body,
		.end = body + len,
		.b = irb_new("", "", "", 64),
	};
	struct ir_unit *unit;
	int ret;

	irb_set_unchecked(r.b);
	ret = read_unit(&r, err);
	release(&r);
	if (ret) {
		irb_abandon(r.b);
		return ret;
	}
	unit = irb_finish(r.b);
	ret = ir_verify(unit, err);
	if (ret)
		ir_unit_free(unit);
	else
		*ret_unit = unit;
	return ret;
}

/* ---- the payload ----------------------------------------------------------------------------- */

/* All of the source must be used, all of the destination filled. */
static bool inflate_into(const u8 *src, size_t len, u8 *dst, size_t max)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result ret;
	size_t used = 0;

	if (!d)
		abort();
	ret = libdeflate_deflate_decompress_ex(d, src, len, dst, max, &used,
					       NULL);
	libdeflate_free_decompressor(d);
	return ret == LIBDEFLATE_SUCCESS && used == len;
}

/* No deflate stream grows by more than this factor. */
#define DEFLATE_MAX 1032u

static int read_deflated(struct reader *head, struct ir_unit **ret_unit,
			 struct error *err)
{
	u64 len = get(head);
	size_t src = (size_t)(head->end - head->p);
	u8 *body;
	int ret;

	if (head->fault || len > WIRE_BODY_MAX || src > UINT32_MAX ||
	    len / DEFLATE_MAX > src)
		return error_set(err, ERR_FORMAT, "impossible length");
	body = malloc(len + 1);
	if (!body)
		abort();
	if (inflate_into(head->p, src, body, len))
		ret = read_plain(body, len, ret_unit, err);
	else
		ret = error_set(err, ERR_FORMAT, "damaged compression");
	free(body);
	return ret;
}

int ir_wire_read(const struct ir_wire_record *rec, struct ir_unit **ret_unit,
		 struct error *err)
{
	struct reader head = {
		.p = rec->payload,
		.end = rec->payload + rec->len,
	};
	int ret;

	switch (rec->len ? get_byte(&head) : IR_NONE) {
	case WIRE_PLAIN:
		if (rec->len > WIRE_BODY_MAX)
			ret = error_set(err, ERR_FORMAT, "impossible length");
		else
			ret = read_plain(head.p, rec->len - 1, ret_unit, err);
		break;
	case WIRE_DEFLATE:
		ret = read_deflated(&head, ret_unit, err);
		break;
	default:
		ret = error_set(err, ERR_FORMAT, "unknown encoding");
	}
	if (ret)
		error_prefix(err, "record");
	return ret;
}
