/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions that no call gets to, see lib/engine/reach.h. */
#include "lib/engine/reach.h"

void reach_reset(struct machine *m)
{
	m->reached = arena_new_array(m->arena, u64 *, m->p->funcs.n + 1);
	m->reach_open = arena_new_array(m->arena, bool, m->p->funcs.n + 1);
}

void reach_enter(struct machine *m, u32 pf)
{
	if (!m->confirm && !m->reached[pf])
		m->reached[pf] = arena_new_array(
			m->arena, u64, m->p->funcs.v[pf].f->ninsts / 64 + 1);
}

void reach_call(struct machine *m, u32 pf, u32 inst)
{
	if (!m->confirm)
		m->reached[pf][inst / 64] |= 1ull << (inst % 64);
}

void reach_give_up(struct machine *m, u32 pf)
{
	if (!m->confirm)
		m->reach_open[pf] = true;
}

/* Somebody nobody knows may call it, or nobody calls it at all. */
static bool is_entry(const struct program *p, u32 pf)
{
	const struct pfunc *fn = &p->funcs.v[pf];

	return !(fn->f->flags & IR_FUNC_STATIC) ||
	       fn->unknown_caller || !p->scc_called[fn->scc];
}

static bool is_reached(const struct machine *m, u32 pf, u32 inst)
{
	const u64 *bits = m->reached[pf];

	return !bits || m->reach_open[pf] || (bits[inst / 64] >> (inst % 64) & 1);
}

/* What was not seen to its end may call with anything. */
static void open_callees(struct machine *m, u32 *work)
{
	const struct program *p = m->p;
	u32 i, n = 0, to;

	for (i = 0; i < p->funcs.n; i++)
		if (m->reach_open[i])
			work[n++] = i;
	while (n) {
		const struct pfunc *fn = &p->funcs.v[work[--n]];

		for (i = 0; i < fn->calls.n; i++) {
			to = fn->calls.v[i].pfunc;
			if (!m->reach_open[to])
				work[n++] = to;
			m->reach_open[to] = true;
		}
	}
}

static void mark_alive(bool *dead, u32 *work, u32 *n, u32 pf)
{
	if (!dead[pf])
		return;
	dead[pf] = false;
	work[(*n)++] = pf;
}

const bool *reach_dead(struct machine *m)
{
	const struct program *p = m->p;
	bool *dead = arena_new_array(m->arena, bool, p->funcs.n + 1);
	u32 *work = arena_new_array(m->arena, u32, p->funcs.n + 1);
	u32 i, pf, n = 0;

	for (i = 0; i < p->funcs.n; i++)
		dead[i] = true;
	open_callees(m, work);
	for (i = 0; i < p->funcs.n; i++)
		if (is_entry(p, i))
			mark_alive(dead, work, &n, i);
	while (n) {
		pf = work[--n];
		for (i = 0; i < p->funcs.v[pf].calls.n; i++) {
			struct call_site cs = p->funcs.v[pf].calls.v[i];

			if (is_reached(m, pf, cs.inst))
				mark_alive(dead, work, &n, cs.pfunc);
		}
	}
	return dead;
}
