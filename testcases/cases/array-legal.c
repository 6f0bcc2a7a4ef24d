// SPDX-License-Identifier: GPL-2.0-or-later
/* Subscripts of the cache array: 0..16, the last one being RIP. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, unsigned long q)
{
	return vcpu->arch.regs[VCPU_REGS_RAX] +		/* expect-safe */
	       vcpu->arch.regs[15] +			/* expect-safe */
	       vcpu->arch.regs[VCPU_REGS_RIP] +		/* expect-safe */
	       vcpu->arch.regs[q & 0xf];		/* expect-safe */
}

void store(struct kvm_vcpu *vcpu)
{
	vcpu->arch.regs[VCPU_REGS_RIP] = 0;		/* expect-safe */
	vcpu->arch.regs[NR_VCPU_REGS - 1] |= 1;		/* expect-safe */
}
