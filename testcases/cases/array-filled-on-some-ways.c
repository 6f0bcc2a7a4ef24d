// SPDX-License-Identifier: GPL-2.0-or-later
/* What only some ways store to an array is there behind them, too. */
#include "../reference/kvm_host.h"

int coin(void);

void in_loop(struct kvm_vcpu *vcpu, unsigned int n, unsigned int k)
{
	int t[4];
	unsigned int i;

	t[0] = 4;
	for (i = 0; i < n; i++)
		t[1 + (i % 3)] = 200;
	kvm_gpr_read(vcpu, t[k & 3]);		/* expect: index-range */
}

void on_one_way(struct kvm_vcpu *vcpu, unsigned int k)
{
	int t[4];

	t[0] = 4;
	if (coin())
		t[1] = 200;
	kvm_gpr_read(vcpu, t[k & 3]);		/* expect: index-range */
}

void on_some_ways(struct kvm_vcpu *vcpu, unsigned int n, unsigned int k)
{
	int t[4];
	unsigned int i;

	t[0] = 4;
	for (i = 0; i < n; i++) {
		if (coin())
			t[1] = 200;
		if (coin())
			t[2] = 201;
		if (coin())
			t[3] = 7;
	}
	kvm_gpr_read(vcpu, t[k & 3]);		/* expect: index-range */
}
