// SPDX-License-Identifier: GPL-2.0-or-later
/* A five-bit index reaches beyond the array, APX or not. */
#include "../reference/kvm_host.h"

unsigned long read(struct kvm_vcpu *vcpu, unsigned long q)
{
	return vcpu->arch.regs[(q >> 8) & 0x1f];	/* expect: index-range */
}

void write(struct kvm_vcpu *vcpu, unsigned long q)
{
	if (static_cpu_has(X86_FEATURE_APX))
		vcpu->arch.regs[(q >> 8) & 0x1f] = 0;	/* expect: index-range */
}
