// SPDX-License-Identifier: GPL-2.0-or-later
/* Reading and writing the element that a narrow variable names leaves the others alone. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, u32 q)
{
	unsigned char one = 1, zero = 0;
	unsigned char a[4] = { 3, 16, 0 };
	unsigned char b[4] = { 16, 8, 15 };

	a[one] |= q & 7;
	kvm_gpr_read(vcpu, a[0]);			/* expect-safe */
	b[zero] += 1;
	kvm_gpr_read(vcpu, b[2]);			/* expect-safe */
	kvm_gpr_read(vcpu, b[zero]);			/* expect: egpr-unguarded */
}
