// SPDX-License-Identifier: GPL-2.0-or-later
/* min() and max() written as the kernel writes them. */
#include "../reference/kvm_host.h"

#define min(a, b) ({				\
	__typeof__(a) __a = (a);		\
	__typeof__(b) __b = (b);		\
	__a < __b ? __a : __b;			\
})
#define max(a, b) ({				\
	__typeof__(a) __a = (a);		\
	__typeof__(b) __b = (b);		\
	__a > __b ? __a : __b;			\
})

void use_min(struct kvm_vcpu *vcpu, unsigned int u)
{
	kvm_gpr_read(vcpu, min(u, 15u));		/* expect-safe */
	kvm_gpr_read(vcpu, min(u, 16u));		/* expect: egpr-unguarded */
}

void use_both(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, max(min(reg, 15), 0));	/* expect-safe */
	kvm_gpr_read(vcpu, max(min(reg, 15), -1));	/* expect: index-range */
}
