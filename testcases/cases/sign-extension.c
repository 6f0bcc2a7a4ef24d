// SPDX-License-Identifier: GPL-2.0-or-later
/* A masked value whose top bit becomes a sign. */
#include "../reference/kvm_host.h"

/* (s8)(q & 0xff) would not do: GCC's front end drops that mask before any pass. */
void s8_of_shift(struct kvm_vcpu *vcpu, unsigned long q)
{
	s8 reg = q >> 56;

	kvm_gpr_read(vcpu, reg);			/* expect: index-range */
}

void s8_of_small_mask(struct kvm_vcpu *vcpu, unsigned long q)
{
	s8 reg = q & 0xf;

	kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

void s8_of_constant(struct kvm_vcpu *vcpu)
{
	u8 raw = 0xfe;
	s8 reg = (s8)raw;

	kvm_gpr_read(vcpu, reg);			/* expect: index-range */
}
