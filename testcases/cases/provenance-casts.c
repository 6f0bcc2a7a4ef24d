// SPDX-License-Identifier: GPL-2.0-or-later
/* RIP stays RIP through casts that keep the value. */
#include "../reference/kvm_host.h"

void casts(struct kvm_vcpu *vcpu)
{
	u8 narrow = VCPU_REGS_RIP;
	enum kvm_reg reg = VCPU_REGS_RIP;

	kvm_gpr_read(vcpu, (int)VCPU_REGS_RIP);		/* expect: rip-index */
	kvm_gpr_read(vcpu, (u64)narrow);		/* expect: rip-index */
	kvm_gpr_read(vcpu, (unsigned int)reg);		/* expect: rip-index */
	kvm_gpr_read(vcpu, (int)VCPU_REGS_R8);		/* expect-safe */
}
