// SPDX-License-Identifier: GPL-2.0-or-later
/* Arithmetic in a narrow unsigned type wraps. */
#include "../reference/kvm_host.h"

void up(struct kvm_vcpu *vcpu)
{
	u8 reg = 250;

	reg += 9;
	kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

void down(struct kvm_vcpu *vcpu)
{
	u8 reg = 3;

	reg -= 4;
	kvm_gpr_read(vcpu, reg);			/* expect: index-range */
}

void wide(struct kvm_vcpu *vcpu)
{
	unsigned int reg = 0;

	reg--;
	kvm_gpr_read(vcpu, reg);			/* expect: index-range */
}
