// SPDX-License-Identifier: GPL-2.0-or-later
/* A function that passes its index on to itself. */
#include "../reference/kvm_host.h"

static void again(struct kvm_vcpu *vcpu, int reg, int n)
{
	if (n > 0)
		again(vcpu, reg, n - 1);
	else
		kvm_gpr_write(vcpu, reg, 0);
}

static void again_legal(struct kvm_vcpu *vcpu, int reg, int n)
{
	if (n > 0)
		again_legal(vcpu, reg, n - 1);
	else
		kvm_gpr_write(vcpu, reg, 0);		/* expect-safe */
}

void use(struct kvm_vcpu *vcpu, int n)
{
	again_legal(vcpu, VCPU_REGS_RAX, n);
	again(vcpu, VCPU_REGS_RAX, n);
	again(vcpu, VCPU_REGS_RIP, n);			/* expect: rip-index */
}
