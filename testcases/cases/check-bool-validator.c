// SPDX-License-Identifier: GPL-2.0-or-later
/* A predicate of the index, tested by the caller. */
#include "../reference/kvm_host.h"

static bool reg_ok(int reg)
{
	return reg >= 0 && reg < 16;
}

static bool reg_nearly_ok(int reg)
{
	return reg >= 0 && reg <= 16;
}

void use(struct kvm_vcpu *vcpu, int reg)
{
	if (!reg_ok(reg))
		return;
	kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

void nearly(struct kvm_vcpu *vcpu, int reg)
{
	if (!reg_nearly_ok(reg))
		return;
	kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}
