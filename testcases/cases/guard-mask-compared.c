// SPDX-License-Identifier: GPL-2.0-or-later
/* The result of the mask is compared with 0 or with the mask. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	if ((vcpu->arch.xcr0 & XFEATURE_MASK_APX) != 0)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
	if ((vcpu->arch.xcr0 & XFEATURE_MASK_APX) == XFEATURE_MASK_APX)
		kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);	/* expect-safe */
	if (!!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		kvm_gpr_write(vcpu, VCPU_XREG_R18, 0);	/* expect-safe */
	if ((vcpu->arch.xcr0 & XFEATURE_MASK_APX) == 0)
		kvm_gpr_write(vcpu, VCPU_XREG_R19, 0);	/* expect: egpr-unguarded */
}
