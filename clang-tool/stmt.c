/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements: control flow becomes blocks. */
#include <stdlib.h>
#include <string.h>

#include "clang-tool/names.h"
#include "clang-tool/text.h"

/* ---- scopes ------------------------------------------------------------------------- */

static void run_cleanup(struct lower *lw, const struct cleanup *c)
{
	struct ir_operand arg;
	struct place p;
	CXCursor func;

	if (!names_function(lw, c->func, &func))
		return;
	memset(&p, 0, sizeof(p));
	p.base = IR_BASE_LOCAL;
	p.idx = local_of(lw, c->var);
	p.type = clang_getCursorType(c->var);
	arg = place_addr(lw, &p).o;
	irb_call(lw->b, IR_NONE, IR_NONE,
		 ir_funcref(func_used(lw, func)), &arg, 1);
}

void run_cleanups(struct lower *lw, u32 down_to)
{
	u32 i;

	if (irb_terminated(lw->b))
		return;
	for (i = lw->f.cleanups.n; i-- > down_to;)
		run_cleanup(lw, &lw->f.cleanups.v[i]);
}

struct val before_cleanups(struct lower *lw, struct val v, u32 down_to)
{
	if (lw->f.cleanups.n == down_to || v.is_const ||
	    v.o.kind != IR_OPND_LOCAL || v.t.kind == IR_T_OTHER)
		return v;
	return copy_of(lw, v);
}

void drop_cleanups(struct lower *lw, u32 down_to)
{
	lw->f.cleanups.n = down_to;
}

static void compound(struct lower *lw, CXCursor c)
{
	struct kids k = kids_of(lw, c);
	u32 depth = lw->f.cleanups.n, i;

	for (i = 0; i < k.n; i++)
		lower_stmt(lw, k.v[i]);
	run_cleanups(lw, depth);
	drop_cleanups(lw, depth);
}

bool lower_stmt_expr(struct lower *lw, CXCursor c, CXCursor *ret_last)
{
	struct kids body = kids_of(lw, c), k;
	u32 i;

	if (!body.n)
		return false;
	k = kids_of(lw, body.v[0]);
	for (i = 0; i + 1 < k.n; i++)
		lower_stmt(lw, k.v[i]);
	if (!k.n)
		return false;
	*ret_last = k.v[k.n - 1];
	while (ret_last->kind == CXCursor_LabelStmt) {
		struct kids l = kids_of(lw, *ret_last);

		jump_and_set(lw, label_block(lw, *ret_last));
		*ret_last = l.v[l.n - 1];
	}
	if (clang_isExpression(ret_last->kind))
		return true;
	lower_stmt(lw, *ret_last);
	return false;
}

/* ---- branches, loops ------------------------------------------------------------------ */

static void if_stmt(struct lower *lw, CXCursor c)
{
	struct kids k = kids_of(lw, c);
	u32 yes = irb_block(lw->b), no = irb_block(lw->b), done;

	if (k.n < 2)
		return;
	done = k.n > 2 ? irb_block(lw->b) : no;
	set_loc(lw, k.v[0]);
	lower_cond(lw, k.v[0], yes, no);
	irb_set_block(lw->b, yes);
	lower_stmt(lw, k.v[1]);
	irb_jump(lw->b, done);
	if (k.n > 2) {
		irb_set_block(lw->b, no);
		lower_stmt(lw, k.v[2]);
		irb_jump(lw->b, done);
	}
	irb_set_block(lw->b, done);
}

static void push_jumps(struct lower *lw, u32 break_to, u32 continue_to)
{
	struct jump_frame f = { break_to, continue_to, lw->f.cleanups.n, NULL };

	vec_push(&lw->f.jumps, f);
}

static void body_of(struct lower *lw, CXCursor body, u32 break_to,
		    u32 continue_to)
{
	push_jumps(lw, break_to, continue_to);
	lower_stmt(lw, body);
	lw->f.jumps.n--;
}

static void while_stmt(struct lower *lw, CXCursor c)
{
	struct kids k = kids_of(lw, c);
	u32 head = irb_block(lw->b), body = irb_block(lw->b);
	u32 done = irb_block(lw->b);

	if (k.n < 2)
		return;
	jump_and_set(lw, head);
	lower_cond(lw, k.v[0], body, done);
	irb_set_block(lw->b, body);
	body_of(lw, k.v[k.n - 1], done, head);
	irb_jump(lw->b, head);
	irb_set_block(lw->b, done);
}

static void do_stmt(struct lower *lw, CXCursor c)
{
	struct kids k = kids_of(lw, c);
	u32 body = irb_block(lw->b), test = irb_block(lw->b);
	u32 done = irb_block(lw->b);

	if (k.n < 2)
		return;
	jump_and_set(lw, body);
	body_of(lw, k.v[0], done, test);
	jump_and_set(lw, test);
	set_loc(lw, k.v[1]);
	lower_cond(lw, k.v[1], body, done);
	irb_set_block(lw->b, done);
}

static bool steps(CXCursor c)
{
	enum CXBinaryOperatorKind k = clang_getCursorBinaryOperatorKind(c);

	if (c.kind == CXCursor_CompoundAssignOperator)
		return true;
	if (c.kind == CXCursor_UnaryOperator)
		return clang_getCursorUnaryOperatorKind(c) <= CXUnaryOperator_PreDec;
	return c.kind == CXCursor_BinaryOperator &&
	       k == CXBinaryOperator_Assign;
}

/* Which of the three parts are there, when only the number is known. */
static void guess_for(struct kids k, struct for_text *f)
{
	u32 n = k.n - 1;

	f->init = n == 3 || (n && (k.v[0].kind == CXCursor_DeclStmt ||
				   (n == 2 && steps(k.v[0]))));
	f->cond = n == 3 || n - f->init == 2 ||
		  (n - f->init == 1 && !steps(k.v[f->init]));
	f->step = n == 3 || n - f->init - f->cond == 1;
}

static void for_stmt(struct lower *lw, CXCursor c)
{
	struct kids k = kids_of(lw, c);
	struct for_text f = { true, true, true };
	u32 head = irb_block(lw->b), body = irb_block(lw->b);
	u32 next = irb_block(lw->b), done = irb_block(lw->b);
	u32 depth = lw->f.cleanups.n, i = 0;

	if (!k.n)
		return;
	if (k.n < 4) {
		const struct for_text *t = k.n > 1 ? text_for(lw, c) : NULL;

		if (t && (u32)t->init + t->cond + t->step == k.n - 1)
			f = *t;
		else
			guess_for(k, &f);
	}
	if (f.init)
		lower_stmt(lw, k.v[i++]);
	jump_and_set(lw, head);
	if (f.cond) {
		set_loc(lw, k.v[i]);
		lower_cond(lw, k.v[i++], body, done);
	} else {
		irb_jump(lw->b, body);
	}
	irb_set_block(lw->b, body);
	body_of(lw, k.v[k.n - 1], done, next);
	jump_and_set(lw, next);
	if (f.step)
		lower_stmt(lw, k.v[i]);
	irb_jump(lw->b, head);
	irb_set_block(lw->b, done);
	run_cleanups(lw, depth);
	drop_cleanups(lw, depth);
}

/* ---- switch ----------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
	const struct ir_case *x = a, *y = b;

	return x->lo < y->lo ? -1 : x->lo > y->lo;
}

static int by_signed_value(const void *a, const void *b)
{
	const struct ir_case *x = a, *y = b;

	return (s64)x->lo < (s64)y->lo ? -1 : (s64)x->lo > (s64)y->lo;
}

static u32 chosen_case(const struct switch_frame *sw, u64 bits, u32 fallback)
{
	u32 i;

	for (i = 0; i < sw->cases.n; i++) {
		const struct ir_case *c = &sw->cases.v[i];

		if (sw->type.is_signed ? (s64)c->lo <= (s64)bits && (s64)bits <= (s64)c->hi :
		    c->lo <= bits && bits <= c->hi)
			return c->target;
	}
	return fallback;
}

/* Neighbours that lead to one place are one, what leads where the rest goes is none. */
static void group_cases(struct switch_frame *sw, u32 fallback)
{
	struct ir_case *v = sw->cases.v;
	u32 i, n = 0;

	if (!sw->cases.n)
		return;
	qsort(v, sw->cases.n, sizeof(*v), sw->type.is_signed ? by_signed_value : by_value);
	for (i = 0; i < sw->cases.n; i++) {
		if (v[i].target == fallback)
			continue;
		if (n && v[n - 1].target == v[i].target && v[n - 1].hi + 1 == v[i].lo) {
			v[n - 1].hi = v[i].hi;
			v[n - 1].name = 0;
		} else {
			v[n++] = v[i];
		}
	}
	sw->cases.n = n;
}

/* All that is not asked for: `x == 5`, `(unsigned)x - 9 <= 15`. */
static void test_one_case(struct lower *lw, const struct switch_frame *sw, struct val v,
			  u32 fallback)
{
	const struct ir_case *c = &sw->cases.v[0];
	struct ir_type u = {IR_T_INT, sw->type.bits, 0};
	struct val k;

	if (c->lo == c->hi) {
		k = val_const(sw->type, c->lo, irb_text(lw->b, c->name));
		irb_branch(lw->b, IR_OP_EQ, sw->type, opnd(lw, v), opnd(lw, k), c->target,
			   fallback);
		return;
	}
	v = binary(lw, IR_OP_SUB, u, convert(lw, v, u), val_const(u, c->lo, NULL));
	k = val_const(u, c->hi - c->lo, NULL);
	irb_branch(lw->b, IR_OP_LE, u, opnd(lw, v), opnd(lw, k), c->target, fallback);
}

static void dispatch(struct lower *lw, struct switch_frame *sw, struct val v,
		     u32 done)
{
	u32 fallback = sw->default_block != IR_NONE ? sw->default_block : done;

	if (v.is_const) {
		irb_jump(lw->b, chosen_case(sw, v.bits, fallback));
		return;
	}
	group_cases(sw, fallback);
	if (!sw->cases.n)
		irb_jump(lw->b, fallback);
	else if (sw->cases.n == 1 && sw->type.kind == IR_T_INT)
		test_one_case(lw, sw, v, fallback);
	else
		irb_switch(lw->b, sw->type, v.o, sw->cases.v, sw->cases.n, fallback);
}

static void switch_stmt(struct lower *lw, CXCursor c)
{
	struct kids k = kids_of(lw, c);
	struct switch_frame sw = { { 0, 0, 0 }, VEC_INIT, IR_NONE, IR_NONE, lw->f.sw };
	u32 choose = irb_block(lw->b), done = irb_block(lw->b);
	struct jump_frame f = { done, IR_NONE, lw->f.cleanups.n, &sw };
	struct ir_loc loc;
	struct val v;

	if (k.n < 2)
		return;
	set_loc(lw, k.v[0]);
	loc = get_loc(lw);
	v = rvalue(lw, k.v[0]);
	sw.type = v.t;
	if (!ir_type_is_scalar(v.t))
		v = val_unknown(lw, sw.type = int_type(32, true), IR_WHY_FLOAT);
	irb_jump(lw->b, choose);
	fresh_block(lw);
	vec_push(&lw->f.jumps, f);
	lw->f.sw = &sw;
	lower_stmt(lw, k.v[1]);
	irb_jump(lw->b, done);
	lw->f.sw = sw.outer;
	lw->f.jumps.n--;
	irb_set_block(lw->b, choose);
	put_loc(lw, loc);
	dispatch(lw, &sw, v, done);
	irb_set_block(lw->b, done);
	vec_release(&sw.cases);
}

/* Labels that stand side by side are one block. */
static u32 case_block(struct lower *lw)
{
	struct switch_frame *sw = lw->f.sw;
	u32 block = sw && sw->label_block != IR_NONE ? sw->label_block : irb_block(lw->b);

	if (!sw || sw->label_block == IR_NONE)
		jump_and_set(lw, block);
	else
		sw->label_block = IR_NONE;
	return block;
}

static void after_label(struct lower *lw, CXCursor c, u32 block)
{
	if (lw->f.sw && (c.kind == CXCursor_CaseStmt || c.kind == CXCursor_DefaultStmt))
		lw->f.sw->label_block = block;
	lower_stmt(lw, c);
}

static void case_stmt(struct lower *lw, CXCursor c)
{
	struct switch_frame *sw = lw->f.sw;
	struct kids k = kids_of(lw, c);
	u32 block = case_block(lw);
	struct ir_case x = { 0, 0, block, 0 };
	const char *name;

	if (sw && k.n >= 2 && const_eval(lw, k.v[0], &x.lo)) {
		x.hi = x.lo;
		if (k.n == 3)
			const_eval(lw, k.v[1], &x.hi);
		else if ((name = const_name(lw, k.v[0])))
			x.name = irb_str(lw->b, name);
		x.lo = ir_extend(sw->type, x.lo);
		x.hi = ir_extend(sw->type, x.hi);
		/* `case -1 ... 2` of an unsigned switch has no value in it. */
		if (sw->type.is_signed ? (s64)x.lo <= (s64)x.hi : x.lo <= x.hi)
			vec_push(&sw->cases, x);
	}
	if (k.n)
		after_label(lw, k.v[k.n - 1], block);
}

static void default_stmt(struct lower *lw, CXCursor c)
{
	struct kids k = kids_of(lw, c);
	u32 block = case_block(lw);

	if (lw->f.sw)
		lw->f.sw->default_block = block;
	if (k.n)
		after_label(lw, k.v[k.n - 1], block);
}

/* ---- jumps -------------------------------------------------------------------------------- */

static void leave(struct lower *lw, bool is_break)
{
	u32 i;

	for (i = lw->f.jumps.n; i-- > 0;) {
		const struct jump_frame *f = &lw->f.jumps.v[i];

		if (!is_break && f->sw)
			continue;
		run_cleanups(lw, f->ncleanups);
		irb_jump(lw->b, is_break ? f->break_to : f->continue_to);
		fresh_block(lw);
		return;
	}
}

static void goto_stmt(struct lower *lw, CXCursor c)
{
	struct kids k = kids_of(lw, c);
	CXCursor label;
	u32 keep = 0;

	if (!k.n)
		return;
	label = clang_getCursorReferenced(k.v[0]);
	/* no jump enters the scope of a variable with a cleanup */
	while (keep < lw->f.cleanups.n &&
	       tree_in_scope(lw, lw->f.cleanups.v[keep].var, label))
		keep++;
	run_cleanups(lw, keep);
	irb_jump(lw->b, label_block(lw, label));
	fresh_block(lw);
}

static void indirect_goto(struct lower *lw, CXCursor c)
{
	struct kids k = exprs_of(lw, c);

	if (k.n)
		effects(lw, k.v[0]);
	if (lw->f.goto_block == IR_NONE)
		lw->f.goto_block = irb_block(lw->b);
	irb_jump(lw->b, lw->f.goto_block);
	fresh_block(lw);
}

static void label_stmt(struct lower *lw, CXCursor c)
{
	struct kids k = kids_of(lw, c);

	jump_and_set(lw, label_block(lw, c));
	if (k.n)
		lower_stmt(lw, k.v[k.n - 1]);
}

static void return_stmt(struct lower *lw, CXCursor c)
{
	struct kids k = exprs_of(lw, c);
	struct ir_operand o = ir_none();
	u32 place = IR_NONE;
	struct place p;
	struct val v;

	set_loc(lw, c);
	if (k.n && lw->f.ret.kind == IR_T_AGG) {
		place_of(lw, k.v[0], &p);
		if (lw->f.cleanups.n || p.inexact) {
			struct place t;

			place_temp(lw, lw->f.ret_type, &t);
			place_copy(lw, &t, &p);
			p = t;
		}
		place = make_place(lw, &p);
	} else if (k.n && lw->f.ret.kind == IR_T_VOID) {
		effects(lw, k.v[0]);
	} else if (k.n) {
		v = convert(lw, rvalue(lw, k.v[0]), lw->f.ret);
		o = opnd(lw, before_cleanups(lw, v, 0));
	}
	run_cleanups(lw, 0);
	set_loc(lw, c);
	irb_return(lw->b, o, place);
	fresh_block(lw);
}

/* ---- all ------------------------------------------------------------------------------------ */

static void each(struct lower *lw, CXCursor c)
{
	struct kids k = kids_of(lw, c);
	u32 i;

	for (i = 0; i < k.n; i++)
		if (clang_isStatement(k.v[i].kind) || clang_isExpression(k.v[i].kind) ||
		    clang_isDeclaration(k.v[i].kind))
			lower_stmt(lw, k.v[i]);
}

void lower_stmt(struct lower *lw, CXCursor c)
{
	switch ((int)c.kind) {
	case CXCursor_CompoundStmt: compound(lw, c); return;
	case CXCursor_DeclStmt: each(lw, c); return;
	case CXCursor_VarDecl: local_decl(lw, c); return;
	case CXCursor_IfStmt: if_stmt(lw, c); return;
	case CXCursor_WhileStmt: while_stmt(lw, c); return;
	case CXCursor_DoStmt: do_stmt(lw, c); return;
	case CXCursor_ForStmt: for_stmt(lw, c); return;
	case CXCursor_SwitchStmt: switch_stmt(lw, c); return;
	case CXCursor_CaseStmt: case_stmt(lw, c); return;
	case CXCursor_DefaultStmt: default_stmt(lw, c); return;
	case CXCursor_LabelStmt: label_stmt(lw, c); return;
	case CXCursor_GotoStmt: goto_stmt(lw, c); return;
	case CXCursor_IndirectGotoStmt: indirect_goto(lw, c); return;
	case CXCursor_BreakStmt: leave(lw, true); return;
	case CXCursor_ContinueStmt: leave(lw, false); return;
	case CXCursor_ReturnStmt: return_stmt(lw, c); return;
	case CXCursor_GCCAsmStmt:
		set_loc(lw, c);
		lower_asm(lw, c);
		return;
	case CXCursor_NullStmt: return;
	case CXCursor_UnexposedStmt: each(lw, c); return;
	default:
		break;
	}
	if (!clang_isExpression(c.kind))
		return;
	set_loc(lw, c);
	effects(lw, c);
}
