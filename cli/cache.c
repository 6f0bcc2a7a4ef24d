/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the last collect learnt, see cache.h. */
#include "cli/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

/* Out of memory ends the process, as in lib/base. */
#define uthash_fatal(msg) abort()
#include <uthash.h>

/* Changes with what stands in the file; the executable is part of the identity, too. */
#define CACHE_MAGIC "GPRCACH1"
/*
 * Coarser than the clock that stamps files: ticks of the kernel, or whole seconds
 * (two of them on FAT) where the file system keeps no more.
 */
#define YOUNG_NS 250000000ll
#define YOUNG_COARSE_NS 2500000000ll

struct file_entry {
	struct cached_file f;
	bool used;
	UT_hash_handle hh;
	char path[];
};

struct unit_entry {
	struct facts_key key;
	struct unit_brief b;
	bool used;
	UT_hash_handle hh;
};

struct part_entry {
	struct part_key key;
	const void *bytes;
	size_t len;
	bool used;
	UT_hash_handle hh;
};

struct cache {
	struct arena *arena;
	char *path;
	u64 identity;		/* 0: nothing may be kept */
	s64 began;		/* when nothing was read yet */
	void *map;		/* the file as it was; parts point into it */
	size_t map_len;
	struct file_entry *files;
	struct unit_entry *units;
	struct part_entry *parts;
	bool changed;		/* something was put */
};

struct header {
	char magic[8];
	u64 identity, checksum;
};

/* ---- identity -------------------------------------------------------------------- */

static void *map_file(const char *path, size_t *ret_len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *map = MAP_FAILED;
	struct stat st;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return NULL;
	*ret_len = (size_t)st.st_size;
	return map;
}

/* Another build of gprcheck may come to other verdicts. */
static u64 identity_of(u64 rules_hash)
{
	size_t len;
	void *self = map_file("/proc/self/exe", &len);
	u64 h;

	if (!self)
		return 0;
	h = XXH3_64bits_withSeed(self, len, rules_hash);
	munmap(self, len);
	return h | 1;
}

/* ---- entries ------------------------------------------------------------------------ */

static struct file_entry *add_file(struct cache *c, const char *path)
{
	size_t len = strlen(path);
	struct file_entry *e;

	HASH_FIND(hh, c->files, path, len, e);
	if (e)
		return e;
	e = arena_zalloc(c->arena, sizeof(*e) + len + 1);
	memcpy(e->path, path, len);
	HASH_ADD(hh, c->files, path, len, e);
	return e;
}

static struct unit_entry *add_unit(struct cache *c, struct facts_key key)
{
	struct unit_entry *e;

	HASH_FIND(hh, c->units, &key, sizeof(key), e);
	if (e)
		return e;
	e = arena_new_obj(c->arena, struct unit_entry);
	e->key = key;
	HASH_ADD(hh, c->units, key, sizeof(e->key), e);
	return e;
}

static struct part_entry *add_part(struct cache *c, struct part_key key)
{
	struct part_entry *e;

	HASH_FIND(hh, c->parts, &key, sizeof(key), e);
	if (e)
		return e;
	e = arena_new_obj(c->arena, struct part_entry);
	e->key = key;
	HASH_ADD(hh, c->parts, key, sizeof(e->key), e);
	return e;
}

/* ---- reading --------------------------------------------------------------------------- */

static struct facts_key unpack_key(struct unpack *u)
{
	struct facts_key k;

	k.checksum = unpack_num(u);
	k.len = unpack_num(u);
	return k;
}

static void unpack_object(struct cache *c, struct unpack *u, struct cached_object *o)
{
	struct facts_key *records;

	o->path = unpack_str(u, c->arena);
	o->is_stream = unpack_below(u, 2);
	o->in_archive = unpack_below(u, 2);
	o->machine = (u16)unpack_below(u, 1u << 16);
	o->bits = (u8)unpack_below(u, 1u << 8);
	o->nrecords = unpack_count(u);
	records = arena_new_array(c->arena, struct facts_key, o->nrecords);
	for (u32 i = 0; i < o->nrecords; i++)
		records[i] = unpack_key(u);
	o->records = records;
}

static void unpack_file(struct cache *c, struct unpack *u)
{
	struct file_entry *e = add_file(c, unpack_str(u, c->arena));
	struct cached_object *objects;

	e->f.stamp.ino = unpack_num(u);
	e->f.stamp.size = unpack_num(u);
	e->f.stamp.mtime = (s64)unpack_num(u);
	e->f.stamp.ctime = (s64)unpack_num(u);
	e->f.nobjects = unpack_count(u);
	objects = arena_new_array(c->arena, struct cached_object, e->f.nobjects);
	for (u32 i = 0; i < e->f.nobjects; i++)
		unpack_object(c, u, &objects[i]);
	e->f.objects = objects;
}

static void unpack_all(struct cache *c, struct unpack *u)
{
	u32 i, n;

	for (i = 0, n = unpack_count(u); i < n; i++)
		unpack_file(c, u);
	for (i = 0, n = unpack_count(u); i < n; i++) {
		struct unit_entry *e = add_unit(c, unpack_key(u));

		unit_brief_unpack(u, c->arena, &e->b);
		e->b.info.checksum = e->key.checksum;
	}
	for (i = 0, n = unpack_count(u); i < n; i++) {
		struct part_key key;
		struct part_entry *e;

		key.hi = unpack_num(u);
		key.lo = unpack_num(u);
		e = add_part(c, key);
		e->bytes = unpack_bytes(u, &e->len);
	}
}

static void forget_all(struct cache *c)
{
	HASH_CLEAR(hh, c->files);
	HASH_CLEAR(hh, c->units);
	HASH_CLEAR(hh, c->parts);
	arena_reset(c->arena);
}

static void read_file(struct cache *c)
{
	const struct header *h;
	struct unpack u = { 0 };

	c->map = map_file(c->path, &c->map_len);
	h = c->map;
	if (!h || c->map_len < sizeof(*h) || memcmp(h->magic, CACHE_MAGIC, sizeof(h->magic)) ||
	    h->identity != c->identity)
		return;
	u.p = (const u8 *)(h + 1);
	u.end = (const u8 *)c->map + c->map_len;
	if (h->checksum != XXH3_64bits(u.p, (size_t)(u.end - u.p)))
		return;
	unpack_all(c, &u);
	if (u.failed || u.p != u.end)
		forget_all(c);
}

static s64 now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (s64)t.tv_sec * 1000000000 + t.tv_nsec;
}

struct cache *cache_load(const char *db, u64 rules_hash, bool fresh)
{
	struct cache *c = calloc(1, sizeof(*c));

	if (!c || asprintf(&c->path, "%s.cache", db) < 0)
		abort();
	c->arena = arena_new();
	c->began = now();
	c->identity = identity_of(rules_hash);
	if (c->identity && !fresh)
		read_file(c);
	return c;
}

void cache_free(struct cache *c)
{
	if (!c)
		return;
	forget_all(c);
	if (c->map)
		munmap(c->map, c->map_len);
	arena_free(c->arena);
	free(c->path);
	free(c);
}

/* ---- finding, putting ------------------------------------------------------------------- */

const struct cached_file *cache_file(struct cache *c, const char *path,
				     const struct facts_stamp *stamp)
{
	struct file_entry *e;

	HASH_FIND(hh, c->files, path, strlen(path), e);
	if (!e || memcmp(&e->f.stamp, stamp, sizeof(*stamp)))
		return NULL;
	e->used = true;
	return &e->f;
}

const struct unit_brief *cache_unit(struct cache *c, struct facts_key key)
{
	struct unit_entry *e;

	HASH_FIND(hh, c->units, &key, sizeof(key), e);
	if (!e)
		return NULL;
	e->used = true;
	return &e->b;
}

const void *cache_part(struct cache *c, struct part_key key, size_t *ret_len)
{
	struct part_entry *e;

	HASH_FIND(hh, c->parts, &key, sizeof(key), e);
	if (!e)
		return NULL;
	e->used = true;
	*ret_len = e->len;
	return e->bytes;
}

static bool is_young(const struct cache *c, const struct facts_stamp *stamp)
{
	bool coarse = stamp->ctime % 1000000000 == 0;

	return facts_stamp_age(stamp, c->began) <= (coarse ? YOUNG_COARSE_NS : YOUNG_NS);
}

void cache_put_file(struct cache *c, const char *path, const struct cached_file *f)
{
	struct file_entry *e = add_file(c, path);

	e->f = *f;
	e->used = !is_young(c, &f->stamp);
	c->changed |= e->used;
}

void cache_put_unit(struct cache *c, struct facts_key key, const struct unit_brief *b)
{
	struct unit_entry *e = add_unit(c, key);

	e->b = *b;
	e->used = true;
	c->changed = true;
}

void cache_put_part(struct cache *c, struct part_key key, const void *bytes, size_t len)
{
	struct part_entry *e = add_part(c, key);

	e->bytes = arena_memdup(c->arena, bytes, len);
	e->len = len;
	e->used = true;
	c->changed = true;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void pack_key(struct strbuf *out, struct facts_key k)
{
	pack_num(out, k.checksum);
	pack_num(out, k.len);
}

static void pack_file(struct strbuf *out, const struct file_entry *e)
{
	pack_str(out, e->path);
	pack_num(out, e->f.stamp.ino);
	pack_num(out, e->f.stamp.size);
	pack_num(out, (u64)e->f.stamp.mtime);
	pack_num(out, (u64)e->f.stamp.ctime);
	pack_num(out, e->f.nobjects);
	for (u32 i = 0; i < e->f.nobjects; i++) {
		const struct cached_object *o = &e->f.objects[i];

		pack_str(out, o->path);
		pack_num(out, o->is_stream);
		pack_num(out, o->in_archive);
		pack_num(out, o->machine);
		pack_num(out, o->bits);
		pack_num(out, o->nrecords);
		for (u32 j = 0; j < o->nrecords; j++)
			pack_key(out, o->records[j]);
	}
}

#define count_used(list, e) \
	({ u32 n_ = 0; for ((e) = (list); (e); (e) = (e)->hh.next) n_ += (e)->used; n_; })

static void pack_all(const struct cache *c, struct strbuf *out)
{
	const struct file_entry *f;
	const struct unit_entry *u;
	const struct part_entry *p;

	pack_num(out, count_used(c->files, f));
	for (f = c->files; f; f = f->hh.next)
		if (f->used)
			pack_file(out, f);
	pack_num(out, count_used(c->units, u));
	for (u = c->units; u; u = u->hh.next) {
		if (!u->used)
			continue;
		pack_key(out, u->key);
		unit_brief_pack(&u->b, out);
	}
	pack_num(out, count_used(c->parts, p));
	for (p = c->parts; p; p = p->hh.next) {
		if (!p->used)
			continue;
		pack_num(out, p->key.hi);
		pack_num(out, p->key.lo);
		pack_bytes(out, p->bytes, p->len);
	}
}

static int write_all(int fd, const void *bytes, size_t len)
{
	const char *p = bytes;

	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Written under another name: whoever is killed leaves the old cache as it was. */
static int write_file(struct cache *c, const struct strbuf *data, struct error *err)
{
	char *path;
	int fd, code = 0;

	if (asprintf(&path, "%s.new", c->path) < 0)
		abort();
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	/* Another collect writes it at this moment: one of the two will do. */
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0)
		goto out;
	if (fd < 0 || ftruncate(fd, 0) != 0 || write_all(fd, data->buf, data->len) != 0 ||
	    rename(path, c->path) != 0) {
		code = error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
		unlink(path);
	}
out:
	if (fd >= 0)
		close(fd);
	free(path);
	return code;
}

static bool something_is_unused(const struct cache *c)
{
	const struct file_entry *f;
	const struct unit_entry *u;
	const struct part_entry *p;

	return count_used(c->files, f) < HASH_COUNT(c->files) ||
	       count_used(c->units, u) < HASH_COUNT(c->units) ||
	       count_used(c->parts, p) < HASH_COUNT(c->parts);
}

int cache_save(struct cache *c, struct error *err)
{
	struct strbuf out = STRBUF_INIT;
	struct header h = { .identity = c->identity };
	int code;

	if (!c->identity || (!c->changed && !something_is_unused(c)))
		return 0;
	memcpy(h.magic, CACHE_MAGIC, sizeof(h.magic));
	strbuf_add(&out, &h, sizeof(h));
	pack_all(c, &out);
	h.checksum = XXH3_64bits(out.buf + sizeof(h), out.len - sizeof(h));
	memcpy(out.buf, &h, sizeof(h));
	code = write_file(c, &out, err);
	strbuf_release(&out);
	return code;
}
