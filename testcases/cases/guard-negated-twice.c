// SPDX-License-Identifier: GPL-2.0-or-later
/* Negations cancel out. */
#include "../reference/kvm_host.h"

unsigned long guarded(struct kvm_vcpu *vcpu)
{
	if (!!kvm_cpu_cap_has(X86_FEATURE_APX))
		return kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect-safe */
	return 0;
}

unsigned long thrice(struct kvm_vcpu *vcpu)
{
	if (!!!kvm_cpu_cap_has(X86_FEATURE_APX))
		return kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect: egpr-unguarded */
	return 0;
}

unsigned long compared(struct kvm_vcpu *vcpu)
{
	if (kvm_cpu_cap_has(X86_FEATURE_APX) == false)
		return 0;
	return kvm_gpr_read(vcpu, VCPU_XREG_R16);		/* expect-safe */
}
