/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formats, and what they have in common. */
#include "lib/report/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/report/report_p.h"

static const struct {
	const char *name;
	const struct report_writer_ops *ops;
} formats[REPORT_FORMAT_COUNT] = {
	[REPORT_TABLE] = { "table", &report_table_ops },
	[REPORT_TSV] = { "tsv", &report_tsv_ops },
	[REPORT_JSON] = { "json", &report_json_ops },
	[REPORT_SARIF] = { "sarif", &report_sarif_ops },
	[REPORT_JUNIT] = { "junit", &report_junit_ops },
	[REPORT_GITHUB] = { "github", &report_github_ops },
	[REPORT_HTML] = { "html", &report_html_ops },
};

const char *report_format_name(enum report_format f)
{
	return (u32)f < REPORT_FORMAT_COUNT ? formats[f].name : "?";
}

int report_format_parse(const char *name, enum report_format *ret,
			struct error *err)
{
	struct strbuf known = STRBUF_INIT;
	u32 i;

	for (i = 0; i < REPORT_FORMAT_COUNT; i++) {
		if (!strcmp(name, formats[i].name)) {
			*ret = (enum report_format)i;
			strbuf_release(&known);
			return 0;
		}
		strbuf_addf(&known, "%s%s", i ? ", " : "", formats[i].name);
	}
	error_set(err, ERR_USAGE, "unknown format '%s'; known: %s", name,
		  strbuf_str(&known));
	strbuf_release(&known);
	return ERR_USAGE;
}

bool report_format_has_paths(enum report_format f)
{
	return formats[f].ops->findings != NULL;
}

bool report_whole_findings(const struct report_output *o,
			   const struct finding_record *r, u32 n)
{
	const struct report_writer_ops *ops = formats[o->format].ops;

	if (ops->findings)
		ops->findings(o, r, n);
	return ops->findings != NULL;
}

static bool colour_wanted(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return !(no && *no) && term && strcmp(term, "dumb");
}

static u32 terminal_width(int fd)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	long width = columns ? strtol(columns, NULL, 10) : 0;

	if (width > 0 && width < 10000)
		return (u32)width;
	return ioctl(fd, TIOCGWINSZ, &size) ? 0 : size.ws_col;
}

void report_output_init(struct report_output *o, FILE *out,
			enum report_format format)
{
	int fd = fileno(out);

	memset(o, 0, sizeof(*o));
	o->out = out;
	o->format = format;
	if (fd < 0 || !isatty(fd))
		return;
	o->colour = colour_wanted();
	o->width = terminal_width(fd);
}

int report_flush(FILE *out, struct error *err)
{
	if (fflush(out) || ferror(out))
		return error_set(err, ERR_IO, "cannot write the report: %s",
				 errno ? strerror(errno) : "unknown cause");
	return 0;
}

const char *report_word_colour(const char *word)
{
	static const struct {
		const char *word, *colour;
	} words[] = {
		{ "violation", "red" }, { "unproven", "yellow" }, { "safe", "green" },
		{ "new", "red" }, { "open", "yellow" }, { "fixed", "green" }, { "lost", "magenta" },
		{ "new findings", "red" }, { "not known", "yellow" }, { "pass", "green" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(word, words[i].word))
			return words[i].colour;
	return NULL;
}

static void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n + 1, size);

	if (!p)
		abort();
	return p;
}

/* Keeps the columns this format has, and where their cells come from. */
static void choose_columns(struct report_writer *w,
			   const struct report_column *columns, u32 n)
{
	u32 i;

	w->columns = xcalloc(n, sizeof(*w->columns));
	w->source = xcalloc(n, sizeof(*w->source));
	w->cells = xcalloc(n, sizeof(*w->cells));
	for (i = 0; i < n; i++) {
		if (!(columns[i].formats & REPORT_IN(w->o.format)))
			continue;
		w->source[w->ncolumns] = i;
		w->columns[w->ncolumns++] = columns[i];
	}
}

int report_begin(const struct report_output *o, const char *name,
		 const struct report_column *columns, u32 ncolumns,
		 struct report_writer **ret, struct error *err)
{
	const struct report_writer_ops *ops = formats[o->format].ops;
	struct report_writer *w;

	if (!ops->row)
		return error_set(err, ERR_USAGE, "format %s cannot show %s",
				 report_format_name(o->format), name);
	w = xcalloc(1, ops->size);
	w->ops = ops;
	w->o = *o;
	w->name = name;
	choose_columns(w, columns, ncolumns);
	ops->begin(w);
	*ret = w;
	return 0;
}

int report_row(struct report_writer *w, const char *const *cells,
	       struct error *err)
{
	u32 i;

	for (i = 0; i < w->ncolumns; i++)
		w->cells[i] = cells[w->source[i]];
	errno = 0;
	w->ops->row(w, w->cells);
	return ferror(w->o.out) ? report_flush(w->o.out, err) : 0;
}

int report_end(struct report_writer *w, struct error *err)
{
	FILE *out = w->o.out;

	errno = 0;
	w->ops->end(w);
	free(w->columns);
	free(w->source);
	free(w->cells);
	free(w);
	return report_flush(out, err);
}
