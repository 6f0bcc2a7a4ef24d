/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the last collect into a database learnt, so that the next one need not.
 *
 * A file beside the database, DB.cache: which facts a file held when it had this
 * stamp, the briefs of units by the checksum of their facts, the sites and findings
 * of parts by the checksums of their units. All of it can be made again: what is
 * missing, damaged, of another gprcheck (the executable itself counts, not its
 * version) or of other rules is no error but an empty cache. Not part of
 * the database, as none of its answers depends on it.
 */
#ifndef CLI_CACHE_H
#define CLI_CACHE_H

#include "lib/engine/brief.h"
#include "lib/facts/facts.h"

/* Identity of facts. */
struct facts_key {
	u64 checksum, len;
};

struct part_key {
	u64 hi, lo;
};

struct cached_object {
	const char *path;
	bool is_stream, in_archive;
	u16 machine;
	u8 bits;
	u32 nrecords;
	const struct facts_key *records;
};

struct cached_file {
	struct facts_stamp stamp;
	u32 nobjects;
	const struct cached_object *objects;
};

struct cache;

/* fresh: begin with nothing. Never NULL. */
struct cache *cache_load(const char *db, u64 rules_hash, bool fresh);
/* Accepts NULL. */
void cache_free(struct cache *c);

/* NULL when there is none. What is found is kept for the next time. */
const struct cached_file *cache_file(struct cache *c, const char *path,
				     const struct facts_stamp *stamp);
const struct unit_brief *cache_unit(struct cache *c, struct facts_key key);
const void *cache_part(struct cache *c, struct part_key key, size_t *ret_len);

/* All is copied but the lists within, which must live as long as the cache. */
void cache_put_file(struct cache *c, const char *path, const struct cached_file *f);
void cache_put_unit(struct cache *c, struct facts_key key, const struct unit_brief *b);
void cache_put_part(struct cache *c, struct part_key key, const void *bytes, size_t len);

/*
 * Replaces the file by what was found and put. Files written so lately that one
 * more write might leave their stamp as it is are left out.
 */
int cache_save(struct cache *c, struct error *err);

#endif
