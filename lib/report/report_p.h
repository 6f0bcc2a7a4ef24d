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

/*
 * Write errors need no care here: whoever calls these asks the FILE. A format
 * has rows (begin, row, end), whole findings, or both; findings go through
 * `findings` where there is one.
 */
struct report_writer_ops {
	size_t size;
	void (*begin)(struct report_writer *w);
	void (*row)(struct report_writer *w, const char *const *cells);
	void (*end)(struct report_writer *w);
	/* All of them, with their paths, as one document. */
	void (*findings)(const struct report_output *o,
			 const struct finding_record *r, u32 n);
};

extern const struct report_writer_ops report_table_ops;		/* table.c */
extern const struct report_writer_ops report_tsv_ops;		/* tsv.c */
extern const struct report_writer_ops report_json_ops;		/* json.c */
extern const struct report_writer_ops report_sarif_ops;		/* sarif.c */
extern const struct report_writer_ops report_junit_ops;		/* junit.c */
extern const struct report_writer_ops report_github_ops;	/* github.c */
extern const struct report_writer_ops report_html_ops;		/* html.c */

/* The format's way to write whole findings; false when it has only rows. */
bool report_whole_findings(const struct report_output *o,
			   const struct finding_record *r, u32 n);

/* The red, yellow, green of a status or verdict; NULL: plain. */
const char *report_word_colour(const char *word);

/* junit.c: text of an element or an attribute; what XML cannot hold becomes U+FFFD. */
void report_put_xml(FILE *out, const char *s, bool attribute);

/* github.c: a remark that belongs to no line. */
void report_github_remark(FILE *out, const char *title, const char *text);

/* Flushes; ERR_IO when anything written so far was lost. */
int report_flush(FILE *out, struct error *err);

/* A JSON string; what is no UTF-8 becomes U+FFFD. Never NULL. */
json_t *report_json_string(const char *text);
/* As JSON in one line; takes the reference. */
void report_json_dump(FILE *out, json_t *value);

/* One finding with all that is known of it, as doc/formats.md describes it. */
json_t *report_finding_json(const struct finding_record *r);

/* Bytes of the character at s, 0 when these bytes are no UTF-8. */
u32 report_utf8_length(const char *s);
/* True for what a terminal could take for a command: C0, DEL, C1. n: its length, 0 no UTF-8. */
bool report_is_control(const char *s, u32 n);

/* ---- source.c: lines of the analysed tree */

struct report_source;

/* Files are relative to root; NULL: no source is ever found. */
struct report_source *report_source_new(const char *root);
/* Accepts NULL. */
void report_source_free(struct report_source *s);
/* Without its end; NULL when there is none. Lives as long as s. */
const char *report_source_line(struct report_source *s, const char *file, u32 line);

#endif
