// SPDX-License-Identifier: GPL-2.0-or-later
/* The conditional operator chooses between two constants. */
#include "../reference/kvm_host.h"

void legal(struct kvm_vcpu *vcpu, bool flag)
{
	kvm_gpr_read(vcpu, flag ? VCPU_REGS_RAX : VCPU_REGS_RBX);	/* expect-safe */
}

void bad(struct kvm_vcpu *vcpu, bool flag)
{
	kvm_gpr_read(vcpu, flag ? VCPU_REGS_RIP : VCPU_REGS_RBX);	/* expect: rip-index */
	kvm_gpr_read(vcpu, flag ? 3 : 33);				/* expect: index-range */
}

/* The condition is a constant: only one arm is there. */
void constant(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 1 ? VCPU_REGS_RAX : VCPU_REGS_RIP);		/* expect-safe */
}
