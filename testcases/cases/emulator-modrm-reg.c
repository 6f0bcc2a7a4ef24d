// SPDX-License-Identifier: GPL-2.0-or-later
/* The register fields of a decoded instruction, kept in the emulator's context and read through its table. */
#include "../reference/kvm_host.h"

struct x86_ctxt;

struct x86_ops {
	unsigned long (*read_gpr)(struct x86_ctxt *ctxt, unsigned int reg);
};

struct x86_ctxt {
	const struct x86_ops *ops;
	struct kvm_vcpu *vcpu;
	u8 rex;
	u8 rex2;
	/* from here on cleared before each instruction */
	u8 modrm;
	u8 modrm_reg;
	u8 modrm_rm;
	u8 sib_index;
	u8 wide_reg;
};

static unsigned long emulator_read_gpr(struct x86_ctxt *ctxt, unsigned int reg)
{
	return kvm_gpr_read(ctxt->vcpu, reg);
}

static const struct x86_ops ops = {
	.read_gpr = emulator_read_gpr,
};

static unsigned long reg_read(struct x86_ctxt *ctxt, unsigned int nr)
{
	return ctxt->ops->read_gpr(ctxt, nr);
}

void init(struct x86_ctxt *ctxt, struct kvm_vcpu *vcpu)
{
	__builtin_memset(&ctxt->modrm, 0, sizeof(*ctxt) - __builtin_offsetof(struct x86_ctxt, modrm));
	ctxt->ops = &ops;
	ctxt->vcpu = vcpu;
}

void decode_modrm(struct x86_ctxt *ctxt, u8 byte)
{
	ctxt->modrm = byte;
	ctxt->modrm_reg = (ctxt->rex << 1) & 8;
	ctxt->modrm_rm = (ctxt->rex << 3) & 8;
	ctxt->modrm_reg |= (ctxt->modrm & 0x38) >> 3;
	ctxt->modrm_rm |= ctxt->modrm & 0x07;
}

void decode_rex2(struct x86_ctxt *ctxt)
{
	ctxt->wide_reg = ctxt->modrm_reg | (ctxt->rex2 & 0x40) >> 2;
	if (ctxt->vcpu->arch.xcr0 & XFEATURE_MASK_APX)
		ctxt->sib_index = ctxt->wide_reg;
	else
		ctxt->sib_index = ctxt->modrm_reg;
}

unsigned long good(struct x86_ctxt *ctxt)
{
	return reg_read(ctxt, ctxt->modrm_reg) +
	       reg_read(ctxt, ctxt->modrm_rm);
}

unsigned long bad(struct x86_ctxt *ctxt)
{
	return reg_read(ctxt, ctxt->wide_reg);		/* expect: egpr-unguarded */
}

unsigned long checked(struct x86_ctxt *ctxt)
{
	if (!(ctxt->vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return 0;
	return reg_read(ctxt, ctxt->wide_reg);
}
