// SPDX-License-Identifier: GPL-2.0-or-later
/* An array of variable length: its elements are one value. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, int n)
{
	int legal[n], wrong[n];

	legal[n - 1] = 5;
	wrong[n - 1] = VCPU_REGS_RIP;
	kvm_gpr_read(vcpu, legal[n - 1] & 0xf);		/* expect-safe */
	kvm_gpr_read(vcpu, n > 4 ? wrong[n - 1] & 0x1f : 3);	/* expect: egpr-unguarded */
}
