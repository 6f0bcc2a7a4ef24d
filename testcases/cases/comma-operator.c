// SPDX-License-Identifier: GPL-2.0-or-later
/* The value of a comma expression is that of its last operand. */
#include "../reference/kvm_host.h"

void note(int what);

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, (note(99), VCPU_REGS_RDX));	/* expect-safe */
	kvm_gpr_read(vcpu, (note(3), VCPU_REGS_RIP));	/* expect: rip-index */
}
