/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A pack after checking: what is bound to units. Lives in the rules' arena. */
#ifndef RULES_PACK_H
#define RULES_PACK_H

#include "lib/rules/expr.h"
#include "lib/rules/rules.h"
#include "lib/rules/schema.h"

struct cond_name {
	const char *name;
	u8 kind;	/* enum rules_name_kind */
	bool wanted;	/* declared, or else lacking */
};

/* All must hold; an empty one always does. */
struct cond {
	u32 word;	/* 0: any */
	u32 nnames;
	struct cond_name *names;
	bool has_equal;
	struct expr equal[2];
};

struct constant {
	const char *name;
	struct expr value;
	struct cond when;
	u32 line;
};

struct extended_range {
	struct range_expr range;
	u8 level;
	const char *feature;
	struct cond when;
};

/* foreign[i] is an enumerator of the class foreign_class[i]. */
struct spec {
	struct cond when;
	u32 nlegal, nextended, nnever, nforeign;
	struct range_expr legal[RULES_MAX_RANGES];
	struct extended_range extended[RULES_MAX_RANGES];
	const char *const *never;
	const char **foreign;
	const char **foreign_class;
	u32 line;
};

struct accessor {
	u32 nfunctions;
	const char *const *functions;
	u32 index_arg;
	struct spec spec;
};

struct array {
	const char *label, *record, *field;
	struct spec spec;
};

/* One of these for each function of a `calls` list. */
struct guard {
	struct rules_guard rule;	/* all but value */
	bool has_value;
	struct expr value;
	struct cond when;
	u32 line;
};

struct pack {
	const char *file;
	struct document *doc;
	struct y_pack *yaml;
	struct cond when;
	u32 nconstants, naccessors, narrays, nguards, nfunctions, naliases;
	struct constant *constants;
	struct accessor *accessors;
	struct array *arrays;
	struct guard *guards;
	struct rules_function *functions;
	struct rules_alias *aliases;
};

struct rules {
	struct arena *arena;
	u64 hash;
	u32 npacks, nnames;
	struct pack *packs;
	struct rules_name *names;
};

/* Fills `pack` from its doc and yaml, with all checks that need no unit. */
int pack_compile(struct arena *a, struct pack *pack, struct error *err);

/* Collects the watched names of all packs. */
int rules_collect_names(struct rules *r, struct error *err);

#endif
