// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* On a 32-bit kernel RIP is 8: legal for the array, never for the general registers. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, VCPU_REGS_RIP);		/* expect: rip-index */
	kvm_gpr_write_raw(vcpu, VCPU_REGS_RIP, 0);	/* expect: rip-index */
	kvm_register_read_raw(vcpu, VCPU_REGS_RIP);	/* expect-safe */
	kvm_gpr_read(vcpu, VCPU_REGS_RDI);		/* expect-safe */
}
