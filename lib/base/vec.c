/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Growth of the typed arrays of lib/base/vec.h. */
#include "lib/base/vec.h"

#include <stdlib.h>

void *vec_grow_(void *v, u32 *cap, u32 need, size_t elem)
{
	u32 n = *cap ? *cap : 8;

	if (need <= *cap)
		return v;
	while (n < need)
		n *= 2;
	v = realloc(v, (size_t)n * elem);
	if (!v)
		abort();
	*cap = n;
	return v;
}

void vec_free_(void *v)
{
	free(v);
}
