// SPDX-License-Identifier: GPL-2.0-or-later
/* The caller of a helper fixes the index, so the finding is the caller's. */
#include "../reference/kvm_host.h"

static unsigned long get(struct kvm_vcpu *vcpu, int reg)
{
	return kvm_gpr_read(vcpu, reg);
}

unsigned long use(struct kvm_vcpu *vcpu)
{
	return get(vcpu, VCPU_REGS_RAX) +
	       get(vcpu, VCPU_REGS_RIP);		/* expect: rip-index */
}
