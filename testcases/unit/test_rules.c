/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule packs: errors of bad ones, names to watch, binding to units. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/ir/builder.h"
#include "lib/rules/rules.h"

#define DIR_RULES "testcases/rules/"

/* ---- loading ------------------------------------------------------------------ */

static struct rules *load(const char *path, const char *path2)
{
	const char *paths[] = { path, path2 };
	struct error err = ERROR_INIT;
	struct rules *r = NULL;

	if (rules_load(paths, path2 ? 2 : 1, &r, &err))
		fail_msg("%s", err.msg);
	return r;
}

static void expect_load_error(const char *const *paths, size_t n, int code,
			      const char *msg)
{
	struct rules *r = (struct rules *)&n;
	struct error err = ERROR_INIT;

	assert_int_equal(rules_load(paths, n, &r, &err), code);
	assert_int_equal(err.code, code);
	assert_string_equal(err.msg, msg);
	assert_ptr_equal(r, &n);	/* untouched */
	assert_int_equal(rules_load(paths, n, &r, NULL), code);
	memset(&err, 0, sizeof(err));
	assert_int_equal(rules_load_quick(paths, n, &r, &err), code);
	assert_string_equal(err.msg, msg);
	assert_ptr_equal(r, &n);
}

/* A bad pack ends in a comment "# error: LINE: MESSAGE". */
static void expected_error(const char *file, char *msg, size_t size)
{
	char line[1024], last[1024] = "";
	FILE *f = fopen(file, "r");

	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		if (!strncmp(line, "# error: ", 9))
			snprintf(last, sizeof(last), "%s", line + 9);
	fclose(f);
	last[strcspn(last, "\n")] = '\0';
	if (!last[0])
		fail_msg("%s: no '# error:' comment", file);
	snprintf(msg, size, "%s:%s", file, last);
}

static int is_bad(const struct dirent *d)
{
	return !strncmp(d->d_name, "bad-", 4);
}

static void bad_packs(void **state)
{
	struct dirent **list;
	int n = scandir(DIR_RULES, &list, is_bad, alphasort);
	int i;

	(void)state;
	assert_true(n > 50);
	for (i = 0; i < n; i++) {
		char file[512], msg[2048];
		const char *path = file;

		snprintf(file, sizeof(file), DIR_RULES "%s", list[i]->d_name);
		expected_error(file, msg, sizeof(msg));
		expect_load_error(&path, 1, ERR_RULES, msg);
		free(list[i]);
	}
	free(list);
}

static void bad_paths(void **state)
{
	const char *missing[] = { "testcases/rules/none.yaml" };
	const char *twice[] = { DIR_RULES "good-other.yaml", DIR_RULES "good-other.yaml" };
	const char *empty[] = { "doc" };

	(void)state;
	expect_load_error(NULL, 0, ERR_USAGE,
			  "no rules given, expected a pack or a folder of packs");
	expect_load_error(missing, 1, ERR_IO,
			  "testcases/rules/none.yaml: No such file or directory");
	expect_load_error(twice, 2, ERR_RULES,
			  DIR_RULES "good-other.yaml:3: pack 'other' is already loaded from "
			  DIR_RULES "good-other.yaml, expected each pack once");
	expect_load_error(empty, 1, ERR_RULES, "doc: no pack in this folder, expected *.yaml");
}

static void write_file(const char *dir, const char *name, const char *text)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void remove_file(const char *dir, const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	unlink(path);
}

#define TINY(name) "pack: " name "\nsummary: s of " name "\ntrusted: [f]\n"

/* Sorted by file name; other files and hidden ones are left alone. */
static void folder(void **state)
{
	char dir[] = "/tmp/gprcheck-rules-XXXXXX", path[512];
	struct rules *r;

	(void)state;
	assert_non_null(mkdtemp(dir));
	write_file(dir, "b.yaml", TINY("two"));
	write_file(dir, "a.yaml", TINY("three"));
	write_file(dir, "B.yaml", TINY("one"));
	write_file(dir, "c.txt", "pack: [\n");
	write_file(dir, ".d.yaml", "pack: [\n");
	r = load(dir, NULL);
	assert_int_equal(rules_pack_count(r), 3);
	assert_string_equal(rules_pack_name(r, 0), "one");
	assert_string_equal(rules_pack_name(r, 1), "three");
	assert_string_equal(rules_pack_name(r, 2), "two");
	assert_string_equal(rules_pack_summary(r, 2), "s of two");
	snprintf(path, sizeof(path), "%s/b.yaml", dir);
	assert_string_equal(rules_pack_file(r, 2), path);
	rules_free(r);
	remove_file(dir, "a.yaml");
	remove_file(dir, "b.yaml");
	remove_file(dir, "B.yaml");
	remove_file(dir, "c.txt");
	remove_file(dir, ".d.yaml");
	assert_int_equal(rmdir(dir), 0);
}

/* XXH64 of all bytes in order, wherever the files are. */
static void hash(void **state)
{
	struct rules *a = load(DIR_RULES "good-other.yaml", DIR_RULES "good-library.yaml");
	struct rules *b = load(DIR_RULES "good-other.yaml", DIR_RULES "good-library.yaml");
	struct rules *c = load(DIR_RULES "good-library.yaml", DIR_RULES "good-other.yaml");
	struct rules *d = load(DIR_RULES "good-other.yaml", NULL);

	(void)state;
	assert_true(rules_hash(a) == rules_hash(b));
	assert_true(rules_hash(a) != rules_hash(c));
	assert_true(rules_hash(a) != rules_hash(d));
	rules_free(a);
	rules_free(b);
	rules_free(c);
	rules_free(d);
	rules_free(NULL);
}

static void level_names(void **state)
{
	(void)state;
	assert_string_equal(guard_level_name(GUARD_NONE), "none");
	assert_string_equal(guard_level_name(GUARD_COMPILE), "compile");
	assert_string_equal(guard_level_name(GUARD_HOST), "host");
	assert_string_equal(guard_level_name(GUARD_GUEST_MAY), "guest-may");
	assert_string_equal(guard_level_name(GUARD_GUEST_ENABLED), "guest-enabled");
}

/* ---- names ----------------------------------------------------------------------- */

static const struct rules_name *name_of(const struct rules *r, const char *name)
{
	u32 i;

	for (i = 0; i < rules_name_count(r); i++)
		if (!strcmp(rules_name_get(r, i)->name, name))
			return rules_name_get(r, i);
	return NULL;
}

/* `flags`: 'a' an anchor, 't' tracked. */
static void expect_name(const struct rules *r, const char *name, u8 kind, const char *flags)
{
	const struct rules_name *n = name_of(r, name);

	if (!n)
		fail_msg("%s is not watched", name);
	if (n->kind != kind || n->anchor != !!strchr(flags, 'a') ||
	    n->track != !!strchr(flags, 't'))
		fail_msg("%s: kind %d, anchor %d, track %d", name, n->kind, n->anchor, n->track);
}

static void names_of_other(void **state)
{
	struct rules *r = load(DIR_RULES "good-other.yaml", NULL);

	(void)state;
	expect_name(r, "OTHER_OFF", RULES_NAME_CONSTANT, "");
	expect_name(r, "OTHER_LAST", RULES_NAME_CONSTANT, "");
	expect_name(r, "other_big", RULES_NAME_RECORD, "");
	expect_name(r, "other_is_big", RULES_NAME_FUNCTION, "");
	expect_name(r, "OTHER_FLAG_A", RULES_NAME_CONSTANT, "t");
	expect_name(r, "other_get", RULES_NAME_FUNCTION, "a");
	expect_name(r, "OTHER_MAGIC", RULES_NAME_CONSTANT, "");
	expect_name(r, "OTHER_EXT", RULES_NAME_CONSTANT, "");
	expect_name(r, "OTHER_PC", RULES_NAME_CONSTANT, "t");
	expect_name(r, "OTHER_ALIAS", RULES_NAME_CONSTANT, "t");
	expect_name(r, "other_vcpu::regs", RULES_NAME_RECORD, "a");
	expect_name(r, "other_vcpu", RULES_NAME_RECORD, "");
	expect_name(r, "other_has", RULES_NAME_FUNCTION, "");
	expect_name(r, "OTHER_FEATURE", RULES_NAME_CONSTANT, "");
	expect_name(r, "OTHER_MASK", RULES_NAME_CONSTANT, "");
	expect_name(r, "other_find", RULES_NAME_FUNCTION, "");
	assert_null(name_of(r, "LAST"));	/* a constant of the pack */
	assert_null(name_of(r, "other_pc"));	/* trusted */
	assert_null(name_of(r, "other_caps"));	/* a variable */
	rules_free(r);
}

static void names_are_sorted(void **state)
{
	struct rules *r = load("rules", DIR_RULES "good-other.yaml");
	u32 i;

	(void)state;
	assert_true(rules_name_count(r) > 50);
	for (i = 1; i < rules_name_count(r); i++)
		assert_true(strcmp(rules_name_get(r, i - 1)->name,
				   rules_name_get(r, i)->name) < 0);
	rules_free(r);
}

static void names_of_kvm(void **state)
{
	struct rules *r = load("rules/kvm-x86.yaml", NULL);

	(void)state;
	expect_name(r, "kvm_gpr_read", RULES_NAME_FUNCTION, "a");
	expect_name(r, "kvm_write_egpr", RULES_NAME_FUNCTION, "a");
	expect_name(r, "kvm_vcpu_arch", RULES_NAME_RECORD, "a");
	expect_name(r, "kvm_caps", RULES_NAME_RECORD, "");
	expect_name(r, "VCPU_REGS_RIP", RULES_NAME_CONSTANT, "t");
	expect_name(r, "VCPU_XREG_R16", RULES_NAME_CONSTANT, "t");
	expect_name(r, "VCPU_SREG_LDTR", RULES_NAME_CONSTANT, "t");
	expect_name(r, "VCPU_EXREG_PDPTR", RULES_NAME_CONSTANT, "t");
	expect_name(r, "NR_VCPU_REGS", RULES_NAME_CONSTANT, "");
	expect_name(r, "X86_FEATURE_APX", RULES_NAME_CONSTANT, "");
	assert_null(name_of(r, "VCPU_REGS_RAX"));
	assert_null(name_of(r, "kvm_register_is_available"));
	rules_free(r);
}

/* ---- untouched ---------------------------------------------------------------------- */

static void untouched(void **state)
{
	struct rules *r = load("rules", DIR_RULES "good-other.yaml");

	(void)state;
	assert_true(rules_untouched(r, "arch/x86/purgatory/purgatory.o"));
	assert_true(rules_untouched(r, "./arch/x86/purgatory/purgatory.o"));
	assert_true(rules_untouched(r, "/home/u/linux/arch/x86/entry/vdso/vgetcpu.o"));
	assert_true(rules_untouched(r, "arch/arm64/kernel/vdso32/x.o"));
	assert_true(rules_untouched(r, "../arch/x86/boot/compressed/misc.o"));
	assert_true(rules_untouched(r, "arch/x86/realmode/rm/video.o"));
	assert_true(rules_untouched(r, "drivers/firmware/efi/libstub/efi-stub.o"));
	assert_true(rules_untouched(r, "arch/arm64/kvm/hyp/nvhe/hyp-main.nvhe.o"));
	assert_true(rules_untouched(r, "arch/arm64/kernel/pi/map_kernel.o"));
	assert_true(rules_untouched(r, "a/b/image.o"));
	assert_false(rules_untouched(r, "image.o"));
	assert_false(rules_untouched(r, "arch/x86/kvm/x86.o"));
	assert_false(rules_untouched(r, "xarch/x86/purgatory/purgatory.o"));
	assert_false(rules_untouched(r, "arch/x86/purgatory"));
	assert_false(rules_untouched(r, ""));
	rules_free(r);
}

/* ---- binding -------------------------------------------------------------------------- */

struct value {
	const char *name;
	s64 value;
};

/* Both lists end in NULL. */
static struct ir_unit *make_unit(u32 word, const char *const *declared,
				 const struct value *values)
{
	struct ir_builder *b = irb_new("unit.c", "gcc", "12.2.0", word);

	for (; declared && *declared; declared++)
		irb_declare(b, *declared);
	for (; values && values->name; values++)
		irb_value(b, values->name, (u64)values->value);
	return irb_finish(b);
}

struct bound {
	struct rules *rules;
	struct arena *arena;
	const struct rules_bound *b;
};

/* The rules are gone afterwards: what is bound lives in the arena alone. */
static struct bound bind_unit(const char *pack, const char *pack2, struct ir_unit *unit)
{
	struct rules *r = load(pack, pack2);
	struct error err = ERROR_INIT;
	struct bound out = { .arena = arena_new() };

	if (rules_bind(r, unit, out.arena, &out.b, &err))
		fail_msg("%s", err.msg);
	ir_unit_free(unit);
	rules_free(r);
	return out;
}

static void expect_bind_error(const char *pack, const char *pack2, struct ir_unit *unit,
			      const char *msg)
{
	const struct rules_bound *b = (const struct rules_bound *)msg;
	struct rules *r = load(pack, pack2);
	struct arena *arena = arena_new();
	struct error err = ERROR_INIT;

	assert_int_equal(rules_bind(r, unit, arena, &b, &err), ERR_RULES);
	assert_string_equal(err.msg, msg);
	assert_ptr_equal(b, msg);
	ir_unit_free(unit);
	arena_free(arena);
	rules_free(r);
}

static const struct index_spec *accessor(const struct rules_bound *b, const char *name,
					 u32 index_arg)
{
	u32 i;

	for (i = 0; i < b->naccessors; i++)
		if (!strcmp(b->accessors[i].function, name)) {
			assert_int_equal(b->accessors[i].index_arg, index_arg);
			assert_string_equal(b->accessors[i].spec.label, name);
			return &b->accessors[i].spec;
		}
	return NULL;
}

static const struct index_spec *array(const struct rules_bound *b, const char *record,
				      const char *field)
{
	u32 i;

	for (i = 0; i < b->narrays; i++)
		if (!strcmp(b->arrays[i].record, record) && !strcmp(b->arrays[i].field, field))
			return &b->arrays[i].spec;
	return NULL;
}

/* "0..15 40 | -2..-1 compile": legal, then extended. */
static void expect_ranges(const struct index_spec *s, const char *text)
{
	char got[256] = "";
	size_t n = 0;
	u32 i;

	assert_non_null(s);
	for (i = 0; i < s->nlegal; i++)
		n += (size_t)snprintf(got + n, sizeof(got) - n, "%lld..%lld ",
				      (long long)s->legal[i].lo, (long long)s->legal[i].hi);
	n += (size_t)snprintf(got + n, sizeof(got) - n, "|");
	for (i = 0; i < s->nextended; i++)
		n += (size_t)snprintf(got + n, sizeof(got) - n, " %lld..%lld %s",
				      (long long)s->extended[i].range.lo,
				      (long long)s->extended[i].range.hi,
				      guard_level_name(s->extended[i].level));
	assert_string_equal(got, text);
}

static void expect_never(const struct index_spec *s, const char *name)
{
	assert_int_equal(s->nnever, name ? 1 : 0);
	if (name)
		assert_string_equal(s->never[0], name);
}

static void expect_foreign(const struct index_spec *s, const char *name, const char *class)
{
	u32 i;

	for (i = 0; i < s->nforeign; i++)
		if (!strcmp(s->foreign[i], name))
			break;
	if (!class) {
		assert_int_equal(i, s->nforeign);
		return;
	}
	assert_true(i < s->nforeign);
	assert_string_equal(s->foreign_class[i], class);
}

static const struct rules_guard *guard(const struct rules_bound *b, const char *function,
				       const char *field)
{
	u32 i;

	for (i = 0; i < b->nguards; i++) {
		const struct rules_guard *g = &b->guards[i];

		if (function ? g->function && !strcmp(g->function, function)
			     : g->field && !strcmp(g->field, field))
			return g;
	}
	return NULL;
}

static const struct rules_function *function(const struct rules_bound *b, const char *name)
{
	u32 i;

	for (i = 0; i < b->nfunctions; i++)
		if (!strcmp(b->functions[i].function, name))
			return &b->functions[i];
	return NULL;
}

static bool trusted(const struct rules_bound *b, const char *name)
{
	u32 i;

	for (i = 0; i < b->ntrusted; i++)
		if (!strcmp(b->trusted[i], name))
			return true;
	return false;
}

static void expect_thresholds(const struct rules_bound *b, const s64 *t, u32 n)
{
	u32 i;

	assert_int_equal(b->nthresholds, n);
	for (i = 0; i < n; i++)
		assert_true(b->thresholds[i] == t[i]);
}

#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define VALUES(...) ((const struct value[]){ __VA_ARGS__, { NULL, 0 } })
#define OTHER DIR_RULES "good-other.yaml"
#define LIBRARY DIR_RULES "good-library.yaml"

static void bind_everything(void **state)
{
	static const s64 t[] = { -3, -2, -1, 0, 2, 3, 15, 16, 23, 24, 25, 26, 31, 32,
				 39, 40, 41 };
	struct bound x = bind_unit(OTHER, NULL, make_unit(64,
		LIST("other_get", "other_vcpu::regs"),
		VALUES({ "OTHER_LAST", 2 }, { "OTHER_EXT", 0 }, { "OTHER_PC", 2 },
		       { "OTHER_FLAG_B", 1 }, { "OTHER_MASK", 8 }, { "OTHER_FEATURE", 77 })));
	const struct index_spec *s = accessor(x.b, "other_get", 2);

	(void)state;
	expect_ranges(s, "0..2 40..40 24..25 | 3..31 guest-enabled -2..-1 compile");
	expect_never(s, "OTHER_PC");
	assert_int_equal(s->nforeign, 1);
	expect_foreign(s, "OTHER_FLAG_B", "flag");
	assert_null(accessor(x.b, "other_set", 2));
	assert_int_equal(x.b->narrays, 1);
	expect_ranges(array(x.b, "other_vcpu::regs", "gpr"), "0..15 |");
	assert_string_equal(x.b->arrays[0].spec.label, "other_vcpu::regs.gpr");
	assert_int_equal(x.b->npacks, 1);
	assert_string_equal(x.b->packs[0], "other");
	assert_int_equal(x.b->ntrusted, 2);
	assert_true(trusted(x.b, "other_get") && trusted(x.b, "other_pc"));
	expect_thresholds(x.b, t, ARRAY_SIZE(t));
	arena_free(x.arena);
}

static void bind_guards(void **state)
{
	struct bound x = bind_unit(OTHER, NULL, make_unit(64, LIST("other_get"),
		VALUES({ "OTHER_MASK", 8 }, { "OTHER_FEATURE", 77 })));
	const struct rules_guard *g;

	(void)state;
	assert_int_equal(x.b->nguards, 4);
	g = guard(x.b, "other_has", NULL);
	assert_int_equal(g->kind, RULES_GUARD_CALL);
	assert_int_equal(g->arg, IR_NONE);
	assert_int_equal(g->level, GUARD_COMPILE);
	assert_false(g->negated);
	assert_string_equal(g->feature, "other");
	g = guard(x.b, "other_lacks", NULL);
	assert_int_equal(g->arg, 1);
	assert_true(g->value == 77 && g->negated);
	assert_string_equal(g->value_name, "OTHER_FEATURE");
	g = guard(x.b, NULL, "caps");
	assert_int_equal(g->kind, RULES_GUARD_FIELD);
	assert_string_equal(g->record, "other_vcpu");
	assert_true(g->value == 12);
	g = guard(x.b, NULL, "other_caps");
	assert_int_equal(g->kind, RULES_GUARD_GLOBAL);
	assert_true(g->value == 1 && !g->negated && !g->record);
	arena_free(x.arena);
}

/* No constant, no guard; a `when` that does not hold, no guard either. */
static void bind_guards_without_constants(void **state)
{
	struct bound x = bind_unit(OTHER, NULL, make_unit(32, LIST("other_get"), NULL));

	(void)state;
	assert_int_equal(x.b->nguards, 3);
	assert_null(guard(x.b, "other_lacks", NULL));
	assert_null(guard(x.b, NULL, "caps"));
	assert_non_null(guard(x.b, "other_never", NULL));
	arena_free(x.arena);
}

static void bind_conditions(void **state)
{
	static const char *const get[] = { "other_get", NULL };
	struct bound x = bind_unit(OTHER, NULL, make_unit(32, get, NULL));

	(void)state;
	expect_ranges(accessor(x.b, "other_get", 2), "0..7 40..40 34..35 | -2..-1 compile");
	arena_free(x.arena);
	x = bind_unit(OTHER, NULL, make_unit(64, get, NULL));
	expect_ranges(accessor(x.b, "other_get", 2), "0..15 40..40 50..51 | -2..-1 compile");
	arena_free(x.arena);
	x = bind_unit(OTHER, NULL,
		      make_unit(64, LIST("other_get", "other_big", "other_is_big"), NULL));
	expect_ranges(accessor(x.b, "other_get", 2), "0..30 40..40 80..81 | -2..-1 compile");
	arena_free(x.arena);
	/* only one of the two that the condition wants */
	x = bind_unit(OTHER, NULL, make_unit(64, LIST("other_get", "other_big"), NULL));
	expect_ranges(accessor(x.b, "other_get", 2), "0..15 40..40 50..51 | -2..-1 compile");
	arena_free(x.arena);
	/* `equal` selects the earlier entry */
	x = bind_unit(OTHER, NULL, make_unit(64, get, VALUES({ "OTHER_MAGIC", 14 })));
	expect_ranges(accessor(x.b, "other_get", 0), "1..1 |");
	arena_free(x.arena);
}

static void bind_nothing(void **state)
{
	struct bound x;

	(void)state;
	x = bind_unit(OTHER, LIBRARY, make_unit(64, LIST("other_has", "library_find"), NULL));
	assert_null(x.b);
	arena_free(x.arena);
	/* the condition of the pack */
	x = bind_unit(OTHER, NULL, make_unit(64, LIST("other_get"), VALUES({ "OTHER_OFF", 0 })));
	assert_null(x.b);
	arena_free(x.arena);
	x = bind_unit(OTHER, NULL, make_unit(64, LIST("other_get", "OTHER_OFF"), NULL));
	assert_null(x.b);
	arena_free(x.arena);
}

static void bind_library(void **state)
{
	struct bound x = bind_unit(LIBRARY, OTHER, make_unit(64, LIST("other_get"), NULL));

	(void)state;
	assert_int_equal(x.b->npacks, 2);
	assert_string_equal(x.b->packs[0], "other");
	assert_string_equal(x.b->packs[1], "library");
	assert_true(trusted(x.b, "library_peek"));
	assert_int_equal(x.b->nfunctions, 3);
	assert_true(function(x.b, "other_count")->hi == 64);	/* of `other` */
	assert_int_equal(function(x.b, "other_count")->bound_arg, IR_NONE);
	assert_int_equal(function(x.b, "other_find")->bound_arg, 1);
	assert_false(function(x.b, "other_find")->bound_inclusive);
	assert_true(function(x.b, "other_find")->hi == INT64_MAX);
	assert_int_equal(function(x.b, "library_find")->bound_arg, 0);
	assert_true(function(x.b, "library_find")->bound_inclusive);
	arena_free(x.arena);
}

static void bind_errors(void **state)
{
	const char *clash = DIR_RULES "good-clash.yaml";

	(void)state;
	expect_bind_error(OTHER, NULL,
			  make_unit(64, LIST("other_get"), VALUES({ "OTHER_LAST", -1 })),
			  OTHER ":25: range '0..LAST' is 0..-1 in unit.c, expected the lower end first");
	/* declared, but the front end could not say its value */
	expect_bind_error(OTHER, NULL, make_unit(64, LIST("other_get", "OTHER_LAST"), NULL),
			  OTHER ":25: OTHER_LAST has no value in unit.c, expected one for the range '0..LAST'");
	expect_bind_error(OTHER, clash,
			  make_unit(64, LIST("other_get", "other_set"), VALUES({ "CLASH", 0 })),
			  DIR_RULES "good-clash.yaml:6: 'other_set' is described by another pack too, "
			  "expected one pack to apply to unit.c");
}

static void bind_two_packs(void **state)
{
	struct bound x = bind_unit(OTHER, DIR_RULES "good-clash.yaml",
				   make_unit(64, LIST("other_get", "other_set"), NULL));

	(void)state;
	assert_int_equal(x.b->npacks, 1);
	assert_int_equal(x.b->naccessors, 2);
	arena_free(x.arena);
}

#define ARRAYS DIR_RULES "good-arrays.yaml"

static void bind_two_arrays(void **state)
{
	static const s64 t[] = { -1, 0, 7, 8, 49, 50, 90, 91 };
	static const s64 small_t[] = { -1, 0, 3, 4, 8, 9, 11, 12, 19, 20, 29, 30, 39, 40,
				       45, 46, 49, 50, 60, 61 };
	struct bound x = bind_unit(ARRAYS, NULL, make_unit(64, LIST("file", "file::f"), NULL));
	const struct index_spec *s;

	(void)state;
	assert_int_equal(x.b->narrays, 2);
	expect_ranges(array(x.b, "file", "one"), "0..7 |");
	expect_ranges(array(x.b, "file::f", "two"), "50..90 |");
	expect_thresholds(x.b, t, ARRAY_SIZE(t));
	arena_free(x.arena);
	x = bind_unit(ARRAYS, NULL, make_unit(64, LIST("file", "file::f", "FILE_SMALL", "FILE_E"),
		VALUES({ "FILE_A", 9 }, { "FILE_B", 11 }, { "FILE_C", 40 }, { "FILE_D", 45 },
		       { "FILE_N", 2 }, { "FILE_M", 3 })));
	assert_int_equal(x.b->narrays, 2);
	s = array(x.b, "file", "one");
	expect_ranges(s, "0..3 9..11 | 20..29 compile 40..45 host");
	assert_int_equal(s->nnever, 2);
	assert_string_equal(s->never[1], "FILE_M");
	assert_null(s->extended[1].feature);
	expect_ranges(array(x.b, "file::f", "two"), "50..60 |");
	expect_thresholds(x.b, small_t, ARRAY_SIZE(small_t));
	arena_free(x.arena);
}

/* Every range and every condition of an array has names to watch. */
static void names_of_arrays(void **state)
{
	static const char *const names[] = {
		"FILE_A", "FILE_B", "FILE_C", "FILE_D", "FILE_E", "FILE_SMALL",
	};
	struct rules *r = load(ARRAYS, NULL);
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(names); i++)
		expect_name(r, names[i], RULES_NAME_CONSTANT, "");
	expect_name(r, "FILE_N", RULES_NAME_CONSTANT, "t");
	expect_name(r, "FILE_M", RULES_NAME_CONSTANT, "t");
	expect_name(r, "file", RULES_NAME_RECORD, "a");
	expect_name(r, "file::f", RULES_NAME_RECORD, "a");
	assert_int_equal(rules_name_count(r), ARRAY_SIZE(names) + 4);
	rules_free(r);
}

/* ---- the pack for KVM --------------------------------------------------------------------- */

#define KVM "rules/kvm-x86.yaml"

#define CLASSES(nr) \
	{ "VCPU_SREG_ES", 0 }, { "VCPU_SREG_CS", 1 }, { "VCPU_SREG_LDTR", 7 }, \
	{ "VCPU_EXREG_PDPTR", nr }, { "VCPU_EXREG_CR0", (nr) + 1 }, \
	{ "VCPU_EXREG_EXIT_INFO_1", (nr) + 6 }
#define GUARDS { "X86_FEATURE_APX", 681 }, { "XFEATURE_MASK_APX", 1 << 19 }

static const char *const g0_names[] = {
	"kvm_register_read", "kvm_register_write", "kvm_register_read_raw",
	"kvm_register_write_raw", "kvm_vcpu_arch", "kvm_caps", "guest_cpu_cap_has",
	"kvm_rip_read", NULL
};

static const char *const g1_names[] = {
	"kvm_register_read_raw", "kvm_register_write_raw", "kvm_gpr_read", "kvm_gpr_write",
	"kvm_gpr_read_raw", "kvm_gpr_write_raw", "kvm_read_egpr", "kvm_write_egpr",
	"kvm_vcpu_arch", "kvm_caps", "guest_cpu_cap_has", "_static_cpu_has", NULL
};

static void expect_classes(const struct index_spec *s)
{
	expect_foreign(s, "VCPU_SREG_CS", "segment register");
	expect_foreign(s, "VCPU_EXREG_PDPTR", "page directory pointer");
	expect_foreign(s, "VCPU_EXREG_CR0", "control register");
	expect_foreign(s, "VCPU_EXREG_EXIT_INFO_1", "cache entry");
	expect_foreign(s, "VCPU_SREG_FS", NULL);	/* not of this unit */
}

static void kvm_g0(void **state)
{
	static const s64 t[] = { -1, 0, 16, 17 };
	struct bound x = bind_unit(KVM, NULL, make_unit(64, g0_names,
		VALUES({ "VCPU_REGS_R8", 8 }, { "VCPU_REGS_RIP", 16 }, { "NR_VCPU_REGS", 17 },
		       CLASSES(17))));
	u32 i;

	(void)state;
	assert_int_equal(x.b->naccessors, 4);
	for (i = 0; i < 4; i++) {
		expect_ranges(&x.b->accessors[i].spec, "0..16 |");
		assert_int_equal(x.b->accessors[i].index_arg, 1);
		expect_never(&x.b->accessors[i].spec, NULL);
		expect_classes(&x.b->accessors[i].spec);
		assert_true(trusted(x.b, x.b->accessors[i].function));
	}
	expect_ranges(array(x.b, "kvm_vcpu_arch", "regs"), "0..16 |");
	expect_classes(array(x.b, "kvm_vcpu_arch", "regs"));
	assert_int_equal(x.b->nguards, 0);
	assert_true(trusted(x.b, "kvm_rip_write") && trusted(x.b, "kvm_rsp_read"));
	expect_thresholds(x.b, t, ARRAY_SIZE(t));
	arena_free(x.arena);
}

static void kvm_g0_32(void **state)
{
	struct bound x = bind_unit(KVM, NULL, make_unit(32, g0_names,
		VALUES({ "VCPU_REGS_RIP", 8 }, { "NR_VCPU_REGS", 9 }, CLASSES(9))));

	(void)state;
	expect_ranges(accessor(x.b, "kvm_register_read", 1), "0..8 |");
	expect_ranges(accessor(x.b, "kvm_register_write_raw", 1), "0..8 |");
	expect_ranges(array(x.b, "kvm_vcpu_arch", "regs"), "0..8 |");
	arena_free(x.arena);
}

static void kvm_g1(void **state)
{
	static const s64 t[] = { -1, 0, 15, 16, 17, 31, 32 };
	struct bound x = bind_unit(KVM, NULL, make_unit(64, g1_names,
		VALUES({ "VCPU_REGS_R8", 8 }, { "VCPU_REGS_RIP", 16 }, { "VCPU_XREG_R16", 16 },
		       { "NR_VCPU_REGS", 17 }, CLASSES(17), GUARDS)));
	const struct index_spec *s = accessor(x.b, "kvm_gpr_write_raw", 1);

	(void)state;
	assert_int_equal(x.b->naccessors, 8);
	expect_ranges(s, "0..15 | 16..31 host");
	expect_never(s, "VCPU_REGS_RIP");
	expect_classes(s);
	expect_foreign(s, "VCPU_XREG_R16", NULL);
	s = accessor(x.b, "kvm_read_egpr", 0);
	expect_ranges(s, "| 16..31 host");
	expect_never(s, "VCPU_REGS_RIP");
	expect_classes(s);
	s = accessor(x.b, "kvm_register_read_raw", 1);
	expect_ranges(s, "0..16 |");
	expect_never(s, NULL);
	expect_foreign(s, "VCPU_XREG_R16", "extended register");
	s = array(x.b, "kvm_vcpu_arch", "regs");
	expect_ranges(s, "0..16 |");
	expect_foreign(s, "VCPU_XREG_R16", "extended register");
	expect_thresholds(x.b, t, ARRAY_SIZE(t));
	arena_free(x.arena);
}

/* The registers of 32 bits, in a compile for 32 or (testcases/reference) 64 bits. */
static void kvm_g1_32(void **state)
{
	u32 word;

	(void)state;
	for (word = 32; word <= 64; word += 32) {
		struct bound x = bind_unit(KVM, NULL, make_unit(word, g1_names,
			VALUES({ "VCPU_REGS_RIP", 8 }, { "NR_VCPU_REGS", 9 }, CLASSES(9),
			       GUARDS)));

		expect_ranges(accessor(x.b, "kvm_gpr_read", 1), "0..7 |");
		expect_never(accessor(x.b, "kvm_gpr_read", 1), "VCPU_REGS_RIP");
		expect_ranges(accessor(x.b, "kvm_register_read_raw", 1), "0..8 |");
		expect_ranges(array(x.b, "kvm_vcpu_arch", "regs"), "0..8 |");
		arena_free(x.arena);
	}
}

/* Prototypes and no constant: the word size decides. */
static void kvm_without_constants(void **state)
{
	struct bound x = bind_unit(KVM, NULL, make_unit(64, g1_names, NULL));

	(void)state;
	expect_ranges(accessor(x.b, "kvm_gpr_read", 1), "0..15 | 16..31 host");
	expect_never(accessor(x.b, "kvm_gpr_read", 1), NULL);
	expect_ranges(accessor(x.b, "kvm_register_read_raw", 1), "0..16 |");
	arena_free(x.arena);
	x = bind_unit(KVM, NULL, make_unit(32, g1_names, NULL));
	expect_ranges(accessor(x.b, "kvm_gpr_read", 1), "0..7 |");
	expect_ranges(accessor(x.b, "kvm_register_read_raw", 1), "0..8 |");
	arena_free(x.arena);
	/* R16 is there, and RIP is none of 8 and 16 */
	x = bind_unit(KVM, NULL, make_unit(64, g1_names,
		VALUES({ "VCPU_REGS_RIP", 32 }, { "VCPU_XREG_R16", 16 })));
	expect_ranges(accessor(x.b, "kvm_gpr_read", 1), "0..15 | 16..31 host");
	arena_free(x.arena);
}

static void expect_kvm_guard(const struct rules_bound *b, const char *function,
			     const char *field, enum guard_level level, u64 value)
{
	const struct rules_guard *g = guard(b, function, field);

	if (!g)
		fail_msg("no guard %s", function ? function : field);
	assert_int_equal(g->level, level);
	assert_true(g->value == value);
	assert_false(g->negated);
	assert_string_equal(g->feature, "apx");
	if (function)
		assert_int_equal(g->arg, strcmp(function, "guest_cpu_cap_has") ? 0 : 1);
}

static void kvm_guards(void **state)
{
	struct bound x = bind_unit(KVM, NULL, make_unit(64, g1_names, VALUES(GUARDS)));
	static const char *const host[] = {
		"static_cpu_has", "_static_cpu_has", "cpu_feature_enabled", "boot_cpu_has",
		"arch_test_bit", "constant_test_bit", "variable_test_bit", "test_bit",
		"kvm_cpu_cap_has", "kvm_cpu_cap_get",
	};
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(host); i++)
		expect_kvm_guard(x.b, host[i], NULL, GUARD_HOST, 681);
	expect_kvm_guard(x.b, "cpu_has_xfeatures", NULL, GUARD_HOST, 1 << 19);
	expect_kvm_guard(x.b, NULL, "supported_xcr0", GUARD_HOST, 1 << 19);
	expect_kvm_guard(x.b, "guest_cpu_cap_has", NULL, GUARD_GUEST_MAY, 681);
	expect_kvm_guard(x.b, NULL, "guest_supported_xcr0", GUARD_GUEST_MAY, 1 << 19);
	expect_kvm_guard(x.b, NULL, "xcr0", GUARD_GUEST_ENABLED, 1 << 19);
	assert_string_equal(guard(x.b, NULL, "xcr0")->record, "kvm_vcpu_arch");
	assert_string_equal(guard(x.b, NULL, "supported_xcr0")->record, "kvm_caps");
	assert_non_null(function(x.b, "find_next_bit"));
	assert_int_equal(function(x.b, "find_next_bit")->bound_arg, 1);
	assert_true(function(x.b, "find_next_bit")->bound_inclusive);
	arena_free(x.arena);
}

/*
 * RIP has left the array; with R16-R31 in it the same constant is 32. Every slot
 * is there for whoever goes over the array, an accessor's 16 and up needs APX.
 */
static void kvm_g2(void **state)
{
	u32 nr;

	(void)state;
	for (nr = 16; nr <= 32; nr += 16) {
		const char *text = nr == 16 ? "0..15 |" : "0..31 |";
		struct bound x = bind_unit(KVM, NULL, make_unit(64, g0_names,
			VALUES({ "NR_VCPU_GENERAL_PURPOSE_REGS", nr }, { "VCPU_REG_RIP", nr },
			       { "VCPU_REGS_R8", 8 }, { "VCPU_REG_CR3", nr + 3 })));
		const struct index_spec *s = accessor(x.b, "kvm_register_read", 1);

		expect_ranges(s, nr == 16 ? text : "0..15 | 16..31 host");
		expect_never(s, "VCPU_REG_RIP");
		expect_foreign(s, "VCPU_REG_CR3", "control register");
		s = array(x.b, "kvm_vcpu_arch", "regs");
		expect_ranges(s, text);
		expect_never(s, "VCPU_REG_RIP");
		arena_free(x.arena);
	}
}

/* A unit that only knows the struct, and one that knows nothing of it. */
static void kvm_little(void **state)
{
	struct bound x = bind_unit(KVM, NULL, make_unit(64, LIST("kvm_vcpu_arch"),
		VALUES({ "NR_VCPU_REGS", 17 })));

	(void)state;
	assert_int_equal(x.b->naccessors, 0);
	assert_int_equal(x.b->narrays, 1);
	arena_free(x.arena);
	x = bind_unit(KVM, NULL, make_unit(64, LIST("kvm_caps", "test_bit"), VALUES(GUARDS)));
	assert_null(x.b);
	arena_free(x.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_packs),
		cmocka_unit_test(bad_paths),
		cmocka_unit_test(folder),
		cmocka_unit_test(hash),
		cmocka_unit_test(level_names),
		cmocka_unit_test(names_of_other),
		cmocka_unit_test(names_are_sorted),
		cmocka_unit_test(names_of_kvm),
		cmocka_unit_test(untouched),
		cmocka_unit_test(bind_everything),
		cmocka_unit_test(bind_guards),
		cmocka_unit_test(bind_guards_without_constants),
		cmocka_unit_test(bind_conditions),
		cmocka_unit_test(bind_nothing),
		cmocka_unit_test(bind_library),
		cmocka_unit_test(bind_errors),
		cmocka_unit_test(bind_two_packs),
		cmocka_unit_test(bind_two_arrays),
		cmocka_unit_test(names_of_arrays),
		cmocka_unit_test(kvm_g0),
		cmocka_unit_test(kvm_g0_32),
		cmocka_unit_test(kvm_g1),
		cmocka_unit_test(kvm_g1_32),
		cmocka_unit_test(kvm_without_constants),
		cmocka_unit_test(kvm_guards),
		cmocka_unit_test(kvm_g2),
		cmocka_unit_test(kvm_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
