// SPDX-License-Identifier: GPL-2.0-or-later
/* A field that nobody stores is unknown. */
#include "../reference/kvm_host.h"

struct request {
	int reg;
	u8 small;
};

void complete(struct kvm_vcpu *vcpu, struct request *r)
{
	kvm_gpr_write(vcpu, r->reg, 0);			/* expect-unproven */
	kvm_gpr_write(vcpu, r->small, 0);		/* expect-unproven */
	kvm_gpr_write(vcpu, r->small & 0xf, 0);		/* expect-safe */
}
