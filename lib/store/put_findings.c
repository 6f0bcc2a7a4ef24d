/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes findings down: identities, keys, occurrences with their paths. */
#include <stdlib.h>
#include <string.h>

#include "lib/store/put_p.h"

/* The statements that findings need, prepared once. */
struct writer {
	struct put *p;
	struct query known, add, touch, extend, end, occurrence, event;
};

static void finish_queries(struct writer *w)
{
	query_finish(&w->known);
	query_finish(&w->add);
	query_finish(&w->touch);
	query_finish(&w->extend);
	query_finish(&w->end);
	query_finish(&w->occurrence);
	query_finish(&w->event);
}

static int prepare_queries(struct writer *w)
{
	const struct {
		struct query *q;
		const char *sql;
	} all[] = {
		{ &w->known, "SELECT 1 FROM finding WHERE fingerprint = ?" },
		{ &w->add, "INSERT INTO finding (fingerprint, rule, file, function, accessor, idx,"
			   " first_run, last_run) VALUES (?, ?, ?, ?, ?, ?, ?7, ?7)" },
		{ &w->touch, "UPDATE finding SET last_run = ?, file = ?, function = ? WHERE id = ?" },
		{ &w->extend, "UPDATE occurrence SET last_run = ? WHERE id = ?" },
		{ &w->end, "UPDATE occurrence SET end_run = ?, end_reason = 'changed' WHERE id = ?" },
		{ &w->occurrence, "INSERT INTO occurrence (finding, variant, first_run, last_run, file,"
			   " line, col, function, message, site_file, site_line, site_col, site_function,"
			   " position, content, matched, matched_why, end_reason, end_why, end_commit)"
			   " VALUES (?, ?, ?3, ?3, ?4, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '')" },
		{ &w->event, "INSERT INTO event (occurrence, step, kind, file, line, col,"
			   " function, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)" },
	};
	u32 i;
	int rc = 0;

	for (i = 0; !rc && i < ARRAY_SIZE(all); i++)
		rc = query_prepare(all[i].q, w->p->s, all[i].sql, w->p->err);
	return rc;
}

/* ---- identities */

/*
 * The fingerprint stays with the finding for ever; the ordinal tells it from
 * twins and from what has moved away from here.
 */
static int free_fingerprint(struct writer *w, const struct finding *f, u64 *ret)
{
	u32 ordinal = 0;
	int rc;

	do {
		*ret = finding_fingerprint(f, ordinal++);
		query_hex(&w->known, *ret);
		rc = query_step(&w->known, w->p->err);
		query_reset(&w->known);
	} while (rc > 0);
	return rc;
}

static int add_finding(struct writer *w, const struct finding *f, s64 *ret_id)
{
	struct query *q = &w->add;
	u64 fingerprint;
	int rc;

	rc = free_fingerprint(w, f, &fingerprint);
	if (rc)
		return rc;
	query_hex(q, fingerprint);
	query_text(q, finding_rule_name(f->rule));
	query_text(q, f->loc.file);
	query_text(q, f->function);
	query_text(q, f->accessor);
	query_text(q, f->index);
	query_int(q, w->p->run);
	rc = query_run(q, w->p->err);
	*ret_id = sqlite3_last_insert_rowid(w->p->s->db);
	return rc;
}

static int touch_finding(struct writer *w, const struct finding *f, s64 id)
{
	query_int(&w->touch, w->p->run);
	query_text(&w->touch, f->loc.file);
	query_text(&w->touch, f->function);
	query_int(&w->touch, id);
	return query_run(&w->touch, w->p->err);
}

int put_keys(struct store *s, s64 finding, const struct finding *f, struct error *err)
{
	struct query q;
	u32 k;
	int rc;

	rc = query_prepare(&q, s, "INSERT OR IGNORE INTO finding_key (kind, hash, finding)"
		" VALUES (?, ?, ?)", err);
	for (k = 0; !rc && k < KEY_COUNT; k++) {
		query_text(&q, identity_key_name(k));
		query_hex(&q, identity_hash(f, k, f->loc.file));
		query_int(&q, finding);
		rc = query_run(&q, err);
	}
	query_finish(&q);
	return rc;
}

/* ---- occurrences */

static int put_events(struct writer *w, const struct finding *f, s64 occurrence)
{
	struct query *q = &w->event;
	u32 i;
	int rc = 0;

	for (i = 0; !rc && i < f->nevents; i++) {
		const struct path_event *e = &f->events[i];

		query_int(q, occurrence);
		query_int(q, i + 1);
		query_text(q, event_kind_name(e->kind));
		query_text(q, e->loc.file);
		query_int(q, e->loc.line);
		query_int(q, e->loc.column);
		query_text(q, e->function);
		query_text(q, e->text);
		rc = query_run(q, w->p->err);
	}
	return rc;
}

static int add_occurrence(struct writer *w, const struct finding *f, const struct matched *m,
			  u64 content)
{
	struct query *q = &w->occurrence;
	int rc;

	query_int(q, m->finding);
	query_int(q, w->p->variant);
	query_int(q, w->p->run);
	query_text(q, f->loc.file);
	query_int(q, f->loc.line);
	query_int(q, f->loc.column);
	query_text(q, f->function);
	query_text(q, f->message);
	query_text(q, f->site.file);
	query_int(q, f->site.line);
	query_int(q, f->site.column);
	query_text(q, f->site_function);
	query_int(q, m->position);
	query_hex(q, content);
	query_text(q, match_name(m->match));
	query_text(q, m->why);
	rc = query_run(q, w->p->err);
	return rc ? rc : put_events(w, f, sqlite3_last_insert_rowid(w->p->s->db));
}

static int extend(struct writer *w, const struct alive *a)
{
	query_int(&w->extend, w->p->run);
	query_int(&w->extend, a->occurrence);
	return query_run(&w->extend, w->p->err);
}

static int end_changed(struct writer *w, const struct alive *a)
{
	query_int(&w->end, w->p->run);
	query_int(&w->end, a->occurrence);
	return query_run(&w->end, w->p->err);
}

/* Nothing is written twice: what is as it was gets a longer stretch of runs. */
static int put_occurrence(struct writer *w, const struct finding *f, const struct matched *m)
{
	u64 content = identity_content(f);
	int rc = 0;

	if (m->alive && m->alive->content == content)
		return extend(w, m->alive);
	if (m->alive)
		rc = end_changed(w, m->alive);
	if (!rc)
		rc = put_keys(w->p->s, m->finding, f, w->p->err);
	return rc ? rc : add_occurrence(w, f, m, content);
}

static int put_finding(struct writer *w, const struct finding *f, struct matched *m)
{
	int rc = m->finding ? touch_finding(w, f, m->finding) : add_finding(w, f, &m->finding);

	return rc ? rc : put_occurrence(w, f, m);
}

/* Only the renames that mattered: a move of the whole tree is no news here. */
static int put_renames(struct put *p)
{
	struct query q;
	u32 i;
	int rc;

	rc = query_prepare(&q, p->s, "INSERT OR IGNORE INTO renamed (run, old_file, new_file)"
		" VALUES (?, ?, ?)", p->err);
	for (i = 0; !rc && i < p->a->nfindings; i++) {
		const struct matched *m = &p->matched[i];

		if (m->match != MATCH_RENAMED && m->match != MATCH_RENAMED_FUNCTION)
			continue;
		if (!m->alive)
			continue;
		query_int(&q, p->run);
		query_text(&q, m->alive->loc.file);
		query_text(&q, p->a->findings[i].loc.file);
		rc = query_run(&q, p->err);
	}
	query_finish(&q);
	return rc;
}

int put_findings(struct put *p)
{
	const struct run_history *h = p->info->history;
	struct writer w = { .p = p };
	u32 i;
	int rc;

	rc = prepare_queries(&w);
	for (i = 0; !rc && i < p->a->nfindings; i++) {
		rc = put_finding(&w, &p->a->findings[i], &p->matched[i]);
		if (!rc && h && h->is_finding)
			h->is_finding(h->ctx, i, p->matched[i].finding);
	}
	finish_queries(&w);
	return rc ? rc : put_renames(p);
}
