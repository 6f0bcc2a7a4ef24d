// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=3 */
/* One number of each class, for the accessors and the array once RIP has left it. */
#include "../reference/kvm_host.h"

void accessor(struct kvm_vcpu *vcpu)
{
	kvm_register_read_raw(vcpu, VCPU_SREG_GS);	/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_REG_PDPTR);	/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_REG_CR0);	/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_REG_RFLAGS);	/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_REG_SEGMENTS);	/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_REGS_R15);	/* expect-safe */
}

void array(struct kvm_vcpu *vcpu)
{
	vcpu->arch.regs[VCPU_SREG_GS] = 0;	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_REG_PDPTR] = 0;	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_REG_CR0] = 0;	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_REG_RFLAGS] = 0;	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_REG_SEGMENTS] = 0;	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_REGS_R31] = 0;	/* expect-safe */
}
