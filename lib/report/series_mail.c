/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Replies to patches, in the manner of the kernel's 0-day robot: one mail for
 * each patch that brings something new or does not build, together an mbox.
 */
#include <ctype.h>
#include <string.h>

#include "lib/report/series_p.h"

/* ---- headers */

static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* RFC 2047, a word for at most 40 bytes and whole characters. */
static void put_encoded(FILE *out, const char *s)
{
	u32 n, used = 0;

	fputs("=?UTF-8?q?", out);
	for (; *s; s += n) {
		n = report_utf8_length(s);
		n = n ? n : 1;
		if (used + n > 15) {
			fputs("?=\n =?UTF-8?q?", out);
			used = 0;
		}
		for (u32 i = 0; i < n; i++)
			if (isalnum((unsigned char)s[i]) && n == 1)
				fputc(s[i], out);
			else
				fprintf(out, "=%02X", (unsigned char)s[i]);
		used += n;
	}
	fputs("?=", out);
}

static void put_header_text(FILE *out, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	series_add_line(&sb, text);
	if (is_ascii(strbuf_str(&sb)))
		fputs(strbuf_str(&sb), out);
	else
		put_encoded(out, strbuf_str(&sb));
	strbuf_release(&sb);
}

/* "NAME <ADDRESS>": only the name may be encoded, and quotes keep it in one piece. */
static void put_address(FILE *out, const char *who)
{
	const char *address = strrchr(who, '<'), *s;
	struct strbuf name = STRBUF_INIT;

	for (s = who; s < address; s++)
		strbuf_addch(&name, *s == '"' || *s == '\\' ? '\'' : *s);
	while (name.len && name.buf[name.len - 1] == ' ')
		name.buf[--name.len] = '\0';
	if (name.len && is_ascii(strbuf_str(&name))) {
		fputc('"', out);
		series_put_line(out, strbuf_str(&name));
		fputs("\" ", out);
	} else if (name.len) {
		put_header_text(out, strbuf_str(&name));
		fputc(' ', out);
	}
	series_put_line(out, address ? address : who);
	strbuf_release(&name);
}

static void put_headers(const struct series_output *r, u32 patch)
{
	const struct series_patch *p = &r->s->patches[patch - 1];

	fputs("From gprcheck Thu Jan  1 00:00:00 1970\n", r->out);
	if (*r->s->reporter) {
		fputs("From: ", r->out);
		put_address(r->out, r->s->reporter);
		fputc('\n', r->out);
	}
	fputs("To: ", r->out);
	put_address(r->out, p->author);
	fprintf(r->out, "\nSubject: Re: [PATCH %u/%u] ", patch, r->s->npatches);
	put_header_text(r->out, p->subject);
	fputc('\n', r->out);
	if (*p->message_id) {
		fputs("In-Reply-To: <", r->out);
		series_put_line(r->out, p->message_id);
		fputs(">\nReferences: <", r->out);
		series_put_line(r->out, p->message_id);
		fputs(">\n", r->out);
	}
	fputs("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
	      "Content-Transfer-Encoding: 8bit\n\n", r->out);
}

/* ---- body */

static void add_field(struct strbuf *sb, const char *name, const char *value)
{
	if (!*value)
		return;
	strbuf_addf(sb, "%-15s", name);
	series_add_line(sb, value);
	strbuf_addch(sb, '\n');
}

static void add_facts(struct strbuf *sb, const struct series *s, u32 patch)
{
	const struct series_patch *p = &s->patches[patch - 1];
	struct strbuf v = STRBUF_INIT;

	strbuf_addf(&v, "%s (\"%s\")", s->base, s->base_subject);
	add_field(sb, "base:", strbuf_str(&v));
	strbuf_reset(&v);
	if (*p->message_id)
		strbuf_addf(&v, "https://lore.kernel.org/r/%s", p->message_id);
	add_field(sb, "patch link:", strbuf_str(&v));
	strbuf_reset(&v);
	strbuf_addf(&v, "[PATCH %u/%u] %s", patch, s->npatches, p->subject);
	add_field(sb, "patch subject:", strbuf_str(&v));
	add_field(sb, "commit:", p->commit);
	add_field(sb, "config:", s->config);
	add_field(sb, "compiler:", s->compiler);
	strbuf_reset(&v);
	strbuf_addf(&v, "gprcheck %s, %s front end, rules %s", s->tool_version, s->frontend,
		    s->rules_hash);
	add_field(sb, "checker:", strbuf_str(&v));
	add_field(sb, "reproduce:", s->reproduce);
	strbuf_release(&v);
}

static void add_tags(struct strbuf *sb, const struct series_output *r)
{
	strbuf_addstr(sb, "\nIf a separate patch fixes this (not a new version of this one), please add\n"
		      "| Reported-by: ");
	series_add_line(sb, *r->s->reporter ? r->s->reporter : "NAME <ADDRESS>");
	strbuf_addstr(sb, "\n| Closes: ");
	series_add_line(sb, *r->url ? r->url : "LINK-TO-THIS-MAIL");
	strbuf_addch(sb, '\n');
}

static void add_source(struct strbuf *sb, const struct series_finding *f)
{
	strbuf_addch(sb, '\n');
	for (u32 i = 0; i < f->nsource; i++) {
		strbuf_addf(sb, "   %s %5u  ", f->source[i].line == f->r.f.loc.line ? " >" : "  ",
			    f->source[i].line);
		series_add_line(sb, f->source[i].text);
		strbuf_addch(sb, '\n');
	}
	strbuf_addch(sb, '\n');
}

static void add_new_finding(struct strbuf *sb, const struct series *s,
			    const struct series_finding *f)
{
	strbuf_addstr(sb, ">> ");
	series_add_finding(sb, f);
	strbuf_addch(sb, '\n');
	for (u32 i = 0; i < f->r.f.nevents; i++) {
		const struct path_event *e = &f->r.f.events[i];

		strbuf_addf(sb, "   (%u) ", i + 1);
		series_add_line(sb, e->loc.file);
		strbuf_addf(sb, ":%u: ", e->loc.line);
		series_add_line(sb, e->text);
		strbuf_addch(sb, '\n');
	}
	if (f->first != f->last || f->gone_last) {
		strbuf_addstr(sb, "   ");
		series_add_fate(sb, s, f);
		strbuf_addch(sb, '\n');
	}
	add_source(sb, f);
}

/* Old ones in the same files: the reader sees what the new one stands beside. */
static bool is_beside(const struct series *s, const struct series_finding *f, u32 patch)
{
	if (f->last >= patch || (f->gone_last && f->gone_last <= patch))
		return false;
	for (u32 i = 0; i < s->nfindings; i++)
		if (s->findings[i].last == patch &&
		    !strcmp(s->findings[i].r.f.loc.file, f->r.f.loc.file))
			return true;
	return false;
}

static void add_findings(struct strbuf *sb, const struct series *s, u32 patch)
{
	if (!s->patches[patch - 1].nnew)
		return;
	strbuf_addstr(sb, "\nAll findings in these files (new ones marked >>):\n\n");
	for (u32 i = 0; i < s->nfindings; i++)
		if (s->findings[i].last == patch)
			add_new_finding(sb, s, &s->findings[i]);
	for (u32 i = 0; i < s->nfindings; i++) {
		if (!is_beside(s, &s->findings[i], patch))
			continue;
		strbuf_addstr(sb, "   ");
		series_add_finding(sb, &s->findings[i]);
		strbuf_addch(sb, '\n');
	}
}

static void add_failure(struct strbuf *sb, const struct series_patch *p)
{
	size_t n;

	if (p->is_judged && !p->is_incomplete)
		return;
	strbuf_addstr(sb, p->is_judged ? "\nNot all of it could be judged: "
		      : "\nIt could not be judged: ");
	series_add_line(sb, p->reason);
	strbuf_addstr(sb, "\n\n");
	for (const char *s = p->log; *s; s += n + (s[n] == '\n')) {
		struct strbuf line = STRBUF_INIT;

		n = strcspn(s, "\n");
		strbuf_add(&line, s, n);
		strbuf_addstr(sb, "   ");
		series_add_line(sb, strbuf_str(&line));
		strbuf_addch(sb, '\n');
		strbuf_release(&line);
	}
}

/* A line that begins with From would begin the next mail of an mbox. */
static void put_body(FILE *out, const char *text)
{
	size_t n;

	for (; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		if (!strncmp(text + strspn(text, ">"), "From ", 5))
			fputc('>', out);
		fprintf(out, "%.*s\n", (int)n, text);
	}
	fputc('\n', out);
}

void series_mail(const struct series_output *r, struct error *err)
{
	(void)err;
	for (u32 i = 1; i <= r->s->npatches; i++) {
		const struct series_patch *p = &r->s->patches[i - 1];
		struct strbuf body = STRBUF_INIT;

		if (!series_wants(r, i) || p->verdict == PATCH_PASS || p->verdict == PATCH_UNKNOWN)
			continue;
		strbuf_addf(&body, "Hi,\n\ngprcheck noticed that this patch %s.\n\n",
			    p->verdict == PATCH_NEW ? "brings new findings"
						    : patch_verdict_name(p->verdict));
		add_facts(&body, r->s, i);
		if (p->nnew)
			add_tags(&body, r);
		add_findings(&body, r->s, i);
		add_failure(&body, p);
		put_headers(r, i);
		put_body(r->out, strbuf_str(&body));
		strbuf_release(&body);
	}
}
