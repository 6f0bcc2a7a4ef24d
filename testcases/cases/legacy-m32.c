// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* Before APX, a 32-bit kernel: eight registers, and RIP at 8. */
#include "include/legacy_kvm.h"

void use(struct kvm_vcpu *vcpu, unsigned long qual)
{
	kvm_register_read(vcpu, VCPU_REGS_RIP);		/* expect-safe */
	kvm_register_read(vcpu, (qual >> 8) & 7);	/* expect-safe */
	kvm_register_read(vcpu, 9);			/* expect: index-range */
	kvm_register_read(vcpu, (qual >> 8) & 15);	/* expect: index-range */
	vcpu->arch.regs[(qual >> 4) & 0xf] = 0;		/* expect: index-range */
}
