// SPDX-License-Identifier: GPL-2.0-or-later
/* The wrong value survives on one path only. */
#include "../reference/kvm_host.h"

void bad(struct kvm_vcpu *vcpu, bool fix)
{
	int reg = 33;

	if (fix)
		reg = 3;
	kvm_gpr_write(vcpu, reg, 0);			/* expect: index-range */
}

void legal(struct kvm_vcpu *vcpu, bool fix)
{
	int reg = 33;

	if (fix)
		reg = 3;
	else
		reg = 4;
	kvm_gpr_write(vcpu, reg, 0);			/* expect-safe */
}
