/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the options that the commands share, with argp. */
#include "cli/options.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/strbuf.h"
#include "lib/findings/records.h"

struct parse {
	const struct command_spec *spec;
	struct options *o;
	void *own;
};

static void parse_fail_on(const char *arg, struct options *o, struct argp_state *state)
{
	if (strcmp(arg, "new") == 0)
		o->fail_on = FAIL_ON_NEW;
	else if (strcmp(arg, "any") == 0)
		o->fail_on = FAIL_ON_ANY;
	else
		argp_error(state, "--fail-on takes 'new' or 'any', not '%s'", arg);
}

static void parse_format(const char *arg, struct options *o, struct argp_state *state)
{
	struct error err = ERROR_INIT;

	if (report_format_parse(arg, &o->format, &err) < 0)
		argp_error(state, "--format: %s", err.msg);
}

static void parse_status(const char *arg, struct options *o, struct argp_state *state)
{
	int status = finding_status_find(arg);

	if (strcmp(arg, "all") == 0)
		o->filter.statuses = STATUS_ALL;
	else if (status >= 0)
		o->filter.statuses |= STATUS_BIT(status);
	else
		argp_error(state, "--status takes 'new', 'open', 'fixed', 'lost' or 'all', not '%s'", arg);
}

static void parse_rule(const char *arg, struct options *o, struct argp_state *state)
{
	if (finding_rule_find(arg) < 0)
		argp_error(state, "--rule: no rule is called '%s'", arg);
	o->filter.rule = arg;
}

static void parse_verdict(const char *arg, struct options *o, struct argp_state *state)
{
	o->verdict = verdict_find(arg);
	if (o->verdict < 0)
		argp_error(state, "--verdict takes 'safe', 'violation' or 'unproven', not '%s'",
			   arg);
}

static void parse_assessment(const char *arg, struct options *o, struct argp_state *state)
{
	int verdict = assessment_verdict_find(arg);

	if (strcmp(arg, "all") == 0)
		o->choice.assessed = ASSESSED_ALL;
	else if (verdict >= 0)
		o->choice.assessed |= ASSESSED_BIT(verdict);
	else
		argp_error(state, "--assessment takes 'open', 'confirmed', 'false-positive', "
			   "'intentional', 'wontfix', 'suppressed' or 'all', not '%s'", arg);
}

static void parse_sort(const char *arg, struct options *o, struct argp_state *state)
{
	if (!sort_parse(arg, &o->choice))
		argp_error(state, "--sort takes place, id, rule, function, accessor, status or age, "
			   "not '%s'", arg);
	o->choice.sorted = true;
}

static void parse_limit(const char *arg, struct options *o, struct argp_state *state)
{
	char *end;
	unsigned long n = strtoul(arg, &end, 10);

	if (!isdigit((unsigned char)arg[0]) || *end || !n || n > 0xffffffffu)
		argp_error(state, "--limit takes a number from 1, not '%s'", arg);
	o->choice.limit = (u32)n;
}

static void take_argument(char *arg, struct parse *p, struct argp_state *state)
{
	struct options *o = p->o;

	if (o->args.n == p->spec->max_args)
		argp_error(state, "unexpected argument '%s'", arg);
	vec_push(&o->args, arg);
	if (!p->spec->rest_is_command)
		return;
	while (state->next < state->argc)
		vec_push(&o->args, state->argv[state->next++]);
}

static void check_complete(struct parse *p, struct argp_state *state)
{
	if (p->spec->needs_db && !p->o->db)
		argp_error(state, "--db FILE is missing");
	if (p->o->args.n < p->spec->min_args)
		argp_error(state, "%s is missing", p->spec->missing);
}

/* Options whose argument is kept as it is. */
static bool keep_string(int key, const char *arg, struct options *o)
{
	switch (key) {
	case OPT_DB: o->db = arg; return true;
	case OPT_RUN: o->run = o->filter.run = arg; return true;
	case OPT_PATH: o->filter.path = arg; return true;
	case OPT_ROOT: o->root = arg; return true;
	case OPT_TREE: o->tree = arg; return true;
	case OPT_CONFIG: o->config = arg; return true;
	case OPT_PLUGIN: o->plugin = arg; return true;
	case OPT_GCC: o->gcc = arg; return true;
	case OPT_OUTPUT: o->output = arg; return true;
	case OPT_FUNCTION: o->choice.function = arg; return true;
	case OPT_ACCESSOR: o->choice.accessor = arg; return true;
	case OPT_SINCE: o->choice.since = arg; return true;
	case OPT_REASON: o->reason = arg; return true;
	case OPT_UNTIL: o->until = arg; return true;
	case OPT_EXPORT: o->export_to = arg; return true;
	case OPT_IMPORT: o->import_from = arg; return true;
	case OPT_RULES: vec_push(&o->rules, arg); return true;
	case OPT_OBJECTS: vec_push(&o->objects, arg); return true;
	}
	return false;
}

static error_t parse_key(int key, char *arg, struct argp_state *state)
{
	struct parse *p = state->input;
	error_t code = p->spec->parse_own ? p->spec->parse_own(key, arg, state, p->own)
					  : ARGP_ERR_UNKNOWN;

	if (code != ARGP_ERR_UNKNOWN)
		return code;
	if (keep_string(key, arg, p->o))
		return 0;
	switch (key) {
	case OPT_FAIL_ON: parse_fail_on(arg, p->o, state); break;
	case OPT_FRESH: p->o->fresh = true; break;
	case OPT_STATS: p->o->stats = true; break;
	case OPT_FORMAT: parse_format(arg, p->o, state); break;
	case OPT_STATUS: parse_status(arg, p->o, state); break;
	case OPT_RULE: parse_rule(arg, p->o, state); break;
	case OPT_VERDICT: parse_verdict(arg, p->o, state); break;
	case OPT_ASSESSMENT: parse_assessment(arg, p->o, state); break;
	case OPT_LIST: p->o->list = true; break;
	case OPT_SORT: parse_sort(arg, p->o, state); break;
	case OPT_LIMIT: parse_limit(arg, p->o, state); break;
	case OPT_SUMMARY: p->o->summary = true; break;
	case ARGP_KEY_ARG: take_argument(arg, p, state); break;
	case ARGP_KEY_END: check_complete(p, state); break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

/* What --help says: the text of the command, then its example. */
static char *help_text(const struct command_spec *spec)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, spec->doc);
	if (spec->example)
		strbuf_addf(&sb, "%sExample:\n  %s", strchr(spec->doc, '\v') ? "\n\n" : "\v",
			    spec->example);
	return strbuf_detach(&sb);
}

void options_parse(const struct command_spec *spec, int argc, char **argv, struct options *ret)
{
	options_parse_with(spec, argc, argv, ret, NULL);
}

void options_parse_with(const struct command_spec *spec, int argc, char **argv,
			struct options *ret, void *own)
{
	struct argp argp = {
		.options = spec->options,
		.parser = parse_key,
		.args_doc = spec->args_doc,
	};
	struct parse p = { spec, ret, own };
	char *doc = help_text(spec);

	memset(ret, 0, sizeof(*ret));
	ret->verdict = -1;
	ret->format = spec->format;
	argp_err_exit_status = EXIT_ERROR;
	argp.doc = doc;
	/* In order, so that what follows -- can be told from what precedes it. */
	if (argp_parse(&argp, argc, argv, spec->rest_is_command || spec->parse_own ? ARGP_IN_ORDER : 0,
		       NULL, &p) != 0)
		exit(EXIT_ERROR);
	free(doc);
}

void options_release(struct options *o)
{
	vec_release(&o->rules);
	vec_release(&o->objects);
	vec_release(&o->args);
}

int run_query(const struct command_spec *spec, int argc, char **argv, query_fn *query)
{
	struct error err = ERROR_INIT;
	struct arena *arena = arena_new();
	struct options o;
	struct store *s = NULL;
	int code;

	options_parse(spec, argc, argv, &o);
	code = store_open(o.db, STORE_READ, &s, &err);
	if (code == 0)
		code = query(s, &o, arena, &err);
	store_close(s);
	options_release(&o);
	arena_free(arena);
	return code < 0 ? fail(&err) : code;
}

int parse_finding_id(const char *text, s64 *ret, struct error *err)
{
	char *end;

	errno = 0;
	*ret = strtoll(text, &end, 10);
	if (errno || end == text || *end || *ret <= 0)
		return error_set(err, ERR_USAGE, "'%s' is no number of a finding", text);
	return 0;
}

void output_to(const struct options *o, FILE *out, struct report_output *ret)
{
	report_output_init(ret, out, o->format);
	ret->tool_version = GPRCHECK_VERSION;
	ret->root = o->root ? o->root : ".";
}

void output_to_stdout(const struct options *o, struct report_output *ret)
{
	output_to(o, stdout, ret);
}
