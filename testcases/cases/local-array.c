// SPDX-License-Identifier: GPL-2.0-or-later
/* A local array: one element where the place is known, all of them where it is not. */
#include "../reference/kvm_host.h"

void known(struct kvm_vcpu *vcpu)
{
	int regs[2] = { VCPU_REGS_RAX, 40 };

	kvm_gpr_read(vcpu, regs[0]);			/* expect-safe */
	kvm_gpr_read(vcpu, regs[1]);			/* expect: index-range */
}

void unknown(struct kvm_vcpu *vcpu, unsigned int i)
{
	int regs[2] = { VCPU_REGS_RAX, VCPU_REGS_RIP };

	kvm_gpr_read(vcpu, regs[i & 1]);		/* expect: rip-index */
}

void stored(struct kvm_vcpu *vcpu, unsigned int i)
{
	int regs[2];

	regs[0] = VCPU_REGS_RDX;
	regs[1] = VCPU_REGS_RCX;
	kvm_gpr_read(vcpu, regs[i & 1]);		/* expect-safe */
}
