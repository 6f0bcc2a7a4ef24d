// SPDX-License-Identifier: GPL-2.0-or-later
/* A returned index goes to a helper: the finding stands at the first call that passes it on. */
#include "../reference/kvm_host.h"

static int legal(void)
{
	return VCPU_REGS_RBX;
}

static int bad(void)
{
	return 40;
}

static void put(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);
}

static void put_legal(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-safe */
}

void use(struct kvm_vcpu *vcpu)
{
	put_legal(vcpu, legal());
	put(vcpu, legal());
	put(vcpu, bad());				/* expect: index-range */
}
