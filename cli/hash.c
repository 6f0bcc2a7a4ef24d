/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hash of a file, see cli.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "cli/cli.h"

int hash_file(const char *path, u64 *hash, struct error *err)
{
	FILE *in = fopen(path, "rb");
	XXH64_state_t *state;
	char buf[65536];
	size_t n;
	bool bad;

	if (!in)
		return error_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	state = XXH64_createState();
	if (!state)
		abort();
	XXH64_reset(state, *hash);
	while ((n = fread(buf, 1, sizeof(buf), in)) > 0)
		XXH64_update(state, buf, n);
	*hash = XXH64_digest(state);
	XXH64_freeState(state);
	bad = ferror(in);
	fclose(in);
	return bad ? error_set(err, ERR_IO, "%s: cannot be read", path) : 0;
}
