// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper gives the index back through a pointer. */
#include "../reference/kvm_host.h"

static void get_legal(int *reg)
{
	*reg = VCPU_REGS_R10;
}

static void get_bad(unsigned long q, int *reg)
{
	*reg = (q >> 8) & 0x1f;
}

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	int legal, bad;

	get_legal(&legal);
	get_bad(q, &bad);
	kvm_gpr_read(vcpu, legal);			/* expect-safe */
	kvm_gpr_read(vcpu, bad);			/* expect: egpr-unguarded */
}

/* What the caller passed by value and what it has behind the call are two values, of one variable. */
static bool replace(u32 old, u32 *ret)
{
	if (old & 0x1f)
		return false;
	*ret = VCPU_XREG_R16 + 1;
	return true;
}

void in_and_out(struct kvm_vcpu *vcpu, u32 q)
{
	u32 reg = q & 7;

	if (replace(reg, &reg))
		kvm_gpr_read(vcpu, reg);		/* expect: egpr-unguarded */
}

/* What the callee says of the old one is known of what that came from. */
void in_tells(struct kvm_vcpu *vcpu, u32 q)
{
	u32 reg = q & 0x1f;

	if (replace(reg, &reg))
		kvm_gpr_read(vcpu, q & 0x1f);		/* expect-safe */
}
