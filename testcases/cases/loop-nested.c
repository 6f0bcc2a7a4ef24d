// SPDX-License-Identifier: GPL-2.0-or-later
/* The index is built of two loop counters. */
#include "../reference/kvm_host.h"

void legal(struct kvm_vcpu *vcpu)
{
	int i, j;

	for (i = 0; i < 4; i++)
		for (j = 0; j < 4; j++)
			kvm_gpr_write(vcpu, i * 4 + j, 0);	/* expect-safe */
}

void bad(struct kvm_vcpu *vcpu)
{
	int i, j;

	for (i = 0; i <= 4; i++)
		for (j = 0; j < 4; j++)
			kvm_gpr_write(vcpu, i * 4 + j, 0);	/* expect: egpr-unguarded */
}
