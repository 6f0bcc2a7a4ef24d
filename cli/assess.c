/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gprcheck assess: what people say of findings. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/assess_file.h"
#include "cli/options.h"
#include "lib/base/strbuf.h"

static const struct argp_option options[] = {
	OPTION_DB,
	{ "reason", OPT_REASON, "TEXT", 0, "Why (required with a verdict)", 0 },
	{ "until", OPT_UNTIL, "DATE", 0, "The last day it holds, as 2027-01-31", 0 },
	{ "list", OPT_LIST, NULL, 0, "Print the assessments and the comments in the source", 0 },
	{ "export", OPT_EXPORT, "FILE", 0, "Add all assessments to this text file", 0 },
	{ "import", OPT_IMPORT, "FILE", 0, "Take the assessments in this text file in", 0 },
	OPTION_FORMAT,
	OPTION_END,
};

static const struct command_spec spec = {
	.options = options,
	.args_doc = "ID VERDICT --reason TEXT\n--list\n--export FILE\n--import FILE",
	.doc = "Keeps what people say of finding ID: confirmed, false-positive, intentional, wontfix, "
	       "or open, which takes it back. All but open and confirmed set the finding aside.\v"
	       "The author is user.name and user.email of git. What was said before is kept. An "
	       "assessment ends when the index of the finding, or where it comes from, changes. "
	       "A comment /* gprcheck: ok RULE: reason */ in the source, on the line of the finding "
	       "or alone on the line above, does the same when findings are collected.",
	.needs_db = true,
	.max_args = 2,
	.example = "gprcheck assess --db kvm.db 1 wontfix --reason 'old hardware'",
};

/* ---- a new one */

static bool git_config(const char *key, struct strbuf *ret)
{
	struct strbuf command = STRBUF_INIT;
	char buf[512];
	FILE *in;
	size_t n = 0;

	strbuf_addf(&command, "git config --get %s 2>/dev/null", key);
	in = popen(strbuf_str(&command), "r");
	strbuf_release(&command);
	if (!in)
		return false;
	n = fread(buf, 1, sizeof(buf) - 1, in);
	pclose(in);
	buf[n] = '\0';
	buf[strcspn(buf, "\n")] = '\0';
	strbuf_addstr(ret, buf);
	return buf[0] != '\0';
}

static int find_author(struct arena *arena, const char **ret, struct error *err)
{
	struct strbuf name = STRBUF_INIT, mail = STRBUF_INIT;
	bool known = git_config("user.name", &name) && git_config("user.email", &mail);

	if (known)
		*ret = arena_printf(arena, "%s <%s>", strbuf_str(&name), strbuf_str(&mail));
	strbuf_release(&name);
	strbuf_release(&mail);
	if (known)
		return 0;
	return error_set(err, ERR_USAGE, "who are you? git config user.name and user.email say nothing");
}

static bool is_past(const char *day)
{
	time_t now = time(NULL);
	char today[16];
	struct tm tm;

	return gmtime_r(&now, &tm) && strftime(today, sizeof(today), "%Y-%m-%d", &tm) &&
	       strcmp(day, today) < 0;
}

static int check_words(const struct options *o, int verdict, struct error *err)
{
	if (verdict < 0 || verdict == ASSESSED_SUPPRESSED)
		return error_set(err, ERR_USAGE, "a finding is confirmed, false-positive, intentional, "
				 "wontfix or open, not '%s'", o->args.v[1]);
	if (!o->reason || !o->reason[0])
		return error_set(err, ERR_USAGE, "--reason TEXT is missing");
	if (o->until && !is_day(o->until))
		return error_set(err, ERR_USAGE, "--until takes a day as 2027-01-31, not '%s'", o->until);
	if (o->until && is_past(o->until))
		return error_set(err, ERR_USAGE, "--until %s: that day is over", o->until);
	return 0;
}

static int assess_one(struct store *s, const struct options *o, struct arena *arena,
		      struct error *err)
{
	struct assessed v = { .fingerprint = 0 };
	int verdict, code;
	u32 added;

	if (o->args.n < 2)
		return error_set(err, ERR_USAGE, "ID and VERDICT are missing; see `gprcheck help assess'");
	verdict = assessment_verdict_find(o->args.v[1]);
	code = parse_finding_id(o->args.v[0], &v.a.finding, err);
	if (code == 0)
		code = check_words(o, verdict, err);
	if (code == 0)
		code = find_author(arena, &v.a.author, err);
	if (code < 0)
		return code;
	v.a.verdict = (enum assessment_verdict)verdict;
	v.a.reason = o->reason;
	v.a.until = o->until ? o->until : "";
	code = store_assess(s, &v, 1, &added, err);
	if (code == 0)
		printf("finding %s: %s, by %s\n", o->args.v[0], o->args.v[1], v.a.author);
	return code;
}

/* ---- exchange */

static int export_all(struct store *s, const struct options *o, struct arena *arena,
		      struct error *err)
{
	const struct assessed *v;
	u32 n;
	int code = store_assessments(s, arena, &v, &n, err);

	if (code == 0)
		code = assess_file_write(o->export_to, v, n, arena, err);
	if (code == 0)
		printf("%s: %u assessments of this database\n", o->export_to, n);
	return code;
}

static int import_all(struct store *s, const struct options *o, struct arena *arena,
		      struct error *err)
{
	u32 n, added, unknown = 0;
	struct assessed *v;
	int code = assess_file_read(o->import_from, false, arena, &v, &n, err);

	if (code == 0)
		code = store_assess(s, v, n, &added, err);
	if (code < 0)
		return code;
	for (u32 i = 0; i < n; i++) {
		if (v[i].a.finding)
			continue;
		unknown++;
		complain("%s: no finding here: %s in %s(), %s, %s", o->import_from, v[i].rule,
			 v[i].function, v[i].file, v[i].index);
	}
	printf("%s: %u new, %u known, %u of findings that are not in this database\n",
	       o->import_from, added, n - added - unknown, unknown);
	return 0;
}

/* ---- the list */

static const struct report_column columns[] = {
	{ "finding", REPORT_NUMBER, REPORT_IN_ALL },
	{ "verdict", REPORT_WORD, REPORT_IN_ALL },
	{ "state", REPORT_WORD, REPORT_IN_ALL },
	{ "until", REPORT_TEXT, REPORT_IN_ALL },
	{ "rule", REPORT_TEXT, REPORT_IN_ALL },
	{ "place", REPORT_LONG, REPORT_IN_ALL },
	{ "author", REPORT_LONG, REPORT_IN_ALL },
	{ "reason", REPORT_LONG, REPORT_IN_ALL },
};

static const char *number_text(struct arena *arena, s64 number)
{
	return number ? arena_printf(arena, "%lld", (long long)number) : "";
}

static int list_assessed(struct report_writer *w, const struct assessed *v, u32 n,
			 struct arena *arena, struct error *err)
{
	int code = 0;

	for (u32 i = 0; code == 0 && i < n; i++) {
		const struct assessment *a = &v[i].a;

		if (!v[i].is_latest || a->verdict == ASSESSED_OPEN)
			continue;
		code = report_row(w, (const char *[]){
			number_text(arena, a->finding), assessment_verdict_name(a->verdict),
			assessment_state_name(a->state), a->until, v[i].rule,
			arena_printf(arena, "%s, %s()", v[i].file, v[i].function), a->author,
			a->state != ASSESSMENT_ENDED ? a->reason :
			arena_printf(arena, "%s; was: %s; is: %s", a->reason, a->expression, a->now_is),
			}, err);
	}
	return code;
}

static int list_comments(struct report_writer *w, const struct suppression *v, u32 n,
			 struct arena *arena, struct error *err)
{
	int code = 0;

	for (u32 i = 0; code == 0 && i < n; i++)
		code = report_row(w, (const char *[]){
			number_text(arena, v[i].finding), assessment_verdict_name(ASSESSED_SUPPRESSED),
			suppression_state_name(v[i].state), v[i].until, v[i].rule,
			arena_printf(arena, "%s:%u", v[i].loc.file, v[i].loc.line), "", v[i].reason,
			}, err);
	return code;
}

static int list_all(struct store *s, struct options *o, struct arena *arena, struct error *err)
{
	const struct suppression *comments;
	const struct assessed *said;
	struct report_output out;
	struct report_writer *w;
	u32 nsaid, ncomments;
	int code, end;

	code = store_assessments(s, arena, &said, &nsaid, err);
	if (code == 0)
		code = store_suppressions(s, &o->filter, arena, &comments, &ncomments, err);
	if (code < 0)
		return code;
	output_to_stdout(o, &out);
	code = report_begin(&out, "assessments", columns, ARRAY_SIZE(columns), &w, err);
	if (code < 0)
		return code;
	code = list_assessed(w, said, nsaid, arena, err);
	if (code == 0)
		code = list_comments(w, comments, ncomments, arena, err);
	end = report_end(w, code < 0 ? NULL : err);
	return code < 0 ? code : end;
}

static int assess(struct store *s, struct options *o, struct arena *arena, struct error *err)
{
	u32 ways = (o->args.n > 0) + o->list + (o->export_to != NULL) + (o->import_from != NULL);

	if (ways > 1)
		return error_set(err, ERR_USAGE, "one of ID VERDICT, --list, --export, --import");
	if (o->list)
		return list_all(s, o, arena, err);
	if (o->export_to)
		return export_all(s, o, arena, err);
	if (o->import_from)
		return import_all(s, o, arena, err);
	return assess_one(s, o, arena, err);
}

/* Only what changes something needs to write. */
static enum store_mode mode_of(const struct options *o)
{
	return o->list || o->export_to ? STORE_READ : STORE_WRITE;
}

/* Opening to write would make it. */
static int must_exist(const char *db, struct error *err)
{
	return access(db, F_OK) == 0 ? 0 : error_set(err, ERR_IO, "%s: %s", db, strerror(errno));
}

int cmd_assess(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct arena *arena = arena_new();
	struct options o;
	struct store *s = NULL;
	int code;

	options_parse(&spec, argc, argv, &o);
	code = must_exist(o.db, &err);
	if (code == 0)
		code = store_open(o.db, mode_of(&o), &s, &err);
	if (code == 0)
		code = assess(s, &o, arena, &err);
	store_close(s);
	options_release(&o);
	arena_free(arena);
	return code < 0 ? fail(&err) : EXIT_DONE;
}
