// SPDX-License-Identifier: GPL-2.0-or-later
/* The body runs before the test. */
#include "../reference/kvm_host.h"

void legal(struct kvm_vcpu *vcpu)
{
	int i = 0;

	do {
		kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
	} while (++i < 16);
}

void bad(struct kvm_vcpu *vcpu)
{
	int i = 0;

	do {
		kvm_gpr_write(vcpu, i, 0);		/* expect: egpr-unguarded */
	} while (i++ < 16);
}
