// SPDX-License-Identifier: GPL-2.0-or-later
/* Registers every 64-bit guest has, by name and by number. */
#include "../reference/kvm_host.h"

unsigned long by_name(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_REGS_RAX) +	/* expect-safe */
	       kvm_gpr_read(vcpu, VCPU_REGS_RSP) +	/* expect-safe */
	       kvm_gpr_read_raw(vcpu, VCPU_REGS_R15);	/* expect-safe */
}

void by_number(struct kvm_vcpu *vcpu)
{
	kvm_gpr_write(vcpu, 0, 1);			/* expect-safe */
	kvm_gpr_write_raw(vcpu, 15, 1);			/* expect-safe */
}
