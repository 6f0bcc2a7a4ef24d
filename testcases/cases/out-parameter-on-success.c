// SPDX-License-Identifier: GPL-2.0-or-later
/* The out-parameter is set only where the helper returns 0. */
#include "../reference/kvm_host.h"

static int decode(unsigned long q, int *reg)
{
	if (q & 1)
		return -1;
	*reg = (q >> 4) & 0xf;
	return 0;
}

unsigned long use(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg = -1;

	if (decode(q, &reg))
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long unchecked(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg = -1;

	decode(q, &reg);
	return kvm_gpr_read(vcpu, reg);			/* expect: index-range */
}
