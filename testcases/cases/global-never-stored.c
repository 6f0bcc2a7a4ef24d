// SPDX-License-Identifier: GPL-2.0-or-later
/* A variable of another unit, and one that nobody sets, are unknown. */
#include "../reference/kvm_host.h"

extern int elsewhere;
int nobody;

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, elsewhere);			/* expect-unproven */
	kvm_gpr_read(vcpu, nobody);			/* expect-unproven */
	if (elsewhere >= 0 && elsewhere < 16)
		kvm_gpr_read(vcpu, VCPU_REGS_RAX);	/* expect-safe */
}
