// SPDX-License-Identifier: GPL-2.0-or-later
/* Values that come from one another: which member of one goes with which of the other. */
#include "../reference/kvm_host.h"

unsigned long difference(struct kvm_vcpu *vcpu, u64 qual)
{
	int reg = qual & 0xf;
	int step = reg;

	step = step - reg;
	return kvm_gpr_read(vcpu, step);	/* expect-safe */
}

unsigned long two_cuts_of_a_word(struct kvm_vcpu *vcpu, u64 qual)
{
	int reg = qual & 0x1f;
	int low = qual & 0x7;

	return kvm_gpr_read(vcpu, (reg | low) - reg);	/* expect-safe */
}

unsigned long never_both(struct kvm_vcpu *vcpu, u64 qual)
{
	unsigned int low = qual & 3;
	unsigned int mixed = low << 2 | (qual & 1);

	/* the lowest bit stands in both places: nothing gets to the call */
	if (low == 2 && (mixed & 1))
		return kvm_gpr_read(vcpu, 16);
	return 0;
}

unsigned long element_that_was_set(struct kvm_vcpu *vcpu, u64 qual)
{
	int regs[4] = { 16, 31, 8, 3 };
	int at = qual & 3;

	regs[at] = 0;
	return kvm_gpr_read(vcpu, regs[at]);	/* expect-safe */
}

unsigned long sum(struct kvm_vcpu *vcpu, u64 qual)
{
	int reg = qual & 0xf;
	int twice = reg;

	twice = twice + reg;
	return kvm_gpr_read(vcpu, twice);	/* expect: egpr-unguarded */
}

unsigned long other_element(struct kvm_vcpu *vcpu, u64 qual)
{
	int regs[4] = { 16, 31, 8, 3 };
	int at = qual & 3;

	regs[at] = 0;
	return kvm_gpr_read(vcpu, regs[at ^ 1]);	/* expect: egpr-unguarded */
}
