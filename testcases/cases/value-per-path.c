// SPDX-License-Identifier: GPL-2.0-or-later
/* The index and the way it is used depend on the same condition. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, bool pc)
{
	int reg = pc ? VCPU_REGS_RIP : VCPU_REGS_RAX;

	if (pc)
		kvm_rip_write(vcpu, 0);
	else
		kvm_gpr_write(vcpu, reg, 0);		/* expect-safe */
}

void wrong_way(struct kvm_vcpu *vcpu, bool pc)
{
	int reg = pc ? VCPU_REGS_RIP : VCPU_REGS_RAX;

	if (!pc)
		kvm_rip_write(vcpu, 0);
	else
		kvm_gpr_write(vcpu, reg, 0);		/* expect: rip-index */
}
