// SPDX-License-Identifier: GPL-2.0-or-later
/* A loop up to VCPU_REGS_RIP reaches a plain 16: nobody asked for RIP. */
#include "../reference/kvm_host.h"

void bad(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = VCPU_REGS_RAX; i <= VCPU_REGS_RIP; i++)
		kvm_gpr_write(vcpu, i, 0);		/* expect: egpr-unguarded */
}

void legal(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = VCPU_REGS_RAX; i < VCPU_REGS_RIP; i++)
		kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
	for (i = VCPU_REGS_RAX; i <= VCPU_REGS_RIP; i++)
		kvm_register_write_raw(vcpu, i, 0);	/* expect-safe */
}
