// SPDX-License-Identifier: GPL-2.0-or-later
/* Fields of one name in two structures are two fields. */
#include "../reference/kvm_host.h"

struct gpr_op {
	int reg;
};
struct msr_op {
	int reg;
};

void prepare(struct gpr_op *g, struct msr_op *m)
{
	g->reg = VCPU_REGS_RBP;
	m->reg = 0x174;
}

void use(struct kvm_vcpu *vcpu, struct gpr_op *g, struct msr_op *m)
{
	kvm_gpr_write(vcpu, g->reg, 0);			/* expect-safe */
	kvm_gpr_write(vcpu, m->reg, 0);			/* expect: index-range */
}
