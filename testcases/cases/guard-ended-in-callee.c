// SPDX-License-Identifier: GPL-2.0-or-later
/* A function that stores to the tested field ends the guard for its caller. */
#include "../reference/kvm_host.h"

static void set_xcr0(struct kvm_vcpu *vcpu, u64 xcr)
{
	vcpu->arch.xcr0 = xcr;
}

void use(struct kvm_vcpu *vcpu, u64 xcr)
{
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);		/* expect-safe */
	set_xcr0(vcpu, xcr);
	kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);		/* expect: egpr-unguarded */
}
