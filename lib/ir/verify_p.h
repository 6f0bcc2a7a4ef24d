/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of the verifier that irb_end() runs on a body just built. */
#ifndef IR_VERIFY_P_H
#define IR_VERIFY_P_H

#include "lib/base/error.h"
#include "lib/ir/ir.h"

/* As ir_verify(), for one function and without "FILE: " in the message. */
int ir_verify_func(const struct ir_unit *unit, const struct ir_func *f,
		   struct error *err);

#endif
