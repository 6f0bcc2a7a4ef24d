// SPDX-License-Identifier: GPL-2.0-or-later
/* A truth value is 0 or 1. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, bool flag, int a, int b)
{
	kvm_gpr_read(vcpu, flag);			/* expect-safe */
	kvm_gpr_read(vcpu, !a);				/* expect-safe */
	kvm_gpr_read(vcpu, a < b);			/* expect-safe */
	kvm_gpr_read(vcpu, (a && b) + 15);		/* expect: egpr-unguarded */
}
