// SPDX-License-Identifier: GPL-2.0-or-later
/* Before APX, a loop over all registers may include RIP. */
#include "include/legacy_kvm.h"

void use(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i <= VCPU_REGS_RIP; i++)
		kvm_register_write(vcpu, i, 0);		/* expect-safe */
	for (i = 0; i < 32; i++)
		kvm_register_write(vcpu, i, 0);		/* expect: index-range */
}
