// SPDX-License-Identifier: GPL-2.0-or-later
/* The guard is cpu_feature_enabled(). */
#include "../reference/kvm_host.h"

unsigned long guarded(struct kvm_vcpu *vcpu)
{
	if (cpu_feature_enabled(X86_FEATURE_APX))
		return kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect-safe */
	return 0;
}

unsigned long other_branch(struct kvm_vcpu *vcpu)
{
	if (!cpu_feature_enabled(X86_FEATURE_APX))
		return kvm_gpr_read(vcpu, VCPU_XREG_R17);	/* expect: egpr-unguarded */
	return 0;
}

/* No guard makes RIP a general register. */
unsigned long rip(struct kvm_vcpu *vcpu)
{
	if (cpu_feature_enabled(X86_FEATURE_APX))
		return kvm_gpr_read(vcpu, VCPU_REGS_RIP);	/* expect: rip-index */
	return 0;
}
