// SPDX-License-Identifier: GPL-2.0-or-later
/* Code after a return, and after a function that never returns. */
#include "../reference/kvm_host.h"

void never(void) __attribute__((noreturn));

unsigned long after_return(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, 0);			/* expect-safe */
	return kvm_gpr_read(vcpu, VCPU_REGS_RIP);
}

unsigned long after_noreturn(struct kvm_vcpu *vcpu)
{
	never();
	return kvm_gpr_read(vcpu, VCPU_REGS_RIP);
}

unsigned long after_bug(struct kvm_vcpu *vcpu)
{
	BUG();
	return kvm_gpr_read(vcpu, 32);
}
