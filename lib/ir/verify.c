/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Verifier of the flow IR.
 *
 * Everything doc/ir.md calls an invariant is checked here, and nothing else:
 * what passes can be printed, written and executed without further checks.
 */
#include "lib/ir/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ir/verify_p.h"

struct verify {
	const struct ir_unit *u;
	const struct ir_func *f;
	const struct ir_inst *in;
	u32 block, inst; /* IR_NONE outside */
	u32 nconsts, nplaces; /* seen so far, in order of first use */
	u32 *mark; /* per block: 1 + the last block that named it a successor */
	struct error *err;
};

BASE_PRINTF(2, 3)
static int bad(struct verify *v, const char *fmt, ...)
{
	char cause[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(cause, sizeof(cause), fmt, ap);
	va_end(ap);
	if (v->inst != IR_NONE)
		return error_set(v->err, ERR_FORMAT, "block %u, inst %u: %s",
				 v->block, v->inst, cause);
	if (v->block != IR_NONE)
		return error_set(v->err, ERR_FORMAT, "block %u: %s", v->block,
				 cause);
	return error_set(v->err, ERR_FORMAT, "%s", cause);
}

/* ---- leaves --------------------------------------------------------------------- */

static bool str_ok(const struct verify *v, u32 s)
{
	return s < intern_count(v->u->strs);
}

static bool loc_ok(const struct verify *v, const struct ir_loc *loc)
{
	if (!str_ok(v, loc->file) || !str_ok(v, loc->macro))
		return false;
	return loc->file || (!loc->line && !loc->col && !loc->macro);
}

static bool type_ok(struct ir_type t)
{
	switch (t.kind) {
	case IR_T_INT:
		return t.bits >= 1 && t.bits <= 64 && t.is_signed <= 1;
	case IR_T_PTR:
		return (t.bits == 32 || t.bits == 64) && !t.is_signed;
	case IR_T_VOID:
	case IR_T_AGG:
	case IR_T_OTHER:
		return !t.bits && !t.is_signed;
	default:
		return false;
	}
}

/* Types a local holds as one value; OTHER is opaque but may be passed on. */
static bool is_value(struct ir_type t)
{
	return ir_type_is_scalar(t) || t.kind == IR_T_OTHER;
}

static bool const_ok(const struct verify *v, const struct ir_const *c)
{
	return type_ok(c->type) && ir_type_is_scalar(c->type) &&
	       ir_extend(c->type, c->bits) == c->bits && str_ok(v, c->name);
}

/* ---- operands and places ----------------------------------------------------------- */

static int check_local_value(struct verify *v, u32 idx, const char *what)
{
	if (idx >= v->f->nlocals)
		return bad(v, "%s: no local %u", what, idx);
	if (!is_value(v->f->locals[idx].type))
		return bad(v, "%s: local %u is not a single value", what, idx);
	return 0;
}

/* Numbers count up in order of first use. */
static int check_const(struct verify *v, u32 idx, const char *what)
{
	if (idx >= v->f->nconsts)
		return bad(v, "%s: no constant %u", what, idx);
	if (idx > v->nconsts)
		return bad(v, "%s: constant %u before its turn", what, idx);
	if (idx == v->nconsts)
		v->nconsts++;
	return 0;
}

static int check_proj(struct verify *v, const struct ir_proj *p)
{
	if (p->kind == IR_PROJ_FIELD) {
		if (p->field >= v->u->nfields)
			return bad(v, "place: no field %u", p->field);
		if (p->index.kind || p->index.idx || p->nelem)
			return bad(v, "place: field projection with an index");
		return 0;
	}
	if (p->kind != IR_PROJ_INDEX)
		return bad(v, "place: projection kind %u", p->kind);
	if (p->field)
		return bad(v, "place: index projection with a field");
	switch (p->index.kind) {
	case IR_OPND_LOCAL:
		return check_local_value(v, p->index.idx, "place index");
	case IR_OPND_CONST:
		return check_const(v, p->index.idx, "place index");
	case IR_OPND_NONE:
		return p->index.idx ? bad(v, "place: unknown index has a number") : 0;
	default:
		return bad(v, "place: index of kind %u", p->index.kind);
	}
}

static int check_base(struct verify *v, const struct ir_place *p)
{
	switch (p->base) {
	case IR_BASE_UNKNOWN:
		return p->idx ? bad(v, "place: unknown base has a number") : 0;
	case IR_BASE_LOCAL:
		return p->idx < v->f->nlocals ? 0 :
		       bad(v, "place: no local %u", p->idx);
	case IR_BASE_PTR:
		if (p->idx >= v->f->nlocals)
			return bad(v, "place: no local %u", p->idx);
		return ir_type_is_scalar(v->f->locals[p->idx].type) ? 0 :
		       bad(v, "place: local %u is no pointer", p->idx);
	case IR_BASE_GLOBAL:
		return p->idx < v->u->nglobals ? 0 :
		       bad(v, "place: no global %u", p->idx);
	default:
		return bad(v, "place: base kind %u", p->base);
	}
}

/* The content of a place is checked where it is used first. */
static int check_place(struct verify *v, u32 idx)
{
	const struct ir_place *p;
	u32 i;
	int ret;

	if (idx >= v->f->nplaces)
		return bad(v, "no place %u", idx);
	if (idx > v->nplaces)
		return bad(v, "place %u before its turn", idx);
	if (idx < v->nplaces)
		return 0;
	v->nplaces++;
	p = &v->f->places[idx];
	if (!type_ok(p->type) || p->is_volatile > 1)
		return bad(v, "place %u: bad type", idx);
	ret = check_base(v, p);
	if (!ret && p->nproj && !p->proj)
		return bad(v, "place %u: projections missing", idx);
	for (i = 0; !ret && i < p->nproj; i++)
		ret = check_proj(v, &p->proj[i]);
	return ret;
}

static int check_addr(struct verify *v, u32 idx, const char *what)
{
	const struct ir_place *p;
	int ret = check_place(v, idx);

	if (ret)
		return ret;
	p = &v->f->places[idx];
	if (p->base == IR_BASE_LOCAL &&
	    !(v->f->locals[p->idx].flags & IR_LOCAL_ADDR_TAKEN))
		return bad(v, "%s: local %u is not marked address-taken", what,
			   p->idx);
	return 0;
}

static int check_operand(struct verify *v, struct ir_operand o,
			 const char *what)
{
	switch (o.kind) {
	case IR_OPND_LOCAL:
		return check_local_value(v, o.idx, what);
	case IR_OPND_CONST:
		return check_const(v, o.idx, what);
	case IR_OPND_ADDR:
		return check_addr(v, o.idx, what);
	case IR_OPND_FUNC:
		return o.idx < v->u->nfuncs ? 0 :
		       bad(v, "%s: no function %u", what, o.idx);
	case IR_OPND_NONE:
		return bad(v, "%s missing", what);
	default:
		return bad(v, "%s of kind %u", what, o.kind);
	}
}

static int check_no_operand(struct verify *v, struct ir_operand o)
{
	return o.kind || o.idx ? bad(v, "operand the opcode does not have") : 0;
}

/* ---- which members an opcode has -------------------------------------------------- */

static int check_dst(struct verify *v)
{
	const struct ir_inst *in = v->in;

	if (in->dst == IR_NONE)
		return ir_op_has_result(in->op) && in->op != IR_OP_CALL ?
		       bad(v, "result missing") : 0;
	if (!ir_op_has_result(in->op))
		return bad(v, "result the opcode does not have");
	return check_local_value(v, in->dst, "result");
}

static int check_operands(struct verify *v)
{
	const struct ir_inst *in = v->in;
	unsigned int n = ir_op_nargs(in->op);
	int ret;

	if (n < 1 || (in->op == IR_OP_RETURN && !in->a.kind))
		ret = check_no_operand(v, in->a);
	else
		ret = check_operand(v, in->a, "operand a");
	if (ret)
		return ret;
	return n < 2 ? check_no_operand(v, in->b) :
		       check_operand(v, in->b, "operand b");
}

static int check_places(struct verify *v)
{
	const struct ir_inst *in = v->in;
	bool memory = ir_op_class(in->op) == IR_CLASS_MEMORY;
	bool aggregate = in->op == IR_OP_CALL || in->op == IR_OP_RETURN;
	int ret = 0;

	if (in->place != IR_NONE)
		ret = memory || aggregate ? check_place(v, in->place) :
		      bad(v, "place the opcode does not have");
	else if (memory)
		return bad(v, "place missing");
	if (ret)
		return ret;
	if (in->place2 != IR_NONE)
		return in->op == IR_OP_COPYMEM ? check_place(v, in->place2) :
		       bad(v, "second place the opcode does not have");
	return in->op == IR_OP_COPYMEM ? bad(v, "second place missing") : 0;
}

static int check_args(struct verify *v)
{
	const struct ir_inst *in = v->in;
	u32 i;
	int ret = 0;

	if (!in->nargs)
		return 0;
	if (in->op != IR_OP_CALL)
		return bad(v, "arguments the opcode does not have");
	if (!in->args)
		return bad(v, "arguments missing");
	for (i = 0; !ret && i < in->nargs; i++)
		ret = check_operand(v, in->args[i], "argument");
	return ret;
}

static int check_mode(struct verify *v)
{
	const struct ir_inst *in = v->in;

	if (in->op == IR_OP_BRANCH) {
		if (in->cmp >= IR_OP_COUNT ||
		    ir_op_class(in->cmp) != IR_CLASS_COMPARE)
			return bad(v, "branch on opcode %u", in->cmp);
	} else if (in->cmp) {
		return bad(v, "comparison the opcode does not have");
	}
	if (in->why >= IR_WHY_COUNT || (in->why && in->op != IR_OP_UNKNOWN))
		return bad(v, "reason %u", in->why);
	return 0;
}

/* ---- types ------------------------------------------------------------------------ */

static struct ir_type place_type(const struct verify *v, u32 place)
{
	return v->f->places[place].type;
}

static int expect_type(struct verify *v, struct ir_type want)
{
	return ir_type_eq(v->in->type, want) ? 0 :
	       bad(v, "type differs from that of its place or local");
}

static int check_memory_type(struct verify *v)
{
	const struct ir_inst *in = v->in;
	struct ir_type t = place_type(v, in->place);
	bool one_value = in->op == IR_OP_LOAD || in->op == IR_OP_STORE;

	if (one_value && !is_value(t))
		return bad(v, "access to more than a single value");
	return expect_type(v, t);
}

static int check_call_type(struct verify *v)
{
	static const struct ir_type none;
	const struct ir_inst *in = v->in;

	if (in->dst != IR_NONE && in->place != IR_NONE)
		return bad(v, "two results");
	if (in->place != IR_NONE)
		return expect_type(v, place_type(v, in->place));
	return expect_type(v, in->dst == IR_NONE ? none :
			      v->f->locals[in->dst].type);
}

static int check_return_type(struct verify *v)
{
	const struct ir_inst *in = v->in;

	if (in->a.kind && in->place != IR_NONE)
		return bad(v, "two results");
	if (v->f->ret.kind == IR_T_VOID && (in->a.kind || in->place != IR_NONE))
		return bad(v, "result of a void function");
	return ir_type_eq(in->type, v->f->ret) ? 0 :
	       bad(v, "type differs from the function's");
}

static int check_type(struct verify *v)
{
	static const struct ir_type none;
	const struct ir_inst *in = v->in;
	bool opaque = in->op == IR_OP_COPY || in->op == IR_OP_CAST;

	if (!type_ok(in->type))
		return bad(v, "bad type");
	switch (ir_op_class(in->op)) {
	case IR_CLASS_UNARY:
	case IR_CLASS_BINARY:
	case IR_CLASS_COMPARE:
		return ir_type_is_scalar(in->type) ||
		       (opaque && is_value(in->type)) ? 0 :
		       bad(v, "operation on a type that is no scalar");
	case IR_CLASS_MEMORY:
		return check_memory_type(v);
	default:
		break;
	}
	switch (in->op) {
	case IR_OP_BRANCH:
	case IR_OP_SWITCH:
		return ir_type_is_scalar(in->type) ? 0 :
		       bad(v, "decision on a type that is no scalar");
	case IR_OP_UNKNOWN:
		return expect_type(v, v->f->locals[in->dst].type);
	case IR_OP_CALL:
		return check_call_type(v);
	case IR_OP_RETURN:
		return check_return_type(v);
	default:
		return expect_type(v, none);
	}
}

/* ---- successors -------------------------------------------------------------------- */

static bool case_less(struct ir_type t, u64 a, u64 b)
{
	return t.is_signed ? (s64)a < (s64)b : a < b;
}

/* False when this block's terminator has named the target before. */
static bool mark(struct verify *v, u32 target)
{
	if (v->mark[target] == v->block + 1)
		return false;
	v->mark[target] = v->block + 1;
	return true;
}

/* Successors are the default, then each new target in order of the cases. */
static int check_cases(struct verify *v)
{
	const struct ir_inst *in = v->in;
	u32 next = 1;
	u32 i;

	if (in->ncases && !in->cases)
		return bad(v, "cases missing");
	mark(v, in->succ[0]);
	for (i = 0; i < in->ncases; i++) {
		const struct ir_case *c = &in->cases[i];

		if (ir_extend(in->type, c->lo) != c->lo ||
		    ir_extend(in->type, c->hi) != c->hi)
			return bad(v, "case %u does not fit the type", i);
		if (case_less(in->type, c->hi, c->lo))
			return bad(v, "case %u is an empty range", i);
		if (i && !case_less(in->type, c[-1].hi, c->lo))
			return bad(v, "case %u is out of order or overlaps", i);
		if (!str_ok(v, c->name))
			return bad(v, "case %u: no such string", i);
		if (c->target >= v->f->nblocks)
			return bad(v, "case %u: no block %u", i, c->target);
		if (!mark(v, c->target))
			continue;
		if (next >= in->nsucc || in->succ[next] != c->target)
			return bad(v, "case %u is not among the successors", i);
		next++;
	}
	return next == in->nsucc ? 0 : bad(v, "successor without a case");
}

static int check_distinct(struct verify *v)
{
	u32 i;

	for (i = 0; i < v->in->nsucc; i++)
		if (!mark(v, v->in->succ[i]))
			return bad(v, "successor named twice");
	return 0;
}

static int check_succ(struct verify *v)
{
	const struct ir_inst *in = v->in;
	u32 n = in->nsucc;
	bool ok;
	u32 i;

	switch (in->op) {
	case IR_OP_JUMP: ok = n == 1; break;
	case IR_OP_BRANCH: ok = n == 2; break;
	case IR_OP_SWITCH:
	case IR_OP_ANYGOTO: ok = n >= 1; break;
	default: ok = n == 0; break;
	}
	if (!ok || (n && !in->succ))
		return bad(v, "%u successors", n);
	for (i = 0; i < n; i++)
		if (in->succ[i] >= v->f->nblocks)
			return bad(v, "no block %u", in->succ[i]);
	if (in->op == IR_OP_SWITCH)
		return check_cases(v);
	if (in->ncases)
		return bad(v, "cases the opcode does not have");
	return in->op == IR_OP_ANYGOTO ? check_distinct(v) : 0;
}

static int check_inst(struct verify *v, bool last)
{
	int ret;

	if (v->in->op >= IR_OP_COUNT)
		return bad(v, "opcode %u", v->in->op);
	if ((ir_op_class(v->in->op) == IR_CLASS_TERM) != last)
		return bad(v, last ? "block without a terminator" :
				     "terminator before the end of its block");
	if (!loc_ok(v, &v->in->loc))
		return bad(v, "bad location");
	ret = check_mode(v);
	if (!ret)
		ret = check_dst(v);
	if (!ret)
		ret = check_operands(v);
	if (!ret)
		ret = check_places(v);
	if (!ret)
		ret = check_args(v);
	if (!ret)
		ret = check_type(v);
	if (!ret)
		ret = check_succ(v);
	return ret;
}

/* ---- functions ---------------------------------------------------------------------- */

static int check_locals(struct verify *v)
{
	const u32 known = IR_LOCAL_PARAM | IR_LOCAL_ADDR_TAKEN |
			  IR_LOCAL_VOLATILE;
	const struct ir_func *f = v->f;
	u32 i;

	if (f->nparams > f->nlocals)
		return bad(v, "more parameters than locals");
	for (i = 0; i < f->nlocals; i++) {
		const struct ir_local *l = &f->locals[i];

		if (!str_ok(v, l->name) || !str_ok(v, l->record))
			return bad(v, "local %u: no such string", i);
		if (!type_ok(l->type) || l->type.kind == IR_T_VOID)
			return bad(v, "local %u: bad type", i);
		if (l->flags & ~known)
			return bad(v, "local %u: unknown flags", i);
		if (!(l->flags & IR_LOCAL_PARAM) != (i >= f->nparams))
			return bad(v, "local %u: parameters do not come first", i);
	}
	return 0;
}

static int check_tables(struct verify *v)
{
	const struct ir_func *f = v->f;
	u32 i;

	if ((f->nlocals && !f->locals) || (f->nconsts && !f->consts) ||
	    (f->nplaces && !f->places) || (f->ninsts && !f->insts))
		return bad(v, "table missing");
	for (i = 0; i < f->nconsts; i++)
		if (!const_ok(v, &f->consts[i]))
			return bad(v, "constant %u is malformed", i);
	return check_locals(v);
}

static int check_block(struct verify *v, u32 *first)
{
	const struct ir_block *blk = &v->f->blocks[v->block];
	u32 i;

	if (blk->first != *first || !blk->ninst ||
	    blk->ninst > v->f->ninsts - *first)
		return bad(v, "not the instructions that follow");
	*first += blk->ninst;
	for (i = 0; i < blk->ninst; i++) {
		int ret;

		v->inst = i;
		v->in = &v->f->insts[blk->first + i];
		ret = check_inst(v, i + 1 == blk->ninst);
		if (ret)
			return ret;
	}
	v->inst = IR_NONE;
	return 0;
}

static int check_blocks(struct verify *v)
{
	u32 first = 0;
	int ret = 0;

	for (v->block = 0; !ret && v->block < v->f->nblocks; v->block++)
		ret = check_block(v, &first);
	if (ret)
		return ret;
	v->block = IR_NONE;
	if (first != v->f->ninsts)
		return bad(v, "instructions outside any block");
	if (v->nconsts != v->f->nconsts || v->nplaces != v->f->nplaces)
		return bad(v, "constant or place that nothing uses");
	return 0;
}

/* Blocks and successors are known to be sound; 0 in v->mark is unseen. */
static u32 count_reached(struct verify *v, u32 *stack)
{
	const struct ir_func *f = v->f;
	u32 i, n = 0, reached = 1;

	memset(v->mark, 0, f->nblocks * sizeof(*v->mark));
	v->mark[0] = 1;
	stack[n++] = 0;
	while (n) {
		const struct ir_inst *t = ir_block_end(f, stack[--n]);

		for (i = 0; i < t->nsucc; i++) {
			if (v->mark[t->succ[i]])
				continue;
			v->mark[t->succ[i]] = 1;
			stack[n++] = t->succ[i];
			reached++;
		}
	}
	return reached;
}

static int check_graph(struct verify *v)
{
	u32 n = v->f->nblocks;
	u32 *mem = calloc((size_t)n * 2, sizeof(*mem));
	int ret;

	if (!mem)
		abort();
	v->mark = mem;
	ret = check_blocks(v);
	if (!ret && count_reached(v, mem + n) != n)
		ret = bad(v, "block that the entry cannot reach");
	free(mem);
	return ret;
}

static int check_declared_func(struct verify *v)
{
	const struct ir_func *f = v->f;

	if (f->nblocks || f->nlocals || f->nparams || f->nconsts ||
	    f->nplaces || f->ninsts)
		return bad(v, "content without blocks");
	return 0;
}

static int check_func(struct verify *v)
{
	const u32 known = IR_FUNC_STATIC | IR_FUNC_INLINE | IR_FUNC_WEAK |
			  IR_FUNC_NORETURN | IR_FUNC_VARARG | IR_FUNC_HEADER |
			  IR_FUNC_ESCAPED;
	const struct ir_func *f = v->f;
	int ret;

	if (!f->name)
		return bad(v, "no name");
	if (f->flags & ~known)
		return bad(v, "unknown flags");
	if (!loc_ok(v, &f->loc))
		return bad(v, "bad location");
	if (!type_ok(f->ret))
		return bad(v, "bad result type");
	if (!f->blocks)
		return check_declared_func(v);
	if (!f->nblocks)
		return bad(v, "no blocks");
	ret = check_tables(v);
	if (!ret)
		ret = check_graph(v);
	return ret;
}

int ir_verify_func(const struct ir_unit *unit, const struct ir_func *f,
		   struct error *err)
{
	struct verify v = {
		.u = unit,
		.f = f,
		.block = IR_NONE,
		.inst = IR_NONE,
		.err = err,
	};
	const char *sep;
	int ret;

	if (!str_ok(&v, f->name))
		return bad(&v, "function: no such string");
	ret = check_func(&v);
	sep = v.block != IR_NONE ? "," : ":";
	if (ret && err) {
		char cause[sizeof(err->msg)];

		memcpy(cause, err->msg, sizeof(cause));
		error_set(err, ret, "function %s%s %s",
			  ir_str(unit, f->name), sep, cause);
	}
	return ret;
}

/* ---- the unit ------------------------------------------------------------------------ */

static int check_header(struct verify *v)
{
	const u32 known = IR_UNIT_NO_PROVENANCE | IR_UNIT_DEGRADED |
			  IR_UNIT_FAILED;
	const struct ir_unit *u = v->u;

	if (!str_ok(v, u->file) || !str_ok(v, u->frontend) ||
	    !str_ok(v, u->compiler) || !str_ok(v, u->message))
		return bad(v, "unit: no such string");
	if (u->flags & ~known)
		return bad(v, "unit: unknown flags");
	if (u->word_bits != 32 && u->word_bits != 64)
		return bad(v, "unit: word of %u bits", u->word_bits);
	if ((u->nfields && !u->fields) || (u->nfuncs && !u->funcs) ||
	    (u->nglobals && !u->globals) || (u->nvalues && !u->values) ||
	    (u->ndeclared && !u->declared))
		return bad(v, "unit: table missing");
	return 0;
}

static int check_names(struct verify *v)
{
	const struct ir_unit *u = v->u;
	u32 i;

	for (i = 0; i < u->nvalues; i++)
		if (!str_ok(v, u->values[i].name))
			return bad(v, "value %u: no such string", i);
	for (i = 1; i < u->nvalues; i++)
		if (strcmp(ir_str(u, u->values[i - 1].name),
			   ir_str(u, u->values[i].name)) >= 0)
			return bad(v, "value %u: not sorted by name", i);
	for (i = 0; i < u->ndeclared; i++)
		if (!str_ok(v, u->declared[i]))
			return bad(v, "declared %u: no such string", i);
	for (i = 1; i < u->ndeclared; i++)
		if (strcmp(ir_str(u, u->declared[i - 1]),
			   ir_str(u, u->declared[i])) >= 0)
			return bad(v, "declared %u: not sorted by name", i);
	return 0;
}

static int check_fields(struct verify *v)
{
	const struct ir_unit *u = v->u;
	u32 i;

	for (i = 0; i < u->nfields; i++) {
		const struct ir_field *fd = &u->fields[i];

		if (!str_ok(v, fd->record) || !str_ok(v, fd->name))
			return bad(v, "field %u: no such string", i);
		if (!type_ok(fd->type) || fd->bit_width > 64 || fd->in_union > 1)
			return bad(v, "field %u: bad type", i);
	}
	return 0;
}

static int check_init(struct verify *v, const struct ir_init *in)
{
	u32 i;

	if (in->nproj && !in->proj)
		return bad(v, "projections missing");
	for (i = 0; i < in->nproj; i++) {
		const struct ir_proj *p = &in->proj[i];

		if (p->kind == IR_PROJ_FIELD) {
			if (p->field >= v->u->nfields || p->index.kind ||
			    p->index.idx || p->nelem)
				return bad(v, "bad field projection");
		} else if (p->kind != IR_PROJ_INDEX || p->field ||
			   p->index.kind != IR_OPND_CONST) {
			return bad(v, "bad index projection");
		}
	}
	if (in->kind == IR_OPND_CONST)
		return const_ok(v, &in->value) ? 0 : bad(v, "malformed constant");
	if (in->kind == IR_OPND_FUNC)
		return in->func < v->u->nfuncs ? 0 :
		       bad(v, "no function %u", in->func);
	return in->kind == IR_OPND_NONE ? 0 : bad(v, "value of kind %u", in->kind);
}

static int check_global(struct verify *v, const struct ir_global *g)
{
	const u32 known = IR_GLOBAL_STATIC | IR_GLOBAL_CONST |
			  IR_GLOBAL_DEFINED | IR_GLOBAL_VOLATILE;
	u32 i;
	int ret;

	if (!g->name || !str_ok(v, g->name) || !str_ok(v, g->record))
		return bad(v, "no such string");
	if ((g->flags & ~known) || !type_ok(g->type) || !loc_ok(v, &g->loc))
		return bad(v, "bad flags, type or location");
	if (g->ninits && !g->inits)
		return bad(v, "initialiser missing");
	for (i = 0; i < g->ninits; i++) {
		ret = check_init(v, &g->inits[i]);
		if (ret) {
			error_prefix(v->err, "init %u", i);
			return ret;
		}
	}
	return 0;
}

static int cmp_u64(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return (x > y) - (x < y);
}

/* Sorts the keys; true when two are equal. */
static bool has_twins(u64 *keys, u32 n)
{
	u32 i;

	qsort(keys, n, sizeof(*keys), cmp_u64);
	for (i = 1; i < n; i++)
		if (keys[i - 1] == keys[i])
			return true;
	return false;
}

static int check_unique(struct verify *v)
{
	const struct ir_unit *u = v->u;
	u32 max = u->nfields > u->nfuncs ? u->nfields : u->nfuncs;
	const char *twin = NULL;
	u64 *keys;
	u32 i;

	max = max > u->nglobals ? max : u->nglobals;
	keys = calloc((size_t)max + 1, sizeof(*keys));
	if (!keys)
		abort();
	for (i = 0; i < u->nfields; i++)
		keys[i] = (u64)u->fields[i].record << 32 | u->fields[i].name;
	if (has_twins(keys, u->nfields))
		twin = "fields";
	for (i = 0; i < u->nglobals; i++)
		keys[i] = u->globals[i].name;
	if (has_twins(keys, u->nglobals))
		twin = "globals";
	for (i = 0; i < u->nfuncs; i++)
		keys[i] = u->funcs[i].name;
	if (has_twins(keys, u->nfuncs))
		twin = "functions";
	free(keys);
	return twin ? bad(v, "two %s of one name", twin) : 0;
}

static int check_unit(struct verify *v)
{
	u32 i;
	int ret = check_header(v);

	if (!ret)
		ret = check_names(v);
	if (!ret)
		ret = check_fields(v);
	for (i = 0; !ret && i < v->u->nglobals; i++) {
		ret = check_global(v, &v->u->globals[i]);
		if (ret)
			error_prefix(v->err, "global %u", i);
	}
	for (i = 0; !ret && i < v->u->nfuncs; i++)
		ret = ir_verify_func(v->u, &v->u->funcs[i], v->err);
	if (!ret)
		ret = check_unique(v);
	return ret;
}

int ir_verify(const struct ir_unit *unit, struct error *err)
{
	struct verify v = {
		.u = unit,
		.block = IR_NONE,
		.inst = IR_NONE,
		.err = err,
	};
	int ret = check_unit(&v);

	if (ret && unit->file < intern_count(unit->strs))
		error_prefix(err, "%s", ir_str(unit, unit->file));
	return ret;
}
