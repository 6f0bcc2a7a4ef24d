// SPDX-License-Identifier: GPL-2.0-or-later
/* A store to the tested field ends the guard. */
#include "../reference/kvm_host.h"

void before(struct kvm_vcpu *vcpu, u64 xcr)
{
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);		/* expect-safe */
	vcpu->arch.xcr0 = xcr;
	kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);		/* expect: egpr-unguarded */
}

void on_one_path(struct kvm_vcpu *vcpu, u64 xcr, bool set)
{
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	if (set)
		vcpu->arch.xcr0 = xcr;
	kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);		/* expect: egpr-unguarded */
}
