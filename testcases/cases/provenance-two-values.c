// SPDX-License-Identifier: GPL-2.0-or-later
/* Two illegal values at one place break two rules. */
#include "../reference/kvm_host.h"

unsigned long unguarded(struct kvm_vcpu *vcpu, bool pc)
{
	int reg = pc ? VCPU_REGS_RIP : VCPU_XREG_R16;

	return kvm_gpr_read(vcpu, reg);			/* expect: rip-index, egpr-unguarded */
}

/* Same number, two names: the guard is for one of them only. */
unsigned long guarded(struct kvm_vcpu *vcpu, bool pc)
{
	int reg = pc ? VCPU_REGS_RIP : VCPU_XREG_R16;

	if (!static_cpu_has(X86_FEATURE_APX))
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect: rip-index */
}
