// SPDX-License-Identifier: GPL-2.0-or-later
/* An index counted down from the last register. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	int i = q & 0xf;

	kvm_gpr_read(vcpu, 15 - i);			/* expect-safe */
	kvm_gpr_read(vcpu, 16 - i);			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, 14 - i);			/* expect: index-range */
}
