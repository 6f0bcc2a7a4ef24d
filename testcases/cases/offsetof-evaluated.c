// SPDX-License-Identifier: GPL-2.0-or-later
/* sizeof and offsetof are numbers, with members and array elements inside. */
#include "../reference/kvm_host.h"

struct image {
	u8 head[4];
	u8 regs[40];
};

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, __builtin_offsetof(struct image, regs));	/* expect-safe */
	kvm_gpr_read(vcpu, __builtin_offsetof(struct image, regs[12]));	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, sizeof(((struct image *)0)->regs));		/* expect: index-range */
}
