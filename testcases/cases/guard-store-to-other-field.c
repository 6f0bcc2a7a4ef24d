// SPDX-License-Identifier: GPL-2.0-or-later
/* A store to another field leaves the guard as it is, and so does a call. */
#include "../reference/kvm_host.h"

void elsewhere(struct kvm_vcpu *vcpu);

void use(struct kvm_vcpu *vcpu, unsigned long val)
{
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	vcpu->arch.cr4 = val;
	elsewhere(vcpu);
	kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);		/* expect-safe */
}
