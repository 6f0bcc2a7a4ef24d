// SPDX-License-Identifier: GPL-2.0-or-later
/* The emulator reaches the accessor through its table, with an index it has guarded. */
#include "../reference/kvm_emulate.h"

static ulong read_gpr(struct x86_emulate_ctxt *ctxt, unsigned int reg)
{
	return kvm_gpr_read_raw(ctxt->vcpu, reg);
}

static const struct x86_emulate_ops ops = { .read_gpr = read_gpr };

static int good_reg(struct x86_emulate_ctxt *ctxt)
{
	int reg = ctxt->modrm & 7;

	if (ctxt->rex_bits & REX_B)
		reg |= 8;
	if ((ctxt->rex_bits & (REX_B << 4)) && guest_cpu_cap_has(ctxt->vcpu, X86_FEATURE_APX))
		reg |= 16;
	return reg;
}

static int bad_reg(struct x86_emulate_ctxt *ctxt)
{
	int reg = ctxt->modrm & 7;

	if (ctxt->rex_bits & REX_B)
		reg |= 8;
	if (ctxt->rex_bits & (REX_B << 4))
		reg |= 16;
	return reg;
}

ulong use(struct kvm_vcpu *vcpu, struct x86_emulate_ctxt *ctxt)
{
	ctxt->vcpu = vcpu;
	ctxt->ops = &ops;
	return ctxt->ops->read_gpr(ctxt, good_reg(ctxt)) +
	       ctxt->ops->read_gpr(ctxt, bad_reg(ctxt));	/* expect: egpr-unguarded */
}
