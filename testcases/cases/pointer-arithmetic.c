// SPDX-License-Identifier: GPL-2.0-or-later
/* p + n, p - q, p++, *p, p[i]: through a pointer that moved nothing is known, but the number of elements is. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, int *p, int *end)
{
	int list[8] = { 3, 3, 3, 3, 3, 3, 3, 3 };
	int *at = list;

	at++;
	kvm_gpr_read(vcpu, &list[5] - &list[0] ? 4 : 5);	/* expect-safe */
	kvm_gpr_read(vcpu, *at & 0xf);				/* expect-safe */
	kvm_gpr_read(vcpu, p[2]);				/* expect-unproven */
	kvm_gpr_read(vcpu, *(p + 1));				/* expect-unproven */
	kvm_gpr_read(vcpu, (end - p) & 0x1f);			/* expect: egpr-unguarded */
}
