// SPDX-License-Identifier: GPL-2.0-or-later
/* Before APX: -1 for EDX:EAX reaches the accessor. */
#include "include/legacy_kvm.h"

static void finish(struct kvm_vcpu *vcpu, int reg, u64 data)
{
	kvm_register_write(vcpu, reg, data);
}

static void finish_checked(struct kvm_vcpu *vcpu, int reg, u64 data)
{
	if (reg >= 0)
		kvm_register_write(vcpu, reg, data);	/* expect-safe */
}

void use(struct kvm_vcpu *vcpu, u64 data)
{
	finish(vcpu, VCPU_REGS_RAX, data);
	finish(vcpu, -1, data);				/* expect: index-range */
	finish_checked(vcpu, -1, data);
	finish_checked(vcpu, VCPU_REGS_RCX, data);
}
