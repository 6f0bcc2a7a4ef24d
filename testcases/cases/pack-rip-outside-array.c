// SPDX-License-Identifier: GPL-2.0-or-later
/* The array once RIP has left it: its number is the count of registers. */
#include "../reference/kvm_types.h"

enum kvm_reg {
	VCPU_REGS_RAX,
	VCPU_REGS_R8 = 8,
	VCPU_REGS_R15 = 15,
	NR_VCPU_GENERAL_PURPOSE_REGS,

	VCPU_REG_RIP = NR_VCPU_GENERAL_PURPOSE_REGS,
	VCPU_REG_PDPTR,
	VCPU_REG_CR0,
	VCPU_REG_CR3,
	VCPU_REG_ERAPS = VCPU_REG_CR3,
	VCPU_REG_CR4,
	VCPU_REG_RFLAGS,
	VCPU_REG_SEGMENTS,
	VCPU_REG_EXIT_INFO_1,
	VCPU_REG_EXIT_INFO_2,
};

enum {
	VCPU_SREG_ES,
	VCPU_SREG_CS,
};

struct kvm_vcpu_arch {
	unsigned long regs[NR_VCPU_GENERAL_PURPOSE_REGS];
	unsigned long rip;
};

struct kvm_vcpu {
	struct kvm_vcpu_arch arch;
};

unsigned long kvm_register_read(struct kvm_vcpu *vcpu, int reg);
void kvm_register_write(struct kvm_vcpu *vcpu, int reg, unsigned long val);
unsigned long kvm_register_read_raw(struct kvm_vcpu *vcpu, int reg);
void kvm_register_write_raw(struct kvm_vcpu *vcpu, int reg, unsigned long val);

void legal(struct kvm_vcpu *vcpu)
{
	kvm_register_read(vcpu, VCPU_REGS_RAX);		/* expect-safe */
	kvm_register_write_raw(vcpu, VCPU_REGS_R15, 0);	/* expect-safe */
	vcpu->arch.regs[15] = vcpu->arch.rip;		/* expect-safe */
}

void rip(struct kvm_vcpu *vcpu)
{
	kvm_register_read(vcpu, VCPU_REG_RIP);		/* expect: rip-index */
	kvm_register_write(vcpu, VCPU_REG_RIP, 0);	/* expect: rip-index */
	vcpu->arch.regs[VCPU_REG_RIP] = 0;		/* expect: rip-index */
	kvm_register_read_raw(vcpu, 16);		/* expect: index-range */
	vcpu->arch.regs[NR_VCPU_GENERAL_PURPOSE_REGS] = 0; /* expect: index-range */
}

void classes(struct kvm_vcpu *vcpu)
{
	kvm_register_read(vcpu, VCPU_SREG_CS);		/* expect: wrong-register-class */
	kvm_register_read(vcpu, VCPU_REG_PDPTR);	/* expect: wrong-register-class */
	kvm_register_read(vcpu, VCPU_REG_CR0);		/* expect: wrong-register-class */
	kvm_register_read(vcpu, VCPU_REG_CR3);		/* expect: wrong-register-class */
	kvm_register_read(vcpu, VCPU_REG_ERAPS);	/* expect: wrong-register-class */
	kvm_register_read(vcpu, VCPU_REG_CR4);		/* expect: wrong-register-class */
	kvm_register_read(vcpu, VCPU_REG_RFLAGS);	/* expect: wrong-register-class */
	kvm_register_read(vcpu, VCPU_REG_SEGMENTS);	/* expect: wrong-register-class */
	kvm_register_read(vcpu, VCPU_REG_EXIT_INFO_1);	/* expect: wrong-register-class */
	kvm_register_read(vcpu, VCPU_REG_EXIT_INFO_2);	/* expect: wrong-register-class */
}
