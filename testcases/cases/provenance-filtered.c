// SPDX-License-Identifier: GPL-2.0-or-later
/* RIP is sorted out by name before the accessor, so it may come in. */
#include "../reference/kvm_host.h"

static unsigned long read_any(struct kvm_vcpu *vcpu, int reg)
{
	if (reg == VCPU_REGS_RIP)
		return kvm_rip_read(vcpu);
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long use(struct kvm_vcpu *vcpu)
{
	return read_any(vcpu, VCPU_REGS_RIP) + read_any(vcpu, VCPU_REGS_RAX);
}
