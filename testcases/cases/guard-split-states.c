// SPDX-License-Identifier: GPL-2.0-or-later
/* Only an extended index without APX leaves: what remains are two states, and both are legal. */
#include "../reference/kvm_host.h"

unsigned long guarded(struct kvm_vcpu *vcpu, unsigned long q)
{
	bool apx = static_cpu_has(X86_FEATURE_APX);
	int reg = (q >> 8) & 0x1f;

	if (reg >= 16 && !apx)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long either(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg = (q >> 8) & 0x1f;

	if (reg < 16 || static_cpu_has(X86_FEATURE_APX))
		return kvm_gpr_read(vcpu, reg);		/* expect-safe */
	return 0;
}

/* The same with the limit one too high. */
unsigned long off_by_one(struct kvm_vcpu *vcpu, unsigned long q)
{
	bool apx = static_cpu_has(X86_FEATURE_APX);
	int reg = (q >> 8) & 0x1f;

	if (reg > 16 && !apx)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}
