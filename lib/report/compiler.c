/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compiler-style warnings; see lib/report/compiler.h for what may be used here. */
#include "lib/report/compiler.h"

#include "lib/base/strbuf.h"

static void add_loc(struct strbuf *sb, const struct src_loc *loc)
{
	strbuf_addf(sb, "%s:%u:%u: ", loc->file, loc->line, loc->column);
}

void report_warning(FILE *out, const struct finding *f)
{
	struct strbuf sb = STRBUF_INIT;
	u32 i;

	add_loc(&sb, &f->loc);
	strbuf_addf(&sb, "warning: %s [gprcheck:%s]\n", f->message,
		    finding_rule_name(f->rule));
	for (i = 0; i < f->nevents; i++) {
		const struct path_event *e = &f->events[i];

		/* A step without a place of its own is shown at the finding. */
		add_loc(&sb, e->loc.file[0] && e->loc.line ? &e->loc : &f->loc);
		strbuf_addf(&sb, "note: (%u) %s\n", i + 1, e->text);
	}
	fwrite(sb.buf, 1, sb.len, out);
	strbuf_release(&sb);
}
