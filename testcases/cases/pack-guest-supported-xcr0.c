// SPDX-License-Identifier: GPL-2.0-or-later
/* The features a guest may enable are a subset of what the host supports. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	if (vcpu->arch.guest_supported_xcr0 & XFEATURE_MASK_APX)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
	if (vcpu->arch.guest_supported_xcr0 & XFEATURE_MASK_PKRU)
		kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);	/* expect: egpr-unguarded */
}
