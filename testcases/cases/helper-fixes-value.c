// SPDX-License-Identifier: GPL-2.0-or-later
/* The callee alone fixes the illegal value, whatever the caller passes. */
#include "../reference/kvm_host.h"

static unsigned long get(struct kvm_vcpu *vcpu, int what)
{
	if (what)
		return kvm_gpr_read(vcpu, VCPU_REGS_RAX);	/* expect-safe */
	return kvm_gpr_read(vcpu, VCPU_REGS_RIP);		/* expect: rip-index */
}

unsigned long use(struct kvm_vcpu *vcpu)
{
	return get(vcpu, 0) + get(vcpu, 1);
}
