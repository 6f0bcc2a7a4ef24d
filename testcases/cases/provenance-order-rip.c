// SPDX-License-Identifier: GPL-2.0-or-later
/* A comparison for order with VCPU_REGS_RIP says nothing about its name. */
#include "../reference/kvm_host.h"

unsigned long order(struct kvm_vcpu *vcpu, int reg)
{
	if (reg < VCPU_REGS_RAX || reg > VCPU_REGS_RIP)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}

unsigned long strict_order(struct kvm_vcpu *vcpu, int reg)
{
	if (reg < VCPU_REGS_RAX || reg >= VCPU_REGS_RIP)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}
