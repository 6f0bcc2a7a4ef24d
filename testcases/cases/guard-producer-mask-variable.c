// SPDX-License-Identifier: GPL-2.0-or-later
/* The predicate chooses the mask, and the mask makes the index. */
#include "../reference/kvm_host.h"

void guarded(struct kvm_vcpu *vcpu, unsigned long q)
{
	unsigned long mask = 0xf;

	if (cpu_feature_enabled(X86_FEATURE_APX))
		mask = 0x1f;
	kvm_gpr_read(vcpu, (q >> 8) & mask);		/* expect-safe */
}

void unguarded(struct kvm_vcpu *vcpu, unsigned long q, bool wide)
{
	unsigned long mask = 0xf;

	if (wide)
		mask = 0x1f;
	kvm_gpr_read(vcpu, (q >> 8) & mask);		/* expect: egpr-unguarded */
}
