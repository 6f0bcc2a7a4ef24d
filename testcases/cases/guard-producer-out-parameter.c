// SPDX-License-Identifier: GPL-2.0-or-later
/* The producer gives an index that it guards itself through a pointer. */
#include "../reference/kvm_host.h"

static int decode(unsigned long q, int *reg)
{
	*reg = q & 0x1f;
	if (*reg >= 16 && !kvm_cpu_cap_has(X86_FEATURE_APX))
		return -1;
	return 0;
}

unsigned long use(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg;

	if (decode(q, &reg))
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long ignored(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg;

	decode(q, &reg);
	return kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}
