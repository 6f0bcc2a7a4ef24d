// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=2 */
/*
 * Upstream 1cca2f8c501f (Bug the VM if the emulator accesses a non-existent GPR), after
 * dfe21e6bc05a (Harden emulator's _regs accesses): a decoded number went on unchecked.
 */
#include "../reference/kvm_emulate.h"

static ulong bad_reg_read(struct x86_emulate_ctxt *ctxt, unsigned int nr)
{
	return kvm_register_read_raw(ctxt->vcpu, nr);
}

static ulong good_reg_read(struct x86_emulate_ctxt *ctxt, unsigned int nr)
{
	if (WARN_ON_ONCE(nr >= NR_EMULATOR_GPRS))
		nr &= NR_EMULATOR_GPRS - 1;
	return kvm_register_read_raw(ctxt->vcpu, nr);	/* expect-safe */
}

/* A prefix byte gives two more bits than there are registers for. */
static unsigned int decode(const struct x86_emulate_ctxt *ctxt)
{
	return (ctxt->modrm & 7) | (ctxt->rex_bits & 3) << 3;
}

ulong use(struct x86_emulate_ctxt *ctxt)
{
	return bad_reg_read(ctxt, decode(ctxt)) +	/* expect: index-range */
	       good_reg_read(ctxt, decode(ctxt));
}
