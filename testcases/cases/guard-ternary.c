// SPDX-License-Identifier: GPL-2.0-or-later
/* The guard chooses the index, or the call. */
#include "../reference/kvm_host.h"

void choose_index(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, static_cpu_has(X86_FEATURE_APX) ?	/* expect-safe */
		     VCPU_XREG_R16 : VCPU_REGS_RAX);
	kvm_gpr_read(vcpu, static_cpu_has(X86_FEATURE_APX) ?	/* expect: egpr-unguarded */
		     VCPU_REGS_RAX : VCPU_XREG_R16);
}

unsigned long choose_call(struct kvm_vcpu *vcpu)
{
	return static_cpu_has(X86_FEATURE_APX) ?
	       kvm_gpr_read(vcpu, VCPU_XREG_R16) :	/* expect-safe */
	       kvm_gpr_read(vcpu, VCPU_XREG_R17);	/* expect: egpr-unguarded */
}
