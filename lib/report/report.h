/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reports: tables for people, tsv, json and sarif for programs.
 *
 * Everything goes to the FILE of struct report_output; nothing here knows
 * stdout. The text table counts on setlocale(LC_ALL, "") having been called.
 * Functions return 0 or ERR_IO (the write failed), ERR_USAGE (this format
 * cannot hold this kind of data).
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdio.h>

#include "lib/base/error.h"
#include "lib/findings/records.h"

#ifdef __cplusplus
extern "C" {
#endif

enum report_format {
	REPORT_TABLE,	/* aligned columns, for a person */
	REPORT_TSV,	/* header line; \t \n \r \\ escaped within fields */
	REPORT_JSON,	/* one object, { "findings": [ one object a row ] } */
	/* For findings only: */
	REPORT_SARIF,	/* SARIF 2.1.0 */
	REPORT_JUNIT,	/* JUnit XML, one test case a finding */
	REPORT_GITHUB,	/* workflow commands of GitHub Actions, a line each */
	REPORT_HTML,	/* one page that needs no network */
	REPORT_FORMAT_COUNT
};

/* "table", "tsv", "json", "sarif", "junit", "github", "html". */
const char *report_format_name(enum report_format f);
/* The inverse; ERR_USAGE names the formats there are. */
int report_format_parse(const char *name, enum report_format *ret,
			struct error *err);
/* Whether findings in this format show their paths. */
bool report_format_has_paths(enum report_format f);

struct report_output {
	FILE *out;
	enum report_format format;
	bool colour;
	u32 width;			/* of a line of the table; 0: no limit */
	const char *tool_version;	/* for sarif and html; NULL: not named */
	const char *root;		/* of the source, for html; NULL: no source */
	const char *run;		/* for html: whose findings; NULL: not named */
};

/*
 * Colour and width as the terminal behind out wants them: none and no limit
 * when it is no terminal; NO_COLOR and COLUMNS are honoured.
 */
void report_output_init(struct report_output *o, FILE *out,
			enum report_format format);

/* tsv: id rule file line column function accessor index status */
int report_findings(const struct report_output *o,
		    const struct finding_record *r, u32 n, struct error *err);
/* tsv: file line column function accessor verdict index */
int report_sites(const struct report_output *o, const struct site *s, u32 n,
		 struct error *err);
/* tsv: id name time commit units safe unproven violation findings new fixed lost tree config arch
 * compilers expected degraded failed; no sarif */
int report_runs(const struct report_output *o, const struct run_record *r,
		u32 n, struct error *err);
/* tsv: kind file message; no sarif */
int report_problems(const struct report_output *o, const struct run_problem *p,
		    u32 n, struct error *err);

/*
 * One finding as text: its numbered path, each step with the source line and
 * a caret where root/FILE can be read. root NULL: no source.
 */
int report_show(const struct report_output *o, const struct finding_record *r,
		const char *root, struct error *err);

/*
 * Any table: rows, in the formats that have rows. To add a format: 1. an enum
 * value and its name, 2. a file with a struct report_writer_ops, 3. its line
 * in the table of report.c.
 */

/* In which formats a column appears. */
#define REPORT_IN(f) (1u << (f))
#define REPORT_IN_ALL (~0u)

enum report_column_type {
	REPORT_TEXT,
	REPORT_LONG,	/* text that is broken into lines where the width is short */
	REPORT_NUMBER,	/* decimal numbers or ""; right-aligned, in json bare or null */
	REPORT_WORD,	/* text of few known words, coloured by the word */
};

struct report_column {
	const char *name;
	enum report_column_type type;
	u32 formats;	/* REPORT_IN()s */
};

struct report_writer;

/*
 * name is that of the list in json. Cells passed to row: one string a column,
 * never NULL, in the order of the columns given to begin.
 */
int report_begin(const struct report_output *o, const char *name,
		 const struct report_column *columns, u32 ncolumns,
		 struct report_writer **ret, struct error *err);
int report_row(struct report_writer *w, const char *const *cells,
	       struct error *err);
/* Writes what is left and frees w, also when it fails. */
int report_end(struct report_writer *w, struct error *err);

#ifdef __cplusplus
}
#endif
#endif
