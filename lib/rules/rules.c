/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loading of packs from files and folders, and what they say without a unit. */
#include "lib/rules/rules.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

#include "lib/base/strbuf.h"
#include "lib/base/vec.h"
#include "lib/rules/pack.h"

struct loader {
	struct rules *r;
	VEC(struct pack) packs;
	XXH64_state_t *hash;
	bool quick;		/* without lines */
	struct error *err;
};

static int read_file(const char *file, struct strbuf *sb, struct error *err)
{
	FILE *f = fopen(file, "rb");
	char buf[8192];
	size_t n;
	int rc = 0;

	if (!f)
		return error_set(err, ERR_IO, "%s: %s", file, strerror(errno));
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(sb, buf, n);
	if (ferror(f))
		rc = error_set(err, ERR_IO, "%s: %s", file, strerror(errno));
	fclose(f);
	return rc;
}

static int check_pack_name(struct loader *l, const struct pack *p)
{
	u32 i;

	for (i = 0; i < l->packs.n; i++)
		if (!strcmp(l->packs.v[i].yaml->pack, p->yaml->pack))
			return error_set(l->err, ERR_RULES,
					 "%s:%u: pack '%s' is already loaded from %s, expected each pack once",
					 p->file, document_line(p->doc, "pack"),
					 p->yaml->pack, l->packs.v[i].file);
	return 0;
}

static void pack_release(struct pack *p)
{
	schema_free(p->yaml);
	document_free(p->doc);
}

/*
 * May a second document follow? Of all that document_parse() refuses this is what
 * libcyaml does not notice. A marker stands where a line begins.
 */
static bool may_go_on(const char *text)
{
	const char *s;

	if ((unsigned char)*text > '~')
		return true;	/* another encoding */
	for (s = strpbrk(text, "-."); s; s = strpbrk(s + 1, "-."))
		if (s[1] == *s && s[2] == *s &&
		    (s == text || s[-1] < ' ' || s[-1] > '~'))
			return true;
	return false;
}

static int load_text(struct loader *l, const char *file, const struct strbuf *text)
{
	struct pack p = { .file = arena_strdup(l->r->arena, file) };
	const char *s = strbuf_str(text);
	int rc = 0;

	if (!l->quick || may_go_on(s))
		rc = document_parse(file, s, text->len, &p.doc, l->err);
	if (!rc)
		rc = schema_load(file, s, text->len, p.doc, &p.yaml, l->err);
	if (!rc)
		rc = check_pack_name(l, &p);
	if (!rc)
		rc = pack_compile(l->r->arena, &p, l->err);
	if (!rc)
		vec_push(&l->packs, p);
	else
		pack_release(&p);
	return rc;
}

static int load_file(struct loader *l, const char *file)
{
	struct strbuf text = STRBUF_INIT;
	int rc = read_file(file, &text, l->err);

	if (!rc) {
		XXH64_update(l->hash, strbuf_str(&text), text.len);
		rc = load_text(l, file, &text);
	}
	strbuf_release(&text);
	return rc;
}

static int is_pack_file(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return d->d_name[0] != '.' && n > 5 && !strcmp(d->d_name + n - 5, ".yaml");
}

/* Not alphasort(): the order must not depend on the locale. */
static int by_file_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int load_dir(struct loader *l, const char *dir)
{
	size_t len = strlen(dir);
	struct dirent **list;
	int i, n, rc = 0;

	n = scandir(dir, &list, is_pack_file, by_file_name);
	if (n < 0)
		return error_set(l->err, ERR_IO, "%s: %s", dir, strerror(errno));
	if (!n)
		rc = error_set(l->err, ERR_RULES, "%s: no pack in this folder, expected *.yaml",
			       dir);
	for (i = 0; i < n; i++) {
		if (!rc)
			rc = load_file(l, arena_printf(l->r->arena, "%s%s%s", dir,
						       len && dir[len - 1] == '/' ? "" : "/",
						       list[i]->d_name));
		free(list[i]);
	}
	free(list);
	return rc;
}

static int load_path(struct loader *l, const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return error_set(l->err, ERR_IO, "%s: %s", path, strerror(errno));
	return S_ISDIR(st.st_mode) ? load_dir(l, path) : load_file(l, path);
}

static int load_all(struct loader *l, const char *const *paths, size_t npaths)
{
	int rc = 0;
	size_t i;

	l->hash = XXH64_createState();
	if (!l->hash)
		abort();
	XXH64_reset(l->hash, 0);
	for (i = 0; !rc && i < npaths; i++)
		rc = load_path(l, paths[i]);
	l->r->hash = XXH64_digest(l->hash);
	XXH64_freeState(l->hash);
	l->r->npacks = l->packs.n;
	l->r->packs = l->packs.v;	/* the vector's memory is now the rules' */
	return rc;
}

static int load(const char *const *paths, size_t npaths, bool quick,
		struct rules **ret_rules, struct error *err)
{
	struct loader l = { .packs = VEC_INIT, .quick = quick, .err = err };
	int rc;

	if (!npaths)
		return error_set(err, ERR_USAGE, "no rules given, expected a pack or a folder of packs");
	l.r = calloc(1, sizeof(*l.r));
	if (!l.r)
		abort();
	l.r->arena = arena_new();
	rc = load_all(&l, paths, npaths);
	if (!rc)
		rc = rules_collect_names(l.r, err);
	if (rc)
		rules_free(l.r);
	else
		*ret_rules = l.r;
	return rc;
}

int rules_load(const char *const *paths, size_t npaths, struct rules **ret_rules,
	       struct error *err)
{
	return load(paths, npaths, false, ret_rules, err);
}

int rules_load_quick(const char *const *paths, size_t npaths, struct rules **ret_rules,
		     struct error *err)
{
	/* An error gets its line by reading again. */
	return load(paths, npaths, true, ret_rules, NULL) ?
	       rules_load(paths, npaths, ret_rules, err) : 0;
}

void rules_free(struct rules *r)
{
	u32 i;

	if (!r)
		return;
	for (i = 0; i < r->npacks; i++)
		pack_release(&r->packs[i]);
	vec_free_(r->packs);
	arena_free(r->arena);
	free(r);
}

u64 rules_hash(const struct rules *r)
{
	return r->hash;
}

u32 rules_pack_count(const struct rules *r)
{
	return r->npacks;
}

const char *rules_pack_name(const struct rules *r, u32 pack)
{
	return r->packs[pack].yaml->pack;
}

const char *rules_pack_file(const struct rules *r, u32 pack)
{
	return r->packs[pack].file;
}

static void add_labels(const struct pack *p, const char **v, u32 *n)
{
	for (u32 i = 0; i < p->naccessors; i++)
		for (u32 j = 0; j < p->accessors[i].nfunctions; j++)
			v[(*n)++] = p->accessors[i].functions[j];
	for (u32 i = 0; i < p->narrays; i++)
		v[(*n)++] = p->arrays[i].label;
}

static u32 count_labels(const struct rules *r)
{
	u32 n = 0;

	for (u32 i = 0; i < r->npacks; i++) {
		n += r->packs[i].narrays;
		for (u32 j = 0; j < r->packs[i].naccessors; j++)
			n += r->packs[i].accessors[j].nfunctions;
	}
	return n;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *rules_labels(const struct rules *r, struct arena *arena, u32 *ret_n)
{
	const char **v = arena_new_array(arena, const char *, count_labels(r) + 1);
	u32 n = 0, kept = 0;

	for (u32 i = 0; i < r->npacks; i++)
		add_labels(&r->packs[i], v, &n);
	qsort(v, n, sizeof(*v), by_text);
	for (u32 i = 0; i < n; i++)
		if (!kept || strcmp(v[kept - 1], v[i]) != 0)
			v[kept++] = arena_strdup(arena, v[i]);
	*ret_n = kept;
	return v;
}

const char *rules_pack_summary(const struct rules *r, u32 pack)
{
	return r->packs[pack].yaml->summary;
}

u32 rules_name_count(const struct rules *r)
{
	return r->nnames;
}

const struct rules_name *rules_name_get(const struct rules *r, u32 i)
{
	return &r->names[i];
}

const char *guard_level_name(enum guard_level l)
{
	static const char *const names[GUARD_LEVEL_COUNT] = {
		[GUARD_NONE] = "none",
		[GUARD_COMPILE] = "compile",
		[GUARD_HOST] = "host",
		[GUARD_GUEST_MAY] = "guest-may",
		[GUARD_GUEST_ENABLED] = "guest-enabled",
	};

	return l < GUARD_LEVEL_COUNT ? names[l] : "?";
}

/* The pattern may start at any folder of the path; '*' crosses folders. */
static bool glob_path(const char *pattern, const char *path)
{
	while (path) {
		if (!fnmatch(pattern, path, 0))
			return true;
		path = strchr(path, '/');
		if (path)
			path++;
	}
	return false;
}

bool rules_untouched(const struct rules *r, const char *path)
{
	u32 i, j;

	for (i = 0; i < r->npacks; i++)
		for (j = 0; j < r->packs[i].yaml->untouched_count; j++)
			if (glob_path(r->packs[i].yaml->untouched[j], path))
				return true;
	return false;
}
