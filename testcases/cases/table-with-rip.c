// SPDX-License-Identifier: GPL-2.0-or-later
/* A table that lists RIP among the general registers. */
#include "../reference/kvm_host.h"

static const u8 order[] = {
	VCPU_REGS_RAX, VCPU_REGS_RSP, VCPU_REGS_RIP,
};

void use(struct kvm_vcpu *vcpu, unsigned int i)
{
	if (i >= ARRAY_SIZE(order))
		return;
	kvm_gpr_read(vcpu, order[i]);			/* expect: rip-index */
	kvm_register_read_raw(vcpu, order[i]);		/* expect-safe */
}
