// SPDX-License-Identifier: GPL-2.0-or-later
/* Both of two bits are set. */
#include "../reference/kvm_host.h"

#define NEED (XFEATURE_MASK_APX | XFEATURE_MASK_PKRU)

void all(struct kvm_vcpu *vcpu)
{
	if ((vcpu->arch.xcr0 & NEED) == NEED)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
}

void leave_early(struct kvm_vcpu *vcpu)
{
	if ((vcpu->arch.xcr0 & NEED) != NEED)
		return;
	kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);		/* expect-safe */
}

void not_all(struct kvm_vcpu *vcpu)
{
	if ((vcpu->arch.xcr0 & NEED) != NEED)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
}
