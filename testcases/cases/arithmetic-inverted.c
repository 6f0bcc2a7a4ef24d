// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bits that are turned over under a mask, and values that are taken off under one: GCC writes
 * ~p & 15 for (p ^ 15) & 15 and ~(p & 15) & 15, -p & 31 for -(p & 31) & 31 and (32 - p) & 31. The mask
 * fixes the index then, not who passes p, and what is compared is known of p itself.
 */
#include "../reference/kvm_host.h"

static void flipped(struct kvm_vcpu *vcpu, int p)
{
	kvm_gpr_read(vcpu, ((p ^ 15) & 15) * 2);	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, (~(p & 15) & 15) * 2);	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, (~(p ^ 15) & 15) | 17);	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, ((~p ^ 3) | 3) & 31);	/* expect: egpr-unguarded */
}

static void negated(struct kvm_vcpu *vcpu, int p)
{
	kvm_gpr_read(vcpu, -(p & 31) & 31);		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, -(p ^ 32) & 31);		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, (32 - p) & 31);		/* expect: egpr-unguarded */
}

/* -4 - p, p + -4, p + -1, p + 1 */
static void turned(struct kvm_vcpu *vcpu, u8 p)
{
	s8 reg = ~(u32)p & 15;

	kvm_gpr_read(vcpu, reg);			/* expect-safe */
	kvm_gpr_read(vcpu, ~(p + 3) & 31);		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, ~(3 - p) & 31);		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, ~-p);			/* expect-safe */
	kvm_gpr_read(vcpu, -~p);			/* expect-safe */
}

/* What is left of an operand that stands twice. */
static void own(struct kvm_vcpu *vcpu, int p, int q)
{
	kvm_gpr_read(vcpu, ((p ^ q) & q) & 31);
	kvm_gpr_read(vcpu, ((p | q) - q) & 31);		/* expect-safe */
	kvm_gpr_read(vcpu, ((p | q) & p) & 31);		/* expect-safe */
	kvm_gpr_read(vcpu, (p - (p & 15)) & 31);	/* expect-safe */
}

void entry(struct kvm_vcpu *vcpu)
{
	flipped(vcpu, 0);
	negated(vcpu, 1);
	turned(vcpu, 1);
	own(vcpu, 1, 30);				/* expect: egpr-unguarded */
}
