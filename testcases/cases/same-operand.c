// SPDX-License-Identifier: GPL-2.0-or-later
/* Expressions that are a constant or one of their operands; compilers fold some of them. */
#include "../reference/kvm_host.h"

void differences(struct kvm_vcpu *vcpu, u32 q, u32 n)
{
	int x = q & 0x3f, y = n & 0x7, sum;
	short narrow;

	kvm_gpr_read(vcpu, x - x);			/* expect-safe */
	kvm_gpr_read(vcpu, x + y - x);			/* expect-safe */
	kvm_gpr_read(vcpu, (x - x) >> 1);		/* expect-safe */
	sum = y + x;
	kvm_gpr_read(vcpu, sum - x);			/* expect-safe */
	kvm_gpr_read(vcpu, sum - y);			/* expect: index-range */
	narrow = x;
	narrow = narrow - narrow;
	kvm_gpr_read(vcpu, narrow);			/* expect-safe */
	narrow ^= narrow;
	kvm_gpr_read(vcpu, narrow);			/* expect-safe */
}

void masks(struct kvm_vcpu *vcpu, u32 q)
{
	int x = q & 0x3f, y = x;

	y ^= y & 0x30;
	kvm_gpr_read(vcpu, y);				/* expect-safe */
	y = x;
	y -= y & 0x30;
	kvm_gpr_read(vcpu, y);				/* expect-safe */
	y = x;
	y -= y & 0xf;
	kvm_gpr_read(vcpu, y);				/* expect: index-range */
	kvm_gpr_read(vcpu, -x + x);			/* expect-safe */
	y = x + x;
	y = (y & 0xf) + 1;
	kvm_gpr_read(vcpu, y);				/* expect-safe */
}

/* Whatever the condition is. */
void chosen(struct kvm_vcpu *vcpu, u32 q)
{
	unsigned long x = q & 0x1f;

	switch (vcpu->arch.guest_supported_xcr0 ? x : x) {
	case 0 ... 7:
		kvm_gpr_read(vcpu, x);			/* expect-safe */
	}
}

/* No value is unlike itself: there is no call. */
void conditions(struct kvm_vcpu *vcpu, u32 q, int n)
{
	unsigned char reg = q & 0xf;

	if (n != n)
		kvm_gpr_read(vcpu, 40);
	if (reg != reg || n < n)
		kvm_gpr_read(vcpu, VCPU_REGS_RIP);
	reg = n > n ? 40 : reg;
	kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

/* A check of what was made from the index is a check of the index. */
void checked(struct kvm_vcpu *vcpu, u32 q)
{
	signed char x = q & 0x3f;
	unsigned long wide = x;
	int reg = wide;

	if ((u32)reg > 15)
		return;
	kvm_gpr_read(vcpu, wide);			/* expect-safe */
}
