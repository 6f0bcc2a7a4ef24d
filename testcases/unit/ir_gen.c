/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Generated units and their comparison, see ir_gen.h. */
#include "testcases/unit/ir_gen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

u64 ir_gen_random(u64 *state)
{
	u64 z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

struct gen {
	struct ir_builder *b;
	u64 seed;
	u32 nfields, nglobals, nfuncs;
	u32 ints, nints, ptrs, nptrs, aggs, naggs; /* local numbers */
	u32 nblocks;
	struct ir_type ret;
};

static u32 pick(struct gen *g, u32 n)
{
	return (u32)(ir_gen_random(&g->seed) % n);
}

static bool one_in(struct gen *g, u32 n)
{
	return !pick(g, n);
}

/* Plain names, names that need quotes, and none. */
static const char *pick_name(struct gen *g)
{
	static const char *const names[] = {
		"a", "VCPU_REGS_RIP", "kvm_vcpu", "OUTER::MEMBER", "$x_1",
		"(anonymous)", "f.table", "two words", "quo\"te\\", "tab\there",
		"line\nbreak", "\x01\x7f", "\xc3\xa9t\xc3\xa9", "9lives", "of",
		"volatile", "at", "static", "default", "b0", "::", "a:b", "#",
	};

	return names[pick(g, ARRAY_SIZE(names))];
}

static const char *unique_name(struct gen *g, char *buf, size_t size, u32 n)
{
	snprintf(buf, size, "%s%s%u", pick_name(g), one_in(g, 4) ? "." : "_", n);
	return buf;
}

static struct ir_type int_type(struct gen *g)
{
	static const u8 widths[] = { 1, 8, 16, 32, 64, 3, 63, 33 };
	struct ir_type t = { IR_T_INT, 0, 0 };

	t.bits = widths[pick(g, ARRAY_SIZE(widths))];
	t.is_signed = one_in(g, 2);
	return t;
}

static const struct ir_type ptr_type = { IR_T_PTR, 64, 0 };
static const struct ir_type agg_type = { IR_T_AGG, 0, 0 };
static const struct ir_type other_type = { IR_T_OTHER, 0, 0 };
static const struct ir_type void_type = { IR_T_VOID, 0, 0 };

static struct ir_type any_type(struct gen *g)
{
	switch (pick(g, 6)) {
	case 0: return ptr_type;
	case 1: return agg_type;
	case 2: return other_type;
	default: return int_type(g);
	}
}

static struct ir_loc any_loc(struct gen *g)
{
	static const char *const files[] = { "", "a.c", "a.c", "a.c",
					     "include/b.h", "we ird\".h" };
	struct ir_loc loc = { 0, 0, 0, 0 };

	loc.file = irb_str(g->b, files[pick(g, ARRAY_SIZE(files))]);
	loc.line = one_in(g, 20) ? 0xffffffffu : pick(g, 300);
	loc.col = one_in(g, 20) ? 0xffffffffu : pick(g, 80);
	if (one_in(g, 4))
		loc.macro = irb_str(g->b, pick_name(g));
	return loc;
}

static u64 any_bits(struct gen *g)
{
	u64 v = ir_gen_random(&g->seed);

	switch (pick(g, 4)) {
	case 0: return v;
	case 1: return v % 40;
	case 2: return -(v % 40);
	default: return (u64)1 << (v & 63);
	}
}

static struct ir_operand any_const(struct gen *g)
{
	struct ir_type t = one_in(g, 5) ? ptr_type : int_type(g);

	return irb_const(g->b, t, any_bits(g),
			 one_in(g, 3) ? pick_name(g) : NULL);
}

static u32 any_place(struct gen *g, struct ir_type t)
{
	struct ir_proj proj[40];
	u32 n = one_in(g, 30) ? 31 + pick(g, 9) : pick(g, 4);
	u32 i;

	for (i = 0; i < n; i++) {
		memset(&proj[i], 0, sizeof(proj[i]));
		if (one_in(g, 2)) {
			proj[i].kind = IR_PROJ_FIELD;
			proj[i].field = pick(g, g->nfields);
			continue;
		}
		proj[i].kind = IR_PROJ_INDEX;
		proj[i].nelem = one_in(g, 2) ? 0 : pick(g, 200);
		if (one_in(g, 3))
			proj[i].index = any_const(g);
		else if (one_in(g, 2))
			proj[i].index = ir_local(g->ints + pick(g, g->nints));
	}
	switch (pick(g, 4)) {
	case 0:
		return irb_place(g->b, IR_BASE_UNKNOWN, 0, proj, n, t, false);
	case 1:
		return irb_place(g->b, IR_BASE_LOCAL,
				 g->aggs + pick(g, g->naggs), proj, n, t,
				 one_in(g, 5));
	case 2:
		return irb_place(g->b, IR_BASE_PTR, g->ptrs + pick(g, g->nptrs),
				 proj, n, t, one_in(g, 5));
	default:
		return irb_place(g->b, IR_BASE_GLOBAL, pick(g, g->nglobals),
				 proj, n, t, one_in(g, 5));
	}
}

static struct ir_operand any_operand(struct gen *g)
{
	switch (pick(g, 7)) {
	case 0:
	case 1:
		return any_const(g);
	case 2:
		return irb_addr(g->b, any_place(g, any_type(g)));
	case 3:
		return ir_funcref(pick(g, g->nfuncs));
	default:
		return ir_local(g->ints + pick(g, g->nints));
	}
}

static struct ir_type scalar_type(struct gen *g)
{
	return one_in(g, 4) ? ptr_type : int_type(g);
}

static u32 any_dst(struct gen *g)
{
	return g->ints + pick(g, g->nints);
}

static void gen_call(struct gen *g)
{
	struct ir_operand args[8];
	u32 nargs = pick(g, 9);
	u32 dst = IR_NONE, place = IR_NONE;
	u32 i;

	for (i = 0; i < nargs; i++)
		args[i] = any_operand(g);
	if (one_in(g, 2))
		dst = any_dst(g);
	else if (one_in(g, 3))
		place = any_place(g, agg_type);
	irb_call(g->b, dst, place, any_operand(g), args, nargs);
}

static void gen_memory(struct gen *g, enum ir_op op)
{
	switch (op) {
	case IR_OP_LOAD:
		irb_load(g->b, any_dst(g), any_place(g, scalar_type(g)));
		break;
	case IR_OP_STORE:
		irb_store(g->b, any_place(g, scalar_type(g)), any_operand(g));
		break;
	case IR_OP_COPYMEM:
		irb_copymem(g->b, any_place(g, agg_type), any_place(g, agg_type));
		break;
	case IR_OP_ZEROMEM:
		irb_zeromem(g->b, any_place(g, any_type(g)));
		break;
	default:
		irb_clobber(g->b, any_place(g, any_type(g)));
	}
}

static u32 any_block(struct gen *g)
{
	return pick(g, g->nblocks);
}

static void gen_switch(struct gen *g)
{
	struct ir_type t = { IR_T_INT, 16, 0 };
	struct ir_case cases[12];
	u32 n = pick(g, 13);
	u32 i;
	s64 at;

	t.is_signed = one_in(g, 2);
	at = t.is_signed ? -200 : 0;
	for (i = 0; i < n; i++) {
		cases[i].lo = (u64)(at += 1 + pick(g, 9));
		cases[i].hi = (u64)(at += one_in(g, 2) ? 0 : pick(g, 30));
		cases[i].target = any_block(g);
		cases[i].name = one_in(g, 3) ? irb_str(g->b, "CASE_NAME") : 0;
	}
	for (i = 0; n && i < 5; i++) {
		u32 x = pick(g, n), y = pick(g, n);
		struct ir_case c = cases[x];

		cases[x] = cases[y];
		cases[y] = c;
	}
	irb_switch(g->b, t, any_operand(g), cases, n, any_block(g));
}

static void gen_return(struct gen *g)
{
	if (g->ret.kind == IR_T_AGG && !one_in(g, 4))
		irb_return(g->b, ir_none(), any_place(g, agg_type));
	else if (g->ret.kind != IR_T_VOID && !one_in(g, 4))
		irb_return(g->b, any_operand(g), IR_NONE);
	else
		irb_return(g->b, ir_none(), IR_NONE);
}

static void gen_term(struct gen *g, enum ir_op op)
{
	u32 targets[4], i, n;

	switch (op) {
	case IR_OP_JUMP:
		irb_jump(g->b, any_block(g));
		break;
	case IR_OP_BRANCH:
		irb_branch(g->b, (enum ir_op)(IR_OP_EQ + pick(g, 6)),
			   scalar_type(g), any_operand(g), any_operand(g),
			   any_block(g), any_block(g));
		break;
	case IR_OP_SWITCH:
		gen_switch(g);
		break;
	case IR_OP_ANYGOTO:
		n = 1 + pick(g, 4);
		for (i = 0; i < n; i++)
			targets[i] = any_block(g);
		irb_anygoto(g->b, targets, n);
		break;
	case IR_OP_RETURN:
		gen_return(g);
		break;
	default:
		irb_unreachable(g->b);
	}
}

static void gen_op(struct gen *g, enum ir_op op)
{
	struct ir_type t = scalar_type(g);

	if ((op == IR_OP_COPY || op == IR_OP_CAST) && one_in(g, 10))
		t = other_type;
	irb_set_loc(g->b, any_loc(g));
	switch (ir_op_class(op)) {
	case IR_CLASS_UNARY:
		irb_unary(g->b, op, t, any_dst(g), any_operand(g));
		break;
	case IR_CLASS_BINARY:
	case IR_CLASS_COMPARE:
		irb_binary(g->b, op, t, any_dst(g), any_operand(g),
			   any_operand(g));
		break;
	case IR_CLASS_MEMORY:
		gen_memory(g, op);
		break;
	case IR_CLASS_MISC:
		if (op == IR_OP_CALL)
			gen_call(g);
		else
			irb_unknown(g->b, any_dst(g),
				    (enum ir_why)pick(g, IR_WHY_COUNT));
		break;
	case IR_CLASS_TERM:
		gen_term(g, op);
		break;
	}
}

static u32 gen_local(struct gen *g, struct ir_type t, u32 flags)
{
	if (one_in(g, 6))
		flags |= IR_LOCAL_VOLATILE;
	return irb_local(g->b, one_in(g, 3) ? "" : pick_name(g), t,
			 one_in(g, 2) ? "" : pick_name(g), flags);
}

static void gen_locals(struct gen *g)
{
	u32 i;

	g->nptrs = 1 + pick(g, 3);
	g->nints = 1 + pick(g, 100);
	g->naggs = 1 + pick(g, 3);
	for (i = 0; i < g->nptrs; i++) {
		u32 n = gen_local(g, ptr_type, IR_LOCAL_PARAM);

		g->ptrs = i ? g->ptrs : n;
	}
	for (i = 0; i < g->nints; i++) {
		struct ir_type t = one_in(g, 20) ? other_type : int_type(g);
		u32 n = gen_local(g, t, 0);

		g->ints = i ? g->ints : n;
	}
	for (i = 0; i < g->naggs; i++) {
		u32 n = gen_local(g, agg_type, 0);

		g->aggs = i ? g->aggs : n;
	}
}

static void end_body(struct gen *g)
{
	struct error err = ERROR_INIT;

	if (!irb_end(g->b, &err))
		return;
	fprintf(stderr, "generated body refused: %s\n", err.msg);
	abort();
}

static const enum ir_op terms[] = {
	IR_OP_JUMP, IR_OP_BRANCH, IR_OP_BRANCH, IR_OP_SWITCH, IR_OP_ANYGOTO,
	IR_OP_RETURN, IR_OP_UNREACHABLE,
};

static void gen_body(struct gen *g, u32 func)
{
	u32 i, k, n, first;

	irb_begin(g->b, func);
	gen_locals(g);
	g->nblocks = 1 + pick(g, 12);
	for (i = 0; i < g->nblocks; i++)
		irb_block(g->b);
	first = pick(g, g->nblocks);
	for (i = 0; i < g->nblocks; i++) {
		irb_set_block(g->b, (first + i) % g->nblocks);
		n = pick(g, 10);
		for (k = 0; k < n; k++)
			gen_op(g, (enum ir_op)pick(g, IR_OP_JUMP));
		gen_op(g, terms[pick(g, ARRAY_SIZE(terms))]);
	}
	end_body(g);
}

/* ---- tables ---------------------------------------------------------------------- */

static void gen_init(struct gen *g, u32 global)
{
	struct ir_proj proj[3];
	u32 n = pick(g, 4);
	u32 i;

	memset(proj, 0, sizeof(proj));
	for (i = 0; i < n; i++) {
		if (one_in(g, 2)) {
			proj[i].field = pick(g, g->nfields);
			continue;
		}
		proj[i].kind = IR_PROJ_INDEX;
		proj[i].index = ir_opnd(IR_OPND_CONST, pick(g, 1000));
		proj[i].nelem = pick(g, 1000);
	}
	if (one_in(g, 2)) {
		struct ir_const c = { .type = int_type(g) };

		c.bits = any_bits(g);
		c.name = irb_str(g->b, one_in(g, 2) ? pick_name(g) : "");
		irb_init(g->b, global, proj, n, c);
	} else if (one_in(g, 2)) {
		irb_init_func(g->b, global, proj, n, pick(g, g->nfuncs));
	} else {
		irb_init_unknown(g->b, global, proj, n);
	}
}

static void gen_tables(struct gen *g)
{
	char name[64];
	u32 i, n;

	for (i = pick(g, 5); i; i--)
		irb_value(g->b, pick_name(g), any_bits(g));
	for (i = pick(g, 5); i; i--)
		irb_declare(g->b, pick_name(g));
	g->nfields = 1 + pick(g, 10);
	for (i = 0; i < g->nfields; i++)
		irb_field(g->b, pick_name(g), unique_name(g, name, 64, i),
			  any_type(g), one_in(g, 3) ? (u8)pick(g, 65) : 0,
			  one_in(g, 3), one_in(g, 2) ? pick(g, 99) : 0);
	g->nglobals = 1 + pick(g, 4);
	for (i = 0; i < g->nglobals; i++)
		irb_global(g->b, unique_name(g, name, 64, i), pick(g, 16),
			   any_type(g), one_in(g, 2) ? "" : pick_name(g),
			   one_in(g, 2) ? 0 : pick(g, 99), any_loc(g));
	g->nfuncs = 1 + pick(g, 5);
	for (i = 0; i < g->nfuncs; i++)
		irb_func(g->b, unique_name(g, name, 64, i), pick(g, 64),
			 any_loc(g), one_in(g, 3) ? void_type : any_type(g));
	for (i = 0; i < g->nglobals; i++)
		for (n = pick(g, 5); n; n--)
			gen_init(g, i);
}

/* The result type of a body to come, as the builder will see it. */
static struct ir_type next_ret(struct gen *g, u32 i, char *name)
{
	struct ir_type t = one_in(g, 3) ? void_type : any_type(g);

	snprintf(name, 64, "body%u", i);
	g->ret = t;
	return t;
}

struct ir_unit *ir_gen_unit(u64 seed)
{
	struct gen g = { .seed = seed };
	char name[64];
	u32 i, n;

	g.b = irb_new(one_in(&g, 9) ? "" : "a.c", "gcc", pick_name(&g),
		      one_in(&g, 4) ? 32 : 64);
	irb_set_flags(g.b, pick(&g, 8), one_in(&g, 2) ? NULL : pick_name(&g));
	for (i = pick(&g, 3); i; i--)
		irb_count_skipped(g.b);
	gen_tables(&g);
	n = pick(&g, 5);
	for (i = 0; i < n; i++) {
		struct ir_type t = next_ret(&g, i, name);

		gen_body(&g, irb_func(g.b, name, pick(&g, 64), any_loc(&g), t));
	}
	return irb_finish(g.b);
}

struct ir_unit *ir_gen_every_op(void)
{
	static const enum ir_op all[] = {
#define IR_OP(NAME, text, class, nargs, result) IR_OP_##NAME,
#include "lib/ir/ops.def"
	};
	struct gen g = { .seed = 1, .nblocks = 8 };
	u32 i, block = 0;

	g.b = irb_new("a.c", "gcc", "12.2.0", 64);
	gen_tables(&g);
	g.ret = int_type(&g);
	irb_begin(g.b, irb_func(g.b, "all", 0, any_loc(&g), g.ret));
	gen_locals(&g);
	for (i = 0; i < g.nblocks; i++)
		irb_block(g.b);
	/* so that every block is reached */
	irb_set_block(g.b, block++);
	irb_anygoto(g.b, (u32[]){ 1, 2, 3, 4, 5, 6, 7 }, 7);
	irb_set_block(g.b, block++);
	for (i = 0; i < ARRAY_SIZE(all); i++) {
		gen_op(&g, all[i]);
		if (ir_op_class(all[i]) == IR_CLASS_TERM && block < g.nblocks)
			irb_set_block(g.b, block++);
	}
	while (!irb_terminated(g.b)) {
		irb_unreachable(g.b);
		if (block < g.nblocks)
			irb_set_block(g.b, block++);
	}
	end_body(&g);
	return irb_finish(g.b);
}

/* ---- comparison -------------------------------------------------------------------- */

struct pair {
	const struct ir_unit *a, *b;
};

#define SAME(what, x, y) do {						\
	if ((x) != (y))							\
		return what;						\
} while (0)

#define SAME_STR(what, x, y) do {					\
	if (strcmp(ir_str(p->a, (x)), ir_str(p->b, (y))))		\
		return what;						\
} while (0)

#define SAME_TYPE(what, x, y) do {					\
	if (!ir_type_eq((x), (y)))					\
		return what;						\
} while (0)

#define DIFF(call) do {							\
	const char *diff_ = (call);					\
	if (diff_)							\
		return diff_;						\
} while (0)

static const char *diff_loc(const struct pair *p, const struct ir_loc *a,
			    const struct ir_loc *b)
{
	SAME_STR("loc.file", a->file, b->file);
	SAME("loc.line", a->line, b->line);
	SAME("loc.col", a->col, b->col);
	SAME_STR("loc.macro", a->macro, b->macro);
	return NULL;
}

static const char *diff_const(const struct pair *p, const struct ir_const *a,
			      const struct ir_const *b)
{
	SAME("const.bits", a->bits, b->bits);
	SAME_TYPE("const.type", a->type, b->type);
	SAME_STR("const.name", a->name, b->name);
	return NULL;
}

static const char *diff_proj(const struct ir_proj *a, const struct ir_proj *b)
{
	SAME("proj.kind", a->kind, b->kind);
	SAME("proj.field", a->field, b->field);
	SAME("proj.index.kind", a->index.kind, b->index.kind);
	SAME("proj.index.idx", a->index.idx, b->index.idx);
	SAME("proj.nelem", a->nelem, b->nelem);
	return NULL;
}

static const char *diff_place(const struct ir_place *a,
			      const struct ir_place *b)
{
	u32 i;

	SAME("place.base", a->base, b->base);
	SAME("place.is_volatile", a->is_volatile, b->is_volatile);
	SAME("place.idx", a->idx, b->idx);
	SAME("place.nproj", a->nproj, b->nproj);
	SAME_TYPE("place.type", a->type, b->type);
	for (i = 0; i < a->nproj; i++)
		DIFF(diff_proj(&a->proj[i], &b->proj[i]));
	return NULL;
}

static const char *diff_inst(const struct pair *p, const struct ir_inst *a,
			     const struct ir_inst *b)
{
	u32 i;

	SAME("inst.op", a->op, b->op);
	SAME("inst.cmp", a->cmp, b->cmp);
	SAME("inst.why", a->why, b->why);
	SAME_TYPE("inst.type", a->type, b->type);
	SAME("inst.dst", a->dst, b->dst);
	SAME("inst.a.kind", a->a.kind, b->a.kind);
	SAME("inst.a.idx", a->a.idx, b->a.idx);
	SAME("inst.b.kind", a->b.kind, b->b.kind);
	SAME("inst.b.idx", a->b.idx, b->b.idx);
	SAME("inst.place", a->place, b->place);
	SAME("inst.place2", a->place2, b->place2);
	SAME("inst.nargs", a->nargs, b->nargs);
	SAME("inst.nsucc", a->nsucc, b->nsucc);
	SAME("inst.ncases", a->ncases, b->ncases);
	for (i = 0; i < a->nargs; i++) {
		SAME("inst.args.kind", a->args[i].kind, b->args[i].kind);
		SAME("inst.args.idx", a->args[i].idx, b->args[i].idx);
	}
	for (i = 0; i < a->nsucc; i++)
		SAME("inst.succ", a->succ[i], b->succ[i]);
	for (i = 0; i < a->ncases; i++) {
		SAME("case.lo", a->cases[i].lo, b->cases[i].lo);
		SAME("case.hi", a->cases[i].hi, b->cases[i].hi);
		SAME("case.target", a->cases[i].target, b->cases[i].target);
		SAME_STR("case.name", a->cases[i].name, b->cases[i].name);
	}
	return diff_loc(p, &a->loc, &b->loc);
}

static const char *diff_func(const struct pair *p, const struct ir_func *a,
			     const struct ir_func *b)
{
	u32 i;

	SAME_STR("func.name", a->name, b->name);
	SAME("func.flags", a->flags, b->flags);
	DIFF(diff_loc(p, &a->loc, &b->loc));
	SAME_TYPE("func.ret", a->ret, b->ret);
	SAME("func.blocks", !a->blocks, !b->blocks);
	SAME("func.nparams", a->nparams, b->nparams);
	SAME("func.nlocals", a->nlocals, b->nlocals);
	SAME("func.nconsts", a->nconsts, b->nconsts);
	SAME("func.nplaces", a->nplaces, b->nplaces);
	SAME("func.ninsts", a->ninsts, b->ninsts);
	SAME("func.nblocks", a->nblocks, b->nblocks);
	for (i = 0; i < a->nlocals; i++) {
		SAME_STR("local.name", a->locals[i].name, b->locals[i].name);
		SAME_TYPE("local.type", a->locals[i].type, b->locals[i].type);
		SAME_STR("local.record", a->locals[i].record,
			 b->locals[i].record);
		SAME("local.flags", a->locals[i].flags, b->locals[i].flags);
	}
	for (i = 0; i < a->nconsts; i++)
		DIFF(diff_const(p, &a->consts[i], &b->consts[i]));
	for (i = 0; i < a->nplaces; i++)
		DIFF(diff_place(&a->places[i], &b->places[i]));
	for (i = 0; i < a->ninsts; i++)
		DIFF(diff_inst(p, &a->insts[i], &b->insts[i]));
	for (i = 0; i < a->nblocks; i++) {
		SAME("block.first", a->blocks[i].first, b->blocks[i].first);
		SAME("block.ninst", a->blocks[i].ninst, b->blocks[i].ninst);
	}
	return NULL;
}

static const char *diff_init(const struct pair *p, const struct ir_init *a,
			     const struct ir_init *b)
{
	u32 i;

	SAME("init.nproj", a->nproj, b->nproj);
	for (i = 0; i < a->nproj; i++)
		DIFF(diff_proj(&a->proj[i], &b->proj[i]));
	SAME("init.kind", a->kind, b->kind);
	SAME("init.func", a->func, b->func);
	return diff_const(p, &a->value, &b->value);
}

static const char *diff_global(const struct pair *p, const struct ir_global *a,
			       const struct ir_global *b)
{
	u32 i;

	SAME_STR("global.name", a->name, b->name);
	SAME("global.flags", a->flags, b->flags);
	SAME_TYPE("global.type", a->type, b->type);
	SAME_STR("global.record", a->record, b->record);
	SAME("global.nelem", a->nelem, b->nelem);
	DIFF(diff_loc(p, &a->loc, &b->loc));
	SAME("global.ninits", a->ninits, b->ninits);
	for (i = 0; i < a->ninits; i++)
		DIFF(diff_init(p, &a->inits[i], &b->inits[i]));
	return NULL;
}

static const char *diff_field(const struct pair *p, const struct ir_field *a,
			      const struct ir_field *b)
{
	SAME_STR("field.record", a->record, b->record);
	SAME_STR("field.name", a->name, b->name);
	SAME_TYPE("field.type", a->type, b->type);
	SAME("field.bit_width", a->bit_width, b->bit_width);
	SAME("field.in_union", a->in_union, b->in_union);
	SAME("field.nelem", a->nelem, b->nelem);
	return NULL;
}

static const char *diff_header(const struct pair *p)
{
	SAME_STR("unit.file", p->a->file, p->b->file);
	SAME_STR("unit.frontend", p->a->frontend, p->b->frontend);
	SAME_STR("unit.compiler", p->a->compiler, p->b->compiler);
	SAME_STR("unit.message", p->a->message, p->b->message);
	SAME("unit.flags", p->a->flags, p->b->flags);
	SAME("unit.word_bits", p->a->word_bits, p->b->word_bits);
	SAME("unit.nskipped", p->a->nskipped, p->b->nskipped);
	SAME("unit.nfields", p->a->nfields, p->b->nfields);
	SAME("unit.nfuncs", p->a->nfuncs, p->b->nfuncs);
	SAME("unit.nglobals", p->a->nglobals, p->b->nglobals);
	SAME("unit.nvalues", p->a->nvalues, p->b->nvalues);
	SAME("unit.ndeclared", p->a->ndeclared, p->b->ndeclared);
	return NULL;
}

const char *ir_gen_diff(const struct ir_unit *a, const struct ir_unit *b)
{
	struct pair pair = { a, b };
	const struct pair *p = &pair;
	u32 i;

	DIFF(diff_header(p));
	for (i = 0; i < a->nvalues; i++) {
		SAME_STR("value.name", a->values[i].name, b->values[i].name);
		SAME("value.bits", a->values[i].bits, b->values[i].bits);
	}
	for (i = 0; i < a->ndeclared; i++)
		SAME_STR("declared", a->declared[i], b->declared[i]);
	for (i = 0; i < a->nfields; i++)
		DIFF(diff_field(p, &a->fields[i], &b->fields[i]));
	for (i = 0; i < a->nglobals; i++)
		DIFF(diff_global(p, &a->globals[i], &b->globals[i]));
	for (i = 0; i < a->nfuncs; i++)
		DIFF(diff_func(p, &a->funcs[i], &b->funcs[i]));
	return NULL;
}
