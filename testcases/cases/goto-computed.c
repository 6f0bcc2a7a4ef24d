// SPDX-License-Identifier: GPL-2.0-or-later
/* Labels as values: each of them may be next. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned int n)
{
	static const void *const next[] = { &&first, &&second };
	int reg = VCPU_REGS_RAX;

	goto *next[n & 1];
first:
	kvm_gpr_read(vcpu, reg);			/* expect-safe */
	return;
second:
	reg = 40;
	kvm_gpr_read(vcpu, reg);			/* expect: index-range */
}
