/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reports on a patch series, for people, mailing lists and CI systems.
 *
 * doc/ci.md names the source of each format. To add one: 1. an enum value and
 * its line in the table of series.c, 2. its function in a file series_*.c,
 * 3. a golden test in testcases/cli/series-formats.t, 4. its line in doc/ci.md.
 */
#ifndef REPORT_SERIES_H
#define REPORT_SERIES_H

#include "lib/findings/series.h"
#include "lib/report/report.h"

#ifdef __cplusplus
extern "C" {
#endif

enum series_format {
	SERIES_TABLE,		/* for a terminal */
	SERIES_MAIL,		/* replies to the patches, as an mbox */
	SERIES_PATCHWORK,	/* a check for each patch, a JSON object a line */
	SERIES_B4,		/* b4 review's check protocol: a JSON array */
	SERIES_NIPA,		/* a log; the summary is report_series_summary() */
	SERIES_KTAP,		/* a test for each patch */
	SERIES_JUNIT,		/* the same for Jenkins, GitLab and others */
	SERIES_SARIF,		/* new findings only */
	SERIES_GITHUB,		/* new findings as annotations */
	SERIES_FORMAT_COUNT
};

/* ERR_USAGE names the formats there are. */
int series_format_parse(const char *name, enum series_format *ret, struct error *err);

/*
 * o gives the stream, width and colour; its format is not looked at. url: of
 * the full report, "" when there is none. only: the number of one patch to
 * report, 0 for all.
 */
int report_series(const struct report_output *o, enum series_format format,
		  const struct series *s, const char *url, u32 only, struct error *err);

/* "5 patches: 1 new finding, 2 fixed; 1 patch not known", without a newline. */
void report_series_summary(FILE *out, const struct series *s);

#ifdef __cplusplus
}
#endif
#endif
