// SPDX-License-Identifier: GPL-2.0-or-later
/* The caller holds the guard while the callee uses the register. */
#include "../reference/kvm_host.h"

static void clear(struct kvm_vcpu *vcpu)
{
	kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);		/* expect-safe */
}

static void put(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-safe */
}

void use(struct kvm_vcpu *vcpu)
{
	put(vcpu, VCPU_REGS_RAX);
	if (!static_cpu_has(X86_FEATURE_APX))
		return;
	clear(vcpu);
	put(vcpu, VCPU_XREG_R17);
}
