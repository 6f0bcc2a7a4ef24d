// SPDX-License-Identifier: GPL-2.0-or-later
/* RIP stays RIP through locals. */
#include "../reference/kvm_host.h"

unsigned long copied(struct kvm_vcpu *vcpu)
{
	int pc = VCPU_REGS_RIP;
	int index = pc;
	int last = index;

	return kvm_gpr_read(vcpu, last);		/* expect: rip-index */
}

unsigned long overwritten(struct kvm_vcpu *vcpu)
{
	int pc = VCPU_REGS_RIP;

	pc = VCPU_REGS_RDI;
	return kvm_gpr_read(vcpu, pc);			/* expect-safe */
}
