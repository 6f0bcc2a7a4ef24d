// SPDX-License-Identifier: GPL-2.0-or-later
/* What the code declares impossible is taken at its word. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, int reg)
{
	if (reg < 0 || reg > 15)
		__builtin_unreachable();
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}
