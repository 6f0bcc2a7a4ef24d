// SPDX-License-Identifier: GPL-2.0-or-later
/* One caller has no guard: the finding stands where the index was fixed. */
#include "../reference/kvm_host.h"

static void clear(struct kvm_vcpu *vcpu)
{
	kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);		/* expect: egpr-unguarded */
}

static void put(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);
}

void guarded(struct kvm_vcpu *vcpu)
{
	if (!static_cpu_has(X86_FEATURE_APX))
		return;
	clear(vcpu);
	put(vcpu, VCPU_XREG_R17);
}

void unguarded(struct kvm_vcpu *vcpu)
{
	clear(vcpu);
	put(vcpu, VCPU_XREG_R17);			/* expect: egpr-unguarded */
}
