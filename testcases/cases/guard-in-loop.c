// SPDX-License-Identifier: GPL-2.0-or-later
/* The predicate is asked in each round, or once before the loop. */
#include "../reference/kvm_host.h"

void each_round(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i < 32; i++) {
		if (i >= 16 && !static_cpu_has(X86_FEATURE_APX))
			break;
		kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
	}
}

void before(struct kvm_vcpu *vcpu)
{
	int i;

	if (!static_cpu_has(X86_FEATURE_APX))
		return;
	for (i = 16; i < 32; i++)
		kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
}

/* Asked in the round before, and then the loop goes on regardless. */
void first_half_only(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i < 32; i++) {
		if (i < 16 && !static_cpu_has(X86_FEATURE_APX))
			continue;
		kvm_gpr_write(vcpu, i, 0);		/* expect: egpr-unguarded */
	}
}
