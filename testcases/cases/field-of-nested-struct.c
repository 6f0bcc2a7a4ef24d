// SPDX-License-Identifier: GPL-2.0-or-later
/* The field lies inside a structure inside another. */
#include "../reference/kvm_host.h"

struct operand {
	int reg;
};
struct insn {
	struct operand src;
	u64 imm;
};

void decode(struct insn *insn, unsigned long q)
{
	insn->src.reg = (q >> 8) & 0x1f;
}

void run(struct kvm_vcpu *vcpu, struct insn *insn)
{
	kvm_gpr_read(vcpu, insn->src.reg);		/* expect: egpr-unguarded */
}
