// SPDX-License-Identifier: GPL-2.0-or-later
/* A register kept in the vcpu while userspace completes an instruction; -1 stands for EDX:EAX. */
#include "../reference/kvm_host.h"

struct exit_state {
	int rdmsr_reg;
	int load_reg;
	int wide_reg;
	unsigned long data;
};

int emulate_rdmsr(struct kvm_vcpu *vcpu, struct exit_state *s, int reg, bool to_user)
{
	if (to_user) {
		s->rdmsr_reg = reg;
		return 0;
	}
	if (reg < 0)
		kvm_gpr_write(vcpu, VCPU_REGS_RAX, s->data);
	else
		kvm_gpr_write(vcpu, reg, s->data);	/* expect-safe */
	return 1;
}

int handle_rdmsr(struct kvm_vcpu *vcpu, struct exit_state *s)
{
	return emulate_rdmsr(vcpu, s, -1, s->data & 1);
}

int handle_rdmsr_imm(struct kvm_vcpu *vcpu, struct exit_state *s, u64 qual)
{
	return emulate_rdmsr(vcpu, s, qual >> 8 & 0xf, s->data & 1);
}

int complete_rdmsr(struct kvm_vcpu *vcpu, struct exit_state *s)
{
	if (s->rdmsr_reg < 0)
		kvm_gpr_write(vcpu, VCPU_REGS_RAX, s->data);
	else
		kvm_gpr_write(vcpu, s->rdmsr_reg, s->data);	/* expect-safe */
	return 1;
}

int complete_rdmsr_unchecked(struct kvm_vcpu *vcpu, struct exit_state *s)
{
	kvm_gpr_write(vcpu, s->rdmsr_reg, s->data);	/* expect: index-range */
	return 1;
}

int handle_load(struct exit_state *s, unsigned int insn)
{
	s->load_reg = insn >> 20 & 0xf;
	s->wide_reg = insn >> 20 & 0x1f;
	return 0;
}

int complete_load(struct kvm_vcpu *vcpu, struct exit_state *s)
{
	kvm_gpr_write(vcpu, s->load_reg, s->data);	/* expect-safe */
	kvm_gpr_write(vcpu, s->wide_reg, s->data);	/* expect: egpr-unguarded */
	return 1;
}
