// SPDX-License-Identifier: GPL-2.0-or-later
/* An offset that depends on an index at run time is unknown, what it is masked to is not. */
#include "../reference/kvm_host.h"

struct image {
	u8 head[4];
	u8 regs[40];
};

void use(struct kvm_vcpu *vcpu, int n)
{
	kvm_gpr_read(vcpu, __builtin_offsetof(struct image, regs[n]));		/* expect-unproven */
	kvm_gpr_read(vcpu, __builtin_offsetof(struct image, regs[n]) & 0xf);	/* expect-safe */
}
