// SPDX-License-Identifier: GPL-2.0-or-later
/* Every number of another class, one by one. */
#include "../reference/kvm_host.h"

/* of later kernels, where it shares the place of CR3 */
enum { VCPU_EXREG_ERAPS = VCPU_EXREG_CR3 };

void segments(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, VCPU_SREG_ES);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_SREG_CS);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_SREG_SS);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_SREG_DS);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_SREG_FS);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_SREG_GS);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_SREG_TR);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_SREG_LDTR);		/* expect: wrong-register-class */
}

void cached(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, VCPU_EXREG_PDPTR);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_EXREG_CR0);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_EXREG_CR3);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_EXREG_ERAPS);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_EXREG_CR4);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_EXREG_RFLAGS);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_EXREG_SEGMENTS);	/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_EXREG_EXIT_INFO_1);	/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_EXREG_EXIT_INFO_2);	/* expect: wrong-register-class */
}
