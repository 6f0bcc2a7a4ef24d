// SPDX-License-Identifier: GPL-2.0-or-later
/* A finding stands on the line where the callee starts. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned long val)
{
	kvm_gpr_write(vcpu,				/* expect: rip-index */
		      VCPU_REGS_RIP,
		      val);
	val =
		kvm_gpr_read				/* expect: index-range */
			(vcpu, 32);
	kvm_gpr_write(vcpu,				/* expect-safe */
		      VCPU_REGS_RAX, val);
}
