/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Initialiser lists. libclang shows them as they are written: designators,
 * and braces left out; this walks them as C says they are meant.
 */
#include <stdlib.h>
#include <string.h>

#include "clang-tool/lower.h"

struct iter {
	struct kids k;
	u32 i;
};

static void fill(struct init_sink *s, CXType type, struct iter *it, bool top);

static bool designated(CXCursor c)
{
	return c.kind == CXCursor_UnexposedExpr &&
	       clang_getCursorType(c).kind == CXType_Void;
}

void init_push_element(struct init_sink *s, CXType array, u64 index)
{
	struct place *p = s->at;
	struct ir_operand o;

	if (s->global != IR_NONE)
		o = ir_opnd(IR_OPND_CONST, (u32)index);
	else
		o = irb_const(s->lw->b, int_type(64, false), index, NULL);
	place_push_index(p, o, type_nelem(s->lw, array));
	p->type = type_element(s->lw, array);
	p->bit_width = 0;
}

static void push_member(struct init_sink *s, CXCursor field)
{
	int width = clang_getFieldDeclBitWidth(field);

	place_push_field(s->lw, s->at, field);
	s->at->type = clang_getCursorType(field);
	s->at->bit_width = width > 0 && width <= 64 ? (u8)width : 0;
}

/* ---- one element --------------------------------------------------------------------- */

/* The expression is the whole of the aggregate, not its first part. */
static bool is_whole(struct lower *lw, CXType type, CXCursor value)
{
	CXCursor core = strip_parens(lw, value);

	if (core.kind == CXCursor_StringLiteral)
		return type_is_array(lw, type);
	if (core.kind == CXCursor_UnexposedExpr &&
	    type_is_array(lw, type) && strip_casts(lw, core).kind == CXCursor_StringLiteral)
		return true;
	return type_of(lw, clang_getCursorType(value)).kind == IR_T_AGG &&
	       type_fits(lw, clang_getCursorType(value), type);
}

static void element(struct init_sink *s, CXType type, struct iter *it)
{
	CXCursor value = it->k.v[it->i];

	if (type_of(s->lw, type).kind == IR_T_AGG &&
	    value.kind != CXCursor_InitListExpr &&
	    !is_whole(s->lw, type, value)) {
		fill(s, type, it, false);
		return;
	}
	it->i++;
	init_walk(s, type, value);
}

/* ---- designators ------------------------------------------------------------------------ */

static bool has_field(struct lower *lw, CXType type, CXCursor field)
{
	struct kids f = type_fields(lw, type);
	u32 i;

	for (i = 0; i < f.n; i++) {
		if (decl_key(f.v[i]) == decl_key(field))
			return true;
		if (type_is_anonymous_member(lw, f.v[i]) &&
		    has_field(lw, clang_getCursorType(f.v[i]), field))
			return true;
	}
	return false;
}

/* Which member of a record is meant, or contains what is meant. */
static u32 field_position(struct lower *lw, struct kids f, CXCursor field)
{
	u32 i;

	for (i = 0; i < f.n; i++)
		if (decl_key(f.v[i]) == decl_key(field) ||
		    (type_is_anonymous_member(lw, f.v[i]) &&
		     has_field(lw, clang_getCursorType(f.v[i]), field)))
			return i;
	return f.n;
}

static bool spells_range(struct lower *lw, CXCursor c)
{
	size_t n, i;
	const char *text = loc_text(lw, c, &n);

	for (i = 0; text && i + 2 < n && text[i] != '='; i++)
		if (!memcmp(text + i, "...", 3))
			return true;
	return false;
}

/* Number of designators that one index takes: 2 for a range. */
static u32 range_kids(struct lower *lw, CXCursor c, struct kids d, u32 at,
		      CXType element_type)
{
	if (at + 2 >= d.n || !clang_isExpression(d.v[at + 1].kind))
		return 1;
	if (!type_is_array(lw, element_type))
		return 2;
	return spells_range(lw, c) ? 2 : 1;
}

/* Applies designators from `at` on below the place of `type`, then the value. */
static void deeper(struct init_sink *s, CXType type, CXCursor c, struct kids d,
		   u32 at, u64 *ret_pos)
{
	struct place saved = *s->at;
	u64 lo, hi, i;
	u32 n;

	if (at + 1 >= d.n) {
		init_walk(s, type, d.v[d.n - 1]);
		return;
	}
	if (d.v[at].kind == CXCursor_MemberRef) {
		CXCursor field = clang_getCursorReferenced(d.v[at]);

		push_member(s, field);
		deeper(s, clang_getCursorType(field), c, d, at + 1, NULL);
		*s->at = saved;
		return;
	}
	if (!type_is_array(s->lw, type) || !const_eval(s->lw, d.v[at], &lo))
		return;
	n = range_kids(s->lw, c, d, at, type_element(s->lw, type));
	hi = lo;
	if (n == 2 && !const_eval(s->lw, d.v[at + 1], &hi))
		return;
	for (i = lo; i <= hi && s->budget; i++) {
		init_push_element(s, type, i);
		deeper(s, type_element(s->lw, type), c, d, at + n, NULL);
		*s->at = saved;
	}
	if (ret_pos)
		*ret_pos = hi;
}

static struct kids designators(struct lower *lw, CXCursor c)
{
	struct kids k = kids_of(lw, c), d = { k.v, 0 };
	u32 i;

	for (i = 0; i < k.n; i++)
		if (k.v[i].kind == CXCursor_MemberRef ||
		    clang_isExpression(k.v[i].kind))
			d.v[d.n++] = k.v[i];
	return d;
}

/* ---- lists -------------------------------------------------------------------------------- */

static void fill_array(struct init_sink *s, CXType type, struct iter *it,
		       bool top)
{
	struct place saved = *s->at;
	u64 next = 0, n = type_nelem(s->lw, type);

	while (it->i < it->k.n && s->budget) {
		CXCursor c = it->k.v[it->i];

		if (designated(c)) {
			if (!top)
				return;
			it->i++;
			deeper(s, type, c, designators(s->lw, c), 0, &next);
			next++;
			continue;
		}
		if (n && next >= n) {
			if (!top)
				return;
			it->i++;
			continue;
		}
		init_push_element(s, type, next++);
		element(s, type_element(s->lw, type), it);
		*s->at = saved;
	}
}

static void fill_record(struct init_sink *s, CXType type, struct iter *it,
			bool top)
{
	struct kids f = type_fields(s->lw, type);
	struct place saved = *s->at;
	bool is_union = clang_getTypeDeclaration(clang_getCanonicalType(type)).kind ==
			CXCursor_UnionDecl;
	u32 next = 0;

	while (it->i < it->k.n && s->budget) {
		CXCursor c = it->k.v[it->i];

		if (designated(c)) {
			struct kids d;

			if (!top)
				return;
			it->i++;
			d = designators(s->lw, c);
			if (d.n < 2 || d.v[0].kind != CXCursor_MemberRef)
				continue;
			next = field_position(s->lw, f,
					clang_getCursorReferenced(d.v[0])) + 1;
			deeper(s, type, c, d, 0, NULL);
			continue;
		}
		while (next < f.n && clang_Cursor_isBitField(f.v[next]) &&
		       spelled(f.v[next], ""))
			next++;
		if (next >= f.n || (is_union && next)) {
			if (!top)
				return;
			it->i++;
			continue;
		}
		push_member(s, f.v[next]);
		element(s, clang_getCursorType(f.v[next]), it);
		*s->at = saved;
		next++;
	}
}

static void fill(struct init_sink *s, CXType type, struct iter *it, bool top)
{
	u32 before = it->i;

	if (type_is_array(s->lw, type))
		fill_array(s, type, it, top);
	else if (type_is_record(s->lw, type))
		fill_record(s, type, it, top);
	if (it->i == before)
		it->i++;
}

void init_walk(struct init_sink *s, CXType type, CXCursor value)
{
	CXCursor core = strip_parens(s->lw, value);
	struct iter it = { { NULL, 0 }, 0 };

	if (!s->budget)
		return;
	s->budget--;
	if (core.kind == CXCursor_CompoundLiteralExpr &&
	    type_of(s->lw, type).kind == IR_T_AGG)
		core = last_expr(s->lw, core);
	if (type_is_array(s->lw, type) && s->string) {
		CXCursor str = strip_casts(s->lw, core);

		if (str.kind == CXCursor_InitListExpr) {
			struct kids k = exprs_of(s->lw, str);

			if (k.n == 1 && strip_casts(s->lw, k.v[0]).kind ==
					CXCursor_StringLiteral &&
			    type_of(s->lw, type_element(s->lw, type)).kind == IR_T_INT)
				str = strip_casts(s->lw, k.v[0]);
		}
		if (str.kind == CXCursor_StringLiteral) {
			s->string(s, type, str);
			return;
		}
	}
	if (core.kind != CXCursor_InitListExpr) {
		s->put(s, type, value);
		return;
	}
	it.k = exprs_of(s->lw, core);
	if (type_of(s->lw, type).kind == IR_T_AGG)
		while (it.i < it.k.n && s->budget)
			fill(s, type, &it, true);
	else if (it.k.n)
		init_walk(s, type, it.k.v[0]);
}

/* ---- local variables ------------------------------------------------------------------------ */

static void put_local(struct init_sink *s, CXType type, CXCursor value)
{
	struct place p = *s->at;

	p.type = type;
	if (type_of(s->lw, type).kind == IR_T_AGG)
		aggregate_into(s->lw, value, &p);
	else
		place_store(s->lw, &p, rvalue(s->lw, value));
}

bool init_string_bytes(struct lower *lw, CXType type, CXCursor c,
		       const char **ret, size_t *ret_len)
{
	enum CXTypeKind k = clang_getCanonicalType(type_element(lw, type)).kind;
	CXEvalResult r;
	const char *text;
	u32 n;

	/* bytes that are numbers, not text */
	if (k != CXType_UChar && k != CXType_SChar)
		return false;
	r = clang_Cursor_Evaluate(c);
	if (!r)
		return false;
	if (clang_EvalResult_getKind(r) != CXEval_StrLiteral) {
		clang_EvalResult_dispose(r);
		return false;
	}
	text = clang_EvalResult_getAsStr(r);
	*ret = arena_strdup(lw->scratch, text);
	*ret_len = strlen(text);
	clang_EvalResult_dispose(r);
	n = type_nelem(lw, clang_getCursorType(c));
	if (*ret_len + 1 == n)
		return true;
	/* with a NUL inside, there is more than this shows */
	return literal_bytes(lw, c, n - 1, ret, ret_len);
}

static void put_string(struct init_sink *s, CXType type, CXCursor value)
{
	struct place saved = *s->at;
	struct lower *lw = s->lw;
	const char *text;
	size_t n, i;

	if (!init_string_bytes(lw, type, value, &text, &n) || n > 256) {
		irb_clobber(lw->b, make_place(lw, s->at));
		return;
	}
	irb_zeromem(lw->b, make_place(lw, s->at));
	for (i = 0; i < n; i++) {
		init_push_element(s, type, i);
		place_store(lw, s->at, val_const(type_of(lw, s->at->type),
						 (u64)(s64)text[i], NULL));
		*s->at = saved;
	}
}

static bool copy_constants(struct lower *lw, const struct place *to,
			   CXType type, CXCursor value)
{
	struct place from, p = *to;

	memset(&from, 0, sizeof(from));
	from.base = IR_BASE_GLOBAL;
	from.idx = constant_aggregate(lw, type, value);
	from.type = p.type = type;
	if (from.idx == IR_NONE)
		return false;
	irb_copymem(lw->b, make_place(lw, &p), make_place(lw, &from));
	return true;
}

void init_local(struct lower *lw, const struct place *p, CXType type,
		CXCursor value)
{
	struct place at = *p;
	struct init_sink s = { .lw = lw, .at = &at, .budget = 4096,
			       .put = put_local, .string = put_string,
			       .global = IR_NONE };
	CXCursor core = strip_parens(lw, value);

	at.type = type;
	if (type_of(lw, type).kind == IR_T_AGG && core.kind == CXCursor_InitListExpr) {
		if (copy_constants(lw, p, type, value))
			return;
		irb_zeromem(lw->b, make_place(lw, &at));
	}
	init_walk(&s, type, value);
	if (!s.budget)
		irb_clobber(lw->b, make_place(lw, p));
}

/* ---- one member -------------------------------------------------------------------------- */

/* What is looked through for one member. */
#define MAX_MEMBERS 4096

struct member_init {
	struct init_sink s;
	u32 field;
	bool found;
	CXCursor value;
};

static void note_member(struct init_sink *s, CXType type, CXCursor value)
{
	struct member_init *m = (struct member_init *)s;

	(void)type;
	if (s->at->nproj == 1 && s->at->proj[0].kind == IR_PROJ_FIELD &&
	    s->at->proj[0].field == m->field) {
		m->found = true;
		m->value = value;
	}
}

bool init_of_member(struct lower *lw, CXCursor var, CXCursor field, CXCursor *ret)
{
	CXCursor value = clang_Cursor_getVarDeclInitializer(var);
	struct place at;
	struct member_init m = {
		.s = { lw, &at, MAX_MEMBERS, note_member, note_member, IR_NONE },
		.field = type_field(lw, field),
	};

	memset(&at, 0, sizeof(at));
	if (clang_Cursor_isNull(value))
		return false;
	init_walk(&m.s, clang_getCursorType(var), value);
	*ret = m.value;
	return m.found;
}
