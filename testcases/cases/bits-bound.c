// SPDX-License-Identifier: GPL-2.0-or-later
/* What is left of a word is bounded by the bits that the program has set, as by a mask. */
#include "../reference/kvm_host.h"

/* The mirror image of x & 15: all high bits are ones. */
void ones(struct kvm_vcpu *vcpu, int x)
{
	kvm_gpr_read(vcpu, x | ~15);				/* expect: index-range */
}

void low_half(struct kvm_vcpu *vcpu, u64 x)
{
	kvm_gpr_read(vcpu, (int)(x << 32 | 5));			/* expect-safe */
	kvm_gpr_read(vcpu, (int)(x << 32 | 17));		/* expect: egpr-unguarded */
}

void two_masks(struct kvm_vcpu *vcpu, unsigned int x, unsigned int y)
{
	u64 word = (u64)(x & 0xff) << 32 | (y & 0x1f);

	kvm_gpr_read(vcpu, (int)word);				/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, (int)word & 15);			/* expect-safe */
}

/* A narrow type is no bound: nothing says that it is full. */
void narrow(struct kvm_vcpu *vcpu, unsigned int x, u8 y)
{
	u64 word = (u64)(x & 0xff) << 32 | y;

	kvm_gpr_read(vcpu, (int)word);				/* expect-unproven */
}
