// SPDX-License-Identifier: GPL-2.0-or-later
/* Shape (a): the old name of RIP goes to an accessor for which 16 is R16. */
#include "../reference/kvm_host.h"

unsigned long bad(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_REGS_RIP);	/* expect: rip-index */
}

unsigned long good(struct kvm_vcpu *vcpu)
{
	return kvm_register_read_raw(vcpu, VCPU_REGS_RIP); /* expect-safe */
}

unsigned long better(struct kvm_vcpu *vcpu)
{
	return kvm_rip_read(vcpu);
}
