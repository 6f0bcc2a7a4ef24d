// SPDX-License-Identifier: GPL-2.0-or-later
/* A local that each branch sets. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, int what)
{
	int legal, bad;

	if (what > 3) {
		legal = VCPU_REGS_RDX;
		bad = 33;
	} else {
		legal = VCPU_REGS_RAX;
		bad = VCPU_REGS_RAX;
	}
	kvm_gpr_read(vcpu, legal);			/* expect-safe */
	kvm_gpr_read(vcpu, bad);			/* expect: index-range */
}
