// SPDX-License-Identifier: GPL-2.0-or-later
/* LoongArch: register fields of five bits, and an index kept across an exit. */
#include "../reference/kvm_types.h"

struct kvm_vcpu_arch {
	unsigned long gprs[32];
	int io_gpr;
};

struct kvm_vcpu {
	struct kvm_vcpu_arch arch;
};

unsigned long kvm_read_reg(struct kvm_vcpu *vcpu, int num);
void kvm_write_reg(struct kvm_vcpu *vcpu, int num, unsigned long val);

void emulate_load(struct kvm_vcpu *vcpu, u32 insn)
{
	vcpu->arch.io_gpr = insn & 0x1f;
	kvm_write_reg(vcpu, insn >> 5 & 0x1f, 0);	/* expect-safe */
}

void complete_load(struct kvm_vcpu *vcpu, unsigned long val)
{
	vcpu->arch.gprs[vcpu->arch.io_gpr] = val;	/* expect-safe */
}

void bad(struct kvm_vcpu *vcpu, u32 insn)
{
	vcpu->arch.gprs[insn >> 5 & 0x3f] = 0;		/* expect: index-range */
	vcpu->arch.gprs[32] = kvm_read_reg(vcpu, 32);	/* expect: index-range, index-range */
	kvm_write_reg(vcpu, insn & 0x3ff, 0);		/* expect: index-range */
	kvm_read_reg(vcpu, 31);				/* expect-safe */
}
