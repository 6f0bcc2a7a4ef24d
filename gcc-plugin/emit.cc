/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Warnings on stderr, facts in section .discard.gprcheck. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/emit.h"
#include "lib/engine/engine.h"
#include "lib/ir/text.h"
#include "lib/ir/verify.h"
#include "lib/ir/wire.h"
#include "lib/report/compiler.h"

/*
 * The object's path: cc1 only knows the assembler file, but the auxiliary
 * files that GCC might write are named after the object.
 */
static char *object_path(void)
{
	const char *name = aux_base_name ? aux_base_name : main_input_filename;

	return concat(name, ".o", NULL);
}

bool emit_untouched(const struct rules *rules)
{
	char *path = object_path();
	bool ret = rules_untouched(rules, path);

	free(path);
	return ret;
}

static void dump(const char *path, const struct ir_unit *unit)
{
	bool to_stderr = !strcmp(path, "-");
	FILE *out = to_stderr ? stderr : fopen(path, "w");
	struct strbuf text = STRBUF_INIT;

	if (!out) {
		fprintf(stderr, "gprcheck: %s: %s\n", path, xstrerror(errno));
		return;
	}
	ir_print(unit, &text);
	fwrite(strbuf_str(&text), 1, text.len, out);
	strbuf_release(&text);
	if (!to_stderr)
		fclose(out);
}

static void warn(const struct options *opt, const struct analysis *a)
{
	u32 i;

	if (!opt->no_warn)
		for (i = 0; i < a->nfindings; i++)
			report_warning(stderr, &a->findings[i]);
	if (opt->error && a->nfindings)
		error_at(UNKNOWN_LOCATION, "gprcheck: %u finding%s",
			 a->nfindings, a->nfindings == 1 ? "" : "s");
}

static int analyse(const struct options *opt, const struct rules *rules,
		   const struct ir_unit *unit, struct error *err)
{
	struct engine_options brief = { };
	struct analysis *a = NULL;
	struct engine *e;
	int ret;

	brief.findings_only = true;
	e = engine_new(rules, &brief);
	ret = engine_add_unit(e, unit, "", 0, err);
	if (!ret)
		ret = engine_run(e, &a, err);
	if (!ret)
		warn(opt, a);
	analysis_free(a);
	engine_free(e);
	return ret;
}

static void check(const struct options *opt, const struct rules *rules,
		  const struct ir_unit *unit)
{
	struct error err = ERROR_INIT;
	struct rules *again = NULL;
	int ret = analyse(opt, rules, unit, &err);

	if (ret == ERR_RULES)
		again = options_load_rules(opt, true);
	if (again)
		ret = analyse(opt, again, unit, &err);
	if (ret)
		fprintf(stderr, "gprcheck: %s\n", err.msg);
	rules_free(again);
}

void emit_unit(const struct options *opt, const struct rules *rules,
	       struct ir_unit *unit, struct strbuf *facts)
{
	struct error err = ERROR_INIT;

	if (opt->dump)
		dump(opt->dump, unit);
	/* Each function was verified when it was built; readers verify again. */
	if (opt->dump && ir_verify(unit, &err))
		fprintf(stderr, "gprcheck: %s\n", err.msg);
	if (!opt->no_warn || opt->error)
		check(opt, rules, unit);
	ir_wire_write(unit, facts);
}

/* Bytes a line: each costs the assembler some work of its own. */
#define LINE 512

/*
 * The assembler takes a character as it is in a third of the time of an escape,
 * whichever it is, but for these. No string begins with '-': the kernel makes
 * headers of assembler text, out of strings that start with "->".
 */
static bool is_plain(unsigned char c, bool first)
{
	return c != '"' && c != '\\' && c != '\n' && c != '\r' && c &&
	       (c != '-' || !first);
}

static void put_string(const char *data, size_t len)
{
	char line[LINE * 4 + 16] = "\t.ascii\t\"";
	char *o = line + strlen(line);
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)data[i];

		if (is_plain(c, i == 0)) {
			*o++ = (char)c;
			continue;
		}
		*o++ = '\\';
		*o++ = (char)('0' + (c >> 6));
		*o++ = (char)('0' + (c >> 3 & 7));
		*o++ = (char)('0' + (c & 7));
	}
	*o++ = '"';
	*o++ = '\n';
	fwrite(line, 1, (size_t)(o - line), asm_out_file);
}

void emit_section(const struct strbuf *facts)
{
	size_t i;

	if (!asm_out_file || seen_error())
		return;
	fprintf(asm_out_file, "\t.pushsection\t" IR_WIRE_SECTION ",\"\",%%progbits\n");
	for (i = 0; i < facts->len; i += LINE)
		put_string(facts->buf + i, MIN(facts->len - i, LINE));
	fprintf(asm_out_file, "\t.popsection\n");
}
