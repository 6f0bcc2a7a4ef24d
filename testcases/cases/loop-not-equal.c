// SPDX-License-Identifier: GPL-2.0-or-later
/* A loop that ends at equality. */
#include "../reference/kvm_host.h"

void legal(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i != 16; i++)
		kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
}

void bad(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i != 17; i++)
		kvm_gpr_write(vcpu, i, 0);		/* expect: egpr-unguarded */
}
