// SPDX-License-Identifier: GPL-2.0-or-later
/* A question that constants or a loop counter answer decides what is reached. */
#include "../reference/kvm_host.h"

static bool is_legacy(int reg)
{
	return reg >= 0 && reg < 16;
}

void constant(struct kvm_vcpu *vcpu)
{
	if (!is_legacy(3))
		kvm_gpr_read(vcpu, 40);
	if (is_legacy(16))
		kvm_gpr_read(vcpu, 16);
	if (is_legacy(15))
		kvm_gpr_read(vcpu, 15);				/* expect-safe */
}

static bool in_range(int i, int n)
{
	return i < n;
}

void counted(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 14; i < 18; i++)
		if (!in_range(i, 18))
			kvm_gpr_read(vcpu, i);
	for (i = 14; i < 18; i++)
		if (!in_range(i, 16))
			kvm_gpr_read(vcpu, i);			/* expect: egpr-unguarded */
}

/* A function outside answers yes or no: both happen. */
bool asked(void);

void either(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 15 + asked());			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, 14 + asked());			/* expect-safe */
}
