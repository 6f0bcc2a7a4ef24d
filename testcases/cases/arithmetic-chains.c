// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Arithmetic whose constants GCC moves over more than one step, and operations with a result
 * that no operand changes. Where a finding stands must not hang on the form.
 */
#include "../reference/kvm_host.h"

/* The constant goes to the end of the chain: (p | p % 10) | 17. */
static void chain(struct kvm_vcpu *vcpu, u8 p)
{
	kvm_gpr_read(vcpu, (p | 17) | (p % 10));	/* expect: egpr-unguarded */
}

/* x * 2 + 16 is (x + 8) * 2. */
void product(struct kvm_vcpu *vcpu, u32 a)
{
	int x = a & 0x18;

	kvm_gpr_read(vcpu, (x + x) + 16);		/* expect: index-range */
}

/* One mask for both. */
static void masks(struct kvm_vcpu *vcpu, u64 p, u32 q)
{
	kvm_gpr_read(vcpu, ((q & 0xf) | (p & 0xf)) * 3);	/* expect: index-range */
}

/* What is shifted out of the index bounds nothing, and takes nothing away either. */
void low_part(struct kvm_vcpu *vcpu, u32 a, u32 b)
{
	u64 low = (b & 3) + 24, w;

	w = (u64)(a & 0xf) << 60 | low;
	kvm_gpr_read(vcpu, w);				/* expect: egpr-unguarded */
}

/* No caller is to blame for what does not depend on it. */
static void all_ones(struct kvm_vcpu *vcpu, int p)
{
	kvm_gpr_read(vcpu, p | -1);			/* expect: index-range */
}

static void all_ones_of_s16(struct kvm_vcpu *vcpu, s16 p)
{
	int reg = p;

	reg = reg | (short)-1;
	kvm_gpr_write(vcpu, reg, 0);			/* expect: index-range */
}

static void none(struct kvm_vcpu *vcpu, u32 p)
{
	kvm_gpr_read(vcpu, (p & 0) + 16);		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, (p * 0) + 32);		/* expect: index-range */
	kvm_gpr_read(vcpu, (p % 1) - 1);		/* expect: index-range */
}

void calls_them(struct kvm_vcpu *vcpu, u32 a)
{
	chain(vcpu, a & 0xf);
	masks(vcpu, a & 0x3f, 31);
	all_ones(vcpu, a & 1);
	all_ones_of_s16(vcpu, a & 1);
	none(vcpu, a & 1);
}
