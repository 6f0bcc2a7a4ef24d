// SPDX-License-Identifier: GPL-2.0-or-later
/* Floating point, 128 bits: unknown, and a decision on them goes both ways. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, double d, unsigned __int128 wide)
{
	kvm_gpr_read(vcpu, (int)d);			/* expect-unproven */
	kvm_gpr_read(vcpu, (int)d & 0xf);		/* expect-safe */
	kvm_gpr_read(vcpu, (int)wide);			/* expect-unproven */
	if (d > 1.0)
		kvm_gpr_read(vcpu, 20);			/* expect: egpr-unguarded */
	if (wide > 3)
		kvm_gpr_read(vcpu, VCPU_REGS_RIP);	/* expect: rip-index */
}
