/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking for a macro map from the last one on. */
#include "gcc-plugin/linemaps.h"

/* Locations count down: a later map holds smaller ones. */
static bool starts_above(u32 i, location_t loc)
{
	return MAP_START_LOCATION(LINEMAPS_MACRO_MAP_AT(line_table, i)) > loc;
}

u32 linemaps_macro(location_t loc, u32 *near)
{
	u32 n = LINEMAPS_MACRO_USED(line_table), step = 1;
	u32 lo = 0, hi = n - 1, i = MIN(*near, hi);

	/* The answer is the first map that does not start above: in lo..hi. */
	if (starts_above(i, loc)) {
		for (lo = i + 1; lo + step <= hi && starts_above(lo + step - 1, loc);
		     step *= 2)
			lo += step;
		hi = MIN(hi, lo + step - 1);
	} else {
		for (hi = i; hi >= step && !starts_above(hi - step, loc); step *= 2)
			hi -= step;
		lo = hi >= step ? hi - step + 1 : 0;
	}
	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (starts_above(mid, loc))
			lo = mid + 1;
		else
			hi = mid;
	}
	*near = lo;
	return lo;
}
