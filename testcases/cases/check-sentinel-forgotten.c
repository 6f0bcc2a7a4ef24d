// SPDX-License-Identifier: GPL-2.0-or-later
/* The callee takes the sentinel for a register. */
#include "../reference/kvm_host.h"

static void finish(struct kvm_vcpu *vcpu, int reg, u64 data)
{
	kvm_gpr_write(vcpu, reg, data);
}

void use(struct kvm_vcpu *vcpu, unsigned long q, u64 data)
{
	finish(vcpu, q & 0xf, data);
	finish(vcpu, -1, data);				/* expect: index-range */
}
