// SPDX-License-Identifier: GPL-2.0-or-later
/* A table of legal indices, read at an unknown place. */
#include "../reference/kvm_host.h"

static const int order[] = {
	VCPU_REGS_RAX, VCPU_REGS_RCX, VCPU_REGS_RDX, VCPU_REGS_RBX, 15,
};

void use(struct kvm_vcpu *vcpu, unsigned int i)
{
	if (i < ARRAY_SIZE(order))
		kvm_gpr_read(vcpu, order[i]);		/* expect-safe */
}
