/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings as SARIF 2.1.0, one result a line, with their paths as code flows. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/report/report_p.h"

#define SCHEMA \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
/* Paths are relative to this, the root of the analysed tree. */
#define URI_BASE "SRCROOT"

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

static json_t *with(const char *key, json_t *value)
{
	json_t *object = json_object();

	set(object, key, value);
	return object;
}

static json_t *list_of(json_t *value)
{
	json_t *list = json_array();

	json_array_append_new(list, value);
	return list;
}

static json_t *message(const char *text)
{
	return with("text", report_json_string(text));
}

/* A path as a URI reference: all but the unreserved characters encoded. */
static json_t *uri(const char *path)
{
	struct strbuf sb = STRBUF_INIT;
	json_t *j;

	if (path[0] == '/')
		strbuf_addstr(&sb, "file://");
	for (; *path; path++) {
		if (isalnum((unsigned char)*path) || strchr("-._~/", *path))
			strbuf_addch(&sb, *path);
		else
			strbuf_addf(&sb, "%%%02X", (unsigned char)*path);
	}
	j = json_string(strbuf_str(&sb));
	strbuf_release(&sb);
	return j;
}

static json_t *region(const struct src_loc *loc)
{
	json_t *j = with("startLine", json_integer(loc->line));

	if (loc->column)
		set(j, "startColumn", json_integer(loc->column));
	return j;
}

static json_t *physical_location(const struct src_loc *loc)
{
	json_t *artifact = with("uri", uri(loc->file));
	json_t *j = with("artifactLocation", artifact);

	if (loc->file[0] != '/')
		set(artifact, "uriBaseId", json_string(URI_BASE));
	if (loc->line)
		set(j, "region", region(loc));
	return j;
}

static json_t *logical_location(const char *function)
{
	json_t *j = with("name", report_json_string(function));

	set(j, "kind", json_string("function"));
	return j;
}

/* text may be NULL. */
static json_t *location(const struct src_loc *loc, const char *function,
			const char *text)
{
	json_t *j = json_object();

	if (loc->file[0])
		set(j, "physicalLocation", physical_location(loc));
	if (function[0])
		set(j, "logicalLocations", list_of(logical_location(function)));
	if (text)
		set(j, "message", message(text));
	return j;
}

static json_t *code_flow(const struct finding *f)
{
	json_t *steps = json_array();
	u32 i;

	for (i = 0; i < f->nevents; i++) {
		const struct path_event *e = &f->events[i];
		json_t *step = with("location", location(&e->loc, e->function, e->text));

		set(step, "kinds", list_of(json_string(event_kind_name(e->kind))));
		set(step, "executionOrder", json_integer(i + 1));
		json_array_append_new(steps, step);
	}
	return with("threadFlows", list_of(with("locations", steps)));
}

static const char *baseline_state(enum finding_status status)
{
	switch (status) {
	case STATUS_OPEN:
		return "unchanged";
	case STATUS_FIXED:
	case STATUS_LOST:
		return "absent";
	default:
		return "new";
	}
}

static json_t *fingerprint(u64 hash)
{
	char hex[17];

	snprintf(hex, sizeof(hex), "%016" PRIx64, hash);
	return with("gprcheckFinding/v1", json_string(hex));
}

static json_t *properties(const struct finding_record *r)
{
	json_t *j = with("id", json_integer(r->id));

	set(j, "accessor", report_json_string(r->f.accessor));
	set(j, "index", report_json_string(r->f.index));
	return j;
}

/* The source suppresses by a comment, a person outside of it. */
static json_t *suppression(const struct assessment *a)
{
	bool in_source = a->verdict == ASSESSED_SUPPRESSED;
	json_t *j = with("kind", json_string(in_source ? "inSource" : "external"));

	set(j, "status", json_string("accepted"));
	set(j, "justification", report_json_string(a->reason));
	return j;
}

static json_t *result(const struct finding_record *r)
{
	const struct finding *f = &r->f;
	json_t *j = with("ruleId", json_string(finding_rule_name(f->rule)));

	set(j, "ruleIndex", json_integer(f->rule));
	set(j, "level", json_string("warning"));
	set(j, "message", message(f->message));
	set(j, "locations", list_of(location(&f->loc, f->function, NULL)));
	set(j, "partialFingerprints", fingerprint(r->fingerprint));
	set(j, "baselineState", json_string(baseline_state(r->status)));
	if (finding_is_aside(r))
		set(j, "suppressions", list_of(suppression(r->assessment)));
	if (f->nevents)
		set(j, "codeFlows", list_of(code_flow(f)));
	set(j, "properties", properties(r));
	return j;
}

static json_t *rule(enum finding_rule r)
{
	json_t *j = with("id", json_string(finding_rule_name(r)));

	set(j, "shortDescription", message(finding_rule_help(r)));
	set(j, "defaultConfiguration", with("level", json_string("warning")));
	return j;
}

static json_t *driver(const char *version)
{
	json_t *j = with("name", json_string("gprcheck")), *all = json_array();
	u32 i;

	for (i = 0; i < FINDING_RULE_COUNT; i++)
		json_array_append_new(all, rule((enum finding_rule)i));
	if (version && version[0])
		set(j, "version", report_json_string(version));
	set(j, "rules", all);
	return j;
}

static void sarif_findings(const struct report_output *o,
			   const struct finding_record *r, u32 n)
{
	u32 i;

	fprintf(o->out, "{\"$schema\": \"%s\", \"version\": \"2.1.0\", \"runs\": [{\n\"tool\": ",
		SCHEMA);
	report_json_dump(o->out, with("driver", driver(o->tool_version)));
	fputs(",\n\"results\": [", o->out);
	for (i = 0; i < n; i++) {
		fputs(i ? ",\n  " : "\n  ", o->out);
		report_json_dump(o->out, result(&r[i]));
	}
	fputs("\n]}]}\n", o->out);
}

const struct report_writer_ops report_sarif_ops = {
	.findings = sarif_findings,
};
