// SPDX-License-Identifier: GPL-2.0-or-later
/* The bit is shifted down and tested there. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	if (vcpu->arch.xcr0 >> XFEATURE_APX & 1)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
	if (vcpu->arch.xcr0 & (1ULL << XFEATURE_APX))
		kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);	/* expect-safe */
	if (vcpu->arch.xcr0 >> XFEATURE_PKRU & 1)
		kvm_gpr_write(vcpu, VCPU_XREG_R18, 0);	/* expect: egpr-unguarded */
}
