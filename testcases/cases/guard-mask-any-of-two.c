// SPDX-License-Identifier: GPL-2.0-or-later
/* One of two bits is set: that need not be APX. */
#include "../reference/kvm_host.h"

void any(struct kvm_vcpu *vcpu)
{
	if (vcpu->arch.xcr0 & (XFEATURE_MASK_APX | XFEATURE_MASK_PKRU))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
}
