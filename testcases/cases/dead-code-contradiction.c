// SPDX-License-Identifier: GPL-2.0-or-later
/* Two conditions that cannot hold together. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, int n)
{
	if (n > 20) {
		if (n < 10)
			return kvm_gpr_read(vcpu, VCPU_REGS_RIP);
		return kvm_gpr_read(vcpu, 1);		/* expect-safe */
	}
	return kvm_gpr_read(vcpu, 2);			/* expect-safe */
}
