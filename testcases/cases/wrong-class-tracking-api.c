// SPDX-License-Identifier: GPL-2.0-or-later
/* The tracking functions take every class, and are no value accessors. */
#include "../reference/kvm_host.h"

void track(struct kvm_vcpu *vcpu)
{
	kvm_register_mark_dirty(vcpu, VCPU_EXREG_CR3);
	kvm_register_mark_available(vcpu, VCPU_REGS_RIP);
	if (kvm_register_is_available(vcpu, VCPU_EXREG_PDPTR))
		kvm_gpr_read(vcpu, VCPU_REGS_RAX);	/* expect-safe */
}
