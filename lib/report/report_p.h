/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of the reports: what a format implements, and text helpers. */
#ifndef REPORT_REPORT_P_H
#define REPORT_REPORT_P_H

#include <jansson.h>

#include "lib/base/strbuf.h"
#include "lib/report/report.h"

/*
 * One table being written. Columns and cells are only those this format has.
 * A format puts this first in a struct of its own, of the size in its ops;
 * that struct is zeroed before begin and freed after end.
 */
struct report_writer {
	const struct report_writer_ops *ops;
	struct report_output o;
	const char *name;
	struct report_column *columns;
	u32 ncolumns;
	/* For report_row(): which cells it passes on, and room for them. */
	u32 *source;
	const char **cells;
};

/* Write errors need no care here: report_end() asks the FILE. */
struct report_writer_ops {
	size_t size;
	void (*begin)(struct report_writer *w);
	void (*row)(struct report_writer *w, const char *const *cells);
	void (*end)(struct report_writer *w);
};

extern const struct report_writer_ops report_table_ops;	/* table.c */
extern const struct report_writer_ops report_tsv_ops;	/* tsv.c */
extern const struct report_writer_ops report_json_ops;	/* json.c */

/* sarif.c */
void report_sarif(const struct report_output *o,
		  const struct finding_record *r, u32 n);

/* The red, yellow, green of a status or verdict; NULL: plain. */
const char *report_word_colour(const char *word);

/* Flushes; ERR_IO when anything written so far was lost. */
int report_flush(FILE *out, struct error *err);

/* A JSON string; what is no UTF-8 becomes U+FFFD. Never NULL. */
json_t *report_json_string(const char *text);
/* As JSON in one line; takes the reference. */
void report_json_dump(FILE *out, json_t *value);

/* Bytes of the character at s, 0 when these bytes are no UTF-8. */
u32 report_utf8_length(const char *s);

#endif
