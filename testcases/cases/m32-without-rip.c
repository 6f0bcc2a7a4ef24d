// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=3 -m32 */
/* The same on a 32-bit kernel with the later series: no R8, and no R16. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	kvm_register_read(vcpu, 7);			/* expect-safe */
	kvm_register_read(vcpu, 8);			/* expect: index-range */
	kvm_register_read(vcpu, VCPU_REG_RIP);		/* expect: rip-index */
	vcpu->arch.regs[8] = 0;				/* expect: index-range */
}
