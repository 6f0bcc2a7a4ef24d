// SPDX-License-Identifier: GPL-2.0-or-later
/* Shape (j): that the kernel was built for 64 bits says nothing about the CPU it runs on. */
#include "../reference/kvm_host.h"

#ifdef CONFIG_X86_64
unsigned long bad(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect: egpr-unguarded */
}
#endif

unsigned long bad_enabled(struct kvm_vcpu *vcpu)
{
	if (!IS_ENABLED(CONFIG_KVM_APX))
		return 0;
	return kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect: egpr-unguarded */
}

unsigned long good(struct kvm_vcpu *vcpu)
{
	if (!IS_ENABLED(CONFIG_KVM_APX) || !cpu_feature_enabled(X86_FEATURE_APX))
		return 0;
	return kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect-safe */
}
