/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Aligned columns for a person, by libsmartcols. */
#include <ctype.h>
#include <libsmartcols.h>
#include <stdlib.h>

#include "lib/report/report_p.h"

struct table_writer {
	struct report_writer w;
	struct libscols_table *table;
};

static void add_column(struct table_writer *tw, const struct report_column *c)
{
	struct strbuf title = STRBUF_INIT;
	const char *s;
	int flags = 0;

	for (s = c->name; *s; s++)
		strbuf_addch(&title, (char)toupper((unsigned char)*s));
	if (c->type == REPORT_NUMBER)
		flags = SCOLS_FL_RIGHT;
	else if (c->type == REPORT_LONG)
		flags = SCOLS_FL_WRAP;
	if (!scols_table_new_column(tw->table, strbuf_str(&title), 0, flags))
		abort();
	strbuf_release(&title);
}

static void table_begin(struct report_writer *w)
{
	struct table_writer *tw = (struct table_writer *)w;
	u32 i;

	tw->table = scols_new_table();
	if (!tw->table)
		abort();
	scols_table_set_stream(tw->table, w->o.out);
	scols_table_enable_colors(tw->table, w->o.colour);
	scols_table_set_termforce(tw->table, w->o.width ? SCOLS_TERMFORCE_ALWAYS
							: SCOLS_TERMFORCE_NEVER);
	if (w->o.width)
		scols_table_set_termwidth(tw->table, w->o.width);
	for (i = 0; i < w->ncolumns; i++)
		add_column(tw, &w->columns[i]);
}

static void table_row(struct report_writer *w, const char *const *cells)
{
	struct table_writer *tw = (struct table_writer *)w;
	struct libscols_line *line = scols_table_new_line(tw->table, NULL);
	const char *colour;
	u32 i;

	if (!line)
		abort();
	for (i = 0; i < w->ncolumns; i++) {
		if (scols_line_set_data(line, i, cells[i]))
			abort();
		colour = w->columns[i].type == REPORT_WORD ? report_word_colour(cells[i]) : NULL;
		if (colour && w->o.colour)
			scols_cell_set_color(scols_line_get_cell(line, i), colour);
	}
}

static void table_end(struct report_writer *w)
{
	struct table_writer *tw = (struct table_writer *)w;

	if (scols_table_get_nlines(tw->table))
		scols_print_table(tw->table);
	scols_unref_table(tw->table);
}

const struct report_writer_ops report_table_ops = {
	.size = sizeof(struct table_writer),
	.begin = table_begin,
	.row = table_row,
	.end = table_end,
};
