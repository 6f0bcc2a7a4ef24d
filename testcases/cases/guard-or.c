// SPDX-License-Identifier: GPL-2.0-or-later
/* The guard or something else is no guard; not the guard or something else, left early, is. */
#include "../reference/kvm_host.h"

void either(struct kvm_vcpu *vcpu, bool wanted)
{
	if (wanted || static_cpu_has(X86_FEATURE_APX))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
}

void leave_early(struct kvm_vcpu *vcpu, bool unwanted)
{
	if (unwanted || !static_cpu_has(X86_FEATURE_APX))
		return;
	kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);		/* expect-safe */
}

/* Two guards, either of which is enough. */
void two_guards(struct kvm_vcpu *vcpu)
{
	if (static_cpu_has(X86_FEATURE_APX) || guest_cpu_cap_has(vcpu, X86_FEATURE_APX))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
}
