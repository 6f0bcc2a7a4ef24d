// SPDX-License-Identifier: GPL-2.0-or-later
/* A field holds whatever any function stores to it. */
#include "../reference/kvm_host.h"

struct request {
	int reg;
	int legal_reg;
};

void prepare(struct request *r, bool pc)
{
	r->legal_reg = VCPU_REGS_R14;
	if (pc)
		r->reg = VCPU_REGS_RIP;
	else
		r->reg = VCPU_REGS_RAX;
}

void prepare_default(struct request *r)
{
	r->legal_reg = VCPU_REGS_RAX;
}

void complete(struct kvm_vcpu *vcpu, struct request *r)
{
	kvm_gpr_write(vcpu, r->legal_reg, 0);		/* expect-safe */
	kvm_gpr_write(vcpu, r->reg, 0);			/* expect: rip-index */
}
