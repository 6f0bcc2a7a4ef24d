// SPDX-License-Identifier: GPL-2.0-or-later
/* Everything but the registers leaves by the default label. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, int reg)
{
	switch (reg) {
	case VCPU_REGS_RAX ... VCPU_REGS_RDI:
	case VCPU_REGS_R8 ... VCPU_REGS_R15:
		break;
	default:
		return 0;
	}
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}
