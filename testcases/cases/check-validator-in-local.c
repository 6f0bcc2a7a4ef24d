// SPDX-License-Identifier: GPL-2.0-or-later
/* The answer of a predicate is kept in a local first. */
#include "../reference/kvm_host.h"

static bool reg_ok(int reg)
{
	return (unsigned int)reg < 16;
}

void use(struct kvm_vcpu *vcpu, int reg)
{
	bool ok = reg_ok(reg);

	if (ok)
		kvm_gpr_read(vcpu, reg);		/* expect-safe */
}
