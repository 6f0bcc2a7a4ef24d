// SPDX-License-Identifier: GPL-2.0-or-later
/* The value of a statement expression is that of its last statement. */
#include "../reference/kvm_host.h"

#define MASKED(q, m) ({				\
	unsigned long __q = (q);		\
	__q >>= 8;				\
	(int)(__q & (m));			\
})

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	kvm_gpr_read(vcpu, MASKED(q, 0xf));		/* expect-safe */
	kvm_gpr_read(vcpu, MASKED(q, 0x1f));		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, ({ int r = VCPU_REGS_RIP; r; }));	/* expect: rip-index */
}
