// SPDX-License-Identifier: GPL-2.0-or-later
/* A counting loop ends before the last register, or one after it. */
#include "../reference/kvm_host.h"

void legal(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i < 16; i++)
		kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
	for (i = VCPU_REGS_RAX; i <= VCPU_REGS_R15; i++)
		kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
}

void all_32(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i < 32; i++)
		kvm_gpr_write(vcpu, i, 0);		/* expect: egpr-unguarded */
}
