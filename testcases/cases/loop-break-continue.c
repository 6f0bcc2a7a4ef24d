// SPDX-License-Identifier: GPL-2.0-or-later
/* The loop itself is too long; its body leaves or skips in time, or too late. */
#include "../reference/kvm_host.h"

void legal(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i < 100; i++) {
		if (i == 16)
			break;
		kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
	}
	for (i = 0; i < 17; i++) {
		if (i >= 16)
			continue;
		kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
	}
}

void bad(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i < 32; i++) {
		kvm_gpr_write(vcpu, i, 0);		/* expect: egpr-unguarded */
		if (i > 15)
			break;
	}
}
