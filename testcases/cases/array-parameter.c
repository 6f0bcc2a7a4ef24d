// SPDX-License-Identifier: GPL-2.0-or-later
/* A subscript that a caller chooses. */
#include "../reference/kvm_host.h"

static __attribute__((noinline)) unsigned long get(struct kvm_vcpu *vcpu, int reg)
{
	return vcpu->arch.regs[reg];
}

unsigned long use(struct kvm_vcpu *vcpu)
{
	return get(vcpu, VCPU_REGS_RIP) +
	       get(vcpu, VCPU_REGS_R15 + 2);		/* expect: index-range */
}

unsigned long unknown(struct kvm_vcpu *vcpu, int reg)
{
	return vcpu->arch.regs[reg];			/* expect-unproven */
}
