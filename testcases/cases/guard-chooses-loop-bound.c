// SPDX-License-Identifier: GPL-2.0-or-later
/* The predicate chooses how far the loop goes. */
#include "../reference/kvm_host.h"

void guarded(struct kvm_vcpu *vcpu)
{
	int last = static_cpu_has(X86_FEATURE_APX) ? 31 : 15;
	int i;

	for (i = 0; i <= last; i++)
		kvm_gpr_write(vcpu, i, 0);		/* expect-safe */
}

void inverted(struct kvm_vcpu *vcpu)
{
	int last = static_cpu_has(X86_FEATURE_APX) ? 15 : 31;
	int i;

	for (i = 0; i <= last; i++)
		kvm_gpr_write(vcpu, i, 0);		/* expect: egpr-unguarded */
}
