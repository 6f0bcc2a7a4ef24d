// SPDX-License-Identifier: GPL-2.0-or-later
/* A local becomes true under the guard, or for another reason. */
#include "../reference/kvm_host.h"

void guarded(struct kvm_vcpu *vcpu, bool wanted)
{
	bool apx = false;

	if (wanted && static_cpu_has(X86_FEATURE_APX))
		apx = true;
	if (apx)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
}

void mixed(struct kvm_vcpu *vcpu, bool forced)
{
	bool apx = static_cpu_has(X86_FEATURE_APX);

	if (forced)
		apx = true;
	if (apx)
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
}
