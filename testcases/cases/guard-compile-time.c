// SPDX-License-Identifier: GPL-2.0-or-later
/* That the code was configured for APX says nothing about the machine. */
#include "../reference/kvm_host.h"

void ifdef_only(struct kvm_vcpu *vcpu)
{
#ifdef CONFIG_KVM_APX
	kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);		/* expect: egpr-unguarded */
#endif
}

void is_enabled_only(struct kvm_vcpu *vcpu)
{
	if (IS_ENABLED(CONFIG_KVM_APX))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
}

void both(struct kvm_vcpu *vcpu)
{
	if (IS_ENABLED(CONFIG_KVM_APX) && kvm_cpu_cap_has(X86_FEATURE_APX))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
}
