// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* A 32-bit word shifted down leaves fewer bits than a 64-bit one. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	kvm_gpr_read(vcpu, q >> 29);			/* expect-safe */
	kvm_gpr_read(vcpu, q >> 28);			/* expect: index-range */
}
