// SPDX-License-Identifier: GPL-2.0-or-later
/* The callee asks before it uses what it was given. */
#include "../reference/kvm_host.h"

static unsigned long get(struct kvm_vcpu *vcpu, int reg)
{
	if (reg >= 16 && !guest_cpu_cap_has(vcpu, X86_FEATURE_APX))
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long use(struct kvm_vcpu *vcpu, unsigned long q)
{
	return get(vcpu, VCPU_XREG_R16) + get(vcpu, q & 0x1f);
}
