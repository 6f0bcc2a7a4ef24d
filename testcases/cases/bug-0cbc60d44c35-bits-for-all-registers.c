// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=2 */
/*
 * Upstream 0cbc60d44c35 (Use 16-bit fields for regs_valid and regs_dirty): the bits that are
 * set say which numbers go to the accessor; 32 of them are more than there are registers.
 */
#include "../reference/kvm_emulate.h"

void bad(struct x86_emulate_ctxt *ctxt)
{
	u32 dirty = ctxt->regs_dirty;

	while (dirty) {
		unsigned int nr = __builtin_ctz(dirty);

		kvm_register_write_raw(ctxt->vcpu, nr, 0);	/* expect: index-range */
		dirty &= dirty - 1;
	}
}

void good(struct x86_emulate_ctxt *ctxt)
{
	u32 dirty = ctxt->regs_dirty & 0xffff;

	while (dirty) {
		unsigned int nr = __builtin_ctz(dirty);

		kvm_register_write_raw(ctxt->vcpu, nr, 0);	/* expect-safe */
		dirty &= dirty - 1;
	}
}
