// SPDX-License-Identifier: GPL-2.0-or-later
/* After the store the guard is asked once more. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, u64 xcr)
{
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	vcpu->arch.xcr0 = xcr;
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);		/* expect-safe */
}
