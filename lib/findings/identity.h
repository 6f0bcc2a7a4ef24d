/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a finding is recognised by when the tree has changed.
 *
 * A finding has several keys, from strict to loose. Rule, accessor and index
 * (value and the name it was spelled by) are part of each: another accessor
 * or another illegal value is another finding. Lines, columns, names of
 * variables and messages are part of none. Doc: doc/database.md, Identity.
 */
#ifndef FINDINGS_IDENTITY_H
#define FINDINGS_IDENTITY_H

#include "lib/findings/findings.h"

#ifdef __cplusplus
extern "C" {
#endif

enum identity_key {
	KEY_EXACT,	/* file, function, shape of the path, where the value came from */
	KEY_PLACE,	/* file, function */
	KEY_FUNCTION,	/* function: found again in another file */
	KEY_FILE,	/* file, shape of the path: found in another function */
	KEY_COUNT
};

/* "exact", "place", "function", "file". */
const char *identity_key_name(enum identity_key k);

/*
 * Equal for findings that this key cannot tell apart: the same, or twins.
 * file: taken for f->loc.file, which is how a renamed file is looked up.
 */
u64 identity_hash(const struct finding *f, enum identity_key k, const char *file);

/* Equal when all that is said of two findings is, lines and words included. */
u64 identity_content(const struct finding *f);

/*
 * Where twins are in their function: `position` is that of the place among
 * the sites of the accessor there, from 1, 0 when the place is no site.
 */
struct twin_place {
	u32 position, line;
};

/*
 * Pairs twins of two runs, both in their order in the file: as many pairs as
 * the shorter list has, in order, those that lie most alike. ret_old[i] is
 * the index of what now[i] was, or TWIN_NONE.
 */
#define TWIN_NONE 0xffffffffu
void identity_pair(const struct twin_place *old, u32 nold,
		   const struct twin_place *now, u32 nnow, u32 *ret_old);

#ifdef __cplusplus
}
#endif
#endif
