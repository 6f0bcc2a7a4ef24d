// SPDX-License-Identifier: GPL-2.0-or-later
/* The sum that __builtin_add_overflow() stores is as unknown as what it adds. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, int a, int b)
{
	int reg;

	if (__builtin_add_overflow(a, b, &reg))
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-unproven */
}

unsigned long checked(struct kvm_vcpu *vcpu, int a, int b)
{
	int reg;

	if (__builtin_add_overflow(a, b, &reg) || reg < 0 || reg > 15)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}
