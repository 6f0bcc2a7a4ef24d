// SPDX-License-Identifier: GPL-2.0-or-later
/* The field keeps as many bits as its type has. */
#include "../reference/kvm_host.h"

struct request {
	u8 reg;
	u8 wrapped;
};

void prepare(struct request *r)
{
	r->reg = VCPU_REGS_RBX;
	r->wrapped = (u8)0x105;
}

void prepare_other(struct request *r, int big)
{
	r->wrapped = big ? (u8)(256 + 4) : 9;
}

void use(struct kvm_vcpu *vcpu, struct request *r)
{
	kvm_gpr_read(vcpu, r->reg);			/* expect-safe */
	kvm_gpr_read(vcpu, r->wrapped);			/* expect-safe */
}
