// SPDX-License-Identifier: GPL-2.0-or-later
/* A comparison for equality with VCPU_REGS_RIP gives the value that name. */
#include "../reference/kvm_host.h"

unsigned long equal(struct kvm_vcpu *vcpu, int reg)
{
	if (reg == VCPU_REGS_RIP)
		return kvm_gpr_read(vcpu, reg);		/* expect: rip-index */
	return 0;
}

unsigned long not_unequal(struct kvm_vcpu *vcpu, int reg)
{
	if (reg != VCPU_REGS_RIP)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect: rip-index */
}

unsigned long plain(struct kvm_vcpu *vcpu, int reg)
{
	if (reg == 16)
		return kvm_gpr_read(vcpu, reg);		/* expect: egpr-unguarded */
	return 0;
}

unsigned long array(struct kvm_vcpu *vcpu, int reg)
{
	if (reg == VCPU_REGS_RIP)
		return kvm_register_read_raw(vcpu, reg);	/* expect-safe */
	return 0;
}
