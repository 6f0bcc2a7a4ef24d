/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A series as a test suite, a test for each patch: KTAP and JUnit. */
#include <string.h>

#include "lib/report/series_p.h"

/* ---- KTAP */

/* '#' would begin a directive. */
static void put_name(FILE *out, const char *subject)
{
	struct strbuf sb = STRBUF_INIT;

	series_add_line(&sb, subject);
	for (const char *s = strbuf_str(&sb); *s; s++)
		fputc(*s == '#' ? '_' : *s, out);
	strbuf_release(&sb);
}

static void put_diagnostics(FILE *out, const char *text)
{
	size_t n;

	for (; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		fprintf(out, "# %.*s\n", (int)n, text);
	}
}

/* Not known is no pass: KTAP has ERROR for a test that could not be run. */
static void put_test(const struct series_output *r, u32 number, u32 patch)
{
	const struct series_patch *p = &r->s->patches[patch - 1];
	struct strbuf details = STRBUF_INIT, verdict = STRBUF_INIT;

	series_add_details(&details, r->s, patch);
	put_diagnostics(r->out, strbuf_str(&details));
	fprintf(r->out, "%s %u ", p->verdict == PATCH_PASS ? "ok" : "not ok", number);
	put_name(r->out, p->subject);
	if (p->verdict != PATCH_PASS && p->verdict != PATCH_NEW) {
		series_add_verdict(&verdict, p);
		fputs(" # ERROR ", r->out);
		put_name(r->out, strbuf_str(&verdict));
	}
	fputc('\n', r->out);
	strbuf_release(&details);
	strbuf_release(&verdict);
}

void series_ktap(const struct series_output *r, struct error *err)
{
	u32 number = 0;

	(void)err;
	fprintf(r->out, "KTAP version 1\n1..%u\n", r->only ? 1 : r->s->npatches);
	for (u32 i = 1; i <= r->s->npatches; i++)
		if (series_wants(r, i))
			put_test(r, ++number, i);
}

/* ---- JUnit */

static void put_testcase(const struct series_output *r, u32 patch)
{
	const struct series_patch *p = &r->s->patches[patch - 1];
	const char *element = p->verdict == PATCH_NEW ? "failure" : "error";
	struct strbuf verdict = STRBUF_INIT, details = STRBUF_INIT;

	fprintf(r->out, "  <testcase classname=\"gprcheck.series\" name=\"%u/%u ", patch,
		r->s->npatches);
	report_put_xml(r->out, p->subject, true);
	if (p->verdict == PATCH_PASS) {
		fputs("\"/>\n", r->out);
		return;
	}
	series_add_verdict(&verdict, p);
	series_add_details(&details, r->s, patch);
	fprintf(r->out, "\">\n   <%s message=\"", element);
	report_put_xml(r->out, strbuf_str(&verdict), true);
	fputs("\">", r->out);
	report_put_xml(r->out, strbuf_str(&details), false);
	fprintf(r->out, "</%s>\n  </testcase>\n", element);
	strbuf_release(&verdict);
	strbuf_release(&details);
}

void series_junit(const struct series_output *r, struct error *err)
{
	u32 tests = 0, failures = 0, errors = 0;

	(void)err;
	for (u32 i = 0; i < r->s->npatches; i++) {
		const struct series_patch *p = &r->s->patches[i];

		tests += series_wants(r, i + 1);
		failures += series_wants(r, i + 1) && p->verdict == PATCH_NEW;
		errors += series_wants(r, i + 1) && p->verdict != PATCH_NEW &&
			  p->verdict != PATCH_PASS;
	}
	fprintf(r->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
		" <testsuite name=\"gprcheck series\" tests=\"%u\" failures=\"%u\" errors=\"%u\""
		" skipped=\"0\">\n", tests, failures, errors);
	for (u32 i = 1; i <= r->s->npatches; i++)
		if (series_wants(r, i))
			put_testcase(r, i);
	fputs(" </testsuite>\n</testsuites>\n", r->out);
}
