// SPDX-License-Identifier: GPL-2.0-or-later
/* A store to one element of a local array of arrays leaves the elements of other rows. */
#include "../reference/kvm_host.h"

unsigned long row(struct kvm_vcpu *vcpu)
{
	int index[2][2];

	index[0][0] = 3;
	index[1][1] = 40;
	kvm_gpr_read(vcpu, index[1][1]);		/* expect: index-range */
	return kvm_gpr_read(vcpu, index[0][0]);	/* expect-safe */
}

struct operand {
	int reg, mem;
};

unsigned long member(struct kvm_vcpu *vcpu)
{
	struct operand ops[2];

	ops[0].reg = 3;
	ops[1].reg = 40;
	kvm_gpr_read(vcpu, ops[1].reg);			/* expect: index-range */
	return kvm_gpr_read(vcpu, ops[0].reg);	/* expect-safe */
}

/* A pointer to the first row: what it stores is in that row. */
unsigned long through_row(struct kvm_vcpu *vcpu)
{
	int index[2][2];
	int (*first)[2] = index;

	index[0][1] = 3;
	(*first)[1] = 40;
	return kvm_gpr_read(vcpu, index[0][1]);	/* expect: index-range */
}

/* A row that is not known. */
unsigned long any_row(struct kvm_vcpu *vcpu, unsigned int i)
{
	int index[2][2];

	index[0][1] = 3;
	index[i & 1][1] = 40;
	return kvm_gpr_read(vcpu, index[0][1]);	/* expect: index-range */
}
