// SPDX-License-Identifier: GPL-2.0-or-later
/* What a callee stores to a global is not in the variable of a caller that it has a pointer to. */
#include "../reference/kvm_host.h"

static int last;

static bool keeps(struct kvm_vcpu *vcpu, int x, int *res)
{
	last = x + 16;
	kvm_gpr_read(vcpu, last & 15);				/* expect-safe */
	if (x & 1)
		*res = x & 15;
	return true;
}

void own(struct kvm_vcpu *vcpu, int a)
{
	int reg = 0;

	keeps(vcpu, a & 31, &reg);
	kvm_gpr_read(vcpu, reg);				/* expect-safe */
}

static void further(struct kvm_vcpu *vcpu, int x, int *res)
{
	keeps(vcpu, x, res);
}

void own_below(struct kvm_vcpu *vcpu, int a)
{
	int reg = 0;

	further(vcpu, a & 31, &reg);
	kvm_gpr_read(vcpu, reg);				/* expect-safe */
}

static void stores_both(struct kvm_vcpu *vcpu, int *res)
{
	*res = 0;
	last = 17;
	kvm_gpr_read(vcpu, *res);				/* expect: egpr-unguarded */
}

/* This one is the global. */
void global(struct kvm_vcpu *vcpu)
{
	stores_both(vcpu, &last);
}

static void writes(struct kvm_vcpu *vcpu, int *res)
{
	*res = 18;
}

void really_written(struct kvm_vcpu *vcpu)
{
	int reg = 0;

	writes(vcpu, &reg);
	kvm_gpr_read(vcpu, reg);				/* expect: egpr-unguarded */
}
