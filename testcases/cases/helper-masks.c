// SPDX-License-Identifier: GPL-2.0-or-later
/* The helper masks what it is given, so no caller can be wrong. */
#include "../reference/kvm_host.h"

static unsigned long get(struct kvm_vcpu *vcpu, int reg)
{
	return kvm_gpr_read(vcpu, reg & 0xf);		/* expect-safe */
}

unsigned long use(struct kvm_vcpu *vcpu, int reg)
{
	return get(vcpu, VCPU_REGS_RIP) + get(vcpu, 99) + get(vcpu, reg);
}
