/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A pack just as it is written: what libcyaml fills from YAML (doc/rules.md). */
#ifndef RULES_SCHEMA_H
#define RULES_SCHEMA_H

#include "lib/base/error.h"
#include "lib/rules/document.h"
#include "lib/rules/rules.h"

/* A list; the name of its count is what libcyaml's macros expect. */
#define Y_LIST(type, name) \
	type *name;        \
	u32 name##_count

struct y_when {
	Y_LIST(char *, declares);
	Y_LIST(char *, lacks);
	Y_LIST(char *, equal);
	u32 word;
};

struct y_constant {
	char *name, *value;
	struct y_when *when;
};

struct y_class {
	char *class;
	Y_LIST(char *, names);
};

struct y_extended {
	char *range, *feature;
	enum guard_level requires;
	struct y_when *when;
};

/* The part that accessors and arrays share. */
struct y_spec {
	Y_LIST(char *, legal);
	Y_LIST(struct y_extended, extended);
	Y_LIST(char *, never);
	Y_LIST(char *, forbidden);
	struct y_when *when;
};

struct y_accessor {
	char *function;
	Y_LIST(char *, functions);
	u32 index;
	struct y_spec spec;
};

struct y_array {
	char *field;
	struct y_spec spec;
};

struct y_guard {
	char *call;
	Y_LIST(char *, calls);
	u32 argument;
	char *value;
	char *field, *global, *mask, *equals;
	enum guard_level level;
	char *feature;
	bool negated, implied;
	struct y_when *when;
};

struct y_alias {
	char *function, *field;
};

struct y_function {
	char *function;
	Y_LIST(char *, functions);
	char *result;
	u32 below, at_most;
	u32 writes, fill;
	u32 zeroed;
};

struct y_pack {
	char *pack, *summary;
	struct y_when *when;
	Y_LIST(struct y_constant, constants);
	Y_LIST(struct y_class, classes);
	Y_LIST(struct y_accessor, accessors);
	Y_LIST(struct y_array, arrays);
	Y_LIST(struct y_guard, guards);
	Y_LIST(struct y_function, functions);
	Y_LIST(struct y_alias, aliases);
	Y_LIST(char *, trusted);
	Y_LIST(char *, track);
	Y_LIST(char *, untouched);
};

/* `doc` is the same text, for the lines of errors, or NULL: they are near then. */
int schema_load(const char *file, const char *text, size_t len,
		const struct document *doc, struct y_pack **ret_pack,
		struct error *err);
/* Accepts NULL. */
void schema_free(struct y_pack *pack);

#endif
