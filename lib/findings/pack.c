/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an analysis says as bytes and back, see lib/findings/pack.h. */
#include "lib/findings/pack.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/vec.h"

/* A member more has to be packed, too: then change these. */
#if __SIZEOF_POINTER__ == 8
_Static_assert(sizeof(struct site) == 16 + 8 + 8 + 8 + 8 + 8 + 8, "see pack_site()");
_Static_assert(sizeof(struct path_event) == 8 + 16 + 8 + 8, "see pack_event()");
_Static_assert(sizeof(struct analysis) == 8 + 4 * 4 + 4 * 8, "see analysis_pack()");
_Static_assert(sizeof(struct finding) == 8 + 16 + 4 * 8 + 8 + 8 + 16 + 8, "see pack_finding()");
#endif

/* ---- locations, sites ---------------------------------------------------------- */

static void pack_loc(struct strbuf *out, const struct src_loc *l)
{
	pack_str(out, l->file);
	pack_num(out, l->line);
	pack_num(out, l->column);
}

static struct src_loc unpack_loc(struct unpack *u, struct arena *a)
{
	struct src_loc l;

	l.file = unpack_str(u, a);
	l.line = (u32)unpack_num(u);
	l.column = (u32)unpack_num(u);
	return l;
}

static void pack_site(struct strbuf *out, const struct site *s)
{
	pack_loc(out, &s->loc);
	pack_str(out, s->function);
	pack_str(out, s->accessor);
	pack_num(out, s->verdict);
	pack_str(out, s->index);
	pack_num(out, s->reason);
	pack_str(out, s->explain);
}

static void unpack_site(struct unpack *u, struct arena *a, struct site *s)
{
	s->loc = unpack_loc(u, a);
	s->function = unpack_str(u, a);
	s->accessor = unpack_str(u, a);
	s->verdict = (enum verdict)unpack_below(u, VERDICT_COUNT);
	s->index = unpack_str(u, a);
	s->reason = (enum unproven_reason)unpack_below(u, UNPROVEN_REASON_COUNT);
	s->explain = unpack_str(u, a);
}

/* ---- findings ---------------------------------------------------------------------- */

static void pack_event(struct strbuf *out, const struct path_event *e)
{
	pack_num(out, e->kind);
	pack_loc(out, &e->loc);
	pack_str(out, e->function);
	pack_str(out, e->text);
}

static void unpack_event(struct unpack *u, struct arena *a, struct path_event *e)
{
	e->kind = (enum event_kind)unpack_below(u, EVENT_KIND_COUNT);
	e->loc = unpack_loc(u, a);
	e->function = unpack_str(u, a);
	e->text = unpack_str(u, a);
}

static void pack_finding(struct strbuf *out, const struct finding *f)
{
	u32 i;

	pack_num(out, f->rule);
	pack_loc(out, &f->loc);
	pack_str(out, f->function);
	pack_str(out, f->accessor);
	pack_str(out, f->index);
	pack_str(out, f->message);
	pack_loc(out, &f->site);
	pack_str(out, f->site_function);
	pack_num(out, f->nevents);
	for (i = 0; i < f->nevents; i++)
		pack_event(out, &f->events[i]);
}

static void unpack_finding(struct unpack *u, struct arena *a, struct finding *f)
{
	struct path_event *events;
	u32 i;

	f->rule = (enum finding_rule)unpack_below(u, FINDING_RULE_COUNT);
	f->loc = unpack_loc(u, a);
	f->function = unpack_str(u, a);
	f->accessor = unpack_str(u, a);
	f->index = unpack_str(u, a);
	f->message = unpack_str(u, a);
	f->site = unpack_loc(u, a);
	f->site_function = unpack_str(u, a);
	f->nevents = unpack_count(u);
	events = arena_new_array(a, struct path_event, f->nevents);
	for (i = 0; i < f->nevents; i++)
		unpack_event(u, a, &events[i]);
	f->events = events;
}

/* ---- functions ----------------------------------------------------------------------- */

static u32 same_file(const struct function_info *v, u32 n)
{
	u32 i = 1;

	while (i < n && !strcmp(v[i].file, v[0].file))
		i++;
	return i;
}

/* Sorted by file: each file once, with its functions. */
static void pack_functions(struct strbuf *out, const struct analysis *a)
{
	u32 i, j, n;

	pack_num(out, a->nfunctions);
	for (i = 0; i < a->nfunctions; i += n) {
		n = same_file(&a->functions[i], a->nfunctions - i);
		pack_str(out, a->functions[i].file);
		pack_num(out, n);
		for (j = i; j < i + n; j++)
			pack_str(out, a->functions[j].name);
	}
}

static void unpack_functions(struct unpack *u, struct arena *a, struct analysis *ret)
{
	struct function_info *v;
	u32 i = 0;

	ret->nfunctions = unpack_count(u);
	v = arena_new_array(a, struct function_info, ret->nfunctions);
	while (i < ret->nfunctions && !u->failed) {
		const char *file = unpack_str(u, a);
		u32 n = unpack_below(u, ret->nfunctions - i + 1);

		u->failed |= !n;
		for (; n && !u->failed; n--, i++) {
			v[i].file = file;
			v[i].name = unpack_str(u, a);
		}
	}
	ret->functions = v;
}

static int cmp_function(const void *pa, const void *pb)
{
	const struct function_info *a = pa, *b = pb;
	int c = strcmp(a->file, b->file);

	return c ? c : strcmp(a->name, b->name);
}

/* An inline of a header may be in several parts. */
static void join_functions(struct analysis *const *parts, u32 n, struct analysis *ret)
{
	struct function_info *v;
	u32 i, all = 0, kept = 0;

	for (i = 0; i < n; i++)
		all += parts[i]->nfunctions;
	v = arena_new_array(ret->arena, struct function_info, all + 1);
	for (i = 0, all = 0; i < n; i++) {
		memcpy(&v[all], parts[i]->functions, sizeof(*v) * parts[i]->nfunctions);
		all += parts[i]->nfunctions;
	}
	qsort(v, all, sizeof(*v), cmp_function);
	for (i = 0; i < all; i++)
		if (!kept || cmp_function(&v[kept - 1], &v[i]))
			v[kept++] = v[i];
	ret->functions = v;
	ret->nfunctions = kept;
}

/* ---- analyses ------------------------------------------------------------------------ */

void analysis_pack(const struct analysis *a, struct strbuf *out)
{
	u32 i;

	pack_functions(out, a);
	pack_num(out, a->nsites);
	for (i = 0; i < a->nsites; i++)
		pack_site(out, &a->sites[i]);
	pack_num(out, a->nfindings);
	for (i = 0; i < a->nfindings; i++)
		pack_finding(out, &a->findings[i]);
}

bool analysis_unpack(const void *bytes, size_t len, struct arena *arena,
		     struct analysis *ret)
{
	struct unpack u = { .p = bytes, .end = (const u8 *)bytes + len };
	struct finding *findings;
	struct site *sites;
	u32 i;

	memset(ret, 0, sizeof(*ret));
	unpack_functions(&u, arena, ret);
	ret->nsites = unpack_count(&u);
	sites = arena_new_array(arena, struct site, ret->nsites);
	for (i = 0; i < ret->nsites; i++)
		unpack_site(&u, arena, &sites[i]);
	ret->nfindings = unpack_count(&u);
	findings = arena_new_array(arena, struct finding, ret->nfindings);
	for (i = 0; i < ret->nfindings; i++)
		unpack_finding(&u, arena, &findings[i]);
	ret->sites = sites;
	ret->findings = findings;
	return !u.failed && u.p == u.end;
}

static int cmp_loc(const struct src_loc *a, const struct src_loc *b)
{
	int c = strcmp(a->file, b->file);

	if (c)
		return c;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return a->column < b->column ? -1 : a->column > b->column;
}

/* Sites and findings of one place come out of one part, in their order there. */
struct ref {
	const struct src_loc *loc;
	const char *function;
	u32 part, i;
};

static int cmp_ref(const void *pa, const void *pb)
{
	const struct ref *a = pa, *b = pb;
	int c = cmp_loc(a->loc, b->loc);

	if (!c)
		c = strcmp(a->function, b->function);
	if (!c)
		c = a->part < b->part ? -1 : a->part > b->part;
	return c ? c : a->i < b->i ? -1 : a->i > b->i;
}

static void join_sites(struct analysis *const *parts, struct ref *refs, u32 n,
		       struct analysis *ret)
{
	struct site *v = arena_new_array(ret->arena, struct site, n);
	u32 i;

	qsort(refs, n, sizeof(*refs), cmp_ref);
	for (i = 0; i < n; i++)
		v[i] = parts[refs[i].part]->sites[refs[i].i];
	ret->sites = v;
	ret->nsites = n;
}

static void join_findings(struct analysis *const *parts, struct ref *refs, u32 n,
			  struct analysis *ret)
{
	struct finding *v = arena_new_array(ret->arena, struct finding, n);
	u32 i;

	qsort(refs, n, sizeof(*refs), cmp_ref);
	for (i = 0; i < n; i++)
		v[i] = parts[refs[i].part]->findings[refs[i].i];
	ret->findings = v;
	ret->nfindings = n;
}

void analysis_join(struct analysis *const *parts, u32 n, struct analysis *ret)
{
	VEC(struct ref) sites = VEC_INIT, findings = VEC_INIT;
	u32 i, j;

	for (i = 0; i < n; i++) {
		const struct analysis *a = parts[i];

		for (j = 0; j < a->nsites; j++) {
			struct ref r = { &a->sites[j].loc, a->sites[j].function, i, j };

			vec_push(&sites, r);
		}
		for (j = 0; j < a->nfindings; j++) {
			struct ref r = { &a->findings[j].loc, a->findings[j].function, i, j };

			vec_push(&findings, r);
		}
	}
	vec_reserve(&sites, 1);
	vec_reserve(&findings, 1);
	join_functions(parts, n, ret);
	join_sites(parts, sites.v, sites.n, ret);
	join_findings(parts, findings.v, findings.n, ret);
	vec_release(&sites);
	vec_release(&findings);
}
