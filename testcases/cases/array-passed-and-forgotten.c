// SPDX-License-Identifier: GPL-2.0-or-later
/* What a callee makes of an array is not known when it writes memory elsewhere: anything, and an end to it. */
#include "../reference/kvm_host.h"

struct other { int n; };

static void poke(struct other *o, int n)
{
	o->n = n;
}

static int look(int *a, struct other *o, int n)
{
	poke(o, n);
	return a[n & 7];
}

void passed(struct kvm_vcpu *vcpu, struct other *o, int n)
{
	int a[8] = { 0 };

	kvm_gpr_read(vcpu, look(a, o, n) & 7);		/* expect-safe */
	kvm_gpr_read(vcpu, a[n & 7] & 7);		/* expect-safe */
	kvm_gpr_read(vcpu, o->n & 7);			/* expect-safe */
}
