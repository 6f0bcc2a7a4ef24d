/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings as workflow commands of GitHub Actions: annotations of the changed files. */
#include <string.h>

#include "lib/report/report_p.h"

/*
 * The runner takes %, CR and LF encoded, in properties : and , too. Other
 * control characters would be commands to whoever reads the log.
 */
static void put_encoded(FILE *out, const char *s, const char *special)
{
	u32 n;

	for (; *s; s += n ? n : 1) {
		n = report_utf8_length(s);
		if (n == 1 && strchr(special, *s))
			fprintf(out, "%%%02X", (unsigned char)*s);
		else if (report_is_control(s, n) && *s != '\t')
			fputc('?', out);
		else
			fwrite(s, 1, n, out);
	}
}

static void put_property(FILE *out, const char *s)
{
	put_encoded(out, s, "%\r\n:,");
}

static void put_message(FILE *out, const char *s)
{
	put_encoded(out, s, "%\r\n");
}

static void put_place(FILE *out, const struct src_loc *loc)
{
	if (!loc->file[0])
		return;
	fputs("file=", out);
	put_property(out, loc->file);
	if (loc->line)
		fprintf(out, ",line=%u", loc->line);
	if (loc->line && loc->column)
		fprintf(out, ",col=%u", loc->column);
	fputc(',', out);
}

static void put_step(FILE *out, u32 number, const struct path_event *e)
{
	fprintf(out, "%%0A(%u) ", number);
	put_message(out, e->loc.file);
	fprintf(out, ":%u: ", e->loc.line);
	put_message(out, e->text);
}

static void put_finding(FILE *out, const struct finding *f)
{
	u32 i;

	fputs("::warning ", out);
	put_place(out, &f->loc);
	fprintf(out, "title=gprcheck %s::", finding_rule_name(f->rule));
	put_message(out, f->message);
	for (i = 0; i < f->nevents; i++)
		put_step(out, i + 1, &f->events[i]);
	fputc('\n', out);
}

void report_github_remark(FILE *out, const char *title, const char *text)
{
	fputs("::warning title=", out);
	put_property(out, title);
	fputs("::", out);
	put_message(out, text);
	fputc('\n', out);
}

/* Only what is there and asks for something: all else is no remark on the code. */
static void github_findings(const struct report_output *o,
			    const struct finding_record *r, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		if ((STATUS_BIT(r[i].status) & STATUS_PRESENT) && !finding_is_aside(&r[i]))
			put_finding(o->out, &r[i].f);
}

const struct report_writer_ops report_github_ops = {
	.findings = github_findings,
};
