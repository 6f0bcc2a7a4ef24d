// SPDX-License-Identifier: GPL-2.0-or-later
/* The subscript may be the sentinel. */
#include "../reference/kvm_host.h"

void bad(struct kvm_vcpu *vcpu, bool none, unsigned long q)
{
	int reg = none ? -1 : (int)(q & 0xf);

	vcpu->arch.regs[reg] = 0;			/* expect: index-range */
}

void legal(struct kvm_vcpu *vcpu, bool none, unsigned long q)
{
	int reg = none ? -1 : (int)(q & 0xf);

	if (reg >= 0)
		vcpu->arch.regs[reg] = 0;		/* expect-safe */
}
