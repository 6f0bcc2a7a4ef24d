// SPDX-License-Identifier: GPL-2.0-or-later
/* Structs as results, arguments and in assignments. */
#include "../reference/kvm_host.h"

struct operand {
	int reg;
	int bytes;
};

static struct operand decode(int wide)
{
	struct operand op = { 3, 8 };

	if (wide)
		op.reg = VCPU_REGS_RIP;
	return op;
}

static void perform(struct kvm_vcpu *vcpu, struct operand op)
{
	kvm_gpr_read(vcpu, op.reg);			/* expect: rip-index */
}

void use(struct kvm_vcpu *vcpu, int wide)
{
	struct operand a, b;

	a = b = decode(wide);
	perform(vcpu, a);
}
