// SPDX-License-Identifier: GPL-2.0-or-later
/* Guards in wrappers of wrappers, negated, and kept in locals; the rest of a condition does not count. */
#include "../reference/kvm_host.h"

static bool has_pku(struct kvm_vcpu *vcpu)
{
	return guest_cpu_cap_has(vcpu, X86_FEATURE_PKU);
}

static bool lacks_apx(struct kvm_vcpu *vcpu)
{
	return !guest_cpu_cap_has(vcpu, X86_FEATURE_APX);
}

void other_feature(struct kvm_vcpu *vcpu)
{
	if (has_pku(vcpu))
		kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect: egpr-unguarded */
}

void either(struct kvm_vcpu *vcpu)
{
	if (has_pku(vcpu) || !lacks_apx(vcpu))
		kvm_gpr_read(vcpu, VCPU_XREG_R17);	/* expect: egpr-unguarded */
}

void both(struct kvm_vcpu *vcpu)
{
	bool ok = !lacks_apx(vcpu) && has_pku(vcpu);

	if (!ok)
		return;
	kvm_gpr_read(vcpu, VCPU_XREG_R18);		/* expect-safe */
}

int early(struct kvm_vcpu *vcpu, int reg)
{
	if (reg > 15 && lacks_apx(vcpu))
		return -1;
	if (reg < 0 || reg > 31)
		return -1;
	kvm_gpr_read(vcpu, reg);			/* expect-safe */
	return 0;
}
