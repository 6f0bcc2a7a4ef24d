// SPDX-License-Identifier: GPL-2.0-or-later
/* Values that come from one: what a test says of one it says of the others. */
#include "../reference/kvm_host.h"

/* The copy outlives what it is a copy of. */
void copy(struct kvm_vcpu *vcpu, unsigned int a)
{
	int x = a & 0x1f;
	int y = x;

	x ^= 0x20;
	if (x & 0x10)
		return;
	kvm_gpr_write(vcpu, y, 0);				/* expect-safe */
}

void narrowed(struct kvm_vcpu *vcpu, unsigned int a)
{
	int x = a & 0x1f;
	u8 y = x;

	x++;
	if (y > 7)
		return;
	kvm_gpr_read(vcpu, x);					/* expect-safe */
	kvm_gpr_read(vcpu, x + 8);				/* expect: egpr-unguarded */
}

/* The same bit in each round. */
void once(struct kvm_vcpu *vcpu, unsigned int a)
{
	u8 i;

	for (i = 0; i < 33; i++)
		if (a & 1) {
			kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
			return;
		}
}

/* A cast that dies at the branch stands between the bits and where they come from. */
void two_cuts(struct kvm_vcpu *vcpu, unsigned int a)
{
	int r = a & 0x1e;

	if (a & 8)
		kvm_gpr_read(vcpu, 1);
	kvm_gpr_read(vcpu, r - (int)((a >> 1) & 15));		/* expect-safe */
}
