// SPDX-License-Identifier: GPL-2.0-or-later
/* Reading, running and comparing of engine fixtures, see engine_fixture.h. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ir/text.h"
#include "testcases/unit/engine_fixture.h"

/* ---- lines ---------------------------------------------------------------- */

static int cmp_line(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_lines(line_vec *l)
{
	if (l->n)
		qsort(l->v, l->n, sizeof(*l->v), cmp_line);
}

void fixture_free_lines(line_vec *l)
{
	u32 i;

	for (i = 0; i < l->n; i++)
		free(l->v[i]);
	vec_release(l);
}

void fixture_lines(const struct analysis *a, line_vec *ret)
{
	struct strbuf sb = STRBUF_INIT;
	u32 i;

	for (i = 0; i < a->nsites; i++) {
		const struct site *s = &a->sites[i];

		strbuf_addf(&sb, "site %s:%u %s", s->loc.file, s->loc.line,
			    verdict_name(s->verdict));
		if (s->verdict == VERDICT_UNPROVEN)
			strbuf_addf(&sb, " %s", unproven_reason_name(s->reason));
		vec_push(ret, strbuf_detach(&sb));
	}
	for (i = 0; i < a->nfindings; i++) {
		const struct finding *f = &a->findings[i];

		strbuf_addf(&sb, "finding %s:%u %s", f->loc.file, f->loc.line,
			    finding_rule_name(f->rule));
		vec_push(ret, strbuf_detach(&sb));
	}
	sort_lines(ret);
}

bool fixture_diff(const line_vec *expected, const line_vec *actual,
		  struct strbuf *out)
{
	u32 i = 0, j = 0;
	bool differ = false;

	while (i < expected->n || j < actual->n) {
		int c = i == expected->n ? 1 : j == actual->n ? -1 :
			strcmp(expected->v[i], actual->v[j]);

		if (c < 0)
			strbuf_addf(out, "  missing: %s\n", expected->v[i]);
		if (c > 0)
			strbuf_addf(out, "  surplus: %s\n", actual->v[j]);
		i += c <= 0;
		j += c >= 0;
		differ |= c != 0;
	}
	return differ;
}

/* ---- dump ------------------------------------------------------------------ */

static void dump_loc(const struct src_loc *l, struct strbuf *out)
{
	strbuf_addf(out, "%s:%u:%u ", l->file, l->line, l->column);
}

static void dump_finding(const struct finding *f, struct strbuf *out)
{
	u32 i;

	strbuf_addf(out, "finding %s ", finding_rule_name(f->rule));
	dump_loc(&f->loc, out);
	strbuf_addf(out, "%s|%s|%s|%s|", f->function, f->accessor, f->index,
		    f->message);
	dump_loc(&f->site, out);
	strbuf_addf(out, "%s\n", f->site_function);
	for (i = 0; i < f->nevents; i++) {
		strbuf_addf(out, "  %s ", event_kind_name(f->events[i].kind));
		dump_loc(&f->events[i].loc, out);
		strbuf_addf(out, "%s: %s\n", f->events[i].function,
			    f->events[i].text);
	}
}

void fixture_dump(const struct analysis *a, struct strbuf *out)
{
	u32 i;

	for (i = 0; i < a->nunits; i++) {
		const struct unit_info *u = &a->units[i];

		strbuf_addf(out, "unit %s|%s|%s|%s|%llx|%s|%s|%u|%u|%s\n",
			    u->file, u->frontend, u->compiler, u->object,
			    (unsigned long long)u->checksum,
			    unit_status_name(u->status), u->message, u->nfuncs,
			    u->nskipped, u->packs);
	}
	for (i = 0; i < a->nsites; i++) {
		const struct site *s = &a->sites[i];

		strbuf_addf(out, "site ");
		dump_loc(&s->loc, out);
		strbuf_addf(out, "%s|%s|%s|%s|%s|%s\n", s->function,
			    s->accessor, verdict_name(s->verdict), s->index,
			    unproven_reason_name(s->reason), s->explain);
	}
	for (i = 0; i < a->nfindings; i++)
		dump_finding(&a->findings[i], out);
}

/* ---- reading ----------------------------------------------------------------- */

static void read_file(const char *path, struct strbuf *sb)
{
	FILE *f = fopen(path, "rb");
	char buf[4096];
	size_t n;

	if (!f)
		fail_msg("%s: cannot open", path);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(sb, buf, n);
	fclose(f);
}

/* "site 3 safe" of a unit becomes "site FILE:3 safe". */
static void expect_line(struct fixture *f, const struct ir_unit *u,
			const char *s, size_t len)
{
	struct strbuf sb = STRBUF_INIT;
	char kind[16], rest[64];
	unsigned int line;
	char *text = strndup(s, len);

	if (sscanf(text, "%15s %u %63[^\n]", kind, &line, rest) != 3 ||
	    (strcmp(kind, "site") && strcmp(kind, "finding")))
		fail_msg("%s: bad expectation '%s'", f->path, text);
	strbuf_addf(&sb, "%s %s:%u %s", kind, ir_str(u, u->file), line, rest);
	vec_push(&f->expected, strbuf_detach(&sb));
	free(text);
}

static void read_unit(struct fixture *f, const char *text, size_t len)
{
	struct error err = ERROR_INIT;
	const char *s, *end = text + len;
	struct ir_unit *u = NULL;

	if (ir_parse(f->path, text, len, &u, &err) < 0)
		fail_msg("unit %u of %s", f->units.n + 1, err.msg);
	vec_push(&f->units, u);
	for (s = text; s < end; s += strcspn(s, "\n") + 1)
		if (!strncmp(s, "#= ", 3))
			expect_line(f, u, s + 3, strcspn(s + 3, "\n"));
}

struct fixture *fixture_read(const char *path)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct strbuf sb = STRBUF_INIT;
	const char *s, *next;

	assert_non_null(f);
	f->path = strdup(path);
	read_file(path, &sb);
	s = strbuf_str(&sb);
	if (strncmp(s, "unit ", 5))
		s = strstr(s, "\nunit ");
	if (!s)
		fail_msg("%s: no unit", path);
	for (; s; s = next) {
		next = strstr(s + 1, "\nunit ");
		read_unit(f, s, next ? (size_t)(next - s) : strlen(s));
	}
	strbuf_release(&sb);
	sort_lines(&f->expected);
	return f;
}

void fixture_free(struct fixture *f)
{
	u32 i;

	for (i = 0; i < f->units.n; i++)
		ir_unit_free(f->units.v[i]);
	vec_release(&f->units);
	fixture_free_lines(&f->expected);
	free(f->path);
	free(f);
}

/* ---- running ------------------------------------------------------------------- */

struct analysis *fixture_run(const struct fixture *f, const struct rules *rules,
			     const struct engine_options *opt, u32 first,
			     bool backwards)
{
	struct engine *e = engine_new(rules, opt);
	struct error err = ERROR_INIT;
	struct analysis *a = NULL;
	u32 i, k;

	for (i = 0; i < f->units.n; i++) {
		k = (first + (backwards ? f->units.n - i : i)) % f->units.n;
		if (engine_add_unit(e, f->units.v[k], "test.o", k + 1, &err) < 0)
			fail_msg("%s: %s", f->path, err.msg);
	}
	if (engine_run(e, &a, &err) < 0)
		fail_msg("%s: %s", f->path, err.msg);
	engine_free(e);
	return a;
}
