// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Upstream c0f0963464c2 (arm64: fix AArch32 to AArch64 register mapping): ESR_EL2 has the
 * number of AArch64 already, and it went through the mapping of AArch32 once more.
 */
#include "../reference/kvm_types.h"

struct kvm_vcpu;
unsigned long *vcpu_reg32(const struct kvm_vcpu *vcpu, u8 reg_num);
unsigned long vcpu_get_reg(const struct kvm_vcpu *vcpu, u8 reg_num);

unsigned long bad(struct kvm_vcpu *vcpu, u64 esr)
{
	return *vcpu_reg32(vcpu, esr >> 16 & 0x1f);	/* expect: index-range */
}

unsigned long good(struct kvm_vcpu *vcpu, u64 esr)
{
	return vcpu_get_reg(vcpu, esr >> 16 & 0x1f);	/* expect-safe */
}

unsigned long good_instruction(struct kvm_vcpu *vcpu, u32 insn)
{
	return *vcpu_reg32(vcpu, insn >> 12 & 0xf);	/* expect-safe */
}

unsigned long bad_first_beyond(struct kvm_vcpu *vcpu)
{
	return *vcpu_reg32(vcpu, 16);			/* expect: index-range */
}
