// SPDX-License-Identifier: GPL-2.0-or-later
/* A value brought into a range, as the kernel writes clamp(). */
#include "../reference/kvm_host.h"

#define clamp(val, lo, hi) ({			\
	__typeof__(val) __v = (val);		\
	__v <= (lo) ? (lo) : __v >= (hi) ? (hi) : __v; \
})

void use(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, clamp(reg, 0, 15));		/* expect-safe */
	kvm_gpr_read(vcpu, clamp(reg, 0, 31));		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, clamp(reg, -1, 15));		/* expect: index-range */
}
