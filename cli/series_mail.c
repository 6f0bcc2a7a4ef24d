/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mails as commits: git splits the mailbox and reads each mail, the patch is
 * applied to an index only. So a mail that does not apply disturbs nothing,
 * and no file of the work tree is written through a link that a patch made.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/series.h"

struct mail {
	const char *file;
	const char *message, *patch;	/* files */
	const char *name, *address, *date, *subject, *message_id;
	u32 number, total;		/* of [PATCH 2/5], 0: not said */
	bool has_patch, is_reply;
};

typedef VEC(struct mail) mail_list;

/* ---- what a mail says of itself */

/* The value of "Name: value" in what git mailinfo prints. */
static const char *field(struct arena *arena, const char *info, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = info; s; s = strchr(s, '\n') ? strchr(s, '\n') + 1 : NULL)
		if (strncmp(s, name, n) == 0 && s[n] == ':')
			return arena_strndup(arena, s + n + 1 + (s[n + 1] == ' '),
					     strcspn(s + n + 1 + (s[n + 1] == ' '), "\n"));
	return "";
}

/* The value of a header of the mail itself, which may go on in the next line. */
static const char *header(struct arena *arena, const char *mail, const char *name)
{
	size_t n = strlen(name), skip;

	while (*mail && *mail != '\n' && strncmp(mail, "\r\n", 2) != 0) {
		if (strncasecmp(mail, name, n) == 0 && mail[n] == ':') {
			skip = n + 1 + strspn(mail + n + 1, " \t\r\n");
			return arena_strndup(arena, mail + skip, strcspn(mail + skip, "\r\n"));
		}
		mail += strcspn(mail, "\n");
		mail += *mail == '\n';
	}
	return "";
}

/* "2/5" anywhere in "[PATCH net v3 2/5]". */
static void read_number(struct mail *m, const char *s, const char *end)
{
	unsigned int number, total;

	for (; s < end; s++)
		if (isdigit((unsigned char)*s) && sscanf(s, "%4u/%4u", &number, &total) == 2) {
			m->number = number;
			m->total = total;
			return;
		}
}

/* Takes "Re:" and what stands in brackets off, as git am does. */
static void read_subject(struct mail *m, struct arena *arena, const char *s)
{
	const char *end;

	for (;;) {
		s += strspn(s, " \t");
		end = *s == '[' ? strchr(s, ']') : NULL;
		if (strncasecmp(s, "re:", 3) == 0) {
			m->is_reply = true;
			s += 3;
		} else if (end) {
			read_number(m, s, end);
			s = end + 1;
		} else {
			break;
		}
	}
	m->subject = arena_strdup(arena, s);
}

static int read_mail(struct work *w, const char *file, struct mail *m, struct error *err)
{
	struct git_call c = { .input = file };
	struct strbuf info = STRBUF_INIT;
	const char *id;
	struct stat st;
	int code;

	m->file = file;
	m->message = arena_printf(w->arena, "%s.message", file);
	m->patch = arena_printf(w->arena, "%s.patch", file);
	memcpy(c.argv, (const char *[]){ "mailinfo", "-k", m->message, m->patch },
	       4 * sizeof(*c.argv));
	code = git_call(w, &c, &info, err);
	if (code == 0) {
		m->name = field(w->arena, strbuf_str(&info), "Author");
		m->address = field(w->arena, strbuf_str(&info), "Email");
		m->date = field(w->arena, strbuf_str(&info), "Date");
		read_subject(m, w->arena, field(w->arena, strbuf_str(&info), "Subject"));
		m->has_patch = stat(m->patch, &st) == 0 && st.st_size > 0;
		id = header(w->arena, read_text(w->arena, file, NULL), "Message-ID");
		m->message_id = arena_strndup(w->arena, id + (*id == '<'),
					      strcspn(id + (*id == '<'), "> "));
	}
	strbuf_release(&info);
	return code;
}

/* ---- the mailbox */

static int copy_stdin(const char *to, struct error *err)
{
	FILE *out = fopen(to, "wb");
	char buf[65536];
	size_t n;
	bool bad;

	if (!out)
		return error_set(err, ERR_IO, "%s: %s", to, strerror(errno));
	while ((n = fread(buf, 1, sizeof(buf), stdin)) > 0)
		fwrite(buf, 1, n, out);
	bad = ferror(stdin) || ferror(out);
	bad |= fclose(out) != 0;
	return bad ? error_set(err, ERR_IO, "standard input cannot be kept in %s", to) : 0;
}

static int split(struct work *w, const char *folder, u32 *ret_n, struct error *err)
{
	const char *mbox = w->so->mbox, *copy = arena_printf(w->arena, "%s/mbox", w->dir);
	struct strbuf count = STRBUF_INIT;
	char *real = NULL;
	int code = 0;

	remove_folder(folder);
	if (mkdir(folder, 0777) != 0)
		return error_set(err, ERR_IO, "%s: %s", folder, strerror(errno));
	if (strcmp(mbox, "-") == 0) {
		code = copy_stdin(copy, err);
		mbox = copy;
	} else {
		real = realpath(mbox, NULL);
		if (!real)
			code = error_set(err, ERR_IO, "%s: %s", mbox, strerror(errno));
		mbox = real;
	}
	if (code == 0) {
		code = git(w, &count, err, "mailsplit", "-d6", "-b",
			   arena_printf(w->arena, "-o%s", folder), "--", mbox, NULL);
		if (code == ERR_FORMAT)
			error_prefix(err, "%s", w->so->mbox);
		*ret_n = (u32)strtoul(strbuf_str(&count), NULL, 10);
	}
	free(real);
	strbuf_release(&count);
	return code;
}

static int by_number(const void *x, const void *y)
{
	const struct mail *a = x, *b = y;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return strcmp(a->file, b->file);
}

/* Mailboxes come in the order of arrival: where all say which they are, that counts. */
static void sort_mails(mail_list *mails)
{
	u32 total = 0;

	for (u32 i = 0; i < mails->n; i++) {
		if (!mails->v[i].number || (total && mails->v[i].total != total))
			return;
		total = mails->v[i].total;
	}
	if (mails->n)
		qsort(mails->v, mails->n, sizeof(*mails->v), by_number);
}

/* A cover letter and answers have no patch; a patch without one is damaged. */
static int read_mails(struct work *w, mail_list *ret, struct error *err)
{
	const char *folder = arena_printf(w->arena, "%s/mails", w->dir);
	u32 n = 0;
	int code = split(w, folder, &n, err);

	for (u32 i = 1; code == 0 && i <= n; i++) {
		struct mail m = { 0 };

		code = read_mail(w, arena_printf(w->arena, "%s/%06u", folder, i), &m, err);
		if (code == 0 && (m.has_patch ? !m.is_reply || !m.number : m.number && !m.is_reply))
			vec_push(ret, m);
	}
	if (code == 0 && ret->n == 0)
		code = error_set(err, ERR_FORMAT, "%s: no patch in it", w->so->mbox);
	sort_mails(ret);
	return code;
}

/* ---- a mail as a commit */

static int apply_to_index(struct work *w, const char *index, const struct mail *m,
			  const char *parent, const char **ret_tree, struct error *err)
{
	struct git_call read = { .index = index, .argv = { "read-tree", parent } };
	struct git_call apply = { .index = index, .argv = { "apply", "--cached",
							    "--whitespace=nowarn", m->patch } };
	struct git_call write = { .index = index, .argv = { "write-tree" } };
	struct strbuf out = STRBUF_INIT;
	int code;

	unlink(index);
	code = m->has_patch ? 0 : error_set(err, ERR_FORMAT, "there is no patch in the mail");
	if (code == 0)
		code = git_call(w, &read, NULL, err);
	if (code == 0)
		code = git_call(w, &apply, NULL, err);
	if (code == 0)
		code = git_call(w, &write, &out, err);
	if (code == 0)
		*ret_tree = arena_strndup(w->arena, strbuf_str(&out),
					  strcspn(strbuf_str(&out), "\n"));
	strbuf_release(&out);
	unlink(index);
	return code;
}

/* The same mail on the same base is the same commit: no clock, no user in it. */
static int commit_tree(struct work *w, const struct mail *m, const char *tree,
		       const char *parent, const char *date, const char **ret, struct error *err)
{
	const char *message = arena_printf(w->arena, "%s.commit", m->file), *env[] = {
		arena_printf(w->arena, "GIT_AUTHOR_NAME=%s", *m->name ? m->name : "unknown"),
		arena_printf(w->arena, "GIT_AUTHOR_EMAIL=%s", *m->address ? m->address : "unknown"),
		arena_printf(w->arena, "GIT_AUTHOR_DATE=%s", date),
		arena_printf(w->arena, "GIT_COMMITTER_DATE=%s", date), NULL,
	};
	struct git_call c = { .env = env, .argv = { "commit-tree", tree, "-p", parent, "-F",
						    message } };
	struct strbuf text = STRBUF_INIT, out = STRBUF_INIT;
	int code;

	strbuf_addf(&text, "%s\n\n%s", *m->subject ? m->subject : "(no subject)",
		    read_text(w->arena, m->message, NULL));
	code = write_text(message, strbuf_str(&text), text.len, err);
	if (code == 0)
		code = git_call(w, &c, &out, err);
	if (code == 0)
		*ret = arena_strndup(w->arena, strbuf_str(&out), strcspn(strbuf_str(&out), "\n"));
	strbuf_release(&text);
	strbuf_release(&out);
	return code;
}

static int make_commit(struct work *w, const struct mail *m, const char *parent,
		       const char **ret, struct error *err)
{
	const char *tree = NULL;
	int code;

	code = apply_to_index(w, arena_printf(w->arena, "%s/index", w->dir), m, parent, &tree, err);
	if (code == 0)
		code = commit_tree(w, m, tree, parent, m->date, ret, err);
	if (code == ERR_FORMAT && strstr(err->msg, "invalid date"))
		code = commit_tree(w, m, tree, parent, "@0 +0000", ret, err);
	return code;
}

static struct commit describe(struct work *w, const struct mail *m)
{
	return (struct commit){
		.id = "", .parent = "", .reason = "", .log = "", .subject = m->subject,
		.author = arena_printf(w->arena, "%s <%s>", m->name, m->address),
		.message_id = m->message_id, .number = m->number, .total = m->total,
	};
}

static void add_missing(struct work *w, const struct mail *m, u32 number, commit_list *ret)
{
	struct commit c = { .id = "", .parent = "", .author = "", .message_id = "", .log = "" };

	c.number = number;
	c.total = m->total;
	c.subject = arena_printf(w->arena, "(%u/%u is not in the mailbox)", number, m->total);
	c.verdict = PATCH_NO_APPLY;
	c.reason = "it is not in the mailbox";
	vec_push(ret, c);
}

/* Numbers of a well-formed series that no mail has. */
static void add_gap(struct work *w, const struct mail *m, u32 end, commit_list *ret)
{
	u32 next = ret->n ? ret->v[ret->n - 1].number + 1 : 1;

	for (; m->total <= 1000 && next && next < end; next++)
		add_missing(w, m, next, ret);
}

int mail_read(struct work *w, const char *base, commit_list *ret, struct error *err)
{
	mail_list mails = VEC_INIT;
	const char *parent = base, *id;
	int code = read_mails(w, &mails, err);

	for (u32 i = 0; code == 0 && i < mails.n; i++) {
		const struct mail *m = &mails.v[i];
		struct commit c = describe(w, m);

		if (m->number)
			add_gap(w, m, m->number, ret);
		c.parent = parent;
		code = make_commit(w, m, parent, &id, err);
		if (code == 0) {
			c.id = parent = id;
			code = repo_touched(w, c.parent, id, &c.touched, err);
		} else if (code == ERR_FORMAT) {
			c.verdict = PATCH_NO_APPLY;
			c.reason = arena_strndup(w->arena, err->msg, strcspn(err->msg, "\n"));
			c.log = m->has_patch ? read_text(w->arena, w->log, NULL) : "";
			code = 0;
		}
		if (code == 0)
			vec_push(ret, c);
	}
	if (code == 0 && mails.v[mails.n - 1].number)
		add_gap(w, &mails.v[mails.n - 1], mails.v[mails.n - 1].total + 1, ret);
	vec_release(&mails);
	return code;
}
