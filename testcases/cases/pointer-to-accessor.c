// SPDX-License-Identifier: GPL-2.0-or-later
/* A local pointer that can only be an accessor. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	unsigned long (*read)(struct kvm_vcpu *vcpu, int reg) = kvm_gpr_read;

	read(vcpu, VCPU_REGS_RAX);			/* expect-safe */
	read(vcpu, VCPU_REGS_RIP);			/* expect: rip-index */
	(*read)(vcpu, 64);				/* expect: index-range */
}
