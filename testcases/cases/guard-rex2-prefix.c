// SPDX-License-Identifier: GPL-2.0-or-later
/* The REX2 prefix is only there when the decoder has found APX switched on. */
#include "../reference/kvm_host.h"

enum rex_type {
	REX_NONE,
	REX_PREFIX,
	REX2_PREFIX,
};

struct x86_emulate_ctxt {
	struct kvm_vcpu *vcpu;
	enum rex_type rex_prefix;
	u8 rex_bits;
	u8 modrm;
};

static int rex_get_rxb(u8 rex, u8 field)
{
	return (rex >> field & 1) << 3 | (rex >> (field + 4) & 1) << 4;
}

int decode(struct x86_emulate_ctxt *ctxt, u8 payload)
{
	if (!(ctxt->vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return -1;
	ctxt->rex_prefix = REX2_PREFIX;
	ctxt->rex_bits = payload;
	return 0;
}

/* The old prefix has four bits, but nothing cuts them here. */
void decode_rex(struct x86_emulate_ctxt *ctxt, u8 byte)
{
	ctxt->rex_prefix = REX_PREFIX;
	ctxt->rex_bits = byte;
}

unsigned long read_rm(struct x86_emulate_ctxt *ctxt)
{
	int reg = (ctxt->modrm & 7) | rex_get_rxb(ctxt->rex_bits, 0);

	if (ctxt->rex_prefix != REX2_PREFIX)
		reg &= 15;
	return kvm_gpr_read(ctxt->vcpu, reg);		/* expect-safe */
}

unsigned long read_any_prefix(struct x86_emulate_ctxt *ctxt)
{
	int reg = (ctxt->modrm & 7) | rex_get_rxb(ctxt->rex_bits, 0);

	if (ctxt->rex_prefix == REX_NONE)
		reg &= 7;
	return kvm_gpr_read(ctxt->vcpu, reg);		/* expect: egpr-unguarded */
}

/* Its absence says nothing: the guest may have APX and not use it here. */
unsigned long not_the_prefix(struct x86_emulate_ctxt *ctxt)
{
	if (ctxt->rex_prefix == REX2_PREFIX)
		return 0;
	if (!(ctxt->vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return 0;
	return kvm_gpr_read(ctxt->vcpu, VCPU_XREG_R16);	/* expect-safe */
}

/* Nor does APX say that it is there. */
unsigned long not_by_apx(struct x86_emulate_ctxt *ctxt)
{
	if (!(ctxt->vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return 0;
	if (ctxt->rex_prefix == REX2_PREFIX)
		return 0;
	return kvm_gpr_read(ctxt->vcpu, 32);		/* expect: index-range */
}
