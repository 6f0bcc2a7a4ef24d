// SPDX-License-Identifier: GPL-2.0-or-later
/* Assembler code may jump to its label or fall through. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	int reg = VCPU_REGS_RBX;

	asm goto("test %%eax, %%eax\n\tjz %l[skip]" : : : "cc" : skip);
	reg = 40;
	kvm_gpr_read(vcpu, reg);			/* expect: index-range */
	return;
skip:
	kvm_gpr_read(vcpu, reg);			/* expect-safe */
}
