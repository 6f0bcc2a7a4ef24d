// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=2 */
/* Shape (b): RIP has a number behind the array; no accessor of the array takes it. */
#include "../reference/kvm_host.h"

unsigned long bad(struct kvm_vcpu *vcpu)
{
	kvm_register_write(vcpu, VCPU_REG_RIP, 0);	/* expect: rip-index */
	return kvm_register_read(vcpu, VCPU_REG_RIP);	/* expect: rip-index */
}

unsigned long good(struct kvm_vcpu *vcpu)
{
	kvm_rip_write(vcpu, 0);
	return kvm_rip_read(vcpu) + kvm_register_read(vcpu, VCPU_REGS_RDI); /* expect-safe */
}
