// SPDX-License-Identifier: GPL-2.0-or-later
/* What assembler code leaves in a variable is unknown. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	unsigned long q;
	int reg = VCPU_REGS_RAX;

	asm("mov %%eax, %k0" : "=r" (q));
	kvm_gpr_read(vcpu, (int)q);			/* expect-unproven */
	kvm_gpr_read(vcpu, q & 0xf);			/* expect-safe */
	kvm_gpr_read(vcpu, q & 0x1f);			/* expect: egpr-unguarded */

	kvm_gpr_read(vcpu, reg);			/* expect-safe */
	asm volatile("" : "+r" (reg));
	kvm_gpr_read(vcpu, reg);			/* expect-unproven */
}
