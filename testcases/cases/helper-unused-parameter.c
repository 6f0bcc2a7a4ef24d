// SPDX-License-Identifier: GPL-2.0-or-later
/* A number that is no index does not matter. */
#include "../reference/kvm_host.h"

static void put(struct kvm_vcpu *vcpu, int msr, int reg)
{
	kvm_gpr_write(vcpu, reg, msr);			/* expect-safe */
}

void use(struct kvm_vcpu *vcpu)
{
	put(vcpu, 0x174, VCPU_REGS_RAX);
	put(vcpu, VCPU_REGS_RIP, VCPU_REGS_RCX);
}
