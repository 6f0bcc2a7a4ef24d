/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an analysis says as bytes, and several analyses as one. */
#ifndef FINDINGS_PACK_H
#define FINDINGS_PACK_H

#include "lib/base/pack.h"
#include "lib/findings/findings.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Functions, sites and findings; units are not part of it. */
void analysis_pack(const struct analysis *a, struct strbuf *out);
/*
 * The inverse: strings in the arena, units empty. False when the bytes are not
 * what analysis_pack() made.
 */
bool analysis_unpack(const void *bytes, size_t len, struct arena *arena,
		     struct analysis *ret);
/*
 * The functions, sites and findings of all parts, in the order of an analysis, in
 * ret->arena; strings and paths stay those of the parts. No two parts may have sites
 * or findings at the same place.
 */
void analysis_join(struct analysis *const *parts, u32 n, struct analysis *ret);

#ifdef __cplusplus
}
#endif
#endif
