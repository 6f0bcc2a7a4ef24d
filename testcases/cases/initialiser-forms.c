// SPDX-License-Identifier: GPL-2.0-or-later
/* Initialisers of locals: designators, ranges, braces left out, what is not named is 0. */
#include "../reference/kvm_host.h"

struct inner {
	int a, b;
};

struct outer {
	struct inner first, second;
	int tail[4];
};

void use(struct kvm_vcpu *vcpu)
{
	struct outer flat = { 1, 2, 3, VCPU_REGS_RIP, 5 };
	struct outer named = { .second.a = 20, .first = { .b = 3 }, .tail[2] = 40 };
	int range[8] = { [0 ... 3] = 2, [4 ... 6] = 20 };

	kvm_gpr_read(vcpu, flat.second.a);		/* expect-safe */
	kvm_gpr_read(vcpu, flat.second.b);		/* expect: rip-index */
	kvm_gpr_read(vcpu, named.first.a);		/* expect-safe */
	kvm_gpr_read(vcpu, named.second.a);		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, named.tail[1]);		/* expect-safe */
	kvm_gpr_read(vcpu, named.tail[2]);		/* expect: index-range */
	kvm_gpr_read(vcpu, range[7]);			/* expect-safe */
	kvm_gpr_read(vcpu, range[2]);			/* expect-safe */
	kvm_gpr_read(vcpu, range[5]);			/* expect: egpr-unguarded */
}
