// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper that asks the predicate, and one that only looks as if it did. */
#include "../reference/kvm_host.h"

static bool egpr_enabled(struct kvm_vcpu *vcpu)
{
	return (vcpu->arch.xcr0 & XFEATURE_MASK_APX) && is_64_bit_mode(vcpu);
}

static bool apx_mode(struct kvm_vcpu *vcpu)
{
	return is_64_bit_mode(vcpu);
}

void use(struct kvm_vcpu *vcpu)
{
	if (egpr_enabled(vcpu))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
	if (apx_mode(vcpu))
		kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);	/* expect: egpr-unguarded */
}
