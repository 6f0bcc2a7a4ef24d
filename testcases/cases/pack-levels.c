// SPDX-License-Identifier: GPL-2.0-or-later
/* rules: testcases/cases/include/guest-level.yaml */
/* Each guard is as strong as it is said to be: enough for its level, not for the next one. */
#include "../reference/kvm_host.h"

void host_gpr_touch(struct kvm_vcpu *vcpu, int reg);
void guest_gpr_touch(struct kvm_vcpu *vcpu, int reg);
void enabled_gpr_touch(struct kvm_vcpu *vcpu, int reg);

bool _test_bit(unsigned long nr, const volatile unsigned long *addr);

void host(struct kvm_vcpu *vcpu, const unsigned long *caps)
{
	if (static_cpu_has(X86_FEATURE_APX)) {
		host_gpr_touch(vcpu, 16);		/* expect-safe */
		guest_gpr_touch(vcpu, 16);		/* expect: egpr-unguarded */
	}
	if (_test_bit(X86_FEATURE_APX, caps)) {
		host_gpr_touch(vcpu, 16);		/* expect-safe */
		guest_gpr_touch(vcpu, 16);		/* expect: egpr-unguarded */
	}
	if (cpu_has_xfeatures(XFEATURE_MASK_APX, NULL)) {
		host_gpr_touch(vcpu, 16);		/* expect-safe */
		guest_gpr_touch(vcpu, 16);		/* expect: egpr-unguarded */
	}
	if (kvm_cpu_cap_has(X86_FEATURE_APX)) {
		host_gpr_touch(vcpu, 16);		/* expect-safe */
		guest_gpr_touch(vcpu, 16);		/* expect: egpr-unguarded */
	}
	if (kvm_caps.supported_xcr0 & XFEATURE_MASK_APX) {
		host_gpr_touch(vcpu, 16);		/* expect-safe */
		guest_gpr_touch(vcpu, 16);		/* expect: egpr-unguarded */
	}
}

void guest(struct kvm_vcpu *vcpu)
{
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_APX)) {
		guest_gpr_touch(vcpu, 16);		/* expect-safe */
		enabled_gpr_touch(vcpu, 16);		/* expect: egpr-unguarded */
	}
	if (vcpu->arch.guest_supported_xcr0 & XFEATURE_MASK_APX) {
		guest_gpr_touch(vcpu, 16);		/* expect-safe */
		enabled_gpr_touch(vcpu, 16);		/* expect: egpr-unguarded */
	}
	if (vcpu->arch.xcr0 & XFEATURE_MASK_APX)
		enabled_gpr_touch(vcpu, 16);		/* expect-safe */
}
