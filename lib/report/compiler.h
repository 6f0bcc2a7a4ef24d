/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings worded as a compiler words its warnings.
 *
 *	FILE:LINE:COL: warning: TEXT [gprcheck:RULE]
 *	FILE:LINE:COL: note: (N) TEXT
 *
 * Needs nothing but findings, base and stdio: the GCC plugin prints with it.
 */
#ifndef REPORT_COMPILER_H
#define REPORT_COMPILER_H

#include <stdio.h>

#include "lib/findings/findings.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One write for the warning and all its notes: parallel jobs do not mix. */
void report_warning(FILE *out, const struct finding *f);

#ifdef __cplusplus
}
#endif
#endif
