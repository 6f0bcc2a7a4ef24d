// SPDX-License-Identifier: GPL-2.0-or-later
/* A field moved to the top and back down keeps its sign. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	s32 top = (s32)((u32)(q & 0x1f) << 27);

	kvm_gpr_read(vcpu, (u32)top >> 28);		/* expect-safe */
	kvm_gpr_read(vcpu, top >> 27);			/* expect: index-range */
}
