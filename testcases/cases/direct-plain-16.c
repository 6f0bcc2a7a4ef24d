// SPDX-License-Identifier: GPL-2.0-or-later
/* The number 16 without a name is R16 to these accessors, and needs the guard of R16. */
#include "../reference/kvm_host.h"

unsigned long unguarded(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, 16);			/* expect: egpr-unguarded */
}

unsigned long guarded(struct kvm_vcpu *vcpu)
{
	if (!static_cpu_has(X86_FEATURE_APX))
		return 0;
	return kvm_gpr_read(vcpu, 16);			/* expect-safe */
}
