// SPDX-License-Identifier: GPL-2.0-or-later
/* Shape (c): bit 12 of the exit qualification was undefined before APX. */
#include "../reference/vmx.h"

unsigned long bad(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg = (q >> 8) & 0x1f;

	return kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}

unsigned long good(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg = (q >> 8) & (static_cpu_has(X86_FEATURE_APX) ? 0x1f : 0xf);

	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long good_producer(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, vmx_get_exit_qual_gpr(vcpu)); /* expect-safe */
}
