// SPDX-License-Identifier: GPL-2.0-or-later
/* An array that is zero on one way and anything on the other is anything behind them. */
#include "../reference/kvm_host.h"

int coin(void);
void fill_outside(int *a);

void zeroed_first(struct kvm_vcpu *vcpu)
{
	int a[8];

	if (coin())
		__builtin_memset(a, 0, sizeof(a));
	else
		fill_outside(a);
	kvm_gpr_read(vcpu, a[2]);			/* expect-unproven */
}

void filled_first(struct kvm_vcpu *vcpu)
{
	int a[8];

	if (coin())
		fill_outside(a);
	else
		__builtin_memset(a, 0, sizeof(a));
	kvm_gpr_read(vcpu, a[2]);			/* expect-unproven */
}

void both_zeroed(struct kvm_vcpu *vcpu)
{
	int a[8];

	if (coin())
		__builtin_memset(a, 0, sizeof(a));
	else
		__builtin_memset(a, 0, sizeof(a));
	kvm_gpr_read(vcpu, a[2]);			/* expect-safe */
}
