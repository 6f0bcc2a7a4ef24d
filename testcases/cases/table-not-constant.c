// SPDX-License-Identifier: GPL-2.0-or-later
/* A table that is not const: its initialiser, the zeroes in it, and what is stored. */
#include "../reference/kvm_host.h"

static u8 legal[8] = { [6] = VCPU_REGS_RDI, [1] = VCPU_REGS_R15 };
static u8 bad[8] = { [6] = VCPU_REGS_RDI, [1] = 40 };
static int stored[4];

void set(unsigned int i)
{
	stored[i & 3] = 33;
	legal[i & 7] = 9;
}

void use(struct kvm_vcpu *vcpu, unsigned int i)
{
	kvm_gpr_read(vcpu, legal[i & 7]);		/* expect-safe */
	kvm_gpr_read(vcpu, bad[i & 7]);			/* expect: index-range */
	kvm_gpr_read(vcpu, stored[i & 3]);		/* expect: index-range */
}
