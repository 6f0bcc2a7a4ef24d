// SPDX-License-Identifier: GPL-2.0-or-later
/* A loop over the array, as long as it is and one longer. */
#include "../reference/kvm_host.h"

void clear(struct kvm_vcpu *vcpu, int n)
{
	int i;

	for (i = 0; i < NR_VCPU_REGS; i++)
		vcpu->arch.regs[i] = 0;			/* expect-safe */
	for (i = 0; i <= NR_VCPU_REGS && i < n; i++)
		vcpu->arch.regs[i] = 0;			/* expect: index-range */
}
