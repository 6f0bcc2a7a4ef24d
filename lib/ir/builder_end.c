/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builder of the flow IR: from the scratch body to the arena. */
#include "lib/ir/builder.h"

#include <string.h>

#include "lib/ir/builder_p.h"
#include "lib/ir/verify_p.h"

void irb_release_out(struct scratch_out *out)
{
	vec_release(&out->consts);
	vec_release(&out->places);
	vec_release(&out->proj);
	vec_release(&out->const_num);
	vec_release(&out->place_num);
	vec_release(&out->block_num);
	vec_release(&out->chain);
	vec_release(&out->work);
}

#define fill_none(vec, count) do {					\
	vec_reserve((vec), (count) + 1);				\
	(vec)->n = (count);						\
	memset((vec)->v, 0xff, (count) * sizeof(u32));			\
} while (0)

/* ---- which blocks stay ------------------------------------------------------- */

static const struct scratch_inst *terminator(const struct ir_builder *b,
					     u32 block)
{
	const struct scratch_block *blk = &b->blocks.v[block];

	return &b->insts.v[blk->first + blk->ninst - 1];
}

static int visit(struct ir_builder *b, u32 block, struct error *err)
{
	struct scratch_out *out = &b->out;

	if (block >= b->blocks.n)
		return error_set(err, ERR_INTERNAL, "jump to unknown block %u",
				 block);
	if (b->blocks.v[block].state == BLOCK_EMPTY)
		return error_set(err, ERR_INTERNAL, "block %u was never filled",
				 block);
	if (out->block_num.v[block] == IR_NONE) {
		out->block_num.v[block] = 0;
		vec_push(&out->work, block);
	}
	return 0;
}

/* Marks what the entry reaches, then numbers it in creation order. */
static int number_blocks(struct ir_builder *b, u32 *ret_nblocks,
			 struct error *err)
{
	struct scratch_out *out = &b->out;
	u32 i, n = 0;
	int ret;

	if (!b->blocks.n)
		return error_set(err, ERR_INTERNAL, "no blocks");
	fill_none(&out->block_num, b->blocks.n);
	vec_clear(&out->work);
	ret = visit(b, 0, err);
	while (!ret && out->work.n) {
		const struct scratch_inst *t =
			terminator(b, out->work.v[--out->work.n]);

		for (i = 0; !ret && i < t->in.nsucc; i++)
			ret = visit(b, b->succ.v[t->succ + i], err);
	}
	if (ret)
		return ret;
	irb_keep_refs(b);
	fill_none(&out->chain, b->blocks.n);
	if (b->simplify)
		irb_chain_blocks(b);
	for (i = 0; i < b->blocks.n; i++)
		if (out->chain.v[i] != IR_NONE)
			out->block_num.v[out->chain.v[i]] = IR_NONE;
	for (i = 0; i < b->blocks.n; i++)
		if (out->block_num.v[i] != IR_NONE)
			out->block_num.v[i] = n++;
	*ret_nblocks = n;
	return 0;
}

/* ---- final numbers of constants and places -------------------------------------- */

static void use_const(struct ir_builder *b, u32 *idx)
{
	struct scratch_out *out = &b->out;
	u32 *num;

	if (*idx >= b->consts.n)
		return; /* left for the verifier to refuse */
	num = &out->const_num.v[*idx];
	if (*num == IR_NONE) {
		*num = out->consts.n;
		vec_push(&out->consts, b->consts.v[*idx]);
	}
	*idx = *num;
}

static void use_place(struct ir_builder *b, u32 *idx)
{
	struct scratch_out *out = &b->out;
	struct scratch_place sp;
	u32 *num;
	u32 i;

	if (*idx >= b->places.n)
		return;
	num = &out->place_num.v[*idx];
	if (*num == IR_NONE) {
		*num = out->places.n;
		sp = b->places.v[*idx];
		for (i = 0; i < sp.p.nproj; i++) {
			struct ir_proj p = b->proj.v[sp.proj + i];

			if (p.index.kind == IR_OPND_CONST)
				use_const(b, &p.index.idx);
			vec_push(&out->proj, p);
		}
		sp.proj = out->proj.n - sp.p.nproj;
		vec_push(&out->places, sp);
	}
	*idx = *num;
}

static void use_operand(struct ir_builder *b, struct ir_operand *o)
{
	if (o->kind == IR_OPND_CONST)
		use_const(b, &o->idx);
	else if (o->kind == IR_OPND_ADDR)
		use_place(b, &o->idx);
}

/* The order here is what "first use" means; verifier and wire form follow. */
static void use_all(struct ir_builder *b, struct scratch_inst *si)
{
	u32 i;

	use_operand(b, &si->in.a);
	use_operand(b, &si->in.b);
	if (si->in.place != IR_NONE)
		use_place(b, &si->in.place);
	if (si->in.place2 != IR_NONE)
		use_place(b, &si->in.place2);
	for (i = 0; i < si->in.nargs; i++)
		use_operand(b, &b->args.v[si->args + i]);
}

/* ---- copies to the arena ----------------------------------------------------------- */

/* Instructions of a block without the jump to what goes on in it. */
static u32 own_insts(const struct ir_builder *b, u32 block)
{
	return b->blocks.v[block].ninst - (b->out.chain.v[block] != IR_NONE);
}

/* Where the lists of all instructions stand, one block of memory each. */
struct pools {
	struct ir_operand *args;
	u32 *succ;
	struct ir_case *cases;
};

static struct pools make_pools(struct ir_builder *b, u32 *ret_ninsts)
{
	struct arena *a = b->unit->arena;
	size_t args = 0, succ = 0, cases = 0;
	struct pools p;
	u32 i, j, k, n = 0;

	for (i = 0; i < b->blocks.n; i++) {
		if (b->out.block_num.v[i] == IR_NONE)
			continue;
		for (j = i; j != IR_NONE; j = b->out.chain.v[j]) {
			u32 first = b->blocks.v[j].first, own = own_insts(b, j);

			for (k = first; k < first + own; k++) {
				args += b->insts.v[k].in.nargs;
				succ += b->insts.v[k].in.nsucc;
				cases += b->insts.v[k].in.ncases;
			}
			n += own;
		}
	}
	p.args = arena_alloc(a, args * sizeof(*p.args));
	p.succ = arena_alloc(a, succ * sizeof(*p.succ));
	p.cases = arena_alloc(a, cases * sizeof(*p.cases));
	*ret_ninsts = n;
	return p;
}

/* `stamp` tells the targets this terminator has listed already. */
static void copy_succ(struct ir_builder *b, const struct scratch_inst *si,
		      struct pools *p, struct ir_inst *in, u32 *seen, u32 stamp)
{
	const u32 *num = b->out.block_num.v;
	bool keep_all = in->op == IR_OP_BRANCH;
	u32 i, n = 0;

	for (i = 0; i < si->in.nsucc; i++) {
		u32 target = num[b->succ.v[si->succ + i]];

		if (!keep_all && seen[target] == stamp)
			continue;
		seen[target] = stamp;
		p->succ[n++] = target;
	}
	in->nsucc = n;
	in->succ = n ? p->succ : NULL;
	p->succ += n;
}

static void copy_cases(struct ir_builder *b, const struct scratch_inst *si,
		       struct pools *p, struct ir_inst *in)
{
	u32 i;

	for (i = 0; i < in->ncases; i++) {
		p->cases[i] = b->cases.v[si->cases + i];
		p->cases[i].target = b->out.block_num.v[p->cases[i].target];
	}
	in->cases = in->ncases ? p->cases : NULL;
	p->cases += in->ncases;
}

static void copy_inst(struct ir_builder *b, struct scratch_inst *si,
		      struct pools *p, struct ir_inst *in)
{
	use_all(b, si);
	*in = si->in;
	if (in->nargs) {
		memcpy(p->args, b->args.v + si->args,
		       in->nargs * sizeof(*p->args));
		in->args = p->args;
		p->args += in->nargs;
	}
}

/* The instructions of a block and of what is chained to it; returns how many. */
static u32 copy_chain(struct ir_builder *b, struct ir_func *f, u32 block,
		      struct pools *p, struct ir_inst *to)
{
	u32 k, n = 0, i = block;

	for (; block != IR_NONE; block = b->out.chain.v[block]) {
		const struct scratch_block *blk = &b->blocks.v[block];

		for (k = 0; k < own_insts(b, block); k++) {
			struct scratch_inst *si = &b->insts.v[blk->first + k];
			struct ir_inst *in = &to[n++];

			copy_inst(b, si, p, in);
			if (in->op == IR_OP_RETURN)
				in->type = f->ret;
			copy_succ(b, si, p, in, b->out.work.v, i);
			copy_cases(b, si, p, in);
		}
	}
	return n;
}

static void copy_blocks(struct ir_builder *b, struct ir_func *f, u32 nblocks)
{
	struct arena *a = b->unit->arena;
	struct ir_block *blocks = arena_new_array(a, struct ir_block, nblocks);
	struct pools p = make_pools(b, &f->ninsts);
	struct ir_inst *in = arena_alloc(a, f->ninsts * sizeof(*in));
	u32 i, done = 0;

	f->nblocks = nblocks;
	f->blocks = blocks;
	f->insts = in;
	fill_none(&b->out.work, nblocks);
	for (i = 0; i < b->blocks.n; i++) {
		if (b->out.block_num.v[i] == IR_NONE)
			continue;
		blocks->first = done;
		blocks->ninst = copy_chain(b, f, i, &p, in + done);
		done += blocks->ninst;
		blocks++;
	}
}

static void copy_places(struct ir_builder *b, struct ir_func *f)
{
	struct scratch_out *out = &b->out;
	struct arena *a = b->unit->arena;
	struct ir_place *places = arena_alloc(a, out->places.n * sizeof(*places));
	struct ir_proj *proj =
		arena_memdup(a, out->proj.v, out->proj.n * sizeof(*proj));
	u32 i;

	for (i = 0; i < out->places.n; i++) {
		places[i] = out->places.v[i].p;
		places[i].proj = places[i].nproj ?
				 proj + out->places.v[i].proj : NULL;
	}
	f->nplaces = out->places.n;
	f->places = places;
}

static void copy_body(struct ir_builder *b, struct ir_func *f, u32 nblocks)
{
	struct scratch_out *out = &b->out;
	struct arena *a = b->unit->arena;

	vec_clear(&out->consts);
	vec_clear(&out->places);
	vec_clear(&out->proj);
	fill_none(&out->const_num, b->consts.n);
	fill_none(&out->place_num, b->places.n);
	copy_blocks(b, f, nblocks);
	copy_places(b, f);
	f->nconsts = out->consts.n;
	f->consts = arena_memdup(a, out->consts.v,
				 out->consts.n * sizeof(*f->consts));
	f->nlocals = b->locals.n;
	f->locals = arena_memdup(a, b->locals.v,
				 b->locals.n * sizeof(*f->locals));
	f->nparams = 0;
	while (f->nparams < f->nlocals &&
	       (f->locals[f->nparams].flags & IR_LOCAL_PARAM))
		f->nparams++;
}

void irb_drop_body(struct ir_func *f)
{
	f->nparams = 0;
	f->nlocals = f->nconsts = f->nplaces = f->ninsts = f->nblocks = 0;
	f->locals = NULL;
	f->consts = NULL;
	f->places = NULL;
	f->insts = NULL;
	f->blocks = NULL;
}

/* ---- the end ------------------------------------------------------------------------- */

static int build(struct ir_builder *b, struct ir_func *f, struct error *err)
{
	u32 nblocks = 0;
	int ret;

	if (b->misuse)
		return error_set(err, ERR_INTERNAL, "%s", b->misuse);
	if (b->cur != IR_NONE)
		return error_set(err, ERR_INTERNAL,
				 "block %u left without a terminator", b->cur);
	if (b->simplify)
		irb_simplify_flow(b);
	ret = number_blocks(b, &nblocks, err);
	if (ret)
		return ret;
	copy_body(b, f, nblocks);
	return 0;
}

void irb_set_unchecked(struct ir_builder *b)
{
	b->unchecked = true;
}

void irb_set_simplify(struct ir_builder *b)
{
	b->simplify = true;
}

int irb_end(struct ir_builder *b, struct error *err)
{
	struct ir_func *f;
	int ret;

	if (b->func == IR_NONE) {
		error_set(err, ERR_INTERNAL, "%s",
			  b->misuse ? b->misuse : "irb_end() outside a body");
		irb_reset_body(b);
		return ERR_INTERNAL;
	}
	f = &b->funcs.v[b->func];
	ret = build(b, f, err);
	if (ret) {
		error_prefix(err, "function %s", ir_str(b->unit, f->name));
	} else {
		irb_sync(b);
		if (!b->unchecked && ir_verify_func(b->unit, f, err))
			ret = ERR_INTERNAL;
	}
	if (ret) {
		irb_drop_body(f);
		irb_add_skipped(b, 1);
		if (err)
			err->code = ret;
	}
	irb_reset_body(b);
	return ret;
}
