// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A bit-field bounds what it is given, and the callers bound it further: with a
 * mask as wide as the field, which GCC leaves out, and without one.
 */
#include "../reference/kvm_host.h"

struct info {
	u32 five : 5;
	s32 signed_four : 4;
};

static void masked(struct kvm_vcpu *vcpu, u32 reg)
{
	struct info info = { 0 };

	info.signed_four = (reg >> 2) & 0xf;
	kvm_gpr_write(vcpu, info.signed_four, 0);	/* expect-safe */
}

static void plain(struct kvm_vcpu *vcpu, u32 reg)
{
	struct info info = { 0 };

	info.signed_four = reg;
	kvm_gpr_write(vcpu, info.signed_four, 0);	/* expect-safe */
	info.five = reg;
	kvm_gpr_write(vcpu, info.five, 0);		/* expect-safe */
}

/* What is more the field cuts, as a mask does: who passes it is not to blame. */
static void cut(struct kvm_vcpu *vcpu, u32 reg)
{
	struct info info = { 0 };

	info.signed_four = reg;
	kvm_gpr_write(vcpu, info.signed_four, 0);	/* expect: index-range */
}

void callers(struct kvm_vcpu *vcpu, u64 qual)
{
	masked(vcpu, qual & 0x1f);
	plain(vcpu, qual & 7);
	cut(vcpu, qual & 7);
	cut(vcpu, qual & 0xff);
}
