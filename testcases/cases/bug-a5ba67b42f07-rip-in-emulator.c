// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Upstream a5ba67b42f07 (Omit VCPU_REGS_RIP from emulator's _regs array): the emulator keeps
 * RIP elsewhere, its registers by number are the general ones.
 */
#include "../reference/kvm_emulate.h"

static ulong read_gpr(struct x86_emulate_ctxt *ctxt, unsigned int reg)
{
	return kvm_gpr_read_raw(ctxt->vcpu, reg);
}

static const struct x86_emulate_ops ops = { .read_gpr = read_gpr };

ulong bad(struct x86_emulate_ctxt *ctxt)
{
	ctxt->ops = &ops;
	return ctxt->ops->read_gpr(ctxt, VCPU_REGS_RIP);	/* expect: rip-index */
}

ulong good(struct x86_emulate_ctxt *ctxt)
{
	ctxt->ops = &ops;
	return ctxt->ops->read_gpr(ctxt, VCPU_REGS_RSP) + kvm_rip_read(ctxt->vcpu);
}
