// SPDX-License-Identifier: GPL-2.0-or-later
/* VCPU_REGS_RIP as a literal argument of each accessor. */
#include "../reference/kvm_host.h"

void gpr(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, VCPU_REGS_RIP);		/* expect: rip-index */
	kvm_gpr_write(vcpu, VCPU_REGS_RIP, 0);		/* expect: rip-index */
	kvm_gpr_read_raw(vcpu, VCPU_REGS_RIP);		/* expect: rip-index */
	kvm_gpr_write_raw(vcpu, VCPU_REGS_RIP, 0);	/* expect: rip-index */
}

/* The array accessors keep RIP at 16. */
void array(struct kvm_vcpu *vcpu)
{
	kvm_register_read_raw(vcpu, VCPU_REGS_RIP);	/* expect-safe */
	kvm_register_write_raw(vcpu, VCPU_REGS_RIP, 0);	/* expect-safe */
}
