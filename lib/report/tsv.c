/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tab-separated values: a line a row, whatever the fields hold. */
#include "lib/report/report_p.h"

static void put_field(FILE *out, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '\t':
			fputs("\\t", out);
			break;
		case '\n':
			fputs("\\n", out);
			break;
		case '\r':
			fputs("\\r", out);
			break;
		case '\\':
			fputs("\\\\", out);
			break;
		default:
			fputc(*s, out);
		}
	}
}

static void tsv_begin(struct report_writer *w)
{
	u32 i;

	for (i = 0; i < w->ncolumns; i++)
		fprintf(w->o.out, "%s%s", i ? "\t" : "", w->columns[i].name);
	fputc('\n', w->o.out);
}

static void tsv_row(struct report_writer *w, const char *const *cells)
{
	u32 i;

	for (i = 0; i < w->ncolumns; i++) {
		if (i)
			fputc('\t', w->o.out);
		put_field(w->o.out, cells[i]);
	}
	fputc('\n', w->o.out);
}

static void tsv_end(struct report_writer *w)
{
	(void)w;
}

const struct report_writer_ops report_tsv_ops = {
	.size = sizeof(struct report_writer),
	.begin = tsv_begin,
	.row = tsv_row,
	.end = tsv_end,
};
