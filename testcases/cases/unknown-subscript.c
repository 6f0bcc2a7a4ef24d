// SPDX-License-Identifier: GPL-2.0-or-later
/* A store to some element, or a load of one, is not about that one alone. */
#include "../reference/kvm_host.h"

struct e { int f, g; };
void fill(struct e *s);

void through_pointer(struct kvm_vcpu *vcpu, int *arr, int k)
{
	arr[2] = 4;
	kvm_gpr_read(vcpu, arr[k]);		/* expect-unproven */
}

void filled_outside(struct kvm_vcpu *vcpu, int i, int k)
{
	struct e s[8];

	fill(s);
	s[i].f = 4;
	kvm_gpr_read(vcpu, s[k].f);		/* expect-unproven */
}

void store_then_known_member(struct kvm_vcpu *vcpu, int i)
{
	struct e s[8] = { 0 };

	s[i].f = 200;
	kvm_gpr_read(vcpu, s[2].f);		/* expect: index-range */
}

void two_subscripts(struct kvm_vcpu *vcpu, int i, int j)
{
	int t[2][2] = { { 1, 2 }, { 3, 40 } };

	kvm_gpr_read(vcpu, t[i & 1][j & 1]);		/* expect: index-range */
}

void store_then_known_element(struct kvm_vcpu *vcpu, int i, int j)
{
	int t[2][2] = { { 1, 2 }, { 3, 4 } };

	t[i & 1][j & 1] = 200;
	kvm_gpr_read(vcpu, t[1][1]);		/* expect: index-range */
}

void outer_subscript(struct kvm_vcpu *vcpu, int i)
{
	int t[2][2] = { { 1, 200 }, { 3, 4 } };

	kvm_gpr_read(vcpu, t[i & 1][1]);		/* expect: index-range */
}

void store_and_load_by_outer(struct kvm_vcpu *vcpu, int i, int j)
{
	int t[2][2] = { { 1, 200 }, { 3, 4 } };

	t[i & 1][1] = 5;
	kvm_gpr_read(vcpu, t[j & 1][1]);		/* expect: index-range */
}

void store_and_load_of_member(struct kvm_vcpu *vcpu, int i, int k)
{
	struct e s[2] = { { 200, 1 }, { 1, 2 } };

	s[i].f = 4;
	kvm_gpr_read(vcpu, s[k].f);		/* expect: index-range */
}

void load_of_member(struct kvm_vcpu *vcpu, int k)
{
	struct e s[2] = { { 200, 1 }, { 1, 2 } };

	kvm_gpr_read(vcpu, s[k].f);		/* expect: index-range */
}
