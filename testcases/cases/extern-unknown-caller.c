// SPDX-License-Identifier: GPL-2.0-or-later
/* A parameter of a function nobody calls is unknown. */
#include "../reference/kvm_host.h"

void put(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-unproven */
}

void put_enum(struct kvm_vcpu *vcpu, enum kvm_reg reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-unproven */
}
