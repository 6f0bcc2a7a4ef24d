// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper all of whose callers pass registers. */
#include "../reference/kvm_host.h"

static unsigned long get(struct kvm_vcpu *vcpu, int reg)
{
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long use(struct kvm_vcpu *vcpu, unsigned long q)
{
	return get(vcpu, VCPU_REGS_RAX) + get(vcpu, q & 0xf);
}
