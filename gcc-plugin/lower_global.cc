/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Function symbols, global variables and their initialisers. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/lower.h"
#include "gcc-plugin/names.h"
#include "gcc-plugin/provenance.h"

/* A larger initialiser is given up as a whole. */
#define MAX_INITS 4096

/* ---- functions ----------------------------------------------------------------- */

static u32 func_flags(tree decl)
{
	u32 flags = 0;

	/* A body of `extern inline` serves this unit only. */
	if (!TREE_PUBLIC(decl) ||
	    (DECL_EXTERNAL(decl) && DECL_STRUCT_FUNCTION(decl) &&
	     DECL_DECLARED_INLINE_P(decl)))
		flags |= IR_FUNC_STATIC;
	if (DECL_DECLARED_INLINE_P(decl))
		flags |= IR_FUNC_INLINE;
	if (DECL_WEAK(decl))
		flags |= IR_FUNC_WEAK;
	if (TREE_THIS_VOLATILE(decl))
		flags |= IR_FUNC_NORETURN;
	if (stdarg_p(TREE_TYPE(decl)))
		flags |= IR_FUNC_VARARG;
	return flags;
}

static bool in_main_file(location_t loc)
{
	const char *file = LOCATION_FILE(loc);

	return !file || !main_input_filename ||
	       !strcmp(file, main_input_filename);
}

u32 lower_func_symbol(struct lower *lw, tree decl)
{
	u32 *at = uidmap_at(&lw->funcs, DECL_UID(decl));
	location_t loc = DECL_SOURCE_LOCATION(decl);
	struct ir_type ret;
	u32 flags, id;

	if (*at != IR_NONE)
		return *at;
	flags = func_flags(decl);
	if (DECL_STRUCT_FUNCTION(decl) && !in_main_file(loc))
		flags |= IR_FUNC_HEADER;
	ret = type_of(TREE_TYPE(TREE_TYPE(decl)));
	id = irb_func(lw->b, IDENTIFIER_POINTER(DECL_NAME(decl)), flags,
		      loc_of(lw, loc), ret);
	*at = id;
	return id;
}

/* ---- variables -------------------------------------------------------------------- */

static u32 hash_string(const char *s)
{
	u32 h = 2166136261u;

	while (*s)
		h = (h ^ (unsigned char)*s++) * 16777619u;
	return h & 0x7fffffff;
}

/* FUNC.NAME, FUNC.NAME.2 ... for the static locals of one function. */
static const char *static_local_name(struct lower *lw, tree func, tree decl)
{
	const char *name = DECL_NAME(decl) && !DECL_ARTIFICIAL(decl) ?
			   IDENTIFIER_POINTER(DECL_NAME(decl)) : "(const)";
	char *full = arena_printf(lw->arena, "%s.%s",
				  IDENTIFIER_POINTER(DECL_NAME(func)), name);
	u32 *twins = uidmap_at(&lw->statics, hash_string(full));

	*twins = *twins == IR_NONE ? 1 : *twins + 1;
	if (*twins == 1)
		return full;
	return arena_printf(lw->arena, "%s.%u", full, *twins);
}

static const char *global_name(struct lower *lw, tree decl)
{
	tree func = decl_function_context(decl);

	if (TREE_CODE(decl) == VAR_DECL && DECL_EXTERNAL(decl))
		func = NULL_TREE;	/* declared in a block */
	else if (!func && (!DECL_NAME(decl) || DECL_ARTIFICIAL(decl)))
		func = lw->f.decl;	/* a constant aggregate of this function */
	if (func)
		return static_local_name(lw, func, decl);
	return DECL_NAME(decl) ? IDENTIFIER_POINTER(DECL_NAME(decl)) : "(const)";
}

static u32 global_flags(tree decl)
{
	u32 flags = 0;

	if (!TREE_PUBLIC(decl))
		flags |= IR_GLOBAL_STATIC;
	if (TREE_READONLY(decl) || TREE_CODE(decl) == CONST_DECL)
		flags |= IR_GLOBAL_CONST;
	if (TREE_THIS_VOLATILE(decl))
		flags |= IR_GLOBAL_VOLATILE;
	if (TREE_CODE(decl) == CONST_DECL || !DECL_EXTERNAL(decl))
		flags |= IR_GLOBAL_DEFINED;
	return flags;
}

static struct ir_type global_type(tree type)
{
	struct ir_type t = type_of(type);

	if (t.kind == IR_T_VOID)
		t.kind = IR_T_OTHER;
	return t;
}

/* A constant that has no life of its own, only a function's copies of it. */
static bool is_const_pool(tree decl)
{
	return TREE_CODE(decl) == CONST_DECL ||
	       (DECL_ARTIFICIAL(decl) && TREE_READONLY(decl) &&
		TREE_STATIC(decl) && DECL_INITIAL(decl));
}

u32 lower_global(struct lower *lw, tree decl)
{
	u32 *at = uidmap_at(&lw->globals, DECL_UID(decl));
	tree type = TREE_TYPE(decl);
	u32 id;

	if (*at != IR_NONE)
		return *at;
	id = irb_global(lw->b, global_name(lw, decl), global_flags(decl),
			global_type(type), type_record(lw, type),
			type_nelem(type),
			loc_of(lw, DECL_SOURCE_LOCATION(decl)));
	*at = id;
	if (is_const_pool(decl))
		lower_const_pool(lw, decl, id);
	return id;
}

/* ---- initialisers ---------------------------------------------------------------------- */

struct init_walk {
	struct lower *lw;
	u32 global;
	u32 budget;
	struct prov_init names;
	bool in_function;	/* names come from the statement at f.loc */
	u32 nproj;
	struct ir_proj proj[LOWER_MAX_PROJ];
};

static void init_value(struct init_walk *w, tree type, tree value);

static tree strip(tree t)
{
	while (CONVERT_EXPR_P(t) || TREE_CODE(t) == NON_LVALUE_EXPR)
		t = TREE_OPERAND(t, 0);
	return t;
}

static void init_unknown(struct init_walk *w)
{
	irb_init_unknown(w->lw->b, w->global, w->proj, w->nproj);
}

static void init_bits(struct init_walk *w, struct ir_const c)
{
	struct lower *lw = w->lw;
	const char *name, *also;

	name = w->in_function ? prov_const(lw->prov, lw->f.loc, c.bits,
					   SLOT_VALUE, &also) :
	       prov_init_const(lw->prov, &w->names, c.bits);
	c.name = irb_str(lw->b, name);
	irb_init(lw->b, w->global, w->proj, w->nproj, c);
}

static void init_scalar(struct init_walk *w, tree type, tree value)
{
	struct lower *lw = w->lw;
	struct ir_const c;

	value = strip(value);
	c.type = type_of(type);
	if (TREE_CODE(value) == ADDR_EXPR &&
	    TREE_CODE(TREE_OPERAND(value, 0)) == FUNCTION_DECL) {
		irb_init_func(lw->b, w->global, w->proj, w->nproj,
			      lower_func_symbol(lw, TREE_OPERAND(value, 0)));
		return;
	}
	if (TREE_CODE(value) != INTEGER_CST || !ir_type_is_scalar(c.type)) {
		init_unknown(w);
		return;
	}
	c.bits = ir_extend(c.type, (u64)TREE_INT_CST_LOW(value));
	init_bits(w, c);
}

static void push_index(struct init_walk *w, tree array, u64 index)
{
	struct ir_proj *p = &w->proj[w->nproj++];

	memset(p, 0, sizeof(*p));
	p->kind = IR_PROJ_INDEX;
	p->index.kind = IR_OPND_CONST;
	p->index.idx = (u32)index;
	p->nelem = type_nelem(array);
}

static void init_element(struct init_walk *w, tree array, u64 index, tree value)
{
	push_index(w, array, index);
	init_value(w, TREE_TYPE(array), value);
	w->nproj--;
}

/* A string, or what GCC made a string of; bytes not listed are zero. */
static void init_string(struct init_walk *w, tree type, tree string)
{
	struct ir_const c;
	int i, n = TREE_STRING_LENGTH(string);

	c.type = type_of(TREE_TYPE(type));
	if (!type_is_bytes(type)) {
		init_unknown(w);
		return;
	}
	for (i = 0; i < n; i++) {
		c.bits = prov_string_byte(string, i);
		push_index(w, type, (u64)i);
		if (c.bits)
			init_bits(w, c);
		else if (!w->in_function)
			prov_init_const(w->lw->prov, &w->names, 0);
		w->nproj--;
	}
}

static void init_array(struct init_walk *w, tree type, tree ctor)
{
	unsigned HOST_WIDE_INT i;
	u64 next = 0, last, k;
	tree index, value;

	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(ctor), i, index, value) {
		last = next;
		if (index && TREE_CODE(index) == RANGE_EXPR) {
			next = tree_to_uhwi(TREE_OPERAND(index, 0));
			last = tree_to_uhwi(TREE_OPERAND(index, 1));
		} else if (index) {
			next = last = tree_to_uhwi(index);
		}
		for (k = next; k <= last && w->budget; k++) {
			struct prov_init names = w->names;

			init_element(w, type, k, value);
			/* One spelling serves the whole range. */
			if (k < last)
				w->names = names;
		}
		next = last + 1;
	}
}

static void init_record(struct init_walk *w, tree ctor)
{
	unsigned HOST_WIDE_INT i;
	tree field, value;

	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(ctor), i, field, value) {
		bool named = field && DECL_NAME(field);

		if (!field)
			continue;
		if (named) {
			u32 id = type_field(w->lw, field);
			struct ir_proj *p = &w->proj[w->nproj++];

			memset(p, 0, sizeof(*p));
			p->kind = IR_PROJ_FIELD;
			p->field = id;
		}
		init_value(w, TREE_TYPE(field), value);
		w->nproj -= named;
	}
}

static void init_value(struct init_walk *w, tree type, tree value)
{
	if (!w->budget || w->nproj == LOWER_MAX_PROJ) {
		w->budget = 0;
		return;
	}
	w->budget--;
	if (TREE_CODE(value) == COMPOUND_LITERAL_EXPR)
		value = DECL_INITIAL(COMPOUND_LITERAL_EXPR_DECL(value));
	if (TREE_CODE(value) == STRING_CST && TREE_CODE(type) == ARRAY_TYPE)
		init_string(w, type, value);
	else if (TREE_CODE(value) != CONSTRUCTOR)
		init_scalar(w, type, value);
	else if (TREE_CODE(type) == ARRAY_TYPE)
		init_array(w, type, value);
	else if (RECORD_OR_UNION_TYPE_P(type))
		init_record(w, value);
	else
		init_unknown(w);
}

/* How many scalars an initialiser has, counted up to the limit. */
static u32 count_scalars(tree value, u32 limit)
{
	unsigned HOST_WIDE_INT i;
	tree index, v;
	u64 n = 0;

	if (TREE_CODE(value) == STRING_CST && type_is_bytes(TREE_TYPE(value)))
		return (u32)TREE_STRING_LENGTH(value);
	if (TREE_CODE(value) != CONSTRUCTOR)
		return 1;
	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(value), i, index, v) {
		u64 times = 1;

		if (index && TREE_CODE(index) == RANGE_EXPR)
			times = tree_to_uhwi(TREE_OPERAND(index, 1)) -
				tree_to_uhwi(TREE_OPERAND(index, 0)) + 1;
		n += times * count_scalars(v, limit);
		if (n > limit)
			break;
	}
	return n > limit ? limit + 1 : (u32)n;
}

static void initialise(struct init_walk *w, tree decl)
{
	tree value = DECL_INITIAL(decl);

	w->nproj = 0;
	w->budget = MAX_INITS * 4;
	if (count_scalars(value, MAX_INITS) > MAX_INITS)
		init_unknown(w);
	else
		init_value(w, TREE_TYPE(decl), value);
}

void lower_const_pool(struct lower *lw, tree decl, u32 global)
{
	struct init_walk w;

	memset(&w, 0, sizeof(w));
	w.lw = lw;
	w.global = global;
	w.in_function = true;
	initialise(&w, decl);
}

/* ---- all variables of the unit ------------------------------------------------------------ */

static bool has_function(tree value)
{
	unsigned HOST_WIDE_INT i;
	tree v;

	value = strip(value);
	if (TREE_CODE(value) == ADDR_EXPR)
		return TREE_CODE(TREE_OPERAND(value, 0)) == FUNCTION_DECL;
	if (TREE_CODE(value) != CONSTRUCTOR)
		return false;
	FOR_EACH_CONSTRUCTOR_VALUE(CONSTRUCTOR_ELTS(value), i, v)
		if (has_function(v))
			return true;
	return false;
}

/* Somebody may read it: here, elsewhere, or through a table of functions. */
static bool wanted(struct lower *lw, tree decl)
{
	if (uidmap_get(&lw->globals, DECL_UID(decl)) != IR_NONE)
		return true;
	if (TREE_PUBLIC(decl))
		return true;
	return TREE_USED(decl) && has_function(DECL_INITIAL(decl));
}

/* True the second time. */
static bool lower_once(struct lower *lw, tree decl)
{
	u32 *at = uidmap_at(&lw->initialised, DECL_UID(decl));

	if (*at != IR_NONE)
		return true;
	*at = 0;
	return false;
}

static void lower_initialiser(struct lower *lw, tree decl)
{
	struct init_walk w;

	if (!DECL_INITIAL(decl) || DECL_INITIAL(decl) == error_mark_node ||
	    DECL_EXTERNAL(decl) || is_const_pool(decl) || !wanted(lw, decl) ||
	    lower_once(lw, decl))
		return;
	memset(&w, 0, sizeof(w));
	w.lw = lw;
	w.global = lower_global(lw, decl);
	prov_begin_init(lw->prov, decl, &w.names);
	initialise(&w, decl);
}

u32 lower_variable(struct lower *lw, tree decl)
{
	u32 id = lower_global(lw, decl);

	lower_initialiser(lw, decl);
	return id;
}

/*
 * The unit's file scope knows constant variables that GCC has folded away; a
 * table of functions still says what its members may point to.
 */
void lower_initialisers(struct lower *lw)
{
	tree unit = vec_safe_length(all_translation_units) ?
		    (*all_translation_units)[0] : NULL_TREE;
	tree decl = unit && DECL_INITIAL(unit) &&
		    TREE_CODE(DECL_INITIAL(unit)) == BLOCK ?
		    BLOCK_VARS(DECL_INITIAL(unit)) : NULL_TREE;
	varpool_node *node;

	lw->f.decl = NULL_TREE;
	FOR_EACH_DEFINED_VARIABLE(node)
		lower_initialiser(lw, node->decl);
	for (; decl; decl = DECL_CHAIN(decl))
		if (VAR_P(decl) && TREE_STATIC(decl))
			lower_initialiser(lw, decl);
}
