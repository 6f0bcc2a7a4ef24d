// SPDX-License-Identifier: GPL-2.0-or-later
/* One number of each class, for every accessor and array of the first generation with APX. */
#include "../reference/kvm_host.h"

void array_accessor(struct kvm_vcpu *vcpu)
{
	kvm_register_read_raw(vcpu, VCPU_SREG_GS);	/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_EXREG_PDPTR);	/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_EXREG_CR0);	/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_EXREG_RFLAGS);	/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_EXREG_SEGMENTS);	/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_XREG_R16);	/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_REGS_RIP);	/* expect-safe */
}

void live(void)
{
	kvm_read_egpr(VCPU_SREG_GS);	/* expect: wrong-register-class */
	kvm_read_egpr(VCPU_EXREG_PDPTR);	/* expect: wrong-register-class */
	kvm_read_egpr(VCPU_EXREG_CR0);	/* expect: wrong-register-class */
	kvm_read_egpr(VCPU_EXREG_RFLAGS);	/* expect: wrong-register-class */
	kvm_read_egpr(VCPU_EXREG_SEGMENTS);	/* expect: wrong-register-class */
	if (static_cpu_has(X86_FEATURE_APX))
		kvm_read_egpr(VCPU_XREG_R16);	/* expect-safe */
}

void array(struct kvm_vcpu *vcpu)
{
	vcpu->arch.regs[VCPU_SREG_GS] = 0;	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_EXREG_PDPTR] = 0;	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_EXREG_CR0] = 0;	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_EXREG_RFLAGS] = 0;	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_EXREG_SEGMENTS] = 0;	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_XREG_R16] = 0;	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_REGS_RIP] = 0;	/* expect-safe */
}
