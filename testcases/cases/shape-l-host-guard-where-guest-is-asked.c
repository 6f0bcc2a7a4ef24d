// SPDX-License-Identifier: GPL-2.0-or-later
/* rules: testcases/cases/include/guest-level.yaml */
/*
 * Shape (l): what is given to a nested guest must be its own, not the host's. The extra
 * pack has an accessor that asks for the guest's level.
 */
#include "../reference/kvm_host.h"

unsigned long vmcs12_gpr_read(struct kvm_vcpu *vcpu, int reg);

unsigned long bad(struct kvm_vcpu *vcpu)
{
	if (!static_cpu_has(X86_FEATURE_APX) || !kvm_cpu_cap_has(X86_FEATURE_APX))
		return 0;
	return vmcs12_gpr_read(vcpu, VCPU_XREG_R16);	/* expect: egpr-unguarded */
}

unsigned long good(struct kvm_vcpu *vcpu)
{
	if (!guest_cpu_cap_has(vcpu, X86_FEATURE_APX))
		return 0;
	return vmcs12_gpr_read(vcpu, VCPU_XREG_R16);	/* expect-safe */
}

unsigned long good_enabled(struct kvm_vcpu *vcpu)
{
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return 0;
	return vmcs12_gpr_read(vcpu, VCPU_XREG_R16);	/* expect-safe */
}

unsigned long good_for_the_host(struct kvm_vcpu *vcpu)
{
	if (!static_cpu_has(X86_FEATURE_APX))
		return 0;
	return kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect-safe */
}
