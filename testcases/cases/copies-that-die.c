// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is learnt of a variable holds for what was copied from it, through temporaries that no
 * block behind reads: a compiler makes more or less of them, more for variables in memory.
 */
#include "../reference/kvm_host.h"

void copied(struct kvm_vcpu *vcpu, u32 a)
{
	u8 x = a & 0x7f;
	int y = x, *p;

	if (x < 16 || x > 20)
		return;
	kvm_gpr_write(vcpu, y++, 0);			/* expect: egpr-unguarded */
	p = &y;
	*p = 0;
}

void converted(struct kvm_vcpu *vcpu, u32 a, u32 n)
{
	int x = a & 0x7f, *p = &x;
	s16 y = x, *q;
	u32 i;

	for (i = 0; i < (n & 3); i++)
		;
	if (y)
		return;
	kvm_gpr_read(vcpu, x);				/* expect-safe */
	q = &y;
	*q = *p = 0;
}

static bool small(struct kvm_vcpu *vcpu, int p)
{
	return p >= 0 && p <= 16;
}

/* From 2 * x, as from x + x. */
void doubled(struct kvm_vcpu *vcpu, u32 a)
{
	s8 x = (a & 7) - 1;

	if (small(vcpu, x + x))
		kvm_gpr_read(vcpu, x);			/* expect-safe */
}
