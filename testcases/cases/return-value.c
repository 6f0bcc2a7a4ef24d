// SPDX-License-Identifier: GPL-2.0-or-later
/* The index is what a helper returns; the finding stands where it is used. */
#include "../reference/kvm_host.h"

static int legal(unsigned long q)
{
	return q & 0xf;
}

static int bad(unsigned long q)
{
	if (q & 1)
		return VCPU_REGS_RIP;
	return q & 0xf;
}

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	kvm_gpr_read(vcpu, legal(q));			/* expect-safe */
	kvm_gpr_read(vcpu, bad(q));			/* expect: rip-index */
}
