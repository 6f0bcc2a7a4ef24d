// SPDX-License-Identifier: GPL-2.0-or-later
/* A chain of conditional operators, one arm of which is wrong. */
#include "../reference/kvm_host.h"

static int pick(unsigned int n)
{
	return n == 0 ? VCPU_REGS_RAX :
	       n == 1 ? VCPU_REGS_RCX :
	       n == 2 ? VCPU_REGS_RIP : VCPU_REGS_RDX;
}

static int pick_legal(unsigned int n)
{
	return n == 0 ? VCPU_REGS_RAX :
	       n == 1 ? VCPU_REGS_RCX : VCPU_REGS_RDX;
}

void use(struct kvm_vcpu *vcpu, unsigned int n)
{
	kvm_gpr_read(vcpu, pick_legal(n));		/* expect-safe */
	kvm_gpr_read(vcpu, pick(n));			/* expect: rip-index */
}
