// SPDX-License-Identifier: GPL-2.0-or-later
/* Accessors of one register have no index to get wrong. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	kvm_rax_write(vcpu, kvm_rbx_read(vcpu));
	kvm_rip_write(vcpu, kvm_rip_read(vcpu) + 2);
	kvm_rsp_write(vcpu, kvm_rsp_read(vcpu) - 8);
	kvm_gpr_write(vcpu, VCPU_REGS_RSP, 0);		/* expect-safe */
}
