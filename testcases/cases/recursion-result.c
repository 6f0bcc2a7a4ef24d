// SPDX-License-Identifier: GPL-2.0-or-later
/* A recursive function returns what its last level returns. */
#include "../reference/kvm_host.h"

static int legal(int n)
{
	if (n <= 0)
		return VCPU_REGS_RSI;
	return legal(n - 1);
}

static int bad(int n)
{
	if (n <= 0)
		return VCPU_REGS_RIP;
	return bad(n - 1);
}

void use(struct kvm_vcpu *vcpu, int n)
{
	kvm_gpr_read(vcpu, legal(n));			/* expect-safe */
	kvm_gpr_read(vcpu, bad(n));			/* expect: rip-index */
}
