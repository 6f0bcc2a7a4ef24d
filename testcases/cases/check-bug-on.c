// SPDX-License-Identifier: GPL-2.0-or-later
/* BUG_ON() does not return. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, int reg)
{
	BUG_ON(reg < 0 || reg > 15);
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}
