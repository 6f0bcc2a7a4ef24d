// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper that is true where APX is missing. */
#include "../reference/kvm_host.h"

static bool rex2_invalid(struct kvm_vcpu *vcpu)
{
	return !(vcpu->arch.cr4 & X86_CR4_OSXSAVE) ||
	       !(vcpu->arch.xcr0 & XFEATURE_MASK_APX);
}

void guarded(struct kvm_vcpu *vcpu)
{
	if (rex2_invalid(vcpu))
		return;
	kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);		/* expect-safe */
}

void inverted(struct kvm_vcpu *vcpu)
{
	if (rex2_invalid(vcpu))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
}
