/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Wire form of the flow IR: the writer.
 *
 * The unit is taken to pass ir_verify(): constants and places are defined in
 * line where they are used first, which works because that is their order.
 */
#include "lib/ir/wire.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "lib/ir/builder.h"
#include "lib/ir/wire_p.h"

_Static_assert(IR_OP_COUNT <= 1 << WIRE_LOC_SHIFT,
	       "an opcode and a location mode share a byte");

struct writer {
	const struct ir_unit *u;
	const struct ir_func *f;
	struct strbuf strings; /* the table */
	struct strbuf body; /* what follows it */
	u32 *str_num; /* by number in the unit; 0 when not used so far */
	u32 nstr;
	struct ir_loc loc; /* the last one written */
	u32 line; /* of the last symbol written */
	u32 last; /* the last local written to */
	u32 nconsts, nplaces; /* defined so far */
};

/* ---- numbers --------------------------------------------------------------------- */

static void put_varint(struct strbuf *sb, u64 v)
{
	for (; v >= 0x80; v >>= 7)
		strbuf_addch(sb, (char)(u8)(v | 0x80));
	strbuf_addch(sb, (char)(u8)v);
}

static u64 zigzag(s64 v)
{
	return (u64)v << 1 ^ (u64)(v >> 63);
}

static s64 diff(u32 a, u32 b)
{
	return (s64)a - (s64)b;
}

/* Most numbers take one byte. */
static inline void put(struct writer *w, u64 v)
{
	if (v < 0x80)
		strbuf_addch(&w->body, (char)(u8)v);
	else
		put_varint(&w->body, v);
}

static void put_signed(struct writer *w, s64 v)
{
	put(w, zigzag(v));
}

static void put_byte(struct writer *w, u32 v)
{
	strbuf_addch(&w->body, (char)v);
}

/* ---- strings, types, locations ------------------------------------------------------ */

/* 0 the empty string, 1 the next of the table, n + 1 the n-th again. */
static void put_str(struct writer *w, u32 id)
{
	const char *s;
	size_t len;

	if (!id || w->str_num[id]) {
		put(w, id ? w->str_num[id] + 1 : 0);
		return;
	}
	w->str_num[id] = ++w->nstr;
	put(w, 1);
	s = ir_str(w->u, id);
	len = strlen(s);
	put_varint(&w->strings, len);
	strbuf_add(&w->strings, s, len);
}

static void put_type(struct writer *w, struct ir_type t)
{
	switch (t.kind) {
	case IR_T_INT:
		put_byte(w, 2u * (t.bits - 1u) + t.is_signed);
		break;
	case IR_T_PTR:
		put_byte(w, t.bits == 32 ? WIRE_T_PTR32 : WIRE_T_PTR64);
		break;
	case IR_T_AGG:
		put_byte(w, WIRE_T_AGG);
		break;
	case IR_T_OTHER:
		put_byte(w, WIRE_T_OTHER);
		break;
	default:
		put_byte(w, WIRE_T_VOID);
	}
}

/* Location of a function or global. */
static void put_symbol_loc(struct writer *w, const struct ir_loc *loc)
{
	put_str(w, loc->file);
	if (!loc->file)
		return;
	put_signed(w, diff(loc->line, w->line));
	put(w, loc->col);
	put_str(w, loc->macro);
	w->line = loc->line;
}

static enum wire_loc loc_mode(const struct writer *w, const struct ir_loc *loc)
{
	if (loc->file != w->loc.file || loc->macro != w->loc.macro)
		return WIRE_LOC_FULL;
	if (loc->line != w->loc.line)
		return WIRE_LOC_LINE;
	return loc->col != w->loc.col ? WIRE_LOC_COL : WIRE_LOC_SAME;
}

static void put_full_loc(struct writer *w, const struct ir_loc *loc)
{
	u32 bits = WIRE_LOC_HERE;

	if (loc->file != w->loc.file)
		bits |= WIRE_LOC_FILE;
	if (loc->macro != w->loc.macro)
		bits |= WIRE_LOC_MACRO;
	put_byte(w, bits);
	if (bits & WIRE_LOC_FILE)
		put_str(w, loc->file);
	if (bits & WIRE_LOC_MACRO)
		put_str(w, loc->macro);
	put_signed(w, diff(loc->line, w->loc.line));
	put(w, loc->col);
}

/* The opcode and where it stands. An unknown location changes no state. */
static void put_op(struct writer *w, const struct ir_inst *in)
{
	enum wire_loc mode = in->loc.file ? loc_mode(w, &in->loc) :
					    WIRE_LOC_FULL;

	put_byte(w, (u32)in->op | (u32)mode << WIRE_LOC_SHIFT);
	if (!in->loc.file) {
		put_byte(w, 0);
		return;
	}
	switch (mode) {
	case WIRE_LOC_SAME:
		break;
	case WIRE_LOC_COL:
		put_signed(w, diff(in->loc.col, w->loc.col));
		break;
	case WIRE_LOC_LINE:
		put_signed(w, diff(in->loc.line, w->loc.line));
		put(w, in->loc.col);
		break;
	case WIRE_LOC_FULL:
		put_full_loc(w, &in->loc);
		break;
	}
	w->loc = in->loc;
}

/* ---- operands and places --------------------------------------------------------------- */

static u64 local_code(const struct writer *w, u32 local)
{
	return zigzag(diff(local, w->last));
}

/* 0: defined right behind; else the number plus 1. */
static u64 table_code(u32 idx, u32 *seen)
{
	if (idx < *seen)
		return (u64)idx + 1;
	(*seen)++;
	return 0;
}

static void put_const(struct writer *w, const struct ir_const *c)
{
	put_type(w, c->type);
	put_signed(w, (s64)c->bits);
	put_str(w, c->name);
}

static void put_place_def(struct writer *w, const struct ir_place *p);

/* `extra` is added to the code: 1 where 0 stands for no operand. */
static void put_operand_from(struct writer *w, struct ir_operand o, u32 extra)
{
	u64 code = 0;

	switch (o.kind) {
	case IR_OPND_NONE:
		put(w, 0);
		return;
	case IR_OPND_LOCAL:
		code = local_code(w, o.idx);
		break;
	case IR_OPND_CONST:
		code = table_code(o.idx, &w->nconsts);
		break;
	case IR_OPND_ADDR:
		code = table_code(o.idx, &w->nplaces);
		break;
	case IR_OPND_FUNC:
		code = o.idx;
		break;
	}
	put(w, (code << 2 | (o.kind - 1u)) + extra);
	if (o.kind == IR_OPND_CONST && !code)
		put_const(w, &w->f->consts[o.idx]);
	if (o.kind == IR_OPND_ADDR && !code)
		put_place_def(w, &w->f->places[o.idx]);
}

static void put_operand(struct writer *w, struct ir_operand o)
{
	put_operand_from(w, o, 0);
}

static void put_proj(struct writer *w, const struct ir_proj *p)
{
	if (p->kind == IR_PROJ_FIELD) {
		put(w, (u64)p->field << 1);
		return;
	}
	put(w, (u64)p->nelem << 1 | 1);
	put_operand_from(w, p->index, 1);
}

static void put_place_def(struct writer *w, const struct ir_place *p)
{
	u32 n = p->nproj < WIRE_NPROJ_MANY ? p->nproj : WIRE_NPROJ_MANY;
	u32 i;

	put_byte(w, p->base | (u32)p->is_volatile << 2 | n << 3);
	if (n == WIRE_NPROJ_MANY)
		put(w, p->nproj - n);
	if (p->base == IR_BASE_GLOBAL)
		put(w, p->idx);
	else if (p->base != IR_BASE_UNKNOWN)
		put(w, local_code(w, p->idx));
	put_type(w, p->type);
	for (i = 0; i < p->nproj; i++)
		put_proj(w, &p->proj[i]);
}

static void put_place(struct writer *w, u32 idx)
{
	u64 code = table_code(idx, &w->nplaces);

	put(w, code);
	if (!code)
		put_place_def(w, &w->f->places[idx]);
}

/* ---- instructions --------------------------------------------------------------------- */

/* Behind all that is coded relative to the last one. */
static void put_dst(struct writer *w, u32 dst)
{
	put(w, local_code(w, dst));
	w->last = dst;
}

static void put_arith(struct writer *w, const struct ir_inst *in)
{
	put_type(w, in->type);
	put_operand(w, in->a);
	if (ir_op_nargs(in->op) == 2)
		put_operand(w, in->b);
	put_dst(w, in->dst);
}

static void put_memory(struct writer *w, const struct ir_inst *in)
{
	if (in->op == IR_OP_STORE)
		put_operand(w, in->a);
	put_place(w, in->place);
	if (in->op == IR_OP_COPYMEM)
		put_place(w, in->place2);
	if (in->op == IR_OP_LOAD)
		put_dst(w, in->dst);
}

static enum wire_result result_kind(const struct ir_inst *in, bool value)
{
	if (in->place != IR_NONE)
		return WIRE_RESULT_PLACE;
	return value ? WIRE_RESULT_VALUE : WIRE_RESULT_NONE;
}

static void put_call(struct writer *w, const struct ir_inst *in)
{
	enum wire_result res = result_kind(in, in->dst != IR_NONE);
	u32 i;

	put(w, (u64)in->nargs << 2 | res);
	put_operand(w, in->a);
	if (res == WIRE_RESULT_PLACE)
		put_place(w, in->place);
	for (i = 0; i < in->nargs; i++)
		put_operand(w, in->args[i]);
	if (res == WIRE_RESULT_VALUE)
		put_dst(w, in->dst);
}

static void put_switch(struct writer *w, const struct ir_inst *in, u32 block)
{
	u64 before = 0;
	u32 i;

	put_type(w, in->type);
	put_operand(w, in->a);
	put_signed(w, diff(in->succ[0], block));
	put(w, in->ncases);
	for (i = 0; i < in->ncases; i++) {
		const struct ir_case *c = &in->cases[i];

		put_signed(w, (s64)(c->lo - before));
		put(w, c->hi - c->lo);
		put_signed(w, diff(c->target, block));
		put_str(w, c->name);
		before = c->hi;
	}
}

static void put_return(struct writer *w, const struct ir_inst *in)
{
	enum wire_result res = result_kind(in, in->a.kind);

	put_byte(w, res);
	if (res == WIRE_RESULT_VALUE)
		put_operand(w, in->a);
	if (res == WIRE_RESULT_PLACE)
		put_place(w, in->place);
}

static void put_term(struct writer *w, const struct ir_inst *in, u32 block)
{
	u32 i;

	switch (in->op) {
	case IR_OP_SWITCH:
		put_switch(w, in, block);
		return;
	case IR_OP_RETURN:
		put_return(w, in);
		return;
	case IR_OP_BRANCH:
		put_byte(w, in->cmp);
		put_type(w, in->type);
		put_operand(w, in->a);
		put_operand(w, in->b);
		break;
	case IR_OP_ANYGOTO:
		put(w, in->nsucc);
		break;
	}
	for (i = 0; i < in->nsucc; i++)
		put_signed(w, diff(in->succ[i], block));
}

static void put_inst(struct writer *w, const struct ir_inst *in, u32 block)
{
	put_op(w, in);
	switch (ir_op_class(in->op)) {
	case IR_CLASS_UNARY:
	case IR_CLASS_BINARY:
	case IR_CLASS_COMPARE:
		put_arith(w, in);
		break;
	case IR_CLASS_MEMORY:
		put_memory(w, in);
		break;
	case IR_CLASS_MISC:
		if (in->op == IR_OP_CALL) {
			put_call(w, in);
		} else {
			put_byte(w, in->why);
			put_dst(w, in->dst);
		}
		break;
	case IR_CLASS_TERM:
		put_term(w, in, block);
		break;
	}
}

/* ---- functions --------------------------------------------------------------------------- */

static void put_local(struct writer *w, const struct ir_local *l)
{
	u32 bits = l->flags;

	if (l->name)
		bits |= WIRE_LOCAL_NAME;
	if (l->record)
		bits |= WIRE_LOCAL_RECORD;
	put_byte(w, bits);
	put_type(w, l->type);
	if (l->name)
		put_str(w, l->name);
	if (l->record)
		put_str(w, l->record);
}

static void put_body(struct writer *w, const struct ir_func *f)
{
	u32 i, k;

	w->f = f;
	w->loc = f->loc;
	w->last = 0;
	w->nconsts = 0;
	w->nplaces = 0;
	put(w, f->nlocals);
	for (i = 0; i < f->nlocals; i++)
		put_local(w, &f->locals[i]);
	put(w, f->nblocks);
	for (i = 0; i < f->nblocks; i++)
		for (k = 0; k < f->blocks[i].ninst; k++)
			put_inst(w, &f->insts[f->blocks[i].first + k], i);
}

static void put_funcs(struct writer *w)
{
	u32 i;

	put(w, w->u->nfuncs);
	w->line = 0;
	for (i = 0; i < w->u->nfuncs; i++) {
		const struct ir_func *f = &w->u->funcs[i];

		put_str(w, f->name);
		put(w, (u64)f->flags << 1 | (f->blocks != NULL));
		put_symbol_loc(w, &f->loc);
		put_type(w, f->ret);
	}
}

/* ---- the unit ------------------------------------------------------------------------------ */

static void put_header(struct writer *w)
{
	const struct ir_unit *u = w->u;

	put_str(w, u->file);
	put_str(w, u->frontend);
	put_str(w, u->compiler);
	put_str(w, u->message);
	put(w, u->flags);
	put_byte(w, u->word_bits);
	put(w, u->nskipped);
}

static void put_names(struct writer *w)
{
	const struct ir_unit *u = w->u;
	u32 i;

	put(w, u->nvalues);
	for (i = 0; i < u->nvalues; i++) {
		put_str(w, u->values[i].name);
		put_signed(w, (s64)u->values[i].bits);
	}
	put(w, u->ndeclared);
	for (i = 0; i < u->ndeclared; i++)
		put_str(w, u->declared[i]);
}

static void put_fields(struct writer *w)
{
	u32 i;

	put(w, w->u->nfields);
	for (i = 0; i < w->u->nfields; i++) {
		const struct ir_field *fd = &w->u->fields[i];
		u32 bits = fd->in_union ? WIRE_FIELD_UNION : 0;

		if (fd->bit_width)
			bits |= WIRE_FIELD_WIDTH;
		if (fd->nelem)
			bits |= WIRE_FIELD_NELEM;
		put_str(w, fd->record);
		put_str(w, fd->name);
		put_type(w, fd->type);
		put_byte(w, bits);
		if (fd->bit_width)
			put_byte(w, fd->bit_width);
		if (fd->nelem)
			put(w, fd->nelem);
	}
}

static void put_init(struct writer *w, const struct ir_init *in)
{
	u32 i;

	put(w, in->nproj);
	for (i = 0; i < in->nproj; i++) {
		const struct ir_proj *p = &in->proj[i];

		if (p->kind == IR_PROJ_FIELD) {
			put(w, (u64)p->field << 1);
		} else {
			put(w, (u64)p->nelem << 1 | 1);
			put(w, p->index.idx);
		}
	}
	put_byte(w, in->kind);
	if (in->kind == IR_OPND_CONST)
		put_const(w, &in->value);
	else if (in->kind == IR_OPND_FUNC)
		put(w, in->func);
}

static void put_globals(struct writer *w)
{
	u32 i, k;

	put(w, w->u->nglobals);
	w->line = 0;
	for (i = 0; i < w->u->nglobals; i++) {
		const struct ir_global *g = &w->u->globals[i];

		put_str(w, g->name);
		put_byte(w, g->flags);
		put_type(w, g->type);
		put_str(w, g->record);
		put(w, g->nelem);
		put_symbol_loc(w, &g->loc);
		put(w, g->ninits);
		for (k = 0; k < g->ninits; k++)
			put_init(w, &g->inits[k]);
	}
}

static void put_unit(struct writer *w)
{
	u32 i;

	put_header(w);
	put_names(w);
	put_fields(w);
	put_funcs(w);
	put_globals(w);
	for (i = 0; i < w->u->nfuncs; i++)
		if (w->u->funcs[i].blocks)
			put_body(w, &w->u->funcs[i]);
}

/* Strings, then what refers to them. */
static void make_body(const struct ir_unit *u, struct strbuf *out)
{
	struct writer w = {
		.u = u,
		.strings = STRBUF_INIT,
		.body = STRBUF_INIT,
		.str_num = calloc(intern_count(u->strs), sizeof(u32)),
	};

	if (!w.str_num)
		abort();
	put_unit(&w);
	put_varint(out, w.nstr);
	strbuf_add(out, w.strings.buf, w.strings.len);
	strbuf_add(out, w.body.buf, w.body.len);
	strbuf_release(&w.strings);
	strbuf_release(&w.body);
	free(w.str_num);
}

/* ---- the record ------------------------------------------------------------------------------ */

/* Raw deflate; returns the length, or 0 when it would not fit into max. */
static size_t compress_into(const struct strbuf *body, u8 *dst, size_t max)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(1);
	size_t len;

	if (!c)
		abort();
	len = libdeflate_deflate_compress(c, body->buf, body->len, dst, max);
	libdeflate_free_compressor(c);
	return len;
}

/* The shorter of both encodings; at equal length the plain one. */
static void make_payload(const struct strbuf *body, struct strbuf *out)
{
	u8 *z = malloc(body->len);
	size_t len;

	if (!z)
		abort();
	strbuf_addch(out, WIRE_DEFLATE);
	put_varint(out, body->len);
	len = body->len > out->len ?
	      compress_into(body, z, body->len - out->len) : 0;
	if (len) {
		strbuf_add(out, z, len);
	} else {
		strbuf_reset(out);
		strbuf_addch(out, WIRE_PLAIN);
		strbuf_add(out, body->buf, body->len);
	}
	free(z);
}

static void put_le(struct strbuf *sb, u64 v, u32 bytes)
{
	for (; bytes; bytes--, v >>= 8)
		strbuf_addch(sb, (char)(u8)v);
}

static void put_record(const struct strbuf *body, struct strbuf *out)
{
	struct strbuf payload = STRBUF_INIT;

	make_payload(body, &payload);
	strbuf_add(out, WIRE_MAGIC, 8);
	put_le(out, IR_WIRE_VERSION, 4);
	put_le(out, payload.len, 4);
	put_le(out, XXH64(payload.buf, payload.len, 0), 8);
	strbuf_add(out, payload.buf, payload.len);
	strbuf_release(&payload);
}

/* Stands in for a unit no reader would take. */
static void make_failed_body(const struct ir_unit *u, struct strbuf *out)
{
	struct ir_builder *b = irb_new(ir_str(u, u->file),
				       ir_str(u, u->frontend),
				       ir_str(u, u->compiler), u->word_bits);
	struct ir_unit *failed;

	irb_set_flags(b, u->flags | IR_UNIT_FAILED,
		      "the unit is too large for the wire form");
	failed = irb_finish(b);
	strbuf_reset(out);
	make_body(failed, out);
	ir_unit_free(failed);
}

void ir_wire_write(const struct ir_unit *unit, struct strbuf *out)
{
	struct strbuf body = STRBUF_INIT;

	make_body(unit, &body);
	if (body.len > WIRE_BODY_MAX)
		make_failed_body(unit, &body);
	put_record(&body, out);
	strbuf_release(&body);
}
