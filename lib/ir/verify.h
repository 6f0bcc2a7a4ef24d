/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structural check of a unit: every index in range, every block well formed. */
#ifndef IR_VERIFY_H
#define IR_VERIFY_H

#include "lib/base/error.h"
#include "lib/ir/ir.h"

#ifdef __cplusplus
extern "C" {
#endif

/* 0, or ERR_FORMAT with "FILE: function F, block B, inst I: cause". */
int ir_verify(const struct ir_unit *unit, struct error *err);

#ifdef __cplusplus
}
#endif
#endif
