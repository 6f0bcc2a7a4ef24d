/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings as JUnit XML: one test case each, which fails while the finding is there. */
#include <string.h>

#include "lib/report/report_p.h"

/* What XML 1.0 cannot hold at all, escaped or not. */
static bool is_no_xml(const char *s, u32 n)
{
	u8 c = (u8)*s;

	if (n == 1)
		return c < ' ' && c != '\t' && c != '\n' && c != '\r';
	return n == 0 || (n == 3 && (!memcmp(s, "\xef\xbf\xbe", 3) || !memcmp(s, "\xef\xbf\xbf", 3)));
}

/* In an attribute all white space must be numbered, or the reader takes it for a blank. */
static const char *reference(char c, bool attribute)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\r': return "&#13;";
	case '\n': return attribute ? "&#10;" : NULL;
	case '\t': return attribute ? "&#9;" : NULL;
	}
	return NULL;
}

void report_put_xml(FILE *out, const char *s, bool attribute)
{
	const char *r;
	u32 n;

	for (; *s; s += n ? n : 1) {
		n = report_utf8_length(s);
		r = n == 1 ? reference(*s, attribute) : NULL;
		if (r)
			fputs(r, out);
		else if (is_no_xml(s, n))
			fputs("\xef\xbf\xbd", out);
		else
			fwrite(s, 1, n, out);
	}
}

static void put_attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	report_put_xml(out, value, true);
	fputc('"', out);
}

static void put_place(FILE *out, const struct src_loc *loc)
{
	report_put_xml(out, loc->file[0] ? loc->file : "<unknown>", false);
	fprintf(out, ":%u:%u", loc->line, loc->column);
}

static void put_path(FILE *out, const struct finding *f)
{
	u32 i;

	for (i = 0; i < f->nevents; i++) {
		fprintf(out, "\n(%u) ", i + 1);
		put_place(out, &f->events[i].loc);
		fputs(": ", out);
		report_put_xml(out, f->events[i].text, false);
	}
}

static void put_failure(FILE *out, const struct finding *f)
{
	fputs("\n   <failure", out);
	put_attribute(out, "type", finding_rule_name(f->rule));
	put_attribute(out, "message", f->message);
	fputc('>', out);
	put_place(out, &f->loc);
	fputs(": ", out);
	report_put_xml(out, f->message, false);
	put_path(out, f);
	fputs("</failure>\n  ", out);
}

enum outcome {
	OUTCOME_PASSED,		/* fixed */
	OUTCOME_FAILED,
	OUTCOME_SKIPPED,	/* set aside; or gone, and nothing says that it is fixed */
};

static enum outcome outcome_of(const struct finding_record *r)
{
	if (r->status == STATUS_FIXED)
		return OUTCOME_PASSED;
	return r->status == STATUS_LOST || finding_is_aside(r) ? OUTCOME_SKIPPED : OUTCOME_FAILED;
}

static void put_skipped(FILE *out, const struct finding_record *r)
{
	struct strbuf text = STRBUF_INIT;

	if (r->status == STATUS_LOST)
		strbuf_addf(&text, "%s%s%s", end_reason_name(r->end.reason),
			    r->end.why[0] ? ": " : "", r->end.why);
	else
		strbuf_addf(&text, "%s: %s", assessment_verdict_name(finding_verdict(r)),
			    r->assessment->reason);
	fputs("<skipped", out);
	put_attribute(out, "message", strbuf_str(&text));
	fputs("/>", out);
	strbuf_release(&text);
}

static void put_case(FILE *out, const struct finding_record *r)
{
	struct strbuf name = STRBUF_INIT;
	const struct finding *f = &r->f;

	/* The number keeps twins apart, and stays the same over runs. */
	strbuf_addf(&name, "%lld %s: %s reaches %s in %s", (long long)r->id,
		    finding_rule_name(f->rule), f->index, f->accessor, f->function);
	fputs("\n  <testcase", out);
	put_attribute(out, "classname", f->loc.file);
	put_attribute(out, "name", strbuf_str(&name));
	put_attribute(out, "file", f->loc.file);
	fprintf(out, " line=\"%u\">", f->loc.line);
	if (outcome_of(r) == OUTCOME_FAILED)
		put_failure(out, f);
	else if (outcome_of(r) == OUTCOME_SKIPPED)
		put_skipped(out, r);
	fputs("</testcase>", out);
	strbuf_release(&name);
}

static void junit_findings(const struct report_output *o,
			   const struct finding_record *r, u32 n)
{
	u32 i, failures = 0, skipped = 0;

	for (i = 0; i < n; i++) {
		failures += outcome_of(&r[i]) == OUTCOME_FAILED;
		skipped += outcome_of(&r[i]) == OUTCOME_SKIPPED;
	}
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", o->out);
	fprintf(o->out, "<testsuites name=\"gprcheck\" tests=\"%u\" failures=\"%u\">\n", n, failures);
	fprintf(o->out, " <testsuite name=\"gprcheck\" tests=\"%u\" failures=\"%u\""
		" errors=\"0\" skipped=\"%u\">", n, failures, skipped);
	for (i = 0; i < n; i++)
		put_case(o->out, &r[i]);
	fputs("\n </testsuite>\n</testsuites>\n", o->out);
}

const struct report_writer_ops report_junit_ops = {
	.findings = junit_findings,
};
