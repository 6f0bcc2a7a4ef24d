// SPDX-License-Identifier: GPL-2.0-or-later
/* A function of external linkage all of whose callers are known and right. */
#include "../reference/kvm_host.h"

void put(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-safe */
}

void use(struct kvm_vcpu *vcpu)
{
	put(vcpu, VCPU_REGS_RAX);
	put(vcpu, 15);
}
