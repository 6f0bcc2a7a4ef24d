// SPDX-License-Identifier: GPL-2.0-or-later
/* A masked value divided. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	kvm_gpr_read(vcpu, (q & 0xff) / 16);		/* expect-safe */
	kvm_gpr_read(vcpu, (q & 0xff) / 8);		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, (q & 0xff) / 4);		/* expect: index-range */
}
