/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables as JSON: one object with one list, one line a row, nothing held back. */
#include <stdlib.h>

#include "lib/report/report_p.h"

static const char replacement[] = "\xef\xbf\xbd";

/* Continuation bytes that follow this first byte, and the range of the first of them. */
static u32 sequence(u8 first, u8 *low, u8 *high)
{
	*low = 0x80;
	*high = 0xbf;
	if (first >= 0xc2 && first <= 0xdf)
		return 1;
	if (first >= 0xe0 && first <= 0xef) {
		*low = first == 0xe0 ? 0xa0 : 0x80;	/* no overlong form */
		*high = first == 0xed ? 0x9f : 0xbf;	/* no surrogate */
		return 2;
	}
	if (first >= 0xf0 && first <= 0xf4) {
		*low = first == 0xf0 ? 0x90 : 0x80;
		*high = first == 0xf4 ? 0x8f : 0xbf;	/* up to U+10FFFF */
		return 3;
	}
	return 0;
}

u32 report_utf8_length(const char *s)
{
	const u8 *b = (const u8 *)s;
	u8 low, high;
	u32 i, more;

	if (b[0] < 0x80)
		return 1;
	more = sequence(b[0], &low, &high);
	if (!more || b[1] < low || b[1] > high)
		return 0;
	for (i = 2; i <= more; i++)
		if ((b[i] & 0xc0) != 0x80)
			return 0;
	return more + 1;
}

json_t *report_json_string(const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	json_t *j = json_string(text);
	u32 n;

	if (j)
		return j;
	for (; *text; text += n ? n : 1) {
		n = report_utf8_length(text);
		if (n)
			strbuf_add(&sb, text, n);
		else
			strbuf_addstr(&sb, replacement);
	}
	j = json_string(strbuf_str(&sb));
	strbuf_release(&sb);
	if (!j)
		abort();
	return j;
}

void report_json_dump(FILE *out, json_t *value)
{
	json_dumpf(value, out, 0);
	json_decref(value);
}

struct json_writer {
	struct report_writer w;
	bool again;	/* a row was written before */
};

static void json_begin(struct report_writer *w)
{
	fprintf(w->o.out, "{\"%s\": [", w->name);
}

static json_t *cell_value(const struct report_column *column, const char *cell)
{
	if (column->type == REPORT_NUMBER)
		return json_integer(strtoll(cell, NULL, 10));
	return report_json_string(cell);
}

static void json_row(struct report_writer *w, const char *const *cells)
{
	struct json_writer *jw = (struct json_writer *)w;
	json_t *object = json_object();
	u32 i;

	for (i = 0; i < w->ncolumns; i++)
		json_object_set_new(object, w->columns[i].name,
				    cell_value(&w->columns[i], cells[i]));
	fputs(jw->again ? ",\n  " : "\n  ", w->o.out);
	report_json_dump(w->o.out, object);
	jw->again = true;
}

static void json_end(struct report_writer *w)
{
	fputs("\n]}\n", w->o.out);
}

const struct report_writer_ops report_json_ops = {
	.size = sizeof(struct json_writer),
	.begin = json_begin,
	.row = json_row,
	.end = json_end,
};
