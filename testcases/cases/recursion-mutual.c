// SPDX-License-Identifier: GPL-2.0-or-later
/* Two functions that pass an index to and fro. */
#include "../reference/kvm_host.h"

static void pong(struct kvm_vcpu *vcpu, int reg, int n);

static void ping(struct kvm_vcpu *vcpu, int reg, int n)
{
	if (n > 0)
		pong(vcpu, reg, n - 1);
}

static void pong(struct kvm_vcpu *vcpu, int reg, int n)
{
	if (n > 0)
		ping(vcpu, reg, n - 1);
	else
		kvm_gpr_write(vcpu, reg, 0);
}

void use(struct kvm_vcpu *vcpu, int n)
{
	ping(vcpu, VCPU_REGS_RCX, n);
	ping(vcpu, 40, n);				/* expect: index-range */
}
