// SPDX-License-Identifier: GPL-2.0-or-later
/* Prefix and postfix forms differ in the value they give. */
#include "../reference/kvm_host.h"

void postfix(struct kvm_vcpu *vcpu)
{
	int reg = 15;

	kvm_gpr_read(vcpu, reg++);			/* expect-safe */
	kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}

void prefix(struct kvm_vcpu *vcpu)
{
	int reg = 0;

	kvm_gpr_read(vcpu, ++reg);			/* expect-safe */
	reg = 0;
	kvm_gpr_read(vcpu, --reg);			/* expect: index-range */
}
