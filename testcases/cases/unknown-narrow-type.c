// SPDX-License-Identifier: GPL-2.0-or-later
/* The width of a plain type is no origin of a value. */
#include "../reference/kvm_host.h"

void parameter(struct kvm_vcpu *vcpu, u8 reg)
{
	kvm_gpr_read(vcpu, reg);			/* expect-unproven */
	kvm_gpr_read(vcpu, reg & 0xf);			/* expect-safe */
}

void cast(struct kvm_vcpu *vcpu, unsigned long q)
{
	kvm_gpr_read(vcpu, (u8)q);			/* expect-unproven */
	kvm_gpr_read(vcpu, (u8)(q >> 8));		/* expect-unproven */
	kvm_gpr_read(vcpu, (u8)q >> 4);			/* expect-safe */
}
