// SPDX-License-Identifier: GPL-2.0-or-later
/* An array of the same name in another structure is not watched. */
#include "../reference/kvm_host.h"

struct emulator {
	unsigned long regs[32];
};

unsigned long use(struct emulator *e, unsigned long q)
{
	return e->regs[q & 0x1f] + e->regs[31];
}

unsigned long watched(struct kvm_vcpu *vcpu, unsigned long q)
{
	return vcpu->arch.regs[q & 7];			/* expect-safe */
}
