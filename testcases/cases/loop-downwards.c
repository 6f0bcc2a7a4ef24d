// SPDX-License-Identifier: GPL-2.0-or-later
/* A loop that counts down, signed and unsigned. */
#include "../reference/kvm_host.h"

void legal(struct kvm_vcpu *vcpu)
{
	unsigned int u;
	int i;

	for (i = 15; i >= 0; i--)
		kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
	for (u = 15; u < 16; u--)
		kvm_gpr_write(vcpu, u, 0);		/* expect-safe */
}

void bad(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 15; i >= -1; i--)
		kvm_gpr_write(vcpu, i, 0);		/* expect: index-range */
	for (i = 16; i > 0; i--)
		kvm_gpr_write(vcpu, i, 0);		/* expect: egpr-unguarded */
}
