// SPDX-License-Identifier: GPL-2.0-or-later
/* A structure assigned, passed and returned by value. */
#include "../reference/kvm_host.h"

struct op {
	int reg;
};
struct legal_op {
	int reg;
};

static struct op make(void)
{
	struct op op = { .reg = VCPU_REGS_RIP };

	return op;
}

static void run(struct kvm_vcpu *vcpu, struct op op)
{
	struct op copy = op;

	kvm_gpr_read(vcpu, copy.reg);			/* expect: rip-index */
}

static void run_legal(struct kvm_vcpu *vcpu, struct legal_op op)
{
	struct legal_op copy = op;

	kvm_gpr_read(vcpu, copy.reg);			/* expect-safe */
}

void use(struct kvm_vcpu *vcpu)
{
	struct legal_op legal = { .reg = VCPU_REGS_RBX };

	run(vcpu, make());
	run_legal(vcpu, legal);
}
