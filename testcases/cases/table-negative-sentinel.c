// SPDX-License-Identifier: GPL-2.0-or-later
/* A table that ends with -1, with and without a test for the end. */
#include "../reference/kvm_host.h"

static const s8 order[] = { VCPU_REGS_RAX, VCPU_REGS_RBX, -1 };

void tested(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; order[i] >= 0; i++)
		kvm_gpr_read(vcpu, VCPU_REGS_RAX);	/* expect-safe */
}

void tested_copy(struct kvm_vcpu *vcpu, unsigned int i)
{
	int reg = order[i % 3];

	if (reg >= 0)
		kvm_gpr_read(vcpu, reg);		/* expect-safe */
}

void untested(struct kvm_vcpu *vcpu, unsigned int i)
{
	kvm_gpr_read(vcpu, order[i % 3]);		/* expect: index-range */
}
