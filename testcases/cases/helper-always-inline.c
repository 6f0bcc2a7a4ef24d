// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper that must be inlined is a function like any other. */
#include "../reference/kvm_host.h"

static __always_inline unsigned long get(struct kvm_vcpu *vcpu, const int reg)
{
	return kvm_gpr_read_raw(vcpu, reg);
}

unsigned long use(struct kvm_vcpu *vcpu)
{
	return get(vcpu, VCPU_REGS_RDI) +
	       get(vcpu, VCPU_REGS_RIP);		/* expect: rip-index */
}
