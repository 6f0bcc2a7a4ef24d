/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Watched names: found while parsing, by comparing identifiers by address. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/names.h"
#include "lib/base/vec.h"

struct ident_slot {
	tree ident;
	u32 watched;
};

struct names {
	VEC(struct watched) w;
	VEC(tree) locals;	/* aliases that end with the function */
	VEC(cpp_hashnode *) tracked;	/* macros that expand to themselves, once */
	struct ident_slot *slots;
	u32 mask, used;
	u64 small_values;	/* bit v: some tracked constant is v */
	bool big_values;	/* or may be above 63 */
	bool anchored;
	bool can_track;
	u32 polls;
};

/* ---- identifiers ------------------------------------------------------------- */

static u32 slot_of(const struct names *n, tree ident)
{
	u32 i = (u32)((uintptr_t)ident >> 4) * 0x9e3779b1u >> 8 & n->mask;

	while (n->slots[i].ident && n->slots[i].ident != ident)
		i = (i + 1) & n->mask;
	return i;
}

static void add_ident(struct names *n, tree ident, u32 watched)
{
	u32 i;

	if (!n->slots || n->used * 4 > n->mask) {
		struct ident_slot *old = n->slots;
		u32 size = n->slots ? n->mask + 1 : 0;

		n->mask = size ? size * 2 - 1 : 1023;
		n->slots = XCNEWVEC(struct ident_slot, n->mask + 1);
		for (i = 0; i < size; i++)
			if (old[i].ident)
				n->slots[slot_of(n, old[i].ident)] = old[i];
		free(old);
	}
	i = slot_of(n, ident);
	if (!n->slots[i].ident)
		n->used++;
	n->slots[i].ident = ident;
	n->slots[i].watched = watched;
}

u32 names_find(const struct names *n, tree ident)
{
	u32 i;

	if (!n->slots || !ident)
		return IR_NONE;
	i = slot_of(n, ident);
	return n->slots[i].ident ? n->slots[i].watched : IR_NONE;
}

const struct watched *names_get(const struct names *n, u32 i)
{
	return &n->w.v[i];
}

struct names *names_new(const struct rules *rules)
{
	struct names *n = XCNEW(struct names);
	u32 count = rules_name_count(rules);
	u32 i;

	for (i = 0; i < count; i++) {
		const struct rules_name *r = rules_name_get(rules, i);
		struct watched w = { r->name, r->kind, r->anchor, r->track,
				     false, false, 0 };

		vec_push(&n->w, w);
	}
	return n;
}

/* -Wunused-macros must not be about ours. */
static void mark_used(struct names *n)
{
	u32 i;

	for (i = 0; i < n->tracked.n; i++)
		if (names_is_self_macro(n->tracked.v[i]))
			n->tracked.v[i]->value.macro->used = 1;
}

void names_free(struct names *n)
{
	if (!n)
		return;
	mark_used(n);
	vec_release(&n->w);
	vec_release(&n->locals);
	vec_release(&n->tracked);
	free(n->slots);
	free(n);
}

/* ---- macros that expand to themselves ------------------------------------------ */

/* libcpp asks before it expands a context-sensitive macro: always yes. */
static cpp_hashnode *expand_self(cpp_reader *pfile, const cpp_token *token)
{
	cpp_hashnode *node = token->val.node.node;

	(void)pfile;
	if (node->type != NT_USER_MACRO || !node->value.macro)
		return NULL;
	return node;
}

/*
 * The token gets the location of built-ins: then diagnostics treat it as if
 * it stood where the macro is used, and do not mention a macro at all.
 */
static void define_self(struct names *n, const char *name)
{
	cpp_callbacks *cb = cpp_get_callbacks(parse_in);
	cpp_hashnode *node = cpp_lookup(parse_in, (const unsigned char *)name,
					strlen(name));
	void (*on_define)(cpp_reader *, location_t, cpp_hashnode *);
	char *text;

	vec_push(&n->tracked, node);
	if (node->type != NT_VOID)
		return;	/* the unit's own macro, from the command line */
	text = concat(name, "=", name, NULL);
	on_define = cb->define;
	cb->define = NULL;	/* -g3 must not record it */
	cpp_force_token_locations(parse_in, BUILTINS_LOCATION);
	cpp_define(parse_in, text);
	cpp_stop_forcing_token_locations(parse_in);
	cb->define = on_define;
	free(text);
	if (node->type != NT_USER_MACRO)
		return;
	node->flags |= NODE_CONDITIONAL;
}

bool names_all_self(const struct names *n)
{
	u32 i;

	for (i = 0; i < n->tracked.n; i++)
		if (!names_is_self_macro(n->tracked.v[i]))
			return false;
	return n->can_track;
}

bool names_quiet(struct names *n)
{
	bool quiet = names_all_self(n);
	u32 i;

	if (!quiet)
		return false;
	for (i = 0; i < n->tracked.n; i++) {
		cpp_macro *macro = n->tracked.v[i]->value.macro;

		quiet &= !macro->used;
		macro->used = 0;	/* libcpp sets it with each expansion */
	}
	return quiet;
}

static bool can_track(void)
{
	const cpp_options *opt = cpp_get_options(parse_in);

	return !opt->preprocessed && !opt->traditional &&
	       opt->track_macro_expansion == 2 &&
	       !cpp_get_callbacks(parse_in)->macro_to_expand;
}

void names_start(struct names *n)
{
	u32 i;

	n->can_track = can_track();
	if (n->can_track)
		cpp_get_callbacks(parse_in)->macro_to_expand = expand_self;
	for (i = 0; i < n->w.n; i++) {
		tree ident = get_identifier(n->w.v[i].name);

		add_ident(n, ident, i);
		if (n->w.v[i].track && n->can_track)
			define_self(n, n->w.v[i].name);
	}
}

bool names_can_track(const struct names *n)
{
	return n->can_track;
}

void names_add_alias(struct names *n, tree ident, u32 watched, bool local)
{
	if (names_find(n, ident) != IR_NONE)
		return;
	add_ident(n, ident, watched);
	if (local)
		vec_push(&n->locals, ident);
	if (n->can_track)
		define_self(n, IDENTIFIER_POINTER(ident));
}

void names_end_function(struct names *n)
{
	u32 i;

	for (i = 0; i < n->locals.n; i++)
		add_ident(n, n->locals.v[i], IR_NONE);
	vec_clear(&n->locals);
}

/* ---- what the unit declares ------------------------------------------------------ */

static void declare(struct names *n, u32 i)
{
	n->w.v[i].declared = true;
	if (n->w.v[i].anchor)
		n->anchored = true;
}

bool names_anchored(const struct names *n)
{
	return n->anchored;
}

void names_note_decl(struct names *n, tree decl)
{
	u32 i = names_find(n, DECL_NAME(decl));

	if (i != IR_NONE && n->w.v[i].kind == RULES_NAME_FUNCTION &&
	    TREE_CODE(decl) == FUNCTION_DECL)
		declare(n, i);
}

void names_note_record(struct names *n, tree type)
{
	tree name = TYPE_NAME(TYPE_MAIN_VARIANT(type));
	u32 i;

	if (name && TREE_CODE(name) == TYPE_DECL)
		name = DECL_NAME(name);
	i = names_find(n, name);
	if (i != IR_NONE && n->w.v[i].kind == RULES_NAME_RECORD)
		declare(n, i);
}

static void set_value(struct names *n, u32 i, u64 bits)
{
	n->w.v[i].has_value = true;
	n->w.v[i].bits = bits;
	if (!n->w.v[i].track)
		return;
	if (bits < 64)
		n->small_values |= (u64)1 << bits;
	else
		n->big_values = true;
}

void names_note_enum(struct names *n, tree type)
{
	tree v;

	for (v = TYPE_VALUES(type); v; v = TREE_CHAIN(v)) {
		u32 i = names_find(n, TREE_PURPOSE(v));
		tree value;

		if (i == IR_NONE || n->w.v[i].kind != RULES_NAME_CONSTANT ||
		    n->w.v[i].has_value ||
		    strcmp(IDENTIFIER_POINTER(TREE_PURPOSE(v)), n->w.v[i].name))
			continue;
		value = gpr_enum_value(v);
		declare(n, i);
		if (cst_and_fits_in_hwi(value))
			set_value(n, i, (u64)TREE_INT_CST_LOW(value));
	}
}

static const cpp_hashnode *own_macro(const struct names *n, u32 i)
{
	const char *name = n->w.v[i].name;
	const cpp_hashnode *node;

	if (n->w.v[i].kind != RULES_NAME_CONSTANT || !parse_in)
		return NULL;
	node = cpp_lookup(parse_in, (const unsigned char *)name, strlen(name));
	if (node->type != NT_USER_MACRO || !node->value.macro ||
	    names_is_self_macro(node))
		return NULL;
	return node;
}

bool names_value(struct names *n, u32 i, u64 *ret_bits)
{
	if (!n->w.v[i].has_value) {
		const cpp_hashnode *node = own_macro(n, i);
		u64 bits;

		if (!node || !macro_value(node, &bits))
			return false;
		set_value(n, i, bits);
	}
	*ret_bits = n->w.v[i].bits;
	return true;
}

bool names_tracks(const struct names *n)
{
	return n->small_values || n->big_values;
}

bool names_may_be(const struct names *n, u64 bits)
{
	return bits < 64 ? n->small_values >> bits & 1 : n->big_values;
}

/* Twice as long a pause after each time: the names are in headers, mostly. */
void names_poll(struct names *n)
{
	u64 bits;
	u32 i;

	n->polls++;
	if (n->polls & (n->polls - 1))
		return;
	for (i = 0; i < n->w.n; i++)
		if (!n->w.v[i].has_value &&
		    n->w.v[i].kind == RULES_NAME_CONSTANT)
			names_value(n, i, &bits);
}

void names_parsed(struct names *n)
{
	u32 i;

	for (i = 0; i < n->w.n; i++)
		if (!n->w.v[i].declared && own_macro(n, i))
			declare(n, i);
}

void names_report(struct names *n, struct ir_builder *b)
{
	u32 i;

	for (i = 0; i < n->w.n; i++) {
		u64 bits;

		if (!n->w.v[i].declared)
			continue;
		irb_declare(b, n->w.v[i].name);
		if (n->w.v[i].kind == RULES_NAME_CONSTANT &&
		    names_value(n, i, &bits))
			irb_value(b, n->w.v[i].name, bits);
	}
}
