/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Says which patch brought which finding, and which took it away, by comparing
 * the run of each patch with that of the last one before it that has a run.
 *
 * The store knows a finding again over runs. Two more things are settled here,
 * because they need the patch: code that was moved keeps its finding, and of
 * several equal findings in a function the new one is that on an added line.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/series.h"

#define SOURCE_AROUND 2

/* One run, loaded. */
struct state {
	const struct finding_record *r;
	const struct site *sites;
	const struct unit_info *units;
	u32 n, nsites, nunits;
	const char *commit;
	u32 patch;	/* 0: the base */
	u32 first;	/* of the patches that this one is the first to show: itself, or earlier */
};

/* A finding on its way through the series. */
struct entry {
	struct series_finding f;
	s64 id;			/* in the run of the latest state */
	bool is_live;
};

struct judge {
	struct work *w;
	struct store *s;
	VEC(struct entry) entries;
	struct error *err;
};

static int load(struct judge *j, s64 run, struct state *ret)
{
	struct arena *arena = j->w->arena;
	struct store_filter filter = {
		.run = arena_printf(arena, "%lld", (long long)run), .with_events = true,
	};
	int code;

	code = store_findings(j->s, &filter, arena, &ret->r, &ret->n, j->err);
	if (code == 0)
		code = store_sites(j->s, &filter, arena, &ret->sites, &ret->nsites, j->err);
	if (code == 0)
		code = store_units(j->s, &filter, arena, &ret->units, &ret->nunits, j->err);
	return code;
}

static const struct finding_record *with_id(const struct state *st, s64 id)
{
	for (u32 i = 0; i < st->n; i++)
		if (st->r[i].id == id)
			return &st->r[i];
	return NULL;
}

/* ---- source */

static const char *line_at(const char *text, u32 line)
{
	for (u32 i = 1; text && *text && i < line; i++) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	return text && *text ? text : NULL;
}

static void add_source(struct judge *j, struct series_finding *f, const char *commit)
{
	struct arena *arena = j->w->arena;
	u32 line = f->r.f.loc.line, first = line > SOURCE_AROUND ? line - SOURCE_AROUND : 1;
	const char *text, *s;
	struct source_line *lines;

	text = line ? repo_file(j->w, commit, f->r.f.loc.file) : NULL;
	s = line_at(text, first);
	lines = arena_new_array(arena, struct source_line, 2 * SOURCE_AROUND + 1);
	for (u32 i = first; s && i <= line + SOURCE_AROUND; i++) {
		lines[f->nsource].line = i;
		lines[f->nsource++].text = arena_strndup(arena, s, strcspn(s, "\r\n"));
		s = line_at(s, 2);
	}
	f->source = lines;
}

/* The line of a finding without its indentation; "" when it cannot be read. */
static const char *line_of(struct judge *j, const struct state *st, const struct finding *f)
{
	const char *s = line_at(repo_file(j->w, st->commit, f->loc.file), f->loc.line);
	size_t n;

	if (!s || !f->loc.line)
		return "";
	s += strspn(s, " \t");
	n = strcspn(s, "\r\n");
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	return arena_strndup(j->w->arena, s, n);
}

/* ---- code that moved */

static bool says_the_same(const struct finding *a, const struct finding *b)
{
	return a->rule == b->rule && strcmp(a->accessor, b->accessor) == 0 &&
	       strcmp(a->index, b->index) == 0;
}

/* In the same function of another file, or on an equal line elsewhere in the file. */
static bool is_moved(struct judge *j, const struct state *before, const struct finding *a,
		     const struct state *now, const struct finding *b)
{
	bool same_file = strcmp(a->loc.file, b->loc.file) == 0;
	bool same_function = strcmp(a->function, b->function) == 0;
	const char *line;

	if (!says_the_same(a, b))
		return false;
	if (same_function)
		return true;
	if (!same_file)
		return false;
	line = line_of(j, before, a);
	return *line && strcmp(line, line_of(j, now, b)) == 0;
}

/* ---- equal findings in one function */

/* Is the line one that the patch added? Reads the heads of the hunks. */
static bool is_added(struct judge *j, const struct state *before, const struct state *now,
		     const struct src_loc *loc)
{
	struct strbuf out = STRBUF_INIT;
	unsigned long first, count;
	const char *s, *plus;
	bool hit = false;

	if (git(j->w, &out, NULL, "diff-tree", "-p", "-U0", "--no-ext-diff", "--no-textconv",
		"--no-renames", before->commit, now->commit, "--", loc->file, NULL) == 0)
		for (s = strbuf_str(&out); s && !hit; s = strchr(s, '\n') ? strchr(s, '\n') + 1 : NULL) {
			plus = strncmp(s, "@@ -", 4) == 0 ? strstr(s, " +") : NULL;
			if (!plus)
				continue;
			count = 1;
			if (sscanf(plus, " +%lu,%lu", &first, &count) >= 1)
				hit = loc->line >= first && loc->line < first + count;
		}
	strbuf_release(&out);
	return hit;
}

static bool are_twins(const struct finding *a, const struct finding *b)
{
	return says_the_same(a, b) && strcmp(a->loc.file, b->loc.file) == 0 &&
	       strcmp(a->function, b->function) == 0;
}

static bool is_told_as_new(const struct judge *j, const struct finding_record *r, u32 patch)
{
	for (u32 i = 0; i < j->entries.n; i++)
		if (j->entries.v[i].f.r.id == r->id && j->entries.v[i].f.last == patch)
			return true;
	return false;
}

/*
 * Twins are told apart by their order, so that one added in front makes the
 * last of them new. A person wants to see the one that was added.
 */
static const struct finding_record *the_added_one(struct judge *j, const struct state *before,
						  const struct state *now,
						  const struct finding_record *r)
{
	bool has_twin = false;

	for (u32 i = 0; i < now->n; i++)
		has_twin |= &now->r[i] != r && are_twins(&now->r[i].f, &r->f);
	if (!has_twin || is_added(j, before, now, &r->f.loc))
		return r;
	for (u32 i = 0; i < now->n; i++)
		if (are_twins(&now->r[i].f, &r->f) && !is_told_as_new(j, &now->r[i], now->patch) &&
		    is_added(j, before, now, &now->r[i].f.loc))
			return &now->r[i];
	return r;
}

/* ---- why a finding is gone */

static u32 count_unproven(const struct state *st, const struct finding *f)
{
	u32 n = 0;

	for (u32 i = 0; i < st->nsites; i++)
		n += st->sites[i].verdict == VERDICT_UNPROVEN &&
		     strcmp(st->sites[i].accessor, f->accessor) == 0 &&
		     (strcmp(st->sites[i].function, f->function) == 0 ||
		      strcmp(st->sites[i].function, f->site_function) == 0);
	return n;
}

static const struct unit_info *unit_of(const struct state *st, const char *file)
{
	for (u32 i = 0; i < st->nunits; i++)
		if (strcmp(st->units[i].file, file) == 0)
			return &st->units[i];
	return NULL;
}

/* "" when it is fixed; else what stands in the way of saying so. */
static const char *why_gone(struct judge *j, const struct state *before, const struct state *now,
			    const struct finding *f)
{
	const struct unit_info *u = unit_of(now, f->loc.file);

	if (u && u->status != UNIT_OK)
		return arena_printf(j->w->arena, "%s was not analysed whole", u->file);
	if (!u && unit_of(before, f->loc.file) && repo_has_file(j->w, now->commit, f->loc.file))
		return arena_printf(j->w->arena, "%s is no longer built, or names nothing that is "
				    "watched", f->loc.file);
	if (count_unproven(now, f) > count_unproven(before, f))
		return "whether the index is legal can no longer be proved";
	return "";
}

/* ---- one step */

static bool follow_moved(struct judge *j, const struct state *before, const struct state *now,
			 const struct finding_record *r)
{
	for (u32 i = 0; i < j->entries.n; i++) {
		struct entry *e = &j->entries.v[i];
		const struct finding_record *old = with_id(before, e->id);

		if (!e->is_live || with_id(now, e->id) || !old ||
		    !is_moved(j, before, &old->f, now, &r->f))
			continue;
		e->id = r->id;
		return true;
	}
	return false;
}

static bool is_followed(const struct judge *j, s64 id)
{
	for (u32 i = 0; i < j->entries.n; i++)
		if (j->entries.v[i].is_live && j->entries.v[i].id == id)
			return true;
	return false;
}

static void bring(struct judge *j, const struct state *before, const struct state *now,
		  const struct finding_record *r)
{
	const struct finding_record *shown = the_added_one(j, before, now, r);
	struct entry e = { .id = r->id, .is_live = true };

	e.f.r = *shown;
	e.f.r.status = STATUS_NEW;
	e.f.first = now->first;
	e.f.last = now->patch;
	e.f.gone_reason = "";
	add_source(j, &e.f, now->commit);
	vec_push(&j->entries, e);
}

static void take_away(struct judge *j, struct entry *e, const struct state *before,
		      const struct state *now, struct commit *c, struct series_patch *p)
{
	const struct finding_record *old = with_id(before, e->id);

	e->is_live = false;
	e->f.gone_first = now->first;
	e->f.gone_last = now->patch;
	e->f.gone_reason = old ? why_gone(j, before, now, &old->f) : "";
	if (!*e->f.gone_reason) {
		p->nfixed++;
		e->f.r.status = STATUS_FIXED;
		return;
	}
	if (!c->is_incomplete)
		c->reason = arena_printf(j->w->arena, "finding %lld is gone, but %s",
					 (long long)e->f.r.id, e->f.gone_reason);
	c->is_incomplete = true;
}

static void step(struct judge *j, const struct state *before, const struct state *now,
		 struct commit *c, struct series_patch *p)
{
	for (u32 i = 0; i < now->n; i++) {
		if (is_followed(j, now->r[i].id))
			continue;
		if (follow_moved(j, before, now, &now->r[i])) {
			p->nmoved++;
		} else if (!finding_is_aside(&now->r[i])) {
			bring(j, before, now, &now->r[i]);
			p->nnew++;
		}
	}
	for (u32 i = 0; i < j->entries.n; i++)
		if (j->entries.v[i].is_live && !with_id(now, j->entries.v[i].id))
			take_away(j, &j->entries.v[i], before, now, c, p);
}

/* ---- the whole series */

static void begin(struct judge *j, const struct state *base)
{
	for (u32 i = 0; i < base->n; i++) {
		struct entry e = { .id = base->r[i].id, .is_live = true };

		e.f.r = base->r[i];
		e.f.r.status = STATUS_OPEN;
		e.f.gone_reason = "";
		vec_push(&j->entries, e);
	}
}

static struct series_patch describe(const struct commit *c)
{
	return (struct series_patch){
		.commit = c->id, .subject = c->subject, .author = c->author,
		.message_id = c->message_id, .is_judged = c->run != 0,
	};
}

/* A patch that was judged without another one is not known to be fine with it. */
static void note_missing(struct work *w, struct commit *c, u32 missing)
{
	if (c->is_incomplete || !missing)
		return;
	c->is_incomplete = true;
	c->reason = missing == 1 ? "judged without the patch before it that does not apply"
		    : arena_printf(w->arena, "judged without the %u patches before it that do not "
				   "apply", missing);
}

static void conclude(const struct commit *c, struct series_patch *p)
{
	p->is_incomplete = c->is_incomplete;
	p->reason = c->reason;
	p->log = c->log;
	if (!c->run)
		p->verdict = c->verdict;
	else if (p->nnew)
		p->verdict = PATCH_NEW;
	else
		p->verdict = c->is_incomplete ? PATCH_UNKNOWN : PATCH_PASS;
}

static int follow(struct judge *j, struct state *before, commit_list *commits,
		  struct series_patch *patches)
{
	u32 missing = 0, unbuilt = 0;
	int code = 0;

	for (u32 i = 0; code == 0 && i < commits->n; i++) {
		struct commit *c = &commits->v[i];
		struct state now = { .commit = c->id, .patch = i + 1, .first = i + 1 };

		patches[i] = describe(c);
		missing += c->verdict == PATCH_NO_APPLY;
		if (c->verdict == PATCH_NO_BUILD && !unbuilt)
			unbuilt = i + 1;
		if (c->run) {
			now.first = unbuilt ? unbuilt : i + 1;
			unbuilt = 0;
			code = load(j, c->run, &now);
			note_missing(j->w, c, missing);
			if (code == 0)
				step(j, before, &now, c, &patches[i]);
			*before = now;
		}
		conclude(c, &patches[i]);
	}
	return code;
}

static void hand_over(struct judge *j, struct series *ret)
{
	struct series_finding *all = arena_new_array(j->w->arena, struct series_finding,
						     j->entries.n + 1);

	for (u32 i = 0; i < j->entries.n; i++)
		all[i] = j->entries.v[i].f;
	ret->findings = all;
	ret->nfindings = j->entries.n;
}

int judge(struct work *w, const struct commit *base, commit_list *commits, struct series *ret,
	  struct error *err)
{
	struct judge j = { .w = w, .err = err };
	struct series_patch *patches = arena_new_array(w->arena, struct series_patch,
						       commits->n + 1);
	struct state before = { .commit = base->id };
	int code = store_open(w->db, STORE_READ, &j.s, err);

	if (code < 0)
		return code;
	code = load(&j, base->run, &before);
	if (code == 0) {
		begin(&j, &before);
		ret->nbase = before.n;
		code = follow(&j, &before, commits, patches);
	}
	store_close(j.s);
	ret->patches = patches;
	ret->npatches = commits->n;
	hand_over(&j, ret);
	vec_release(&j.entries);
	return code;
}
