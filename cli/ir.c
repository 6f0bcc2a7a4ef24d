/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck ir: the facts in files as text, and text made into facts. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "lib/base/strbuf.h"
#include "lib/facts/facts.h"
#include "lib/ir/text.h"

static const struct argp_option options[] = {
	{ "output", OPT_OUTPUT, "FILE", 0, "Where `encode' writes (required there)", 0 },
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.args_doc = "print FILE...\nencode TEXT...",
	.doc = "Prints the flow IR in objects and facts files, or makes a facts file of its text "
	       "form (doc/ir.md). A tool for developers of gprcheck.",
	.min_args = 2,
	.max_args = ANY_NUMBER,
	.missing = "FILE",
};

static void print_record(const struct ir_wire_record *rec, const char *path, int *code)
{
	struct strbuf text = STRBUF_INIT;
	struct error err = ERROR_INIT;
	struct ir_unit *unit;

	if (ir_wire_read(rec, &unit, &err) < 0) {
		complain("%s: %s", path, err.msg);
		*code = EXIT_ERROR;
		return;
	}
	ir_print(unit, &text);
	fwrite(text.buf, 1, text.len, stdout);
	strbuf_release(&text);
	ir_unit_free(unit);
}

static void on_object(void *ctx, const struct facts_object *obj)
{
	for (u32 i = 0; i < obj->nrecords; i++)
		print_record(&obj->records[i], obj->path, ctx);
}

static void on_problem(void *ctx, enum facts_problem kind, const char *file, const char *cause)
{
	int *code = ctx;

	(void)kind;
	complain("%s: %s", file, cause);
	*code = EXIT_ERROR;
}

static int print_files(const struct options *o)
{
	int code = EXIT_DONE;
	struct facts_handler handler = {
		.ctx = &code, .object = on_object, .problem = on_problem,
	};
	struct facts_reader *r = facts_new(&handler);

	for (u32 i = 1; i < o->args.n; i++)
		facts_read_path(r, o->args.v[i]);
	facts_free(r);
	return code;
}

static int read_text(const char *path, struct strbuf *text, struct error *err)
{
	FILE *in = fopen(path, "r");
	char buf[4096];
	size_t n;
	int failed;

	if (!in)
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	while ((n = fread(buf, 1, sizeof(buf), in)) > 0)
		strbuf_add(text, buf, n);
	failed = ferror(in) ? errno : 0;
	fclose(in);
	return failed ? error_set(err, ERR_IO, "%s: %s", path, strerror(failed)) : 0;
}

static int encode_file(const char *path, struct strbuf *out, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	struct ir_unit *unit;
	int code = read_text(path, &text, err);

	if (code == 0)
		code = ir_parse(path, strbuf_str(&text), text.len, &unit, err);
	if (code == 0) {
		ir_wire_write(unit, out);
		ir_unit_free(unit);
	}
	strbuf_release(&text);
	return code;
}

static int write_file(const char *path, const struct strbuf *data, struct error *err)
{
	FILE *out = fopen(path, "w");
	bool written;

	if (!out)
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	written = fwrite(data->buf, 1, data->len, out) == data->len;
	if (fclose(out) != 0 || !written)
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	return 0;
}

static int encode_files(const struct options *o)
{
	struct strbuf out = STRBUF_INIT;
	struct error err = ERROR_INIT;
	int code = 0;

	if (!o->output) {
		complain("ir encode: -o FILE is missing");
		return EXIT_ERROR;
	}
	for (u32 i = 1; code == 0 && i < o->args.n; i++)
		code = encode_file(o->args.v[i], &out, &err);
	if (code == 0)
		code = write_file(o->output, &out, &err);
	strbuf_release(&out);
	return code < 0 ? fail(&err) : EXIT_DONE;
}

int cmd_ir(int argc, char **argv)
{
	struct options o;
	int code = EXIT_ERROR;

	options_parse(&spec, argc, argv, &o);
	if (strcmp(o.args.v[0], "print") == 0)
		code = print_files(&o);
	else if (strcmp(o.args.v[0], "encode") == 0)
		code = encode_files(&o);
	else
		complain("ir: '%s' is neither 'print' nor 'encode'", o.args.v[0]);
	options_release(&o);
	return code;
}
