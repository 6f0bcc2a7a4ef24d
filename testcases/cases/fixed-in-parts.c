// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Values of several parts, and what is shifted out of them: one finding each, in the function that
 * fixed the last part, whatever form a compiler gives the expression and whichever members it has.
 */
#include "../reference/kvm_host.h"

/* -1 - (x + y) is (-1 - x) - y. */
static void sum_of_parts(struct kvm_vcpu *vcpu, u64 p)
{
	int reg = p & 0x1f;

	kvm_gpr_write(vcpu, (-1 - (p & 0xf)) - ((reg & 0xf) << 4 | (reg & 0x7)), 0);	/* expect: index-range */
}

/* The shift alone keeps four bits: no mask is left of & 0xf. */
static void high_part(struct kvm_vcpu *vcpu, s8 p)
{
	u64 w;

	p += 18;
	w = (u64)((p - 1) & 0xf) << 60 | (p & 0x3f);
	kvm_gpr_write(vcpu, (s64)w >> 60, 0);		/* expect: index-range */
}

/* What is shifted out is lost, of one value, too. */
static void shifted_out(struct kvm_vcpu *vcpu, u32 p)
{
	u64 w = (u64)20 << 32 | (p & 0x3f);

	kvm_gpr_read(vcpu, w >> 32);			/* expect: egpr-unguarded */
}

static void divided(struct kvm_vcpu *vcpu, u32 p)
{
	kvm_gpr_read(vcpu, p / 3);			/* expect: egpr-unguarded */
}

/* Nothing is lost: the caller's. */
static void shifted_back(struct kvm_vcpu *vcpu, u32 p)
{
	kvm_gpr_read(vcpu, p / 2);
	kvm_gpr_read(vcpu, (p + 2) >> 1);
}

void calls_them(struct kvm_vcpu *vcpu, u32 a)
{
	sum_of_parts(vcpu, (a & 0x1f) >> 1);
	high_part(vcpu, a & 7);
	shifted_out(vcpu, a & 7);
	shifted_out(vcpu, (a & 7) * 2);
	divided(vcpu, 49);
	shifted_back(vcpu, 34);				/* expect: egpr-unguarded */
}
