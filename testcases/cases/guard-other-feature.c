// SPDX-License-Identifier: GPL-2.0-or-later
/* The right predicate, asked for another feature. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	if (static_cpu_has(X86_FEATURE_AVX512F))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
	if (kvm_cpu_cap_has(X86_FEATURE_PKU))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_XSAVE))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
	if (cpu_has_xfeatures(XFEATURE_MASK_PKRU, NULL))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
}
