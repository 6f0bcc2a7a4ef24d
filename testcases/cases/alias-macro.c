// SPDX-License-Identifier: GPL-2.0-or-later
/* A macro that stands for VCPU_REGS_RIP. */
#include "../reference/kvm_host.h"

#define MY_ACC VCPU_REGS_RAX
#define MY_PC VCPU_REGS_RIP

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, MY_ACC);			/* expect-safe */
	kvm_gpr_read(vcpu, MY_PC);			/* expect: rip-index */
	kvm_gpr_write(vcpu, (MY_PC), 0);		/* expect: rip-index */
}
