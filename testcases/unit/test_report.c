/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the reports write, and that no text of a finding can break them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "lib/report/compiler.h"
#include "lib/report/report.h"
#include "testcases/unit/findings_data.h"

/* A report caught in memory. */
struct capture {
	struct report_output o;
	char *text;
	size_t len;
};

static void capture_begin(struct capture *c, enum report_format format)
{
	FILE *f = open_memstream(&c->text, &c->len);

	report_output_init(&c->o, f, format);
	assert_false(c->o.colour);
	assert_int_equal(c->o.width, 0);
}

/* The text until the next begin; capture_free() it. */
static const char *capture_end(struct capture *c)
{
	fclose(c->o.out);
	return c->text;
}

static void capture_free(struct capture *c)
{
	free(c->text);
}

static struct finding_record *records(const struct analysis *a)
{
	struct finding_record *r = arena_new_array(a->arena, struct finding_record, a->nfindings);
	u32 i;

	for (i = 0; i < a->nfindings; i++) {
		r[i].id = i + 1;
		r[i].fingerprint = 0x1234 + i;
		r[i].status = (enum finding_status)(i % STATUS_COUNT);
		r[i].first_run_name = "base";
		r[i].last_run_name = "2";
		r[i].match_why = "was in old.c";
		r[i].end = (struct end_note){ i == 2 ? END_SAFE : END_NONE, "", "" };
		r[i].f = a->findings[i];
	}
	return r;
}

static const char *findings_as(struct capture *c, enum report_format format,
			       const struct analysis *a)
{
	struct error err = ERROR_INIT;

	capture_begin(c, format);
	assert_int_equal(report_findings(&c->o, records(a), a->nfindings, &err), 0);
	return capture_end(c);
}

/* ---- tsv */

static void test_tsv_findings(void **state)
{
	struct analysis *a = data_small();
	struct capture c;

	(void)state;
	assert_string_equal(findings_as(&c, REPORT_TSV, a),
		"id\trule\tfile\tline\tcolumn\tfunction\taccessor\tindex\tstatus\n"
		"1\trip-index\tarch/x86/kvm/vmx.c\t12\t9\thandle_exit\tkvm_gpr_read\tVCPU_REGS_RIP (16)\tnew\n"
		"2\trip-index\tarch/x86/kvm/vmx.c\t13\t9\thandle_exit\tkvm_gpr_read\tVCPU_REGS_RIP (16)\topen\n"
		"3\tegpr-unguarded\tarch/x86/kvm/vmx.c\t14\t9\thandle_exit\tkvm_gpr_read\t16..31\tfixed\n");
	capture_free(&c);
	analysis_free(a);
}

static void test_tsv_sites(void **state)
{
	struct analysis *a = data_small();
	struct error err = ERROR_INIT;
	struct capture c;

	(void)state;
	capture_begin(&c, REPORT_TSV);
	assert_int_equal(report_sites(&c.o, a->sites, a->nsites, &err), 0);
	assert_string_equal(capture_end(&c),
		"file\tline\tcolumn\tfunction\taccessor\tverdict\tindex\n"
		"arch/x86/kvm/vmx.c\t100\t2\temulate\tkvm_vcpu_arch.regs\tsafe\t0..15\n"
		"arch/x86/kvm/vmx.c\t101\t2\temulate\tkvm_vcpu_arch.regs\tunproven\t0..15\n"
		"arch/x86/kvm/vmx.c\t102\t2\temulate\tkvm_vcpu_arch.regs\tviolation\t0..15\n");
	capture_free(&c);
	analysis_free(a);
}

static u32 count_char(const char *s, char c)
{
	u32 n = 0;

	for (; *s; s++)
		n += *s == c;
	return n;
}

static void test_tsv_escapes(void **state)
{
	struct analysis *a = data_hostile();
	struct capture c;
	const char *text = findings_as(&c, REPORT_TSV, a);

	(void)state;
	assert_int_equal(count_char(text, '\n'), 4);
	assert_int_equal(count_char(text, '\t'), 4 * 8);
	assert_int_equal(count_char(text, '\r'), 0);
	assert_non_null(strstr(text, "it's \"x\"; DROP TABLE run;-- \\t%s\\\\n\\n\\r\x1b"));
	capture_free(&c);
	analysis_free(a);
}

/* ---- json and sarif */

static json_t *parse(const char *text)
{
	json_error_t e;
	json_t *j = json_loads(text, 0, &e);

	if (!j)
		fail_msg("line %d: %s", e.line, e.text);
	return j;
}

static const char *str(json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));

	assert_non_null(s);
	return s;
}

static void test_json(void **state)
{
	struct analysis *a = data_hostile();
	struct capture c;
	json_t *j, *list, *f;

	(void)state;
	j = parse(findings_as(&c, REPORT_JSON, a));
	list = json_object_get(j, "findings");
	assert_int_equal(json_array_size(list), 3);
	f = json_array_get(list, 0);
	assert_int_equal(json_integer_value(json_object_get(f, "line")), 12);
	assert_string_equal(str(f, "message"), hostile_text);
	assert_string_equal(str(f, "file"), hostile_text);
	assert_string_equal(str(f, "fingerprint"), "0000000000001234");
	json_decref(j);
	capture_free(&c);
	analysis_free(a);
}

static void test_json_repairs_utf8(void **state)
{
	static const char bad[] =
		"\xff|\xc3|\xc0\xaf|\xed\xa0\x80|\xf4\x90\x80\x80|\xe2\x82|\xc3\xa9";
	struct run_problem p = { PROBLEM_DAMAGED, "\x80.o", bad };
	struct error err = ERROR_INIT;
	struct capture c;
	json_t *j, *row;

	(void)state;
	capture_begin(&c, REPORT_JSON);
	assert_int_equal(report_problems(&c.o, &p, 1, &err), 0);
	j = parse(capture_end(&c));
	row = json_array_get(json_object_get(j, "problems"), 0);
	assert_string_equal(str(row, "file"), "\xef\xbf\xbd.o");
#define R "\xef\xbf\xbd"
	assert_string_equal(str(row, "message"),
			    R "|" R "|" R R "|" R R R "|" R R R R "|" R R "|\xc3\xa9");
	json_decref(j);
	capture_free(&c);
}

static json_t *at(json_t *j, const char *key)
{
	json_t *value = json_object_get(j, key);

	assert_non_null(value);
	return json_is_array(value) ? json_array_get(value, 0) : value;
}

static void check_sarif_result(json_t *result)
{
	json_t *place = at(at(result, "locations"), "physicalLocation");
	json_t *flow = at(at(result, "codeFlows"), "threadFlows");
	json_t *steps = json_object_get(flow, "locations"), *last;

	assert_string_equal(str(result, "ruleId"), "rip-index");
	assert_string_equal(str(at(place, "artifactLocation"), "uri"), "arch/x86/kvm/vmx.c");
	assert_string_equal(str(at(place, "artifactLocation"), "uriBaseId"), "SRCROOT");
	assert_int_equal(json_integer_value(at(at(place, "region"), "startLine")), 12);
	assert_string_equal(str(at(result, "partialFingerprints"), "gprcheckFinding/v1"),
			    "0000000000001234");
	assert_string_equal(str(result, "baselineState"), "new");
	assert_int_equal(json_array_size(steps), EVENT_KIND_COUNT);
	last = json_array_get(steps, EVENT_KIND_COUNT - 1);
	assert_string_equal(json_string_value(at(last, "kinds")), "accessor");
	assert_string_equal(str(at(at(last, "location"), "message"), "text"),
			    "index of RIP reaches kvm_gpr_read");
}

static void check_sarif_rules(json_t *run)
{
	json_t *results = json_object_get(run, "results"), *result;
	json_t *rules = json_object_get(at(at(run, "tool"), "driver"), "rules");
	size_t i;

	assert_int_equal(json_array_size(rules), FINDING_RULE_COUNT);
	json_array_foreach(results, i, result) {
		json_int_t index = json_integer_value(at(result, "ruleIndex"));

		assert_string_equal(str(result, "ruleId"),
				    str(json_array_get(rules, (size_t)index), "id"));
	}
}

static void test_sarif(void **state)
{
	struct analysis *a = data_small();
	struct capture c;
	json_t *j, *run;

	(void)state;
	j = parse(findings_as(&c, REPORT_SARIF, a));
	assert_string_equal(str(j, "version"), "2.1.0");
	assert_non_null(strstr(str(j, "$schema"), "sarif-schema-2.1.0.json"));
	run = at(j, "runs");
	assert_string_equal(str(at(at(run, "tool"), "driver"), "name"), "gprcheck");
	assert_int_equal(json_array_size(json_object_get(run, "results")), 3);
	check_sarif_result(at(run, "results"));
	check_sarif_rules(run);
	json_decref(j);
	capture_free(&c);
	analysis_free(a);
}

/* URIs have no raw special characters; what has no place has no location. */
static void test_sarif_hostile(void **state)
{
	struct analysis *a = data_hostile();
	struct capture c;
	json_t *j, *results, *where;
	const char *uri;

	(void)state;
	j = parse(findings_as(&c, REPORT_SARIF, a));
	results = json_object_get(at(j, "runs"), "results");
	assert_int_equal(json_array_size(results), 3);
	where = at(at(json_array_get(results, 0), "locations"), "physicalLocation");
	uri = str(at(where, "artifactLocation"), "uri");
	assert_memory_equal(uri, "it%27s%20%22x%22%3B%20DROP", 26);
	assert_int_equal(strspn(uri, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789-._~/%"), strlen(uri));
	assert_null(json_object_get(json_array_get(results, 1), "codeFlows"));
	where = at(json_array_get(results, 2), "locations");
	assert_null(json_object_get(where, "physicalLocation"));
	json_decref(j);
	capture_free(&c);
	analysis_free(a);
}

/* ---- junit, github, html */

static u32 count(const char *text, const char *what)
{
	u32 n = 0;

	for (; (text = strstr(text, what)); text += strlen(what))
		n++;
	return n;
}

/* XML has no place for control characters, and what is no UTF-8 is no XML. */
static void test_junit_hostile(void **state)
{
	struct analysis *a = data_hostile();
	struct capture c;
	const char *text = findings_as(&c, REPORT_JUNIT, a), *s;
	json_t *whole;

	(void)state;
	assert_int_equal(count(text, "<testcase "), 3);
	assert_non_null(strstr(text, "it's &quot;x&quot;; DROP TABLE run;-- &#9;%s\\n&#10;&#13;\xef\xbf\xbd[31m"));
	assert_non_null(strstr(text, "\xf0\x9f\x98\x80 &lt;b&gt;&amp;amp;"));
	for (s = text; *s; s++)
		assert_true((unsigned char)*s >= ' ' || *s == '\n' || *s == '\t');
	whole = json_string(text);	/* refuses what is no UTF-8 */
	assert_non_null(whole);
	json_decref(whole);
	capture_free(&c);
	analysis_free(a);
}

/* One command a finding, whatever the finding says. */
static void test_github_hostile(void **state)
{
	struct analysis *a = data_hostile();
	struct capture c;
	const char *text = findings_as(&c, REPORT_GITHUB, a);

	(void)state;
	assert_int_equal(count_char(text, '\n'), 2);	/* the third one is fixed */
	assert_int_equal(count(text, "\n::warning ") + !strncmp(text, "::warning ", 10), 2);
	assert_int_equal(count_char(text, '\r') + count_char(text, '\x1b'), 0);
	assert_non_null(strstr(text, "::warning file=it's \"x\"; DROP TABLE run;-- \t%25s\\n%0A%0D?[31m"));
	capture_free(&c);
	analysis_free(a);
}

/* No text can end the script element that holds the data, or begin another. */
static void test_html_hostile(void **state)
{
	struct analysis *a = data_hostile();
	struct capture c;
	const char *text = findings_as(&c, REPORT_HTML, a), *data, *end;
	json_t *j, *list;
	char *copy;

	(void)state;
	data = strstr(text, "id=\"data\">");
	assert_non_null(data);
	data += strlen("id=\"data\">");
	end = strstr(data, "</script>");
	copy = strndup(data, (size_t)(end - data));
	assert_int_equal(count_char(copy, '<') + count_char(copy, '>') + count_char(copy, '&'), 0);
	j = parse(copy);
	list = json_object_get(j, "findings");
	assert_int_equal(json_array_size(list), 3);
	assert_string_equal(str(json_array_get(list, 0), "message"), hostile_text);
	assert_int_equal(count(text, "<script"), 2);
	json_decref(j);
	free(copy);
	capture_free(&c);
	analysis_free(a);
}

static void test_empty_lists(void **state)
{
	struct analysis *a = data_series(0, 0);
	struct error err = ERROR_INIT;
	struct capture c;
	json_t *j;

	(void)state;
	assert_string_equal(findings_as(&c, REPORT_TABLE, a), "");
	capture_free(&c);
	assert_string_equal(findings_as(&c, REPORT_TSV, a),
		"id\trule\tfile\tline\tcolumn\tfunction\taccessor\tindex\tstatus\n");
	capture_free(&c);
	j = parse(findings_as(&c, REPORT_JSON, a));
	assert_true(json_is_array(json_object_get(j, "findings")));
	json_decref(j);
	capture_free(&c);
	j = parse(findings_as(&c, REPORT_SARIF, a));
	assert_true(json_is_array(json_object_get(at(j, "runs"), "results")));
	json_decref(j);
	capture_free(&c);
	capture_begin(&c, REPORT_SARIF);
	assert_int_equal(report_sites(&c.o, NULL, 0, &err), ERR_USAGE);
	assert_string_equal(err.msg, "format sarif cannot show sites");
	capture_end(&c);
	capture_free(&c);
	analysis_free(a);
}

/* ---- the table */

static void test_table(void **state)
{
	struct analysis *a = data_small();
	struct error err = ERROR_INIT;
	struct capture c;
	const char *text = findings_as(&c, REPORT_TABLE, a);

	(void)state;
	assert_memory_equal(text, "ID RULE ", 8);
	assert_non_null(strstr(text, "\n 1 rip-index      arch/x86/kvm/vmx.c:12:9 handle_exit"));
	assert_null(strchr(text, '\x1b'));
	capture_free(&c);
	capture_begin(&c, REPORT_TABLE);
	c.o.colour = true;
	assert_int_equal(report_sites(&c.o, a->sites, a->nsites, &err), 0);
	text = capture_end(&c);
	assert_non_null(strstr(text, "\x1b[31mviolation"));
	assert_non_null(strstr(text, "unknown caller: index of RIP"));
	capture_free(&c);
	analysis_free(a);
}

static size_t longest_line(const char *text)
{
	size_t longest = 0, n;

	for (; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		longest = n > longest ? n : longest;
	}
	return longest;
}

static void test_table_width(void **state)
{
	struct analysis *a = data_small();
	struct error err = ERROR_INIT;
	struct capture c;

	(void)state;
	capture_begin(&c, REPORT_TABLE);
	c.o.width = 90;
	assert_int_equal(report_findings(&c.o, records(a), a->nfindings, &err), 0);
	assert_true(longest_line(capture_end(&c)) <= 90);
	capture_free(&c);
	analysis_free(a);
}

/* Nothing out of a database reaches the terminal as a control sequence. */
static void test_table_hostile(void **state)
{
	struct analysis *a = data_hostile();
	struct capture c;
	const char *text;

	(void)state;
	a->nfindings = 2;
	text = findings_as(&c, REPORT_TABLE, a);
	assert_int_equal(count_char(text, '\n'), 3);
	assert_null(strchr(text, '\x1b'));
	assert_null(strchr(text, '\r'));
	capture_free(&c);
	analysis_free(a);
}

static void test_runs(void **state)
{
	struct run_record r = {
		.id = 3,
		.info = {
			.name = "base", .commit = "abc", .time = 1700000000, .tree_state = "dirty",
			.config = "allmod", .arch = "x86_64", .units_expected = 9, .uid = "u",
			.config_hash = "c", .packs = "p:1", .rules_hash = "r", .tool_version = "0",
		},
		.compilers = "gcc 12.2.0",
		.nunits = { 5, 1, 1 },
		.nsites = { 10, 2, 1 },
		.nfindings = { 1, 4, 9, 2 },
	};
	struct error err = ERROR_INIT;
	struct capture c;

	(void)state;
	capture_begin(&c, REPORT_TSV);
	assert_int_equal(report_runs(&c.o, &r, 1, &err), 0);
	assert_string_equal(capture_end(&c),
		"id\tname\ttime\tcommit\tunits\tsafe\tunproven\tviolation\tfindings\tnew\tfixed\tlost\ttree"
		"\tconfig\tarch\tcompilers\texpected\tdegraded\tfailed\n"
		"3\tbase\t2023-11-14T22:13:20Z\tabc\t7\t10\t2\t1\t5\t1\t9\t2"
		"\tdirty\tallmod\tx86_64\tgcc 12.2.0\t9\t1\t1\n");
	capture_free(&c);
}

/* ---- show and compiler-style warnings */

static void test_show(void **state)
{
	static const char source[] =
		"1\n2\n3\n4\n5\n6\n7\n8\n9\n"
		"\treg = q;\n"
		"\xc3\xa9\treg\x1b = q;\r\n"
		"ab\tcd";
	char *dir = scratch_new();
	struct analysis *a = data_small();
	struct finding_record *r = records(a);
	struct error err = ERROR_INIT;
	struct capture c;
	const char *text;
	u32 i;

	(void)state;
	write_file(scratch_path(dir, "x.c"), source, sizeof(source) - 1);
	for (i = 0; i < r->f.nevents; i++)
		((struct path_event *)(uintptr_t)r->f.events)[i].loc.file = "x.c";
	capture_begin(&c, REPORT_TABLE);
	assert_int_equal(report_show(&c.o, r, dir, &err), 0);
	text = capture_end(&c);
	assert_non_null(strstr(text, "finding 1: arch/x86/kvm/vmx.c:12:9: in handle_exit(): "
			"index of RIP reaches kvm_gpr_read [gprcheck:rip-index]\n"));
	assert_non_null(strstr(text, "\n(1) x.c:10:1: in handle_exit(): index of RIP"));
	/* Tabs are expanded, UTF-8 is one column, the escape is gone. */
	assert_non_null(strstr(text, "        10 |         reg = q;\n"
				     "           | ^\n"));
	assert_non_null(strstr(text, "        11 | \xc3\xa9       reg? = q;\n"
				     "           | ^\n"));
	assert_non_null(strstr(text, "        12 | ab      cd\n"
				     "           |   ^\n"));
	/* Line 13 is not there any more. */
	assert_non_null(strstr(text, "(4) x.c:13:4: in handle_exit(): index of RIP reaches kvm_gpr_read\n\n(5)"));
	capture_free(&c);
	analysis_free(a);
	scratch_remove(dir);
}

static void test_show_hostile(void **state)
{
	struct analysis *a = data_hostile();
	struct finding_record *r = records(a);
	struct error err = ERROR_INIT;
	struct capture c;
	const char *text;

	(void)state;
	r[1].f.loc.file = "/dev/zero";
	r[1].f.loc.line = 1;
	capture_begin(&c, REPORT_TABLE);
	assert_int_equal(report_show(&c.o, &r[1], "/", &err), 0);
	assert_int_equal(report_show(&c.o, &r[2], NULL, &err), 0);
	text = capture_end(&c);
	assert_null(strchr(text, '\x1b'));
	assert_null(strchr(text, '\r'));
	capture_free(&c);
	analysis_free(a);
}

static void test_warning(void **state)
{
	struct analysis *a = data_small();
	struct finding f = a->findings[0];
	struct path_event e[2] = { f.events[0], f.events[5] };
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	f.nevents = 2;
	f.events = e;
	e[0].text = "RIP's index";
	e[1].loc = (struct src_loc){ "", 0, 0 };
	report_warning(out, &f);
	fclose(out);
	assert_string_equal(text,
		"arch/x86/kvm/vmx.c:12:9: warning: index of RIP reaches kvm_gpr_read [gprcheck:rip-index]\n"
		"arch/x86/kvm/vmx.c:10:1: note: (1) RIP's index\n"
		"arch/x86/kvm/vmx.c:12:9: note: (2) index of RIP reaches kvm_gpr_read\n");
	free(text);
	analysis_free(a);
}

/* ---- formats, write errors, the terminal */

static void test_formats(void **state)
{
	struct error err = ERROR_INIT;
	enum report_format f;
	u32 i;

	(void)state;
	for (i = 0; i < REPORT_FORMAT_COUNT; i++) {
		assert_int_equal(report_format_parse(report_format_name((enum report_format)i),
						     &f, &err), 0);
		assert_int_equal(f, i);
	}
	assert_int_equal(report_format_parse("xml", &f, &err), ERR_USAGE);
	assert_string_equal(err.msg, "unknown format 'xml'; known: table, tsv, json, sarif, junit, github, html");
}

static void test_full_disk(void **state)
{
	struct analysis *a = data_series(0, 2000);
	struct report_output o;
	u32 i;

	(void)state;
	for (i = 0; i < REPORT_FORMAT_COUNT; i++) {
		struct error err = ERROR_INIT;
		FILE *full = fopen("/dev/full", "w");

		report_output_init(&o, full, (enum report_format)i);
		assert_int_equal(report_findings(&o, records(a), a->nfindings, &err), ERR_IO);
		assert_string_equal(err.msg, "cannot write the report: No space left on device");
		fclose(full);
	}
	analysis_free(a);
}

/* Colour and width come from the terminal only, and from no other file. */
static void test_terminal(void **state)
{
	int fd = posix_openpt(2 /* O_RDWR */);
	struct report_output o;
	FILE *tty;

	(void)state;
	assert_true(fd >= 0);
	tty = fdopen(fd, "w");
	setenv("TERM", "xterm", 1);
	setenv("COLUMNS", "123", 1);
	unsetenv("NO_COLOR");
	report_output_init(&o, tty, REPORT_TABLE);
	assert_true(o.colour);
	assert_int_equal(o.width, 123);
	setenv("NO_COLOR", "1", 1);
	report_output_init(&o, tty, REPORT_TABLE);
	assert_false(o.colour);
	unsetenv("NO_COLOR");
	setenv("TERM", "dumb", 1);
	report_output_init(&o, tty, REPORT_TABLE);
	assert_false(o.colour);
	fclose(tty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tsv_findings),
		cmocka_unit_test(test_tsv_sites),
		cmocka_unit_test(test_tsv_escapes),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_repairs_utf8),
		cmocka_unit_test(test_sarif),
		cmocka_unit_test(test_sarif_hostile),
		cmocka_unit_test(test_junit_hostile),
		cmocka_unit_test(test_github_hostile),
		cmocka_unit_test(test_html_hostile),
		cmocka_unit_test(test_empty_lists),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_table_width),
		cmocka_unit_test(test_table_hostile),
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_show),
		cmocka_unit_test(test_show_hostile),
		cmocka_unit_test(test_warning),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_terminal),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
