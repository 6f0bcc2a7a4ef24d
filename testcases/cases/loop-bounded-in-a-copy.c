// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A comparison of the low byte bounds the value from neither side: what GCC compares is a
 * copy, as the address is taken, and the copy has no more ends than the variable.
 */
#include "../reference/kvm_host.h"

static int count(struct kvm_vcpu *vcpu, s8 p, int depth)
{
	int reg = p;

	if (depth > 0)
		return count(vcpu, p + 1, depth - 1);
	return reg;
}

static void masked(struct kvm_vcpu *vcpu, u8 p)
{
	kvm_gpr_read(vcpu, (-(p & 31)) & 31);		/* expect: egpr-unguarded */
}

void entry(struct kvm_vcpu *vcpu, u32 a)
{
	int reg = a & 3;
	int *ptr;
	u32 i;

	ptr = &reg;
	for (i = 0; i != 33; i++) {
		if ((s8)reg < 0)
			continue;
		kvm_gpr_read(vcpu, reg);		/* expect: index-range */
		reg = count(vcpu, i ^ 9, 1);
	}
	masked(vcpu, (a >> 2) & 7);
}
