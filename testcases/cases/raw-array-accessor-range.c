// SPDX-License-Identifier: GPL-2.0-or-later
/* kvm_register_{read,write}_raw() take 0..16; the count of registers is one too many. */
#include "../reference/kvm_host.h"

void legal(struct kvm_vcpu *vcpu)
{
	kvm_register_read_raw(vcpu, 0);			/* expect-safe */
	kvm_register_write_raw(vcpu, 16, 0);		/* expect-safe */
	kvm_register_read_raw(vcpu, NR_VCPU_REGS - 1);	/* expect-safe */
}

void beyond(struct kvm_vcpu *vcpu)
{
	kvm_register_read_raw(vcpu, NR_VCPU_REGS);	/* expect: index-range */
	kvm_register_write_raw(vcpu, 17, 0);		/* expect: index-range */
}

/* No guard helps: the array has no slot for R16-R31. */
void guarded(struct kvm_vcpu *vcpu)
{
	if (static_cpu_has(X86_FEATURE_APX))
		kvm_register_read_raw(vcpu, 20);	/* expect: index-range */
}
