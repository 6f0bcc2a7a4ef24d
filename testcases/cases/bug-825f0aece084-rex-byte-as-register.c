// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=2 */
/*
 * Upstream 825f0aece084 (the REX prefix kept as its bits): a REX byte is 0x40 and four
 * bits, and an index was shifted out of the whole of it.
 */
#include "../reference/kvm_emulate.h"

#define REX_OF(byte) ((byte) & 0xf)

unsigned long bad(struct kvm_vcpu *vcpu, u8 insn)
{
	int rex = 0x40 | REX_OF(insn);

	return kvm_register_read_raw(vcpu, rex << 3);	/* expect: index-range */
}

unsigned long bad_two_bits(struct kvm_vcpu *vcpu, u8 insn, u8 modrm)
{
	return kvm_register_read_raw(vcpu, (insn << 1 & 0x18) | (modrm & 7)); /* expect: index-range */
}

unsigned long good(struct kvm_vcpu *vcpu, u8 insn, u8 modrm)
{
	int rex = 0x40 | REX_OF(insn);

	return kvm_register_read_raw(vcpu, (rex << 1 & 8) | (modrm & 7)); /* expect-safe */
}

unsigned long good_as_bits(struct kvm_vcpu *vcpu, u8 insn, u8 modrm)
{
	u8 rex_bits = REX_OF(insn);

	return kvm_register_read_raw(vcpu, (rex_bits & REX_R ? 8 : 0) | (modrm & 7)); /* expect-safe */
}
