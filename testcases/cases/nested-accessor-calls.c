// SPDX-License-Identifier: GPL-2.0-or-later
/* An accessor call inside the arguments of another, both wrong. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_write(vcpu, 3, kvm_gpr_read(vcpu, 4));	/* expect-safe */
	kvm_gpr_write(vcpu, 32, kvm_gpr_read(vcpu, VCPU_REGS_RIP)); /* expect: index-range, rip-index */
}
