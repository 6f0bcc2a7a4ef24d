// SPDX-License-Identifier: GPL-2.0-or-later
/* Sums in which an operand cancels out: what is left of them is what the index is. */
#include "../reference/kvm_host.h"

void sums(struct kvm_vcpu *vcpu, u32 a, int x)
{
	int y = a & 0xf;

	kvm_gpr_read(vcpu, (x + y) - x);		/* expect-safe */
	kvm_gpr_read(vcpu, x - (x - y));		/* expect-safe */
	kvm_gpr_read(vcpu, x + (y - x));		/* expect-safe */
	kvm_gpr_read(vcpu, (x + 9) - (x + 5));		/* expect-safe */
	kvm_gpr_read(vcpu, (x + 3) - (x - 29));		/* expect: index-range */
	kvm_gpr_read(vcpu, (~x & y) | (x & y));		/* expect-safe */
	kvm_gpr_read(vcpu, x & ~x);			/* expect-safe */
}
