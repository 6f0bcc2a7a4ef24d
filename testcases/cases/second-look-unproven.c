// SPDX-License-Identifier: GPL-2.0-or-later
/* Loops and recursion that end, but later than a widened bound: counted out, they tell what arrives. */
#include "../reference/kvm_host.h"

static const int table[4] = { 1, 2, 3, 4 };

void nested(struct kvm_vcpu *vcpu, unsigned int a)
{
	int r = a & 3, i, j;

	for (i = 0; i < 8; i++)
		for (j = 0; j < 8; j++) {
			r = r + 1;
			kvm_gpr_write(vcpu, r, 0);		/* expect: index-range */
		}
}

void nested_legal(struct kvm_vcpu *vcpu, unsigned int a)
{
	int r = a & 3, i, j;

	for (i = 0; i < 3; i++)
		for (j = 0; j < 4; j++) {
			r = r + 1;
			kvm_gpr_write(vcpu, r, 0);		/* expect-safe */
		}
}

/* Before the loop it is the caller's, in the loop the table's. */
void from_table(struct kvm_vcpu *vcpu, unsigned int b)
{
	int r = b & 1, i;

	for (i = 0; i < 20; i++)
		r = table[i & 3] + 15;
	kvm_gpr_write(vcpu, r, 0);				/* expect: egpr-unguarded */
}

static void down(struct kvm_vcpu *vcpu, int reg, int depth)
{
	kvm_gpr_read(vcpu, reg & 0x1f);
	if (depth > 0)
		down(vcpu, (reg + 3) & 0xf, depth - 1);
}

/* One caller is wrong at a site at which another one is as well. */
void first(struct kvm_vcpu *vcpu)
{
	down(vcpu, 16, 2);					/* expect: egpr-unguarded */
}

void second(struct kvm_vcpu *vcpu, unsigned int a)
{
	down(vcpu, 17 + (a & 1), 3);				/* expect: egpr-unguarded */
}

/* Nobody knows how far it counts: no program bound is passed. */
void unknown(struct kvm_vcpu *vcpu, int n)
{
	int i;

	for (i = 0; i < n; i++)
		kvm_gpr_read(vcpu, i);				/* expect-unproven */
}
