/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that the reports on a series share. */
#ifndef REPORT_SERIES_P_H
#define REPORT_SERIES_P_H

#include "lib/report/report_p.h"
#include "lib/report/series.h"

struct series_output {
	const struct report_output *o;
	FILE *out;
	const struct series *s;
	const char *url;
	u32 only;
};

static inline bool series_wants(const struct series_output *r, u32 patch)
{
	return !r->only || r->only == patch;
}

/*
 * Foreign text in one line: control characters and what is no UTF-8 become
 * '?', so that it can neither end a line nor steer a terminal.
 */
void series_add_line(struct strbuf *sb, const char *text);
void series_put_line(FILE *out, const char *text);
/* "2 new findings, 1 fixed", "not known: REASON", "nothing new". */
void series_add_verdict(struct strbuf *sb, const struct series_patch *p);
/* "introduced by 2/5, fixed by 4/5", "introduced by one of 2..4/5". */
void series_add_fate(struct strbuf *sb, const struct series *s, const struct series_finding *f);
/* FILE:LINE:COL: TEXT [gprcheck:RULE] */
void series_add_finding(struct strbuf *sb, const struct series_finding *f);
/* Everything on one patch: findings with paths and fates, reason, log. */
void series_add_details(struct strbuf *sb, const struct series *s, u32 patch);
/* How a CI system takes the patch: 'p'ass, 'w'arning, 'f'ail. */
char series_grade(const struct series_patch *p);

/* One format each; err for what other writers report, the stream is asked at the end. */
void series_table(const struct series_output *r, struct error *err);
void series_mail(const struct series_output *r, struct error *err);
void series_patchwork(const struct series_output *r, struct error *err);
void series_b4(const struct series_output *r, struct error *err);
void series_nipa(const struct series_output *r, struct error *err);
void series_ktap(const struct series_output *r, struct error *err);
void series_junit(const struct series_output *r, struct error *err);
void series_github(const struct series_output *r, struct error *err);

#endif
