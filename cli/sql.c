/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck sql: a question over the documented tables and views. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "lib/base/strbuf.h"

static const struct argp_option options[] = {
	OPTION_DB,
	OPTION_FORMAT,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.args_doc = "[QUERY]",
	.doc = "Answers one SELECT over the tables and views of the database; nothing is changed. "
	       "Without QUERY it names the views and their columns; with - it reads the query "
	       "from standard input.",
	.needs_db = true,
	.max_args = 1,
	.example = "gprcheck sql --db kvm.db 'SELECT id, rule, file FROM v_finding'",
};

static const char views[] =
	"SELECT m.name AS view, group_concat(c.name, ' ') AS columns"
	" FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c"
	" WHERE m.type = 'view' GROUP BY m.name ORDER BY m.name";

struct answer {
	struct report_output out;
	struct report_writer *w;
};

static int take_columns(void *ctx, const struct store_column *columns, u32 n, struct error *err)
{
	struct report_column *shown = calloc(n + 1, sizeof(*shown));
	struct answer *a = ctx;
	int code;

	if (!shown)
		abort();
	for (u32 i = 0; i < n; i++)
		shown[i] = (struct report_column){
			columns[i].name, columns[i].is_number ? REPORT_NUMBER : REPORT_LONG,
			REPORT_IN_ALL,
		};
	code = report_begin(&a->out, "rows", shown, n, &a->w, err);
	free(shown);
	return code;
}

static int take_row(void *ctx, const char *const *cells, struct error *err)
{
	struct answer *a = ctx;

	return report_row(a->w, cells, err);
}

static int read_query(struct strbuf *ret, struct error *err)
{
	char buf[4096];
	size_t n;

	while ((n = fread(buf, 1, sizeof(buf), stdin)) > 0)
		strbuf_add(ret, buf, n);
	if (ferror(stdin))
		return error_set(err, ERR_IO, "standard input: %s", strerror(errno));
	return 0;
}

static int ask(struct store *s, const struct options *o, const char *sql, struct error *err)
{
	struct answer a = { .w = NULL };
	const struct store_rows rows = { &a, take_columns, take_row };
	int code, end;

	output_to_stdout(o, &a.out);
	code = store_sql(s, sql, &rows, err);
	if (!a.w)
		return code;
	end = report_end(a.w, code < 0 ? NULL : err);
	return code < 0 ? code : end;
}

static int answer_query(struct store *s, struct options *o, struct arena *arena,
			struct error *err)
{
	const char *sql = o->args.n ? o->args.v[0] : views;
	struct strbuf text = STRBUF_INIT;
	int code = 0;

	(void)arena;
	if (strcmp(sql, "-") == 0) {
		code = read_query(&text, err);
		sql = strbuf_str(&text);
	}
	if (code == 0)
		code = ask(s, o, sql, err);
	strbuf_release(&text);
	return code;
}

int cmd_sql(int argc, char **argv)
{
	return run_query(&spec, argc, argv, answer_query);
}
