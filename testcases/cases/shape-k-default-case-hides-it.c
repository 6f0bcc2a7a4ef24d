// SPDX-License-Identifier: GPL-2.0-or-later
/* Shape (k): the accessor's default case gives 0, nobody notices that 32 is no register. */
#include "../reference/kvm_host.h"

unsigned long bad(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read_raw(vcpu, 32);		/* expect: index-range */
}

void bad_mask(struct kvm_vcpu *vcpu, unsigned int info)
{
	if (static_cpu_has(X86_FEATURE_APX))
		kvm_gpr_write_raw(vcpu, info & 0x3f, 0);	/* expect: index-range */
}

void good(struct kvm_vcpu *vcpu, unsigned int info)
{
	if (static_cpu_has(X86_FEATURE_APX))
		kvm_gpr_write_raw(vcpu, info & 0x1f, 0);	/* expect-safe */
}
