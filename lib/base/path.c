/* SPDX-License-Identifier: GPL-2.0-or-later */
/* File names as facts hold them. */
#include "lib/base/path.h"

#include <string.h>

char *path_normalise(struct arena *arena, const char *cwd, const char *file)
{
	char *out = arena_strdup(arena, file);
	size_t n = strlen(cwd);
	const char *in = file;
	char *o = out;

	if (n > 1 && !strncmp(in, cwd, n) && in[n] == '/')
		in += n + 1;
	if (*in == '/')
		*o++ = *in++;
	while (*in) {
		const char *end = strchr(in, '/');
		size_t len = end ? (size_t)(end - in) : strlen(in);
		char *base = out + (*out == '/' && o > out);
		char *prev = o;

		if (len == 0 || (len == 1 && *in == '.')) {
			in += len + !!end;
			continue;
		}
		if (prev > base)
			prev--;
		while (prev > base && prev[-1] != '/')
			prev--;
		if (len == 2 && !strncmp(in, "..", 2) && o > base &&
		    strncmp(prev, "../", 3) != 0) {
			o = prev;
		} else {
			memmove(o, in, len);
			o += len;
			if (end)
				*o++ = '/';
		}
		in += len + !!end;
	}
	*o = '\0';
	return out;
}
