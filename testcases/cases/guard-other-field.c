// SPDX-License-Identifier: GPL-2.0-or-later
/* The right bit, tested in another field. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	if (vcpu->arch.cr4 & XFEATURE_MASK_APX)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
	if (vcpu->arch.xcr0 & XFEATURE_MASK_PKRU)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
}
