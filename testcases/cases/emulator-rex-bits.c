// SPDX-License-Identifier: GPL-2.0-or-later
/* An index put together from ModRM and REX, and one with the extra bit of REX2. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, u8 modrm, u8 rex, u8 rex2)
{
	int reg = (modrm >> 3 & 7) | (rex & 4) << 1;
	int ext = reg | (rex2 & 0x40) >> 2;

	kvm_gpr_read(vcpu, reg);			/* expect-safe */
	kvm_gpr_read(vcpu, ext);			/* expect: egpr-unguarded */
}
