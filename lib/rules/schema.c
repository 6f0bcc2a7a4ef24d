/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The schema of a pack for libcyaml, and its errors in our words. */
#include "lib/rules/schema.h"

#include <cyaml/cyaml.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/strbuf.h"

#define OPT CYAML_FLAG_OPTIONAL
#define PTR CYAML_FLAG_POINTER

#define TEXT(key, flags, type, member) \
	CYAML_FIELD_STRING_PTR(key, PTR | (flags), type, member, 1, CYAML_UNLIMITED)
#define LIST(key, type, member, entry, max) \
	CYAML_FIELD_SEQUENCE(key, PTR | OPT, type, member, entry, 1, max)
/* A list of `spec`, which is inside another struct. */
#define SPEC_LIST(key, type, member, entry, min, max) \
	CYAML_FIELD_SEQUENCE(key, PTR | OPT, type, spec.member, entry, min, max)
#define WHEN(type, member) \
	CYAML_FIELD_MAPPING_PTR("when", PTR | OPT, type, member, when_fields)
#define MAP_ENTRY(type, fields) \
	{ CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, type, fields) }

static const cyaml_schema_value_t text_entry = {
	CYAML_VALUE_STRING(PTR, char, 1, CYAML_UNLIMITED)
};

static const cyaml_schema_field_t when_fields[] = {
	LIST("declares", struct y_when, declares, &text_entry, CYAML_UNLIMITED),
	LIST("lacks", struct y_when, lacks, &text_entry, CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE("equal", PTR | OPT, struct y_when, equal, &text_entry, 2, 2),
	CYAML_FIELD_UINT("word", OPT, struct y_when, word),
	CYAML_FIELD_END
};

static const cyaml_strval_t levels[] = {
	{ "compile", GUARD_COMPILE },
	{ "host", GUARD_HOST },
	{ "guest-may", GUARD_GUEST_MAY },
	{ "guest-enabled", GUARD_GUEST_ENABLED },
};

static const cyaml_strval_t truth[] = {
	{ "false", false },
	{ "true", true },
};

static const cyaml_schema_field_t constant_fields[] = {
	TEXT("name", 0, struct y_constant, name),
	TEXT("value", 0, struct y_constant, value),
	WHEN(struct y_constant, when),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t constant_entry =
	MAP_ENTRY(struct y_constant, constant_fields);

static const cyaml_schema_field_t class_fields[] = {
	TEXT("class", 0, struct y_class, class),
	CYAML_FIELD_SEQUENCE("names", PTR, struct y_class, names, &text_entry, 1,
			     CYAML_UNLIMITED),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t class_entry =
	MAP_ENTRY(struct y_class, class_fields);

static const cyaml_schema_field_t extended_fields[] = {
	TEXT("range", 0, struct y_extended, range),
	CYAML_FIELD_ENUM("requires", CYAML_FLAG_STRICT, struct y_extended, requires,
			 levels, CYAML_ARRAY_LEN(levels)),
	TEXT("feature", OPT, struct y_extended, feature),
	WHEN(struct y_extended, when),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t extended_entry =
	MAP_ENTRY(struct y_extended, extended_fields);

#define SPEC_FIELDS(type)                                                            \
	SPEC_LIST("legal", type, legal, &text_entry, 1, RULES_MAX_RANGES),           \
	SPEC_LIST("extended", type, extended, &extended_entry, 1, RULES_MAX_RANGES), \
	SPEC_LIST("never", type, never, &text_entry, 1, CYAML_UNLIMITED),            \
	SPEC_LIST("forbidden", type, forbidden, &text_entry, 1, CYAML_UNLIMITED),    \
	WHEN(type, spec.when)

static const cyaml_schema_field_t accessor_fields[] = {
	TEXT("function", OPT, struct y_accessor, function),
	LIST("functions", struct y_accessor, functions, &text_entry, CYAML_UNLIMITED),
	CYAML_FIELD_UINT("index", CYAML_FLAG_DEFAULT, struct y_accessor, index),
	SPEC_FIELDS(struct y_accessor),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t accessor_entry =
	MAP_ENTRY(struct y_accessor, accessor_fields);

static const cyaml_schema_field_t array_fields[] = {
	TEXT("field", 0, struct y_array, field),
	SPEC_FIELDS(struct y_array),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t array_entry =
	MAP_ENTRY(struct y_array, array_fields);

static const cyaml_schema_field_t guard_fields[] = {
	TEXT("call", OPT, struct y_guard, call),
	LIST("calls", struct y_guard, calls, &text_entry, CYAML_UNLIMITED),
	CYAML_FIELD_UINT("argument", OPT, struct y_guard, argument),
	TEXT("value", OPT, struct y_guard, value),
	TEXT("field", OPT, struct y_guard, field),
	TEXT("global", OPT, struct y_guard, global),
	TEXT("mask", OPT, struct y_guard, mask),
	TEXT("equals", OPT, struct y_guard, equals),
	CYAML_FIELD_ENUM("level", CYAML_FLAG_STRICT, struct y_guard, level, levels,
			 CYAML_ARRAY_LEN(levels)),
	TEXT("feature", 0, struct y_guard, feature),
	/* CYAML_BOOL takes any unknown word for true. */
	CYAML_FIELD_ENUM("negated", OPT | CYAML_FLAG_STRICT, struct y_guard, negated, truth,
			 CYAML_ARRAY_LEN(truth)),
	CYAML_FIELD_ENUM("implied", OPT | CYAML_FLAG_STRICT, struct y_guard, implied, truth,
			 CYAML_ARRAY_LEN(truth)),
	WHEN(struct y_guard, when),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t guard_entry =
	MAP_ENTRY(struct y_guard, guard_fields);

static const cyaml_schema_field_t function_fields[] = {
	TEXT("function", OPT, struct y_function, function),
	LIST("functions", struct y_function, functions, &text_entry, CYAML_UNLIMITED),
	TEXT("result", OPT, struct y_function, result),
	CYAML_FIELD_UINT("below", OPT, struct y_function, below),
	CYAML_FIELD_UINT("at_most", OPT, struct y_function, at_most),
	CYAML_FIELD_UINT("writes", OPT, struct y_function, writes),
	CYAML_FIELD_UINT("fill", OPT, struct y_function, fill),
	CYAML_FIELD_ENUM("zeroed", OPT | CYAML_FLAG_STRICT, struct y_function, zeroed, truth,
			 CYAML_ARRAY_LEN(truth)),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t function_entry =
	MAP_ENTRY(struct y_function, function_fields);

static const cyaml_schema_field_t alias_fields[] = {
	TEXT("function", 0, struct y_alias, function),
	TEXT("field", 0, struct y_alias, field),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t alias_entry =
	MAP_ENTRY(struct y_alias, alias_fields);

static const cyaml_schema_field_t pack_fields[] = {
	TEXT("pack", 0, struct y_pack, pack),
	TEXT("summary", 0, struct y_pack, summary),
	WHEN(struct y_pack, when),
	LIST("constants", struct y_pack, constants, &constant_entry, CYAML_UNLIMITED),
	LIST("classes", struct y_pack, classes, &class_entry, CYAML_UNLIMITED),
	LIST("accessors", struct y_pack, accessors, &accessor_entry, CYAML_UNLIMITED),
	LIST("arrays", struct y_pack, arrays, &array_entry, CYAML_UNLIMITED),
	LIST("guards", struct y_pack, guards, &guard_entry, CYAML_UNLIMITED),
	LIST("functions", struct y_pack, functions, &function_entry, CYAML_UNLIMITED),
	LIST("aliases", struct y_pack, aliases, &alias_entry, CYAML_UNLIMITED),
	LIST("trusted", struct y_pack, trusted, &text_entry, CYAML_UNLIMITED),
	LIST("track", struct y_pack, track, &text_entry, CYAML_UNLIMITED),
	LIST("untouched", struct y_pack, untouched, &text_entry, CYAML_UNLIMITED),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t pack_schema = {
	CYAML_VALUE_MAPPING(PTR, struct y_pack, pack_fields)
};

/* ---- what libcyaml logs when it refuses a text --------------------------- */

/* A level of its backtrace; `field` is empty but for "in mapping field". */
struct level {
	bool in_sequence;
	char field[64];
	u32 line, col;
};

#define MAX_LEVELS 8

struct capture {
	char msg[256];		/* first error, without "Load: " */
	u32 n;
	struct level level[MAX_LEVELS];	/* innermost first */
};

static void capture_level(struct capture *c, const char *text)
{
	struct level *l = &c->level[c->n];
	const char *mark = strstr(text, "(line: ");

	if (c->n == MAX_LEVELS || !mark ||
	    sscanf(mark, "(line: %u, column: %u)", &l->line, &l->col) != 2)
		return;
	l->field[0] = '\0';
	l->in_sequence = strstr(text, "in sequence entry") != NULL;
	if (!l->in_sequence)
		sscanf(text, " in mapping field '%63[^']'", l->field);
	c->n++;
}

static void capture_log(cyaml_log_t log_level, void *ctx, const char *fmt, va_list ap)
{
	struct capture *c = ctx;
	char text[256];
	const char *s = text;

	(void)log_level;
	vsnprintf(text, sizeof(text), fmt, ap);
	text[strcspn(text, "\n")] = '\0';
	if (!strncmp(s, "Load: ", 6))
		s += 6;
	if (!strncmp(s, "  in ", 5))
		capture_level(c, s);
	else if (!c->msg[0] && strncmp(s, "Backtrace", 9) != 0)
		snprintf(c->msg, sizeof(c->msg), "%s", s);
}

/* ---- our words ------------------------------------------------------------- */

static const cyaml_schema_field_t *field_by_key(const cyaml_schema_value_t *v,
						const char *key)
{
	const cyaml_schema_field_t *f;

	if (v->type != CYAML_MAPPING)
		return NULL;
	for (f = v->mapping.fields; f->key; f++)
		if (!strcmp(f->key, key))
			return f;
	return NULL;
}

/* The schema of the place that the backtrace leads to. */
static const cyaml_schema_value_t *schema_at(const struct capture *c)
{
	const cyaml_schema_value_t *v = &pack_schema;
	const cyaml_schema_field_t *f;
	u32 i;

	for (i = c->n; i-- > 0;) {
		if (c->level[i].in_sequence && v->type == CYAML_SEQUENCE) {
			v = v->sequence.entry;
		} else if (c->level[i].field[0]) {
			f = field_by_key(v, c->level[i].field);
			if (f)
				v = &f->value;
		}
	}
	return v;
}

/* The innermost field of the backtrace, "" at the top. */
static const char *field_at(const struct capture *c)
{
	u32 i;

	for (i = 0; i < c->n; i++)
		if (c->level[i].field[0])
			return c->level[i].field;
	return "";
}

static void describe_keys(const cyaml_schema_value_t *v, struct strbuf *sb)
{
	const cyaml_schema_field_t *f;

	strbuf_addstr(sb, "one of ");
	for (f = v->mapping.fields; f->key; f++)
		strbuf_addf(sb, "%s%s", f == v->mapping.fields ? "" : ", ", f->key);
}

static void describe_enum(const cyaml_schema_value_t *v, struct strbuf *sb)
{
	u32 i;

	strbuf_addstr(sb, "one of ");
	for (i = 0; i < v->enumeration.count; i++)
		strbuf_addf(sb, "%s%s", i ? ", " : "", v->enumeration.strings[i].str);
}

static void describe_sequence(const cyaml_schema_value_t *v, struct strbuf *sb)
{
	strbuf_addstr(sb, "a list");
	if (v->sequence.min == v->sequence.max)
		strbuf_addf(sb, " of %u", v->sequence.max);
	else if (v->sequence.max == CYAML_UNLIMITED)
		strbuf_addf(sb, " of %u or more", v->sequence.min);
	else
		strbuf_addf(sb, " of %u to %u", v->sequence.min, v->sequence.max);
}

static void describe(const cyaml_schema_value_t *v, struct strbuf *sb)
{
	switch (v->type) {
	case CYAML_UINT: strbuf_addstr(sb, "a number"); break;
	case CYAML_STRING: strbuf_addstr(sb, "text"); break;
	case CYAML_ENUM: describe_enum(v, sb); break;
	case CYAML_SEQUENCE: describe_sequence(v, sb); break;
	case CYAML_MAPPING:
		strbuf_addstr(sb, "a mapping with ");
		describe_keys(v, sb);
		break;
	default: strbuf_addstr(sb, "something else"); break;
	}
}

static void kind_of_event(const char *event, struct strbuf *sb)
{
	if (!strncmp(event, "SCALAR", 6))
		strbuf_addstr(sb, "a plain value");
	else if (!strncmp(event, "SEQUENCE", 8))
		strbuf_addstr(sb, "a list");
	else if (!strncmp(event, "MAPPING", 7))
		strbuf_addstr(sb, "a mapping");
	else
		strbuf_addstr(sb, "an alias");
}

static void describe_cause(const struct capture *c, cyaml_err_t code,
			   struct strbuf *sb)
{
	const char *event = strstr(c->msg, "got event: ");
	const char *value = strstr(c->msg, ": ");

	if (event) {
		kind_of_event(event + 11, sb);
		strbuf_addf(sb, " in '%s'", field_at(c));
	} else if (code == CYAML_ERR_INVALID_VALUE && value) {
		value += 2 + (value[2] == '\'');
		strbuf_addf(sb, "wrong value '%.*s' of '%s'",
			    (int)strcspn(value, "'"), value, field_at(c));
	} else if (code == CYAML_ERR_STRING_LENGTH_MIN) {
		strbuf_addf(sb, "nothing in '%s'", field_at(c));
	} else if (code == CYAML_ERR_SEQUENCE_ENTRIES_MIN) {
		strbuf_addf(sb, "too few entries in '%s'", field_at(c));
	} else if (code == CYAML_ERR_SEQUENCE_ENTRIES_MAX) {
		strbuf_addf(sb, "too many entries in '%s'", field_at(c));
	} else {
		strbuf_addf(sb, "%s in '%s'",
			    c->msg[0] ? c->msg : cyaml_strerror(code), field_at(c));
	}
}

/* The list that has too few or too many entries, not its last entry. */
static void leave_entry(struct capture *c)
{
	if (c->n && c->level[0].in_sequence)
		memmove(&c->level[0], &c->level[1], --c->n * sizeof(c->level[0]));
}

static int unknown_key(const char *file, const struct document *doc,
		       const struct capture *c, struct error *err)
{
	const char *key = strstr(c->msg, ": ");
	struct strbuf sb = STRBUF_INIT;
	u32 line;
	int rc;

	key = key ? key + 2 : "";
	line = document_key_line(doc, key, c->n ? c->level[0].line : 1,
				 c->n ? c->level[0].col : 1);
	describe_keys(schema_at(c), &sb);
	rc = error_set(err, ERR_RULES, "%s:%u: unknown key '%s', expected %s", file,
		       line, key, strbuf_str(&sb));
	strbuf_release(&sb);
	return rc;
}

/* Level 0 is the key read last; the entry it belongs to comes after. */
static int missing_key(const char *file, struct capture *c, struct error *err)
{
	const char *key = strstr(c->msg, ": ");
	u32 line = c->n > 1 ? c->level[1].line : 1;

	key = key ? key + 2 : "";
	if (c->n <= 1)
		return error_set(err, ERR_RULES,
				 "%s:%u: key '%s' is missing, expected in every pack",
				 file, line, key);
	memmove(&c->level[0], &c->level[1], --c->n * sizeof(c->level[0]));
	return error_set(err, ERR_RULES,
			 "%s:%u: key '%s' is missing, expected in every entry of '%s'",
			 file, line, key, field_at(c));
}

static int schema_error(const char *file, const struct document *doc,
			struct capture *c, cyaml_err_t code, struct error *err)
{
	struct strbuf cause = STRBUF_INIT, expected = STRBUF_INIT;
	int rc;

	if (code == CYAML_ERR_INVALID_KEY)
		return unknown_key(file, doc, c, err);
	if (code == CYAML_ERR_MAPPING_FIELD_MISSING)
		return missing_key(file, c, err);
	if (code == CYAML_ERR_ALIAS)
		return error_set(err, ERR_RULES,
				 "%s:%u: a YAML alias, expected the value itself", file,
				 c->n ? c->level[0].line : 1);
	if (code == CYAML_ERR_SEQUENCE_ENTRIES_MIN ||
	    code == CYAML_ERR_SEQUENCE_ENTRIES_MAX)
		leave_entry(c);
	describe_cause(c, code, &cause);
	describe(schema_at(c), &expected);
	rc = error_set(err, ERR_RULES, "%s:%u: %s, expected %s", file,
		       c->n ? c->level[0].line : 1, strbuf_str(&cause),
		       strbuf_str(&expected));
	strbuf_release(&cause);
	strbuf_release(&expected);
	return rc;
}

static const cyaml_config_t base_config = {
	.mem_fn = cyaml_mem,
	.log_level = CYAML_LOG_ERROR,
	.flags = CYAML_CFG_NO_ALIAS,
};

int schema_load(const char *file, const char *text, size_t len,
		const struct document *doc, struct y_pack **ret_pack,
		struct error *err)
{
	struct capture c = { .n = 0 };
	cyaml_config_t cfg = base_config;
	cyaml_data_t *data = NULL;
	cyaml_err_t code;

	cfg.log_fn = capture_log;
	cfg.log_ctx = &c;
	code = cyaml_load_data((const u8 *)text, len, &cfg, &pack_schema, &data, NULL);
	if (code != CYAML_OK)
		return schema_error(file, doc, &c, code, err);
	if (!data)
		return error_set(err, ERR_RULES, "%s:1: nothing here, expected a pack", file);
	*ret_pack = data;
	return 0;
}

void schema_free(struct y_pack *pack)
{
	if (pack)
		cyaml_free(&base_config, &pack_schema, pack, 0);
}
