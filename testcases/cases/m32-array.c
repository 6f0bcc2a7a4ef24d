// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* On a 32-bit kernel the array ends with RIP at 8. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	vcpu->arch.regs[VCPU_REGS_RIP] = 0;		/* expect-safe */
	vcpu->arch.regs[q & 7] = 0;			/* expect-safe */
	vcpu->arch.regs[q & 0xf] = 0;			/* expect: index-range */
}
