/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as text for people. */
#include <stdio.h>
#include <string.h>

#include "lib/engine/value_p.h"

struct out {
	char *buf;
	size_t size, len;
};

static void put(struct out *o, const char *s)
{
	size_t n = strlen(s);

	if (o->len + n + 1 > o->size)
		n = o->size > o->len + 1 ? o->size - o->len - 1 : 0;
	memcpy(o->buf + o->len, s, n);
	o->len += n;
	o->buf[o->len] = '\0';
}

static void put_int(struct out *o, s128 v)
{
	u128 u = v < 0 ? -(u128)v : (u128)v;
	char tmp[48];
	size_t i = sizeof(tmp) - 1;

	tmp[i] = '\0';
	do {
		tmp[--i] = (char)('0' + (int)(u % 10));
		u /= 10;
	} while (u);
	if (v < 0)
		tmp[--i] = '-';
	put(o, tmp + i);
}

static bool is_type_range(struct ir_type t, s128 lo, s128 hi)
{
	return lo == value_type_min(t) && hi == value_type_max(t);
}

static void put_run(struct out *o, struct ir_type t, s128 lo, s128 hi)
{
	bool low = lo == value_type_min(t) && t.is_signed && t.bits > 8;
	bool high = hi == value_type_max(t) && t.bits > 8;

	if (lo == hi) {
		put_int(o, lo);
	} else if (low) {
		put(o, "up to ");
		put_int(o, hi);
	} else if (high) {
		put_int(o, lo);
		put(o, " and up");
	} else {
		put_int(o, lo);
		put(o, "..");
		put_int(o, hi);
	}
}

/* End of the run of untagged pieces that starts at *i; *i moves behind it. */
static s128 run_end(const struct value *v, u32 *i)
{
	s128 hi = v->p[*i].hi;

	for ((*i)++; *i < v->n; (*i)++) {
		const struct piece *p = &v->p[*i];

		if (p->tag || p->lo > hi + 1)
			break;
		if (p->hi > hi)
			hi = p->hi;
	}
	return hi;
}

void value_format(const struct value *v,
		  const char *(*tag_name)(u16 tag, void *), void *data,
		  char *buf, size_t size)
{
	struct out o = { buf, size, 0 };
	u32 i = 0;

	if (!size)
		return;
	buf[0] = '\0';
	if (!v->n)
		put(&o, "none");
	while (i < v->n) {
		const struct piece *p = &v->p[i];

		if (i)
			put(&o, ", ");
		if (p->tag && tag_name) {
			put(&o, tag_name(p->tag, data));
			put(&o, " (");
			put_run(&o, v->type, p->lo, p->hi);
			put(&o, ")");
			i++;
		} else {
			s128 lo = p->lo, hi = run_end(v, &i);

			if (is_type_range(v->type, lo, hi) && v->type.bits > 1)
				put(&o, "any");
			else
				put_run(&o, v->type, lo, hi);
		}
	}
}
