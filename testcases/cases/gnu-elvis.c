// SPDX-License-Identifier: GPL-2.0-or-later
/* The conditional operator without a middle operand. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	kvm_gpr_read(vcpu, (q & 7) ?: VCPU_REGS_R9);	/* expect-safe */
	kvm_gpr_read(vcpu, (q & 0x10) ?: VCPU_REGS_R9);	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, (q & 7) ?: VCPU_REGS_RIP);	/* expect: rip-index */
}
