/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a pack as written to a pack ready to bind, with all its checks. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/rules/pack.h"

struct compiler {
	struct arena *arena;
	const struct document *doc;	/* of the pack */
	struct pack *pack;
	struct error *err;
};

static u32 BASE_PRINTF(2, 3) line_at(struct compiler *c, const char *fmt, ...)
{
	char path[128];
	va_list ap;

	if (!c->doc)
		return 0;
	va_start(ap, fmt);
	vsnprintf(path, sizeof(path), fmt, ap);
	va_end(ap);
	return document_line(c->doc, path);
}

static int BASE_PRINTF(3, 4) bad(struct compiler *c, u32 line, const char *fmt, ...)
{
	va_list ap;
	char text[400];

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return error_set(c->err, ERR_RULES, "%s:%u: %s", c->pack->file, line, text);
}

static bool is_ident(const char *s)
{
	size_t n = ident_len(s);

	return n && !s[n];
}

static int check_ident(struct compiler *c, const char *name, u32 line)
{
	if (is_ident(name))
		return 0;
	return bad(c, line, "'%s' is no name, expected a C identifier", name);
}

/* Every entry of the list at `path` is an identifier. */
static int check_idents(struct compiler *c, const char *path, char **names, u32 n)
{
	int rc = 0;
	u32 i;

	for (i = 0; !rc && i < n; i++)
		rc = check_ident(c, names[i], line_at(c, "%s/%u", path, i));
	return rc;
}

static int parse_expr(struct compiler *c, const char *text, u32 line,
		      struct expr *e)
{
	if (expr_parse(c->arena, text, e))
		return 0;
	return bad(c, line,
		   "wrong number '%s', expected integers and names joined by + and -",
		   text);
}

static bool is_literal(const struct expr *e)
{
	u32 i;

	for (i = 0; i < e->nterms; i++)
		if (e->terms[i].name)
			return false;
	return true;
}

static u64 literal(const struct expr *e)
{
	u64 v = 0;

	expr_eval(e, NULL, NULL, &v, NULL);
	return v;
}

static int parse_range(struct compiler *c, const char *text, u32 line,
		       struct range_expr *r)
{
	if (!range_parse(c->arena, text, line, r))
		return bad(c, line,
			   "wrong range '%s', expected LOW..HIGH of integers and names joined by + and -",
			   text);
	if (is_literal(&r->lo) && is_literal(&r->hi) &&
	    (s64)literal(&r->lo) > (s64)literal(&r->hi))
		return bad(c, line, "empty range '%s', expected the lower end first", text);
	return 0;
}

/* ---- conditions ------------------------------------------------------------ */

/* "f()" is a function, "struct s" a record, anything else a constant. */
static int parse_cond_name(struct compiler *c, const char *text, u32 line,
			   struct cond_name *n)
{
	size_t len;

	n->kind = RULES_NAME_CONSTANT;
	if (!strncmp(text, "struct ", 7)) {
		n->kind = RULES_NAME_RECORD;
		text += 7;
	}
	len = ident_len(text);
	if (len && n->kind == RULES_NAME_CONSTANT && !strcmp(text + len, "()"))
		n->kind = RULES_NAME_FUNCTION;
	else if (!len || text[len])
		return bad(c, line,
			   "'%s' is no name, expected NAME, NAME() or struct NAME", text);
	n->name = arena_strndup(c->arena, text, len);
	return 0;
}

static int parse_cond_names(struct compiler *c, const char *path, const char *key,
			    char **texts, u32 n, struct cond *cond)
{
	int rc = 0;
	u32 i;

	for (i = 0; !rc && i < n; i++) {
		struct cond_name *name = &cond->names[cond->nnames++];

		name->wanted = !strcmp(key, "declares");
		rc = parse_cond_name(c, texts[i],
				     line_at(c, "%s/when/%s/%u", path, key, i), name);
	}
	return rc;
}

/* `path` is of the entry that has the `when`. */
static int parse_when(struct compiler *c, const char *path, const struct y_when *w,
		      struct cond *cond)
{
	int rc;
	u32 i;

	if (!w)
		return 0;
	if (w->word && w->word != 32 && w->word != 64)
		return bad(c, line_at(c, "%s/when/word", path),
			   "wrong word size %u, expected 32 or 64", w->word);
	cond->word = w->word;
	cond->names = arena_new_array(c->arena, struct cond_name,
				      w->declares_count + w->lacks_count);
	rc = parse_cond_names(c, path, "declares", w->declares, w->declares_count, cond);
	if (!rc)
		rc = parse_cond_names(c, path, "lacks", w->lacks, w->lacks_count, cond);
	for (i = 0; !rc && i < w->equal_count; i++)
		rc = parse_expr(c, w->equal[i], line_at(c, "%s/when/equal/%u", path, i),
				&cond->equal[i]);
	cond->has_equal = w->equal_count != 0;
	return rc;
}

static bool unconditional(const struct cond *cond)
{
	return !cond->word && !cond->nnames && !cond->has_equal;
}

/* ---- constants, classes ----------------------------------------------------- */

static int check_reachable(struct compiler *c, const struct constant *k)
{
	const struct constant *j;

	for (j = c->pack->constants; j < k; j++)
		if (!strcmp(j->name, k->name) && unconditional(&j->when))
			return bad(c, k->line,
				   "constant '%s' again, expected only after entries with a 'when' (line %u has none)",
				   k->name, j->line);
	return 0;
}

static int compile_constant(struct compiler *c, u32 i)
{
	const struct y_constant *y = &c->pack->yaml->constants[i];
	struct constant *k = &c->pack->constants[i];
	char path[32];
	int rc;

	snprintf(path, sizeof(path), "constants/%u", i);
	k->name = y->name;
	k->line = line_at(c, "%s", path);
	rc = check_ident(c, y->name, line_at(c, "%s/name", path));
	if (!rc)
		rc = parse_expr(c, y->value, line_at(c, "%s/value", path), &k->value);
	if (!rc)
		rc = parse_when(c, path, y->when, &k->when);
	return rc ? rc : check_reachable(c, k);
}

static const struct y_class *class_by_name(const struct y_pack *y, const char *name)
{
	u32 i;

	for (i = 0; i < y->classes_count; i++)
		if (!strcmp(y->classes[i].class, name))
			return &y->classes[i];
	return NULL;
}

static int check_class(struct compiler *c, u32 i)
{
	const struct y_class *k = &c->pack->yaml->classes[i];
	char path[32];

	if (class_by_name(c->pack->yaml, k->class) != k)
		return bad(c, line_at(c, "classes/%u/class", i),
			   "class '%s' a second time, expected one entry a class", k->class);
	snprintf(path, sizeof(path), "classes/%u/names", i);
	return check_idents(c, path, k->names, k->names_count);
}

/* ---- accessors, arrays ------------------------------------------------------ */

/* Which feature's guards count: that of the pack, when it has one only. */
static int extended_feature(struct compiler *c, u32 line, const struct y_extended *y,
			    struct extended_range *x)
{
	const struct y_pack *p = c->pack->yaml;
	bool found = !y->feature || !p->guards_count;
	u32 i;

	x->feature = y->feature;
	for (i = 0; i < p->guards_count; i++) {
		if (y->feature)
			found |= !strcmp(p->guards[i].feature, y->feature);
		else if (!x->feature)
			x->feature = p->guards[i].feature;
		else if (strcmp(x->feature, p->guards[i].feature) != 0)
			return bad(c, line,
				   "guards of '%s' and of '%s', expected the 'feature' that is required here",
				   x->feature, p->guards[i].feature);
	}
	if (!found)
		return bad(c, line, "no guard of the feature '%s', expected one in 'guards'",
			   y->feature);
	return 0;
}

static int compile_extended(struct compiler *c, const char *path, u32 i,
			    const struct y_extended *y, struct extended_range *x)
{
	char at[64];
	int rc;

	snprintf(at, sizeof(at), "%s/extended/%u", path, i);
	x->level = (u8)y->requires;
	rc = parse_range(c, y->range, line_at(c, "%s/range", at), &x->range);
	if (!rc)
		rc = extended_feature(c, line_at(c, y->feature ? "%s/feature" : "%s", at), y, x);
	return rc ? rc : parse_when(c, at, y->when, &x->when);
}

static void add_foreign(struct spec *s, const struct y_class *k)
{
	u32 i;

	for (i = 0; i < k->names_count; i++) {
		s->foreign[s->nforeign] = k->names[i];
		s->foreign_class[s->nforeign++] = k->class;
	}
}

static int compile_forbidden(struct compiler *c, const char *path,
			     const struct y_spec *y, struct spec *s)
{
	const struct y_class *k;
	u32 i, n = 0;

	for (i = 0; i < y->forbidden_count; i++) {
		k = class_by_name(c->pack->yaml, y->forbidden[i]);
		if (!k)
			return bad(c, line_at(c, "%s/forbidden/%u", path, i),
				   "unknown class '%s', expected one of 'classes'",
				   y->forbidden[i]);
		n += k->names_count;
	}
	s->foreign = arena_new_array(c->arena, const char *, n);
	s->foreign_class = arena_new_array(c->arena, const char *, n);
	for (i = 0; i < y->forbidden_count; i++)
		add_foreign(s, class_by_name(c->pack->yaml, y->forbidden[i]));
	return 0;
}

static int compile_ranges(struct compiler *c, const char *path,
			  const struct y_spec *y, struct spec *s)
{
	int rc = 0;
	u32 i;

	for (i = 0; !rc && i < y->legal_count; i++)
		rc = parse_range(c, y->legal[i], line_at(c, "%s/legal/%u", path, i),
				 &s->legal[s->nlegal++]);
	for (i = 0; !rc && i < y->extended_count; i++)
		rc = compile_extended(c, path, i, &y->extended[i],
				      &s->extended[s->nextended++]);
	return rc;
}

static int compile_spec(struct compiler *c, const char *path, const struct y_spec *y,
			struct spec *s)
{
	char at[64];
	int rc;

	s->line = line_at(c, "%s", path);
	if (!y->legal_count && !y->extended_count)
		return bad(c, s->line, "no index is legal here, expected 'legal' or 'extended'");
	s->nnever = y->never_count;
	s->never = (const char *const *)y->never;
	snprintf(at, sizeof(at), "%s/never", path);
	rc = check_idents(c, at, y->never, y->never_count);
	if (!rc)
		rc = parse_when(c, path, y->when, &s->when);
	if (!rc)
		rc = compile_ranges(c, path, y, s);
	return rc ? rc : compile_forbidden(c, path, y, s);
}

/*
 * "KEY: name" or "KEYs: [names]", one of them. *ret_names points into the
 * pack as written.
 */
static int one_or_list(struct compiler *c, const char *path, const char *key,
		       char **one, char **list, u32 nlist,
		       const char *const **ret_names, u32 *ret_n)
{
	char at[64];

	if (!*one == !nlist)
		return bad(c, line_at(c, "%s", path), "%s '%s' %s '%ss', expected one of them",
			   *one ? "both" : "neither", key, *one ? "and" : "nor", key);
	*ret_names = (const char *const *)(*one ? one : list);
	*ret_n = *one ? 1 : nlist;
	snprintf(at, sizeof(at), *one ? "%s/%s" : "%s/%ss", path, key);
	if (*one)
		return check_ident(c, *one, line_at(c, "%s", at));
	return check_idents(c, at, list, nlist);
}

static bool has_function(const struct accessor *a, const char *name)
{
	u32 i;

	for (i = 0; i < a->nfunctions; i++)
		if (!strcmp(a->functions[i], name))
			return true;
	return false;
}

static bool repeated(const char *const *names, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (!strcmp(names[i], names[n]))
			return true;
	return false;
}

/* The first entry that applies is taken: one after an unconditional is dead. */
static int check_accessor_again(struct compiler *c, const struct accessor *a)
{
	const struct accessor *b;
	u32 i;

	for (i = 0; i < a->nfunctions; i++) {
		if (repeated(a->functions, i))
			return bad(c, a->spec.line, "accessor '%s' twice in one entry, expected once",
				   a->functions[i]);
		for (b = c->pack->accessors; b < a; b++)
			if (has_function(b, a->functions[i]) && unconditional(&b->spec.when))
				return bad(c, a->spec.line,
					   "accessor '%s' again, expected only after entries with a 'when' (line %u has none)",
					   a->functions[i], b->spec.line);
	}
	return 0;
}

static int compile_accessor(struct compiler *c, u32 i)
{
	struct y_accessor *y = &c->pack->yaml->accessors[i];
	struct accessor *a = &c->pack->accessors[i];
	char path[32];
	int rc;

	snprintf(path, sizeof(path), "accessors/%u", i);
	rc = one_or_list(c, path, "function", &y->function, y->functions,
			 y->functions_count, &a->functions, &a->nfunctions);
	if (rc)
		return rc;
	if (!y->index)
		return bad(c, line_at(c, "%s/index", path),
			   "index 0, expected the number of an argument, the first is 1");
	a->index_arg = y->index - 1;
	rc = compile_spec(c, path, &y->spec, &a->spec);
	return rc ? rc : check_accessor_again(c, a);
}

/* RECORD.FIELD; the record may be nested as "OUTER::MEMBER". */
static int parse_field(struct compiler *c, const char *text, u32 line,
		       const char **ret_record, const char **ret_field)
{
	const char *dot = strchr(text, '.');
	const char *s = text;
	size_t n;

	while (dot && (n = ident_len(s))) {
		s += n;
		if (s == dot && is_ident(dot + 1)) {
			*ret_record = arena_strndup(c->arena, text, (size_t)(dot - text));
			*ret_field = arena_strdup(c->arena, dot + 1);
			return 0;
		}
		if (strncmp(s, "::", 2) != 0)
			break;
		s += 2;
	}
	return bad(c, line, "wrong field '%s', expected RECORD.FIELD", text);
}

static int compile_array(struct compiler *c, u32 i)
{
	const struct y_array *y = &c->pack->yaml->arrays[i];
	struct array *a = &c->pack->arrays[i], *b;
	char path[32];
	int rc;

	snprintf(path, sizeof(path), "arrays/%u", i);
	a->label = y->field;
	rc = parse_field(c, y->field, line_at(c, "%s/field", path), &a->record, &a->field);
	if (!rc)
		rc = compile_spec(c, path, &y->spec, &a->spec);
	for (b = c->pack->arrays; !rc && b < a; b++)
		if (!strcmp(a->label, b->label) && unconditional(&b->spec.when))
			return bad(c, a->spec.line,
				   "array '%s' again, expected only after entries with a 'when' (line %u has none)",
				   a->label, b->spec.line);
	return rc;
}

/* ---- guards ------------------------------------------------------------------ */

static int guard_shape(struct compiler *c, const struct y_guard *y, u32 line)
{
	bool call = y->call || y->calls_count;

	if (call + !!y->field + !!y->global != 1)
		return bad(c, line, "%s, expected one of 'call', 'calls', 'field', 'global'",
			   call || y->field || y->global ? "two kinds of guard in one entry"
							 : "a guard of nothing");
	if (call && (y->mask || y->equals))
		return bad(c, line, "'%s' of a call, expected 'argument' and 'value'",
			   y->mask ? "mask" : "equals");
	if (call && !y->argument != !y->value)
		return bad(c, line, "'%s' alone, expected 'argument' and 'value' together",
			   y->value ? "value" : "argument");
	if (!call && (y->argument || y->value))
		return bad(c, line, "'argument' or 'value' of a %s, expected 'mask'",
			   y->field ? "field" : "global");
	if (!call && !y->mask && !y->equals)
		return bad(c, line, "no 'mask', expected the bits to test");
	if (y->mask && y->equals)
		return bad(c, line, "both 'mask' and 'equals', expected one of them");
	return 0;
}

static int guard_place(struct compiler *c, const char *path, const struct y_guard *y,
		       struct guard *g)
{
	if (y->field) {
		g->rule.kind = RULES_GUARD_FIELD;
		return parse_field(c, y->field, line_at(c, "%s/field", path),
				   &g->rule.record, &g->rule.field);
	}
	if (y->global) {
		g->rule.kind = RULES_GUARD_GLOBAL;
		g->rule.field = y->global;
		return check_ident(c, y->global, line_at(c, "%s/global", path));
	}
	g->rule.kind = RULES_GUARD_CALL;
	g->rule.arg = y->argument ? y->argument - 1 : IR_NONE;
	return 0;
}

/* Adds the guard once for each function it names. */
static int add_guards(struct compiler *c, const char *path, struct y_guard *y,
		      struct guard *g)
{
	const char *const *functions = NULL;
	u32 i, n = 1;
	int rc;

	if (g->rule.kind == RULES_GUARD_CALL) {
		rc = one_or_list(c, path, "call", &y->call, y->calls, y->calls_count,
				 &functions, &n);
		if (rc)
			return rc;
	}
	for (i = 0; i < n; i++) {
		if (functions)
			g->rule.function = functions[i];
		c->pack->guards[c->pack->nguards++] = *g;
	}
	return 0;
}

static int compile_guard(struct compiler *c, u32 i)
{
	struct y_guard *y = &c->pack->yaml->guards[i];
	const char *value = y->mask ? y->mask : y->equals ? y->equals : y->value;
	struct guard g = { .has_value = value != NULL };
	char path[32];
	int rc;

	snprintf(path, sizeof(path), "guards/%u", i);
	g.line = line_at(c, "%s", path);
	g.rule.arg = IR_NONE;
	g.rule.level = (u8)y->level;
	g.rule.negated = y->negated;
	g.rule.equals = y->equals != NULL;
	g.rule.implied = y->implied;
	g.rule.feature = y->feature;
	g.rule.value_name = value ? value : "";
	rc = guard_shape(c, y, g.line);
	if (!rc)
		rc = guard_place(c, path, y, &g);
	if (!rc && value)
		rc = parse_expr(c, value,
				line_at(c, "%s/%s", path, y->mask ? "mask" :
					y->equals ? "equals" : "value"),
				&g.value);
	if (!rc)
		rc = parse_when(c, path, y->when, &g.when);
	return rc ? rc : add_guards(c, path, y, &g);
}

static u32 count_guards(const struct y_pack *y)
{
	u32 i, n = 0;

	for (i = 0; i < y->guards_count; i++)
		n += y->guards[i].calls_count + 1;
	return n;
}

/* ---- library functions ------------------------------------------------------- */

static int function_range(struct compiler *c, const struct y_function *y,
			  const char *path, struct rules_function *f)
{
	struct range_expr range;
	u32 line = line_at(c, "%s/result", path);
	int rc;

	if (!y->result && (y->below || y->at_most))
		return bad(c, line_at(c, "%s", path),
			   "'below' or 'at_most' without 'result', expected the range they cut");
	if (!y->result)
		return 0;
	rc = parse_range(c, y->result, line, &range);
	if (rc)
		return rc;
	if (!is_literal(&range.lo) || !is_literal(&range.hi))
		return bad(c, line, "a name in the result '%s', expected integers only",
			   y->result);
	if (y->below && y->at_most)
		return bad(c, line_at(c, "%s", path),
			   "both 'below' and 'at_most', expected one of them");
	f->has_result = true;
	f->lo = (s64)literal(&range.lo);
	f->hi = (s64)literal(&range.hi);
	f->bound_arg = y->below || y->at_most ? y->below + y->at_most - 1 : IR_NONE;
	f->bound_inclusive = y->at_most != 0;
	return 0;
}

static int function_memory(struct compiler *c, const struct y_function *y,
			   const char *path, struct rules_function *f)
{
	if (!y->result && !y->writes && !y->zeroed)
		return bad(c, line_at(c, "%s", path),
			   "nothing is said about the function, expected one of 'result', 'writes', 'zeroed'");
	if (y->fill && !y->writes)
		return bad(c, line_at(c, "%s/fill", path),
			   "'fill' alone, expected 'writes' and 'fill' together");
	if (y->result && y->zeroed)
		return bad(c, line_at(c, "%s/zeroed", path),
			   "both 'result' and 'zeroed', expected one of them");
	f->writes_arg = y->writes ? y->writes - 1 : IR_NONE;
	f->fill_arg = y->fill ? y->fill - 1 : IR_NONE;
	f->zeroed = y->zeroed;
	return 0;
}

static int compile_function(struct compiler *c, u32 i)
{
	struct y_function *y = &c->pack->yaml->functions[i];
	struct rules_function f = { .bound_arg = IR_NONE };
	const char *const *names = NULL;
	char path[32];
	u32 j, k, n = 0;
	int rc;

	snprintf(path, sizeof(path), "functions/%u", i);
	rc = one_or_list(c, path, "function", &y->function, y->functions,
			 y->functions_count, &names, &n);
	if (!rc)
		rc = function_range(c, y, path, &f);
	if (!rc)
		rc = function_memory(c, y, path, &f);
	for (j = 0; !rc && j < n; j++) {
		f.function = names[j];
		for (k = 0; k < c->pack->nfunctions; k++)
			if (!strcmp(c->pack->functions[k].function, f.function))
				return bad(c, line_at(c, "%s", path),
					   "function '%s' a second time, expected one entry a function",
					   f.function);
		c->pack->functions[c->pack->nfunctions++] = f;
	}
	return rc;
}

/* ---- aliases ------------------------------------------------------------------ */

/* Cuts a "*" off the end of a copy of text; true when there was one. */
static bool cut_star(struct compiler *c, const char *text, char **ret_text)
{
	size_t n = strlen(text);
	bool star = n && text[n - 1] == '*';

	*ret_text = arena_strndup(c->arena, text, n - star);
	return star;
}

static int compile_alias(struct compiler *c, u32 i)
{
	const struct y_alias *y = &c->pack->yaml->aliases[i];
	struct rules_alias *a = &c->pack->aliases[i];
	u32 line = line_at(c, "aliases/%u", i);
	char *function, *field;
	bool any = cut_star(c, y->function, &function);
	int rc = check_ident(c, function, line);

	if (rc)
		return rc;
	if (cut_star(c, y->field, &field) != any)
		return bad(c, line, "one '*' only, expected it at both ends or at none");
	a->any = any;
	a->function = function;
	if (!any || field[strlen(field) - 1] != '.')
		return parse_field(c, field, line, &a->record, &a->field);
	/* "RECORD.*": all of the member's name is the rest of the function's */
	field[strlen(field) - 1] = '\0';
	a->record = field;
	a->field = "";
	return check_ident(c, field, line);
}

static u32 count_functions(const struct y_pack *y)
{
	u32 i, n = 0;

	for (i = 0; i < y->functions_count; i++)
		n += y->functions[i].functions_count + 1;
	return n;
}

/* ---- the whole --------------------------------------------------------------- */

static int check_not_empty(struct compiler *c)
{
	const struct y_pack *y = c->pack->yaml;

	if (y->accessors_count || y->arrays_count || y->guards_count ||
	    y->functions_count || y->aliases_count || y->trusted_count ||
	    y->untouched_count)
		return 0;
	return bad(c, line_at(c, "pack"),
		   "pack '%s' is empty, expected accessors, arrays, guards, functions, aliases, trusted or untouched",
		   y->pack);
}

static int for_each(struct compiler *c, u32 n, int (*compile)(struct compiler *c, u32 i))
{
	int rc = 0;
	u32 i;

	for (i = 0; !rc && i < n; i++)
		rc = compile(c, i);
	return rc;
}

static void make_room(struct compiler *c)
{
	const struct y_pack *y = c->pack->yaml;
	struct pack *p = c->pack;

	p->nconstants = y->constants_count;
	p->naccessors = y->accessors_count;
	p->narrays = y->arrays_count;
	p->constants = arena_new_array(c->arena, struct constant, p->nconstants);
	p->accessors = arena_new_array(c->arena, struct accessor, p->naccessors);
	p->arrays = arena_new_array(c->arena, struct array, p->narrays);
	p->guards = arena_new_array(c->arena, struct guard, count_guards(y));
	p->functions = arena_new_array(c->arena, struct rules_function, count_functions(y));
	p->naliases = y->aliases_count;
	p->aliases = arena_new_array(c->arena, struct rules_alias, p->naliases);
}

int pack_compile(struct arena *a, struct pack *pack, struct error *err)
{
	struct compiler c = { .arena = a, .doc = pack->doc, .pack = pack, .err = err };
	const struct y_pack *y = pack->yaml;
	int rc = check_not_empty(&c);

	make_room(&c);
	if (!rc)
		rc = parse_when(&c, "", y->when, &pack->when);
	if (!rc)
		rc = for_each(&c, y->constants_count, compile_constant);
	if (!rc)
		rc = for_each(&c, y->classes_count, check_class);
	if (!rc)
		rc = for_each(&c, y->accessors_count, compile_accessor);
	if (!rc)
		rc = for_each(&c, y->arrays_count, compile_array);
	if (!rc)
		rc = for_each(&c, y->guards_count, compile_guard);
	if (!rc)
		rc = for_each(&c, y->functions_count, compile_function);
	if (!rc)
		rc = for_each(&c, y->aliases_count, compile_alias);
	if (!rc)
		rc = check_idents(&c, "trusted", y->trusted, y->trusted_count);
	return rc ? rc : check_idents(&c, "track", y->track, y->track_count);
}
