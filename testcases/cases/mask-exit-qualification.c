// SPDX-License-Identifier: GPL-2.0-or-later
/* Four bits of an exit qualification are a register; five are only with APX. */
#include "../reference/kvm_host.h"

void handle(struct kvm_vcpu *vcpu, unsigned long qual)
{
	kvm_gpr_read(vcpu, (qual >> 8) & 0xf);		/* expect-safe */
	kvm_gpr_read(vcpu, (qual >> 8) & 15);		/* expect-safe */
	kvm_gpr_read(vcpu, (qual >> 8) & 0x1f);		/* expect: egpr-unguarded */
}

void guarded(struct kvm_vcpu *vcpu, unsigned long qual)
{
	if (static_cpu_has(X86_FEATURE_APX))
		kvm_gpr_read(vcpu, (qual >> 8) & 0x1f);	/* expect-safe */
}
