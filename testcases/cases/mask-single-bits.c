// SPDX-License-Identifier: GPL-2.0-or-later
/* Known bits, not only the largest value, decide. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	kvm_gpr_read(vcpu, (q & 0x30) >> 2);		/* expect-safe */
	kvm_gpr_read(vcpu, q & ~0x1fUL & 0xf);		/* expect-safe */
	kvm_gpr_read(vcpu, ~q & 0xf);			/* expect-safe */
	kvm_gpr_read(vcpu, (q & 0xf) ^ 1);		/* expect-safe */
	kvm_gpr_read(vcpu, (q & 0xf) ^ 0x10);		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, q & 0x20);			/* expect: index-range */
}
