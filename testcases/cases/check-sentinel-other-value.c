// SPDX-License-Identifier: GPL-2.0-or-later
/* The test is for another sentinel than the one that is passed. */
#include "../reference/kvm_host.h"

static void finish(struct kvm_vcpu *vcpu, int reg, u64 data)
{
	if (reg == -1)
		return;
	kvm_gpr_write(vcpu, reg, data);
}

void use(struct kvm_vcpu *vcpu, u64 data)
{
	finish(vcpu, VCPU_REGS_RAX, data);
	finish(vcpu, -1, data);
	finish(vcpu, -2, data);				/* expect: index-range */
}
