// SPDX-License-Identifier: GPL-2.0-or-later
/* A comparison on each side leaves exactly the registers. */
#include "../reference/kvm_host.h"

unsigned long legal(struct kvm_vcpu *vcpu, int reg)
{
	if (reg < 0 || reg > 15)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long one_too_many(struct kvm_vcpu *vcpu, int reg)
{
	if (reg < 0 || reg > 16)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}

unsigned long one_too_few(struct kvm_vcpu *vcpu, int reg)
{
	if (reg < -1 || reg > 15)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect: index-range */
}
