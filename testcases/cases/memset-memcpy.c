// SPDX-License-Identifier: GPL-2.0-or-later
/* memset with 0 and memcpy of a whole object are assignments. */
#include "../reference/kvm_host.h"

struct pair {
	int index;
	int other;
};

void zeroed(struct kvm_vcpu *vcpu)
{
	struct pair p = { 20, 20 };

	__builtin_memset(&p, 0, sizeof(p));
	kvm_gpr_read(vcpu, p.index);			/* expect-safe */
}

struct couple {
	int index;
};

void copied(struct kvm_vcpu *vcpu)
{
	struct couple a = { VCPU_REGS_RIP }, b;

	__builtin_memcpy(&b, &a, sizeof(b));
	kvm_gpr_read(vcpu, b.index);			/* expect: rip-index */
}
