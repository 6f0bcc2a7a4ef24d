// SPDX-License-Identifier: GPL-2.0-or-later
/* The comparisons select R16-R31, with and without a guard. */
#include "../reference/kvm_host.h"

unsigned long unguarded(struct kvm_vcpu *vcpu, int reg)
{
	if (reg >= 16 && reg <= 31)
		return kvm_gpr_read(vcpu, reg);		/* expect: egpr-unguarded */
	return 0;
}

unsigned long guarded(struct kvm_vcpu *vcpu, int reg)
{
	if (reg >= 16 && reg <= 31 && static_cpu_has(X86_FEATURE_APX))
		return kvm_gpr_read(vcpu, reg);		/* expect-safe */
	return 0;
}
