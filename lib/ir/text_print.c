/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text form of the flow IR: the printer. */
#include "lib/ir/text.h"

#include <inttypes.h>
#include <string.h>

#include "lib/ir/text_p.h"

const struct text_flag text_unit_flags[] = {
	{ IR_UNIT_NO_PROVENANCE, "no-provenance" },
	{ IR_UNIT_DEGRADED, "degraded" },
	{ IR_UNIT_FAILED, "failed" },
	{ 0, NULL },
};

const struct text_flag text_global_flags[] = {
	{ IR_GLOBAL_STATIC, "static" },
	{ IR_GLOBAL_CONST, "const" },
	{ IR_GLOBAL_VOLATILE, "volatile" },
	{ IR_GLOBAL_DEFINED, "defined" },
	{ 0, NULL },
};

const struct text_flag text_func_flags[] = {
	{ IR_FUNC_STATIC, "static" },
	{ IR_FUNC_INLINE, "inline" },
	{ IR_FUNC_WEAK, "weak" },
	{ IR_FUNC_NORETURN, "noreturn" },
	{ IR_FUNC_VARARG, "vararg" },
	{ IR_FUNC_HEADER, "header" },
	{ IR_FUNC_ESCAPED, "escaped" },
	{ 0, NULL },
};

const struct text_flag text_local_flags[] = {
	{ IR_LOCAL_ADDR_TAKEN, "addr-taken" },
	{ IR_LOCAL_VOLATILE, "volatile" },
	{ 0, NULL },
};

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '$';
}

size_t text_plain_name(const char *s, const char *end)
{
	const char *p = s;

	if (p < end && *p >= '0' && *p <= '9')
		return 0;
	for (; p < end; p++) {
		if (name_char(*p))
			continue;
		if (end - p < 3 || p == s || p[0] != ':' || p[1] != ':' ||
		    !name_char(p[2]))
			break;
		p += 2;
	}
	return (size_t)(p - s);
}

struct printer {
	const struct ir_unit *u;
	const struct ir_func *f;
	struct strbuf *out;
};

/* ---- words ------------------------------------------------------------------- */

static void put_char(struct strbuf *out, char c)
{
	switch (c) {
	case '"':
	case '\\':
		strbuf_addch(out, '\\');
		strbuf_addch(out, c);
		break;
	case '\n':
		strbuf_addstr(out, "\\n");
		break;
	case '\t':
		strbuf_addstr(out, "\\t");
		break;
	default:
		if ((unsigned char)c < 0x20 || c == 0x7f)
			strbuf_addf(out, "\\x%02x", (unsigned char)c);
		else
			strbuf_addch(out, c);
	}
}

static void put_quoted(struct printer *p, u32 str)
{
	const char *s = ir_str(p->u, str);

	strbuf_addch(p->out, '"');
	for (; *s; s++)
		put_char(p->out, *s);
	strbuf_addch(p->out, '"');
}

static void put_name(struct printer *p, u32 str)
{
	const char *s = ir_str(p->u, str);
	size_t len = strlen(s);

	if (len && text_plain_name(s, s + len) == len)
		strbuf_add(p->out, s, len);
	else
		put_quoted(p, str);
}

static void put_flags(struct printer *p, const struct text_flag *table,
		      u32 flags)
{
	for (; table->word; table++)
		if (flags & table->flag)
			strbuf_addf(p->out, " %s", table->word);
}

static void put_type(struct printer *p, struct ir_type t)
{
	switch (t.kind) {
	case IR_T_VOID:
		strbuf_addstr(p->out, "void");
		break;
	case IR_T_INT:
		strbuf_addf(p->out, "%c%u", t.is_signed ? 's' : 'u', t.bits);
		break;
	case IR_T_PTR:
		strbuf_addf(p->out, "ptr%u", t.bits);
		break;
	case IR_T_AGG:
		strbuf_addstr(p->out, "agg");
		break;
	default:
		strbuf_addstr(p->out, "other");
	}
}

/* Masks and addresses are easier to read in hexadecimal. */
static void put_bits(struct printer *p, struct ir_type t, u64 bits)
{
	if (t.is_signed)
		strbuf_addf(p->out, "%" PRId64, (s64)bits);
	else if (bits < 4096)
		strbuf_addf(p->out, "%" PRIu64, bits);
	else
		strbuf_addf(p->out, "0x%" PRIx64, bits);
}

static void put_const(struct printer *p, const struct ir_const *c)
{
	put_type(p, c->type);
	strbuf_addch(p->out, ' ');
	put_bits(p, c->type, c->bits);
	if (c->name) {
		strbuf_addch(p->out, ' ');
		put_quoted(p, c->name);
	}
}

static void put_func(struct printer *p, u32 func)
{
	strbuf_addch(p->out, '@');
	put_name(p, p->u->funcs[func].name);
}

/* The main file goes without saying. */
static void put_loc(struct printer *p, const struct ir_loc *loc)
{
	if (!loc->file)
		return;
	strbuf_addstr(p->out, " at ");
	if (loc->file != p->u->file) {
		put_quoted(p, loc->file);
		strbuf_addch(p->out, ':');
	}
	strbuf_addf(p->out, "%u:%u", loc->line, loc->col);
	if (loc->macro) {
		strbuf_addstr(p->out, " in ");
		put_name(p, loc->macro);
	}
}

/* ---- operands and places ----------------------------------------------------------- */

static void put_place(struct printer *p, const struct ir_place *pl);

static void put_operand(struct printer *p, struct ir_operand o)
{
	switch (o.kind) {
	case IR_OPND_LOCAL:
		strbuf_addf(p->out, "%%%u", o.idx);
		break;
	case IR_OPND_CONST:
		put_const(p, &p->f->consts[o.idx]);
		break;
	case IR_OPND_ADDR:
		strbuf_addch(p->out, '&');
		put_place(p, &p->f->places[o.idx]);
		break;
	case IR_OPND_FUNC:
		put_func(p, o.idx);
		break;
	default:
		strbuf_addch(p->out, '?');
	}
}

static void put_field(struct printer *p, u32 field)
{
	put_name(p, p->u->fields[field].record);
	strbuf_addch(p->out, '.');
	put_name(p, p->u->fields[field].name);
}

/* An element number of an initialiser stands for itself. */
static void put_proj(struct printer *p, const struct ir_proj *pr)
{
	if (pr->kind == IR_PROJ_FIELD) {
		strbuf_addch(p->out, '/');
		put_field(p, pr->field);
		return;
	}
	strbuf_addch(p->out, '[');
	if (p->f)
		put_operand(p, pr->index);
	else
		strbuf_addf(p->out, "%u", pr->index.idx);
	if (pr->nelem)
		strbuf_addf(p->out, " of %u", pr->nelem);
	strbuf_addch(p->out, ']');
}

static void put_base(struct printer *p, const struct ir_place *pl)
{
	switch (pl->base) {
	case IR_BASE_LOCAL:
		strbuf_addf(p->out, "%%%u", pl->idx);
		break;
	case IR_BASE_PTR:
		strbuf_addf(p->out, "*%%%u", pl->idx);
		break;
	case IR_BASE_GLOBAL:
		strbuf_addch(p->out, '$');
		put_name(p, p->u->globals[pl->idx].name);
		break;
	default:
		strbuf_addch(p->out, '?');
	}
}

static void put_place(struct printer *p, const struct ir_place *pl)
{
	u32 i;

	put_type(p, pl->type);
	strbuf_addstr(p->out, pl->is_volatile ? " volatile " : " ");
	put_base(p, pl);
	for (i = 0; i < pl->nproj; i++)
		put_proj(p, &pl->proj[i]);
}

static void put_place_no(struct printer *p, const char *before, u32 place)
{
	strbuf_addstr(p->out, before);
	put_place(p, &p->f->places[place]);
}

/* ---- instructions ------------------------------------------------------------------ */

static void put_memory(struct printer *p, const struct ir_inst *in)
{
	put_place_no(p, " ", in->place);
	if (in->op == IR_OP_COPYMEM)
		put_place_no(p, ", ", in->place2);
	if (in->op == IR_OP_STORE) {
		strbuf_addstr(p->out, ", ");
		put_operand(p, in->a);
	}
}

static void put_arith(struct printer *p, const struct ir_inst *in)
{
	strbuf_addch(p->out, ' ');
	put_type(p, in->type);
	strbuf_addch(p->out, ' ');
	put_operand(p, in->a);
	if (ir_op_nargs(in->op) == 2) {
		strbuf_addstr(p->out, ", ");
		put_operand(p, in->b);
	}
}

static void put_call(struct printer *p, const struct ir_inst *in)
{
	u32 i;

	strbuf_addch(p->out, ' ');
	put_operand(p, in->a);
	strbuf_addch(p->out, '(');
	for (i = 0; i < in->nargs; i++) {
		strbuf_addstr(p->out, i ? ", " : "");
		put_operand(p, in->args[i]);
	}
	strbuf_addch(p->out, ')');
	if (in->place != IR_NONE)
		put_place_no(p, " to ", in->place);
}

static void put_switch(struct printer *p, const struct ir_inst *in)
{
	u32 i;

	put_arith(p, in);
	strbuf_addstr(p->out, " { ");
	for (i = 0; i < in->ncases; i++) {
		const struct ir_case *c = &in->cases[i];

		put_bits(p, in->type, c->lo);
		if (c->lo != c->hi) {
			strbuf_addstr(p->out, "..");
			put_bits(p, in->type, c->hi);
		}
		if (c->name) {
			strbuf_addch(p->out, ' ');
			put_quoted(p, c->name);
		}
		strbuf_addf(p->out, ": b%u, ", c->target);
	}
	strbuf_addf(p->out, "default: b%u }", in->succ[0]);
}

static void put_return(struct printer *p, const struct ir_inst *in)
{
	if (in->a.kind) {
		strbuf_addch(p->out, ' ');
		put_operand(p, in->a);
	}
	if (in->place != IR_NONE)
		put_place_no(p, " from ", in->place);
}

static void put_term(struct printer *p, const struct ir_inst *in)
{
	u32 i;

	switch (in->op) {
	case IR_OP_BRANCH:
		strbuf_addf(p->out, " %s", ir_op_text(in->cmp));
		put_arith(p, in);
		strbuf_addf(p->out, " then b%u else b%u", in->succ[0],
			    in->succ[1]);
		break;
	case IR_OP_SWITCH:
		put_switch(p, in);
		break;
	case IR_OP_RETURN:
		put_return(p, in);
		break;
	default:
		for (i = 0; i < in->nsucc; i++)
			strbuf_addf(p->out, "%s b%u", i ? "," : "", in->succ[i]);
	}
}

static void put_inst(struct printer *p, const struct ir_inst *in)
{
	strbuf_addstr(p->out, "  ");
	if (in->dst != IR_NONE)
		strbuf_addf(p->out, "%%%u = ", in->dst);
	strbuf_addstr(p->out, ir_op_text(in->op));
	switch (ir_op_class(in->op)) {
	case IR_CLASS_UNARY:
	case IR_CLASS_BINARY:
	case IR_CLASS_COMPARE:
		put_arith(p, in);
		break;
	case IR_CLASS_MEMORY:
		put_memory(p, in);
		break;
	case IR_CLASS_MISC:
		if (in->op == IR_OP_CALL)
			put_call(p, in);
		else
			strbuf_addf(p->out, " %s", ir_why_text(in->why));
		break;
	case IR_CLASS_TERM:
		put_term(p, in);
		break;
	}
	put_loc(p, &in->loc);
	strbuf_addch(p->out, '\n');
}

/* ---- functions ----------------------------------------------------------------------- */

static void put_local(struct printer *p, u32 idx, const struct ir_local *l)
{
	strbuf_addf(p->out, "  %s %%%u ",
		    l->flags & IR_LOCAL_PARAM ? "param" : "local", idx);
	if (l->name) {
		put_quoted(p, l->name);
		strbuf_addch(p->out, ' ');
	}
	put_type(p, l->type);
	if (l->record) {
		strbuf_addstr(p->out, " of ");
		put_name(p, l->record);
	}
	put_flags(p, text_local_flags, l->flags);
	strbuf_addch(p->out, '\n');
}

static void put_function(struct printer *p, u32 idx)
{
	const struct ir_func *f = &p->u->funcs[idx];
	u32 i, k;

	p->f = f;
	strbuf_addstr(p->out, f->blocks ? "\nfunc " : "func ");
	put_func(p, idx);
	put_flags(p, text_func_flags, f->flags);
	put_loc(p, &f->loc);
	strbuf_addstr(p->out, " -> ");
	put_type(p, f->ret);
	strbuf_addch(p->out, '\n');
	for (i = 0; i < f->nlocals; i++)
		put_local(p, i, &f->locals[i]);
	for (i = 0; i < f->nblocks; i++) {
		strbuf_addf(p->out, "b%u:\n", i);
		for (k = 0; k < f->blocks[i].ninst; k++)
			put_inst(p, &f->insts[f->blocks[i].first + k]);
	}
	p->f = NULL;
}

/* ---- the unit ------------------------------------------------------------------------- */

static void put_header(struct printer *p)
{
	const struct ir_unit *u = p->u;

	strbuf_addstr(p->out, "unit ");
	put_quoted(p, u->file);
	strbuf_addstr(p->out, " frontend ");
	put_quoted(p, u->frontend);
	strbuf_addstr(p->out, " compiler ");
	put_quoted(p, u->compiler);
	strbuf_addf(p->out, " bits %u", u->word_bits);
	put_flags(p, text_unit_flags, u->flags);
	if (u->message) {
		strbuf_addstr(p->out, " message ");
		put_quoted(p, u->message);
	}
	if (u->nskipped)
		strbuf_addf(p->out, " skipped %u", u->nskipped);
	strbuf_addch(p->out, '\n');
}

static void put_names(struct printer *p)
{
	const struct ir_unit *u = p->u;
	u32 i;

	for (i = 0; i < u->nvalues; i++) {
		strbuf_addstr(p->out, "value ");
		put_name(p, u->values[i].name);
		strbuf_addf(p->out, " = %" PRId64 "\n", (s64)u->values[i].bits);
	}
	for (i = 0; i < u->ndeclared; i++) {
		strbuf_addstr(p->out, "declared ");
		put_name(p, u->declared[i]);
		strbuf_addch(p->out, '\n');
	}
}

static void put_nelem(struct printer *p, u32 nelem)
{
	if (nelem)
		strbuf_addf(p->out, " [%u]", nelem);
}

static void put_fields(struct printer *p)
{
	u32 i;

	for (i = 0; i < p->u->nfields; i++) {
		const struct ir_field *fd = &p->u->fields[i];

		strbuf_addstr(p->out, "field ");
		put_field(p, i);
		strbuf_addch(p->out, ' ');
		put_type(p, fd->type);
		if (fd->bit_width)
			strbuf_addf(p->out, " : %u", fd->bit_width);
		put_nelem(p, fd->nelem);
		strbuf_addstr(p->out, fd->in_union ? " union\n" : "\n");
	}
}

static void put_init(struct printer *p, const struct ir_init *in)
{
	u32 i;

	strbuf_addstr(p->out, "  init ");
	for (i = 0; i < in->nproj; i++)
		put_proj(p, &in->proj[i]);
	strbuf_addstr(p->out, in->nproj ? " = " : "= ");
	if (in->kind == IR_OPND_CONST)
		put_const(p, &in->value);
	else if (in->kind == IR_OPND_FUNC)
		put_func(p, in->func);
	else
		strbuf_addch(p->out, '?');
	strbuf_addch(p->out, '\n');
}

static void put_globals(struct printer *p)
{
	u32 i, k;

	for (i = 0; i < p->u->nglobals; i++) {
		const struct ir_global *g = &p->u->globals[i];

		strbuf_addstr(p->out, "global $");
		put_name(p, g->name);
		put_flags(p, text_global_flags, g->flags);
		strbuf_addch(p->out, ' ');
		put_type(p, g->type);
		put_nelem(p, g->nelem);
		if (g->record) {
			strbuf_addstr(p->out, " of ");
			put_name(p, g->record);
		}
		put_loc(p, &g->loc);
		strbuf_addch(p->out, '\n');
		for (k = 0; k < g->ninits; k++)
			put_init(p, &g->inits[k]);
	}
}

void ir_print(const struct ir_unit *unit, struct strbuf *out)
{
	struct printer p = { .u = unit, .out = out };
	u32 i;

	put_header(&p);
	put_names(&p);
	put_fields(&p);
	put_globals(&p);
	for (i = 0; i < unit->nfuncs; i++)
		put_function(&p, i);
}
