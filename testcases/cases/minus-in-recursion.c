// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A number that each call takes one from: who passes it is told, as for all that a callee
 * adds to, also where the last but one is 0.
 */
#include "../reference/kvm_host.h"

static void down(struct kvm_vcpu *vcpu, int reg, int depth)
{
	kvm_gpr_read(vcpu, reg);
	if (depth > 0)
		down(vcpu, reg - 1, depth - 1);
}

void start(struct kvm_vcpu *vcpu, u64 qual)
{
	down(vcpu, qual & 0x1, 3);			/* expect: index-range */
}
