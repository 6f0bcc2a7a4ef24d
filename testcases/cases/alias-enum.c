// SPDX-License-Identifier: GPL-2.0-or-later
/* An enumerator of a driver that stands for VCPU_REGS_RIP. */
#include "../reference/kvm_host.h"

enum my_reg {
	MY_ACC = VCPU_REGS_RAX,
	MY_PC = VCPU_REGS_RIP,
};

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, MY_ACC);			/* expect-safe */
	kvm_gpr_read(vcpu, MY_PC);			/* expect: rip-index */
	kvm_register_read_raw(vcpu, MY_PC);		/* expect-safe */
}
