// SPDX-License-Identifier: GPL-2.0-or-later
/* None of two bits is clear, so APX is set. */
#include "../reference/kvm_host.h"

void guarded(struct kvm_vcpu *vcpu)
{
	if (~vcpu->arch.xcr0 & (XFEATURE_MASK_APX | XFEATURE_MASK_PKRU))
		return;
	kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);		/* expect-safe */
}

void inverted(struct kvm_vcpu *vcpu)
{
	if (~vcpu->arch.xcr0 & XFEATURE_MASK_APX)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
}
