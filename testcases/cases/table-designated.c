// SPDX-License-Identifier: GPL-2.0-or-later
/* Designated elements, and a gap that is zero. */
#include "../reference/kvm_host.h"

static const u8 legal[8] = {
	[6] = VCPU_REGS_RDI,
	[1] = VCPU_REGS_R15,
};
static const u8 bad[8] = {
	[6] = VCPU_REGS_RDI,
	[1] = 40,
};

void use(struct kvm_vcpu *vcpu, unsigned int i)
{
	kvm_gpr_read(vcpu, legal[i & 7]);		/* expect-safe */
	kvm_gpr_read(vcpu, bad[i & 7]);			/* expect: index-range */
}
