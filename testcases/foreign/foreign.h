/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the libFuzzer targets share: rules, bytes as a file, and a check that aborts. */
#ifndef FOREIGN_H
#define FOREIGN_H

#include "lib/base/types.h"
#include "lib/ir/ir.h"
#include "lib/rules/rules.h"

/* The packs of the source tree, loaded once. */
const struct rules *foreign_rules(void);
/* The path of a file that holds these bytes, until the next call. */
const char *foreign_file(const u8 *data, size_t size);
/* Runs the engine over a unit, with small budgets. */
void foreign_analyse(const struct ir_unit *unit);
/* Ends the process as a crash: something that must hold does not. */
void foreign_must(bool holds, const char *what);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

#endif
