// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=3 */
/*
 * Shape (g): a u16 remembers which of 32 registers are dirty. No index is wrong: a
 * write of R16-R31 is lost, which is another class of fault and not ours to find. What
 * is ours: going over 32 bits, of whatever type, needs APX for the upper half.
 */
#include "../reference/kvm_emulate.h"

struct short_ctxt {
	u16 regs_dirty;
	ulong _regs[NR_EMULATOR_GPRS];
};

void lost(struct kvm_vcpu *vcpu, struct short_ctxt *ctxt)
{
	unsigned int nr;

	if (!guest_cpu_cap_has(vcpu, X86_FEATURE_APX))
		return;
	for (nr = 0; nr < NR_EMULATOR_GPRS; nr++)
		if (ctxt->regs_dirty >> nr & 1)
			kvm_register_write_raw(vcpu, nr, ctxt->_regs[nr]); /* expect-safe */
}

void bad(struct kvm_vcpu *vcpu, struct x86_emulate_ctxt *ctxt)
{
	unsigned int nr;

	for (nr = 0; nr < NR_EMULATOR_GPRS; nr++)
		if (ctxt->regs_dirty >> nr & 1)
			kvm_register_write_raw(vcpu, nr, ctxt->_regs[nr]); /* expect: egpr-unguarded */
}

void good(struct kvm_vcpu *vcpu, struct x86_emulate_ctxt *ctxt)
{
	unsigned int nr, n = guest_cpu_cap_has(vcpu, X86_FEATURE_APX) ? NR_EMULATOR_GPRS :
									 NR_EMULATOR_LEGACY_GPRS;

	for (nr = 0; nr < n; nr++)
		if (ctxt->regs_dirty >> nr & 1)
			kvm_register_write_raw(vcpu, nr, ctxt->_regs[nr]); /* expect-safe */
}
