// SPDX-License-Identifier: GPL-2.0-or-later
/* The element is known, and the wrong one beside it does not matter. */
#include "../reference/kvm_host.h"

static const int order[] = { VCPU_REGS_RAX, VCPU_REGS_RIP, 64 };

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, order[0]);			/* expect-safe */
	kvm_gpr_read(vcpu, order[1]);			/* expect: rip-index */
	kvm_gpr_read(vcpu, order[2]);			/* expect: index-range */
}
