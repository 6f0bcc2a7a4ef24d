// SPDX-License-Identifier: GPL-2.0-or-later
/* Masks that come from shifts, speculation-safe indices, bits that are counted. */
#include "../reference/kvm_host.h"

#define __bf_shf(x) (__builtin_ffsll(x) - 1)
#define FIELD_GET(mask, reg) ((typeof(mask))(((reg) & (mask)) >> __bf_shf(mask)))
#define GENMASK(h, l) (((~0ul) << (l)) & (~0ul >> (63 - (h))))

static inline unsigned long array_index_mask_nospec(unsigned long index, unsigned long size)
{
	return ~(long)(index | (size - 1 - index)) >> (BITS_PER_LONG - 1);
}

#define array_index_nospec(index, size) \
	((typeof(index))((index) & array_index_mask_nospec((index), (size))))

void fields(struct kvm_vcpu *vcpu, u32 insn)
{
	kvm_gpr_read(vcpu, FIELD_GET(GENMASK(11, 8), insn)); /* expect-safe */
	kvm_gpr_read(vcpu, FIELD_GET(GENMASK(12, 8), insn)); /* expect: egpr-unguarded */
}

void nospec(struct kvm_vcpu *vcpu, unsigned int reg)
{
	if (reg >= 16)
		return;
	kvm_gpr_read(vcpu, array_index_nospec(reg, 16));	/* expect-safe */
}

void counted(struct kvm_vcpu *vcpu, u32 mask)
{
	kvm_gpr_read(vcpu, __builtin_popcount(mask & 0x7fff));	/* expect-safe */
	kvm_gpr_read(vcpu, __builtin_popcount(mask & 0xffff));	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, __builtin_popcount(mask) % 16);	/* expect-safe */
}
