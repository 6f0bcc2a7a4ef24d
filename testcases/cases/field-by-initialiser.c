// SPDX-License-Identifier: GPL-2.0-or-later
/* Fields set by initialisers of local, static and compound objects. */
#include "../reference/kvm_host.h"

struct op {
	int cr;
	int reg;
};
struct legal_op {
	int cr;
	int reg;
};

static const struct op first = { 3, VCPU_REGS_RAX };

static unsigned long run(struct kvm_vcpu *vcpu, const struct op *op)
{
	return kvm_gpr_read(vcpu, op->reg);		/* expect: index-range */
}

static unsigned long run_legal(struct kvm_vcpu *vcpu, const struct legal_op *op)
{
	return kvm_gpr_read(vcpu, op->reg);		/* expect-safe */
}

unsigned long use(struct kvm_vcpu *vcpu)
{
	struct legal_op local = { .reg = 15, .cr = 99 };

	return run(vcpu, &first) + run(vcpu, &(struct op){ .reg = 77 }) +
	       run_legal(vcpu, &local);
}
