// SPDX-License-Identifier: GPL-2.0-or-later
/* Arithmetic makes a plain number of an enumerator. */
#include "../reference/kvm_host.h"

void arithmetic(struct kvm_vcpu *vcpu)
{
	int pc = VCPU_REGS_RIP;
	int last = VCPU_REGS_R15;

	kvm_gpr_read(vcpu, VCPU_REGS_R15 + 1);		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, last + 1);			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, VCPU_REGS_RIP - 1);		/* expect-safe */
	kvm_gpr_read(vcpu, pc - 1);			/* expect-safe */
	kvm_gpr_read(vcpu, pc + 1);			/* expect: egpr-unguarded */
}

/* A plain 16 or 17 is a register where the guard holds. */
void guarded(struct kvm_vcpu *vcpu)
{
	if (!cpu_feature_enabled(X86_FEATURE_APX))
		return;
	kvm_gpr_read(vcpu, VCPU_REGS_R15 + 1);		/* expect-safe */
	kvm_gpr_read(vcpu, VCPU_REGS_RIP + 1);		/* expect-safe */
}
