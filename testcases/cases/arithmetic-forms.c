// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Arithmetic that GCC computes in another form than it is written: in 8 bits, as a minimum,
 * with the mask outside. Where a finding stands, and whether there is one, must not hang on it.
 */
#include "../reference/kvm_host.h"

#define min_of(type, a, b) ({ type _x = (a); type _y = (b); _x < _y ? _x : _y; })

/* The mask takes all away that the caller gives: no caller is to blame. */
static void mask_under_or(struct kvm_vcpu *vcpu, u32 p)
{
	kvm_gpr_read(vcpu, (p & 0xf) | 17);		/* expect: egpr-unguarded */
}

void calls_it(struct kvm_vcpu *vcpu, u32 a)
{
	mask_under_or(vcpu, a & 1);
}

static int all_of(struct kvm_vcpu *vcpu, u64 p)
{
	return p;
}

void minimum(struct kvm_vcpu *vcpu, u32 a)
{
	int x = a & 7;

	kvm_gpr_read(vcpu, min_of(s8, x, 16) - all_of(vcpu, x));	/* expect-safe */
}

static int low(struct kvm_vcpu *vcpu, u32 p)
{
	return p & 7;
}

void cut_to_8_bits(struct kvm_vcpu *vcpu, u32 a)
{
	u64 x = a & 3;
	int y = x;
	u8 narrow = y;

	y = low(vcpu, -narrow);
	kvm_gpr_write(vcpu, (y - x) & 7, 0);		/* expect-safe */
}

void compared_in_8_bits(struct kvm_vcpu *vcpu, u32 b)
{
	s8 w = 1;

	w = (b & 8) - w;
	if ((u32)w > 15)
		return;
	kvm_gpr_read(vcpu, w);				/* expect-safe */
}

/* What is added is added in each arm. */
void arms(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, (_static_cpu_has(0) ? 31 : 1) + 12); /* expect: index-range */
	kvm_gpr_read(vcpu, (_static_cpu_has(0) ? 7 : 1) + 12);	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, (_static_cpu_has(0) ? 3 : 1) + 12);	/* expect-safe */
}

static int get(struct kvm_vcpu *vcpu, int p)
{
	return kvm_gpr_read(vcpu, p & 0xf);		/* expect-safe */
}

/* Only a constant points to it, and nobody reads that: no part of the program. */
static int other(struct kvm_vcpu *vcpu, int p)
{
	return kvm_gpr_read(vcpu, p & 0x3f);
}

static const struct pair {
	int (*get)(struct kvm_vcpu *vcpu, int p);
	int (*other)(struct kvm_vcpu *vcpu, int p);
} pair = { .get = get, .other = other };

int reads_constant(struct kvm_vcpu *vcpu, int p)
{
	return pair.get(vcpu, p);
}
