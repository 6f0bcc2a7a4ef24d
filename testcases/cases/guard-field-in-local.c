// SPDX-License-Identifier: GPL-2.0-or-later
/* The field is read into a local first, and the mask stands in another. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	u64 xcr0 = vcpu->arch.xcr0;
	u64 need = XFEATURE_MASK_APX;

	if (xcr0 & XFEATURE_MASK_APX)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
	if (xcr0 & need)
		kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);	/* expect-safe */
	if (xcr0)
		kvm_gpr_write(vcpu, VCPU_XREG_R18, 0);	/* expect: egpr-unguarded */
}
