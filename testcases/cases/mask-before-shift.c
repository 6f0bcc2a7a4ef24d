// SPDX-License-Identifier: GPL-2.0-or-later
/* A mask in place, then the shift down. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, u32 info)
{
	kvm_gpr_read(vcpu, (info & 0xf0000000) >> 28);	/* expect-safe */
	kvm_gpr_read(vcpu, (info & 0x00000078) >> 3);	/* expect-safe */
	kvm_gpr_read(vcpu, (info & 0x000000f8) >> 3);	/* expect: egpr-unguarded */
}
