// SPDX-License-Identifier: GPL-2.0-or-later
/* The guard and something else. */
#include "../reference/kvm_host.h"

void guarded(struct kvm_vcpu *vcpu, bool wanted)
{
	if (wanted && static_cpu_has(X86_FEATURE_APX))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
	if (static_cpu_has(X86_FEATURE_APX) && is_64_bit_mode(vcpu) && wanted)
		kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);	/* expect-safe */
}

/* Without the conjunction, the guard may still fail. */
void negated(struct kvm_vcpu *vcpu, bool wanted)
{
	if (!(wanted && static_cpu_has(X86_FEATURE_APX)))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
}

/* In the operands themselves, from left to right. */
unsigned long operand(struct kvm_vcpu *vcpu)
{
	return static_cpu_has(X86_FEATURE_APX) &&
	       kvm_gpr_read(vcpu, VCPU_XREG_R18);	/* expect-safe */
}

unsigned long operand_before(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_XREG_R18) &&	/* expect: egpr-unguarded */
	       static_cpu_has(X86_FEATURE_APX);
}
