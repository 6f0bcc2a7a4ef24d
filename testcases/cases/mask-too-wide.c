// SPDX-License-Identifier: GPL-2.0-or-later
/* A mask of six or eight bits reaches beyond the last register. */
#include "../reference/kvm_host.h"

void guarded(struct kvm_vcpu *vcpu, unsigned long qual)
{
	if (!static_cpu_has(X86_FEATURE_APX))
		return;
	kvm_gpr_read(vcpu, (qual >> 8) & 0x3f);		/* expect: index-range */
	kvm_gpr_write(vcpu, qual & 0xff, 0);		/* expect: index-range */
}

/* One illegal value that breaks two rules: the more specific is reported. */
void unguarded(struct kvm_vcpu *vcpu, unsigned long qual)
{
	kvm_gpr_read(vcpu, (qual >> 8) & 0x3f);		/* expect: index-range */
}
