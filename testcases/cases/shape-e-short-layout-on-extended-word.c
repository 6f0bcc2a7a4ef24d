// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=3 */
/* Shape (e): the shifts of the short instruction information on the extended word. */
#include "../reference/vmx.h"

/* reg2 was on top of 32 bits and needed no mask: in 64 bits 19 stand above it. */
unsigned long bad_top(struct kvm_vcpu *vcpu)
{
	u64 info = vmx_get_instr_info();

	if (!vmx_insn_info_extended())
		return kvm_register_read(vcpu, (u32)info >> 28); /* expect-safe */
	return kvm_register_read(vcpu, info >> 40);	/* expect: index-range */
}

/* 36 bits are more than an int has: what is left of them may be anything. */
unsigned long bad_shift(struct kvm_vcpu *vcpu)
{
	return kvm_register_read(vcpu, vmx_get_instr_info() >> 28); /* expect-unproven */
}

/* The extended fields are five bits in a byte of eight. */
unsigned long bad_byte(struct kvm_vcpu *vcpu)
{
	u64 info = vmx_get_instr_info();

	if (!vmx_insn_info_extended())
		return 0;
	return kvm_register_read(vcpu, (info >> 16) & 0xff); /* expect: index-range */
}

unsigned long good(struct kvm_vcpu *vcpu)
{
	u64 info = vmx_get_instr_info();

	return kvm_register_read(vcpu, vmx_get_instr_info_reg2(info)) + /* expect-safe */
	       kvm_register_read(vcpu, vmx_get_instr_info_reg(info)); /* expect-safe */
}
