/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builder of the flow IR: locals, blocks and instructions of one body. */
#include "lib/ir/builder.h"

#include <stdlib.h>
#include <string.h>

#include "lib/ir/builder_p.h"

static void misuse(struct ir_builder *b, const char *what)
{
	if (!b->misuse)
		b->misuse = what;
}

void irb_reset_body(struct ir_builder *b)
{
	static const struct ir_loc unknown;

	b->func = IR_NONE;
	b->cur = IR_NONE;
	b->loc = unknown;
	b->misuse = NULL;
	vec_clear(&b->locals);
	vec_clear(&b->consts);
	vec_clear(&b->places);
	vec_clear(&b->proj);
	vec_clear(&b->insts);
	vec_clear(&b->blocks);
	vec_clear(&b->args);
	vec_clear(&b->succ);
	vec_clear(&b->cases);
	vec_clear(&b->block_refs);
	idmap_clear(&b->const_map);
	idmap_clear(&b->place_map);
}

void irb_release_body(struct ir_builder *b)
{
	vec_release(&b->locals);
	vec_release(&b->consts);
	vec_release(&b->places);
	vec_release(&b->proj);
	vec_release(&b->insts);
	vec_release(&b->blocks);
	vec_release(&b->args);
	vec_release(&b->succ);
	vec_release(&b->cases);
	vec_release(&b->block_refs);
	idmap_release(&b->const_map);
	idmap_release(&b->place_map);
}

void irb_begin(struct ir_builder *b, u32 func)
{
	if (b->func != IR_NONE)
		misuse(b, "irb_begin() within a body");
	else if (func >= b->funcs.n)
		misuse(b, "irb_begin() of an unknown function");
	else if (b->funcs.v[func].blocks)
		misuse(b, "second body of a function");
	else
		b->func = func;
}

void irb_cancel(struct ir_builder *b)
{
	irb_reset_body(b);
	irb_add_skipped(b, 1);
}

/* ---- locals and blocks ------------------------------------------------------ */

u32 irb_local(struct ir_builder *b, const char *name, struct ir_type type,
	      const char *record, u32 flags)
{
	struct ir_local l = {
		.name = irb_str(b, name),
		.type = type,
		.record = irb_str(b, record),
		.flags = flags,
	};

	if (b->func == IR_NONE)
		misuse(b, "local outside a body");
	if ((flags & IR_LOCAL_PARAM) && b->locals.n &&
	    !(b->locals.v[b->locals.n - 1].flags & IR_LOCAL_PARAM))
		misuse(b, "parameter after another local");
	vec_push(&b->locals, l);
	return b->locals.n - 1;
}

void irb_local_flag(struct ir_builder *b, u32 local, u32 flags)
{
	if (local < b->locals.n)
		b->locals.v[local].flags |= flags;
	else
		misuse(b, "flag for an unknown local");
}

u32 irb_block(struct ir_builder *b)
{
	struct scratch_block blk = { 0, 0, BLOCK_EMPTY };

	vec_push(&b->blocks, blk);
	return b->blocks.n - 1;
}

void irb_set_block(struct ir_builder *b, u32 block)
{
	if (b->cur != IR_NONE)
		misuse(b, "block left without a terminator");
	b->cur = IR_NONE;
	if (block >= b->blocks.n) {
		misuse(b, "irb_set_block() of an unknown block");
	} else if (b->blocks.v[block].state != BLOCK_EMPTY) {
		misuse(b, "block filled twice");
	} else {
		b->blocks.v[block].state = BLOCK_OPEN;
		b->blocks.v[block].first = b->insts.n;
		b->cur = block;
	}
}

u32 irb_current_block(const struct ir_builder *b)
{
	return b->cur;
}

bool irb_terminated(const struct ir_builder *b)
{
	return b->cur == IR_NONE;
}

void irb_set_loc(struct ir_builder *b, struct ir_loc loc)
{
	b->loc = irb_norm_loc(loc);
}

/* ---- constants and places ----------------------------------------------------- */

static u64 mix_type(u64 h, struct ir_type t)
{
	return idmap_mix(h, (u64)t.kind << 16 | (u64)t.bits << 8 | t.is_signed);
}

struct ir_operand irb_const(struct ir_builder *b, struct ir_type type,
			    u64 bits, const char *name)
{
	struct ir_const c = { ir_extend(type, bits), type, irb_str(b, name) };
	u32 hash = (u32)mix_type(idmap_mix(c.name, c.bits), type);
	u32 pos, id;

	for (id = idmap_first(&b->const_map, hash, &pos); id != IR_NONE;
	     id = idmap_next(&b->const_map, hash, &pos)) {
		const struct ir_const *o = &b->consts.v[id];

		if (o->bits == c.bits && o->name == c.name &&
		    ir_type_eq(o->type, type))
			return ir_opnd(IR_OPND_CONST, id);
	}
	idmap_add(&b->const_map, hash, b->consts.n);
	vec_push(&b->consts, c);
	return ir_opnd(IR_OPND_CONST, b->consts.n - 1);
}

static bool proj_eq(const struct ir_proj *a, const struct ir_proj *b)
{
	return a->kind == b->kind && a->field == b->field &&
	       a->index.kind == b->index.kind && a->index.idx == b->index.idx &&
	       a->nelem == b->nelem;
}

static u32 hash_place(const struct ir_builder *b,
		      const struct scratch_place *sp)
{
	u64 h = mix_type(sp->p.is_volatile, sp->p.type);
	u32 i;

	h = idmap_mix(h, (u64)sp->p.base << 32 | sp->p.idx);
	for (i = 0; i < sp->p.nproj; i++) {
		const struct ir_proj *pr = &b->proj.v[sp->proj + i];

		h = idmap_mix(h, (u64)pr->kind << 32 | pr->field);
		h = idmap_mix(h, (u64)pr->index.kind << 32 | pr->index.idx);
		h = idmap_mix(h, pr->nelem);
	}
	return (u32)h;
}

static bool place_eq(const struct ir_builder *b, const struct scratch_place *x,
		     const struct scratch_place *y)
{
	u32 i;

	if (x->p.base != y->p.base || x->p.idx != y->p.idx ||
	    x->p.is_volatile != y->p.is_volatile || x->p.nproj != y->p.nproj ||
	    !ir_type_eq(x->p.type, y->p.type))
		return false;
	for (i = 0; i < x->p.nproj; i++)
		if (!proj_eq(&b->proj.v[x->proj + i], &b->proj.v[y->proj + i]))
			return false;
	return true;
}

u32 irb_place(struct ir_builder *b, enum ir_base_kind base, u32 idx,
	      const struct ir_proj *proj, u32 nproj, struct ir_type type,
	      bool is_volatile)
{
	struct scratch_place sp = {
		.p = {
			.base = (u8)base,
			.is_volatile = is_volatile,
			.idx = base == IR_BASE_UNKNOWN ? 0 : idx,
			.nproj = nproj,
			.type = type,
		},
		.proj = b->proj.n,
	};
	u32 hash, pos, id, i;

	for (i = 0; i < nproj; i++)
		vec_push(&b->proj, irb_norm_proj(proj[i]));
	hash = hash_place(b, &sp);
	for (id = idmap_first(&b->place_map, hash, &pos); id != IR_NONE;
	     id = idmap_next(&b->place_map, hash, &pos)) {
		if (!place_eq(b, &b->places.v[id], &sp))
			continue;
		b->proj.n = sp.proj;
		return id;
	}
	idmap_add(&b->place_map, hash, b->places.n);
	vec_push(&b->places, sp);
	return b->places.n - 1;
}

struct ir_operand irb_addr(struct ir_builder *b, u32 place)
{
	const struct ir_place *p;

	if (place >= b->places.n) {
		misuse(b, "address of an unknown place");
		return ir_none();
	}
	p = &b->places.v[place].p;
	if (p->base == IR_BASE_LOCAL)
		irb_local_flag(b, p->idx, IR_LOCAL_ADDR_TAKEN);
	return ir_opnd(IR_OPND_ADDR, place);
}

/* ---- instructions -------------------------------------------------------------- */

static struct scratch_inst *emit(struct ir_builder *b, enum ir_op op)
{
	struct scratch_inst si = {
		.in = {
			.op = (u8)op,
			.dst = IR_NONE,
			.place = IR_NONE,
			.place2 = IR_NONE,
			.loc = b->loc,
		},
	};

	if (b->func == IR_NONE || b->cur == IR_NONE) {
		misuse(b, b->func == IR_NONE ? "instruction outside a body" :
					       "instruction outside a block");
		b->sink = si;
		return &b->sink;
	}
	vec_push(&b->insts, si);
	return &b->insts.v[b->insts.n - 1];
}

static struct ir_type local_type(const struct ir_builder *b, u32 local)
{
	static const struct ir_type none;

	return local < b->locals.n ? b->locals.v[local].type : none;
}

static struct ir_type place_type(const struct ir_builder *b, u32 place)
{
	static const struct ir_type none;

	return place < b->places.n ? b->places.v[place].p.type : none;
}

void irb_unary(struct ir_builder *b, enum ir_op op, struct ir_type type,
	       u32 dst, struct ir_operand a)
{
	struct ir_inst *in = &emit(b, op)->in;

	in->type = type;
	in->dst = dst;
	in->a = a;
}

void irb_binary(struct ir_builder *b, enum ir_op op, struct ir_type type,
		u32 dst, struct ir_operand a, struct ir_operand c)
{
	struct ir_inst *in = &emit(b, op)->in;

	in->type = type;
	in->dst = dst;
	in->a = a;
	in->b = c;
}

static struct ir_inst *emit_memory(struct ir_builder *b, enum ir_op op,
				   u32 place)
{
	struct ir_inst *in = &emit(b, op)->in;

	in->type = place_type(b, place);
	in->place = place;
	return in;
}

void irb_load(struct ir_builder *b, u32 dst, u32 place)
{
	emit_memory(b, IR_OP_LOAD, place)->dst = dst;
}

void irb_store(struct ir_builder *b, u32 place, struct ir_operand a)
{
	emit_memory(b, IR_OP_STORE, place)->a = a;
}

void irb_copymem(struct ir_builder *b, u32 place, u32 src)
{
	emit_memory(b, IR_OP_COPYMEM, place)->place2 = src;
}

void irb_zeromem(struct ir_builder *b, u32 place)
{
	emit_memory(b, IR_OP_ZEROMEM, place);
}

void irb_clobber(struct ir_builder *b, u32 place)
{
	emit_memory(b, IR_OP_CLOBBER, place);
}

void irb_unknown(struct ir_builder *b, u32 dst, enum ir_why why)
{
	struct ir_inst *in = &emit(b, IR_OP_UNKNOWN)->in;

	in->type = local_type(b, dst);
	in->dst = dst;
	in->why = (u8)why;
}

void irb_call(struct ir_builder *b, u32 dst, u32 place,
	      struct ir_operand callee, const struct ir_operand *args,
	      u32 nargs)
{
	struct scratch_inst *si = emit(b, IR_OP_CALL);
	u32 i;

	si->in.type = place != IR_NONE ? place_type(b, place) :
					 local_type(b, dst);
	si->in.dst = dst;
	si->in.place = place;
	si->in.a = callee;
	si->in.nargs = nargs;
	si->args = b->args.n;
	for (i = 0; i < nargs; i++)
		vec_push(&b->args, args[i]);
}

bool irb_is_temporary(const struct ir_builder *b, u32 local)
{
	return local < b->locals.n && !b->locals.v[local].name &&
	       !b->locals.v[local].flags;
}

bool irb_redirect(struct ir_builder *b, u32 from, u32 to)
{
	struct ir_inst *in;

	if (b->cur == IR_NONE || b->insts.n == b->blocks.v[b->cur].first ||
	    from == to || !irb_is_temporary(b, from) ||
	    !ir_type_eq(local_type(b, from), local_type(b, to)))
		return false;
	in = &b->insts.v[b->insts.n - 1].in;
	if (in->dst != from)
		return false;
	in->dst = to;
	return true;
}

static bool is_arith(const struct ir_inst *in)
{
	return ir_op_class((enum ir_op)in->op) <= IR_CLASS_COMPARE;
}

static bool is_local(struct ir_operand o, u32 local)
{
	return o.kind == IR_OPND_LOCAL && o.idx == local;
}

static u32 unread_def(const struct ir_builder *b, u32 local)
{
	const struct ir_inst *def, *in;
	u32 i, first, k;

	if (b->cur == IR_NONE || !irb_is_temporary(b, local))
		return IR_NONE;
	first = b->blocks.v[b->cur].first;
	for (i = b->insts.n; i-- > first;) {
		in = &b->insts.v[i].in;
		if (!is_arith(in))
			return IR_NONE;
		if (in->dst == local)
			break;
		if (is_local(in->a, local) || is_local(in->b, local))
			return IR_NONE;
	}
	if (i + 1 == first)
		return IR_NONE;
	def = &b->insts.v[i].in;
	for (k = i + 1; k < b->insts.n; k++) {
		u32 dst = b->insts.v[k].in.dst;

		if (is_local(def->a, dst) || is_local(def->b, dst))
			return IR_NONE;
	}
	return i;
}

const struct ir_inst *irb_unread(const struct ir_builder *b, u32 local)
{
	u32 at = unread_def(b, local);

	return at == IR_NONE ? NULL : &b->insts.v[at].in;
}

void irb_drop(struct ir_builder *b, u32 local)
{
	u32 at = unread_def(b, local);

	if (at == IR_NONE) {
		misuse(b, "drop of what is read");
		return;
	}
	b->insts.n--;
	memmove(&b->insts.v[at], &b->insts.v[at + 1],
		sizeof(b->insts.v[0]) * (b->insts.n - at));
}

struct ir_type irb_operand_type(const struct ir_builder *b, struct ir_operand o)
{
	static const struct ir_type none;

	if (o.kind == IR_OPND_LOCAL)
		return local_type(b, o.idx);
	return o.kind == IR_OPND_CONST && o.idx < b->consts.n ?
	       b->consts.v[o.idx].type : none;
}

u64 irb_const_bits(const struct ir_builder *b, struct ir_operand o)
{
	return o.kind == IR_OPND_CONST && o.idx < b->consts.n ?
	       b->consts.v[o.idx].bits : 0;
}

/* ---- terminators ------------------------------------------------------------------ */

static struct scratch_inst *emit_term(struct ir_builder *b, enum ir_op op)
{
	struct scratch_inst *si = emit(b, op);

	if (si != &b->sink) {
		struct scratch_block *blk = &b->blocks.v[b->cur];

		blk->ninst = b->insts.n - blk->first;
		blk->state = BLOCK_DONE;
	}
	b->cur = IR_NONE;
	si->succ = b->succ.n;
	return si;
}

static void add_succ(struct ir_builder *b, struct scratch_inst *si, u32 target)
{
	vec_push(&b->succ, target);
	si->in.nsucc++;
}

void irb_jump(struct ir_builder *b, u32 target)
{
	add_succ(b, emit_term(b, IR_OP_JUMP), target);
}

void irb_branch(struct ir_builder *b, enum ir_op cmp, struct ir_type type,
		struct ir_operand a, struct ir_operand c, u32 then_block,
		u32 else_block)
{
	struct scratch_inst *si = emit_term(b, IR_OP_BRANCH);

	si->in.cmp = (u8)cmp;
	si->in.type = type;
	si->in.a = a;
	si->in.b = c;
	add_succ(b, si, then_block);
	add_succ(b, si, else_block);
}

static int cmp_signed(const void *a, const void *b)
{
	s64 x = (s64)((const struct ir_case *)a)->lo;
	s64 y = (s64)((const struct ir_case *)b)->lo;

	return (x > y) - (x < y);
}

static int cmp_unsigned(const void *a, const void *b)
{
	u64 x = ((const struct ir_case *)a)->lo;
	u64 y = ((const struct ir_case *)b)->lo;

	return (x > y) - (x < y);
}

/* By value; the targets noted as successors come in the same order. */
static void sort_cases(struct ir_builder *b, const struct scratch_inst *si,
		       bool is_signed)
{
	struct ir_case *own = &b->cases.v[si->cases];
	u32 i;

	qsort(own, si->in.ncases, sizeof(*own),
	      is_signed ? cmp_signed : cmp_unsigned);
	for (i = 0; i < si->in.ncases; i++)
		b->succ.v[si->succ + 1 + i] = own[i].target;
}

/* irb_end() drops repeated successors. */
void irb_switch(struct ir_builder *b, struct ir_type type,
		struct ir_operand a, const struct ir_case *cases, u32 ncases,
		u32 default_block)
{
	struct scratch_inst *si = emit_term(b, IR_OP_SWITCH);
	u32 i;

	si->in.type = type;
	si->in.a = a;
	si->in.ncases = ncases;
	si->cases = b->cases.n;
	add_succ(b, si, default_block);
	for (i = 0; i < ncases; i++) {
		struct ir_case c = cases[i];

		c.lo = ir_extend(type, c.lo);
		c.hi = ir_extend(type, c.hi);
		vec_push(&b->cases, c);
		vec_push(&b->succ, c.target);
	}
	if (ncases)
		sort_cases(b, si, type.is_signed);
	si->in.nsucc = ncases + 1;
}

void irb_anygoto(struct ir_builder *b, const u32 *targets, u32 ntargets)
{
	struct scratch_inst *si = emit_term(b, IR_OP_ANYGOTO);
	u32 i;

	for (i = 0; i < ntargets; i++)
		add_succ(b, si, targets[i]);
}

void irb_return(struct ir_builder *b, struct ir_operand a, u32 place)
{
	struct ir_inst *in = &emit_term(b, IR_OP_RETURN)->in;

	in->a = a;
	in->place = place;
	/* type: the function's result, known for sure at irb_end() */
}

void irb_unreachable(struct ir_builder *b)
{
	emit_term(b, IR_OP_UNREACHABLE);
}
