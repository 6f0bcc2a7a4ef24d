// SPDX-License-Identifier: GPL-2.0-or-later
/* The guard does not outlive its branch. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	if (static_cpu_has(X86_FEATURE_APX))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
	kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);		/* expect: egpr-unguarded */
}
