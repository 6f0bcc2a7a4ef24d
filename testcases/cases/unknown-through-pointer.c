// SPDX-License-Identifier: GPL-2.0-or-later
/* A number read through a pointer from outside is unknown. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, const int *p)
{
	kvm_gpr_read(vcpu, p[0]);			/* expect-unproven */
	kvm_gpr_read(vcpu, p[1] & 0xf);			/* expect-safe */
}
