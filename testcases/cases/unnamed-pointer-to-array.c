// SPDX-License-Identifier: GPL-2.0-or-later
/* A pointer to one of two arrays changes these, whatever put a value there, and no third one. */
#include "../reference/kvm_host.h"

static int *pick(int *a, int i)
{
	return a + i;
}

void given(struct kvm_vcpu *vcpu, int i)
{
	int a[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	int *p = pick(a, i & 7);

	*p = 200;
	kvm_gpr_read(vcpu, a[2]);			/* expect: index-range */
}

void zeroed(struct kvm_vcpu *vcpu, int i, int which)
{
	int a[8] = { 0 }, b[8] = { 0 }, c[8] = { 0 };
	int *p;

	if (which)
		p = a;
	else
		p = b;
	if (i & 64)
		p++;
	p[i & 3] = 200;
	kvm_gpr_read(vcpu, a[2]);			/* expect-unproven */
	kvm_gpr_read(vcpu, c[2]);			/* expect-safe */
}

void filled(struct kvm_vcpu *vcpu, int i, int which)
{
	int a[8] = { 1, 2, 3, 4, 5, 6, 7, 8 }, b[8] = { 0 };
	int c[8] = { 8, 7, 6, 5, 4, 3, 2, 1 };
	int *p;

	if (which)
		p = a;
	else
		p = b;
	if (i & 64)
		p++;
	p[i & 3] = 200;
	kvm_gpr_read(vcpu, a[2]);			/* expect: index-range */
	kvm_gpr_read(vcpu, c[2]);			/* expect-safe */
	kvm_gpr_read(vcpu, c[i & 7]);			/* expect-safe */
}
