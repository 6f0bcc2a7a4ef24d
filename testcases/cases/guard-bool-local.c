// SPDX-License-Identifier: GPL-2.0-or-later
/* The answer of the predicate is kept in a local. */
#include "../reference/kvm_host.h"

void guarded(struct kvm_vcpu *vcpu)
{
	bool apx = static_cpu_has(X86_FEATURE_APX);
	int also = kvm_cpu_cap_has(X86_FEATURE_APX);

	if (apx)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
	if (also)
		kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);	/* expect-safe */
	if (!apx)
		return;
	kvm_gpr_write(vcpu, VCPU_XREG_R18, 0);		/* expect-safe */
}

/* The local was overwritten. */
void overwritten(struct kvm_vcpu *vcpu)
{
	bool apx = static_cpu_has(X86_FEATURE_APX);

	apx = true;
	if (apx)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
}
