// SPDX-License-Identifier: GPL-2.0-or-later
/* A predicate of the index that asks for APX only where it must. */
#include "../reference/kvm_host.h"

static bool reg_ok(int reg)
{
	if (reg < 0 || reg > 31)
		return false;
	return reg < 16 || static_cpu_has(X86_FEATURE_APX);
}

static bool reg_in_range(int reg)
{
	return reg >= 0 && reg <= 31;
}

void guarded(struct kvm_vcpu *vcpu, int reg)
{
	if (reg_ok(reg))
		kvm_gpr_read(vcpu, reg);		/* expect-safe */
}

void range_only(struct kvm_vcpu *vcpu, int reg)
{
	if (reg_in_range(reg))
		kvm_gpr_read(vcpu, reg);		/* expect: egpr-unguarded */
}
