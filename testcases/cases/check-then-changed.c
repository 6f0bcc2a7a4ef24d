// SPDX-License-Identifier: GPL-2.0-or-later
/* The index is changed after it was checked. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, int reg)
{
	if (reg < 0 || reg > 15)
		return 0;
	reg += 8;
	return kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}

unsigned long legal(struct kvm_vcpu *vcpu, int reg)
{
	if (reg < 0 || reg > 7)
		return 0;
	reg += 8;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}
