// SPDX-License-Identifier: GPL-2.0-or-later
/* A pointer that moves through an array, or to one of two: what it stores may be in any of them. */
#include "../reference/kvm_host.h"

/* Whatever the caller gives, not only what the initialiser left. */
void walk(struct kvm_vcpu *vcpu, int reg, int n)
{
	int a[8] = { 0 };
	int *p = a;

	while (n-- > 0)
		*p++ = reg;
	kvm_gpr_read(vcpu, a[2]);				/* expect-unproven */
}

void somewhere(struct kvm_vcpu *vcpu, unsigned int i)
{
	int a[8];
	int *p = a + (i & 7);

	a[2] = 1;
	*p = 200;
	kvm_gpr_read(vcpu, *p);					/* expect: index-range */
	kvm_gpr_read(vcpu, a[2]);				/* expect: index-range */
}

void elsewhere(struct kvm_vcpu *vcpu, unsigned int i)
{
	int a[8], b[8] = { 0 };
	int *p = a + (i & 7);

	*p = 200;
	kvm_gpr_read(vcpu, b[2]);				/* expect-safe */
}

struct holder { int *p; int which; };

/* An accessor does not look for pointers in memory. */
void held(struct kvm_vcpu *vcpu, struct holder *q)
{
	int x = 3, y = 4;
	struct holder t;

	t.p = &x;
	if (q->which)
		t.p = &y;
	*t.p = 20;
	kvm_gpr_read(vcpu, x);					/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, y);					/* expect: egpr-unguarded */
}
