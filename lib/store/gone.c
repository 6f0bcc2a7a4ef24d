/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why findings of the run before are gone.
 *
 * Asked in this order: do the rules still know the accessor; was the unit of
 * the place, and that of the accessor call, looked at and whole; is the call
 * still there; what does the engine say of it now. Only a call that is gone
 * from code that was looked at, or one that is proved to be safe, is fixed.
 */
#include <string.h>

#include "lib/store/put_p.h"

struct gone {
	struct put *p;
	struct query unit, same_unit, before_sites, sites, end;
	bool units_missing;	/* units of the run before are not in this one */
};

/* Sites of one accessor in one function. */
struct tally {
	u32 n[VERDICT_COUNT], all;
	enum verdict at_position;	/* VERDICT_COUNT: none there */
};

static int prepare(struct gone *g)
{
	static const char sites[] = "SELECT verdict FROM site WHERE run = ? AND file = ?"
		" AND function = ? AND accessor = ? ORDER BY line, col";
	struct store *s = g->p->s;
	struct error *err = g->p->err;
	int rc;

	rc = query_prepare(&g->unit, s, "SELECT status, message FROM unit WHERE run = ? AND file = ?"
		" ORDER BY status = 'failed' DESC, status = 'degraded' DESC LIMIT 1", err);
	if (!rc)
		rc = query_prepare(&g->same_unit, s, "SELECT 1 FROM unit AS a JOIN unit AS b"
			" ON b.file = a.file AND b.checksum = a.checksum"
			" JOIN run AS ra ON ra.id = a.run JOIN run AS rb ON rb.id = b.run"
			" WHERE a.run = ? AND b.run = ? AND a.file = ?"
			" AND ra.rules_hash <> rb.rules_hash", err);
	if (!rc)
		rc = query_prepare(&g->before_sites, s, sites, err);
	if (!rc)
		rc = query_prepare(&g->sites, s, sites, err);
	if (!rc)
		rc = query_prepare(&g->end, s, "UPDATE occurrence SET end_run = ?, end_reason = ?,"
			" end_why = ?, end_commit = ? WHERE id = ?", err);
	return rc;
}

static int find_missing_units(struct gone *g)
{
	struct query q;
	int rc;

	rc = query_prepare(&q, g->p->s, "SELECT 1 FROM unit WHERE run = ?1 AND file NOT IN"
		" (SELECT file FROM unit WHERE run = ?2 AND status <> 'failed') LIMIT 1",
		g->p->err);
	if (!rc) {
		query_int(&q, g->p->before);
		query_int(&q, g->p->run);
		rc = query_step(&q, g->p->err);
	}
	g->units_missing = rc > 0;
	query_finish(&q);
	return rc < 0 ? rc : 0;
}

static void say(struct end_note *note, enum end_reason reason, const char *why)
{
	note->reason = reason;
	note->why = why;
}

/* ---- rules */

static bool is_known_accessor(const struct put *p, const char *accessor)
{
	u32 i;

	for (i = 0; i < p->info->naccessors; i++)
		if (!strcmp(p->info->accessors[i], accessor))
			return true;
	return !p->info->accessors;
}

/* The facts of the file are what they were, byte for byte, and the rules are not. */
static int only_rules_changed(struct gone *g, const char *file, bool *ret)
{
	struct query *q = &g->same_unit;
	int rc;

	query_int(q, g->p->before);
	query_int(q, g->p->run);
	query_text(q, file);
	rc = query_step(q, g->p->err);
	*ret = rc > 0;
	query_reset(q);
	return rc < 0 ? rc : 0;
}

static int check_rules(struct gone *g, const struct alive *a, struct end_note *note)
{
	bool only_rules = false;
	int rc;

	if (!is_known_accessor(g->p, a->accessor)) {
		say(note, END_RULES, arena_printf(g->p->arena, "no rule pack in force names %s",
						  a->accessor));
		return 0;
	}
	rc = only_rules_changed(g, a->loc.file, &only_rules);
	if (only_rules)
		say(note, END_RULES, "the unit is as it was, the rule packs are not");
	return rc;
}

/* ---- units */

/* The worst of a file's units; *ret_there says whether there is one. */
static int load_unit(struct gone *g, s64 run, const char *file, bool *ret_there,
		     enum unit_status *ret_status, const char **ret_message)
{
	struct query *q = &g->unit;
	int rc;

	query_int(q, run);
	query_text(q, file);
	rc = query_step(q, g->p->err);
	*ret_there = rc > 0;
	if (rc > 0) {
		*ret_status = query_get_enum(q, unit_status_find);
		*ret_message = query_get_text(q, g->p->arena);
	}
	query_reset(q);
	return rc < 0 ? rc : 0;
}

static bool is_gone_from_tree(const struct put *p, const char *file)
{
	const struct run_history *h = p->info->history;

	return h && h->is_gone && h->is_gone(h->ctx, file);
}

/* A file of which there is no unit now. */
static void say_not_built(struct gone *g, const char *file, bool was_unit, struct end_note *note)
{
	struct put *p = g->p;

	if (is_gone_from_tree(p, file))
		say(note, END_DELETED, arena_printf(p->arena, "%s is gone", file));
	else if (was_unit)
		say(note, END_NOT_BUILT, arena_printf(p->arena, "no facts of %s were collected",
						      file));
	else if (g->units_missing)
		say(note, END_NOT_BUILT, arena_printf(p->arena,
			"not all units that may have included %s were collected", file));
}

static int check_unit(struct gone *g, const char *file, struct end_note *note)
{
	enum unit_status was = UNIT_OK, now = UNIT_OK;
	const char *message = "", *unused;
	bool was_there, is_there;
	int rc;

	rc = load_unit(g, g->p->before, file, &was_there, &was, &unused);
	if (!rc)
		rc = load_unit(g, g->p->run, put_new_name(g->p, file), &is_there, &now, &message);
	if (rc)
		return rc;
	if (!is_there)
		say_not_built(g, file, was_there, note);
	else if (now == UNIT_FAILED)
		say(note, END_UNIT_FAILED, message);
	else if (now == UNIT_DEGRADED && was == UNIT_OK)
		say(note, END_UNIT_DEGRADED, message);
	return 0;
}

static int check_units(struct gone *g, const struct alive *a, struct end_note *note)
{
	int rc = check_unit(g, a->loc.file, note);

	if (!rc && note->reason == END_NONE && strcmp(a->loc.file, a->site.file))
		rc = check_unit(g, a->site.file, note);
	return rc;
}

/* ---- the accessor call */

static int tally_sites(struct gone *g, struct query *q, s64 run, const char *file,
		       const struct alive *a, struct tally *ret)
{
	int rc;

	memset(ret, 0, sizeof(*ret));
	ret->at_position = VERDICT_COUNT;
	query_int(q, run);
	query_text(q, file);
	query_text(q, a->site_function);
	query_text(q, a->accessor);
	while ((rc = query_step(q, g->p->err)) > 0) {
		enum verdict v = query_get_enum(q, verdict_find);

		ret->n[v]++;
		if (++ret->all == a->position)
			ret->at_position = v;
	}
	query_reset(q);
	return rc;
}

/* The same call with another index, or the same index in another accessor. */
static bool replaces(const struct finding *f, u32 position, const struct alive *a)
{
	if (strcmp(f->accessor, a->accessor))
		return !strcmp(f->index, a->index);
	return !a->position || !position || a->position == position;
}

/* A finding that came with this run, in the function of the place. */
static s64 replacement(const struct put *p, const struct alive *a)
{
	const char *file = put_new_name(p, a->loc.file);
	u32 i;

	for (i = 0; i < p->a->nfindings; i++) {
		const struct finding *f = &p->a->findings[i];

		if (p->matched[i].match == MATCH_NEW && !strcmp(f->function, a->function) &&
		    !strcmp(f->loc.file, file) && replaces(f, p->matched[i].position, a))
			return p->matched[i].finding;
	}
	return 0;
}

/* The verdict on what took the place of a call at the same position. */
static enum verdict verdict_now(const struct alive *a, const struct tally *was,
				const struct tally *now)
{
	if (a->position && was->all == now->all)
		return now->at_position;
	if (now->n[VERDICT_UNPROVEN] > was->n[VERDICT_UNPROVEN])
		return VERDICT_UNPROVEN;
	return VERDICT_SAFE;
}

static void judge_sites(struct gone *g, const struct alive *a, const struct tally *was,
			const struct tally *now, struct end_note *note)
{
	struct arena *arena = g->p->arena;
	s64 other = replacement(g->p, a);

	if (other)
		say(note, END_REPLACED, arena_printf(arena, REPLACED_WHY, (long long)other));
	else if (now->all < was->all)
		say(note, END_DELETED, arena_printf(arena, "%u of %u uses of %s are left in %s()",
			now->all, was->all, a->accessor, a->site_function));
	else if (verdict_now(a, was, now) == VERDICT_UNPROVEN)
		say(note, END_UNPROVEN, arena_printf(arena,
			"what reaches %s in %s() is not known any more", a->accessor,
			a->site_function));
	else if (verdict_now(a, was, now) == VERDICT_VIOLATION && a->position)
		say(note, END_REPLACED, "another illegal index reaches the same call");
	else
		say(note, END_SAFE, "");
}

static int check_sites(struct gone *g, const struct alive *a, struct end_note *note)
{
	const struct put *p = g->p;
	struct tally was, now;
	int rc;

	rc = tally_sites(g, &g->before_sites, p->before, a->site.file, a, &was);
	if (!rc)
		rc = tally_sites(g, &g->sites, p->run, put_new_name(p, a->site.file), a, &now);
	if (!rc)
		judge_sites(g, a, &was, &now, note);
	return rc;
}

/* ---- */

static int find_reason(struct gone *g, const struct alive *a, struct end_note *note)
{
	int (*const checks[])(struct gone *g, const struct alive *a, struct end_note *note) = {
		check_rules, check_units, check_sites,
	};
	u32 i;
	int rc = 0;

	for (i = 0; !rc && note->reason == END_NONE && i < ARRAY_SIZE(checks); i++)
		rc = checks[i](g, a, note);
	return rc;
}

static void find_commit(const struct put *p, const struct alive *a, struct end_note *note)
{
	const struct run_history *h = p->info->history;

	if (h && h->commit_of && end_reason_status(note->reason) == STATUS_FIXED)
		note->commit = h->commit_of(h->ctx, p->before_commit, a->loc.file);
}

static int end_one(struct gone *g, const struct alive *a)
{
	const struct run_history *h = g->p->info->history;
	struct end_note note = { END_NONE, "", "" };
	int rc = 0;

	if (!h || !h->ended || !h->ended(h->ctx, a->finding, &note)) {
		rc = find_reason(g, a, &note);
		find_commit(g->p, a, &note);
	}
	if (rc)
		return rc;
	query_int(&g->end, g->p->run);
	query_text(&g->end, end_reason_name(note.reason));
	query_text(&g->end, note.why);
	query_text(&g->end, note.commit);
	query_int(&g->end, a->occurrence);
	return query_run(&g->end, g->p->err);
}

int put_gone(struct put *p)
{
	struct gone g = { .p = p };
	u32 i;
	int rc;

	if (!p->before)
		return 0;
	rc = prepare(&g);
	if (!rc)
		rc = find_missing_units(&g);
	for (i = 0; !rc && i < p->alive.n; i++)
		if (!p->alive.v[i].seen)
			rc = end_one(&g, &p->alive.v[i]);
	query_finish(&g.unit);
	query_finish(&g.same_unit);
	query_finish(&g.before_sites);
	query_finish(&g.sites);
	query_finish(&g.end);
	return rc;
}
