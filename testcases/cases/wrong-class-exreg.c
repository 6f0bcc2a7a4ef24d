// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers that exist only for availability tracking, given to a value accessor. */
#include "../reference/kvm_host.h"

void gpr(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, VCPU_EXREG_CR3);		/* expect: wrong-register-class */
	kvm_gpr_write(vcpu, VCPU_EXREG_RFLAGS, 0);	/* expect: wrong-register-class */
}

/* The guard makes 17..31 legal as numbers, but CR0 is still no R18. */
void guarded(struct kvm_vcpu *vcpu)
{
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_APX))
		kvm_gpr_read(vcpu, VCPU_EXREG_CR0);	/* expect: wrong-register-class */
}

/* Out of range as well; the more specific rule is reported. */
void array(struct kvm_vcpu *vcpu)
{
	kvm_register_read_raw(vcpu, VCPU_EXREG_PDPTR);	/* expect: wrong-register-class */
}
