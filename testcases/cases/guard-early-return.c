// SPDX-License-Identifier: GPL-2.0-or-later
/* The function leaves at once without APX. */
#include "../reference/kvm_host.h"

unsigned long guarded(struct kvm_vcpu *vcpu)
{
	if (!static_cpu_has(X86_FEATURE_APX))
		return 0;
	return kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect-safe */
}

/* It leaves with APX. */
unsigned long inverted(struct kvm_vcpu *vcpu)
{
	if (static_cpu_has(X86_FEATURE_APX))
		return 0;
	return kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect: egpr-unguarded */
}

/* It notices, and goes on. */
unsigned long no_return(struct kvm_vcpu *vcpu, unsigned int *errors)
{
	if (!static_cpu_has(X86_FEATURE_APX))
		++*errors;
	return kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect: egpr-unguarded */
}
